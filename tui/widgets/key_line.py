"""The last line of a screen: the keys that matter here."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.content import Content
from textual.screen import Screen

from .line import Line, Part

HELP = "help"


class KeyLine(Line):
    """The keys whose bindings are to be shown, help last.

    Textual's own footer makes a widget for every key each time the focus moves, which here took a fifth of the time
    from a key to what it shows.
    """

    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        width: 1fr;
        padding: 0 1;
        background: $panel;
    }
    """

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._show)

    def _show(self, screen: Screen[Any]) -> None:
        if self.is_attached and screen is self.screen:
            self.put(self._keys(screen))

    def _keys(self, screen: Screen[Any]) -> list[Part]:
        parts: dict[str, Part] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.action not in parts:
                key = self.app.get_key_display(binding)
                shown = Content.assemble((key, "bold $footer-key-foreground"), f" {binding.description} ")
                parts[binding.action] = Part(shown, partial(self.app.simulate_key, binding.key))
        last = [parts.pop(HELP)] if HELP in parts else []
        return [*parts.values(), *last]
