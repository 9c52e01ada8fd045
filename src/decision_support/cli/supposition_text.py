"""What was supposed of a case, in words: each answer, person, option and event that differs, and how it was so far."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from decision_support.model.case import Case, Event
from decision_support.model.facts import CASE, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.people import Person
from decision_support.model.values import UNASKED, UNKNOWN, Answer
from decision_support.wording import day_in_words, value_as_clause, within

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MAIN = ("is", "in")  # the keys that say what an entry is; the others say more of it


class Supposed(NamedTuple):
    """A clause that can follow 'what if', and one that can follow 'so far'; None where that would say nothing new."""

    say: str
    so_far: str | None
    is_event: bool = False


def supposed_in_words(base: KnowledgeBase, was: Case, now: Case, on: dt.date) -> tuple[Supposed, ...]:
    """Every respect in which a case was supposed to be different on this day."""
    return tuple(_Words(base, was, now, on).all())


class _Words:
    def __init__(self, base: KnowledgeBase, was: Case, now: Case, on: dt.date) -> None:
        self._base = base
        self._on = on
        self._was = was
        self._now = now
        self._names = {person.id: person.called for person in (*was.people, *now.people)}
        self._courses = {
            name: option.say.rstrip(".") for each in base.documents.values() for name, option in each.options.items()
        }

    def all(self) -> Iterator[Supposed]:
        yield from self._case_itself()
        yield from self._facts(CASE, self._was.facts, self._now.facts)
        yield from self._answers()
        yield from self._people()
        yield from self._options()
        yield from self._events()

    def _case_itself(self) -> Iterator[Supposed]:
        was, now = self._was, self._now
        if was.guidance != now.guidance:
            yield Supposed(f"the case is under {_all(now.guidance)}", f"it is under {_all(was.guidance)}")
        if was.jurisdiction != now.jurisdiction:
            yield Supposed(f"the case is in {_place(now.jurisdiction)}", f"it is in {_place(was.jurisdiction)}")
        if was.opened != now.opened:
            opened, before = (day_in_words(each.opened.isoformat()) for each in (now, was))
            yield Supposed(f"the case was opened on {opened}", f"it was on {before}")

    def _facts(self, subject: Subject, was: Mapping[str, Answer], now: Mapping[str, Answer]) -> Iterator[Supposed]:
        for name in {**was, **now}:
            if was.get(name) != now.get(name):
                say, so_far = (self._clause(name, subject, told.get(name)) for told in (now, was))
                if say == so_far:
                    say = f"it is recorded in other words that {say}"
                yield Supposed(say, so_far)

    def _clause(self, name: str, subject: Subject, answer: Answer | None) -> str:
        value = answer.value if answer else UNASKED
        clause = value_as_clause(self._base, name, subject, value, self._names | self._courses)
        asked, colon, given = clause.rpartition(": ")
        worded = colon and value not in ("yes", "no", UNKNOWN, UNASKED)
        return f"the answer to '{asked}' is '{given}'" if worded else clause

    def _answers(self) -> Iterator[Supposed]:
        for name in {**self._was.answers, **self._now.answers}:
            was, now = self._was.answers.get(name), self._now.answers.get(name)
            if was != now:
                yield Supposed(f"question {name} {_answered(now)}", f"it {_answered(was)}")

    def _people(self) -> Iterator[Supposed]:
        was, now = _people(self._was), _people(self._now)
        for name in {**was, **now}:
            if name not in now:
                yield Supposed(f"{self._names[name]} has no part in the case", None)
            elif name not in was:
                told = _listed({key: self._plain(value) for key, value in _keys(now[name]).items() if key != "name"})
                yield Supposed(f"{self._names[name]} is in the case{f' ({told})' if told else ''}", None)
            else:
                yield from self._person(was[name], now[name])

    def _person(self, was: Person, now: Person) -> Iterator[Supposed]:
        before, after = _keys(was), _keys(now)
        for key in {**before, **after}:
            if before.get(key) != after.get(key):
                what = f"{key.replace('_', ' ')} of {was.called}"
                say = f"the {what} is {self._plain(after[key])}" if key in after else f"no {what} is recorded"
                yield Supposed(say, f"it is {self._plain(before[key])}" if key in before else "nothing is recorded")
        yield from self._facts(Subject("person", was.id), was.facts, now.facts)

    def _options(self) -> Iterator[Supposed]:
        was, now = ({each.id: each for each in case.options} for case in (self._was, self._now))
        for name in {**was, **now}:
            if name in was and name in now:
                yield from self._facts(Subject("option", name), was[name].facts, now[name].facts)
            else:
                considered = "is considered" if name in now else "is not considered"
                yield Supposed(f"'{self._courses[name]}' {considered}", None)

    def _events(self) -> Iterator[Supposed]:
        here = {person.id for person in self._now.people}
        was, now = Counter(_by_those(here, self._was.events)), Counter(self._now.events)
        for event in (now - was).elements():
            yield Supposed(f"it is on record that {self._event(event)}", None, is_event=True)
        for event in (was - now).elements():
            yield Supposed(f"it is not on record that {self._event(event)}", None, is_event=True)

    def _event(self, event: Event) -> str:
        say = self._base.events[event.what].say
        told = [each.replace("_", " ") for each in (event.stage, event.outcome) if each]
        day = "" if event.day == self._on else f" on {day_in_words(event.day.isoformat())}"
        later = ", which is still to come" if event.day > self._on else ""
        return f"{within(say)}{f' ({_all(told)})' if told else ''}{day}{later}"

    def _plain(self, value: Any) -> str:
        """What is recorded of a person under one key."""
        if isinstance(value, list):
            return _all([self._plain(each) for each in value])
        if isinstance(value, dict):
            return _entry({key: self._plain(each) for key, each in value.items()})
        if _ISO_DAY.fullmatch(value):
            return day_in_words(value)
        return self._names.get(value) or str(value).replace("_", " ")


def _by_those(here: Container[str], events: Iterable[Event]) -> Iterator[Event]:
    """The events, done by nobody in particular where whoever did it is no longer in the case."""
    for event in events:
        yield event if event.by is None or event.by in here else event.model_copy(update={"by": None})


def _people(case: Case) -> dict[str, Person]:
    return {person.id: person for person in case.people}


def _keys(person: Person) -> dict[str, Any]:
    return person.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"id", "facts"})


def _listed(told: Mapping[str, str]) -> str:
    return "; ".join(f"{key.replace('_', ' ')} {value}" for key, value in told.items())


def _entry(told: Mapping[str, str]) -> str:
    main = [told[key] for key in _MAIN if key in told]
    return " ".join([*main, *(f"{key.replace('_', ' ')} {value}" for key, value in told.items() if key not in _MAIN)])


def _answered(answer: Answer | None) -> str:
    if answer is None:
        return "is not answered"
    given = "is not known" if answer.value == UNKNOWN else f"is answered {answer.value}"
    return given if answer.rationale else f"{given}, without reasons"


def _place(division: str | None) -> str:
    return division.replace("_", " ").title() if division else "a place that nobody has said"


def _all(words: Any) -> str:
    return " and ".join(words) or "no document"
