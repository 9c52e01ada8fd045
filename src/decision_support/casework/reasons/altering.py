"""Which rules differ between two editions of the knowledge, and which of them bear on what another rule concludes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from decision_support.model.advice import Advice
from decision_support.model.difference import Cause, Side
from decision_support.model.facts import Firing, Inference, premises
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition, Rule
from decision_support.wording import premises_in_words


class Grounded(NamedTuple):
    """A piece of advice, the knowledge that it came from, and what follows from its facts."""

    advice: Advice
    base: KnowledgeBase
    inference: Inference


def altered_rules(was: KnowledgeBase, now: KnowledgeBase) -> frozenset[str]:
    """Rules that only one edition has, and those that say or ask for something else. Examples do not count."""
    if was.fingerprint == now.fingerprint:
        return frozenset()
    return frozenset(
        name for name in was.rules.keys() | now.rules.keys() if not is_same(was.rules.get(name), now.rules.get(name))
    )


def is_same(one: Rule | None, other: Rule | None) -> bool:
    """Whether two editions of a rule have the same effect and give the same reason."""
    if one is None or other is None:
        return one is other
    return _without_examples(one) == _without_examples(other)


class Upstream:
    """The altered rules that led, perhaps through others, to whether a rule was at work."""

    def __init__(self, before: Grounded, after: Grounded, altered: Collection[str]) -> None:
        self._sides: dict[Side, Grounded] = {"before": before, "after": after}
        self._altered = altered
        self._concluding: dict[str, set[str]] = {}
        for each in self._sides.values() if altered else ():
            for firing in each.inference.fired:
                if concludes := each.base.rules[firing.rule].concludes:
                    self._concluding.setdefault(concludes[0], set()).add(firing.rule)

    def of(self, causes: Iterable[Cause]) -> Iterator[Cause]:
        """Those of them that are not among these causes, once for each side on which they were at work."""
        if not self._altered:
            return
        reached = {each.rule for each in causes}
        direct, waiting = frozenset(reached), list(reached)
        while waiting:
            more = {rule for fact in self._read_by(waiting.pop()) for rule in self._concluding.get(fact, ())} - reached
            reached |= more
            waiting += more
        for rule in sorted((reached & set(self._altered)) - direct):
            for side, each in self._sides.items():
                if firing := next((fired for fired in each.inference.fired if fired.rule == rule), None):
                    yield _cause(side, each, firing)

    def _read_by(self, name: str) -> set[str]:
        """The facts that a rule reads in either edition, and those that its counts are made of."""
        rules = (each.base.rules.get(name) for each in self._sides.values())
        return {
            fact
            for each, rule in zip(self._sides.values(), rules, strict=True)
            for fact in _facts(each.base, rule.when if rule else ())
        }


def _facts(base: KnowledgeBase, conditions: Iterable[Condition]) -> Iterator[str]:
    for condition in conditions:
        yield condition.fact
        if condition.fact in base.counts:
            yield from _facts(base, base.counts[condition.fact][1])


def _cause(side: Side, grounded: Grounded, firing: Firing) -> Cause:
    rule = grounded.base.rules[firing.rule]
    names = {each["id"]: each.get("name", each["id"]) for each in grounded.advice.receipt.case.get("people", ())}
    resting_on = premises(rule, firing.subject, grounded.inference)
    facts = premises_in_words(grounded.base, resting_on, names)
    return Cause(side, rule.id, firing.subject.id, rule.because, facts, rule.clauses)


def _without_examples(rule: Rule) -> Rule:
    return rule.model_copy(update={"examples": ()})
