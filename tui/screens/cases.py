"""The list of cases: what is overdue, what is for today and for this week, and every other case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from decision_support.casework.matter import Matter
from decision_support.casework.whats_due import WEEK, WhatsDue
from decision_support.cli.case.list_text import CaseLine
from decision_support.tui.agenda import Agenda
from decision_support.tui.beginning import NewCase, begin_case, next_reference
from decision_support.tui.case_rows import WANTED, Row, Wanted, row_text, rows_of, those
from decision_support.tui.dialogs.new_case import NewCaseDialog
from decision_support.tui.session import Session
from decision_support.tui.widgets.case_items import CaseItems
from decision_support.tui.widgets.cases_head import CasesHead
from decision_support.tui.widgets.key_line import KeyLine
from decision_support.tui.widgets.prose import Prose

from .place import REFUSED, Place, sentence_of

if TYPE_CHECKING:
    from decision_support.tui.app import DecisionSupport

FIRST_STEPS = (
    "There is no case yet.",
    "A case is one disagreement between professionals, or one concern about a colleague: what happened, who is in it, "
    "what is known, and what was decided.",
    "Press n to begin one. A few words for a title are enough. You are then asked one question at a time, and what to "
    "do next is shown beside it. Every answer is kept at once.",
    "Press f1, here or anywhere, to see what can be done.",
)


class Cases(Place):
    """Where the day begins."""

    HELP = """
Your cases: what is **overdue** first, then what is for **today**, for the **seven days** after, and past a day that
only guides. The rest follows by when it was last written into.

