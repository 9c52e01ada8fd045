"""What an earlier entry should have said: the same entry, to be written over, or taken back; with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget
from textual.widgets import Input, Select, TextArea

from decision_support.casework.chronicle import said_in_words
from decision_support.casework.filing.correcting import corrected, refuse_uncorrectable, said_so_far
from decision_support.model.entries import Answered, Content, Happened
from decision_support.model.knowledge import KnowledgeBase
from decision_support.tui.widgets.tick import Tick

from .form import KEYS_HELP, Form, chosen_in, refused_as_closed, select

if TYPE_CHECKING:
    from decision_support.tui.screens.room import Room

LONG = ("note", "rationale", "because", "decided", "text", "considered", "why")
NAMED: Mapping[str, str] = {"on": "Day", "at": "Day, time", "what": "What", "in": "Interest", "because": "Reason"}
BRACKETS = "What stands in [ ] is a list, each { } one thing in it with its parts; commas stand between them."
ABOUT = "The entry itself stays as it was: what was known on an earlier day does not change."


def correct_for(room: Room, number: int) -> None:
    """Have an entry corrected, if that can be done at all."""
    if refused_as_closed(room):
        return
    with room.telling():
        refuse_uncorrectable(room.matter.record.entry(number))
        room.app.push_screen(CorrectForm(room, number))


class CorrectForm(Form):
    """One entry, with everything that it says so far."""

    HELP = f"""
# A correction

Change what is wrong, or tick that the entry should not have been made, and say why. The entry stays as it was, and is
marked.
{KEYS_HELP}"""

    def __init__(self, room: Room, number: int) -> None:
        record, base = room.matter.record, room.matter.desk.base
        self._number = number
        self._said, self._keys = said_so_far(record, number)
        words = next(said_in_words(base, record, [self._said]))
        about = f"{ABOUT} {BRACKETS}" if any(value[:1] in ("[", "{") for value in self._keys.values()) else ABOUT
        super().__init__(room, f"Correct entry {number}", f"It says: {' '.join(words)}\n{about}")

    def fields(self) -> Iterable[Widget]:
        called = _choices(self.matter.desk.base, self._said)
        for key, value in self._keys.items():
            name = NAMED.get(key, key.replace("_", " ").capitalize())
            if key in called:
                now = value if value in called[key] else None
                yield self.field(name, select(called[key], now, id=f"key-{key}", none="Nothing"))
            elif key in LONG:
                area = TextArea(value, id=f"key-{key}", tab_behavior="focus", highlight_cursor_line=False)
                yield self.field(name, area)
            else:
                yield self.field(name, Input(value, id=f"key-{key}"))
        yield Tick("It should not have been made at all: take it back", id="withdraw")
        yield self.words_field("Why", "why-wrong", "Why it was wrong. It is kept with the case.")

    def save(self) -> str | None:
        because, withdraw = self.words("why-wrong"), self.query_one("#withdraw", Tick).value
        changes = [f"{key}={now}" for key, was in self._keys.items() if (now := self._now(key)) != was.strip()]
        if withdraw:
            changes = []
        elif not changes:
            return "Nothing is different yet: change what it says, or have it taken back."
        if not because:
            self.query_one("#why-wrong", TextArea).focus()
            return "Say why it was wrong: a correction is kept with its reason."
        number = self._number
        return self.room.attempt(
            lambda: self.matter.enter(lambda seen: (corrected(seen, number, changes, withdraw, because),))
        )

    @on(Tick.Turned)
    def _withdrawn(self) -> None:
        for field in self.query("Input, TextArea, Select").results():
            field.disabled = self.query_one("#withdraw", Tick).value and field.id != "why-wrong"

    def _now(self, key: str) -> str:
        field = self.query_one(f"#key-{key}")
        if isinstance(field, Select):
            return chosen_in(field) or ""
        return (field.text if isinstance(field, TextArea) else field.value if isinstance(field, Input) else "").strip()


def _choices(base: KnowledgeBase, said: Content) -> dict[str, dict[str, str]]:
    """What can be chosen from, by key."""
    match said:
        case Answered(fact=fact):
            return {"value": {value: value.replace("_", " ") for value in base.facts[fact].answers}}
        case Happened(event=event) if event.what in base.events:
            kind = base.events[event.what]
            stages = {own: stage.title for each in base.documents.values() for own, stage in each.stages.items()}
            return {
                "what": {name: each.say for name, each in base.events.items()},
                **({"outcome": {name: name.replace("_", " ") for name in kind.outcomes}} if kind.outcomes else {}),
                **({"stage": stages} if kind.needs_stage else {}),
            }
    return {}
