"""Each operator makes the mutants that it is for, and no others; their names are fixed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from decision_support.errors import UserMistake
from decision_support.loading.knowledge import load
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Conclusion, Condition, Rule
from decision_support.proof.mutation.generating import OPERATORS, mutants_of, sampled
from decision_support.proof.mutation.mutant import Mutant
from made_up_bases import laid_out

POLICY = Path(__file__).parents[1] / "rulebase" / "new_policy"


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    folder = laid_out(POLICY, tmp_path_factory.mktemp("policy"))
    return load(folder / "rules", folder / "knowledge")


def of(base: KnowledgeBase, operator: str, about: str) -> dict[str, Mutant]:
    """The mutants of one operator, by what follows its name."""
    prefix = f"{about}/{operator}"
    return {
        mutant.id.removeprefix(prefix).removeprefix("/"): mutant
        for mutant in mutants_of(base)
        if mutant.operator == operator and mutant.about == about
    }


def allowed(mutants: dict[str, Mutant], fact: str) -> list[tuple[str, ...] | None]:
    """What each mutant's rule asks of a fact; None where it no longer asks."""
    return [
        next((each.allowed for each in mutant.rule.when if each.fact == fact), None)
        for mutant in mutants.values()
        if mutant.rule
    ]


def with_rule(base: KnowledgeBase, name: str, **parts: object) -> KnowledgeBase:
    return replace(base, rules={**base.rules, name: base.rules[name].model_copy(update=parts)})


def test_each_condition_is_left_out_in_turn_and_never_the_only_one(policy: KnowledgeBase) -> None:
    found = of(policy, "drop-condition", "wha.once-settled.binds")
    assert list(found) == ["outcome.panel_decided", "recorded.decision_carried_out"]
    assert allowed(found, "outcome.panel_decided") == [None, ("decided",)]
    assert of(policy, "drop-condition", "wha.panel.complete") == {}


def test_a_single_value_is_exchanged_for_the_next_of_its_domain(policy: KnowledgeBase) -> None:
    found = of(policy, "another-value", "wha.talk.not-needed")
    assert {name: next(c.allowed for c in m.rule.when if c.fact == name) for name, m in found.items() if m.rule} == {
        "wha.stage": ("team-leaders",),
        "teams_disagree_about_a_home": ("no",),
        "home_unfit_tonight": ("no",),
        "outcome.officers_talked": ("agreed",),
    }


def test_one_of_several_values_is_taken_away_or_one_is_added(policy: KnowledgeBase) -> None:
    rule = "wha.talk.nobody-to-call"
    fewer, more = of(policy, "a-value-fewer", rule), of(policy, "a-value-more", rule)
    assert allowed(fewer, "home_unfit_tonight") == [("yes",), ("unknown",)]
    assert list(fewer) == ["home_unfit_tonight/unknown", "home_unfit_tonight/yes"]
    assert allowed(more, "home_unfit_tonight") == [("no", "unknown", "yes")]
    assert list(more) == ["home_unfit_tonight/no"]


def test_no_value_is_added_where_the_condition_would_then_ask_for_nothing(policy: KnowledgeBase) -> None:
    assert "settled/no" not in of(policy, "a-value-more", "wha.once-settled.lessons")


def test_unknown_and_unasked_are_taken_for_no_and_no_for_them(policy: KnowledgeBase) -> None:
    asks = Condition(scope="subject", fact="home_unfit_tonight", allowed=("unknown",))
    denies = Condition(scope="subject", fact="teams_disagree_about_a_home", allowed=("no",))
    base = with_rule(policy, "wha.talk.not-needed", when=(asks, denies))
    found = of(base, "open-for-no", "wha.talk.not-needed")
    assert list(found) == ["home_unfit_tonight/unknown-no", "teams_disagree_about_a_home/no-unasked"]
    elsewhere = of(base, "another-value", "wha.talk.not-needed")
    assert allowed(elsewhere, "teams_disagree_about_a_home")[-1] == ("unknown",)  # the same change counts once


def test_a_bound_moves_by_one_and_never_below_none(policy: KnowledgeBase) -> None:
    found = of(policy, "shift-bound", "wha.panel.complete")
    assert {name: m.rule.when[0].at_least for name, m in found.items() if m.rule} == {
        "panel_members_from_neither_team/up": 4,
        "panel_members_from_neither_team/down": 2,
    }
    none = Condition(scope="subject", fact="panel_members", at_least=None, at_most=0)
    base = with_rule(policy, "wha.panel.complete", when=(none,))
    assert list(of(base, "shift-bound", "wha.panel.complete")) == ["panel_members/up"]


@pytest.mark.parametrize(
    ("kind", "stronger", "weaker", "round_"),
    [
        ("must", [], ["should"], ["must_not"]),
        ("should", ["must"], ["may"], ["must_not"]),
        ("may", ["should"], [], ["must_not"]),
        ("must_not", [], [], ["must"]),
        ("judge", [], [], []),
    ],
)
def test_strength_moves_one_step_and_turns_round(
    policy: KnowledgeBase, kind: str, stronger: list[str], weaker: list[str], round_: list[str]
) -> None:
    rule = "wha.talk.first" if kind != "judge" else "wha.panel.member-of-a-team"
    then = policy.rules[rule].then.model_copy(update={"kind": kind})
    base = with_rule(policy, rule, then=then)
    assert kinds(of(base, "stronger", rule)) == stronger
    assert kinds(of(base, "weaker", rule)) == weaker
    assert kinds(of(base, "turn-round", rule)) == round_


def kinds(mutants: dict[str, Mutant]) -> list[str]:
    return [mutant.rule.then.kind for mutant in mutants.values() if mutant.rule]


