"""Changing a case by entries leads to the case that was meant, and never changes what was known before."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_cases import courses, normal
from stored import NOW, answered, opened

from decision_support.casefile import chain
from decision_support.casefile.entering import changes, opening
from decision_support.casefile.record import Record
from decision_support.casefile.rows import entries_of, row_of
from decision_support.loading.cases import read_case
from decision_support.loading.examples import example_paths
from decision_support.model.case import Case
from decision_support.model.entries import Amended, Corrected, Happened, InterestDeclared, PersonRecorded, Waived
from how_long import TIMES
from sample_cases import PEOPLE, case_of

LATER = NOW + dt.timedelta(hours=1)


class Book:
    """Rows of one case, without a store."""

    def __init__(self, *contents):
        self.rows = []
        self.write(*contents)

    def write(self, *contents, at=NOW):
        for content in contents:
            before = self.rows[-1].hash if self.rows else ""
            self.rows.append(row_of(before, "c1", len(self.rows) + 1, chain.stamp(at), content, "a worker"))
        return self.record

    @property
    def record(self):
        return Record("c1", tuple(entries_of(self.rows)))


def entered(record: Record, after: Case):
    return changes(record, record.case(), after, "it was wrong")


@settings(max_examples=120 * TIMES, deadline=None)
@given(courses())
def test_what_was_entered_makes_the_case_that_was_meant_and_leaves_what_was_known_before(course):
    book = Book(*opening(course[0]))
    assert normal(book.record.case()) == normal(course[0])
    for number, after in enumerate(course[1:], 1):
        was, at = book.record, NOW + dt.timedelta(days=number)
        now = book.write(*entered(was, after), at=at)
        assert normal(now.case()) == normal(after)
        assert now.entries[: len(was.entries)] == was.entries
        assert now.as_of(at - dt.timedelta(seconds=1)).case() == was.case()
        if len(now.entries) > len(was.entries):
            assert now.before(len(was.entries) + 1).case() == was.case()


@settings(max_examples=25 * TIMES, deadline=None)
@given(courses(most=1))
def test_what_did_not_change_takes_no_entry(course):
    book = Book(*opening(course[0]))
    for record in (book.record, book.write(*entered(book.record, course[1]))):
        assert changes(record, record.case(), record.case(), "nothing") == ()


@pytest.mark.parametrize("name", sorted(example_paths()))
def test_every_bundled_case_comes_back_and_can_become_any_other(base, name):
    case = read_case(example_paths()[name], base)
    assert Book(*opening(case)).record.case() == case
    book = Book(*opening(case_of()))
    assert normal(book.write(*entered(book.record, case)).case()) == normal(case)
    assert normal(book.write(*entered(book.record, case_of())).case()) == normal(case_of())


def test_an_added_interest_and_an_added_waiver_are_told_one_by_one():
    book = Book(*opening(case_of()))
    added = {
        "interests": [{"in": "the clinic"}],
        "waivers": [{"of": "same_team", "by": "hos", "on": "2026-11-03", "why": "Nobody else."}],
    }
    contents = entered(book.record, case_of(people=[PEOPLE[0] | added, *PEOPLE[1:]]))
    assert [type(each) for each in contents] == [InterestDeclared, Waived]


def test_an_interest_that_was_there_and_is_not_any_more_is_taken_back_by_its_number():
    book = Book(*opening(case_of(people=[PEOPLE[0] | {"interests": [{"in": "the clinic"}, {"in": "the school"}]}])))
    after = case_of(people=[PEOPLE[0] | {"interests": [{"in": "the school"}]}])
    contents = entered(book.record, after)
    assert [(type(each), each.corrects, each.content) for each in contents] == [(Corrected, 3, None)]
    assert book.write(*contents).case() == after


def test_an_interest_that_is_over_is_corrected_and_stays_one():
    book = Book(*opening(case_of(people=[PEOPLE[0] | {"interests": [{"in": "the clinic"}]}])))
    over = {"in": "the clinic", "ended": {"by": "pa", "on": "2026-11-03", "why": "She left it."}}
    after = case_of(people=[PEOPLE[0] | {"team": "North", "interests": [over]}])
    contents = entered(book.record, after)
    assert [type(each) for each in contents] == [PersonRecorded, Corrected]
    assert book.write(*contents).case() == after


def test_an_older_answer_that_counts_again_takes_the_later_one_back():
    first, then = answered("risk", "yes", on=dt.date(2026, 11, 2)), answered("risk", "no", on=dt.date(2026, 11, 4))
    book = Book(opened(), first, then)
    after = book.record.before(3).case()
    contents = entered(book.record, after)
    assert [(type(each), each.corrects) for each in contents] == [(Corrected, 3)]
    assert book.write(*contents).case() == after


def test_only_as_many_of_equal_events_are_taken_back_as_are_gone_and_the_last_first():
    met = {"what": "met", "on": "2026-11-03"}
    book = Book(*opening(case_of(events=[met] * 3)))
    contents = entered(book.record, case_of(events=[met]))
    happened = [entry.number for entry, said in book.record.said if isinstance(said, Happened)]
    assert [each.corrects for each in contents] == [happened[2], happened[1]]


def test_every_answer_to_a_question_is_taken_back_so_that_no_earlier_one_counts_again():
    book = Book(opened(), answered("risk", "yes"), answered("risk", "no"), answered("harm", "no"))
    after = book.record.case().model_copy(update={"facts": {"harm": book.record.case().facts["harm"]}})
    contents = entered(book.record, after)
    assert [each.corrects for each in contents] == [2, 3]
    assert set(book.write(*contents).case().facts) == {"harm"}


def test_somebody_who_was_taken_back_and_comes_again_has_none_of_the_old_answers():
    told = PEOPLE[0] | {"facts": {"party": {"value": "yes"}}}
    book = Book(*opening(case_of(people=[told, PEOPLE[1]])))
    book.write(*entered(book.record, case_of(people=[PEOPLE[1]])))
    record = book.write(*entered(book.record, case_of(people=[PEOPLE[1], PEOPLE[0]])))
    assert record.case().people[1].facts == {}


def test_other_documents_another_country_or_another_title_are_one_entry():
    book = Book(*opening(case_of()))
    after = case_of(case="Another", guidance=["ssab"], jurisdiction="wales", opened="2026-11-01")
    contents = entered(book.record, after)
    assert [type(each) for each in contents] == [Amended]
    assert book.write(*contents).case() == after


@settings(max_examples=60 * TIMES, deadline=None)
@given(st.data())
def test_a_correction_says_today_what_the_entry_should_have_said_and_before_it_what_it_said(data):
    facts = st.sampled_from(["fa", "fb"])
    said = data.draw(st.lists(st.tuples(facts, st.sampled_from(["yes", "no"])), min_size=1, max_size=5))
    contents = [opened(), *(answered(fact, value) for fact, value in said)]
    wrong = data.draw(st.integers(2, len(contents)))
    right = data.draw(st.none() | st.builds(answered, facts, st.just("unknown")))
    book = Book(*contents)
    was = book.record
    content = None if right is None else right.model_dump(mode="json")
    now = book.write(Corrected(corrects=wrong, content=content, because="a slip"), at=LATER)
    meant = [each for each in [*contents[: wrong - 1], right, *contents[wrong:]] if each is not None]
    assert now.case() == Book(*meant).record.case()
    assert now.before(len(contents) + 1) == was == now.as_of(NOW)
    assert now.as_of(NOW).case() == was.case()
