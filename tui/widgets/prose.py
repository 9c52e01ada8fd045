"""Text that scrolls: laid out again for every width, and never read as markup."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from decision_support.cli.page import as_wide_as

Laid = Callable[[], str]


class Prose(VerticalScroll, can_focus=True):
    """What a text renderer of the command line gives, as wide as there is room."""

    DEFAULT_CSS = """
    Prose { scrollbar-gutter: stable; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
        Binding("G", "scroll_end", "End", show=False),
    ]

    def __init__(self, text: Laid | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._text = text
        self._width = 0

    def compose(self) -> ComposeResult:
        yield Static(markup=False)

    def show(self, text: Laid, *, stay: bool = False) -> None:
        """Show another text, from its beginning unless it is to stay where it is."""
        self._text = text
        self._lay()
        if not stay:
            self.scroll_home(animate=False)

    def on_resize(self, event: events.Resize) -> None:
        if self.scrollable_content_region.width != self._width:
            self._lay()

    def _lay(self) -> None:
        self._width = self.scrollable_content_region.width
        if self._text is not None and self._width > 0:
            with as_wide_as(self._width):
                self.query_one(Static).update(_with_titles(self._text()))


def _with_titles(text: str) -> Content:
    """The text with its titles in bold: the lines in capitals."""
    lines = text.split("\n")
    return Content("\n").join(
        Content.styled(line, "bold $accent") if line.isupper() and not line.startswith(" ") else Content(line)
        for line in lines
    )
