"""The group of verbs case …"""

from __future__ import annotations

import click

from decision_support.cli.options import InOrder

from .advising import advise, replay
from .beginning import list_cases, new
from .moving import backup, erase, export_case, import_case
from .reading import diff, history, show, verify
from .writing import answer, close, correct, decide, note, person, record, reopen


@click.group(cls=InOrder)
def case() -> None:
    """Case files that remember everything.

    Begin one, write into it, read it, and prove what was known when.

    What is written stays: nothing is changed or deleted, only corrected, and every entry is chained to the one before.
    The store is one file in your own data folder; --store or DECISION_SUPPORT_STORE names another.
    """


for verb in (
    new, list_cases, show, answer, record, person, decide, note, correct, advise, replay, close, reopen,
    history, diff, verify, export_case, import_case, backup, erase,
):  # fmt: skip
    case.add_command(verb)
