"""The bundled rule base is sound, and each check finds what it is for."""

from __future__ import annotations

from dataclasses import replace

from decision_support.model.rules import Example
from decision_support.verify import boundaries, check_all, coverage, examples, reach


def changed(base, rule, **parts):
    return replace(base, rules={**base.rules, rule: base.rules[rule].model_copy(update=parts)})


def test_the_bundled_rule_base_is_sound(base):
    assert check_all(base).findings == ()


def test_all_85_clauses_and_14_unclear_places_of_nssb_are_accounted_for(base):
    found = coverage.coverage_of(base, "nssb")
    assert (len(found.clauses), len(found.unclear), found.unaccounted) == (85, 14, ())
    assert all(each.where for each in (*found.clauses, *found.unclear))


def test_an_example_that_does_not_hold_is_found_with_its_place(base):
    rule = "nssb.stage-1.report-to-line-manager"
    wrong = (Example(fires=True, facts={"nssb.stage": "stage-2"}), *base.rules[rule].examples)
    (finding,) = examples.check(changed(base, rule, examples=wrong))[1]
    assert rule in finding.say and finding.place.startswith("rules/nssb/stage-1.yaml:")


def test_a_rule_without_a_silent_example_is_found(base):
    rule = "nssb.stage-1.report-to-line-manager"
    only_firing = tuple(each for each in base.rules[rule].examples if each.fires)
    assert "no example marked 'silent'" in examples.check(changed(base, rule, examples=only_firing))[1][0].say


def test_a_number_without_an_example_beyond_it_is_found(base):
    rule = "nssb.panel.too-few-statutory-members"
    kept = tuple(
        each for each in base.rules[rule].examples if each.facts.get("possible_statutory_members_on_panel") != "3"
    )
    found = boundaries.check(changed(base, rule, examples=kept))[1]
    assert [finding.say for finding in found] == [
        f"rule '{rule}' has no example that is silent with possible_statutory_members_on_panel: 3."
    ]


def test_an_action_that_no_rule_advises_is_found(base):
    rules = {name: rule for name, rule in base.rules.items() if rule.then.target != "nssb.hold-a-reflective-debrief"}
    found = reach.check(replace(base, rules=rules))[1]
    assert any("hold-a-reflective-debrief" in finding.say for finding in found)


def test_a_clause_that_nothing_takes_up_is_found(base):
    rules = {name: rule for name, rule in base.rules.items() if "nssb-05" not in rule.clauses}
    (finding,) = coverage.check(replace(base, rules=rules))[1]
    assert finding.say == "nothing takes up 'nssb-05'."
