"""The consultation by keys alone: one question at a time, every answer saved at once, the advice beside it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from textual import events

from at_screen import AT, NARROW, WIDE, AtScreen, at_screen, beginning, enter, stored, write
from decision_support.model.entries import Answered, Closed, Corrected, Noted
from decision_support.model.values import Answer
from decision_support.tui.screens.consult import EARLY, SAVED
from decision_support.tui.session import Session
from decision_support.tui.widgets.choices import Choices
from decision_support.tui.widgets.question import QuestionPane

MOST = 12  # answers to a document with many questions: the advice is there at every one of them
RISK = "Could anybody come to harm now"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return write(tmp_path / "cases.db", "2026-001", "nssb", "Case [red] [/x]")


def answers(here: AtScreen) -> list[tuple[str, str]]:
    """What is in the store: every answer that counts, with its reasons."""
    return [(each.answer.value, each.answer.rationale or "") for _, each in here.record.of(Answered)]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_first_question_its_answers_its_help_and_the_advice_are_on_one_screen(
    store: Path, size: tuple[int, int]
) -> None:
    async with at_screen(store, "2026-001", size) as here:
        assert here.where == "ConsultRoom"
        assert "Case [red] [/x]" in here.text
        assert RISK in here.text
        assert all(each in here.text for each in ("y ( ) Yes", "n ( ) No", "u ( ) Unknown"))
        assert "If you cannot tell, say unknown" in str(here.app.screen.query_one("#question-about").render())
        assert "Find out whether anybody could come to harm now" in here.text
        assert "Advice so far" in here.text and "could still change" in here.text


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_letter_answers_is_saved_at_once_and_says_what_it_changed(store: Path, size: tuple[int, int]) -> None:
    async with at_screen(store, "2026-001", size) as here:
        await here.press("y")
        assert answers(here) == [("yes", "")]
        assert "What this changed" in here.text
        assert "999" in here.text
        assert RISK not in here.app.screen.query_one(QuestionPane).query_one("#question-say").render().plain  # type: ignore[attr-defined]


@pytest.mark.parametrize("guidance", ["nssb", "osdr", "ssab", "lscb", "nhs"])
async def test_every_document_is_gone_through_by_keys_alone_to_advice(tmp_path: Path, guidance: str) -> None:
    store = write(tmp_path / "cases.db", "2026-001", guidance)
    async with at_screen(store) as here:
        await here.press("enter")
        for _ in range(MOST):
            if here.app.matter is None or here.app.matter.sitting.question() is None:
                assert "Press a for the whole advice" in here.text
                break
            choices = here.app.screen.query_one(Choices)
            keys = list(choices.keys)
            await here.press("y" if "y" in keys else keys[0])
            if here.app.screen.query_one(QuestionPane).typed is not None:
                await here.press("s")
        assert len(answers(here)) >= 3
        await here.press("a")
        assert here.where == "AdviceRoom" and here.app.matter is not None
        said = here.app.matter.advice.recommendations
        assert said and said[0].say[:30] in here.text


async def test_u_is_an_answer_of_its_own_and_never_no(store: Path) -> None:
    async with at_screen(store, "2026-001") as here:
        await here.press("u")
        assert answers(here) == [("unknown", "")]
        assert "999" not in here.text


async def test_arrows_and_enter_answer_as_well(store: Path) -> None:
    async with at_screen(store, "2026-001") as here:
        await here.press("down", "down", "enter")
        assert answers(here) == [("no", "")]


async def test_a_click_on_an_answer_answers(store: Path) -> None:
    async with at_screen(store, "2026-001") as here:
        await here.pilot.click(Choices, offset=(6, 0))
        await here.settle()
        assert answers(here) == [("yes", "")]


async def test_undo_takes_the_answer_back_in_the_store_and_redo_gives_it_again(store: Path) -> None:
    async with at_screen(store, "2026-001") as here:
        await here.press("y", "z")
        assert answers(here) == []
        assert [type(each.content) for each in here.record.entries][-1] is Corrected
        assert RISK in here.text
        await here.press("Z")
        assert answers(here) == [("yes", "")]


async def test_undo_goes_back_as_far_as_the_sitting_went_and_no_further(store: Path) -> None:
    enter(store, "2026-001", Noted(text="Written before."))
    async with at_screen(store, "2026-001") as here:
        await here.press("n", "s", "u")
        await here.press("z", "z", "z", "z", "z")
        assert answers(here) == []
        assert [each.text for _, each in here.record.of(Noted)] == ["Written before."]


async def test_a_question_that_is_put_off_is_not_asked_again_and_is_told_of_at_the_end(store: Path) -> None:
    async with at_screen(store, "2026-001", WIDE) as here:
        await here.press("s")
        assert RISK not in str(here.app.screen.query_one("#question-say").render())
        while here.app.matter and here.app.matter.sitting.question() is not None:
            await here.press("s")
        assert "You put these off. They still matter" in here.text and RISK in here.text
        assert len(here.record.entries) == 1


async def test_an_earlier_answer_is_changed(store: Path) -> None:
    async with at_screen(store, "2026-001") as here:
        await here.press("n", "o")
        assert here.where == "Earlier" and RISK in here.text
        await here.press("enter")
        assert "(•) No" in here.text
        await here.press("y")
        assert answers(here)[-1] == ("yes", "") and "999" in here.text


async def test_an_earlier_answer_is_changed_on_a_wide_screen_without_a_dialog(store: Path) -> None:
    async with at_screen(store, "2026-001", WIDE) as here:
        await here.press("n", "o", "enter", "u")
        assert answers(here)[-1] == ("unknown", "")


async def test_leaving_an_earlier_answer_as_it_is_goes_on_with_the_next_question(store: Path) -> None:
    async with at_screen(store, "2026-001") as here:
        await here.press("n")
        question = str(here.app.screen.query_one("#question-say").render())
        await here.press("o", "enter", "s")
        assert str(here.app.screen.query_one("#question-say").render()) == question
        assert answers(here) == [("no", "")]


async def test_reasons_are_kept_with_the_answer_that_they_belong_to(store: Path) -> None:
    async with at_screen(store, "2026-001") as here:
        await here.press("n", "b")
        await here.type("Seen today [by y] and n")
        await here.press("enter")
        assert answers(here)[-1] == ("no", "Seen today [by y] and n")


async def test_a_question_of_the_framework_asks_for_reasons_and_takes_no_answer_for_one(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", "nhs")
    async with at_screen(store, "2026-001") as here:
        while here.app.screen.query_one(QuestionPane).typed is None:
            await here.press("n")
        assert "Saved: no. What makes you say so?" in here.text
        await here.press("y")
        assert SAVED in here.told and here.app.screen.query_one(QuestionPane).typed == ""
        await here.press("enter")
        await here.type("No sign of it")
        await here.press("enter")
        assert answers(here)[-1] == ("no", "No sign of it")


@pytest.mark.parametrize("leaving", ["escape", "f1", "ctrl+q"])
async def test_reasons_that_are_being_typed_are_kept_however_one_leaves(store: Path, leaving: str) -> None:
    async with at_screen(store, "2026-001") as here:
        await here.press("n", "b")
        await here.type("Half a sentence")
        await here.press(leaving)
        if leaving == "f1":
            assert here.where == "Help"
            await here.press("escape")
            assert here.app.screen.query_one(QuestionPane).typed == "Half a sentence"
            return
        assert [each.answer.rationale for _, each in stored(store, "2026-001").of(Answered)][-1] == "Half a sentence"


async def test_why_this_is_asked_says_what_waits_and_what_each_answer_would_do(store: Path) -> None:
    async with at_screen(store, "2026-001", WIDE) as here:
        await here.press("e")
        assert "Why this is asked" in here.text
        assert "WHAT WAITS FOR THE ANSWER" in here.text and "yes: Now advised" in here.text
        await here.press("escape")
        assert RISK in here.text


async def test_a_key_that_comes_before_the_question_is_shown_is_no_answer_to_it(store: Path) -> None:
    async with at_screen(store, "2026-001") as here:
        room = here.app.screen
        room._answer("yes")  # type: ignore[attr-defined]
        room._answer("yes")  # type: ignore[attr-defined]
        await here.settle()
        assert answers(here) == [("yes", "")]
        assert EARLY in here.told


async def test_what_others_write_meanwhile_stays_and_is_told(store: Path) -> None:
    async with at_screen(store, "2026-001") as here:
        enter(store, "2026-001", Noted(text="From somebody else."), at=AT)
        await here.press("n")
        assert answers(here) == [("no", "")]
        assert "Somebody else has written one more entry" in here.told or "1 more" in here.told
        assert [each.text for _, each in here.record.of(Noted)] == ["From somebody else."]


async def test_a_case_goes_on_where_it_was_left(store: Path) -> None:
    async with at_screen(store, "2026-001") as here:
        await here.press("n")
        question = str(here.app.screen.query_one("#question-say").render())
    async with at_screen(store, "2026-001") as here:
        assert str(here.app.screen.query_one("#question-say").render()) == question


async def test_a_case_without_a_document_offers_the_one_that_governs(tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", ())
    async with at_screen(store, "2026-001", WIDE) as here:
        for _ in range(30):
            if here.app.matter is None or here.app.matter.sitting.question() is None:
                break
            keys = here.app.screen.query_one(Choices).keys
            await here.press("y" if "y" in keys else "1")
        assert "By these facts, this may govern" in here.text
        await here.press("1")
        assert here.app.matter is not None and here.app.matter.case.guidance


async def test_what_cannot_be_written_is_told_and_the_question_stays(store: Path) -> None:
    import sqlite3

    async with at_screen(store, "2026-001") as here:
        other = sqlite3.connect(store, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        await here.press("y")
        other.execute("ROLLBACK")
        other.close()
        assert "is being written by another program" in here.told
        assert RISK in here.text and "(•)" not in here.text
        await here.press("y")
        assert answers(here) == [("yes", "")]


async def test_an_answer_is_saved_however_soon_one_leaves_after_it(store: Path) -> None:
    async with at_screen(store, "2026-001") as here:
        here._send("n")
        here._send("ctrl+q")
        await here.settle()
    assert [each.answer.value for _, each in stored(store, "2026-001").of(Answered)] == ["no"]


async def test_what_somebody_else_answers_meanwhile_is_told_in_words_with_what_it_changes(store: Path) -> None:
    answer = Answer(value="yes", on=AT.date())
    async with at_screen(store, "2026-001") as here:
        enter(store, "2026-001", Answered(about="case", subject="case", fact="immediate_risk_of_harm", answer=answer))
        await here.press("a", "c")
        assert "1 new entry by somebody else" in here.told and "999" in here.told
        assert "999" in here.text


async def test_an_answer_does_not_write_over_one_that_was_not_seen(store: Path) -> None:
    answer = Answer(value="yes", on=AT.date())
    async with at_screen(store, "2026-001") as here:
        enter(store, "2026-001", Answered(about="case", subject="case", fact="immediate_risk_of_harm", answer=answer))
        await here.press("n")
        assert [value for value, _ in answers(here)] == ["yes"]
        assert "somebody else has written about the same" in here.told and "999" in here.text


async def test_escape_ends_the_reasons_first_and_leaves_the_case_then(store: Path) -> None:
    async with at_screen(store, "2026-001") as here:
        await here.press("n", "b")
        await here.type("Because")
        await here.press("escape")
        assert here.where == "ConsultRoom" and answers(here)[-1] == ("no", "Because")
        await here.press("escape")
        assert here.where == "Cases"


async def test_all_of_what_is_pasted_into_the_reasons_is_kept(store: Path) -> None:
    async with at_screen(store, "2026-001") as here:
        await here.press("n", "b")
        here.app.screen.query_one("#reasons").post_message(events.Paste("First.\nSecond, which matters.\n"))
        await here.settle()
        await here.press("enter")
        assert answers(here)[-1] == ("no", "First. Second, which matters.")


async def test_our_own_advice_is_marked_as_ours_beside_the_question(store: Path) -> None:
    async with at_screen(store, "2026-001") as here:
        assert "our own advice, no document's" in here.text


async def test_a_closed_case_says_so_and_asks_nothing(store: Path) -> None:
    enter(store, "2026-001", Closed(because="Settled", on=AT.date()))
    async with at_screen(store, "2026-001") as here:
        await here.press("c")
        assert "This case is closed" in here.text and "(closed)" in here.lines[0]
        assert "y ( )" not in here.text


async def test_a_new_day_is_told_and_the_advice_is_for_it(store: Path) -> None:
    days = [AT.date()]
    session = beginning(store)()

    class Later(Session):
        def day(self) -> dt.date:
            return days[-1]

    async with at_screen(store, "2026-001", begin=lambda: Later(session.files, None, store)) as here:
        days.append(AT.date() + dt.timedelta(days=1))
        await here.press("a", "c")
        assert "It is Friday 6 November 2026 by now" in here.told
        assert here.app.matter is not None and here.app.matter.on == days[-1]
