"""A line to type in, which takes all of what is pasted."""

from __future__ import annotations

from textual import events
from textual.widgets import Input


class OneLine(Input):
    """Textual's own input keeps the first line of what is pasted and drops the others."""

    def _on_paste(self, event: events.Paste) -> None:
        event.text = " ".join(event.text.split())  # which Textual's own handler, called after this one, takes
