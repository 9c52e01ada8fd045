"""The ways to look at the same thing, in one line: the one that is shown stands in brackets."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static


class ViewTab(Static):
    """One way to look at it; its key stands in front."""

    def __init__(self, number: int, id: str, title: str) -> None:
        super().__init__(markup=False)
        self.view = id
        self._number = number
        self._title = title

    def mark(self, here: bool) -> None:
        """Show whether this is the one that is shown."""
        told = f"[{self._title}]" if here else f" {self._title} "
        self.update(Content.assemble((f"{self._number}", "bold $footer-key-foreground"), told))
        self.set_class(here, "-here")

    async def on_click(self) -> None:
        await self.run_action(f"screen.view('{self.view}')")


class Views(Horizontal):
    """All of them."""

    DEFAULT_CSS = """
    Views {
        height: 1;
        padding: 0 1;
        ViewTab { width: auto; height: 1; margin: 0 1 0 0; &.-here { text-style: bold; } }
    }
    """

    def __init__(self, called: Mapping[str, str]) -> None:
        super().__init__()
        self._called = called

    def compose(self) -> ComposeResult:
        for number, (id, title) in enumerate(self._called.items(), 1):
            yield ViewTab(number, id, title)

    def show(self, view: str) -> None:
        """Mark this one."""
        for tab in self.query(ViewTab):
            tab.mark(tab.view == view)
