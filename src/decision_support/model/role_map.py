"""What a picture of roles and people shows: who there is, and how each stands to another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

NodeKind = Literal["role", "person", "agency", "team"]

ESCALATES = "escalates_to"
LADDER = (ESCALATES, "reports_to", "answers_to")
HOLDS = "holds"
LEVEL = "counterpart_of"


@dataclass(frozen=True)
class Node:
    """Somebody or something that is drawn. Notes are sentences about it; a group is the agency that it belongs to."""

    id: str
    label: str
    kind: NodeKind
    notes: tuple[str, ...] = ()
    group: str | None = None


@dataclass(frozen=True)
class Link:
    """How one node stands to another. `say` is the relation in words as `from_` would put it: 'reports to'.

    ours: it rests on how we read the guidance and on no clause. ended: it held once and does not hold now.
    """

    from_: str
    relation: str
    to: str
    say: str
    clauses: tuple[str, ...] = ()
    ours: bool = False
    ended: bool = False

    @property
    def rung(self) -> int | None:
        """Its place among the relations of which the ladder is made, escalation first; None for any other relation."""
        name = self.relation.replace(" ", "_")
        return LADDER.index(name) if name in LADDER and not self.ended else None

    @property
    def remark(self) -> str:
        """On what it rests, and whether it has ended; empty where neither is to be said."""
        rests = self.clauses or (("our reading",) if self.ours else ())
        return ", ".join((*rests, "ended") if self.ended else rests)


@dataclass(frozen=True)
class RoleMap:
    """All that one picture shows. Ids of nodes are unique, and links join nodes of the map only."""

    title: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]

    def __post_init__(self) -> None:
        known = {node.id for node in self.nodes}
        if len(known) < len(self.nodes):
            raise ValueError("two nodes of a role map have the same id")
        if strays := {end for link in self.links for end in (link.from_, link.to)} - known:
            raise ValueError(f"links of a role map lead to nodes that it does not have: {sorted(strays)}")

    def plain(self) -> RoleMap:
        """The same map with every text on one line, none empty, and nothing in it that cannot be printed."""
        return RoleMap(
            _plain(self.title),
            tuple(
                replace(
                    node,
                    label=_plain(node.label, node.id),
                    notes=tuple(map(_plain, node.notes)),
                    group=_plain(node.group) if node.group else None,
                )
                for node in self.nodes
            ),
            tuple(
                replace(link, say=_plain(link.say, link.relation), clauses=tuple(map(_plain, link.clauses)))
                for link in self.links
            ),
        )

    def alone(self) -> tuple[Node, ...]:
        """The nodes that no link touches."""
        touched = {end for link in self.links for end in (link.from_, link.to)}
        return tuple(node for node in self.nodes if node.id not in touched)


def _plain(*texts: str) -> str:
    """The first of these texts of which anything is left."""
    plain = (" ".join("".join(each if each.isprintable() else " " for each in text).split()) for text in texts)
    return next(filter(None, plain), "–")
