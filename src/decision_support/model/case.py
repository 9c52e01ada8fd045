"""A case as a user writes it: facts, people, and the events so far."""

from __future__ import annotations

import datetime as dt
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from .people import Person
from .values import Answer, Division, Identifier, Text, Value

UK_TIME = ZoneInfo("Europe/London")


def _on_the_wall(at: dt.datetime) -> dt.datetime:
    try:
        return at if at.tzinfo is None else at.astimezone(UK_TIME).replace(tzinfo=None)
    except OverflowError:
        raise ValueError("this time is beyond all calendars") from None


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
