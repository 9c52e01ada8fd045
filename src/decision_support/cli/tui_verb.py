"""The verb tui: the full screen."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

import click

from decision_support.errors import UserMistake

from .case.stored import store_option
from .options import Day, knowledge_options


@click.command()
@click.argument("case", required=False, metavar="[CASE]")
@click.option("--on", "on", type=Day(), help="The day to advise for. Today, if left out.")
@store_option
@knowledge_options
def tui(case: str | None, on: dt.date | None, store: Path | None, rules: Path | None, knowledge: Path | None) -> None:
    """Open the full screen: cases, consultations, advice.

    CASE is the reference of a case in the store, to go on with it at once.
    """
    if not shows_screens():
        mend = "Run it in a terminal, or use decision-support consult, which works with plain lines."
        raise UserMistake("the full screen needs a terminal.", mend=mend)
    from decision_support.tui.app import run

    run(rules, knowledge, store, on, case)


def shows_screens() -> bool:
    """Whether there is a terminal, or a browser that shows the screens: then Textual has set its driver."""
    return bool(os.environ.get("TEXTUAL_DRIVER")) or (sys.stdin.isatty() and sys.stdout.isatty())
