"""Changes to a case in a line of text each: what is supposed, checked as strictly as a case file.

immediate_risk_of_harm=yes      a fact of the case; with nothing after the sign it is taken back
4.1=no                          a question of a framework
omar.declared_interest=no       a fact of a person or an option
omar.roles=worker,line_manager  what is recorded of a person; also jurisdiction=, opened= and guidance=
omar=                           the person, the option, or every event of the kind, is left out
event: {what: …, on: …}         one more event; person: {…} and option: {…} add one, or change the one with that id
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NoReturn, get_origin

from decision_support.errors import InvalidCase, SeveralMistakes, UnreadableFile, UserMistake
from decision_support.model.case import Case
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.people import Person
from decision_support.model.values import UNASKED

from .cases import case_of
from .changed_names import ENTRIES, PERSON_KEYS, Data, Meaning, meaning_of, with_id
from .leaving_out import without_option, without_person
from .tree import shortened
from .written import read_text

FILE = "what if"
LISTS = ("guidance", *(key for key in PERSON_KEYS if get_origin(Person.model_fields[key].annotation) is tuple))

_ENTRY = re.compile(rf"\s*({'|'.join(ENTRIES)})\s*:(.*)", re.DOTALL)
_LINE = re.compile(r" \(line \d+\)")  # of the data that is checked, which nobody wrote


@dataclass(frozen=True)
class Supposition:
    """A case with changes, and those changes that changed nothing because it was so already."""

    case: Case
    idle: tuple[str, ...]


def changed(case: Case, changes: Sequence[str], base: KnowledgeBase) -> Case:
    """The case with these changes, made in the order given; `case` stays as it is. Raises UserMistake."""
    return supposed(case, changes, base).case


def supposed(case: Case, changes: Sequence[str], base: KnowledgeBase) -> Supposition:
    """The case with these changes, and the changes that made no difference to it. Raises UserMistake."""
    steps: list[Data] = [case.model_dump(mode="json", by_alias=True, exclude_defaults=True)]
    for change in changes:
        steps.append(_after(copy.deepcopy(steps[-1]), change, base))
    if mistakes := _mistakes(steps[-1], base):
        _refuse(mistakes, steps, changes, base)
    idle = tuple(change for change, (before, after) in zip(changes, pairwise(steps), strict=True) if before == after)
    return Supposition(case if steps[-1] == steps[0] else _case(steps[-1], base), idle)


@contextmanager
def supposing(case: Case, changes: Sequence[str], base: KnowledgeBase) -> Iterator[Supposition]:
    """The changed case, to be worked with; a mistake that only comes to light in that work names the changes."""
    supposition = supposed(case, changes, base)
    try:
        yield supposition
    except InvalidCase as mistake:
        if not changes:
            raise
        raise InvalidCase(f"{_quoted(changes)}: {mistake.what}", mend=mistake.mend) from None


def _after(data: Data, change: str, base: KnowledgeBase) -> Data:
    if entry := _ENTRY.fullmatch(change):
        return _with_entry(data, entry[1], entry[2].strip(), change)
    name, sign, value = change.partition("=")
    if not sign:
        mend = "Write NAME=VALUE, NAME= to take it back, or event: {what: …, on: …}."
        raise _mistake(change, "this is not a change.", mend)
    try:
        meaning = meaning_of(name.strip(), data, base)
    except InvalidCase as mistake:
        raise _mistake(change, mistake.what, mistake.mend) from None
    if value.strip():
        return _set(data, meaning, value.strip(), change)
    return _taken_back(data, meaning.path)


def _with_entry(data: Data, word: str, text: str, change: str) -> Data:
    written = _flow(text, change) if text else None
    if word == "option" and isinstance(written, str):
        written = {"id": written}
    if not isinstance(written, dict):
        example = "{what: …, on: …}" if word == "event" else "{id: …}"
        raise _mistake(
            change,
            f"{'a' if word == 'person' else 'an'} {word} is written in curly brackets.",
            f"Write {word}: {example}.",
        )
    listed = data.setdefault(ENTRIES[word], [])
    if word == "event":
        listed.append(written)
        return data
    if not isinstance(written.get("id"), str):
        raise _mistake(change, f"it does not say which {word}.", f"Write {word}: {{id: …}}.")
    known = with_id(listed, written["id"])
    if known is None:
        listed.append(written)
    else:
        told = {**known.get("facts", {}), **_mapping(written.get("facts"))}
        known |= written | ({"facts": told} if told else {})
    return data


def _set(data: Data, meaning: Meaning, text: str, change: str) -> Data:
    head, *rest = meaning.path
    if head == "events":
        mend = f"Record it with event: {{what: {rest[0]}, on: {data['opened']}}}, on the day that it happened."
        raise _mistake(change, f"'{rest[0]}' is an event and has no value.", mend)
    if head in ("people", "options") and len(rest) == 1:
        mend = f"Write {rest[0]}.NAME=VALUE to change one thing, or {rest[0]}= to leave it out."
        raise _mistake(change, f"'{rest[0]}' is {meaning.words} and has no value.", mend)
    if text == UNASKED:
        raise _mistake(change, "this is either answered or left out.", "Write nothing after the sign to take it back.")
    *_, last = meaning.path
    holder = _holder(data, meaning.path)
    answered = "facts" in meaning.path or head == "answers"
    value = _flow(text, change) if text[0] in "{[" else _listed(text) if last in LISTS and not answered else text
    if answered and isinstance(value, str):
        known = holder.get(last, {})
        value = known if known.get("value") == value else {"value": value}
    holder[last] = value
    return data


def _taken_back(data: Data, path: tuple[str, ...]) -> Data:
    match path:
        case ("events", kind):
            data["events"] = [event for event in data.get("events", []) if event.get("what") != kind]
        case ("people", person):
            return without_person(data, person)
        case ("options", option):
            return without_option(data, option)
        case _:
            _holder(data, path).pop(path[-1], None)
    return {key: value for key, value in data.items() if value not in ({}, [])}


def _holder(data: Data, path: tuple[str, ...]) -> Data:
    """The mapping in which the last step of a path is a key."""
    node: Any = data
    for step in path[:-1]:
        node = with_id(node, step) if isinstance(node, list) else node.setdefault(step, {})
    assert isinstance(node, dict)
    return node


def _mistakes(data: Data, base: KnowledgeBase) -> tuple[UserMistake, ...]:
    try:
        _case(data, base)
    except SeveralMistakes as several:
        return several.mistakes
    except UserMistake as mistake:
        return (mistake,)
    return ()


def _case(data: Data, base: KnowledgeBase) -> Case:
    return case_of(read_text(json.dumps(data), file=FILE, json=True), base)


def _refuse(
    mistakes: Sequence[UserMistake], steps: Sequence[Data], changes: Sequence[str], base: KnowledgeBase
) -> NoReturn:
    """Raise each mistake with the change that brought it in."""
    found = [{mistake.what for mistake in _mistakes(step, base)} for step in steps]

    def told(mistake: UserMistake) -> UserMistake:
        first = next(number for number, _ in enumerate(found) if all(mistake.what in later for later in found[number:]))
        return _mistake(changes[first - 1] if first else "the case as it is", _LINE.sub("", mistake.what), mistake.mend)

    if len(mistakes) == 1:
        raise told(mistakes[0])
    raise SeveralMistakes(told(mistake) for mistake in mistakes)


def _flow(text: str, change: str) -> Any:
    try:
        return read_text(text, file=FILE).data
    except UnreadableFile as mistake:
        raise _mistake(change, mistake.what, mistake.mend) from None


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _mapping(node: Any) -> Data:
    return node if isinstance(node, dict) else {}


def _quoted(changes: Sequence[str]) -> str:
    return " ".join(f"'{shortened(change)}'" for change in changes)


def _mistake(change: str, what: str, mend: str) -> InvalidCase:
    return InvalidCase(f"'{shortened(change)}': {what}", mend=mend)
