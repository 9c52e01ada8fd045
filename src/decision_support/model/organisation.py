"""An organisation as a user writes it: its people, before any case arises between them."""

from __future__ import annotations

from pydantic import Field

from .people import Person
from .values import Identifier, Text, Value
from .vocabulary import Fact


class Organisation(Value):
    """People with their roles, lines of management, teams and agencies, written as in a case."""

    organisation: Text = Field(description="What it is called.")
    guidance: tuple[Identifier, ...] = Field((), description="Documents to hold it against; left out, every one.")
    people: tuple[Person, ...] = Field(min_length=1)


def is_lasting(fact: Fact) -> bool:
    """Whether an answer about somebody outlasts one case: it turns on nobody concerned, and nothing overtakes it."""
    return fact.computed is None and not fact.overtaken
