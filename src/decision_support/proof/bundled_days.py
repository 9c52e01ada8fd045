"""The days of the bundled cases: every day of an example and every step of a scenario, ready to be advised on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from decision_support.loading.cases import read_case
from decision_support.loading.examples import Expected, example_paths, expected_of
from decision_support.loading.scenarios import read_scenario, scenario_paths
from decision_support.model.case import Case
from decision_support.model.knowledge import KnowledgeBase

Told = Literal["example", "scenario", "stored", "file"]


@dataclass(frozen=True)
class CaseDay:
    """A case as it stands on one day.

    name      what the case is called: its file without the ending, or its reference in a store
    number    which of its days this is, from 1
    expected  what the advice must say then, where somebody worked that out
    """

    told: Told
    name: str
    number: int
    case: Case
    on: dt.date
    expected: Expected | None = None

    @property
    def id(self) -> str:
        """The case and the number of its day: 'settled-early-2'."""
        return f"{self.name}-{self.number}"


def bears_on(case: Case, guidance: Collection[str]) -> bool:
    """Whether a case can show something of one of these documents: it names one, or none and may come under any."""
    return not case.guidance or not set(guidance).isdisjoint(case.guidance)


def by_case(days: Iterable[str]) -> dict[str, list[str]]:
    """Ids of days as the cases that they are of, each with the numbers of its days."""
    found: dict[str, list[str]] = {}
    for each in days:
        name, _, number = each.rpartition("-")
        found.setdefault(name, []).append(number)
    return found


def bundled_days(base: KnowledgeBase, knowledge: Path | None = None) -> tuple[CaseDay, ...]:
    """Every day of every bundled case. Raises UserMistake where a case cannot be read."""
    return tuple(day for days in days_by_file(base, knowledge) for day in days)


def days_by_file(base: KnowledgeBase, knowledge: Path | None = None) -> Iterator[Iterator[CaseDay]]:
    """The days of each case and of each scenario; a file is read, or refused, when its days are asked for."""
    yield from (example_days(path, base) for path in example_paths(knowledge).values())
    yield from (scenario_days(path, base) for path in scenario_paths(knowledge).values())


def example_days(path: Path, base: KnowledgeBase) -> Iterator[CaseDay]:
    """The days on which something is expected of the advice on a bundled case."""
    case = read_case(path, base)
    for number, expected in enumerate(expected_of(path), 1):
        yield CaseDay("example", path.stem, number, case, expected.on, expected)


def scenario_days(path: Path, base: KnowledgeBase) -> Iterator[CaseDay]:
    """The steps of a scenario."""
    for number, (case, expected) in enumerate(read_scenario(path, base).cases(), 1):
        yield CaseDay("scenario", path.stem, number, case, expected.on, expected)
