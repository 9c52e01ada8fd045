"""When limits run out: by each unit, on each way of counting, with the arithmetic in words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_support.deadlines.limits import Counting, end_of
from decision_support.deadlines.working_days import WorkingDays
from decision_support.errors import BeyondCalendar
from decision_support.model.values import Limit, Unit

THURSDAY = dt.date(2026, 11, 5)
FRIDAY = dt.date(2026, 11, 6)
SATURDAY = dt.date(2026, 11, 7)
MONDAY = dt.date(2026, 11, 9)
FRIDAY_AT_FOUR = dt.datetime(2026, 11, 6, 16, 0)

UNITS: tuple[Unit, ...] = ("working day", "hour", "calendar day", "week")
COUNTINGS: tuple[Counting, ...] = ("start_day_counts", "start_day_does_not_count", "unclear")


def working_days(number: int) -> Limit:
    return Limit(number=number, unit="working day")


def hours(number: int) -> Limit:
    return Limit(number=number, unit="hour")


@pytest.mark.parametrize(
    ("number", "counting", "start", "earliest", "latest"),
    [
        (1, "start_day_counts", THURSDAY, THURSDAY, THURSDAY),
        (1, "start_day_does_not_count", THURSDAY, FRIDAY, FRIDAY),
        (1, "unclear", THURSDAY, THURSDAY, FRIDAY),
        (5, "unclear", THURSDAY, dt.date(2026, 11, 11), dt.date(2026, 11, 12)),
        (1, "start_day_counts", SATURDAY, MONDAY, MONDAY),
        (1, "start_day_does_not_count", SATURDAY, MONDAY, MONDAY),
        (2, "start_day_counts", SATURDAY, dt.date(2026, 11, 10), dt.date(2026, 11, 10)),
        (1, "unclear", SATURDAY, MONDAY, MONDAY),
        (0, "unclear", THURSDAY, THURSDAY, THURSDAY),
        (0, "start_day_counts", SATURDAY, MONDAY, MONDAY),
        (2, "start_day_counts", dt.date(2026, 12, 24), dt.date(2026, 12, 29), dt.date(2026, 12, 29)),
    ],
)
def test_working_days_end_where_the_counting_says(
    england: WorkingDays, number: int, counting: Counting, start: dt.date, earliest: dt.date, latest: dt.date
) -> None:
    end = end_of(working_days(number), start, counting, england)
    assert (end.earliest, end.latest, end.at) == (earliest, latest, None)


@pytest.mark.parametrize(
    ("number", "unit", "counting", "earliest", "latest"),
    [
        (3, "calendar day", "start_day_counts", SATURDAY, SATURDAY),
        (3, "calendar day", "start_day_does_not_count", dt.date(2026, 11, 8), dt.date(2026, 11, 8)),
        (3, "calendar day", "unclear", SATURDAY, dt.date(2026, 11, 8)),
        (1, "week", "start_day_counts", dt.date(2026, 11, 11), dt.date(2026, 11, 11)),
        (1, "week", "start_day_does_not_count", dt.date(2026, 11, 12), dt.date(2026, 11, 12)),
        (2, "week", "unclear", dt.date(2026, 11, 18), dt.date(2026, 11, 19)),
        (0, "calendar day", "start_day_counts", THURSDAY, THURSDAY),
    ],
)
def test_calendar_days_and_weeks_run_literally(
    england: WorkingDays, number: int, unit: Unit, counting: Counting, earliest: dt.date, latest: dt.date
) -> None:
    end = end_of(Limit(number=number, unit=unit), THURSDAY, counting, england)
    assert (end.earliest, end.latest, end.at) == (earliest, latest, None)


def test_hours_over_a_weekend_end_on_the_saturday_or_unclearly_on_the_monday(england: WorkingDays) -> None:
    end = end_of(hours(24), FRIDAY_AT_FOUR, "unclear", england)
    assert (end.earliest, end.latest) == (SATURDAY, MONDAY)
    assert end.at == dt.datetime(2026, 11, 7, 16, 0)
    assert end.arithmetic == (
        "24 hours from 16:00 on Friday 6 November 2026 end at 16:00 on Saturday 7 November 2026.",
        "Saturday 7 November 2026 is not a working day; the next working day is Monday 9 November 2026.",
        "It is unclear whether hours run over days that are not working days, "
        "so both dates are given and the earlier one is the one to work to.",
    )


def test_hours_that_end_on_a_working_day_have_one_reading(england: WorkingDays) -> None:
    end = end_of(hours(24), dt.datetime(2026, 11, 5, 16, 0), "unclear", england)
    assert (end.earliest, end.latest) == (FRIDAY, FRIDAY)


@pytest.mark.parametrize("counting", ["start_day_counts", "start_day_does_not_count"])
def test_hours_that_are_clear_end_literally_on_a_saturday(england: WorkingDays, counting: Counting) -> None:
    end = end_of(hours(24), FRIDAY_AT_FOUR, counting, england)
    assert (end.earliest, end.latest) == (SATURDAY, SATURDAY)


def test_hours_from_a_day_without_a_time_have_no_moment(england: WorkingDays) -> None:
    end = end_of(hours(24), THURSDAY, "start_day_does_not_count", england)
    assert (end.earliest, end.latest, end.at) == (FRIDAY, FRIDAY, None)
    assert end.arithmetic == (
        "No time of day is recorded for the start.",
        "24 hours from Thursday 5 November 2026 end on Friday 6 November 2026.",
    )


def test_hours_within_the_day_end_the_same_day(england: WorkingDays) -> None:
    assert end_of(hours(4), FRIDAY_AT_FOUR, "unclear", england).at == dt.datetime(2026, 11, 6, 20, 0)
    assert end_of(hours(4), THURSDAY, "unclear", england).latest == THURSDAY


def test_a_moment_with_a_time_zone_keeps_its_own_local_day(england: WorkingDays) -> None:
    late = dt.datetime(2026, 11, 5, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    end = end_of(hours(24), late, "unclear", england)
    assert end.at == dt.datetime(2026, 11, 6, 23, 30)


def test_the_arithmetic_gives_both_readings_and_names_the_bank_holidays(england: WorkingDays) -> None:
    assert end_of(working_days(2), dt.date(2026, 12, 24), "unclear", england).arithmetic == (
        "Counting Thursday 24 December 2026 itself, 2 working days end on Tuesday 29 December 2026.",
        "Not counting Thursday 24 December 2026 itself, 2 working days end on Wednesday 30 December 2026.",
        "It is unclear whether the first day counts, "
        "so both dates are given and the earlier one is the one to work to.",
        "Not working days, being bank holidays: Friday 25 December 2026 (Christmas Day); "
        "Monday 28 December 2026 (Boxing Day (observed)).",
    )


def test_the_arithmetic_says_where_counting_begins_after_a_closed_day(england: WorkingDays) -> None:
    assert end_of(working_days(1), SATURDAY, "unclear", england).arithmetic == (
        "Saturday 7 November 2026 is not a working day, so counting begins on Monday 9 November 2026.",
        "1 working day ends on Monday 9 November 2026.",
    )


def test_bank_holidays_not_yet_proclaimed_are_marked(england: WorkingDays) -> None:
    end = end_of(working_days(5), dt.date(2026, 12, 30), "unclear", england)
    assert end.expected
    assert end.arithmetic[-1] == "The bank holidays of 2027 are expected and not yet proclaimed."
    assert not end_of(working_days(5), THURSDAY, "unclear", england).expected


@pytest.mark.parametrize("unit", ["calendar day", "week"])
def test_a_limit_that_does_not_turn_on_bank_holidays_is_never_expected(england: WorkingDays, unit: Unit) -> None:
    assert not end_of(Limit(number=2, unit=unit), dt.date(2027, 6, 1), "unclear", england).expected


def test_clear_hours_do_not_turn_on_bank_holidays_and_unclear_ones_do(england: WorkingDays) -> None:
    start = dt.datetime(2027, 6, 1, 12, 0)
    assert not end_of(hours(24), start, "start_day_counts", england).expected
    assert end_of(hours(24), start, "unclear", england).expected


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("start", [dt.date(2015, 12, 31), dt.date(2030, 12, 31), dt.date.max])
def test_a_start_or_an_end_beyond_the_years_on_file_is_refused(
    england: WorkingDays, unit: Unit, start: dt.date
) -> None:
    with pytest.raises(BeyondCalendar):
        end_of(Limit(number=9999, unit=unit), start, "unclear", england)


@given(
    st.sampled_from(UNITS),
    st.integers(0, 90),
    st.sampled_from(COUNTINGS),
    st.dates(dt.date(2016, 1, 1), dt.date(2028, 1, 1)),
)
def test_a_limit_never_ends_before_it_starts_and_the_earliest_is_never_after_the_latest(
    england: WorkingDays, unit: Unit, number: int, counting: Counting, start: dt.date
) -> None:
    end = end_of(Limit(number=number, unit=unit), start, counting, england)
    assert start <= end.earliest <= end.latest
    assert counting == "unclear" or end.earliest == end.latest


@given(
    st.sampled_from(["working day", "calendar day", "week"]),
    st.integers(0, 90),
    st.dates(dt.date(2016, 1, 1), dt.date(2028, 1, 1)),
)
def test_an_unclear_count_spans_exactly_the_two_clear_ones(
    england: WorkingDays, unit: Unit, number: int, start: dt.date
) -> None:
    limit = Limit(number=number, unit=unit)
    unclear = end_of(limit, start, "unclear", england)
    assert unclear.earliest == end_of(limit, start, "start_day_counts", england).earliest
    assert unclear.latest == end_of(limit, start, "start_day_does_not_count", england).latest


@given(
    st.integers(0, 60),
    st.sampled_from(COUNTINGS),
    st.dates(dt.date(2016, 1, 1), dt.date(2028, 1, 1)),
)
def test_a_limit_in_working_days_ends_on_a_working_day(
    england: WorkingDays, number: int, counting: Counting, start: dt.date
) -> None:
    end = end_of(working_days(number), start, counting, england)
    assert england.is_working_day(end.earliest)
    assert england.is_working_day(end.latest)
