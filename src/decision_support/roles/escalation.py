"""Who acts next and towards whom: the holders of a role on one side, everybody left out, and how to find somebody."""

from __future__ import annotations

from typing import Literal

from decision_support.model.advice import Holder, LeftOut
from decision_support.model.case import Person
from decision_support.model.parties import Side

from .graph import People

COUNTERPART = "counterpart"
Wanted = Literal["own", "other", "each"]


def holder(people: People, role: str, side: Wanted = "own") -> Holder:
    """Who holds a role for one side (or for each), with a reason for everybody left out."""
    known = people.roles[role]
    sides: tuple[Side, ...] = ("own", "other") if side == "each" else (side,)
    if not known.sided or known.party:
        chosen = [person.id for person in people.people.values() if role in person.roles]
        left_out: list[LeftOut] = []
    else:
        chosen, left_out = _of_sides(people, role, sides)
    return Holder(
        role=role,
        title=_title(known.title, side, known.sided and not known.party),
        people=tuple(chosen),
        left_out=tuple(left_out),
        find=None if chosen or known.find is None else known.find.say,
    )


def contact(people: People, actor: str | None, wanted: str, actor_side: Wanted, side: Side | None) -> Holder | None:
    """Whom the actor turns to: a role, or the actor's counterpart on the other side."""
    if wanted == COUNTERPART:
        opposite = people.role_graph.counterpart(actor) if actor else None
        return holder(people, opposite, "own" if actor_side == "other" else "other") if opposite else None
    return holder(people, wanted, side or "each")


def _of_sides(people: People, role: str, sides: tuple[Side, ...]) -> tuple[list[str], list[LeftOut]]:
    chosen: list[str] = []
    left_out: list[LeftOut] = []
    by_line = {side: people.in_line(role, side) for side in sides}
    for person in people.people.values():
        if any(person.id in by_line[side] for side in sides) and not people.is_party(person.id):
            chosen.append(person.id)
        elif role in person.roles:
            why = _why_not(people, person, sides, by_line)
            if why is None:
                chosen.append(person.id)
            else:
                left_out.append(LeftOut(person.id, why))
    return chosen, left_out


def _why_not(
    people: People, person: Person, sides: tuple[Side, ...], by_line: dict[Side, tuple[str, ...]]
) -> str | None:
    if people.is_party(person.id):
        return "is a party to the difference"
    where = people.side_of(person)
    if where is None:
        return "stands on neither side for certain: record the agency or the line manager"
    if where not in sides:
        return "acts for the other side" if "own" in sides else "acts for the side that raised the concern"
    managers = [people.people[manager] for manager in by_line[where]]
    if managers:
        names = " and ".join(manager.name or manager.id for manager in managers)
        return f"is not in the line of management; {names} is"
    return None


def _title(title: str, side: Wanted, sided: bool) -> str:
    if not sided:
        return title
    if side == "each":
        return f"{title} on each side"
    return title if side == "own" else f"{title} on the other side"
