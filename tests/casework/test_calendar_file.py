"""The calendar file by the rules of RFC 5545: it reads back, folds, escapes, keeps its UIDs, and names nobody."""

from __future__ import annotations

import datetime as dt
import io
import re
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from decision_support.casework import Casework
from decision_support.casework.calendar_file import calendar_text, write_calendar
from decision_support.casework.whats_due import Task, whats_due
from decision_support.errors import UserMistake
from decision_support.loading.cases import read_case
from decision_support.loading.examples import example_paths
from decision_support.model.advice import DueLine, Holder
from decision_support.model.case import UK_TIME

MADE_AT = dt.datetime(2026, 11, 6, 17, 0, 30, tzinfo=dt.UTC)
ACTOR = Holder("manager", "line manager", ("ada",), (), None, ())
WHOLE_DAY = DueLine("2026-11-09", "2026-11-09", "talk", "limit", False, "running", None)
TASK = Task(
    reference="F-1",
    on="2026-11-06",
    case="Ada and the fine",
    bucket="week",
    recommendation="lib.talk",
    say="Talk with whoever set the fine.",
    strength="should",
    urgency="dated",
    basis="guidance",
    due=WHOLE_DAY,
    clock="lib.talk",
    expected=False,
    lapse="Turn to the manager; do it now, and\nwrite it down.",
    actor=ACTOR,
    contact=None,
    names={"ada": "Ada"},
    clauses=("lib-02", "lib-03"),
)
PRINTABLE = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=200)


def read(*tasks: Task, made_at: dt.datetime = MADE_AT) -> list[Any]:
    return list(Calendar.from_ical(calendar_text(tasks, made_at)).walk("VEVENT"))


def event(task: Task = TASK, made_at: dt.datetime = MADE_AT) -> Any:
    (found,) = read(task, made_at=made_at)
    return found


def at(day: str, time: str) -> Task:
    return replace(TASK, due=replace(WHOLE_DAY, on=day, latest=day, at=time))


def logical_lines(content: bytes) -> list[str]:
    """The lines as RFC 5545 (3.1) has them: unfolded, without the library."""
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def assert_well_formed(content: bytes) -> None:
    assert content.endswith(b"END:VCALENDAR\r\n")
    physical = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in physical), "a line has more than 75 octets"
    assert all(b"\r" not in line and b"\n" not in line and line.decode() is not None for line in physical)
    lines = [line for line in logical_lines(content) if line]
    assert lines[0] == "BEGIN:VCALENDAR"
    assert all(re.match(r"[A-Z-]+(;[A-Z-]+=[^:;]+)*:", line) for line in lines)
    open_: list[str] = []
    for name, _, value in (line.partition(":") for line in lines):
        if name == "BEGIN":
            open_.append(value)
        elif name == "END":
            assert open_.pop() == value
    assert not open_


@pytest.fixture(scope="module")
def every_task(desk: Casework) -> tuple[Task, ...]:
    """What is due in all bundled cases on a Friday, under references that tell nothing."""
    paths = sorted(example_paths().values())
    cases = [(f"C-{number}", read_case(path, desk.base)) for number, path in enumerate(paths)]
    return whats_due(desk, cases, dt.date(2026, 11, 6)).tasks


def test_a_day_is_a_whole_day_and_ends_where_the_next_begins() -> None:
    content = calendar_text([TASK], MADE_AT)
    assert b"DTSTART;VALUE=DATE:20261109\r\nDTEND;VALUE=DATE:20261110\r\n" in content
    assert (event()["dtstart"].dt, event()["dtend"].dt) == (dt.date(2026, 11, 9), dt.date(2026, 11, 10))


def test_the_summary_has_the_reference_and_what_has_to_be_done() -> None:
    assert event()["summary"] == "F-1: Talk with whoever set the fine."
    forbidden = replace(TASK, strength="must_not", due=None, clock=None)
    assert event(forbidden)["summary"] == "F-1: Do not: Talk with whoever set the fine."


def test_the_description_says_who_by_role_how_firm_and_what_it_rests_on() -> None:
    assert event()["description"].split("\n") == [
        "How firm: should (lib-02, lib-03)",
        "Who: line manager",
        "By: Monday 9 November 2026",
        "If it passes: Turn to the manager; do it now, and",
        "write it down.",
        "As things were known on Friday 6 November 2026. This is advice; people decide.",
    ]


def test_the_earlier_reading_is_the_day_and_the_later_one_is_told() -> None:
    found = event(replace(TASK, due=replace(WHOLE_DAY, latest="2026-11-10", unclear=True)))
    assert found["dtstart"].dt == dt.date(2026, 11, 9)
    told = "Monday 9 November 2026 (Tuesday 10 November 2026 on another reading; work to the earlier)"
    assert told in found["description"]


