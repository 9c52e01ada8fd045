"""Is the rule base sound: one module a check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from decision_support.errors import UserMistake
from decision_support.model.facts import CASE, Subject
from decision_support.model.knowledge import KnowledgeBase

from . import (
    answers,
    boundaries,
    citations,
    clocks,
    contradictions,
    coverage,
    dead_rules,
    events,
    examples,
    facts_in_use,
    gaps,
    impossible,
    reach,
    redundancy,
    refusals,
    route,
)
from .finding import Finding

__all__ = ["Ask", "Check", "Finding", "Report", "as_data", "check_all", "name_of", "refused"]

Ask = Callable[[KnowledgeBase], tuple[int, Iterable[Finding]]]
Reasons = Mapping[tuple[str, tuple[str, ...]], str]


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
        return {"sound": self.is_sound, "checks": [_check_as_data(check) for check in self.checks]}


_HOLDS_TOGETHER = "Does every name lead somewhere, and does every rule and action say what it rests on?"
_CHECKS: tuple[tuple[str, Ask], ...] = (
    (_HOLDS_TOGETHER, citations.check),
    ("Does every rule fire, and stay silent, as its examples say?", examples.check),
    ("Has every number an example on each side of it?", boundaries.check),
    ("Is everything that is declared used somewhere?", reach.check),
    ("Is every fact that is asked or concluded read, and can every fact that is read come about?", facts_in_use.check),
    ("Can every stage be reached and left?", route.check),
    ("Can every clock start and stop?", clocks.check),
    ("Is every event that can be recorded read by something?", events.check),
    ("Does no example show what is called impossible?", impossible.check),
    ("Is every clause and every unclear place accounted for?", coverage.check),
    ("Is every answer that can be given taken up by something?", answers.check),
    ("Can every rule fire, and does each of its conditions matter?", dead_rules.check),
    ("Does every rule say something of its own?", redundancy.check),
    ("Does no case get two answers that exclude each other?", contradictions.check),
    ("Does every case under a procedure get an answer?", gaps.check),
)


def check_all(
    base: KnowledgeBase, more: Iterable[tuple[str, Ask]] = (), before: Callable[[str], None] = lambda question: None
) -> Report:
    """Put every question to the rule base, and set aside what it explains itself.

    more    further questions, from what may not be imported here
    before  told each question before it is put, for whoever waits
    """
    reasons = {(each.code, tuple(sorted(each.about))): each.because for each in base.explained}
    checks = []
    try:
        for question, ask in (*_CHECKS, *more):
            before(question)
            checks.append(_set_aside(question, *ask(base), reasons))
    except UserMistake as mistake:  # the rules load, and cannot be run
        return refused(mistake)
    if reasons:
        met = {(finding.code, finding.about) for check in checks for finding, _ in check.explained}
        unneeded = tuple(_unneeded(base, reasons.keys() - met))
        checks.append(Check("Is everything that is explained still found?", len(reasons), unneeded))
    return Report(tuple(checks))


def refused(mistake: UserMistake) -> Report:
    """The report on knowledge that does not load, or that the engine cannot take."""
    found = refusals.findings_of(mistake)
    return Report((Check(_HOLDS_TOGETHER, len(found), tuple(found)),))


def _set_aside(question: str, looked_at: int, found: Iterable[Finding], reasons: Reasons) -> Check:
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


def _check_as_data(check: Check) -> dict[str, Any]:
    explained = [as_data(finding) | {"because": because} for finding, because in check.explained]
    findings = [as_data(finding) for finding in check.findings]
    return {"question": check.question, "looked_at": check.looked_at, "findings": findings, "explained": explained}


def as_data(finding: Finding) -> dict[str, Any]:
    """A finding as plain data."""
    data: dict[str, Any] = {
        name: getattr(finding, name) for name in ("code", "severity", "place", "say", "about", "how")
    }
    if finding.witness is None:
        return data
    facts = {name_of(subject): dict(known) for subject, known in finding.witness.facts.items()}
    return data | {"witness": {"guidance": finding.witness.guidance, "facts": facts, "fired": finding.witness.fired}}


def name_of(subject: Subject) -> str:
    """A subject in a report: 'case', 'person asha'."""
    return subject.kind if subject == CASE else f"{subject.kind} {subject.id}"
