"""Absence and counts are settled before they are used; what depends on its own absence is refused."""

from __future__ import annotations

import itertools

import pytest
from random_bases import asks, rule

from decision_support.errors import InvalidKnowledge
from decision_support.model.values import Kind
from decision_support.model.vocabulary import Fact
from decision_support.reasoning.program import compile
from decision_support.reasoning.strata import stratify


def fact(about: Kind = "case", otherwise: str | None = None, number: bool = False) -> Fact:
    return Fact(about=about, say="it is so", values=() if number else ("yes", "no"), number=number, otherwise=otherwise)


FACTS = {name: fact() for name in "abcd"}


def test_a_positive_chain_stays_in_one_stratum() -> None:
    rules = {
        "first": rule("first", "case", [asks("a", "yes")], ("b", "yes")),
        "second": rule("second", "case", [asks("b", "yes")], ("c", "yes")),
    }
    assert stratify(rules, FACTS, {}).rules == {"first": 0, "second": 0}


def test_rules_that_feed_each_other_positively_are_allowed_and_share_a_block() -> None:
    rules = {
        "first": rule("first", "case", [asks("c", "yes")], ("b", "yes")),
        "second": rule("second", "case", [asks("b", "yes")], ("c", "yes")),
    }
    (block,) = stratify(rules, FACTS, {}).blocks
    assert block.rules == ("first", "second")
    assert block.recursive


def test_an_absence_is_settled_a_stratum_earlier() -> None:
    rules = {
        "concludes": rule("concludes", "case", [asks("a", "yes")], ("b", "yes")),
        "rests-on-absence": rule("rests-on-absence", "case", [asks("b", "unasked")]),
    }
    assert stratify(rules, FACTS, {}).rules == {"concludes": 0, "rests-on-absence": 1}


def test_asking_for_the_default_of_a_fact_is_asking_for_its_absence() -> None:
    facts = {**FACTS, "b": fact(otherwise="no")}
    rules = {
        "concludes": rule("concludes", "case", [asks("a", "yes")], ("b", "yes")),
        "default": rule("default", "case", [asks("b", "no")]),
        "other": rule("other", "case", [asks("b", "yes", "unasked")]),
    }
    assert stratify(rules, facts, {}).rules == {"concludes": 0, "default": 1, "other": 0}


def test_a_count_stands_above_the_conclusions_that_it_counts() -> None:
    facts = {"p": fact("person"), "q": fact("person"), "n": fact(number=True), "b": fact()}
    rules = {
        "member": rule("member", "person", [asks("p", "yes")], ("q", "yes")),
        "enough": rule("enough", "case", [asks("n", at_least=3)], ("b", "yes")),
    }
    strata = stratify(rules, facts, {"n": ("person", (asks("q", "yes"),))})
    assert strata.counts == {"n": 1}
    assert strata.rules == {"member": 0, "enough": 1}


def test_a_rule_that_depends_on_its_own_absence_is_refused_by_name() -> None:
    rules = {"liar": rule("liar", "case", [asks("b", "unasked")], ("b", "yes"))}
    with pytest.raises(InvalidKnowledge) as refused:
        compile(rules, FACTS, {})
    assert "The fact 'b' depends on its own absence, by way of the rule 'liar'." in str(refused.value)


def test_every_rule_of_the_circle_is_named_and_no_other() -> None:
    rules = {
        "one": rule("one", "case", [asks("b", "unasked")], ("c", "yes")),
        "two": rule("two", "case", [asks("c", "yes")], ("b", "yes")),
        "bystander": rule("bystander", "case", [asks("c", "yes")], ("d", "yes")),
    }
    with pytest.raises(InvalidKnowledge, match="'b' depends on its own absence, by way of the rules") as refused:
        compile(rules, FACTS, {})
    assert "'one'" in str(refused.value)
    assert "'two'" in str(refused.value)
    assert "bystander" not in str(refused.value)


def test_a_conclusion_that_rests_on_a_count_of_itself_is_refused() -> None:
    facts = {"p": fact("person"), "n": fact(number=True)}
    rules = {"crowd": rule("crowd", "person", [asks("n", at_least=2, scope="case")], ("p", "yes"))}
    with pytest.raises(InvalidKnowledge, match="by way of the rule 'crowd' and the count 'n'"):
        compile(rules, facts, {"n": ("person", (asks("p", "yes"),))})


def test_a_count_of_itself_is_refused() -> None:
    with pytest.raises(InvalidKnowledge, match="by way of the count 'n'"):
        compile({}, {"n": fact(number=True)}, {"n": ("case", (asks("n", at_least=1),))})


def test_a_chain_of_a_thousand_absences_makes_a_thousand_strata() -> None:
    names = [f"f{number}" for number in range(1001)]
    rules = {
        name: rule(name, "case", [asks(name, "unasked")], (after, "yes")) for name, after in itertools.pairwise(names)
    }
    strata = stratify(rules, dict.fromkeys(names, fact()), {})
    assert [strata.rules[name] for name in names[:-1]] == list(range(1000))


@pytest.mark.parametrize(
    ("rules", "counts", "expected"),
    [
        (
            [rule("r", "case", [asks("concern", "yes")])],
            {},
            "asks for the fact 'concern', which is not in the vocabulary",
        ),
        ([rule("r", "case", [asks("p", "yes")])], {}, "asks for the fact 'p' of a case, but it is about a person"),
        ([rule("r", "person", [asks("p", "yes", scope="case")])], {}, "of a case, but it is about a person"),
        ([rule("r", "person", [asks("p", "yes")], ("b", "yes"))], {}, "is about a person, but concludes 'b' of a case"),
        ([rule("r", "case", [asks("b", "yes")], ("x", "yes"))], {}, "concludes 'x', which is not in the vocabulary"),
        ([rule("r", "case", [asks("b", "yes")], ("n", "yes"))], {"n": ("case", ())}, "concludes 'n', which is counted"),
        (
            [rule("r", "case", [asks("b", "yes")], ("c", "yes")), rule("s", "case", [asks("c", at_least=2)])],
            {},
            "compares the fact 'c' with a number, but rules conclude it",
        ),
    ],
)
def test_a_rule_that_cannot_mean_anything_is_refused(rules: list, counts: dict, expected: str) -> None:
    facts = {**FACTS, "p": fact("person"), "n": fact(number=True)}
    with pytest.raises(InvalidKnowledge) as refused:
        compile({one.id: one for one in rules}, facts, counts)
    assert expected in str(refused.value)
