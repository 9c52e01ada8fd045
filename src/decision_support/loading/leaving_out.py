"""A person or an option left out of a case as it was written, with everything that speaks of that person."""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]

_REFERS = ("by", "is", "for")  # the keys under which an entry names a person


def without_option(data: Data, option: str) -> Data:
    """The case without this option."""
    return data | {"options": [each for each in data.get("options", []) if each["id"] != option]}


def without_person(data: Data, person: str) -> Data:
    """The case without this person: nobody is managed, named or represented by them, and what they did stays done.

    A waiver or an ending that rests on their word goes with them, because nobody else is on record for it.
    """
    return data | {
        "people": [_parted(each, person) for each in data.get("people", []) if each["id"] != person],
        "events": [_without(event, "by", person) for event in data.get("events", [])],
    }


def _parted(other: Data, person: str) -> Data:
    """Somebody else's record, no longer tied to the person."""
    kept = {key: value for key, value in other.items() if key != "line_manager" or value != person}
    for key in ("line_manager", "named_by", "stands_in", "waivers"):
        if isinstance(kept.get(key), list):
            kept[key] = [each for each in kept[key] if not _names(each, person)]
    if isinstance(kept.get("took_part"), list):
        kept["took_part"] = [_without(part, "for", person) for part in kept["took_part"]]
    if isinstance(kept.get("interests"), list):
        kept["interests"] = [
            {key: value for key, value in interest.items() if key != "ended" or not _names(value, person)}
            for interest in kept["interests"]
        ]
    return {key: value for key, value in kept.items() if value != []}


def _without(entry: Data, key: str, person: str) -> Data:
    return {name: value for name, value in entry.items() if name != key or value != person}


def _names(entry: Any, person: str) -> bool:
    if isinstance(entry, dict):
        return any(entry.get(key) == person for key in _REFERS)
    return bool(entry == person)
