"""A CLIPS export runs by itself, can be read, and says the same as the rules."""

from __future__ import annotations

import sys
from pathlib import Path

import clips
import pytest

from approved_texts import assert_approved
from decision_support.export.clips import clips_text
from decision_support.export.reading import Material
from decision_support.model.facts import CASE
from decision_support.reasoning.program import compile
from decision_support.reasoning.worlds import Worlds

sys.path.append(str(Path(__file__).parents[1] / "proof"))
sys.path.append(str(Path(__file__).parent))

from in_clips import InClips
from small_base import ODD_CASES, TEA, oddly_named, small

APPROVED = Path(__file__).parent / "approved"


def test_the_text_is_as_approved():
    assert_approved(clips_text(small()), APPROVED / "tea.clp")


@pytest.mark.parametrize(("material", "cases"), [(small(), TEA), (oddly_named(), ODD_CASES)], ids=["tea", "odd"])
def test_clips_says_what_the_rules_say_whatever_they_are_called(material, cases):
    worlds = Worlds(compile(material.rules, material.facts, material.counts))
    told = InClips(material).infer_all(cases)
    assert told == [worlds.infer_one(facts) for facts in cases]
    assert {firing.rule for inference in told for firing in inference.fired} == set(material.rules)


def test_it_runs_as_its_own_first_lines_say(tmp_path, capfd):
    program = tmp_path / "tea.clp"
    program.write_text(clips_text(small()), encoding="utf-8")
    (tmp_path / "session.clp").write_text(
        f"""(load "{program}")
(reset)
(assert (subject (kind person) (id "p1")))
(assert (fact (name "thirsty") (of "p1") (value "yes")))
(assert (fact (name "water") (of "case") (value "cold")))
(run)
(advice)
""",
        encoding="utf-8",
    )
    clips.Environment().batch_star(str(tmp_path / "session.clp"))
    told = capfd.readouterr().out
    assert "should tea.boil (of case, rule tea.boil)" in told and "must tea.apologise (of p1, rule tea.excuse)" in told
    assert "tea.ready" not in told and "[" not in told


def test_a_number_that_is_given_stands_instead_of_the_count():
    material = small()
    in_clips = InClips(material)
    counted = in_clips.infer({CASE: {"water": "hot"}})
    given = in_clips.infer({CASE: {"water": "hot", "cups": "2"}})
    assert counted.holding(CASE, "cups") == ("0",) and counted.holding(CASE, "ready") == ("no",)
    assert given.holding(CASE, "cups") == ("2",) and given.holding(CASE, "ready") == ("yes",)


def test_no_rules_make_a_program_that_runs_and_says_nothing():
    assert InClips(Material("Nothing", (), {}, {}, {})).infer({}).fired == ()


def test_the_order_of_rules_and_facts_changes_nothing():
    material = small()
    turned = Material(
        material.title,
        material.heading,
        dict(reversed(material.rules.items())),
        dict(reversed(material.facts.items())),
        material.counts,
    )
    assert clips_text(turned) == clips_text(material)
