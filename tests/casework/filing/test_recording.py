"""What happened, as somebody types it, becomes the entry that is meant, and never another by chance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from cli.stored_weeks import REFERENCE, at, weeks
from decision_support.casefile.record import Record
from decision_support.casefile.store import Store
from decision_support.casework.filing.files import Filing
from decision_support.casework.filing.recording import recorded
from decision_support.errors import InvalidCase
from decision_support.model.case import Case
from decision_support.model.entries import FormIssued, Happened, OptionConsidered, RecordMade
from decision_support.model.knowledge import KnowledgeBase

DAY = {"on": "2026-03-31"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(weeks(tmp_path_factory.mktemp("weeks") / "cases.db")) as store:
        yield store


@pytest.fixture
def seen(store: Store) -> Record:
    return store.record(REFERENCE)


def test_an_event_keeps_its_time_its_stage_and_its_note(base: KnowledgeBase, seen: Record) -> None:
    given = {"at": "2026-03-31T14:30", "stage": "stage-2", "outcome": "unresolved", "by": "cleo", "note": "By video."}
    made = recorded(base, seen, "stage_ended", given)
    assert isinstance(made, Happened)
    event = made.event
    assert (event.what, event.at, event.on) == ("stage_ended", dt.datetime(2026, 3, 31, 14, 30), None)
    assert (event.stage, event.outcome, event.by, event.note) == ("stage-2", "unresolved", "cleo", "By video.")


def test_a_record_and_a_form_are_told_apart_and_kept_under_their_document(base: KnowledgeBase, seen: Record) -> None:
    made = recorded(base, seen, "stage-record", DAY)
    assert made == RecordMade(record="nssb.stage-record", on=dt.date(2026, 3, 31))
    given = recorded(base, seen, "form:monitoring-form", {**DAY, "to": "The board"})
    assert given == FormIssued(form="nssb.monitoring-form", on=dt.date(2026, 3, 31), to="The board")
    with pytest.raises(
        InvalidCase, match=r"'monitoring-form' could mean 2 things\. Write form:nssb\.monitoring-form or"
    ):
        recorded(base, seen, "monitoring-form", DAY)


def test_an_option_is_under_consideration_once(base: KnowledgeBase, store: Store) -> None:
    option = next(iter(base.documents["nhs"].options))
    files = Filing(base, store, "asha")
    seen = files.begin("O", Case(case="A", guidance=("nhs",), opened=dt.date(2026, 3, 2)), at(2))
    made = recorded(base, seen, option, {"on": "2026-03-03"})
    assert made == OptionConsidered(option=option)
    seen = files.write(seen, [made], at(3))
    assert [each.id for each in seen.case().options] == [option]
    with pytest.raises(InvalidCase):
        files.write(seen, [recorded(base, seen, option, {"on": "2026-03-03"})], at(3))
    assert len(store.record("O").entries) == 2


@pytest.mark.parametrize("also", ["nhs", "ssab"])
def test_where_several_documents_apply_each_name_of_a_document_is_enough(
    base: KnowledgeBase, store: Store, also: str
) -> None:
    files = Filing(base, store, "asha")
    case = Case(case="A", guidance=("nssb", also), opened=dt.date(2026, 3, 2))
    seen = files.begin(f"S-{also}", case, at(2))
    made = recorded(base, seen, "nssb.stage-record", DAY)
    assert isinstance(made, RecordMade) and made.record == "nssb.stage-record"


@pytest.mark.parametrize(
    ("what", "given", "told"),
    [
        ("stage_endd", DAY, "Did you mean 'stage_ended'?"),
        ("foo:stage-record", DAY, "nothing is called 'foo:stage-record'"),
        ("stage-record", {**DAY, "outcome": "resolved"}, "--outcome does not go with a record."),
        ("stage-record", {"at": "2026-03-31T10:00"}, "--at does not go with a record."),
        ("concern_raised", {**DAY, "to": "ben"}, "--to is for a form. Say in --note who received it."),
        ("concern_raised", {"at": "soon"}, "'at' should be a date and time such as 2026-11-05T16:30, not 'soon'."),
        ("concern_raised", {**DAY, "note": "x" * 3000}, "has 3000 characters; 2000 is the most."),
    ],
)
def test_what_cannot_be_is_refused_with_what_would_be_right(
    base: KnowledgeBase, seen: Record, what: str, given: dict[str, str], told: str
) -> None:
    with pytest.raises(InvalidCase) as refused:
        recorded(base, seen, what, given)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("what", "given", "told"),
    [
        ("concern_raised", {"on": "2026-02-01"}, "is before the case was opened, on 2026-03-02."),
        ("stage_ended", {**DAY, "stage": "stage-2"}, "does not say how it ended."),
        ("stage_ended", {**DAY, "outcome": "unresolved"}, "does not say which stage."),
        ("stage_ended", {**DAY, "stage": "stage-9", "outcome": "resolved"}, "there is no stage 'stage-9'."),
        ("concern_raised", {**DAY, "by": "zed"}, "there is no person 'zed'."),
    ],
)
def test_an_event_that_does_not_fit_the_case_is_not_written(
    base: KnowledgeBase, store: Store, seen: Record, what: str, given: dict[str, str], told: str
) -> None:
    with pytest.raises(InvalidCase) as refused:
        Filing(base, store, "asha").write(seen, [recorded(base, seen, what, given)], at(31))
    assert told in str(refused.value)
    assert store.record(REFERENCE) == seen
