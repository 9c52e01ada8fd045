"""What is due across cases: each thing in its bucket, nothing missed, nothing stronger than the text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decision_support.casework import Casework
from decision_support.casework.whats_due import Task, WhatsDue, due_in_words, whats_due
from decision_support.loading.cases import read_case
from decision_support.loading.examples import bundled_example, example_paths, expected_of
from decision_support.loading.knowledge import load
from decision_support.model.advice_data import plain
from decision_support.model.case import Case
from made_up_bases import laid_out
from sample_cases import case_of

HERE = Path(__file__).parent / "two_procedures"
EXAMPLES = example_paths()
MONDAY = dt.date(2026, 11, 2)
Offices = Callable[..., Casework]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Offices:
    """A desk with the two made-up procedures: the letter is due in four weeks unless told otherwise."""
    made: dict[tuple[tuple[str, str], ...], Casework] = {}

    def desk(limit: str = "4 weeks", kind: str = "limit", *others: tuple[str, str]) -> Casework:
        changes = (("limit: 1 week", f"limit: {limit}"), ("kind: limit", f"kind: {kind}"), *others)
        if changes not in made:
            folder = laid_out(HERE, tmp_path_factory.mktemp("office"))
            for name in ("lib", "uni"):
                for path in (*folder.glob(f"rules/{name}/*.yaml"), *folder.glob(f"knowledge/guidance/{name}/*.yaml")):
                    text = path.read_text(encoding="utf-8")
                    for old, new in changes:
                        text = text.replace(old, new)
                    path.write_text(text, encoding="utf-8")
            made[changes] = Casework(load(folder / "rules", folder / "knowledge"))
        return made[changes]

    return desk


def disputed(guidance: str = "uni", **when: Any) -> Case:
    """A fine disputed on Monday 2 November 2026, unless told otherwise."""
    when = when or {"on": MONDAY}
    start = {"what": "fine_disputed", **when}
    day = when["on"] if "on" in when else dt.datetime.fromisoformat(when["at"]).date()
    facts = {"fine_is_disputed": {"value": "yes"}}
    return Case.model_validate(
        {"case": "A fine", "guidance": [guidance], "opened": day, "facts": facts, "events": [start]}
    )


def in_buckets(due: WhatsDue) -> dict[str, list[str | None]]:
    """What is due in each bucket that holds anything, by recommendation."""
    buckets = {"overdue": due.overdue, "today": due.today, "passed": due.passed, "week": due.week}
    return {name: [each.recommendation for each in those] for name, those in buckets.items() if those}


def only(due: WhatsDue) -> Task:
    (task,) = due.tasks
    return task


def test_without_a_case_nothing_is_due(desk: Casework) -> None:
    due = whats_due(desk, [], MONDAY)
    assert (due.cases, due.tasks, due.not_advised) == (0, (), ())
    assert (due.on, due.until) == ("2026-11-02", "2026-11-09")


@pytest.mark.parametrize(
    ("days_left", "bucket"), [(-1, "overdue"), (0, "today"), (1, "week"), (7, "week"), (8, None), (20, None)]
)
def test_a_limit_falls_into_the_bucket_of_its_day(days_left: int, bucket: str | None, office: Offices) -> None:
    ends = MONDAY + dt.timedelta(weeks=4)
    due = whats_due(office(), [("F1", disputed())], ends - dt.timedelta(days=days_left))
    assert in_buckets(due) == ({bucket: ["uni.write-to-the-adviser"]} if bucket else {})
    assert due.cases == 1
    if bucket:
        task = only(due)
        assert (task.reference, task.case, task.clock, task.bucket) == ("F1", "A fine", "uni.letter", bucket)
        assert (task.say, task.strength, task.clauses) == ("Write to the adviser.", "must", ("uni-01",))
        assert task.due is not None and task.due.on == task.due.latest == ends.isoformat()
        assert task.lapse == "The fine stands."
        assert task.actor is not None and task.actor.role == "student"
        assert task.contact is not None and task.contact.role == "adviser"


@pytest.mark.parametrize("kind", ["indicative", "hoped"])
def test_a_day_that_only_guides_is_never_overdue(kind: str, office: Offices) -> None:
    cases, ends = [("F1", disputed())], MONDAY + dt.timedelta(weeks=4)
    guiding = office(kind=kind)
    for days_after, bucket in ((-3, "week"), (0, "today"), (1, "passed"), (90, "passed")):
        due = whats_due(guiding, cases, ends + dt.timedelta(days=days_after))
        assert in_buckets(due) == {bucket: ["uni.write-to-the-adviser"]}, days_after
        assert due_in_words(only(due)) == f"Monday 30 November 2026 ({kind} only)"


@pytest.mark.parametrize(("day", "bucket"), [(2, "week"), (3, "today"), (4, "overdue"), (5, "overdue")])
def test_where_counting_is_unclear_the_earlier_day_rules(day: int, bucket: str, office: Offices) -> None:
    due = whats_due(office(), [("F1", disputed("lib"))], dt.date(2026, 11, day))
    assert in_buckets(due) == {bucket: ["lib.talk-at-the-desk"]}
    shown = only(due).due
    assert shown is not None and (shown.on, shown.latest, shown.unclear) == ("2026-11-03", "2026-11-04", True)
    assert shown.state == ("overdue" if day == 5 else "due_today" if day > 2 else "running"), "the state is not bent"


def test_an_unclear_day_that_only_guides_has_passed_once_it_has_on_every_reading(office: Offices) -> None:
    cases = [("F1", disputed("lib"))]
    buckets = [in_buckets(whats_due(office(kind="indicative"), cases, dt.date(2026, 11, day))) for day in (3, 4, 5)]
    assert [list(each) for each in buckets] == [["today"], ["today"], ["passed"]]


def test_both_readings_are_said_and_which_to_work_to(office: Offices) -> None:
    before, after = (
        due_in_words(only(whats_due(office(), [("F1", disputed("lib"))], dt.date(2026, 11, day)))) for day in (3, 9)
    )
    assert before == ("Tuesday 3 November 2026 (Wednesday 4 November 2026 on another reading; work to the earlier)")
    assert after == "Tuesday 3 November 2026 (Wednesday 4 November 2026 on another reading)", "too late to choose"


def test_a_clock_in_hours_says_the_time_of_day(office: Offices) -> None:
    cases = [("F1", disputed(at="2026-11-06T16:10:00"))]
    task = only(whats_due(office("24 hours"), cases, dt.date(2026, 11, 6)))
    assert task.due is not None and (task.due.on, task.due.at, task.bucket) == ("2026-11-07", "16:10", "week")
    assert due_in_words(task) == "Saturday 7 November 2026 at 16:10"
    later = whats_due(office("24 hours"), cases, dt.date(2026, 11, 8))
    assert in_buckets(later) == {"overdue": ["uni.write-to-the-adviser"]}


def test_a_bundled_clock_in_hours_has_its_later_reading_too(desk: Casework) -> None:
    case, _ = bundled_example("friday-afternoon-report", desk.base)
    due = whats_due(desk, [("F1", case)], dt.date(2026, 11, 6))
    (task,) = (each for each in due.week if each.clock == "nssb.line-manager-contact")
    assert task.due is not None and (task.due.on, task.due.at, task.due.latest) == ("2026-11-07", "16:10", "2026-11-09")


def test_whoever_is_in_danger_now_comes_first_today_without_any_clock(desk: Casework) -> None:
    case, on = bundled_example("immediate-risk-tonight", desk.base)
    due = whats_due(desk, [("A", bundled_example("line-managers-disagree", desk.base)[0]), ("Z", case)], on)
    first = due.today[0]
    assert (first.reference, first.recommendation, first.basis) == ("Z", "ours.call-emergency-services", "ours")
    assert first.due is None and first.clock is None and due_in_words(first) == "no day is set; it is for now"
    urgency = [each.urgency == "now" for each in due.today]
    assert urgency == sorted(urgency, reverse=True)


def test_what_is_for_now_is_due_today_however_late_its_day_and_comes_first(office: Offices) -> None:
    at_once = office("4 weeks", "limit", ("contact: adviser,", "contact: adviser, urgency: now,"))
    cases = [("A", disputed("lib")), ("Z", disputed("uni"))]
    due = whats_due(at_once, cases, dt.date(2026, 11, 3))
    assert [(each.reference, each.due.on) for each in due.today if each.due] == [
        ("Z", "2026-11-30"),
        ("A", "2026-11-03"),
    ]
    assert due.tasks == due.today


def test_a_prohibition_has_no_day_and_its_clock_stands_alone(office: Offices) -> None:
    forbidding = office("1 week", "limit", ("then: {must: write", "then: {must_not: write"))
    due = whats_due(forbidding, [("A", disputed())], dt.date(2026, 11, 9))
    (clock,) = (each for each in due.today if each.clock)
    assert (clock.recommendation, clock.clock, clock.strength) == (None, "uni.letter", None)
    assert [each.strength for each in due.tasks if each.recommendation] == ["must_not"]
    assert all(each.due is None for each in due.tasks if each.recommendation)


def test_a_clock_that_no_advice_carries_is_listed_with_those_whose_stage_it_is(desk: Casework) -> None:
    case = case_of(events=[{"what": "concern_first_considered", "on": "2026-11-02"}])
    alone = {each.clock: each for each in whats_due(desk, [("A", case)], MONDAY).tasks if not each.recommendation}
    carried = {each.clock for each in whats_due(desk, [("A", case)], MONDAY).tasks if each.recommendation}
    assert alone.keys() >= {"nssb.stage-2", "nssb.stage-3"} and not alone.keys() & carried
    task = alone["nssb.stage-3"]
    clock = next(known for known, _ in desk.base.documents["nssb"].clocks() if known.id == "stage-3")
    assert (task.say, task.clauses, task.lapse, task.strength) == (clock.say, clock.clauses, clock.lapse, None)
    assert task.stage_roles == ("senior manager",) and task.actor is None


def test_a_clock_that_has_ended_is_not_due(desk: Casework) -> None:
    events = [
        {"what": "concern_first_considered", "on": "2026-11-02"},
        {"what": "stage_ended", "on": "2026-11-02", "stage": "stage-1", "outcome": "resolved"},
    ]
    due = whats_due(desk, [("A", case_of(events=events))], dt.date(2026, 11, 20))
    assert [each for each in due.tasks if each.clock] == []


def test_who_acts_is_named_with_role_and_people(desk: Casework) -> None:
    case = case_of(
        facts={"worker_has_a_concern": "yes", "immediate_risk_of_harm": "no"},
        events=[{"what": "concern_first_considered", "on": "2026-11-02"}],
    )
    task = next(each for each in whats_due(desk, [("A", case)], MONDAY).tasks if each.actor and each.contact)
    assert task.actor is not None and task.contact is not None
    assert (task.actor.people, task.contact.people) == (("sw",), ("nurse",))
    assert task.names == {"nurse": "Cai", "sw": "Asha"}


def test_what_cannot_be_followed_together_says_so_on_both(desk: Casework) -> None:
    case, on = bundled_example("line-managers-disagree", desk.base)[0], dt.date(2026, 3, 10)
    conflict = desk.advise(case, on).conflicts[0]
    both = [each for each in whats_due(desk, [("A", case)], on).tasks if each.recommendation in conflict.between]
    one, other = both
    assert (one.conflicts, other.conflicts) == ((other.say,), (one.say,))


def test_a_case_that_cannot_be_advised_is_listed_and_stops_no_other(desk: Casework) -> None:
    sound, on = bundled_example("immediate-risk-tonight", desk.base)
    early = dt.date(1990, 1, 1)
    cases = [
        ("3-beyond", case_of(opened=early, events=[{"what": "concern_first_considered", "on": early}])),
        ("2-sound", sound),
        ("1-contradiction", case_of(opened="2026-01-02", facts={"difference_within_one_agency": "yes"})),
        ("4-not-yet-opened", case_of(opened=on + dt.timedelta(days=1))),
    ]
    due = whats_due(desk, cases, on)
    assert due.cases == 4 and due.tasks == whats_due(desk, cases[1:2], on).tasks != ()
    assert [each.reference for each in due.not_advised] == ["1-contradiction", "3-beyond", "4-not-yet-opened"]
    assert "agencies recorded for both sides say 'no'" in due.not_advised[0].why
    assert "outside the bank holidays on file for England" in due.not_advised[1].why
    assert "the case was opened on" in due.not_advised[2].why


def test_a_case_that_was_written_under_other_knowledge_is_listed_too(office: Offices) -> None:
    sound = disputed()
    outgrown = {
        "1-no-such-document": sound.model_copy(update={"guidance": ("nssb",)}),
        "2-no-such-facts": case_of(guidance=["uni"], people=[], facts={"one": "yes", "another": "yes"}),
    }
    due = whats_due(office(), [*outgrown.items(), ("3-sound", sound)], MONDAY + dt.timedelta(weeks=4))
    assert in_buckets(due) == {"today": ["uni.write-to-the-adviser"]}
    assert [each.reference for each in due.not_advised] == list(outgrown)
    assert "there is no guidance 'nssb'" in due.not_advised[0].why
    several = due.not_advised[1].why
    assert "'one'" in several and "'another'" in several and "\n" not in several


def test_it_is_plain_data_with_a_list_for_each_bucket(office: Offices) -> None:
    data = plain(whats_due(office(), [("F1", disputed())], dt.date(2026, 12, 1)))
    assert list(data) == ["on", "until", "cases", "overdue", "today", "passed", "week", "not_advised"]
    (task,) = data["overdue"]
    assert (task["due"]["on"], task["actor"]["role"], task["stage_roles"]) == ("2026-11-30", "student", [])


@pytest.mark.parametrize("name", EXAMPLES)
def test_ruling_cases_out_early_misses_nothing_that_advice_has(name: str, desk: Casework) -> None:
    case, on = read_case(EXAMPLES[name], desk.base), expected_of(EXAMPLES[name])[-1].on
    assert_as_advised(desk, case, on)


@settings(deadline=None, max_examples=40)
@given(name=st.sampled_from(sorted(EXAMPLES)), days=st.integers(0, 90))
def test_on_any_day_what_is_due_is_what_advice_has(name: str, days: int, desk: Casework) -> None:
    case = read_case(EXAMPLES[name], desk.base)
    assert_as_advised(desk, case, case.opened + dt.timedelta(days=days))


def assert_as_advised(desk: Casework, case: Case, on: dt.date) -> None:
    """Hold what is due against the whole advice, read anew: what is urgent or dated, and every clock."""
    advice = desk.advise(case, on)
    until = (on + dt.timedelta(days=7)).isoformat()
    wanted = {
        each.id
        for each in advice.recommendations
        if each.urgency in ("now", "today") or (each.due or NEVER).on <= until
    }
    carried = {f"{each.id.split('.')[0]}.{each.due.clock}" for each in advice.recommendations if each.due}
    wanted |= {
        line.clock
        for line in advice.timetable
        if line.on and line.on <= until and not line.ended and line.clock not in carried
    }
    due = whats_due(desk, [("A", case)], on)
    assert {each.recommendation or each.clock for each in due.tasks} == wanted
    assert len(due.tasks) == len(wanted)
    late = {line.clock for line in advice.timetable if line.state == "overdue" and not line.ended}
    assert late <= {each.clock for each in due.overdue}, "what has run out on every reading is overdue"
    assert all(each.due and each.due.kind == "limit" and each.due.on < due.on for each in due.overdue)
    assert all(each.due and each.due.kind != "limit" and each.due.latest < due.on for each in due.passed)
    assert all(each.due and due.on < each.due.on <= until for each in due.week)


class NEVER:
    on = "9999-12-31"


@settings(deadline=None, max_examples=10)
@given(data=st.data())
def test_the_order_of_the_cases_makes_no_difference(data: st.DataObject, desk: Casework) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(EXAMPLES)), max_size=5, unique=True))
    cases = [(name, read_case(EXAMPLES[name], desk.base)) for name in names]
    on = dt.date(2026, 11, 6)
    due = whats_due(desk, cases, on)
    assert whats_due(desk, data.draw(st.permutations(cases)), on) == due
    apart = [each for one in cases for each in whats_due(desk, [one], on).tasks]
    assert sorted(map(repr, due.tasks)) == sorted(map(repr, apart)), "no case bears on another"
    for those in (due.overdue, due.passed, due.week):
        order = [(each.due.on if each.due else "", each.reference) for each in those]
        assert order == sorted(order)
