"""The two lines on top of every room of a case: which case it is, and which rooms there are."""

from __future__ import annotations

from decision_support.tui.rooms import ROOMS, RoomKind
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from decision_support.casework.matter import Matter
from decision_support.model.dates import in_words


class RoomTab(Static):
    """One room on the bar; the one that one is in stands in brackets."""

    def __init__(self, room: RoomKind, here: bool) -> None:
        text = f"[{room.title}]" if here else f" {room.title} "
        super().__init__(Content.assemble((room.key, "bold $footer-key-foreground"), text), markup=False)
        self.set_class(here, "-here")
        self._room = room

    async def on_click(self) -> None:
        await self.run_action(f"app.go('{self._room.id}')")


class CaseBar(Vertical):
    """What the case is, on which day it is looked at, and the rooms."""

    def __init__(self, room: str) -> None:
        super().__init__()
        self._room = room

    def compose(self) -> ComposeResult:
        with Horizontal(id="case-line"):
            yield Static(id="case-title", markup=False)
            yield Static(id="case-day", markup=False)
        with Horizontal(id="case-rooms"):
            for room in ROOMS:
                yield RoomTab(room, room.id == self._room)

    def show(self, matter: Matter) -> None:
        """The case as it stands."""
        state = "" if matter.record.is_open else " (closed)"
        title = Content.assemble((f"{matter.reference}{state}", "bold"), f"  {matter.case.case}")
        self.query_one("#case-title", Static).update(title)
        self.query_one("#case-day", Static).update(in_words(matter.on))

