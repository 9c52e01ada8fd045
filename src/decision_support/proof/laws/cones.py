"""Every combination of the facts that some conclusions rest on: their cone, read in many worlds at once.

Values of a fact that no condition in the cone tells apart stand for each other, so one of each is tried. What the
knowledge declares impossible is left out. A counted fact is tried as the numbers on either side of each bound.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

from decision_support.casework.weighing import weighing_facts
from decision_support.model.case import Case
from decision_support.model.facts import CASE, Subject, subject_of
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import UNASKED, Kind
from decision_support.reasoning.openness import About
from decision_support.reasoning.program import compile as compile_rules
from decision_support.reasoning.worlds import Product, Worlds, product

from .following import ACTION, STRENGTHS, Key, key_of

MOST = 1 << 18  # combinations of one cone
_OF_QUESTIONS = ("conditional", "why_not", "either_way")  # what a document says of its questions

# For each conclusion, the worlds in which there is at least one of it, at least two…: strengths or arguments.
AtLeast = Mapping[Key, Sequence[int]]


@dataclass(frozen=True)
class Cone:
    """The rules that some conclusions rest on, and the facts that these rules read and nothing in them concludes.

    fixed  what is always so of the questions and options among its subjects
    """

    base: KnowledgeBase
    rules: Mapping[str, Rule]
    subjects: tuple[Subject, ...]
    leaves: tuple[About, ...]
    fixed: Mapping[About, str]

    def others(self, fact: About) -> Product | None:
        """Every combination of all facts but this one; None where there are too many."""
        choices = [(leaf, self._values(leaf)) for leaf in self.leaves if leaf != fact]
        if prod(len(values) for _, values in choices) > MOST:
            return None
        return product([((leaf.subject, leaf.fact), values) for leaf, values in choices])

    def follows(self, others: Product, fact: About, value: str) -> tuple[AtLeast, int]:
        """What follows in each combination with this value of the fact, and the combinations that are possible."""
        everywhere = (1 << others.size) - 1
        columns = {(about.subject, about.fact): {known: everywhere} for about, known in self.fixed.items()}
        columns |= {key: dict(column) for key, column in others.columns.items()}
        columns[fact.subject, fact.fact] = {value: everywhere}
        fired = self._worlds.run(columns, others.size, self.subjects).fired
        found: dict[Key, list[int]] = {}
        for (name, subject), mask in fired.items():
            rule = self.rules[name]
            if rule.then.kind != "conclude":
                _add(found, key_of(rule, subject), rule, mask)
        return found, everywhere & ~self._impossible(columns, everywhere)

    @cached_property
    def _worlds(self) -> Worlds:
        return Worlds(compile_rules(self.rules, self.base.facts, {}))

    @cached_property
    def _conditions(self) -> Mapping[About, tuple[Condition, ...]]:
        found: dict[About, list[Condition]] = {}
        for rule in self.rules.values():
            for subject in self.subjects:
                for condition in rule.when if subject.kind == rule.about else ():
                    found.setdefault(About(subject_of(condition, subject), condition.fact), []).append(condition)
        for never in self._never:
            for about, condition in never:
                found.setdefault(about, []).append(condition)
        return {about: tuple(conditions) for about, conditions in found.items()}

    @cached_property
    def _never(self) -> tuple[tuple[tuple[About, Condition], ...], ...]:
        """What is impossible among the facts of this cone."""
        known = set(self.leaves)
        return tuple(
            placed
            for each in self.base.never_together.values()
            for subject in self.subjects
            if subject.kind == each.about
            for placed in (tuple((About(subject_of(one, subject), one.fact), one) for one in each.never),)
            if all(about in known for about, _ in placed)
        )

    def _values(self, leaf: About) -> tuple[str, ...]:
        """One value for each way in which the conditions can turn out, that of least knowledge first."""
        fact, conditions = self.base.facts[leaf.fact], self._conditions[leaf]
        if fact.number:
            bounds = {bound for each in conditions for bound in (each.at_least, each.at_most) if bound is not None}
            values = [str(each) for each in sorted({max(0, bound + step) for bound in bounds for step in (-1, 0, 1)})]
        else:
            values = [UNASKED if fact.otherwise is None else fact.otherwise, *fact.values]
        kept: dict[tuple[bool, ...], str] = {}
        for value in values:
            kept.setdefault(tuple(each.holds(None if value == UNASKED else value) for each in conditions), value)
        return tuple(kept.values())

    def _impossible(self, columns: Mapping[tuple[Subject, str], Mapping[str, int]], everywhere: int) -> int:
        impossible = 0
        for never in self._never:
            mask = everywhere
            for about, condition in never:
                held = 0
                for value, worlds in columns[about].items():
                    if condition.holds(None if value == UNASKED else value):
                        held |= worlds
                mask &= held
            impossible |= mask
        return impossible


class Cones:
    """The cones of a knowledge base. Of people there is a single one; of questions and options, each as it is."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._concluding: dict[str, list[Rule]] = {}
        for rule in base.rules.values():
            if rule.concludes:
                self._concluding.setdefault(rule.concludes[0], []).append(rule)
        self._fixed = _fixed(base)
        self._subjects = (CASE, *(Subject(kind, "one") for kind in _ALIKE), *self._fixed)

    def finals(self) -> dict[Key, tuple[tuple[Rule, Subject], ...]]:
        """For everything that rules can bring about in the end, the rules that do, and of whom."""
        found: dict[Key, list[tuple[Rule, Subject]]] = {}
        for rule in self._base.rules.values():
            if rule.then.kind != "conclude":
                for subject in self._subjects:
                    if subject.kind == rule.about and self._is_possible(rule, subject):
                        found.setdefault(key_of(rule, subject), []).append((rule, subject))
        return {key: tuple(rules) for key, rules in found.items()}

    def cone(self, conclusions: Iterable[tuple[Rule, Subject]]) -> Cone:
        """The cone of these rules, of these subjects."""
        seen: set[tuple[str, Subject]] = set()
        leaves: set[About] = set()
        waiting = list(conclusions)
        while waiting:
            rule, subject = waiting.pop()
            if (rule.id, subject) in seen or not self._is_possible(rule, subject):
                continue
            seen.add((rule.id, subject))
            for condition in rule.when:
                about = About(subject_of(condition, subject), condition.fact)
                if condition.fact in self._concluding:
                    waiting += [(each, about.subject) for each in self._concluding[condition.fact]]
                elif condition.fact not in self._fixed.get(about.subject, {}):
                    leaves.add(about)
        subjects = tuple(sorted({subject for _, subject in seen} | {leaf.subject for leaf in leaves}))
        rules = {name: self._base.rules[name] for name in sorted({name for name, _ in seen})}
        fixed = {
            About(subject, fact): value for subject in subjects for fact, value in self._fixed.get(subject, {}).items()
        }
        return Cone(self._base, rules, subjects, tuple(sorted(leaves)), fixed)

    def _is_possible(self, rule: Rule, subject: Subject) -> bool:
        """Whether what is always so of the subject leaves the rule a chance to fire."""
        fixed = self._fixed.get(subject, {})
        return all(
            condition.scope == "case" or condition.fact not in fixed or condition.holds(fixed[condition.fact])
            for condition in rule.when
        )


