"""Answers as somebody types them become entries that say who, when and why, or a sentence that says what is wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from cli.stored_weeks import REFERENCE, RISK_NO, RISK_UNKNOWN, at, weeks
from decision_support.casefile.record import Record
from decision_support.casefile.store import Store
from decision_support.casework.filing.answering import answered
from decision_support.casework.filing.files import Filing, with_entries
from decision_support.errors import InvalidCase
from decision_support.model.case import Case
from decision_support.model.entries import Answered, Corrected
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.values import Answer

DAY = dt.date(2026, 3, 31)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Record:
    with Store(weeks(tmp_path_factory.mktemp("weeks") / "cases.db")) as store:
        return store.record(REFERENCE)


def after(seen: Record, *contents: object) -> Case:
    return with_entries(seen, contents, at(31)).case()  # type: ignore[arg-type]


def test_several_answers_at_once_each_become_an_entry(base: KnowledgeBase, seen: Record) -> None:
    typed = ["safety_assured_meanwhile=no", "cleo.declared_interest = yes "]
    first, second = answered(base, seen, typed, "He rang.", "ben", DAY)
    given = {"rationale": "He rang.", "by": "ben", "on": DAY}
    cleo = Answered(
        about="person", subject="cleo", fact="declared_interest", answer=Answer.model_validate({"value": "yes"} | given)
    )
    assert isinstance(first, Answered) and isinstance(second, Answered)
    assert {first.fact: first.answer.value, second.fact: second.answer} == {
        "safety_assured_meanwhile": "no",
        "declared_interest": cleo.answer,
    }
    case = after(seen, first, second)
    assert case.facts["safety_assured_meanwhile"].value == "no"
    assert {each.id: each.facts for each in case.people}["cleo"]["declared_interest"] == cleo.answer


def test_the_last_of_two_answers_to_one_question_counts(base: KnowledgeBase, seen: Record) -> None:
    typed = ["safety_assured_meanwhile=no", "safety_assured_meanwhile=unknown"]
    (only,) = answered(base, seen, typed, None, None, DAY)
    assert isinstance(only, Answered) and only.answer == Answer(value="unknown", on=DAY)


def test_the_same_answer_of_the_same_day_is_no_entry(base: KnowledgeBase, seen: Record) -> None:
    now = seen.case().facts["immediate_risk_of_harm"]
    assert now.on is not None
    assert answered(base, seen, [f"immediate_risk_of_harm={now.value}"], now.rationale, now.by, now.on) == ()


def test_taking_an_answer_back_takes_back_every_entry_that_gave_it(base: KnowledgeBase, seen: Record) -> None:
    back = answered(base, seen, ["immediate_risk_of_harm="], "It was another case.", None, DAY)
    assert [(each.corrects, each.content, each.because) for each in back if isinstance(each, Corrected)] == [
        (RISK_UNKNOWN, None, "It was another case."),
        (RISK_NO, None, "It was another case."),
    ]
    assert "immediate_risk_of_harm" not in after(seen, *back).facts
    assert after(seen, *back).facts.keys() == {"worker_has_a_concern"}


def test_a_question_of_a_framework_and_a_fact_of_an_option_are_answered(base: KnowledgeBase, tmp_path: Path) -> None:
    question = next(iter(base.documents["nhs"].questions))
    option = next(iter(base.documents["nhs"].options))
    fact = "discounted"
    with Store(tmp_path / "cases.db") as store:
        files = Filing(base, store, "asha")
        case = Case.model_validate(
            {"case": "A", "guidance": ["nhs"], "opened": "2026-03-02", "options": [{"id": option}]}
        )
        seen = files.begin("F", case, at(2))
        told = answered(base, seen, [f"{question}=yes", f"{option}.{fact}=yes"], "We looked.", "asha", DAY)
        kept = files.write(seen, told, at(3)).case()
        assert kept.answers[question].value == "yes" and kept.answers[question].rationale == "We looked."
        assert kept.options[0].facts[fact].value == "yes"
        nothing = files.write(
            store.record("F"), answered(base, store.record("F"), [f"{question}="], None, None, DAY), at(4)
        )
        assert nothing.case().answers == {}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("worker_has_a_concer=yes", "nothing is called 'worker_has_a_concer'. Did you mean 'worker_has_a_concern'?"),
        ("worker_has_a_concern", "is not an answer. Write NAME=VALUE, or NAME= to take it back."),
        ("safety_assured_meanwhile=", "is not answered. So there is nothing to take back."),
        ("asha.name=Zoe", "Write: decision-support case person … asha KEY=VALUE"),
        ("stage_ended=yes", "Write: decision-support case record … stage_ended"),
        ("jurisdiction=atlantis", "'jurisdiction=atlantis': 'atlantis' is not one of england, wales"),
        ("dan.declared_interest=no", "there is nobody and nothing called 'dan' in this case."),
        ("=yes", "nothing is called ''."),
    ],
)
def test_what_is_no_answer_is_refused_with_what_would_be_right(
    base: KnowledgeBase, seen: Record, typed: str, told: str
) -> None:
    with pytest.raises(InvalidCase) as refused:
        answered(base, seen, [typed], None, None, DAY)
    assert told in str(refused.value)


def test_one_wrong_answer_among_several_enters_none(base: KnowledgeBase, seen: Record) -> None:
    with pytest.raises(InvalidCase):
        answered(base, seen, ["safety_assured_meanwhile=no", "nonsense=no"], None, None, DAY)
