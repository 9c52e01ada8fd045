"""A page of text: titles, wrapped sentences, bullets and labels, as wide as the terminal within reason."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

WIDEST = 100
NARROWEST = 40
LABEL = 9

_ROOM: ContextVar[int | None] = ContextVar("room", default=None)


@contextmanager
def as_wide_as(width: int) -> Iterator[None]:
    """Lay text out for a part of the screen of this width, in columns, rather than for the whole terminal."""
    token = _ROOM.set(width)
    try:
        yield
    finally:
        _ROOM.reset(token)


def room(widest: int) -> int:
    """How many columns there are to write in, within reason."""
    columns = _ROOM.get() or shutil.get_terminal_size((80, 24)).columns
    return max(NARROWEST, min(widest, columns))


def by_option(option: str, screen: str) -> str:
    """How to see more of a text: by this option of the command line or, on a screen, in these words."""
    return option if _ROOM.get() is None else screen


class Page:
    """How a part of the text is laid out; `names` says what to call people."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.width = room(WIDEST)
        self.names = names

    def name(self, person: str) -> str:
        """What to call somebody."""
        return self.names.get(person, person)

    def title(self, title: str) -> Iterator[str]:
        yield ""
        yield title.upper()

    def section(self, title: str, sentences: Iterable[str], bullet: str = "") -> Iterator[str]:
        yield from self.title(title)
        for sentence in sentences:
            yield from self.wrap(sentence, f"  {bullet}", "  " + " " * len(bullet))

    def labelled(self, label: str, text: str) -> Iterator[str]:
        yield from self.wrap(text, f"    {label:<{LABEL}} ", " " * (LABEL + 5))

    def wrap(self, text: str, first: str, rest: str) -> Iterator[str]:
        yield from textwrap.wrap(
            text,
            self.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )


def numbered(question: str | None, say: str) -> str:
    """A sentence with the question that it belongs to."""
    return f"Question{'s' if ',' in question else ''} {question}: {say}" if question else say
