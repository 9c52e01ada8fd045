"""Documents side by side, as text: one after the other on each point, because columns do not fit a narrow screen."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from decision_support.casework.comparing import Column, Comparison
from decision_support.wording import day_in_words


def comparison_text(comparison: Comparison) -> str:
    """What each document would have somebody do now; then, topic by topic, where they differ."""
    return "\n".join(_lines(comparison))


def _lines(comparison: Comparison) -> Iterator[str]:
    yield from _wrap(comparison.case, "", "")
    yield f"Compared for {day_in_words(comparison.on)}"
    yield ""
    yield "WHAT EACH SAYS NOW"
    for column in comparison.columns:
        yield from _column(column)
    for row in comparison.rows:
        yield ""
        yield row.title.upper()
        for cell in row.cells:
            cited = ", ".join((*cell.clauses, *cell.silences))
            yield from _wrap(f"{cell.say}{f' ({cited})' if cited else ''}", f"  {cell.guidance:<5} ", "        ")
        yield from _wrap(f"Difference: {row.differ}", "  ", "  ")
    yield ""
    yield from _wrap("Nothing here is merged, and no document is preferred: people decide which governs.", "", "")


def _column(column: Column) -> Iterator[str]:
    yield from _wrap(f"{column.title}, {column.edition}", f"  {column.guidance:<5} ", "        ")
    for status in column.status:
        yield from _wrap(status, "        ! ", "          ")
    yield from _wrap(f"stage: {column.stage or 'it lays down no stages'}", "        ", "        ")
    if column.say is None:
        yield from _wrap("next step: none follows from these facts", "        ", "        ")
        return
    yield from _wrap(f"next: {column.say} [{column.strength}; {', '.join(column.clauses)}]", "        ", "          ")
    who = " towards ".join(each for each in (column.who, column.towards) if each)
    if who:
        yield from _wrap(f"who: {who}", "        ", "          ")
    yield from _wrap(f"by: {day_in_words(column.by) if column.by else 'no day is given'}", "        ", "          ")


def _wrap(text: str, first: str, rest: str) -> Iterator[str]:
    yield from textwrap.wrap(
        text, 80, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