def test_a_bar_becomes_a_doubt_and_speaks_of_another_role_of_its_document(policy: KnowledgeBase) -> None:
    name = "wha.panel.member-of-a-team"
    base = with_rule(policy, name, then=Conclusion(kind="exclude", target="wha.panel_member"))
    assert kinds(of(base, "turn-round", name)) == ["doubt"]
    (other,) = of(base, "another-target", name).values()
    assert other.rule and other.rule.then.target in {f"wha.{role}" for role in policy.documents["wha"].roles}
    assert other.rule.then.target != "wha.panel_member"


def test_a_conclusion_is_another_value_of_its_fact(policy: KnowledgeBase) -> None:
    (found,) = of(policy, "another-conclusion", "wha.panel.complete").values()
    assert found.rule and found.rule.concludes == ("panel_is_complete", "no")


def test_each_clause_is_left_out_but_not_the_only_one(policy: KnowledgeBase) -> None:
    assert list(of(policy, "drop-clause", "wha.talk.first")) == ["wha-04", "wha-05"]
    assert of(policy, "drop-clause", "wha.talk.not-needed") == {}


def test_a_rule_that_is_gone_is_gone_from_the_base_and_nothing_else_is(policy: KnowledgeBase) -> None:
    (found,) = of(policy, "drop-rule", "wha.talk.first").values()
    assert policy.rules.keys() - found.applied(policy).rules.keys() == {"wha.talk.first"}


def test_clocks_change_in_length_start_counting_and_kind(policy: KnowledgeBase) -> None:
    clock = "clock:wha.team-leaders"
    assert limits(of(policy, "clock-longer", clock)) == ["4 working days"]
    assert limits(of(policy, "clock-shorter", clock)) == ["2 working days"]
    assert list(of(policy, "clock-start", clock)) == ["referred_for_a_panel"]
    assert list(of(policy, "clock-counting", clock)) == ["start_day_counts", "start_day_does_not_count"]
    assert list(of(policy, "clock-kind", clock)) == ["indicative", "hoped"]


def limits(mutants: dict[str, Mutant]) -> list[str]:
    return [str(clock.limit) for mutant in mutants.values() for clock in clocks(mutant, "team-leaders")]


def clocks(mutant: Mutant, name: str) -> Iterator:
    assert mutant.document is not None
    return (clock for clock, _ in mutant.document.clocks() if clock.id == name)


def test_a_stage_leads_elsewhere_and_another_role_acts_or_is_turned_to(policy: KnowledgeBase) -> None:
    (onward,) = of(policy, "next-stage", "stage:wha.first-talk").values()
    assert onward.document and onward.document.stages["first-talk"].unresolved == "panel"
    actions = policy.documents["wha"].actions
    acting = {each.about.removeprefix("action:wha.") for each in mutants_of(policy) if each.operator == "another-actor"}
    assert acting == {name for name, action in actions.items() if action.actor}
    turned = {
        each.about.removeprefix("action:wha.") for each in mutants_of(policy) if each.operator == "another-contact"
    }
    assert turned == {name for name, action in actions.items() if action.contact}


def test_a_count_leaves_out_each_of_its_conditions(policy: KnowledgeBase) -> None:
    found = of(policy, "count-without", "fact:panel_members_from_neither_team")
    assert list(found) == ["role.panel_member", "works_for_one_of_the_teams"]
    assert of(policy, "count-without", "fact:panel_members") == {}


def test_every_mutant_has_its_own_name_a_place_and_a_sentence(base: KnowledgeBase) -> None:
    mutants = list(mutants_of(base))
    assert len({mutant.id for mutant in mutants}) == len(mutants) > 5000
    assert all(":" in mutant.place and mutant.say.endswith(".") for mutant in mutants)
    assert {mutant.operator for mutant in mutants} == set(OPERATORS)
    assert [mutant.id for mutant in mutants] == [mutant.id for mutant in mutants_of(base)]


def test_every_mutant_differs_from_the_base(policy: KnowledgeBase) -> None:
    for mutant in mutants_of(policy):
        changed = mutant.applied(policy)
        assert (changed.rules, changed.documents, changed.counts) != (policy.rules, policy.documents, policy.counts)


def test_a_sample_is_the_same_for_the_same_seed_and_keeps_the_order(policy: KnowledgeBase) -> None:
    every = [mutant.id for mutant in mutants_of(policy)]
    first, again, other = ([each.id for each in sampled(mutants_of(policy), 20, seed)] for seed in (1, 1, 2))
    assert first == again != other
    assert first == [name for name in every if name in set(first)]
    assert [each.id for each in sampled(mutants_of(policy), 10**6, 1)] == every


def test_only_one_document_or_one_rule_is_changed_where_that_is_asked(policy: KnowledgeBase) -> None:
    assert {mutant.about for mutant in mutants_of(policy, rule="wha.talk.first")} == {"wha.talk.first"}
    assert {mutant.guidance for mutant in mutants_of(policy, "wha")} == {"wha"}
    with pytest.raises(UserMistake, match=r"no guidance 'wah'\. Did you mean 'wha'"):
        list(mutants_of(policy, "wah"))
    with pytest.raises(UserMistake, match=r"no rule 'wha\.talk\.frist'\. Did you mean 'wha\.talk\.first'"):
        list(mutants_of(policy, rule="wha.talk.frist"))


def test_an_operator_never_changes_the_rule_that_it_was_given(policy: KnowledgeBase) -> None:
    before: dict[str, Rule] = {name: rule.model_copy(deep=True) for name, rule in policy.rules.items()}
    list(mutants_of(policy))
    assert policy.rules == before
