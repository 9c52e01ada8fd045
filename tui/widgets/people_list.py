"""The people of a case to walk through, each with the open questions about them, which a key answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets.option_list import Option

from .hanging import Hanging
from .items import Items


class Line(NamedTuple):
    """A line of the list. person: whom it is about; fact: what is asked, where it is a question."""

    person: str | None
    fact: str | None
    mark: str
    say: Content
    values: tuple[str, ...] = ()


class PeopleList(Items):
    """The alarms, and the people with what is open about them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('yes')", "Yes", id="people.yes"),
        Binding("n", "answer('no')", "No", id="people.no"),
        Binding("u", "answer('unknown')", "Not known", id="people.unknown"),
    ]

    @dataclass
    class Answered(Message):
        """A question about somebody was answered by a key."""

        person: str
        fact: str
        value: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._shown: tuple[Line, ...] = ()

    def offer(self, lines: Iterable[Line]) -> None:
        """Show these, with the cursor where it was, or on the person whose question is gone."""
        was, scrolled = self._here, self.scroll_offset
        self._shown = tuple(lines)
        self.set_options(
            Option(Hanging(each.mark, each.say), id=f"{number}") for number, each in enumerate(self._shown)
        )
        self.highlighted = self._found(was)
        self.scroll_to(*scrolled, animate=False)
        self.call_after_refresh(self.scroll_to_highlight)
        self.refresh_bindings()

    def go_to(self, person: str) -> None:
        """Put the cursor on somebody."""
        self.highlighted = self._found(Line(person, None, "", Content("")))

    @property
    def person(self) -> str | None:
        """The id of the person under the cursor, or of the one whom the question under it is about."""
        return self._here.person if self._here else None

    @property
    def place(self) -> int | None:
        """How many lines stand above the cursor."""
        return self.highlighted

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys answer where a question is under the cursor that has such an answer."""
        if action == "answer":
            return self._here is not None and parameters[0] in self._here.values
        return True

    def action_answer(self, value: str) -> None:
        line = self._here
        if line is not None and line.person is not None and line.fact is not None:
            self.post_message(self.Answered(line.person, line.fact, value))

    def watch_highlighted(self, highlighted: int | None) -> None:
        super().watch_highlighted(highlighted)
        self.refresh_bindings()

    @property
    def _here(self) -> Line | None:
        here = self.highlighted
        return self._shown[here] if here is not None and here < len(self._shown) else None

    def _found(self, was: Line | None) -> int | None:
        """Where a line is now; else the next question about the same person, else the person, else the first line."""
        if was is not None:
            same = [number for number, each in enumerate(self._shown) if each.person == was.person]
            exact = [number for number in same if self._shown[number].fact == was.fact]
            asks = [number for number in same if was.fact and self._shown[number].fact]
            if found := exact or asks or (same if was.person else []):
                return found[0]
        return 0 if self._shown else None
