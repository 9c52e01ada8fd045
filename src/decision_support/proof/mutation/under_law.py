"""Whether a mutant breaks a law of the domain on a day that it changes, and the base as it is does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from decision_support.casework import Casework
from decision_support.model.knowledge import KnowledgeBase
from decision_support.proof.laws import Law, laws_of

from .days import Day

MOST_DAYS = 3  # on which laws are tried: a law varies the case, and asks for advice each time


class Laws:
    """The laws that the base declares. What breaks one already is left out."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._laws = laws_of(base)
        self._before: dict[tuple[str, int], frozenset[str]] = {}

    def broken(self, moved: Iterable[tuple[Casework, Day]]) -> Iterator[str]:
        """Each law that is newly broken on one of the first days that a mutant changes, in words."""
        for desk, day in islice(moved, MOST_DAYS):
            for law in self._laws:
                if law.is_about(day.case):
                    for told in law.breaches(desk, day.case, day.expected.on):
                        if told not in self._broken_before(law, day):
                            yield f"{law.id}, {day.told}: {told}"

    def _broken_before(self, law: Law, day: Day) -> frozenset[str]:
        key = law.id, id(day)
        if key not in self._before:
            self._before[key] = frozenset(law.breaches(day.desk, day.case, day.expected.on))
        return self._before[key]
