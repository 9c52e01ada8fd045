"""A proof: what each claim rests on directly, down to the facts that were given. Equal claims are one claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from .facts import Subject

Bound = Literal["at_least", "at_most", "exactly"]


@dataclass(frozen=True)
class Given:
    """A fact that was answered, recorded or computed; 'unasked' where nothing gives it a value. Rests on nothing."""

    subject: Subject
    fact: str
    value: str


@dataclass(frozen=True)
class Fires:
    """All conditions of a rule hold for a subject: one premise for each."""

    rule: str
    subject: Subject


@dataclass(frozen=True)
class Concluded:
    """A rule brings about this value: the firing that does."""

    subject: Subject
    fact: str
    value: str


@dataclass(frozen=True)
class NotConcluded:
    """No rule brings about any of these values: each rule that could, and why it does not fire."""

    subject: Subject
    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Silent:
    """A rule does not fire for a subject: one of its conditions fails."""

    rule: str
    subject: Subject


@dataclass(frozen=True)
class Counted:
    """So many subjects are counted: shown by those that are, those that are not, or both, as the bound needs."""

    fact: str
    number: int
    bound: Bound


@dataclass(frozen=True)
class Meets:
    """A subject is counted."""

    fact: str
    subject: Subject


@dataclass(frozen=True)
class Misses:
    """A subject is not counted: one of the conditions fails."""

    fact: str
    subject: Subject


Claim = Given | Fires | Concluded | NotConcluded | Silent | Counted | Meets | Misses


class BaseFact(NamedTuple):
    """What a proof rests on in the end. The value is 'unasked' where it rests on nobody having said."""

    subject: Subject
    fact: str
    value: str


@dataclass(frozen=True)
class Proof:
    """What was asked about, and what each claim rests on. The same whatever the order of the facts.

    rests_on  every claim reached from the roots -> its premises, in the order of the rule's conditions
    mutual    claims that wait for each other: rules of which none fires because none of the others does
    """

    roots: tuple[Claim, ...]
    rests_on: Mapping[Claim, tuple[Claim, ...]]
    mutual: frozenset[Claim] = frozenset()

    def in_order(self) -> Iterator[Claim]:
        """Every claim once, each where it is first reached, what it rests on after it."""
        seen: set[Claim] = set()
        waiting = list(reversed(self.roots))
        while waiting:
            claim = waiting.pop()
            if claim not in seen:
                seen.add(claim)
                yield claim
                waiting.extend(reversed(self.rests_on[claim]))


def base_facts(proof: Proof) -> frozenset[BaseFact]:
    """The facts that a proof rests on, and those that it needs nobody to have given."""
    return frozenset(
        BaseFact(claim.subject, claim.fact, claim.value) for claim in proof.rests_on if isinstance(claim, Given)
    )