def test_a_day_that_only_guides_says_so_where_the_calendar_shows_it() -> None:
    found = event(replace(TASK, due=replace(WHOLE_DAY, kind="indicative")))
    assert found["summary"] == "F-1: Talk with whoever set the fine. (indicative only)"


def test_a_clock_that_no_advice_carries_says_whose_stage_it_is() -> None:
    alone = replace(TASK, recommendation=None, strength=None, actor=None, stage_roles=("reader", "manager"))
    told = event(alone)["description"].split("\n")[0]
    assert told == (
        "A clock that runs (lib-02, lib-03); no advice on it names anybody yet. Its stage is for: reader and manager."
    )


def test_what_has_no_day_is_put_on_the_day_that_was_asked_about() -> None:
    found = event(replace(TASK, due=None, clock=None, lapse=None, urgency="now"))
    assert found["dtstart"].dt == dt.date(2026, 11, 6)


@pytest.mark.parametrize(
    ("day", "time", "in_utc"),
    [
        ("2026-10-24", "16:00", "2026-10-24T15:00"),
        ("2026-10-25", "00:30", "2026-10-24T23:30"),
        ("2026-10-25", "01:30", "2026-10-25T00:30"),  # comes twice; the first, which is the earlier
        ("2026-10-25", "02:00", "2026-10-25T02:00"),
        ("2026-10-25", "16:00", "2026-10-25T16:00"),
        ("2027-03-28", "00:59", "2027-03-28T00:59"),
        ("2027-03-28", "02:00", "2027-03-28T01:00"),
        ("2027-03-28", "16:00", "2027-03-28T15:00"),
    ],
)
def test_a_time_on_the_wall_is_the_right_moment_across_a_change_of_the_clocks(day: str, time: str, in_utc: str) -> None:
    content = calendar_text([at(day, time)], MADE_AT)
    (start,) = (line for line in logical_lines(content) if line.startswith("DTSTART;TZID="))
    assert start == f"DTSTART;TZID=Europe/London:{day.replace('-', '')}T{time.replace(':', '')}00"
    assert b"DTEND" not in content, "a moment takes no time"
    wanted = dt.datetime.fromisoformat(in_utc).replace(tzinfo=dt.UTC)
    (found,) = Calendar.from_ical(content).walk("VEVENT")
    assert found["dtstart"].dt.astimezone(dt.UTC) == wanted
    zone = zone_in(content)
    assert dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=zone).astimezone(dt.UTC) == wanted


