"""Who, panel and roles as a user meets them: text at 80 columns, JSON, exit codes, sentences for mistakes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from decision_support.loading.examples import example_paths

COMMAND = Path(sys.executable).with_name("decision-support")
CASE = example_paths()["osdr-people-third-member-is-a-party"]
LATE = example_paths()["nhs-people-a-conflict-that-surfaces-late"]


def run(*arguments):
    env = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    return subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, text=True, env=env)


@pytest.mark.parametrize("verb", ["who", "panel", "roles"])
def test_every_verb_about_people_explains_itself(verb):
    done = run(verb, "-h")
    assert done.returncode == 0 and "Usage:" in done.stdout and "--knowledge" in done.stdout


def test_who_names_everybody_passed_over_with_the_reason():
    done = run("who", CASE, "--for", "review_panel_member", "--on", "2027-01-25")
    assert max(map(len, done.stdout.splitlines())) <= 80
    text = " ".join(done.stdout.split())
    assert "Hinemoa (leads a fire protection team in the north) holds the role on record" in text
    assert "is one of those concerned (relevant inspector)" in text
    found = json.loads(
        run("who", CASE, "--for", "review_panel_member", "--on", "2027-01-25", "--format", "json").stdout
    )
    (needed,) = found["needed"]
    assert {each["id"] for each in needed["acting"]} == {"hinemoa", "jorunn"}
    assert "saskia" in {each["id"] for each in needed["passed_over"]}


def test_who_without_a_role_answers_for_what_the_advice_needs():
    found = json.loads(run("who", CASE, "--on", "2027-01-25", "--format", "json").stdout)
    assert {"osdr"} == {each["guidance"] for each in found["needed"]}
    assert all(each["for"] for each in found["needed"])


def test_an_alarm_is_bad_news(tmp_path):
    case = tmp_path / "case.yaml"
    case.write_text(
        "case: Nobody left\nguidance: [osdr]\nopened: 2026-11-02\npeople:\n"
        "  - {id: a, name: Ana, roles: [relevant_inspector], line_manager: c}\n"
        "  - {id: b, name: Bo, roles: [other_specialist_or_team_leader], line_manager: nobody}\n"
        "  - {id: c, name: Cai, roles: [independent_operations_manager], line_manager: nobody,"
        " facts: {sufficiently_independent_of_case: yes}}\n"
        "events:\n  - {what: stage_started, stage: stage-2, on: 2026-11-05}\n",
        encoding="utf-8",
    )
    done = run("who", case, "--on", "2026-11-05")
    text = " ".join(done.stdout.split())
    assert done.returncode == 1
    assert "Cai manages Ana, the relevant inspector" in text
    assert "Appoint somebody from outside" in text and "although this person manages Ana" in text
    advice = " ".join(run("advise", case, "--on", "2026-11-05").stdout.split())
    assert "ALARM ! Nobody recorded is free to act in this role: independent Operations Manager." in advice


def test_a_panel_that_fails_says_why_and_what_would_mend_it():
    done = run("panel", CASE, "--on", "2027-01-25")
    text = " ".join(done.stdout.split())
    assert done.returncode == 1 and max(map(len, done.stdout.splitlines())) <= 80
    assert "The panel recorded fails" in text and "Take Saskia" in text
    found = json.loads(run("panel", CASE, "--on", "2027-01-25", "--format", "json").stdout)
    assert found[0]["proposed"]["changes"] == len(found[0]["proposed"]["mends"]) > 0
    assert found[0]["exhaustive"] is True


def test_a_document_without_a_panel_says_so():
    done = run("panel", LATE, "--on", "2026-10-01")
    assert done.returncode == 0 and "No panel is laid down" in done.stdout


def test_roles_are_drawn_in_every_shape():
    assert "escalates to [nssb-41]" in run("roles", "nssb").stdout
    assert run("roles", "nssb", "--format", "dot").stdout.startswith("digraph")
    assert "flowchart" in run("roles", CASE, "--on", "2027-01-25", "--format", "mermaid").stdout
    picture = run("roles", CASE, "--on", "2027-01-25", "--format", "svg").stdout
    assert "Saskia" in "".join(ET.fromstring(picture).itertext())
    assert len(json.loads(run("roles", "--format", "json").stdout)) == 5


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["who", CASE, "--for", "reviewer"], "there is no role 'reviewer' in osdr."),
        (["roles", "nsb"], "'nsb' is neither a document nor a case on file. Did you mean 'nssb'?"),
        (["roles", "--format", "svg"], "a picture shows one document at a time. Name one of them: lscb, nhs"),
        (["who", "nowhere.yaml"], "nowhere.yaml: there is no such file."),
    ],
)
def test_mistakes_get_a_sentence(arguments, sentence):
    done = run(*arguments)
    assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr
    assert done.stderr.startswith(f"decision-support: {sentence}")
