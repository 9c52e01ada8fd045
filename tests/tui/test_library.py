"""The guidance library, by keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from at_screen import NARROW, WIDE, AtScreen, at_screen, write
from decision_support.cli.library_text import LOCAL_DECISION
from decision_support.tui.screens.library import Library

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])


def begun(folder: Path) -> Path:
    return write(folder / "cases.db", "2026-001", "nssb", "Case [red] [/x]")


async def opened(here: AtScreen, clause: str | None = None) -> None:
    assert here.app.session is not None
    here.app.push_screen(Library(here.app.session.base, clause))
    await here.settle()


def flat(text: str) -> str:
    return " ".join(text.split())


@SIZES
async def test_it_opens_from_a_room_and_escape_leads_back_to_the_room_as_it_was(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_screen(begun(tmp_path), "2026-001", size) as here:
        await here.press("a")
        room, lines = here.app.screen, here.lines
        await here.press("g")
        assert here.where == "Library"
        await here.press("down", "enter", "escape")
        assert here.app.screen is room
        assert here.lines == lines


@SIZES
async def test_the_documents_show_edition_care_and_how_much_there_is(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_screen(begun(tmp_path), size=size) as here:
        await opened(here)
        assert here.app.session is not None
        for document in here.app.session.base.documents.values():
            assert document.guidance.id in here.text
            assert document.guidance.edition in here.text
        assert "! With care: review overdue" in here.text
        assert "85 clauses, 14 silences" in here.text


@SIZES
async def test_a_document_opens_into_its_contents_and_backspace_leads_back(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_screen(begun(tmp_path), size=size) as here:
        await opened(here)
        await here.press("down", "down", "enter")
        assert "Front page" in here.text
        assert "nssb-01 a statement Front page" in here.text
        await here.press("end")
        assert "nssb." in here.text
        await here.press("backspace")
        assert "Documents" in here.text
        await here.press("enter")
        assert "nssb-01" in here.text


@SIZES
async def test_a_clause_shows_its_words_how_firm_it_is_and_where_it_is_kept(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_screen(begun(tmp_path), size=size) as here:
        await opened(here, "nssb-41")
        assert here.app.session is not None
        base = here.app.session.base
        clause, place = base.documents["nssb"].clauses["nssb-41"], base.places["clause", "nssb-41"]
        assert flat(clause.text)[:40] in here.text
        assert f"{clause.place}" in here.text
        assert "our words" in here.text
        assert "What rests on it" in here.text
        prose = str(here.app.screen.query_one("#library-text Static").render())  # type: ignore[attr-defined]
        assert f"{place.file}:{place.line}" in prose
        assert f"In the document: {clause.wording}." in flat(prose)


@SIZES
async def test_a_rule_that_rests_on_a_clause_is_one_key_away_and_so_is_the_way_back(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_screen(begun(tmp_path), size=size) as here:
        await opened(here, "nssb-41")
        before = here.lines
        await here.press("enter")
        assert "Rule nssb.stage-1.report-to-line-manager" in here.text
        assert "If " in here.text
        await here.press("enter")
        assert "Rule nssb.stage-1.report-to-line-manager" not in here.text
        await here.press("backspace")
        assert "Rule nssb.stage-1.report-to-line-manager" in here.text
        await here.press("backspace")
        assert here.lines == before
        await here.press("backspace")
        assert "nssb-41" in here.text
        assert here.app.screen.focused is not None
        assert here.app.screen.focused.id == "library-list"


@SIZES
async def test_a_silence_shows_readings_ours_and_what_a_local_decision_does(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_screen(begun(tmp_path), size=size) as here:
        assert here.app.session is not None
        base = here.app.session.base
        silence = base.documents["nssb"].silences["nssb-A1"]
        await opened(here, "nssb-A1")
        prose = flat(str(here.app.screen.query_one("#library-text Static").render()))  # type: ignore[attr-defined]
        assert prose.startswith("The document does not say this")
        for told in (silence.say, *silence.readings, silence.decide, LOCAL_DECISION):
            assert flat(told) in prose
        ours = [each for each in base.interpretations.values() if "nssb-A1" in each.about]
        assert ours
        for each in ours:
            assert f"Our reading {flat(each.say)} (Ours, not the document's.)" in prose


@SIZES
async def test_search_shows_results_while_typing_and_enter_opens_the_first(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_screen(begun(tmp_path), size=size) as here:
        await opened(here)
        await here.press("slash")
        await here.type("nssb-4")
        assert "Found: 10" in here.text
        await here.type("1")
        assert "Found: 1 " in here.text
        await here.press("enter")
        assert "Clause nssb-41" in here.text


async def test_arrows_choose_among_what_was_found_while_the_search_goes_on(tmp_path: Path) -> None:
    async with at_screen(begun(tmp_path), size=WIDE) as here:
        await opened(here)
        await here.press("slash")
        await here.type("nssb-4")
        await here.press("down", "down")
        assert "Clause nssb-42" in here.text
        await here.press("up")
        assert "Clause nssb-41" in here.text
        await here.type("9")
        assert "Found: 1 " in here.text


@SIZES
async def test_what_looks_like_markup_is_searched_as_it_is_typed(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_screen(begun(tmp_path), size=size) as here:
        await opened(here)
        await here.press("slash")
        await here.type("[red] [/x] ]")
        assert "[red] [/x] ]" in here.text
        assert "Found: 0" in here.text
        assert "Nothing has all of these words." in here.text
        await here.press("enter")
        assert here.where == "Library"


@SIZES
async def test_a_search_for_nothing_leaves_the_list_as_it_was(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_screen(begun(tmp_path), size=size) as here:
        await opened(here)
        lines = here.lines[1:]
        await here.press("slash")
        await here.type("   ")
        assert "Found" not in here.text
        await here.press("escape")
        assert here.where == "Library"
        assert here.lines[1:] == lines
        await here.press("escape")
        assert here.where != "Library"


@SIZES
async def test_what_was_found_can_be_seen_among_what_stands_around_it(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_screen(begun(tmp_path), size=size) as here:
        await opened(here)
        await here.press("slash")
        await here.type("nssb-41")
        await here.press("enter", "o")
        assert "nssb: Resolution" in here.text
        assert "nssb-40" in here.text
        await here.press("down")
        chosen = here.app.screen._items.chosen  # type: ignore[attr-defined]
        assert chosen == "clause:nssb-42"


async def test_an_unknown_clause_is_told_with_the_nearest_there_is(tmp_path: Path) -> None:
    async with at_screen(begun(tmp_path)) as here:
        await opened(here, "nssb-4l[red]")
        assert "Nothing here is called 'nssb-4l[red]'." in here.told
        assert "Documents" in here.text


async def test_a_document_that_was_found_opens_into_its_contents(tmp_path: Path) -> None:
    async with at_screen(begun(tmp_path)) as here:
        await opened(here)
        await here.press("slash")
        await here.type("osdr")
        await here.press("enter")
        assert "osdr: Resolving" in here.text
        assert here.app.screen.query_one("#library-search").value == ""  # type: ignore[attr-defined]


async def test_what_belongs_to_no_single_document_has_its_place(tmp_path: Path) -> None:
    async with at_screen(begun(tmp_path)) as here:
        await opened(here)
        await here.press("end", "enter")
        assert "Our readings" in here.text
        await here.press("backspace")
        assert "Between the documents" in here.text


async def test_everything_can_be_opened(tmp_path: Path) -> None:
    async with at_screen(begun(tmp_path), size=WIDE) as here:
        await opened(here)
        library = here.app.screen
        assert isinstance(library, Library)
        for kind in dict.fromkeys(kind for kind, _ in library._held.all):
            key = next(key for key in library._held.all if key[0] == kind)
            library._open(key)
            await here.pilot.pause()
            assert key[1] in here.text
