"""Finding one thing in a long list: type words from it, choose with the arrows and Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.widgets.option_list import Option

from decision_support.tui.widgets.hanging import Hanging
from decision_support.tui.widgets.items import Items
from decision_support.tui.widgets.key_line import KeyLine

MOST = 200


class Found(NamedTuple):
    """One thing that can be chosen: its id, what it says, and more to know of it, below and less loudly."""

    id: str
    say: str
    more: str = ""


class Find(ModalScreen[str | None]):
    """Gives back the id of what was chosen.

    tried  tries what was chosen, and says in a sentence why that cannot be; then one can choose something else
    """

    HELP = """
# Find

Type a few words, in any order: what has all of them stays in the list. The arrows move through it, `Enter` chooses,
`Esc` leaves.
"""
    DEFAULT_CSS = """
    Find {
        .find-about { color: $text-muted; }
        .problem { display: none; border-left: outer $error; padding: 0 1; }
        .problem.-told { display: block; }
        Input { border: none; height: 1; padding: 0 1; &:focus { border: none; } }
        Items { border: none; height: 1fr; padding: 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="find.leave"),
        Binding("enter", "choose", "Choose", id="find.choose", priority=True),
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
        Binding("pagedown", "page(1)", "Page down", show=False, priority=True),
        Binding("pageup", "page(-1)", "Page up", show=False, priority=True),
    ]

    def __init__(
        self, title: str, about: str, things: Sequence[Found], tried: Callable[[str], str | None] = lambda _: None
    ) -> None:
        super().__init__()
        self._tried = tried
        self._title = title
        self._about = about
        self._things = things
        self._searched = [" ".join((each.id, each.say, each.more)).casefold() for each in things]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog -tall"):
            yield Static(Content(self._title), classes="dialog-title", markup=False)
            yield Static(Content(self._about), classes="find-about", markup=False)
            yield Static(classes="problem", markup=False)
            yield Input(placeholder="Words to look for")
            items = Items()
            items.can_focus = False
            yield items
        yield KeyLine()

    def on_mount(self) -> None:
        self._offer("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._offer(event.value)

    @on(Items.OptionSelected)
    def _clicked(self, event: Items.OptionSelected) -> None:
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        chosen = self.query_one(Items).chosen
        if chosen is None:
            return
        if refused := self._tried(chosen):
            self.query_one(".problem", Static).update(Content(refused))
            self.query_one(".problem").add_class("-told")
        else:
            self.dismiss(chosen)

    async def action_move(self, by: int) -> None:
        await self.query_one(Items).run_action("cursor_down" if by > 0 else "cursor_up")

    async def action_page(self, by: int) -> None:
        await self.query_one(Items).run_action("page_down" if by > 0 else "page_up")

    def action_leave(self) -> None:
        self.dismiss(None)

    def _offer(self, typed: str) -> None:
        words = typed.casefold().split()
        fitting = [
            each for each, text in zip(self._things, self._searched, strict=True) if all(word in text for word in words)
        ]
        options = [Option(_prompt(each), id=each.id) for each in fitting[:MOST]]
        if len(fitting) > MOST:
            options.append(Option(Content(f"And {len(fitting) - MOST} more: type words to find them."), disabled=True))
        if not fitting:
            options.append(Option(Content("Nothing has all these words. Take one away."), disabled=True))
        items = self.query_one(Items)
        items.set_options(options)
        items.highlighted = 0 if fitting else None


def _prompt(each: Found) -> Hanging:
    text = Content(each.say)
    return Hanging("- ", Content("\n").join((text, Content.styled(each.more, "dim"))) if each.more else text)
