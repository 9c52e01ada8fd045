"""One graph of the guidance's roles and the people of a case: who holds what, who manages whom, who works where."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from decision_support.model.case import Case, Person
from decision_support.model.facts import Subject
from decision_support.model.knowledge import Document
from decision_support.model.parties import Side, parties

NEITHER = "neither"


class RoleGraph:
    """The roles of one document; each edge carries its relation and clauses."""

    def __init__(self, document: Document) -> None:
        self.roles = document.roles
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


class People:
    """The people of one case beside the roles of one document."""

    def __init__(self, case: Case, roles: RoleGraph) -> None:
        self.people = {person.id: person for person in case.people}
        self.roles = roles.roles
        self.role_graph = roles
        self.parties = parties(case, self.roles.values())
        self._line: nx.DiGraph[str] = nx.DiGraph()
        self._line.add_nodes_from(self.people)
        self._line.add_edges_from((p.id, p.line_manager) for p in case.people if p.line_manager)
        self._managers = {side: self._above_all(self.parties[side]) for side in self.parties}

    def is_party(self, person: str) -> bool:
        """Whether this person is one of the practitioners who differ."""
        return any(person == party.id for side in self.parties.values() for party in side)

    def in_line(self, role: str, side: Side) -> tuple[str, ...]:
        """People who hold a role by line management alone, as many steps above a party as the role is."""
        found = [
            self._above(party, self.role_graph.steps_up[party_role, role])
            for party in self.parties[side]
            for party_role in party.roles
            if (party_role, role) in self.role_graph.steps_up and self.roles[party_role].party == side
        ]
        return tuple(dict.fromkeys(manager for manager in found if manager is not None))

    def side_of(self, person: Person) -> Side | None:
        """The side on which somebody stands by line management, or else by agency; None where that does not tell."""
        sides = self._sides_of(person)
        return sides[0] if len(sides) == 1 else None

    def standing_of(self, person: Person) -> str:
        """'own', 'other', 'both' or 'neither'."""
        sides = self._sides_of(person)
        return "both" if len(sides) == 2 else next(iter(sides), NEITHER)

    def _sides_of(self, person: Person) -> list[Side]:
        by_line: list[Side] = [
            side for side, parties in self.parties.items() if person in parties or person.id in self._managers[side]
        ]
        if by_line or person.agency is None:
            return by_line
        by_agency: list[Side] = [
            side for side, parties in self.parties.items() if person.agency in {party.agency for party in parties}
        ]
        return by_agency if len(by_agency) == 1 else []

    def _above_all(self, parties: tuple[Person, ...]) -> set[str]:
        return {manager for party in parties for manager in nx.descendants(self._line, party.id)}

    def _above(self, person: Person, height: int) -> str | None:
        current: str | None = person.id
        for _ in range(height):
            manager = self.people[current].line_manager if current in self.people else None
            if manager is None:
                return None
            current = manager
        return current


def people_facts(views: Iterable[People]) -> dict[Subject, dict[str, str]]:
    """What the graph says of each person, as facts: the roles of every document, whether a party, and which side."""
    facts: dict[Subject, dict[str, str]] = {}
    for view in views:
        for person in view.people.values():
            own = facts.setdefault(Subject("person", person.id), {"is_party": "no", "side": NEITHER})
            own |= {f"role.{role}": "yes" if role in person.roles else "no" for role in view.roles}
            if view.is_party(person.id):
                own["is_party"] = "yes"
            if own["side"] == NEITHER:
                own["side"] = view.standing_of(person)
    return facts