_ALIKE: tuple[Kind, ...] = ("person", "stage")


def _fixed(base: KnowledgeBase) -> dict[Subject, dict[str, str]]:
    """What a document says of its questions and options, whatever the case is."""
    blank = Case(case="Any case", opened=dt.date.min)
    known = weighing_facts(blank, base.documents.values())
    return {
        subject: {name: value for name, value in facts.items() if name in (subject.kind, *_OF_QUESTIONS)}
        for subject, facts in known.items()
    }


def in_words(others: Product, world: int, base: KnowledgeBase) -> str:
    """One combination, without the facts that have no value or the one that holds by itself."""
    told = [
        f"{fact}: {value}"
        for (_, fact), value in others.world(world).items()
        if value not in (UNASKED, base.facts[fact].otherwise)
    ]
    return "{" + ", ".join(told) + "}"


def fewest(others: Product, mask: int, base: KnowledgeBase) -> str:
    """Of the first of these combinations, the one with the fewest facts."""
    told: list[str] = []
    while mask and len(told) < 64:
        lowest = mask & -mask
        told.append(in_words(others, lowest.bit_length() - 1, base))
        mask ^= lowest
    return min(told, key=lambda text: (text.count(": "), text))


def _add(found: dict[Key, list[int]], key: Key, rule: Rule, mask: int) -> None:
    levels = found.setdefault(key, [])
    if key.sort == ACTION:
        levels += [0] * (STRENGTHS["must"] - len(levels))
        for level in range(STRENGTHS[rule.then.kind]):
            levels[level] |= mask
    elif key.sort.startswith("argue"):
        levels.append(0)
        for level in range(len(levels) - 1, 0, -1):
            levels[level] |= levels[level - 1] & mask
        levels[0] |= mask
    else:
        found[key] = [(levels or [0])[0] | mask]
