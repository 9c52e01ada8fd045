"""Which example notices a changed rule: one of its own, or one of a rule that its conclusion reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from decision_support.model.facts import Facts, Inference
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Example, Rule
from decision_support.reasoning.program import compile as compile_rules
from decision_support.reasoning.strata import counts_read
from decision_support.reasoning.worlds import Worlds
from decision_support.verify.examples import facts_of

from .firing import Reach, fires_for


@dataclass(frozen=True)
class _Tried:
    """An example of a rule, and what follows from its facts on the base as it is."""

    rule: Rule
    example: Example
    facts: Facts
    inference: Inference

    @property
    def told(self) -> str:
        facts = ", ".join(f"{name}: {value}" for name, value in self.example.facts.items())
        return f"{self.rule.id}, {'fires' if self.example.fires else 'silent'}: {{{facts}}}"


class Examples:
    """Every example of a base, each run once on the base as it is."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._reach = Reach(base)
        self._worlds: dict[str | None, Worlds] = {}
        self._tried: dict[str, tuple[_Tried, ...]] = {}

    def own(self, after: Rule) -> Iterator[str]:
        """The rule's own examples that no longer hold, where it reads nothing that its conclusion bears on."""
        for each in self._of(after.id):
            if bool(fires_for(after, each.inference, each.facts)) != each.example.fires:
                yield each.told

    def reached(self, changed: KnowledgeBase, facts: Iterable[str], own: str | None = None) -> Iterator[str]:
        """The examples that no longer hold, of all rules that these facts reach and of one more rule."""
        worlds: dict[str | None, Worlds] = {}
        names = self._reach.of(*facts) & changed.rules.keys()
        for name in [*([own] if own else []), *sorted(names - {own})]:
            guidance = changed.rules[name].guidance
            if guidance not in worlds:
                worlds[guidance] = _worlds(changed, guidance)
            for each in self._of(name):
                fired = any(firing.rule == name for firing in worlds[guidance].infer_one(each.facts).fired)
                if fired != each.example.fires:
                    yield each.told

    def _of(self, name: str) -> tuple[_Tried, ...]:
        if name not in self._tried:
            rule = self._base.rules[name]
            if rule.guidance not in self._worlds:
                self._worlds[rule.guidance] = _worlds(self._base, rule.guidance)
            worlds = self._worlds[rule.guidance]
            self._tried[name] = tuple(
                _Tried(rule, example, facts, worlds.infer_one(facts))
                for example in rule.examples
                for facts in (facts_of(rule, example),)
            )
        return self._tried[name]


def _worlds(base: KnowledgeBase, guidance: str | None) -> Worlds:
    """The rules of a document and our own: what `check` runs its examples through."""
    rules = {name: rule for name, rule in base.rules.items() if rule.guidance in (None, guidance)}
    return Worlds(compile_rules(rules, base.facts, counts_read(rules, base.counts)))
