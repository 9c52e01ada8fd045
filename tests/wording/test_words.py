"""The words for every fact that the program knows, as they are shown: approved, so that a change shows as a diff."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from approved_texts import assert_approved
from decision_support.model.facts import CASE, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.values import UNASKED
from decision_support.wording import day_in_words, value_in_words

APPROVED = Path(__file__).parent / "facts.txt"
SUBJECTS = {
    "case": CASE,
    "person": Subject("person", "ann"),
    "question": Subject("question", "4.1"),
    "option": Subject("option", "fact-finding"),
}
NAMES = {"ann": "Ann"}


def test_every_fact_reads_as_approved(base: KnowledgeBase) -> None:
    told = "\n".join(_every_fact(base)) + "\n"
    assert_approved(told, APPROVED)


def _every_fact(base: KnowledgeBase) -> Iterator[str]:
    for name, fact in sorted(base.facts.items()):
        if fact.number:
            continue
        subject = SUBJECTS[fact.about]
        yield f"{name}:"
        for value in (*fact.values, UNASKED) if fact.ask else fact.values:
            yield f"  {value_in_words(base, name, subject, value, NAMES)}"


def test_a_no_has_words_of_its_own_for_every_fact(base: KnowledgeBase) -> None:
    without = [name for name, fact in base.facts.items() if {"yes", "no"} <= {*fact.values} and not fact.denied]
    assert without == []


def test_nothing_is_denied_twice(base: KnowledgeBase) -> None:
    for line in _every_fact(base):
        assert not re.search(r"\bnot not\b|\bno no\b|\bnot no\b", line), line


def test_a_day_is_written_out() -> None:
    assert day_in_words(dt.date(2026, 11, 5).isoformat()) == "Thursday 5 November 2026"
