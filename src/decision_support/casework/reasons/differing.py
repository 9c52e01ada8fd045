"""The difference between two pieces of advice: other answers, another day, other people, or another edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from decision_support.model.advice import Advice, Reason, TimetableLine, Urgency
from decision_support.model.difference import Aspect, Cause, Change, Difference, How, Side, Timing
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.values import STRENGTHS

from .altering import Grounded, Upstream, altered_rules
from .points import Point, Values, points

DATES = frozenset({"due", "latest", "starts", "ended"})
PEOPLE = frozenset({"actor", "contact"})

_URGENCIES: tuple[Urgency, ...] = ("now", "today", "dated", "when_possible")
_CLOCK = ".clock."

Clocks = Mapping[str, TimetableLine]


def difference(before: Grounded, after: Grounded) -> Difference:
    """What the second says and the first does not, and the other way round. Empty where both say the same.

    Each side may come from its own edition of the knowledge. A rule that was altered in between is then responsible
    where it is at work on both sides, too, or leads to a rule that is at work on one.
    """
    return _Differing(before, after).difference()


class _Differing:
    def __init__(self, before: Grounded, after: Grounded) -> None:
        self._before = before
        self._after = after
        self._bases: Mapping[Side, KnowledgeBase] = {"before": before.base, "after": after.base}
        self._clocks = _by_id(before.advice), _by_id(after.advice)
        self._altered = altered_rules(before.base, after.base)
        self._upstream = Upstream(before, after, self._altered)

    def difference(self) -> Difference:
        before, after = self._before.advice, self._after.advice
        was, now = (points(each.base, each.advice, each.inference) for each in (self._before, self._after))
        found = []
        for key in was.keys() | now.keys():
            one, other = was.get(key), now.get(key)
            if key[0] in ("question", "stage") and not (one and other):
                continue  # the gain or loss of the document says it
            change = self._change(one, other)
            if change is not None:
                ranked = min(point.rank for point in (one, other) if point)
                found.append((ranked, _firmness(change), change.matter, key[1], change))
        changes = tuple(change for *_, change in sorted(found, key=lambda each: each[:-1]))
        return Difference(after.case, before.on, after.on, changes)

    def _change(self, one: Point | None, other: Point | None) -> Change | None:
        point = other or one
        assert point is not None
        aspects = tuple(_aspects(one, other))
        if one and other and not aspects and self._altered_reasons(one) == self._altered_reasons(other):
            return None
        how: How = "changed" if one and other else "gained" if other else "lost"
        because = tuple(self._causes(one, other, {each.name for each in aspects}))
        sides = [each for each in (one, other) if each]
        return Change(
            matter=point.matter,
            how=how,
            about=point.about,
            say=point.say,
            aspects=aspects,
            because=because,
            timing=tuple(self._timing(sides, because)),
            clauses=tuple(sorted({clause for each in sides for clause in each.clauses})),
            guidance=point.guidance,
            question=point.question,
            strength=min((each.strength for each in sides if each.strength), key=STRENGTHS.index, default=None),
            urgency=min((each.urgency for each in sides if each.urgency), key=_URGENCIES.index, default=None),
            lane=point.lane,
        )

    def _altered_reasons(self, point: Point) -> set[Reason]:
        return {each for each in point.reasons if each.rule in self._altered}

    def _causes(self, one: Point | None, other: Point | None, aspects: set[str]) -> Iterator[Cause]:
        """The rules at work on one side only; those that bar somebody where somebody else acts for that reason."""
        was, now = (_reasons(point, bool(one and other and aspects & PEOPLE)) for point in (one, other))
        found = [*self._only("before", was, now), *self._only("after", now, was)]
        yield from sorted([*found, *self._upstream.of(found)], key=lambda each: (each.rule, each.subject))

    def _only(self, side: Side, here: Iterable[Reason], there: Iterable[Reason]) -> Iterator[Cause]:
        known = {(each.rule, each.subject) for each in there}
        for each in here:
            if (each.rule, each.subject) not in known or each.rule in self._altered:
                yield Cause(side, each.rule, each.subject, each.because, each.facts, each.clauses)

    def _timing(self, sides: Iterable[Point], because: Iterable[Cause]) -> Iterator[Timing]:
        """The clocks behind a change that stand differently: its own, and those that its rules read."""
        read = {
            condition.fact.replace(_CLOCK, ".")
            for cause in because
            for condition in self._bases[cause.side].rules[cause.rule].when
            if _CLOCK in condition.fact
        }
        for name in sorted(read.union(*(each.clocks for each in sides))):
            was, now = (each.get(name) for each in self._clocks)
            line = now or was
            if line and _reading(was) != _reading(now):
                yield Timing(
                    clock=name,
                    say=line.say,
                    state=(was.state if was else None, now.state if now else None),
                    due=(was.on if was else None, now.on if now else None),
                    before=was.arithmetic if was else (),
                    after=now.arithmetic if now else (),
                )


def _by_id(advice: Advice) -> Clocks:
    return {line.clock: line for line in advice.timetable}


def _firmness(change: Change) -> int:
    return STRENGTHS.index(change.strength) if change.strength else len(STRENGTHS)


def _aspects(one: Point | None, other: Point | None) -> Iterator[Aspect]:
    was: Mapping[str, Values] = one.aspects if one else {}
    now: Mapping[str, Values] = other.aspects if other else {}
    if one and other and one.say != other.say:  # only another edition has other words for the same
        yield Aspect("say", (one.say,), (other.say,))
    for name in was or now:
        before, after = was.get(name, ()), now.get(name, ())
        if before != after:
            yield Aspect(name, before, after, _days(before, after) if name in DATES else None)


def _days(before: Values, after: Values) -> int | None:
    if not before or not after:
        return None
    return (dt.date.fromisoformat(after[0]) - dt.date.fromisoformat(before[0])).days


def _reasons(point: Point | None, barring: bool) -> tuple[Reason, ...]:
    return () if point is None else point.reasons + (point.barring if barring else ())


def _reading(line: TimetableLine | None) -> tuple[object, ...]:
    return (line.state, line.on, line.latest, line.ended) if line else ()
