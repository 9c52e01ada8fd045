"""The roles of a guidance document as something to draw."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.model.knowledge import Document
from decision_support.model.role_map import LEVEL, Link, Node, RoleMap
from decision_support.model.roles import Role, RoleEdge


def map_of_guidance(document: Document) -> RoleMap:
    """The roles of one document and how they stand to one another, with what helps to find a holder."""
    has_sides = any(role.party in ("own", "other") for role in document.roles.values())
    return RoleMap(
        title=document.guidance.title,
        nodes=tuple(
            Node(_id(role.id), role.title, "role", tuple(_notes(role, has_sides))) for role in document.roles.values()
        ),
        links=tuple(
            Link(
                from_=_id(edge.from_),
                relation=edge.relation,
                to=_id(edge.to),
                say=_say(edge),
                clauses=edge.clauses,
                ours=not edge.clauses,
            )
            for edge in document.edges
        ),
    )


def _id(role: str) -> str:
    return f"role:{role}"


def _say(edge: RoleEdge) -> str:
    """A role that is its own counterpart has a holder on each side."""
    say = edge.relation.replace("_", " ")
    return f"{say} the other side's" if edge.from_ == edge.to and edge.relation == LEVEL else say


def _notes(role: Role, has_sides: bool) -> Iterator[str]:
    if role.party == "subject":
        yield "The one whom it is about."
    elif role.party:
        yield "One of the two who differ."
    elif has_sides:
        yield "Each side has its own." if role.sided else "The same for both sides."
    if role.find:
        yield f"To find: {role.find.say} ({', '.join(role.find.clauses) or 'our advice'})"
    if role.see:
        yield f"Not clear in the document: {', '.join(role.see)}."
