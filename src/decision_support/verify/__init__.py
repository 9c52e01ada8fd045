"""Is the rule base sound: one module a check."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from decision_support.model.knowledge import KnowledgeBase

from . import boundaries, coverage, examples, reach
from .failure import Failure


@dataclass(frozen=True)
class Check:
    """One question about the rule base: how many things it looked at, and what it found wrong."""

    question: str
    looked_at: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True)
class Report:
    checks: tuple[Check, ...]

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Everything found wrong, in the order of the checks."""
        return tuple(failure for check in self.checks for failure in check.failures)

    def as_data(self) -> dict[str, Any]:
        """The report as plain data."""
        return {"sound": not self.failures, "checks": [asdict(check) for check in self.checks]}


_CHECKS: tuple[tuple[str, Callable[[KnowledgeBase], tuple[int, Iterable[Failure]]]], ...] = (
    ("Does every rule fire, and stay silent, as its examples say?", examples.check),
    ("Has every number an example on each side of it?", boundaries.check),
    ("Is everything that is declared used somewhere?", reach.check),
    ("Is every clause and every unclear place accounted for?", coverage.check),
)


def check_all(base: KnowledgeBase) -> Report:
    """Put every question to the rule base."""
    checks = []
    for question, ask in _CHECKS:
        looked_at, failures = ask(base)
        checks.append(Check(question, looked_at, tuple(sorted(failures))))
    return Report(tuple(checks))
