"""The days of the bundled cases and scenarios with what is expected on them, worked out once on the base as it is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from decision_support.casework import Casework
from decision_support.casework.situation import Situation
from decision_support.loading.examples import Expected
from decision_support.loading.resources import knowledge_folder
from decision_support.model.case import Case
from decision_support.model.facts import Inference
from decision_support.model.knowledge import KnowledgeBase
from decision_support.proof.bundled_days import bundled_days

_FOLDERS = ("examples", "scenarios")
_KINDS = {"example": "case", "scenario": "scenario"}


@dataclass(frozen=True, eq=False)
class Day:
    """One day of a case, its facts, and what follows from them as the base is; worked out where it is first asked for.

    told  what the day belongs to: a case or a scenario, with its name
    """

    told: str
    case: Case
    expected: Expected
    desk: Casework

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


def days_of(desk: Casework, knowledge: Path | None = None) -> tuple[Day, ...]:
    """Every day on which something is expected. Raises UserMistake where a case cannot be read."""
    return tuple(
        Day(f"{_KINDS[day.told]} {day.name}, {day.on.isoformat()}", day.case, day.expected, desk)
        for day in bundled_days(desk.base, knowledge)
        if day.expected
    )


def knowledge_key(base: KnowledgeBase, knowledge: Path | None = None) -> str:
    """What tells apart the bases, and the cases beside them, that a result holds for."""
    digest = hashlib.sha256(base.fingerprint.encode())
    for folder in _FOLDERS:
        for path in sorted(((knowledge or knowledge_folder()) / folder).glob("*.yaml")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
