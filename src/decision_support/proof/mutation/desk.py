"""A desk for a changed knowledge base: its rules are read by the built-in evaluator, which keeps nothing afterwards.

durable_rules never gives back what a rule set took, so thousands of bases in one process would fill its memory. The
tests hold the two readers equal.
"""

from __future__ import annotations

from collections.abc import Mapping

from decision_support.casework import Casework, _read_by_others
from decision_support.casework.rule_book import RuleBook
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Rule
from decision_support.reasoning.infer import Reasoner
from decision_support.reasoning.openness import Openness
from decision_support.reasoning.program import Program
from decision_support.reasoning.program import compile as compile_rules
from decision_support.reasoning.worlds import Worlds


class WorldsReasoner(Reasoner):
    """The built-in evaluator in the place of the engine."""

    def __init__(self, program: Program) -> None:
        self._matcher = None  # `infer` and `notice` go by this
        self._worlds = Worlds(program)


class Desk(Casework):
    """Like any desk, but for what reads the rules; `books` are those of a base that differs in no rule and no fact."""

    def __init__(self, base: KnowledgeBase, books: Mapping[tuple[str, ...], RuleBook] | None = None) -> None:
        super().__init__(base)
        self._given = dict(books or {})

    def rule_book(self, guidance: tuple[str, ...]) -> RuleBook:
        named = tuple(sorted(guidance))
        if named not in self._given:
            self._given[named] = book_of(self.base, named)
        return self._given[named]

    @property
    def books(self) -> Mapping[tuple[str, ...], RuleBook]:
        """Every book that was asked for so far."""
        return self._given


def book_of(base: KnowledgeBase, guidance: tuple[str, ...]) -> RuleBook:
    """The rules of these documents and our own. Raises InvalidKnowledge where they cannot mean anything."""
    rules = _read_by_others(
        base, {name: rule for name, rule in base.rules.items() if rule.guidance in (None, *guidance)}
    )
    program = program_of(base, rules)
    return RuleBook(rules, WorldsReasoner(program), Worlds(program), Openness(base, rules.values()))


def program_of(base: KnowledgeBase, rules: Mapping[str, Rule]) -> Program:
    """These rules compiled, with the counts that they read."""
    read = {condition.fact for rule in rules.values() for condition in rule.when}
    return compile_rules(rules, base.facts, {name: count for name, count in base.counts.items() if name in read})
