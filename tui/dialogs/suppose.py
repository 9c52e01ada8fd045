"""What can be supposed of a case and takes typing: a line for experts, another day, an event with its particulars."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Select, Static

from decision_support.tui.widgets.key_line import KeyLine

GRAMMAR = """One change in a line, as for the verb what-if:
  immediate_risk_of_harm=yes      a fact; nothing after '=' takes it back
  4.1=no                          a question of a framework
  omar.declared_interest=no       a fact of a person or an option
  omar.line_manager=fay           also agency, team, roles=one,another
  guidance=nssb,ssab              also jurisdiction= and opened=
  concern_raised=                 without any event of that kind
  omar=                           without this person, or this option
  event: {what: …, on: …}         one more event; also person: and option:"""


class Suppose(ModalScreen[bool]):
    """A small form. `tried` takes what was typed and says in a sentence why that cannot be; only then does it stay.

    Gives back whether something was supposed.
    """

    HELP = """
# Suppose something

What you type here goes into the scratch copy only, never into the case. `Enter` supposes it, `Esc` leaves.
"""
    DEFAULT_CSS = """
    Suppose {
        .suppose-about { color: $text-muted; margin: 0 0 1 0; }
        .problem { display: none; height: auto; border-left: outer $error; padding: 0 1; }
        .problem.-told { display: block; }
        .field { height: auto; }
        .field-name { width: 11; color: $text-muted; }
        .field Select, .field Input { width: 1fr; }
        Input { border: none; height: 1; padding: 0 1; &:focus { border: none; } }
        .buttons { margin: 1 0 0 0; height: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "suppose", "Suppose it", id="suppose.save", priority=True),
        Binding("escape", "leave", "Leave", id="suppose.leave"),
    ]

    def __init__(self, title: str, about: str) -> None:
        super().__init__()
        self._title = title
        self._about = about

    def fields(self) -> Iterable[Widget]:
        """What can be typed or chosen."""
        raise NotImplementedError

    def refused(self) -> str | None:
        """Suppose what was typed; or say why that cannot be."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="dialog-title", markup=False)
            yield Static(Content(self._about), classes="suppose-about", markup=False)
            yield from self.fields()
            yield Static(classes="problem", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Suppose it", id="suppose", compact=True, variant="primary")
                yield Button("Leave", id="leave", compact=True)
        yield KeyLine()

    def action_suppose(self) -> None:
        if refused := self.refused():
            self.query_one(".problem", Static).update(Content(refused))
            self.query_one(".problem").add_class("-told")
        else:
            self.dismiss(True)

    def action_leave(self) -> None:
        self.dismiss(False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_suppose()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_suppose() if event.button.id == "suppose" else self.action_leave()


class SupposeLine(Suppose):
    """One line of text."""

    def __init__(self, title: str, about: str, tried: Callable[[str], str | None], given: str = "") -> None:
        super().__init__(title, about)
        self._tried = tried
        self._given = given

    def fields(self) -> Iterable[Widget]:
        yield Input(self._given)

    def refused(self) -> str | None:
        return self._tried(self.query_one(Input).value.strip())


class SupposeEvent(Suppose):
    """One more event: its day and, where it has them, how it ended, at which stage, and who did it.

    choices  for each of outcome, stage and by what can be chosen, where there is anything
    """

    def __init__(
        self,
        say: str,
        what: str,
        day: str,
        choices: Mapping[str, Mapping[str, str]],
        likely: Mapping[str, str],
        tried: Callable[[str, dict[str, str]], str | None],
    ) -> None:
        super().__init__("What if this happened?", say)
        self._what = what
        self._day = day
        self._choices = {name: called for name, called in choices.items() if called}
        self._likely = likely
        self._tried = tried

    def fields(self) -> Iterable[Widget]:
        yield _field("Day", Input(self._day, id="day"))
        for name, called in self._choices.items():
            options = [(Text(say, no_wrap=True, overflow="ellipsis"), id) for id, say in called.items()]
            value = self._likely.get(name, Select.NULL)
            yield _field(
                {"outcome": "Outcome", "stage": "Stage", "by": "By"}[name],
                Select(options, prompt="Leave open" if name == "by" else "Choose", value=value, id=name, compact=True),
            )

    def refused(self) -> str | None:
        day = self.query_one("#day", Input).value.strip()
        if not day:
            return f"Give the day, such as {self._day}, today or yesterday."
        given: dict[str, str] = {"what": self._what}
        for name in self._choices:
            value = self.query_one(f"#{name}", Select).value
            if value is not Select.NULL:
                given[name] = str(value)
        return self._tried(day, given)


def event_line(given: Mapping[str, str]) -> str:
    """One more event as a change that can be supposed."""
    return f"event: {json.dumps(dict(given), ensure_ascii=False)}"


def _field(name: str, widget: Widget) -> Widget:
    return Horizontal(Static(name, classes="field-name", markup=False), widget, classes="field")
