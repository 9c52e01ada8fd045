"""Something that happened: what, on which day, how it ended, at which stage, by whom, and a note."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget
from textual.widgets import Select

from decision_support.casework.filing.contents import content
from decision_support.casework.filing.deciding import LOCAL_DECISION
from decision_support.casework.filing.recording import recorded
from decision_support.casework.happenings import happenings, precedes_opening, stage_of
from decision_support.casework.matter import Matter
from decision_support.cli.consult.recording import event_called, event_refused
from decision_support.errors import UserMistake
from decision_support.model.case import Event
from decision_support.model.dates import in_words
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.vocabulary import EventKind
from decision_support.tui.widgets.tick import Tick

from .form import KEYS_HELP, Form, Pick, chosen_in, refused_as_closed, select

if TYPE_CHECKING:
    from decision_support.tui.screens.room import Room

ABOUT = "The day, or the day and the time: {}. Also: today, yesterday."


def happened_for(room: Room, what: str) -> None:
    """Have an event of this kind put on record."""
    if not refused_as_closed(room):
        room.app.push_screen(HappenedForm(room, what))


def events_of(matter: Matter) -> tuple[dict[str, str], dict[str, str]]:
    """The events that may be put on record, in words: those that the advice waits for, and the others."""
    base = matter.desk.base
    known = happenings(base, matter.case, matter.advice)
    awaited = {name: event_called(base, known, name) for name in known.awaited if name != LOCAL_DECISION}
    return awaited, {name: event_called(base, known, name) for name in known.others if name != LOCAL_DECISION}


class HappenedForm(Form):
    """One event."""

    HELP = f"""
# What has happened

Say what happened and on which day. How it ended and at which stage is asked where events of this kind have that.
{KEYS_HELP}"""

    def __init__(self, room: Room, what: str) -> None:
        example = f"{room.matter.on.isoformat()} 14:30"
        super().__init__(room, "What has happened", ABOUT.format(example))
        self._what = what

    def fields(self) -> Iterable[Widget]:
        awaited, others = events_of(self.matter)
        called = {self._what: self._base.events[self._what].say, **awaited, **others}
        yield self.field("What", select(called, self._what, id="what"))
        yield self.day_field()
        yield Tick("", id="moved")
        yield self.field("It ended", Pick({}, id="outcome"), id="outcome-field")
        yield self.field("Stage", select(self._stages(), None, id="stage", none="At which stage?"), id="stage-field")
        if self.matter.case.people:
            yield self.by_field()
        yield self.words_field("Note", "note", "What you will want to find here later.")

    def on_mount(self) -> None:
        self.query_one("#moved").display = False
        self._fit()
        super().on_mount()
        self.query_one("#day").focus()

    @on(Select.Changed, "#what")
    def _other(self) -> None:
        what = chosen_in(self.query_one("#what", Select))
        if what is not None and what != self._what:
            self._what = what
            self._fit()

    def save(self) -> str | None:
        if chosen_in(self.query_one("#what", Select)) is None:
            return "Choose what has happened."
        when = self.when()
        if isinstance(when, str):
            return when
        outcome, stage = self.query_one("#outcome", Pick).value, chosen_in(self.query_one("#stage", Select))
        if self._kind.outcomes and outcome is None:
            return "Say how it ended: go to 'It ended', and press Enter on one."
        if self._kind.needs_stage and stage is None:
            return "Say at which stage this was."
        by = self.by() if self.matter.case.people else None
        if by and by not in {person.id for person in self.matter.case.people}:
            return f"Nobody called '{by}' is in this case. Name somebody of the case, or say it in the note."
        given = {
            "at" if isinstance(when, dt.datetime) else "on": when.isoformat(),
            "outcome": outcome if self._kind.outcomes else None,
            "stage": stage if self._kind.needs_stage else None,
            "by": by,
            "note": self.words("note") or None,
        }
        return self._save({key: value for key, value in given.items() if value is not None})

    def _save(self, given: dict[str, str]) -> str | None:
        matter, base = self.matter, self._base
        try:
            event = content(Event, {"what": self._what, **given})
        except UserMistake as mistake:
            return str(mistake)
        if precedes_opening(base, matter.case, self._what, event.day):
            return self._save_and_move_opening(event)

        def step() -> None:
            try:
                matter.enter(lambda seen: (recorded(base, seen, f"event:{self._what}", given),))
            except UserMistake as mistake:
                raise UserMistake(event_refused(base, matter.case, event, mistake)) from None

        return self.room.attempt(step)

    def _save_and_move_opening(self, event: Event) -> str | None:
        """Save it where it was agreed that the case counts as opened by then; ask for that, where it was not."""
        case, moved = self.matter.case, self.query_one("#moved", Tick)
        say = f"The case counts as opened on {in_words(event.day)}"
        if moved.display and moved.value and moved.say == say:
            changed = {"opened": event.day, "events": (*case.events, event)}
            return self.room.attempt(lambda: self.matter.become(case.model_copy(update=changed)))
        moved.call(say)
        moved.display = True
        moved.focus()
        told = f"That is before the case was opened, on {in_words(case.opened)}."
        return f"{told} Give another day; or press Space, if the case shall count as opened then, and save again."

    def _fit(self) -> None:
        """Show the fields that an event of this kind has."""
        kind = self._kind
        self.query_one("#outcome", Pick).of({name: _words(name) for name in kind.outcomes})
        self.query_one("#outcome-field").display = bool(kind.outcomes)
        self.query_one("#stage-field").display = kind.needs_stage
        likely = stage_of(self._base, self.matter.case, self.matter.advice, self._what)
        stage = self.query_one("#stage", Select)
        stage.value = likely if kind.needs_stage and likely in self._stages() else Select.NULL

    def _stages(self) -> dict[str, str]:
        documents, named = self._base.documents, self.matter.case.guidance
        several = len(named) != 1
        return {
            stage.id: f"{stage.title}{f' ({name})' if several else ''}"
            for name in named or documents
            for stage in documents[name].stages.values()
        }

    @property
    def _base(self) -> KnowledgeBase:
        return self.matter.desk.base

    @property
    def _kind(self) -> EventKind:
        return self._base.events[self._what]


def _words(name: str) -> str:
    return name.replace("_", " ")
