"""What a reviewer reads of a kept advice: approved text, at 80 columns one below the other, at 120 side by side."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from approved_texts import assert_approved
from decision_support import __version__
from decision_support.casework import Casework
from decision_support.casework.replaying import replay
from decision_support.cli.replay_text import replay_text
from decision_support.errors import UserMistake
from decision_support.loading.cases import read_case
from decision_support.loading.examples import example_paths, expected_of
from decision_support.model.advice_data import as_data
from decision_support.model.difference import Difference
from other_editions import altered, within, without

APPROVED = Path(__file__).with_name("approved")
BROTHERS = "line-managers-disagree"
DISAGREE = "nssb.stage-1.line-managers-disagree"
STAGE_1 = "rules/nssb/stage-1.yaml"
GATE = "rules/lscb/gate.yaml"
PROCEDURE = "knowledge/guidance/nssb/procedure.yaml"
NEW_EDITION = ("knowledge/guidance/nssb/guidance.yaml", "edition: December 2016", "edition: March 2027")
LONGER = (
    NEW_EDITION,
    within(STAGE_1, DISAGREE, "should:", "may:"),
    within(PROCEDURE, "stage-2", "limit: 2 working days", "limit: 4 working days"),
)

NOTHING = Difference("", "", "", ())

REPLAYED = {
    "the-same": (BROTHERS, 0, ()),
    "new-edition-only": (BROTHERS, 0, (NEW_EDITION,)),
    "strength-and-clock": (BROTHERS, 0, LONGER),
    "other-words": (BROTHERS, 0, (within(STAGE_1, DISAGREE, "could not settle it", "did not agree"),)),
    "other-grounds": (BROTHERS, 0, (within(STAGE_1, DISAGREE, "{stage: stage-1, ", "{settled: no, "),)),
    "rule-further-up": (
        "lscb-gate-to-the-manager",
        1,
        (within(GATE, "lscb.gate.ready", "exhausted_own_process: yes\n", "exhausted_own_process: no\n"),),
    ),
    "rule-gone": ("lscb-danger-tonight", 0, (without(GATE, "lscb.gate.keep-it-between-the-agencies"),)),
}


def keep(desk, name, day=0):
    path = example_paths()[name]
    return json.loads(json.dumps(as_data(desk.advise(read_case(path, desk.base), expected_of(path)[day].on))))


def told(monkeypatch, found, columns=80):
    monkeypatch.setenv("COLUMNS", str(columns))
    text = replay_text(found)
    assert max(map(len, text.splitlines())) <= int(columns)
    return text


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("asked", sorted(REPLAYED))
def test_the_text_is_the_one_approved(desk, tmp_path, monkeypatch, asked, columns):
    name, day, edits = REPLAYED[asked]
    today = Casework(altered(tmp_path, *edits)) if edits else desk
    text = told(monkeypatch, replay(today, keep(desk, name, day), desk.base), columns)
    assert_approved(_without_marks(text), APPROVED / f"replay-{asked}-{columns}.txt")


def test_what_was_not_kept_or_is_damaged_is_said_first(desk, tmp_path, monkeypatch):
    later, kept = Casework(altered(tmp_path, *LONGER)), keep(desk, BROTHERS)
    text = told(monkeypatch, replay(later, kept, None))
    assert_approved(_without_marks(text), APPROVED / "replay-not-kept.txt")
    mistake = UserMistake("the archive of the knowledge is damaged.", mend="Take it from a copy that is whole.")
    first, *_ = told(monkeypatch, replay(later, kept, mistake)).split("\n\n")
    assert " ".join(first.split()) == (
        "This advice cannot be given again. The archive of the knowledge is damaged. Take it from a copy that is whole."
    )


def test_a_case_that_today_has_no_place_for_shows_what_was_advised(desk, tmp_path, monkeypatch):
    kept = keep(desk, BROTHERS)
    gone = {name: fact for name, fact in desk.base.facts.items() if name != "immediate_risk_of_harm"}
    later = replace(desk.base, facts=gone, rules={}, fingerprint="later")
    text = told(monkeypatch, replay(Casework(later), kept, desk.base))
    assert_approved(_without_marks(text), APPROVED / "replay-no-place-today.txt")


def test_another_version_of_the_program_is_not_taken_for_other_advice(desk, monkeypatch):
    kept = keep(desk, BROTHERS)
    kept["receipt"]["program"] = "0.0.1"
    first, *_ = told(monkeypatch, replay(desk, kept, None)).split("\n\n")
    assert "though not byte for byte: every word of it is the same" in " ".join(first.split())
    assert f"(0.0.1 then, {__version__} now)" in " ".join(first.split())


def test_a_kept_advice_that_was_tampered_with_says_where(desk, monkeypatch):
    kept = keep(desk, BROTHERS)
    kept["recommendations"][0]["strength"] = "may"
    first, *_ = told(monkeypatch, replay(desk, kept, None)).split("\n\n")
    assert " ".join(first.split()) == (
        "This advice cannot be given again: worked out anew from its receipt, it differs in what is advised."
    )


@given(st.sampled_from(sorted(example_paths())), st.integers(0, 2**32), st.sampled_from([80, 120]))
@settings(max_examples=10, deadline=None)
def test_whatever_was_altered_everything_advised_on_either_side_is_on_the_page(desk, name, seed, columns):
    kept = keep(desk, name)
    today = Casework(
        replace(desk.base, rules=dict(_altered_rules(desk, kept, random.Random(seed))), fingerprint="later")
    )
    with pytest.MonkeyPatch.context() as patched:
        for found in (replay(today, kept, desk.base), replay(today, kept, None)):
            text = told(patched, found, columns)
            flat = " ".join(text.split())
            assert found.now is not None
            for each in (*kept["recommendations"], *as_data(found.now)["recommendations"]):
                assert each["say"] in flat
            responsible = {cause.rule for each in (found.difference or NOTHING).changes for cause in each.because}
            assert all(rule in flat.replace(" ", "") for rule in responsible)
        assert replay(today, kept, desk.base).same_bytes


def _altered_rules(desk, kept, chance):
    at_work = {rule for each in kept["recommendations"] for rule in each["rules"]}
    for name, rule in desk.base.rules.items():
        if chance.random() > (0.5 if name in at_work else 0.1):
            yield name, rule
        elif chance.random() > 0.4:
            words, cited, asked = {"because": "Otherwise."}, {"clauses": rule.clauses[:1]}, {"when": rule.when[:1]}
            other = chance.choice([words, cited, asked])
            yield name, rule.model_copy(update=other)


def _without_marks(text):
    """The page without what every edit of the knowledge changes."""
    return re.sub(r"\b[0-9a-f]{12}\b", "-" * 12, text).replace(__version__, "-.-.-")
