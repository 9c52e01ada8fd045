"""Which days are working days in one division of the United Kingdom, and how to count them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right

from decision_support.errors import BeyondCalendar
from decision_support.model.calendar import Calendar, Holiday
from decision_support.model.dates import in_words
from decision_support.model.values import Division

_SATURDAY = 5


class WorkingDays:
    """Monday to Friday without the bank holidays of a calendar.

    Build one for each calendar and keep it: every question after that is a look-up. Any question about a day outside
    the years on file raises BeyondCalendar.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._first = dt.date(calendar.first_year, 1, 1)
        self._last = dt.date(calendar.last_year, 12, 31)
        in_order = sorted(calendar.holidays, key=lambda holiday: (holiday.on, holiday.name))
        self._weekday_holidays = tuple(holiday for holiday in in_order if holiday.on.weekday() < _SATURDAY)
        closed = {holiday.on for holiday in self._weekday_holidays}
        every_day = (self._first + dt.timedelta(days=n) for n in range((self._last - self._first).days + 1))
        self._ordered = tuple(day for day in every_day if day.weekday() < _SATURDAY and day not in closed)
        self._working = frozenset(self._ordered)

    @property
    def division(self) -> Division:
        return self.calendar.division

    def is_working_day(self, day: dt.date) -> bool:
        self.refuse_beyond(day)
        return day in self._working

    def add(self, start: dt.date, number: int) -> dt.date:
        """The nth working day after a day that itself never counts.

        For 0, the day itself where it is a working day and the next working day where it is not.
        """
        if number < 0:
            raise ValueError(f"working days are counted forwards, not {number}")
        if number == 0:
            return self.next_working_day_on_or_after(start)
        self.refuse_beyond(start)
        return self._at(bisect_right(self._ordered, start) + number - 1, start)

    def count(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie after `start`, up to and including `end`; 0 where `end` is not later."""
        self.refuse_beyond(start)
        self.refuse_beyond(end)
        return max(0, bisect_right(self._ordered, end) - bisect_right(self._ordered, start))

    def next_working_day_on_or_after(self, day: dt.date) -> dt.date:
        self.refuse_beyond(day)
        return self._at(bisect_left(self._ordered, day), day)

    def is_expected(self, day: dt.date) -> bool:
        """Whether the bank holidays of that year are expected and not yet proclaimed."""
        self.refuse_beyond(day)
        return day.year > self.calendar.confirmed_to

    def bank_holidays(self, start: dt.date, end: dt.date) -> tuple[Holiday, ...]:
        """The bank holidays from `start` to `end`, both included, that close what would be a working day."""
        return tuple(holiday for holiday in self._weekday_holidays if start <= holiday.on <= end)

    def refuse_beyond(self, day: dt.date) -> None:
        """Raise BeyondCalendar where no bank holidays are on file for that day."""
        if not self._first <= day <= self._last:
            raise self._beyond(f"{in_words(day)} is outside")

    def _at(self, position: int, start: dt.date) -> dt.date:
        if position >= len(self._ordered):
            raise self._beyond(f"Counting working days from {in_words(start)} runs past")
        return self._ordered[position]

    def _beyond(self, opening: str) -> BeyondCalendar:
        division = self.division.replace("_", " ").title()
        years = f"{self.calendar.first_year} to {self.calendar.last_year}"
        return BeyondCalendar(
            f"{opening} the bank holidays on file for {division}, which cover {years}.",
            mend="Check the date, or generate newer calendars with 'make calendars'.",
        )
