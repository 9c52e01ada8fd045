"""The lines over the list of cases: where they are kept, for which day, and how many press."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from decision_support.model.dates import in_words
from decision_support.tui.agenda import may_be_due
from decision_support.tui.case_rows import Band, Row

LONGEST_PATH = 32  # columns
UNREAD = "The cases could not be read."
TOLD: tuple[tuple[Band, str], ...] = (
    ("overdue", "overdue"),
    ("today", "today"),
    ("week", "this week"),
    ("passed", "past a day that only guides"),
    ("not_worked_out", "not worked out"),
)


class CasesHead(Vertical):
    """Where, when, how many."""

    DEFAULT_CSS = """
    CasesHead {
        height: auto;
        background: $panel;
        padding: 0 1;
        Horizontal { height: 1; }
        #where { width: 1fr; height: 1; }
        #day { width: auto; height: 1; padding: 0 0 0 2; }
        #counts { height: auto; }
    }
    """

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(id="where", markup=False)
            yield Static(id="day", markup=False)
        yield Static("Reading the cases …", id="counts", markup=False)

    def show(self, where: Path, day: dt.date, is_fixed: bool, rows: Sequence[Row] | None) -> None:
        """Show it. is_fixed: whether it is a day that somebody chose; rows: None where they could not be read"""
        self._tell("where", Content.assemble(("decision-support", "bold"), f"  {shortened(where)}"))
        self._tell("day", f"{'as on ' if is_fixed else ''}{in_words(day)}")
        self._tell("counts", UNREAD if rows is None else counts(rows))

    def _tell(self, id: str, say: str | Content) -> None:
        self.query_one(f"#{id}", Static).update(say)


def counts(rows: Sequence[Row]) -> str:
    """How many cases there are of each kind; and that it is not all yet, where it is not."""
    bands = [each.band for each in rows]
    told = [f"{bands.count(band)} {words}" for band, words in TOLD if band in bands]
    told.append(f"{sum(may_be_due(each.line) for each in rows)} open")
    text = f"Cases: {', '.join(told)}."
    if waiting := bands.count("waiting"):
        text += f" That is so far: {waiting} are still being looked at …"
    return text


def shortened(path: Path) -> str:
    """A path in the room that there is: its end says most."""
    home = Path.home()
    text = f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)
    return text if len(text) <= LONGEST_PATH else f"…{text[1 - LONGEST_PATH :]}"
