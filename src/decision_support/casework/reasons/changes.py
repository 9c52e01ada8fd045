"""The changes that could still be made to a case: an answer, an event, an option, a role or a waiver of one person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from decision_support.casefile.answers import with_answer
from decision_support.model.case import Case, Event, Weighed
from decision_support.model.facts import Subject
from decision_support.model.people import Person, Waiver
from decision_support.model.values import Answer

from .effects import Change

NOTED = "…"  # stands for reasons that somebody has still to write


def answering(subject: Subject, name: str, answer: Answer) -> Change:
    weigh = weighing(subject.id) if subject.kind == "option" else unchanged
    return lambda case: with_answer(weigh(case), subject, name, answer)


def happening(event: Event) -> Change:
    return lambda case: case.model_copy(update={"events": (*case.events, event)})


def weighing(option: str) -> Change:
    def put(case: Case) -> Case:
        known = any(each.id == option for each in case.options)
        return case if known else case.model_copy(update={"options": (*case.options, Weighed(id=option))})

    return put


def of_person(subject: Subject, change: Callable[[Person], Person]) -> Change:
    return lambda case: case.model_copy(
        update={"people": tuple(change(each) if each.id == subject.id else each for each in case.people)}
    )


def with_role(role: str) -> Callable[[Person], Person]:
    return lambda person: person.model_copy(update={"roles": (*person.roles, role)})


def with_waiver(fact: str, on: dt.date) -> Callable[[Person], Person]:
    return lambda person: person.model_copy(
        update={"waivers": (*person.waivers, Waiver(of=fact, by=person.id, on=on, why=NOTED))}
    )


def unchanged(case: Case) -> Case:
    return case


def all_of(changes: Iterable[Change]) -> Change:
    """Several changes as one."""
    every = tuple(changes)

    def change(case: Case) -> Case:
        for each in every:
            case = each(case)
        return case

    return change
