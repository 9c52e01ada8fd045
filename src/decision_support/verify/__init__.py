"""Is the rule base sound: one module a check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from decision_support.model.knowledge import KnowledgeBase

from . import boundaries, coverage, examples, reach
from .finding import Finding

__all__ = ["Check", "Finding", "Report", "check_all"]


@dataclass(frozen=True)
class Check:
    """One question about the rule base: how many things it looked at, what it found, and what of that is explained."""

    question: str
    looked_at: int
    findings: tuple[Finding, ...]
    explained: tuple[tuple[Finding, str], ...] = ()


@dataclass(frozen=True)
class Report:
    checks: tuple[Check, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found and not explained, in the order of the checks."""
        return tuple(finding for check in self.checks for finding in check.findings)

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found that is an error."""
        return not any(finding.severity == "error" for finding in self.findings)

    def as_data(self) -> dict[str, Any]:
        """The report as plain data."""
        return {"sound": self.is_sound, "checks": [asdict(check) for check in self.checks]}


_CHECKS: tuple[tuple[str, Callable[[KnowledgeBase], tuple[int, Iterable[Finding]]]], ...] = (
    ("Does every rule fire, and stay silent, as its examples say?", examples.check),
    ("Has every number an example on each side of it?", boundaries.check),
    ("Is everything that is declared used somewhere?", reach.check),
    ("Is every clause and every unclear place accounted for?", coverage.check),
)


def check_all(base: KnowledgeBase) -> Report:
    """Put every question to the rule base, and set aside what it explains itself."""
    reasons = {(each.code, tuple(sorted(each.about))): each.because for each in base.explained}
    checks = [_set_aside(question, *ask(base), reasons) for question, ask in _CHECKS]
    met = {(finding.code, finding.about) for check in checks for finding, _ in check.explained}
    unneeded = tuple(_unneeded(base, reasons.keys() - met))
    return Report((*checks, Check("Is everything that is explained still found?", len(reasons), unneeded)))


def _set_aside(
    question: str, looked_at: int, found: Iterable[Finding], reasons: dict[tuple[str, tuple[str, ...]], str]
) -> Check:
    findings = sorted(found, key=lambda finding: finding.order)
    return Check(
        question,
        looked_at,
        tuple(each for each in findings if (each.code, each.about) not in reasons),
        tuple(
            (replace(each, severity="note"), reasons[each.code, each.about])
            for each in findings
            if (each.code, each.about) in reasons
        ),
    )


def _unneeded(base: KnowledgeBase, left: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Finding]:
    for code, about in sorted(left):
        place = str(base.place("explained", f"{code} {' '.join(about)}") or code)
        say = f"nothing of the kind '{code}' is found about {' and '.join(about)}; take the explanation away."
        yield Finding("unneeded-explanation", "error", place, say, about)
