"""The report on a rule base: text that somebody approved, JSON, SARIF, and exit codes that scripts rely on."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from edited_policies import ACTIONS, END, EVENTS, EXPLAINED, FACTS, NEVER, PANEL_RULES, PROCEDURE, Edit, edited
from jsonschema import Draft202012Validator

from approved_texts import assert_approved
from decision_support.cli.check_sarif import check_sarif
from decision_support.cli.check_text import check_text
from decision_support.cli.knowledge_verbs import check
from decision_support.errors import InvalidKnowledge, Place
from decision_support.model.facts import CASE, Subject
from decision_support.verify import Check, Finding, Report, refused
from decision_support.verify.codes import CODES
from decision_support.verify.finding import Witness
from made_up_bases import run

APPROVED = Path(__file__).parent / "approved"
FAULTS = (
    Edit(PROCEDURE, "        stops: [panel_decided]\n", ""),
    Edit(ACTIONS, "    actor: both_teams\n", ""),
    Edit(EVENTS, END, "\n  panel_heard_the_tenant:\n    say: The panel heard the tenant\n    clauses: [wha-11]\n"),
    Edit(
        FACTS, END, "\nneighbour_worried:\n  values: [yes, no]\n  say: a neighbour is worried\n  ask: Is one worried?\n"
    ),
    Edit(
        NEVER,
        END,
        "never_together:\n  - id: odd\n    never: {wha.stage: panel, panel_members: 1}\n    because: It is odd.\n",
    ),
    Edit(
        EXPLAINED,
        END,
        "explained:\n  - {code: event-unreadable, about: [panel_heard_the_tenant], because: Kept for the file.}\n"
        "  - {code: dead-rule, about: [wha.talk.first], because: It was dead once.}\n",
    ),
)
# What SARIF 2.1.0 asks of the parts that are written here; see section 3 of the standard.
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LOCATION = {
    "type": "object",
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {"uri": {"type": "string", "pattern": r"^[^/: ][^: ]*\.yaml$"}},
                },
                "region": {
                    "type": "object",
                    "required": ["startLine"],
                    "properties": {
                        "startLine": {"type": "integer", "minimum": 1},
                        "startColumn": {"type": "integer", "minimum": 1},
                    },
                    "additionalProperties": False,
                },
            },
            "additionalProperties": False,
        },
        "logicalLocations": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["name"]}},
    },
    "minProperties": 1,
    "additionalProperties": False,
}
SUPPRESSION = {
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {"enum": ["inSource", "external"]},
        "status": {"enum": ["accepted", "underReview", "rejected"]},
        "justification": {"type": "string", "minLength": 1},
    },
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "required": ["message", "ruleId", "ruleIndex", "level", "locations"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": TEXT,
        "locations": {"type": "array", "items": LOCATION},
        "properties": {"type": "object"},
        "suppressions": {"type": "array", "items": SUPPRESSION},
    },
    "additionalProperties": False,
}
RULE = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "shortDescription": TEXT}}
DRIVER = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "version": {"type": "string"},
        "rules": {"type": "array", "uniqueItems": True, "items": RULE},
    },
    "additionalProperties": False,
}
RUN = {
    "type": "object",
    "required": ["tool", "results"],
    "properties": {
        "tool": {"type": "object", "required": ["driver"], "properties": {"driver": DRIVER}},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "results": {"type": "array", "items": RESULT},
    },
    "additionalProperties": False,
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": RUN},
    },
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return edited(tmp_path_factory.mktemp("broken"), *FAULTS)


def asked(folder: Path, *arguments: str) -> Result:
    """The verb with the rules and the knowledge of this folder, in this process."""
    command = [*arguments, "--rules", str(folder / "rules"), "--knowledge", str(folder / "knowledge")]
    return CliRunner().invoke(check, command, env={"COLUMNS": "80", "XDG_CACHE_HOME": str(folder / "cache")})


def a_report(**parts: Any) -> Report:
    facts = {CASE: {"wha.stage": "panel"}, Subject("person", "one"): {"role.panel_member": "yes"}}
    witness = Witness(("wha",), facts, ("wha.panel.decide",))
    known = {"code": "contradiction", "severity": "warning", "place": "rules/wha/panel.yaml:32:7", "say": "both hold."}
    finding = Finding(**(known | {"about": ("wha.panel.decide",), "how": "solver", "witness": witness} | parts))
    return Report((Check("Do two rules exclude each other?", 7, (finding,)),))


def problems(sarif: dict[str, Any]) -> list[str]:
    return [f"{each.json_path}: {each.message}" for each in Draft202012Validator(SARIF).iter_errors(sarif)]


def test_the_text_of_a_broken_policy_is_the_one_approved(broken: Path) -> None:
    done = run(broken, "check")
    assert (done.returncode, done.stderr) == (1, "")
    assert_approved(done.stdout, APPROVED / "check-broken.txt")
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_the_json_of_a_broken_policy_says_the_same(broken: Path) -> None:
    done = asked(broken, "--format", "json")
    report = json.loads(done.stdout)
    assert (done.exit_code, report["sound"]) == (1, False)
    findings = {finding["code"]: finding for check in report["checks"] for finding in check["findings"]}
    assert findings["clock-never-stops"] == {
        "code": "clock-never-stops",
        "severity": "error",
        "place": "knowledge/guidance/wha/procedure.yaml:36:13",
        "say": "the clock 'wha.panel' is stopped by no event: none is named.",
        "about": ["wha.panel"],
        "how": "structure",
    }
    assert findings["impossible-yet-seen"]["witness"] == {
        "guidance": [],
        "facts": {"case": {"wha.stage": "panel", "panel_members": "1"}},
        "fired": [],
    }
    (explained,) = [each for check in report["checks"] for each in check["explained"]]
    assert (explained["code"], explained["severity"], explained["because"]) == (
        "event-unreadable",
        "note",
        "Kept for the file.",
    )


def test_the_sarif_of_a_broken_policy_marks_the_lines_and_keeps_what_is_explained(broken: Path) -> None:
    done = asked(broken, "--format", "sarif")
    sarif = json.loads(done.stdout)
    assert done.exit_code == 1
    assert problems(sarif) == []
    (once,) = sarif["runs"]
    rules = [rule["id"] for rule in once["tool"]["driver"]["rules"]]
    results = {each["ruleId"]: each for each in once["results"]}
    assert sorted(results) == rules
    assert all(rules[each["ruleIndex"]] == each["ruleId"] for each in once["results"])
    assert results["asked-never-used"]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "knowledge/vocabulary/home.yaml"},
                "region": {"startLine": 50, "startColumn": 1},
            }
        }
    ]
    assert results["impossible-yet-seen"]["properties"]["witness"]["facts"]["case"]["panel_members"] == "1"
    assert results["event-unreadable"]["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "Kept for the file."}
    ]
    assert "suppressions" not in results["unneeded-explanation"]


def test_every_code_that_sarif_is_given_has_a_description(broken: Path) -> None:
    sarif = json.loads(asked(broken, "--format", "sarif").stdout)
    rules = {rule["id"]: rule["shortDescription"]["text"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]}
    assert rules == {code: CODES[code] for code in rules}


def test_a_witness_is_shown_fact_by_fact() -> None:
    assert check_text(a_report()).splitlines() == [
        "Do two rules exclude each other? no, 1 time (7 looked at)",
        "  rules/wha/panel.yaml:32:7: warning, contradiction: both hold.",
        "    the smallest case, under wha:",
        "      wha.stage: panel",
        "      person one: role.panel_member: yes",
        "    on which fire: wha.panel.decide",
        "",
        "1 warning",
        "The rule base is sound.",
    ]


def test_a_case_in_which_nothing_is_known_is_a_witness_too() -> None:
    told = check_text(a_report(witness=Witness((), {CASE: {}}, ()))).splitlines()
    assert told[2:4] == ["    the smallest case:", "      nothing is known"]


def test_what_has_no_line_is_named_in_sarif_by_what_it_is_about() -> None:
    sarif = check_sarif(a_report(place="wha.panel.decide", severity="error"))
    assert problems(sarif) == []
    assert sarif["runs"][0]["results"][0]["locations"] == [{"logicalLocations": [{"name": "wha.panel.decide"}]}]


def test_a_mistake_is_a_finding_with_its_place() -> None:
    mistake = InvalidKnowledge("there is no fact 'x'.", place=Place("rules/ours.yaml", 3, 5), mend="Did you mean 'y'?")
    assert refused(mistake).findings == (
        Finding(
            "does-not-load",
            "error",
            "rules/ours.yaml:3:5",
            "there is no fact 'x'. Did you mean 'y'?",
            ("rules/ours.yaml:3:5",),
        ),
    )


NOT_LOADING = {
    "does-not-load": (
        Edit(PANEL_RULES, "when: {panel_members_from_neither_team", "when: {panel_members_from_neither_tean"),
        "rules/wha/panel.yaml:4:10",
    ),
    "too-strong": (
        Edit(PANEL_RULES, "{should: decide-as-a-panel}", "{must: decide-as-a-panel}"),
        "rules/wha/panel.yaml:32:7",
    ),
    "own-absence": (
        Edit(PANEL_RULES, "when: {panel_members_from_neither_team: {at_least: 3}}", "when: {panel_is_complete: no}"),
        "",
    ),
}


@pytest.mark.parametrize("code", NOT_LOADING)
def test_knowledge_that_does_not_hold_together_is_a_finding_in_every_format(code: str, tmp_path: Path) -> None:
    edit, place = NOT_LOADING[code]
    folder = edited(tmp_path, edit)
    for shape in ("text", "json", "sarif"):
        done = asked(folder, "--format", shape)
        assert (done.exit_code, done.stderr) == (1, "")
        if shape == "text":
            assert f"{code}:" in done.stdout and done.stdout.endswith("The rule base is not sound.\n")
        elif shape == "json":
            (finding,) = json.loads(done.stdout)["checks"][0]["findings"]
            assert (finding["code"], finding["place"]) == (code, place)
        else:
            sarif = json.loads(done.stdout)
            assert problems(sarif) == []
            assert [each["ruleId"] for each in sarif["runs"][0]["results"]] == [code]


def test_a_folder_that_is_not_there_is_no_finding_but_a_mistake(broken: Path) -> None:
    done = run(broken / "rules", "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "decision-support: there is no folder 'rules'. Name a folder with YAML files in it.\n"


def test_warnings_alone_leave_a_rule_base_sound(tmp_path: Path) -> None:
    done = asked(edited(tmp_path, Edit(ACTIONS, "    actor: both_teams\n", "")))
    assert done.exit_code == 0
    assert done.stdout.endswith("\n1 warning\nThe rule base is sound.\n")


def test_whoever_waits_at_a_terminal_is_told_each_question_as_it_is_put(broken: Path) -> None:
    terminal, other_end = pty.openpty()
    command = [sys.executable, "-m", "decision_support", "check", "--rules", "rules", "--knowledge", "knowledge"]
    done = subprocess.run(command, cwd=broken, stdout=subprocess.PIPE, stderr=other_end, check=False)
    os.close(other_end)
    told = os.read(terminal, 1 << 16).decode().splitlines()
    os.close(terminal)
    assert done.returncode == 1
    assert "Can every clock start and stop?" in told
    assert all(line.endswith("?") for line in told)
