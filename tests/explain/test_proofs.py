"""A proof rests on facts that are enough by themselves, whatever the rule base: random ones and the bundled one."""

from __future__ import annotations

import datetime as dt
import random
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision_support.casework import Casework
from decision_support.errors import InvalidKnowledge
from decision_support.explain.proofs import Prover
from decision_support.loading.cases import read_case
from decision_support.loading.examples import example_paths, expected_of
from decision_support.loading.knowledge import load
from decision_support.model.facts import CASE, Facts, Firing, Inference, Subject
from decision_support.model.proof import (
    BaseFact,
    Concluded,
    Counted,
    Fires,
    Given,
    Meets,
    Misses,
    NotConcluded,
    Proof,
    Silent,
    base_facts,
)
from decision_support.model.values import UNASKED
from decision_support.model.vocabulary import Count, Fact
from decision_support.reasoning.infer import Reasoner
from decision_support.reasoning.matcher import Matcher
from decision_support.reasoning.program import compile
from decision_support.reasoning.worlds import Worlds
from how_long import TIMES
from reasoning import random_bases
from reasoning.random_bases import asks, rule

RELAXED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much]}
CASES = example_paths()
DAYS = [(name, expected.on) for name, path in CASES.items() for expected in expected_of(path)]


class Bench:
    """Rules, a reader of them, and proofs of what it infers."""

    def __init__(self, rules, facts, counts, reader) -> None:
        self.rules, self.facts, self.counts, self.reader = rules, facts, counts, reader

    def prover(self, case: Facts) -> tuple[Prover, Inference]:
        inference = self.reader(case)
        return Prover(self.rules, self.facts, self.counts, case, inference), inference

    def alone(self, proof: Proof, case: Facts) -> Inference:
        """What follows from the base facts of a proof, for the same subjects, where nothing else is known."""
        known: dict[Subject, dict[str, str]] = {subject: {} for subject in case}
        for subject, fact, value in base_facts(proof):
            if value != UNASKED:
                known.setdefault(subject, {})[fact] = value
        return self.reader(known)


def of_random(base: random_bases.Base, reader) -> Bench:
    return Bench(base.rules, base.facts, base.counts, reader)


def without(case: Facts, fact: BaseFact) -> Facts:
    return {
        subject: {name: value for name, value in known.items() if (subject, name) != fact[:2]}
        for subject, known in case.items()
    }


def check_form(bench: Bench, proof: Proof) -> None:
    """Every premise is part of the proof, every firing has all its conditions, and only mutual claims go in circles."""
    for claim, premises in proof.rests_on.items():
        assert all(premise in proof.rests_on for premise in premises)
        assert len(set(premises)) == len(premises)
        if isinstance(claim, Given):
            assert premises == ()
        if isinstance(claim, Silent | Misses):
            assert 1 <= len(premises) <= 2
    assert all(isinstance(claim, NotConcluded | Silent) for claim in proof.mutual)
    entered: dict[object, bool] = {}

    def walk(claim, above):
        if claim in proof.mutual:
            return
        assert claim not in above
        if entered.setdefault(claim, False):
            return
        for premise in proof.rests_on[claim]:
            walk(premise, above | {claim})
        entered[claim] = True

    for root in proof.roots:
        walk(root, frozenset())
    assert list(proof.in_order()) == list(dict.fromkeys(proof.in_order()))
    assert set(proof.in_order()) == set(proof.rests_on)


def given_values_are_of_the_case(proof: Proof, case: Facts) -> bool:
    return all(case.get(subject, {}).get(fact, "unasked") == value for subject, fact, value in base_facts(proof))


@settings(max_examples=25 * TIMES, **RELAXED)
@given(random_bases.bases(most_rules=16), st.integers(0, 10**6))
def test_the_base_facts_of_a_proof_alone_bring_the_conclusion_about(base, seed) -> None:
    try:
        program = compile(base.rules, base.facts, base.counts)
    except InvalidKnowledge:
        return
    matcher = Matcher(program)
    try:
        bench = of_random(base, matcher.run)
        for number in range(3):
            case = random_bases.a_case(base, seed + number)
            prover, inference = bench.prover(case)
            for firing in inference.fired:
                proof = prover.why_fired([firing])
                check_form(bench, proof)
                assert given_values_are_of_the_case(proof, case)
                assert firing in bench.alone(proof, case).fired
    finally:
        matcher.close()


