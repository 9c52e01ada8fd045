"""Writing once more where somebody else wrote in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from decision_support.casefile.store import NameTaken, WrittenMeanwhile

TRIES = 5

T = TypeVar("T")


def trying_again(step: Callable[[], T]) -> T:
    """Do it again from the start where somebody else wrote in between; everything is checked anew each time."""
    for _ in range(TRIES):
        try:
            return step()
        except (NameTaken, WrittenMeanwhile):
            continue
    return step()
