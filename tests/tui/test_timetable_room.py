"""The timetable and the history of a case: the arithmetic of clocks, corrections, and what was known on a day."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest
from textual.widgets import Static

from at_screen import NARROW, ON, WIDE, AtScreen, at_screen, enter, put_example, write
from decision_support.model.entries import Corrected, Noted
from decision_support.model.people import Dated, Person
from decision_support.model.values import Answer
from decision_support.tui.widgets.items import Items

sys.path.insert(0, str(Path(__file__).parents[1] / "cli"))
from stored_weeks import REFERENCE, weeks

MARCH = dt.date(2026, 3, 31)


def about(here: AtScreen) -> str:
    """All that the pane says, even what is scrolled away."""
    told = here.app.screen.query_one("Prose Static", Static).content
    return " ".join(str(told).split())


SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])


@SIZES
async def test_clocks_that_have_run_out_stand_first_and_show_arithmetic(tmp_path: Path, size: tuple[int, int]) -> None:
    store = put_example(tmp_path / "cases.db", "overdue-clocks")
    async with at_screen(store, "2026-001", size) as here:
        await here.press("t")
        assert here.text.index("HAS RUN OUT") < here.text.index("Stage 1, worker to worker")
        assert "Monday 13 April 2026, or Tuesday 14 April 2026 on another reading. It has run out." in about(here)
        assert "HOW THE DAY IS RECKONED - It started on Monday 13 April 2026." in about(here)
        assert "Not counting Monday 13 April 2026 itself, 1 working day ends on Tuesday 14 April 2026." in about(here)
        await here.press("enter", "G", "G")
        assert "THE CLAUSES, IN OUR WORDS" in about(here) and about(here).split()[-1] in here.text


async def test_a_clock_tells_what_it_means_when_it_runs_out(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", "overdue-clocks")
    async with at_screen(store, "2026-001", WIDE) as here:
        await here.press("t")
        assert "WHEN IT RUNS OUT The document gives no penalty." in about(here)
        assert "WHAT ENDS IT" in about(here)


@SIZES
async def test_an_indicative_day_that_has_passed_is_never_called_overdue(tmp_path: Path, size: tuple[int, int]) -> None:
    store = put_example(tmp_path / "cases.db", "osdr-difference-highlighted")
    async with at_screen(store, "2026-001", size) as here:
        await here.press("t")
        assert "PAST AN INDICATIVE DAY" in here.text and "has passed its indicative day" in here.text
        assert "overdue" not in here.text.lower() and "HAS RUN OUT" not in here.text


async def test_a_clock_that_has_not_started_says_what_starts_it_and_one_key_records_that(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", "almost-nothing-known")
    async with at_screen(store, "2026-001", WIDE) as here:
        await here.press("t")
        assert "NOT STARTED" in here.text and "WHAT STARTS IT" in here.text
        assert "The start is not recorded, so there is no date yet." in about(here)
        while "considered that there might be a concern" not in about(here):
            await here.press("down")
        await here.press("s", "ctrl+s")
        assert here.where == "TimetableRoom"
        assert here.record.case().events[-1].what == "concern_first_considered"
        assert here.record.case().events[-1].day == ON
        assert "NOT STARTED" in here.text and "RUNS OUT TODAY" in here.text


async def test_a_case_without_clocks_says_so(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", "lscb")
    async with at_screen(store, "2026-001") as here:
        await here.press("t")
        assert "No document of this case sets a limit in time" in here.text


@SIZES
async def test_the_history_has_every_entry_the_newest_at_the_bottom(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_screen(weeks(tmp_path / "weeks.db"), REFERENCE, size, on=MARCH) as here:
        await here.press("t", "h")
        assert "History: 24 entries" in here.text and "Entry 24" in here.text
        assert "Note: Begun again, in summer time." in here.text
        await here.press("home")
        assert "Entry 1" in here.text and "Written at 09:00 on Monday 2 March 2026 by asha." in about(here)
        await here.press("h")
        assert "24 entries" not in here.text and "Timetable" in here.text


@SIZES
async def test_an_entry_is_corrected_in_its_own_words(tmp_path: Path, size: tuple[int, int]) -> None:
    store = write(tmp_path / "cases.db", "2026-001", "nssb")
    enter(store, "2026-001", Noted(text="Rang the [wrong] ward."))
    async with at_screen(store, "2026-001", size) as here:
        await here.press("t", "h", "e")
        assert "It says: Note: Rang the [wrong] ward." in here.text
        await here.press("end", *["backspace"] * len("[wrong] ward."))
        await here.type("[right] ward.")
        await here.press("tab", "tab")
        await here.type("A slip.")
        await here.press("ctrl+s")
        assert here.where == "TimetableRoom"
        last = here.record.entries[-1].content
        assert last == Corrected(corrects=2, content={"text": "Rang the [right] ward."}, because="A slip.")
        assert "Entry 2 was corrected. It says now: Note: Rang the [right] ward." in here.text


async def test_an_entry_is_taken_back_with_its_reason(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", "nssb")
    enter(store, "2026-001", Noted(text="Meant for another case."))
    async with at_screen(store, "2026-001") as here:
        await here.press("t", "h", "e", "tab", "space", "ctrl+s")
        assert here.where == "CorrectForm"
        assert "Say why it was wrong" in here.text
        await here.type("It is about somebody else.")
        await here.press("ctrl+s")
        last = here.record.entries[-1].content
        assert last == Corrected(corrects=2, content=None, because="It is about somebody else.")


async def test_a_correction_that_changes_nothing_is_refused_and_keeps_the_reason(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", "nssb")
    enter(store, "2026-001", Noted(text="All is well."))
    async with at_screen(store, "2026-001") as here:
        await here.press("t", "h", "e", "tab", "tab")
        await here.type("I am not sure.")
        await here.press("ctrl+s")
        assert "Nothing is different yet" in here.text and "I am not sure." in here.text
        assert len(here.record.entries) == 2


async def test_a_value_that_cannot_be_is_refused_in_the_dialog(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", "nssb", facts={"immediate_risk_of_harm": Answer(value="no")})
    async with at_screen(store, "2026-001") as here:
        await here.press("t", "h", "e", "tab", "tab", "tab")
        await here.type("2026-02-30")
        await here.press("tab", "tab")
        await here.type("Typed too fast.")
        await here.press("ctrl+s")
        assert here.where == "CorrectForm" and len(here.record.entries) == 2
        assert "entry 2" in here.text and "Typed too fast." in here.text
        await here.press("escape")
        assert here.where == "Confirm" and "Leave without saving?" in here.text
        await here.press("y")
        assert here.where == "TimetableRoom"


async def test_a_corrected_answer_changes_the_advice_and_one_key_takes_that_back(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", "nssb", facts={"immediate_risk_of_harm": Answer(value="no")})
    async with at_screen(store, "2026-001", WIDE) as here:
        await here.press("t", "h", "e", "enter")
        await here.type("yes")
        await here.press("enter", "tab", "tab", "tab", "tab", "tab")
        await here.type("The ward rang.")
        await here.press("ctrl+s")
        assert here.record.case().facts["immediate_risk_of_harm"].value == "yes"
        assert "What this changed" in here.told
        await here.press("z")
        assert here.record.case().facts["immediate_risk_of_harm"].value == "no"


async def test_an_entry_that_is_itself_a_correction_says_which_to_correct_instead(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", "nssb")
    enter(store, "2026-001", Noted(text="One."))
    enter(store, "2026-001", Corrected(corrects=2, content={"text": "Two."}, because="It was two."))
    async with at_screen(store, "2026-001") as here:
        await here.press("t", "h", "e")
        assert here.where == "TimetableRoom"
        assert "entry 3 is itself a correction" in here.told


@SIZES
async def test_the_case_is_shown_as_it_was_known_on_a_chosen_day(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_screen(weeks(tmp_path / "weeks.db"), REFERENCE, size, on=MARCH) as here:
        await here.press("t", "d")
        await here.type("2026-03-04")
        await here.press("enter")
        assert "AS IT WAS KNOWN AT the end of Wednesday 4 March 2026" in here.text
        assert "15 entries written later do not count." in about(here)
        assert "worked out with today's knowledge" in about(here)
        await here.press("v")
        assert "Case 2026-014: 9 entries" in about(here)
        assert "Rang the ward" not in about(here)
        await here.press("escape")
        assert here.where == "TimetableRoom" and len(here.record.entries) == 24


async def test_a_time_of_day_tells_what_was_known_by_then(tmp_path: Path) -> None:
    async with at_screen(weeks(tmp_path / "weeks.db"), REFERENCE, WIDE, on=MARCH) as here:
        await here.press("t", "d")
        await here.type("2026-03-04 16:00")
        await here.press("enter")
        assert "AS IT WAS KNOWN AT 16:00 on Wednesday 4 March 2026" in here.text
        assert "16 entries written later do not count." in about(here)


async def test_a_day_before_the_first_entry_and_what_is_no_day_are_refused_in_the_dialog(tmp_path: Path) -> None:
    async with at_screen(weeks(tmp_path / "weeks.db"), REFERENCE, on=MARCH) as here:
        await here.press("t", "d")
        await here.type("2026-02-28")
        await here.press("enter")
        assert here.where == "DayForm" and "The first entry was written on Monday 2 March 2026" in here.text
        await here.type("x")
        await here.press("enter")
        assert here.where == "DayForm" and "is not a date" in here.text and "2026-02-28x" in here.text


@SIZES
@pytest.mark.parametrize(("day", "between"), [(6, False), (8, True), (9, False)])
async def test_a_clock_between_its_two_readings_is_not_said_to_run_out_today(
    tmp_path: Path, size: tuple[int, int], day: int, between: bool
) -> None:
    store = put_example(tmp_path / "cases.db", "friday-afternoon-report")
    async with at_screen(store, "2026-001", size, on=dt.date(2026, 11, day)) as here:
        await here.press("t")
        clocks = here.app.screen.query_one("#clocks", Items)
        titles = [str(each.prompt) for each in clocks.options if each.id is None]
        assert ("HAS RUN OUT ON THE EARLIEST READING" in titles) == between
        assert ("RUNS OUT TODAY" in titles) != between
        assert not between or titles[0] == "HAS RUN OUT ON THE EARLIEST READING"
        ids = [each.id for each in clocks.options if each.id]
        assert len(ids) == len(set(ids)) > 0


async def test_a_day_that_was_emptied_is_asked_for_before_the_case_is_shown(tmp_path: Path) -> None:
    async with at_screen(weeks(tmp_path / "weeks.db"), REFERENCE, on=MARCH) as here:
        await here.press("t", "d", "end", "ctrl+u", "enter")
        assert here.where == "DayForm"
        assert "Give the day, such as 2026-03-31, today or yesterday." in here.text


async def test_what_brackets_mean_is_said_where_an_entry_has_them(tmp_path: Path) -> None:
    person = Person(id="asha", roles=("worker", "line_manager"), agency=(Dated.model_validate({"is": "A trust"}),))
    async with at_screen(write(tmp_path / "cases.db", "2026-001", "nssb", people=(person,)), "2026-001", WIDE) as here:
        await here.press("t", "h", "e")
        assert here.where == "CorrectForm" and "What stands in [ ] is a list" in here.text
        assert "worker, line_manager" in here.text
