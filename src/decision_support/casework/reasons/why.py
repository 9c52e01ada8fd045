"""Why a case gets the advice it gets: what may be asked about, and its proof with the source of every fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from decision_support.casework.rule_book import RuleBook
from decision_support.casework.situation import Situation
from decision_support.explain.proofs import Prover
from decision_support.model.advice import Advice
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.proof import (
    Claim,
    Concluded,
    Counted,
    Fires,
    Given,
    Meets,
    Misses,
    NotConcluded,
    Proof,
    Silent,
)
from decision_support.model.rules import Rule
from decision_support.model.values import UNASKED
from decision_support.wording import because_in_words, claim_in_words, within

from .asked_about import AskedAbout, Asking
from .sources import Source, Sources, sources_in_order

SORTS: Mapping[type[Claim], str] = {
    Given: "given",
    Fires: "rule",
    Concluded: "concluded",
    NotConcluded: "not_concluded",
    Silent: "silent_rule",
    Counted: "counted",
    Meets: "counts",
    Misses: "does_not_count",
}


@dataclass(frozen=True)
class CitedClause:
    """A clause in our words."""

    id: str
    say: str
    place: str


@dataclass(frozen=True)
class OurReading:
    """How we read an unclear clause. Ours, never the document's."""

    id: str
    say: str
    why: str


@dataclass(frozen=True)
class Step:
    """One claim of a proof, written out once. `rests_on` are the numbers of other steps.

    because   the reason of the rule that brings it about
    mutual    whether it waits for others that wait for it in turn, so that none of them comes about
    """

    number: int
    sort: str
    say: str
    because: str | None
    rule: str | None
    clauses: tuple[str, ...]
    interpretation: str | None
    sources: tuple[str, ...]
    rests_on: tuple[int, ...]
    mutual: bool


@dataclass(frozen=True)
class RestsOn:
    """A fact that the proof rests on in the end, and where it comes from. 'unasked' where nobody has said."""

    subject: str
    fact: str
    value: str
    say: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Why:
    """Why something is so.

    number         the number under which advice shows it; None for what has none
    say            what is asked about, as a sentence
    because        the reasons of the rules behind it
    rests_on       the facts in favour, as clauses that can be read out: what is merely absent is in `facts` only
    roots          the steps that bring it about
    """

    kind: str
    ids: tuple[str, ...]
    number: int | None
    say: str
    because: tuple[str, ...]
    rests_on: tuple[str, ...]
    clauses: tuple[CitedClause, ...]
    interpretations: tuple[OurReading, ...]
    roots: tuple[int, ...]
    steps: tuple[Step, ...]
    facts: tuple[RestsOn, ...]


def why(base: KnowledgeBase, case: Situation, book: RuleBook, advice: Advice, what: str | None) -> tuple[Why, ...]:
    """Why this is so; without anything named, why each recommendation is given, in the order of advice.

    Raises UserMistake, with the nearest names, where there is nothing of that name.
    """
    inference = book.reasoner.infer(case.facts)
    asking = Asking(base, case, book, inference, advice)
    prover = Prover(book.rules, base.facts, base.counts, case.facts, inference)
    sources = Sources(base, case)
    return tuple(_Answer(base, case, sources, prover, each).why() for each in asking.about(what))


