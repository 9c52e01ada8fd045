"""How near a rule is to firing: the state of each condition, and the fewest changes after which all of them hold.

Every combination of what can still change is tried, many worlds at once. Conditions that share nothing which can change
are tried apart, which loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice
from itertools import product as every
from math import prod
from typing import NamedTuple

from decision_support.model.facts import Facts, Inference, Subject, subject_of
from decision_support.model.near_miss import EVERY_COMBINATION, GROUP_BY_GROUP, TWO_AT_A_TIME, Method, State
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import UNASKED, Kind
from decision_support.reasoning.openness import About
from decision_support.reasoning.worlds import Worlds, repeated

MOST_WORLDS = 1 << 20  # combinations tried for one group of conditions; beyond that, one and two changes at a time
MOST_REMEDIES = 60

Asked = tuple[Condition, Subject]  # a condition, and what it is asked of


class Lever(NamedTuple):
    """Something that could still change, in one way or another. A way: the facts that would then be different.

    supplies     it only says what nobody has said or known
    contradicts  an answer that was given would have to be wrong
    """

    ways: tuple[Mapping[About, str], ...]
    supplies: bool = True
    contradicts: bool = False


Pull = tuple[int, int]  # a lever, and the way it is moved
Pulls = tuple[Pull, ...]


class Cheapest(NamedTuple):
    """The smallest sets of changes that do it, none if there are none, and how they were looked for."""

    remedies: tuple[Pulls, ...]
    method: Method


@dataclass(frozen=True)
class NearMisses:
    """The rules of a case, what is known of it, and what could still change."""

    rules: Mapping[str, Rule]
    counts: Mapping[str, tuple[Kind, tuple[Condition, ...]]]
    otherwise: Mapping[str, str | None]
    worlds: Worlds
    facts: Facts
    inference: Inference
    levers: Sequence[Lever]
    most: int = MOST_WORLDS
    _cones: dict[Asked, frozenset[About]] = field(default_factory=dict)
    _could: dict[tuple[Condition, Subject, bool], bool] = field(default_factory=dict)
    _concluding: dict[str, list[Rule]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for rule in self.rules.values():
            if rule.concludes:
                self._concluding.setdefault(rule.concludes[0], []).append(rule)

    def concluding(self, fact: str) -> Sequence[Rule]:
        """The rules that conclude a fact."""
        return self._concluding.get(fact, ())

    def cone(self, condition: Condition, subject: Subject) -> frozenset[About]:
        """Every fact that a condition rests on, its own and all below it."""
        asked = (condition, subject)
        if asked not in self._cones:
            self._cones[asked] = frozenset(self._below([About(subject, condition.fact)]))
        return self._cones[asked]

    def state(self, condition: Condition, subject: Subject) -> State:
        """holds; or unknown, where answers that nobody has given could make it hold; or fails.

        Where more answers are missing than can be tried together, it is unknown if one or two of them do it.
        """
        if self.holds(condition, subject):
            return "holds"
        return "unknown" if self._could_hold(condition, subject, supplied=True) else "fails"

    def can_change(self, condition: Condition, subject: Subject) -> bool:
        """Whether any combination of changes makes it hold; where not all could be tried, it is taken that one may."""
        return self._could_hold(condition, subject, supplied=False)

    def holds(self, condition: Condition, subject: Subject) -> bool:
        """Whether it holds now."""
        values = self.inference.holding(subject, condition.fact)
        return any(map(condition.holds, values or (self.otherwise.get(condition.fact),)))

    def cheapest(self, conditions: Iterable[Condition], subject: Subject) -> Cheapest:
        """The fewest changes after which every condition holds: few answers contradicted first, then few changes."""
        asked = [(condition, subject_of(condition, subject)) for condition in conditions]
        open_groups = [group for group in self._groups(asked) if not all(self.holds(*each) for each in group[0])]
        remedies: list[Pulls] = [()]
        method: Method = EVERY_COMBINATION if len(open_groups) < 2 else GROUP_BY_GROUP
        for group, levers in open_groups:
            found = self._of_group(group, levers)
            if found.method == TWO_AT_A_TIME:
                method = TWO_AT_A_TIME
            elif not found.remedies:
                return found  # exact for one group is exact for all
            remedies = [(*before, *more) for before, more in islice(every(remedies, found.remedies), MOST_REMEDIES)]
        return Cheapest(tuple(sorted(tuple(sorted(each)) for each in remedies)), method)

    def _below(self, waiting: list[About]) -> Iterator[About]:
        seen: set[About] = set()
        while waiting:
            about = waiting.pop()
            if about in seen:
                continue
            seen.add(about)
            yield about
            for rule in self.concluding(about.fact):
                waiting += [About(subject_of(each, about.subject), each.fact) for each in rule.when]
            if about.fact in self.counts:
                kind, where = self.counts[about.fact]
                for subject in self.facts:
                    if subject.kind == kind:
                        waiting += [About(subject_of(each, subject), each.fact) for each in where]

    def _could_hold(self, condition: Condition, subject: Subject, supplied: bool) -> bool:
        asked = (condition, subject, supplied)
        if asked not in self._could:
            self._could[asked] = self.holds(condition, subject) or self._made_to_hold(condition, subject, supplied)
        return self._could[asked]

    def _made_to_hold(self, condition: Condition, subject: Subject, supplied: bool) -> bool:
        cone = self.cone(condition, subject)
        levers = [
            number
            for number, lever in enumerate(self.levers)
            if (lever.supplies or not supplied) and any(about in cone for way in lever.ways for about in way)
        ]
        if len(cone) == 1:
            (about,) = cone
            return any(
                condition.holds(_held(way[about])) for n in levers for way in self.levers[n].ways if about in way
            )
        found = self._of_group([(condition, subject)], levers)
        return bool(found.remedies) or (found.method == TWO_AT_A_TIME and not supplied)

    def _groups(self, asked: Sequence[Asked]) -> list[tuple[list[Asked], list[int]]]:
        """Conditions that share a lever, with their levers; those of different groups have none in common."""
        groups: list[tuple[list[Asked], list[int]]] = []
        for each in asked:
            cone = self.cone(*each)
            touching = {n for n, lever in enumerate(self.levers) if any(a in cone for way in lever.ways for a in way)}
            joined = [group for group in groups if touching & set(group[1])]
            groups = [group for group in groups if group not in joined]
            members = [member for group in joined for member in group[0]]
            groups.append(([*members, each], sorted(touching.union(*(group[1] for group in joined)))))
        return groups

    def _of_group(self, group: Sequence[Asked], levers: Sequence[int]) -> Cheapest:
        cone = frozenset().union(*(self.cone(*each) for each in group))
        pulls = self._distinct(levers, cone)
        tried = _Tried.of({number: len(ways) for number, ways in pulls.items()}, self.most)
        columns = self._columns(cone, {n: [way for _, way in ways] for n, ways in pulls.items()}, tried)
        outcome = self.worlds.run(columns, tried.size, self._present(cone))
        wanted = tried.everywhere
        for condition, subject in group:
            masks = outcome.values.get((subject, condition.fact), {})
            some = held = 0
            for value, mask in masks.items():
                some |= mask
                held |= mask if condition.holds(value) else 0
            if condition.holds(self.otherwise.get(condition.fact)):
                held |= tried.everywhere & ~some
            wanted &= held
        contradicting = {number for number in pulls if self.levers[number].contradicts}
        found = tuple(
            tuple((number, pulls[number][way][0]) for number, way in world)
            for world in tried.cheapest(wanted, contradicting)
        )
        return Cheapest(found, EVERY_COMBINATION if tried.whole else TWO_AT_A_TIME)

    def _present(self, cone: Iterable[About]) -> set[Subject]:
        """The subjects that the cone speaks of, and all of a kind that it counts."""
        counted = {self.counts[about.fact][0] for about in cone if about.fact in self.counts}
        return {about.subject for about in cone} | {subject for subject in self.facts if subject.kind in counted}

    def _distinct(
        self, levers: Iterable[int], cone: frozenset[About]
    ) -> dict[int, list[tuple[int, Mapping[About, str]]]]:
        """Each lever with its ways that matter here, numbered; of happenings that come to the same, the first."""
        found: dict[int, list[tuple[int, Mapping[About, str]]]] = {}
        seen: set[frozenset[tuple[About, str]]] = set()
        for number in levers:
            for way, sets in enumerate(self.levers[number].ways):
                here = {about: value for about, value in sets.items() if about in cone}
                key = frozenset(here.items())
                if here and (key not in seen or self.levers[number].supplies or self.levers[number].contradicts):
                    seen.add(key)
                    found.setdefault(number, []).append((way, here))
        return found

    def _columns(
        self, cone: Iterable[About], ways: Mapping[int, Sequence[Mapping[About, str]]], tried: _Tried
    ) -> dict[tuple[Subject, str], dict[str, int]]:
        """The facts of the cone in every world; where two levers move one fact, the later decides."""
        columns: dict[tuple[Subject, str], dict[str, int]] = {
            about: {value: tried.everywhere}
            for about in cone
            if (value := self.facts.get(about.subject, {}).get(about.fact)) is not None
        }
        for number, those in ways.items():
            for way, sets in enumerate(those):
                mask = tried.masks[number][way]
                for about, value in sets.items():
                    column = columns.setdefault(about, {UNASKED: tried.everywhere})
                    for other in column:
                        column[other] &= ~mask
                    column[value] = column.get(value, 0) | mask
        return columns


@dataclass(frozen=True)
class _Tried:
    """Combinations of levers, one world each. masks: lever -> the worlds in which it is moved, way by way."""

    size: int
    masks: Mapping[int, Sequence[int]]
    whole: bool

    @property
    def everywhere(self) -> int:
        return (1 << self.size) - 1

    @classmethod
    def of(cls, ways: Mapping[int, int], most: int) -> _Tried:
        """Every combination, or one and two changes at a time where that would be too many."""
        size = prod(number + 1 for number in ways.values())
        if size > most:
            pairs = combinations([(lever, way) for lever in ways for way in range(ways[lever])], 2)
            worlds: list[Pulls] = [(), *(((lever, way),) for lever in ways for way in range(ways[lever]))]
            worlds += [pair for pair in pairs if pair[0][0] != pair[1][0]]
            listed = {lever: [bytearray(len(worlds) // 8 + 1) for _ in range(n)] for lever, n in ways.items()}
            for world, pulls in enumerate(worlds):
                for lever, way in pulls:
                    listed[lever][way][world // 8] |= 1 << world % 8
            some = {lever: [int.from_bytes(each, "little") for each in those] for lever, those in listed.items()}
            return cls(len(worlds), some, False)
        masks: dict[int, Sequence[int]] = {}
        stride = 1
        for lever, number in ways.items():
            ones, period = (1 << stride) - 1, stride * (number + 1)
            masks[lever] = [repeated(ones << stride * (way + 1), period, size) for way in range(number)]
            stride = period
        return cls(size, masks, True)

    def cheapest(self, wanted: int, contradicting: set[int]) -> Iterator[Pulls]:
        """The wanted worlds with the fewest contradictions and then the fewest changes; no more than are of use."""
        costs = {(0, 0): self.everywhere}
        for lever, ways in self.masks.items():
            moved = 0
            for mask in ways:
                moved |= mask
            grown: dict[tuple[int, int], int] = {}
            for (against, number), mask in costs.items():
                dearer = (against + (lever in contradicting), number + 1)
                grown[against, number] = grown.get((against, number), 0) | mask & ~moved
                grown[dearer] = grown.get(dearer, 0) | mask & moved
            costs = grown
        best = next((wanted & costs[cost] for cost in sorted(costs) if wanted & costs[cost]), 0)
        for _ in range(MOST_REMEDIES):
            if not best:
                return
            lowest = best & -best
            best ^= lowest
            yield tuple(
                (lever, n) for lever, ways in self.masks.items() for n, mask in enumerate(ways) if mask & lowest
            )


def _held(value: str) -> str | None:
    return None if value == UNASKED else value
