"""Documents side by side: each is what it leads to alone, and nothing is merged."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path

import pytest

from decision_support.casework import Casework
from decision_support.casework.comparing import Column, Comparison, alone
from decision_support.errors import InvalidCase
from decision_support.loading.cases import case_of
from decision_support.loading.knowledge import load
from decision_support.loading.written import read_text
from decision_support.model.case import Case
from decision_support.verify import check_all
from made_up_bases import laid_out, run

HERE = Path(__file__).parent / "two_procedures"
ON = dt.date(2026, 11, 3)
FILE = """\
case: A fine for a book that was never lent
guidance: [{guidance}]
opened: 2026-11-02
facts: {{fine_is_disputed: yes}}
events:
  - {{what: fine_disputed, on: 2026-11-02}}
{events}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = laid_out(HERE, tmp_path_factory.mktemp("two_procedures"))
    for name, guidance in (("two", "lib, uni"), ("one", "lib"), ("three", "lib, uni, caf")):
        (made / f"{name}.yaml").write_text(FILE.format(guidance=guidance, events=""), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def fines(folder: Path) -> Casework:
    return Casework(load(folder / "rules", folder / "knowledge"))


def disputed(fines: Casework, guidance: str, events: str = "") -> Case:
    return case_of(read_text(FILE.format(guidance=guidance, events=events), "case.yaml"), fines.base)


def column(comparison: Comparison, guidance: str) -> Column:
    return next(each for each in comparison.columns if each.guidance == guidance)


def test_the_made_up_documents_are_sound(fines: Casework) -> None:
    found = {finding.code for finding in check_all(fines.base).findings}
    assert found == {"action-without-actor", "clock-never-stops", "stage-never-left"}, "both end where they begin"


@pytest.mark.parametrize("guidance", ["", "lib"])
def test_a_comparison_needs_two_documents(guidance: str, fines: Casework) -> None:
    with pytest.raises(InvalidCase, match=r"a comparison needs two documents\. Name them under 'guidance'"):
        fines.compare(disputed(fines, guidance), ON)


def test_each_column_is_the_advice_that_the_document_alone_leads_to(fines: Casework) -> None:
    comparison = fines.compare(disputed(fines, "lib, uni, caf"), ON)
    assert [each.guidance for each in comparison.columns] == ["lib", "uni", "caf"], "in the order of the case"
    for each in comparison.columns:
        advice = fines.advise(disputed(fines, each.guidance), ON)
        assert (each.stage, each.next_step) == (advice.stage, advice.next_step)
        if each.next_step:
            step = next(found for found in advice.recommendations if found.id == each.next_step)
            assert (each.say, each.strength, each.clauses) == (step.say, step.strength, step.clauses)
            assert each.by == (step.due.on if step.due else None)


def test_a_column_says_who_acts_towards_whom_and_by_when(fines: Casework) -> None:
    comparison = fines.compare(disputed(fines, "lib, uni"), ON)
    lib, uni = column(comparison, "lib"), column(comparison, "uni")
    assert (lib.stage, lib.next_step, lib.strength) == ("desk", "lib.talk-at-the-desk", "should")
    assert (lib.who, lib.towards, lib.by) == ("reader", "librarian who set the fine", "2026-11-03")
    assert lib.clocks == ("Talk at the desk: 2026-11-03 or 2026-11-04 (due_today)",)
    assert lib.status == ("This edition is a draft.",)
    assert (uni.stage, uni.next_step, uni.strength) == ("adviser", "uni.write-to-the-adviser", "must")
    assert (uni.who, uni.towards, uni.by) == ("student", "adviser", "2026-11-09")
    assert uni.clocks == ("Letter to the adviser: 2026-11-09 (running)",)
    assert uni.status == ()


def test_a_document_without_stages_shows_what_it_would_have_somebody_do_first(fines: Casework) -> None:
    found = column(fines.compare(disputed(fines, "lib, caf"), ON), "caf")
    assert (found.stage, found.next_step, found.who, found.by) == (None, None, None, None)
    assert (found.say, found.strength) == ("You may ask for a hot drink.", "may")


def test_events_of_another_documents_stages_are_left_out(fines: Casework) -> None:
    events = "  - {what: stage_ended, on: 2026-11-03, stage: desk, outcome: unresolved}\n"
    case = disputed(fines, "lib, uni", events)
    assert [event.what for event in alone(fines.base, case, "lib").events] == ["fine_disputed", "stage_ended"]
    assert [event.what for event in alone(fines.base, case, "uni").events] == ["fine_disputed"]
    comparison = fines.compare(case, ON)
    assert column(comparison, "lib").next_step == "lib.decide"
    assert column(comparison, "uni").next_step == "uni.write-to-the-adviser"


def test_a_settlement_at_a_stage_of_one_document_does_not_settle_the_other(fines: Casework) -> None:
    events = "  - {what: stage_ended, on: 2026-11-03, stage: committee, outcome: resolved}\n"
    comparison = fines.compare(disputed(fines, "lib, uni", events), ON)
    assert column(comparison, "lib").stage == "desk"
    assert column(comparison, "uni").next_step is None, "it is settled there"


def test_topics_show_only_where_two_of_the_documents_have_a_position(fines: Casework) -> None:
    topics = {
        guidance: [row.topic for row in fines.compare(disputed(fines, guidance), ON).rows]
        for guidance in ("lib, uni", "uni, caf", "lib, caf", "lib, uni, caf")
    }
    assert topics == {
        "lib, uni": ["time", "last-word"],
        "uni, caf": ["last-word"],
        "lib, caf": ["last-word", "comfort"],
        "lib, uni, caf": ["time", "last-word", "comfort"],
    }


def test_a_row_holds_the_positions_of_the_documents_compared_with_clauses_and_silences(fines: Casework) -> None:
    time, last_word = fines.compare(disputed(fines, "uni, lib"), ON).rows
    assert [(cell.guidance, cell.clauses, cell.silences) for cell in time.cells] == [
        ("uni", ("uni-01",), ("uni-A1",)),
        ("lib", ("lib-02",), ()),
    ]
    assert [cell.say for cell in last_word.cells] == ["The committee.", "The manager."]
    assert last_word.differ == "A person, a committee, and nobody."


def test_the_comparison_does_not_depend_on_the_order_of_events(fines: Casework) -> None:
    later = "  - {what: stage_started, on: 2026-11-03, stage: manager}\n"
    case = disputed(fines, "lib, uni", later)
    turned = case.model_copy(update={"events": case.events[::-1]})
    assert fines.compare(case, ON) == fines.compare(turned, ON)


# The command


def test_the_command_shows_the_documents_in_80_columns(folder: Path) -> None:
    done = run(folder, "compare", "two.yaml", "--on", "2026-11-03")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[:2] == ["A fine for a book that was never lent", "Compared for Tuesday 3 November 2026"]
    shown = " ".join(done.stdout.split())
    for part in (
        "Disputed fines in the library, May 2025",
        "! This edition is a draft.",
        "Talk with whoever set the fine. [should; lib-02]",
        "reader towards librarian who set the fine",
        "Tuesday 3 November 2026",
        "Write to the adviser. [must; uni-01]",
        "Monday 9 November 2026",
        "HOW LONG THERE IS lib Two working days for the talk. (lib-02)",
        "uni A week for the letter; nothing for the committee. (uni-01, uni-A1)",
        "Difference: Days that are worked are counted in the one, and all days in the other.",
        "WHO HAS THE LAST WORD",
        "Nothing here is merged, and no document is preferred",
    ):
        assert part in shown
    assert "COMFORT MEANWHILE" not in shown


def test_the_json_of_the_command_is_the_comparison(folder: Path, fines: Casework) -> None:
    done = run(folder, "compare", "three.yaml", "--on", "2026-11-03", "--format", "json")
    found = json.loads(done.stdout)
    assert found == json.loads(json.dumps(asdict(fines.compare(disputed(fines, "lib, uni, caf"), ON))))
    assert set(found) == {"case", "on", "columns", "rows"}


def test_a_document_can_be_set_beside_those_that_the_case_names(folder: Path) -> None:
    plain = run(folder, "compare", "two.yaml", "--on", "2026-11-03", "--format", "json")
    for others in (("--with", "uni"), ("--with", "uni", "--with", "lib")):
        done = run(folder, "compare", "one.yaml", *others, "--on", "2026-11-03", "--format", "json")
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout) == json.loads(plain.stdout)


@pytest.mark.parametrize(
    ("others", "says"),
    [
        ((), "a comparison needs two documents. Name them under 'guidance', or with --with."),
        (("--with", "lib"), "a comparison needs two documents. Name them under 'guidance', or with --with."),
        (("--with", "unit"), "there is no guidance 'unit'. Did you mean 'uni'?"),
    ],
)
def test_a_mistake_is_refused_with_a_sentence(others: tuple[str, ...], says: str, folder: Path) -> None:
    done = run(folder, "compare", "one.yaml", *others, "--on", "2026-11-03")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"decision-support: {says}\n")
