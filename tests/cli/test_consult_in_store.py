"""A consultation on a case of the store: every answer is an entry at once, and what others write meanwhile stays."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.stored_weeks import LAST, REFERENCE, AtStore, Typed, weeks
from decision_support.casefile.store import Store
from decision_support.casework.filing.answering import answered
from decision_support.casework.filing.files import Filing
from decision_support.model.entries import Answered, Closed, Content, Corrected, Happened, Noted
from decision_support.model.knowledge import KnowledgeBase

Line = str | Callable[[], object]
MEANWHILE = "into this case meanwhile. They are kept, and yours as well"


class Keyboard(io.StringIO):
    """Lines that are typed one by one; a function among them is what happens while the program waits for the next."""

    def __init__(self, lines: list[Line]) -> None:
        super().__init__()
        self._lines: Iterator[Line] = iter(lines)

    def readline(self, size: int | None = -1, /) -> str:
        for line in self._lines:
            if isinstance(line, str):
                return f"{line}\n"
            line()
        return ""


@pytest.fixture
def at_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AtStore:
    monkeypatch.chdir(tmp_path)
    return AtStore(weeks(tmp_path / "cases.db"))


def consult(at_store: AtStore, *lines: Line, code: int = 0) -> Typed:
    """The conversation in which these lines are typed."""
    return at_store("consult", REFERENCE, "--on", LAST, code=code, typed=Keyboard(list(lines)))


def others(base: KnowledgeBase, at_store: AtStore, *contents: Content) -> Callable[[], object]:
    """Somebody else writes this into the case."""

    def write() -> None:
        with Store(at_store.path) as store:
            Filing(base, store, "ben").write(store.record(REFERENCE), contents, dt.datetime.now(dt.UTC))

    return write


def new_entries(at_store: AtStore) -> list[tuple[str | None, Content | None]]:
    return [(entry.writer, entry.content) for entry in at_store.record().entries[24:]]


def test_every_answer_is_an_entry_before_the_next_question(at_store: AtStore) -> None:
    seen: list[int] = []

    def look() -> None:
        seen.append(len(at_store.record().entries))

    done = consult(at_store, look, "y", look, "She is on the ward.", look, "quit")
    assert seen == [24, 25, 26]
    (first, answer), (second, reasons) = new_entries(at_store)
    assert first == second == "asha"
    assert isinstance(answer, Answered) and isinstance(reasons, Answered)
    assert (answer.fact, answer.answer.rationale, reasons.answer.rationale) == (
        "safety_assured_meanwhile",
        None,
        "She is on the ward.",
    )
    assert reasons.answer.on == dt.date.fromisoformat(LAST)
    assert f"Everything is kept in {REFERENCE}." in done.out
    again = consult(at_store, "quit")
    assert "On record: 3 answers, 3 people, 4 events." in again.out and "safe and cared for" not in again.out


def test_going_back_takes_the_entry_back_and_leaves_it_on_record(at_store: AtStore) -> None:
    before = at_store.record().case()
    consult(at_store, "n", "back", "quit")
    (_, answer), (_, back) = new_entries(at_store)
    assert isinstance(answer, Answered) and isinstance(back, Corrected)
    assert (back.corrects, back.content, back.because) == (25, None, "It was taken back in the consultation.")
    assert at_store.record().case() == before


def test_an_answer_from_before_counts_again_where_its_change_is_taken_back(at_store: AtStore) -> None:
    consult(at_store, "change 2 no", "", "back", "quit")
    assert at_store.record().case().facts["immediate_risk_of_harm"].value == "yes"


def test_what_happened_becomes_an_entry(at_store: AtStore) -> None:
    consult(at_store, "happened", "concern_raised", "2026-03-30 14:00", "Asha", "By video.", "quit")
    happened = [content.event for _, content in new_entries(at_store) if isinstance(content, Happened)]
    assert [(each.what, each.at, each.by, each.note) for each in happened] == [
        ("concern_raised", dt.datetime(2026, 3, 30, 14), "asha", "By video.")
    ]


def test_what_somebody_else_writes_meanwhile_stays_and_is_told_once(base: KnowledgeBase, at_store: AtStore) -> None:
    write = others(base, at_store, Noted(text="Ben was here."), Noted(text="And again."))
    done = consult(at_store, write, "y", "She is on the ward.", "quit")
    assert done.text.count(f"Somebody else has written 2 more entries {MEANWHILE}") == 1
    writers = [writer for writer, _ in new_entries(at_store)]
    assert writers == ["ben", "ben", "asha", "asha"]
    case = at_store.record().case()
    assert case.facts["safety_assured_meanwhile"].rationale == "She is on the ward."


def test_two_answers_to_one_question_are_both_on_record_and_the_later_counts(
    base: KnowledgeBase, at_store: AtStore
) -> None:
    day = dt.date.fromisoformat(LAST)
    theirs = answered(base, at_store.record(), ["safety_assured_meanwhile=no"], "Ben asked.", "ben", day)
    done = consult(at_store, others(base, at_store, *theirs), "y", "", "quit")
    assert f"Somebody else has written one more entry {MEANWHILE}" in done.text
    given = [
        (entry.writer, content.answer.value)
        for entry, content in at_store.record().of(Answered)
        if content.fact == "safety_assured_meanwhile"
    ]
    assert given == [("ben", "no"), ("asha", "yes")]
    assert at_store.record().case().facts["safety_assured_meanwhile"].value == "yes"


def test_somebody_who_is_gone_meanwhile_is_not_brought_back_by_an_answer(
    base: KnowledgeBase, at_store: AtStore
) -> None:
    at_store.case("person", REFERENCE, "dan", "name=Dan")

    def gone() -> None:
        at_store.case("person", REFERENCE, "dan", "--gone", "--because", "Another case.", DECISION_SUPPORT_USER="ben")

    done = consult(at_store, gone, "set dan.in_line_of_party=no", "quit", "", code=1)
    assert "Nothing that you said is lost, but your last answers are not in the store yet." in done.text
    assert [each.id for each in at_store.record().case().people] == ["ben", "asha", "cleo"]


def test_where_the_case_is_closed_meanwhile_the_answer_is_not_written_and_it_is_told(
    base: KnowledgeBase, at_store: AtStore
) -> None:
    closing = Closed(because="Settled.", on=dt.date.fromisoformat(LAST))
    done = consult(at_store, others(base, at_store, closing), "y", "", "quit", "", code=1)
    assert f"case '{REFERENCE}' is closed. Reopen it first" in done.text
    assert "your last answers are not in the store yet" in done.text
    assert not at_store.record().is_open and len(at_store.record().entries) == 25


def test_a_closed_case_is_refused_before_the_first_question(at_store: AtStore) -> None:
    at_store.case("close", REFERENCE, "--because", "Settled.", "--on", LAST)
    said = at_store.refused("consult", REFERENCE, "--on", LAST)
    assert f"case '{REFERENCE}' is closed. Reopen it first: decision-support case reopen {REFERENCE}" in said


def test_saving_says_that_everything_is_kept_and_writes_no_file(at_store: AtStore, tmp_path: Path) -> None:
    done = consult(at_store, "save other.yaml", "save", "quit")
    told = f"every answer is kept in case '{REFERENCE}' at once. To take a copy elsewhere: decision-support case export"
    assert done.text.count(told) == 2
    assert not (tmp_path / "other.yaml").exists() and not (tmp_path / REFERENCE).exists()
    assert len(at_store.record().entries) == 24


def test_where_the_input_ends_everything_so_far_is_kept(at_store: AtStore) -> None:
    done = consult(at_store, "y")
    assert f"The input has ended. Everything is kept in {REFERENCE}." in done.text
    assert at_store.record().case().facts["safety_assured_meanwhile"].value == "yes"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["--guidance", "nssb"], "--guidance is for a new case. The case says itself what applies."),
        (["--on", "2026-03-01"], "the case was opened on 2026-03-02, after 2026-03-01."),
        (["--as", "werker"], "there is no role 'werker'. Did you mean 'worker'?"),
    ],
)
def test_a_mistake_is_a_sentence_and_writes_nothing(at_store: AtStore, typed: list[str], told: str) -> None:
    assert told in at_store.refused("consult", REFERENCE, *typed)
    assert len(at_store.record().entries) == 24


@pytest.mark.parametrize("text", ["quotes \" and '", "שלום 🙂", "# *marks* <b>"])
def test_reasons_are_kept_as_they_were_typed(at_store: AtStore, text: str) -> None:
    consult(at_store, "y", text, "quit")
    assert at_store.record().case().facts["safety_assured_meanwhile"].rationale == text
