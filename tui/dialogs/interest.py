"""What is entered about somebody beside where they stand: an interest, a waiver, and that they have no part in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import Select

from decision_support.casework.filing.people import person_changed, person_gone, person_waived
from decision_support.cli.person_text import Waivable
from decision_support.model.people import Person

from .form import Form, chosen_in, refused_as_closed, select

if TYPE_CHECKING:
    from decision_support.tui.screens.room import Room

INTEREST = "Something that may keep this person from acting. Whether it does is for the rules, or for people, to say."
WAIVER = "Somebody else decides that this shall not keep the person from acting in this case, and says why."
GONE = "Everything recorded of this person is taken out of the case as it stands; the history keeps it."


def interest_for(room: Room, person: Person) -> None:
    """Have an interest entered that somebody declared."""
    if not refused_as_closed(room):
        room.app.push_screen(InterestForm(room, person, f"An interest of {person.called}", INTEREST))


def waiver_for(room: Room, person: Person, waivable: Sequence[Waivable]) -> None:
    """Have it entered that a conflict of somebody was waived."""
    if refused_as_closed(room):
        return
    if not waivable:
        room.tell(f"Nothing is on record of {person.called} that can be waived.")
    else:
        room.app.push_screen(WaiverForm(room, person, waivable))


def gone_for(room: Room, person: Person) -> None:
    """Have somebody taken out who has no part in the case."""
    if not refused_as_closed(room):
        room.app.push_screen(GoneForm(room, person, f"Take {person.called} out of the case", GONE))


class _OfPerson(Form):
    def __init__(self, room: Room, person: Person, title: str, about: str) -> None:
        super().__init__(room, title, about)
        self._person = person


class InterestForm(_OfPerson):
    """An interest, and when it was declared."""

    HELP = """
# An interest

Say what ties this person to the matter or to somebody concerned, in a few words, and when that was declared.
It can be waived later with `o`, where somebody else decides so. Ctrl+S saves.
"""

    def fields(self) -> Iterable[Widget]:
        yield self.words_field("Interest", "interest", "Such as: a relative works for the agency concerned.")
        yield self.day_field()

    def save(self) -> str | None:
        text, day, base, person = self.words("interest"), self.day(), self.matter.desk.base, self._person.id
        if not text:
            return "Say what the interest is."
        if isinstance(day, str):
            return day
        return self.room.attempt(
            lambda: self.matter.enter(lambda seen: person_changed(base, seen, person, (), text, day))
        )


class WaiverForm(_OfPerson):
    """Which conflict is waived, by whom, when and why."""

    HELP = """
# A waiver

A waiver lets somebody act although a conflict is on record. It is decided by somebody else, never by one of those
concerned, and it holds for what was on record when it was given, not for what comes later. Ctrl+S saves.
"""

    def __init__(self, room: Room, person: Person, waivable: Sequence[Waivable]) -> None:
        super().__init__(room, person, f"Waive a conflict of {person.called}", WAIVER)
        self._waivable = waivable

    def fields(self) -> Iterable[Widget]:
        called = {each.fact: each.say for each in self._waivable}
        yield self.field("Conflict", select(called, next(iter(called)) if len(called) == 1 else None, id="fact"))
        yield self.by_field("Decided by")
        yield self.words_field("Why", "because", "The reason. It is kept with the case.")
        yield self.day_field()

    def save(self) -> str | None:
        fact, by, because, day = (
            chosen_in(self.query_one("#fact", Select)),
            self.by(),
            self.words("because"),
            self.day(),
        )
        if fact is None:
            return "Choose which conflict is waived."
        if by is None:
            return "Say who decided it."
        if not because:
            return "Give the reason: it is kept with the case."
        if isinstance(day, str):
            return day
        person = self._person.id
        return self.room.attempt(
            lambda: self.matter.enter(lambda seen: person_waived(seen, person, fact, by, because, day))
        )


class GoneForm(_OfPerson):
    """Why somebody has no part in the case."""

    HELP = """
# Taking somebody out

For somebody who should never have been recorded here. Somebody who left a role, or the team, stays on record: change
that person instead, with `e`. Ctrl+S saves, and `z` takes it back.
"""

    def fields(self) -> Iterable[Widget]:
        yield self.words_field("Why", "because", "The reason. It is kept with the case.")

    def save(self) -> str | None:
        because, base, person = self.words("because"), self.matter.desk.base, self._person.id
        if not because:
            return "Give the reason: it is kept with the case."
        return self.room.attempt(lambda: self.matter.enter(lambda seen: person_gone(base, seen, person, because)))
