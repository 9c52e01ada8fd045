"""The people of a case: where each stands and since when, what may keep them from acting, who stands in for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from pydantic import Field, model_validator

from .values import Answer, Identifier, Text, Value

NOBODY = "nobody"


class Span(Value):
    """When something held: from one day up to and including another, either left open."""

    from_: dt.date | None = Field(None, alias="from", description="The first day; left out where it is not known.")
    until: dt.date | None = Field(None, description="The last day; left out while it goes on.")

    @model_validator(mode="after")
    def _forwards(self) -> Span:
        if self.from_ and self.until and self.until < self.from_:
            raise ValueError(f"it ends on {self.until}, before it begins on {self.from_}; correct one of the two dates")
        return self

    def begun(self, on: dt.date) -> bool:
        """Whether it has begun by this day."""
        return self.from_ is None or self.from_ <= on

    def holds(self, on: dt.date) -> bool:
        """Whether it holds on this day."""
        return self.begun(on) and (self.until is None or on <= self.until)


class Dated(Span):
    """A role, an agency, a team or a line manager, for a time."""

    is_: Text = Field(alias="is", description="The role, agency, team or person that it was.")


class StandIn(Span):
    """Whom somebody stands in for, as the deputy of a post or as the one whom its holder nominates."""

    for_: Identifier = Field(alias="for")
    as_: Literal["deputy", "nominee"] = Field("deputy", alias="as")


class Away(Span):
    """A time in which somebody cannot act, such as leave."""

    why: Text | None = None


class OnRecord(Value):
    """Who settled something, when and why."""

    by: Identifier
    on: dt.date
    why: Text


class Interest(Value):
    """Something that may keep a person from acting, in the person's own declaration or on record."""

    in_: Text = Field(alias="in")
    note: Text | None = None
    on: dt.date | None = Field(None, description="The day on which it was declared.")
    ended: OnRecord | None = Field(None, description="That it is over: who settled that, when and why.")


class Waiver(OnRecord):
    """That a conflict shall not keep somebody from acting in this case: who decided so, when and why."""

    of: Identifier = Field(description="The fact that is waived, such as in_line_of_party.")


class Part(Value):
    """A part that a person took earlier in the matter."""

    in_: Text = Field(alias="in", description="A stage, or what it was, such as 'decision' or 'investigation'.")
    on: dt.date | None = None
    for_: Identifier | None = Field(None, alias="for", description="The person on whose behalf, such as a party.")


@dataclass(frozen=True)
class Act:
    """What somebody is on record as having done at an earlier stage. `decided`: it brought a decision."""

    stage: str
    say: str
    day: dt.date
    decided: bool


@dataclass(frozen=True)
class Post:
    """Where somebody stands on one day. `line_manager` is 'nobody' at the top, and None where it is not recorded.

    ever_held are the roles held on that day or before.
    """

    id: str
    name: str
    roles: tuple[str, ...]
    ever_held: tuple[str, ...]
    agency: str | None
    team: str | None
    line_manager: str | None


class Person(Value):
    """Somebody in the case. People are referred to by id. What is not recorded is not known, and never taken as no."""

    id: Identifier
    name: Text | None = None
    roles: tuple[Identifier | Dated, ...] = ()
    agency: Text | tuple[Dated, ...] | None = None
    team: Text | tuple[Dated, ...] | None = None
    line_manager: Identifier | tuple[Dated, ...] | None = Field(
        None, description="Whom this person answers to; 'nobody' at the top of an organisation."
    )
    interests: tuple[Interest, ...] = ()
    took_part: tuple[Part, ...] = ()
    named_by: tuple[Identifier, ...] = Field((), description="People who put this person forward.")
    stands_in: tuple[StandIn, ...] = ()
    away: tuple[Away, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    considered_for: tuple[Identifier, ...] = ()
    facts: dict[Identifier, Answer] = Field(default_factory=dict)

    @property
    def called(self) -> str:
        """The name, or the id where no name is recorded."""
        return self.name or self.id

    def post(self, on: dt.date) -> Post:
        """Where this person stands on a day."""
        return Post(
            id=self.id,
            name=self.called,
            roles=tuple(_name(each) for each in self.roles if isinstance(each, str) or each.holds(on)),
            ever_held=tuple(_name(each) for each in self.roles if isinstance(each, str) or each.begun(on)),
            agency=_held(self.agency, on),
            team=_held(self.team, on),
            line_manager=_held(self.line_manager, on),
        )


def spans(written: str | tuple[str | Dated, ...] | None) -> tuple[Dated, ...]:
    """Every entry with its dates; one without any holds for all time."""
    listed = (written,) if isinstance(written, str) else written or ()
    return tuple(Dated.model_validate({"is": each}) if isinstance(each, str) else each for each in listed)


def _name(role: str | Dated) -> str:
    return role if isinstance(role, str) else role.is_


def _held(written: str | tuple[Dated, ...] | None, on: dt.date) -> str | None:
    if written is None or isinstance(written, str):
        return written
    return next((each.is_ for each in reversed(written) if each.holds(on)), None)
