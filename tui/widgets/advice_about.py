"""What can be asked about an item of advice: its reasons, its clauses, and what could be supposed to begin with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from decision_support.casework.numbering import Numbered, numbered_advice
from decision_support.model.advice import Advice, Ask, OptionLine, Recommendation
from decision_support.model.case import Case
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.people import Person

from .advice_names import Item


def alike(advice: Advice, item: Item) -> Numbered | None:
    """The recommendations under the number of this one."""
    if item.kind != "recommendation":
        return None
    return next((n for n in numbered_advice(advice) if any(each.id == item.name for each in n.those)), None)


def ask_of(advice: Advice, item: Item) -> Ask | None:
    """The question that an item is."""
    asked = advice.ask if item.kind == "ask" else advice.unknown if item.kind == "unknown" else ()
    return next((each for each in asked if f"{each.subject}:{each.fact}" == item.name), None)


def option_of(advice: Advice, item: Item) -> OptionLine | None:
    """The option that an item is."""
    return next((each for each in advice.options if item.kind == "option" and each.id == item.name), None)


def why_asked_of(advice: Advice, item: Item) -> tuple[str, ...]:
    """The names under which 'why' knows what an item says; none where it has no proof."""
    return tuple(dict.fromkeys(_names(advice, item)))


def _names(advice: Advice, item: Item) -> Iterator[str]:
    found, option = alike(advice, item), option_of(advice, item)
    if found:
        yield str(found.number)
    elif (option and (option.for_ or option.against or option.ruled_out)) or item.kind in (
        "judgement",
        "silence",
        "waived",
    ):
        yield item.name
    elif item.kind in ("excluded", "doubt"):
        yield _person_and_role(item.name)
    elif item.kind == "question":
        yield f"{item.name}:applies"
    elif item.kind == "alarm":
        barred = (*advice.excluded, *advice.in_doubt)
        yield from (f"{each.person}:{each.role}" for each in barred if f"{each.guidance}.{each.role}" == item.name)
        yield from (each.id for each in _needing(advice, item))
    elif item.kind == "conflict":
        yield from advice.conflicts[int(item.name)].between
    elif item.kind == "record":
        yield from (each.id for each in advice.recommendations if any(item.name == one.id for one in each.records))


def why_not_asked_of(advice: Advice, item: Item) -> str | None:
    """The name under which 'why not' knows the opposite of an item; None where something has to be chosen."""
    if item.kind in ("excluded", "doubt"):
        return _person_and_role(item.name)
    return advice.stability.could_change[int(item.name)].recommendation if item.kind == "change" else None


def clauses_of(base: KnowledgeBase, advice: Advice, item: Item) -> tuple[str, ...]:
    """The clauses that an item rests on, in the order of their documents."""
    cited = set(_cited(base, advice, item))
    return tuple(name for document in base.documents.values() for name in document.clauses if name in cited)


def _cited(base: KnowledgeBase, advice: Advice, item: Item) -> Iterator[str]:
    found, option, ask = alike(advice, item), option_of(advice, item), ask_of(advice, item)
    if found:
        yield from (name for each in found.those for name in each.clauses)
        yield from (name for each in found.those for record in each.records for name in record.clauses)
    elif option:
        yield from option.clauses
        yield from (name for each in (*option.for_, *option.against, *option.ruled_out) for name in each.clauses)
    elif ask:
        yield from base.facts[ask.fact].clauses
        yield from _of_question(base, ask.subject)
    elif item.kind == "judgement":
        yield from (name for each in advice.judgements if each.id == item.name for name in each.clauses)
    elif item.kind == "silence":
        yield from (name for each in advice.silences if each.id == item.name for name in each.clauses)
    elif item.kind in ("excluded", "doubt", "alarm"):
        barred = (*advice.excluded, *advice.in_doubt)
        named = (item.name, item.name.partition(":")[2])
        for each in barred:
            role = f"{each.guidance}.{each.role}"
            if f"{each.person}:{role}" in named or role in named or role == item.name:
                yield from each.clauses
    elif item.kind == "conflict":
        those = advice.conflicts[int(item.name)].between
        yield from (name for each in advice.recommendations if each.id in those for name in each.clauses)
    elif item.kind == "record":
        yield from (name for each in advice.recommendations for one in each.records if one.id == item.name
                    for name in one.clauses)  # fmt: skip
    elif item.kind == "question":
        yield from _of_question(base, item.name)
    elif item.kind == "start":
        yield from base.events[item.name].clauses


def suppositions_of(base: KnowledgeBase, advice: Advice, case: Case, item: Item) -> tuple[str, ...]:
    """Changes to suppose first, of those that would change an item; none where nothing is known that would."""
    could = advice.stability.could_change
    if item.kind == "change":
        return in_the_grammar(base, case, could[int(item.name)].if_)
    ids = {each.id for each in found.those} if (found := alike(advice, item)) else set()
    if item.kind == "conflict":
        ids = set(advice.conflicts[int(item.name)].between)
    for change in could:
        if change.recommendation in ids:
            return in_the_grammar(base, case, change.if_)
    for mend in (mend for each in advice.alarms if f"{each.guidance}.{each.role}" == item.name for mend in each.mends):
        person = next((each for each in case.people if each.id == mend.person), None)
        if item.kind == "alarm" and mend.kind == "appoint" and person:
            return (_with_role(person, item.name.partition(".")[2]),)
    return ()


def in_the_grammar(base: KnowledgeBase, case: Case, answers: Mapping[str, str]) -> tuple[str, ...]:
    """Answers as changes that can be supposed. A fact of anything but the case stands behind its subject's id."""
    return tuple(line for name, value in answers.items() for line in _lines(base, case, name, value))


def _lines(base: KnowledgeBase, case: Case, name: str, value: str) -> Iterator[str]:
    if name in base.facts:
        yield f"case.{name}={value}"
        return
    subject, _, fact = name.rpartition(".")
    yield from answer_supposed(base, case, base.facts[fact].about, subject, fact, value)


def answer_supposed(base: KnowledgeBase, case: Case, kind: str, subject: str, fact: str, value: str) -> Iterator[str]:
    """One answer as changes: nothing as the value takes it back."""
    if kind == "question":
        yield f"question.{subject}={value}"
    elif kind == "case":
        yield f"case.{fact}={value}"
    else:
        if kind == "option" and all(each.id != subject for each in case.options):
            yield f"option: {subject}"
        yield f"{kind}.{subject}.{fact}={value}"


def _of_question(base: KnowledgeBase, name: str) -> Iterator[str]:
    for document in base.documents.values():
        if name in document.questions:
            yield from document.questions[name].clauses


def _needing(advice: Advice, item: Item) -> Iterator[Recommendation]:
    """The recommendations that wait for somebody in the role of an alarm."""
    guidance, _, role = item.name.partition(".")
    for each in advice.recommendations:
        if each.id.startswith(f"{guidance}.") and role in {found.role for found in (each.actor, each.contact) if found}:
            yield each


def _with_role(person: Person, role: str) -> str:
    """That somebody has one more role, and keeps the others with their dates."""
    roles = person.model_dump(mode="json", by_alias=True, exclude_defaults=True).get("roles", [])
    return f"person: {json.dumps({'id': person.id, 'roles': [*roles, role]})}"


def _person_and_role(name: str) -> str:
    person, _, role = name.partition(":")
    return f"{person}:{role.partition('.')[2]}"
