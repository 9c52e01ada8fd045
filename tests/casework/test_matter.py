"""A case in front of somebody at work: what is done is written at once, can be taken back, and leaves others' alone."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decision_support.casefile.record import Record
from decision_support.casefile.store import Store
from decision_support.casework import Casework
from decision_support.casework.filing.files import Filing
from decision_support.casework.matter import AnotherCase, Files, Matter, TouchedMeanwhile
from decision_support.errors import InvalidCase, UserMistake
from decision_support.model.case import Case, Event
from decision_support.model.entries import (
    AdviceSetAside,
    Answered,
    Closed,
    Content,
    Corrected,
    Happened,
    JudgementMade,
    Noted,
    PersonRecorded,
)
from decision_support.model.facts import CASE
from decision_support.model.people import Person
from decision_support.model.values import Answer

ON = dt.date(2026, 11, 5)
AT = dt.datetime(2026, 11, 5, 9, 0, tzinfo=dt.UTC)
RISK = "immediate_risk_of_harm"


def files_at(desk: Casework, path: Path) -> Files:
    return Files(desk, lambda: Store(path), lambda: "asha", lambda: AT)


def called(taken: Sequence[str]) -> str:
    return f"2026-{len(taken) + 1:03}"


def begun(desk: Casework, path: Path, guidance: str = "nssb") -> Matter:
    case = Case(case="A disagreement", guidance=(guidance,), jurisdiction="england", opened=ON)
    return files_at(desk, path).begin(called, case, ON)


@pytest.fixture
def matter(desk: Casework, tmp_path: Path) -> Matter:
    return begun(desk, tmp_path / "cases.db")


def in_store(matter: Matter, path: Path) -> Record:
    with Store(path) as store:
        return store.record(matter.reference)


def test_an_answer_is_in_the_store_before_the_next_question_is_asked(desk: Casework, tmp_path: Path) -> None:
    matter = begun(desk, tmp_path / "cases.db")
    matter.answer(CASE, RISK, "yes", "Seen today")
    now = in_store(matter, tmp_path / "cases.db")
    assert now == matter.record
    assert now.case().facts[RISK] == Answer(value="yes", rationale="Seen today", on=ON)
    assert matter.case == now.case(ON)
    assert any("999" in each.say for each in matter.advice.recommendations)


def test_what_the_answer_changed_is_known(matter: Matter) -> None:
    matter.answer(CASE, RISK, "yes")
    assert matter.news is not None
    assert any(change.how == "gained" and "999" in change.say for change in matter.news.changes)


def test_the_same_answer_again_writes_nothing(matter: Matter) -> None:
    matter.answer(CASE, RISK, "no")
    entries = len(matter.record.entries)
    matter.answer(CASE, RISK, "no")
    assert len(matter.record.entries) == entries


def test_an_answer_that_there_is_not_is_refused_and_nothing_is_written(matter: Matter) -> None:
    with pytest.raises(InvalidCase, match="cannot be answered 'perhaps'"):
        matter.answer(CASE, RISK, "perhaps")
    assert len(matter.record.entries) == 1 and not matter.can_undo


def test_reasons_that_are_too_long_are_refused_in_a_sentence(matter: Matter) -> None:
    with pytest.raises(UserMistake, match="2000"):
        matter.answer(CASE, RISK, "yes", "x" * 2001)
    assert len(matter.record.entries) == 1


def test_what_would_contradict_the_record_is_refused_and_nothing_is_written(matter: Matter) -> None:
    with pytest.raises(UserMistake):
        matter.become(matter.case.model_copy(update={"guidance": ("nothing",)}))
    assert len(matter.record.entries) == 1 and not matter.can_undo


def test_an_answer_is_taken_back_in_the_open_and_given_again(matter: Matter) -> None:
    matter.answer(CASE, RISK, "yes")
    assert matter.undo() and RISK not in matter.case.facts
    assert isinstance(matter.record.entries[-1].content, Corrected)
    assert matter.redo() and matter.case.facts[RISK].value == "yes"
    assert not matter.redo()
    assert matter.undo() and not matter.undo()


def test_an_answer_that_was_changed_is_again_what_it_was(matter: Matter) -> None:
    matter.answer(CASE, RISK, "no", "First")
    matter.answer(CASE, RISK, "yes")
    matter.undo()
    assert matter.case.facts[RISK] == Answer(value="no", rationale="First", on=ON)


def test_a_question_that_was_put_off_comes_back(matter: Matter) -> None:
    ask = matter.sitting.question()
    assert ask is not None
    matter.skip(ask)
    assert matter.sitting.question() != ask and len(matter.record.entries) == 1
    matter.undo()
    assert matter.sitting.question() == ask
    matter.redo()
    assert matter.sitting.question() != ask


def test_a_question_that_was_put_off_and_then_answered_is_put_off_no_more(matter: Matter) -> None:
    ask = matter.sitting.question()
    assert ask is not None
    matter.skip(ask)
    matter.answer(matter.sitting.subject(ask), ask.fact, "no")
    assert matter.sitting.put_off == ()
    matter.take_back(matter.sitting.subject(ask), ask.fact)
    assert matter.sitting.question() == ask


@pytest.mark.parametrize(
    "content",
    [
        Noted(text="A note"),
        JudgementMade(judgement="nssb.dialogue_failed", decided="It has", because="Because", on=ON),
        AdviceSetAside(recommendation="nssb.report-to-line-manager", because="Because", on=ON),
    ],
)
def test_what_is_entered_beside_the_case_is_taken_back_and_entered_again(matter: Matter, content: Content) -> None:
    if isinstance(content, JudgementMade):
        name = next(iter(matter.desk.base.documents["nssb"].judgements))
        content = content.model_copy(update={"judgement": f"nssb.{name}"})
    matter.enter(lambda seen: [content])
    assert [said for _, said in matter.record.of(type(content))] == [content]
    matter.undo()
    assert matter.record.of(type(content)) == ()
    matter.redo()
    assert [said for _, said in matter.record.of(type(content))] == [content]
    matter.undo()
    assert matter.record.of(type(content)) == ()


def test_a_new_step_leaves_nothing_to_do_again(matter: Matter) -> None:
    matter.answer(CASE, RISK, "yes")
    matter.undo()
    matter.answer(CASE, RISK, "no")
    assert not matter.can_redo and not matter.redo()


def test_what_others_wrote_meanwhile_stays_when_something_is_taken_back(desk: Casework, tmp_path: Path) -> None:
    path = tmp_path / "cases.db"
    matter = begun(desk, path)
    matter.answer(CASE, RISK, "yes")
    with Store(path) as store:
        person = PersonRecorded(person=Person(id="omar", name="Omar"))
        Filing(desk.base, store, "ben").write(store.record(matter.reference), [person], AT)
    matter.undo()
    assert matter.by_others == 1
    assert [person.id for person in matter.case.people] == ["omar"] and RISK not in matter.case.facts
    matter.redo()
    assert [person.id for person in matter.case.people] == ["omar"] and matter.case.facts[RISK].value == "yes"


def test_what_somebody_else_answered_meanwhile_is_shown_and_not_written_over(desk: Casework, tmp_path: Path) -> None:
    matter = begun(desk, tmp_path / "cases.db")
    other = files_at(desk, tmp_path / "cases.db").open(matter.reference, ON)
    other.answer(CASE, RISK, "yes")
    with pytest.raises(TouchedMeanwhile):
        matter.answer(CASE, RISK, "no")
    assert matter.case.facts[RISK].value == "yes" and len(matter.record.entries) == 2
    assert matter.news is not None and any("999" in change.say for change in matter.news.changes)
    matter.answer(CASE, RISK, "no")
    assert matter.case.facts[RISK].value == "no"


def test_neither_undo_nor_redo_takes_away_what_somebody_else_said_since(desk: Casework, tmp_path: Path) -> None:
    matter = begun(desk, tmp_path / "cases.db")
    other = files_at(desk, tmp_path / "cases.db").open(matter.reference, ON)
    matter.answer(CASE, RISK, "no")
    other.look_again()
    other.answer(CASE, RISK, "yes")
    with pytest.raises(TouchedMeanwhile):
        matter.undo()
    assert matter.case.facts[RISK].value == "yes"
    matter.answer(CASE, RISK, "no")
    matter.undo()
    other.look_again()
    other.answer(CASE, RISK, "unknown")
    with pytest.raises(TouchedMeanwhile):
        matter.redo()
    assert matter.case.facts[RISK].value == "unknown"


def test_another_case_of_the_same_name_is_not_written_into(desk: Casework, tmp_path: Path) -> None:
    matter = begun(desk, tmp_path / "cases.db")
    begun(desk, tmp_path / "other.db", "ssab").answer(CASE, RISK, "no")
    (tmp_path / "other.db").replace(tmp_path / "cases.db")
    for each in ("cases.db-wal", "cases.db-shm"):
        (tmp_path / each).unlink(missing_ok=True)
    with pytest.raises(AnotherCase):
        matter.answer(CASE, RISK, "yes")
    assert in_store(matter, tmp_path / "cases.db").case(ON).facts[RISK].value == "no"


def test_somebody_who_looks_again_sees_what_others_wrote(desk: Casework, tmp_path: Path) -> None:
    path = tmp_path / "cases.db"
    matter = begun(desk, path)
    other = files_at(desk, path).open(matter.reference, ON)
    other.answer(CASE, RISK, "yes")
    assert matter.look_again() == 1 and matter.case.facts[RISK].value == "yes"
    assert matter.look_again() == 0


def test_a_closed_case_is_read_and_refuses_what_is_entered(matter: Matter) -> None:
    matter.enter(lambda seen: [Closed(because="Settled", on=ON)])
    with pytest.raises(InvalidCase, match="is closed"):
        matter.answer(CASE, RISK, "yes")
    assert RISK not in matter.case.facts


def test_the_case_as_it_was_known_is_looked_at(desk: Casework, tmp_path: Path) -> None:
    moments = iter([AT, AT + dt.timedelta(hours=1), AT + dt.timedelta(hours=2)])
    files = Files(desk, lambda: Store(tmp_path / "c.db"), lambda: "asha", lambda: next(moments))
    matter = files.begin(called, Case(case="A", guidance=("nssb",), jurisdiction="england", opened=ON), ON)
    matter.answer(CASE, RISK, "yes")
    then = matter.as_of(AT + dt.timedelta(minutes=30), ON)
    assert RISK not in then.case.facts and RISK in matter.case.facts
    with pytest.raises(InvalidCase, match="nothing was written"):
        matter.as_of(AT - dt.timedelta(days=1), ON)


Do = Callable[[Matter], None]


def _answers(value: str) -> Do:
    def do(matter: Matter) -> None:
        ask = matter.sitting.question()
        if ask is not None and value in matter.desk.base.facts[ask.fact].answers:
            matter.answer(matter.sitting.subject(ask), ask.fact, value)

    return do


def _skips(matter: Matter) -> None:
    ask = matter.sitting.question()
    if ask is not None:
        matter.skip(ask)


def _notes(matter: Matter) -> None:
    matter.enter(lambda seen: [Noted(text=f"Note {len(seen.entries)}")])


def _happens(matter: Matter) -> None:
    event = Event.model_validate({"what": "line_managers_in_contact", "on": ON, "outcome": "unresolved"})
    matter.enter(lambda seen: [Happened(event=event)])


def _comes(matter: Matter) -> None:
    person = Person(id=f"p{len(matter.case.people)}")
    matter.become(matter.case.model_copy(update={"people": (*matter.case.people, person)}))


def _changes_mind(matter: Matter) -> None:
    given = matter.sitting.given
    if given and "no" in matter.desk.base.facts[given[0].fact].answers:
        matter.answer(given[0].subject, given[0].fact, "no", "On second thoughts")


STEPS = st.lists(
    st.sampled_from(
        [_answers("yes"), _answers("no"), _answers("unknown"), _skips, _notes, _happens, _comes, _changes_mind]
    ),
    min_size=1,
    max_size=7,
)


def beside(matter: Matter) -> list[object]:
    return [said for _, said in matter.record.of(Noted)]


@given(steps=STEPS, guidance=st.sampled_from(["nssb", "ssab", "nhs"]))
@settings(max_examples=8, deadline=None)
def test_taking_every_step_back_and_doing_it_again_leads_to_the_same_case(
    desk: Casework, steps: list[Do], guidance: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        matter = begun(desk, Path(folder) / "cases.db", guidance)
        first = matter.case, matter.sitting.skipped, beside(matter)
        for step in steps:
            step(matter)
        last = matter.case, matter.sitting.skipped, beside(matter)
        while matter.undo():
            pass
        assert (matter.case, matter.sitting.skipped, beside(matter)) == first
        while matter.redo():
            pass
        assert (matter.case, matter.sitting.skipped, beside(matter)) == last
        assert in_store(matter, Path(folder) / "cases.db") == matter.record


def test_every_answer_of_the_record_is_one_that_was_given(matter: Matter) -> None:
    matter.answer(CASE, RISK, "unknown")
    assert [(each.about, each.fact, each.answer.value) for _, each in matter.record.of(Answered)] == [
        ("case", RISK, "unknown")
    ]
    assert matter.sitting.given[0].subject == CASE
