"""The rules that are in force together, the facts that they can be given, and what of both bears on a question.

A scene has the case and one subject of each kind. That is enough: a rule speaks of its own subject and of the case,
and what it can see of other subjects is a count, which is taken as a free number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from decision_support.model.facts import CASE, Facts, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import UNASKED, Kind
from decision_support.model.vocabulary import Fact
from decision_support.reasoning.infer import Reasoner
from decision_support.reasoning.program import Program
from decision_support.reasoning.program import compile as compile_rules

from . import possible
from .possible import Impossible
from .question import Question, kinds_of

SOMEBODY = "one"


@dataclass(frozen=True)
class Scene:
    """What can be so under some documents.

    domains     for each fact that can be given, its values; the first is what holds where nothing is given
    impossible  conditions that never all hold at once
    kinds       what there can be: the case, people, questions, options
    """

    documents: tuple[str, ...]
    rules: Mapping[str, Rule]
    facts: Mapping[str, Fact]
    counts: Mapping[str, tuple[Kind, tuple[Condition, ...]]]
    domains: Mapping[str, tuple[str, ...]]
    impossible: tuple[Impossible, ...]
    kinds: frozenset[Kind]

    @cached_property
    def program(self) -> Program:
        """The rules, compiled."""
        return compile_rules(self.rules, self.facts, self.counts)

    @cached_property
    def reasoner(self) -> Reasoner:
        """The engine that users get, with these rules."""
        return Reasoner(self.program)

    @cached_property
    def concluding(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules that conclude each fact."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules.values():
            if rule.concludes:
                found.setdefault(rule.concludes[0], []).append(rule)
        return {fact: tuple(rules) for fact, rules in found.items()}

    @cached_property
    def of_impossible(self) -> tuple[tuple[Impossible, frozenset[str]], ...]:
        """Each impossibility with the facts that decide it."""
        return tuple((each, self.given_for(each)) for each in self.impossible)

    @cached_property
    def touching(self) -> Mapping[str, tuple[int, ...]]:
        """For each fact, the impossibilities that it has a part in, by their place in `of_impossible`."""
        found: dict[str, list[int]] = {}
        for number, (_, facts) in enumerate(self.of_impossible):
            for fact in facts:
                found.setdefault(fact, []).append(number)
        return {fact: tuple(numbers) for fact, numbers in found.items()}

    @cached_property
    def cones(self) -> Mapping[str, frozenset[str]]:
        """The cone of each rule."""
        return {name: self.given_for(rule.when) for name, rule in self.rules.items()}

    def given_for(self, conditions: Iterable[Condition]) -> frozenset[str]:
        """The cone of some conditions: the facts that can be given and bear on them, through whatever is concluded."""
        found: set[str] = set()
        seen: set[str] = set()
        waiting = [condition.fact for condition in conditions]
        while waiting:
            fact = waiting.pop()
            if fact in seen:
                continue
            seen.add(fact)
            if fact in self.domains:
                found.add(fact)
            waiting += [each.fact for rule in self.concluding.get(fact, ()) for each in rule.when]
        return frozenset(found)

    def cone(self, question: Question) -> frozenset[str]:
        """The facts that bear on a question."""
        return self.given_for(question.conditions).union(*(self.cones[name] for name in question.rules))

    def has_all(self, question: Question) -> bool:
        """Whether there can be everything that is to fire, or of which something is to hold."""
        return self._kinds(question) <= self.kinds

    def given(self, values: Mapping[str, str], question: Question) -> Facts:
        """The facts of a case with these values, what is absent left out, with the subjects that a question needs."""
        of_kind: dict[Kind, dict[str, str]] = {"case": {}}
        for kind in self._kinds(question):
            of_kind.setdefault(kind, {})
        alone = len(of_kind) == 1 and all(self.facts[name].about == "case" for name in values)
        for name, value in sorted(values.items()):
            fact = self.facts[name]
            # Where there is nobody, nobody is counted; where there is somebody, a count of none has to be said.
            nothing = "0" if fact.count and alone else None if fact.count else fact.otherwise
            if value not in (UNASKED, nothing):
                of_kind.setdefault(fact.about, {})[name] = value
        return dict(sorted((self.subject(kind, known), known) for kind, known in of_kind.items()))

    def subject(self, kind: Kind, known: Mapping[str, str] | None = None) -> Subject:
        """The one subject of a kind."""
        return CASE if kind == "case" else Subject(kind, (known or {}).get(kind, SOMEBODY))

    def _kinds(self, question: Question) -> frozenset[Kind]:
        of_rules = kinds_of(self.rules[name] for name in question.fires)
        return of_rules | {self.facts[condition.fact].about for condition in question.conditions}


def scene_of(base: KnowledgeBase, documents: Iterable[str], as_recorded: bool = True) -> Scene:
    """The scene of these documents: their rules and ours.

    as_recorded  whether what the program computes from a record hangs together as it does there; if not, only what an
                 author declares is impossible
    """
    named = tuple(sorted(documents))
    rules = {name: rule for name, rule in base.rules.items() if rule.guidance in (None, *named)}
    return Scene(
        named,
        rules,
        base.facts,
        base.counts,
        possible.domains(base, named),
        possible.impossible(base, named) if as_recorded else possible.declared(base),
        possible.kinds(base, named),
    )


def scenes(base: KnowledgeBase, as_recorded: bool = True) -> tuple[Scene, ...]:
    """Every document alone, no document, those that one of our rules reads together, and all."""
    alone: list[tuple[str, ...]] = [(name,) for name in sorted(base.documents)]
    read = [
        tuple(sorted({condition.fact.partition(".")[0] for condition in rule.when} & base.documents.keys()))
        for rule in base.rules.values()
    ]
    together = sorted({names for names in (*read, tuple(sorted(base.documents))) if len(names) > 1})
    return tuple(scene_of(base, names, as_recorded) for names in (*alone, (), *together))
