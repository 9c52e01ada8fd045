"""The working days of each division, built once for all deadline tests."""

from __future__ import annotations

import pytest
from shipped_calendars import CALENDARS, read_calendar

from decision_support.deadlines.working_days import WorkingDays


@pytest.fixture(scope="session")
def divisions() -> dict[str, WorkingDays]:
    return {path.stem: WorkingDays(read_calendar(path)) for path in sorted(CALENDARS.glob("*.yaml"))}


@pytest.fixture(scope="session")
def england(divisions: dict[str, WorkingDays]) -> WorkingDays:
    return divisions["england"]
