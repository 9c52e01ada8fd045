"""The clocks of a case as a list, and one of them with all its arithmetic."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widgets.option_list import Option

from decision_support.cli.advice_text import timing
from decision_support.cli.page import Page
from decision_support.model.advice import Advice, TimetableLine
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.procedure import Clock
from decision_support.wording import STATE_WORDS, within

from .hanging import Hanging

ON_EARLIEST = "HAS RUN OUT ON THE EARLIEST READING"
# In this order: what cannot wait first. A line that has ended stands under the last title.
SECTIONS = (
    ("HAS RUN OUT", ("overdue",)),
    (ON_EARLIEST, ("due_today",)),
    ("RUNS OUT TODAY", ("due_today",)),
    ("RUNNING", ("running",)),
    ("PAST AN INDICATIVE DAY", ("indicative_passed",)),
    ("MET", ("met",)),
    ("NOT STARTED", ("not_started",)),
)
ENDED = "OVER"


def clock_items(advice: Advice) -> Iterator[Option]:
    """Every clock, those that have run out first, under a title for each state."""
    ended = [line for line in advice.timetable if line.ended]
    for title, states in SECTIONS:
        open_now = [line for line in advice.timetable if line.state in states and not line.ended]
        those = [line for line in open_now if _is_between(line, advice.on) == (title == ON_EARLIEST)]
        yield from _section(title, sorted(those, key=lambda line: (line.on or "", line.say)), advice.on)
    yield from _section(ENDED, sorted(ended, key=lambda line: (line.on or "", line.say)), advice.on)


def clock_text(base: KnowledgeBase, advice: Advice, line: TimetableLine) -> str:
    """One clock: when it runs out, how that is reckoned, what it means, what starts it, and the clauses."""
    return "\n".join(_lines(base, advice, line))


def start_of(base: KnowledgeBase, line: TimetableLine) -> str:
    """The event that starts a clock."""
    return _clock(base, line).starts


def _is_between(line: TimetableLine, on: str) -> bool:
    """Whether its earliest day has passed and its latest is still to come, so that it runs out today on no reading."""
    return line.state == "due_today" and line.on is not None and line.latest is not None and line.on < on < line.latest


def _section(title: str, lines: list[TimetableLine], on: str) -> Iterator[Option]:
    if lines:
        yield Option(Content.styled(title, "bold $accent"), disabled=True)
    for line in lines:
        say = Content.styled(line.say, "bold" if not line.ended else "")
        told = Content.assemble(say, "\n", (_when(line, on), "$text-muted"))
        yield Option(Hanging("- ", told), id=line.clock)


def _when(line: TimetableLine, on: str) -> str:
    return timing(line, on) if line.on else f"It {STATE_WORDS[line.state]}."


def _lines(base: KnowledgeBase, advice: Advice, line: TimetableLine) -> Iterator[str]:
    page, clock = Page({}), _clock(base, line)
    document = base.documents[line.clock.partition(".")[0]]
    yield from page.wrap(f"{line.say}.", "", "")
    yield from page.wrap(_when(line, advice.on), "", "")
    if clock.kind != "limit":
        yield from page.wrap(f"The day is {clock.kind} only.", "", "")
    yield from page.section("How the day is reckoned", line.arithmetic, "- ")
    if line.on is None:
        yield from page.section("What starts it", list(_starts(base, advice, clock)), "- ")
    if clock.stops and not line.ended:
        yield from page.section("What ends it", [f"{base.events[each].say}." for each in clock.stops], "- ")
    if not line.ended:
        yield from page.section("When it runs out", [line.lapse])
    ours = [base.interpretations[each].say for each in clock.interpretations]
    if ours:
        yield from page.section("Our reading, not the document's", ours, "- ")
    told = [f"{each}  {document.clauses[each].text} [{document.clauses[each].place}]" for each in clock.clauses]
    yield from page.section("The clauses, in our words", told)


def _starts(base: KnowledgeBase, advice: Advice, clock: Clock) -> Iterator[str]:
    yield f"{base.events[clock.starts].say}. Press s to record it."
    for each in advice.starts:
        if each.event == clock.starts:
            yield f"When was it that {within(each.say)}? Without that no day can be given."


def _clock(base: KnowledgeBase, line: TimetableLine) -> Clock:
    guidance, _, name = line.clock.partition(".")
    return next(clock for clock, _ in base.documents[guidance].clocks() if clock.id == name)
