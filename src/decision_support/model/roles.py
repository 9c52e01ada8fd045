"""The roles of a document and how they stand to one another."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .values import Identifier, Text, Value

Relation = Literal["reports_to", "counterpart_of", "escalates_to", "advises", "nominates", "chairs"]


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
    party: Literal["own", "other"] | None = Field(None, description="Marks the two practitioners who differ.")
    find: Finding | None = None
    clauses: tuple[Identifier, ...] = Field(min_length=1)
    see: tuple[Identifier, ...] = ()


class RoleEdge(Value):
    """'from' stands in this relation 'to' another role."""

    from_: Identifier = Field(alias="from")
    relation: Relation
    to: Identifier
    clauses: tuple[Identifier, ...] = ()
    interpretation: Identifier | None = None


class RoleFile(Value):
    guidance: Identifier
    roles: tuple[Role, ...]
    edges: tuple[RoleEdge, ...] = ()
