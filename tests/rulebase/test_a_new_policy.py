"""A policy that the program has never seen needs YAML and nothing else.

`new_policy/` holds a made-up one: how two teams of a housing association settle a disagreement. The real command reads
it from a folder where nothing else stands but the bank holidays.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from decision_support.loading.knowledge import load
from made_up_bases import laid_out, run

HERE = Path(__file__).parent / "new_policy"
PROGRAM = Path(__file__).resolve().parents[2] / "src" / "decision_support"
SHARED_EVENTS = {"stage_started", "stage_ended"}  # the two events by which every procedure says where it stands


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = laid_out(HERE, tmp_path_factory.mktemp("new_policy"))
    for path in (HERE / "cases").iterdir():
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def text(folder: Path, *arguments: str) -> str:
    done = run(folder, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def advice(folder: Path, case: str, on: str) -> dict[str, Any]:
    found = json.loads(text(folder, "advise", f"{case}.yaml", "--on", on, "--format", "json"))
    assert isinstance(found, dict)
    return found


def recommendations(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["id"].removeprefix("wha."): each for each in found["recommendations"]}


def strengths(found: dict[str, Any]) -> dict[str, str]:
    return {name: each["strength"] for name, each in recommendations(found).items()}


def changed(folder: Path, name: str, *replacements: tuple[str, str]) -> str:
    """Another case like this one; its name."""
    written = (folder / f"{name}.yaml").read_text(encoding="utf-8")
    for old, new in replacements:
        assert written.count(old) == 1, old
        written = written.replace(old, new)
    (folder / f"{name}-changed.yaml").write_text(written, encoding="utf-8")
    return f"{name}-changed"


def test_the_new_policy_is_yaml_alone() -> None:
    assert {path.suffix for path in HERE.rglob("*") if path.is_file()} == {".yaml"}


def test_no_python_of_the_program_knows_the_new_policy(policy: Path) -> None:
    base = load(policy / "rules", policy / "knowledge")
    document = base.documents["wha"]
    named = {*base.events, *document.stages, *document.actions, *document.judgements, *document.forms, "wha-", "wha."}
    named |= {name for name in base.facts if base.place("fact", name)}
    named -= SHARED_EVENTS | {"panel"}  # a word that comments of the program use too
    assert len(named) > 30
    for path in PROGRAM.rglob("*.py"):
        program = path.read_text(encoding="utf-8")
        assert not [name for name in named if name in program], path.name


def test_the_check_finds_it_sound(policy: Path) -> None:
    assert text(policy, "check").endswith("The rule base is sound.\n")
    report = json.loads(text(policy, "check", "--format", "json"))
    assert report["sound"]
    idle = [each["question"] for each in report["checks"] if not each["looked_at"]]
    assert idle == ["Does no case get two answers that exclude each other?"], "it forbids nothing and excludes nothing"


def test_every_clause_and_every_silence_is_accounted_for(policy: Path) -> None:
    assert "clauses         16 of 16 accounted for" in text(policy, "coverage", "wha")
    (found,) = json.loads(text(policy, "coverage", "--format", "json"))
    became = {each["id"]: each["becomes"] for each in (*found["clauses"], *found["unclear"])}
    assert "unaccounted" not in became.values()
    assert became["wha-02"] == "informative", "an aim"
    assert became["wha-14"] == "silent", "a chair whom nobody is said to choose"
    assert became["wha-11"] == "encoded"


# Over Christmas: who meets whom, and by when on both readings


def test_the_team_leaders_meet_and_the_advice_says_who_is_who(policy: Path) -> None:
    found = advice(policy, "over-christmas", "2026-12-23")
    assert (found["stage"], found["next_step"]) == ("team-leaders", "wha.meet-the-other-team-leader")
    assert strengths(found) == {"meet-the-other-team-leader": "should"}
    meet = recommendations(found)["meet-the-other-team-leader"]
    assert meet["actor"]["people"] == ["mo"], "the leader of the officer who raised it"
    assert meet["contact"]["people"] == ["lin"], "the leader of the other team"
    assert meet["say"] == "Meet the leader of the other team and try to agree."
    assert meet["clauses"] == ["wha-08", "wha-09"]


def test_an_unclear_count_gives_two_dates_over_the_bank_holidays(policy: Path) -> None:
    found = advice(policy, "over-christmas", "2026-12-23")
    due = recommendations(found)["meet-the-other-team-leader"]["due"]
    # 22, 23 and 24 December; or 23, 24 and, after Christmas, the weekend and a bank holiday on the 28th, the 29th.
    assert (due["on"], due["latest"], due["unclear"]) == ("2026-12-24", "2026-12-29", True)
    assert [each["id"] for each in found["silences"]] == ["wha-A1"]
    assert {line["clock"]: line["state"] for line in found["timetable"]} == {
        "wha.team-leaders": "running",
        "wha.panel": "not_started",
    }


@pytest.mark.parametrize(
    ("on", "state", "urgency"),
    [
        ("2026-12-23", "running", "dated"),
        ("2026-12-24", "due_today", "today"),
        ("2026-12-29", "due_today", "today"),
        ("2026-12-30", "overdue", "now"),
    ],
)
def test_the_limit_has_passed_only_after_the_later_reading(on: str, state: str, urgency: str, policy: Path) -> None:
    found = advice(policy, "over-christmas", on)
    assert found["timetable"][0]["state"] == state
    assert recommendations(found)["meet-the-other-team-leader"]["urgency"] == urgency
    assert ("refer-for-a-panel" in strengths(found)) == (state == "overdue")


def test_the_text_shows_who_towards_whom_and_both_dates(policy: Path) -> None:
    shown = text(policy, "advise", "over-christmas.yaml", "--on", "2026-12-23")
    assert max(map(len, shown.splitlines())) <= 80
    for line in (
        "Under: When two teams disagree about a tenant's home, January 2026 (wha)",
        "Where: The team leaders meet",
        "  !    This edition is a draft; the board has not adopted it yet.",
        " 1. Meet the leader of the other team and try to agree.",
        "    How firm  should, settled (wha-08, wha-09)",
        "    Who       Mo, team leader",
        "    Towards   Lin, team leader on the other side",
        "    By        Thursday 24 December 2026 (Tuesday 29 December 2026 on another",
        "              reading; work to the earlier)",
    ):
        assert line in shown.splitlines()


# No heating tonight: the risk that lets an officer skip the talk


def test_a_home_that_cannot_be_lived_in_tonight_lets_the_officer_skip_the_talk(policy: Path) -> None:
    found = advice(policy, "no-heating-tonight", "2026-11-02")
    assert strengths(found) == {"turn-to-the-team-leader-at-once": "may", "fill-in-the-disagreement-note": "must"}
    skip = recommendations(found)["turn-to-the-team-leader-at-once"]
    assert (skip["urgency"], skip["clauses"]) == ("now", ["wha-06"])
    assert (skip["actor"]["people"], skip["contact"]["people"]) == (["ada"], ["mo"])
    assert [each["id"] for each in found["silences"]] == ["wha-A3"], "nobody is named to call for the night"


@pytest.mark.parametrize("risk", ["no", "unknown"])
def test_without_that_risk_the_officers_talk_first(risk: str, policy: Path) -> None:
    other = changed(policy, "no-heating-tonight", ("home_unfit_tonight: yes", f"home_unfit_tonight: {risk}"))
    found = advice(policy, other, "2026-11-02")
    assert strengths(found) == {"talk-with-the-other-officer": "should", "fill-in-the-disagreement-note": "must"}
    assert recommendations(found)["talk-with-the-other-officer"]["contact"]["people"] == ["kit"]
    assert [each["id"] for each in found["silences"]] == (["wha-A3"] if risk == "unknown" else [])


def test_the_risk_is_asked_for_before_anything_else(policy: Path) -> None:
    other = changed(
        policy,
        "no-heating-tonight",
        ("facts: {teams_disagree_about_a_home: yes, home_unfit_tonight: yes}", "facts: {}"),
    )
    found = advice(policy, other, "2026-11-02")
    assert [each["fact"] for each in found["ask"]] == ["home_unfit_tonight", "teams_disagree_about_a_home"]


def test_the_note_is_filled_in_by_both_officers_on_its_form(policy: Path) -> None:
    note = recommendations(advice(policy, "no-heating-tonight", "2026-11-02"))["fill-in-the-disagreement-note"]
    assert (note["actor"]["people"], note["contact"]["people"]) == (["ada"], ["kit"])
    assert [each["id"] for each in note["records"]] == ["disagreement-note"]
    shown = text(policy, "advise", "no-heating-tonight.yaml", "--on", "2026-11-02")
    assert " 2. Fill in the disagreement note together with the officer of the other team." in shown.splitlines()
    assert "  - What the two officers disagree about, on the disagreement note. (wha-05)" in shown.splitlines()


# The panel: one member short


def test_a_panel_one_member_short_is_to_be_completed_before_it_decides(policy: Path) -> None:
    found = advice(policy, "panel-one-short", "2026-11-06")
    assert found["stage"] == "panel"
    assert strengths(found) == {"find-further-members": "must"}
    further = recommendations(found)["find-further-members"]
    assert further["actor"]["people"] == ["sam"]
    assert (further["due"]["on"], further["due"]["latest"]) == ("2026-11-19", "2026-11-19"), "this count is clear"
    assert not further["due"]["unclear"]


def test_whether_somebody_from_a_team_may_sit_is_left_to_people(policy: Path) -> None:
    (judgement,) = advice(policy, "panel-one-short", "2026-11-06")["judgements"]
    assert (judgement["id"], judgement["about"]) == ("wha.may-this-member-sit", ["tom"])


def test_who_chooses_the_chair_is_unsaid(policy: Path) -> None:
    found = advice(policy, "panel-one-short", "2026-11-06")
    assert [each["id"] for each in found["silences"]] == ["wha-A2"]
    shown = text(policy, "advise", "panel-one-short.yaml", "--on", "2026-11-06")
    assert "  - The policy does not say who chooses the chair of the panel. (wha-A2)" in shown.splitlines()


def test_a_complete_panel_decides(policy: Path) -> None:
    other = changed(policy, "panel-one-short", ("works_for_one_of_the_teams: yes", "works_for_one_of_the_teams: no"))
    found = advice(policy, other, "2026-11-06")
    assert strengths(found) == {"decide-as-a-panel": "should"}
    assert found["judgements"] == []


def test_a_member_of_whom_nobody_has_said_where_they_work_is_asked_about(policy: Path) -> None:
    other = changed(policy, "panel-one-short", (", facts: {works_for_one_of_the_teams: yes}", ""))
    found = advice(policy, other, "2026-11-06")
    assert strengths(found) == {"find-further-members": "must", "ask-where-members-work": "must"}
    assert [(each["fact"], each["subject"]) for each in found["ask"]] == [("works_for_one_of_the_teams", "tom")]
    could_change = {(each["recommendation"], each["change"]) for each in found["stability"]["could_change"]}
    assert ("wha.find-further-members", "withdrawn") in could_change
    assert ("wha.decide-as-a-panel", "added") in could_change


def test_a_decision_of_the_panel_binds_and_the_tenant_is_told(policy: Path) -> None:
    other = changed(
        policy,
        "panel-one-short",
        ("stage: panel}\n", "stage: panel}\n  - {what: panel_decided, on: 2026-11-16, outcome: decided}\n"),
    )
    found = advice(policy, other, "2026-11-16")
    assert found["stage"] == "once-settled"
    assert strengths(found) == {
        "carry-out-the-decision": "must",
        "tell-the-tenant": "must",
        "look-for-lessons": "should",
    }
    assert recommendations(found)["look-for-lessons"]["actor"]["people"] == ["lin", "mo"], "each side looks"


# The policy as a whole


def test_an_action_and_a_judgement_may_have_the_same_name(tmp_path: Path) -> None:
    folder = laid_out(HERE, tmp_path)
    for name in ("knowledge/guidance/wha/actions.yaml", "rules/wha/panel.yaml"):
        path = folder / name
        path.write_text(
            path.read_text(encoding="utf-8").replace("may-this-member-sit", "find-further-members"), encoding="utf-8"
        )
    case = (HERE / "cases" / "panel-one-short.yaml").read_text(encoding="utf-8")
    (folder / "case.yaml").write_text(
        case.replace("works_for_one_of_the_teams: yes", "works_for_one_of_the_teams: unknown"), encoding="utf-8"
    )
    assert strengths(advice(folder, "case", "2026-11-06"))["find-further-members"] == "must"


def test_advice_under_the_new_policy_is_the_same_each_time(policy: Path) -> None:
    again = partial(text, policy, "advise", "panel-one-short.yaml", "--on", "2026-11-06", "--format", "json")
    assert again() == again()


def test_the_bundled_documents_are_not_there(policy: Path) -> None:
    found = advice(policy, "over-christmas", "2026-12-23")
    assert [each["id"] for each in found["guidance"]] == ["wha"]
    assert set(found["receipt"]["guidance"]) == {"wha"}
    done = run(policy, "coverage", "nssb")
    assert (done.returncode, done.stderr) == (2, "decision-support: there is no guidance 'nssb'. Known: wha.\n")
