"""Counting working days: exact, fast, and refused where no bank holidays are on file."""

from __future__ import annotations

import datetime as dt

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_support.deadlines.working_days import WorkingDays
from decision_support.errors import BeyondCalendar

DIVISIONS = ("england", "wales", "northern_ireland", "scotland")
SUBDIVISION = {"england": "ENG", "wales": "WLS", "northern_ireland": "NIR", "scotland": "SCT"}
DAYS = st.dates(dt.date(2016, 1, 1), dt.date(2029, 12, 31))
NUMBERS = st.integers(0, 200)


def one_by_one(days: WorkingDays, start: dt.date, number: int) -> dt.date:
    """The slow, obvious way: walk the calendar a day at a time."""
    day = start
    while number:
        day += dt.timedelta(days=1)
        number -= days.is_working_day(day)
    return day


@given(st.sampled_from(DIVISIONS), DAYS, st.integers(1, 200))
def test_adding_and_then_counting_returns_the_number(
    divisions: dict[str, WorkingDays], division: str, start: dt.date, number: int
) -> None:
    days = divisions[division]
    assert days.count(start, days.add(start, number)) == number


@given(st.sampled_from(DIVISIONS), DAYS, NUMBERS)
def test_a_limit_never_ends_on_a_closed_day(
    divisions: dict[str, WorkingDays], division: str, start: dt.date, number: int
) -> None:
    days = divisions[division]
    assert days.is_working_day(days.add(start, number))


@given(st.sampled_from(DIVISIONS), DAYS, st.integers(1, 60))
def test_adding_agrees_with_walking_a_day_at_a_time(
    divisions: dict[str, WorkingDays], division: str, start: dt.date, number: int
) -> None:
    days = divisions[division]
    assert days.add(start, number) == one_by_one(days, start, number)


@given(st.sampled_from(DIVISIONS), DAYS, st.integers(0, 60), st.integers(0, 60))
def test_adding_twice_is_adding_the_sum(
    divisions: dict[str, WorkingDays], division: str, start: dt.date, first: int, second: int
) -> None:
    days = divisions[division]
    start = days.next_working_day_on_or_after(start)
    assert days.add(days.add(start, first), second) == days.add(start, first + second)


@given(st.sampled_from(DIVISIONS), DAYS, DAYS)
def test_counting_agrees_with_asking_about_each_day(
    divisions: dict[str, WorkingDays], division: str, start: dt.date, end: dt.date
) -> None:
    days = divisions[division]
    between = (start + dt.timedelta(days=n) for n in range(1, (end - start).days + 1))
    assert days.count(start, end) == sum(days.is_working_day(day) for day in between)


@pytest.mark.parametrize("division", DIVISIONS)
def test_every_day_of_2024_to_2028_agrees_with_the_holidays_library(
    divisions: dict[str, WorkingDays], division: str
) -> None:
    closed = holidays.country_holidays("GB", subdiv=SUBDIVISION[division], years=range(2024, 2029))
    first, last = dt.date(2024, 1, 1), dt.date(2028, 12, 31)
    for day in (first + dt.timedelta(days=n) for n in range((last - first).days + 1)):
        assert divisions[division].is_working_day(day) == (day.weekday() < 5 and day not in closed), day


@pytest.mark.parametrize(
    ("division", "day", "working"),
    [
        ("northern_ireland", dt.date(2026, 7, 13), False),  # the twelfth falls on a Sunday
        ("northern_ireland", dt.date(2026, 3, 17), False),
        ("england", dt.date(2026, 7, 13), True),
        ("england", dt.date(2026, 3, 17), True),
        ("scotland", dt.date(2026, 1, 2), False),
        ("england", dt.date(2026, 1, 2), True),
        ("scotland", dt.date(2026, 4, 6), True),
        ("england", dt.date(2026, 4, 6), False),
        ("wales", dt.date(2026, 4, 6), False),
        ("northern_ireland", dt.date(2026, 4, 6), False),
        ("england", dt.date(2026, 12, 28), False),  # Boxing Day falls on a Saturday
        ("wales", dt.date(2026, 12, 28), False),
        ("scotland", dt.date(2026, 6, 15), False),
        ("england", dt.date(2026, 6, 15), True),
        ("scotland", dt.date(2026, 8, 3), False),
        ("england", dt.date(2026, 8, 31), False),
        ("scotland", dt.date(2026, 8, 31), True),
        ("scotland", dt.date(2026, 11, 30), False),
        ("wales", dt.date(2022, 9, 19), False),
        ("england", dt.date(2020, 5, 8), False),
        ("england", dt.date(2020, 5, 4), True),
        ("england", dt.date(2026, 11, 7), False),
        ("england", dt.date(2026, 11, 8), False),
    ],
)
def test_known_days_are_open_or_closed(
    divisions: dict[str, WorkingDays], division: str, day: dt.date, working: bool
) -> None:
    assert divisions[division].is_working_day(day) is working


