"""The scratch copy of a case: what is supposed, what it would change, and that nothing of it is written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from at_screen import AT, NARROW, WIDE, AtScreen, at_screen, put_example, write
from decision_support.casefile.store import Store
from decision_support.casework.matter import Files
from decision_support.errors import InvalidCase
from decision_support.loading.changes import supposed
from decision_support.loading.examples import bundled_example
from decision_support.tui.screens.supposable import answers, events, question_of, questions
from decision_support.tui.widgets.advice_about import answer_supposed
from decision_support.tui.widgets.items import Items

MARK = "WHAT IF: a scratch copy. Nothing here is written into the case."
FRIDAY = dt.date(2026, 11, 7)


def on_friday(tmp_path: Path, size: tuple[int, int] = NARROW):
    store = put_example(tmp_path / "cases.db", "friday-afternoon-report")
    return at_screen(store, "2026-001", size, FRIDAY)


async def suppose_harm(here: AtScreen, answer: str = "yes") -> None:
    await here.press("i")
    await here.type("to harm now")
    await here.press("enter")
    await here.type(answer)
    await here.press("enter")


async def line(here: AtScreen, text: str) -> None:
    await here.press("slash")
    await here.type(text)
    await here.press("enter")


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_another_answer_shows_what_it_would_change_and_the_case_stays_as_it_is(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with on_friday(tmp_path, size) as here:
        before = here.record
        await here.press("w")
        assert MARK in here.text
        assert "Nothing is supposed yet." in here.text
        await suppose_harm(here)
        assert "GAINED" in here.text
        assert "somebody is at risk of immediate harm" in here.text
        assert here.record == before
        await here.press("a")
        assert "999" not in here.text


async def test_several_things_are_supposed_together_and_taken_away_one_by_one(tmp_path: Path) -> None:
    async with on_friday(tmp_path) as here:
        await here.press("w")
        await suppose_harm(here)
        await line(here, "concern_raised=")
        assert here.app.screen.query_one(Items).option_count == 2
        await here.press("delete")
        assert here.app.screen.query_one(Items).option_count == 1
        await here.press("enter")
        assert "Nothing is supposed yet." in here.text


async def test_a_scratch_copy_stays_while_the_case_is_open_and_is_gone_afterwards(tmp_path: Path) -> None:
    async with on_friday(tmp_path) as here:
        await here.press("w")
        await suppose_harm(here)
        await here.press("a", "w")
        assert "somebody is at risk of immediate harm" in here.text
        await here.press("b")
        assert "Nothing is supposed yet." in here.text
        await suppose_harm(here)
        await here.press("escape")
        assert here.app.matter is None
        here.app.open_case("2026-001")
        await here.settle()
        await here.press("w")
        assert "Nothing is supposed yet." in here.text


async def test_another_day_can_be_supposed(tmp_path: Path) -> None:
    async with on_friday(tmp_path) as here:
        await here.press("w", "o", "ctrl+u")
        await here.type("2026-11-10")
        await here.press("enter")
        assert "it is Tuesday 10 November 2026" in here.text
        assert "rather than Saturday 7 November 2026" in here.text


async def test_what_is_no_day_is_told_in_the_dialog_and_stays_there(tmp_path: Path) -> None:
    async with on_friday(tmp_path) as here:
        await here.press("w", "o", "ctrl+u")
        await here.type("next [/x] week")
        await here.press("enter")
        assert "'next [/x] week' is not a day." in here.text
        assert here.where == "SupposeLine"


async def test_an_event_can_be_supposed_with_its_outcome(tmp_path: Path) -> None:
    async with on_friday(tmp_path) as here:
        before = here.record
        await here.press("w", "m")
        await here.type("managers cont")
        await here.press("enter")
        assert here.where == "SupposeEvent"
        await here.press("ctrl+s")
        assert "Choose how it ended." in here.text
        await here.press("tab", "enter", "down", "enter", "ctrl+s")
        assert "it is on record that" in here.text
        assert here.record == before


async def test_a_mistake_in_a_line_is_told_in_the_dialog_and_nothing_typed_is_lost(tmp_path: Path) -> None:
    async with on_friday(tmp_path) as here:
        await here.press("w")
        await line(here, "immediate_risk_of_ham=yes")
        assert here.where == "SupposeLine"
        assert "Did you mean" in here.text
        assert "immediate_risk_of_ham=yes" in here.text
        await here.press("escape")
        assert "Nothing is supposed yet." in here.text


async def test_what_is_so_already_is_said_to_change_nothing(tmp_path: Path) -> None:
    async with on_friday(tmp_path) as here:
        await here.press("w")
        await line(here, "immediate_risk_of_harm=no")
        assert "Nothing changes." in here.text


async def test_brackets_in_names_are_shown_as_they_are(tmp_path: Path) -> None:
    people = [{"id": "ana", "name": "Ana [red] [/x]", "roles": ["worker"]}]
    store = write(tmp_path / "cases.db", "2026-001", "nssb", "Case [red] [/x]", people=people)
    async with at_screen(store, "2026-001") as here:
        await here.press("w")
        await line(here, "ana=")
        assert "Ana [red] [/x] has no part in the case" in here.text
        await here.press("i")
        await here.type("[red]")
        assert "Ana [red] [/x]" in here.text


async def test_from_a_part_of_the_advice_what_would_change_it_is_supposed_first(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", "risk-unknown")
    async with at_screen(store, "2026-001", NARROW, dt.date(2026, 8, 27)) as here:
        await here.press("a", "f")
        assert here.where == "WhatIfRoom"
        assert "What if" in here.text
        assert here.app.screen.query_one(Items).option_count == 1


async def test_from_an_open_question_its_answers_are_offered(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", "lscb")
    async with at_screen(store, "2026-001") as here:
        await here.press("a")
        items = here.app.screen.query_one(Items)
        while not (items.chosen or "").startswith("ask "):
            await here.pilot.press("j")
        await here.press("f")
        assert here.where == "Find"
        assert "So far: not answered." in here.text
        await here.press("enter")
        assert here.where == "WhatIfRoom"
        assert items_of(here) == 1


def items_of(here: AtScreen) -> int:
    return here.app.screen.query_one(Items).option_count


async def test_what_no_longer_fits_the_case_is_told_and_can_be_taken_away(tmp_path: Path) -> None:
    people = [{"id": "ana", "name": "Ana", "roles": ["worker"]}]
    store = write(tmp_path / "cases.db", "2026-001", "nssb", people=people)
    async with at_screen(store, "2026-001") as here:
        await here.press("w")
        await line(here, "ana.agency=School")
        matter = here.app.matter
        assert matter is not None
        matter.become(matter.case.model_copy(update={"people": ()}))
        await here.press("a", "w")
        assert "ana.agency=School" in here.text
        await here.press("delete")
        assert "Nothing is supposed yet." in here.text


@pytest.mark.parametrize(
    "name",
    ["friday-afternoon-report", "ssab-first-hop", "lscb-panel-fails", "osdr-own-team-leader", "nhs-early-and-late"],
)
def test_every_answer_that_is_offered_can_be_supposed(base, desk, tmp_path: Path, name: str) -> None:
    put_example(tmp_path / "cases.db", name)
    case, on = bundled_example(name, base)
    files = Files(desk, lambda: Store(tmp_path / "cases.db"), lambda: "asha", lambda: AT)
    matter = files.open("2026-001", on)
    case = matter.case
    found = questions(matter)
    assert len({each.id for each in found}) == len(found)
    assert {each.id for each in events(matter)} <= set(base.events)
    for each in found[:: max(1, len(found) // 12)]:
        subject, fact = question_of(each.id)
        value = answers(matter, (subject, fact))[0].id
        lines = tuple(answer_supposed(base, case, subject.kind, subject.id, fact, value))
        try:
            assert supposed(case, lines, base).case != case
        except InvalidCase as mistake:
            assert "Correct the answer" in str(mistake)  # it contradicts who is on record, and is told so
