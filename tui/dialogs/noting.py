"""What is entered beside the case: a note, a record that was made, a form that was issued; and closing the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from textual.widget import Widget

from decision_support.casefile.record import Record
from decision_support.casework.filing.contents import content
from decision_support.casework.filing.recording import recorded
from decision_support.errors import InvalidCase
from decision_support.model.entries import Closed, Content, Noted, Reopened

from .form import KEYS_HELP, Form, refused_as_closed

if TYPE_CHECKING:
    from decision_support.tui.screens.room import Room

CLOSING = "Nothing more is written into a case that is closed, until it is reopened."


def note_for(room: Room) -> None:
    """Have a note entered."""
    if not refused_as_closed(room):
        room.app.push_screen(NoteForm(room, "A note", "Nothing is worked out from it. Names are better left out."))


def made_for(room: Room, kind: Literal["record", "form"], id: str, say: str) -> None:
    """Have it entered that a record was made or a form was issued. id: the document and its own id."""
    if not refused_as_closed(room):
        room.app.push_screen(MadeForm(room, kind, id, say))


def close_or_reopen_for(room: Room) -> None:
    """Have the case closed; or reopened, where it is closed."""
    is_open = room.matter.record.is_open
    room.app.push_screen(
        StateForm(room, "Close the case" if is_open else "Reopen the case", CLOSING if is_open else "")
    )


class NoteForm(Form):
    """A note."""

    HELP = f"""
# A note

Anything that you will want to find here later. Nothing is worked out from it.
{KEYS_HELP}"""

    def fields(self) -> Iterable[Widget]:
        yield self.words_field("Note", "note", "What you will want to find here later.")

    def save(self) -> str | None:
        text = self.words("note")
        if not text:
            return "The note is empty."
        return self.room.attempt(lambda: self.matter.enter(lambda seen: (content(Noted, {"text": text}),)))


class MadeForm(Form):
    """A record that was made, or a form that was issued."""

    HELP = f"""
# A record or a form

Say on which day it was made or issued, and by whom; a note can say where it is kept.
{KEYS_HELP}"""

    def __init__(self, room: Room, kind: Literal["record", "form"], id: str, say: str) -> None:
        super().__init__(room, "A record was made" if kind == "record" else "A form was issued", say)
        self._kind = kind
        self._id = id

    def fields(self) -> Iterable[Widget]:
        yield self.day_field()
        yield self.by_field()
        if self._kind == "form":
            yield self.field("To", self.name_line("to"))
        yield self.words_field("Note", "note", "Where it is kept, or what else should be found here.")

    def save(self) -> str | None:
        day = self.day()
        if isinstance(day, str):
            return day
        to = self.person("to") if self._kind == "form" else None
        told = {"on": day.isoformat(), "by": self.by(), "to": to, "note": self.words("note")}
        given = {key: value for key, value in told.items() if value}
        base, what = self.matter.desk.base, f"{self._kind}:{self._id}"
        return self.room.attempt(lambda: self.matter.enter(lambda seen: (recorded(base, seen, what, given),)))


class StateForm(Form):
    """Closing a case, or opening it again, with the reason."""

    HELP = f"""
# Closing and reopening

Say why. Nothing more is written into a closed case until it is reopened; nothing of it is lost.
{KEYS_HELP}"""

    def fields(self) -> Iterable[Widget]:
        yield self.words_field("Reason", "because", "Why. It is kept with the case.")
        yield self.by_field("Decided by")
        yield self.day_field()

    def save(self) -> str | None:
        day, because, was_open = self.day(), self.words("because"), self.matter.record.is_open
        if not because:
            return "Give the reason: it is kept with the case."
        if isinstance(day, str):
            return day
        given = {"because": because, "by": self.by(), "on": day}
        made: Content = content(Closed, given) if was_open else content(Reopened, given)

        def write(seen: Record) -> tuple[Content, ...]:
            if seen.is_open != was_open:
                how = "reopened" if seen.is_open else "closed"
                raise InvalidCase(
                    f"somebody else has {how} this case meanwhile.", mend="Press Esc: nothing is left to do."
                )
            return (made,)

        return self.room.attempt(lambda: self.matter.enter(write))
