"""One graph of the guidance's roles and the people of a case: who holds what, who manages whom, who works where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import networkx as nx

from decision_support.model.case import Case
from decision_support.model.knowledge import Document
from decision_support.model.parties import SIDES, Side, parties
from decision_support.model.people import NOBODY, Act, Person, Post, Span, spans

NEITHER = "neither"
DECISION = "decision"


class Step(NamedTuple):
    """One edge of the graph. Nodes are named 'person:asha', 'role:line_manager', 'agency:…', 'team:…' or 'matter:…'."""

    from_: str
    relation: str
    to: str


class RoleGraph:
    """The roles of one document; each edge carries its relation and clauses."""

    def __init__(self, document: Document) -> None:
        self.roles = document.roles
        self.order = tuple(document.stages)
        self.graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for role in document.roles.values():
            self.graph.add_node(role.id, title=role.title)
        for edge in document.edges:
            self.graph.add_edge(edge.from_, edge.to, key=edge.relation, relation=edge.relation, clauses=edge.clauses)
        lines: nx.DiGraph[str] = nx.DiGraph(
            (low, high) for low, high, relation in self.graph.edges(keys=True) if relation == "reports_to"
        )
        self.steps_up = {
            (low, high): steps
            for low, above in nx.all_pairs_shortest_path_length(lines)
            for high, steps in above.items()
            if steps
        }

    def counterpart(self, role: str) -> str | None:
        """The role on the other side that stands opposite this one."""
        for _, to, relation in self.graph.out_edges(role, keys=True):
            if relation == "counterpart_of":
                return to
        for opposite, _, relation in self.graph.in_edges(role, keys=True):
            if relation == "counterpart_of":
                return opposite
        return None

    def next_up(self, role: str) -> str | None:
        """The role to which this one escalates; None where the guidance ends."""
        return next(
            (to for _, to, relation in self.graph.out_edges(role, keys=True) if relation == "escalates_to"), None
        )


class People:
    """The people of one case on one day, beside the roles of one document.

    stage is the stage reached; acts are what each person is on record as having done at an earlier stage.
    """

    def __init__(
        self,
        case: Case,
        roles: RoleGraph,
        on: dt.date,
        stage: str | None = None,
        acts: Mapping[str, tuple[Act, ...]] | None = None,
    ) -> None:
        self.on, self.stage, self.acts = on, stage, acts or {}
        self.recorded: Mapping[str, Person] = {person.id: person for person in case.people}
        self.people: Mapping[str, Post] = {person.id: person.post(on) for person in case.people}
        self.roles = roles.roles
        self.role_graph = roles
        found = parties(self.people.values(), self.roles.values())
        self.parties: Mapping[Side, tuple[Post, ...]] = {side: found.get(side, ()) for side in SIDES}
        self.concerned: tuple[Post, ...] = tuple(dict.fromkeys(post for those in found.values() for post in those))
        self.all_parties_known = all(found.values()) and bool(self._marked) and set(found) == self._marked
        self._managers = {side: self._above_all(self.parties[side]) for side in self.parties}

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """Roles and people in one graph. Edges of people carry `from_`, `until` and whether they hold on this day."""
        graph: nx.MultiDiGraph[str] = nx.relabel_nodes(self.role_graph.graph, lambda role: f"role:{role}")
        for person in self.recorded.values():
            graph.add_node(f"person:{person.id}", title=person.called)
            for relation, to, span in _edges(person):
                graph.add_edge(
                    f"person:{person.id}",
                    to,
                    key=(relation, span.from_, span.until),
                    relation=relation,
                    from_=span.from_,
                    until=span.until,
                    holds=span.holds(self.on),
                )
        for name, acts in self.acts.items():
            for act in acts:
                graph.add_edge(
                    f"person:{name}", f"matter:{act.stage}", key=("acted at", act.day), relation="acted at", holds=True
                )
        return graph

    @cached_property
    def ends(self) -> tuple[dt.date, ...]:
        """The days before this one on which somebody's line, team or agency ended, the latest first."""
        written = (held for each in self.recorded.values() for held in (each.line_manager, each.team, each.agency))
        listed = (each for held in written if held is not None and not isinstance(held, str) for each in held)
        return tuple(sorted({each.until for each in listed if each.until and each.until < self.on}, reverse=True))

    @cached_property
    def deciders(self) -> tuple[str, ...]:
        """Those who took the decision in question, or decided at an earlier stage."""
        return tuple(
            person.id
            for person in self.recorded.values()
            if any(act.decided for act in self.acts.get(person.id, ()))
            or any(part.in_ == DECISION and (part.on is None or part.on <= self.on) for part in person.took_part)
        )

    def is_party(self, person: str) -> bool:
        """Whether this person is one of those who differ, or the one whom a framework is about."""
        return any(person == party.id for party in self.concerned)

    def in_line(self, role: str, side: Side) -> tuple[str, ...]:
        """People who hold a role by line management alone, as many steps above a party as the role is."""
        found = [
            self._above(party, self.role_graph.steps_up[party_role, role])
            for party in self.parties[side]
            for party_role in party.roles
            if (party_role, role) in self.role_graph.steps_up and self.roles[party_role].party == side
        ]
        return tuple(dict.fromkeys(manager for manager in found if manager is not None))

    def side_of(self, person: Post) -> Side | None:
        """The side on which somebody stands by line management, or else by agency; None where that does not tell."""
        sides = self._sides_of(person)
        return sides[0] if len(sides) == 1 else None

    def standing_of(self, person: Post) -> str:
        """'own', 'other', 'both' or 'neither'."""
        sides = self._sides_of(person)
        return "both" if len(sides) == 2 else next(iter(sides), NEITHER)

    def is_proposed(self, person: str, role: str) -> bool:
        """Whether somebody holds a role, is considered for it, or stands in for a holder."""
        recorded = self.recorded[person]
        return (
            role in self.people[person].roles
            or role in recorded.considered_for
            or any(role in self.people[each.for_].roles for each in recorded.stands_in if each.holds(self.on))
        )

    def is_away(self, person: str) -> bool:
        """Whether somebody cannot act on this day."""
        return any(away.holds(self.on) for away in self.recorded[person].away)

    def post(self, on: dt.date, person: str) -> Post:
        """Where somebody stands on a day."""
        return self.people[person] if on == self.on else self.recorded[person].post(on)

    def managers(self, on: dt.date, person: str) -> tuple[tuple[str, ...], bool]:
        """Everybody above somebody on a day, the nearest first; whether the record goes up to the top."""
        above: list[str] = []
        current: str | None = person
        while current is not None and current != NOBODY:
            current = self.post(on, current).line_manager if current in self.recorded else None
            if current is None or current in above or current == person:
                return tuple(above), False
            if current != NOBODY:
                above.append(current)
        return tuple(above), True

    @property
    def _marked(self) -> set[str]:
        return {role.party for role in self.roles.values() if role.party}

    def _sides_of(self, person: Post) -> list[Side]:
        by_line: list[Side] = [
            side for side, parties in self.parties.items() if person in parties or person.id in self._managers[side]
        ]
        if by_line or person.agency is None:
            return by_line
        by_agency: list[Side] = [
            side for side, parties in self.parties.items() if person.agency in {party.agency for party in parties}
        ]
        return by_agency if len(by_agency) == 1 else []

    def _above_all(self, parties: tuple[Post, ...]) -> set[str]:
        return {manager for party in parties for manager in self.managers(self.on, party.id)[0]}

    def _above(self, person: Post, height: int) -> str | None:
        above = self.managers(self.on, person.id)[0]
        return above[height - 1] if height <= len(above) else None


def _edges(person: Person) -> Iterator[tuple[str, str, Span]]:
    always = Span.model_construct(from_=None, until=None)
    for role in spans(person.roles):
        yield "holds", f"role:{role.is_}", role
    yield from (("works for", f"agency:{each.is_}", each) for each in spans(person.agency))
    yield from (("is in the team", f"team:{each.is_}", each) for each in spans(person.team))
    for each in spans(person.line_manager):
        if each.is_ != NOBODY:
            yield "answers to", f"person:{each.is_}", each
    for stand_in in person.stands_in:
        yield f"{stand_in.as_} of", f"person:{stand_in.for_}", stand_in
    yield from (("named by", f"person:{each}", always) for each in person.named_by)
    for interest in person.interests:
        ended = interest.ended.on if interest.ended else None
        yield "has an interest in", f"matter:{interest.in_}", Span.model_construct(from_=None, until=ended)
    yield from (("took part in", f"matter:{part.in_}", always) for part in person.took_part)
    yield from (("considered for", f"role:{role}", always) for role in person.considered_for)
