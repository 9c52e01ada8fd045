"""Timetable and history: the clocks with their arithmetic, and every entry of the case file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from decision_support.casework.chronicle import Told, chronicle
from decision_support.casework.matter import Matter
from decision_support.model.advice import TimetableLine
from decision_support.model.case import UK_TIME
from decision_support.tui.dialogs.ask_day import known_for
from decision_support.tui.dialogs.correcting import correct_for
from decision_support.tui.dialogs.happened import happened_for
from decision_support.tui.widgets.clock_items import clock_items, clock_text, start_of
from decision_support.tui.widgets.entry_items import entry_items, entry_text
from decision_support.tui.widgets.items import Items
from decision_support.tui.widgets.prose import Prose

from .room import Room

NO_CLOCKS = "No document of this case sets a limit in time that applies here."
CLOCKS, ENTRIES = "clocks", "entries"


class TimetableRoom(Room):
    """What runs and until when; and what was written, when and by whom."""

    ROOM = "timetable"
    HELP = """\
# Timetable and history

The clocks of the documents: those that have run out or are running first, each with how its day is reckoned.
A day that is only indicative is never called overdue. Where a document can be read in two ways, work to the earlier
day.

**h** turns to the history: every entry of the case file, the newest at the bottom. **e** corrects an entry (it stays as
it was, and is marked), **d** shows the case as it was known on a chosen day. **s** records what starts a clock.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "turn", "History or clocks", id="timetable.turn"),
        Binding("e", "correct", "Correct", id="timetable.correct"),
        Binding("d", "known", "As known on", id="timetable.known"),
        Binding("s", "start", "Record start", id="timetable.start"),
    ]
    DEFAULT_CSS = """
    TimetableRoom {
        #both { layout: horizontal; }
        #lists { width: 3fr; height: 1fr; }
        #lists Items { height: 1fr; border: none; background: transparent; padding: 0; }
        #about { width: 2fr; height: 1fr; scrollbar-gutter: stable; }
        &.-narrow {
            #both { layout: vertical; }
            #lists { width: 1fr; }
            #about { width: 1fr; height: 9; }
        }
    }
    """

    def __init__(self, matter: Matter) -> None:
        super().__init__(matter)
        self._lines: dict[str, TimetableLine] = {}
        self._told: dict[str, Told] = {}

    def furniture(self) -> Iterable[Widget]:
        lists = ContentSwitcher(Items(id=CLOCKS), Items(id=ENTRIES), initial=CLOCKS, id="lists", classes="panel")
        about = Prose(id="about", classes="panel")
        yield Container(lists, about, id="both")

    def show(self) -> None:
        matter = self.matter
        clocks, entries = self.query_one(f"#{CLOCKS}", Items), self.query_one(f"#{ENTRIES}", Items)
        on_clock, on_entry, newest = clocks.chosen, entries.chosen, list(self._told)[-1:]
        self._lines = {line.clock: line for line in matter.advice.timetable}
        self._told = {str(told.number): told for told in chronicle(matter.desk.base, matter.record)}
        clocks.set_options(clock_items(matter.advice))
        entries.set_options(entry_items(self._told.values()))
        clocks.keep_place(on_clock)
        entries.keep_place(list(self._told)[-1] if on_entry is None or [on_entry] == newest else on_entry)
        self._explain()

    @property
    def view(self) -> str:
        """Which of the two is shown."""
        return self.query_one("#lists", ContentSwitcher).current or CLOCKS

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "correct":
            return self.view == ENTRIES
        if action == "start":
            return self.view == CLOCKS and self._start() is not None
        return super().check_action(action, parameters)

    def action_turn(self) -> None:
        """Turn from the timetable to the history, or back."""
        now = ENTRIES if self.view == CLOCKS else CLOCKS
        self.query_one("#lists", ContentSwitcher).current = now
        self.query_one(f"#{now}", Items).focus()
        self._explain()

    def action_correct(self) -> None:
        chosen = self.query_one(f"#{ENTRIES}", Items).chosen
        if chosen is not None:
            correct_for(self, int(chosen))

    def action_known(self) -> None:
        chosen = self.query_one(f"#{ENTRIES}", Items).chosen if self.view == ENTRIES else None
        day = self._told[chosen].at.astimezone(UK_TIME).date() if chosen else None
        known_for(self, day)

    def action_start(self) -> None:
        event = self._start()
        if event is not None:
            happened_for(self, event)

    @on(Items.OptionHighlighted)
    def _moved(self) -> None:
        self._explain()

    @on(Items.OptionSelected, f"#{ENTRIES}")
    def _entry_chosen(self) -> None:
        self.action_correct()

    @on(Items.OptionSelected, f"#{CLOCKS}")
    def _clock_chosen(self) -> None:
        self.query_one("#about", Prose).focus()

    def _start(self) -> str | None:
        """The event that would start the clock under the cursor, if it is not on record."""
        line = self._lines.get(self.query_one(f"#{CLOCKS}", Items).chosen or "")
        return start_of(self.matter.desk.base, line) if line and line.on is None else None

    def _explain(self) -> None:
        """Say everything about what is under the cursor."""
        about, lists = self.query_one("#about", Prose), self.query_one("#lists", ContentSwitcher)
        base, advice = self.matter.desk.base, self.matter.advice
        lists.border_title = "Timetable" if self.view == CLOCKS else f"History: {len(self._told)} entries"
        chosen = self.query_one(f"#{self.view}", Items).chosen
        if self.view == CLOCKS:
            about.border_title = "How this is reckoned"
            line = self._lines.get(chosen or "")
            about.show(partial(clock_text, base, advice, line) if line else lambda: NO_CLOCKS)
        else:
            about.border_title = f"Entry {chosen}"
            told = self._told.get(chosen or "")
            about.show(partial(entry_text, told) if told else lambda: "")
        self.refresh_bindings()
