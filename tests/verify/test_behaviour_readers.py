"""On random rule bases the solver, every combination at once, and one combination after the other give one answer."""

from __future__ import annotations

from itertools import product

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from decision_support.errors import InvalidKnowledge
from decision_support.model.facts import CASE, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.verification import NeverTogether
from decision_support.verify.combinations import Combinations
from decision_support.verify.question import Question
from decision_support.verify.scene import Scene, scene_of
from decision_support.verify.search import Search
from decision_support.verify.solver import Solver
from how_long import TIMES
from reasoning import naive
from reasoning.random_bases import bases

MOST = 800  # combinations that are tried one after the other


def knowledge(made, never) -> KnowledgeBase:
    """A random rule base as a knowledge base, with some of its conditions declared impossible together."""
    impossible = {
        str(number): NeverTogether(id=str(number), about="case", never=tuple(each), because="so", clauses=())
        for number, each in enumerate(never)
    }
    parts = {
        name: {} for name in ("documents", "events", "interpretations", "our_actions", "our_judgements", "calendars")
    }
    return KnowledgeBase(
        **parts, facts=made.facts, counts=made.counts, rules=made.rules, fingerprint="", never_together=impossible
    )


def one_by_one(scene: Scene, question: Question) -> int | None:
    """The fewest facts of a possible case that answers a question, by the slow twin; None where there is none."""
    read = sorted(scene.cone(question).union(*(facts for _, facts in scene.of_impossible)))
    fewest = None
    for values in product(*(scene.domains[name] for name in read)):
        told = dict(zip(read, values, strict=True))
        facts = {CASE: {}, Subject("person", "one"): {}}
        for name, value in told.items():
            of = CASE if scene.facts[name].about == "case" else Subject("person", "one")
            facts[of][name] = value
        inference = naive.infer(scene.rules, scene.facts, scene.counts, facts)
        fired = {firing.rule for firing in inference.fired}
        answers = set(question.fires) <= fired and not set(question.silent) & fired
        if answers and not any(all(_holds(scene, each, inference) for each in never) for never in scene.impossible):
            given_ = sum(value != scene.domains[name][0] for name, value in told.items())
            fewest = given_ if fewest is None else min(fewest, given_)
    return fewest


def _holds(scene, condition, inference) -> bool:
    of = CASE if scene.facts[condition.fact].about == "case" else Subject("person", "one")
    values = inference.holding(of, condition.fact)
    return any(map(condition.holds, values)) if values else condition.holds(scene.facts[condition.fact].otherwise)


def size_of(facts, scene) -> int:
    """How many facts are given that are not what holds anyway."""
    return sum(value != scene.domains[name][0] for known in facts.values() for name, value in known.items())


@settings(max_examples=40 * TIMES, deadline=None, suppress_health_check=list(HealthCheck))
@given(bases(most_rules=8), st.data())
def test_all_readers_agree_on_what_is_possible_and_the_smallest_case_is_played_alike_by_the_engine(made, data):
    rules = sorted(name for name, rule in made.rules.items() if rule.about != "question")
    conditions = [each for name in rules for each in made.rules[name].when]
    assume(conditions)
    never = data.draw(st.lists(st.lists(st.sampled_from(conditions), min_size=1, max_size=2), max_size=2))
    scene = scene_of(knowledge(made, never), ())
    fires = data.draw(st.lists(st.sampled_from(rules), min_size=1, max_size=2, unique=True))
    silent = data.draw(st.lists(st.sampled_from(rules), max_size=1))
    question = Question(fires=tuple(fires), silent=tuple(silent))
    read = scene.cone(question).union(*(facts for _, facts in scene.of_impossible))
    size = 1
    for name in read:
        size *= len(scene.domains[name])
    assume(size <= MOST)
    try:
        fewest = one_by_one(scene, question)
    except naive.OwnAbsence:
        return
    try:
        every, solver = Combinations(scene), Solver(scene)
        assert every.answer(question).possible == solver.answer(question).possible == (fewest is not None)
        if fewest is not None:
            assert size_of(solver.smallest(question), scene) == fewest
        both = Search(scene)
        assert (both.witness(question) is None) == (fewest is None)
        assert both.disagreements == []
    except InvalidKnowledge:
        return
