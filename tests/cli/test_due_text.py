"""What is due as text: approved at 80 and 120 columns, so that a change shows as a difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from approved_texts import assert_approved
from decision_support.casework import Casework
from decision_support.casework.whats_due import NotAdvised, Task, WhatsDue, whats_due
from decision_support.cli.due_text import due_text
from decision_support.loading.cases import read_case
from decision_support.loading.examples import example_paths
from decision_support.model.advice import DueLine, Holder, LeftOut

APPROVED = Path(__file__).parent / "approved"
FRIDAY = dt.date(2026, 11, 6)
EXAMPLES = example_paths()
OF_A_FRIDAY = (
    "friday-afternoon-report",
    "immediate-risk-tonight",
    "nhs-concern-just-in",
    "osdr-difference-highlighted",
    "risk-unknown",
    "settled-at-stage-4",
    "ssab-first-hop",
)

NOBODY = Holder("manager", "manager", (), (), None, ())
PASSED = DueLine("2026-11-03", "2026-11-03", "talk", "limit", False, "overdue", None)
TASK = Task(
    reference="F-1",
    on="2026-11-06",
    case="F-1",
    bucket="overdue",
    recommendation="lib.talk",
    say="Talk with whoever set the fine.",
    strength="should",
    urgency="now",
    basis="guidance",
    due=PASSED,
    clock="lib.talk",
    expected=False,
    lapse="Turn to the manager.",
    actor=NOBODY,
    contact=None,
    names={"ada": "Ada", "bo": "Bo"},
    clauses=("lib-02",),
)
NOTHING = WhatsDue("2026-11-06", "2026-11-13", 4, (), (), (), (), ())

Due = Callable[..., WhatsDue]


@pytest.fixture
def due(desk: Casework) -> Due:
    def found(names: tuple[str, ...], on: dt.date) -> WhatsDue:
        return whats_due(desk, [(name, read_case(EXAMPLES[name], desk.base)) for name in names], on)

    return found


def text(found: WhatsDue, monkeypatch: pytest.MonkeyPatch, columns: int = 80) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    return due_text(found)


def of(task: Task, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What stands behind each label of one task."""
    told: dict[str, str] = {}
    label = ""
    for line in text(replace(NOTHING, overdue=(task,)), monkeypatch).splitlines():
        if line.startswith("    "):
            label = line[4:13].strip() or label
            told[label] = f"{told.get(label, '')} {line[14:]}".strip()
    return told


@pytest.mark.parametrize("columns", [80, 120])
def test_a_friday_reads_as_it_should(columns: int, due: Due, monkeypatch: pytest.MonkeyPatch) -> None:
    told = text(due(OF_A_FRIDAY, FRIDAY), monkeypatch, columns)
    assert all(len(line) <= columns for line in told.splitlines())
    assert_approved(told + "\n", APPROVED / f"due-friday-{columns}.txt")


def test_days_that_only_guide_and_advice_in_conflict_read_as_they_should(
    due: Due, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = text(
        due(("line-managers-disagree", "osdr-prospect-of-agreement-remains"), dt.date(2026, 3, 27)), monkeypatch
    )
    assert_approved(told + "\n", APPROVED / "due-guiding.txt")


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_every_bundled_case_fits_the_screen(columns: int, due: Due, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = text(due(tuple(EXAMPLES), FRIDAY), monkeypatch, columns).splitlines()
    assert max(map(len, lines)) <= columns
    assert "OVERDUE" in lines and "TODAY" in lines


def test_without_cases_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    told = text(replace(NOTHING, cases=0), monkeypatch)
    assert told == "What is due on Friday 6 November 2026, in no cases"


def test_with_nothing_due_it_says_until_when(monkeypatch: pytest.MonkeyPatch) -> None:
    assert text(NOTHING, monkeypatch).splitlines() == [
        "What is due on Friday 6 November 2026, in 4 cases",
        "Nothing is overdue, and nothing is due until Friday 13 November 2026.",
    ]


def test_a_case_that_failed_is_told_and_not_passed_off_as_nothing_due(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = NotAdvised("F-9", "the agencies say otherwise. Correct one.")
    told = text(replace(NOTHING, cases=1, not_advised=(failed,)), monkeypatch)
    assert told.splitlines() == [
        "What is due on Friday 6 November 2026, in 1 case",
        "1 not worked out.",
        "",
        "NOT WORKED OUT: LOOK AT THESE YOURSELF",
        "  - F-9: the agencies say otherwise. Correct one.",
    ]


def test_safety_advice_of_our_own_leads_and_is_said_once_for_all_its_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    safety = replace(
        TASK, bucket="today", basis="ours", recommendation="ours.ring", say="Ring.", due=None, clock=None, actor=None
    )
    cases = tuple(replace(safety, reference=name) for name in ("F-2", "F-3"))
    lines = text(replace(NOTHING, overdue=(TASK,), today=cases), monkeypatch).splitlines()
    assert lines[1] == "1 overdue, 2 for today."
    assert lines.count("  - Ring.") == 1 and "    In        F-2 and F-3" in lines
    assert lines.index("  - Ring.") < lines.index("OVERDUE") and "TODAY" not in lines


def test_the_title_stands_behind_the_reference_where_it_says_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "  F-1" in text(replace(NOTHING, overdue=(TASK,)), monkeypatch).splitlines()
    titled = replace(TASK, case="A fine")
    assert "  F-1: A fine" in text(replace(NOTHING, overdue=(titled,)), monkeypatch).splitlines()


def test_what_has_run_out_on_one_reading_alone_says_both_days(monkeypatch: pytest.MonkeyPatch) -> None:
    unclear = replace(TASK, due=replace(PASSED, latest="2026-11-06", unclear=True, state="due_today"))
    lines = " ".join(text(replace(NOTHING, overdue=(unclear,)), monkeypatch).split())
    assert (
        "By now: Tuesday 3 November 2026, the day on the earliest reading, has passed; "
        "on the latest it is Friday 6 November 2026" in lines
    )


def test_a_time_of_day_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    timed = replace(TASK, due=replace(PASSED, on="2026-11-06", latest="2026-11-06", at="16:10", state="due_today"))
    assert of(timed, monkeypatch)["By"] == "today: Friday 6 November 2026 at 16:10"


def test_days_behind_bank_holidays_not_yet_proclaimed_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    told = of(replace(TASK, expected=True), monkeypatch)["By"]
    assert told == "passed already: Tuesday 3 November 2026; later bank holidays are expected, not yet proclaimed"


def test_a_prohibition_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    forbidden = replace(TASK, strength="must_not", due=None, clock=None)
    told = text(replace(NOTHING, overdue=(forbidden,)), monkeypatch)
    assert "  - Do not: Talk with whoever set the fine." in told.splitlines()


@pytest.mark.parametrize(
    ("holder", "says"),
    [
        (replace(NOBODY, people=("ada", "bo")), "Ada and Bo, manager"),
        (replace(NOBODY, in_doubt=(LeftOut("ada", "may be a party"),)), "manager: Ada, once cleared to act"),
        (replace(NOBODY, left_out=(LeftOut("bo", "is away"),)), "manager: nobody who can act (Bo is away)"),
        (replace(NOBODY, find="Ask the library."), "manager: nobody recorded"),
        (NOBODY, "manager"),
        (None, "no role is named for this"),
    ],
)
def test_who_acts_is_told_whoever_it_is(holder: Holder | None, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert of(replace(TASK, actor=holder), monkeypatch)["Who"] == says
