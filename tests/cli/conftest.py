"""What of these tests runs when: starting the command anew takes a second, and checks must not take too long.

Of the modules named here every third test runs; DECISION_SUPPORT_LONG=1 runs them all, as does naming one.
"""

from __future__ import annotations

import zlib

import pytest

from how_long import LONG

SLOW = (
    "test_case_commands.py",
    "test_case_moving.py",
    "test_case_years_later.py",
    "test_consult_command.py",
    "test_organisation_command.py",
    "test_people_commands.py",
    "test_replay_text.py",
    "test_stored_cases_everywhere.py",
    "test_what_if_command.py",
    "test_why_command.py",
    "test_why_not_command.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if LONG or any("::" in each for each in config.args):
        return
    left_out = {item for item in items if "/tests/cli/" in str(item.path) and not _runs(item)}
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]


def _runs(item: pytest.Item) -> bool:
    return item.path.name not in SLOW or zlib.crc32(item.nodeid.encode()) % 3 == 0
