"""A new case: its title, its documents, its place, its first day and its reference; a title is enough."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from decision_support.cli.consult.choosing import day_meant
from decision_support.cli.consult.opening import (
    ABOUT_PLACE,
    ABOUT_TITLE,
    NO_TITLE,
    PLACES,
    UNSURE,
    WHICH_DAY,
    WHICH_GUIDANCE,
    WHICH_PLACE,
    no_day,
)
from decision_support.model.knowledge import KnowledgeBase
from decision_support.tui.beginning import NewCase
from decision_support.tui.widgets.checklist import Checklist, Entry
from decision_support.tui.widgets.key_line import KeyLine

from .ask import Confirm
from .form import chosen_in, no_day_typed, select

TO_COME = "Give a day that is not still to come."
LOST = "Leave without beginning the case? What you typed here would be lost."


class NewCaseDialog(ModalScreen[bool]):
    """Asks for a new case. Whether one was begun.

    day        what stands for the day on which it was opened, until somebody types another
    reference  what it is called, if nobody says otherwise
    begin      begins it: None, or the sentence that says why that is not possible, and then nothing typed is lost
    """

    HELP = """
A few words for a **title** are enough to begin. Tick the **documents** that you work under with **Space**; tick none if
you are unsure. **Enter** goes to the next field, **Ctrl+S** begins the case, and its questions follow at once.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "begin", "Begin the case", id="new_case.begin", priority=True),
        Binding("escape", "leave", "Leave it", id="new_case.leave"),
    ]
    DEFAULT_CSS = """
    NewCaseDialog {
        .fields { height: auto; max-height: 64vh; }
        .field { height: auto; }
        .field-name { width: 11; color: $text-muted; }
        .field:focus-within .field-name { color: $foreground; text-style: bold; }
        .field-value { width: 1fr; }
        Input { border: none; height: 1; padding: 0 1; &:focus { border: none; } }
        Checklist { border: none; height: auto; max-height: 8; padding: 0 1; background: transparent; }
        Checklist { text-wrap: nowrap; text-overflow: ellipsis; }
        Checklist:focus { border: none; background-tint: transparent; }
        .about { height: auto; min-height: 2; margin: 1 0 0 0; color: $text-muted; }
        .problem { display: none; height: auto; max-height: 6; border-left: outer $error; padding: 0 1; }
        .problem.-told { display: block; }
        .buttons { margin: 0; height: 1; }
    }
    """
    AUTO_FOCUS = "#title"

    def __init__(
        self, base: KnowledgeBase, day: dt.date, reference: str, begin: Callable[[NewCase], str | None]
    ) -> None:
        super().__init__()
        self._base, self._day, self._reference, self._begin = base, day, reference, begin
        self._before: tuple[object, ...] = ()
        self._about: Mapping[str, str] = {
            "title": ABOUT_TITLE,
            "guidance": f"{WHICH_GUIDANCE} Tick every one that applies. If you are unsure, tick none: {UNSURE}",
            "place": f"{WHICH_PLACE} {ABOUT_PLACE}",
            "opened": f"{WHICH_DAY} A day such as {day.isoformat()}, today or yesterday.",
            "reference": "Letters, digits, dots and dashes, and nothing about anybody: it is shown in lists, calendars "
            "and messages, and cannot be erased.",
        }

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("A new case", classes="dialog-title", markup=False)
            with VerticalScroll(classes="fields", can_focus=False):
                yield _field("Title", Input(placeholder="A few words", id="title"))
                yield _field("Documents", Checklist(id="guidance"))
                yield _field("Place", select(PLACES, None, id="place", none="Left open"))
                yield _field("Opened", Input(self._day.isoformat(), id="opened"))
                yield _field("Reference", Input(self._reference, id="reference"))
            yield Static(classes="about", markup=False)
            yield Static(classes="problem", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Begin the case", id="begin", compact=True, variant="primary")
                yield Button("Leave it", id="leave", compact=True)
        yield KeyLine()

    def on_mount(self) -> None:
        width = max(map(len, self._base.documents), default=0)
        titles = {name: document.guidance.title for name, document in self._base.documents.items()}
        self.query_one(Checklist).offer(Entry(name, Content(f"{name:<{width}}  {titles[name]}")) for name in titles)
        self._before = self._typed()

    def action_begin(self) -> None:
        """Begin the case, or say what is missing or refused."""
        if not self.is_current:
            return
        title, typed = self._line("title"), self._line("opened")
        opened = day_meant(typed, self._day)
        if not title:
            self._refuse(NO_TITLE, "title")
        elif not typed:
            self._refuse(no_day_typed(self._day), "opened")
        elif opened is None or isinstance(opened, dt.datetime):
            self._refuse(no_day(typed, self._day), "opened")
        elif opened > self._day:
            self._refuse(TO_COME, "opened")
        elif refused := self._begin(self._given(title, opened)):
            self._refuse(refused)
        else:
            self.dismiss(True)

    def action_leave(self) -> None:
        """Leave without a case; asked once where something was typed."""
        if self.unsaved():
            self.app.push_screen(Confirm(LOST, "Leave", "Stay"), lambda leave: leave and self.dismiss(False))
        else:
            self.dismiss(False)

    def unsaved(self) -> bool:
        """Whether something was typed that would be lost by leaving."""
        return self._typed() != self._before

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "begin":
            self.action_begin()
        else:
            self.action_leave()

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what the field is for."""
        self.query_one(".about", Static).update(self._about.get(event.widget.id or "", ""))

    def _given(self, title: str, opened: dt.date) -> NewCase:
        ticked = self.query_one(Checklist).ticked
        named = self._line("reference")
        return NewCase(
            title=title,
            guidance=tuple(name for name in self._base.documents if name in ticked),
            jurisdiction=chosen_in(self.query_one("#place")),  # type: ignore[arg-type]  # it is ours
            opened=opened,
            reference=named if named not in ("", self._reference) else None,
        )

    def _line(self, id: str) -> str:
        return self.query_one(f"#{id}", Input).value.strip()

    def _typed(self) -> tuple[object, ...]:
        lines = tuple(self._line(each) for each in ("title", "opened", "reference"))
        return *lines, self.query_one(Checklist).ticked, self.query_one("#place").value  # type: ignore[attr-defined]

    def _refuse(self, say: str, field: str | None = None) -> None:
        """Say why it cannot begin so, and go to where it is mended."""
        told = self.query_one(".problem", Static)
        told.update(Content(say))
        told.add_class("-told")
        if field is not None:
            self.query_one(f"#{field}").focus()


def _field(name: str, value: Widget) -> Widget:
    value.add_class("field-value")
    return Horizontal(Static(name, classes="field-name", markup=False), value, classes="field")
