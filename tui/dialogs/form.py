"""A form in a dialog: a few fields, and what was typed stays there until it is saved or given up on purpose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Button, Input, Select, Static, TextArea

from decision_support.cli.consult.choosing import day_meant
from decision_support.model.case import Case
from decision_support.model.dates import in_words
from decision_support.tui.widgets.choices import Choices
from decision_support.tui.widgets.key_line import KeyLine
from decision_support.tui.widgets.tick import Tick

from .ask import Confirm

if TYPE_CHECKING:
    from decision_support.tui.screens.room import Room

MOST_NEWS = 3
LOST = "Leave without saving? What you typed here would be lost."
CLOSED = "It is closed. Leave this with Esc, press r and choose 'Reopen the case'."
CLOSED_MEANWHILE = "Reopen the case"  # by which the refusal is told that somebody closed the case meanwhile
GOES_ON = "the text goes on: Shift+Tab, then the arrows"
KEYS_HELP = """
**Tab** or Enter goes to the next field, **Shift+Tab** back. **Ctrl+S** saves. **Esc** leaves, and asks first where
something was typed. What is refused stays as it was typed, with the reason below the fields.
"""


class Pick(Choices):
    """One of a few, with a mark on the one that was chosen. Enter or Space chooses, and goes on to the next field."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "select", "Choose", show=False)]

    def __init__(self, called: Mapping[str, str], *, id: str) -> None:
        super().__init__(id=id)
        self.value: str | None = None
        self._all = called

    def on_mount(self) -> None:
        self.of(self._all)

    def of(self, called: Mapping[str, str]) -> None:
        """Offer these instead; what was chosen stays chosen where it is among them."""
        self.value = self.value if self.value in called else None
        self.offer(called, {}, self.value)

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        event.stop()
        self.value = event.value
        self.mark(event.value)
        self.screen.focus_next()


class About(VerticalScroll):
    """What one reads before filling in a form; the keys go there only where there is more of it than is seen."""

    class Measured(Message):
        """How much of it is seen has changed. goes_on: whether there is more than is seen."""

        def __init__(self, goes_on: bool) -> None:
            super().__init__()
            self.goes_on = goes_on

    def on_resize(self) -> None:
        self.can_focus = self.max_scroll_y > 0
        self.post_message(self.Measured(self.can_focus))