**Enter** opens a case where you left it, **n** begins a new one, **/** searches, **f** shows other cases. **Tab** goes
to all that is due in the case under the cursor: what, who, how firm.

What is due comes from the guidance and the days on record. Nothing is overdue here because of a day that only guides.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New case", id="cases.new"),
        Binding("slash", "search", "Search", key_display="/", id="cases.search"),
        Binding("f", "filter", "Show others", id="cases.filter"),
        Binding("g", "app.library", "Guidance", id="cases.guidance"),
        Binding("tab", "app.focus_next", "What is due", show=False, id="cases.details"),
        Binding("ctrl+r,r", "read_again", "Read again", show=False, id="cases.refresh"),
        Binding("q", "app.quit", "Quit", show=False, id="cases.quit"),
        Binding("down", "to_list", "To the list", show=False),
        Binding("escape", "leave", "Back", show=False, id="cases.back"),
    ]
    AUTO_FOCUS = "CaseItems"
    DEFAULT_CSS = """
    Cases {
        #search { display: none; &.-shown { display: block; } }
        #panes { height: 1fr; }
        #list { height: 1fr; }
        #detail { height: 7; }
        #detail:focus { height: 60%; }
        #instead { display: none; height: 1fr; padding: 1 2; }
        &.-instead { #instead { display: block; } #list, #detail { display: none; } }
        &.-wide #panes { layout: horizontal; }
        &.-wide #list { width: 3fr; height: 100%; }
        &.-wide #detail, &.-wide #detail:focus { width: 2fr; min-width: 46; height: 100%; }
    }
    """

    @dataclass
    class Listed(Message):
        """The cases were read. known: what is known already of what is due in them."""

        lines: Sequence[CaseLine]
        known: Mapping[str, WhatsDue]
        day: dt.date
        reading: int

    @dataclass
    class Due(Message):
        """What is due in the cases, as far as it is worked out."""

        due: Mapping[str, WhatsDue]
        reading: int

    @dataclass
    class Refused(Message):
        """The store, or a part of it, could not be read."""

        say: str
        reading: int

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._agenda = Agenda(session)
        self._day = session.day()
        self._lines: Sequence[CaseLine] = ()
        self._due: Mapping[str, WhatsDue] = {}
        self._rows: dict[str, Row] = {}
        self._wanted: Wanted = "open"
        self._reading = 0  # which reading of the store counts; what an older one brings is late
        self._trouble = ""
        self._had = False  # whether the store had cases in this session
        self._kept: str | None = None  # the case that somebody chose
        self._placed: str | None = None  # the case on which the cursor was put for want of one
        self._begun: Matter | None = None

    def compose(self) -> ComposeResult:
        yield CasesHead()
        yield Input(placeholder="Search: words from the reference, the title, the stage, what is due", id="search")
        with Vertical(id="panes"):
            yield CaseItems(id="list", classes="panel")
            yield Prose(id="detail", classes="panel")
            yield Static(id="instead", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one("#search", Input).compact = True

    def on_screen_resume(self) -> None:
        """Read the cases, the first time and whenever somebody comes back."""
        self._reading += 1
        self._had = self._had or cast("DecisionSupport", self.app).matter is not None
        self._read(self._reading)

    def on_screen_suspend(self) -> None:
        """Stop working out what is due; what is known of it by then is not lost."""
        self._reading += 1
        self.workers.cancel_group(self, "reading")

    @work(thread=True, exclusive=True, group="reading")
    def _read(self, reading: int) -> None:
        worker = get_current_worker()
        try:
            gone = self._gone()
            day, lines = self.session.day(), [] if gone else self.session.lines()
            if gone or (self._had and not lines):  # no case is ever taken out of a store
                self.post_message(self.Refused(gone or self._say_gone(), reading))
                return
            self.post_message(self.Listed(lines, self._agenda.known(lines, day), day, reading))
            for due in self._agenda.work_out(lines, day, lambda: not worker.is_cancelled):
                self.post_message(self.Due(due, reading))
        except REFUSED as refused:
            self.post_message(self.Refused(sentence_of(refused), reading))

    @on(Listed)
    def _show_list(self, event: Listed) -> None:
        if event.reading == self._reading:
            self._trouble, self._had = "", self._had or bool(event.lines)
            self._lines, self._due, self._day = event.lines, event.known, event.day
            self._show()

    @on(Due)
    def _show_due(self, event: Due) -> None:
        if event.reading == self._reading:
            self._due = event.due
            self._show()

    @on(Refused)
    def _show_refused(self, event: Refused) -> None:
        if event.reading == self._reading:
            self._trouble = event.say
            self._show()

    def _show(self) -> None:
        """Everything, from what was read; the cursor stays on the case that somebody chose."""
        rows = rows_of(self._lines, self._due, self._day)
        self._rows = {each.line.reference: each for each in rows}
        known = None if self._trouble else rows
        self.query_one(CasesHead).show(self.session.where, self._day, self.session.fixed is not None, known)
        self._show_rows()

    def _show_rows(self) -> None:
        """The list as it is filtered and searched now."""
        search, items = self.query_one("#search", Input).value.strip(), self.query_one(CaseItems)
        shown = list(those(list(self._rows.values()), self._wanted, search))
        with_words = f" with “{search}”" if search else ""
        items.border_title = Content(f"{WANTED[self._wanted]}{with_words}")
        items.border_subtitle = f"{len(shown)} of {len(self._rows)}"
        instead = self._instead(shown, search)
        self.set_class(bool(instead), "-instead")
        self.query_one("#instead", Static).update(instead)
        items.show(shown, (self._day + WEEK).isoformat(), self._kept)
        self._placed = items.chosen
        self._show_detail()
        if not instead and self.focused is None:
            items.focus()

    def _instead(self, shown: Sequence[Row], search: str) -> str:
        """What is said where no case can be shown."""
        if self._trouble:
            lost = "" if self._trouble == self._say_gone() else " Nothing was lost."
            return f"{self._trouble}\n\nPut it right and press r to read again.{lost}"
        if not self._lines:
            return "\n\n".join((*FIRST_STEPS, f"Cases are kept in {self.session.where}."))
        if not shown:
            named = WANTED[self._wanted]
            say = f"{named}: none has “{search}” in it." if search else f"{named}: there is none."
            return f"{say}\n\nPress f to see other cases{', or escape to end the search' if search else ''}."
        return ""

    def _gone(self) -> str:
        """That the store is not there any more, in a sentence; nothing where it is, or where it never was."""
        where = self.session.where
        return self._say_gone() if self._had and not (where.exists() and where.stat().st_size) else ""

    def _say_gone(self) -> str:
        return (
            f"The store {self.session.where} is gone, or was emptied: there were cases in it when it was last read. "
            "No case is begun here until it is back."
        )

    def _show_detail(self) -> None:
        row = self._rows.get(self.query_one(CaseItems).chosen or "")
        pane = self.query_one(Prose)
        pane.border_title = f"Due in {row.line.reference}" if row else ""  # a reference holds no markup
        pane.show(lambda: row_text(row) if row else "")

    @on(CaseItems.OptionHighlighted)
    def _moved(self, event: CaseItems.OptionHighlighted) -> None:
        if self._kept is not None or event.option_id != self._placed:
            self._kept = event.option_id
        self._show_detail()

    @on(CaseItems.OptionSelected)
    def _open(self, event: CaseItems.OptionSelected) -> None:
        assert event.option_id is not None
        self._kept, row = event.option_id, self._rows[event.option_id]
        if row.line.state == "damaged":
            self.tell(row.why_not, "error")
            return
        with self.telling():
            cast("DecisionSupport", self.app).open_case(event.option_id)

    @on(Input.Changed, "#search")
    def _searched(self) -> None:
        self._show_rows()

    @on(Input.Submitted, "#search")
    def action_to_list(self) -> None:
        """From the search to what was found."""
        self.query_one(CaseItems).focus()

    def action_search(self) -> None:
        """Search in the cases that are shown."""
        self.query_one("#search", Input).add_class("-shown").focus()

    def action_filter(self) -> None:
        """Show others: open, in which something is due, closed, all."""
        kinds = list(WANTED)
        self._wanted = kinds[(kinds.index(self._wanted) + 1) % len(kinds)]
        self._show_rows()

    def action_leave(self) -> None:
        """End the search, or else show the open cases again."""
        search = self.query_one("#search", Input)
        if search.has_class("-shown"):
            self.query_one(CaseItems).focus()
            search.remove_class("-shown")
            search.value = ""
        elif self._wanted != "open":
            self._wanted = "open"
            self._show_rows()
        else:
            self.query_one(CaseItems).focus()

    def action_read_again(self) -> None:
        """Read everything anew."""
        self._agenda.forget()
        self.on_screen_resume()

    def action_new(self) -> None:
        """Begin a case, and go into it; not in place of a store that is gone."""
        with self.telling():
            if self._gone() or self._trouble == self._say_gone():
                self.tell(self._say_gone(), "error")
                return
            base, day = self.session.base, self.session.day()
            self.app.push_screen(NewCaseDialog(base, day, next_reference(self.session), self._refusal), self._go_on)

    def _refusal(self, given: NewCase) -> str | None:
        """Begin this case. The sentence in which that is refused; None where it went well."""
        try:
            if gone := self._gone():
                return gone
            self._begun = begin_case(self.session, given)
        except REFUSED as refused:
            return sentence_of(refused)
        return None

    def _go_on(self, begun: bool | None) -> None:
        if begun and self._begun is not None:
            self._kept, matter, self._had = self._begun.reference, self._begun, True
            cast("DecisionSupport", self.app).open_matter(matter)
