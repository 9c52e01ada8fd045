"""Writes into case files, everything held against the knowledge base first."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from decision_support.casefile.entering import opening
from decision_support.casefile.record import Record, content_of, data_of
from decision_support.casefile.store import Store
from decision_support.errors import InvalidCase, SeveralMistakes, UserMistake, did_you_mean
from decision_support.loading.cases import case_of
from decision_support.loading.written import read_text
from decision_support.model.case import Case
from decision_support.model.entries import (
    AdviceFollowed,
    AdviceGiven,
    AdviceSetAside,
    Closed,
    Content,
    Corrected,
    Entry,
    Erased,
    FormIssued,
    JudgementMade,
    Noted,
    Opened,
    PersonRecorded,
    RecordMade,
    Reopened,
)
from decision_support.model.knowledge import OURS, KnowledgeBase

from .correcting import refuse_uncorrectable

_LINE = re.compile(r" \(line \d+\)")  # of the data that is checked, which nobody wrote
_STAYING = (Corrected, Closed, Reopened, Erased)  # what may be left of a case that was erased
# The entries by which the case stays as it is.
_BESIDE = (AdviceFollowed, AdviceGiven, AdviceSetAside, FormIssued, JudgementMade, Noted, RecordMade)


class Filing:
    """The case files of one store, as somebody writes into them.

    writer  who writes, as it is entered with every entry
    """

    def __init__(self, base: KnowledgeBase, store: Store, writer: str) -> None:
        self._base = base
        self._store = store
        self._writer = writer

    def begin(self, reference: str, case: Case, at: dt.datetime) -> Record:
        """A new case file for this case. Raises InvalidCase where there is one of this name."""
        return self._store.begin(reference, opening(sound(case, self._base)), self._writer, at)

    def write(self, seen: Record, contents: Sequence[Content], at: dt.datetime) -> Record:
        """The record with these entries, all of them or none.

        Raises WrittenMeanwhile where others have come since, and UserMistake for what does not hold together.
        """
        self.checked(seen, contents, at)
        return self._store.append(seen, contents, self._writer, at) if contents else seen

    def checked(self, seen: Record, contents: Sequence[Content], at: dt.datetime) -> Record:
        """The record as it would be with these entries, of which nothing is written. Raises UserMistake as `write`."""
        if not contents:
            return seen
        if not seen.is_open and not isinstance(contents[0], Reopened):
            mend = f"Reopen it first: decision-support case reopen {seen.reference} --because …"
            raise InvalidCase(f"case '{seen.reference}' is closed.", mend=mend)
        if seen.is_erased:
            seen.case()  # which says so
        for content in contents:
            self._refuse_unknown(seen, content)
        after = with_entries(seen, contents, at)
        if not all(isinstance(each, _BESIDE) for each in contents):
            sound(after.case(), self._base)
        return after

    def erase(self, seen: Record, erased: Erased, at: dt.datetime) -> tuple[Record, bool]:
        """Remove what entries say, for good. Also whether nothing of it is left in the files of the store.

        Raises InvalidCase where what stays does not hold together without it.
        """
        self._refuse_resting(seen, erased)
        return self._store.erase(seen, erased, self._writer, at)

    def _refuse_resting(self, seen: Record, erased: Erased) -> None:
        then = with_erasure(seen, erased)
        if then.is_erased:
            if any(type(content) not in _STAYING for _, content in then.said):
                mend = "Erase the whole case with --all, or correct entry 1."
                raise InvalidCase("the rest of the case rests on its opening, which would be erased.", mend=mend)
            return
        try:
            sound(seen.case(), self._base)
        except UserMistake:  # it did not hold together before
            return
        try:
            sound(then.case(), self._base)
        except UserMistake as mistake:
            mend = "Erase that as well, or correct it first. To erase who somebody is: --person."
            raise InvalidCase(f"the case would not hold together without it: {mistake.what}", mend=mend) from None

    def _refuse_unknown(self, seen: Record, content: Content) -> None:
        match content:
            case JudgementMade(judgement=name):
                own = [f"{OURS}.{each}" for each in self._base.our_judgements]
                _refuse_other("there is no judgement", name, [*self._of_documents("judgements"), *own])
            case PersonRecorded(person=person) if person.facts or person.interests or person.waivers:
                mend = "Enter them one by one."
                raise InvalidCase("answers, interests and waivers are not entered with a person.", mend=mend)
            case Closed(on=day) if day < (opened := seen.case().opened):
                what = f"the case was opened on {opened.isoformat()}, after {day.isoformat()}."
                raise InvalidCase(what, mend="Correct the day of closing.")
            case RecordMade(record=name):
                _refuse_other("no document asks for a record", name, self._of_documents("records"))
            case FormIssued(form=name):
                _refuse_other("no document has a form", name, self._of_documents("forms"))
            case Corrected(corrects=number):
                _refuse_idle(seen, content)
                if content.content is not None:
                    self._refuse_unknown(seen, _corrected_content(seen.entry(number), content.content))

    def _of_documents(self, what: str) -> list[str]:
        return [f"{own}.{each}" for own, document in self._base.documents.items() for each in getattr(document, what)]


def sound(case: Case, base: KnowledgeBase, called: str = "") -> Case:
    """The case, held against the knowledge base as strictly as a case file. Raises UserMistake.

    called: what to name in front of a mistake, where the reader would not know which case it is.
    """
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    def told(mistake: UserMistake) -> InvalidCase:
        what = _LINE.sub("", mistake.what)
        return InvalidCase(f"{called}: {what}" if called else what, mend=mistake.mend)

    try:
        return case_of(read_text(json.dumps(data), file="the case", json=True), base)
    except SeveralMistakes as several:
        raise SeveralMistakes(told(mistake) for mistake in several.mistakes) from None
    except UserMistake as mistake:
        raise told(mistake) from None


def _refuse_other(what: str, name: str, known: Sequence[str]) -> None:
    if name not in known:
        raise InvalidCase(f"{what} '{name}'.", mend=did_you_mean(name, known))


def with_entries(seen: Record, contents: Sequence[Content], at: dt.datetime) -> Record:
    """The record as it would be with these entries; they are not written, and so have no hash."""
    first = len(seen.entries) + 1
    new = (Entry(number, at, each.kind, None, each, "") for number, each in enumerate(contents, first))
    return replace(seen, entries=(*seen.entries, *new))


def with_erasure(seen: Record, erased: Erased) -> Record:
    """The record as it would be after an erasure."""
    held: dict[int, dict[str, Any] | None] = {number: erased.remains.get(number) for number in erased.entries}
    entries = []
    for entry in reversed(seen.entries):  # what is left of an entry stands in a later one
        if entry.number in held:
            data = held[entry.number]
            entry = replace(entry, content=content_of(entry.kind, data) if data is not None else None)
        if isinstance(entry.content, Erased):
            held |= {number: entry.content.remains.get(number) for number in entry.content.entries}
        entries.append(entry)
    return replace(seen, entries=tuple(reversed(entries)))


def _refuse_idle(seen: Record, content: Corrected) -> None:
    """Raise InvalidCase for a correction that cannot be, or after which the entry says what it says already."""
    entry = seen.entry(content.corrects)
    refuse_uncorrectable(entry)
    if entry.kind == Opened.kind and content.content is None:
        mend = f"Correct what is wrong in it, or close the case: entry {entry.number} is where it begins."
        raise InvalidCase("the opening of a case cannot be taken back.", mend=mend)
    now = next((data_of(said) for each, said in seen.said if each.number == entry.number), None)
    since = [each.number for each, said in seen.said if each.number > entry.number and _replaces(said, entry.content)]
    if since and content.content is not None:
        what = f"entry {since[-1]} says since what entry {entry.number} said, and counts instead."
        raise InvalidCase(what, mend=f"Correct entry {since[-1]}.")
    if now is None and content.content is None:
        raise InvalidCase(f"entry {entry.number} was taken back already.", mend="Enter what holds now anew.")
    if now is not None and content.content == now:
        raise InvalidCase(f"entry {entry.number} says so already.", mend="Say what it should say instead.")


def _replaces(later: Content, earlier: Content | None) -> bool:
    """Whether all that an entry says is said anew by a later one."""
    match later, earlier:
        case Opened(), Opened():  # or Amended
            return True
        case PersonRecorded(person=now), PersonRecorded(person=was):
            return now.id == was.id
    return False


def _corrected_content(entry: Entry, data: dict[str, Any]) -> Content:
    try:
        return content_of(entry.kind, data)
    except ValueError:
        what = f"what entry {entry.number} is to say is not of its kind."
        raise InvalidCase(what, mend="Say the same kind of thing, or take it back and enter another.") from None
