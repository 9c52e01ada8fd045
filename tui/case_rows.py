"""The cases as somebody at work looks at them: what is overdue first, then today, this week, and the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from decision_support.casework.whats_due import Task, WhatsDue, what_in_words
from decision_support.cli.case.list_text import CaseLine
from decision_support.cli.due_text import NOT_WORKED_OUT, bucket_titles, case_due_text, is_first_of_all, nothing_due
from decision_support.cli.page import Page
from decision_support.model.dates import in_words

from .agenda import may_be_due

Band = Literal["overdue", "today", "week", "passed", "not_worked_out", "waiting", "nothing", "closed"]
Wanted = Literal["open", "due", "closed", "all"]

BANDS: tuple[Band, ...] = ("overdue", "today", "week", "passed", "not_worked_out", "waiting", "nothing", "closed")
PRESSING: tuple[Band, ...] = ("overdue", "today", "week", "passed", "not_worked_out")
WANTED: Mapping[Wanted, str] = {
    "open": "Open cases",
    "due": "Cases in which something is due",
    "closed": "Closed and erased cases",
    "all": "All cases",
}
ERASED = "What it said was erased. Last entry {}."
WAITING = "What is due in it is being worked out."


@dataclass(frozen=True)
class Row:
    """One case. due: None where it is not worked out, or need not be."""

    line: CaseLine
    due: WhatsDue | None
    on: dt.date

    @cached_property
    def band(self) -> Band:
        """What presses most in it."""
        if self.line.state == "damaged" or (self.due and self.due.not_advised):
            return "not_worked_out"
        if not may_be_due(self.line):
            return "closed"
        if self.due is None:
            return "waiting"
        found: tuple[tuple[Band, Sequence[Task]], ...] = (
            ("overdue", self.due.overdue),
            ("today", self.due.today),
            ("week", self.due.week),
            ("passed", self.due.passed),
        )
        return next((band for band, tasks in found if tasks), "nothing")

    @cached_property
    def safety(self) -> tuple[str, ...]:
        """Our own safety advice, which leads whatever else is due."""
        tasks = self.due.today if self.due else ()
        return tuple(what_in_words(each.say, each.strength) for each in tasks if is_first_of_all(each))

    @cached_property
    def first(self) -> Task | None:
        """What to do first, beside our own safety advice; where a day says so, what advice carries before a clock."""
        tasks = {"overdue": "overdue", "today": "today", "week": "week", "passed": "passed"}.get(self.band)
        found: Sequence[Task] = getattr(self.due, tasks) if tasks else ()
        rest = [each for each in found if not is_first_of_all(each)]
        return min(rest, key=_pressing, default=None)

    @cached_property
    def more(self) -> int:
        """How many things are due beside those that are told."""
        told = len(self.safety) + (self.first is not None)
        return len(self.due.tasks) - told if self.due else 0

    @cached_property
    def when(self) -> str:
        """By when the first thing is due, in short; nothing where no day is known."""
        if self.first is not None:
            return when_in_words(self.first, self.on)
        return "now" if self.safety else ""

    @cached_property
    def why_not(self) -> str:
        """Why nothing can be said of it, in a sentence."""
        if self.due and self.due.not_advised:
            return self.due.not_advised[0].why
        verify = f"decision-support case verify {self.line.reference}"
        return f"Its entries do not go together, so it cannot be opened. See what is left of it: {verify}"

    @cached_property
    def text(self) -> str:
        """All that a search looks through."""
        line = self.line
        due = self.due.tasks if self.due else ()
        parts = (line.reference, line.title, *line.guidance, *line.stages, line.state, self.when)
        return " ".join((*parts, *(each.say for each in due))).casefold()


def rows_of(lines: Sequence[CaseLine], due: Mapping[str, WhatsDue], on: dt.date) -> list[Row]:
    """Every case, what presses most first; then the one that was written into last."""
    rows = [Row(line, due.get(line.reference), on) for line in lines]
    rows.sort(key=lambda each: each.line.reference)
    rows.sort(key=lambda each: each.line.written, reverse=True)
    return sorted(rows, key=lambda each: (BANDS.index(each.band), *_pressing(each.first)))


def those(rows: Sequence[Row], wanted: Wanted, search: str) -> Iterator[Row]:
    """The rows that are wanted, in the same order; of a search every word has to be found."""
    words = search.casefold().split()
    for row in rows:
        closed = row.band == "closed"
        fits = {"open": not closed, "due": row.band in PRESSING, "closed": closed, "all": True}[wanted]
        if fits and all(word in row.text for word in words):
            yield row


def band_title(band: Band, until: str) -> str:
    """What a band is called. until: the last of the seven days, ISO."""
    if band in ("overdue", "today", "week", "passed"):
        return bucket_titles(until)[band]
    others: Mapping[Band, str] = {
        "not_worked_out": NOT_WORKED_OUT,
        "waiting": "What is due in these is being worked out",
        "nothing": nothing_due(until).rstrip("."),
        "closed": "Closed and erased",
    }
    return others[band]


def when_in_words(task: Task, on: dt.date) -> str:
    """By when, in a few words, and no firmer than it is; where the count is unclear, the earlier day leads."""
    due, today = task.due, on.isoformat()
    if due is None:
        return "now" if task.urgency == "now" else "today"
    kind = "" if due.kind == "limit" else f" ({due.kind})"
    at = f" at {due.at}" if due.at else ""
    if due.on < today and due.kind != "limit":
        text = f"passed{kind} {_short(due.on, on)}{at}"
    elif due.on < today:
        text = f"OVERDUE since {_short(due.on, on)}{at}"
    elif due.on == today:
        text = f"today{at}{kind}"
    else:
        text = f"{_short(due.on, on)}{at}{kind}"
    if due.latest != due.on and due.latest >= today:
        text += f" ({_short(due.latest, on)} on another reading; work to the earlier)"
    return f"now; {text}" if task.urgency == "now" and due.on >= today else text


def row_text(row: Row) -> str:
    """All that is due in one case, as wide as there is room: what, who, how firm; then how far the case has come."""
    line, page = row.line, Page({})
    shown: list[str] = []
    if row.band == "not_worked_out":
        shown += [*page.wrap(row.why_not, "", ""), ""]
    elif row.due is not None:
        shown += [case_due_text(row.due).strip("\n"), ""]
    elif row.band == "waiting":
        shown += [WAITING, ""]
    shown += page.wrap(line.title, "", "")
    for stage in line.stages:
        shown += page.wrap(stage, "", "  ")
    if line.state == "erased":
        shown.append(ERASED.format(line.written))
    elif line.opened:
        closed = "" if line.state == "open" else " It is closed."
        shown += page.wrap(f"Opened {line.opened}, last entry {line.written}.{closed}", "", "")
    return "\n".join(shown)


def _pressing(task: Task | None) -> tuple[bool, str, str, bool]:
    """By day and hour; what is for now before everything else that has no day."""
    if task is None:
        return False, "", "", False
    due = task.due
    now = task.urgency == "now" and task.bucket == "today"
    return not now, due.on if due else "", (due.at or "~") if due else "", task.recommendation is None


def _short(iso: str, on: dt.date) -> str:
    """A day in short, with its year where that is another: 'Fri 30 Oct'."""
    weekday, number, month, year = in_words(dt.date.fromisoformat(iso)).split()
    return " ".join((weekday[:3], number, month[:3], *([year] if year != str(on.year) else [])))
