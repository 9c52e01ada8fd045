"""No rule set comes near the limits of the engine; what cannot fit is refused by name."""

from __future__ import annotations

import naive
import pytest
from random_bases import asks, rule

from decision_support.errors import BeyondEngine
from decision_support.model.facts import CASE
from decision_support.model.vocabulary import Fact
from decision_support.reasoning.matcher import Matcher
from decision_support.reasoning.packing import CONDITIONS_IN_RULE, LITERALS_IN_SET, RULES_IN_SET
from decision_support.reasoning.program import Program, compile

FACT = Fact(say="it is so", values=("yes", "no"))


def rule_sets(program: Program) -> list[int]:
    return [len(rule_set.lines) for stratum in program.strata for rule_set in stratum.sets]


def facts(count: int) -> dict[str, Fact]:
    return {f"f{number}": FACT for number in range(count)}


def test_a_rule_with_as_many_conditions_as_are_allowed_runs() -> None:
    names = list(facts(CONDITIONS_IN_RULE))
    program = compile({"wide": rule("wide", "case", [asks(name, "yes") for name in names])}, facts(40), {})
    matcher = Matcher(program)
    assert [firing.rule for firing in matcher.run({CASE: dict.fromkeys(names, "yes")}).fired] == ["wide"]
    assert not matcher.run({CASE: dict.fromkeys(names[1:], "yes")}).fired


def test_a_rule_as_wide_runs_where_every_condition_is_brought_about_by_another() -> None:
    names = list(facts(CONDITIONS_IN_RULE))
    rules = {name: rule(name, "case", [asks("start", "yes")], (name, "yes")) for name in names}
    rules["wide"] = rule("wide", "case", [asks(name, "yes") for name in names])
    program = compile(rules, {**facts(40), "start": FACT}, {})
    assert rule_sets(program) == [len(rules)]
    assert "wide" in {firing.rule for firing in Matcher(program).run({CASE: {"start": "yes"}}).fired}


def test_one_condition_more_is_refused_by_name() -> None:
    wide = rule("too-wide", "case", [asks(name, "yes") for name in facts(CONDITIONS_IN_RULE + 1)])
    with pytest.raises(BeyondEngine, match="'too-wide' has 13 conditions; 12 are the most"):
        compile({"too-wide": wide}, facts(40), {})


def test_a_condition_written_twice_counts_once() -> None:
    twice = rule(
        "twice", "case", [asks("f0", "yes", "no"), asks("f0", "no", "yes"), asks("f0", "no", "yes", scope="case")]
    )
    program = compile({"twice": twice}, facts(1), {})
    assert len(program.lines["twice"].literals) == 1
    assert Matcher(program).run({CASE: {"f0": "yes"}}).fired


def test_three_hundred_rules_on_one_condition_are_shared_out_and_all_fire() -> None:
    rules = {f"r{n:03}": rule(f"r{n:03}", "case", [asks("f0", "yes"), asks(f"f{n}", "yes")]) for n in range(1, 301)}
    program = compile(rules, facts(301), {})
    assert max(rule_sets(program)) <= RULES_IN_SET
    assert len(Matcher(program).run({CASE: dict.fromkeys(facts(301), "yes")}).fired) == 300


def test_rules_with_very_many_different_conditions_are_shared_out_and_all_fire() -> None:
    rules = {
        f"r{n:03}": rule(f"r{n:03}", "case", [asks(f"f{12 * n + place}", "yes") for place in range(12)])
        for n in range(60)
    }
    program = compile(rules, facts(720), {})
    for stratum in program.strata:
        for rule_set in stratum.sets:
            assert len({token for line in rule_set.lines for token in line.literals}) <= LITERALS_IN_SET
    assert len(Matcher(program).run({CASE: dict.fromkeys(facts(720), "yes")}).fired) == 60


def test_a_long_chain_is_cut_where_what_comes_before_is_settled() -> None:
    rules = {f"r{n:03}": rule(f"r{n:03}", "case", [asks(f"f{n}", "yes")], (f"f{n + 1}", "yes")) for n in range(200)}
    program = compile(rules, facts(201), {})
    assert len(program.strata) == 1
    assert max(rule_sets(program)) <= RULES_IN_SET
    given = {CASE: {"f0": "yes"}}
    inference = Matcher(program).run(given)
    assert len(inference.fired) == 200
    assert inference == naive.infer(rules, facts(201), {}, given)


def test_a_circle_of_rules_that_does_not_fit_is_refused_with_their_names() -> None:
    size = RULES_IN_SET + 1
    rules = {
        f"r{n:03}": rule(f"r{n:03}", "case", [asks(f"f{n}", "yes")], (f"f{(n + 1) % size}", "yes")) for n in range(size)
    }
    with pytest.raises(BeyondEngine, match="61 rules lead back to each other") as refused:
        compile(rules, facts(size), {})
    assert all(f"'{name}'" in str(refused.value) for name in rules)


def test_only_short_tokens_stand_for_facts_and_values() -> None:
    rules = {"r": rule("r", "case", [asks("f0", "yes"), asks("f1", "no", "unasked")])}
    program = compile(rules, facts(2), {})
    assert program.lines["r"].own == ("L0", "L1")
