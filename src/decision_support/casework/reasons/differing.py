"""The difference between two pieces of advice: other answers, another day, or other people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping

from decision_support.model.advice import Advice, Reason, TimetableLine, Urgency
from decision_support.model.difference import Aspect, Cause, Change, Difference, How, Side, Timing
from decision_support.model.facts import Inference
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.values import STRENGTHS

from .points import Point, Values, points

DATES = frozenset({"due", "latest", "starts", "ended"})
PEOPLE = frozenset({"actor", "contact"})

_URGENCIES: tuple[Urgency, ...] = ("now", "today", "dated", "when_possible")
_CLOCK = ".clock."

Infer = Callable[[Advice], Inference]
Clocks = Mapping[str, TimetableLine]


def difference(base: KnowledgeBase, before: Advice, after: Advice, infer: Infer) -> Difference:
    """What the second says and the first does not, and the other way round. Empty where both say the same.

    `infer` gives what follows from the facts of a piece of advice.
    """
    was, now = (points(base, each, infer(each)) for each in (before, after))
    clocks = _by_id(before), _by_id(after)
    found = []
    for key in was.keys() | now.keys():
        one, other = was.get(key), now.get(key)
        if key[0] in ("question", "stage") and not (one and other):
            continue  # the gain or loss of the document says it
        change = _change(base, one, other, clocks)
        if change is not None:
            ranked = min(point.rank for point in (one, other) if point)
            found.append((ranked, _firmness(change), change.matter, key[1], change))
    changes = tuple(change for *_, change in sorted(found, key=lambda each: each[:-1]))
    return Difference(after.case, before.on, after.on, changes)


def _by_id(advice: Advice) -> Clocks:
    return {line.clock: line for line in advice.timetable}


def _change(
    base: KnowledgeBase, one: Point | None, other: Point | None, clocks: tuple[Clocks, Clocks]
) -> Change | None:
    point = other or one
    assert point is not None
    aspects = tuple(_aspects(one, other))
    if one and other and not aspects:
        return None
    how: How = "changed" if one and other else "gained" if other else "lost"
    because = tuple(_causes(one, other, {each.name for each in aspects}))
    sides = [each for each in (one, other) if each]
    return Change(
        matter=point.matter,
        how=how,
        about=point.about,
        say=point.say,
        aspects=aspects,
        because=because,
        timing=tuple(_timing(base, sides, because, clocks)),
        clauses=tuple(sorted({clause for each in sides for clause in each.clauses})),
        guidance=point.guidance,
        question=point.question,
        strength=min((each.strength for each in sides if each.strength), key=STRENGTHS.index, default=None),
        urgency=min((each.urgency for each in sides if each.urgency), key=_URGENCIES.index, default=None),
        lane=point.lane,
    )


def _firmness(change: Change) -> int:
    return STRENGTHS.index(change.strength) if change.strength else len(STRENGTHS)


def _aspects(one: Point | None, other: Point | None) -> Iterator[Aspect]:
    was: Mapping[str, Values] = one.aspects if one else {}
    now: Mapping[str, Values] = other.aspects if other else {}
    for name in was or now:
        before, after = was.get(name, ()), now.get(name, ())
        if before != after:
            yield Aspect(name, before, after, _days(before, after) if name in DATES else None)


def _days(before: Values, after: Values) -> int | None:
    if not before or not after:
        return None
    return (dt.date.fromisoformat(after[0]) - dt.date.fromisoformat(before[0])).days


def _causes(one: Point | None, other: Point | None, aspects: set[str]) -> Iterator[Cause]:
    """The rules at work on one side only; those that bar somebody where somebody else acts for that reason."""
    was, now = (_reasons(point, bool(one and other and aspects & PEOPLE)) for point in (one, other))
    found = [*_only("before", was, now), *_only("after", now, was)]
    yield from sorted(found, key=lambda each: (each.rule, each.subject))


def _reasons(point: Point | None, barring: bool) -> tuple[Reason, ...]:
    return () if point is None else point.reasons + (point.barring if barring else ())


def _only(side: Side, here: Iterable[Reason], there: Iterable[Reason]) -> Iterator[Cause]:
    known = {(each.rule, each.subject) for each in there}
    for each in here:
        if (each.rule, each.subject) not in known:
            yield Cause(side, each.rule, each.subject, each.because, each.facts, each.clauses)


def _timing(
    base: KnowledgeBase, sides: Iterable[Point], because: Iterable[Cause], clocks: tuple[Clocks, Clocks]
) -> Iterator[Timing]:
    """The clocks behind a change that stand differently: its own, and those that its rules read."""
    read = {
        condition.fact.replace(_CLOCK, ".")
        for cause in because
        for condition in base.rules[cause.rule].when
        if _CLOCK in condition.fact
    }
    for name in sorted(read.union(*(each.clocks for each in sides))):
        was, now = (each.get(name) for each in clocks)
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


def _reading(line: TimetableLine | None) -> tuple[object, ...]:
    return (line.state, line.on, line.latest, line.ended) if line else ()
