"""What every clock of a guidance yields for one case on one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from decision_support.model.case import Event
from decision_support.model.dates import in_words
from decision_support.model.procedure import Clock, Stage
from decision_support.model.timetable import Due, Ending, State

from .limits import End, end_of
from .working_days import WorkingDays


def timetable(
    guidance_id: str,
    clocks: Iterable[tuple[Clock, Stage | None]],
    events: Sequence[Event],
    calendar_days: WorkingDays,
    on: dt.date,
    settled_on: dt.date | None = None,
    left: Mapping[str, dt.date] | None = None,
) -> tuple[Due, ...]:
    """One due date a clock, in the order given.

    Each clock comes with its stage, or None where it runs across stages. Events may come in any order; those after
    `on`, the day of the advice, are ignored, and so is a settlement after it. Raises BeyondCalendar where a date that
    is needed lies outside the years on file. `left` gives the day on which each stage was left for another; the clocks
    of a stage end when it is left.
    """
    known = tuple(sorted((event for event in events if event.day <= on), key=_when))
    settled = settled_on if settled_on is not None and settled_on <= on else None
    history = _History(known, on, settled, left or {})
    return tuple(_due(guidance_id, clock, stage, history, calendar_days) for clock, stage in clocks)


@dataclass(frozen=True)
class _History:
    """What had happened by the day of the advice, earliest first."""

    events: tuple[Event, ...]
    on: dt.date
    settled_on: dt.date | None
    left: Mapping[str, dt.date]

    def earliest(self, kinds: Collection[str], stage: str | None = None) -> Event | None:
        return next(iter(self.all_of(kinds, stage)), None)

    def all_of(self, kinds: Collection[str], stage: str | None = None) -> tuple[Event, ...]:
        return tuple(event for event in self.events if event.what in kinds and (stage is None or event.stage == stage))


@dataclass(frozen=True)
class _Readings:
    """The ends of a clock on every reading of its start, its own start first."""

    ends: tuple[End, ...]
    see: tuple[str, ...]
    arithmetic: tuple[str, ...]

    @property
    def on(self) -> dt.date:
        return min(end.earliest for end in self.ends)

    @property
    def latest(self) -> dt.date:
        return max(end.latest for end in self.ends)

    @property
    def at(self) -> dt.datetime | None:
        return min((end.at for end in self.ends if end.at is not None and end.earliest == self.on), default=None)


def _due(guidance_id: str, clock: Clock, stage: Stage | None, history: _History, days: WorkingDays) -> Due:
    own = history.earliest({clock.starts}, clock.start_stage)
    start = own or history.earliest(clock.no_later_than)
    if start is None:
        return Due(
            clock=clock.id,
            guidance=guidance_id,
            state="not_started",
            kind=clock.kind,
            arithmetic=("The start is not recorded, so there is no date yet.",),
        )
    readings = _read(clock, start, own is not None, history, days)
    ended, ended_by = _ended(clock, stage, start.day, own is not None, history)
    return Due(
        clock=clock.id,
        guidance=guidance_id,
        state=_state(clock, readings, ended, history.on),
        kind=clock.kind,
        started=start.day,
        at=readings.at,
        on=readings.on,
        latest=readings.latest,
        ended=ended,
        ended_by=ended_by,
        unclear=own is None or readings.on != readings.latest,
        see=tuple(sorted({*clock.see, *readings.see})),
        expected=any(end.expected for end in readings.ends),
        arithmetic=readings.arithmetic,
    )


def _read(clock: Clock, start: Event, recorded: bool, history: _History, days: WorkingDays) -> _Readings:
    ends = [end_of(clock.limit, _moment(start), clock.counting, days)]
    opening = "It started on" if recorded else "The start is not recorded; it was no later than"
    arithmetic = [f"{opening} {in_words(start.day)}.", *ends[0].arithmetic]
    see = []
    for reading in clock.also_read:
        other = history.earliest({reading.starts}, reading.stage)
        if other is None:
            arithmetic.append("It can also be read to start at another event, which is not recorded yet.")
            continue
        end = end_of(reading.limit or clock.limit, _moment(other), clock.counting, days)
        ends.append(end)
        see.append(reading.see)
        arithmetic += [f"It can also be read to start on {in_words(other.day)}.", *end.arithmetic]
    first, last = min(end.earliest for end in ends), max(end.latest for end in ends)
    if len(ends) > 1 and first != last:
        arithmetic.append(f"The readings end between {in_words(first)} and {in_words(last)}; work to the earlier day.")
    # Readings that start on the same day share sentences; each is said once, where it first comes.
    return _Readings(tuple(ends), tuple(see), tuple(dict.fromkeys(arithmetic)))


def _ended(
    clock: Clock, stage: Stage | None, start: dt.date, recorded: bool, history: _History
) -> tuple[dt.date | None, Ending | None]:
    """The day the clock was stopped, never before it started, and what stopped it."""
    ends: list[tuple[dt.date, Ending]] = []
    stop = history.earliest(clock.stops, clock.stop_stage)
    if stop is not None:
        ends.append((max(stop.day, start), "done"))
    if stage is not None and stage.id in history.left:
        ends.append((max(history.left[stage.id], start), "left"))
    if history.settled_on is not None and _settlement_stops(clock, stage, start, recorded, history):
        ends.append((max(history.settled_on, start), "settled"))
    return min(ends, default=(None, None))


def _settlement_stops(clock: Clock, stage: Stage | None, start: dt.date, recorded: bool, history: _History) -> bool:
    """Whether the settlement ends this clock: not where the clock itself starts with the settlement or after it."""
    if history.settled_on is None:
        return False
    if start < history.settled_on:
        return True
    if stage is not None and stage.after_settlement:
        return False
    if not recorded:
        return True  # The true start lies somewhere before an event that merely shows it had begun.
    if start > history.settled_on:
        return False
    # On the day that is both, a starting event with an outcome may itself be what settled the matter.
    begun = history.all_of({clock.starts}, clock.start_stage)
    return not any(event.outcome is not None for event in begun if event.day == start)


def _state(clock: Clock, readings: _Readings, ended: dt.date | None, today: dt.date) -> State:
    passed: State = "overdue" if clock.kind == "limit" else "indicative_passed"
    if ended is not None:
        return "met" if ended <= readings.latest else passed
    if today < readings.on:
        return "running"
    return "due_today" if today <= readings.latest else passed


def _when(event: Event) -> tuple[dt.date, dt.time, str]:
    # An event without a time comes first on its day: it may have been the earliest, and no moment is claimed for it.
    return event.day, dt.time.min if event.at is None else event.at.time(), str(event.at or "")


def _moment(event: Event) -> dt.date | dt.datetime:
    return event.day if event.at is None else event.at
