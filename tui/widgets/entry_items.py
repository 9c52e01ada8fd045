"""The entries of a case file as a list, and one of them in full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from textual.content import Content
from textual.widgets.option_list import Option

from decision_support.casework.chronicle import Told
from decision_support.cli.case.history_text import entry_lines
from decision_support.model.case import UK_TIME
from decision_support.model.dates import in_words

from .hanging import Hanging


def entry_items(entries: Iterable[Told]) -> Iterator[Option]:
    """Every entry, oldest first, under the day on which it was written."""
    day: dt.date | None = None
    for told in entries:
        at = told.at.astimezone(UK_TIME)
        if at.date() != day:
            day = at.date()
            yield Option(Content.styled(f"Written on {in_words(day)}", "bold $accent"), disabled=True)
        yield Option(_entry(told, at), id=str(told.number))


def entry_text(told: Told) -> str:
    """One entry in full, with what can be done about it."""
    return "\n".join(entry_lines(told))


def _entry(told: Told, at: dt.datetime) -> Hanging:
    by = f" by {told.writer}" if told.writer else ""
    now = f" Corrected by entry {told.corrected_by}." if told.corrected_by is not None else ""
    left = f" Erased by entry {told.erased_by}." if told.left else ""
    say = Content.styled(told.say, "dim" if now else "")
    return Hanging(f"{told.number:>3}. ", Content.assemble(say, (f" ({at:%H:%M}{by}){now}{left}", "$text-muted")))
