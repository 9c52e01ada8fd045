"""The process of one tab: the program as on the command line, which ends when whoever serves it is gone."""

from __future__ import annotations

import os
import select
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence

GRACE = 5.0  # seconds between being asked to end and having to


def in_a_tab(arguments: Sequence[str]) -> list[str]:
    """The command that runs the program with these arguments as the process of one tab."""
    return [sys.executable, "-P", "-m", __name__, *arguments]


def as_line(command: Sequence[str]) -> str:
    """A command as one line for the shell that starts it.

    The shell becomes the command, so that nothing stands between it and the server. Ctrl-C reaches every process of a
    terminal: it is for the server, which then ends the tabs in order.
    """
    if os.name == "nt":
        return subprocess.list2cmdline(command)
    return f"trap '' INT; exec {shlex.join(command)}"


def end_with_the_server() -> None:
    """Watch, beside the program, for the end of the input, which comes when the server has let go or is gone."""
    if hasattr(select, "poll"):
        threading.Thread(target=_end_once_let_go, name="end-with-the-server", daemon=True).start()


def _end_once_let_go() -> None:
    waiting = select.poll()
    waiting.register(0, 0)  # asks for nothing: that the other end is closed is told all the same
    waiting.poll()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(GRACE)
    os._exit(1)


if __name__ == "__main__":
    end_with_the_server()
    from decision_support.cli import main

    main()
