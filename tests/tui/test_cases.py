"""The list of cases: what presses comes first, and whatever is wrong with the store is told and never the end."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from at_screen import NARROW, ON, WIDE, AtScreen, at_screen, beginning, enter, put_example, write
from decision_support.casefile.store import Store
from decision_support.model.entries import Closed, Noted
from decision_support.tui.agenda import Agenda
from decision_support.tui.screens.cases import Cases
from decision_support.tui.widgets.case_items import CaseItems

OVERDUE = "OVERDUE since Mon 13 Apr"  # overdue-clocks, from the fifth of November


def chosen(here: AtScreen) -> str | None:
    return here.app.screen.query_one(CaseItems).chosen


def in_order(here: AtScreen, *texts: str) -> None:
    """That these are on the screen, one after the other."""
    places = [here.text.find(text) for text in texts]
    assert -1 not in places, (texts, here.text)
    assert places == sorted(places)


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A case in which nothing but our own advice presses, and one that is overdue."""
    store = write(tmp_path / "cases.db", "2026-003", "nssb", "Case [red] [/x]")
    return put_example(store, "overdue-clocks", "2026-009")


async def test_what_is_overdue_comes_before_what_is_for_today(two: Path) -> None:
    async with at_screen(two) as here:
        in_order(here, "OVERDUE (1)", OVERDUE, "2026-009", "TODAY (1)", "now 2026-003 Case [red] [/x]")
        assert chosen(here) == "2026-009"


async def test_the_head_says_for_which_day_and_how_many_press(two: Path) -> None:
    async with at_screen(two) as here:
        assert "as on Thursday 5 November 2026" in here.text
        assert "Cases: 1 overdue, 1 today, 2 open." in here.text


async def test_the_day_is_not_called_chosen_where_it_is_today(two: Path) -> None:
    async with at_screen(two, on=None) as here:
        assert "as on" not in here.text


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_beside_or_under_the_list_stands_all_that_is_due_in_the_case(two: Path, size: tuple[int, int]) -> None:
    async with at_screen(two, size=size) as here:
        assert "Due in 2026-009" in here.text
        assert "passed already: Monday 13" in here.text
        await here.press("down")
        assert "Due in 2026-003" in here.text
        assert "BEFORE ANYTHING ELSE" in here.text


async def test_tab_goes_to_what_is_due_and_makes_room_for_it(two: Path) -> None:
    async with at_screen(two) as here:
        assert "How firm" not in here.text
        await here.press("tab")
        assert "How firm a limit (nssb-" in here.text


