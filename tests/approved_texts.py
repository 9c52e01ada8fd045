"""Texts that somebody read and approved: a change shows as a difference. `APPROVE=1` writes them again, to be read."""

from __future__ import annotations

import os
from pathlib import Path


def assert_approved(told: str, path: Path) -> None:
    """Hold a text against the one approved."""
    if os.environ.get("APPROVE"):
        path.write_text(told, encoding="utf-8")
    assert told == path.read_text(encoding="utf-8"), "read the difference; APPROVE=1 writes it to the file"
