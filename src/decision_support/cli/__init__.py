"""The command line. Exit code 0: done; 1: the answer is bad news; 2: a mistake that the user can mend."""

from __future__ import annotations

import sys

from decision_support.errors import SeveralMistakes, UserMistake


def main() -> None:
    """Run one command. A user's mistake is shown as a sentence, never as a traceback."""
    from .commands import commands

    try:
        commands.main(prog_name="decision-support", standalone_mode=True)
    except SeveralMistakes as several:
        print("\n".join(f"decision-support: {mistake}" for mistake in several.mistakes), file=sys.stderr)
        sys.exit(2)
    except UserMistake as mistake:
        print(f"decision-support: {mistake}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
