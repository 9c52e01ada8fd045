"""The answers on record, where the screen is too narrow to show them all the time."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from decision_support.casework.consulting import Consultation
from decision_support.casework.matter import Asked
from decision_support.tui.widgets.answers_given import AnswersGiven
from decision_support.tui.widgets.key_line import KeyLine


class Earlier(ModalScreen[Asked | None]):
    """Every answer. Gives back the question whose answer is to be changed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,o", "dismiss(None)", "Leave it", id="earlier.leave")]

    def __init__(self, sitting: Consultation) -> None:
        super().__init__()
        self._sitting = sitting

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog -tall"):
            yield Static("Enter changes an answer. The last one comes first.", classes="dialog-title", markup=False)
            yield AnswersGiven(classes="panel")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(AnswersGiven).show(self._sitting)

    @on(AnswersGiven.Chosen)
    def choose(self, event: AnswersGiven.Chosen) -> None:
        self.dismiss(event.asked)
