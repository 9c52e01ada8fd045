"""Why as a user meets it: three views at 80 columns, JSON, exit codes, sentences for mistakes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from approved_texts import assert_approved
from decision_support.loading.examples import example_paths

COMMAND = Path(sys.executable).with_name("decision-support")
APPROVED = Path(__file__).parent / "approved"
CASES = example_paths()
SHOWN = {
    "why-short": ("line-managers-disagree", "2026-03-03", []),
    "why-tree-of-a-limit": ("overdue-clocks", "2026-04-22", ["1", "--as", "tree"]),
    "why-tree-of-a-panel": ("nssb-people-panel-near-twins", "2026-11-06", ["panel_may_proceed", "--as", "tree"]),
    "why-facts-of-a-question": ("nhs-exclusion-with-a-milder-step-left", "2026-10-02", ["3", "--as", "facts"]),
    "why-somebody-may-not-act": ("nssb-people-panel-near-twins", "2026-11-06", ["mele:panel_member"]),
}


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    return subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, text=True, env=env, check=False)


@pytest.mark.parametrize("name", SHOWN)
def test_reasons_read_as_approved(name: str) -> None:
    case, on, arguments = SHOWN[name]
    done = run("why", CASES[case], *arguments, "--on", on)
    assert done.returncode == 0 and done.stderr == ""
    assert_approved(done.stdout, APPROVED / f"{name}.txt")


@pytest.mark.parametrize("view", ["short", "tree", "facts"])
@pytest.mark.parametrize("case", ["osdr-people-third-member-is-a-party", "ssab-second-hop", "lscb-panel-fails"])
def test_no_line_is_wider_than_the_terminal(case: str, view: str) -> None:
    done = run("why", CASES[case], "--on", "2027-01-25", "--as", view)
    assert done.returncode == 0 and max(map(len, done.stdout.splitlines())) <= 80


def test_a_shared_premise_is_written_once_and_then_referred_to() -> None:
    done = run("why", CASES["nhs-exclusion-with-a-milder-step-left"], "3", "--on", "2026-10-02", "--as", "tree")
    proof = done.stdout[: done.stdout.index("The clauses, in our words")]
    assert proof.count("No such event is on record") == 1 and "- as 5 above: It is not on record" in proof
    assert [int(number) for number in re.findall(r"^ +(\d+) ", proof, re.MULTILINE)] == list(range(1, 13))


def test_where_nothing_is_advised_it_says_so() -> None:
    done = run("why", CASES["lscb-lessons-to-sub-group"], "--on", "2026-11-23")
    assert done.returncode == 0 and done.stdout.endswith("\n\nNothing is recommended on this day.\n")


def test_json_has_the_proof_and_its_facts() -> None:
    found = json.loads(
        run("why", CASES["line-managers-disagree"], "1", "--on", "2026-03-03", "--format", "json").stdout
    )
    (answer,) = found
    assert answer["ids"] == ["nssb.refer-to-second-tier"] and answer["number"] == 1
    assert answer["steps"][answer["roots"][0] - 1]["rule"] == "nssb.stage-1.line-managers-disagree"
    assert {fact["fact"] for fact in answer["facts"]} == {"nssb.stage", "outcome.line_managers_in_contact"}


def test_the_verb_explains_itself() -> None:
    done = run("why", "-h")
    assert done.returncode == 0 and "ana:panel_member" in done.stdout and "--knowledge" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["9"], "there is no recommendation 9. The numbers are 1 to 2."),
        (["refer-to-second-tir"], "there is nothing called 'refer-to-second-tir' in this advice. Did you mean"),
    ],
)
def test_mistakes_get_a_sentence(arguments: list[str], sentence: str) -> None:
    done = run("why", CASES["line-managers-disagree"], *arguments, "--on", "2026-03-03")
    assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr
    assert sentence in " ".join(done.stderr.split())
