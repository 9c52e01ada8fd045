"""A scratch copy of the case: what is supposed of it, and what would be advised differently. Nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from decision_support.casework.matter import Asked
from decision_support.cli.consult.choosing import day_meant
from decision_support.cli.supposition_text import supposed_in_words
from decision_support.cli.what_if_text import what_if_text
from decision_support.errors import SeveralMistakes, UserMistake
from decision_support.loading.changes import supposed, supposing
from decision_support.model.dates import in_words
from decision_support.tui.dialogs.find import Find
from decision_support.tui.dialogs.suppose import GRAMMAR, SupposeEvent, SupposeLine, event_line
from decision_support.tui.widgets.advice_about import answer_supposed
from decision_support.tui.widgets.hanging import Hanging
from decision_support.tui.widgets.items import Items
from decision_support.tui.widgets.prose import Laid, Prose

from .room import Room
from .scratch import SCRATCHES, Scratch
from .supposable import TAKEN_BACK, answers, events, particulars, question_of, questions, so_far

MARK = "WHAT IF: a scratch copy. Nothing here is written into the case."
EMPTY = """Nothing is supposed yet.

i  another answer to any question
m  one more event
o  another day
/  any other change, in a line of text

Several can be supposed together. What would be advised differently is shown here, with the reasons."""
WORKING = "Working it out …"
DAY = "day"


class WhatIfRoom(Room):
    """Suppose something, and see what it would change."""

    ROOM = "what_if"
    HELP = """
# What if

A scratch copy of the case. **Nothing here is written into the case**; it is forgotten when you leave the case.

