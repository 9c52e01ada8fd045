"""The list of cases: headings for what presses, and under each its cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets.option_list import Option

from decision_support.casework.whats_due import what_in_words
from decision_support.tui.case_rows import ERASED, Row, band_title

from .items import Items

IN = 3  # columns by which what follows is set in


class CaseItems(Items):
    """Cases to choose from; no widget is made for any of them, so that a thousand do not matter."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Open")]

    def show(self, rows: Sequence[Row], until: str, kept: str | None) -> None:
        """Show these, in this order, with the cursor on one that is kept. until: the last of the seven days, ISO."""
        self.set_options(_options(rows, until))
        self.keep_place(kept)
        if self.highlighted is not None and self.highlighted <= 1:
            self.scroll_home(animate=False)  # so that the first heading is seen


class Entry(Visual):
    """One case in the list: which and when; under it, set in, one line that may be cut, and lines that never are."""

    def __init__(self, head: Content, stage: Content, below: Content) -> None:
        self.head, self.stage, self.below = head, stage, below

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return max(each.get_optimal_width(rules, container_width) for each in (self.head, self.stage, self.below))

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self.head.get_height(rules, width) + sum(
            each.get_height(rules, _set_in(width)) for each in self._parts(width)
        )

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        before = Strip.blank(IN, style.rich_style)
        below = [
            strip for each in self._parts(width) for strip in each.render_strips(_set_in(width), None, style, options)
        ]
        return [*self.head.render_strips(width, None, style, options), *(Strip.join([before, each]) for each in below)]

    def _parts(self, width: int) -> list[Content]:
        cut = self.stage.truncate(_set_in(width), ellipsis=True)
        return [each for each in (cut, self.below) if each.plain]


def prompt(row: Row) -> Entry:
    """What is shown of one case: when, which, how far, and what to do first."""
    line = row.line
    title = line.title if line.title and line.title != line.reference else ""
    state = f"  ({line.state})" if line.state != "open" else ""
    when = [(f"{row.when}  ", _tone(row))] if row.when else []
    head = Content.assemble(*when, (line.reference, "bold"), f"{state}  {title}")
    stage = "" if line.state in ("damaged", "erased") else "; ".join(line.stages) or "no document is named"
    return Entry(head, Content(stage), Content("\n").join(map(Content, _below(row))))


def _below(row: Row) -> Iterator[str]:
    if row.band == "not_worked_out":
        yield row.why_not
        return
    if row.line.state == "erased":
        yield ERASED.format(row.line.written)
        return
    told = [f"{each} (our own advice)" for each in row.safety]
    if row.first is not None:
        told.append(what_in_words(row.first.say, row.first.strength))
    if told and row.more > 0:
        told[-1] += f" (and {row.more} more)"
    yield from told


def _tone(row: Row) -> str:
    return {"overdue": "bold $error", "today": "bold $warning"}.get(row.band, "bold")


def _options(rows: Sequence[Row], until: str) -> Iterator[Option]:
    for band, each in groupby(rows, key=lambda row: row.band):
        among = list(each)
        heading = f"{band_title(band, until).upper()} ({len(among)})"
        yield Option(Content.styled(heading, "bold $accent"), disabled=True)
        for row in among:
            yield Option(prompt(row), id=row.line.reference)


def _set_in(width: int) -> int:
    return max(1, width - IN)
