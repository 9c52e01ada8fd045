"""The traceability matrix for a spreadsheet: a row a clause or silence, as RFC 4180 has it."""

from __future__ import annotations

import csv
import io

from decision_support.proof.traceability.matrix import ClauseRow, Matrix

HEAD = (
    "Document", "Id", "Kind", "Place", "How firm", "In our words", "Becomes", "Why no rule", "Rules", "Also in",
    "Questions asked", "Questions behind", "Case days", "How many days", "Laws", "Silences or clauses", "Our readings",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BETWEEN = "; "


def traceability_csv(matrix: Matrix) -> str:
    """The clauses, then the silences, document by document: lists within a cell are set apart by semicolons."""
    written = io.StringIO(newline="")
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(HEAD)
    rows.writerows([_harmless(cell) for cell in _cells(each)] for each in matrix.clauses)
    return written.getvalue()


def _cells(row: ClauseRow) -> tuple[str, ...]:
    lists = (row.rules, row.where, row.asked, row.behind, row.days)
    return (
        row.guidance, row.id, row.kind, row.place, row.firm, row.says, row.becomes, row.why,
        *(_BETWEEN.join(each) for each in lists), str(len(row.days)),
        *(_BETWEEN.join(each) for each in (row.laws, row.tied, row.readings)),
    )  # fmt: skip


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
