"""Why-not as a user meets it: text at 80 columns, JSON, exit codes, sentences for mistakes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from approved_texts import assert_approved
from decision_support.loading.examples import example_paths

COMMAND = [sys.executable, "-m", "decision_support"]
APPROVED = Path(__file__).parent / "approved"
CASES = example_paths()
SHOWN = {
    "clock": ("friday-afternoon-report", "2026-11-07", "refer-to-second-tier"),
    "on-record": ("friday-afternoon-report", "2026-11-07", "report-to-line-manager"),
    "stage": ("ssab-second-hop", "2026-06-12", "stage-two"),
    "question": ("nhs-insight-not-known", "2026-01-20", "inquire-further.4.2"),
    "panel": ("panel-one-member-short", "2026-06-03", "panel_may_proceed=yes"),
    "person": ("osdr-people-which-manager-is-independent", "2026-09-23", "nkechi:independent_operations_manager"),
    "lscb": ("lscb-panel-fails", "2026-02-17", "inform-board-representatives"),
}


def run(*arguments):
    env = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    return subprocess.run([*COMMAND, "why-not", *map(str, arguments)], capture_output=True, text=True, env=env)


@pytest.mark.parametrize("shown", SHOWN)
def test_the_text_is_as_approved(shown):
    name, on, what = SHOWN[shown]
    done = run(CASES[name], what, "--on", on)
    assert done.returncode == 0 and max(map(len, done.stdout.splitlines())) <= 80
    assert_approved(done.stdout, APPROVED / f"why-not-{shown}.txt")


def test_all_shows_every_rule_with_every_condition():
    name, on, what = SHOWN["clock"]
    data = json.loads(run(CASES[name], what, "--on", on, "--format", "json").stdout)
    text = " ".join(run(CASES[name], what, "--on", on, "--all").stdout.split())
    assert len(data["misses"]) > 1
    for miss in data["misses"]:
        assert miss["rule"] in text
        assert all(condition["say"] in text for condition in miss["conditions"])
    assert not data["so"] and data["remedies"] and data["method"]


def test_what_is_advised_after_all_ends_well():
    name, on, _ = SHOWN["clock"]
    done = run(CASES[name], "line-managers-make-contact", "--on", on)
    assert done.returncode == 0 and "It is advised already, as should." in " ".join(done.stdout.split())


def test_an_unknown_target_gets_a_sentence():
    name, on, _ = SHOWN["clock"]
    done = run(CASES[name], "report-to-line-manger", "--on", on)
    assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr
    assert "Did you mean 'report-to-line-manager'?" in done.stderr


def test_the_verb_explains_itself():
    done = run("-h")
    assert done.returncode == 0 and "PERSON:ROLE" in done.stdout and "--knowledge" in done.stdout
