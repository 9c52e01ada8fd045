"""What is recorded of a person, as somebody types it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from decision_support.casefile.entering import changes as entries_for
from decision_support.casefile.record import Record
from decision_support.errors import InvalidCase, did_you_mean
from decision_support.loading.changed_names import PERSON_KEYS
from decision_support.loading.changes import changed
from decision_support.model.entries import Content
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.people import Interest, Person, Waiver

from .contents import content

_BRACKETS = ("[", "{")


def person_changed(
    base: KnowledgeBase, record: Record, person: str, keys: Sequence[str], interest: str | None, on: dt.date
) -> tuple[Content, ...]:
    """The entries for a person who comes into the case, or of whom more is recorded. Each key is KEY=VALUE."""
    before = record.case()
    told = [_told(person, each) for each in keys]
    if all(each.id != person for each in before.people):
        told.insert(0, f"person: {{id: {json.dumps(person)}}}")
    after = changed(before, told, base)
    if interest is not None:
        known = next(each for each in after.people if each.id == person)
        declared = content(Interest, {"in": interest, "on": on})
        now = known.model_copy(update={"interests": (*known.interests, declared)})
        after = after.model_copy(update={"people": tuple(now if each is known else each for each in after.people)})
    return entries_for(record, before, after, "It is recorded differently now.")


def person_waived(
    record: Record, person: str, fact: str, by: str | None, because: str | None, on: dt.date
) -> tuple[Content, ...]:
    """The entry for a conflict that shall not keep a person from acting."""
    if by is None or because is None:
        raise InvalidCase("a waiver says who decided it and why.", mend="Add --by PERSON and --because TEXT.")
    before = record.case()
    known = _known(before.people, person)
    waiver = content(Waiver, {"of": fact, "by": by, "because": None, "why": because, "on": on})
    now = known.model_copy(update={"waivers": (*known.waivers, waiver)})
    after = before.model_copy(update={"people": tuple(now if each is known else each for each in before.people)})
    return entries_for(record, before, after, because)


def person_gone(base: KnowledgeBase, record: Record, person: str, because: str | None) -> tuple[Content, ...]:
    """The entries that take back everything about somebody who has no part in the case."""
    if because is None:
        raise InvalidCase("nothing says why this person has no part in the case.", mend="Add --because TEXT.")
    before = record.case()
    _known(before.people, person)
    return entries_for(record, before, changed(before, [f"person.{person}="], base), because)


def _told(person: str, key: str) -> str:
    name, sign, value = key.partition("=")
    if not sign or name.strip() not in PERSON_KEYS:
        near = did_you_mean(name.strip(), PERSON_KEYS)
        raise InvalidCase(f"'{key}' is nothing that is recorded of a person.", mend=f"Write KEY=VALUE. {near}")
    if name.strip() == "name" and value.lstrip()[:1] in _BRACKETS:  # a name is a text, whatever it begins with
        return f"person: {{id: {json.dumps(person)}, name: {json.dumps(value.strip(), ensure_ascii=False)}}}"
    return f"person.{person}.{name.strip()}={value}"


def _known(people: Sequence[Person], person: str) -> Person:
    found = next((each for each in people if each.id == person), None)
    if found is None:
        raise InvalidCase(
            f"there is nobody called '{person}' in this case.", mend=did_you_mean(person, [p.id for p in people])
        )
    return found
