"""The chronicle tells every entry once, in the order in which it was written, whatever was written."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli.stored_weeks import REFERENCE, RISK_CORRECTED, RISK_NO, at, weeks
from decision_support.casefile.record import Record
from decision_support.casefile.store import Store
from decision_support.casework.chronicle import chronicle
from decision_support.casework.filing.answering import answered
from decision_support.casework.filing.files import Filing
from decision_support.casework.filing.people import person_changed, person_gone
from decision_support.casework.filing.recording import recorded
from decision_support.cli.case.history_text import chronology, history_text
from decision_support.errors import UserMistake
from decision_support.loading.changes import changed
from decision_support.model.case import Case
from decision_support.model.entries import CONTENTS, Entry, Erased, JudgementMade, Noted, RecordMade
from decision_support.model.knowledge import KnowledgeBase
from how_long import LONG

RELAXED = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
DAY = dt.date(2026, 3, 31)

FACTS = ["immediate_risk_of_harm", "safety_assured_meanwhile", "worker_has_a_concern"]
PEOPLE = ["asha", "ben", "cai"]

days = st.integers(2, 30).map(lambda day: dt.date(2026, 3, day))
typed = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1, max_size=30).filter(
    lambda text: text.strip()
)
answers = st.tuples(
    st.just("answer"), st.sampled_from(FACTS), st.sampled_from(["yes", "no", "unknown", ""]), st.none() | typed, days
)
records = st.tuples(
    st.just("record"),
    st.sampled_from(["concern_raised", "concern_first_considered", "reported_to_line_manager"]),
    st.none() | st.sampled_from(PEOPLE),
    st.none() | typed,
    days,
)
persons = st.tuples(
    st.just("person"),
    st.sampled_from(PEOPLE),
    st.sampled_from(["roles=worker", "roles=", "team=North", "line_manager=ben", "agency=Council", "agency="]),
)
leaving = st.tuples(st.just("gone"), st.sampled_from(PEOPLE))
steps = st.lists(st.one_of(answers, answers, records, persons, persons, leaving), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Record:
    with Store(weeks(tmp_path_factory.mktemp("weeks") / "cases.db")) as store:
        return store.record(REFERENCE)


def written(base: KnowledgeBase, files: Filing, seen: Record, step: tuple[Any, ...]) -> Record:
    """The record after a step, as somebody types it at the case file."""
    match step:
        case ("answer", fact, value, because, on):
            told = answered(base, seen, [f"{fact}={value}"], because, None, on)
        case ("record", what, by, note, on):
            keys = {"on": on.isoformat(), "by": by, "note": note}
            told = (recorded(base, seen, what, {key: value for key, value in keys.items() if value}),)
        case ("person", name, key):
            told = person_changed(base, seen, name, [key], None, DAY)
        case ("gone", name):
            told = person_gone(base, seen, name, "Another case.")
    return files.write(seen, told, at(31))


def plainly(base: KnowledgeBase, case: Case, step: tuple[Any, ...]) -> Case:
    """The case after the same step, made on a plain case in one go."""
    match step:
        case ("answer", fact, value, because, on):
            known = case.facts.get(fact)
            if value and known and known.on and known.on > on:
                return case  # entered late, it is kept beside the later answer
            given = {"value": value, "rationale": because and because.strip(), "on": on.isoformat()}
            kept = {key: each for key, each in given.items() if each}
            return changed(case, [f"{fact}={_flow(kept) if value else ''}"], base)
        case ("record", what, by, note, on):
            keys = {"what": what, "on": on.isoformat(), "by": by, "note": note and note.strip()}
            return changed(case, [f"event: {_flow({key: each for key, each in keys.items() if each})}"], base)
        case ("person", name, key):
            known = any(each.id == name for each in case.people)
            return changed(case, [*([] if known else [f"person: {{id: {name}}}"]), f"person.{name}.{key}"], base)
        case ("gone", name):
            return changed(case, [f"person.{name}="], base)
    raise ValueError(step)


def _flow(data: dict[str, str]) -> str:
    """Plain data as YAML in one line."""
    return json.dumps(data, ensure_ascii=False)


def ordered(case: Case) -> Case:
    """The case whatever the order in which its events and people were written."""
    return case.model_copy(
        update={
            "people": tuple(sorted(case.people, key=lambda each: each.id)),
            "events": tuple(sorted(case.events, key=lambda each: each.model_dump_json())),
        }
    )


@given(steps)
@settings(**RELAXED, max_examples=400 if LONG else 25)  # type: ignore[arg-type]
def test_what_is_written_step_by_step_makes_the_case_that_the_steps_make(
    base: KnowledgeBase, those: list[tuple[Any, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "cases.db") as store:
        files = Filing(base, store, "asha")
        case = Case(case="A", guidance=("nssb",), opened=dt.date(2026, 3, 2))
        record, numbers = files.begin("R", case, at(2)), [1]
        for step in those:
            try:
                record = written(base, files, record, step)
            except UserMistake:  # such as an answer taken back that nobody gave
                assert store.record("R") == record
                with contextlib.suppress(UserMistake):
                    assert ordered(plainly(base, case, step)) == ordered(case)
                continue
            case = plainly(base, case, step)
            numbers.append(len(record.entries))
            assert ordered(record.case()) == ordered(case)
        told = chronicle(base, record)
        assert [each.number for each in told] == list(range(1, len(record.entries) + 1))
        assert [each.number for each in told] == [entry.number for entry in record.entries]
        assert all(each.say and each.kind == entry.kind for each, entry in zip(told, record.entries, strict=True))
        assert numbers == sorted(numbers)
        assert history_text(record, told).count("Written at") >= len(told)
        assert chronology(record, told, "A").count("\n- **") == len(told)


def test_the_whole_file_is_told_in_order_and_names_people_as_they_are_called(base: KnowledgeBase, seen: Record) -> None:
    told = chronicle(base, seen)
    assert [(each.number, each.at, each.writer) for each in told] == [
        (entry.number, entry.at, entry.writer) for entry in seen.entries
    ]
    assert {each.kind for each in told} <= set(CONTENTS)
    assert told[RISK_NO - 1].corrected_by == RISK_CORRECTED
    assert [each.number for each in told if each.corrected_by] == [RISK_NO]
    assert told[5].say.startswith("On record for Monday 2 March 2026, by Asha (social worker): a worker first")
    assert told[1].say == "Ben (team manager) came into the case (ben)."


def test_an_earlier_day_is_told_as_it_was_told_then(base: KnowledgeBase, seen: Record) -> None:
    whole = chronicle(base, seen)
    for number in range(2, len(seen.entries) + 1):
        then = chronicle(base, seen.before(number))
        assert [each.say for each in then] == [each.say for each in whole[: number - 1]]
    assert chronicle(base, seen.before(RISK_CORRECTED))[RISK_NO - 1].corrected_by is None


def test_a_person_who_is_recorded_again_is_told_by_what_is_different(base: KnowledgeBase, tmp_path: Path) -> None:
    with Store(weeks(tmp_path / "cases.db")) as store:
        files, record = Filing(base, store, "asha"), store.record(REFERENCE)
        record = files.write(record, person_changed(base, record, "asha", ["team=North", "agency="], None, DAY), at(31))
    told = chronicle(base, record)[-1]
    assert told.say == "Asha (social worker) is recorded differently (asha)."
    assert sorted(told.details) == ["Agency: nothing any more.", "Team: North."]


def test_what_this_knowledge_base_has_no_words_for_is_told_all_the_same(base: KnowledgeBase) -> None:
    old = [
        RecordMade(record="gone.a-record", on=DAY),
        JudgementMade(judgement="gone.a-judgement", decided="So.", because="Because.", on=DAY),
        Noted(text="A note."),
    ]
    entries = tuple(Entry(number, at(2), each.kind, "asha", each, "") for number, each in enumerate(old, 1))
    told = chronicle(base, Record("R", entries))
    assert [each.number for each in told] == [1, 2, 3]
    assert "gone.a-record" in " ".join(told[0].details) and "Because." in " ".join(told[1].details)
    assert told[2].say == "Note: A note."


def test_what_was_erased_says_that_it_was_and_nothing_of_what(base: KnowledgeBase, tmp_path: Path) -> None:
    erased = Erased(entries=(11,), what="a note", because="She asked for it.", by="an officer")
    with Store(weeks(tmp_path / "cases.db")) as store:
        record, _ = Filing(base, store, "asha").erase(store.record(REFERENCE), erased, at(31))
    told = chronicle(base, record)
    assert "ward" not in told[10].say and told[10].erased_by == 25
    assert "She asked for it." in " ".join(told[24].details) and "a note" in told[24].say
    assert "they will call back" not in history_text(record, told) + chronology(record, told, "A")