def zone_in(content: bytes) -> dt.tzinfo:
    """The time zone as another library reads it from nothing but the VTIMEZONE of the file."""
    text = content.decode().replace("\r\n", "\n")
    zone = tzical(io.StringIO(text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE") + 14] + "\n")).get()
    assert zone is not None
    return zone


@settings(deadline=None)
@given(hours=st.integers(0, 24 * 800))
def test_the_time_zone_of_the_file_agrees_with_the_clocks_at_every_hour(hours: int) -> None:
    zone = zone_in(calendar_text([at("2026-06-01", "12:00"), at("2027-06-01", "12:00")], MADE_AT))
    wall = dt.datetime(2025, 11, 1) + dt.timedelta(hours=hours)
    if wall.replace(tzinfo=UK_TIME).astimezone(dt.UTC).astimezone(UK_TIME).replace(tzinfo=None) == wall:
        assert wall.replace(tzinfo=zone).utcoffset() == wall.replace(tzinfo=UK_TIME).utcoffset()


def test_the_same_task_keeps_its_uid_and_the_later_file_wins() -> None:
    later = MADE_AT + dt.timedelta(days=3)
    moved = replace(TASK, on="2026-11-09", bucket="today", say="Talk.", due=replace(WHOLE_DAY, on="2026-11-10"))
    first, second = event(), event(moved, later)
    assert first["uid"] == second["uid"]
    assert second["sequence"] > first["sequence"]
    assert second["dtstamp"].dt == second["last-modified"].dt == later > first["dtstamp"].dt
    assert second["sequence"] < 2**31, "RFC 5545 (3.3.8) has no larger whole numbers"


def test_another_case_clock_or_recommendation_has_another_uid() -> None:
    others = [{"reference": "F-2"}, {"clock": "uni.letter"}, {"recommendation": "lib.decide"}, {"recommendation": None}]
    uids = {event(replace(TASK, **each))["uid"] for each in [{}, *others]}  # type: ignore[arg-type]
    assert len(uids) == 5


def test_the_uid_is_the_one_that_earlier_files_have() -> None:
    assert event()["uid"] == "ffaa3cdb-c5a6-5909-9524-6611f2b96896"


def test_every_event_is_private_leaves_its_time_free_and_has_no_alarm() -> None:
    assert (event()["class"], event()["transp"]) == ("PRIVATE", "TRANSPARENT")
    assert b"VALARM" not in calendar_text([TASK], MADE_AT)


def test_with_nothing_due_the_file_is_still_a_calendar() -> None:
    content = calendar_text([], MADE_AT)
    assert_well_formed(content)
    calendar = Calendar.from_ical(content)
    assert calendar.walk("VEVENT") == [] and len(calendar.walk("VTIMEZONE")) == 1  # RFC 5545 wants one component
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert calendar["prodid"] == "-//decision-support//what is due//EN"


def test_the_same_tasks_make_the_same_file(every_task: tuple[Task, ...]) -> None:
    assert calendar_text(every_task, MADE_AT) == calendar_text(iter(every_task), MADE_AT)


def test_all_bundled_cases_make_a_well_formed_file_with_one_event_for_each_task(every_task: tuple[Task, ...]) -> None:
    assert len(every_task) > 100
    assert_well_formed(calendar_text(every_task, MADE_AT))
    events = read(*every_task)
    assert len({found["uid"] for found in events}) == len(events) == len(every_task)
    for found, task in zip(events, every_task, strict=True):
        assert task.say in found["summary"] and str(found["dtstart"].dt)[:10] == (task.due.on if task.due else task.on)


def test_nobody_is_named_and_no_title_of_a_case_is_given(every_task: tuple[Task, ...], desk: Casework) -> None:
    text = "\n".join(logical_lines(calendar_text(every_task, MADE_AT)))
    named = {name.partition(" (")[0] for task in every_task for name in task.names.values()}
    assert len(named) > 50
    assert [name for name in named if re.search(rf"\b{re.escape(name)}\b", text)] == []
    assert [task.case for task in every_task if task.case in text] == []
    assert "Ada" not in "\n".join(logical_lines(calendar_text([TASK], MADE_AT)))


@settings(deadline=None)
@given(reference=PRINTABLE, say=PRINTABLE)
def test_any_text_folds_escapes_and_reads_back(reference: str, say: str) -> None:
    content = calendar_text([replace(TASK, reference=reference, say=say)], MADE_AT)
    assert_well_formed(content)
    (found,) = Calendar.from_ical(content).walk("VEVENT")
    assert found["summary"] == f"{reference}: {say}"


def test_folding_never_cuts_through_a_character() -> None:
    say = "Ŵ" * 60 + "€" * 60 + "🙂" * 30
    content = calendar_text([replace(TASK, say=say)], MADE_AT)
    assert_well_formed(content)
    assert event(replace(TASK, say=say))["summary"] == f"F-1: {say}"
    assert all(unicodedata.is_normalized("NFC", line) for line in logical_lines(content))


def test_without_the_library_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)  # as Python has it where a module cannot be found
    with pytest.raises(UserMistake, match=r"pip install 'decision-support\[calendar\]'"):
        calendar_text([TASK], MADE_AT)


def test_a_file_is_written_and_a_later_one_takes_its_place(tmp_path: Path) -> None:
    file = tmp_path / "due.ics"
    write_calendar(file, calendar_text([TASK], MADE_AT))
    assert file.read_bytes() == calendar_text([TASK], MADE_AT) and file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o640)
    link = tmp_path / "link.ics"
    link.symlink_to(file)
    write_calendar(link, calendar_text([], MADE_AT))
    assert file.read_bytes() == calendar_text([], MADE_AT)
    assert link.is_symlink() and file.stat().st_mode & 0o777 == 0o640
    assert sorted(tmp_path.iterdir()) == [file, link], "nothing is left beside it"


@pytest.mark.parametrize(
    "there",
    [
        b"case: A fine\n",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody else//EN\r\nEND:VCALENDAR\r\n",
        b"PRODID:-//decision-support//what is due//EN",
    ],
)
def test_nothing_is_written_over_a_file_of_somebody_else(there: bytes, tmp_path: Path) -> None:
    file = tmp_path / "mine.ics"
    file.write_bytes(there)
    with pytest.raises(UserMistake, match=r"mine\.ics holds something else than a calendar of what is due\. Choose"):
        write_calendar(file, calendar_text([TASK], MADE_AT))
    assert file.read_bytes() == there and list(tmp_path.iterdir()) == [file]


def test_where_nothing_can_be_written_a_sentence_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match=r"due\.ics: cannot be written: No such file or directory\."):
        write_calendar(tmp_path / "missing" / "due.ics", calendar_text([TASK], MADE_AT))


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="is a folder, not a file"):
        write_calendar(tmp_path, calendar_text([TASK], MADE_AT))
