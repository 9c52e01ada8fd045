"""Laws of guiding days: a day that is only suggested is never overdue, and nothing is demanded for its passing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from decision_support.casework import Casework
from decision_support.model.case import Case
from decision_support.model.facts import CASE
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.law import NeverABreach
from decision_support.model.rules import Rule
from decision_support.model.timetable import STATES
from decision_support.reasoning.openness import About

from .cones import Cones, fewest
from .following import Key, amounts, what_follows
from .law import Exhausted, Law

_LATE = "overdue"


class NeverABreachLaw(Law):
    """Each such clock in turn has passed its day, or is in any other state, and everything else stays as it is."""

    def __init__(self, declared: NeverABreach) -> None:
        super().__init__(declared)
        self._kinds, self._passed = frozenset(declared.kinds), declared.passed
        self._demands = frozenset(declared.demands)
        self._others = tuple(state for state in STATES if state not in (declared.passed, _LATE))

    def breaches(self, desk: Casework, case: Case, on: dt.date) -> Iterator[str]:
        situation, book = desk.situation(case, on), desk.rule_book(case.guidance)
        if not self.is_about(case):
            return
        for due in situation.timetable:
            if due.kind not in self._kinds:
                continue
            if due.state == _LATE:
                yield f"the clock '{due.clock}' is called {_LATE}, and its days are a guide."
            about = About(CASE, f"{due.guidance}.clock.{due.clock}")
            variants = [{about: state} for state in (self._passed, *self._others)]
            passed, *others = (
                amounts(book.rules, fired, self._counts) for fired in what_follows(book, situation.facts, variants)
            )
            for key in sorted(passed):
                if all(passed[key] > other.get(key, 0) for other in others):
                    yield self._broken(key, about, "as this case stands")

    def exhausted(self, base: KnowledgeBase) -> Exhausted:
        tried, breaches, too_large, cones = 0, [], [], Cones(base)
        for key, rules in cones.finals().items():
            tried += 1
            cone = cones.cone((rule, subject) for rule, subject in rules if self._counts(rule))
            for about in cone.leaves:
                if about.fact not in self._guides(base):
                    continue
                others = cone.others(about)
                if others is None:
                    too_large.append(f"{key.sort} {key.name}")
                    continue
                follows, possible = cone.follows(others, about, self._passed)
                broken = possible & (follows.get(key) or [0])[0]
                for state in self._others:
                    broken &= ~(cone.follows(others, about, state)[0].get(key) or [0])[0]
                tried += others.size * (1 + len(self._others))
                if broken:
                    breaches.append(self._broken(key, about, f"with {fewest(others, broken, base)}"))
        return Exhausted(tried, tuple(breaches), tuple(sorted(set(too_large))))

    def _counts(self, rule: Rule) -> bool:
        return rule.then.kind in self._demands and not {rule.id, rule.then.target} & self.exempted

    def _guides(self, base: KnowledgeBase) -> frozenset[str]:
        return frozenset(
            f"{own}.clock.{clock.id}"
            for own, document in base.documents.items()
            for clock, _ in document.clocks()
            if clock.kind in self._kinds
        )

    def _broken(self, key: Key, about: About, where: str) -> str:
        return f"'{key.sort} {key.name}' follows only from {about.fact} being {self._passed}, {where}."
