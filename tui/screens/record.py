"""Recording: what happened, what was decided and why, advice followed or set aside, records, forms and notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from decision_support.casework.matter import Matter
from decision_support.tui.dialogs.deciding import decide_for
from decision_support.tui.dialogs.form import MOST_NEWS
from decision_support.tui.dialogs.happened import events_of, happened_for
from decision_support.tui.dialogs.noting import close_or_reopen_for, made_for, note_for
from decision_support.tui.widgets.items import Items
from decision_support.tui.widgets.record_items import Section, Thing, items_of, sections_of
from decision_support.tui.widgets.search import Search

from .room import Room

CLOSED = "This case is closed: nothing is recorded in it until it is reopened. Enter reopens it, with the reason."
NOTHING = "Nothing here is called so. Esc in the search line shows everything again; a note can say anything (n)."


class RecordRoom(Room):
    """Everything that can be put on record, and what the last thing changed in the advice."""

    ROOM = "record"
    HELP = """\
# Record

What has happened, what people decided and why, and what was made of the advice. What the advice waits for stands first.

Press **Enter** on what you want to record, **/** to search, **n** for a note. Nothing is ever written over: what was
recorded wrongly is taken back with **z**, or corrected in the timetable's history (**t**, then **h**).
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "record", "Record", id="record.record"),
        Binding("slash", "search", "Search", id="record.search"),
        Binding("n", "note", "Note", id="record.note"),
        Binding("z,ctrl+z", "undo", "Undo", id="case.undo"),
    ]
    DEFAULT_CSS = """
    RecordRoom {
        #things-panel { height: 1fr; }
        #things { height: 1fr; border: none; background: transparent; padding: 0; }
        #record-told { color: $text-muted; height: auto; padding: 0 1; }
        #record-news { display: none; height: auto; max-height: 6; padding: 0 1; }
        #record-news.-told { display: block; }
    }
    """
    AUTO_FOCUS = "#things"

    def __init__(self, matter: Matter) -> None:
        super().__init__(matter)
        self._sections: tuple[Section, ...] = ()
        self._first = len(matter.record.entries)

    def furniture(self) -> Iterable[Widget]:
        with_search = Search(placeholder="/ searches in what can be recorded", id="search")
        panel = Vertical(with_search, Static(id="record-told", markup=False), Items(id="things"), id="things-panel")
        panel.add_class("panel")
        panel.border_title = "What can be recorded"
        news = Static(id="record-news", classes="panel", markup=False)
        news.border_title = "What the last entry changed"
        yield panel
        yield news

    def show(self) -> None:
        chosen = self.query_one("#things", Items).chosen
        was = self._title_of(chosen)
        self._sections = sections_of(self.matter, *events_of(self.matter))
        self._list()
        if was != self._title_of(chosen):  # what was done went elsewhere in the list; what waits now stands first
            self._go_to_top()
        self._show_news()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("search", "note"):
            return self.matter.record.is_open
        return super().check_action(action, parameters)

    def come_back(self) -> None:
        """A new visit: everything is shown, and nothing has been entered in it."""
        super().come_back()
        self._first = len(self.matter.record.entries)
        self.query_one(Search).value = ""

    def action_search(self) -> None:
        self.query_one(Search).focus()

    def action_note(self) -> None:
        note_for(self)

    def action_record(self) -> None:
        """Open the dialog for what is under the cursor."""
        chosen = self.query_one("#things", Items).chosen
        thing = next((each for section in self._sections for each in section.things if each.id == chosen), None)
        if thing is not None:
            self._record(thing)

    @on(Items.OptionSelected, "#things")
    def _selected(self) -> None:
        self.action_record()

    @on(Input.Changed, "#search")
    def _searched(self) -> None:
        self._list()

    @on(Search.Done)
    def _searched_enough(self) -> None:
        self.query_one("#things", Items).focus()

    def _record(self, thing: Thing) -> None:
        match thing.kind:
            case "event":
                happened_for(self, thing.name)
            case "judgement" | "silence" | "recommendation":
                decide_for(self, thing.kind, thing.name)
            case "record" | "form":
                made_for(self, "record" if thing.kind == "record" else "form", thing.name, thing.say)
            case "note":
                note_for(self)
            case _:
                close_or_reopen_for(self)

    def _list(self) -> None:
        """Show what fits what was typed; the cursor stays on the same thing."""
        things, search, told = (
            self.query_one("#things", Items),
            self.query_one(Search),
            self.query_one("#record-told", Static),
        )
        chosen, is_open = things.chosen, self.matter.record.is_open
        search.display = is_open
        things.set_options(items_of(self._sections, search.value if is_open else ""))
        things.keep_place(chosen)
        say = CLOSED if not is_open else "" if things.option_count else NOTHING
        told.update(say)
        told.display = bool(say)

    def _title_of(self, id: str | None) -> str | None:
        """The title under which something stands."""
        return next((each.title for each in self._sections if any(thing.id == id for thing in each.things)), None)

    def _go_to_top(self) -> None:
        things = self.query_one("#things", Items)
        things.action_first()
        things.scroll_home(animate=False, immediate=True)

    def _show_news(self) -> None:
        """What the last entry of this visit changed in the advice."""
        wrote = self.matter.news is not None and len(self.matter.record.entries) > self._first
        news, shown = self.news(), self.query_one("#record-news", Static)
        shown.set_class(wrote, "-told")
        more = [f"And {len(news) - MOST_NEWS} more: press a."] if len(news) > MOST_NEWS else []
        lines = [f"> {each}" for each in news[:MOST_NEWS]] or ["The advice stays as it was."]
        shown.update(Content("\n".join([*lines, *more])))
