"""Somebody who comes into a case, or of whom something else is now recorded."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Select

from decision_support.casework.filing.people import person_changed
from decision_support.cli.person_text import role_titles
from decision_support.model.people import NOBODY, Dated, Person, spans
from decision_support.tui.widgets.checklist import Checklist, Entry

from .form import Form, chosen_in, refused_as_closed, select

if TYPE_CHECKING:
    from decision_support.tui.screens.room import Room

AS_IT_IS = "as recorded, with its days"
ABOUT = "What is not recorded counts as not known, never as no. A function is enough: names are better left out."
BRACKETS = (
    "What stands in [ ] has its days: each { } is one of them, is what it was, from and to its first and last day. "
    "Written without brackets, it holds for every day."
)
MORE = "One KEY=VALUE a line, such as took_part=[{in: stage-1}] or away=[{from: 2026-11-05}]"
LONGEST_ID = 40


def add_person_for(room: Room) -> None:
    """Have somebody recorded who is not in the case yet."""
    if not refused_as_closed(room):
        room.app.push_screen(PersonForm(room, None))


def change_person_for(room: Room, person: Person) -> None:
    """Have something else recorded of somebody."""
    if not refused_as_closed(room):
        room.app.push_screen(PersonForm(room, person))


class PersonForm(Form):
    """Everything that is usually recorded of a person; what is left as it was is not touched."""

    DEFAULT_CSS = """
    PersonForm {
        Checklist { height: 6; border: none; padding: 0; &:focus { border: none; } }
        .roles { height: auto; width: 1fr; }
    }
    """
    HELP = """
# A person

* Only the name is needed, and a function will do: the id that others refer to is made from it.
* **Roles**: type to find one; Space ticks it, and ticks stay while you search.
* **Answers to** says whom this person reports to. Leave it open where you do not know; "nobody" is for the very top.
* **More** is for what is rarely needed, one `KEY=VALUE` in each line, as for `case person` on the command line.
* Ctrl+S saves. Escape leaves; it asks first where something was typed.
"""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+f", "find_role", "Find a role", show=False)]

    def __init__(self, room: Room, person: Person | None) -> None:
        about = f"{ABOUT} {BRACKETS}" if person and _has_days(person) else ABOUT
        super().__init__(room, f"Change {person.called}" if person else "Add a person", about)
        self._person = person or Person(id="new")
        self._is_new = person is None
        self._titles = role_titles(self.matter.desk.base, self.matter.case.guidance)
        self._held = frozenset(self._person.post(self.matter.on).roles)

    def fields(self) -> Iterable[Widget]:
        person, known = self._person, self.matter.case.people
        yield self.field("Name", Input(person.name or "", placeholder="A name or a function", id="name"))
        if self._is_new:
            yield self.field("Id", Input(placeholder="made from the name", id="id"))
        for key, title in (("agency", "Agency"), ("team", "Team")):
            listed = sorted({each.is_ for other in known for each in spans(getattr(other, key))})
            suggested = SuggestFromList(listed, case_sensitive=False) if listed else None
            hint = "not recorded"
            yield self.field(title, Input(self._written(key), placeholder=hint, suggester=suggested, id=key))
        yield self.field("Answers to", select(self._managers(), self._manager(), id="manager", none="not recorded"))
        find = Input(placeholder=f"type to find one of {len(self._titles)}", id="find")
        yield self.field("Roles", Vertical(find, Checklist(id="roles"), classes="roles"))
        yield self.words_field("More", "more", MORE)

    def on_mount(self) -> None:
        entries = (Entry(name, Content(title)) for name, title in self._titles.items())
        self.query_one("#roles", Checklist).offer(entries, self._held)
        super().on_mount()

    def save(self) -> str | None:
        name, given = self.line("name"), self.line("id") if self._is_new else self._person.id
        taken = {each.id for each in self.matter.case.people}
        if self._is_new and not name and not given:
            return "Give a name or a function."
        if self._is_new and given in taken:
            return f"There is somebody with the id '{given}' in this case already. Choose another, or leave it empty."
        id, base, day = given or id_for(name, taken), self.matter.desk.base, self.matter.on
        keys = tuple(self._keys())
        return self.room.attempt(
            lambda: self.matter.enter(lambda seen: person_changed(base, seen, id, keys, None, day))
        )

    def action_find_role(self) -> None:
        self.query_one("#find", Input).focus()

    @on(Input.Changed, "#find")
    def _find(self, event: Input.Changed) -> None:
        self.query_one("#roles", Checklist).only(event.value)

    def _values(self) -> list[object]:
        return [*super()._values(), self.query_one("#roles", Checklist).ticked]

    def _keys(self) -> Iterator[str]:
        """What was changed, as it is written on the command line."""
        for key in ("name", "agency", "team"):
            before = self._person.name or "" if key == "name" else self._written(key)
            if (now := self.line(key)) != before:
                yield f"{key}={now}"
        manager = chosen_in(self.query_one("#manager", Select))
        if manager != self._manager():
            yield f"line_manager={manager or ''}"
        ticked = self.query_one("#roles", Checklist).ticked
        if ticked != self._held:
            yield f"roles={_roles(self._person, ticked, self._held, list(self._titles))}"
        yield from (line.strip() for line in self.words("more").splitlines() if line.strip())

    def _written(self, key: str) -> str:
        """What is on record, as somebody would type it: with its days, where it has any."""
        held = getattr(self._person, key)
        return held if isinstance(held, str) else _with_days(held) if held else ""

    def _managers(self) -> dict[str, str]:
        others = {each.id: each.called for each in self.matter.case.people if each.id != self._person.id}
        dated = {AS_IT_IS: AS_IT_IS} if isinstance(self._person.line_manager, tuple) else {}
        return {**dated, **others, NOBODY: "nobody: at the very top"}

    def _manager(self) -> str | None:
        held = self._person.line_manager
        return AS_IT_IS if isinstance(held, tuple) else held


def id_for(name: str, taken: Collection[str]) -> str:
    """An id for somebody of this name: its first part, in plain letters, with a number where others have it."""
    head = name.partition("(")[0].strip() or name
    plain = unicodedata.normalize("NFKD", head).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_ID].strip("-") or "person"
    found, number = stem, 1
    while found in taken or found == NOBODY:
        number += 1
        found = f"{stem}-{number}"
    return found


def _roles(person: Person, ticked: Collection[str], held: Collection[str], order: list[str]) -> str:
    """The roles as they are written now: those with days keep them, unless they are no longer ticked."""
    dropped = set(held) - set(ticked)
    kept = [each for each in person.roles if (each if isinstance(each, str) else each.is_) not in dropped]
    now = [*kept, *(role for role in order if role in ticked and role not in held)]
    if all(isinstance(each, str) for each in now):
        return ",".join(map(str, now))
    return json.dumps([each if isinstance(each, str) else _data(each) for each in now], ensure_ascii=False)


def _has_days(person: Person) -> bool:
    """Whether a line of the form begins with what has days."""
    return any(getattr(person, key) and not isinstance(getattr(person, key), str) for key in ("agency", "team"))


def _with_days(listed: Iterable[Dated]) -> str:
    return json.dumps([_data(each) for each in listed], ensure_ascii=False)


def _data(each: Dated) -> dict[str, str]:
    return dict(each.model_dump(mode="json", by_alias=True, exclude_none=True))
