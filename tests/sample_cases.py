"""Small cases that tests put together from parts."""

from __future__ import annotations

from typing import Any

from decision_support.model.advice import Advice
from decision_support.model.case import Case

PEOPLE = [
    {"id": "sw", "name": "Asha", "roles": ["worker"], "agency": "Council", "line_manager": "tm"},
    {"id": "tm", "name": "Ben", "roles": ["line_manager"], "agency": "Council", "line_manager": "hos"},
    {"id": "hos", "name": "Edda", "roles": ["second_tier_manager"], "agency": "Council"},
    {"id": "nurse", "name": "Cai", "roles": ["other_practitioner"], "agency": "Hospital", "line_manager": "wm"},
    {"id": "wm", "name": "Dee", "roles": ["line_manager"], "agency": "Hospital"},
]


def case_of(**parts: Any) -> Case:
    """A case under the North Somerset procedure, opened on Monday 2 November 2026 unless told otherwise."""
    facts = {name: {"value": value} for name, value in parts.pop("facts", {}).items()}
    return Case.model_validate(
        {"case": "A test", "guidance": ["nssb"], "opened": "2026-11-02", "facts": facts, "people": PEOPLE} | parts
    )


def ids(advice: Advice) -> dict[str, str]:
    """What is advised, each with its strength."""
    return {each.id: each.strength for each in advice.recommendations}
