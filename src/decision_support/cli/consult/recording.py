"""Has an event put on record: which, on what day, how it ended, at which stage, and by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from decision_support.casework.consulting import Consultation
from decision_support.casework.happenings import happenings
from decision_support.loading.case_writing import checked
from decision_support.model.case import Case, Event
from decision_support.model.knowledge import KnowledgeBase

from .choosing import choose, day_meant, meant, not_understood
from .line_by_line import Lines

MOST_SHOWN = 30  # events, where the advice waits for none of them
_MORE = "more"


def record(lines: Lines, sitting: Consultation) -> Case:
    """The case with one more event. Raises Back where it is given up, UserMistake where it cannot be so."""
    base, case = sitting.desk.base, sitting.case
    what = _what(lines, base, sitting)
    kind = base.events[what]
    lines.say(f"{kind.say}.")
    when = _when(lines, sitting.on)
    parts: dict[str, object] = {"what": what, ("at" if isinstance(when, dt.datetime) else "on"): when}
    if kind.outcomes:
        outcomes = {name: name.replace("_", " ") for name in kind.outcomes}
        parts["outcome"] = choose(lines, "How did it end? Number:", outcomes, "The way in which it ended.")
    if kind.needs_stage:
        parts["stage"] = _stage(lines, base, case)
    if case.people:
        people = {person.id: person.called for person in case.people}
        lines.say("Who did it?")
        parts["by"] = choose(
            lines, "Number (Enter to leave it open):", people, "One of the people on record.", needed=False
        )
    note = lines.ask_in_words("A note (Enter for none):", "A sentence or two that you will want to find here later.")
    event = Event.model_validate(parts | ({"note": note} if note else {}))
    return checked(case.model_copy(update={"events": (*case.events, event)}), base)


def _what(lines: Lines, base: KnowledgeBase, sitting: Consultation) -> str:
    """The kind of event: from the few that are waited for, or from all that the documents speak of."""
    found = happenings(base, sitting.case, sitting.advice)
    every = {name: base.events[name].say for name in (*found.awaited, *found.others)}
    shown = {name: every[name] for name in found.awaited}
    if not shown and len(every) <= MOST_SHOWN:
        shown = every
    lines.say(f"What has happened?{' The advice waits for these first.' if found.awaited else ''}")
    lines.listed(list(shown.values()))
    about = "Type a number, or words of what happened."
    while True:
        rest = len(every) - len(shown)
        either = "Number or words" if shown else "Words of what happened"
        line = lines.ask_in_words(
            f"{either}{f' ({_MORE} for a list of {len(every)})' if rest else ''}:", about, (_MORE, *every)
        )
        if line.lower() == _MORE and rest:
            shown = every
            lines.listed(list(every.values()))
            continue
        found_now = _found(line, shown, every)
        if len(found_now) == 1:
            return found_now[0]
        if found_now:
            shown = {name: every[name] for name in found_now}
            lines.say("That could be any of these:")
            lines.listed(list(shown.values()))
        else:
            lines.say(f"{not_understood(line, shown or every, ())}{f' Or type {_MORE}.' if rest else ''}")


def _found(line: str, shown: Mapping[str, str], every: Mapping[str, str]) -> tuple[str, ...]:
    """The events that this may mean: a number counts in the list that was shown, words in all of them."""
    return meant(line, shown) if line.isdecimal() else meant(line, every, numbered=False)


def _when(lines: Lines, on: dt.date) -> dt.date | dt.datetime:
    about = f"A day such as {on.isoformat()}, or with the time, such as {on.isoformat()} 14:30. Also: yesterday."
    while True:
        line = lines.ask_in_words(f"On which day? (Enter for {on.isoformat()}):", about, ("today", "yesterday"))
        when = day_meant(line, on)
        if when is None:
            lines.say(f"'{line[:40]}' is not a day. {about}")
        elif (when.date() if isinstance(when, dt.datetime) else when) > on:
            lines.say(f"That is after {on.isoformat()}, the day of this consultation. Please give the day it happened.")
        else:
            return when


def _stage(lines: Lines, base: KnowledgeBase, case: Case) -> str | None:
    several = len(case.guidance) > 1
    stages = {
        stage.id: f"{stage.title} ({f'{name}, ' if several else ''}{stage.id})"
        for name in case.guidance or base.documents
        for stage in base.documents[name].stages.values()
    }
    lines.say("At which stage?")
    return choose(lines, "Number:", stages, "The stage that began, ended or was recorded.")
