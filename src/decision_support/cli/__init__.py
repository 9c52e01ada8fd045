"""The command line. Exit code 0: done; 1: the answer is bad news; 2: a mistake that the user can mend."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import NoReturn

from decision_support.errors import SeveralMistakes, UserMistake


def main() -> None:
    """Run one command. A user's mistake is shown as a sentence, never as a traceback."""
    if sys.stdout is None:
        _refuse("nothing can be shown: the standard output is closed.")
    from .commands import commands

    try:
        commands.main(prog_name="decision-support", standalone_mode=True)
    except SeveralMistakes as several:
        _refuse(*map(str, several.mistakes))
    except UserMistake as mistake:
        _refuse(str(mistake))
    except BrokenPipeError:
        _write_no_more()
        sys.exit(0)
    except OSError as error:
        _write_no_more()
        reason = error.strerror or str(error)
        what = f"{error.filename}: {reason}" if error.filename else f"the input or the output fails: {reason}"
        _refuse(f"{what}.")


def _refuse(*sentences: str) -> NoReturn:
    if sys.stderr is not None:
        print("\n".join(f"decision-support: {each}" for each in sentences), file=sys.stderr)
    sys.exit(2)


def _write_no_more() -> None:
    """What is still to be shown goes nowhere, so that Python does not fail over it once more as it ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
