"""The case as it was known on a chosen day: which day, and what was on record, advised and written up to then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from click import UsageError
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from decision_support.casefile.history import as_known_on
from decision_support.casework.chronicle import chronicle
from decision_support.casework.matter import Matter
from decision_support.cli.case.history_text import history_text
from decision_support.cli.case.show_text import show_text
from decision_support.cli.case.stored import Moment
from decision_support.cli.consult.choosing import day_meant
from decision_support.errors import UserMistake
from decision_support.model.case import UK_TIME
from decision_support.model.dates import in_words, moment_in_words
from decision_support.tui.widgets.key_line import KeyLine
from decision_support.tui.widgets.prose import Prose

from .form import KEYS_HELP, Form, no_day_typed

if TYPE_CHECKING:
    from decision_support.tui.screens.room import Room

ABOUT = (
    "The case as its file had it at the end of that day, or at that time: what was written or corrected later does not "
    "count. It is shown to be read; nothing changes."
)


def known_for(room: Room, day: dt.date | None = None) -> None:
    """Ask for a day, and show the case as it was known then. day: what to begin with."""

    def shown(found: Known | None) -> None:
        if found is not None:
            room.app.push_screen(found)

    form = DayForm(room, day or room.matter.on)
    room.app.push_screen(form, lambda saved: shown(form.found if saved else None))


class DayForm(Form):
    """Which day."""

    HELP = f"""
# As known on a day

Give a day, or a day and a time: the case is shown as its file had it then, to be read only. **Enter** shows it.
{KEYS_HELP}"""
    SAVE = "Show it"

    def __init__(self, room: Room, day: dt.date) -> None:
        super().__init__(room, "The case as known on a chosen day", ABOUT)
        self.found: Known | None = None
        self._day = day

    def fields(self) -> Iterable[Widget]:
        example = f"A day such as {self.matter.on.isoformat()}, or {self.matter.on.isoformat()} 14:30; also: yesterday"
        yield self.field("Day", Input(self._day.isoformat(), placeholder=example, id="day"))

    def entered(self) -> None:
        """There is only one line: show it."""
        self.action_save()

    def done(self) -> None:
        """Nothing was written, and so there is nothing to tell."""

    def save(self) -> str | None:
        typed = self.line("day")
        if not typed:
            return no_day_typed(self.matter.on)
        meant = day_meant(typed, self.matter.on)
        try:
            moment = Moment().convert(str(meant) if meant is not None else typed, None, None)
        except UsageError as error:
            return f"{error.message[:1].upper()}{error.message[1:]}"
        try:
            self.found = Known(self.matter, moment, whole_day=not isinstance(meant, dt.datetime))
        except UserMistake as mistake:
            first = in_words(self.matter.record.entries[0].at.astimezone(UK_TIME).date())
            return f"{mistake} The first entry was written on {first}."
        return None


class Known(ModalScreen[None]):
    """What was known then, to be read only: the page of the case, or the chronology up to then."""

    HELP = "The case as it was known then, to be read only. **v** turns to the chronology and back, **Esc** goes back."
    DEFAULT_CSS = """
    Known {
        .known-then { text-style: bold reverse; padding: 0 1; height: auto; }
        .dialog { width: 96%; height: 96%; }
        Prose { height: 1fr; scrollbar-gutter: stable; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back to today", id="known.back"),
        Binding("v,h", "turn", "Page or chronology", id="known.view"),
    ]

    def __init__(self, matter: Matter, moment: dt.datetime, whole_day: bool) -> None:
        super().__init__()
        at = moment.astimezone(UK_TIME)
        self._now = matter
        self._then = matter.as_of(moment, min(at.date(), matter.on))
        self._when = f"the end of {in_words(at.date())}" if whole_day else moment_in_words(at)
        self._shows_page = True

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog -tall -wide"):
            yield Static(
                Content(f"AS IT WAS KNOWN AT {self._when}. To be read only."), classes="known-then", markup=False
            )
            yield Prose(self._page)
        yield KeyLine()

    def action_turn(self) -> None:
        self._shows_page = not self._shows_page
        self.query_one(Prose).show(self._page if self._shows_page else self._chronology)

    def _page(self) -> str:
        base, then = self._now.desk.base, self._then
        known = as_known_on(then.case, then.on, base.events)
        return show_text(base, then.record, self._now.record, known, then.advice)

    def _chronology(self) -> str:
        return history_text(self._then.record, chronicle(self._now.desk.base, self._then.record))
