"""One thing to agree to or not: a box with a cross in it, or an empty one."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static


class Tick(Static, can_focus=True):
    """A box that Space, Enter or a click fills and empties."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space,enter", "turn", "Tick", show=False)]
    DEFAULT_CSS = """
    Tick {
        height: auto;
        &:focus {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
    }
    """

    class Turned(Message):
        """It was filled or emptied."""

        def __init__(self, tick: Tick) -> None:
            super().__init__()
            self.tick = tick

        @property
        def control(self) -> Tick:
            return self.tick

    def __init__(self, say: str, *, id: str | None = None) -> None:
        super().__init__(markup=False, id=id)
        self.value = False
        self.say = say
        self._show()

    def call(self, say: str) -> None:
        """Let it say something else, to be agreed to anew."""
        self.say, self.value = say, False
        self._show()

    def action_turn(self) -> None:
        self.value = not self.value
        self._show()
        self.post_message(self.Turned(self))

    def on_click(self) -> None:
        self.action_turn()

    def _show(self) -> None:
        self.update(Content(f"{'[x]' if self.value else '[ ]'} {self.say}"))
