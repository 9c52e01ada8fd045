"""The soundness report as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from decision_support.verify import Check, Finding, Report, name_of
from decision_support.verify.finding import Witness

from .page import Page


def check_text(report: Report) -> str:
    """A line a question, everything found below it with its place and its smallest case, and what it comes to."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    page = Page({})
    for check in report.checks:
        yield from page.wrap(f"{check.question} {_verdict(check)}", "", "  ")
        for finding in check.findings:
            yield from _finding_lines(page, finding)
    yield ""
    found = Counter(finding.severity for finding in report.findings)
    if found:
        yield ", ".join(_counted(found[kind], kind) for kind in ("error", "warning", "note") if found[kind])
    yield "The rule base is sound." if report.is_sound else "The rule base is not sound."


def _verdict(check: Check) -> str:
    told = [f"{check.looked_at} looked at"]
    if check.explained:
        told.append(f"{len(check.explained)} explained")
    answer = "yes" if not check.findings else f"no, {_counted(len(check.findings), 'time')}"
    return f"{answer} ({', '.join(told)})"


def _finding_lines(page: Page, finding: Finding) -> Iterator[str]:
    place = f"{finding.place}: " if finding.place else ""
    yield from page.wrap(f"{place}{finding.severity}, {finding.code}: {finding.say}", "  ", "    ")
    if finding.witness:
        yield from _witness_lines(page, finding.witness)


def _witness_lines(page: Page, witness: Witness) -> Iterator[str]:
    """The facts of the smallest case, one a line, as an author would write them in an example."""
    under = f", under {' and '.join(witness.guidance)}" if witness.guidance else ""
    yield from page.wrap(f"the smallest case{under}:", "    ", "      ")
    written = [
        f"{'' if subject.kind == 'case' else name_of(subject) + ': '}{name}: {value}"
        for subject, known in sorted(witness.facts.items())
        for name, value in sorted(known.items())
    ]
    for line in written or ["nothing is known"]:
        yield from page.wrap(line, "      ", "        ")
    if witness.fired:
        yield from page.wrap(f"on which fire: {', '.join(witness.fired)}", "    ", "      ")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
