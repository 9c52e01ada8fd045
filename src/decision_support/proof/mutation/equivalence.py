"""Whether a changed rule fires in the very same worlds: every combination of what lies behind it, if they are few."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce

from decision_support.errors import InvalidKnowledge
from decision_support.model.facts import CASE, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import UNASKED
from decision_support.reasoning.program import compile as compile_rules
from decision_support.reasoning.worlds import About, Outcome, Product, Worlds, product

MOST_WORLDS = 1 << 16
_SOMEBODY = "example"


def is_equivalent(base: KnowledgeBase, before: Rule, after: Rule) -> bool:
    """Whether both fire in the same of all worlds that can be, and say the same there; false where they are too many.

    A count is taken for any number near the bounds that are asked for, and worlds that the base declares never to be
    are left out. A clause that the judgement or the silence itself cites is in the advice with the rule or without it.
    """
    if (before.when, before.then) == (after.when, after.then):
        return {*before.clauses} ^ {*after.clauses} <= _cited_anyway(base, before)
    if (before.then, before.clauses) != (after.then, after.clauses):
        return False
    behind = _behind(base, (before, after))
    rules = [*behind.values(), before, after]
    choices = list(_choices(base, rules, {rule.concludes[0] for rule in behind.values() if rule.concludes}))
    if math.prod(len(values) for _, values in choices) > MOST_WORLDS:
        return False
    worlds = product(choices)
    try:
        first, second = (_outcome(base, behind | {rule.id: rule}, worlds) for rule in (before, after))
    except InvalidKnowledge:  # it cannot be compiled, and so is not the same
        return False
    differing = reduce(
        int.__or__,
        (
            first.fired.get((before.id, subject), 0) ^ second.fired.get((before.id, subject), 0)
            for subject in _subjects(worlds)
        ),
        0,
    )
    return not differing & ~_impossible(base, first, _subjects(worlds))


def _cited_anyway(base: KnowledgeBase, rule: Rule) -> set[str]:
    """The clauses that advice cites for what a rule says, whichever rule says it."""
    if rule.then.kind == "judge":
        return {*base.judgement(rule.then.target).clauses}
    silences = {name: each for document in base.documents.values() for name, each in document.silences.items()}
    return {*silences[rule.then.target].clauses} if rule.then.kind == "silence" else set()


def _behind(base: KnowledgeBase, rules: Iterable[Rule]) -> dict[str, Rule]:
    """The rules that conclude what these read, and what those read, without the rule itself."""
    found: dict[str, Rule] = {}
    waiting = [condition.fact for rule in rules for condition in rule.when]
    own = {rule.id: rule.guidance for rule in rules}
    read = set(waiting)
    while waiting:
        fact = waiting.pop()
        for name, rule in base.rules.items():
            if rule.concludes and rule.concludes[0] == fact and name not in own:
                found[name] = rule
                more = {condition.fact for condition in rule.when} - read
                read |= more
                waiting += more
    return found


def _choices(
    base: KnowledgeBase, rules: Iterable[Rule], concluded: set[str]
) -> Iterator[tuple[About, tuple[str, ...]]]:
    conditions: dict[str, list[Condition]] = {}
    for rule in rules:
        for condition in rule.when:
            conditions.setdefault(condition.fact, []).append(condition)
    for name in sorted(conditions.keys() - concluded):
        fact = base.facts[name]
        subject = CASE if fact.about == "case" else Subject(fact.about, _SOMEBODY)
        if fact.number:
            yield (subject, name), (*_near_bounds(conditions[name]), UNASKED)
        else:
            yield (subject, name), fact.values if fact.otherwise is not None else (*fact.values, UNASKED)


def _near_bounds(conditions: Iterable[Condition]) -> tuple[str, ...]:
    bounds = {bound for each in conditions for bound in (each.at_least, each.at_most) if bound is not None}
    return tuple(
        str(number) for number in sorted({bound + step for bound in bounds for step in (-1, 0, 1)}) if number >= 0
    )


def _outcome(base: KnowledgeBase, rules: Mapping[str, Rule], worlds: Product) -> Outcome:
    program = compile_rules(rules, base.facts, {})
    return Worlds(program).run(worlds.columns, worlds.size)


def _subjects(worlds: Product) -> set[Subject]:
    return {CASE, *(subject for subject, _ in worlds.columns)}


def _impossible(base: KnowledgeBase, outcome: Outcome, subjects: Iterable[Subject]) -> int:
    """The worlds in which something holds that the base declares never to hold together."""
    everywhere, found = (1 << outcome.size) - 1, 0
    for declared in base.never_together.values():
        for subject in subjects:
            if subject.kind == declared.about:
                worlds = everywhere
                for condition in declared.never:
                    worlds &= _holding(outcome, CASE if condition.scope == "case" else subject, condition)
                found |= worlds
    return found


def _holding(outcome: Outcome, subject: Subject, condition: Condition) -> int:
    """The worlds in which a condition is known to hold; none for a fact that does not matter here."""
    masks = outcome.values.get((subject, condition.fact), {})
    return reduce(int.__or__, (mask for value, mask in masks.items() if condition.holds(value)), 0)
