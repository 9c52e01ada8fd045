"""Take advice, the chronology or a whole case out as a file: what, with or without names, and where to."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static
from textual.widgets.option_list import Option

from decision_support.casework.matter import Matter
from decision_support.errors import SeveralMistakes, UserMistake
from decision_support.tui.exporting import SORTS, advice_as_text, is_there, write
from decision_support.tui.widgets.items import Items
from decision_support.tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from decision_support.tui.app import DecisionSupport

NAMES = "names"
NAMES_PEOPLE = "This file names people. Think of who will be able to read it."
NAMELESS = "Recorded names become roles. Free text can still tell who is meant: read it before it leaves."
FOR_READING = " Without names it is for reading: it cannot be imported."
LONG = 12.0  # seconds for which it is told where the file is


class Export(ModalScreen[None]):
    """Asks what to write and where, and writes it. Nothing is half written, and nothing replaced unasked."""

    HELP = """\
**Enter** or **space** chooses what is written, and whether it names people. **Tab** leads to the name of the file;
`~` is your own folder. **Ctrl+S** writes it. An existing file is replaced only after you have said so.
**y** copies the advice as text, to be pasted elsewhere.
"""
    AUTO_FOCUS = "#export-what"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Cancel", id="export.cancel"),
        Binding("ctrl+s", "save", "Write it", id="export.save", priority=True),
        Binding("y", "copy", "Copy the advice", id="export.copy"),
        Binding("space", "choose", "Choose", show=False),
    ]
    DEFAULT_CSS = """
    Export {
        #export-what {
            height: auto;
            border: none;
            padding: 0;
        }
        #export-name {
            margin: 1 0 0 0;
        }
        #export-problem {
            text-style: bold;
        }
    }
    """

    def __init__(self, matter: Matter) -> None:
        super().__init__()
        self._matter = matter
        self._sort = SORTS[0]
        self._redacted = False
        self._suggested = ""

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(Content(f"Export from case {self._matter.reference}"), classes="dialog-title")
            yield Items(id="export-what")
            yield Static(id="export-names", markup=False)
            if self.app.is_web:
                yield Static("Your browser saves the file where it saves what it downloads.", markup=False)
            else:
                yield Input(id="export-name", placeholder="Name of the file", compact=True)
                yield Static(Content(f"In {Path.cwd()}, unless you name another folder."), id="export-where")
            yield Static(id="export-problem", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Replace it", id="export-replace")
                yield Button("Write it", id="export-save", variant="primary")
        yield KeyLine()

    def on_mount(self) -> None:
        self._show()

    def action_choose(self) -> None:
        items = self.query_one(Items)
        if items.has_focus:
            items.action_select()

    def action_save(self) -> None:
        """Write it, unless there is such a file already: then ask."""
        if self.app.is_web:
            self._make(self._hand_over)
            return
        name = self.query_one(Input).value
        try:
            there = is_there(name)
        except UserMistake as mistake:
            self._problem(str(mistake))
            return
        if there:
            self._problem(f"{name.strip()} exists already. Replace it, or choose another name?")
            self._replace.display = True
            self._replace.focus()
            return
        self._make(lambda text: self._write(name, text, False))

    def action_copy(self) -> None:
        """Copy the advice as text."""
        self._make(self._copy, advice_as_text)

    @on(Items.OptionSelected)
    def _chosen(self, event: Items.OptionSelected) -> None:
        if event.option_id == NAMES:
            self._redacted = not self._redacted
        else:
            self._sort = SORTS[int(event.option_id or 0)]
        self._show()

    @on(Input.Changed)
    def _renamed(self) -> None:
        self._problem("")

    @on(Input.Submitted)
    @on(Button.Pressed, "#export-save")
    def _saved(self) -> None:
        self.action_save()

    @on(Button.Pressed, "#export-replace")
    def _replaced(self) -> None:
        name = self.query_one(Input).value
        self._make(lambda text: self._write(name, text, True))

    @work(thread=True, exclusive=True)
    def _make(self, use: Callable[[str], None], make: Callable[..., str] | None = None) -> None:
        """Make the text, which can take a moment, and do this with it; a mistake is shown here, and nothing is lost."""
        session = cast("DecisionSupport", self.app).session
        assert session is not None
        try:
            use((make or self._sort.make)(session, self._matter, self._redacted))
        except SeveralMistakes as several:
            self.app.call_from_thread(self._problem, "\n".join(map(str, several.mistakes)))
        except UserMistake as mistake:
            self.app.call_from_thread(self._problem, str(mistake))

    def _write(self, name: str, text: str, over: bool) -> None:
        path = write(name, text, over)
        self.app.call_from_thread(self._done, f"Written into {path}.")

    def _hand_over(self, text: str) -> None:
        name = self._sort.name(self._matter, self._redacted)
        deliver = self.app.deliver_text
        self.app.call_from_thread(lambda: deliver(io.StringIO(text), save_filename=name))
        self.app.call_from_thread(self._done, f"{name} goes to your browser.")

    def _copy(self, text: str) -> None:
        self.app.call_from_thread(self.app.copy_to_clipboard, text)
        self.app.call_from_thread(self._done, "The advice is copied, where your terminal allows it.")

    def _done(self, told: str) -> None:
        people = NAMELESS if self._redacted else NAMES_PEOPLE.replace("This file", "It", 1)
        self.app.notify(f"{told} {people}", timeout=LONG, markup=False)
        if self.is_current:
            self.dismiss()

    def _show(self) -> None:
        items = self.query_one(Items)
        place = items.chosen
        items.clear_options()
        items.add_options(
            [Option(Content(f"{_radio(each is self._sort)} {each.say}"), str(at)) for at, each in enumerate(SORTS)]
        )
        box = "[x]" if self._redacted else "[ ]"
        items.add_option(Option(Content(f"{box} Without names: people are called by their roles"), NAMES))
        items.keep_place(place)
        told = NAMELESS + (FOR_READING if self._sort.id == "case" else "") if self._redacted else NAMES_PEOPLE
        self.query_one("#export-names", Static).update(Content(f"! {told}"))
        self._suggest()
        self._problem("")

    def _suggest(self) -> None:
        """A name that fits, unless somebody has written one."""
        for field in self.query(Input):
            if field.value in ("", self._suggested):
                field.value = self._suggested = self._sort.name(self._matter, self._redacted)

    def _problem(self, say: str) -> None:
        if not self.is_attached:  # somebody has left while it was being made
            return
        shown = self.query_one("#export-problem", Static)
        shown.update(Content(f"{say[:1].upper()}{say[1:]}"))
        shown.display = bool(say)
        self._replace.display = False

    @property
    def _replace(self) -> Button:
        return self.query_one("#export-replace", Button)


def _radio(chosen: bool) -> str:
    return "(•)" if chosen else "( )"