@settings(max_examples=25 * TIMES, **RELAXED)
@given(random_bases.bases(most_rules=16), st.integers(0, 10**6))
def test_without_a_base_fact_nothing_follows_or_another_proof_does(base, seed) -> None:
    try:
        worlds = Worlds(compile(base.rules, base.facts, base.counts))
    except InvalidKnowledge:
        return
    bench = of_random(base, worlds.infer_one)
    case = random_bases.a_case(base, seed)
    for firing in bench.prover(case)[1].fired[:12]:
        for fact in base_facts(bench.prover(case)[0].why_fired([firing])):
            if fact.value == "unasked":
                continue
            less = without(case, fact)
            less.setdefault(CASE, {})
            prover, inference = bench.prover(less)
            if firing in inference.fired:
                other = prover.why_fired([firing])
                assert fact not in base_facts(other)
                assert firing in bench.alone(other, less).fired


@settings(max_examples=25 * TIMES, **RELAXED)
@given(random_bases.bases(most_rules=16), st.integers(0, 10**6))
def test_every_value_has_a_proof_that_brings_it_about(base, seed) -> None:
    try:
        worlds = Worlds(compile(base.rules, base.facts, base.counts))
    except InvalidKnowledge:
        return
    bench = of_random(base, worlds.infer_one)
    case = random_bases.a_case(base, seed)
    prover, inference = bench.prover(case)
    for (subject, fact), values in inference.values.items():
        proof = prover.why_holds(subject, fact)
        check_form(bench, proof)
        alone = bench.alone(proof, case).holding(subject, fact)
        # A proof of one value does not say that no other follows, where less is known; a proof of none does.
        if all(isinstance(root, Given | Concluded) for root in proof.roots):
            assert set(values) <= set(alone)
        else:
            assert alone == values


@settings(max_examples=25 * TIMES, **RELAXED)
@given(random_bases.bases(most_rules=16), st.integers(0, 10**6))
def test_the_order_of_facts_and_rules_does_not_matter(base, seed) -> None:
    try:
        worlds = Worlds(compile(base.rules, base.facts, base.counts))
    except InvalidKnowledge:
        return
    case = random_bases.a_case(base, seed)
    names = list(base.rules)
    random.Random(seed).shuffle(names)
    shuffled = Bench({name: base.rules[name] for name in names}, base.facts, base.counts, worlds.infer_one)
    backwards = {subject: dict(reversed(known.items())) for subject, known in reversed(case.items())}
    prover, inference = of_random(base, worlds.infer_one).prover(case)
    one, other = prover.why_fired(inference.fired), shuffled.prover(backwards)[0].why_fired(inference.fired)
    assert one == other and list(one.in_order()) == list(other.in_order())


@cache
def desk() -> Casework:
    return Casework(load())


@pytest.mark.parametrize(("name", "on"), DAYS, ids=[f"{name} {on}" for name, on in DAYS])
def test_all_that_a_bundled_case_is_told_rests_on_its_proof(name: str, on: dt.date) -> None:
    base, case = desk().base, read_case(CASES[name], desk().base)
    facts, book = desk().situation(case, on).facts, desk().rule_book(case.guidance)
    bench = Bench(book.rules, base.facts, base.counts, book.reasoner.infer)
    prover, inference = bench.prover(facts)
    told = [each for each in inference.fired if base.rules[each.rule].then.kind != "conclude"]
    for firing in told:
        proof = prover.why_fired([firing])
        check_form(bench, proof)
        assert given_values_are_of_the_case(proof, facts)
        assert firing in bench.alone(proof, facts).fired
    chance = random.Random(name)
    for firing in chance.sample(told, min(2, len(told))):
        for fact in sorted(base_facts(prover.why_fired([firing]))):
            less = without(facts, fact)
            others, without_it = bench.prover(less)
            if firing in without_it.fired:
                assert firing in bench.alone(others.why_fired([firing]), less).fired


def worked_out(rules, case: Facts, facts: dict[str, Fact], counts=None) -> tuple[Prover, Inference]:
    listed = {each.id: each for each in rules}
    return Bench(listed, facts, counts or {}, Reasoner(compile(listed, facts, counts or {})).infer).prover(case)


YES_NO = ("yes", "no")
FACTS = {
    "risk": Fact(values=YES_NO, say="somebody is at risk", ask="Is anybody?"),
    "a": Fact(values=YES_NO, say="a holds", otherwise="no"),
    "b": Fact(values=YES_NO, say="b holds", otherwise="no"),
    "member": Fact(about="person", values=YES_NO, say="this person is a member", ask="Is this person?"),
    "members": Fact(number=True, say="the number of members", count=Count(of="person", where={"member": "yes"})),
}
MEMBERS = {"members": ("person", (asks("member", "yes"),))}


