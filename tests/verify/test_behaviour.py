"""Each check of the rules' behaviour finds what it is for, with the smallest case, and leaves a sound twin alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_bases import asked, base_of, concluded, rule

from decision_support.errors import Place
from decision_support.loading.knowledge import read
from decision_support.model.facts import CASE
from decision_support.model.vocabulary import Count, Fact
from decision_support.verify import answers, contradictions, dead_rules, gaps, redundancy
from decision_support.verify.question import Question
from decision_support.verify.scene import scene_of
from decision_support.verify.search import Search, Searches
from made_up_bases import laid_out

PROCEDURES = Path(__file__).parents[1] / "casework" / "two_procedures"
YES_NO = asked("yes", "no", "unknown")
FACTS = {"late": YES_NO, "ill": YES_NO, "paid": YES_NO}


def found(check, base):
    """What a check finds: the code, what it is about, and the case."""
    return [(each.code, each.about, each.witness and dict(each.witness.facts[CASE])) for each in check(base)[1]]


def test_two_actions_that_exclude_each_other_are_found_with_the_smallest_case():
    rules = rule("a", ("should", "wait"), late="yes"), rule("b", ("must", "write"), late=("yes", "unknown"), ill="no")
    base = base_of(FACTS, *rules, excludes={"wait": ("write",)})
    assert found(contradictions.check, base) == [("contradiction", ("a", "b"), {"ill": "no", "late": "yes"})]


def test_an_action_and_its_prohibition_are_found():
    base = base_of(FACTS, rule("a", ("may", "wait"), late="yes"), rule("b", ("must_not", "wait"), ill="yes"))
    assert found(contradictions.check, base) == [("contradiction", ("a", "b"), {"ill": "yes", "late": "yes"})]


def test_rules_that_cannot_both_fire_do_not_contradict_each_other():
    rules = rule("a", ("should", "wait"), late="yes"), rule("b", ("must_not", "wait"), late=("no", "unknown"))
    assert contradictions.check(base_of(FACTS, *rules)) == (1, [])


def test_what_is_declared_impossible_is_no_contradiction():
    rules = rule("a", ("may", "wait"), late="yes"), rule("b", ("must_not", "wait"), ill="yes")
    assert contradictions.check(base_of(FACTS, *rules, never=[{"late": "yes", "ill": "yes"}])) == (1, [])


def test_an_impossibility_that_reaches_beyond_both_rules_is_heeded():
    never = [{"late": "yes", "paid": ("yes", "no", "unknown")}, {"ill": "yes", "paid": "unasked"}]
    rules = rule("a", ("may", "wait"), late="yes"), rule("b", ("must_not", "wait"), ill="yes")
    assert contradictions.check(base_of(FACTS, *rules, never=never)) == (1, [])
    (one,) = contradictions.check(base_of(FACTS, *rules, never=never[:1]))[1]
    assert dict(one.witness.facts[CASE]) == {"ill": "yes", "late": "yes"}


def test_every_case_was_played_again_in_the_engine():
    rules = rule("a", ("may", "wait"), late="yes"), rule("b", ("must_not", "wait"), ill="yes")
    (one,) = contradictions.check(base_of(FACTS, *rules))[1]
    assert (one.witness.fired, one.how) == (("a", "b"), "every combination")


def test_a_reader_that_disagrees_with_the_engine_is_itself_found():
    base = base_of(FACTS, rule("a", ("may", "wait"), late="yes"))
    other = base_of(FACTS, rule("a", ("may", "wait"), late="no"))
    of_another = Search(scene_of(base, ()), engine=scene_of(other, ()).reasoner)
    assert of_another.witness(Question(fires=("a",))) is None
    (one,) = of_another.disagreements
    assert (one.code, one.severity, one.about) == ("readers-disagree", "error", ("a",))
    assert dict(one.witness.facts[CASE]) == {"late": "yes"}


def test_two_values_at_once_are_found_and_one_after_the_other_are_not():
    facts = FACTS | {"stance": concluded("open", "shut")}
    shut = rule("b", ("conclude", "stance", "shut"), ill="yes")
    base = base_of(facts, rule("a", ("conclude", "stance", "open"), late="yes"), shut)
    assert found(contradictions.check, base) == [("two-values", ("a", "b"), {"ill": "yes", "late": "yes"})]
    base = base_of(facts, rule("a", ("conclude", "stance", "open"), late="yes", ill=("no", "unasked")), shut)
    assert contradictions.check(base) == (1, [])


def test_a_dead_rule_is_found_with_the_conditions_to_blame():
    facts = FACTS | {"stance": concluded("open", "shut", otherwise="shut")}
    open_ = rule("a", ("conclude", "stance", "open"), late="yes")
    dead = rule("b", ("must", "wait"), stance="open", ill="yes", late="no")
    ((one,)) = dead_rules.check(base_of(facts, open_, dead))[1]
    assert (one.code, one.about) == ("dead-rule", ("b",))
    assert one.say == "no possible case fires the rule 'b': 'stance: open' and 'late: no' never hold together."
    alive = rule("b", ("must", "wait"), stance="shut", ill="yes", late="no")
    assert [each[0] for each in found(dead_rules.check, base_of(facts, open_, alive))] == ["idle-condition"]


def test_a_rule_on_a_fact_that_nobody_gives_is_dead():
    facts = FACTS | {"lost": Fact(values=("yes", "no"), otherwise="no", say="it is so")}
    base = base_of(facts, rule("a", ("must", "wait"), lost="yes"))
    assert dead_rules.check(base)[1] == []
    declared = replace(base, places={("fact", "lost"): Place("knowledge/vocabulary/lost.yaml", 1)})
    assert found(dead_rules.check, declared) == [("dead-rule", ("a",), None)]


def test_a_number_that_no_count_can_reach_kills_a_rule_and_one_it_can_reach_does_not():
    facts = {name: Fact(number=True, say="it is so", count=Count(of="person", where={"x": "yes"})) for name in "kn"}
    rules = rule("a", ("must", "wait"), k=3, n=2), rule("b", ("may", "ring"), k=5)
    assert dead_rules.check(base_of(facts, *rules))[1] == []
    assert found(dead_rules.check, base_of(facts, *rules, never=[{"k": 3, "n": 2}])) == [("dead-rule", ("a",), None)]


def test_a_condition_that_never_matters_is_found():
    facts = FACTS | {"stance": concluded("open", otherwise=None)}
    base = base_of(
        facts, rule("a", ("conclude", "stance", "open"), late="yes"), rule("b", ("must", "wait"), stance="open")
    )
    assert dead_rules.check(base)[1] == []
    idle = replace(base, rules={**base.rules, "b": rule("b", ("must", "wait"), stance="open", late=("yes", "no"))})
    assert found(dead_rules.check, idle) == [("idle-condition", ("b", "late"), None)]


def test_the_same_rule_twice_is_found_whatever_the_order_of_its_conditions():
    base = base_of(
        FACTS, rule("a", ("must", "wait"), late="yes", ill="no"), rule("b", ("must", "wait"), ill="no", late="yes")
    )
    assert found(redundancy.check, base) == [("duplicate-rule", ("a", "b"), None)]


@pytest.mark.parametrize(
    ("clauses", "strength", "severity"),
    [((), "must", "error"), (("c-2",), "must", "warning"), ((), "should", None)],
)
def test_a_rule_that_another_says_as_strongly_is_subsumed_and_a_stronger_one_is_not(clauses, strength, severity):
    narrow = rule("a", ("must", "wait"), clauses, late="yes", ill="no")
    base = base_of(FACTS, narrow, rule("b", (strength, "wait"), ("c-1",), late=("yes", "no")))
    findings = redundancy.check(base)[1]
    assert [each.severity for each in findings] == ([severity] if severity else [])
    assert all(dict(each.witness.facts[CASE]) == {"ill": "no", "late": "yes"} for each in findings)


def test_rules_that_overlap_are_not_subsumed():
    rules = rule("a", ("must", "wait"), late="yes"), rule("b", ("must", "wait"), ill="yes")
    assert redundancy.check(base_of(FACTS, *rules)) == (1, [])


def test_an_answer_that_nothing_takes_up_is_found():
    facts = {"kind": asked("letter", "call", "visit"), "late": YES_NO}
    rules = rule("a", ("must", "write"), kind="letter"), rule("b", ("must", "ring"), kind="call", late="yes")
    assert found(answers.check, base_of(facts, *rules)) == [("value-never-considered", ("kind", "visit"), None)]
    assert answers.check(base_of(facts, *rules, rule("c", ("may", "wait"), kind=("visit", "unasked")))) == (6, [])


def test_an_unknown_that_is_never_asked_again_has_to_be_taken_up():
    facts = {"late": asked("yes", "no", "unknown", volunteered=True)}
    assert found(answers.check, base_of(facts, rule("a", ("must", "wait"), late="yes"))) == [
        ("value-never-considered", ("late", "unknown"), None)
    ]


def test_an_unknown_that_counts_for_less_than_silence_is_found():
    facts = {"late": asked("yes", "no", "unknown")}
    unasked = rule("a", ("must", "ask"), late=("no", "unasked"))
    assert found(answers.check, base_of(facts, unasked)) == [("unknown-left-out", ("a", "late"), None)]
    sound = rule("b", ("must", "ask"), late="unknown"), rule("c", ("must", "ask"), late=("no", "unknown", "unasked"))
    assert found(answers.check, base_of(facts, unasked, sound[0])) == []
    assert found(answers.check, base_of(facts, sound[1])) == []


def governing(base, document):
    """A rule of ours by which a document is for whoever disputes a fine."""
    way_in = rule("way-in", ("governs", document), fine_is_disputed=("yes", "no"))
    return replace(base, rules={**base.rules, "way-in": way_in})


def test_a_stage_at_which_nothing_is_said_is_found_until_something_is(tmp_path):
    folder = laid_out(PROCEDURES, tmp_path)
    base = governing(read(folder / "rules", folder / "knowledge"), "lib")
    facts = {"fine_is_disputed": "no", "lib.stage": "desk"}
    about = ("desk", "lib")
    assert [each for each in found(gaps.check, base) if each[1] == about] == [("gap", about, facts)]
    talk = base.rules["lib.talk-at-the-desk"]
    always = talk.model_copy(update={"when": tuple(each for each in talk.when if each.fact == "lib.stage")})
    mended = replace(base, rules={**base.rules, talk.id: always})
    assert about not in [each.about for each in gaps.check(mended)[1]]


def test_a_document_of_which_nobody_said_whom_it_is_for_has_no_gaps(tmp_path):
    folder = laid_out(PROCEDURES, tmp_path)
    assert gaps.check(read(folder / "rules", folder / "knowledge")) == (4, [])


def test_without_a_solver_what_is_too_large_is_one_note_that_names_what_to_install():
    facts = {f"f{number:02}": YES_NO for number in range(24)}
    many = dict.fromkeys(list(facts)[:12], "yes"), dict.fromkeys(list(facts)[12:], "yes")
    base = base_of(facts, rule("a", ("may", "wait"), **many[0]), rule("b", ("must_not", "wait"), **many[1]))
    alone, both = Searches(base, with_solver=False), Question(fires=("a", "b"))
    assert alone.first(both) is None
    (note,) = alone.rest()
    assert (note.code, note.severity, note.about) == ("not-decided", "note", ("a", "b"))
    assert "'verify'" in note.say
    (solved,) = contradictions.check(base)[1]
    assert (solved.code, solved.how, len(solved.witness.facts[CASE])) == ("contradiction", "solver", 24)
