"""Every bundled scenario gets, step by step, the advice that was worked out for it by reading the document."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from test_bundled_cases import casework, is_stated, names_unknown, report

from decision_support.errors import UserMistake
from decision_support.loading.scenarios import Scenario, read_scenario, scenario_paths

FEWEST_SCENARIOS = 6
PATHS = scenario_paths()

BRIEF = """\
title: A short one
teaches: Nothing much.
case:
  case: A short one
  guidance: [nssb]
  opened: 2026-03-02
  facts: {immediate_risk_of_harm: no, person_at_risk: child}
steps:
  - on: 2026-03-02
    happens:
      - {what: concern_first_considered, on: 2026-03-02}
    expect: {why: It starts., stage: stage-1}
  - on: 2026-03-03
    happens:
      - {what: discussed_with_other_practitioner, on: 2026-03-03, outcome: unresolved}
    learned: {immediate_risk_of_harm: yes}
    expect: {why: It goes on., stage: stage-1}
"""


def scenario(name: str) -> Scenario:
    return read_scenario(PATHS[name], casework().base)


def test_there_are_at_least_six_scenarios() -> None:
    assert len(PATHS) >= FEWEST_SCENARIOS


@pytest.mark.parametrize("name", PATHS)
def test_every_step_of_a_scenario_gets_the_advice_that_the_document_leads_to(name: str) -> None:
    different = [found for case, expected in scenario(name).cases() if (found := report(name, case, expected))]
    assert not different, "\n".join(different)


@pytest.mark.parametrize("name", PATHS)
def test_every_step_expects_something_that_can_fail_and_exists(name: str) -> None:
    for step in scenario(name).steps:
        assert is_stated(step.expect), f"{name}, on {step.on}: nothing is expected"
        assert not names_unknown(step.expect), f"{name}, on {step.on}"


@pytest.mark.parametrize("name", PATHS)
def test_nothing_happens_after_the_day_of_the_step_that_tells_it(name: str) -> None:
    for step in scenario(name).steps:
        assert all(event.day <= step.on for event in step.happens), f"{name}, on {step.on}"


def test_events_and_facts_add_up_from_step_to_step(tmp_path: Path) -> None:
    (first, _), (second, expected) = read_scenario(written(tmp_path, BRIEF), casework().base).cases()
    assert [event.what for event in first.events] == ["concern_first_considered"]
    assert [event.what for event in second.events] == ["concern_first_considered", "discussed_with_other_practitioner"]
    assert [each.facts["immediate_risk_of_harm"].value for each in (first, second)] == ["no", "yes"]
    assert second.facts["person_at_risk"].value == "child"
    assert expected.on == dt.date(2026, 3, 3)


@pytest.mark.parametrize(
    ("right", "wrong", "place", "what"),
    [
        ("unresolved}", "undecided}", "15:", "there is no outcome 'undecided'."),
        ("learned: {immediate", "learned: {imediate", "16:", "there is no fact 'imediate_risk_of_harm'."),
        ("person_at_risk: child", "person_at_risk: kitten", "7:", "'kitten'"),
        ("on: 2026-03-03\n    happens", "on: 2026-02-27\n    happens", "1:", "not in the order of their days"),
        ("{why: It goes on.", "{on: 2026-03-04, why: It goes on.", "13:", "leave out the second 'on'"),
    ],
)
def test_a_mistake_in_a_scenario_is_shown_where_it_was_written(
    right: str, wrong: str, place: str, what: str, tmp_path: Path
) -> None:
    assert BRIEF.count(right) == 1
    path = written(tmp_path, BRIEF.replace(right, wrong))
    with pytest.raises(UserMistake) as refused:
        read_scenario(path, casework().base)
    assert what in str(refused.value)
    assert str(refused.value).startswith(f"{path}:{place}")


def written(folder: Path, text: str) -> Path:
    path = folder / "brief.yaml"
    path.write_text(text, encoding="utf-8")
    return path
