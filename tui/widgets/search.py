"""A line to search in: what is typed narrows a list, Enter goes to the list, and Escape empties the line."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input


class Search(Input):
    """A search line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "empty", "End search", id="search.end"),
        Binding("down", "done", "To the list", show=False),
    ]
    DEFAULT_CSS = """
    Search {
        border: none;
        height: 1;
        padding: 0 1;
        &:focus { border: none; }
    }
    """

    class Done(Message):
        """The list is to be used now."""

    def action_empty(self) -> None:
        self.value = ""
        self.post_message(self.Done())

    def action_done(self) -> None:
        self.post_message(self.Done())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Done())


def fits(typed: str, *said: str) -> bool:
    """Whether every word that was typed occurs."""
    whole = " ".join(said).casefold()
    return all(word in whole for word in typed.casefold().split())
