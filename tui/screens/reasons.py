"""The reasons behind advice, as views to read: why, why asked, and why not; and of what 'why not' can be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from decision_support.casework import Casework
from decision_support.casework.at_stake import at_stake
from decision_support.casework.consulting import Consultation
from decision_support.casework.reasons.why import Why
from decision_support.cli.consult.at_stake_text import why_asked
from decision_support.cli.consult.question_text import names_in
from decision_support.cli.page import Page
from decision_support.cli.why_not_text import why_not_text
from decision_support.cli.why_text import why_text
from decision_support.errors import UserMistake
from decision_support.model.advice import Advice, Ask
from decision_support.model.case import Case
from decision_support.tui.dialogs.find import Found
from decision_support.tui.dialogs.reading import View
from decision_support.tui.widgets.prose import Laid

WAYS = (("in short", "short"), ("the whole proof", "tree"), ("the facts", "facts"))
KINDS = {
    "action": "to do",
    "judgement": "for people to decide",
    "option": "about an option",
    "silence": "not said by the document",
    "stage": "a stage",
    "document": "a document that may govern",
    "bar": "who may act",
}

Worked = Callable[[], Sequence[View]]


def proof(desk: Casework, case: Case, on: dt.date, names: Sequence[str]) -> Worked:
    """Works out why these are so."""

    def work() -> Sequence[View]:
        answers: dict[tuple[str, ...], Why] = {}
        refused: list[UserMistake] = []
        for name in names:
            try:
                answers |= {each.ids: each for each in desk.why(case, on, name)}
            except UserMistake as mistake:  # of several things behind an alarm, one may have no proof
                refused.append(mistake)
        if refused and not answers:
            raise refused[0]
        return [View(title, _why(case, on, tuple(answers.values()), way)) for title, way in WAYS]

    return work


def _why(case: Case, on: dt.date, answers: Sequence[Why], way: str) -> Laid:
    return lambda: why_text(case.case, on, answers, way)


def why_it_is_asked(sitting: Consultation, ask: Ask) -> Worked:
    """Works out why a question is asked, and what each answer would do."""

    def work() -> Sequence[View]:
        names = names_in(sitting.desk.base, sitting)
        told = list(why_asked(sitting, at_stake(sitting, ask), names))
        return [View("", lambda: "\n".join(_lines(ask, told)))]

    return work


def _lines(ask: Ask, told: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    page = Page({})
    yield from page.wrap(ask.question, "", "")
    for title, sentences in told:
        yield from page.section(title, sentences, "- ")


def why_it_is_not(desk: Casework, case: Case, on: dt.date, name: str) -> Worked:
    """Works out why something is not so, and what would make it so."""

    def work() -> Sequence[View]:
        answer = desk.why_not(case, on, name)
        names = {person.id: person.called for person in case.people}
        readings = {each: known.say for each, known in desk.base.interpretations.items()}
        return [
            View("the nearest", lambda: why_not_text(answer, names, readings)),
            View("everything", lambda: why_not_text(answer, names, readings, everything=True)),
        ]

    return work


def not_advised(desk: Casework, case: Case, on: dt.date, advice: Advice) -> list[Found]:
    """What could be advised, decided, said or barred in this case, and is not; what is to be done comes first."""
    so = {each.id for each in advice.recommendations}
    so |= {each.id for each in advice.judgements} | {each.id for each in advice.silences}
    so |= {each.guidance for each in advice.governing}
    barred = {f"{each.person}:{each.guidance}.{each.role}" for each in (*advice.excluded, *advice.in_doubt)}
    order = list(KINDS)
    known = [
        (kind, name, say)
        for kind, name, say in desk.nameable(case, on)
        if name not in so and (kind != "bar" or name in barred) and (kind != "option" or ":" in name)
    ]
    return [
        Found(name, say, f"{KINDS[kind]}: {name}") for kind, name, say in sorted(known, key=lambda k: order.index(k[0]))
    ]
