"""The facts of every bundled case and of every day of every bundled scenario, to hold against what cannot be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from decision_support.casework import Casework
from decision_support.errors import UserMistake
from decision_support.loading.examples import example_paths
from decision_support.loading.scenarios import scenario_paths
from decision_support.model.case import Case
from decision_support.model.facts import Facts, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.proof.bundled_days import CaseDay, days_by_file
from decision_support.verify import Ask, Finding, impossible
from decision_support.verify.refusals import findings_of


def questions(knowledge: Path | None = None) -> tuple[tuple[str, Ask], ...]:
    """The question that the cases and scenarios in this folder answer, if it has any; ours, where none is named."""
    if not (example_paths(knowledge) or scenario_paths(knowledge)):
        return ()
    return (("Does no bundled case or scenario show what is called impossible?", lambda base: check(base, knowledge)),)


def check(base: KnowledgeBase, knowledge: Path | None = None) -> tuple[int, list[Finding]]:
    """How many days of cases and scenarios there are, and those that show something impossible or cannot be read."""
    casework = Casework(base)
    looked_at = 0
    findings: list[Finding] = []
    for days in days_by_file(casework.base, knowledge):
        try:
            number, found = impossible.check_seen(base, _facts_of(casework, days))
        except UserMistake as mistake:
            number, found = 1, findings_of(mistake)
        looked_at += number
        findings += found
    return looked_at, findings


def seen_facts(casework: Casework, knowledge: Path | None = None) -> Iterator[tuple[str, Facts]]:
    """Each bundled case on each day for which advice is expected, by name and day, with all that follows from it."""
    for days in days_by_file(casework.base, knowledge):
        yield from _facts_of(casework, days)


def facts_on(casework: Casework, case: Case, on: dt.date) -> Facts:
    """What is known of a case on a day, and what rules conclude and counts come to; not what has two values at once."""
    facts: dict[Subject, dict[str, str]] = {}
    known = casework.situation(case, on).facts
    for (subject, fact), values in casework.rule_book(case.guidance).reasoner.infer(known).values.items():
        if len(values) == 1:
            facts.setdefault(subject, {})[fact] = values[0]
    return {subject: facts.get(subject, {}) | dict(known.get(subject, {})) for subject in {*facts, *known}}


def _facts_of(casework: Casework, days: Iterable[CaseDay]) -> Iterator[tuple[str, Facts]]:
    for day in days:
        kind = "case" if day.told == "example" else "scenario"
        yield f"the {kind} '{day.name}' on {day.on.isoformat()}", facts_on(casework, day.case, day.on)
