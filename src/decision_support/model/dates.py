"""Dates as a person writes them, whatever the locale of the computer."""

from __future__ import annotations

import datetime as dt

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def in_words(day: dt.date) -> str:
    """A day in full: 'Thursday 5 November 2026'."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_in_words(moment: dt.datetime) -> str:
    """A time of day and its day, as written down: '16:00 on Friday 6 November 2026'."""
    return f"{moment.hour:02}:{moment.minute:02} on {in_words(moment)}"
