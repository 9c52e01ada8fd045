"""What each day of a bundled case shows: the rules at work on it, and the clauses and silences of its advice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from decision_support.casework import Casework
from decision_support.casework.reasons.behind import facts_of
from decision_support.model.advice import Advice
from decision_support.proof.bundled_days import CaseDay

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Shown:
    """One day of a case, with what it shows.

    rules     those that fire on it
    clauses   those that its advice names, or that a firing rule rests on
    silences  those that its advice brings up
    """

    day: CaseDay
    rules: frozenset[str]
    clauses: frozenset[str]
    silences: frozenset[str]


def shown_on(desk: Casework, days: Iterable[CaseDay], progress: Progress | None = None) -> tuple[Shown, ...]:
    """What every day shows, by the advice that the program gives for it."""
    listed, found = tuple(days), []
    for number, day in enumerate(listed, 1):
        found.append(_shown(desk, day))
        if progress:
            progress(number, len(listed))
    return tuple(found)


def _shown(desk: Casework, day: CaseDay) -> Shown:
    advice = desk.advise(day.case, day.on)
    fired = desk.rule_book(day.case.guidance).reasoner.infer(facts_of(advice)).fired
    rules = frozenset(firing.rule for firing in fired)
    cited = {clause for rule in rules for clause in desk.base.rules[rule].clauses}
    return Shown(day, rules, frozenset(cited.union(_named(advice))), frozenset(each.id for each in advice.silences))


def _named(advice: Advice) -> Iterator[str]:
    """The clauses that advice names.

    Questions of a framework do not count, since advice lists all of them, always; nor does what a silence is about,
    since that is shown because it is not said.
    """
    for each in advice.recommendations:
        yield from each.clauses
        yield from (clause for record in each.records for clause in record.clauses)
    for listed in (advice.judgements, advice.excluded, advice.in_doubt):
        for line in listed:
            yield from line.clauses
    for option in advice.options:
        if option.considered:
            yield from option.clauses
