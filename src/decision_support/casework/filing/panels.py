"""Who sits on a panel, as the people of a case have it on record: a role that they hold from a day, or until it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from decision_support.model.case import Case
from decision_support.model.people import Dated, Person

DAY = dt.timedelta(days=1)


def seated(case: Case, role: str, members: Collection[str], on: dt.date) -> Case:
    """The case in which just these people hold the member's role on this day. What was so before stays on record."""
    people = tuple(
        each if (role in each.post(on).roles) == (each.id in members) else _changed(each, role, on)
        for each in case.people
    )
    return case if people == case.people else case.model_copy(update={"people": people})


def members_of(case: Case, role: str, on: dt.date) -> frozenset[str]:
    """Who holds the member's role on this day."""
    return frozenset(each.id for each in case.people if role in each.post(on).roles)


def _changed(person: Person, role: str, on: dt.date) -> Person:
    if role in person.post(on).roles:
        roles = tuple(_ended(person, role, on))
    else:
        roles = (*person.roles, Dated.model_validate({"is": role, "from": on}))
    return person.model_copy(update={"roles": roles})


def _ended(person: Person, role: str, on: dt.date) -> Iterator[str | Dated]:
    """The roles without this one from the day on; what began on that very day was never so."""
    for each in person.roles:
        held = Dated.model_validate({"is": each}) if isinstance(each, str) else each
        if held.is_ != role or not held.holds(on):
            yield each
        elif held.from_ is None or held.from_ < on:
            yield held.model_copy(update={"until": on - DAY})
