"""Which entries lead from one state of a case to another: what has to be written when somebody changed something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

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
from decision_support.model.people import Person
from decision_support.model.values import Answer, Kind

from .record import Record

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
        yield from _of_person(was.get(name), person)
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


def _of_person(was: Person | None, now: Person) -> Iterator[Content]:
    """What is new of a person. Interests and waivers that were added are told one by one."""
    alone: dict[str, Any] = {"facts": {}, "interests": (), "waivers": ()}
    old = was or Person(id=now.id)
    added = all(getattr(now, key)[: len(getattr(old, key))] == getattr(old, key) for key in ("interests", "waivers"))
    if not added:
        yield PersonRecorded(person=now.model_copy(update={"facts": {}}))
        return
    if was is None or old.model_copy(update=alone) != now.model_copy(update=alone):
        kept = {"facts": {}, "interests": old.interests, "waivers": old.waivers}
        yield PersonRecorded(person=now.model_copy(update=kept))
    for interest in now.interests[len(old.interests) :]:
        yield InterestDeclared(person=now.id, interest=interest)
    for waiver in now.waivers[len(old.waivers) :]:
        yield Waived(person=now.id, waiver=waiver)


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
            if before.get(subject, {}).get(fact) != answer:
                yield Answered(about=about, subject=subject, fact=fact, answer=answer)


class _Withdrawing:
    """Takes back what the entries of a record say."""

    def __init__(self, record: Record, because: str) -> None:
        self._said = record.said
        self._because = because

    def answers(self, about: Kind, subject: str, fact: str) -> Iterator[Content]:
        """Every answer to this question, so that no earlier one counts again."""
        for entry, content in self._said:
            if isinstance(content, Answered) and (content.about, content.subject, content.fact) == (
                about,
                subject,
                fact,
            ):
                yield self._back(entry.number)

    def all_about(self, about: Kind, names: set[str]) -> Iterator[Content]:
        """Everything about these people or options; answers first, since they rest on the others."""
        mine = [
            (not isinstance(content, Answered), entry.number)
            for entry, content in self._said
            if _subject(content) in {(about, name) for name in names}
        ]
        for _, number in sorted(mine):
            yield self._back(number)

    def events(self, gone: Counter[str]) -> Iterator[Content]:
        """These events, the last recorded of equal ones first."""
        left = gone.copy()
        for entry, content in reversed(self._said):
            if isinstance(content, Happened) and left[_key(content.event)]:
                left[_key(content.event)] -= 1
                yield self._back(entry.number)

    def _back(self, number: int) -> Corrected:
        return Corrected(corrects=number, because=self._because)


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
