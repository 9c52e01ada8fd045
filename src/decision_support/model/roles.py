"""The roles of a document and how they stand to one another."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .values import Identifier, Strength, Text, Value

Relation = Literal["reports_to", "counterpart_of", "escalates_to", "advises", "nominates", "chairs"]
Party = Literal["own", "other", "subject"]


class Finding(Value):
    """How the document tells people to find the holder of a role."""

    say: Text
    clauses: tuple[Identifier, ...] = ()
    interpretation: Identifier | None = None


class Role(Value):
    """A part that somebody plays in a procedure."""

    id: Identifier
    title: Text = Field(description="A noun phrase, lower case: 'line manager'.")
    sided: bool = Field(True, description="Whether each side of the difference has its own holder.")
    party: Party | None = Field(
        None, description="Marks those who differ, each on a side, or the one whom a framework is about."
    )
    find: Finding | None = None
    judged_for: tuple[Identifier, ...] = Field(
        (), description="Actions that rules about who may act in this role bear on; all of them, if left out."
    )
    clauses: tuple[Identifier, ...] = Field(min_length=1)
    see: tuple[Identifier, ...] = ()


class RoleEdge(Value):
    """'from' stands in this relation 'to' another role."""

    from_: Identifier = Field(alias="from")
    relation: Relation
    to: Identifier
    clauses: tuple[Identifier, ...] = ()
    interpretation: Identifier | None = None


class Seat(Value):
    """A place on a panel that somebody has to fill, and nobody two of them."""

    id: Identifier
    say: Text = Field(description="Who fills it, as a noun phrase: 'a team leader'.")
    number: int = Field(1, ge=1, description="How many such places there are.")
    each: Literal["agency"] | None = Field(None, description="One such place for each agency of the parties.")
    holds: tuple[Identifier, ...] = Field((), description="Roles, one of which the person must hold.")
    by_office: bool = Field(False, description="Whether whoever holds one of these roles sits by that alone.")
    who: dict[Identifier, object] = Field(
        default_factory=dict, description="Facts that must hold of the person, as in a rule about people."
    )
    clauses: tuple[Identifier, ...] = Field(min_length=1)


class PanelMakeUp(Value):
    """Who has to be on a panel at least. Whoever sits on it must be free of what excludes from the member's role."""

    id: Identifier
    title: Text
    member: Identifier = Field(description="The role of those who sit on it.")
    strength: Strength = Field(description="How firmly the document asks for this make-up.")
    seats: tuple[Seat, ...] = Field(min_length=1)
    clauses: tuple[Identifier, ...] = Field(min_length=1)
    see: tuple[Identifier, ...] = ()
    interpretations: tuple[Identifier, ...] = ()


class RoleFile(Value):
    guidance: Identifier
    roles: tuple[Role, ...]
    edges: tuple[RoleEdge, ...] = ()
    panels: tuple[PanelMakeUp, ...] = ()
