"""What is shown in the first moment, while the knowledge base is read."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from .place import Place


class Opening(Place):
    """One quiet line."""

    HELP = "The guidance is being read. This takes a moment."

    def compose(self) -> ComposeResult:
        yield Static("decision-support", id="opening-title", markup=False)
        yield Static("Reading the guidance …", id="opening-line", markup=False)

    def action_leave(self) -> None:
        self.app.exit()