class Form(ModalScreen[bool]):
    """A form of a room. A subclass gives its `fields`, and `save`s what was typed or says why that cannot be."""

    HELP = KEYS_HELP
    DEFAULT_CSS = """
    Form {
        .form-fields { height: auto; max-height: 38vh; }
        .-refused .form-fields { max-height: 30vh; }
        .field { height: auto; }
        .field-name { width: 11; color: $text-muted; }
        .field-value { width: 1fr; height: auto; }
        .form-about { height: auto; max-height: 6; scrollbar-gutter: stable; &:focus { background: $boost; } }
        .dialog { max-height: 96%; }
        .problem { display: none; height: auto; max-height: 4; color: $text-error; text-style: bold; padding: 0 1; }
        .problem.-told { display: block; }
        Input { border: none; height: 1; padding: 0 1; &:focus { border: none; } }
        TextArea { border: none; height: 2; padding: 0 1; &:focus { border: none; } }
        Pick { padding: 0; max-height: 9; }
        .buttons { margin: 0; height: 1; }
    }
    Form.-wide {
        .form-about { margin: 0 0 1 0; max-height: 14; }
        .form-fields { max-height: 45vh; }
        .-refused .form-fields { max-height: 38vh; }
        .field { margin: 0 0 1 0; }
        TextArea { height: 3; }
        .buttons { margin: 1 0 0 0; }
    }
    """
    AUTO_FOCUS = "Input, TextArea, Select, Pick, Tick"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="form.save", priority=True),
        Binding("escape", "leave", "Leave it", id="form.leave"),
        Binding("f2", "save", "Save", show=False, id="form.save_too"),
    ]

    SAVE: ClassVar[str] = "Save"

    def __init__(self, room: Room, title: str, about: str | Content = "") -> None:
        super().__init__()
        self.room = room
        self.matter = room.matter
        self._title = title
        self._about = about
        self._before: list[object] = []

    def fields(self) -> Iterable[Widget]:
        """The fields, in the order in which they are filled in."""
        raise NotImplementedError

    def save(self) -> str | None:
        """Save what was typed. The sentence in which that is refused; None where it went well."""
        raise NotImplementedError

    def entered(self) -> None:
        """Enter was pressed in a line: go on to the next field."""
        self.focus_next()

    def done(self) -> None:
        """It was saved: tell what that changed."""
        tell_news(self.room)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            with About(classes="form-about"):
                yield Static(self._title, classes="dialog-title", markup=False)
                if self._about:
                    yield Static(self._about, markup=False)
            with VerticalScroll(classes="form-fields", can_focus=False):
                yield from self.fields()
            yield Static(classes="problem", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(self.SAVE, id="save", compact=True, variant="primary")
                yield Button("Leave it", id="leave", compact=True)
        yield KeyLine()

    def on_mount(self) -> None:
        self._before = self._values()

    def field(self, name: str, value: Widget, *, id: str | None = None) -> Widget:
        """A field with its name."""
        value.add_class("field-value")
        return Horizontal(Static(name, classes="field-name", markup=False), value, classes="field", id=id)

    def day_field(self) -> Widget:
        """The day, which is that of the case as long as nobody says another."""
        about = "A day such as 2026-11-05; also: yesterday".replace("2026-11-05", self.matter.on.isoformat())
        return self.field("Day", Input(self.matter.on.isoformat(), placeholder=about, id="day"))

    def by_field(self, name: str = "By") -> Widget:
        """Who: somebody of the case, by name or id, or somebody else in words."""
        return self.field(name, self.name_line("by"))

    def name_line(self, id: str) -> Input:
        """A line for somebody's name, which is found among the people of the case as it is typed."""
        known = [person.called for person in self.matter.case.people]
        hint = f"{', '.join(known[:3])}{' …' if len(known) > 3 else ''}" if known else "A name or a function"
        return Input(placeholder=hint, suggester=SuggestFromList(known, case_sensitive=False), id=id)

    def words_field(self, name: str, id: str, about: str = "") -> Widget:
        """Some sentences."""
        return self.field(name, TextArea(id=id, placeholder=about, tab_behavior="focus", highlight_cursor_line=False))

    def line(self, id: str) -> str:
        """What was typed in a line."""
        return self.query_one(f"#{id}", Input).value.strip()

    def words(self, id: str) -> str:
        """What was typed in a field of sentences."""
        return self.query_one(f"#{id}", TextArea).text.strip()

    def by(self) -> str | None:
        """Who was named: the id of a person of the case, or the words themselves; None where nobody was."""
        return self.person("by")

    def person(self, id: str) -> str | None:
        """Who was named in a line."""
        return person_meant(self.matter.case, self.line(id)) or None

    def when(self) -> dt.date | dt.datetime | str:
        """The day that was typed, perhaps with the time; a sentence where it is none, or has not come yet."""
        typed, today = self.line("day"), self.matter.on
        if not typed:
            return no_day_typed(today)
        found = day_meant(typed, today)
        if found is None:
            return f"'{typed[:40]}' is not a day. Write one such as {today.isoformat()}, or: today, yesterday."
        if (found.date() if isinstance(found, dt.datetime) else found) > today:
            return (
                f"That is after {in_words(today)}, the day for which this case is open here. Give the day it happened."
            )
        return found

    def day(self) -> dt.date | str:
        """The day that was typed, without a time; or a sentence."""
        found = self.when()
        return "Write the day without the time here." if isinstance(found, dt.datetime) else found

    def problem(self, say: str) -> None:
        """Say why it cannot be saved so; nothing takes it away."""
        told = self.query_one(".problem", Static)
        told.update(Content(f"! {say}"))
        told.set_class(bool(say), "-told")
        self.query_one(".dialog").set_class(bool(say), "-refused")
        if self.focused is not None:  # which has less room now
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    def unsaved(self) -> bool:
        """Whether something was typed that would be lost by leaving."""
        return self._values() != self._before

    def action_save(self) -> None:
        if refused := self.save():
            self.problem(self._for_screen(refused))
        elif self.is_current:
            self.done()
            self.dismiss(True)

    def action_leave(self) -> None:
        """Leave; asked first where something was typed."""
        if self.unsaved():
            self.app.push_screen(Confirm(LOST, "Leave", "Stay"), lambda leave: leave and self.dismiss(False))
        else:
            self.dismiss(False)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "save":
            self.action_save()
        else:
            self.action_leave()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.entered()

    @on(About.Measured)
    def _measured(self, event: About.Measured) -> None:
        event.stop()
        self.query_one(".dialog").border_subtitle = GOES_ON if event.goes_on else ""

    def _for_screen(self, refused: str) -> str:
        """Why it was refused, without telling to type a command."""
        if CLOSED_MEANWHILE not in refused:
            return refused
        with self.room.telling():  # somebody else has closed it meanwhile, and Record shall offer to reopen it
            self.matter.look_again()
        self.room.show_again()
        return CLOSED

    def _values(self) -> list[object]:
        kinds = Input, Select, Pick, Tick, TextArea
        return [
            each.text if isinstance(each, TextArea) else each.value
            for each in self.query("*").results()
            if isinstance(each, kinds)
        ]


def no_day_typed(today: dt.date) -> str:
    """What is said of a day that was left empty: it is never taken for today unasked."""
    return f"Give the day, such as {today.isoformat()}, today or yesterday."


def select(called: Mapping[str, str], value: str | None, *, id: str, none: str | None = None) -> Select[str]:
    """A list that opens, in which typing finds an item. none: what stands there while nothing is chosen."""
    options = [(Text(say, no_wrap=True, overflow="ellipsis"), name) for name, say in called.items()]
    given = value if value is not None and value in called else Select.NULL
    return Select(options, prompt=none or "Choose", value=given, allow_blank=True, id=id, compact=True)


def chosen_in(field: Select[str]) -> str | None:
    """What was chosen; None where nothing was."""
    return None if field.value is Select.NULL else str(field.value)


def person_meant(case: Case, typed: str) -> str:
    """The id of the person of the case whose name or id this is, or begins as no other does; else what was typed."""
    plain = typed.casefold()
    known = {person.id: person.called for person in case.people}
    exact = [name for name, called in known.items() if plain in (name.casefold(), called.casefold())]
    found = exact or [name for name, called in known.items() if plain and called.casefold().startswith(plain)]
    return found[0] if len(found) == 1 else typed


def tell_news(room: Room) -> None:
    """Tell what was changed in the advice by what was just saved."""
    told = room.news()
    if told:
        more = (f"And {len(told) - MOST_NEWS} more: press a.",) if len(told) > MOST_NEWS else ()
        room.tell("\n".join(("What this changed:", *told[:MOST_NEWS], *more)))


def refused_as_closed(room: Room) -> bool:
    """Whether nothing can be recorded because the case is closed; if so, it has been told how to reopen it."""
    if room.matter.record.is_open:
        return False
    room.tell(
        "This case is closed: nothing is recorded in it until it is reopened. Press r, and choose 'Reopen the case'.",
        "warning",
    )
    return True
