"""What changed in a case between two dates, as text: what was entered, and what is advised differently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from decision_support.casefile.record import Record
from decision_support.casework.chronicle import Told
from decision_support.cli.page import Page
from decision_support.cli.what_if_text import difference_lines
from decision_support.model.difference import Difference
from decision_support.model.knowledge import KnowledgeBase
from decision_support.wording import day_in_words

from .history_text import entry_lines


def diff_text(base: KnowledgeBase, record: Record, entered: Sequence[Told], difference: Difference) -> str:
    """The whole page, ready to print. entered: what was written in between."""
    return "\n".join(_lines(base, record, entered, difference))


def _lines(base: KnowledgeBase, record: Record, entered: Sequence[Told], difference: Difference) -> Iterator[str]:
    names = {person.id: person.called for person in record.case().people}
    page = Page(names)
    yield from page.wrap(f"{record.reference}: {difference.case}", "", "")
    yield f"From {day_in_words(difference.before)} to {day_in_words(difference.after)}"
    yield from page.title("What was entered in between")
    for each in entered:
        yield from entry_lines(each)
    if not entered:
        yield "  Nothing."
    changed = list(difference_lines(base, difference, page))
    if not changed:
        yield from page.title("What is advised differently")
        yield "  Nothing."
    yield from changed
