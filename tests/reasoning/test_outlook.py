"""What could still change is exact on random rule bases: held against every completion, one by one."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations, product

import naive
import random_bases
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from decision_support.errors import InvalidKnowledge
from decision_support.model.facts import CASE, Facts
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Conclusion, Rule
from decision_support.reasoning.openness import About, Openness, choices
from decision_support.reasoning.outlook import ACTION, Outlook, outlooks, target_of
from decision_support.reasoning.program import compile
from decision_support.reasoning.worlds import Worlds
from how_long import TIMES

FINAL = ("must", "should", "may", "must_not", "judge", "exclude", "doubt")
MOST_OPEN = 5
RELAXED = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
}


def knowledge_of(drawn: random_bases.Base, seed: int) -> KnowledgeBase:
    """The drawn rules with several kinds of conclusions, and a question for each given fact."""
    chance = random.Random(seed)
    facts = {
        name: fact.model_copy(update={"ask": "Is it so?"}) if ".g" in name else fact
        for name, fact in drawn.facts.items()
    }
    rules = {
        name: rule if rule.then.kind == "conclude" else rule.model_copy(update={"then": _final(rule, chance)})
        for name, rule in drawn.rules.items()
    }
    base = KnowledgeBase({}, facts, drawn.counts, {}, rules, {}, {}, {}, {}, "")
    barred = {
        rule.concludes[0]: random_bases.Fact(about=rule.about, values=("yes", "no"), otherwise="no", say="it is so")
        for rule in rules.values()
        if rule.concludes and rule.concludes[0] not in facts
    }
    return replace(base, facts=facts | barred)


def _final(rule: Rule, chance: random.Random) -> Conclusion:
    kind = chance.choice(FINAL)
    if kind in ("exclude", "doubt"):
        kind = kind if rule.about == "person" else "must"
    return Conclusion(kind=kind, target=chance.choice(("own.one", "own.two")))


def prospects(base: KnowledgeBase, facts: Facts) -> tuple[Outlook, ...] | None:
    try:
        worlds = Worlds(compile(base.rules, base.facts, base.counts))
    except InvalidKnowledge:
        return None
    live = Openness(base, base.rules.values()).live(facts)
    return outlooks(base, base.rules.values(), live, facts, worlds)


def advised(base: KnowledgeBase, facts: Facts) -> Mapping[object, tuple[bool, ...]]:
    """What is concluded in the end, by the naive twin: target -> how it holds, as Outlook.held has it."""
    kinds: dict[object, set[str]] = {}
    for firing in naive.infer(base.rules, base.facts, base.counts, facts).fired:
        rule = base.rules[firing.rule]
        if rule.then.kind != "conclude":
            kinds.setdefault(target_of(rule, firing.subject), set()).add(rule.then.kind)
    return {target: how(target, found) for target, found in kinds.items()}


def how(target: object, kinds: set[str]) -> tuple[bool, ...]:
    kind = target[0]  # type: ignore[index]
    if kind == ACTION:
        strongest = next((each for each in ("must", "should", "may") if each in kinds), None)
        return ("must_not" in kinds, *(each == strongest for each in ("must", "should", "may")))
    if kind == "bar":
        return ("exclude" in kinds, "doubt" in kinds and "exclude" not in kinds)
    return (bool(kinds),)


def completed(facts: Facts, changes: Mapping[About, str]) -> Facts:
    full = {subject: dict(known) for subject, known in facts.items()}
    for about, value in changes.items():
        full.setdefault(about.subject, {})[about.fact] = value
    return full


def open_facts(base: KnowledgeBase, facts: Facts) -> list[About]:
    return [
        About(subject, name)
        for subject in sorted({CASE, *facts})
        for name, fact in base.facts.items()
        if fact.ask and fact.about == subject.kind and facts.get(subject, {}).get(name) in (None, "unknown")
    ]


def completions(base: KnowledgeBase, facts: Facts, opened: list[About]) -> Iterator[dict[About, str]]:
    options = [(None, *choices(base, facts, about)) for about in opened]
    for values in product(*options):
        yield {about: value for about, value in zip(opened, values, strict=True) if value is not None}


@settings(max_examples=20 * TIMES, **RELAXED)
@given(random_bases.bases(most_rules=10), st.integers(0, 10**6))
def test_every_completion_says_what_the_outlook_says(drawn: random_bases.Base, seed: int) -> None:
    base = knowledge_of(drawn, seed)
    facts = {CASE: {}, **random_bases.a_case(drawn, seed)}
    opened = open_facts(base, facts)
    chance = random.Random(seed)
    for about in opened[MOST_OPEN:]:
        facts = completed(facts, {about: chance.choice(("yes", "no"))})
    found = prospects(base, facts)
    assume(found is not None)
    assert found is not None
    by_target = {outlook.target: outlook for outlook in found}
    now = advised(base, facts)
    smallest: dict[object, int] = {}
    moved: set[tuple[object, About]] = set()
    seen: dict[tuple[tuple[About, str], ...], Mapping[object, tuple[bool, ...]]] = {}
    for changes in completions(base, facts, opened[:MOST_OPEN]):
        then = seen[tuple(sorted(changes.items()))] = advised(base, completed(facts, changes))
        for target in {*now, *then, *by_target}:
            if _same(now.get(target), then.get(target)):
                continue
            assert target in by_target, "a conclusion that nothing open bears on has changed"
            smallest[target] = min(len(changes), smallest.get(target, 99))
    for changes, then in seen.items():
        for about, _ in changes:
            others = [each for each, _ in changes if each != about]
            if any(facts.get(each.subject, {}).get(each.fact) == "unknown" for each in others):
                continue  # what is not known is taken to stay so
            other = seen[tuple(change for change in changes if change[0] != about)]
            moved |= {(target, about) for target in {*then, *other} if not _same(then.get(target), other.get(target))}
    for target, outlook in by_target.items():
        assert outlook.exact
        assert outlook.settled == (target not in smallest)
        flips = list(outlook.smallest_changes())
        assert {len(changes) for _, changes in flips} == ({smallest[target]} if target in smallest else set())
        for world, changes in flips:
            then = seen[tuple(sorted(changes.items()))]
            assert not _same(now.get(target), then.get(target))
            assert outlook.holds(world) == any((then.get(target) or (False,))[target.kind == ACTION :])
            for fewer in combinations(sorted(changes.items()), len(changes) - 1):
                assert _same(now.get(target), seen[fewer].get(target))
        for about in opened[:MOST_OPEN]:
            assert outlook.turns_on(about) == ((target, about) in moved)


def _same(one: tuple[bool, ...] | None, other: tuple[bool, ...] | None) -> bool:
    return (one if one and any(one) else None) == (other if other and any(other) else None)


def test_a_cone_too_large_to_try_whole_says_so_and_still_finds_what_one_or_two_answers_change() -> None:
    names = [f"case.g{number}" for number in range(12)]
    facts = {name: random_bases.Fact(values=random_bases.GIVEN, say="it is so") for name in names}
    rules = {
        "every": random_bases.rule("every", "case", [random_bases.asks(name, "yes") for name in names]),
        "pair": random_bases.rule("pair", "case", [random_bases.asks(name, "no") for name in names[:2]]),
    }
    base = knowledge_of(random_bases.Base(rules, facts, {}), 0)
    act = Conclusion(kind="must", target="own.act")
    base = replace(base, rules={name: rule.model_copy(update={"then": act}) for name, rule in base.rules.items()})
    found = prospects(base, {CASE: {}})
    assert found and len(found) == 1
    [outlook] = found
    assert not outlook.exact and not outlook.settled
    assert all(outlook.turns_on(about) for about in outlook.cone)
    pair = {About(CASE, name): "no" for name in names[:2]}
    assert [changes for _, changes in outlook.smallest_changes()] == [pair]
