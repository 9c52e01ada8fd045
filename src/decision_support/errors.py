"""Every mistake a user can make: what is wrong, where, and what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Place:
    """Where something was written: a file and, where known, a line and column counted from 1."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


class UserMistake(Exception):
    """Something a user can put right. Shown as one sentence, never as a traceback; exit code 2."""

    def __init__(self, what: str, *, place: Place | None = None, mend: str = "") -> None:
        self.what = what
        self.place = place
        self.mend = mend
        super().__init__(str(self))

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.what}{' ' + self.mend if self.mend else ''}"


class UnreadableFile(UserMistake):
    """A file that cannot be opened, is not text, is too large, or is not well-formed YAML or JSON."""


class InvalidKnowledge(UserMistake):
    """A rule, clause, fact, stage or any other piece of knowledge that does not hold together."""


class InvalidCase(UserMistake):
    """A case file that does not hold together.

    at  where in the case it is, by the person's id: ('people', 'asha', 'facts', 'in_line_of_party')
    """

    def __init__(
        self, what: str, *, place: Place | None = None, mend: str = "", at: tuple[str, str, str, str] | None = None
    ) -> None:
        super().__init__(what, place=place, mend=mend)
        self.at = at


class BeyondCalendar(UserMistake):
    """A date for which no bank holidays are on file."""


class BeyondEngine(UserMistake):
    """A rule base larger than the rule engine can take safely."""


class SeveralMistakes(UserMistake):
    """More than one mistake found in one go, each with its own place."""

    def __init__(self, mistakes: Iterable[UserMistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A closing sentence that suggests the nearest known name, or lists a few of what exists."""
    names = sorted(set(known))
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return f"Did you mean '{near[0]}'?"
    if not names:
        return "None is declared yet."
    listed = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    return f"Known: {listed}."
