"""Which facts of a case are still open, and which rules they could still make or break."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from decision_support.model.facts import Facts, Subject, subject_of
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import UNKNOWN


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
    """What is open in one case: asked facts without an answer, or answered with 'unknown'."""

    def __init__(self, base: KnowledgeBase, rules: Iterable[Rule], facts: Facts) -> None:
        self._base = base
        self._facts = facts
        self._rules = tuple(rules)
        self._concluding: dict[str, list[Rule]] = {}
        for rule in self._rules:
            if rule.then.kind == "conclude":
                self._concluding.setdefault(rule.then.target, []).append(rule)

    def live(self) -> Iterator[Live]:
        """Every rule, for every subject, that no closed fact already rules out, and that waits for something."""
        for rule in self._rules:
            for subject in self._subjects(rule):
                waits = self._waits(rule, subject, frozenset())
                if waits:
                    yield Live(rule, subject, tuple(dict.fromkeys(waits)))

    def is_unasked(self, about: About) -> bool:
        """Whether nobody has answered at all, not even with 'unknown'."""
        return about.fact not in self._facts.get(about.subject, {})

    def _subjects(self, rule: Rule) -> list[Subject]:
        return [subject for subject in self._facts if subject.kind == rule.about]

    def _waits(self, rule: Rule, subject: Subject, above: frozenset[str]) -> list[About] | None:
        """The open facts of a rule; None where a closed fact rules it out."""
        waits: list[About] = []
        for condition in rule.when:
            found = self._open(condition, subject_of(condition, subject), above)
            if found is None:
                return None
            waits += found
        return waits

    def _open(self, condition: Condition, subject: Subject, above: frozenset[str]) -> list[About] | None:
        name = condition.fact
        if name in self._base.counts and name not in self._facts.get(subject, {}):
            return self._open_in_count(name, above)
        if name in self._concluding:
            return self._open_in_conclusions(name, subject, above)
        value = self._facts.get(subject, {}).get(name)
        fact = self._base.facts[name]
        if fact.ask and not fact.volunteered and value in (None, UNKNOWN):
            return [About(subject, name)]
        if value is None:
            value = fact.otherwise
        return [] if condition.holds(value) else None

    def _open_in_count(self, name: str, above: frozenset[str]) -> list[About]:
        kind, where = self._base.counts[name]
        waits: list[About] = []
        for subject in self._facts:
            if subject.kind == kind:
                parts = [self._open(condition, subject_of(condition, subject), above) for condition in where]
                if all(part is not None for part in parts):
                    waits += [about for part in parts if part for about in part]
        return waits

    def _open_in_conclusions(self, name: str, subject: Subject, above: frozenset[str]) -> list[About]:
        if name in above:
            return []
        waits: list[About] = []
        for rule in self._concluding[name]:
            waits += self._waits(rule, subject, above | {name}) or []
        return waits


def choices(base: KnowledgeBase, facts: Facts, about: About) -> tuple[str, ...]:
    """The other values that an open fact could still be answered with."""
    now: Mapping[str, str] = facts.get(about.subject, {})
    return tuple(value for value in base.facts[about.fact].values if value != now.get(about.fact))
