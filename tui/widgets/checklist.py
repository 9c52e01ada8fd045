"""A list of things, each with a box that Space or Enter fills and empties; ticks stay while one filters."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets.option_list import Option

from .hanging import Hanging
from .items import Items

TICKED, EMPTY, FIXED = "[x]", "[ ]", "[=]"


class Entry(NamedTuple):
    """One thing of the list. A heading has no id; what is fixed is ticked and stays so."""

    id: str
    say: Content
    fixed: bool = False


class Checklist(Items):
    """Any number can be ticked."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "select", "Tick", show=False)]

    class Ticked(Message):
        """Something was ticked, or no longer is."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.ticked: frozenset[str] = frozenset()
        self._entries: tuple[Entry, ...] = ()
        self._words = ""

    def offer(self, entries: Iterable[Entry], ticked: Collection[str] | None = None) -> None:
        """Offer these. ticked: what is ticked; as before, where it is left out."""
        self._entries = tuple(entries)
        if ticked is not None:
            self.ticked = frozenset(ticked)
        self._lay()

    def only(self, words: str) -> None:
        """Show only what has all these words in it, and what is ticked."""
        self._words = words
        self._lay()

    def tick(self, ids: Collection[str]) -> None:
        """Have just these ticked."""
        self.ticked = frozenset(ids)
        self._lay()
        self.post_message(self.Ticked())

    def on_option_list_option_selected(self, event: Items.OptionSelected) -> None:
        event.stop()
        chosen = event.option.id
        if chosen is not None and not any(each.id == chosen and each.fixed for each in self._entries):
            self.tick(self.ticked ^ {chosen})

    def _lay(self) -> None:
        chosen, line = self.chosen, self.scroll_offset
        self.set_options(self._option(each) for each in self._entries if self._is_wanted(each))
        self.keep_place(chosen)
        self.scroll_to(*line, animate=False)

    def _is_wanted(self, each: Entry) -> bool:
        said = each.say.plain.casefold()
        return each.id in self.ticked or all(word in said for word in self._words.casefold().split())

    def _option(self, each: Entry) -> Option:
        if not each.id:
            return Option(each.say.stylize("bold"), disabled=True)
        box = FIXED if each.fixed else TICKED if each.id in self.ticked else EMPTY
        return Option(Hanging(f"{box} ", each.say), id=each.id)
