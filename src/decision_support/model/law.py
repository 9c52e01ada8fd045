"""Laws of the domain as an author declares them: what has to hold of every case, whatever rules are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from .values import Identifier, Text, Value

Retelling = Literal[
    "order of answers",
    "order of people",
    "order of events on one day",
    "ids of people",
    "names of people",
    "names of agencies",
    "names of teams",
    "words of notes",
]
Sort = Literal[
    "must", "must_not", "should", "may", "judge", "silence", "argue_for", "argue_against", "rule_out", "doubt"
]

# The values of a fact by rank, the lowest first; those of one rank are not compared with each other.
Ranks = tuple[tuple[Identifier, ...], ...]


class Exempt(Value):
    """What a law does not hold for, and why not. Rules, actions, judgements, options or roles, by their ids."""

    of: tuple[Identifier, ...] = Field(min_length=1)
    because: Text
    clauses: tuple[Identifier, ...] = ()


class Conclusions(Value):
    """Some of what rules conclude: actions, judgements, and options by what speaks for or against them."""

    actions: tuple[Identifier, ...] = Field((), description="Qualified, as in a rule of another document.")
    judgements: tuple[Identifier, ...] = ()
    argue_for: tuple[Identifier, ...] = Field((), description="Options, each with its document: 'nhs.closure'.")
    argue_against: tuple[Identifier, ...] = ()
    rule_out: tuple[Identifier, ...] = ()

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Each with the sort of conclusion that it is."""
        for sort, listed in (
            ("action", self.actions),
            ("judge", self.judgements),
            ("argue_for", self.argue_for),
            ("argue_against", self.argue_against),
            ("rule_out", self.rule_out),
        ):
            yield from ((sort, name) for name in listed)


class Declared(Value):
    """What every law has: its name, what it says, and why it holds: by clauses, or for a reason of ours."""

    id: Identifier
    say: Text
    because: Text
    clauses: tuple[Identifier, ...] = ()
    guidance: tuple[Identifier, ...] = Field((), description="The documents that it is about; all, if left out.")
    exempt: tuple[Exempt, ...] = ()

    @property
    def exempted(self) -> frozenset[str]:
        """Everything that this law does not hold for."""
        return frozenset(name for each in self.exempt for name in each.of)


class NoSlower(Declared):
    """As a fact rises along its ranks nothing falls due later, becomes less urgent, or stops being advised."""

    ranks: dict[Identifier, Ranks] = Field(min_length=1)


class Ordered(Declared):
    """As a fact rises along its ranks some conclusions only grow, and others only shrink."""

    ranks: dict[Identifier, Ranks] = Field(min_length=1)
    grow: Conclusions = Conclusions()
    shrink: Conclusions = Conclusions()


class ByClause(Value):
    """A fact, and the clauses by which it may count: a rule that reads it has to cite one of them."""

    fact: Identifier
    clauses: tuple[Identifier, ...] = ()


class CountsForNothing(Declared):
    """Some facts change nothing, but by a clause. Words show a fact that may be one of them and is not listed."""

    facts: tuple[ByClause, ...] = ()
    words: tuple[Text, ...] = Field(min_length=1, description="Whole words, or how words begin: 'disab*'.")
    harmless: tuple[Identifier, ...] = Field((), description="Facts that only happen to have such a word in them.")


class SameFor(Declared):
    """The same case told otherwise gets the same advice."""

    told: tuple[Retelling, ...] = Field(min_length=1)


class TakenBack(Declared):
    """An answer that was given and taken back leaves nothing behind."""


class UnknownIsNotNo(Declared):
    """What follows from a no, and not from a yes, does not follow where nobody knows or nobody was asked.

    Sorts of conclusion and exempt ids are those that are right to hold until it is known that they need not.
    """

    no: Identifier
    yes: Identifier
    open: tuple[Identifier, ...] = Field(min_length=1, description="The values that are no answer: unknown, unasked.")
    sorts: tuple[Sort, ...] = ()


class NeverStuck(Declared):
    """A matter that is not settled has advice, a judgement to make, a silence, or a question to ask."""

    no_matter: dict[Identifier, dict[Identifier, tuple[Identifier, ...]]] = Field(
        default_factory=dict, description="By document: facts and their values by which there is nothing to settle."
    )


class SomebodyActs(Declared):
    """Advice names the role that acts, or there is a silence or a reading of ours about who does."""


class Grounded(Declared):
    """Every proof ends in answers, events, people and clauses."""


class NeverABreach(Declared):
    """A day that a document gives as a guide is never called overdue, and nothing is demanded because it has passed."""

    kinds: tuple[Literal["indicative", "hoped"], ...] = Field(min_length=1)
    passed: Identifier = Field(description="The state of a clock whose day has passed.")
    demands: tuple[Sort, ...] = Field(min_length=1, description="The sorts of conclusion that demand something.")


class LawFile(Value):
    """Laws by what kind of law they are."""

    no_slower: tuple[NoSlower, ...] = ()
    ordered: tuple[Ordered, ...] = ()
    counts_for_nothing: tuple[CountsForNothing, ...] = ()
    same_for: tuple[SameFor, ...] = ()
    taken_back: tuple[TakenBack, ...] = ()
    unknown_is_not_no: tuple[UnknownIsNotNo, ...] = ()
    never_stuck: tuple[NeverStuck, ...] = ()
    somebody_acts: tuple[SomebodyActs, ...] = ()
    grounded: tuple[Grounded, ...] = ()
    never_a_breach: tuple[NeverABreach, ...] = ()
