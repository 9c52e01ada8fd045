"""The numbers under which advice is shown: what to do now, then, and what to write down, alike records together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from decision_support.model.advice import Advice, Recommendation

Part = Literal["now", "then", "record"]


@dataclass(frozen=True)
class Numbered:
    """One number on the page. `those` are several only where records of many questions are alike."""

    number: int
    part: Part
    those: tuple[Recommendation, ...]


def numbered_advice(advice: Advice) -> tuple[Numbered, ...]:
    """Every recommendation under its number, in the order in which advice shows them."""
    groups: dict[object, list[Recommendation]] = {}
    for part in ("now", "then", "record"):
        for each in advice.recommendations:
            if _part(each) == part:
                groups.setdefault((part, _alike(each) if part == "record" else each.id), []).append(each)
    return tuple(Numbered(number, _part(those[0]), tuple(those)) for number, those in enumerate(groups.values(), 1))


def _part(each: Recommendation) -> Part:
    if each.lane == "record":
        return "record"
    return "now" if each.urgency in ("now", "today") else "then"


def _alike(each: Recommendation) -> tuple[object, ...]:
    who = (each.actor.people, each.actor.title) if each.actor and each.actor.people else None
    return each.say, each.strength, who
