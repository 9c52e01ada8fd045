"""A second, independent opinion: CLIPS fires the same rules for the same subjects."""

from __future__ import annotations

import clips
import random_bases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision_support.model.facts import CASE, Facts, Subject
from decision_support.model.rules import Condition, Rule
from decision_support.reasoning.matcher import Matcher
from decision_support.reasoning.program import compile

CASES_PER_BASE = 10


def pattern(condition: Condition, base: random_bases.Base, concluded: set[str]) -> str:
    """A condition as a CLIPS pattern; one that absence satisfies becomes the negation of its opposite."""
    subject = CASE.id if condition.scope == "case" else "?s"
    allowed = set(condition.allowed or ())
    fact = base.facts[condition.fact]
    if condition.fact not in concluded and (fact.otherwise or "unasked") in allowed:
        others = sorted(set(fact.values) - allowed)
        return f"(not (fact {subject} {condition.fact} {'|'.join(others)}))" if others else f"(subject {subject} ?)"
    values = sorted(allowed - {"unasked"})
    # Existence, so that several values of one fact are one match.
    return f"(exists (fact {subject} {condition.fact} {'|'.join(values)}))" if values else "(never)"


def construct(rule: Rule, base: random_bases.Base, concluded: set[str]) -> str:
    """A rule in the language of CLIPS."""
    patterns = " ".join([f"(subject ?s {rule.about})", *(pattern(one, base, concluded) for one in rule.when)])
    conclusion = f"(assert (fact ?s {rule.then.target} {rule.then.value}))" if rule.then.kind == "conclude" else ""
    return f"(defrule {rule.id} {patterns} => (assert (fired {rule.id} ?s)) {conclusion})"


def firings(environment: clips.Environment, facts: Facts) -> list[tuple[str, Subject]]:
    subjects = {subject.id: subject for subject in {CASE, *facts}}
    environment.reset()
    for subject in subjects.values():
        environment.assert_string(f"(subject {subject.id} {subject.kind})")
        for name, value in facts.get(subject, {}).items():
            environment.assert_string(f"(fact {subject.id} {name} {value})")
    environment.run()
    fired = [tuple(fact) for fact in environment.facts() if fact.template.name == "fired"]
    return sorted((str(rule), subjects[str(subject)]) for rule, subject in fired)


@settings(
    max_examples=40 * random_bases.TIMES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(random_bases.bases(plain=True), st.integers(0, 10**6))
def test_clips_fires_the_same_rules(base: random_bases.Base, seed: int) -> None:
    concluded = {rule.then.target for rule in base.rules.values() if rule.then.kind == "conclude"}
    environment = clips.Environment()
    for rule in base.rules.values():
        environment.build(construct(rule, base, concluded))
    matcher = Matcher(compile(base.rules, base.facts, base.counts))
    try:
        for number in range(CASES_PER_BASE):
            facts = random_bases.a_case(base, seed + number)
            ours = [(firing.rule, firing.subject) for firing in matcher.run(facts).fired]
            assert ours == firings(environment, facts)
    finally:
        matcher.close()
