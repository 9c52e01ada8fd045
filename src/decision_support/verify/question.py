"""A question put to the rules: is there a possible case in which these hold and those do not?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from decision_support.model.facts import Facts
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import Kind

from .finding import How


@dataclass(frozen=True)
class Question:
    """Rules that are to fire or to stay silent, conditions that are to hold or not to."""

    fires: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    holds: tuple[Condition, ...] = ()
    fails: tuple[Condition, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions that it names itself."""
        return self.holds + self.fails

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that it names."""
        return self.fires + self.silent


@dataclass(frozen=True)
class Answer:
    """Whether such a case is possible (None where there are too many combinations to say), and what that rests on."""

    possible: bool | None
    how: How


def kinds_of(rules: Iterable[Rule]) -> frozenset[Kind]:
    """What the rules speak of."""
    return frozenset(rule.about for rule in rules)


def told(facts: Facts) -> str:
    """The facts of a case as an author writes them in an example."""
    listed = [f"{name}: {value}" for known in facts.values() for name, value in known.items()]
    return "{" + ", ".join(listed) + "}" if any(listed) else "no facts at all"
