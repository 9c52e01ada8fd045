"""The traceability matrix as text: how much there is, where the chain is broken, then every clause with its ties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from decision_support.proof.bundled_days import by_case
from decision_support.proof.traceability.matrix import ClauseRow, Matrix

from .page import Page

MOST = 4  # days of cases that are named before the rest is only counted
_LABEL = 10


def traceability_text(matrix: Matrix) -> str:
    """The whole answer, ready to print."""
    return "\n".join(_lines(matrix, Page({})))


def _lines(matrix: Matrix, page: Page) -> Iterator[str]:
    yield "TRACEABILITY"
    for name in matrix.guidance:
        yield from page.wrap(f"{matrix.titles[name]} ({name}): {_counts(matrix, name)}", "  ", "    ")
    told = f"{len(matrix.rules)} rules, {len(matrix.asked)} questions, {len(matrix.days)} days of cases"
    yield from page.wrap(f"{told}, {len(matrix.laws) or 'no'} laws. Knowledge {matrix.knowledge[:12]}.", "  ", "  ")
    yield from page.title("Where the chain is broken")
    for gap in matrix.gaps:
        yield from page.wrap(f"{len(gap.ids)} of {gap.of} {gap.say}", "  ", "    ")
        if gap.ids:
            yield from page.wrap(_some(gap.ids, MOST * 2), "    ", "    ")
    for name in matrix.guidance:
        yield from page.title(name)
        for row in matrix.clauses:
            if row.guidance == name:
                yield from _row(row, page)


def _counts(matrix: Matrix, name: str) -> str:
    rows = [each for each in matrix.clauses if each.guidance == name]
    counts = Counter(each.becomes for each in rows if each.kind == "clause")
    becomes = ", ".join(f"{number} {word}" for word, number in counts.most_common())
    return f"{sum(counts.values())} clauses ({becomes}), {len(rows) - sum(counts.values())} silences"


def _row(row: ClauseRow, page: Page) -> Iterator[str]:
    yield ""
    firm = ", ".join(each for each in (row.firm or row.kind, row.place, row.becomes) if each)
    yield from page.wrap(f"{row.id}  {row.says} [{firm}]", "  ", "    ")
    tied = "Silences" if row.kind == "clause" else "About"
    for label, told in (
        ("Why", row.why),
        ("Rules", ", ".join(row.rules)),
        ("Also in", ", ".join(row.where)),
        ("Asks", ", ".join(row.asked)),
        ("Behind", ", ".join(row.behind)),
        ("Shown on", _days(row.days)),
        ("Laws", ", ".join(row.laws)),
        (tied, ", ".join(row.tied)),
        ("Readings", ", ".join(row.readings)),
    ):
        if told:
            yield from page.wrap(told, f"    {label:<{_LABEL}}", " " * (_LABEL + 4))


def _days(days: Sequence[str]) -> str:
    cases = [f"{name} {' '.join(numbers)}" for name, numbers in by_case(days).items()]
    return _some(cases, MOST)


def _some(names: Sequence[str], most: int) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
