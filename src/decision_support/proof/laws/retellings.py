"""The same case told otherwise: in another order, with other names, with other words where words are free.

A name or a word is replaced by a sign that occurs nowhere else, so that advice can be read back and held against advice
on the case as it was told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from decision_support.model.case import Case
from decision_support.model.law import Retelling
from decision_support.model.people import NOBODY

_SIGN = "Zq"
_FREE = frozenset({"note", "rationale", "why"})
_WITH_OPTIONS = ("people", "options")


@dataclass
class Retold:
    """A case told otherwise, and what stands for what in it: sign -> what was there."""

    data: dict[str, Any]
    signs: dict[str, str] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        return Case.model_validate(self.data)

    def sign(self, old: str) -> str:
        """The sign that stands for this from now on."""
        for sign, known in self.signs.items():
            if known == old:
                return sign
        sign = f"{_SIGN}{100 + len(self.signs)}"
        self.signs[sign] = old
        return sign

    def back(self, value: Any) -> Any:
        """Plain data with what was there in place of every sign, and lists in an order that no name decides."""
        if isinstance(value, dict):
            return {self.back(key): self.back(each) for key, each in value.items()}
        if isinstance(value, list):
            return sorted((self.back(each) for each in value), key=repr)
        if isinstance(value, str):
            told = re.sub(rf"{_SIGN}\d{{3}}", lambda found: self.signs.get(found[0], found[0]), value)
            return " ".join(sorted(re.findall(r"\w+", told)))
        return value


def retold(case: Case, ways: tuple[Retelling, ...]) -> Retold:
    """The case, told otherwise in all of these ways at once."""
    told = Retold(case.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    for way in ways:
        _WAYS[way](told)
    return told


def _answers(told: Retold) -> None:
    for holder in (told.data, *(each for key in _WITH_OPTIONS for each in told.data.get(key, ()))):
        for key in ("facts", "answers"):
            if key in holder:
                holder[key] = dict(reversed(holder[key].items()))


def _people(told: Retold) -> None:
    if "people" in told.data:
        told.data["people"].reverse()


def _events(told: Retold) -> None:
    """Events without a time of day stand in reverse within each day, those with one where they were."""
    events = told.data.get("events", [])
    days = sorted({_day(event) for event in events})
    told.data["events"] = [event for day in days for event in reversed([each for each in events if _day(each) == day])]


def _day(event: Mapping[str, Any]) -> str:
    return str(event.get("on") or event["at"])[:10]


def _ids(told: Retold) -> None:
    # In the same order of the alphabet: it breaks ties between people, such as whom to ask first.
    known = sorted(person["id"] for person in told.data.get("people", ()))
    signs = {name: told.sign(name) for name in known if name != NOBODY}

    def renamed(value: Any, key: str) -> Any:
        if isinstance(value, dict):
            return {name: renamed(each, name if name != "is" else key) for name, each in value.items()}
        if isinstance(value, list):
            return [renamed(each, key) for each in value]
        return signs.get(value, value) if key in ("id", "line_manager", "by", "for", "named_by") else value

    for part in ("people", "events"):
        if part in told.data:
            told.data[part] = renamed(told.data[part], part)


def _called(key: str) -> Callable[[Retold], None]:
    """Signs for what people are called, or for the names of their agencies or teams, wherever these are dated too."""

    def rename(told: Retold) -> None:
        for person in told.data.get("people", ()):
            written = person.get(key)
            if isinstance(written, str):
                person[key] = told.sign(written)
            for dated in written if isinstance(written, list) else ():
                dated["is"] = told.sign(dated["is"])

    return rename


def _words(told: Retold) -> None:
    def reworded(value: Any, key: str) -> Any:
        if isinstance(value, dict):
            return {name: reworded(each, name) for name, each in value.items()}
        if isinstance(value, list):
            return [reworded(each, key) for each in value]
        return told.sign(value) if key in _FREE and isinstance(value, str) else value

    told.data |= {key: reworded(each, key) for key, each in told.data.items()}
    told.data["case"] = told.sign(told.data["case"])


_WAYS: Mapping[Retelling, Callable[[Retold], None]] = {
    "order of answers": _answers,
    "order of people": _people,
    "order of events on one day": _events,
    "ids of people": _ids,
    "names of people": _called("name"),
    "names of agencies": _called("agency"),
    "names of teams": _called("team"),
    "words of notes": _words,
}
