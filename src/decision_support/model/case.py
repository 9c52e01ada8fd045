"""A case as a user writes it: facts, people, and the events so far."""

from __future__ import annotations

import datetime as dt
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from .values import Division, Identifier, Text, Value

UK_TIME = ZoneInfo("Europe/London")


class Answer(Value):
    """A value, and who gave it, when and why."""

    value: Text
    rationale: Text | None = None
    by: Text | None = None
    on: dt.date | None = None


class Interest(Value):
    """Something that may keep a person from acting, in the person's own declaration or on record."""

    in_: Text = Field(alias="in")
    note: Text | None = None
    on: dt.date | None = None


class Part(Value):
    """A part that a person took earlier in the matter."""

    in_: Text = Field(alias="in")
    on: dt.date | None = None


class Person(Value):
    """Somebody in the case. People are referred to by id."""

    id: Identifier
    name: Text | None = None
    roles: tuple[Identifier, ...] = ()
    agency: Text | None = None
    team: Text | None = None
    line_manager: Identifier | None = None
    interests: tuple[Interest, ...] = ()
    took_part: tuple[Part, ...] = ()
    considered_for: tuple[Identifier, ...] = ()
    facts: dict[Identifier, Answer] = Field(default_factory=dict)


def _on_the_wall(at: dt.datetime) -> dt.datetime:
    return at if at.tzinfo is None else at.astimezone(UK_TIME).replace(tzinfo=None)


class Event(Value):
    """Something that happened: on a day, or at a time of day where that is known."""

    what: Identifier
    on: dt.date | None = None
    at: Annotated[dt.datetime, AfterValidator(_on_the_wall)] | None = Field(
        None, description="Day and time on the clocks of the United Kingdom; a time with an offset is put into that."
    )
    by: Identifier | None = None
    stage: Identifier | None = None
    outcome: Identifier | None = None
    silence: Identifier | None = Field(None, description="The silence of a document that a local decision settles.")
    note: Text | None = None

    @model_validator(mode="after")
    def _one_time(self) -> Event:
        if (self.on is None) == (self.at is None):
            raise ValueError(
                "say when it happened, with either 'on' (a date) or 'at' (a date and time), and not with both"
            )
        return self

    @property
    def day(self) -> dt.date:
        """The day on which it happened."""
        if self.at is not None:
            return self.at.date()
        assert self.on is not None
        return self.on


class Weighed(Value):
    """An option under consideration."""

    id: Identifier
    facts: dict[Identifier, Answer] = Field(default_factory=dict)


class Case(Value):
    """Everything known of one case, in the order in which it was written."""

    case: Text = Field(description="A short title or reference.")
    guidance: tuple[Identifier, ...] = Field((), description="Documents that apply; left out, advice says which may.")
    jurisdiction: Division | None = None
    opened: dt.date
    facts: dict[Identifier, Answer] = Field(default_factory=dict)
    answers: dict[Identifier, Answer] = Field(default_factory=dict)
    people: tuple[Person, ...] = ()
    options: tuple[Weighed, ...] = ()
    events: tuple[Event, ...] = ()
