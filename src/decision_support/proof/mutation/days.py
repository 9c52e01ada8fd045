"""The days of the bundled cases and scenarios with what is expected on them, worked out once on the base as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from decision_support.casework.situation import Situation
from decision_support.loading.cases import read_case
from decision_support.loading.examples import Expected, example_paths, expected_of
from decision_support.loading.resources import knowledge_folder
from decision_support.loading.scenarios import read_scenario, scenario_paths
from decision_support.model.case import Case
from decision_support.model.facts import Inference
from decision_support.model.knowledge import KnowledgeBase

from .desk import Desk

_FOLDERS = ("examples", "scenarios")


@dataclass(frozen=True, eq=False)
class Day:
    """One day of a case, its facts, and what follows from them as the base is; worked out where it is first asked for.

    told  what the day belongs to: a case or a scenario, with its name
    """

    told: str
    case: Case
    expected: Expected
    desk: Desk

    @property
    def kind(self) -> Literal["case", "scenario"]:
        return "scenario" if self.told.startswith("scenario") else "case"

    @property
    def guidance(self) -> tuple[str, ...]:
        """The documents whose rules are read."""
        return tuple(sorted(self.case.guidance))

    @cached_property
    def situation(self) -> Situation:
        return self.desk.situation(self.case, self.expected.on)

    @cached_property
    def inference(self) -> Inference:
        return self.desk.rule_book(self.guidance).worlds.infer_one(self.situation.facts)


def days_of(desk: Desk, knowledge: Path | None = None) -> tuple[Day, ...]:
    """Every day on which something is expected. Raises UserMistake where a case cannot be read."""
    return tuple(Day(told, case, expected, desk) for told, case, expected in _told(desk.base, knowledge))


def knowledge_key(base: KnowledgeBase, knowledge: Path | None = None) -> str:
    """What tells apart the bases, and the cases beside them, that a result holds for."""
    digest = hashlib.sha256(base.fingerprint.encode())
    for folder in _FOLDERS:
        for path in sorted(((knowledge or knowledge_folder()) / folder).glob("*.yaml")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _told(base: KnowledgeBase, knowledge: Path | None) -> Iterator[tuple[str, Case, Expected]]:
    for name, path in example_paths(knowledge).items():
        case = read_case(path, base)
        for expected in expected_of(path):
            yield f"case {name}, {expected.on.isoformat()}", case, expected
    for name, path in scenario_paths(knowledge).items():
        for case, expected in read_scenario(path, base).cases():
            yield f"scenario {name}, {expected.on.isoformat()}", case, expected
