"""One graph of the guidance's roles and the people of a case: who holds what, who manages whom, who works where."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from decision_support.model.case import Case, Person
from decision_support.model.facts import Subject
from decision_support.model.knowledge import Document
from decision_support.model.parties import Side, parties
from decision_support.model.roles import Role


def role_graph(document: Document) -> nx.MultiDiGraph[str]:
    """The roles of one document; each edge carries its relation and clauses."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for role in document.roles.values():
        graph.add_node(role.id, title=role.title)
    for edge in document.edges:
        graph.add_edge(edge.from_, edge.to, key=edge.relation, relation=edge.relation, clauses=edge.clauses)
    return graph


def counterpart(graph: nx.MultiDiGraph[str], role: str) -> str | None:
    """The role on the other side that stands opposite this one."""
    for _, to, relation in graph.out_edges(role, keys=True):
        if relation == "counterpart_of":
            return to
    for opposite, _, relation in graph.in_edges(role, keys=True):
        if relation == "counterpart_of":
            return opposite
    return None


class People:
    """The people of one case beside the roles of one document."""

    def __init__(self, case: Case, document: Document) -> None:
        self.people = {person.id: person for person in case.people}
        self.roles = document.roles
        self.parties = parties(case, document.roles.values())
        self._roles_above = _reporting(role_graph(document))
        self._line: nx.DiGraph[str] = nx.DiGraph()
        self._line.add_nodes_from(self.people)
        self._line.add_edges_from((p.id, p.line_manager) for p in case.people if p.line_manager)
        self.role_graph = role_graph(document)

    def is_party(self, person: str) -> bool:
        """Whether this person is one of the practitioners who differ."""
        return any(person == party.id for side in self.parties.values() for party in side)

    def managers_of(self, side: Side) -> dict[str, int]:
        """Everybody above the parties of one side, with the least number of steps up."""
        steps: dict[str, int] = {}
        for party in self.parties[side]:
            for above, distance in nx.single_source_shortest_path_length(self._line, party.id).items():
                if distance and distance <= steps.get(above, distance):
                    steps[above] = distance
        return steps

    def in_line(self, role: str, side: Side) -> dict[str, str]:
        """People who hold a role by line management alone: id -> why, in words."""
        found = {}
        for party in self.parties[side]:
            for party_role in party.roles:
                if self.roles.get(party_role) is None or self.roles[party_role].party != side:
                    continue
                height = self._roles_above.get((party_role, role))
                above = self._above(party, height) if height else None
                if above is not None:
                    found[above] = _line_in_words(party, height or 0)
        return found

    def side_of(self, person: Person) -> Side | None:
        """The side on which somebody stands by line management, or else by agency; None where that does not tell."""
        sides: list[Side] = [
            side
            for side in ("own", "other")
            if person.id in self.managers_of(side) or any(person.id == party.id for party in self.parties[side])
        ]
        if not sides and person.agency:
            sides = [
                side for side in ("own", "other") if person.agency in {party.agency for party in self.parties[side]}
            ]
        return sides[0] if len(sides) == 1 else None

    def _above(self, person: Person, height: int) -> str | None:
        current: str | None = person.id
        for _ in range(height):
            manager = self.people[current].line_manager if current in self.people else None
            if manager is None:
                return None
            current = manager
        return current


def people_facts(case: Case, documents: Iterable[Document]) -> dict[Subject, dict[str, str]]:
    """What the graph says of each person, as facts: every role of every document, and whether they are a party."""
    listed = list(documents)
    roles: dict[str, Role] = {role.id: role for document in listed for role in document.roles.values()}
    party_ids = {person.id for side in parties(case, roles.values()).values() for person in side}
    facts = {}
    for person in case.people:
        own = {f"role.{role}": "yes" if role in person.roles else "no" for role in roles}
        own["is_party"] = "yes" if person.id in party_ids else "no"
        facts[Subject("person", person.id)] = own
    return facts


def _reporting(graph: nx.MultiDiGraph[str]) -> dict[tuple[str, str], int]:
    lines: nx.DiGraph[str] = nx.DiGraph(
        (low, high) for low, high, relation in graph.edges(keys=True) if relation == "reports_to"
    )
    return {
        (low, high): steps
        for low, above in nx.all_pairs_shortest_path_length(lines)
        for high, steps in above.items()
        if steps
    }


def _line_in_words(party: Person, height: int) -> str:
    name = party.name or party.id
    if height == 1:
        return f"manages {name}"
    return f"manages {name} through {height - 1} other{'s' if height > 2 else ''}"
