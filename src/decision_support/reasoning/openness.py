"""Which facts of a case are still open, and which rules they could still make or break."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from decision_support.model.facts import Facts, Subject, subject_of
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import UNKNOWN, Kind


class About(NamedTuple):
    """One fact of one subject."""

    subject: Subject
    fact: str


@dataclass(frozen=True)
class Live:
    """A rule that could fire or stop firing for a subject, and the open facts that it waits for, in order."""

    rule: Rule
    subject: Subject
    waits_for: tuple[About, ...]


class Openness:
    """What could still be open under some rules: asked facts without an answer, or answered with 'unknown'."""

    def __init__(self, base: KnowledgeBase, rules: Iterable[Rule]) -> None:
        self._facts = base.facts
        self._counts = base.counts
        self._by_kind: dict[Kind, list[Rule]] = {}
        self._concluding: dict[str, list[Rule]] = {}
        for rule in rules:
            if rule.concludes:
                self._concluding.setdefault(rule.concludes[0], []).append(rule)
            if rule.then.kind != "conclude":
                self._by_kind.setdefault(rule.about, []).append(rule)
        self._first = base.first_asking
        self._asked = {name for name, fact in base.facts.items() if fact.ask and not fact.volunteered}

    def live(self, facts: Facts) -> tuple[Live, ...]:
        """Every rule, for every subject, that no closed fact already rules out, and that waits for something.

        A rule that only concludes a fact counts through the rules that read the fact. Questions that ask the same are
        one open fact, that of the earliest.
        """
        return tuple(
            Live(rule, subject, tuple(dict.fromkeys(waits)))
            for subject in facts
            for rule in self._by_kind.get(subject.kind, ())
            if (waits := self._waits(rule, subject, facts, frozenset()))
        )

    def _waits(self, rule: Rule, subject: Subject, facts: Facts, above: frozenset[str]) -> list[About] | None:
        """The open facts of a rule; None where a closed fact rules it out."""
        waits: list[About] = []
        for condition in rule.when:
            found = self._open(condition, subject_of(condition, subject), facts, above)
            if found is None:
                return None
            waits += found
        return waits

    def _open(self, condition: Condition, subject: Subject, facts: Facts, above: frozenset[str]) -> list[About] | None:
        name = condition.fact
        value = facts.get(subject, {}).get(name)
        if name in self._asked and value in (None, UNKNOWN):
            return [About(Subject(subject.kind, self._first.get(subject.id, subject.id)), name)]
        if name in self._concluding:
            return self._open_in_conclusions(condition, subject, facts, above)
        if name in self._counts and value is None:
            return self._open_in_count(name, facts, above)
        if value is None:
            value = self._facts[name].otherwise
        return [] if condition.holds(value) else None

    def _open_in_count(self, name: str, facts: Facts, above: frozenset[str]) -> list[About]:
        kind, where = self._counts[name]
        waits: list[About] = []
        for subject in facts:
            if subject.kind == kind:
                parts = [self._open(condition, subject_of(condition, subject), facts, above) for condition in where]
                if all(part is not None for part in parts):
                    waits += [about for part in parts if part for about in part]
        return waits

    def _open_in_conclusions(
        self, condition: Condition, subject: Subject, facts: Facts, above: frozenset[str]
    ) -> list[About] | None:
        """What the rules behind a concluded fact wait for; where they wait for nothing, whether the condition holds."""
        name = condition.fact
        if name in above:
            return None
        waits: list[About] = []
        concluded: list[str | None] = []
        for rule in self._concluding[name]:
            found = self._waits(rule, subject, facts, above | {name})
            if found:
                waits += found
            elif found is not None:
                concluded.append(rule.concludes[1] if rule.concludes else None)
        if waits:
            return waits
        return [] if any(map(condition.holds, concluded or [self._facts[name].otherwise])) else None


def is_unasked(facts: Facts, about: About) -> bool:
    """Whether nobody has answered at all, not even with 'unknown'."""
    return about.fact not in facts.get(about.subject, {})


def choices(base: KnowledgeBase, facts: Facts, about: About) -> tuple[str, ...]:
    """The other values that an open fact could still be answered with."""
    now: Mapping[str, str] = facts.get(about.subject, {})
    return tuple(value for value in base.facts[about.fact].answers if value != now.get(about.fact))
