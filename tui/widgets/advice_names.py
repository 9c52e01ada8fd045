"""The items of a piece of advice by name, so that a key knows what it is pressed on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from decision_support.model.advice import Advice, OptionLine


class Item(NamedTuple):
    """One item: what kind of thing, and which one.

    recommendation, judgement, option, silence, question, record, document: by its own id
    excluded, doubt: person:guidance.role   alarm: guidance.role   waived: person:fact
    ask, unknown: subject:fact   start: the event   conflict, change: its place among those of the advice
    """

    kind: str
    name: str

    @property
    def id(self) -> str:
        return f"{self.kind} {self.name}"


def item_of(id: str) -> Item:
    """The item with this id."""
    kind, _, name = id.partition(" ")
    return Item(kind, name)


def names_in(advice: Advice) -> Mapping[str, str]:
    """What to call the people of the case that was advised on."""
    people = advice.receipt.case.get("people", [])
    return {person["id"]: person.get("name", person["id"]) for person in people}


def weighed(advice: Advice) -> tuple[OptionLine, ...]:
    """The options that somebody considers, or that something speaks for or against."""
    return tuple(each for each in advice.options if each.considered or each.for_ or each.against or each.ruled_out)
