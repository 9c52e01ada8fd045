"""Laws of order: as a fact rises, some of what follows only grows, and some only shrinks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import pairwise, product

from decision_support.casework import Casework
from decision_support.model.case import Case
from decision_support.model.facts import Facts
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.law import Ordered, Ranks
from decision_support.reasoning.openness import About

from .cones import AtLeast, Cone, Cones, fewest
from .following import Amounts, Key, amounts, what_follows
from .law import Exhausted, Law


class OrderedLaw(Law):
    """Whatever else is known, raising the fact takes nothing from what may only grow."""

    def __init__(self, declared: Ordered) -> None:
        super().__init__(declared)
        self._ranks = declared.ranks
        self._grow = frozenset(declared.grow.pairs())
        self._shrink = frozenset(declared.shrink.pairs())

    def breaches(self, desk: Casework, case: Case, on: dt.date) -> Iterator[str]:
        if not self.is_about(case):
            return
        facts, book = desk.situation(case, on).facts, desk.rule_book(case.guidance)
        read = {condition.fact for rule in book.rules.values() for condition in rule.when}
        steps = [
            (about, ranks)
            for fact, ranks in self._ranks.items()
            if fact in read
            for about in _places(desk.base, facts, fact)
        ]
        variants = [(about, value) for about, ranks in steps for rank in ranks for value in rank]
        fired = what_follows(book, facts, [{about: value} for about, value in variants])
        following: Mapping[tuple[About, str], Amounts] = {
            variant: amounts(book.rules, firings, lambda rule: rule.id not in self.exempted)
            for variant, firings in zip(variants, fired, strict=True)
        }
        for about, ranks in steps:
            for low, high in _risings(ranks):
                yield from self._compare(about, low, high, following[about, low], following[about, high])

    def exhausted(self, base: KnowledgeBase) -> Exhausted:
        tried, breaches, too_large, cones = 0, [], [], Cones(base)
        for key, rules in cones.finals().items():
            if (key.sort, key.name) not in self._grow | self._shrink or key.name in self.exempted:
                continue
            cone = cones.cone((rule, subject) for rule, subject in rules if rule.id not in self.exempted)
            for about in cone.leaves:
                if about.fact not in self._ranks:
                    continue
                found = self._over(cone, about, self._ranks[about.fact], key)
                if found is None:
                    too_large.append(f"{key.sort} {key.name}")
                else:
                    tried += found[0]
                    breaches += found[1]
        return Exhausted(tried, tuple(breaches), tuple(sorted(set(too_large))))

    def _over(self, cone: Cone, about: About, ranks: Ranks, key: Key) -> tuple[int, list[str]] | None:
        """How many combinations were tried for one conclusion, and what breaks the law in them."""
        others = cone.others(about)
        if others is None:
            return None
        follows = {value: cone.follows(others, about, value) for rank in ranks for value in rank}
        breaches = []
        for low, high in _risings(ranks):
            possible = follows[low][1] & follows[high][1]
            for less, more, verb in self._directions(key, low, high):
                broken = _missing(follows[less][0], follows[more][0], key) & possible
                if broken:
                    known = fewest(others, broken, cone.base)
                    breaches.append(f"{_say(key)} {verb} as {about.fact} goes from {low} to {high}, with {known}.")
        return others.size * len(follows), breaches

    def _compare(self, about: About, low: str, high: str, before: Amounts, after: Amounts) -> Iterator[str]:
        for key in sorted({*before, *after}):
            if (key.sort, key.name) in self._grow | self._shrink and key.name not in self.exempted:
                amount = {low: before.get(key, 0), high: after.get(key, 0)}
                for less, more, verb in self._directions(key, low, high):
                    if amount[less] > amount[more]:
                        whose = "" if about.subject.kind == "case" else f" of {about.subject.id}"
                        yield f"{_say(key)} {verb} as {about.fact}{whose} goes from {low} to {high}."

    def _directions(self, key: Key, low: str, high: str) -> Iterator[tuple[str, str, str]]:
        """Which value must not have more than the other, and what has happened where it has."""
        if (key.sort, key.name) in self._grow:
            yield low, high, "shrinks"
        if (key.sort, key.name) in self._shrink:
            yield high, low, "grows"


def _risings(ranks: Ranks) -> Iterator[tuple[str, str]]:
    for lower, higher in pairwise(ranks):
        yield from product(lower, higher)


def _places(base: KnowledgeBase, facts: Facts, fact: str) -> Iterator[About]:
    kind = base.facts[fact].about
    yield from (About(subject, fact) for subject in facts if subject.kind == kind)


def _missing(less: AtLeast, more: AtLeast, key: Key) -> int:
    """The worlds in which the first has more of it than the second."""
    broken = 0
    levels = more.get(key, ())
    for number, mask in enumerate(less.get(key, ())):
        broken |= mask & ~(levels[number] if number < len(levels) else 0)
    return broken


def _say(key: Key) -> str:
    return f"'{key.sort} {key.name}'{f' ({key.about})' if key.about else ''}"
