"""One line of things to click: a single widget, however many they are, so that it costs little to show it again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from textual import events
from textual.content import Content
from textual.widget import Widget


class Part(NamedTuple):
    """What is shown, and what a click on it does."""

    shown: Content
    do: Callable[[], Any]


class Line(Widget):
    """Parts side by side. Where there is not room for all, the last one stays and those before it are left out."""

    DEFAULT_CSS = """
    Line { height: 1; }
    """

    def __init__(self, parts: Sequence[Part] = (), *, gap: int = 1, id: str | None = None) -> None:
        super().__init__(id=id)
        self._parts = tuple(parts)
        self._gap = gap

    def put(self, parts: Sequence[Part]) -> None:
        """Show these instead."""
        self._parts = tuple(parts)
        self.refresh()

    def render(self) -> Content:
        return Content(" " * self._gap).join(part.shown for part in self._fitting())

    def on_click(self, event: events.Click) -> None:
        """Do what the part under the mouse does."""
        offset = event.get_content_offset(self)
        start = 0
        for part in self._fitting() if offset else ():
            if offset is not None and start <= offset.x < start + part.shown.cell_length:
                self.call_later(part.do)
                return
            start += part.shown.cell_length + self._gap

    def _fitting(self) -> tuple[Part, ...]:
        room = self.content_region.width
        shown = list(self._parts)
        while len(shown) > 1 and sum(part.shown.cell_length + self._gap for part in shown) - self._gap > room:
            del shown[-2]
        return tuple(shown)
