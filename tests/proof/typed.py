"""A command as somebody types it at a terminal of some width, in this process."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from functools import cache
from typing import NamedTuple
from unittest.mock import patch

from decision_support.cli import main


class Typed(NamedTuple):
    """What a command ended with and what it said."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """What it printed on one line, however it was wrapped."""
        return " ".join(self.out.split())

    @property
    def widest(self) -> int:
        """The length of the longest line."""
        return max(map(len, self.out.splitlines()))


def typed(*arguments: object, columns: int = 80, **environment: str) -> Typed:
    """Type a command."""
    out, err = io.StringIO(), io.StringIO()
    settings = {"COLUMNS": str(columns), "NO_COLOR": "1", "XDG_CACHE_HOME": _cache().name}
    with (
        patch.dict(os.environ, settings | environment),
        patch.object(sys, "argv", ["decision-support", *map(str, arguments)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
            code: object = 0
        except SystemExit as end:
            code = end.code or 0
    return Typed(int(str(code)), out.getvalue(), err.getvalue())


@cache
def _cache() -> tempfile.TemporaryDirectory[str]:
    """Where knowledge is kept that was read, so that these tests do not push out what a user works with."""
    return tempfile.TemporaryDirectory(prefix="decision-support-")


def refused(*arguments: object, **environment: str) -> str:
    """The sentence with which a command is refused; nothing else may be said."""
    done = typed(*arguments, **environment)
    assert done.code == 2 and done.out == "" and "Traceback" not in done.err, done
    return " ".join(done.err.split())
