"""What many tests share: the bundled knowledge base, and a desk that works with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from decision_support.casework import Casework
from decision_support.loading.knowledge import load
from decision_support.model.advice import Advice
from decision_support.model.case import Case
from decision_support.model.knowledge import KnowledgeBase

PEOPLE = [
    {"id": "sw", "name": "Asha", "roles": ["worker"], "agency": "Council", "line_manager": "tm"},
    {"id": "tm", "name": "Ben", "roles": ["line_manager"], "agency": "Council", "line_manager": "hos"},
    {"id": "hos", "name": "Edda", "roles": ["second_tier_manager"], "agency": "Council"},
    {"id": "nurse", "name": "Cai", "roles": ["other_practitioner"], "agency": "Hospital", "line_manager": "wm"},
    {"id": "wm", "name": "Dee", "roles": ["line_manager"], "agency": "Hospital"},
]


@pytest.fixture(scope="session")
def base() -> KnowledgeBase:
    return load()


@pytest.fixture(scope="session")
def desk(base: KnowledgeBase) -> Casework:
    return Casework(base)


@pytest.fixture(scope="session")
def advise(desk: Casework) -> Callable[..., Advice]:
    """Advice on a case put together from its parts, on a day (the last event's, or the opening)."""

    def advised(on: str | None = None, **parts: Any) -> Advice:
        case = case_of(**parts)
        last = max([case.opened, *(event.day for event in case.events)])
        return desk.advise(case, dt.date.fromisoformat(on) if on else last)

    return advised


def case_of(**parts: Any) -> Case:
    """A case under the North Somerset procedure, opened on Monday 2 November 2026 unless told otherwise."""
    facts = {name: {"value": value} for name, value in parts.pop("facts", {}).items()}
    return Case.model_validate(
        {"case": "A test", "guidance": ["nssb"], "opened": "2026-11-02", "facts": facts, "people": PEOPLE} | parts
    )


def ids(advice: Advice) -> dict[str, str]:
    """What is advised, each with its strength."""
    return {each.id: each.strength for each in advice.recommendations}
