"""The traceability matrix as one page for a browser or a printer: nothing is fetched, every row can be linked to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from decision_support.proof.bundled_days import by_case
from decision_support.proof.traceability.asked import Asked
from decision_support.proof.traceability.matrix import ClauseRow, DayRow, LawRow, Matrix, RuleRow

from .traceability_style import SCRIPT, STYLE

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_FEW = 6  # links in a cell before the rest is folded away


def traceability_html(matrix: Matrix) -> str:
    """The whole page."""
    return "\n".join(_Page(matrix).lines()) + "\n"


class _Page:
    def __init__(self, matrix: Matrix) -> None:
        self._matrix = matrix
        self._anchors = {each.id: f"clause-{each.id}" for each in matrix.clauses}
        self._anchors |= {each.id: f"rule-{each.id}" for each in matrix.rules}
        self._anchors |= {each.id: f"asked-{each.id}" for each in matrix.asked}
        self._anchors |= {each.id: f"day-{each.id}" for each in matrix.days}
        self._anchors |= {each.id: f"law-{each.id}" for each in matrix.laws}

    def lines(self) -> Iterator[str]:
        matrix = self._matrix
        clauses = [each for each in matrix.clauses if each.kind == "clause"]
        silences = [each for each in matrix.clauses if each.kind == "silence"]
        title = f"Traceability of {', '.join(matrix.guidance)}"
        yield '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>"
        yield from self._head(title)
        yield "<main>"
        yield from self._gaps()
        yield from self._table(
            "Clauses",
            ("Clause", "In our words", "Became", "Rules", "Questions", "Shown on", "Laws"),
            map(self._clause, clauses),
        )
        yield from self._table(
            "Silences",
            ("Silence", "What is not said", "Brought up by", "About", "Our readings", "Shown on"),
            map(self._silence, silences),
        )
        yield from self._table(
            "Rules", ("Rule", "In words", "Because", "Clauses", "Questions", "Fires on"), map(self._rule, matrix.rules)
        )
        yield from self._table(
            "Questions", ("Question", "What is asked", "Clauses", "Rules"), map(self._asked, matrix.asked)
        )
        yield from self._table("Days", ("Day", "Case", "Clauses", "Rules"), map(self._day, matrix.days))
        if matrix.laws:
            yield from self._table("Laws", ("Law", "What it says", "Clauses"), map(self._law, matrix.laws))
        yield f"</main>\n<script>{SCRIPT}</script>\n</body>\n</html>"

    def _head(self, title: str) -> Iterator[str]:
        matrix = self._matrix
        yield f"<header>\n<h1>{escape(title)}</h1>"
        titles = "; ".join(f"{matrix.titles[name]} ({name})" for name in matrix.guidance)
        yield f"<p>{escape(titles)}.</p>"
        yield (
            "<p>Clauses are told in our words, not the document’s. A day shows a clause where its advice names it, or "
            f"where a rule that fires rests on it. Knowledge <code>{escape(matrix.knowledge[:12])}</code>.</p>"
        )
        yield "</header>"
        yield '<nav aria-label="Parts of the page"><label for="filter">Show only rows with</label>'
        yield '<input id="filter" type="search" autocomplete="off" spellcheck="false" placeholder="nssb-41, panel, …">'
        yield '<output id="found" for="filter" aria-live="polite"></output>'
        parts = ["Gaps", "Clauses", "Silences", "Rules", "Questions", "Days", *(["Laws"] if matrix.laws else [])]
        yield " ".join(f'<a href="#{each.lower()}">{each}</a>' for each in parts) + "</nav>"

    def _gaps(self) -> Iterator[str]:
        yield '<section id="gaps" aria-labelledby="gaps-title"><h2 id="gaps-title">Where the chain is broken</h2>\n<ul>'
        for gap in self._matrix.gaps:
            told = f"<b>{len(gap.ids)}</b> of {gap.of} {escape(gap.say)}"
            named = f"<details><summary>{told}</summary><p>{self._linked(gap.ids)}</p></details>" if gap.ids else told
            yield f"<li>{named}</li>"
        yield "</ul></section>"

    def _table(self, title: str, head: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]) -> Iterator[str]:
        name = title.lower()
        yield f'<section id="{name}"><h2>{title}</h2>\n<table role="table" class="{name}">'
        yield f'<caption>{title}: <span class="count"></span></caption>\n<thead role="rowgroup"><tr role="row">'
        yield "".join(f'<th role="columnheader" scope="col">{each}</th>' for each in head)
        yield '</tr></thead>\n<tbody role="rowgroup">'
        for anchor, (first, *cells) in rows:
            told = "".join(
                f'<td role="cell" data-label="{label}">{cell}</td>' if cell else '<td role="cell" class="none">–</td>'
                for label, cell in zip(head[1:], cells, strict=True)
            )
            yield f'<tr role="row" id="{escape(anchor)}"><th role="rowheader" scope="row">{first}</th>{told}</tr>'
        yield "</tbody></table></section>"

    def _clause(self, row: ClauseRow) -> tuple[str, Sequence[str]]:
        became = f'<span class="tag {row.becomes}">{row.becomes}</span>'
        became += f"<br><small>{escape(row.why)}</small>" if row.why else ""
        became += f"<br><small>{_breakable('; '.join(row.where))}</small>" if row.where else ""
        tied = (*row.tied, *row.readings)
        says = escape(row.says) + (f"<br><small>See {self._linked(tied)}</small>" if tied else "")
        first = f"{self._own(row.id)}<br><small>{escape(row.firm)}<br>{escape(row.place)}</small>"
        cells = (first, says, became, self._linked(row.rules), self._questions(row.asked, row.behind))
        return self._anchors[row.id], (*cells, self._days(row.days), self._linked(row.laws))

    def _silence(self, row: ClauseRow) -> tuple[str, Sequence[str]]:
        by = ", ".join(each for each in (self._linked(row.rules), _breakable("; ".join(row.where))) if each)
        why = f"<small>Never shown: {escape(row.why)}</small>" if row.why else ""
        cells = (escape(row.says), by or why, self._linked(row.tied), _breakable("; ".join(row.readings)))
        return self._anchors[row.id], (self._own(row.id), *cells, self._days(row.days))

    def _rule(self, row: RuleRow) -> tuple[str, Sequence[str]]:
        when = "".join(f"<li>{escape(each)}</li>" for each in row.when)
        words = f"If<ul>{when}</ul>then: {escape(row.then)}"
        first = f"{self._own(row.id)}<br><small>{escape(row.place)}</small>"
        because = escape(row.because) + (
            f"<br><small>{_breakable(row.interpretation)}</small>" if row.interpretation else ""
        )
        cells = (first, words, because, self._linked(row.clauses), self._questions(row.asked, row.behind))
        return self._anchors[row.id], (*cells, self._days(row.days))

    def _asked(self, row: Asked) -> tuple[str, Sequence[str]]:
        first = f"{self._own(row.id)}<br><small>{escape(row.kind)}, {escape(row.about)}</small>"
        return self._anchors[row.id], (first, escape(row.say), self._linked(row.clauses), self._linked(row.rules))

    def _day(self, row: DayRow) -> tuple[str, Sequence[str]]:
        case = f"{escape(row.case)}<br><small>{escape(row.told)}, {row.on}, {escape(', '.join(row.guidance))}</small>"
        cells = (self._own(row.id), case, self._linked((*row.clauses, *row.silences)), self._linked(row.rules))
        return self._anchors[row.id], cells

    def _law(self, row: LawRow) -> tuple[str, Sequence[str]]:
        return self._anchors[row.id], (self._own(row.id), escape(row.say), self._linked(row.clauses))

    def _own(self, name: str) -> str:
        return f'<a href="#{escape(self._anchors[name])}">{_breakable(name)}</a>'

    def _questions(self, asked: Sequence[str], behind: Sequence[str]) -> str:
        told = self._linked(asked)
        if not behind:
            return told
        count = f"{len(behind)} behind conclusions"
        return f"{told}<details><summary>{count}</summary>{self._linked(behind, len(behind))}</details>"

    def _days(self, days: Sequence[str]) -> str:
        """Links to days, those of one case together."""
        return _folded([self._case(*each) for each in by_case(days).items()], _FEW // 2)

    def _case(self, name: str, numbers: Sequence[str]) -> str:
        links = [f'<a href="#{escape(self._anchors[f"{name}-{each}"])}">{each}</a>' for each in numbers]
        return f"{_breakable(name)} {'&nbsp;'.join(links)}"

    def _linked(self, names: Sequence[str], most: int = _FEW) -> str:
        """Links to the rows of these names, those beyond the first few folded away."""
        return _folded([self._link(each) for each in names], most)

    def _link(self, name: str) -> str:
        anchor = self._anchors.get(name)
        return f'<a href="#{escape(anchor)}">{_breakable(name)}</a>' if anchor else _breakable(name)


def _folded(told: Sequence[str], most: int) -> str:
    first = ", ".join(told[:most])
    if len(told) <= most:
        return first
    return f"{first}<details><summary>and {len(told) - most} more</summary>{', '.join(told[most:])}</details>"


def _breakable(name: str) -> str:
    """A name that a narrow column may break behind its dots and underscores."""
    return escape(name).replace(".", ".<wbr>").replace("_", "_<wbr>")
