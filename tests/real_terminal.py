"""A program in a real terminal: a pseudo-terminal, keys written into it, and what it wrote read back."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

LONGEST = 30.0  # seconds to wait for something that has to come
_ESCAPES = re.compile(r"\x1b(\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[P^_][^\x1b]*\x1b\\|[@-Z\\-_])")


class RealTerminal:
    """A program and its terminal. written: everything that it has written so far."""

    def __init__(self, command: Sequence[str], size: tuple[int, int], environment: Mapping[str, str]) -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **environment},
        )
        os.close(theirs)
        self._end = ours
        self.written = ""

    def press(self, keys: str) -> None:
        """Type these characters."""
        os.write(self._end, keys.encode())

    def wait_for(self, text: str, after: int = 0) -> int:
        """Wait until this was written; how much was written by then. Raises AssertionError where it never is."""
        until = time.monotonic() + LONGEST
        while text not in self.plain(after):
            if time.monotonic() > until or not self._read(until - time.monotonic()):
                raise AssertionError(f"'{text}' never came; what came: {self.plain(after)[-3000:]}")
        return len(self.written)

    def wait_for_anything(self) -> None:
        """Wait until something new is written."""
        assert self._read(LONGEST), "nothing came"

    def is_quiet(self, seconds: float) -> bool:
        """Whether nothing is written for so long; what is written is read."""
        return not self._read(seconds)

    def wait_until_quiet(self, seconds: float = 0.4) -> None:
        """Wait until nothing has been written for so long."""
        while not self.is_quiet(seconds):
            pass

    def plain(self, after: int = 0) -> str:
        """What was written from there on, without colours and cursor movements."""
        return _ESCAPES.sub("", self.written[after:])

    def wait_for_end(self) -> int:
        """Read until the program has ended; how it ended."""
        while self._read(LONGEST):
            pass
        return self.process.wait(LONGEST)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        if self.process.poll() is None:
            self.kill()
        os.close(self._end)

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._end], [], [], max(0.0, seconds))
        if not ready:
            return False
        with contextlib.suppress(OSError):  # where the program has ended
            self.written += os.read(self._end, 65536).decode(errors="replace")
            return True
        return False


@contextlib.contextmanager
def in_terminal(
    command: Sequence[str], size: tuple[int, int] = (80, 24), **environment: str | Path
) -> Iterator[RealTerminal]:
    """Run a program in a terminal for a while."""
    terminal = RealTerminal(command, size, {name: str(value) for name, value in environment.items()})
    try:
        yield terminal
    finally:
        terminal.close()
