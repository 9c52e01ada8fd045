"""The answers to a question: each with its key, and a mark on the one that was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.widgets.option_list import Option

from .items import Items

ON, OFF = "(•)", "( )"


class Choices(Items):
    """One can be chosen, by its key, by the arrows and Enter, or by the mouse."""

    DEFAULT_CSS = """
    Choices {
        border: none;
        padding: 0 0 0 1;
        height: auto;
        max-height: 12;
        background: transparent;
        &:focus {
            border: none;
            background-tint: transparent;
        }
    }
    """

    @dataclass
    class Chosen(Message):
        value: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.keys: Mapping[str, str] = {}
        self._called: Mapping[str, str] = {}

    def offer(self, called: Mapping[str, str], keys: Mapping[str, str], given: str | None = None) -> None:
        """Offer these.

        called  what each value is called
        keys    the value that each key stands for
        given   the value that was given already, if one was
        """
        self._called, self.keys = called, keys
        self.mark(given)
        self.highlighted = list(called).index(given) if given is not None and given in called else None

    def mark(self, given: str | None) -> None:
        """Show which value was given."""
        by_value = {value: key for key, value in self.keys.items()}
        cursor = self.highlighted
        self.set_options(
            Option(
                Content.assemble(
                    (f"{by_value.get(value, ' '):>2} ", "bold $footer-key-foreground"),
                    (f"{ON if value == given else OFF} ", "bold"),
                    (said[:1].upper() + said[1:], "bold" if value == given else ""),
                ),
                id=value,
            )
            for value, said in self._called.items()
        )
        self.highlighted = cursor if cursor is not None and cursor < self.option_count else None

    def on_option_list_option_selected(self, event: Items.OptionSelected) -> None:
        event.stop()
        if event.option.id is not None:
            self.post_message(self.Chosen(event.option.id))
