"""Reads a case file and holds it against the knowledge base: every name known, nothing contradictory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from decision_support.errors import InvalidCase, Place, SeveralMistakes, UserMistake, did_you_mean
from decision_support.model.case import Case
from decision_support.model.knowledge import Document, KnowledgeBase
from decision_support.model.parties import parties, share_agency
from decision_support.model.values import UNASKED, UNKNOWN, Kind
from decision_support.model.vocabulary import Fact

from . import names
from .people import mistakes_of_people
from .shorthand import spelled_out, without_value
from .tree import Path as Where
from .validated import validated
from .written import Written, read

ANSWERS = ("yes", "no", "unknown")

_WRITE_ANSWER = "Write yes, no or unknown. Where it does not apply, leave it out: the program says so."


def read_case(path: Path, base: KnowledgeBase) -> Case:
    """The case in this YAML or JSON file. Raises UserMistake naming file and line."""
    return case_of(read(path), base)


@contextmanager
def case_in(path: Path, base: KnowledgeBase) -> Iterator[Case]:
    """The case in this file, to be worked with; a mistake that only comes to light in that work is given its line."""
    written = read(path)
    try:
        yield case_of(written, base)
    except InvalidCase as mistake:
        if mistake.place is not None or mistake.at is None:
            raise
        raise InvalidCase(mistake.what, place=_place_of(mistake.at, written), mend=mistake.mend) from None


def _place_of(at: tuple[str, str, str, str], written: Written) -> Place:
    listed, person, *rest = at
    everybody: Any = written.part((listed,))
    index = next(number for number, each in enumerate(everybody) if each["id"] == person)
    return written.place((listed, index, *rest), key=True)


def case_of(written: Written, base: KnowledgeBase) -> Case:
    """The case that was written, checked against the knowledge base."""
    mistakes: list[UserMistake] = list(without_value(written))
    try:
        case = validated(Case, spelled_out(written), error=InvalidCase)
    except SeveralMistakes as several:
        mistakes += several.mistakes
    except UserMistake as mistake:
        mistakes.append(mistake)
    else:
        mistakes += _mistakes(case, written, base)
        if not mistakes:
            return case
    if len(mistakes) == 1:
        raise mistakes[0]
    raise SeveralMistakes(sorted(mistakes, key=lambda mistake: (mistake.place or Place(""), mistake.what)))


def _mistakes(case: Case, written: Written, base: KnowledgeBase) -> Iterator[UserMistake]:
    for index, name in enumerate(case.guidance):
        if name not in base.documents:
            yield _unknown("guidance", name, base.documents, written.place(("guidance", index)))
        elif name in case.guidance[:index]:
            yield InvalidCase(f"guidance '{name}' is named twice.", place=written.place(("guidance", index)))
    documents = [base.documents[name] for name in case.guidance if name in base.documents]
    yield from _facts(case.facts, ("facts",), "case", written, base)
    yield from _answered_questions(case, written, documents)
    yield from _options(case, written, base, documents)
    yield from _people(case, written, base, documents)
    yield from _events(case, written, base, documents)
    yield from _contradictions(case, written, base)
    yield from _agencies(case, written, base, documents)


def _unknown(what: str, name: str, known: Mapping[str, object] | set[str], place: Place) -> InvalidCase:
    return InvalidCase(f"there is no {what} '{name}'.", place=place, mend=did_you_mean(name, known))


def _facts(
    given: Mapping[str, Any], at: Where, about: Kind, written: Written, base: KnowledgeBase
) -> Iterator[UserMistake]:
    answered = {name: fact for name, fact in base.facts.items() if fact.ask and fact.about == about}
    for name, answer in given.items():
        place = written.place((*at, name), key=True)
        if name not in answered:
            yield _not_answered(name, about, answered, base, place)
        elif answer.value == UNASKED:
            yield InvalidCase(
                f"'{name}' is either answered or left out.", place=place, mend="Leave it out if nobody asked."
            )
        elif answer.value in answered[name].on_record_only:
            yield InvalidCase(
                f"'{name}' is '{answer.value}' where the record says so, and cannot be answered with it.",
                place=place,
                mend="Record what it follows from: a waiver, an end, or the dates from and until.",
            )
        else:
            try:
                names.value(answer.value, name, answered[name], place)
            except UserMistake as mistake:
                yield InvalidCase(mistake.what, place=place, mend=mistake.mend)


def _answered_questions(case: Case, written: Written, documents: list[Document]) -> Iterator[UserMistake]:
    questions = {name for document in documents for name in document.questions}
    if case.answers and not questions:
        place = written.place(("answers",), key=True)
        yield InvalidCase("none of the guidance named has questions to answer.", place=place)
        return
    for name, answer in case.answers.items():
        if name not in questions:
            yield _unknown("question", name, questions, written.place(("answers", name), key=True))
        elif answer.value not in ANSWERS:
            place = written.place(("answers", name))
            yield InvalidCase(f"question {name} cannot be answered '{answer.value}'.", place=place, mend=_WRITE_ANSWER)


def _options(case: Case, written: Written, base: KnowledgeBase, documents: list[Document]) -> Iterator[UserMistake]:
    options = {name for document in documents for name in document.options}
    if case.options and not options:
        yield InvalidCase("none of the guidance named weighs options.", place=written.place(("options",), key=True))
        return
    for index, weighed in enumerate(case.options):
        if weighed.id not in options:
            yield _unknown("option", weighed.id, options, written.place(("options", index)))
        elif any(weighed.id == earlier.id for earlier in case.options[:index]):
            yield InvalidCase(f"option '{weighed.id}' is named twice.", place=written.place(("options", index)))
        yield from _facts(weighed.facts, ("options", index, "facts"), "option", written, base)


def _not_answered(
    name: str, about: Kind, answered: Mapping[str, Fact], base: KnowledgeBase, place: Place
) -> InvalidCase:
    fact = base.facts.get(name)
    if fact is None:
        return _unknown("fact", name, answered, place)
    if fact.about != about:
        own, other = names.a_subject(fact.about), names.a_subject(about)
        return InvalidCase(f"'{name}' is a fact about {own}, not about {other}.", place=place)
    return InvalidCase(
        f"'{name}' is worked out by the program and cannot be answered.",
        place=place,
        mend="Record the event or the person that it follows from.",
    )


def _people(case: Case, written: Written, base: KnowledgeBase, documents: list[Document]) -> Iterator[UserMistake]:
    roles = {name: role for document in documents for name, role in document.roles.items()}
    yield from mistakes_of_people(case.people, roles, base.facts, written)
    for index, person in enumerate(case.people):
        yield from _facts(person.facts, ("people", index, "facts"), "person", written, base)


def _events(case: Case, written: Written, base: KnowledgeBase, documents: list[Document]) -> Iterator[UserMistake]:
    everyone = {person.id for person in case.people}
    stages = {stage for document in documents for stage in document.stages}
    starts = {clock.starts for document in documents for clock, _ in document.clocks()}
    for index, event in enumerate(case.events):
        here: Where = ("events", index)
        kind = base.events.get(event.what)
        if kind is None:
            yield _unknown("event", event.what, base.events, written.place((*here, "what")))
            continue
        place = written.place((*here, "at" if event.at else "on"))
        if event.day < case.opened and event.what not in starts:
            yield InvalidCase(
                f"'{event.what}' is dated {event.day.isoformat()}, before the case was opened on {case.opened}.",
                place=place,
                mend="Correct one of the two dates.",
            )
        if event.by is not None and event.by not in everyone:
            yield _unknown("person", event.by, everyone, written.place((*here, "by")))
        if event.stage is not None and event.stage not in stages:
            yield _unknown("stage", event.stage, stages, written.place((*here, "stage")))
        if event.silence is not None and base.silence(event.silence) is None:
            silences = {name for document in documents for name in document.silences}
            yield _unknown("silence", event.silence, silences, written.place((*here, "silence")))
        if kind.needs_stage and event.stage is None:
            yield InvalidCase(
                f"'{event.what}' does not say which stage.",
                place=written.place(here),
                mend=f"Add 'stage': {_listed(stages)}.",
            )
        if event.outcome is not None and not kind.outcomes:
            place = written.place((*here, "outcome"), key=True)
            yield InvalidCase(f"'{event.what}' has no outcome.", place=place, mend="Leave 'outcome' out.")
        elif event.outcome is not None and event.outcome not in kind.outcomes:
            yield _unknown("outcome", event.outcome, set(kind.outcomes), written.place((*here, "outcome")))
        if event.outcome is None and kind.outcomes:
            yield InvalidCase(
                f"'{event.what}' does not say how it ended.",
                place=written.place(here),
                mend=f"Add 'outcome': {_listed(kind.outcomes)}.",
            )


def _contradictions(case: Case, written: Written, base: KnowledgeBase) -> Iterator[UserMistake]:
    """The same thing on the same day, or at the same time of a day, with two different outcomes."""
    seen: dict[tuple[str, str | None, dt.date], tuple[str | None, int]] = {}
    for index, event in enumerate(case.events):
        if event.what not in base.events or not base.events[event.what].outcomes:
            continue
        key = (event.what, event.stage, event.at.replace(tzinfo=None) if event.at else event.day)
        outcome, first = seen.setdefault(key, (event.outcome, index))
        if outcome != event.outcome:
            line = written.place(("events", first)).line
            when = f"at {event.at:%H:%M} on {event.day}" if event.at else f"on {event.day}"
            yield InvalidCase(
                f"'{event.what}' ended both '{outcome}' (line {line}) and '{event.outcome}' {when}.",
                place=written.place(("events", index)),
                mend="Keep the one that is true, or give each its own time of day with 'at'.",
            )


def _agencies(
    case: Case, written: Written, base: KnowledgeBase, documents: Iterable[Document]
) -> Iterator[UserMistake]:
    """An answer that the agencies recorded for the two sides deny."""
    posts = [person.post(dt.date.max) for person in case.people]
    shared = share_agency(parties(posts, [role for document in documents for role in document.roles.values()]))
    for name, answer in case.facts.items():
        fact = base.facts.get(name)
        if fact is None or fact.computed != "parties_share_agency" or shared is None:
            continue
        if answer.value in fact.values and answer.value not in (shared, UNKNOWN):
            yield InvalidCase(
                f"'{name}' was answered '{answer.value}', and the agencies recorded for both sides say '{shared}'.",
                place=written.place(("facts", name), key=True),
                mend="Correct the answer or the agencies.",
            )


def _listed(words: object) -> str:
    return ", ".join(sorted(words)) if isinstance(words, (set, tuple)) else UNKNOWN
