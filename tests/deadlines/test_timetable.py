"""What clocks yield for a case on a day: states, readings, settlement, and whatever order events come in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_support.deadlines.timetable import timetable
from decision_support.deadlines.working_days import WorkingDays
from decision_support.errors import BeyondCalendar
from decision_support.model.case import Event
from decision_support.model.procedure import Clock, Stage
from decision_support.model.timetable import STATES, Due

MONDAY = dt.date(2026, 11, 2)
TUESDAY = dt.date(2026, 11, 3)
WEDNESDAY = dt.date(2026, 11, 4)
THURSDAY = dt.date(2026, 11, 5)
FRIDAY = dt.date(2026, 11, 6)
SATURDAY = dt.date(2026, 11, 7)
NEXT_MONDAY = dt.date(2026, 11, 9)
NEXT_TUESDAY = dt.date(2026, 11, 10)

PART = {"id": "part", "title": "A part", "actors": ("clerk",), "clauses": ("c-1",)}
ORDINARY = Stage.model_validate(PART)
AFTERWARDS = Stage.model_validate({**PART, "after_settlement": True})


def clock(**given: Any) -> Clock:
    """A clock of two working days from `begun` to `done`, where the start day does not count."""
    return Clock.model_validate(
        {
            "id": "reply",
            "say": "Reply to the letter",
            "starts": "begun",
            "stops": ("done",),
            "limit": "2 working days",
            "counting": "start_day_does_not_count",
            "kind": "limit",
            "lapse": "It is late.",
            "clauses": ("c-1",),
            **given,
        }
    )


def event(what: str, when: dt.date | dt.datetime, **given: Any) -> Event:
    return Event.model_validate({"what": what, "at" if isinstance(when, dt.datetime) else "on": when, **given})


def due(
    days: WorkingDays,
    one: Clock,
    events: Sequence[Event],
    on: dt.date,
    stage: Stage | None = ORDINARY,
    settled_on: dt.date | None = None,
) -> Due:
    (result,) = timetable("letters", [(one, stage)], events, days, on, settled_on)
    return result


def test_a_clock_whose_start_is_not_recorded_has_not_started(england: WorkingDays) -> None:
    assert due(england, clock(see=("s-1",)), [event("done", MONDAY)], MONDAY) == Due(
        clock="reply",
        guidance="letters",
        state="not_started",
        kind="limit",
        arithmetic=("The start is not recorded, so there is no date yet.",),
    )


def test_everything_about_a_running_clock_is_given(england: WorkingDays) -> None:
    assert due(england, clock(see=("s-2", "s-1")), [event("begun", THURSDAY)], THURSDAY) == Due(
        clock="reply",
        guidance="letters",
        state="running",
        kind="limit",
        started=THURSDAY,
        on=NEXT_MONDAY,
        latest=NEXT_MONDAY,
        see=("s-1", "s-2"),
        arithmetic=(
            "It started on Thursday 5 November 2026.",
            "Not counting Thursday 5 November 2026 itself, 2 working days end on Monday 9 November 2026.",
        ),
    )


@pytest.mark.parametrize("kind", ["limit", "indicative", "hoped"])
@pytest.mark.parametrize(
    ("today", "done", "state"),
    [
        (THURSDAY, None, "running"),
        (FRIDAY, None, "due_today"),  # the earlier of two readings
        (SATURDAY, None, "due_today"),
        (NEXT_MONDAY, None, "due_today"),  # the later one
        (NEXT_TUESDAY, None, "passed"),
        (NEXT_TUESDAY, THURSDAY, "met"),
        (NEXT_TUESDAY, NEXT_MONDAY, "met"),
        (NEXT_TUESDAY, NEXT_TUESDAY, "passed"),
    ],
)
def test_the_state_follows_from_the_day_and_a_soft_limit_is_never_overdue(
    england: WorkingDays, kind: str, today: dt.date, done: dt.date | None, state: str
) -> None:
    events = [event("begun", THURSDAY), *([event("done", done)] if done else [])]
    result = due(england, clock(kind=kind, counting="unclear"), events, today)
    assert (result.on, result.latest, result.unclear) == (FRIDAY, NEXT_MONDAY, True)
    assert result.ended == done
    assert result.state == state.replace("passed", "overdue" if kind == "limit" else "indicative_passed")


def test_a_limit_that_was_missed_stays_missed_once_it_has_ended(england: WorkingDays) -> None:
    result = due(england, clock(), [event("begun", MONDAY), event("done", FRIDAY)], dt.date(2026, 12, 1))
    assert (result.state, result.ended) == ("overdue", FRIDAY)


def test_the_earliest_start_and_the_earliest_stop_count(england: WorkingDays) -> None:
    events = [event("begun", TUESDAY), event("done", FRIDAY), event("begun", MONDAY), event("done", WEDNESDAY)]
    result = due(england, clock(), events, FRIDAY)
    assert (result.started, result.ended) == (MONDAY, WEDNESDAY)


def test_a_stop_before_the_start_ends_the_clock_on_the_day_it_starts(england: WorkingDays) -> None:
    result = due(england, clock(), [event("done", MONDAY), event("begun", WEDNESDAY)], FRIDAY)
    assert (result.state, result.ended) == ("met", WEDNESDAY)


def test_only_events_of_the_named_stage_start_and_stop_a_clock(england: WorkingDays) -> None:
    one = clock(start_stage="first", stop_stage="second")
    events = [
        event("begun", MONDAY),
        event("begun", MONDAY, stage="second"),
        event("begun", TUESDAY, stage="first"),
        event("done", TUESDAY, stage="first"),
        event("done", WEDNESDAY, stage="second"),
    ]
    result = due(england, one, events, FRIDAY)
    assert (result.started, result.ended) == (TUESDAY, WEDNESDAY)


def test_what_happens_after_the_day_of_the_advice_is_not_known_yet(england: WorkingDays) -> None:
    events = [event("begun", MONDAY), event("done", WEDNESDAY)]
    assert due(england, clock(), events, TUESDAY, settled_on=WEDNESDAY).ended is None
    assert due(england, clock(), events, dt.date(2026, 11, 1)).state == "not_started"


def test_a_start_that_is_not_recorded_is_taken_from_what_shows_it_had_begun(england: WorkingDays) -> None:
    one = clock(no_later_than=("told", "wrote"))
    result = due(england, one, [event("wrote", TUESDAY), event("told", MONDAY)], TUESDAY)
    assert (result.started, result.on, result.latest, result.unclear) == (MONDAY, WEDNESDAY, WEDNESDAY, True)
    assert result.arithmetic[0] == "The start is not recorded; it was no later than Monday 2 November 2026."


def test_a_recorded_start_is_used_though_something_else_came_before(england: WorkingDays) -> None:
    events = [event("told", MONDAY), event("begun", TUESDAY)]
    result = due(england, clock(no_later_than=("told",)), events, TUESDAY)
    assert (result.started, result.unclear) == (TUESDAY, False)


ALSO = {"also_read": ({"starts": "received", "stage": "first", "see": "s-0"},), "see": ("s-1",)}


def test_another_reading_of_the_start_gives_both_dates_and_the_earlier_is_worked_to(england: WorkingDays) -> None:
    events = [event("begun", MONDAY), event("received", WEDNESDAY, stage="first")]
    result = due(england, clock(**ALSO), events, THURSDAY)
    assert (result.started, result.on, result.latest, result.unclear) == (MONDAY, WEDNESDAY, FRIDAY, True)
    assert (result.state, result.see) == ("due_today", ("s-0", "s-1"))
    assert result.arithmetic == (
        "It started on Monday 2 November 2026.",
        "Not counting Monday 2 November 2026 itself, 2 working days end on Wednesday 4 November 2026.",
        "It can also be read to start on Wednesday 4 November 2026.",
        "Not counting Wednesday 4 November 2026 itself, 2 working days end on Friday 6 November 2026.",
        "The readings end between Wednesday 4 November 2026 and Friday 6 November 2026; work to the earlier day.",
    )


def test_another_reading_that_starts_earlier_moves_the_day_to_work_to(england: WorkingDays) -> None:
    events = [event("begun", WEDNESDAY), event("received", MONDAY, stage="first")]
    result = due(england, clock(**ALSO), events, THURSDAY)
    assert (result.started, result.on, result.latest) == (WEDNESDAY, WEDNESDAY, FRIDAY)


def test_readings_that_agree_are_not_unclear(england: WorkingDays) -> None:
    events = [event("begun", MONDAY), event("received", MONDAY, stage="first")]
    result = due(england, clock(**ALSO), events, MONDAY)
    assert (result.on, result.latest, result.unclear, result.see) == (WEDNESDAY, WEDNESDAY, False, ("s-0", "s-1"))


def test_another_reading_whose_event_is_not_recorded_is_left_out_and_said_so(england: WorkingDays) -> None:
    events = [event("begun", MONDAY), event("received", WEDNESDAY, stage="second")]
    result = due(england, clock(**ALSO), events, THURSDAY)
    assert (result.on, result.latest, result.unclear, result.see) == (WEDNESDAY, WEDNESDAY, False, ("s-1",))
    assert result.arithmetic[-1] == "It can also be read to start at another event, which is not recorded yet."


def test_hours_give_the_moment_of_the_day_to_work_to(england: WorkingDays) -> None:
    one = clock(limit="24 hours", counting="unclear")
    result = due(england, one, [event("begun", dt.datetime(2026, 11, 6, 16, 0))], FRIDAY)
    assert (result.on, result.latest, result.unclear) == (SATURDAY, NEXT_MONDAY, True)
    assert result.at == dt.datetime(2026, 11, 7, 16, 0)


def test_events_without_a_time_zone_stand_beside_events_with_one(england: WorkingDays) -> None:
    summer = dt.timezone(dt.timedelta(hours=1))
    events = [
        event("begun", dt.datetime(2026, 11, 3, 9, 0)),
        event("begun", dt.datetime(2026, 11, 3, 8, 0, tzinfo=summer)),
        event("begun", dt.datetime(2026, 11, 3, 23, 30, tzinfo=dt.UTC)),
    ]
    result = due(england, clock(limit="24 hours"), events, TUESDAY)
    assert result.at == dt.datetime(2026, 11, 4, 7, 0), "08:00 an hour east of Greenwich is 07:00 in November"


def test_no_moment_is_claimed_where_the_earliest_start_has_no_time(england: WorkingDays) -> None:
    events = [event("begun", dt.datetime(2026, 11, 3, 9, 0)), event("begun", TUESDAY)]
    result = due(england, clock(limit="24 hours"), events, TUESDAY)
    assert (result.on, result.at) == (WEDNESDAY, None)


@pytest.mark.parametrize("stage", [None, ORDINARY])
@pytest.mark.parametrize("begun", [MONDAY, TUESDAY])
def test_settlement_stops_a_clock_that_was_running(england: WorkingDays, stage: Stage | None, begun: dt.date) -> None:
    result = due(england, clock(), [event("begun", begun)], NEXT_TUESDAY, stage, settled_on=TUESDAY)
    assert (result.state, result.ended) == ("met", TUESDAY)


def test_settlement_before_a_recorded_stop_is_what_ended_the_clock(england: WorkingDays) -> None:
    events = [event("begun", MONDAY), event("done", FRIDAY)]
    result = due(england, clock(), events, FRIDAY, settled_on=WEDNESDAY)
    assert (result.state, result.ended) == ("met", WEDNESDAY)


def test_settlement_after_the_limit_does_not_undo_the_lapse(england: WorkingDays) -> None:
    result = due(england, clock(), [event("begun", MONDAY)], FRIDAY, settled_on=THURSDAY)
    assert (result.state, result.ended) == ("overdue", THURSDAY)


def test_settlement_does_not_stop_a_clock_that_starts_after_it(england: WorkingDays) -> None:
    result = due(england, clock(), [event("begun", WEDNESDAY)], NEXT_TUESDAY, settled_on=TUESDAY)
    assert (result.state, result.ended) == ("overdue", None)


def test_settlement_does_not_stop_a_clock_of_what_follows_it(england: WorkingDays) -> None:
    for one in (clock(), clock(starts="other", no_later_than=("begun",))):
        result = due(england, one, [event("begun", TUESDAY)], TUESDAY, AFTERWARDS, settled_on=TUESDAY)
        assert (result.state, result.ended) == ("running", None)


def test_settlement_does_not_stop_a_clock_that_the_settling_event_starts(england: WorkingDays) -> None:
    events = [event("begun", TUESDAY, outcome="agreed"), event("begun", TUESDAY)]
    assert due(england, clock(), events, TUESDAY, settled_on=TUESDAY).ended is None


def test_a_start_that_is_not_recorded_does_not_outlive_the_settlement(england: WorkingDays) -> None:
    one = clock(no_later_than=("told",))
    result = due(england, one, [event("told", THURSDAY, outcome="agreed")], NEXT_TUESDAY, settled_on=TUESDAY)
    assert (result.state, result.ended) == ("met", THURSDAY)


def test_a_date_that_rests_on_holidays_not_yet_proclaimed_is_marked(england: WorkingDays) -> None:
    begun = dt.date(2026, 12, 31)
    assert due(england, clock(), [event("begun", begun)], begun).expected
    assert not due(england, clock(), [event("begun", MONDAY)], MONDAY).expected


def test_a_case_beyond_the_years_on_file_is_refused(england: WorkingDays) -> None:
    with pytest.raises(BeyondCalendar):
        due(england, clock(), [event("begun", dt.date(2015, 11, 2))], MONDAY)


def test_the_order_of_the_clocks_is_kept(england: WorkingDays) -> None:
    clocks = [(clock(id=name), None) for name in ("b", "c", "a")]
    assert [one.clock for one in timetable("letters", clocks, [], england, MONDAY)] == ["b", "c", "a"]


MOMENTS = st.one_of(
    st.dates(dt.date(2026, 1, 1), dt.date(2027, 2, 1)),
    st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 2, 1), timezones=st.sampled_from([None, dt.UTC])),
)
EVENTS = st.lists(
    st.builds(
        event,
        st.sampled_from(["begun", "done", "told", "received"]),
        MOMENTS,
        stage=st.sampled_from([None, "first", "second"]),
        outcome=st.sampled_from([None, "agreed"]),
    ),
    max_size=8,
)
CLOCKS = st.builds(
    clock,
    kind=st.sampled_from(["limit", "indicative", "hoped"]),
    limit=st.sampled_from(["1 working day", "5 working days", "24 hours", "36 hours", "10 calendar days", "2 weeks"]),
    counting=st.sampled_from(["start_day_counts", "start_day_does_not_count", "unclear"]),
    no_later_than=st.sampled_from([(), ("told",)]),
    also_read=st.sampled_from([(), ({"starts": "received", "stage": None, "see": "s-0"},)]),
    start_stage=st.sampled_from([None, "first"]),
)
STAGES = st.sampled_from([None, ORDINARY, AFTERWARDS])
TODAY = st.dates(dt.date(2026, 1, 1), dt.date(2027, 3, 1))


def test_an_event_without_a_time_comes_before_one_at_midnight(england: WorkingDays) -> None:
    one = clock(limit="24 hours")
    day, midnight = event("begun", dt.date(2026, 1, 5)), event("begun", dt.datetime(2026, 1, 5))
    assert due(england, one, [day, midnight], day.day) == due(england, one, [midnight, day], day.day)
    assert due(england, one, [midnight, day], day.day).at is None


@given(CLOCKS, STAGES, EVENTS, TODAY, st.none() | TODAY, st.randoms())
def test_the_order_of_events_does_not_matter(
    england: WorkingDays,
    one: Clock,
    stage: Stage | None,
    events: list[Event],
    today: dt.date,
    settled_on: dt.date | None,
    random: Any,
) -> None:
    shuffled = random.sample(events, len(events))
    assert due(england, one, events, today, stage, settled_on) == due(england, one, shuffled, today, stage, settled_on)


@given(CLOCKS, STAGES, EVENTS, TODAY, st.none() | TODAY)
def test_every_due_date_holds_together(
    england: WorkingDays,
    one: Clock,
    stage: Stage | None,
    events: list[Event],
    today: dt.date,
    settled_on: dt.date | None,
) -> None:
    result = due(england, one, events, today, stage, settled_on)
    assert result.state in STATES
    assert result.arithmetic
    if result.state == "not_started":
        assert (result.started, result.on, result.latest, result.ended) == (None, None, None, None)
        return
    assert result.started is not None and result.on is not None and result.latest is not None
    assert result.started <= today
    assert result.on <= result.latest
    assert result.unclear or result.on == result.latest
    assert result.ended is None or result.started <= result.ended <= today
    assert result.at is None or result.at.date() == result.on
    assert result.state != "overdue" or one.kind == "limit"
    assert result.state != "indicative_passed" or one.kind != "limit"
    assert result.ended is None or result.state in {"met", "overdue", "indicative_passed"}
