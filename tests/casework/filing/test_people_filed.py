"""People come into a case, are recorded differently, declare interests, have a conflict waived, and leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from cli.stored_weeks import REFERENCE, at, weeks
from decision_support.casefile.record import Record
from decision_support.casefile.store import Store
from decision_support.casework.filing.correcting import corrected
from decision_support.casework.filing.files import Filing
from decision_support.casework.filing.people import person_changed, person_gone, person_waived
from decision_support.errors import InvalidCase
from decision_support.model.entries import Content, Corrected, InterestDeclared, PersonRecorded, Waived
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.people import Person

DAY = dt.date(2026, 3, 31)


class Writing:
    """The case of several weeks, to be written into."""

    def __init__(self, base: KnowledgeBase, path: Path) -> None:
        self.base, self.path = base, path

    @property
    def seen(self) -> Record:
        with Store(self.path) as store:
            return store.record(REFERENCE)

    def write(self, contents: Sequence[Content]) -> Record:
        with Store(self.path) as store:
            return Filing(self.base, store, "asha").write(store.record(REFERENCE), contents, at(31))

    def person(self, name: str, *keys: str, interest: str | None = None) -> Sequence[Content]:
        return person_changed(self.base, self.seen, name, keys, interest, DAY)

    def known(self, name: str) -> Person | None:
        return next((each for each in self.seen.case().people if each.id == name), None)


@pytest.fixture
def case(base: KnowledgeBase, tmp_path: Path) -> Writing:
    return Writing(base, weeks(tmp_path / "cases.db"))


def test_somebody_new_comes_in_with_an_interest(case: Writing) -> None:
    told = case.person("dan", "name=Dan", "roles=worker, line_manager", "line_manager=ben", interest="Plays golf")
    assert [type(each) for each in told] == [PersonRecorded, InterestDeclared]
    case.write(told)
    dan = case.known("dan")
    assert dan is not None and (dan.name, dan.roles, dan.line_manager) == ("Dan", ("worker", "line_manager"), "ben")
    assert [(each.in_, each.on) for each in dan.interests] == [("Plays golf", DAY)]


def test_what_is_recorded_is_changed_taken_back_and_not_entered_twice(case: Writing) -> None:
    before = case.known("asha")
    assert before is not None
    assert case.person("asha", f"name={before.name}", "roles=worker") == ()
    case.write(case.person("asha", "team=North", "agency="))
    after = case.known("asha")
    assert after is not None
    assert after == before.model_copy(update={"team": "North", "agency": None})


def test_a_role_can_be_held_for_a_time(case: Writing) -> None:
    case.write(case.person("asha", "roles=[{is: worker, until: 2026-03-20}, line_manager]"))
    asha = case.known("asha")
    assert asha is not None
    assert asha.post(dt.date(2026, 3, 19)).roles == ("worker", "line_manager")
    assert asha.post(dt.date(2026, 3, 21)).roles == ("line_manager",)


def test_a_waiver_says_who_decided_what_and_why(case: Writing) -> None:
    case.write(case.person("dan", interest="Plays golf"))
    (waived,) = person_waived(case.seen, "dan", "declared_interest", "ben", "Nobody else.", DAY)
    assert isinstance(waived, Waived)
    assert (waived.waiver.of, waived.waiver.by, waived.waiver.why) == ("declared_interest", "ben", "Nobody else.")
    case.write([waived])
    dan = case.known("dan")
    assert dan is not None and dan.waivers == (waived.waiver,)


@pytest.mark.parametrize(
    ("who", "fact", "by", "because", "told"),
    [
        ("cleo", "declared_interest", None, "x", "a waiver says who decided it and why."),
        ("cleo", "declared_interest", "ben", None, "a waiver says who decided it and why."),
        ("zed", "declared_interest", "ben", "x", "there is nobody called 'zed' in this case."),
        ("cleo", "declared_interest", "cleo", "x", "'cleo' cannot waive a conflict of their own."),
        ("cleo", "declared_interest", "zed", "x", "there is no person 'zed'."),
        ("cleo", "declared_intrest", "ben", "x", "'declared_intrest' cannot be waived."),
    ],
)
def test_a_waiver_that_cannot_be_is_refused_and_nothing_is_written(
    case: Writing, who: str, fact: str, by: str | None, because: str | None, told: str
) -> None:
    before = case.seen
    with pytest.raises(InvalidCase) as refused:
        case.write(person_waived(before, who, fact, by, because, DAY))
    assert told in str(refused.value)
    assert case.seen == before


def test_somebody_without_a_part_in_the_case_leaves_with_every_answer_and_every_mention(case: Writing) -> None:
    told = person_gone(case.base, case.seen, "ben", "He was taken for another.")
    assert {each.because for each in told if isinstance(each, Corrected)} == {"He was taken for another."}
    case.write(told)
    assert case.known("ben") is None
    asha = case.known("asha")
    assert asha is not None and asha.line_manager is None
    assert all(event.by != "ben" for event in case.seen.case().events)
    with pytest.raises(InvalidCase, match="there is nobody called 'ben' in this case"):
        person_gone(case.base, case.seen, "ben", "Again.")


def test_leaving_needs_a_reason(case: Writing) -> None:
    with pytest.raises(InvalidCase, match="nothing says why this person has no part in the case"):
        person_gone(case.base, case.seen, "ben", None)


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("nam=Dan", "Did you mean 'name'?"),
        ("id=dan2", "is nothing that is recorded of a person."),
        ("facts={}", "is nothing that is recorded of a person."),
        ("name", "Write KEY=VALUE."),
        ("roles=werker", "there is no role 'werker'. Did you mean 'worker'?"),
        ("line_manager=zed", "there is no person 'zed'."),
        ("roles=[{is: worker", "a bracket is opened here and not closed"),
    ],
)
def test_what_cannot_be_recorded_of_somebody_is_refused(case: Writing, key: str, told: str) -> None:
    with pytest.raises(InvalidCase) as refused:
        case.person("dan", key)
    assert told in str(refused.value)


def test_an_interest_that_was_taken_back_no_longer_counts(case: Writing) -> None:
    number = next(entry.number for entry, _ in case.seen.of(InterestDeclared))
    case.write([corrected(case.seen, number, (), True, "It was somebody else's.")])
    cleo = case.known("cleo")
    assert cleo is not None and cleo.interests == ()


def test_an_interest_can_be_taken_back_after_more_was_recorded_of_the_person(case: Writing) -> None:
    case.write(case.person("cleo", "team=North"))
    number = next(entry.number for entry, _ in case.seen.of(InterestDeclared))
    case.write([corrected(case.seen, number, (), True, "It was somebody else's.")])
    cleo = case.known("cleo")
    assert cleo is not None and cleo.interests == ()
