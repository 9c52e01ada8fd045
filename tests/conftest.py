"""What many tests share: the bundled knowledge base, and a desk that works with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from decision_support.casework import Casework
from decision_support.loading.knowledge import load
from decision_support.model.advice import Advice
from decision_support.model.knowledge import KnowledgeBase
from sample_cases import case_of


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
