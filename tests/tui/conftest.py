"""What of these tests runs when: driving screens takes a second or two a test, and checks must not take too long.

Whatever holds for all screens runs always. Of the tests of single rooms every sixth one does, and those that exist for
both sizes of the screen run at one of them. DECISION_SUPPORT_LONG=1 runs them all.
"""

from __future__ import annotations

import zlib

import pytest

from how_long import LONG

ALWAYS = (
    "test_everywhere.py",
    "test_in_a_terminal.py",
    "test_in_the_browser.py",
    "test_pictures.py",
    "test_serving.py",
)
BOTH = ("test_pictures.py", "test_everywhere.py")  # where both sizes are the point


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    named = [each for each in config.args if "::" in each]
    if LONG or named:
        return
    left_out = {item for item in items if "/tests/tui/" in str(item.path) and not _runs(item)}
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]


def _runs(item: pytest.Item) -> bool:
    name = item.nodeid.partition("[")[0]
    number = zlib.crc32(name.encode())
    if item.path.name not in ALWAYS and number % 6:
        return False
    size = getattr(item, "callspec", None) and item.callspec.params.get("size")  # type: ignore[attr-defined]
    return not size or item.path.name in BOTH or bool(number >> 1 & 1) == (size[0] > 100)
