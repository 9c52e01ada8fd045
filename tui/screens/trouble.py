"""What is shown where the screens cannot begin: the sentence that says why, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from decision_support.tui.widgets.key_line import KeyLine

from .place import Place


class Trouble(Place):
    """Why it does not go on."""

    HELP = "Something has to be put right outside the program first. Then press **r** to try again, or **q** to leave."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "again", "Try again", id="trouble.again"),
        Binding("q", "app.quit", "Quit", id="trouble.quit"),
    ]

    def __init__(self, sentences: list[str], again: Callable[[], object]) -> None:
        super().__init__()
        self._sentences = sentences
        self._again = again

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="trouble"):
            yield Static("This cannot begin yet.", id="trouble-title", markup=False)
            for each in self._sentences:
                yield Static(f"{each[:1].upper()}{each[1:]}", classes="trouble", markup=False)
            yield Static("Put it right and press r to try again. Press q to leave. Nothing was lost.", markup=False)
        yield KeyLine()

    def action_again(self) -> None:
        self._again()

    def action_leave(self) -> None:
        self.app.exit()
