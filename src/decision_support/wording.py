"""Facts, conditions, strengths, limits and dates as plain English. Every screen says the same words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from decision_support.model.dates import in_words
from decision_support.model.facts import CASE, Premise, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.values import UNASKED, UNKNOWN, Strength

STRENGTH_WORDS: Mapping[Strength, str] = {"must": "must", "should": "should", "may": "may", "must_not": "must not"}

STATE_WORDS: Mapping[str, str] = {
    "not_started": "has not started",
    "running": "is running",
    "due_today": "runs out today",
    "overdue": "has run out",
    "met": "was met",
    "indicative_passed": "has passed its indicative day",
}


_SUBORDINATING = (" what ", " who ", " that ", " which ", " whether ", " where ")


def value_in_words(base: KnowledgeBase, fact: str, subject: Subject, value: str, names: Mapping[str, str]) -> str:
    """One fact of a case as a sentence."""
    known = base.facts[fact]
    say = known.say
    who = f" ({names.get(subject.id, subject.id)})" if subject != CASE else ""
    if value in (UNASKED, UNKNOWN):
        nobody = "nobody has said" if value == UNASKED else "nobody knows"
        return _sentence(f"{nobody} whether {say}{who}" if "yes" in known.values else f"{nobody} {say}{who}")
    if value == "yes":
        return _sentence(f"{say}{who}")
    if value == "no":
        return _sentence(f"{_negated(say)}{who}")
    if ".clock." in fact:
        return _sentence(f"{say} {STATE_WORDS.get(value, value)}")
    return _sentence(f"{say}{who}: {_plain(base, fact, value)}")


def premise_in_words(base: KnowledgeBase, premise: Premise, names: Mapping[str, str]) -> str:
    """What one condition of a rule rests on in this case."""
    values = premise.values or (UNASKED,)
    return " ".join(
        value_in_words(base, premise.condition.fact, premise.subject, value, names)
        for value in values
        if premise.condition.holds(None if value == UNASKED else value)
    )


def premises_in_words(base: KnowledgeBase, premises: tuple[Premise, ...], names: Mapping[str, str]) -> tuple[str, ...]:
    """Every premise of a firing, in the order of the rule's conditions."""
    return tuple(premise_in_words(base, premise, names) for premise in premises)


def outside_jurisdiction_in_words(covered: Iterable[str], where: str) -> str:
    """That a document was not written for the place of the case."""
    places = " and ".join(_place(each) for each in covered)
    return f"This document is for {places}; the case is in {_place(where)}. Check what applies there."


def day_in_words(iso: str) -> str:
    """An ISO date as 'Thursday 5 November 2026'."""
    return in_words(dt.date.fromisoformat(iso))


def _place(division: str) -> str:
    return division.replace("_", " ").title()


def _plain(base: KnowledgeBase, fact: str, value: str) -> str:
    guidance, _, rest = fact.partition(".")
    if rest in ("stage", "settled_at") and guidance in base.documents:
        stage = base.documents[guidance].stages.get(value)
        if stage:
            return f"{value.replace('-', ' ')} ({stage.title[:1].lower()}{stage.title[1:]})"
    return value.replace("_", " ").replace("-", " ")


def _negated(say: str) -> str:
    for positive, negative in (
        ("it is on record", "it is not on record"),
        ("that stage is on", "that stage is not on"),
    ):
        if say.startswith(positive):
            return negative + say.removeprefix(positive)
    before, found, after = say.partition(" is ")
    if found and not any(word in f"{before} " for word in _SUBORDINATING):
        return f"{before} is not {after}"
    return f"it is not so that {say}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
