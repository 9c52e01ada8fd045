"""Laws of ignorance: what follows from a no, and not from a yes, does not follow where nobody knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from decision_support.casework import Casework
from decision_support.model.case import Case
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.law import UnknownIsNotNo
from decision_support.model.rules import Rule
from decision_support.model.vocabulary import Fact
from decision_support.reasoning.openness import About

from .cones import Cone, Cones, fewest
from .following import Key, amounts, what_follows
from .law import Exhausted, Law


class UnknownLaw(Law):
    """Each answered fact in turn is a no, a yes, unknown and unasked, and everything else stays as it is."""

    def __init__(self, declared: UnknownIsNotNo) -> None:
        super().__init__(declared)
        self._no, self._yes, self._open = declared.no, declared.yes, declared.open
        self._values = (self._no, self._yes, *self._open)
        self._sorts = frozenset(declared.sorts)

    def breaches(self, desk: Casework, case: Case, on: dt.date) -> Iterator[str]:
        if not self.is_about(case):
            return
        facts, book = desk.situation(case, on).facts, desk.rule_book(case.guidance)
        read = {condition.fact for rule in book.rules.values() for condition in rule.when}
        abouts = [
            About(subject, name)
            for subject in facts
            for name in sorted(read)
            if desk.base.facts[name].about == subject.kind and self._is_asked(desk.base.facts[name])
        ]
        variants = [(about, value) for about in abouts for value in self._values]
        fired = what_follows(book, facts, [{about: value} for about, value in variants])
        following = {
            variant: amounts(book.rules, firings, self._counts)
            for variant, firings in zip(variants, fired, strict=True)
        }
        for about in abouts:
            of_no, of_yes = following[about, self._no], following[about, self._yes]
            for value in self._open:
                for key, amount in sorted(following[about, value].items()):
                    if min(amount, of_no.get(key, 0)) > of_yes.get(key, 0):
                        yield self._broken(key, about, value, "as this case stands")

    def exhausted(self, base: KnowledgeBase) -> Exhausted:
        tried, breaches, too_large, cones = 0, [], [], Cones(base)
        for key, rules in cones.finals().items():
            cone = cones.cone((rule, subject) for rule, subject in rules if self._counts(rule))
            for about in cone.leaves:
                if not self._is_asked(base.facts[about.fact]):
                    continue
                found = self._over(cone, about, key)
                if found is None:
                    too_large.append(f"{key.sort} {key.name}")
                    break
                tried += found[0]
                breaches += found[1]
        return Exhausted(tried, tuple(breaches), tuple(sorted(set(too_large))))

    def _over(self, cone: Cone, about: About, key: Key) -> tuple[int, list[str]] | None:
        others = cone.others(about)
        if others is None:
            return None
        follows = {value: cone.follows(others, about, value) for value in self._values}
        levels: Mapping[str, list[int]] = {value: list(found.get(key, ())) for value, (found, _) in follows.items()}
        breaches = []
        for value in self._open:
            possible = follows[self._no][1] & follows[self._yes][1] & follows[value][1]
            broken = 0
            for number, (no, unknown) in enumerate(zip(levels[self._no], levels[value], strict=False)):
                yes = levels[self._yes][number] if number < len(levels[self._yes]) else 0
                broken |= no & unknown & ~yes & possible
            if broken:
                breaches.append(self._broken(key, about, value, f"with {fewest(others, broken, cone.base)}"))
        return others.size * len(follows), breaches

    def _counts(self, rule: Rule) -> bool:
        """Whether the law holds for what a rule brings about."""
        names = {rule.id, rule.then.target}
        return rule.then.kind not in self._sorts and not names & self.exempted

    def _is_asked(self, fact: Fact) -> bool:
        return fact.ask is not None and {self._no, self._yes} <= set(fact.values)

    def _broken(self, key: Key, about: About, value: str, where: str) -> str:
        whose = "" if about.subject.kind == "case" else f" of {about.subject.id}"
        return (
            f"'{key.sort} {key.name}' follows where {about.fact}{whose} is {value}, as it does from {self._no} "
            f"and not from {self._yes}, {where}."
        )
