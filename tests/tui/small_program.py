"""A small Textual program to be served: it says what is typed, hands out a file, and tells a witness that it lives."""

from __future__ import annotations

import io
import os
import socket

from textual.app import App, ComposeResult
from textual.widgets import Input, Static

from decision_support.tui.web.tab import end_with_the_server


class SmallProgram(App[None]):
    BINDINGS = [("f2", "hand_out", "A file"), ("f3", "quit", "The end")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield Static("", id="heard", markup=False)
        yield Input()

    def on_mount(self) -> None:
        self._show(f"ready-{self.size.width}")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._show(f"heard-{event.value}")

    def action_hand_out(self) -> None:
        self.deliver_text(io.StringIO("inside the file\n"), save_filename="handed-out.txt")

    def _show(self, text: str) -> None:
        self.query_one("#heard", Static).update(text)


if __name__ == "__main__":
    if "WITNESS" in os.environ:
        witness = socket.create_connection(("127.0.0.1", int(os.environ["WITNESS"])))
    end_with_the_server()
    SmallProgram().run()
