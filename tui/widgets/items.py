"""A list to walk through by keys or mouse, each item as long as it needs to be."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList


class Items(OptionList):
    """An option list with the keys of a reader as well."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
        Binding("G", "last", "Last", show=False),
        Binding("space", "select", "Select", show=False),
    ]

    @property
    def chosen(self) -> str | None:
        """The id of the item under the cursor."""
        return None if self.highlighted is None else self.get_option_at_index(self.highlighted).id

    def keep_place(self, wanted: str | None) -> None:
        """Put the cursor on this item, or on the first that can have it."""
        ids = [self.get_option_at_index(index).id for index in range(self.option_count)]
        if wanted is not None and wanted in ids:
            self.highlighted = ids.index(wanted)
        elif self.highlighted is None:
            self.action_first()
