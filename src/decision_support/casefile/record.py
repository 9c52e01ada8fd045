"""A case file as far as its entries go: what they make of the case, and what is known as of any of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from decision_support.errors import InvalidCase
from decision_support.model.case import Case, Weighed
from decision_support.model.entries import (
    CONTENTS,
    Answered,
    Closed,
    Content,
    Corrected,
    Entry,
    Erased,
    Happened,
    InterestDeclared,
    Opened,
    OptionConsidered,
    PersonRecorded,
    Reopened,
    Waived,
)
from decision_support.model.facts import Subject
from decision_support.model.people import Person

from .answers import with_answer


@dataclass(frozen=True)
class Record:
    """The entries of one case file, oldest first: all of them, or those up to some moment.

    reference  what the case is called in the store
    """

    reference: str
    entries: tuple[Entry, ...]

    @property
    def head(self) -> str:
        """What tells this history from any other: the hash of its last entry."""
        return self.entries[-1].hash if self.entries else ""

    @cached_property
    def said(self) -> tuple[tuple[Entry, Content], ...]:
        """What each entry says by now, corrections included; those that say nothing any more are left out.

        Raises InvalidCase where a correction does not fit what it corrects.
        """
        return tuple(_said(self))

    @property
    def is_open(self) -> bool:
        """Whether it may be written into."""
        last = [content for _, content in self.said if isinstance(content, Closed | Reopened)]
        return not (last and isinstance(last[-1], Closed))

    @property
    def is_erased(self) -> bool:
        """Whether even what the case is was erased."""
        return not any(isinstance(content, Opened) for _, content in self.said)

    def of(self, *kinds: type[Any]) -> tuple[tuple[Entry, Any], ...]:
        """What entries of these kinds say, each with its entry."""
        return tuple((entry, content) for entry, content in self.said if isinstance(content, kinds))

    def case(self, on: dt.date | None = None) -> Case:
        """The case that the entries make.

        Of several answers to one question, the one that was given last counts: an answer that was entered late, for an
        earlier day, does not replace a later one. on: the last that was given by this day. Raises InvalidCase where
        there is no case left, or where the entries do not go together any more.
        """
        case: Case | None = None
        given: dict[tuple[str, str, str], dt.date] = {}
        for entry, content in self.said:
            if isinstance(content, Answered) and is_overtaken(content, given, on):
                continue
            try:
                case = _after(case, content)
            except (KeyError, TypeError, ValueError):
                raise _apart(self, entry.number) from None
        if case is None:
            raise InvalidCase(
                f"nothing is left of case '{self.reference}': its content was erased.",
                mend=f"Who erased it and why: decision-support case history {self.reference}",
            )
        return case

    def as_of(self, moment: dt.datetime) -> Record:
        """The file as it was at a moment: without what was written later.

        Where the computer's clock was once ahead, an entry counts as written no later than the one after it.
        """
        known = max((entry.number for entry in self.entries if entry.at <= moment), default=0)
        return replace(self, entries=self.entries[:known])

    def before(self, number: int) -> Record:
        """The file as it was just before an entry was written. Raises InvalidCase where there is no such entry."""
        self.entry(number)
        return replace(self, entries=self.entries[: number - 1])

    def entry(self, number: int) -> Entry:
        """The entry with this number. Raises InvalidCase."""
        if not 1 <= number <= len(self.entries):
            raise InvalidCase(
                f"case '{self.reference}' has no entry {number}.", mend=f"They run from 1 to {len(self.entries)}."
            )
        return self.entries[number - 1]


def content_of(kind: str, data: dict[str, Any]) -> Content:
    """The content of an entry from plain data. Raises ValueError."""
    return CONTENTS[kind].model_validate(data)


def data_of(content: Content) -> dict[str, Any]:
    """The content of an entry as plain data."""
    return content.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def refuse_unsound(record: Record, erased: Erased) -> None:
    """Raise InvalidCase for an erasure after which the record could not be read, or would still say what was to go."""
    for number in erased.entries:
        entry = record.entry(number)
        before = entry.erased_by
        if entry.content is not None and before is not None and before not in erased.entries:
            raise InvalidCase(
                f"what is left of entry {number} stands in entry {before}, which erased the rest of it.",
                mend=f"Erase entry {before} as well.",
            )
        left = erased.remains.get(number)
        try:
            content = content_of(entry.kind, left) if left is not None else None
        except ValueError:
            raise InvalidCase(
                f"what is to be left of entry {number} is not of its kind.", mend="Leave nothing."
            ) from None
        gone = set(entry.content.entries) if isinstance(entry.content, Erased) else set()
        if not gone <= set(content.entries if isinstance(content, Erased) else ()):
            raise InvalidCase(
                f"entry {number} erased others, and which ones has to stay on record.", mend="Leave their numbers."
            )


def _said(record: Record) -> Iterator[tuple[Entry, Content]]:
    now: dict[int, Content | None] = {}
    kinds = {entry.number: entry.kind for entry in record.entries}
    for entry in record.entries:
        content = now[entry.number] = entry.content
        if isinstance(content, Corrected) and content.corrects in now:  # or it is of a kind that was left out
            try:
                data = content.content
                now[content.corrects] = None if data is None else content_of(kinds[content.corrects], data)
            except (KeyError, TypeError, ValueError):
                raise _apart(record, entry.number) from None
    for entry in record.entries:
        if (said := now[entry.number]) is not None:
            yield entry, said


def _apart(record: Record, number: int) -> InvalidCase:
    return InvalidCase(
        f"case '{record.reference}': entry {number} does not go together with those before it.",
        mend=f"Look at it with: decision-support case history {record.reference}",
    )


def _after(case: Case | None, content: Content) -> Case | None:
    """The case after one more entry. Raises KeyError, TypeError or ValueError where the entry does not go with it."""
    match content:
        case Opened():  # or Amended
            head = dict(content)
            return Case(**head) if case is None else case.model_copy(update=head)
        case Answered() | PersonRecorded() | InterestDeclared() | Waived() | OptionConsidered() | Happened():
            if case is None:
                raise ValueError(content.kind)
    match content:
        case Answered(answer=answer):
            assert case is not None
            _refuse_missing(case, content)
            return with_answer(case, Subject(content.about, content.subject), content.fact, answer)
        case Happened(event=event):
            assert case is not None
            return case.model_copy(update={"events": (*case.events, event)})
        case OptionConsidered(option=option):
            assert case is not None
            return case.model_copy(update={"options": (*case.options, Weighed(id=option))})
        case PersonRecorded(person=person):
            assert case is not None
            return _with_person(case, _as_recorded(case, person))
        case InterestDeclared(person=name, interest=interest):
            assert case is not None
            known = _person(case, name)
            return _with_person(case, known.model_copy(update={"interests": (*known.interests, interest)}))
        case Waived(person=name, waiver=waiver):
            assert case is not None
            known = _person(case, name)
            return _with_person(case, known.model_copy(update={"waivers": (*known.waivers, waiver)}))
    return case


def is_overtaken(content: Answered, given: dict[tuple[str, str, str], dt.date], on: dt.date | None = None) -> bool:
    """Whether an answer does not count beside those before it, whose days are in `given`; if it does, so is its own."""
    asked, day = (content.about, content.subject, content.fact), content.answer.on
    if day is None:
        return False
    if (on is not None and day > on) or day < given.get(asked, day):
        return True
    given[asked] = day
    return False


def _with_person(case: Case, person: Person) -> Case:
    """The case with this person in the same place as before, or last."""
    known = {each.id: each for each in case.people}
    known[person.id] = person
    return case.model_copy(update={"people": tuple(known.values())})


def _as_recorded(case: Case, person: Person) -> Person:
    """A person with what other entries say of them: answers, interests and waivers."""
    known = next((each for each in case.people if each.id == person.id), None)
    if known is None:
        return person
    return person.model_copy(update={key: getattr(known, key) for key in ("facts", "interests", "waivers")})


def _person(case: Case, name: str) -> Person:
    return {person.id: person for person in case.people}[name]


def _refuse_missing(case: Case, content: Answered) -> None:
    if content.about in ("person", "option"):
        listed: Sequence[Person | Weighed] = case.people if content.about == "person" else case.options
        if all(each.id != content.subject for each in listed):
            raise KeyError(content.subject)
