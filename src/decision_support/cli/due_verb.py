"""The verb due: what is due across all cases on file, as text, as JSON, and as a calendar."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from .case.stored import open_cases, store_option
from .options import Day, base_of, format_option, knowledge_options, show_json, today


@click.command()
@click.option("--on", "on", type=Day(), help="The day to ask for. Today, if left out.")
@click.option("--ics", "ics", type=click.Path(path_type=Path), metavar="FILE", help="Also write a calendar file.")
@store_option
@format_option
@knowledge_options
def due(
    on: dt.date | None, ics: Path | None, store: Path | None, shape: str, rules: Path | None, knowledge: Path | None
) -> None:
    """Say what is due across all cases.

    What is overdue, due today and due in the seven days after, in every open case of the store.

    Ends with 1 where anything is overdue, or where a case could not be looked at.
    """
    from decision_support.casework import Casework
    from decision_support.casework.calendar_file import calendar_text, write_calendar
    from decision_support.casework.whats_due import whats_due
    from decision_support.cli.due_text import due_text
    from decision_support.model.advice_data import plain

    base, day = base_of(rules, knowledge), on or today()
    found = whats_due(Casework(base), open_cases(store, day), day)
    if ics:
        write_calendar(ics, calendar_text(found.tasks, dt.datetime.now(dt.UTC)))
        click.echo(f"Written to {ics}: {len(found.tasks)} entries.", err=True)
    if shape == "json":
        show_json(plain(found))
    else:
        click.echo(due_text(found))
    if found.overdue or found.not_advised:
        raise SystemExit(1)
