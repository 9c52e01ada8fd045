"""Whom a matter is between: the two sides of a difference, or the practitioner whose performance is in question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from .people import Post
from .roles import Party, Role

Side = Literal["own", "other"]
SIDES: tuple[Side, ...] = ("own", "other")
Parties = Mapping[Party, tuple[Post, ...]]


def parties(posts: Iterable[Post], roles: Iterable[Role]) -> Parties:
    """The people recorded in a role that marks a party, also where they have left it since.

    'own' raised the concern, 'other' is the other side, 'subject' is the one whom a framework is about.
    """
    marked = {role.id: role.party for role in roles if role.party}
    found: dict[Party, list[Post]] = {party: [] for party in marked.values()}
    for post in posts:
        for party in sorted({marked[role] for role in post.ever_held if role in marked}):
            found[party].append(post)
    return {party: tuple(those) for party, those in found.items()}


def share_agency(sides: Parties) -> Literal["yes", "no"] | None:
    """Whether both sides work for one agency; None unless the agency of everybody on both sides is recorded."""
    own, other = ({post.agency for post in sides.get(side, ())} for side in SIDES)
    if not own or not other or None in own or None in other:
        return None
    return "yes" if own & other else "no"
