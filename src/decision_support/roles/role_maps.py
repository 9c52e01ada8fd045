"""The roles of a guidance document, and the people of a case beside them, as something to draw."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.model.knowledge import Document
from decision_support.model.people import Post
from decision_support.model.role_map import ESCALATES, HOLDS, LEVEL, Link, Node, RoleMap
from decision_support.model.roles import Role, RoleEdge

from .escalation import Bars
from .graph import People

DRAWN = (HOLDS, "considered for", "answers to", "deputy of", "nominee of", "named by")


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


def map_of_people(title: str, people: People, bars: Bars) -> RoleMap:
    """The people of a case on one day: their roles and the next ones up, their lines of management, who is barred."""
    graph = people.graph
    ladder = {end for edge in graph.edges(data=True) if edge[2]["relation"] == ESCALATES for end in edge[:2]}
    drawn = [(low, high, edge) for low, high, edge in graph.edges(data=True) if edge["relation"] in DRAWN]
    roles = ladder | {high for _, high, _ in drawn if high.startswith("role:")}
    held = {high for _, high, edge in drawn if edge["relation"] == HOLDS and edge["holds"]}
    return RoleMap(
        title=title,
        nodes=(
            *(
                Node(_id(role.id), role.title, "role", () if _id(role.id) in held else ("Nobody recorded.",))
                for role in people.roles.values()
                if _id(role.id) in roles
            ),
            *(_person(people, post, bars) for post in people.people.values()),
        ),
        links=(
            *(
                Link(
                    low,
                    edge["relation"],
                    high,
                    edge["relation"].replace("_", " "),
                    edge["clauses"],
                    not edge["clauses"],
                )
                for low, high, edge in graph.edges(data=True)
                if low in roles and high in roles and (low != high)
            ),
            *(
                Link(low, edge["relation"], high, edge["relation"], ended=not edge["holds"])
                for low, high, edge in drawn
            ),
        ),
    )


def _person(people: People, post: Post, bars: Bars) -> Node:
    notes = [f"Team: {post.team}."] if post.team else []
    if people.is_away(post.id):
        notes.append("Away.")
    for (role, person), barred in bars.items():
        if person == post.id:
            may_not = "May not act" if barred.kind == "exclude" else "Not cleared to act"
            notes.append(f"{may_not} as {people.roles[role].title}: {barred.why}.")
    return Node(f"person:{post.id}", post.name, "person", tuple(notes), post.agency)


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
