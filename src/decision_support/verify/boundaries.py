"""Every number in a rule has an example on each side of it: where it just fires, and where it just does not."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition, Rule

from .finding import Finding


def check(base: KnowledgeBase) -> tuple[int, list[Finding]]:
    """How many numbers the rules hold, and those without an example on either side."""
    numbers = [
        (rule, condition, number, beyond)
        for rule in base.rules.values()
        for condition in rule.when
        for number, beyond in _edges(condition)
    ]
    findings = [
        Finding(
            "boundary-without-example", "error", str(base.place("rule", rule.id) or rule.id), say, (rule.id,), "example"
        )
        for rule, condition, number, beyond in numbers
        for say in _missing(rule, condition, number, beyond)
    ]
    return len(numbers), findings


def _edges(condition: Condition) -> Iterator[tuple[int, int]]:
    """Each bound with the first number beyond it; nothing is fewer than none."""
    if condition.at_least is not None and condition.at_least > 0:
        yield condition.at_least, condition.at_least - 1
    if condition.at_most is not None:
        yield condition.at_most, condition.at_most + 1


def _missing(rule: Rule, condition: Condition, number: int, beyond: int) -> Iterator[str]:
    name = condition.fact if condition.scope == "subject" or rule.about == "case" else f"case.{condition.fact}"
    for fires, at in ((True, number), (False, beyond)):
        if not any(example.fires == fires and example.facts.get(name) == str(at) for example in rule.examples):
            yield f"rule '{rule.id}' has no example that {'fires' if fires else 'is silent'} with {name}: {at}."