def test_rules_that_wait_for_each_other_are_declared_so() -> None:
    rules = [
        rule("a-from-b", "case", [asks("b", "yes")], ("a", "yes")),
        rule("b-from-a", "case", [asks("a", "yes")], ("b", "yes")),
        rule("no-a", "case", [asks("a", "no")]),
    ]
    prover, inference = worked_out(rules, {CASE: {}}, FACTS)
    proof = prover.why_fired(inference.fired)
    assert proof.mutual == {
        NotConcluded(CASE, "a", ("yes",)),
        Silent("a-from-b", CASE),
        NotConcluded(CASE, "b", ("yes",)),
        Silent("b-from-a", CASE),
    }
    assert base_facts(proof) == frozenset()


def test_a_circle_is_left_where_another_condition_fails_by_itself() -> None:
    rules = [
        rule("a-from-b", "case", [asks("b", "yes")], ("a", "yes")),
        rule("b-from-a", "case", [asks("a", "yes"), asks("risk", "yes")], ("b", "yes")),
        rule("no-a", "case", [asks("a", "no")]),
    ]
    prover, inference = worked_out(rules, {CASE: {"risk": "no"}}, FACTS)
    proof = prover.why_fired(inference.fired)
    assert proof.mutual == frozenset()
    assert base_facts(proof) == {(CASE, "risk", "no")}


def test_a_conclusion_in_a_circle_rests_on_the_derivation_that_came_first() -> None:
    rules = [
        rule("a-from-b", "case", [asks("b", "yes")], ("a", "yes")),
        rule("z-a-from-risk", "case", [asks("risk", "yes")], ("a", "yes")),
        rule("b-from-a", "case", [asks("a", "yes")], ("b", "yes")),
    ]
    prover, _ = worked_out(rules, {CASE: {"risk": "yes"}}, FACTS)
    proof = prover.why_holds(CASE, "a")
    assert proof.rests_on[Concluded(CASE, "a", "yes")] == (Fires("z-a-from-risk", CASE),)
    assert base_facts(proof) == {(CASE, "risk", "yes")}


@pytest.mark.parametrize(
    ("bounds", "bound", "people"),
    [
        ({"at_least": 1}, "at_least", {"ana"}),
        ({"at_most": 1}, "at_most", {"ana", "bo", "cy"}),
        ({"at_least": 1, "at_most": 1}, "exactly", {"ana", "bo", "cy"}),
    ],
)
def test_a_count_tells_of_those_who_matter_to_the_bound(bounds, bound, people) -> None:
    case = {
        CASE: {},
        Subject("person", "ana"): {"member": "yes"},
        Subject("person", "bo"): {"member": "no"},
        Subject("person", "cy"): {},
    }
    prover, inference = worked_out([rule("panel", "case", [asks("members", **bounds)])], case, FACTS, MEMBERS)
    proof = prover.why_fired(inference.fired)
    assert proof.rests_on[Fires("panel", CASE)] == (Counted("members", 1, bound),)
    assert {claim.subject.id for claim in proof.rests_on if isinstance(claim, Meets | Misses)} == people
    unsaid = (Subject("person", "cy"), "member", "unasked")
    assert (unsaid in base_facts(proof)) == ("cy" in people)


def test_a_premise_that_is_shared_is_one_node() -> None:
    rules = [
        rule("a-from-risk", "case", [asks("risk", "yes")], ("a", "yes")),
        rule("b-from-risk", "case", [asks("risk", "yes")], ("b", "yes")),
        rule("both", "case", [asks("a", "yes"), asks("b", "yes"), asks("risk", "yes")]),
    ]
    prover, inference = worked_out(rules, {CASE: {"risk": "yes"}}, FACTS)
    proof = prover.why_fired([Firing("both", CASE)])
    assert [claim for claim in proof.in_order() if isinstance(claim, Given)] == [Given(CASE, "risk", "yes")]
    assert len(inference.fired) == 3


def test_nobody_having_said_is_a_base_fact_of_its_own() -> None:
    prover, inference = worked_out([rule("ask", "case", [asks("risk", "unasked")])], {CASE: {}}, FACTS)
    assert base_facts(prover.why_fired(inference.fired)) == {(CASE, "risk", "unasked")}


def test_a_rule_that_asks_for_an_absence_is_silent_for_what_is_there() -> None:
    rules = [
        rule("a-from-risk", "case", [asks("risk", "yes")], ("a", "yes")),
        rule("b-without-a", "case", [asks("a", "no")], ("b", "yes")),
        rule("no-b", "case", [asks("b", "no")]),
    ]
    prover, _ = worked_out(rules, {CASE: {"risk": "yes"}}, FACTS)
    proof = prover.why_fired([Firing("no-b", CASE)])
    assert Concluded(CASE, "a", "yes") in proof.rests_on[Silent("b-without-a", CASE)]
    assert base_facts(proof) == {(CASE, "risk", "yes")}
