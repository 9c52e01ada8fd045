"""Holds the people of a file against one another: every name known, nobody above themselves, dates that go together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from decision_support.errors import InvalidCase, Place, UserMistake, did_you_mean
from decision_support.model.people import NOBODY, Dated, OnRecord, Person, spans
from decision_support.model.roles import Role
from decision_support.model.vocabulary import Fact

from .tree import Path as Where
from .written import Written

WAIVED = "waived"


def mistakes_of_people(
    people: Sequence[Person], roles: Mapping[str, Role], facts: Mapping[str, Fact], written: Written
) -> Iterator[UserMistake]:
    """Everything about these people that cannot be so, each with its place. `roles` are those of all the documents."""
    everyone = {person.id for person in people}
    marks = {name for name, role in roles.items() if role.party}
    concerned = {person.id for person in people if marks.intersection(person.post(dt.date.max).ever_held)}
    waivable = {name for name, fact in facts.items() if WAIVED in fact.on_record_only}
    ids: set[str] = set()
    for index, person in enumerate(people):
        here: Where = ("people", index)
        if person.id in ids:
            yield InvalidCase(f"two people have the id '{person.id}'.", place=written.place((*here, "id")))
        if person.id == NOBODY:
            mend = "Choose another id: as a line manager it means that there is none."
            yield InvalidCase(f"nobody can have the id '{NOBODY}'.", place=written.place((*here, "id")), mend=mend)
        ids.add(person.id)
        yield from _roles(person, here, roles, written)
        yield from _line_manager(person, here, everyone, written)
        yield from _one_at_a_time(person, here, written)
        yield from _relations(person, here, everyone, written)
        yield from _interests(person, here, everyone, written)
        yield from _waivers(person, here, everyone, waivable, written)
        for number, waiver in enumerate(person.waivers):
            if waiver.by in concerned and waiver.by != person.id:
                place = written.place((*here, "waivers", number, "by"))
                what = f"'{waiver.by}' is one of those concerned, and cannot waive a conflict of '{person.id}'."
                yield InvalidCase(what, place=place, mend="Say who else decided it.")
    yield from _management_loops(people, written)


def _unknown(what: str, name: str, known: Iterable[str], place: Place) -> InvalidCase:
    return InvalidCase(f"there is no {what} '{name}'.", place=place, mend=did_you_mean(name, known))


def _roles(person: Person, here: Where, roles: Iterable[str], written: Written) -> Iterator[UserMistake]:
    for number, role in enumerate(person.roles):
        name, at = (role.is_, ("is",)) if isinstance(role, Dated) else (role, ())
        if name not in roles:
            yield _unknown("role", name, roles, written.place((*here, "roles", number, *at)))
    for number, role in enumerate(person.considered_for):
        if role not in roles:
            yield _unknown("role", role, roles, written.place((*here, "considered_for", number)))


def _line_manager(person: Person, here: Where, everyone: set[str], written: Written) -> Iterator[UserMistake]:
    for number, each in enumerate(spans(person.line_manager)):
        place = written.place(
            (*here, "line_manager", *(() if isinstance(person.line_manager, str) else (number, "is")))
        )
        if each.is_ == person.id:
            yield InvalidCase(f"'{person.id}' is their own line manager.", place=place)
        elif each.is_ not in (*everyone, NOBODY):
            yield _unknown("person", each.is_, everyone, place)


def _one_at_a_time(person: Person, here: Where, written: Written) -> Iterator[UserMistake]:
    """One agency, one team and one line manager on any day."""
    for key in ("agency", "team", "line_manager"):
        listed = getattr(person, key)
        for (_, one), (number, other) in combinations(enumerate(spans(listed)), 2):
            if _overlap(one, other):
                yield InvalidCase(
                    f"'{person.id}' has two entries under '{key}' for the same day: '{one.is_}' and '{other.is_}'.",
                    place=written.place((*here, key, number)),
                    mend="Say with 'until' when the first ended and with 'from' when the second began.",
                )


def _overlap(one: Dated, other: Dated) -> bool:
    starts = max(one.from_ or dt.date.min, other.from_ or dt.date.min)
    return starts <= min(one.until or dt.date.max, other.until or dt.date.max)


def _relations(person: Person, here: Where, everyone: set[str], written: Written) -> Iterator[UserMistake]:
    for number, stand_in in enumerate(person.stands_in):
        yield from _somebody_else(
            "stands in for", person, stand_in.for_, everyone, written.place((*here, "stands_in", number, "for"))
        )
    for number, part in enumerate(person.took_part):
        if part.for_ is not None and part.for_ not in everyone:
            yield _unknown("person", part.for_, everyone, written.place((*here, "took_part", number, "for")))
    for number, name in enumerate(person.named_by):
        if name not in everyone:
            yield _unknown("person", name, everyone, written.place((*here, "named_by", number)))


def _somebody_else(what: str, person: Person, other: str, everyone: set[str], place: Place) -> Iterator[UserMistake]:
    if other == person.id:
        yield InvalidCase(f"'{person.id}' {what} themselves.", place=place, mend="Name somebody else.")
    elif other not in everyone:
        yield _unknown("person", other, everyone, place)


def _interests(person: Person, here: Where, everyone: set[str], written: Written) -> Iterator[UserMistake]:
    for number, interest in enumerate(person.interests):
        if interest.ended is None:
            continue
        at = (*here, "interests", number, "ended")
        yield from _by_another(
            "say that an interest of their own has ended", person, interest.ended, at, everyone, written
        )
        if interest.on and interest.ended.on < interest.on:
            yield InvalidCase(
                f"the interest of '{person.id}' ended on {interest.ended.on}, before it was declared on {interest.on}.",
                place=written.place((*at, "on")),
                mend="Correct one of the two dates.",
            )


def _waivers(
    person: Person, here: Where, everyone: set[str], waivable: set[str], written: Written
) -> Iterator[UserMistake]:
    for number, waiver in enumerate(person.waivers):
        at = (*here, "waivers", number)
        if waiver.of not in waivable:
            mend = did_you_mean(waiver.of, waivable)
            yield InvalidCase(f"'{waiver.of}' cannot be waived.", place=written.place((*at, "of")), mend=mend)
        yield from _by_another("waive a conflict of their own", person, waiver, at, everyone, written)
        declared = [each.on for each in person.interests if each.on]
        if waiver.of == "declared_interest" and declared and waiver.on < min(declared):
            yield InvalidCase(
                f"the interest of '{person.id}' was waived on {waiver.on}, before it was declared on {min(declared)}.",
                place=written.place((*at, "on")),
                mend="Correct one of the two dates.",
            )


def _by_another(
    what: str, person: Person, record: OnRecord, at: Where, everyone: set[str], written: Written
) -> Iterator[UserMistake]:
    place = written.place((*at, "by"))
    if record.by == person.id:
        yield InvalidCase(f"'{person.id}' cannot {what}.", place=place, mend="Say who else decided it.")
    elif record.by not in everyone:
        yield _unknown("person", record.by, everyone, place)


def _management_loops(people: Sequence[Person], written: Written) -> Iterator[UserMistake]:
    """Circles on any day: the days on which somebody's line manager changes are enough to find them all."""
    days = {each.from_ for person in people for each in spans(person.line_manager) if each.from_} | {dt.date.min}
    reported: set[str] = set()
    for day in sorted(days):
        managers = {person.id: manager for person in people if (manager := person.post(day).line_manager)}
        for index, person in enumerate(people):
            chain = [person.id]
            while (above := managers.get(chain[-1])) is not None and above not in chain:
                chain.append(above)
            if above == person.id and len(chain) > 1 and not reported & set(chain):
                reported |= set(chain)
                loop = " is managed by ".join(f"'{name}'" for name in [*chain, above])
                place = written.place(("people", index))
                yield InvalidCase(f"the line management runs in a circle: {loop}.", place=place)
