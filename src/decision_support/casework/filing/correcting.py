"""A correction as somebody types it: what an earlier entry should have said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from decision_support.casefile.record import Record, data_of
from decision_support.errors import InvalidCase, UnreadableFile, did_you_mean
from decision_support.loading.changes import LISTS
from decision_support.loading.written import read_text
from decision_support.model.case import Event
from decision_support.model.entries import CONTENTS, AdviceGiven, Content, Corrected, Entry, Erased
from decision_support.model.people import Interest, Person, Waiver
from decision_support.model.values import Answer, Text

from .contents import content

# The part of an entry that holds what can be wrong in it, and what that part is; for the others it is the entry itself.
_INNER: dict[str, tuple[str, Any]] = {
    "answered": ("answer", Answer),
    "happened": ("event", Event),
    "person_recorded": ("person", Person),
    "interest_declared": ("interest", Interest),
    "waived": ("waiver", Waiver),
}
# What other entries say of a person, each to be corrected by its own number.
_ELSEWHERE = {"person_recorded": {"id", "facts", "interests", "waivers"}}
_LISTS = (*LISTS, "considered")


def corrected(record: Record, number: int, changes: Sequence[str], withdraw: bool, because: str) -> Corrected:
    """The entry that corrects another. Each change is KEY=VALUE. Raises UserMistake."""
    if withdraw == bool(changes):
        mend = "Write KEY=VALUE, or --withdraw where it should not have been made at all."
        raise InvalidCase("either the entry says something else, or it is taken back.", mend=mend)
    if withdraw:
        record.entry(number)
        return content(Corrected, {"corrects": number, "because": because})
    refuse_uncorrectable(record.entry(number))
    now = _now(record, number)
    data = data_of(now)
    part, known = _open_to_change(now, data)
    for change in changes:
        key, sign, value = (each.strip() for each in change.partition("="))
        if not sign or key not in known:
            raise InvalidCase(
                f"'{change}' is nothing that entry {number} says.", mend=f"Write KEY=VALUE. {did_you_mean(key, known)}"
            )
        if value:
            part[key] = value if key in _texts(now) else _value(key, value)
            if key in ("on", "at"):
                part.pop("at" if key == "on" else "on", None) if {"on", "at"} <= {*known} else None
        else:
            part.pop(key, None)
    said = content(CONTENTS[now.kind], data, f"entry {number}: ")
    return content(Corrected, {"corrects": number, "content": None, "because": because}).model_copy(
        update={"content": data_of(said)}
    )


def said_so_far(record: Record, number: int) -> tuple[Content, dict[str, str]]:
    """What an entry says by now, and each KEY with the VALUE that says so, as somebody would type it.

    Nothing stands for a key that it does not use. Raises InvalidCase.
    """
    now = _now(record, number)
    part, known = _open_to_change(now, data_of(now))
    return now, {key: _typed(key, part.get(key)) for key in known}


def refuse_uncorrectable(entry: Entry) -> None:
    """Raise InvalidCase for an entry that no correction can name."""
    target = entry.content
    if isinstance(target, Corrected):
        mend = f"Correct entry {target.corrects} once more."
        raise InvalidCase(f"entry {entry.number} is itself a correction, of entry {target.corrects}.", mend=mend)
    if isinstance(target, AdviceGiven | Erased):
        raise InvalidCase(
            f"entry {entry.number} says what was done, and that stays as it was.",
            mend="Write a note, or have advice given anew.",
        )
    if target is None:
        raise InvalidCase(f"what entry {entry.number} said was erased.", mend="Enter what holds now anew.")


def _now(record: Record, number: int) -> Content:
    """What an entry says so far: what was written, or what the last correction made of it."""
    found = next((said for entry, said in record.said if entry.number == number), None)
    if found is None:
        raise InvalidCase(f"entry {number} says nothing any more.", mend="Enter what holds now anew.")
    return found


def _open_to_change(now: Content, data: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The part of an entry's data that can be wrong, and the keys that it may have."""
    inner, model = _INNER.get(now.kind, ("", CONTENTS[now.kind]))
    elsewhere = _ELSEWHERE.get(now.kind, set())
    known = [field.alias or name for name, field in model.model_fields.items()]
    return data[inner] if inner else data, [each for each in known if each not in elsewhere]


def _texts(now: Content) -> set[str]:
    """The keys under which anything that is typed is a text, even what looks like a list."""
    _, model = _INNER.get(now.kind, ("", CONTENTS[now.kind]))
    fields = model.model_fields.items()
    return {field.alias or name for name, field in fields if field.annotation in (str, Text | None)}


def _typed(key: str, value: Any) -> str:
    """A value as `_value` reads it."""
    if value is None:
        return ""
    if isinstance(value, list) and key in _LISTS and all(isinstance(each, str) and "," not in each for each in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def _value(key: str, text: str) -> Any:
    if text[0] in "{[":
        try:
            return read_text(text, file=f"'{key}={text}'").data
        except UnreadableFile as mistake:
            raise InvalidCase(f"'{key}={text}': {mistake.what}", mend=mistake.mend) from None
    return [part.strip() for part in text.split(",") if part.strip()] if key in _LISTS else text
