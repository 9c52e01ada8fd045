"""The verb impact: what a change of the knowledge does to the cases at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from decision_support.errors import UserMistake

from .case.stored import has_begun, is_file_name, store_option, store_path, stored
from .options import Day, format_option, show_json, today

if TYPE_CHECKING:
    from decision_support.model.case import Case
    from decision_support.proof.impact.cases import Edition, TwoSided

StoredDay = tuple[str, "Case | UserMistake", dt.date]


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--cases",
    "others",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="More cases: a case file, a folder of them, or a store. May be given several times.",
)
@click.option("--only-these", is_flag=True, help="Leave out the bundled cases and the store of the user.")
@click.option("--on", "on", type=Day(), help="The day to advise for in cases that name none. Today, if left out.")
@click.option("--all", "every", is_flag=True, help="Tell every change, however many.")
@store_option
@format_option
def impact(
    old: str,
    new: str,
    others: tuple[Path, ...],
    only_these: bool,
    on: dt.date | None,
    every: bool,
    store: Path | None,
    shape: str,
) -> None:
    """Say which advice changes from knowledge OLD to NEW.

    OLD and NEW each name a folder with rules/ and knowledge/ in it; or 'bundled', the knowledge that comes with the
    program; or the first eight or more characters of the mark of an edition in the store. Every bundled case and every
    stored case is advised on with both. Nothing is written into any store.

    Ends with 0 where nothing changes, with 1 where something does, with 2 where no case could be read by both.
    """
    from decision_support.model.advice_data import plain
    from decision_support.proof.impact.changes import impact as weighed

    from .impact_text import impact_text
    from .progress import progress

    day = on or today()
    if only_these and not others:
        raise UserMistake("there are no cases to look at.", mend="Name some with --cases, or leave out --only-these.")
    sides = _edition(old, store), _edition(new, store)
    cases = list(_cases(*sides, others, only_these, day, store))
    with progress("Advising with both") as tell:
        found = weighed(*sides, cases, tell)
    if shape == "json":
        show_json(plain(found))
    else:
        click.echo(impact_text(found, every))
    if found.unread and not found.looked_at:
        raise SystemExit(2)
    if not found.nothing:
        raise SystemExit(1)


def _edition(name: str, store: Path | None) -> Edition:
    from decision_support.loading.knowledge import load, read
    from decision_support.proof.impact.cases import Edition

    from .impact_editions import BUNDLED, stored_edition

    folder = Path(name)
    if name == BUNDLED and not folder.is_dir():
        return Edition(BUNDLED, load())
    if folder.is_dir():
        parts = folder / "rules", folder / "knowledge"
        missing = [each.name for each in parts if not each.is_dir()]
        if missing:
            mend = "Name a folder that holds both rules/ and knowledge/."
            raise UserMistake(f"there is no folder '{missing[0]}' in '{name}'.", mend=mend)
        return Edition(name, read(*(each.absolute() for each in parts)), parts[1])
    return Edition(name, stored_edition(name, store))


def _cases(
    old: Edition, new: Edition, others: tuple[Path, ...], only_these: bool, day: dt.date, store: Path | None
) -> Iterator[TwoSided]:
    from decision_support.proof.impact import cases as impact_cases

    if not only_these:
        yield from impact_cases.bundled(old, new)
        if has_begun(store):
            yield from impact_cases.stored(_stored_days(store_path(store), day), old, new)
    for path in others:
        if path.is_dir():
            yield from impact_cases.written(impact_cases.case_files(path), old, new, day)
        elif is_file_name(path.name):
            if not path.exists():
                raise UserMistake(f"there is no file '{path}'.", mend="Name a case file, a folder of them, or a store.")
            yield from impact_cases.written((path,), old, new, day)
        else:
            yield from impact_cases.stored(_stored_days(path, day), old, new)


def _stored_days(path: Path, day: dt.date) -> list[StoredDay]:
    """Every case of a store that was not erased: on this day, or where it is closed, on the day it was closed."""
    from decision_support.model.entries import Closed

    found: list[StoredDay] = []
    with stored(path) as files:
        for reference in files.references():
            try:
                record = files.record(reference)
                if record.is_erased:
                    continue
                on = day if record.is_open else record.of(Closed)[-1][1].on
                found.append((reference, record.case(on), on))
            except UserMistake as mistake:
                found.append((reference, mistake, day))
    return found