def test_the_day_after_thursday_is_friday_and_after_friday_monday(england: WorkingDays) -> None:
    assert england.add(dt.date(2026, 11, 5), 1) == dt.date(2026, 11, 6)
    assert england.add(dt.date(2026, 11, 6), 1) == dt.date(2026, 11, 9)


def test_christmas_is_passed_over(england: WorkingDays) -> None:
    assert england.add(dt.date(2026, 12, 24), 1) == dt.date(2026, 12, 29)
    assert england.add(dt.date(2026, 12, 24), 5) == dt.date(2027, 1, 5)


def test_no_days_after_a_closed_day_is_the_next_open_one(england: WorkingDays) -> None:
    assert england.add(dt.date(2026, 11, 5), 0) == dt.date(2026, 11, 5)
    assert england.add(dt.date(2026, 12, 25), 0) == dt.date(2026, 12, 29)


def test_nothing_is_counted_backwards(england: WorkingDays) -> None:
    assert england.count(dt.date(2026, 11, 6), dt.date(2026, 11, 5)) == 0
    assert england.count(dt.date(2026, 11, 5), dt.date(2026, 11, 5)) == 0
    with pytest.raises(ValueError, match="forwards"):
        england.add(dt.date(2026, 11, 5), -1)


def test_the_bank_holidays_of_a_stretch_are_those_that_close_a_weekday(england: WorkingDays) -> None:
    named = [holiday.name for holiday in england.bank_holidays(dt.date(2026, 12, 24), dt.date(2027, 1, 4))]
    assert named == ["Christmas Day", "Boxing Day (observed)", "New Year's Day"]


def test_years_after_the_confirmed_one_are_expected(england: WorkingDays) -> None:
    assert not england.is_expected(dt.date(2026, 12, 31))
    assert england.is_expected(dt.date(2027, 1, 1))


@pytest.mark.parametrize("day", [dt.date(2015, 12, 31), dt.date(2031, 1, 1), dt.date.min, dt.date.max])
def test_a_day_beyond_the_years_on_file_is_refused_by_every_question(england: WorkingDays, day: dt.date) -> None:
    inside = dt.date(2026, 1, 5)
    for question in (
        lambda: england.is_working_day(day),
        lambda: england.add(day, 0),
        lambda: england.add(day, 1),
        lambda: england.count(day, inside),
        lambda: england.count(inside, day),
        lambda: england.next_working_day_on_or_after(day),
        lambda: england.is_expected(day),
    ):
        with pytest.raises(BeyondCalendar):
            question()


def test_the_refusal_says_which_division_which_years_and_what_to_do(divisions: dict[str, WorkingDays]) -> None:
    with pytest.raises(BeyondCalendar) as refusal:
        divisions["northern_ireland"].is_working_day(dt.date(2031, 1, 1))
    assert str(refusal.value) == (
        "Wednesday 1 January 2031 is outside the bank holidays on file for Northern Ireland, which cover 2016 to 2030. "
        "Check the date, or generate newer calendars with 'make calendars'."
    )


def test_a_count_that_runs_past_the_last_year_is_refused(england: WorkingDays) -> None:
    assert england.add(dt.date(2030, 12, 30), 1) == dt.date(2030, 12, 31)
    with pytest.raises(BeyondCalendar) as refusal:
        england.add(dt.date(2030, 12, 30), 2)
    assert str(refusal.value) == (
        "Counting working days from Monday 30 December 2030 runs past the bank holidays on file for England, "
        "which cover 2016 to 2030. Check the date, or generate newer calendars with 'make calendars'."
    )
