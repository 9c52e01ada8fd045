"""The smallest case that still breaks a law: everything is left out of it that can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from decision_support.errors import UserMistake
from decision_support.model.case import Case

_LISTS = ("events", "people", "options")
_MAPPINGS = ("facts", "answers")
_NEEDED = frozenset({"id", "what", "on", "at", "stage", "outcome"})  # without these nothing reads a part any more
_MOST = 400  # cases tried


def smallest(case: Case, is_broken: Callable[[Case], bool]) -> Case:
    """A case from which nothing more can be left out without the law holding again."""
    tried, found = 0, True
    while found and tried < _MOST:
        found = False
        for smaller in _smaller(case):
            tried += 1
            if tried >= _MOST:
                break
            if _holds(is_broken, smaller):
                case, found = smaller, True
                break
    return case


def _holds(is_broken: Callable[[Case], bool], case: Case) -> bool:
    try:
        return is_broken(case)
    except UserMistake:  # what is left contradicts itself
        return False


def _smaller(case: Case) -> Iterator[Case]:
    """The case without one of its parts: half a list first, then single parts, then parts of parts."""
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for key in (*_LISTS, *_MAPPINGS):
        held = list(data.get(key, ()))
        for size in (len(held), len(held) // 2, 1):
            for start in range(0, len(held), size) if size else ():
                yield Case.model_validate(data | {key: _without(data[key], held[start : start + size])})
    for key in _LISTS:
        for number, part in enumerate(data.get(key, ())):
            for name in part.keys() - _NEEDED:
                smaller = {own: value for own, value in part.items() if own != name}
                yield Case.model_validate(data | {key: [*data[key][:number], smaller, *data[key][number + 1 :]]})
    if len(data.get("guidance", ())) > 1:
        for name in data["guidance"]:
            yield Case.model_validate(data | {"guidance": [each for each in data["guidance"] if each != name]})


def _without(held: Any, parts: list[Any]) -> Any:
    if isinstance(held, dict):
        return {key: value for key, value in held.items() if key not in parts}
    return [each for each in held if each not in parts]
