"""Dates are written in full, the same on every computer."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from decision_support.model.dates import in_words, moment_in_words


def test_a_date_is_written_in_full() -> None:
    assert in_words(dt.date(2026, 11, 5)) == "Thursday 5 November 2026"


def test_a_moment_is_written_with_its_time_of_day() -> None:
    assert moment_in_words(dt.datetime(2026, 11, 6, 9, 5)) == "09:05 on Friday 6 November 2026"


@given(st.dates())
def test_names_of_days_and_months_are_the_english_ones(day: dt.date) -> None:
    assert in_words(day).split() == [day.strftime("%A"), str(day.day), day.strftime("%B"), str(day.year)]
