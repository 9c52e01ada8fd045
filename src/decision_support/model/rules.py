"""A rule: flat conditions that all hold, and one conclusion."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .values import UNASKED, UNKNOWN, Identifier, Kind, Text, Value

ConclusionKind = Literal[
    "must",
    "should",
    "may",
    "must_not",
    "conclude",
    "judge",
    "silence",
    "argue_for",
    "argue_against",
    "rule_out",
    "governs",
    "exclude",
    "doubt",
]
THIS = "this"
BARRED_AS = {"exclude": "excluded", "doubt": "doubted"}


class Test(Value):
    """What a condition asks of a fact, as written in a rule file when one value is not enough."""

    one_of: tuple[Identifier, ...] | None = Field(None, min_length=1)
    at_least: int | None = None
    at_most: int | None = None


class WrittenExample(Value):
    """Facts on which the rule fires, or stays silent. Exactly one of the two."""

    fires: dict[Identifier, object] | None = None
    silent: dict[Identifier, object] | None = None


class WrittenConclusion(Value):
    """Exactly one of these."""

    must: Identifier | None = None
    should: Identifier | None = None
    may: Identifier | None = None
    must_not: Identifier | None = None
    conclude: dict[Identifier, Identifier] | None = None
    judge: Identifier | None = None
    silence: Identifier | None = None
    argue_for: Identifier | None = Field(None, description="An option; `this` in a rule about options.")
    argue_against: Identifier | None = None
    rule_out: Identifier | None = None
    governs: Identifier | None = Field(None, description="A document that governs the case.")
    exclude: Identifier | None = Field(
        None, description="A role in which the person may not act, in a rule about people."
    )
    doubt: Identifier | None = Field(
        None, description="A role in which the person may not act before something is settled or known."
    )


class WrittenRule(Value):
    """A rule as an author writes it."""

    id: Identifier
    about: Kind = "case"
    when: dict[Identifier, str | Test] = Field(min_length=1)
    then: WrittenConclusion
    because: Text
    clauses: tuple[Identifier, ...] = ()
    interpretation: Identifier | None = None
    examples: tuple[WrittenExample, ...] = ()


class Condition(Value):
    """What a rule asks of one fact, of its own subject or of the case.

    `allowed` holds the values that satisfy it, 'unasked' among them where absence does. Numbers use the bounds.
    """

    scope: Literal["subject", "case"]
    fact: str
    allowed: tuple[str, ...] | None = None
    at_least: int | None = None
    at_most: int | None = None

    def holds(self, value: str | None) -> bool:
        """Whether this value (None where there is none) satisfies the condition."""
        if self.allowed is not None:
            return (UNASKED if value is None else value) in self.allowed
        if value is None or value == UNKNOWN:
            return False
        number = int(value)
        return (self.at_least is None or number >= self.at_least) and (self.at_most is None or number <= self.at_most)


class Conclusion(Value):
    """What follows: an action at a strength, a fact, a judgement, a silence, an argument, or who may not act."""

    kind: ConclusionKind
    target: str
    value: str | None = None


class Example(Value):
    """Facts by qualified name, `case.` before those of the case where the rule is not about it; whether it fires."""

    fires: bool
    facts: dict[str, str]


class Rule(Value):
    """A rule with every name resolved."""

    id: str
    guidance: str | None
    about: Kind
    when: tuple[Condition, ...]
    then: Conclusion
    because: str
    clauses: tuple[str, ...]
    interpretation: str | None
    examples: tuple[Example, ...]

    @property
    def concludes(self) -> tuple[str, str] | None:
        """The fact that it brings about, and the value. That somebody may not act in a role is a fact of the person."""
        if self.then.kind == "conclude":
            return self.then.target, self.then.value or ""
        if self.then.kind in ("exclude", "doubt"):
            guidance, _, role = self.then.target.partition(".")
            return f"{guidance}.{BARRED_AS[self.then.kind]}.{role}", "yes"
        return None