class _Answer:
    def __init__(
        self, base: KnowledgeBase, case: Situation, sources: Sources, prover: Prover, asked: AskedAbout
    ) -> None:
        self._base = base
        self._sources = sources
        self._asked = asked
        self._names = case.names | {
            name: f"question {name}" for document in case.documents.values() for name in document.questions
        }
        self._proof: Proof = prover.why_fired(asked.firings) if asked.firings else Proof((), {})
        if asked.fact:
            self._proof = prover.why_holds(*asked.fact)
        shown = [claim for claim in self._proof.in_order() if not _is_shown_with_its_conclusion(claim, self._proof)]
        self._numbers = {claim: number for number, claim in enumerate(shown, 1)}

    def why(self) -> Why:
        asked = self._asked
        rules = [self._base.rules[claim.rule] for claim in self._proof.rests_on if isinstance(claim, Fires)]
        clauses = sorted({*asked.clauses, *(name for rule in rules for name in rule.clauses)})
        readings = sorted({*asked.interpretations, *(rule.interpretation for rule in rules if rule.interpretation)})
        because = tuple(
            because_in_words(self._base.rules[claim.rule], claim.subject, self._names)
            for root in self._proof.roots
            for claim in (root, *self._proof.rests_on[root])
            if isinstance(claim, Fires)
        )
        return Why(
            kind=asked.kind,
            ids=asked.ids,
            number=asked.number,
            say=asked.say,
            because=tuple(dict.fromkeys((*because, *asked.because))),
            rests_on=tuple(dict.fromkeys(self._in_favour())),
            clauses=tuple(self._clause(name) for name in clauses),
            interpretations=tuple(self._reading(name) for name in readings),
            roots=tuple(self._numbers[root] for root in self._proof.roots),
            steps=tuple(self._step(claim) for claim in self._numbers),
            facts=tuple(self._fact(claim) for claim in self._numbers if isinstance(claim, Given)),
        )

    def _step(self, claim: Claim) -> Step:
        rule = self._rule(claim)
        premises = self._proof.rests_on[claim]
        if isinstance(claim, Concluded):
            premises = self._proof.rests_on[premises[0]]
        sources = self._sources.of(claim) if isinstance(claim, Given) else ()
        because = because_in_words(rule, claim.subject, self._names) if rule and isinstance(claim, Concluded) else None
        return Step(
            number=self._numbers[claim],
            sort=SORTS[type(claim)],
            say=claim_in_words(self._base, claim, self._names),
            because=because,
            rule=rule.id if rule else None,
            clauses=rule.clauses if rule else (),
            interpretation=rule.interpretation if rule else None,
            sources=sources_in_order(sources),
            rests_on=tuple(self._numbers[premise] for premise in premises),
            mutual=claim in self._proof.mutual,
        )

    def _rule(self, claim: Claim) -> Rule | None:
        """The rule that brings a claim about, or that does not."""
        if isinstance(claim, Concluded):
            (claim,) = self._proof.rests_on[claim]
        return self._base.rules[claim.rule] if isinstance(claim, Fires | Silent) else None

    def _fact(self, claim: Given) -> RestsOn:
        about = "case" if claim.subject.kind == "case" else f"{claim.subject.kind}:{claim.subject.id}"
        say = claim_in_words(self._base, claim, self._names)
        return RestsOn(about, claim.fact, claim.value, say, sources_in_order(self._sources.of(claim)))

    def _in_favour(self) -> Iterator[str]:
        """What a person would give as reasons, without all that merely does not stand in the way."""
        seen: set[Claim] = set()
        waiting = list(reversed(self._proof.roots))
        while waiting:
            claim = waiting.pop()
            if claim in seen:
                continue
            seen.add(claim)
            if isinstance(claim, Given) and claim.value != claim.subject.id:
                yield from self._read_out(claim)
            elif isinstance(claim, Counted) or (isinstance(claim, NotConcluded) and self._is_of_this_case(claim)):
                yield self._clause_of(claim)
            elif isinstance(claim, Fires | Concluded):
                waiting.extend(reversed(self._proof.rests_on[claim]))

    def _is_of_this_case(self, claim: Claim) -> bool:
        """Whether a claim rests on anything but what the document itself says."""
        below = Proof((claim,), self._proof.rests_on).in_order()
        given = [each for each in below if isinstance(each, Given)]
        return any(source.kind != "document" for each in given for source in self._sources.of(each)) or any(
            each.value == UNASKED for each in given
        )

    def _read_out(self, claim: Given) -> Iterator[str]:
        """A fact with its source; nothing for what the document itself says, which is the same in every case."""
        told = self._clause_of(claim)
        first = next(iter(self._sources.of(claim)), Source("", ()))
        if first.said_by:
            yield f"{first.said_by} {told}"
        elif first.kind != "document":
            yield first.told_instead or (f"{told} ({first.brief})" if first.brief else told)

    def _clause_of(self, claim: Claim) -> str:
        """A claim as a part of a longer sentence."""
        return within(claim_in_words(self._base, claim, self._names), self._names)

    def _clause(self, name: str) -> CitedClause:
        known = next(document.clauses[name] for document in self._base.documents.values() if name in document.clauses)
        return CitedClause(name, known.text, known.place)

    def _reading(self, name: str) -> OurReading:
        known = self._base.interpretations[name]
        return OurReading(name, known.say, known.why)


def _is_shown_with_its_conclusion(claim: Claim, proof: Proof) -> bool:
    """A firing that brings a fact about is told with the fact; it is nothing else's premise."""
    return isinstance(claim, Fires) and claim not in proof.roots
