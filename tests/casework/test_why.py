"""What may be asked about, what the answer rests on, and where each fact comes from."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from decision_support.casework import Casework
from decision_support.casework.numbering import numbered_advice
from decision_support.casework.reasons.why import Why
from decision_support.errors import UserMistake
from decision_support.loading.cases import read_case
from decision_support.loading.examples import example_paths, expected_of
from decision_support.model.values import Answer
from sample_cases import case_of

CASES = example_paths()
DAYS = [(name, expected.on) for name, path in CASES.items() for expected in expected_of(path)]
ANSWERED = {"value": "yes", "by": "sw", "on": "2026-11-02", "rationale": "She was not seen."}
TALKED = {"what": "discussed_with_other_practitioner", "on": "2026-11-02", "by": "sw", "outcome": "unresolved"}


def asked(desk: Casework, what: str | None, on: str = "2026-11-02", **parts: Any) -> tuple[Why, ...]:
    return desk.why(case_of(**parts), dt.date.fromisoformat(on), what)


def sources_of(answer: Why, fact: str) -> str:
    (found,) = [each for each in answer.facts if each.fact == fact]
    return " ".join(found.sources)


@pytest.mark.parametrize(("name", "on"), DAYS[::5], ids=[f"{name} {on}" for name, on in DAYS[::5]])
def test_everything_that_a_bundled_case_is_told_has_a_reason(desk: Casework, base, name: str, on: dt.date) -> None:
    case = read_case(CASES[name], base)
    advice = desk.advise(case, on)
    answers = desk.why(case, on)
    assert [each.ids for each in answers] == [tuple(one.id for one in each.those) for each in numbered_advice(advice)]
    for each in advice.recommendations:
        (answer,) = desk.why(case, on, each.id)
        assert {clause.id for clause in answer.clauses} >= set(each.clauses)
        assert answer.because and answer.facts and answer.roots
        assert {step.rule for step in answer.steps} >= set(each.rules)
    others = [each.id for each in (*advice.judgements, *advice.silences)]
    others += [f"{each.person}:{each.role}" for each in (*advice.excluded, *advice.in_doubt)]
    others += [each.id for each in advice.options if each.for_ or each.against or each.ruled_out]
    for what in others:
        assert all(answer.because for answer in desk.why(case, on, what)), what


@pytest.mark.parametrize(("name", "on"), DAYS[::9], ids=[f"{name} {on}" for name, on in DAYS[::9]])
def test_every_step_stands_once_and_refers_to_steps_that_are_there(desk: Casework, base, name, on) -> None:
    for answer in desk.why(read_case(CASES[name], base), on):
        numbers = [step.number for step in answer.steps]
        assert numbers == list(range(1, len(numbers) + 1))
        assert {number for step in answer.steps for number in step.rests_on} <= set(numbers)
        reached = {*answer.roots, *(number for step in answer.steps for number in step.rests_on)}
        assert reached == set(numbers)


def test_the_number_is_the_one_that_advice_shows(desk: Casework) -> None:
    parts = {"facts": {"worker_has_a_concern": "yes"}, "events": [TALKED]}
    for position, each in enumerate(asked(desk, None, **parts), 1):
        assert each.number == position
        assert asked(desk, str(position), **parts) == (each,)


def test_a_name_may_stand_without_its_document(desk: Casework) -> None:
    parts = {"facts": {"worker_has_a_concern": "yes"}, "events": [TALKED]}
    assert asked(desk, "report-to-line-manager", **parts) == asked(desk, "nssb.report-to-line-manager", **parts)


def test_an_answer_is_told_with_who_gave_it_when_and_why(desk: Casework) -> None:
    answered = {"worker_has_a_concern": Answer.model_validate(ANSWERED)}
    case = case_of(events=[TALKED]).model_copy(update={"facts": answered})
    answers = desk.why(case, dt.date(2026, 11, 2))
    told = " ".join(source for each in answers for fact in each.facts for source in fact.sources)
    assert "Answered by Asha on Monday 2 November 2026. Reason given: She was not seen." in told
    assert any("Asha said on Monday 2 November 2026 that" in part for each in answers for part in each.rests_on)


def test_an_event_is_told_with_day_person_and_note(desk: Casework) -> None:
    event = {**TALKED, "note": "By telephone."}
    (answer,) = asked(desk, "report-to-line-manager", events=[event])
    told = sources_of(answer, "outcome.discussed_with_other_practitioner")
    assert "On record for Monday 2 November 2026, by Asha:" in told
    assert told.endswith("outcome: unresolved. Note: By telephone.")
    assert "No such event is on record" in sources_of(answer, "recorded.reported_to_line_manager")


def test_the_stage_is_told_with_the_event_that_brought_it(desk: Casework) -> None:
    moved = {"what": "stage_started", "stage": "stage-2", "on": "2026-11-03", "by": "tm"}
    (later,) = asked(desk, "stage", "2026-11-04", events=[TALKED, moved])
    assert "On record for Tuesday 3 November 2026, by Ben" in sources_of(later, "nssb.stage")
    (first,) = asked(desk, "stage", events=[TALKED])
    assert "No event on record has moved the matter on" in sources_of(first, "nssb.stage")


def test_a_clock_is_told_with_its_arithmetic(desk: Casework) -> None:
    started = {"what": "concern_first_considered", "on": "2026-11-02"}
    (answer,) = asked(desk, "clock.stage-1", "2026-11-05", events=[started])
    told = sources_of(answer, "nssb.clock.stage-1")
    assert "It started on Monday 2 November 2026." in told
    assert told.endswith("On Thursday 5 November 2026 it has run out.")


def test_what_nobody_has_said_has_no_source_and_is_not_no(desk: Casework) -> None:
    (answer,) = asked(desk, "immediate_risk_of_harm")
    (fact,) = answer.facts
    assert (fact.value, fact.sources) == ("unasked", ())
    assert fact.say.startswith("Nobody has said whether")


def test_who_may_not_act_is_told_by_the_path_through_the_people(desk: Casework, base) -> None:
    case = read_case(CASES["nssb-people-panel-near-twins"], base)
    (answer,) = desk.why(case, dt.date(2026, 11, 6), "mele:panel_member")
    assert "put forward by Farzana (refuge worker), the worker who raised the concern" in answer.say
    assert "On record in this role from Friday 6 November 2026." in sources_of(answer, "proposed.panel_member")


def test_a_count_names_those_who_are_counted(desk: Casework, base) -> None:
    case = read_case(CASES["nssb-people-panel-near-twins"], base)
    (answer,) = desk.why(case, dt.date(2026, 11, 6), "panel_may_proceed")
    counted = [step.say for step in answer.steps if step.sort == "counts"]
    assert len(counted) == 4 and all(say.endswith(" counts.") for say in counted)


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("99", "there is no recommendation 99. The numbers are 1 to "),
        ("0", "there is no recommendation 0. The numbers are 1 to "),
        ("report-to-line-manger", "'report-to-line-manger' in this advice. Did you mean 'report-to-line-manager'?"),
        ("tm:line_manager", "nothing in this advice keeps Ben from acting as line manager. Ask 'who' with --for"),
    ],
)
def test_a_name_that_is_not_there_gets_a_sentence(desk: Casework, what: str, sentence: str) -> None:
    with pytest.raises(UserMistake) as mistake:
        asked(desk, what, events=[TALKED])
    assert sentence in str(mistake.value)


def test_where_nothing_is_advised_no_number_is_there(desk: Casework, base) -> None:
    case, on = read_case(CASES["lscb-lessons-to-sub-group"], base), dt.date(2026, 11, 23)
    assert desk.why(case, on) == ()
    with pytest.raises(UserMistake, match="Nothing is recommended"):
        desk.why(case, on, "1")


def test_reasons_read_out_leave_aside_what_is_so_in_every_case(desk: Casework, base) -> None:
    case, on = read_case(CASES["nhs-exclusion-with-a-milder-step-left"], base), dt.date(2026, 10, 2)
    (answer,) = desk.why(case, on, "3")
    assert any("answered with no" in part for part in answer.rests_on)
    assert not any("calls for something" in part or "from another" in part for part in answer.rests_on)
    assert any("calls for something" in fact.say for fact in answer.facts)
