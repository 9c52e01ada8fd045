"""The route that a document lays down: stages, clocks, what it may advise, and what it leaves to people to judge."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from .values import Identifier, Limit, Sentence, Text, Value, limit_from_text


class OtherReading(Value):
    """A second way to read a clock's start or its unit. Both dates are given and the earlier one is advised."""

    starts: Identifier
    stage: Identifier | None = None
    limit: Annotated[Limit, BeforeValidator(limit_from_text)] | None = Field(
        None, description="The length on this reading, where it is the unit that is unclear."
    )
    see: Identifier


class Clock(Value):
    """A limit that starts at a named event."""

    id: Identifier
    say: Sentence
    starts: Identifier = Field(description="The event that starts the clock.")
    start_stage: Identifier | None = Field(None, description="Only that event recorded for this stage.")
    no_later_than: tuple[Identifier, ...] = Field(
        (), description="Events that show the clock had started by then, where its own start is not recorded."
    )
    stops: tuple[Identifier, ...] = Field((), description="Events that end the clock; settlement always does.")
    stop_stage: Identifier | None = Field(None, description="Only stop events recorded for this stage.")
    limit: Annotated[Limit, BeforeValidator(limit_from_text)]
    counting: Literal["start_day_counts", "start_day_does_not_count", "unclear"]
    kind: Literal["limit", "indicative", "hoped"]
    lapse: Text = Field(description="What it means when the limit passes.")
    also_read: tuple[OtherReading, ...] = ()
    clauses: tuple[Identifier, ...] = Field(min_length=1)
    see: tuple[Identifier, ...] = Field((), description="Silences that bear on this clock.")
    interpretations: tuple[Identifier, ...] = ()


class Stage(Value):
    """One part of the route."""

    id: Identifier
    title: Text
    actors: tuple[Identifier, ...] = Field(min_length=1, description="Roles that act at this stage.")
    shown_by: tuple[Identifier, ...] = Field(
        (), description="Events that happen at this stage only: one on record shows that the matter has come so far."
    )
    steps: tuple[Identifier, ...] = Field((), description="Actions of this stage, in the order they are taken.")
    clocks: tuple[Clock, ...] = ()
    unresolved: Identifier | None = Field(None, description="The stage that follows where this one does not settle it.")
    after_settlement: bool = Field(False, description="The part that follows once the matter is settled.")
    clauses: tuple[Identifier, ...] = Field(min_length=1)
    see: tuple[Identifier, ...] = ()


class Procedure(Value):
    """A document's stages, and the clocks that run across them."""

    stages: tuple[Stage, ...] = Field(min_length=1)
    clocks: tuple[Clock, ...] = ()


class Action(Value):
    """Something that somebody may be advised to do."""

    id: Identifier
    say: Sentence
    actor: Identifier | None = Field(None, description="The role that acts, on the side that raised the concern.")
    side: Literal["own", "other", "each"] = Field("own", description="Whose holder of the role acts.")
    contact: Identifier | None = Field(None, description="The role to turn to, or 'counterpart' of the actor.")
    contact_side: Literal["own", "other"] | None = None
    clock: Identifier | None = None
    urgency: Literal["now"] | None = Field(
        None, description="now, where the document says immediately or without delay."
    )
    records: tuple[Identifier, ...] = Field((), description="Records and forms to make.")
    excludes: tuple[Identifier, ...] = Field((), description="Actions that cannot stand beside this one.")
    ends_in: Identifier | None = Field(None, description="The event to record once done.")
    see: tuple[Identifier, ...] = Field((), description="Silences that bear on this action.")
    interpretations: tuple[Identifier, ...] = Field((), description="Ours, where the document does not name the actor.")
    lane: Literal["do", "record"] = Field("do", description="Whether it is chiefly a thing to do or a record to keep.")


class Judgement(Value):
    """A decision that the guidance leaves to a person."""

    id: Identifier
    say: Sentence
    decided_by: Identifier | None = Field(
        None, description="The role that decides; left out where the document names none."
    )
    options: tuple[Text, ...] = ()
    weigh: tuple[Text, ...] = Field(min_length=1)
    clauses: tuple[Identifier, ...] = ()
    see: tuple[Identifier, ...] = ()


class ActionFile(Value):
    actions: tuple[Action, ...]
    judgements: tuple[Judgement, ...] = ()
