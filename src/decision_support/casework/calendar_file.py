"""What is due as an iCalendar file (RFC 5545): to be taken into any calendar, and taken in again without doubling."""

from __future__ import annotations

import datetime as dt
import uuid
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from decision_support.errors import UserMistake
from decision_support.loading.whole_files import contents, put, telling
from decision_support.model.case import UK_TIME
from decision_support.wording import STRENGTH_WORDS, day_in_words, listed

from .whats_due import Task, due_in_words, what_in_words

if TYPE_CHECKING:
    from icalendar import Event, Timezone

PRODUCT = "-//decision-support//what is due//EN"
OWNER_ALONE = 0o600
MINUTES_A_DAY = 24 * 60

_TASKS = uuid.UUID("0e6a1b3c-8a0e-4f0c-9f0b-6a3c2f6f2d51")  # never to change: every UID is made from it


def calendar_text(tasks: Iterable[Task], made_at: dt.datetime) -> bytes:
    """One event for each task; `made_at`, with its offset, says which of two files is the newer.

    The same case, clock and recommendation keep their UID, so that a later file moves an event and never doubles it.
    What needs no doing any more is in no later file: whoever imports files removes it by hand, and whoever subscribes
    to one file sees it go. Times are those on the wall in the United Kingdom. Every event is private and leaves its
    time free. There are no alarms: a calendar has its own, and a file taken in again would revive those dismissed.

    Nobody is named and no title of a case is given, since calendars are copied to other machines: only the reference,
    and who acts by role. Raises UserMistake where the library for calendars is not installed.
    """
    try:
        from icalendar import Calendar
    except ImportError:
        mend = "Install it with: pip install 'decision-support[calendar]'"
        raise UserMistake("a calendar file needs the library icalendar, which is not installed.", mend=mend) from None

    tasks = tuple(tasks)
    years = [made_at.year, *(_start(task).year for task in tasks)]
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", "PUBLISH")
    calendar.add_component(_time_zone(UK_TIME, min(years), max(years)))
    for task in tasks:
        calendar.add_component(_event(task, made_at))
    content: bytes = calendar.to_ical()
    return content


def write_calendar(path: Path, content: bytes) -> None:
    """Put a calendar into this file, all of it or none. Raises UserMistake where the file holds anything not ours.

    A new file is for its owner alone, as calendars tell of cases; one that is there keeps its permissions.
    """
    there = contents(path)
    if there and not (there.startswith(b"BEGIN:VCALENDAR") and f"PRODID:{PRODUCT}".encode() in there):
        raise UserMistake(f"{path} holds something else than a calendar of what is due.", mend="Choose another file.")
    with telling(path):
        put(path, content, OWNER_ALONE)


def _event(task: Task, made_at: dt.datetime) -> Event:
    from icalendar import Event

    stamp = made_at.astimezone(dt.UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", str(uuid.uuid5(_TASKS, "\n".join((task.reference, task.clock or "", task.recommendation or "")))))
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", int(stamp.timestamp()) // 60)  # minutes, so that it grows with every file and fits 32 bits
    start = _start(task)
    event.add("dtstart", start)
    if not isinstance(start, dt.datetime):  # A moment takes no time and so has no end.
        event.add("dtend", start + dt.timedelta(days=1))
    event.add("summary", _summary(task))
    event.add("description", "\n".join(_description(task)))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _start(task: Task) -> dt.date | dt.datetime:
    """The whole day on which it runs out, or the moment; for what has no day, the day asked about."""
    day = dt.date.fromisoformat(task.due.on if task.due else task.on)
    if task.due is None or task.due.at is None:
        return day
    return dt.datetime.combine(day, dt.time.fromisoformat(task.due.at), UK_TIME)


def _summary(task: Task) -> str:
    kind = f" ({task.due.kind} only)" if task.due and task.due.kind != "limit" else ""
    return f"{task.reference}: {what_in_words(task.say, task.strength)}{kind}"


def _description(task: Task) -> Iterator[str]:
    rests = "our own advice, no document's" if task.basis == "ours" else ", ".join(task.clauses)
    if task.strength:
        yield f"How firm: {STRENGTH_WORDS[task.strength]} ({rests})"
    else:
        stage = f" Its stage is for: {listed(task.stage_roles)}." if task.stage_roles else ""
        yield f"A clock that runs ({rests}); no advice on it names anybody yet.{stage}"
    if task.actor:
        yield f"Who: {task.actor.title}"
    if task.contact:
        yield f"Towards: {task.contact.title}"
    yield f"By: {due_in_words(task)}"
    if task.lapse:
        yield f"If it passes: {task.lapse}"
    if task.conflicts:
        yield f"Cannot be followed together with this; you choose: {' '.join(task.conflicts)}"
    yield f"As things were known on {day_in_words(task.on)}. This is advice; people decide."


def _time_zone(zone: ZoneInfo, first_year: int, last_year: int) -> Timezone:
    """A zone with each change of its clocks in these years and the year around them.

    The library can make one by itself, but puts the spring change an hour late: RFC 5545 (3.6.5) wants its start by
    the clocks before the change.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    made = Timezone()
    made.add("tzid", zone.key)
    begin = dt.datetime(first_year - 1, 1, 1, tzinfo=dt.UTC)
    onsets = [(begin, begin.astimezone(zone).utcoffset()), *_changes(zone, begin, last_year + 2)]
    for moment, before in onsets:
        local = moment.astimezone(zone)
        part: Any = TimezoneDaylight() if local.dst() else TimezoneStandard()
        part.add("dtstart", (moment + (before or dt.timedelta())).replace(tzinfo=None))
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", local.utcoffset())
        part.add("tzname", local.tzname())
        made.add_component(part)
    return made


def _changes(zone: ZoneInfo, begin: dt.datetime, end_year: int) -> Iterator[tuple[dt.datetime, dt.timedelta | None]]:
    """Each moment in UTC, to the minute, at which the offset changes, and the offset before it."""

    def offset(minutes: int) -> dt.timedelta | None:
        return (day + dt.timedelta(minutes=minutes)).astimezone(zone).utcoffset()

    day = begin
    while day.year < end_year:
        before = offset(0)
        if offset(MINUTES_A_DAY) != before:
            changed = bisect_left(range(MINUTES_A_DAY), True, key=lambda minute: offset(minute) != before)
            yield day + dt.timedelta(minutes=changed), before
        day += dt.timedelta(days=1)
