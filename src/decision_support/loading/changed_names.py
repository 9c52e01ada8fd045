"""What a name stands for in a case: one of its keys, a fact, a question, a kind of event, a person or an option."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from decision_support.errors import InvalidCase, did_you_mean
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.people import Person
from decision_support.model.values import Kind

from . import names

Data = dict[str, Any]

CASE_KEYS = ("guidance", "jurisdiction", "opened")
PERSON_KEYS = tuple(name for name in Person.model_fields if name not in ("id", "facts"))
ENTRIES = {"event": "events", "person": "people", "option": "options"}

_KEYS: dict[str, tuple[str, ...]] = {"person": PERSON_KEYS, "option": ()}
_KINDS: dict[str, Kind] = {"person": "person", "option": "option"}
_NAMES = "Name a fact, a question, an event, PERSON.FACT, guidance, jurisdiction or opened."


class Meaning(NamedTuple):
    """One thing that a name can stand for: where it is in a case, in words, and how to write it beyond doubt."""

    path: tuple[str, ...]
    words: str
    clearly: str


def meaning_of(name: str, data: Data, base: KnowledgeBase) -> Meaning:
    """What a name stands for. Raises InvalidCase where that is nothing, more than one thing, or worked out."""
    found = list(dict.fromkeys(_meanings(name, data, base)))
    if not found:
        what, mend = _unknown(name, data, base)
        raise InvalidCase(what, mend=mend)
    if len(found) > 1:
        either = " or ".join(f"{each.clearly}= for {each.words}" for each in found)
        raise InvalidCase(f"'{name}' could mean {len(found)} things.", mend=f"Write {either}.")
    if "facts" in found[0].path and not base.facts[found[0].path[-1]].ask:
        mend = "Record the event or the person that it follows from."
        raise InvalidCase(f"'{name}' is worked out by the program and cannot be answered.", mend=mend)
    return found[0]


def with_id(listed: list[Data], name: str) -> Data | None:
    """The person or option of this id."""
    return next((each for each in listed if each.get("id") == name), None)


def _meanings(name: str, data: Data, base: KnowledgeBase) -> Iterator[Meaning]:
    for word, meanings in _WAYS.items():
        yield from meanings(name, data, base)
        if name.startswith(f"{word}."):
            yield from meanings(name.removeprefix(f"{word}."), data, base)


def _of_case(name: str, data: Data, base: KnowledgeBase) -> Iterator[Meaning]:
    if name in CASE_KEYS:
        yield Meaning((name,), f"the {name} of the case", f"case.{name}")
        return
    for guidance in ("", *(f"{each}." for each in data.get("guidance", []))):
        fact = base.facts.get(guidance + name)
        if fact and fact.about == "case":
            yield Meaning(("facts", guidance + name), "a fact of the case", f"case.{name}")


def _of_question(name: str, data: Data, base: KnowledgeBase) -> Iterator[Meaning]:
    if any(name in document.questions for document in base.documents.values()):
        yield Meaning(("answers", name), "a question", f"question.{name}")


def _of_event(name: str, data: Data, base: KnowledgeBase) -> Iterator[Meaning]:
    if name in base.events:
        yield Meaning(("events", name), "all events of this kind", f"event.{name}")


def _of_person(name: str, data: Data, base: KnowledgeBase) -> Iterator[Meaning]:
    yield from _inside("person", name, data, base)


def _of_option(name: str, data: Data, base: KnowledgeBase) -> Iterator[Meaning]:
    yield from _inside("option", name, data, base)


def _inside(word: str, name: str, data: Data, base: KnowledgeBase) -> Iterator[Meaning]:
    listed = ENTRIES[word]
    for each in data.get(listed, []):
        whose = each.get("id")
        if not isinstance(whose, str):
            continue
        inner = name.removeprefix(f"{whose}.")
        if name == whose:
            yield Meaning((listed, whose), names.a_subject(_KINDS[word]), f"{word}.{whose}")
        elif inner != name and inner in _KEYS[word]:
            yield Meaning(
                (listed, whose, inner), f"what is recorded of {names.a_subject(_KINDS[word])}", f"{word}.{name}"
            )
        elif inner != name and inner in base.facts and base.facts[inner].about == word:
            yield Meaning(
                (listed, whose, "facts", inner), f"a fact of {names.a_subject(_KINDS[word])}", f"{word}.{name}"
            )


_WAYS: dict[str, Callable[[str, Data, KnowledgeBase], Iterator[Meaning]]] = {
    "case": _of_case,
    "question": _of_question,
    "event": _of_event,
    "person": _of_person,
    "option": _of_option,
}


def _unknown(name: str, data: Data, base: KnowledgeBase) -> tuple[str, str]:
    """What is wrong with a name that stands for nothing, and what would be right."""
    ids = {each["id"]: word for word in ("person", "option") for each in data.get(ENTRIES[word], ()) if "id" in each}
    for whose, word in ids.items():
        if name.startswith(f"{whose}."):
            return _unknown_of(whose, word, name.removeprefix(f"{whose}."), base)
    fact = base.facts.get(name)
    if fact and fact.about in ENTRIES:
        mend = f"Write whose it is: {fact.about.upper()}.{name}, with the id that the case uses."
        return f"'{name}' is a fact about {names.a_subject(fact.about)}.", mend
    whose, dot, inner = name.partition(".")
    if dot and (inner in PERSON_KEYS or inner in base.facts):
        return f"there is nobody and nothing called '{whose}' in this case.", did_you_mean(whose, ids)
    questions = [question for document in base.documents.values() for question in document.questions]
    facts = [fact for fact, each in base.facts.items() if each.about == "case" and each.ask]
    near = did_you_mean(name, [*CASE_KEYS, *facts, *questions, *ids, *base.events])
    return f"nothing is called '{name}'.", near if near.startswith("Did") else _NAMES


def _unknown_of(whose: str, word: str, inner: str, base: KnowledgeBase) -> tuple[str, str]:
    if inner in base.facts:
        own, other = (names.a_subject(about) for about in (base.facts[inner].about, _KINDS[word]))
        return f"'{inner}' is a fact about {own}, not about {other}.", "Change the name, or whose it is."
    known = [fact for fact, each in base.facts.items() if each.about == word and each.ask]
    return f"nothing called '{inner}' is recorded of '{whose}'.", did_you_mean(inner, [*known, *_KEYS[word]])
