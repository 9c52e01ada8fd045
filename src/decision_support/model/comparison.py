"""Where documents differ: topic by topic, what each says, with its clauses. Nothing is merged, no winner picked."""

from __future__ import annotations

from pydantic import Field

from .values import Identifier, Text, Value


class Position(Value):
    """What one document says on a topic, or that it is silent."""

    say: Text
    clauses: tuple[Identifier, ...] = ()
    see: tuple[Identifier, ...] = Field((), description="Silences, where it says nothing or says it unclearly.")


class Topic(Value):
    """One point on which documents can be set side by side."""

    id: Identifier
    title: Text
    positions: dict[Identifier, Position] = Field(min_length=2, description="By document.")
    differ: Text = Field(description="How they differ, in one or two sentences.")


class TopicFile(Value):
    topics: tuple[Topic, ...]
