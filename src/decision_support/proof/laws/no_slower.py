"""Laws of urgency: as a fact rises nothing falls due later, becomes less urgent, or stops being advised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise, product

from decision_support.casefile.answers import answer_in, with_answer
from decision_support.casework import Casework
from decision_support.model.advice import Advice, Recommendation
from decision_support.model.case import Case
from decision_support.model.facts import CASE
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.law import NoSlower, Ranks
from decision_support.model.values import UNASKED, Answer
from decision_support.reasoning.openness import About

from .cones import Cones, fewest
from .following import ACTION
from .law import Exhausted, Law

_MOST_URGENT_FIRST = ("now", "today", "dated", "when_possible")
_WEAKEST_FIRST = ("may", "should", "must")


class NoSlowerLaw(Law):
    """Advice on the case as it stands, held against advice on it with the fact a rank higher, on the same day."""

    def __init__(self, declared: NoSlower) -> None:
        super().__init__(declared)
        self._ranks = declared.ranks

    def breaches(self, desk: Casework, case: Case, on: dt.date) -> Iterator[str]:
        if not self.is_about(case):
            return
        rules = desk.rule_book(case.guidance).rules.values()
        read = {condition.fact for rule in rules for condition in rule.when}
        for fact, ranks in self._ranks.items():
            known = answer_in(case, CASE, fact)
            now = known.value if known else UNASKED
            risings = [high for low, high in _risings(ranks) if low == now]
            if fact not in read or not risings:
                continue
            advice = desk.advise(case, on)
            for high in risings:
                for say in self._slower(advice, desk.advise(_with(case, fact, high), on)):
                    yield f"As {fact} goes from {now} to {high}, {say}"

    def exhausted(self, base: KnowledgeBase) -> Exhausted:
        """No action that is a thing to do stops being advised, or is advised less firmly, in any combination."""
        tried, breaches, too_large, cones = 0, [], [], Cones(base)
        for key, rules in cones.finals().items():
            if key.sort != ACTION or base.action(key.name).lane != "do" or key.name in self.exempted:
                continue
            cone = cones.cone(rules)
            for fact, ranks in self._ranks.items():
                about = About(CASE, fact)
                if about not in cone.leaves:
                    continue
                others = cone.others(about)
                if others is None:
                    too_large.append(key.name)
                    continue
                follows = {value: cone.follows(others, about, value) for rank in ranks for value in rank}
                tried += others.size * len(follows)
                for low, high in _risings(ranks):
                    possible = follows[low][1] & follows[high][1]
                    levels = zip(follows[low][0].get(key, (0,) * 3), follows[high][0].get(key, (0,) * 3), strict=True)
                    if lost := possible & _union(before & ~after for before, after in levels):
                        known = fewest(others, lost, base)
                        breaches.append(f"As {fact} goes from {low} to {high}, '{key.name}' is lost, with {known}.")
        return Exhausted(tried, tuple(breaches), tuple(sorted(set(too_large))))

    def _slower(self, before: Advice, after: Advice) -> Iterator[str]:
        now = {each.id: each for each in after.recommendations}
        for was in before.recommendations:
            if was.id in self.exempted or was.strength == "must_not":
                continue
            if was.id in now:
                yield from _of_one(was, now[was.id])
            elif was.lane == "do":
                yield f"'{was.id}' is no longer advised."
        clocks = {(line.clock, line.say): line for line in after.timetable}
        for line in before.timetable:
            then = clocks.get((line.clock, line.say))
            if then and _later((line.on, line.latest), (then.on, then.latest)):
                yield f"the clock '{line.clock}' runs to {then.on} rather than {line.on}."


def _of_one(was: Recommendation, now: Recommendation) -> Iterator[str]:
    if was.due and (now.due is None or _later((was.due.on, was.due.latest), (now.due.on, now.due.latest))):
        yield f"'{was.id}' is due {now.due.on if now.due else 'on no day'} rather than on {was.due.on}."
    if _MOST_URGENT_FIRST.index(now.urgency) > _MOST_URGENT_FIRST.index(was.urgency):
        yield f"'{was.id}' becomes less urgent: {now.urgency} rather than {was.urgency}."
    if now.strength == "must_not" or _WEAKEST_FIRST.index(now.strength) < _WEAKEST_FIRST.index(was.strength):
        yield f"'{was.id}' is advised less firmly: {now.strength} rather than {was.strength}."


def _later(before: tuple[str | None, str | None], after: tuple[str | None, str | None]) -> bool:
    """Whether one of two days, as ISO text, is later than it was, or was there and is no more."""
    return any(was is not None and (now is None or now > was) for was, now in zip(before, after, strict=True))


def _with(case: Case, fact: str, value: str) -> Case:
    if value == UNASKED:
        return with_answer(case, CASE, fact, None)
    known = answer_in(case, CASE, fact) or Answer(value=value)
    return with_answer(case, CASE, fact, known.model_copy(update={"value": value}))


def _risings(ranks: Ranks) -> Iterator[tuple[str, str]]:
    for lower, higher in pairwise(ranks):
        yield from product(lower, higher)


def _union(masks: Iterator[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union
