"""What-if as a user meets it: approved text at 80 columns, JSON, exit codes, sentences for mistakes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from approved_texts import assert_approved
from decision_support.loading.examples import example_paths

COMMAND = Path(sys.executable).with_name("decision-support")
APPROVED = Path(__file__).with_name("approved")
BROTHERS = example_paths()["line-managers-disagree"]

ASKED = {
    "danger": ("line-managers-disagree", "immediate_risk_of_harm=yes", "--on", "2026-03-03"),
    "waiting": ("line-managers-disagree", "--on", "2026-03-03", "--then", "2026-03-06"),
    "not-reported": ("ssab-five-days-squeezed", "reported_to_line_manager=", "--on", "2026-09-11"),
    "panel-chair-gone": (
        "lscb-panel-fails",
        "conrad=",
        "person: {id: ada, name: Ada, roles: [lscb_chair]}",
        "--on",
        "2026-02-17",
    ),
    "manager-changes": (
        "osdr-people-which-manager-is-independent",
        "yewande.line_manager=eirlys",
        "--on",
        "2026-09-21",
    ),
    "milder-step-weighed": (
        "nhs-exclusion-with-a-milder-step-left",
        "immediate-restriction.discounted=yes",
        "3.2=",
        "--on",
        "2026-10-02",
    ),
    "days-later": (
        "line-managers-disagree",
        "concern_first_considered=",
        "concern_raised=",
        "discussed_with_other_practitioner=",
        "reported_to_line_manager=",
        "event: {what: concern_first_considered, on: 2026-03-03}",
        "--on",
        "2026-03-03",
    ),
    "indicative-days": ("osdr-independent-review-opens", "--on", "2026-05-07", "--then", "2026-05-12"),
    "nothing": ("line-managers-disagree", "immediate_risk_of_harm=no", "amara.team=Clinic", "--on", "2026-03-03"),
}


def run(*arguments):
    env = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    return subprocess.run([COMMAND, "what-if", *map(str, arguments)], capture_output=True, text=True, env=env)


@pytest.mark.parametrize("asked", sorted(ASKED))
def test_the_text_is_the_one_approved(asked):
    name, *changes = ASKED[asked]
    done = run(example_paths()[name], *changes)
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert_approved(done.stdout, APPROVED / f"what-if-{asked}.txt")


def test_json_says_what_was_supposed_and_every_change():
    done = run(BROTHERS, "immediate_risk_of_harm=yes", "--on", "2026-03-03", "--format", "json")
    found = json.loads(done.stdout)
    assert found["supposed"] == ["somebody is at risk of immediate harm"]
    assert (found["before"], found["after"], found["changed_nothing"]) == ("2026-03-03", "2026-03-03", [])
    assert found["changes"][0]["about"] == "ours.call-emergency-services"
    assert found["changes"][0]["because"][0]["rule"] == "ours.danger-now"


def test_the_file_stays_as_it_is():
    before = BROTHERS.read_bytes()
    assert (
        run(BROTHERS, "ruth=", "--on", "2026-03-03")
        .stdout.splitlines()[-1]
        .startswith("The case file was not changed.")
    )
    assert BROTHERS.read_bytes() == before


def test_without_a_change_or_another_day_nothing_is_supposed():
    done = run(BROTHERS, "--on", "2026-03-03")
    assert done.returncode == 2 and "nothing is supposed. Name a change" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("imediate_risk_of_harm=yes",), "Did you mean 'immediate_risk_of_harm'?"),
        (("opened=2027-01-01", "--on", "2026-03-03"), "'concern_raised' is dated 2026-03-02, before the case"),
        (("person_at_risk=adult", "--then", "2026-03-01"), "the case was opened on 2026-03-02, after 2026-03-01."),
        (("person_at_risk=adult", "--then", "soon"), "'soon' is not a date"),
    ],
)
def test_a_mistake_is_a_sentence_and_no_traceback(arguments, told):
    done = run(BROTHERS, *arguments)
    assert done.returncode == 2 and told in done.stderr and "Traceback" not in done.stderr


def test_the_verb_explains_itself():
    done = run("-h")
    assert done.returncode == 0 and "CHANGE" in done.stdout and "omar.line_manager=fay" in done.stdout
