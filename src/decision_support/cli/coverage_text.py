"""Coverage of a document as text."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

from decision_support.verify.coverage import Account, Coverage


def coverage_text(coverage: Coverage) -> str:
    """The counts, then each clause and unclear place with where it is encoded, or why it is not."""
    return "\n".join(_lines(coverage))


def _lines(coverage: Coverage) -> Iterator[str]:
    yield f"{coverage.guidance}"
    yield f"  clauses         {_counts(coverage.clauses)}"
    yield f"  unclear places  {_counts(coverage.unclear)}"
    for each in (*coverage.clauses, *coverage.unclear):
        yield ""
        yield from textwrap.wrap(f"{each.id}  {each.says}", 79, initial_indent="  ", subsequent_indent="    ")
        yield from textwrap.wrap(
            f"{each.becomes}: {'; '.join(each.where)}" if each.where else each.becomes,
            79,
            initial_indent="    -> ",
            subsequent_indent="       ",
            break_on_hyphens=False,
        )


def _counts(accounts: Sequence[Account]) -> str:
    counts = Counter(each.becomes for each in accounts)
    told = len(accounts) - counts["unaccounted"]
    parts = [f"{counts[word]} {word}" for word in ("encoded", "informative", "silent", "unaccounted") if counts[word]]
    return f"{told} of {len(accounts)} accounted for ({', '.join(parts)})"
