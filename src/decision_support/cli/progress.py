"""How far a long answer has come, on the error output of a terminal; nothing where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Told so many of so many, it shows them behind `what`; the line is gone at the end. None without a terminal."""
    shown = sys.stderr
    if shown is None or not shown.isatty():
        yield None
        return

    def tell(done: int, of: int) -> None:
        shown.write(f"\r{what}: {done} of {of}")
        shown.flush()

    try:
        yield tell
    finally:
        shown.write("\r\x1b[K")
        shown.flush()
