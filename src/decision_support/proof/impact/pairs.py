"""Like cases: those that one edition of the knowledge cannot tell apart, and what the other makes of them.

Rules read what is recorded of one subject and of the case, and numbers of subjects; never one person beside another. So
two cases with the same facts, as far as rules read them, get the same conclusions whatever the people are called.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from decision_support.casework import Casework
from decision_support.casework.reasons.altering import Grounded
from decision_support.casework.reasons.behind import facts_of
from decision_support.model.facts import CASE, Facts, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.values import UNASKED
from decision_support.proof.bundled_days import CaseDay
from decision_support.proof.traceability.asked import AskedOf
from decision_support.reasoning.conclude import Concluded, conclude

MOST_FACTS = 12  # newly read facts of one set of documents on which twins are tried

Said = frozenset[str]


@dataclass(frozen=True)
class Pair:
    """Two cases that one edition treats alike and the other does not.

    facts      what tells them apart: name -> its value in each, where the edition that tells them apart reads it
    one_only, other_only  what only one of the two is told by that edition
    """

    one: str
    other: str
    facts: Mapping[str, tuple[str, str]]
    one_only: tuple[str, ...]
    other_only: tuple[str, ...]


@dataclass(frozen=True)
class Twins:
    """A fact that only one edition reads, and cases whose twins, other in this fact alone, it treats differently.

    days   those whose twins differ; `of`, on how many it was tried
    day    one of them, with what it is told for each value that makes a difference: value -> what only some are told
    """

    fact: str
    say: str
    days: tuple[str, ...]
    of: int
    told: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Treated:
    """A day of a case as both editions know it, and what each says of it. Names and dates are left aside."""

    day: str
    name: str
    guidance: tuple[str, ...]
    facts: tuple[Facts, Facts]
    said: tuple[Said, Said]


@dataclass(frozen=True)
class Likeness:
    """Pairs and twins that a change makes unlike."""

    pairs: tuple[Pair, ...]
    twins: tuple[Twins, ...]
    untried: tuple[str, ...]


class LikeCases:
    """What two desks make of like cases."""

    def __init__(self, old: Casework, new: Casework) -> None:
        self._desks = old, new
        self._asked = AskedOf(old.base), AskedOf(new.base)
        self._reads: dict[tuple[int, tuple[str, ...]], frozenset[str]] = {}

    def treated(self, day: CaseDay, old: Grounded, new: Grounded) -> Treated:
        """A day of a case with the advice of both desks on it."""
        return Treated(
            day.id,
            day.name,
            tuple(sorted(day.case.guidance)),
            (facts_of(old.advice), facts_of(new.advice)),
            (said(conclude(old.base, old.inference)), said(conclude(new.base, new.inference))),
        )

    def unlike_now(self, cases: Sequence[Treated]) -> Likeness:
        """What the old edition treats alike and the new one does not."""
        return self._unlike(cases, 0, 1)

    def alike_now(self, cases: Sequence[Treated]) -> Likeness:
        """What the old edition does not treat alike and the new one does."""
        return self._unlike(cases, 1, 0)

    def _said(self, side: int, guidance: tuple[str, ...], facts: Facts) -> Said:
        desk = self._desks[side]
        return said(conclude(desk.base, desk.rule_book(guidance).reasoner.infer(facts)))

    def _unlike(self, cases: Sequence[Treated], alike: int, apart: int) -> Likeness:
        twins, untried = self._twins(cases, alike, apart)
        return Likeness(tuple(self._pairs(cases, alike, apart)), twins, untried)

    def _pairs(self, cases: Sequence[Treated], alike: int, apart: int) -> Iterator[Pair]:
        """The first case of each group of like ones beside one of every other treatment that the group gets."""
        groups: dict[Hashable, list[Treated]] = {}
        for each in cases:
            read = self._read(alike, each.guidance)
            groups.setdefault((each.guidance, canonical(each.facts[alike], read), each.said[alike]), []).append(each)
        for group in groups.values():
            first = group[0]
            met = {first.said[apart]}
            for other in group[1:]:
                if other.said[apart] not in met and other.name != first.name:
                    met.add(other.said[apart])
                    yield self._pair(first, other, apart)

    def _pair(self, one: Treated, other: Treated, apart: int) -> Pair:
        read = self._read(apart, one.guidance)
        values = [_values(each.facts[apart], read) for each in (one, other)]
        names = sorted(values[0].keys() | values[1].keys())
        told = [(name, values[0].get(name, UNASKED), values[1].get(name, UNASKED)) for name in names]
        return Pair(
            one.day,
            other.day,
            {name: (was, now) for name, was, now in told if was != now},
            tuple(sorted(one.said[apart] - other.said[apart])),
            tuple(sorted(other.said[apart] - one.said[apart])),
        )

    def _twins(self, cases: Sequence[Treated], alike: int, apart: int) -> tuple[tuple[Twins, ...], tuple[str, ...]]:
        base = self._desks[apart].base
        found: dict[str, list[tuple[Treated, dict[str, tuple[str, ...]]]]] = {}
        tried: Counter[str] = Counter()
        untried: set[str] = set()
        for each in cases:
            more = self._only_read_by(apart, alike, each.guidance)
            untried.update(more[MOST_FACTS:])
            for fact in more[:MOST_FACTS]:
                for subject in _subjects(base, fact, each.facts[apart]):
                    tried[fact] += 1
                    if told := self._told(base, each, subject, fact, apart):
                        found.setdefault(fact, []).append((each, told))
        twins = (
            Twins(
                fact,
                base.facts[fact].ask or "",
                tuple(dict.fromkeys(each.day for each, _ in those)),
                tried[fact],
                those[0][1],
            )
            for fact, those in sorted(found.items())
        )
        return tuple(twins), tuple(sorted(untried))

    def _told(
        self, base: KnowledgeBase, case: Treated, subject: Subject, fact: str, apart: int
    ) -> dict[str, tuple[str, ...]]:
        """What twins of a case are told that not all of them are, by the value in which they differ; or nothing."""
        twins: dict[str, Said] = {}
        for value in (UNASKED, *base.facts[fact].answers):
            facts = {name: dict(known) for name, known in case.facts[apart].items()}
            facts.setdefault(subject, {}).pop(fact, None)
            if value != UNASKED:
                facts[subject][fact] = value
            twins[value] = self._said(apart, case.guidance, facts)
        common = frozenset.intersection(*twins.values())
        if all(each == common for each in twins.values()):
            return {}
        return {value: tuple(sorted(each - common)) for value, each in twins.items()}

    def _only_read_by(self, apart: int, alike: int, guidance: tuple[str, ...]) -> list[str]:
        """The answered facts that one edition reads for these documents and the other does not."""
        base = self._desks[apart].base
        more = self._read(apart, guidance) - self._read(alike, guidance)
        return sorted(name for name in more if base.facts[name].ask and not base.facts[name].number)

    def _read(self, side: int, guidance: tuple[str, ...]) -> frozenset[str]:
        """Every fact that rules read for these documents, or count by."""
        key = side, guidance
        if key not in self._reads:
            rules = self._desks[side].rule_book(guidance).rules
            self._reads[key] = frozenset(self._asked[side].reading(rules))
        return self._reads[key]


def said(concluded: Concluded) -> Said:
    """What follows for those concerned, without names: advice, decisions, silences, bars, arguments."""
    found = [f"{each.id}: {each.strength}" for each in concluded.advised]
    found += [f"decide: {each}" for each in concluded.judgements]
    found += [f"unsaid: {each}" for each in concluded.silences]
    found += [f"governs: {each}" for each in concluded.governs]
    found += [f"cannot both be followed: {' and '.join(each)}" for each in concluded.conflicts]
    for option, each in concluded.arguments.items():
        kinds = (("for", each.argue_for), ("against", each.argue_against), ("ruled out", each.rule_out))
        found += [f"option {option}: {kind}" for kind, firings in kinds if firings]
    bars = Counter((each.kind, each.role) for each in concluded.bars)
    found += [f"{kind} {number} as {role}" for (kind, role), number in bars.items()]
    return frozenset(found)


def canonical(facts: Facts, read: frozenset[str]) -> Hashable:
    """The facts that are read, with every person called by nothing but what is known of them."""
    named, people = [], []
    for subject, known in facts.items():
        kept = tuple(sorted((name, value) for name, value in known.items() if name in read))
        if subject.kind == "person":
            people.append(kept)
        elif kept:
            named.append((subject, kept))
    return tuple(sorted(named)), tuple(sorted(people))


def _values(facts: Facts, read: frozenset[str]) -> dict[str, str]:
    """What is read of a case: facts by name, those of others than the case or a person with their id before them."""
    found: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for subject, known in facts.items():
        for name, value in known.items():
            if name not in read:
                continue
            if subject.kind == "person":
                counted[f"people with {name}: {value}"] += 1
            else:
                found[name if subject == CASE else f"{subject.id}.{name}"] = value
    return found | {name: str(number) for name, number in counted.items()}


def _subjects(base: KnowledgeBase, fact: str, facts: Facts) -> Iterable[Subject]:
    about = base.facts[fact].about
    return (CASE,) if about == "case" else [subject for subject in facts if subject.kind == about]
