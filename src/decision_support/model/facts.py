"""Facts of one case, and what was inferred from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .rules import Condition, Rule
from .values import Kind


class Subject(NamedTuple):
    """What a fact is about: the case, or one person, question, stage or option."""

    kind: Kind
    id: str


CASE = Subject("case", "case")

# What is known of each subject before any rule: fact name -> value. A fact without a value is simply absent.
Facts = Mapping[Subject, Mapping[str, str]]


@dataclass(frozen=True, order=True)
class Firing:
    """A rule whose conditions all hold for one subject."""

    rule: str
    subject: Subject


@dataclass(frozen=True)
class Inference:
    """All that follows from the facts. The same for any order of facts or rules.

    fired      every firing, sorted
    values     (subject, fact) -> the values that hold, sorted; closed facts without any show their `otherwise`
    """

    fired: tuple[Firing, ...]
    values: Mapping[tuple[Subject, str], tuple[str, ...]]

    def holding(self, subject: Subject, fact: str) -> tuple[str, ...]:
        """The values of a fact; empty where it has none."""
        return self.values.get((subject, fact), ())


@dataclass(frozen=True)
class Premise:
    """One condition of a rule that fired, and the values that satisfied it."""

    subject: Subject
    condition: Condition
    values: tuple[str, ...]


def subject_of(condition: Condition, subject: Subject) -> Subject:
    """The subject that a condition of a rule about `subject` speaks of."""
    return CASE if condition.scope == "case" else subject


def premises(rule: Rule, subject: Subject, inference: Inference) -> tuple[Premise, ...]:
    """What a firing rests on, condition by condition."""
    return tuple(
        Premise(about, condition, inference.holding(about, condition.fact))
        for condition in rule.when
        for about in (subject_of(condition, subject),)
    )
