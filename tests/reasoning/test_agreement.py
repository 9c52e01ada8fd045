"""The engine, the many-worlds evaluator and the naive twin say the same of random rule bases and cases."""

from __future__ import annotations

import random
from collections.abc import Iterator

import naive
import pytest
import random_bases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision_support.errors import InvalidKnowledge
from decision_support.model.facts import CASE, Facts, Inference
from decision_support.reasoning.matcher import Matcher
from decision_support.reasoning.program import Program, compile
from decision_support.reasoning.worlds import Worlds, product
from how_long import TIMES

CASES_PER_BASE = 20
RELAXED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much]}


def program_of(base: random_bases.Base) -> Program | None:
    """The compiled base; None, agreed with the twin, where a conclusion depends on its own absence."""
    try:
        program = compile(base.rules, base.facts, base.counts)
    except InvalidKnowledge as refusal:
        assert "depends on its own absence" in str(refusal)
        with pytest.raises(naive.OwnAbsence):
            naive.levels(base.rules, base.facts, base.counts)
        return None
    naive.levels(base.rules, base.facts, base.counts)
    return program


def cases(base: random_bases.Base, seed: int) -> Iterator[tuple[Facts, Inference]]:
    for number in range(CASES_PER_BASE):
        facts = random_bases.a_case(base, seed + number)
        yield facts, naive.infer(base.rules, base.facts, base.counts, facts)


@settings(max_examples=50 * TIMES, **RELAXED)
@given(random_bases.bases(), st.integers(0, 10**6))
def test_three_readers_agree_on_everything(base: random_bases.Base, seed: int) -> None:
    program = program_of(base)
    if program is None:
        return
    matcher, worlds = Matcher(program), Worlds(program)
    try:
        for facts, expected in cases(base, seed):
            assert worlds.infer_one(facts) == expected
            assert matcher.run(facts) == expected
    finally:
        matcher.close()


@settings(max_examples=60 * TIMES, **RELAXED)
@given(random_bases.bases(tame=False))
def test_own_absence_is_found_exactly_where_no_number_of_strata_is_enough(base: random_bases.Base) -> None:
    program_of(base)


@settings(max_examples=8 * TIMES, **RELAXED)
@given(random_bases.bases(), st.integers(0, 10**6))
def test_the_order_of_rules_and_facts_changes_nothing(base: random_bases.Base, seed: int) -> None:
    program = program_of(base)
    if program is None:
        return
    chance = random.Random(seed)
    rules, vocabulary, counts = (
        dict(chance.sample(list(part.items()), len(part))) for part in (base.rules, base.facts, base.counts)
    )
    again = compile(rules, vocabulary, counts)
    assert again == program
    one, other = Matcher(program), Matcher(again)
    try:
        for facts, expected in cases(base, seed):
            shuffled = {
                subject: dict(chance.sample(list(known.items()), len(known)))
                for subject, known in chance.sample(list(facts.items()), len(facts))
            }
            results = [one.run(facts), other.run(shuffled), Worlds(again).infer_one(shuffled)]
            assert results == [expected] * 3
            assert len({(result.fired, tuple(result.values.items())) for result in results}) == 1
    finally:
        one.close()
        other.close()


@settings(max_examples=60 * TIMES, **RELAXED)
@given(random_bases.bases(), st.integers(0, 10**6))
def test_many_worlds_agree_with_one_world_after_another(base: random_bases.Base, seed: int) -> None:
    program = program_of(base)
    if program is None:
        return
    chance = random.Random(seed)
    known = {subject: dict(facts) for subject, facts in random_bases.a_case(base, seed).items()}
    known.setdefault(CASE, {})
    readable = sorted(
        (subject, name) for subject in known for name, fact in base.facts.items() if fact.about == subject.kind
    )
    choices = []
    for subject, name in chance.sample(readable, min(5, len(readable))):
        known[subject].pop(name, None)
        values = ("0", "1", "3") if base.facts[name].number else base.facts[name].values[:2]
        choices.append(((subject, name), (*values, "unasked")))
    for subject, facts in known.items():
        choices += [((subject, name), (value,)) for name, value in facts.items()]
    worlds = Worlds(program)
    combinations = product(choices)
    outcome = worlds.run(combinations.columns, combinations.size, known)
    for number in chance.sample(range(combinations.size), min(12, combinations.size)):
        facts = {subject: {} for subject in known}
        for (subject, name), value in combinations.world(number).items():
            if value != "unasked":
                facts[subject][name] = value
        expected = naive.infer(base.rules, base.facts, base.counts, facts)
        fired = sorted(key for key, mask in outcome.fired.items() if mask >> number & 1)
        assert fired == [(firing.rule, firing.subject) for firing in expected.fired]
        held = {
            about: tuple(sorted(value for value, mask in masks.items() if mask >> number & 1))
            for about, masks in outcome.values.items()
        }
        assert {about: values for about, values in held.items() if values} == expected.values
