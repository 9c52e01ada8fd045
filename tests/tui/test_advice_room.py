"""The advice in full: what presses first, and from every part the reasons, the clauses, why not, and what if."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.widgets import Static

from at_screen import NARROW, WIDE, AtScreen, at_screen, put_example, write
from decision_support.casework.consulting import begin
from decision_support.errors import InvalidCase
from decision_support.loading.examples import bundled_example
from decision_support.model.entries import AdviceSetAside
from decision_support.tui.dialogs.reading import WORKING, Reading, View
from decision_support.tui.screens.reasons import not_advised, proof, why_it_is_asked, why_it_is_not
from decision_support.tui.widgets.advice_about import ask_of, clauses_of, suppositions_of, why_asked_of
from decision_support.tui.widgets.advice_clauses import clauses_text
from decision_support.tui.widgets.advice_in_full import in_full
from decision_support.tui.widgets.advice_items import advice_items, brief_items
from decision_support.tui.widgets.advice_names import item_of
from decision_support.tui.widgets.items import Items

FIVE = (
    ("friday-afternoon-report", "2026-11-07"),
    ("ssab-child-concerned", "2026-07-06"),
    ("lscb-manager-told-too-early", "2026-02-04"),
    ("osdr-people-which-manager-is-independent", "2026-09-21"),
    ("nhs-investigation-without-limits", "2026-02-10"),
)
EVERY_KIND = (
    *(name for name, _ in FIVE),
    "almost-nothing-known",
    "lscb-people-nominee-from-one-side",
    "nssb-people-panel-near-twins",
    "no-guidance-named",
    "two-documents-at-once",
    "risk-unknown",
    "osdr-two-specialisms-against",
)


def opened(tmp_path: Path, name: str, day: str, size: tuple[int, int] = NARROW):
    store = put_example(tmp_path / "cases.db", name)
    return at_screen(store, "2026-001", size, dt.date.fromisoformat(day))


async def go_to(here: AtScreen, kind: str) -> str:
    """Go down to the first item of a kind; what it is."""
    items = here.app.screen.query_one(Items)
    for _ in range(items.option_count):
        if (items.chosen or "").startswith(f"{kind} "):
            return str(items.chosen)
        await here.pilot.press("j")
    raise AssertionError(f"there is no {kind}")


@pytest.mark.parametrize(("name", "day", "size"), [(*each, (NARROW, WIDE)[n % 2]) for n, each in enumerate(FIVE)])
async def test_the_reasons_are_one_key_away_under_every_document(
    tmp_path: Path, name: str, day: str, size: tuple[int, int]
) -> None:
    async with opened(tmp_path, name, day, size) as here:
        before = here.record
        await here.press("a")
        assert "DO NOW" in here.text
        await here.press("e")
        assert "Why, on" in here.text
        assert "View: [in short]" in here.text
        await here.press("e")
        assert "[the whole proof]" in here.text
        await here.press("e")
        assert "[the facts]" in here.text
        await here.press("escape", "l")
        assert "The clauses" in here.text
        await here.press("escape", "n")
        assert "Why not …" in here.text
        await here.press("enter")
        assert "Why not, on" in here.text
        await here.press("escape", "v")
        assert "Advice for" in here.text
        await here.press("escape")
        assert here.where == "AdviceRoom"
        assert here.record == before


async def test_a_wide_screen_shows_a_part_in_full_beside_the_list_and_a_narrow_one_on_enter(tmp_path: Path) -> None:
    async with opened(tmp_path, *FIVE[0], WIDE) as here:
        await here.press("a")
        assert "In full" in here.text
        assert "Because" in here.text
    async with opened(tmp_path / "narrow", *FIVE[0]) as here:
        await here.press("a")
        assert "Because" not in here.text
        await here.press("enter")
        assert here.where == "Reading"
        assert "Because" in here.text


async def test_reading_a_part_hands_on_to_its_reasons(tmp_path: Path) -> None:
    async with opened(tmp_path, *FIVE[0]) as here:
        await here.press("a", "enter", "e")
        assert "Why, on" in here.text
        await here.press("l")
        assert "Its own word is" in here.text
        await here.press("g")
        assert here.where == "Library"


async def test_what_cannot_both_be_followed_stands_right_after_what_to_do_now(tmp_path: Path) -> None:
    async with opened(tmp_path, "lscb-manager-told-too-early", "2026-02-04", WIDE) as here:
        await here.press("a")
        text = here.text
        assert text.index("DO NOW") < text.index("THESE CANNOT BOTH BE FOLLOWED") < text.index("THEN")
        await go_to(here, "conflict")
        await here.press("enter")
        assert "The program does not choose between them; people do." in here.text


async def test_an_alarm_says_who_may_not_act_and_why(tmp_path: Path) -> None:
    async with opened(tmp_path, "lscb-people-nominee-from-one-side", "2026-07-08", WIDE) as here:
        await here.press("a")
        await go_to(here, "alarm")
        assert "WHO MAY NOT ACT" in here.text
        await here.press("e")
        assert "may not act" in here.text


async def test_a_judgement_shows_what_to_weigh_and_that_the_program_does_not_decide(tmp_path: Path) -> None:
    async with opened(tmp_path, "immediate-risk-tonight", "2026-01-15") as here:
        await here.press("a")
        await go_to(here, "judgement")
        await here.press("enter")
        assert "This is for people to decide. The program does not." in here.text
        assert "TO WEIGH" in here.text
        assert "The document does not say who decides this." in here.text


async def test_why_a_question_is_asked_says_what_each_answer_would_do(tmp_path: Path) -> None:
    async with opened(tmp_path, "almost-nothing-known", "2026-09-07") as here:
        await here.press("a")
        await go_to(here, "ask")
        await here.press("e")
        assert "Why this is asked" in here.text
        assert "WHAT WAITS FOR THE ANSWER" in here.text


async def test_why_not_asks_about_what_was_looked_for(tmp_path: Path) -> None:
    async with opened(tmp_path, *FIVE[0]) as here:
        await here.press("a", "n")
        await here.type("second tier refer")
        assert "Refer the disagreement to second-tier management" in here.text
        await here.press("enter")
        assert "Refer the disagreement to second-tier management" in here.text
        assert "THE NEAREST RULE" in here.text or "THE WAY THERE" in here.text
        assert "--all" not in here.text


async def test_words_that_nothing_has_leave_the_search_open(tmp_path: Path) -> None:
    async with opened(tmp_path, *FIVE[0]) as here:
        await here.press("a", "n")
        await here.type("[/x]")
        await here.press("enter")
        assert "Nothing has all these words." in here.text
        assert here.where == "Find"
        await here.press("escape")
        assert here.where == "AdviceRoom"


async def test_somebody_who_may_not_act_is_asked_about_directly(tmp_path: Path) -> None:
    async with opened(tmp_path, "osdr-people-which-manager-is-independent", "2026-09-21") as here:
        await here.press("a")
        await go_to(here, "excluded")
        await here.press("n")
        assert here.where == "Reading"
        assert "Why not, on" in here.text


async def test_an_advice_with_nothing_to_do_says_so_and_every_key_still_answers(tmp_path: Path) -> None:
    async with opened(tmp_path, "osdr-two-specialisms-against", "2026-06-01") as here:
        await here.press("a")
        assert "Nothing is due today." in here.text
        for key in ("e", "l", "n", "v", "enter"):
            await here.press(key)
            assert here.where in ("Reading", "Find")
            await here.press("escape")


async def test_a_case_without_a_document_says_so(tmp_path: Path) -> None:
    async with opened(tmp_path, "no-guidance-named", "2026-09-16") as here:
        await here.press("a")
        assert "No document is named in this case." in here.text


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_brackets_that_somebody_typed_are_shown_as_they_are(tmp_path: Path, size: tuple[int, int]) -> None:
    people = [{"id": "ana", "name": "Ana [red] [/x]", "roles": ["worker"]}]
    store = write(tmp_path / "cases.db", "2026-001", "nssb", "Case [red] [/x]", people=people)
    async with at_screen(store, "2026-001", size) as here:
        await here.press("a", "v")
        assert "Case [red] [/x]" in here.text
        await here.press("escape", "e")
        assert "Case [red] [/x]" in here.text


async def test_one_stays_where_one_was_when_the_case_changes(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", "nssb")
    async with at_screen(store, "2026-001") as here:
        await here.press("n", "a")
        chosen = await go_to(here, "silence")
        await here.press("z")
        assert here.app.screen.query_one(Items).chosen == chosen


async def test_a_mistake_is_told_where_one_reads(tmp_path: Path) -> None:
    async with opened(tmp_path, *FIVE[0]) as here:
        matter = here.app.matter
        assert matter is not None
        worked = why_it_is_not(matter.desk, matter.case, matter.on, "report-to-line-manger [/x]")
        here.app.push_screen(Reading("Why not", worked=worked))
        await here.settle()
        told = " ".join(" ".join(str(each.render()) for each in here.app.screen.query(Static)).split())
        assert "nothing that could be advised or concluded is called 'report-to-line-manger [/x]'" in told.lower()
        await here.press("escape")
        assert here.where == "ConsultRoom"


async def test_what_is_worked_out_after_one_has_left_is_not_shown(tmp_path: Path) -> None:
    go_on = threading.Event()

    def worked() -> Sequence[View]:
        go_on.wait(10)
        raise InvalidCase("too late.", mend="Never shown.")

    async with opened(tmp_path, *FIVE[0]) as here:
        here.app.push_screen(Reading("Slow", worked=worked))
        await here.pilot.pause()
        assert WORKING in here.text
        await here.pilot.press("escape")
        go_on.set()
        await here.settle()
        assert here.where == "ConsultRoom"
        assert "too late" not in here.text


@pytest.mark.parametrize("name", EVERY_KIND)
def test_every_item_can_be_read_and_asked_about(base, desk, name: str) -> None:
    case, on = bundled_example(name, base)
    advice, sitting = desk.advise(case, on), begin(desk, case, on)
    options = advice_items(base, advice, {})
    ids = [option.id for option in options if option.id]
    assert len(set(ids)) == len(ids)
    assert {option.id for option in brief_items(base, advice, {}) if option.id} <= set(ids)
    asked: set[str] = set()
    for item in map(item_of, ids):
        assert in_full(base, advice, item).strip()
        said = clauses_text(base, advice, item)
        assert all(clause in said for clause in clauses_of(base, advice, item))
        suppositions_of(base, advice, case, item)
        if item.kind in asked:
            continue  # one of each kind: reasons take time
        asked.add(item.kind)
        if ask := ask_of(advice, item):
            assert why_it_is_asked(sitting, ask)()
        elif names := why_asked_of(advice, item):
            assert [view.text() for view in proof(desk, case, on, names)()]


@pytest.mark.parametrize(("name", "day"), FIVE)
def test_what_is_advised_is_not_among_what_is_not(base, desk, name: str, day: str) -> None:
    case, on = bundled_example(name, base)
    advice = desk.advise(case, on)
    found = {each.id for each in not_advised(desk, case, on, advice)}
    assert found
    assert found.isdisjoint(each.id for each in advice.recommendations)
    assert found.isdisjoint(each.id for each in advice.silences)


async def test_advice_is_set_aside_with_a_reason_from_where_it_stands(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", "nssb")
    async with at_screen(store, "2026-001") as here:
        await here.press("a", "d")
        assert "set aside" in here.text.lower()
        await here.press("escape")
        assert here.where == "AdviceRoom"


async def test_what_people_decided_stands_beside_the_advice_it_is_about(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", "nssb")
    async with at_screen(store, "2026-001") as here:
        matter = here.app.matter
        assert matter is not None
        name = matter.advice.recommendations[0].id
        aside = AdviceSetAside(recommendation=name, because="Done by phone [already]", on=matter.on)
        matter.enter(lambda seen: [aside])
        await here.press("a")
        assert "Set aside on Thursday 5 November 2026, because: Done by phone [already]" in here.text


async def test_another_advice_is_read_from_its_beginning(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", "nhs")
    async with at_screen(store, "2026-001") as here:
        await here.press("a", "G", "c", "a")
        assert "DO NOW" not in here.text
        await here.press("c", "y", "a")
        assert "DO NOW" in here.text
