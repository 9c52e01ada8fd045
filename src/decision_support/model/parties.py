"""The two sides of a difference: who they are, and whether they work for the same agency."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from .case import Case, Person
from .roles import Role

Side = Literal["own", "other"]


def parties(case: Case, roles: Iterable[Role]) -> dict[Side, tuple[Person, ...]]:
    """The people recorded in a role that marks a party: 'own' raised the concern, 'other' is the other side."""
    marked = {role.id: role.party for role in roles if role.party}
    sides: dict[Side, list[Person]] = {"own": [], "other": []}
    for person in case.people:
        for side in sorted({marked[role] for role in person.roles if role in marked}):
            sides[side].append(person)
    return {side: tuple(found) for side, found in sides.items()}


def share_agency(sides: dict[Side, tuple[Person, ...]]) -> Literal["yes", "no"] | None:
    """Whether both sides work for one agency; None unless the agency of everybody on both sides is recorded."""
    own, other = ({person.agency for person in sides[side]} for side in ("own", "other"))
    if not own or not other or None in own or None in other:
        return None
    return "yes" if own & other else "no"
