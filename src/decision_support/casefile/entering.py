"""Which entries lead from one state of a case to another: what has to be written when somebody changed something."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from decision_support.model.case import Case, Event
from decision_support.model.entries import (
    Amended,
    Answered,
    Content,
    Corrected,
    Happened,
    InterestDeclared,
    Opened,
    OptionConsidered,
    PersonRecorded,
    Waived,
)
from decision_support.model.people import Interest, Person, Waiver
from decision_support.model.values import Answer, Kind

from .record import Record, data_of

V = TypeVar("V", Interest, Waiver)

_HEAD = tuple(Opened.model_fields)


def opening(case: Case) -> tuple[Content, ...]:
    """The entries of a new case file for this case."""
    blank = Case(**_head(case))
    return (Opened(**_head(case)), *changes(Record("", ()), blank, case, because=""))


def changes(record: Record, before: Case, after: Case, because: str) -> tuple[Content, ...]:
    """The entries that make the second case out of the first, which is what the record says.

    What is no longer there is taken back as a correction of the entries that said it, for the reason in `because`.
    """
    return tuple(_changes(_Withdrawing(record, because), before, after))


def _changes(withdraw: _Withdrawing, before: Case, after: Case) -> Iterator[Content]:
    if _head(before) != _head(after):
        yield Amended(**_head(after))
    yield from withdraw.events(Counter(map(_key, before.events)) - Counter(map(_key, after.events)))
    was, now = ({person.id: person for person in case.people} for case in (before, after))
    weighed, weighs = ({option.id: option for option in case.options} for case in (before, after))
    yield from withdraw.all_about("option", weighed.keys() - weighs.keys())
    yield from withdraw.all_about("person", was.keys() - now.keys())
    for name, person in now.items():
        yield from _of_person(withdraw, was.get(name), person)
    for name in weighs:
        if name not in weighed:
            yield OptionConsidered(option=name)
    yield from _answers(withdraw, "case", {"case": before.facts}, {"case": after.facts})
    for each in after.people:
        old = was[each.id].facts if each.id in was else {}
        yield from _answers(withdraw, "person", {each.id: old}, {each.id: each.facts})
    for option in after.options:
        old = weighed[option.id].facts if option.id in weighed else {}
        yield from _answers(withdraw, "option", {option.id: old}, {option.id: option.facts})
    questions, answered = ({name: {"answer": each} for name, each in case.answers.items()} for case in (before, after))
    yield from _answers(withdraw, "question", questions, answered)
    recorded = Counter(map(_key, before.events))
    for event in after.events:
        if recorded[_key(event)]:
            recorded[_key(event)] -= 1
        else:
            yield Happened(event=event)


def _of_person(withdraw: _Withdrawing, was: Person | None, now: Person) -> Iterator[Content]:
    """What is new of a person. Interests and waivers have entries of their own, which are corrected one by one."""
    alone: dict[str, Any] = {"facts": {}, "interests": (), "waivers": ()}
    old = was or Person(id=now.id)
    recorded = now.model_copy(update=alone)
    if was is None or old.model_copy(update=alone) != recorded:
        yield PersonRecorded(person=recorded)
    yield from withdraw.interests(now.id, old.interests, now.interests)
    yield from withdraw.waivers(now.id, old.waivers, now.waivers)


def _answers(
    withdraw: _Withdrawing,
    about: Kind,
    before: Mapping[str, Mapping[str, Answer]],
    after: Mapping[str, Mapping[str, Answer]],
) -> Iterator[Content]:
    for subject, answers in before.items():
        for fact in answers:
            if fact not in after.get(subject, {}):
                yield from withdraw.answers(about, subject, fact)
    for subject, answers in after.items():
        for fact, answer in answers.items():
            was = before.get(subject, {}).get(fact)
            if was != answer:
                said = Answered(about=about, subject=subject, fact=fact, answer=answer)
                back = was is not None and was.on is not None and answer.on is not None and answer.on < was.on
                yield from (withdraw.later_than(said) if back else None) or (said,)


class _Withdrawing:
    """Takes back what the entries of a record say."""

    def __init__(self, record: Record, because: str) -> None:
        self._said = record.said
        self._because = because
        self._taken: set[int] = set()

    def answers(self, about: Kind, subject: str, fact: str) -> Iterator[Content]:
        """Every answer to this question, so that no earlier one counts again."""
        for entry, content in self._said:
            if isinstance(content, Answered) and _question(content) == (about, subject, fact):
                yield self._back(entry.number)

    def later_than(self, said: Answered) -> tuple[Content, ...]:
        """Every answer to the same question that counts rather than this one, if this one is on record."""
        asked = [
            (entry.number, each)
            for entry, each in self._said
            if isinstance(each, Answered) and _question(each) == _question(said)
        ]
        number = next((number for number, each in reversed(asked) if each == said), None)
        if number is None:
            return ()
        day = said.answer.on or dt.date.min
        return tuple(self._back(each) for each, other in asked if each > number or (other.answer.on or day) > day)

    def all_about(self, about: Kind, names: set[str]) -> Iterator[Content]:
        """Everything about these people or options; answers first, since they rest on the others."""
        mine = [
            (not isinstance(content, Answered), entry.number)
            for entry, content in self._said
            if _subject(content) in {(about, name) for name in names}
        ]
        for _, number in sorted(mine):
            yield self._back(number)

    def interests(self, person: str, was: Sequence[Interest], now: Sequence[Interest]) -> Iterator[Content]:
        """What makes the second interests of a person out of the first; one that is over is still the same one."""
        for old, new in _paired(was, now, lambda each: each.in_):
            if old is None and new is not None:
                yield InterestDeclared(person=person, interest=new)
            elif old is not None and old != new:
                number = self._declared(InterestDeclared(person=person, interest=old))
                said = data_of(InterestDeclared(person=person, interest=new)) if new is not None else None
                yield Corrected(corrects=number, content=said, because=self._because)

    def waivers(self, person: str, was: Sequence[Waiver], now: Sequence[Waiver]) -> Iterator[Content]:
        """What makes the second waivers of a person out of the first."""
        for old, new in _paired(was, now, lambda each: each.of):
            if old is None and new is not None:
                yield Waived(person=person, waiver=new)
            elif old is not None and old != new:
                number = self._declared(Waived(person=person, waiver=old))
                said = data_of(Waived(person=person, waiver=new)) if new is not None else None
                yield Corrected(corrects=number, content=said, because=self._because)

    def _declared(self, content: Content) -> int:
        """The last entry that says this and was not taken already."""
        number = next(
            entry.number for entry, said in reversed(self._said) if said == content and entry.number not in self._taken
        )
        self._taken.add(number)
        return number

    def events(self, gone: Counter[str]) -> Iterator[Content]:
        """These events, the last recorded of equal ones first."""
        left = gone.copy()
        for entry, content in reversed(self._said):
            if isinstance(content, Happened) and left[_key(content.event)]:
                left[_key(content.event)] -= 1
                yield self._back(entry.number)

    def _back(self, number: int) -> Corrected:
        return Corrected(corrects=number, because=self._because)


def _question(content: Answered) -> tuple[Kind, str, str]:
    return content.about, content.subject, content.fact


def _paired(was: Sequence[V], now: Sequence[V], main: Callable[[V], str]) -> Iterator[tuple[V | None, V | None]]:
    """Each that is other now, with what it is: about the same, else new; then those that are gone."""
    left, rest = list(was), []
    for new in now:
        if new in left:
            left.remove(new)
        else:
            rest.append(new)
    for new in rest:
        old = next((each for each in left if main(each) == main(new)), None)
        if old is not None:
            left.remove(old)
        yield old, new
    yield from ((old, None) for old in left)


def _subject(content: Content) -> tuple[Kind, str] | None:
    match content:
        case Answered(about=about, subject=subject):
            return about, subject
        case PersonRecorded(person=person):
            return "person", person.id
        case InterestDeclared(person=name) | Waived(person=name):
            return "person", name
        case OptionConsidered(option=option):
            return "option", option
    return None


def _head(case: Case) -> dict[str, Any]:
    return {key: getattr(case, key) for key in _HEAD}


def _key(event: Event) -> str:
    """What makes two events the same; an event itself holds no hash."""
    return event.model_dump_json()
