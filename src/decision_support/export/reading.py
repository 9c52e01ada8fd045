"""What a set of rules reads and brings about, in the order of settling: what every export has to know first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from decision_support.model.rules import Condition, Rule
from decision_support.model.values import UNASKED, Kind
from decision_support.model.vocabulary import Fact
from decision_support.reasoning.strata import Counts, Strata, stratify


@dataclass(frozen=True)
class Material:
    """Rules to export, with the vocabulary they are written in and the counted facts that belong to them.

    title    what the rules are about, in a line
    heading  further lines for the top of the file: documents, editions, versions
    """

    title: str
    heading: tuple[str, ...]
    rules: Mapping[str, Rule]
    facts: Mapping[str, Fact]
    counts: Counts

    @cached_property
    def strata(self) -> Strata:
        """The order of settling. InvalidKnowledge where a conclusion rests on its own absence."""
        return stratify(self.rules, self.facts, self.counts)

    @cached_property
    def concluding(self) -> Mapping[str, tuple[Rule, ...]]:
        """For each fact that rules conclude, those rules, by id."""
        found: dict[str, tuple[Rule, ...]] = {}
        for _, rule in sorted(self.rules.items()):
            if rule.concludes:
                found[rule.concludes[0]] = (*found.get(rule.concludes[0], ()), rule)
        return found

    @cached_property
    def read(self) -> frozenset[str]:
        """The facts that a condition of a rule or of a count asks for."""
        return frozenset(condition.fact for condition in self._conditions())

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The facts that are read and that nothing here brings about, by name."""
        return tuple(sorted(self.read - self.concluding.keys() - self.counts.keys()))

    @cached_property
    def absent_as(self) -> Mapping[str, str]:
        """What an absence counts as: 'unasked', where that is ever asked for, or the value that holds otherwise."""
        asked = {condition.fact for condition in self._conditions() if UNASKED in (condition.allowed or ())}
        found = {}
        for name in sorted((self.read | self.concluding.keys()) - self.counts.keys()):
            value = otherwise(self.facts[name])
            if value != UNASKED or name in asked:
                found[name] = value
        return found

    def _conditions(self) -> Iterator[Condition]:
        for rule in self.rules.values():
            yield from rule.when
        for _, where in self.counts.values():
            yield from where


def otherwise(fact: Fact) -> str:
    """What the absence of a fact is taken for."""
    return UNASKED if fact.otherwise is None else fact.otherwise


def kind_read(condition: Condition, about: Kind) -> Kind:
    """The kind of subject that a condition of a rule about this kind reads."""
    return "case" if condition.scope == "case" else about
