"""Which facts of a case are still open, and which rules they could still make or break."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import NamedTuple

from decision_support.model.facts import Facts, Subject, subject_of
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import UNASKED, UNKNOWN, Kind


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
        listed = tuple(rules)
        self.facts = base.facts
        self.counts = base.counts
        self.first_asking = base.first_asking
        self.asked = {name for name, fact in base.facts.items() if fact.ask and not fact.volunteered}
        self.final: dict[Kind, list[Rule]] = {}
        self.concluding: dict[str, list[Rule]] = {}
        for rule in listed:
            if rule.concludes:
                self.concluding.setdefault(rule.concludes[0], []).append(rule)
            if rule.then.kind != "conclude":
                self.final.setdefault(rule.about, []).append(rule)
        movable = self.asked | self.concluding.keys() | self.counts.keys()
        self.parts = {rule.id: _split(rule, movable) for rule in listed}

    def live(self, facts: Facts) -> tuple[Live, ...]:
        """Every rule, for every subject, that no closed fact already rules out, and that waits for something.

        A rule that only concludes a fact counts through the rules that read the fact. Questions that ask the same are
        one open fact, that of the earliest.
        """
        reading = _Reading(self, facts)
        return tuple(
            Live(rule, subject, tuple(dict.fromkeys(waits)))
            for subject in facts
            for rule in self.final.get(subject.kind, ())
            if (waits := reading.waits(rule, subject))
        )


class _Reading:
    """One reading of a case. What the rules behind a concluded fact wait for is worked out once."""

    def __init__(self, openness: Openness, facts: Facts) -> None:
        self._of = openness
        self._facts = facts
        self._found: dict[About, tuple[list[About], list[str]]] = {}
        self._above: set[About] = set()

    def waits(self, rule: Rule, subject: Subject) -> list[About] | None:
        """The open facts of a rule; None where a closed fact rules it out."""
        closed, movable = self._of.parts[rule.id]
        for condition in closed:
            known = self._facts.get(subject_of(condition, subject), {})
            if not condition.holds(known.get(condition.fact, self._of.facts[condition.fact].otherwise)):
                return None
        waits: list[About] = []
        for condition in movable:
            found = self._open(condition, subject_of(condition, subject))
            if found is None:
                return None
            waits += found
        return waits

    def _open(self, condition: Condition, subject: Subject) -> list[About] | None:
        name = condition.fact
        value = self._facts.get(subject, {}).get(name)
        if name in self._of.asked and value in (None, UNKNOWN):
            return [About(Subject(subject.kind, self._of.first_asking.get(subject.id, subject.id)), name)]
        if name in self._of.concluding:
            return self._open_in_conclusions(condition, subject)
        if name in self._of.counts and value is None:
            return self._open_in_count(name)
        if value is None:
            value = self._of.facts[name].otherwise
        return [] if condition.holds(value) else None

    def _open_in_count(self, name: str) -> list[About]:
        kind, where = self._of.counts[name]
        waits: list[About] = []
        for subject in self._facts:
            if subject.kind == kind:
                parts = [self._open(condition, subject_of(condition, subject)) for condition in where]
                if all(part is not None for part in parts):
                    waits += [about for part in parts if part for about in part]
        return waits

    def _open_in_conclusions(self, condition: Condition, subject: Subject) -> list[About] | None:
        """What the rules behind a concluded fact wait for; where they wait for nothing, whether the condition holds."""
        about = About(subject, condition.fact)
        if about in self._above:
            return None
        if about not in self._found:
            self._above.add(about)
            found = self._of_conclusions(about)
            self._above.discard(about)
            if self._above:  # inside a circle it may be cut short, so only what was worked out whole is kept
                return _met(condition, *found, self._of.facts[condition.fact].otherwise)
            self._found[about] = found
        return _met(condition, *self._found[about], self._of.facts[condition.fact].otherwise)

    def _of_conclusions(self, about: About) -> tuple[list[About], list[str]]:
        """What the rules that conclude a fact wait for, and the values that are given or concluded without waiting."""
        given = self._facts.get(about.subject, {}).get(about.fact)
        waits: list[About] = []
        concluded = [given] if given is not None and given != UNASKED else []
        for rule in self._of.concluding[about.fact]:
            found = self.waits(rule, about.subject)
            if found:
                waits += found
            elif found is not None and rule.concludes:
                concluded.append(rule.concludes[1])
        return waits, concluded


def _met(condition: Condition, waits: list[About], concluded: list[str], otherwise: str | None) -> list[About] | None:
    if waits:
        return waits
    values: list[str | None] = [*concluded] or [otherwise]
    return [] if any(map(condition.holds, values)) else None


def _split(rule: Rule, movable: Set[str]) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
    """The conditions that only the record decides, which are quick to look at, and the rest."""
    return (
        tuple(condition for condition in rule.when if condition.fact not in movable),
        tuple(condition for condition in rule.when if condition.fact in movable),
    )


def is_unasked(facts: Facts, about: About) -> bool:
    """Whether nobody has answered at all, not even with 'unknown'."""
    return about.fact not in facts.get(about.subject, {})


def choices(base: KnowledgeBase, facts: Facts, about: About) -> tuple[str, ...]:
    """The other values that an open fact could still be answered with."""
    now: Mapping[str, str] = facts.get(about.subject, {})
    return tuple(value for value in base.facts[about.fact].answers if value != now.get(about.fact))
