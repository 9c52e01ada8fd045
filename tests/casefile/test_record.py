"""What the entries of one case make of it, today and as of any of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stored import NOW, answered, erasing, note, opened

from decision_support.casefile.record import Record, refuse_unsound
from decision_support.errors import InvalidCase
from decision_support.model.entries import (
    Amended,
    Answered,
    Closed,
    Corrected,
    Entry,
    InterestDeclared,
    OptionConsidered,
    PersonRecorded,
    Reopened,
)
from decision_support.model.people import Interest, Person
from decision_support.model.values import Answer
from how_long import TIMES

DAY = dt.date(2026, 11, 2)


def record_of(*contents, hours=()):
    """A record whose entries were written an hour after each other, or at the hours told."""
    hours = hours or range(len(contents))
    entries = (
        Entry(number, NOW + dt.timedelta(hours=hour), content.kind, "a worker", content, f"hash {number}")
        for number, (content, hour) in enumerate(zip(contents, hours, strict=True), 1)
    )
    return Record("c1", tuple(entries))


def wrong(number, content=None):
    data = None if content is None else content.model_dump(mode="json", by_alias=True)
    return Corrected(corrects=number, content=data, because="a slip")


def values(record, on=None):
    return {name: answer.value for name, answer in record.case(on).facts.items()}


answers = st.lists(
    st.tuples(
        st.sampled_from(["fa", "fb"]),
        st.sampled_from(["yes", "no", "unknown"]),
        st.none() | st.integers(0, 4).map(lambda days: DAY + dt.timedelta(days=days)),
    ),
    max_size=8,
)


@settings(max_examples=100 * TIMES, deadline=None)
@given(answers, st.integers(-1, 5))
def test_of_several_answers_the_last_given_by_the_day_counts_however_late_one_was_entered(given_answers, days):
    record = record_of(opened(), *(answered(fact, value, on=on) for fact, value, on in given_answers))
    on = DAY + dt.timedelta(days=days)

    def expected(until):
        found, since = {}, {}
        for fact, value, day in given_answers:
            if day is None or (day <= until and day >= since.get(fact, day)):
                found[fact] = value
                since[fact] = day or since.get(fact, dt.date.min)
        return found

    assert values(record, on) == expected(on)
    assert values(record) == expected(dt.date.max)


@settings(max_examples=60 * TIMES, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=8), st.integers(-1, 7))
def test_the_file_as_of_a_moment_ends_with_the_last_entry_written_by_then(hours, hour):
    record = record_of(opened(), *(note(f"{each}") for each in hours[1:]), hours=hours)
    then = record.as_of(NOW + dt.timedelta(hours=hour))
    assert then.entries == record.entries[: len(then.entries)]
    assert all(each > hour for each in hours[len(then.entries) :])
    assert not then.entries or hours[len(then.entries) - 1] <= hour


def test_an_answer_that_was_taken_back_lets_the_one_before_it_count():
    assert values(record_of(opened(), answered("risk", "yes"), answered("risk", "no"), wrong(3))) == {"risk": "yes"}


def test_the_last_of_several_corrections_of_one_entry_counts():
    twice = [wrong(2, answered("risk", "no")), wrong(2, answered("harm", "yes"))]
    assert values(record_of(opened(), answered("risk", "yes"), *twice)) == {"harm": "yes"}


def test_a_correction_changes_what_the_file_says_now_and_not_what_it_said():
    record = record_of(opened("Wrong title"), answered("risk", "yes"), wrong(1, opened("Right title")))
    assert record.case().case == "Right title"
    assert record.before(3).case().case == record.as_of(NOW + dt.timedelta(hours=1)).case().case == "Wrong title"


def test_entries_of_some_kinds_alone_are_corrected_by_their_numbers():
    record = record_of(opened(), note("left out"), answered("risk", "yes"), wrong(3, answered("risk", "no")))
    some = replace(record, entries=tuple(entry for entry in record.entries if entry.kind != "noted"))
    assert values(some) == {"risk": "no"}


def test_a_correction_of_an_entry_that_was_left_out_changes_nothing_else():
    record = record_of(opened(), note("left out"), answered("risk", "yes"), wrong(2))
    some = replace(record, entries=tuple(entry for entry in record.entries if entry.kind != "noted"))
    assert values(some) == {"risk": "yes"}


@pytest.mark.parametrize(
    "contents",
    [
        [answered("risk", "yes")],
        [opened(), InterestDeclared(person="pa", interest=Interest.model_validate({"in": "the clinic"}))],
        [opened(), Answered(about="person", subject="pa", fact="fa", answer=Answer(value="yes"))],
        [opened(), Answered(about="option", subject="oa", fact="fa", answer=Answer(value="yes"))],
        [opened(), note("a note"), Corrected(corrects=2, content={"text": ""}, because="a slip")],
        [opened(), note("a note"), Corrected(corrects=1, content={"text": "other"}, because="a slip")],
        [opened(), PersonRecorded(person=Person(id="pa")), wrong(2), answered("fa", "yes"), InterestDeclared(
            person="pa", interest=Interest.model_validate({"in": "the clinic"}))],
    ],
)  # fmt: skip
def test_entries_that_do_not_go_together_are_told_by_number(contents):
    with pytest.raises(InvalidCase, match=r"case 'c1': entry [1-5] does not go together with those before it"):
        record_of(*contents).case()


def test_a_correction_of_a_later_entry_changes_nothing():
    assert values(record_of(opened(), wrong(3), answered("risk", "yes"))) == {"risk": "yes"}


def test_nothing_is_left_of_a_case_whose_opening_was_erased():
    record = record_of(opened(), note("a note"))
    gone = replace(record, entries=(replace(record.entries[0], content=None), *record.entries[1:]))
    assert gone.is_erased
    assert not record.is_erased
    with pytest.raises(InvalidCase, match="nothing is left of case 'c1': its content was erased"):
        gone.case()


def test_a_case_is_open_until_it_is_closed_and_again_once_it_is_reopened():
    closed, again = Closed(because="settled", on=DAY), Reopened(because="not settled", on=DAY)
    record = record_of(opened(), closed, again, closed)
    assert [record.before(number).is_open for number in (2, 3, 4)] == [True, False, True]
    assert not record.is_open
    assert record_of(opened(), closed, wrong(2)).is_open


def test_somebody_recorded_anew_keeps_the_place_and_what_was_answered():
    told = Answered(about="person", subject="pa", fact="fa", answer=Answer(value="yes"))
    people = [PersonRecorded(person=Person(id=name)) for name in ("pa", "pb")]
    record = record_of(opened(), *people, told, PersonRecorded(person=Person(id="pa", name="Asha")))
    first, second = record.case().people
    assert (first.id, first.name, first.facts["fa"].value, second.id) == ("pa", "Asha", "yes", "pb")


def test_what_the_case_is_from_now_on_leaves_everything_else():
    record = record_of(
        opened(), OptionConsidered(option="oa"), answered("risk", "yes"), Amended(case="New", opened=DAY)
    )
    assert (record.case().case, record.case().guidance, len(record.case().options)) == ("New", (), 1)
    assert values(record) == {"risk": "yes"}


@pytest.mark.parametrize("number", [0, -1, 4])
def test_an_entry_that_is_not_there_is_told_with_those_that_are(number):
    with pytest.raises(InvalidCase, match=f"no entry {number}. They run from 1 to 3"):
        record_of(opened(), note("a"), note("b")).before(number)


def test_an_empty_record_has_no_head_and_is_open():
    assert (Record("c1", ()).head, Record("c1", ()).is_open) == ("", True)
    assert record_of(opened(), note("a")).head == "hash 2"


@pytest.mark.parametrize(
    ("erased", "sentence"),
    [
        (erasing(9), "has no entry 9"),
        (erasing(2, remains={2: {"wrong": "key"}}), "what is to be left of entry 2 is not of its kind"),
        (erasing(4), "entry 4 erased others, and which ones has to stay on record"),
        (erasing(3), "what is left of entry 3 stands in entry 4, which erased the rest of it. Erase entry 4 as well"),
    ],
)
def test_an_erasure_that_would_leave_something_unsound_or_unsaid_is_refused(erased, sentence):
    record = record_of(opened(), note("a"), note("b"), erasing(3, remains={3: {"text": "left"}}))
    third = replace(record.entries[2], content=note("left"), erased_by=4)
    record = replace(record, entries=(*record.entries[:2], third, record.entries[3]))
    with pytest.raises(InvalidCase, match=sentence):
        refuse_unsound(record, erased)
