"""Near misses are exact: states agree with the reasoner, remedies work, none smaller does, and none is missed."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from decision_support.errors import InvalidKnowledge
from decision_support.explain.near_misses import Lever, NearMisses
from decision_support.model.facts import Firing, subject_of
from decision_support.model.near_miss import EVERY_COMBINATION, GROUP_BY_GROUP, TWO_AT_A_TIME
from decision_support.reasoning.infer import Reasoner
from decision_support.reasoning.openness import About
from decision_support.reasoning.program import compile as compile_rules
from decision_support.reasoning.worlds import Worlds
from how_long import TIMES
from reasoning.random_bases import GIVEN, a_case, bases, is_given

LAWS = settings(
    max_examples=15 * TIMES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


class Tried:
    """One random case, what could change in it, and the reasoner that judges."""

    def __init__(self, base, facts, moved, most=1 << 20):
        program = compile_rules(base.rules, base.facts, base.counts)
        self.base, self.facts, self.reasoner = base, facts, Reasoner(program)
        self.levers = [self._lever(about) for about in moved]
        self.misses = NearMisses(
            base.rules,
            base.counts,
            {name: fact.otherwise for name, fact in base.facts.items()},
            Worlds(program),
            facts,
            self.reasoner.infer(facts),
            self.levers,
            most,
        )

    def _lever(self, about):
        now = self.facts[about.subject].get(about.fact)
        is_open = now in (None, "unknown")
        ways = tuple({about: value} for value in GIVEN if value != now)
        return Lever(ways, supplies=is_open, contradicts=not is_open)

    def after(self, pulls):
        facts = {subject: dict(known) for subject, known in self.facts.items()}
        for lever, way in pulls:
            for about, value in self.levers[lever].ways[way].items():
                facts[about.subject][about.fact] = value
        return self.reasoner.infer(facts)

    def fires(self, pulls, rule, subject):
        return Firing(rule.id, subject) in self.after(pulls).fired

    def every(self, only_supplying=False):
        ways = [
            [None, *((number, way) for way in range(len(lever.ways)))]
            for number, lever in enumerate(self.levers)
            if lever.supplies or not only_supplying
        ]
        return [tuple(pull for pull in pulls if pull) for pulls in product(*ways)]

    def cost(self, pulls):
        return sum(self.levers[lever].contradicts for lever, _ in pulls), len(pulls)


@st.composite
def tried(draw, most=1 << 20):
    base = draw(bases(tame=True, most_rules=10))
    facts = a_case(base, draw(st.integers(0, 10_000)))
    told = [
        About(subject, name)
        for subject in facts
        for name, fact in base.facts.items()
        if is_given(name) and fact.about == subject.kind and not fact.number
    ]
    assume(told)
    moved = draw(st.lists(st.sampled_from(told), unique=True, min_size=1, max_size=4))
    try:
        return Tried(base, facts, moved, most)
    except InvalidKnowledge:
        reject()  # a rule that depends on its own absence means nothing


def asked(case):
    return [
        (rule, subject) for rule in case.base.rules.values() for subject in case.facts if subject.kind == rule.about
    ]


@LAWS
@given(tried())
def test_a_condition_is_unknown_where_answers_that_are_missing_could_make_it_hold(case):
    completions = [case.after(pulls) for pulls in case.every(only_supplying=True)]
    changes = [case.after(pulls) for pulls in case.every()]

    def held(inference, condition, about):
        values = inference.holding(about, condition.fact) or (case.base.facts[condition.fact].otherwise,)
        return any(condition.holds(value) for value in values)

    for rule, subject in asked(case)[:12]:
        states = []
        for condition in rule.when:
            about = subject_of(condition, subject)
            now = held(case.misses.inference, condition, about)
            could = any(held(each, condition, about) for each in completions)
            states.append(case.misses.state(condition, about))
            assert states[-1] == ("holds" if now else "unknown" if could else "fails")
            assert case.misses.can_change(condition, about) == any(held(each, condition, about) for each in changes)
        fired = Firing(rule.id, subject) in case.misses.inference.fired
        assert fired == all(state == "holds" for state in states)


@LAWS
@given(tried())
def test_remedies_work_and_none_smaller_or_cheaper_does(case):
    for rule, subject in asked(case)[:6]:
        found = case.misses.cheapest(rule.when, subject)
        assert found.method in (EVERY_COMBINATION, GROUP_BY_GROUP)
        firing = [pulls for pulls in case.every() if case.fires(pulls, rule, subject)]
        assert bool(found.remedies) == bool(firing)
        for pulls in found.remedies:
            assert case.fires(pulls, rule, subject)
            assert case.cost(pulls) == min(map(case.cost, firing))
            for size in range(len(pulls)):
                assert not any(case.fires(fewer, rule, subject) for fewer in combinations(pulls, size))


@LAWS
@given(tried(most=6))
def test_where_not_all_is_tried_what_is_found_works_and_cannot_be_smaller(case):
    for rule, subject in asked(case)[:6]:
        found = case.misses.cheapest(rule.when, subject)
        firing = [pulls for pulls in case.every() if case.fires(pulls, rule, subject)]
        if not found.remedies:
            assert found.method == TWO_AT_A_TIME or not firing
        for pulls in found.remedies:
            assert case.fires(pulls, rule, subject)
            for size in range(len(pulls)):
                assert not any(case.fires(fewer, rule, subject) for fewer in combinations(pulls, size))
