"""A picture in characters, as wide and as high as it is: it scrolls both ways, and no line of it is ever wrapped."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.widgets import Static


class Drawing(ScrollableContainer, can_focus=True):
    """A picture to be looked at with the arrows, or h, j, k and l."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "scroll_left", "Left", show=False),
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
        Binding("l", "scroll_right", "Right", show=False),
        Binding("G", "scroll_end", "End", show=False),
    ]
    DEFAULT_CSS = """
    Drawing {
        Static { width: auto; height: auto; text-wrap: nowrap; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Static(markup=False)

    def show(self, picture: str) -> None:
        """Show a picture, from where its first box is."""
        self.query_one(Static).update(Content(picture))
        self.scroll_to(_first_box(picture), 0, animate=False)


def _first_box(picture: str) -> int:
    """The column in which the topmost box begins, with a little air: wide pictures need not begin at the left."""
    line = next((line for line in picture.split("\n") if "┌" in line), "")
    return max(0, line.find("┌") - 2)
