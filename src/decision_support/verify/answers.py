"""Every answer that can be given is looked at by something, and not to know is never less than not to have said."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition
from decision_support.model.values import UNASKED, UNKNOWN
from decision_support.model.vocabulary import Fact

from .finding import Finding

_OPPOSITE = {"yes": "no", "no": "yes"}


def check(base: KnowledgeBase) -> tuple[int, list[Finding]]:
    """How many answers there are, and those that no condition takes up.

    A no says enough by being the opposite of a yes that is taken up, and a yes likewise. An unknown needs no condition
    while the fact is asked: it stays among the questions. What is only volunteered is never asked again, so its unknown
    would be lost.
    """
    asking = _conditions(base)
    listed = [(name, fact, value) for name, fact in base.facts.items() if fact.ask for value in fact.answers]
    findings = [
        Finding(
            "value-never-considered",
            "error",
            str(base.place("fact", name) or name),
            f"'{name}' can be answered with '{value}', and no rule or count takes that up.",
            tuple(sorted((name, value))),
        )
        for name, fact, value in listed
        if name in asking and not _considered(fact, value, asking[name])
    ]
    return len(listed), [*findings, *_unknown_left_out(base)]


def _unknown_left_out(base: KnowledgeBase) -> Iterator[Finding]:
    """Rules that follow where nobody was asked and not where nobody knows, and no rule concludes the same there."""
    taken = {
        (rule.then, condition.fact)
        for rule in base.rules.values()
        for condition in rule.when
        if UNKNOWN in (condition.allowed or ())
    }
    for rule in base.rules.values():
        for condition in rule.when:
            fact = base.facts[condition.fact]
            if fact.ask is None or UNKNOWN not in fact.answers or (rule.then, condition.fact) in taken:
                continue
            if UNASKED in (condition.allowed or ()):
                place = str(base.place("rule", rule.id) or rule.id)
                say = (
                    f"rule '{rule.id}' holds while nobody is asked about '{condition.fact}', and no longer once "
                    "somebody says that it is unknown."
                )
                yield Finding("unknown-left-out", "error", place, say, tuple(sorted((rule.id, condition.fact))))


def _conditions(base: KnowledgeBase) -> dict[str, list[Condition]]:
    found: dict[str, list[Condition]] = {}
    for condition in _all(base):
        found.setdefault(condition.fact, []).append(condition)
    return found


def _all(base: KnowledgeBase) -> Iterator[Condition]:
    for rule in base.rules.values():
        yield from rule.when
    for _, where in base.counts.values():
        yield from where
    for where in base.seats.values():
        yield from where


def _considered(fact: Fact, value: str, conditions: list[Condition]) -> bool:
    values = {value, _OPPOSITE.get(value, value)}
    if any(condition.holds(each) for condition in conditions for each in values):
        return True
    return value == UNKNOWN and not fact.volunteered
