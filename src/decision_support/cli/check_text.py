"""The soundness report as text."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.verify import Report


def check_text(report: Report) -> str:
    """A line a question, then everything found wrong, with its place."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    for check in report.checks:
        verdict = "yes" if not check.findings else f"no, {len(check.findings)} times"
        yield f"{check.question} {verdict} ({check.looked_at} looked at)"
        for finding in check.findings:
            yield f"  {finding.place}: {finding.say}"
    yield ""
    yield "The rule base is sound." if report.is_sound else "The rule base is not sound."
