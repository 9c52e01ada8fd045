"""The two lines on top of every room of a case: which case it is, and which rooms there are."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from decision_support.casework.matter import Matter
from decision_support.model.dates import in_words
from decision_support.tui.rooms import ROOMS

from .line import Line, Part


class CaseBar(Vertical):
    """What the case is, on which day it is looked at, and the rooms; the one that one is in stands in brackets."""

    def __init__(self, room: str) -> None:
        super().__init__()
        self._room = room

    def compose(self) -> ComposeResult:
        with Horizontal(id="case-line"):
            yield Static(id="case-title", markup=False)
            yield Static(id="case-day", markup=False)
        yield Line([self._part(each.key, each.id, each.title) for each in ROOMS], id="case-rooms")

    def show(self, matter: Matter) -> None:
        """The case as it stands."""
        state = "" if matter.record.is_open else " (closed)"
        title = Content.assemble((f"{matter.reference}{state}", "bold"), f"  {matter.case.case}")
        self.query_one("#case-title", Static).update(title)
        self.query_one("#case-day", Static).update(in_words(matter.on))

    def _part(self, key: str, room: str, title: str) -> Part:
        here = room == self._room
        shown = (f"[{title}]", "bold") if here else f" {title} "
        go = partial(self.run_action, f"app.go('{room}')")
        return Part(Content.assemble((key, "bold $footer-key-foreground"), shown), go)
