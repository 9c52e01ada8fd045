"""When a limit runs out: the earliest and the latest day, and how each was reached."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from decision_support.model.dates import in_words, moment_in_words
from decision_support.model.values import Limit

from .working_days import WorkingDays

Counting = Literal["start_day_counts", "start_day_does_not_count", "unclear"]

_HOURS_A_DAY = 24
_DAYS_A_WEEK = 7
_WORK_TO_THE_EARLIER = "so both dates are given and the earlier one is the one to work to."


@dataclass(frozen=True)
class End:
    """When a limit runs out.

    earliest   the day on the reading that ends first
    latest     the day on the reading that ends last; equal to `earliest` where the readings agree
    at         the moment on the earliest reading, in local time; only for hours from a start with a time of day
    expected   whether a day rests on bank holidays not yet proclaimed
    arithmetic how the days were reached, one plain sentence a step
    """

    earliest: dt.date
    latest: dt.date
    at: dt.datetime | None
    expected: bool
    arithmetic: tuple[str, ...]


def end_of(limit: Limit, start: dt.date | dt.datetime, counting: Counting, days: WorkingDays) -> End:
    """When a limit that starts on a day, or at a moment where that is known, runs out.

    For working days, calendar days and weeks, `counting` says whether the start day is the first day. Hours run
    literally, by the clock on the wall; 'unclear' then means unclear whether they run over days that are not working
    days. Raises BeyondCalendar where the start or an end lies outside the years on file.
    """
    day = start.date() if isinstance(start, dt.datetime) else start
    days.refuse_beyond(day)
    if limit.unit == "hour":
        return _end_of_hours(limit, start, day, counting, days)
    if limit.unit == "working day":
        return _end_of_working_days(limit, day, counting, days)
    return _end_of_literal_days(limit, day, counting, days)


def _end_of_working_days(limit: Limit, start: dt.date, counting: Counting, days: WorkingDays) -> End:
    not_counted = days.add(start, limit.number)
    if days.is_working_day(start):
        counted = days.add(start, max(limit.number - 1, 0))
        earliest, latest = _by_reading(counting, counted, not_counted)
        arithmetic = _sentences_by_reading(limit, start, counting, counted, not_counted)
    else:
        # The first day that counts is then the same whether or not the start day would have counted.
        earliest = latest = not_counted
        first = days.next_working_day_on_or_after(start)
        arithmetic = (
            f"{in_words(start)} is not a working day, so counting begins on {in_words(first)}.",
            f"{limit} {_ends(limit)} on {in_words(latest)}.",
        )
    return End(
        earliest=earliest,
        latest=latest,
        at=None,
        expected=days.is_expected(latest),
        arithmetic=(*arithmetic, *_about_bank_holidays(start, latest, days)),
    )


def _end_of_literal_days(limit: Limit, start: dt.date, counting: Counting, days: WorkingDays) -> End:
    length = limit.number * (_DAYS_A_WEEK if limit.unit == "week" else 1)
    not_counted = start + dt.timedelta(days=length)
    counted = start + dt.timedelta(days=max(length - 1, 0))
    earliest, latest = _by_reading(counting, counted, not_counted)
    days.refuse_beyond(latest)
    arithmetic = _sentences_by_reading(limit, start, counting, counted, not_counted)
    return End(earliest=earliest, latest=latest, at=None, expected=False, arithmetic=arithmetic)


def _end_of_hours(
    limit: Limit, start: dt.date | dt.datetime, day: dt.date, counting: Counting, days: WorkingDays
) -> End:
    at: dt.datetime | None = None
    if isinstance(start, dt.datetime):
        begin = start.replace(tzinfo=None)
        at = begin + dt.timedelta(hours=limit.number)
        earliest = at.date()
        arithmetic = [f"{limit} from {moment_in_words(begin)} {_ends(limit)} at {moment_in_words(at)}."]
    else:
        earliest = day + dt.timedelta(days=limit.number // _HOURS_A_DAY)
        arithmetic = [
            "No time of day is recorded for the start.",
            f"{limit} from {in_words(day)} {_ends(limit)} on {in_words(earliest)}.",
        ]
    days.refuse_beyond(earliest)
    if counting != "unclear":
        return End(earliest=earliest, latest=earliest, at=at, expected=False, arithmetic=tuple(arithmetic))
    latest = days.next_working_day_on_or_after(earliest)
    if latest != earliest:
        arithmetic += [
            f"{in_words(earliest)} is not a working day; the next working day is {in_words(latest)}.",
            f"It is unclear whether hours run over days that are not working days, {_WORK_TO_THE_EARLIER}",
        ]
    return End(
        earliest=earliest,
        latest=latest,
        at=at,
        expected=days.is_expected(latest),
        arithmetic=(*arithmetic, *_about_bank_holidays(earliest, latest, days)),
    )


def _by_reading(counting: Counting, counted: dt.date, not_counted: dt.date) -> tuple[dt.date, dt.date]:
    if counting == "start_day_counts":
        return counted, counted
    if counting == "start_day_does_not_count":
        return not_counted, not_counted
    return counted, not_counted


def _sentences_by_reading(
    limit: Limit, start: dt.date, counting: Counting, counted: dt.date, not_counted: dt.date
) -> tuple[str, ...]:
    with_it = f"Counting {in_words(start)} itself, {limit} {_ends(limit)} on {in_words(counted)}."
    without_it = f"Not counting {in_words(start)} itself, {limit} {_ends(limit)} on {in_words(not_counted)}."
    if counting == "start_day_counts":
        return (with_it,)
    if counting == "start_day_does_not_count":
        return (without_it,)
    return with_it, without_it, f"It is unclear whether the first day counts, {_WORK_TO_THE_EARLIER}"


def _about_bank_holidays(start: dt.date, end: dt.date, days: WorkingDays) -> tuple[str, ...]:
    sentences = []
    closed = days.bank_holidays(start, end)
    if closed:
        named = "; ".join(f"{in_words(holiday.on)} ({holiday.name})" for holiday in closed)
        sentences.append(f"Not working days, being bank holidays: {named}.")
    if days.is_expected(end):
        sentences.append(f"The bank holidays of {end.year} are expected and not yet proclaimed.")
    return tuple(sentences)


def _ends(limit: Limit) -> str:
    return "ends" if limit.number == 1 else "end"
