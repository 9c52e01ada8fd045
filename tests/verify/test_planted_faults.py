"""Faults planted in a copy of the real rules and knowledge, as an author might make them: `check` finds each."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from edited_policies import END, Edit, change

from decision_support.cli.knowledge_verbs import check
from decision_support.loading.resources import knowledge_folder, rules_folder

PROCEDURE = "knowledge/guidance/nssb/procedure.yaml"
EVENTS = "knowledge/vocabulary/events.yaml"
NEVER = "knowledge/verification/never-together.yaml"
CONCLUSION = "rules/nssb/conclusion.yaml"
RECORDS = "rules/nssb/records.yaml"
KEPT_CASES = ("immediate-risk-tonight.yaml", "immediate-risk-tonight.expected.yaml")

PLANTED = {
    "a rule moved to a stage at which it can never fire": (
        Edit(
            CONCLUSION,
            "  when: {settled: yes, working_relationship_strained: yes, recorded.debrief_held: no}\n",
            "  when: {settled: yes, stage: stage-4, working_relationship_strained: yes, recorded.debrief_held: no}\n",
        ),
        Edit(
            CONCLUSION,
            "    - fires: {settled: yes, working_relationship_strained: yes}\n",
            "    - fires: {settled: yes, stage: stage-4, working_relationship_strained: yes}\n",
        ),
    ),
    "a clock that waits for an event of a later stage": (
        Edit(
            PROCEDURE,
            "        starts: reported_to_line_manager\n        stops: [line_managers_in_contact]\n",
            "        starts: second_tier_managers_in_contact\n        stops: [line_managers_in_contact]\n",
        ),
    ),
    "a decision that no longer settles the matter": (
        Edit(EVENTS, "    outcomes: [decided]\n    settles: [decided]\n", "    outcomes: [decided]\n"),
    ),
    "a stage that hands the matter back": (
        Edit(PROCEDURE, "    unresolved: mediation-or-panel\n", "    unresolved: stage-2\n"),
    ),
    "an impossibility that a bundled case shows": (
        Edit(
            NEVER,
            END,
            "  - id: danger-in-the-family\n    never: {immediate_risk_of_harm: yes, guidance_named: yes}\n"
            "    because: Nobody would use this document then.\n",
        ),
    ),
    "a fact that is concluded under another name": (
        Edit(
            "rules/nssb/panel.yaml",
            "at_least: 3}}\n  then: {conclude: {panel_may_proceed: yes}}\n",
            "at_least: 3}}\n  then: {conclude: {panel_is_large_enough: yes}}\n",
        ),
        Edit(
            "knowledge/vocabulary/people.yaml",
            END,
            "\npanel_is_large_enough:\n  values: [yes, no]\n  say: the panel is large enough\n  otherwise: no\n",
        ),
    ),
    "an unknown dropped from the ways in which nobody has said": (
        Edit(
            CONCLUSION,
            "general_safeguarding_issues: {one_of: [unknown, unasked]}}\n",
            "general_safeguarding_issues: unasked}\n",
        ),
        Edit(CONCLUSION, "    - fires: {settled: yes, general_safeguarding_issues: unknown}\n", ""),
    ),
    "a law that exempts a rule by a name it no longer has": (
        Edit("knowledge/verification/laws.yaml", "of: [nssb.record-the-stage]", "of: [nssb.write-the-stage-down]"),
    ),
    "what one rule advises is forbidden by another": (
        Edit(
            RECORDS,
            END,
            "\n- id: nssb.records.keep-it-to-yourselves\n"
            "  when: {settled: no, stage: stage-2}\n  then: {must_not: record-the-stage}\n"
            "  because: The second stage is confidential.\n  clauses: [nssb-23]\n"
            "  examples:\n    - fires: {stage: stage-2}\n    - silent: {stage: stage-1}\n",
        ),
    ),
}
FOUND = {
    "an unknown dropped from the ways in which nobody has said": (
        "unknown-left-out: rule 'nssb.conclusion.identify-general-issues' holds while nobody is asked about "
        "'general_safeguarding_issues', and no longer once somebody says that it is unknown."
    ),
    "a law that exempts a rule by a name it no longer has": (
        "law-exempts-nothing: the law 'somebody-acts' exempts 'nssb.write-the-stage-down'"
    ),
    "what one rule advises is forbidden by another": "contradiction: ",
    "a rule moved to a stage at which it can never fire": (
        "impossible-yet-seen: example 1 of the rule 'nssb.conclusion.debrief' shows what 'nssb.settled.open-stage' "
        "calls impossible."
    ),
    "a clock that waits for an event of a later stage": (
        "clock-never-starts: the clock 'nssb.line-manager-contact' never starts: 'second_tier_managers_in_contact' "
        "can be recorded only after its stage was left."
    ),
    "a decision that no longer settles the matter": (
        "stage-never-left: the stage 'nssb.mediation-or-panel' is never left: no stage follows it, and none of its "
        "own events settles the matter."
    ),
    "a stage that hands the matter back": (
        "endless-procedure: the stage 'nssb.stage-2' leads round for ever by way of stage-2, stage-3, stage-4: only "
        "a settlement ends it."
    ),
    "an impossibility that a bundled case shows": (
        "impossible-yet-seen: the case 'immediate-risk-tonight' on 2026-01-16 shows what 'danger-in-the-family' "
        "calls impossible."
    ),
    "a fact that is concluded under another name": (
        "unread-conclusion: rules conclude 'panel_is_large_enough', and nothing reads it; 'nssb.panel.large-enough' "
        "is one of them."
    ),
}
NOT_LOADING = {
    "an event renamed in one place only": (
        Edit(EVENTS, "  service_leader_contacted:\n", "  service_lead_contacted:\n"),
        "there is no fact 'recorded.service_leader_contacted'. Did you mean",
    ),
    "advice raised above its text": (
        Edit(CONCLUSION, "{may: hold-a-reflective-debrief}", "{must: hold-a-reflective-debrief}"),
        "too-strong: rule 'nssb.conclusion.debrief' says 'must', which is stronger than its clauses: they say may.",
    ),
    "a clause taken from another document": (
        Edit(CONCLUSION, "  clauses: [nssb-27]\n", "  clauses: [nssb-27, osdr-27]\n"),
        "clause-of-another-document: there is no clause 'osdr-27'.",
    ),
}


def copy_of_the_real(folder: Path) -> Path:
    """Rules and knowledge as they are, with one of the bundled cases."""
    shutil.copytree(rules_folder(), folder / "rules")
    left_out = shutil.ignore_patterns("examples", "scenarios", "organisations", "schemas")
    shutil.copytree(knowledge_folder(), folder / "knowledge", ignore=left_out)
    (folder / "knowledge" / "examples").mkdir()
    for name in KEPT_CASES:
        shutil.copy(knowledge_folder() / "examples" / name, folder / "knowledge" / "examples")
    return folder


def told(folder: Path) -> tuple[int, str]:
    """The exit code of the command, and its text with the lines of each finding put together."""
    command = ["--rules", str(folder / "rules"), "--knowledge", str(folder / "knowledge")]
    done = CliRunner().invoke(check, command, env={"COLUMNS": "80", "XDG_CACHE_HOME": str(folder / "cache")})
    return done.exit_code, " ".join(done.stdout.split())


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str]:
    """What is told of a copy with every fault in it: one run, since each is found whatever else is wrong."""
    folder = copy_of_the_real(tmp_path_factory.mktemp("planted"))
    for edits in PLANTED.values():
        for edit in edits:
            change(folder, edit)
    return told(folder)


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault: str, planted: tuple[int, str]) -> None:
    exit_code, text = planted
    assert exit_code == 1
    assert FOUND[fault] in text


@pytest.mark.parametrize("fault", NOT_LOADING)
def test_a_planted_fault_that_keeps_the_knowledge_from_loading_is_found(fault: str, tmp_path: Path) -> None:
    edit, says = NOT_LOADING[fault]
    folder = copy_of_the_real(tmp_path)
    change(folder, edit)
    exit_code, text = told(folder)
    assert exit_code == 1
    assert says in text
