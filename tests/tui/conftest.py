"""Tests that exist for both sizes of the screen run at one of them, in turn; DECISION_SUPPORT_LONG=1 runs both."""

from __future__ import annotations

import os
import zlib

import pytest

BOTH = ("test_pictures.py", "test_everywhere.py")  # where both sizes are the point


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("DECISION_SUPPORT_LONG"):
        return
    left_out = [item for item in items if "/tests/tui/" in str(item.path) and not _runs(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _runs(item: pytest.Item) -> bool:
    """Whether this is the size at which a test runs, if it has several."""
    size = getattr(item, "callspec", None) and item.callspec.params.get("size")  # type: ignore[attr-defined]
    if not size or item.path.name in BOTH:
        return True
    name = item.nodeid.partition("[")[0]
    return bool(zlib.crc32(name.encode()) % 2) == (size[0] > 100)
