"""Has an event put on record: which, on what day, how it ended, at which stage, and by whom."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence

from decision_support.casework.consulting import Consultation
from decision_support.casework.happenings import Happenings, happenings, precedes_opening, stage_of
from decision_support.errors import SeveralMistakes, UserMistake
from decision_support.loading.case_writing import checked
from decision_support.model.case import Case, Event
from decision_support.model.dates import in_words
from decision_support.model.knowledge import KnowledgeBase
from decision_support.wording import within

from .choosing import choose, day_meant, echo, meant, not_understood
from .line_by_line import Back, Lines

MOST_SHOWN = 30  # events, where the advice waits for none of them
PARTS = ("what", "when", "outcome", "stage", "by", "note")
MENDABLE = ("when", "outcome")
_MORE = "more"
_LINE = re.compile(r" \(line \d+\)")


def record(lines: Lines, sitting: Consultation) -> Case:
    """The case with one more event. Raises Back where it is given up."""
    entry = _Entry(lines, sitting)
    entry.ask(PARTS)
    return entry.settled(PARTS)


def record_start(lines: Lines, sitting: Consultation, what: str) -> Case | None:
    """The case with the event from which a clock is reckoned; None where nobody knows its day. Raises Back."""
    entry = _Entry(lines, sitting, what)
    entry.ask(("when",))
    if entry.found["when"] is None:
        return None
    entry.ask(("outcome", "stage"))
    return entry.settled(("when", "outcome", "stage"))


def event_called(base: KnowledgeBase, known: Happenings, name: str) -> str:
    """An event in words; one that begins a stage after the advised action that ends in it, if there is one."""
    say = base.events[name].say
    actions = [base.action(action) for event, action in known.steps if event == name]
    if not actions:
        return say
    told = "; ".join(action.say.rstrip(".") for action in actions)
    return f"{told} ({within(say)})"


def event_refused(base: KnowledgeBase, case: Case, event: Event, mistake: UserMistake, again: str = "") -> str:
    """Why an event cannot be put on record, in words. again: what to ask for, where nothing better is known."""
    for other in case.events:
        if event.outcome and event.what == other.what and other.outcome not in (None, event.outcome):
            same = other.at == event.at if event.at else other.day == event.on
            if same and other.stage == event.stage:
                ended = str(other.outcome).replace("_", " ")
                return (
                    f"It is on record already that this ended '{ended}' on {in_words(other.day)}. Please give "
                    f"another day, or the time as well, such as {other.day.isoformat()} 14:30."
                )
    first = mistake.mistakes[0] if isinstance(mistake, SeveralMistakes) else mistake
    what = _LINE.sub("", first.what).replace(f"'{event.what}'", f"'{base.events[event.what].say}'")
    return f"{what[:1].upper()}{what[1:]}{again}"


class _Entry:
    """One entry, part by part. `back` returns to the part before; before the first, it gives the entry up."""

    def __init__(self, lines: Lines, sitting: Consultation, what: str | None = None) -> None:
        self.found: dict[str, object] = {"what": what} if what else {}
        self._lines = lines
        self._sitting = sitting
        self._base = sitting.desk.base
        self._is_start = what is not None
        self._opened = sitting.case.opened
        self._happenings = happenings(self._base, sitting.case, sitting.advice)

    def ask(self, parts: Sequence[str]) -> None:
        """Ask for these parts in turn, leaving out those that an event of this kind does not have."""
        ask: Mapping[str, Callable[[], object]] = {
            "what": self._ask_what,
            "when": self._ask_when,
            "outcome": self._ask_outcome,
            "stage": self._ask_stage,
            "by": self._ask_by,
            "note": self._ask_note,
        }
        asked: list[int] = []
        step = 0
        while step < len(parts):
            part = parts[step]
            if not self._has(part):
                self.found.pop(part, None)
                step += 1
                continue
            try:
                self.found[part] = ask[part]()
            except Back:
                if not asked:
                    raise
                step = asked.pop()
            else:
                asked.append(step)
                step += 1

    def settled(self, parts: Sequence[str]) -> Case:
        """The case with the entry. What cannot be so is asked for again, and the rest is kept."""
        while True:
            try:
                case = self._case()
                _ = self._sitting.with_case(case).advice
            except UserMistake as mistake:
                again = " Please give the day again."
                self._lines.say(event_refused(self._base, self._sitting.case, self._event(), mistake, again))
                try:
                    self.ask(MENDABLE)
                except Back:
                    self.ask(parts)
            else:
                return case

    @property
    def _what(self) -> str:
        return str(self.found["what"])

    def _has(self, part: str) -> bool:
        if part == "outcome":
            return bool(self._base.events[self._what].outcomes)
        if part == "stage":
            return self._base.events[self._what].needs_stage
        return part != "by" or bool(self._sitting.case.people)

    def _event(self) -> Event:
        when = self.found["when"]
        given = {key: value for key, value in self.found.items() if key != "when" and value}
        return Event.model_validate({**given, ("at" if isinstance(when, dt.datetime) else "on"): when})

    def _case(self) -> Case:
        """The case with the entry, checked as strictly as a case file."""
        case = self._sitting.case
        changed = {"opened": self._opened, "events": (*case.events, self._event())}
        return checked(case.model_copy(update=changed), self._base)

    def _ask_what(self) -> str:
        """The kind of event: from the few that are waited for, or from all that the documents speak of."""
        known, awaited = self._happenings, self._happenings.awaited
        every = {name: event_called(self._base, known, name) for name in (*awaited, *known.others)}
        shown = {name: every[name] for name in awaited}
        if not shown and len(every) <= MOST_SHOWN:
            shown = every
        self._lines.say(f"What has happened?{' The advice waits for these first.' if awaited else ''}")
        self._lines.listed(list(shown.values()))
        while True:
            rest = len(every) - len(shown)
            either = "Number or words" if shown else "Words of what happened"
            prompt = f"{either}{f' ({_MORE} for a list of {len(every)})' if rest else ''}:"
            line = self._lines.ask_in_words(prompt, "Type a number, or words of what happened.", (_MORE, *every))
            if line.lower() == _MORE and rest:
                shown = every
                self._lines.listed(list(every.values()))
                continue
            found = _found(line, shown, every)
            if len(found) == 1:
                self._lines.say(f"{self._base.events[found[0]].say}.")
                return found[0]
            if found:
                shown = {name: every[name] for name in found}
                self._lines.say("That could be any of these:")
                self._lines.listed(list(shown.values()))
            else:
                more = f" Or type {_MORE}." if rest else ""
                self._lines.say(f"{not_understood(line, shown or every, ())}{more}")

    def _ask_when(self) -> dt.date | dt.datetime | None:
        """The day. For the start of a clock it may be left open."""
        on = self._sitting.on
        about = f"A day such as {on.isoformat()}, or with the time, such as {on.isoformat()} 14:30. Also: yesterday."
        prompt = f"On which day? (Enter for {on.isoformat()}):"
        if self._is_start and "when" not in self.found:
            self._lines.say(f"When was it that {within(self._base.events[self._what].say).rstrip('.')}?")
            prompt = f"A day such as {on.isoformat()}, or Enter if nobody knows or it has not happened:"
        while True:
            line = self._lines.ask_in_words(prompt, about, ("today", "yesterday"))
            if not line and self._is_start:
                return None
            when = day_meant(line, on)
            if when is None:
                self._lines.say(f"'{line[:40]}' is not a day. {about}")
                continue
            day = when.date() if isinstance(when, dt.datetime) else when
            if day > on:
                told = f"That is after {on.isoformat()}, the day of this consultation."
                self._lines.say(f"{told} Please give the day it happened.")
            elif self._can_be_of(day):
                return when

    def _can_be_of(self, day: dt.date) -> bool:
        """Whether the case was open on that day, or whoever answers moves its opening back to it."""
        case = self._sitting.case
        self._opened = case.opened
        if not precedes_opening(self._base, case, self._what, day):
            return True
        self._lines.say(f"That is before the case was opened, on {in_words(case.opened)}.")
        if self._lines.agreed(f"Shall the case count as opened on {in_words(day)}?"):
            self._opened = day
            return True
        self._lines.say("The opening day stays as it is. Please give the day of the event again.")
        return False

    def _ask_outcome(self) -> str | None:
        outcomes = {name: name.replace("_", " ") for name in self._base.events[self._what].outcomes}
        return choose(self._lines, "How did it end? Number:", outcomes, "The way in which it ended.")

    def _ask_stage(self) -> str | None:
        case, documents = self._sitting.case, self._base.documents
        several = len(case.guidance) != 1
        stages = {
            stage.id: f"{stage.title}{f' ({name})' if several else ''}"
            for name in case.guidance or documents
            for stage in documents[name].stages.values()
        }
        likely = stage_of(self._base, case, self._sitting.advice, self._what)
        self._lines.say("At which stage?")
        prompt = f"Number (Enter for {stages[likely]}):" if likely else "Number:"
        about = "The stage that began, ended or was recorded."
        chosen = choose(self._lines, prompt, stages, about, needed=likely is None)
        if chosen is None and likely:
            echo(self._lines, "", stages, [likely])
        return chosen or likely

    def _ask_by(self) -> str | None:
        people = {person.id: person.called for person in self._sitting.case.people}
        self._lines.say("Who did it?")
        prompt = "Number (Enter to leave it open):"
        return choose(self._lines, prompt, people, "One of the people on record.", needed=False)

    def _ask_note(self) -> str:
        about = "A sentence or two that you will want to find here later."
        return self._lines.ask_in_words("A note (Enter for none):", about)


def _found(line: str, shown: Mapping[str, str], every: Mapping[str, str]) -> tuple[str, ...]:
    """The events that this may mean: a number counts in the list that was shown, words in all of them."""
    return meant(line, shown) if line.isdecimal() else meant(line, every, numbered=False)
