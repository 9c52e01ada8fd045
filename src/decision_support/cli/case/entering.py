"""What every verb that writes into a case file shares: where to write, and what is said of what was entered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from decision_support.cli.options import base_of, knowledge_options, today
from decision_support.errors import UserMistake
from decision_support.wording import listed

from .stored import filing, now, store_option, stored

if TYPE_CHECKING:
    from decision_support.casefile.record import Record
    from decision_support.casework import Casework
    from decision_support.model.entries import Content
    from decision_support.model.knowledge import KnowledgeBase

Write = Callable[["KnowledgeBase", "Record"], "Sequence[Content]"]
Enter = Callable[[Write], None]


def into_a_case(command: Callable[..., None]) -> Callable[..., None]:
    """The store and the knowledge base as options; the verb gets what enters its entries into the case REFERENCE."""

    @wraps(command)
    def run(reference: str, store: Path | None, rules: Path | None, knowledge: Path | None, **given: object) -> None:
        command(lambda write: _enter(reference, store, rules, knowledge, write), **given)

    return store_option(knowledge_options(run))


def _enter(reference: str, named: Path | None, rules: Path | None, knowledge: Path | None, write: Write) -> None:
    """Enter what `write` makes of the case as it stands, and say what was entered."""
    from decision_support.casework import Casework
    from decision_support.casework.chronicle import chronicle
    from decision_support.casework.filing.again import trying_again

    from .history_text import entry_lines

    base = base_of(rules, knowledge)
    desk = Casework(base)
    with stored(named) as store:
        files = filing(base, store)

        def step() -> tuple[Record, Record, Sequence[str]]:
            seen, at = store.record(reference), now()
            contents = write(base, seen)
            told = _news(desk, seen, files.checked(seen, contents, at))
            return seen, files.write(seen, contents, at), told

        before, after, news = trying_again(step)
    entered = chronicle(base, after)[len(before.entries) :]
    lines = [line for told in entered for line in entry_lines(told)]
    try:
        click.echo("\n".join([*(lines or ["Nothing was entered: the case says so already."]), *news]))
    except BrokenPipeError:
        raise
    except OSError as error:
        numbers = listed(str(each.number) for each in entered)
        mend = f"Nothing is lost: entered as {numbers}. Do not enter it again."
        raise UserMistake(f"it cannot be shown: {error.strerror or error}.", mend=mend) from None


def _news(desk: Casework, before: Record, after: Record) -> Sequence[str]:
    """What is advised differently today. Raises UserMistake where nothing could be advised any more."""
    from decision_support.cli.consult.news import news
    from decision_support.cli.page import Page

    on = today()
    try:
        was = before.case(on)
        if was == after.case(on):
            return ()
        advised = desk.advise(was, on)
    except UserMistake:  # of a case that is not open yet, or that did not hold together before
        return ()
    told = news(desk.base, desk.difference(advised, desk.advise(after.case(on), on)))
    return [part for line in told for part in Page({}).wrap(line, "  > ", "    ")]
