"""Help for where one is: what this screen is for, and every key that works on it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Markdown, Static

from decision_support.tui.widgets.key_line import KeyLine


class Help(ModalScreen[None]):
    """The help text of a screen, and its keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss", "Close", id="help.close"),
        Binding("j", "scroll('down')", "Down", show=False),
    ]

    def __init__(self, text: str, keys: list[tuple[str, str]]) -> None:
        super().__init__()
        self._text = text
        self._keys = keys

    @classmethod
    def of(cls, screen: Screen[Any]) -> Help:
        """The help for a screen, with the keys as they are set now."""
        keys: dict[str, list[str]] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.description and binding.id and active.enabled:
                shown = screen.app.get_key_display(binding)
                those = keys.setdefault(binding.description, [])
                if shown not in those:
                    those.append(shown)
        return cls(screen.HELP or "", [(" ".join(shown), say) for say, shown in keys.items()])

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog -tall"):
            yield Markdown(self._text)
            yield Static("Keys", classes="dialog-title", markup=False)
            width = max((len(key) for key, _ in self._keys), default=0)
            lines = (Content.assemble((f"{key:>{width}}", "bold $accent"), f"  {say}") for key, say in self._keys)
            yield Static(Content("\n").join(lines))
        yield KeyLine()
