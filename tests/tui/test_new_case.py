"""Beginning a case: a title is enough, refusals are told in the dialog, and nothing typed is lost."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from at_screen import NARROW, ON, WIDE, AtScreen, at_screen, stored, write
from decision_support.casefile.store import Store
from decision_support.tui.dialogs.new_case import NewCaseDialog

DOCUMENTS = ("lscb", "nhs", "nssb", "osdr", "ssab")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return write(tmp_path / "cases.db", "2026-001", "nssb", "There already")


async def replace(here: AtScreen, field: str, text: str) -> None:
    """Go to a line of the dialog and type something else into it."""
    line = here.app.screen.query_one(f"#{field}", Input)
    line.focus()
    await here.press("end", "ctrl+u")
    await here.type(text)


def line(here: AtScreen, field: str) -> str:
    return here.app.screen.query_one(f"#{field}", Input).value


def said(here: AtScreen) -> str:
    """What stands in the dialog, without the list behind it."""
    shown = (each for each in here.app.screen.query(Static) if each.is_on_screen)
    return " ".join(str(each.visual) for each in shown)


def references(store: Path) -> tuple[str, ...]:
    with Store(store) as opened:
        return opened.references()


@pytest.mark.parametrize("guidance", DOCUMENTS)
async def test_a_case_begins_under_each_document_and_its_questions_follow(store: Path, guidance: str) -> None:
    async with at_screen(store) as here:
        await here.press("n")
        await here.type("[red] [/x]")
        await here.press("enter", *["down"] * DOCUMENTS.index(guidance), "space", "ctrl+s")
        assert here.where == "ConsultRoom"
        case = here.record.case()
        assert (case.case, case.guidance, case.opened) == ("[red] [/x]", (guidance,), ON)
        assert here.record.reference == "2026-002"


async def test_whoever_is_unsure_ticks_nothing_and_is_asked_which_may_govern(store: Path) -> None:
    async with at_screen(store) as here:
        await here.press("n")
        await here.type("Unsure")
        assert "Names are better left out." in said(here)
        await here.press("enter")
        assert "a few questions then show which may govern" in said(here)
        await here.press("ctrl+s")
        assert here.where == "ConsultRoom"
        assert here.record.case().guidance == ()


async def test_several_documents_a_place_another_day_and_another_reference(store: Path) -> None:
    async with at_screen(store) as here:
        await here.press("n")
        await here.type("Two")
        await here.press("enter", "enter", "down", "down", "space", "tab")
        await here.press("enter")
        await here.type("wal")
        await here.press("enter")
        await replace(here, "opened", "yesterday")
        await replace(here, "reference", "A-7")
        await here.press("ctrl+s")
        assert here.record.reference == "A-7"
        case = here.record.case()
        assert (case.guidance, case.jurisdiction) == (("lscb", "nssb"), "wales")
        assert case.opened == ON - dt.timedelta(days=1)


async def test_the_place_may_be_left_open_and_a_tick_be_taken_back(store: Path) -> None:
    async with at_screen(store) as here:
        await here.press("n")
        await here.type("Open")
        await here.press("enter", "space", "space", "ctrl+s")
        assert here.record.case().jurisdiction is None
        assert here.record.case().guidance == ()


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_whole_dialog_is_seen_at_once(store: Path, size: tuple[int, int]) -> None:
    async with at_screen(store, size=size) as here:
        await here.press("n")
        for text in ("A new case", "[ ] lscb", "[ ] ssab", "Left open", "2026-11-05", "2026-002", "Begin the case"):
            assert text in here.text
        await here.press("ctrl+s")
        assert "Please give it a title." in here.text
        assert "Leave it" in here.text


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("title", "   ", "Please give it a title. A few words are enough."),
        ("opened", "soon", "'soon' is not a day. Please write one such as 2026-11-05."),
        ("opened", "2026-11-05 09:00", "is not a day"),
        ("opened", "2026-11-06", "Give a day that is not still to come."),
        ("opened", "", "Give the day, such as 2026-11-05, today or yesterday."),
        ("opened", "1999-12-31", "Friday 31 December 1999 is before the bank holidays on file, which begin with 2016."),
        ("reference", "2026-001", "there is a case '2026-001' already."),
        ("reference", "no good!", "'no good!' cannot be the reference of a case."),
        ("reference", "case.yaml", "'case.yaml' would be taken for a file, not for a case."),
    ],
)
async def test_a_refusal_is_told_in_the_dialog_and_nothing_typed_is_lost(
    store: Path, field: str, text: str, told: str
) -> None:
    async with at_screen(store) as here:
        await here.press("n")
        await here.type("Kept")
        await replace(here, field, text)
        await here.press("ctrl+s")
        assert told in said(here)
        assert isinstance(here.app.screen, NewCaseDialog)
        assert line(here, field) == text
        assert field == "title" or line(here, "title") == "Kept"
        assert references(store) == ("2026-001",)
        await replace(here, field, {"title": "T", "opened": "today", "reference": "B-1"}[field])
        await here.press("ctrl+s")
        assert here.where == "ConsultRoom"


async def test_a_store_that_another_program_holds_is_told_in_the_dialog(store: Path) -> None:
    async with at_screen(store) as here:
        await here.press("n")
        await here.type("Waiting")
        with contextlib.closing(sqlite3.connect(store, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            await here.press("ctrl+s")
            assert "another program" in said(here)
            other.execute("ROLLBACK")
        assert line(here, "title") == "Waiting"
        await here.press("ctrl+s")
        assert here.record.case().case == "Waiting"


async def test_a_number_that_somebody_took_meanwhile_is_not_in_the_way(store: Path) -> None:
    async with at_screen(store) as here:
        await here.press("n")
        assert line(here, "reference") == "2026-002"
        write(store, "2026-002", "nhs", "Somebody else's")
        await here.type("Mine")
        await here.press("ctrl+s")
        assert here.record.reference == "2026-003"
        assert stored(store, "2026-002").case().case == "Somebody else's"


async def test_escape_leaves_at_once_where_nothing_was_typed(store: Path) -> None:
    async with at_screen(store) as here:
        await here.press("n", "escape")
        assert here.where == "Cases"


@pytest.mark.parametrize(("answer", "where"), [("y", "Cases"), ("n", "NewCaseDialog"), ("escape", "NewCaseDialog")])
async def test_escape_asks_once_where_something_was_typed(store: Path, answer: str, where: str) -> None:
    async with at_screen(store) as here:
        await here.press("n")
        await here.type("Half")
        await here.press("escape")
        assert "What you typed here would be lost." in said(here)
        await here.press(answer)
        assert here.where == where
        assert where == "Cases" or line(here, "title") == "Half"
        assert references(store) == ("2026-001",)


async def test_enter_leads_through_the_fields_to_the_button_that_begins(store: Path) -> None:
    async with at_screen(store) as here:
        await here.press("n")
        await here.type("By enter")
        await here.press("enter", "tab", "tab", "enter", "enter", "enter")
        assert here.where == "ConsultRoom"
        assert here.record.case().case == "By enter"


async def test_coming_back_from_a_new_case_the_cursor_is_on_it(store: Path) -> None:
    async with at_screen(store) as here:
        await here.press("n")
        await here.type("New")
        await here.press("ctrl+s", "escape")
        assert here.where == "Cases"
        assert "Due in 2026-002" in here.text


async def test_it_is_unsaved_only_where_something_was_typed(store: Path) -> None:
    async with at_screen(store) as here:
        await here.press("n")
        dialog = here.app.screen
        assert isinstance(dialog, NewCaseDialog) and not dialog.unsaved()
        await here.type("H")
        assert dialog.unsaved()
        await here.press("escape")
        assert "Stay" in here.lines[-1] or "No" in here.lines[-1]
        assert "Begin the case" not in here.lines[-1]
