"""Answers as somebody types them, NAME=VALUE, to entries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from decision_support.casefile.answers import answer_in, with_answer
from decision_support.casefile.entering import changes
from decision_support.casefile.record import Record
from decision_support.errors import InvalidCase
from decision_support.loading.changed_names import CASE_KEYS, meaning_of
from decision_support.loading.changes import changed
from decision_support.model.case import Case
from decision_support.model.entries import Answered, Content
from decision_support.model.facts import CASE, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.values import Answer, Kind

from .contents import content
from .files import sound

_TAKEN_BACK = "It was taken back."
_KINDS: dict[str, Kind] = {"people": "person", "options": "option"}


def answered(
    base: KnowledgeBase, record: Record, answers: Sequence[str], because: str | None, by: str | None, on: dt.date
) -> tuple[Content, ...]:
    """The entries for these answers, each NAME=VALUE. Raises UserMistake.

    One that is entered late, for a day before that of another answer, is kept beside it.
    """
    case = record.case()
    given: dict[tuple[Subject, str], Content] = {}
    back: list[Content] = []
    for each in answers:
        name, sign, value = each.partition("=")
        if not sign:
            raise InvalidCase(f"'{each}' is not an answer.", mend="Write NAME=VALUE, or NAME= to take it back.")
        if name.strip().removeprefix("case.") in CASE_KEYS:
            back += changes(record, case, changed(case, [each], base), because or _TAKEN_BACK)
            continue
        data: dict[str, Any] = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        subject, fact = _about(meaning_of(name.strip(), data, base).path, name)
        if value.strip():
            answer = content(Answer, {"value": value.strip(), "rationale": because, "by": by, "on": on})
            sound(with_answer(case, subject, fact, answer), base)
            given[subject, fact] = Answered(about=subject.kind, subject=subject.id, fact=fact, answer=answer)
        elif answer_in(case, subject, fact) is None:
            raise InvalidCase(f"'{name}' is not answered.", mend="So there is nothing to take back.")
        else:
            back += changes(record, case, with_answer(case, subject, fact, None), because or _TAKEN_BACK)
    said = [each for _, each in record.said]
    return (*back, *(each for each in given.values() if each not in said or not _counts(case, each)))


def _counts(case: Case, said: Content) -> bool:
    """Whether this is the answer that counts already."""
    if not isinstance(said, Answered):
        return False
    return answer_in(case, Subject(said.about, said.subject), said.fact) == said.answer


def _about(path: tuple[str, ...], name: str) -> tuple[Subject, str]:
    match path:
        case ("facts", fact):
            return CASE, fact
        case ("answers", question):
            return Subject("question", question), "answer"
        case (listed, own, "facts", fact):
            return Subject(_KINDS[listed], own), fact
        case ("people", own, *_):
            mend = f"Write: decision-support case person … {own} KEY=VALUE"
        case (_, own, *_):  # an event or an option
            mend = f"Write: decision-support case record … {own}"
        case _:
            mend = "Name a question."
    raise InvalidCase(f"'{name}' is not a question that is answered.", mend=mend)
