"""Composing a panel: who is ticked, what that makes of it at once, and what saving writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from at_screen import NARROW, ON, WIDE, AtScreen, at_screen, put_example, write
from decision_support.casework.filing.panels import members_of, seated
from decision_support.loading.cases import read_case
from decision_support.loading.knowledge import load
from decision_support.loading.resources import knowledge_folder
from decision_support.model.case import Case
from decision_support.tui.widgets.checklist import Checklist

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])
NSSB, LSCB = "nssb-people-panel-near-twins", "lscb-panel-fails"
MEMBER = "panel_member"
LATER = ON.replace(day=12)


def example(name: str) -> Case:
    return read_case(knowledge_folder() / "examples" / f"{name}.yaml", load(None, None))


def ticked(here: AtScreen) -> frozenset[str]:
    return here.app.screen.query_one(Checklist).ticked


async def tick(here: AtScreen, id: str) -> None:
    """Put the cursor on somebody and press Space, as keys would."""
    listed = here.app.screen.query_one(Checklist)
    await here.press("home")
    for _ in range(listed.option_count):
        if listed.chosen == id:
            await here.press("space")
            return
        await here.press("down")
    raise AssertionError(f"{id} is not in the list")


@SIZES
async def test_it_is_said_at_once_why_the_panel_fails_and_when_it_stands(tmp_path: Path, size: tuple[int, int]) -> None:
    store = put_example(tmp_path / "cases.db", NSSB)
    async with at_screen(store, "2026-001", size, on=LATER) as here:
        await here.press("p", "m")
        assert here.where == "PanelForm"
        assert ticked(here) == {"dilnoza", "anselm", "mele", "idris"}
        assert "THIS PANEL FAILS." in here.text
        assert "2 changes would mend it" in here.text
        await tick(here, "dilnoza")
        await tick(here, "mele")
        await tick(here, "winta")
        assert "THIS PANEL STANDS." in here.text
        assert members_of(here.record.case(), MEMBER, LATER) == {"dilnoza", "anselm", "mele", "idris"}
        await here.press("ctrl+s")
        assert here.where == "PeopleRoom"
        assert members_of(here.record.case(), MEMBER, LATER) == {"anselm", "idris", "winta"}
        assert members_of(here.record.case(), MEMBER, LATER.replace(day=11)) == {"dilnoza", "anselm", "mele", "idris"}
        await here.press("z")
        assert members_of(here.record.case(), MEMBER, LATER) == {"dilnoza", "anselm", "mele", "idris"}


async def test_a_panel_that_would_stand_is_taken_with_one_key(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", NSSB)
    async with at_screen(store, "2026-001", WIDE, on=LATER) as here:
        await here.press("p", "m", "1")
        assert ticked(here) == {"idris", "halvard", "anselm"}
        assert "THIS PANEL STANDS." in here.text
        await here.press("2")
        assert ticked(here) == {"winta", "halvard", "anselm"}


async def test_who_sits_by_office_needs_no_tick(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", LSCB)
    async with at_screen(store, "2026-001", WIDE, on=LATER) as here:
        await here.press("p", "m", "1")
        assert "THIS PANEL STANDS." in here.text
        assert ticked(here) == {"wilfred", "tess"}
        assert "[=] Bashir" in here.text
        await tick(here, "bashir")
        assert ticked(here) == {"wilfred", "tess"}


async def test_leaving_with_something_ticked_asks_first_and_writes_nothing(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", NSSB)
    async with at_screen(store, "2026-001", on=LATER) as here:
        await here.press("p")
        before = len(here.record.entries)
        await here.press("m", "ctrl+s")
        assert "there is nothing to save" in here.text
        await tick(here, "winta")
        await here.press("escape")
        assert here.where == "Confirm"
        await here.press("n")
        assert here.where == "PanelForm"
        await here.press("escape", "y")
        assert here.where == "PeopleRoom"
        assert len(here.record.entries) == before


async def test_of_a_panel_that_fails_it_is_asked_first_and_said_afterwards(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", NSSB)
    async with at_screen(store, "2026-001", on=LATER) as here:
        await here.press("p", "m")
        await tick(here, "winta")
        before = len(here.record.entries)
        await here.press("ctrl+s")
        assert here.where == "Confirm"
        assert "This panel fails:" in here.text and "Name these members all the same?" in here.text
        await here.press("escape")
        assert here.where == "PanelForm"
        assert "winta" in ticked(here) and len(here.record.entries) == before
        await here.press("ctrl+s", "y")
        assert here.where == "PeopleRoom"
        assert "winta" in members_of(here.record.case(), MEMBER, LATER)
        assert "Members named for the" in here.told and "This panel fails:" in here.told
        assert "came into the case" not in here.told


async def test_of_a_panel_that_stands_nothing_is_asked(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", NSSB)
    async with at_screen(store, "2026-001", on=LATER) as here:
        await here.press("p", "m", "1", "ctrl+s")
        assert here.where == "PeopleRoom"
        assert "Members named for the" in here.told and "fails" not in here.told.split("What this changed")[0]


async def test_a_document_without_a_panel_says_so(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", "ssab", people=[{"id": "bo"}])
    async with at_screen(store, "2026-001", on=LATER) as here:
        await here.press("p", "m")
        assert "No panel is laid down: ssab has none." in here.told


def test_who_is_taken_off_was_on_the_panel_until_the_day_before() -> None:
    case = seated(example(NSSB), MEMBER, {"anselm"}, LATER)
    idris = next(each for each in case.people if each.id == "idris")
    (held,) = idris.roles
    assert not isinstance(held, str)
    assert (held.from_, held.until) == (LATER.replace(day=6), LATER.replace(day=11))


def test_who_is_put_on_and_taken_off_on_one_day_was_never_on_it() -> None:
    case = example(NSSB)
    members = members_of(case, MEMBER, LATER)
    assert seated(seated(case, MEMBER, members | {"winta"}, LATER), MEMBER, members, LATER) == case


def test_a_panel_that_stays_as_it_is_changes_nothing() -> None:
    case = example(NSSB)
    assert seated(case, MEMBER, members_of(case, MEMBER, LATER), LATER) is case
