"""Something found wrong with the rule base, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Failure:
    place: str
    say: str
