"""The commands as a user meets them: help, exit codes, text that fits the screen, JSON that machines can read."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from decision_support.cli.advice_text import advice_text
from decision_support.loading.cases import read_case
from decision_support.loading.examples import example_paths, expected_of
from decision_support.loading.resources import rules_folder

COMMAND = Path(sys.executable).with_name("decision-support")
SECTIONS = [
    "DO NOW",
    "THEN",
    "FOR PEOPLE TO DECIDE",
    "WRITE DOWN",
    "WHAT WE DO NOT KNOW",
    "WHAT THE DOCUMENT DOES NOT SAY",
]


def run(*arguments, columns="80", cwd=None):
    return subprocess.run(
        [COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "COLUMNS": columns, "NO_COLOR": "1"},
    )


@pytest.mark.parametrize("verb", ["demo", "advise", "check", "coverage"])
def test_every_verb_explains_itself(verb):
    done = run(verb, "-h")
    assert done.returncode == 0 and "Usage:" in done.stdout and "--knowledge" in done.stdout


def test_coverage_shows_where_every_clause_went():
    done = run("coverage", "nssb")
    assert done.returncode == 0
    assert "85 of 85 accounted for" in done.stdout and "14 of 14 accounted for" in done.stdout
    assert "nssb-41" in done.stdout and "rule nssb.stage-1.report-to-line-manager" in done.stdout
    found = json.loads(run("coverage", "nssb", "--format", "json").stdout)
    assert all(each["where"] for each in (*found[0]["clauses"], *found[0]["unclear"]))


def test_bad_news_is_exit_code_1(tmp_path):
    rules = tmp_path / "rules"
    rules.mkdir()
    shutil.copy(rules_folder() / "ours.yaml", rules)
    done = run("check", "--rules", rules)
    assert done.returncode == 1
    assert "The rule base is not sound." in done.stdout
    assert run("coverage", "nssb", "--rules", rules).returncode == 1


def test_a_case_is_advised_from_any_folder_in_text_and_json(tmp_path):
    case = example_paths()["line-managers-disagree"]
    text = run("advise", case, "--on", "2026-03-03", cwd=tmp_path)
    data = run("advise", case, "--on", "2026-03-03", "--format", "json", cwd=tmp_path)
    assert text.returncode == data.returncode == 0
    advice = json.loads(data.stdout)
    assert advice["next_step"] == "nssb.refer-to-second-tier"
    assert advice["recommendations"][0]["actor"]["people"] == ["ruth"]
    assert "Refer the disagreement to second-tier management" in text.stdout


def test_a_json_case_gets_the_same_advice_as_the_same_case_in_yaml(tmp_path):
    yaml_case = run("advise", example_paths()["unclear-count"], "--on", "2025-06-07", "--format", "json")
    receipt = json.loads(yaml_case.stdout)["receipt"]
    (tmp_path / "case.json").write_text(json.dumps(receipt["case"]), encoding="utf-8")
    json_case = run("advise", tmp_path / "case.json", "--on", "2025-06-07", "--format", "json")
    assert json_case.stdout == yaml_case.stdout


@pytest.mark.parametrize("name", sorted(example_paths()))
def test_text_fits_80_columns_and_keeps_its_order(name, base, desk, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    case = read_case(example_paths()[name], base)
    for expected in expected_of(example_paths()[name]):
        lines = advice_text(base, desk.advise(case, expected.on)).splitlines()
        assert max(map(len, lines)) <= 80
        found = [line for line in lines if line in SECTIONS]
        assert found == [section for section in SECTIONS if section in found]
        assert {"DO NOW", "WHAT WE DO NOT KNOW"} <= set(found)
        if case.guidance:
            assert any(line.startswith("  !") for line in lines), "every edition has a reason to be treated with care"
        if "nssb" in case.guidance:
            assert any("Review overdue" in line for line in lines)


def test_without_the_engine_the_same_advice_comes_with_one_notice():
    without = "import sys; sys.modules['durable'] = None; from decision_support.cli import main; main()"
    plain = run("demo", "--format", "json")
    done = subprocess.run([sys.executable, "-c", without, "demo", "--format", "json"], capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stdout == plain.stdout
    assert done.stderr.count("built-in evaluator") == 1