* `i` supposes another answer, `m` one more event, `o` another day; `/` takes any change as a line, for experts.
* **Enter** or Delete on something supposed takes it away; `b` begins again with nothing supposed.
* The other pane says what would be gained, lost, changed and moved, and which rules are responsible.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "answer", "Answer", id="what_if.answer"),
        Binding("m", "event", "Event", id="what_if.event"),
        Binding("o", "day", "Day", id="what_if.day"),
        Binding("slash", "line", "Line", id="what_if.line"),
        Binding("delete,backspace", "remove", "Take away", id="what_if.remove"),
        Binding("b", "afresh", "Begin again", show=False, id="what_if.afresh"),
    ]
    DEFAULT_CSS = """
    WhatIfRoom {
        #scratch-mark { height: 1; padding: 0 1; text-style: bold reverse; }
        #supposing { height: 1fr; }
        #supposed { height: auto; min-height: 3; max-height: 40%; padding: 0; }
        #difference { height: 1fr; }
        &.-wide #supposing {
            layout: horizontal;
            #supposed { width: 2fr; height: 1fr; max-height: 100%; }
            #difference { width: 3fr; }
        }
    }
    """

    @property
    def scratch(self) -> Scratch:
        return SCRATCHES.of(self.matter)

    def furniture(self) -> Iterable[Widget]:
        yield Static(MARK, id="scratch-mark", markup=False)
        items, prose = Items(classes="panel", id="supposed"), Prose(classes="panel", id="difference")
        items.border_title, prose.border_title = "Supposed", "What would be different"
        yield Container(items, prose, id="supposing")

    def on_mount(self) -> None:
        super().on_mount()
        wanted, self.scratch.wanted = self.scratch.wanted, None
        if wanted is not None:
            self._suppose_answer(wanted)

    def show(self) -> None:
        """What is supposed, and what comes of it."""
        items = self.query_one(Items)
        index = items.highlighted
        items.set_options(self._supposed())
        items.highlighted = min(index or 0, items.option_count - 1) if not self.scratch.is_empty else None
        prose = self.query_one(Prose)
        if self.scratch.is_empty:
            prose.show(lambda: EMPTY)
        else:
            prose.show(lambda: WORKING)
            self.work_out(tuple(self.scratch.changes), self.scratch.then)

    @work(thread=True, exclusive=True)
    def work_out(self, changes: Sequence[str], then: dt.date | None) -> None:
        matter, desk = self.matter, self.matter.desk
        case, before, on = matter.case, matter.advice, matter.on
        text: Laid
        try:
            with supposing(case, changes, desk.base) as supposition:
                after = desk.advise(supposition.case, then or on)
            difference = desk.difference(before, after)
            words = supposed_in_words(desk.base, case, supposition.case, then or on)
            text = lambda: what_if_text(desk.base, difference, case, supposition, words)  # noqa: E731
        except UserMistake as mistake:
            text = _told(_in_words(mistake))
        self.app.call_from_thread(self._worked_out, changes, then, text)

    def action_answer(self) -> None:
        """Suppose another answer to a question."""
        about = "Every question of this case; those that are open come first."
        self.app.push_screen(Find("What if the answer to …", about, questions(self.matter)), self._asked)

    def action_event(self) -> None:
        """Suppose one more event."""
        about = "What could have happened, or could still happen."
        self.app.push_screen(Find("What if this happened …", about, events(self.matter)), self._happened)

    def action_day(self) -> None:
        """Suppose another day."""
        on = self.matter.on
        about = f"The case is looked at on {in_words(on)}. On which day instead, such as {on.isoformat()}?"
        given = (self.scratch.then or on).isoformat()
        self.app.push_screen(SupposeLine("What if it were another day?", about, self._try_day, given), self._again)

    def action_line(self) -> None:
        """Suppose anything, in a line of text."""
        self.app.push_screen(SupposeLine("What if …", GRAMMAR, self._try), self._again)

    def action_remove(self) -> None:
        """Take away what is chosen."""
        chosen = self.query_one(Items).chosen
        if chosen == DAY:
            self.scratch.then = None
        elif chosen is not None:
            del self.scratch.changes[int(chosen)]
        self._again(chosen is not None)

    def action_afresh(self) -> None:
        """Suppose nothing any more."""
        self.scratch.changes.clear()
        self.scratch.then = None
        self.show_again()

    @on(Items.OptionSelected)
    def _selected(self) -> None:
        self.action_remove()

    def _again(self, something: bool | None) -> None:
        if something:
            self.show_again()

    def _worked_out(self, changes: Sequence[str], then: dt.date | None, text: Laid) -> None:
        now = self.scratch
        if self.is_attached and (tuple(now.changes), now.then) == (tuple(changes), then):
            self.query_one(Prose).show(text)

    def _supposed(self) -> list[Option]:
        """What is supposed, each as a clause that can follow 'what if'."""
        matter, scratch = self.matter, self.scratch
        options = [
            Option(Hanging("- ", Content(self._words(number))), id=str(number))
            for number in range(len(scratch.changes))
        ]
        if scratch.then is not None:
            options.append(Option(Hanging("- ", Content(f"it is {in_words(scratch.then)}")), id=DAY))
        if not options:
            options.append(Option(Content(f"Nothing. {matter.reference} as it is."), disabled=True))
        return options

    def _words(self, number: int) -> str:
        base, changes = self.matter.desk.base, self.scratch.changes
        try:
            before = supposed(self.matter.case, changes[:number], base).case
            after = supposed(self.matter.case, changes[: number + 1], base).case
        except UserMistake:
            return changes[number]
        told = [each.say for each in supposed_in_words(base, before, after, self.scratch.then or self.matter.on)]
        return "; ".join(told) or f"{changes[number]} (it is so already)"

    def _asked(self, id: str | None) -> None:
        if id is not None:
            self._suppose_answer(question_of(id))

    def _suppose_answer(self, question: Asked) -> None:
        matter = self.matter

        def tried(value: str) -> str | None:
            given = "" if value == TAKEN_BACK else value
            subject, fact = question
            base = matter.desk.base
            return self._try(*answer_supposed(base, matter.case, subject.kind, subject.id, fact, given))

        about = so_far(matter, question)
        self.app.push_screen(
            Find("What if the answer were …", about, answers(matter, question), tried),
            lambda chosen: self._again(bool(chosen)),
        )

    def _happened(self, what: str | None) -> None:
        if what is None:
            return
        say = f"{self.matter.desk.base.events[what].say}."
        choices, likely = particulars(self.matter, what)
        day = (self.scratch.then or self.matter.on).isoformat()
        self.app.push_screen(SupposeEvent(say, what, day, choices, likely, self._try_event), self._again)

    def _try_event(self, typed: str, given: dict[str, str]) -> str | None:
        when = day_meant(typed, self.matter.on)
        if when is None:
            return _not_a_day(typed, self.matter.on)
        kind = self.matter.desk.base.events[given["what"]]
        if kind.outcomes and "outcome" not in given:
            return "Choose how it ended."
        if kind.needs_stage and "stage" not in given:
            return "Choose at which stage."
        key = "at" if isinstance(when, dt.datetime) else "on"
        return self._try(event_line({**given, key: when.isoformat()}))

    def _try_day(self, typed: str) -> str | None:
        when = day_meant(typed, self.matter.on)
        if when is None:
            return _not_a_day(typed, self.matter.on)
        day = when.date() if isinstance(when, dt.datetime) else when
        then = None if day == self.matter.on else day
        refused = self._refused(self.scratch.changes, then)
        if refused is None:
            self.scratch.then = then
        return refused

    def _try(self, *lines: str) -> str | None:
        """Suppose these as well; or say why that cannot be."""
        changes = [*self.scratch.changes, *lines]
        if not all(lines):
            return "Write a change, such as the first one above."
        refused = self._refused(changes, self.scratch.then)
        if refused is None:
            self.scratch.changes = changes
        return refused

    def _refused(self, changes: Sequence[str], then: dt.date | None) -> str | None:
        desk = self.matter.desk
        try:
            with supposing(self.matter.case, changes, desk.base) as supposition:
                desk.advise(supposition.case, then or self.matter.on)
        except UserMistake as mistake:
            return _in_words(mistake)
        return None


def _in_words(mistake: UserMistake) -> str:
    return "\n".join(map(str, mistake.mistakes)) if isinstance(mistake, SeveralMistakes) else str(mistake)


def _told(say: str) -> Laid:
    return lambda: say


def _not_a_day(typed: str, on: dt.date) -> str:
    return f"'{typed[:40]}' is not a day. Write one such as {on.isoformat()}, or: today, yesterday."
