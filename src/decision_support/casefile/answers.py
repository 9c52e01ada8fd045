"""One answer given, changed or taken back: the case as it would be. The case that was given stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from decision_support.model.case import Case, Weighed
from decision_support.model.facts import Subject
from decision_support.model.people import Person
from decision_support.model.values import Answer

P = TypeVar("P", Person, Weighed)


def answer_in(case: Case, subject: Subject, fact: str) -> Answer | None:
    """The answer on record; None where nobody was asked."""
    if subject.kind == "question":
        return case.answers.get(subject.id)
    if subject.kind == "case":
        return case.facts.get(fact)
    told = case.people if subject.kind == "person" else case.options
    return next((each.facts.get(fact) for each in told if each.id == subject.id), None)


def with_answer(case: Case, subject: Subject, fact: str, answer: Answer | None) -> Case:
    """The case with this answer; with None, without any."""
    if subject.kind == "question":
        return case.model_copy(update={"answers": _with(case.answers, subject.id, answer)})
    if subject.kind == "case":
        return case.model_copy(update={"facts": _with(case.facts, fact, answer)})
    if subject.kind == "person":
        return case.model_copy(update={"people": _told(case.people, subject.id, fact, answer)})
    return case.model_copy(update={"options": _told(case.options, subject.id, fact, answer)})


def _told(everything: tuple[P, ...], name: str, fact: str, answer: Answer | None) -> tuple[P, ...]:
    return tuple(
        each.model_copy(update={"facts": _with(each.facts, fact, answer)}) if each.id == name else each
        for each in everything
    )


def _with(answers: Mapping[str, Answer], name: str, answer: Answer | None) -> dict[str, Answer]:
    kept = {other: given for other, given in answers.items() if other != name}
    return kept | ({name: answer} if answer else {})
