"""A correction says what an entry should have said; what was known before it does not change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.stored_weeks import (
    CLOSED,
    CONSIDERED,
    FIRST_ADVICE,
    REFERENCE,
    RISK_CORRECTED,
    RISK_NO,
    STAGE_RECORD,
    at,
    weeks,
)
from decision_support.casefile.record import Record
from decision_support.casefile.store import Store
from decision_support.casework import Casework
from decision_support.casework.filing.correcting import corrected
from decision_support.casework.filing.files import Filing
from decision_support.errors import InvalidCase, UserMistake
from decision_support.model.entries import Closed, Corrected, Erased, JudgementMade, Noted, RecordMade
from decision_support.model.knowledge import KnowledgeBase
from sample_cases import ids

Correct = Callable[..., Record]
NOTE, INTEREST, WAIVER, JUDGEMENT, ASHA = 11, 13, 14, 17, 3


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return weeks(tmp_path / "cases.db")


@pytest.fixture
def correct(base: KnowledgeBase, path: Path) -> Correct:
    """Correct an entry as somebody types it, and write that down."""

    def write(number: int, *changes: str, withdraw: bool = False) -> Record:
        with Store(path) as store:
            seen = store.record(REFERENCE)
            told = corrected(seen, number, changes, withdraw, "It was wrong.")
            return Filing(base, store, "asha").write(seen, [told], at(31))

    return write


def said(record: Record, number: int) -> object:
    return {entry.number: content for entry, content in record.said}.get(number)


def test_a_correction_changes_today_and_not_yesterday(desk: Casework, path: Path) -> None:
    with Store(path) as store:
        now = store.record(REFERENCE)
    before, then = now.before(RISK_CORRECTED), dt.date(2026, 3, 6)
    assert now.as_of(at(6, 7, 59)) == before
    assert before.case().facts["immediate_risk_of_harm"].value == "no"
    assert now.case().facts["immediate_risk_of_harm"].value == "yes"
    danger = "ours.call-emergency-services"
    assert danger not in ids(desk.advise(before.case(then), then))
    assert danger in ids(desk.advise(now.case(then), then))


def test_an_answer_is_corrected_as_of_the_day_on_which_it_was_given(correct: Correct) -> None:
    record = correct(RISK_NO, "on=2026-03-05", "by=ben", "rationale=")
    assert record.case(dt.date(2026, 3, 4)).facts["immediate_risk_of_harm"].value == "unknown"
    answer = record.case(dt.date(2026, 3, 5)).facts["immediate_risk_of_harm"]
    assert (answer.value, answer.by, answer.rationale) == ("yes", "ben", None)


def test_every_kind_of_entry_is_corrected(correct: Correct) -> None:
    correct(1, "case=Another title", "jurisdiction=wales")
    correct(ASHA, "roles=worker,line_manager", "team=North")
    correct(CONSIDERED, "at=2026-03-03T10:00")
    correct(NOTE, "text=Wrote to the ward.")
    correct(INTEREST, "in=Another choir")
    correct(WAIVER, "why=Cleo is the only one.")
    correct(STAGE_RECORD, "record=nssb.written-confirmation", "on=2026-03-08")
    correct(JUDGEMENT, "decided=Stage 4 at once.", "considered=wait, go on")
    record = correct(CLOSED, "because=It was thought to be settled.")
    case = record.case()
    assert (case.case, case.jurisdiction) == ("Another title", "wales")
    assert [(each.roles, each.team) for each in case.people if each.id == "asha"] == [
        (("worker", "line_manager"), "North")
    ]
    assert next(each.at for each in case.events if each.what == "concern_first_considered") == dt.datetime(
        2026, 3, 3, 10, 0
    )
    cleo = next(each for each in case.people if each.id == "cleo")
    assert cleo.interests[0].in_ == "Another choir" and cleo.waivers[0].why == "Cleo is the only one."
    assert said(record, NOTE) == Noted(text="Wrote to the ward.")
    made, judged, closed = (said(record, number) for number in (STAGE_RECORD, JUDGEMENT, CLOSED))
    assert isinstance(made, RecordMade) and made.record == "nssb.written-confirmation"
    assert isinstance(judged, JudgementMade) and judged.considered == ("wait", "go on")
    assert isinstance(closed, Closed) and closed.because == "It was thought to be settled."


def test_a_correction_of_a_day_leaves_out_the_time_and_the_other_way_round(correct: Correct) -> None:
    for change, on, time in (("at=2026-03-03T10:00", None, 10), ("on=2026-03-04", dt.date(2026, 3, 4), None)):
        event = next(
            each for each in correct(CONSIDERED, change).case().events if each.what == "concern_first_considered"
        )
        assert (event.on, event.at and event.at.hour) == (on, time)


def test_an_entry_is_corrected_once_more_and_even_back_to_what_it_said_at_first(correct: Correct) -> None:
    first = ("value=no", "rationale=Asha saw her on the ward.")
    assert correct(RISK_NO, *first).case().facts["immediate_risk_of_harm"].value == "no"
    with pytest.raises(InvalidCase, match=f"entry {RISK_NO} says so already"):
        correct(RISK_NO, *first)
    assert correct(RISK_NO, "value=yes").case().facts["immediate_risk_of_harm"].value == "yes"


def test_what_was_taken_back_says_nothing_and_is_not_taken_back_twice(correct: Correct) -> None:
    record = correct(RISK_NO, withdraw=True)
    assert record.case().facts["immediate_risk_of_harm"].value == "unknown", "the answer before it counts again"
    assert said(record, RISK_NO) is None
    with pytest.raises(InvalidCase, match=f"entry {RISK_NO} was taken back already"):
        correct(RISK_NO, withdraw=True)
    with pytest.raises(InvalidCase, match=f"entry {RISK_NO} says nothing any more"):
        correct(RISK_NO, "value=no")


@pytest.mark.parametrize(
    ("number", "changes", "told"),
    [
        (RISK_CORRECTED, ["value=no"], "entry 10 is itself a correction, of entry 8. Correct entry 8 once more."),
        (FIRST_ADVICE, ["stage=stage-2"], "entry 7 says what was done, and that stays as it was."),
        (99, ["value=no"], "has no entry 99. They run from 1 to 24."),
        (0, ["value=no"], "has no entry 0."),
        (RISK_NO, ["valu=no"], "'valu=no' is nothing that entry 8 says. Write KEY=VALUE. Did you mean 'value'?"),
        (RISK_NO, ["value"], "Write KEY=VALUE."),
        (RISK_NO, ["value=perhaps"], "'immediate_risk_of_harm' cannot be 'perhaps'."),
        (RISK_NO, ["value="], "entry 8: "),
        (RISK_NO, ["value=yes"], "entry 8 says so already."),
        (9, ["outcome=resolve"], "there is no outcome 'resolve'. Did you mean 'resolved'?"),
        (9, ["at="], "entry 9: say when it happened"),
        (1, ["opened=2026-03-20"], "before the case was opened on 2026-03-20"),
        (1, ["guidance=nsb"], "there is no guidance 'nsb'."),
        (ASHA, ["roles=[{is: worker"], "a bracket is opened here and not closed"),
        (STAGE_RECORD, ["record=nssb.stage-recor"], "no document asks for a record 'nssb.stage-recor'."),
        (JUDGEMENT, ["judgement=nssb.nonsense"], "there is no judgement 'nssb.nonsense'."),
        (RISK_NO, [], "either the entry says something else, or it is taken back."),
    ],
)
def test_a_correction_that_cannot_be_is_refused_and_nothing_is_written(
    correct: Correct, path: Path, number: int, changes: list[str], told: str
) -> None:
    with pytest.raises(UserMistake) as refused:
        correct(number, *changes)
    assert told in str(refused.value)
    with Store(path) as store:
        assert len(store.record(REFERENCE).entries) == 24


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (1, "the opening of a case cannot be taken back."),
        (RISK_CORRECTED, "is itself a correction"),
        (FIRST_ADVICE, "says what was done"),
        (99, "has no entry 99"),
    ],
)
def test_what_cannot_be_taken_back_is_refused(correct: Correct, number: int, told: str) -> None:
    with pytest.raises(InvalidCase) as refused:
        correct(number, withdraw=True)
    assert told in str(refused.value)


def test_nothing_is_taken_back_on_which_something_else_rests(correct: Correct, path: Path) -> None:
    with pytest.raises(InvalidCase):
        correct(12, withdraw=True)  # a person who declared an interest later
    with Store(path) as store:
        assert len(store.record(REFERENCE).entries) == 24


def test_either_something_else_or_nothing(correct: Correct) -> None:
    with pytest.raises(InvalidCase, match="either the entry says something else, or it is taken back"):
        correct(RISK_NO, "value=no", withdraw=True)


def test_a_correction_to_another_kind_of_thing_is_refused(base: KnowledgeBase, path: Path) -> None:
    other = Corrected(corrects=NOTE, content={"value": "yes"}, because="It was wrong.")
    with Store(path) as store, pytest.raises(InvalidCase, match=f"what entry {NOTE} is to say is not of its kind"):
        Filing(base, store, "asha").write(store.record(REFERENCE), [other], at(31))


def test_what_was_erased_cannot_be_corrected(base: KnowledgeBase, path: Path, correct: Correct) -> None:
    with Store(path) as store:
        seen = store.record(REFERENCE)
        erased = Erased(entries=(NOTE,), what="a note", because="Asked.", by="an officer")
        Filing(base, store, "asha").erase(seen, erased, at(31))
    with pytest.raises(InvalidCase, match=f"what entry {NOTE} said was erased"):
        correct(NOTE, "text=Something else.")
    with pytest.raises(InvalidCase, match=f"what entry {NOTE} said was erased"):
        correct(NOTE, withdraw=True)
