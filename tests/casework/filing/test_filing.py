"""Nothing is written that does not hold together, and nothing over what others have written meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.stored_weeks import FIRST_ADVICE, REFERENCE, at, weeks
from decision_support.casefile.entering import changes
from decision_support.casefile.record import Record
from decision_support.casefile.store import Store, WrittenMeanwhile
from decision_support.casework.filing.answering import answered
from decision_support.casework.filing.files import Filing, sound
from decision_support.errors import InvalidCase, SeveralMistakes, UserMistake
from decision_support.loading.changes import changed
from decision_support.model.case import Case, Event
from decision_support.model.entries import (
    Answered,
    Closed,
    Content,
    Corrected,
    FormIssued,
    Happened,
    JudgementMade,
    Noted,
    RecordMade,
    Reopened,
)
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.values import Answer

DAY = dt.date(2026, 3, 31)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(weeks(tmp_path / "cases.db")) as store:
        yield store


@pytest.fixture
def files(base: KnowledgeBase, store: Store) -> Filing:
    return Filing(base, store, "ben")


@pytest.fixture
def seen(store: Store) -> Record:
    return store.record(REFERENCE)


def event(**keys: object) -> Happened:
    return Happened(event=Event.model_validate({"what": "concern_raised", "on": DAY} | keys))


def answer(**keys: object) -> Answered:
    data = {"about": "case", "subject": "case", "fact": "safety_assured_meanwhile", "answer": {"value": "yes"}}
    return Answered.model_validate(data | keys)


def test_entries_are_written_by_whoever_writes_at_the_given_moment(files: Filing, seen: Record) -> None:
    after = files.write(seen, [Noted(text="One."), Noted(text="Two.")], at(31, 10))
    assert [(each.number, each.writer, each.at) for each in after.entries[-2:]] == [
        (25, "ben", at(31, 10)),
        (26, "ben", at(31, 10)),
    ]


def test_no_contents_are_no_entry(files: Filing, store: Store, seen: Record) -> None:
    assert files.write(seen, [], at(31)) is seen
    assert store.record(REFERENCE) == seen


@pytest.mark.parametrize(
    "content",
    [
        answer(fact="nonsense"),
        answer(answer={"value": "perhaps"}),
        answer(about="person", subject="zed", fact="declared_interest"),
        answer(about="question", subject="99.9", fact="answer"),
        event(what="nonsense"),
        event(on="2026-03-01"),
        event(by="zed"),
        event(what="stage_ended"),
        RecordMade(record="nssb.nonsense", on=DAY),
        FormIssued(form="nssb.nonsense", on=DAY),
        JudgementMade(judgement="nssb.nonsense", decided="So.", because="Because.", on=DAY),
        Corrected(corrects=99, because="Wrong."),
        Corrected(corrects=1, because="Wrong."),
        Corrected(corrects=FIRST_ADVICE, because="Wrong."),
        Corrected(corrects=2, because="Wrong."),
    ],
    ids=lambda content: f"{content.kind}",
)
def test_what_does_not_hold_together_is_refused_with_all_that_came_with_it(
    files: Filing, store: Store, seen: Record, content: Content
) -> None:
    with pytest.raises(UserMistake):
        files.write(seen, [Noted(text="Fine."), content, Noted(text="Fine as well.")], at(31))
    assert store.record(REFERENCE) == seen


def test_others_entries_in_between_are_never_written_over(files: Filing, store: Store, seen: Record) -> None:
    files.write(seen, [Noted(text="First.")], at(31))
    with pytest.raises(WrittenMeanwhile):
        files.write(seen, [Noted(text="Second.")], at(31))
    assert [content.text for _, content in store.record(REFERENCE).of(Noted)][-1] == "First."


def test_a_closed_case_takes_nothing_but_its_reopening(files: Filing, store: Store, seen: Record) -> None:
    closed = files.write(seen, [Closed(because="Settled.", on=DAY)], at(31))
    assert not closed.is_open
    for content in (Noted(text="Late."), Closed(because="Again.", on=DAY), Corrected(corrects=11, because="Wrong.")):
        with pytest.raises(InvalidCase, match=f"case '{REFERENCE}' is closed. Reopen it first"):
            files.write(closed, [content], at(31))
    opened = files.write(closed, [Reopened(because="Not settled.", on=DAY), Noted(text="Back.")], at(31))
    assert opened.is_open and len(store.record(REFERENCE).entries) == 27


def test_a_case_as_it_is_to_be_becomes_the_entries_that_lead_there(
    base: KnowledgeBase, files: Filing, seen: Record
) -> None:
    typed = [
        "immediate_risk_of_harm=",
        "safety_assured_meanwhile=yes",
        "jurisdiction=wales",
        "event: {what: concern_raised, on: 2026-03-03}",
    ]
    wanted = changed(seen.case(), typed, base)
    after = files.write(seen, changes(seen, seen.case(), wanted, "It was looked at again."), at(31))
    assert after.case() == wanted
    withdrawn = [content for _, content in after.of(Corrected)[-2:]]
    assert {each.because for each in withdrawn} == {"It was looked at again."}


def test_a_case_begins_with_the_entries_that_make_it(base: KnowledgeBase, files: Filing) -> None:
    case = Case.model_validate(
        {
            "case": "A",
            "guidance": ["nssb"],
            "opened": "2026-03-02",
            "facts": {"worker_has_a_concern": {"value": "yes"}},
            "people": [{"id": "asha", "roles": ["worker"]}],
        }
    )
    assert files.begin("B", case, at(2)).case() == case
    with pytest.raises(InvalidCase, match="there is a case 'B' already"):
        files.begin("B", case, at(3))
    with pytest.raises(UserMistake, match="there is no fact 'nonsense'"):
        files.begin("C", case.model_copy(update={"facts": {"nonsense": Answer(value="yes")}}), at(3))


def test_every_mistake_of_a_case_is_told_and_named_after_the_case(base: KnowledgeBase) -> None:
    facts = {"nonsense": Answer(value="yes"), "immediate_risk_of_harm": Answer(value="perhaps")}
    case = Case(case="A", opened=dt.date(2026, 3, 2), facts=facts)
    with pytest.raises(SeveralMistakes) as refused:
        sound(case, base, "case 'B'")
    told = [str(each) for each in refused.value.mistakes]
    assert len(told) == 2 and all(each.startswith("case 'B': ") and "line" not in each for each in told)


def test_two_writers_who_try_again_lose_nothing(base: KnowledgeBase, store: Store) -> None:
    with Store(store.path) as other:
        mine, theirs = Filing(base, store, "ben"), Filing(base, other, "cleo")
        for number in range(5):
            mine.write(store.record(REFERENCE), [Noted(text=f"Mine {number}.")], at(31))
            fresh = other.record(REFERENCE)
            theirs.write(
                fresh,
                answered(
                    base, fresh, [f"safety_assured_meanwhile={'yes' if number % 2 else 'no'}"], f"{number}", None, DAY
                ),
                at(31),
            )
    writers = [entry.writer for entry in store.record(REFERENCE).entries[24:]]
    assert writers == ["ben", "cleo"] * 5
