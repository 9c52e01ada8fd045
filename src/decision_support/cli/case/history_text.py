"""What a case file remembers, as text for the terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decision_support.casefile.record import Record
from decision_support.casework.chronicle import Told
from decision_support.cli.page import Page
from decision_support.model.case import UK_TIME
from decision_support.model.dates import in_words, moment_in_words


def history_text(record: Record, told: Iterable[Told]) -> str:
    """The whole history, oldest first."""
    lines: list[str] = []
    day = None
    for each in told:
        at = each.at.astimezone(UK_TIME)
        if at.date() != day:
            lines += ["", f"WRITTEN ON {in_words(at.date()).upper()}"]
            day = at.date()
        lines += entry_lines(each)
    return "\n".join([f"Case {record.reference}: {counted(record)}", *lines, "", head_line(record)])


def entry_lines(told: Told) -> Iterator[str]:
    """One entry: its number, what was written, when and by whom, and what became of it."""
    page = Page({})
    yield from page.wrap(told.say, f"{told.number:>4}. ", "      ")
    for detail in told.details:
        yield from page.wrap(detail, "      - ", "        ")
    yield from page.wrap(_written(told), "      ", "      ")
    if told.corrected_by is not None:
        yield f"      Corrected by entry {told.corrected_by}: it no longer says this."
    if told.left:
        yield f"      Erased by entry {told.erased_by}; this is what was left."


def chronology(record: Record, told: Iterable[Told], title: str) -> str:
    """The whole history as Markdown."""
    lines = [
        f"# {_plain(title)}",
        "",
        f"Case {record.reference}, {counted(record)}.",
        "",
        head_line(record),
    ]
    day = None
    for each in told:
        at = each.at.astimezone(UK_TIME)
        if at.date() != day:
            lines += ["", f"## Written on {in_words(at.date())}", ""]
            day = at.date()
        lines.append(f"- **{each.number}.** {_plain(each.say)}")
        lines += [f"  - {_plain(detail)}" for detail in each.details]
        lines.append(f"  - *{_plain(_written(each))}*")
        if each.corrected_by is not None:
            lines.append(f"  - *Corrected by entry {each.corrected_by}: it no longer says this.*")
        if each.left:
            lines.append(f"  - *Erased by entry {each.erased_by}; this is what was left.*")
    return "\n".join(lines) + "\n"


def counted(record: Record) -> str:
    """How many entries there are, in words."""
    return entries_in_words(len(record.entries))


def entries_in_words(number: int, kind: str = "") -> str:
    """A number of entries, such as '1 new entry'."""
    return f"{number} {kind}{'entry' if number == 1 else 'entries'}"


def head_line(record: Record) -> str:
    """What to note down so that later changes to the history can be found out."""
    return f"Head of the chain after entry {len(record.entries)}: {record.head}"


def _written(told: Told) -> str:
    by = f" by {told.writer}" if told.writer else ""
    at = told.at.astimezone(UK_TIME)
    twice = at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()
    zone = f" ({at.tzname()})" if twice else ""  # where the clocks go back, an hour comes twice
    return f"Written at {moment_in_words(at)}{zone}{by}."


def _plain(text: str) -> str:
    """Text with nothing in it that Markdown would take for a mark."""
    kept = "".join(f"\\{char}" if char in "\\`*_[]<>#|~&" else char for char in text)
    return " ".join(kept.split())