async def test_a_day_that_only_guides_is_passed_and_never_overdue(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", "osdr-review-panel-one-short", "2026-001")
    async with at_screen(store, size=WIDE, on=dt.date(2027, 1, 4)) as here:
        assert "passed (indicative)" in here.text
        assert "PAST A DAY THAT ONLY GUIDES (NOT OVERDUE) (1)" in here.text
        assert "OVERDUE since" not in here.text


async def test_of_two_readings_the_earlier_day_leads_and_says_so(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", "ssab-review-brings-no-agreement", "2026-001")
    async with at_screen(store) as here:
        assert "Fri 6 Nov (Mon 9 Nov on another reading; work to the earlier)" in here.text


async def test_search_finds_by_reference_title_guidance_stage_and_what_is_due(two: Path) -> None:
    async with at_screen(two) as here:
        for words, found in (
            ("009", "2026-009"),
            ("[red]", "2026-003"),
            ("pupil", "2026-009"),
            ("nssb w", "2026-009"),
            ("harm", "2026-003"),
        ):
            await here.press("slash")
            await here.type(words)
            assert chosen(here) == found
            await here.press("escape")
        assert "2 of 2" in here.text


async def test_a_search_shows_only_what_has_every_word(two: Path) -> None:
    async with at_screen(two) as here:
        await here.press("slash")
        await here.type("PUPIL par")
        assert "Open cases with “PUPIL par”" in here.text
        assert "1 of 2" in here.text
        assert "Case [red]" not in here.text
        await here.press("enter", "escape")
        assert "Case [red]" in here.text


async def test_a_search_that_finds_nothing_says_how_to_go_on(two: Path) -> None:
    async with at_screen(two) as here:
        await here.press("slash")
        await here.type("no [/x]s")
        assert "none has “no [/x]s” in it" in here.text
        assert "escape to end the search" in here.text
        await here.press("escape")
        assert "2 of 2" in here.text


async def test_letters_that_are_typed_into_the_search_are_no_keys(two: Path) -> None:
    async with at_screen(two) as here:
        await here.press("slash")
        await here.type("nfrqg")
        assert here.where == "Cases"
        assert "“nfrqg”" in here.text


async def test_down_leads_from_the_search_to_what_was_found(two: Path) -> None:
    async with at_screen(two) as here:
        await here.press("slash")
        await here.type("red")
        await here.press("down", "enter")
        assert here.where == "ConsultRoom"
        assert here.record.reference == "2026-003"


async def test_f_shows_what_is_due_then_closed_then_all_then_open_cases(two: Path) -> None:
    enter(two, "2026-003", Closed(because="settled", on=ON))
    async with at_screen(two) as here:
        assert "Open cases" in here.text
        assert "2026-003" not in here.text
        await here.press("f")
        assert "Cases in which something is due" in here.text
        await here.press("f")
        assert "Closed and erased cases" in here.text
        assert "2026-003 (closed)" in here.text
        assert "2026-009" not in here.text
        await here.press("f")
        assert "All cases" in here.text
        in_order(here, "2026-009", "2026-003 (closed)")
        await here.press("f")
        assert "Open cases" in here.text


async def test_escape_shows_the_open_cases_again(two: Path) -> None:
    async with at_screen(two) as here:
        await here.press("f", "f")
        assert "there is none" in here.text
        await here.press("escape")
        assert "Open cases" in here.text


async def test_enter_opens_a_case_and_escape_comes_back_to_it(two: Path) -> None:
    async with at_screen(two) as here:
        await here.press("down", "enter")
        assert here.where == "ConsultRoom"
        assert here.record.reference == "2026-003"
        await here.press("escape")
        assert here.where == "Cases"
        assert chosen(here) == "2026-003"


async def test_the_cursor_stays_on_the_first_case_when_it_was_that_one(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", "nssb", "One")
    async with at_screen(store) as here:
        await here.press("enter", "escape")
        put_example(store, "overdue-clocks", "2026-002")
        await here.press("ctrl+r")
        assert "OVERDUE (1)" in here.text
        assert chosen(here) == "2026-001"


async def test_what_others_wrote_is_there_when_one_comes_back(two: Path) -> None:
    async with at_screen(two) as here:
        await here.press("enter")
        write(two, "2026-010", "ssab", "Begun meanwhile")
        await here.press("escape")
        assert "3 of 3" in here.text


async def test_only_a_case_that_was_written_into_is_worked_out_again(two: Path) -> None:
    session = beginning(two)()
    agenda = Agenda(session)
    *_, found = agenda.work_out(session.lines(), ON, lambda: True)
    assert set(found) == {"2026-003", "2026-009"}
    enter(two, "2026-003", Noted(text="Somebody rang."))
    assert set(agenda.known(session.lines(), ON)) == {"2026-009"}
    assert agenda.known(session.lines(), ON + dt.timedelta(days=1)) == {}


async def test_working_out_ends_where_nobody_waits_for_it(two: Path) -> None:
    session = beginning(two)()
    agenda = Agenda(session)
    assert list(agenda.work_out(session.lines(), ON, lambda: False)) == []
    assert agenda.known(session.lines(), ON) == {}


async def test_an_answer_that_comes_too_late_changes_nothing(two: Path) -> None:
    async with at_screen(two) as here:
        here.app.screen.post_message(Cases.Listed([], {}, ON, reading=0))
        here.app.screen.post_message(Cases.Due({}, reading=0))
        here.app.screen.post_message(Cases.Refused("An old refusal.", reading=0))
        await here.settle()
        assert OVERDUE in here.text


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_an_empty_store_says_what_a_case_is_and_what_to_press(tmp_path: Path, size: tuple[int, int]) -> None:
    with Store(tmp_path / "cases.db"):
        pass
    async with at_screen(tmp_path / "cases.db", size=size) as here:
        assert "There is no case yet." in here.text
        assert "A case is one disagreement between professionals" in here.text
        assert "Press n to begin one." in here.text
        assert "Press f1" in here.text
        assert "cases.db" in here.text.replace(" ", "")


async def test_without_a_store_nothing_is_made_until_a_case_begins(tmp_path: Path) -> None:
    store = tmp_path / "folder" / "cases.db"
    async with at_screen(store) as here:
        assert "There is no case yet." in here.text
        assert not store.exists()
        await here.press("n")
        await here.type("First")
        await here.press("ctrl+s")
        assert here.record.case().case == "First"


async def test_a_store_that_another_program_holds_is_told_and_read_again(two: Path) -> None:
    async with at_screen(two) as here:
        with holding(two):
            await here.press("ctrl+r")
            assert "another program" in here.text
            assert "press r to read again" in here.text
        await here.press("r")
        assert OVERDUE in here.text


async def test_a_store_that_is_none_is_told_and_read_again(two: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    async with at_screen(two) as here:
        shutil.move(two, kept)
        for each in two.parent.glob("cases.db-*"):
            each.unlink()
        two.write_bytes(b"no database at all, but long enough to be taken for one" * 99)
        await here.press("ctrl+r")
        assert "Put it right and press r" in here.text
        assert "2026-009" not in here.text
        shutil.move(kept, two)
        await here.press("r")
        assert OVERDUE in here.text


@pytest.mark.parametrize("harm", ["DELETE FROM contents", "DELETE FROM entries"])
async def test_however_a_case_was_damaged_it_is_told_and_not_opened(two: Path, harm: str) -> None:
    damage(two, harm)
    async with at_screen(two) as here:
        in_order(here, OVERDUE, "NOT WORKED OUT: LOOK AT THESE YOURSELF (1)", "2026-003")
        assert "1 not worked out" in here.text
        await here.press("G", "enter")
        assert here.where == "Cases"
        assert "decision-support case verify 2026-003" in here.told


async def test_a_case_of_which_an_entry_was_altered_is_damaged_and_not_erased(two: Path) -> None:
    damage(two, "UPDATE contents SET body = '{}'")
    async with at_screen(two) as here:
        await here.press("G")
        in_order(here, "NOT WORKED OUT: LOOK AT THESE YOURSELF (1)", "2026-003")
        assert "(damaged)" in here.text or "do not go together" in here.text
        assert "erased" not in here.text


@pytest.mark.parametrize("harm", ["moved", "emptied", "none left"])
async def test_a_store_that_was_there_and_is_gone_is_trouble_and_nothing_begins(two: Path, harm: str) -> None:
    kept = two.with_name("kept")
    async with at_screen(two) as here:
        for each in two.parent.glob("cases.db-*"):
            each.unlink()
        shutil.move(two, kept)
        if harm == "emptied":
            two.touch()
        if harm == "none left":
            with Store(two):
                pass
        await here.press("ctrl+r")
        assert "is gone, or was emptied" in here.text
        assert "There is no case yet" not in here.text and "Nothing was lost" not in here.text
        assert "could not be read" in here.text and "open." not in here.text
        await here.press("n")
        assert here.where == "Cases"
        assert "No case is begun here until it is back" in here.told
        shutil.move(kept, two)
        await here.press("r")
        assert OVERDUE in here.text


async def test_a_store_that_goes_while_a_case_is_begun_is_not_made_anew(two: Path) -> None:
    async with at_screen(two) as here:
        await here.press("n")
        await here.type("First")
        shutil.move(two, two.with_name("kept"))
        await here.press("ctrl+s")
        assert here.where == "NewCaseDialog"
        assert not two.exists()


async def test_a_case_of_a_later_day_is_not_worked_out_and_says_why(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", "nssb", "Later", opened=dt.date(2026, 12, 1))
    async with at_screen(store) as here:
        assert "the case was opened on 2026-12-01, after 2026-11-05" in here.text
        await here.press("enter")
        assert here.where == "Cases"
        assert "2026-12-01" in here.told


async def test_the_list_goes_on_for_more_cases_than_the_screen_holds(tmp_path: Path) -> None:
    store = tmp_path / "cases.db"
    for number in range(1, 8):
        write(store, f"2026-{number:03}", "nhs", f"Number {number}")
    async with at_screen(store) as here:
        assert "TODAY (7)" in here.text
        await here.press("G")
        assert chosen(here) == "2026-007"
        assert "Number 7" in here.text


async def test_q_leaves(two: Path) -> None:
    async with at_screen(two) as here:
        await here.pilot.press("q")
        await here.pilot.pause()
        assert not here.app.is_running or here.app._exit


@contextlib.contextmanager
def holding(store: Path) -> Iterator[None]:
    """Another program has the store for itself."""
    with contextlib.closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("DELETE FROM cases WHERE reference = 'none such'")
        yield
        other.execute("ROLLBACK")


def damage(store: Path, harm: str) -> None:
    """Somebody did this to the first entry of 2026-003, past the program."""
    with contextlib.closing(sqlite3.connect(store)) as other:
        for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            other.execute(f"DROP TRIGGER {name}")
        where = "SELECT position FROM entries WHERE reference = '2026-003' AND number = 1"
        other.execute(f"{harm} WHERE position IN ({where})")
        other.commit()
