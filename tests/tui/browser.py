"""For the tests in a browser: a server started as people start it, and a real browser to look at what it serves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip

# The terminal draws on a canvas and its page keeps it to itself; it is caught as the page puts it into an attribute.
CATCH_THE_TERMINAL = """
Object.defineProperty(Object.prototype, "terminal", {configurable: true, set(value) {
  globalThis.shownTerminal = value;
  Object.defineProperty(this, "terminal", {value, writable: true, configurable: true, enumerable: true});
}});
globalThis.linesOfTheTerminal = () => {
  const shown = globalThis.shownTerminal?.buffer.active;
  return shown ? Array.from({length: shown.length}, (_, row) => shown.getLine(row)?.translateToString(true) ?? "") : [];
};
"""


@dataclass(frozen=True)
class Served:
    """A server that runs. address: what it printed, token and all; said: every line before that."""

    process: subprocess.Popen[str]
    address: str
    said: tuple[str, ...]

    @property
    def root(self) -> str:
        return self.address.partition("?")[0].rstrip("/")

    @property
    def port(self) -> int:
        return int(self.root.rpartition(":")[2])

    def interrupted(self) -> tuple[int, str, str]:
        """What it ends with, and what it still said, after the Ctrl-C that a terminal sends to all its processes."""
        import signal

        os.killpg(self.process.pid, signal.SIGINT)
        said, complaints = self.process.communicate(timeout=60)
        return self.process.returncode, said, complaints


@contextmanager
def served(arguments: Sequence[str], environment: dict[str, str] | None = None) -> Iterator[Served]:
    """Python with these arguments, once it has printed where to find what it serves."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})}, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None and process.stderr is not None
    try:
        said: list[str] = []
        for line in process.stdout:
            said.append(line.strip())
            if "Ctrl-C" in line:
                break
        else:
            raise AssertionError(f"It did not begin: {said} {process.stderr.read()}")
        yield Served(process, said[-2].split()[-1], tuple(said[:-2]))
    finally:
        process.terminate()
        process.communicate(timeout=60)


@contextmanager
def browser() -> Iterator[Any]:
    """A real browser (playwright's), without a window yet."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


class Window:
    """A window of its own, with no cookies of others. asked: every address its pages asked for, websockets too."""

    def __init__(self, chromium: Any) -> None:
        self.asked: list[str] = []
        self.downloads: list[Any] = []
        self.complaints: list[str] = []  # what pages wrote to the console, and scripts that failed
        self._context = chromium.new_context(viewport={"width": 1200, "height": 800})
        self._context.add_init_script(CATCH_THE_TERMINAL)
        self._context.on("request", lambda request: self.asked.append(request.url))
        self._context.on("page", self._listen)

    def open(self, address: str) -> Any:
        """A new tab on this address."""
        page = self._context.new_page()
        page.goto(address)
        return page

    def close(self) -> None:
        self._context.close()

    def _listen(self, page: Any) -> None:
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.on("download", lambda download: self.downloads.append(download))
        page.on("pageerror", lambda mistake: self.complaints.append(str(mistake)))
        page.on("console", self._hear)

    def _hear(self, line: Any) -> None:
        if line.type in ("error", "warning"):
            self.complaints.append(line.text)


def await_text(page: Any, text: str) -> str:
    """The whole terminal, as soon as it shows this."""
    page.wait_for_function("text => globalThis.linesOfTheTerminal().join('\\n').includes(text)", arg=text)
    return str(page.evaluate("globalThis.linesOfTheTerminal().join('\\n')"))
