"""Answers by trying every combination of the facts that bear on a question, all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from math import prod

from decision_support.model.facts import Facts, Subject
from decision_support.model.rules import Condition
from decision_support.model.values import UNASKED
from decision_support.reasoning.program import compile as compile_rules
from decision_support.reasoning.worlds import Outcome, Worlds, product

from .finding import How
from .question import Answer, Question
from .scene import Scene

HOW: How = "every combination"
MOST = 1 << 20  # combinations that are tried at once
_REMEMBERED = 8


class Combinations:
    """A scene, read for every combination of a cone. `examined` counts the combinations that were read."""

    def __init__(self, scene: Scene, most: int = MOST) -> None:
        self._scene = scene
        self._most = most
        self._read: dict[frozenset[str], _Table] = {}
        self.examined = 0

    def answer(self, question: Question) -> Answer:
        """Whether a possible case answers it; not known where there are too many combinations."""
        table, possible = self._possible(question)
        return Answer(None if possible is None else table is not None, HOW)

    def smallest(self, question: Question) -> Facts | None:
        """The case with the fewest facts that answers it; None where there is none, or nobody can say."""
        table, possible = self._possible(question)
        return self._scene.given(table.smallest(possible), question) if table and possible else None

    def _possible(self, question: Question) -> tuple[_Table | None, int | None]:
        """The combinations that answer it, in the table that was enough to say so; no number where none was.

        What is impossible often reaches beyond the cone. First everything outside it is left at rest; only where an
        impossibility is then in the way are its facts taken into the cone.
        """
        scene = self._scene
        if not scene.has_all(question):
            return None, 0
        cone = scene.cone(question)
        while prod(len(scene.domains[fact]) for fact in cone) <= self._most:
            table = self._table(cone)
            wanted = table.answers(question)
            touched = sorted({number for fact in cone for number in scene.touching.get(fact, ())} | self._at_rest)
            concerned = [scene.of_impossible[number] for number in touched]
            for conditions, facts in concerned:
                if facts <= cone:
                    wanted &= ~table.all_hold(conditions)
            if not wanted:
                return None, 0
            possible, in_the_way = wanted, set(cone)
            for conditions, facts in concerned:
                if not facts <= cone and (barred := wanted & table.all_hold(conditions)):
                    possible &= ~barred
                    in_the_way |= facts
            if possible:
                return table, possible
            cone = frozenset(in_the_way)
        return None, None

    @cached_property
    def _at_rest(self) -> frozenset[int]:
        """The impossibilities that are met where nothing is given; all others matter only to facts they touch."""
        nothing = self._table(frozenset())
        listed = enumerate(self._scene.of_impossible)
        return frozenset(number for number, (conditions, _) in listed if nothing.all_hold(conditions))

    def _table(self, cone: frozenset[str]) -> _Table:
        if cone not in self._read:
            if len(self._read) >= _REMEMBERED:
                self._read.pop(next(iter(self._read)))
            table = self._read[cone] = _Table(self._scene, cone)
            self.examined += table.size
        return self._read[cone]


class _Table:
    """What follows in every combination of a cone. A mask has one bit for each combination."""

    def __init__(self, scene: Scene, cone: frozenset[str]) -> None:
        self._scene = scene
        self._cone = cone
        self._tried = product([(_about(scene, fact), scene.domains[fact]) for fact in sorted(cone)])
        self.size = self._tried.size
        self._everywhere = (1 << self.size) - 1
        # Only rules that the cone decides are read: another's firing is not settled here.
        rules = {name: rule for name, rule in scene.rules.items() if scene.cones[name] <= cone}
        subjects = [scene.subject(kind) for kind in scene.kinds]
        worlds = Worlds(compile_rules(rules, scene.facts, {}))
        self._outcome: Outcome = worlds.run(self._tried.columns, self.size, subjects)
        self._held: dict[Condition, int] = {}

    def answers(self, question: Question) -> int:
        mask = self.all_hold(question.holds)
        for name in question.fires:
            mask &= self._fires(name)
        for name in question.silent:
            mask &= ~self._fires(name)
        for condition in question.fails:
            mask &= ~self._holds(condition)
        return mask

    def all_hold(self, conditions: Iterable[Condition]) -> int:
        mask = self._everywhere
        for condition in conditions:
            mask &= self._holds(condition)
            if not mask:
                break
        return mask

    def smallest(self, wanted: int) -> dict[str, str]:
        """The values in the combination that gives the fewest facts; the earliest, where several give as few."""
        layers = [wanted]
        for masks in self._tried.columns.values():
            at_rest = next(iter(masks.values()))
            grown = [*layers, 0]
            for number in range(len(layers), -1, -1):
                same = layers[number] & at_rest if number < len(layers) else 0
                grown[number] = same | (layers[number - 1] & ~at_rest if number else 0)
            layers = grown
        fewest = next(layer for layer in layers if layer)
        found = self._tried.world((fewest & -fewest).bit_length() - 1)
        return {fact: value for (_, fact), value in found.items()}

    def _fires(self, name: str) -> int:
        return self._outcome.fired.get((name, self._scene.subject(self._scene.rules[name].about)), 0)

    def _holds(self, condition: Condition) -> int:
        if condition not in self._held:
            self._held[condition] = self._reckoned(condition)
        return self._held[condition]

    def _reckoned(self, condition: Condition) -> int:
        scene, name = self._scene, condition.fact
        if name in scene.domains and name not in self._cone:
            at_rest = scene.domains[name][0]
            holds = condition.holds(None if at_rest == UNASKED else at_rest)
            return self._everywhere if holds else 0
        if not scene.given_for([condition]) <= self._cone:
            return self._everywhere  # it may hold, so whatever rests on it is looked at more closely
        mask = some = 0
        for value, worlds in self._outcome.values.get(_about(scene, name), {}).items():
            some |= worlds
            mask |= worlds if condition.holds(value) else 0
        if condition.holds(scene.facts[name].otherwise):
            mask |= self._everywhere & ~some
        return mask


def _about(scene: Scene, fact: str) -> tuple[Subject, str]:
    return scene.subject(scene.facts[fact].about), fact
