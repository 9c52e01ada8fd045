"""Tries laws on many cases and on all combinations: what was tried, what broke, and a smallest case that shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from decision_support.casework import Casework
from decision_support.loading.case_writing import case_text, checked
from decision_support.model.case import Case
from decision_support.proof.consultations import Consultation

from .law import Exhausted, Law
from .smallest import smallest


@dataclass(frozen=True)
class Broken:
    """One way in which a law is broken, the day, and the smallest case found that breaks it so, as YAML."""

    say: str
    on: str
    case: str


@dataclass(frozen=True)
class Tried:
    """A law, how many cases it was tried on, how many combinations of facts, and everything that breaks it."""

    law: Law
    cases: int
    everywhere: Exhausted
    broken: tuple[Broken, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing broke it."""
        return not self.broken and not self.everywhere.breaches

    def as_data(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "law": self.law.id,
            "say": self.law.say,
            "because": self.law.because,
            "clauses": list(self.law.clauses),
            "guidance": list(self.law.guidance),
            "exempt": [each.model_dump(mode="json") for each in self.law.exempt],
            "holds": self.holds,
            "cases": self.cases,
            "combinations": self.everywhere.tried,
            "too_large": list(self.everywhere.too_large),
            "everywhere": list(self.everywhere.breaches),
            "broken": [{"say": each.say, "on": each.on, "case": each.case} for each in self.broken],
        }


def try_laws(
    desk: Casework,
    laws: Sequence[Law],
    cases: Iterable[Consultation],
    tell: Callable[[int, int], None] | None = None,
) -> Iterator[Tried]:
    """Each law on each case that it is about, and on every combination of facts where that can be done.

    tell  told how many of the laws are tried
    """
    listed = tuple(cases)
    for number, law in enumerate(laws):
        if tell:
            tell(number, len(laws))
        about = [each for each in listed if law.is_about(each.case)]
        yield Tried(law, len(about), law.exhausted(desk.base), tuple(_broken(desk, law, about)))


def _broken(desk: Casework, law: Law, cases: Iterable[Consultation]) -> Iterator[Broken]:
    """Each way in which a law is broken once, by the first case that breaks it so."""
    seen: set[str] = set()
    for case, on in cases:
        for say in law.breaches(desk, case, on):
            if say not in seen:
                seen.add(say)
                least = smallest(case, partial(_breaks, desk, law, on, say))
                yield Broken(say, on.isoformat(), case_text(least))


def _breaks(desk: Casework, law: Law, on: dt.date, say: str, case: Case) -> bool:
    """Whether a case that could stand in a file breaks the law in this way. Raises UserMistake where it could not."""
    return say in law.breaches(desk, checked(case, desk.base), on)
