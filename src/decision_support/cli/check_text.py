"""The soundness report as text."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.verify import Report


def check_text(report: Report) -> str:
    """A line a question, then everything found wrong, with its place."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    for check in report.checks:
        verdict = "yes" if not check.failures else f"no, {len(check.failures)} times"
        yield f"{check.question} {verdict} ({check.looked_at} looked at)"
        for failure in check.failures:
            yield f"  {failure.place}: {failure.say}"
    yield ""
    yield "The rule base is sound." if not report.failures else "The rule base is not sound."
