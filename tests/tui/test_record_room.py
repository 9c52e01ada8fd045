"""Recording by keys: each kind of thing ends in the store as the right entry, and nothing that was typed is lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from at_screen import NARROW, ON, OPENED, WIDE, AtScreen, at_screen, enter, put_example, write
from decision_support.casework.filing.deciding import LOCAL_DECISION
from decision_support.model.case import Event
from decision_support.model.entries import (
    AdviceFollowed,
    AdviceSetAside,
    Amended,
    Closed,
    FormIssued,
    Happened,
    JudgementMade,
    Noted,
    RecordMade,
    Reopened,
)
from decision_support.model.people import Person
from decision_support.tui.dialogs.deciding import decide_for
from decision_support.tui.dialogs.form import Form
from decision_support.tui.widgets.items import Items

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])
ASHA = Person(id="asha", name="Asha [social worker]", roles=("worker",))
BEN = Person(id="ben", name="Ben", roles=("line_manager",))


def simple(tmp_path: Path) -> Path:
    return write(tmp_path / "cases.db", "2026-001", "nssb", people=(ASHA, BEN))


async def find(here: AtScreen, words: str) -> None:
    """Search for something to record, and open its dialog."""
    await here.press("slash")
    await here.type(words)
    await here.press("enter", "home", "enter")


@SIZES
async def test_what_the_advice_waits_for_stands_first_and_is_recorded_with_three_keys(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_screen(simple(tmp_path), "2026-001", size) as here:
        await here.press("r")
        assert here.text.index("THE ADVICE WAITS FOR") < here.text.index("DECISIONS FOR PEOPLE")
        await here.press("enter", "ctrl+s")
        assert here.where == "RecordRoom"
        last = here.record.entries[-1].content
        assert last == Happened(event=Event(what="concern_first_considered", on=ON))
        assert "What the last entry changed" in here.text
        assert "What this changed" in here.told or "The advice stays as it was" in here.text


@SIZES
async def test_an_event_keeps_its_time_its_outcome_who_and_a_note_with_brackets(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_screen(simple(tmp_path), "2026-001", size) as here:
        await here.press("r")
        await find(here, "practitioners discussed their difference")
        await here.press("end", "ctrl+u")
        await here.type("2026-11-04 14:30")
        await here.press("enter", "down", "enter")
        await here.type("asha")
        await here.press("enter")
        await here.type("They see [red] the risk [/x] differently.")
        await here.press("ctrl+s")
        made = here.record.entries[-1].content
        assert isinstance(made, Happened)
        assert made.event == Event(
            what="discussed_with_other_practitioner",
            at=dt.datetime(2026, 11, 4, 14, 30),
            outcome=made.event.outcome,
            by="asha",
            note="They see [red] the risk [/x] differently.",
        )
        assert made.event.outcome


async def test_an_event_without_its_outcome_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    async with at_screen(simple(tmp_path), "2026-001") as here:
        await here.press("r")
        await find(here, "practitioners discussed their difference")
        await here.press("tab", "tab", "tab")
        await here.type("By telephone.")
        await here.press("ctrl+s")
        assert here.where == "HappenedForm" and "Say how it ended" in here.text
        assert "By telephone." in here.text and len(here.record.entries) == 3


async def test_the_likely_stage_is_chosen_already(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", "overdue-clocks")
    async with at_screen(store, "2026-001", WIDE) as here:
        await here.press("r")
        await find(here, "a stage of the procedure was started")
        assert "At which stage?" not in here.text
        await here.press("ctrl+s")
        made = here.record.entries[-1].content
        assert isinstance(made, Happened) and made.event.stage == "stage-2"


@SIZES
async def test_a_day_that_has_not_come_is_refused_in_the_dialog(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_screen(simple(tmp_path), "2026-001", size) as here:
        await here.press("r", "enter")
        await here.type("2026-11-06")
        await here.press("ctrl+s")
        assert here.where == "HappenedForm" and "That is after Thursday 5 November 2026" in here.text
        assert "2026-11-06" in here.text and len(here.record.entries) == 3
        await here.press("end", "ctrl+u")
        await here.type("yesterday")
        await here.press("ctrl+s")
        made = here.record.entries[-1].content
        assert isinstance(made, Happened) and made.event.day == dt.date(2026, 11, 4)


async def test_what_is_no_day_is_refused_in_a_sentence(tmp_path: Path) -> None:
    async with at_screen(simple(tmp_path), "2026-001") as here:
        await here.press("r", "enter")
        await here.type("[last] week")
        await here.press("ctrl+s")
        assert here.where == "HappenedForm" and "'[last] week' is not a day." in here.text


@SIZES
async def test_an_event_before_the_opening_can_move_the_opening_back(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_screen(simple(tmp_path), "2026-001", size) as here:
        await here.press("r")
        await find(here, "talked it through with")
        await here.press("end", "ctrl+u")
        await here.type("2026-10-30")
        await here.press("ctrl+s")
        before = len(here.record.entries)
        assert "before the case was opened, on Monday 2 November 2026" in here.text
        assert "[ ] The case counts as opened on Friday 30 October 2026" in here.text
        await here.press("space", "ctrl+s")
        assert [type(each.content) for each in here.record.entries[before:]] == [Amended, Happened]
        assert here.record.case().opened == dt.date(2026, 10, 30)
        await here.press("z")
        assert here.record.case().opened == OPENED and not here.record.case().events


async def test_an_event_of_somebody_unknown_is_refused_and_a_beginning_of_a_name_is_enough(tmp_path: Path) -> None:
    async with at_screen(simple(tmp_path), "2026-001") as here:
        await here.press("r", "enter", "tab")
        await here.type("zoe")
        await here.press("ctrl+s")
        assert here.where == "HappenedForm" and "Nobody called 'zoe' is in this case" in here.text
        await here.press("end", "ctrl+u")
        await here.type("be")
        await here.press("ctrl+s")
        made = here.record.entries[-1].content
        assert isinstance(made, Happened) and made.event.by == "ben"


@SIZES
async def test_a_judgement_is_kept_with_reasons_and_what_was_considered(tmp_path: Path, size: tuple[int, int]) -> None:
    store = put_example(tmp_path / "cases.db", "overdue-clocks")
    async with at_screen(store, "2026-001", size) as here:
        await here.press("r")
        await find(here, "straight to stage 4")
        assert here.where == "JudgementForm" and "To weigh:" in here.text
        await here.press("down", "down", "enter", "tab")
        await here.type("They can meet today [red].")
        await here.press("tab")
        await here.type("stage 4 now")
        await here.press("enter")
        await here.type("stage 2 first")
        await here.press("tab")
        await here.type("The head of service")
        await here.press("ctrl+s")
        assert here.record.entries[-1].content == JudgementMade(
            judgement="nssb.straight-to-stage-4",
            decided="Take the next stage first.",
            because="They can meet today [red].",
            considered=("stage 4 now", "stage 2 first"),
            on=ON,
            by="The head of service",
        )
        await here.press("z")
        assert not here.record.of(JudgementMade)


async def test_a_judgement_without_reasons_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", "overdue-clocks")
    async with at_screen(store, "2026-001") as here:
        await here.press("r")
        await find(here, "straight to stage 4")
        before = len(here.record.entries)
        await here.press("ctrl+s")
        assert "Say what was decided." in here.text
        await here.press("down", "enter")
        await here.type("At once.")
        await here.press("ctrl+s")
        assert here.where == "JudgementForm" and "Give the reasons" in here.text
        assert "At once." in here.text and len(here.record.entries) == before


@SIZES
async def test_a_silence_is_settled_by_a_local_decision(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_screen(simple(tmp_path), "2026-001", size) as here:
        await here.press("r")
        await find(here, "nssb-A2")
        assert here.where == "SilenceForm"
        await here.type("The first case note counts.")
        await here.press("tab")
        await here.type("It can be shown.")
        await here.press("ctrl+s")
        made = here.record.entries[-1].content
        assert isinstance(made, Happened)
        assert (made.event.what, made.event.silence) == (LOCAL_DECISION, "nssb-A2")
        assert made.event.note == "The first case note counts. Reason: It can be shown."
        assert "decided locally" in here.text or "nothing" not in here.told


@SIZES
async def test_advice_is_set_aside_only_with_a_reason(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_screen(simple(tmp_path), "2026-001", size) as here:
        await here.press("r")
        await find(here, "find out whether anybody")
        advised = next(each.id for each in here.app.matter.advice.recommendations)  # type: ignore[union-attr]
        await here.press("down", "down", "enter", "ctrl+s")
        assert here.where == "AdviceForm" and "Give the reason" in here.text
        await here.type("She was seen an hour ago.")
        await here.press("tab")
        await here.type("ben")
        await here.press("ctrl+s")
        assert here.record.entries[-1].content == AdviceSetAside(
            recommendation=advised, on=ON, by="ben", because="She was seen an hour ago."
        )
        await here.press("slash")
        await here.type("find out whether")
        assert "(set aside on Thursday 5 November 2026)" in here.text


async def test_advice_was_followed(tmp_path: Path) -> None:
    async with at_screen(simple(tmp_path), "2026-001") as here:
        await here.press("r")
        await find(here, "find out whether anybody")
        await here.press("down", "enter")
        await here.type("By telephone.")
        await here.press("ctrl+s")
        made = here.record.entries[-1].content
        assert isinstance(made, AdviceFollowed) and (made.note, made.on) == ("By telephone.", ON)


@SIZES
async def test_a_record_that_was_made_and_a_form_that_was_issued_are_entered(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_screen(simple(tmp_path), "2026-001", size) as here:
        await here.press("r")
        await find(here, "stage-record")
        await here.press("tab")
        await here.type("asha")
        await here.press("ctrl+s")
        assert here.record.entries[-1].content == RecordMade(record="nssb.stage-record", on=ON, by="asha")
        await find(here, "form: monitoring")
        await here.press("tab", "tab")
        await here.type("The Board")
        await here.press("ctrl+s")
        made = here.record.entries[-1].content
        assert isinstance(made, FormIssued) and (made.to, made.by) == ("The Board", None)


@SIZES
async def test_a_note_is_entered_and_an_empty_one_is_not(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_screen(simple(tmp_path), "2026-001", size) as here:
        await here.press("r", "n", "ctrl+s")
        assert here.where == "NoteForm" and "The note is empty." in here.text
        await here.type("[red] Rang the ward [/x]")
        await here.press("ctrl+s")
        assert here.record.entries[-1].content == Noted(text="[red] Rang the ward [/x]")
        assert "The advice stays as it was." in here.text
        assert "[red] Rang the ward [/x]" in here.told


@SIZES
async def test_a_case_is_closed_and_reopened_with_reasons_and_refuses_in_between(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_screen(simple(tmp_path), "2026-001", size) as here:
        await here.press("r")
        await find(here, "close the case")
        await here.press("ctrl+s")
        assert here.where == "StateForm" and "Give the reason" in here.text
        await here.type("It is settled.")
        await here.press("ctrl+s")
        assert here.record.entries[-1].content == Closed(because="It is settled.", on=ON)
        assert "This case is closed: nothing is recorded in it until it is reopened." in here.text
        await here.press("n")
        assert here.where == "RecordRoom"
        await here.press("t", "h", "e")
        assert here.where == "TimetableRoom" and "until it is reopened" in here.told
        await here.press("r", "enter")
        await here.type("It came up again.")
        await here.press("ctrl+s")
        assert here.record.entries[-1].content == Reopened(because="It came up again.", on=ON)
        assert "THE ADVICE WAITS FOR" in here.text


async def test_a_recorded_event_is_taken_back_and_done_again(tmp_path: Path) -> None:
    async with at_screen(simple(tmp_path), "2026-001") as here:
        await here.press("r", "enter", "ctrl+s")
        assert len(here.record.case().events) == 1
        await here.press("z")
        assert not here.record.case().events and "Taken back" in here.told
        await here.press("Z")
        assert len(here.record.case().events) == 1


async def test_escape_asks_once_before_what_was_typed_is_lost(tmp_path: Path) -> None:
    async with at_screen(simple(tmp_path), "2026-001") as here:
        await here.press("r", "n", "escape")
        assert here.where == "RecordRoom"
        await here.press("n")
        await here.type("Half a thought")
        await here.press("escape")
        assert here.where == "Confirm" and "Leave without saving?" in here.text
        assert "y Yes" in here.lines[-1] and "Save" not in here.lines[-1]
        await here.press("escape")
        assert here.where == "NoteForm" and "Half a thought" in here.text
        await here.press("escape", "y")
        assert here.where == "RecordRoom" and len(here.record.entries) == 3


async def test_searching_narrows_the_list_and_escape_shows_everything_again(tmp_path: Path) -> None:
    async with at_screen(simple(tmp_path), "2026-001") as here:
        await here.press("r", "slash")
        await here.type("monitoring form")
        assert "Form: Monitoring form" in here.text and "THE ADVICE WAITS FOR" not in here.text
        await here.type(" zzz")
        assert "Nothing here is called so." in here.text
        await here.press("escape")
        assert here.where == "RecordRoom" and "THE ADVICE WAITS FOR" in here.text


async def test_another_kind_of_event_can_be_chosen_in_the_dialog(tmp_path: Path) -> None:
    async with at_screen(simple(tmp_path), "2026-001", WIDE) as here:
        await here.press("r", "enter", "shift+tab", "enter")
        await here.type("concern was first put")
        await here.press("enter", "ctrl+s")
        made = here.record.entries[-1].content
        assert isinstance(made, Happened) and made.event.what != "concern_first_considered"


async def test_what_others_wrote_meanwhile_stays(tmp_path: Path) -> None:
    store = simple(tmp_path)
    async with at_screen(store, "2026-001") as here:
        await here.press("r", "n")
        enter(store, "2026-001", Noted(text="From somebody else."))
        await here.type("From me.")
        await here.press("ctrl+s")
        assert [each.content for each in here.record.entries[-2:]] == [
            Noted(text="From somebody else."),
            Noted(text="From me."),
        ]
        assert "Somebody else has written 1 more entry" in here.told


async def test_a_decision_can_be_asked_for_from_any_room(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", "overdue-clocks")
    async with at_screen(store, "2026-001") as here:
        await here.press("t")
        room = here.app.screen
        decide_for(room, "judgement", "nssb.straight-to-stage-4")  # type: ignore[arg-type]
        await here.settle()
        assert here.where == "JudgementForm"
        await here.press("escape")
        decide_for(room, "silence", "nssb-Z9")  # type: ignore[arg-type]
        await here.settle()
        assert here.where == "TimetableRoom" and "no longer part of it" in here.told


async def test_a_form_is_unsaved_only_where_something_was_typed(tmp_path: Path) -> None:
    async with at_screen(simple(tmp_path), "2026-001") as here:
        await here.press("r", "n")
        form = here.app.screen
        assert isinstance(form, Form) and not form.unsaved()
        await here.type("H")
        assert form.unsaved()
        await here.press("backspace")
        assert not form.unsaved()


async def test_help_in_a_form_says_what_it_does_and_how_to_save_and_leave(tmp_path: Path) -> None:
    async with at_screen(simple(tmp_path), "2026-001", WIDE) as here:
        await here.press("r", "n", "f1")
        assert here.where == "Help"
        assert "Anything that you will want to find here later." in here.text
        assert "Ctrl+S" in here.text and "asks first" in here.text


async def test_a_day_that_was_emptied_is_asked_for_and_not_taken_for_today(tmp_path: Path) -> None:
    async with at_screen(simple(tmp_path), "2026-001") as here:
        await here.press("r", "enter", "end", "ctrl+u", "ctrl+s")
        assert here.where == "HappenedForm" and len(here.record.entries) == 3
        assert "Give the day, such as 2026-11-05, today or yesterday." in here.text


async def test_a_case_that_somebody_closed_meanwhile_is_refused_in_words_of_the_screen(tmp_path: Path) -> None:
    store = simple(tmp_path)
    async with at_screen(store, "2026-001") as here:
        await here.press("r", "n")
        await here.type("Too late.")
        enter(store, "2026-001", Closed(because="Done.", on=ON))
        await here.press("ctrl+s")
        assert here.where == "NoteForm" and "Too late." in here.text
        assert "It is closed. Leave this with Esc, press r and choose 'Reopen the case'." in here.text
        assert "decision-support case" not in here.text
        await here.press("escape", "y")
        assert "Reopen the case" in here.text


async def test_after_saving_and_taking_back_the_list_begins_with_what_the_advice_waits_for(tmp_path: Path) -> None:
    async with at_screen(simple(tmp_path), "2026-001") as here:
        await here.press("r", "enter", "ctrl+s")
        things = here.app.screen.query_one("#things", Items)
        assert things.highlighted == 1 and things.scroll_y == 0 and "THE ADVICE WAITS FOR" in here.text
        await here.press("z")
        assert things.highlighted == 1 and things.scroll_y == 0 and "THE ADVICE WAITS FOR" in here.text


async def test_what_stays_where_it_was_keeps_the_cursor(tmp_path: Path) -> None:
    async with at_screen(simple(tmp_path), "2026-001") as here:
        await here.press("r", *["down"] * 4)
        things = here.app.screen.query_one("#things", Items)
        chosen = things.chosen
        await here.press("n")
        await here.type("A thought.")
        await here.press("ctrl+s")
        assert things.chosen == chosen and things.highlighted != 1


async def test_undo_is_among_the_keys_once_there_is_something_to_take_back(tmp_path: Path) -> None:
    async with at_screen(simple(tmp_path), "2026-001") as here:
        await here.press("r")
        assert "Undo" not in here.lines[-1]
        await here.press("enter", "ctrl+s")
        assert "z Undo" in here.lines[-1]


@pytest.mark.parametrize("key", ["space", "enter"])
async def test_one_of_a_few_is_chosen_by_space_or_enter(tmp_path: Path, key: str) -> None:
    async with at_screen(simple(tmp_path), "2026-001") as here:
        await here.press("r")
        await find(here, "practitioners discussed their difference")
        await here.press("enter", "down", key)
        assert "(•)" in here.text


async def test_on_a_small_screen_all_of_a_decision_is_within_reach_even_with_a_refusal(tmp_path: Path) -> None:
    store = put_example(tmp_path / "cases.db", "overdue-clocks")
    async with at_screen(store, "2026-001") as here:
        await here.press("t")
        decide_for(here.app.screen, "judgement", "nssb.straight-to-stage-4")  # type: ignore[arg-type]
        await here.settle()
        await here.press("ctrl+s")
        assert "Say what was decided." in here.text and "Leave it" in here.text
        head = here.app.screen.query_one(".form-about")
        assert (head.max_scroll_y > 0) == ("the text goes on: Shift+Tab" in here.text)
        if head.max_scroll_y:
            here.app.screen.query("Input, TextArea, Pick").first().focus()
            await here.press("shift+tab", "end")
            assert head.has_focus and head.scroll_y == head.max_scroll_y
