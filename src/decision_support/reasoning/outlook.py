"""What each conclusion could still come to: every completion of the open facts that bear on it, many worlds at once.

The open facts of a conclusion are its cone. Cones that lie inside a larger one share its worlds, and all are read in
one run. A cone with too many completions is not tried whole: two answers at a time are, and `exact` says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from itertools import product as every
from math import prod
from typing import NamedTuple

from decision_support.model.facts import CASE, Facts, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Rule
from decision_support.model.values import UNASKED, UNKNOWN

from .conclude import question_of
from .openness import About, Live, choices
from .worlds import Worlds, product

MOST_WORLDS = 1 << 18  # completions of one cone that are tried
MOST_IN_ALL = 1 << 20

ACTION, BAR = "action", "bar"
_ACTIONS = ("must_not", "must", "should", "may")
_BARS = ("exclude", "doubt")
_ARGUMENTS = ("argue_for", "argue_against", "rule_out")

Changes = Mapping[About, str]


class Target(NamedTuple):
    """Something that rules conclude in the end: an action, who is barred from a role, or another kind of conclusion.

    An action is about a question of a framework or about the case; whatever rules about people advise is of the case.
    Each argument about an option counts for itself, so it has the name of its rule.
    """

    kind: str
    name: str
    subject: Subject


def target_of(rule: Rule, subject: Subject) -> Target:
    """What a rule concludes for a subject."""
    kind, name = rule.then.kind, rule.then.target
    if kind in _ACTIONS:
        return Target(ACTION, name, subject if question_of(subject) else CASE)
    if kind in _ARGUMENTS:
        return Target(kind, rule.id, subject)
    return Target(BAR if kind in _BARS else kind, name, subject)


@dataclass(frozen=True)
class Block:
    """Completions of some open facts, one world each, counted from `start`; the first is that nothing changes.

    masks  fact -> value -> the worlds with that value, counted from 0; the first value is the one it has now
    """

    start: int
    size: int
    masks: Mapping[About, Mapping[str, int]]
    exact: bool

    @property
    def everywhere(self) -> int:
        """All its worlds."""
        return (1 << self.size) - 1

    @cached_property
    def by_number(self) -> tuple[int, ...]:
        """For each number of changes, the worlds that differ from now in so many facts."""
        layers = [self.everywhere]
        for masks in self.masks.values():
            now = next(iter(masks.values()))
            changed = self.everywhere & ~now
            grown = [*layers, 0]
            for number in range(len(layers), -1, -1):
                same = layers[number] & now if number < len(layers) else 0
                grown[number] = same | (layers[number - 1] & changed if number else 0)
            layers = grown
        return tuple(layers)

    def changes(self, world: int) -> dict[About, str]:
        """What differs from now in one world."""
        found = {}
        for about, masks in self.masks.items():
            value = next(value for value, mask in masks.items() if mask >> world & 1)
            if value != next(iter(masks)):
                found[about] = value
        return found


@dataclass(frozen=True)
class Outlook:
    """One conclusion under every completion of its cone.

    held  the worlds in which it holds: for an action one mask a strength (must not, must, should, may), for a bar one
          for excluded and one for in doubt, and otherwise a single one
    """

    target: Target
    cone: tuple[About, ...]
    block: Block
    held: tuple[int, ...]

    @property
    def settled(self) -> bool:
        """Whether it is the same in every world that was tried."""
        return all(mask in (0, self.block.everywhere) for mask in self.held)

    @property
    def exact(self) -> bool:
        """Whether every completion was tried."""
        return self.block.exact

    def holds(self, world: int = 0) -> bool:
        """Whether it holds in a world in any way; for an action, whether it is advised."""
        return any(mask >> world & 1 for mask in (self.held[1:] if self.target.kind == ACTION else self.held))

    def smallest_changes(self) -> Iterator[tuple[int, Changes]]:
        """The fewest changes that make a difference, and the world they lead to; all where several are as few."""
        for layer in self.block.by_number:
            if found := self._differs & layer:
                for world in _numbers(found):
                    yield world, self.block.changes(world)
                return

    def turns_on(self, about: About) -> bool:
        """Whether its answer makes a difference in some completion of what else is unasked; where not all were tried,
        it may. What was answered with 'unknown' is taken to stay so: a question that could matter only if somebody
        came to know something else can wait until they do.
        """
        if about not in self.cone or self.settled:
            return about in self.cone and not self.exact
        return not self.exact or any(self._moves(about, self.held))

    def turned_at_once(self, about: About) -> bool:
        """Whether an answer to this alone makes a difference now."""
        return about in self.cone and bool(self._differs & self.block.by_number[1] & ~self._now(about))

    def settled_by(self, about: About) -> float:
        """The share of answers after which it is the same whatever the rest turns out to be."""
        _, *answers = self.block.masks[about].values()
        settling = sum(all(mask & answer in (0, answer) for mask in self.held) for answer in answers)
        return settling / len(answers)

    @cached_property
    def _differs(self) -> int:
        """The worlds in which it is not what it is now."""
        differs = 0
        for mask in self.held:
            differs |= mask ^ (self.block.everywhere if mask & 1 else 0)
        return differs

    def _now(self, about: About) -> int:
        return next(iter(self.block.masks[about].values()))

    def _moves(self, about: About, held: Iterable[int]) -> Iterator[bool]:
        """For each mask and other value, whether a world changes with this fact alone. Values stand a stride apart."""
        now, *others = self.block.masks[about].values()
        here = now
        for other in self.cone:
            if other != about and next(iter(self.block.masks[other])) == UNKNOWN:
                here &= self._now(other)
        for mask in held:
            for other_value in others:
                stride = (other_value & -other_value).bit_length() - (now & -now).bit_length()
                yield bool(((mask >> stride) ^ mask) & here)


def outlooks(
    base: KnowledgeBase, rules: Iterable[Rule], live: Iterable[Live], facts: Facts, worlds: Worlds
) -> tuple[Outlook, ...]:
    """Every conclusion that some open fact could bear on, in order."""
    cones: dict[Target, set[About]] = {}
    for each in live:
        cones.setdefault(target_of(each.rule, each.subject), set()).update(each.waits_for)
    if not cones:
        return ()
    blocks = _blocks(base, facts, {frozenset(cone) for cone in cones.values()})
    size = sum(block.size for block in _distinct(blocks.values()))
    fired = worlds.run(_columns(base, facts, blocks.values(), size), size).fired
    by_target: dict[Target, dict[str, int]] = {target: {} for target in cones}
    of = {rule.id: rule for rule in rules}
    for (name, subject), mask in fired.items():
        rule = of[name]
        held = by_target.get(target_of(rule, subject)) if rule.then.kind != "conclude" else None
        if held is not None:
            held[rule.then.kind] = held.get(rule.then.kind, 0) | mask
    return tuple(
        Outlook(
            target,
            tuple(sorted(cone)),
            block := blocks[frozenset(cone)],
            tuple(mask >> block.start & block.everywhere for mask in _held(target, by_target[target])),
        )
        for target, cone in sorted(cones.items())
    )


def _held(target: Target, by_kind: Mapping[str, int]) -> tuple[int, ...]:
    """One mask for each way in which it can hold, the strongest first; no world has two, but for a prohibition."""
    if target.kind == ACTION:
        forbidden, must, should, may = (by_kind.get(kind, 0) for kind in _ACTIONS)
        return forbidden, must, should & ~must, may & ~must & ~should
    if target.kind == BAR:
        excluded = by_kind.get("exclude", 0)
        return excluded, by_kind.get("doubt", 0) & ~excluded
    return (by_kind.get(target.kind, 0),)


def _blocks(base: KnowledgeBase, facts: Facts, cones: set[frozenset[About]]) -> dict[frozenset[About], Block]:
    """A block for each cone, none with more worlds than may be, and so few that all of them can be read at once."""
    most = MOST_WORLDS
    while True:
        blocks = _blocks_up_to(most, base, facts, cones)
        if most == 1 or sum(block.size for block in _distinct(blocks.values())) <= MOST_IN_ALL:
            return blocks
        most >>= 2


def _blocks_up_to(
    most: int, base: KnowledgeBase, facts: Facts, cones: set[frozenset[About]]
) -> dict[frozenset[About], Block]:
    """A block for each cone: its own, or that of a larger cone which holds it and can be tried whole."""
    found: dict[frozenset[About], Block] = {}
    whole: list[frozenset[About]] = []
    start = 0
    for cone in sorted(cones, key=lambda each: (-len(each), sorted(each))):
        larger = next((each for each in whole if cone <= each), None)
        if larger is not None:
            found[cone] = found[larger]
            continue
        options = [(about, (_now(facts, about), *choices(base, facts, about))) for about in sorted(cone)]
        block = _block(start, options, most)
        if block.exact:
            whole.append(cone)
        found[cone] = block
        start += block.size
    return found


def _block(start: int, options: Sequence[tuple[About, tuple[str, ...]]], most: int) -> Block:
    size = prod(len(values) for _, values in options)
    if size <= most:
        tried = product(options)
        return Block(start, size, {about: tried.columns[about] for about, _ in options}, True)
    changes: list[dict[About, str]] = [{}]
    for number in (1, 2):
        for chosen in combinations(options, number):
            for values in every(*(values[1:] for _, values in chosen)):
                changes.append({about: value for (about, _), value in zip(chosen, values, strict=True)})
    everywhere = (1 << len(changes)) - 1
    masks: dict[About, dict[str, int]] = {about: dict.fromkeys(values, 0) for about, values in options}
    for world, changed in enumerate(changes):
        for about, value in changed.items():
            masks[about][value] |= 1 << world
    for about, (now, *_) in options:
        masks[about][now] = everywhere & ~sum(masks[about].values())
    return Block(start, len(changes), masks, False)


def _columns(
    base: KnowledgeBase, facts: Facts, blocks: Iterable[Block], size: int
) -> dict[tuple[Subject, str], Mapping[str, int]]:
    """Every fact in every world: as it is now, but where a block has it otherwise."""
    everywhere = (1 << size) - 1
    columns: dict[tuple[Subject, str], Mapping[str, int]] = {
        (subject, fact): {value: everywhere} for subject, known in facts.items() for fact, value in known.items()
    }
    changed: dict[About, dict[str, int]] = {}
    for block in _distinct(blocks):
        for about, masks in block.masks.items():
            column = changed.setdefault(about, {})
            for value, mask in masks.items():
                if value != _now(facts, about):
                    column[value] = column.get(value, 0) | mask << block.start
    for about, column in changed.items():
        column[_now(facts, about)] = everywhere & ~sum(column.values())
        columns[about] = column
    for question, first in base.first_asking.items():
        one = About(Subject("question", first), "answer")
        if one in changed:
            columns[Subject("question", question), one.fact] = changed[one]
    for about in changed:
        for fact in base.asked_after.get(about.fact, ()):
            now = columns.get((about.subject, fact), {UNASKED: everywhere})
            columns[about.subject, fact] = _denied(now, changed[about].get("no", 0))
    return columns


def _denied(column: Mapping[str, int], denied: int) -> dict[str, int]:
    """A column that is No in these worlds wherever nobody has answered."""
    absent = column.get(UNASKED, 0) & denied
    return {**column, "no": column.get("no", 0) | absent, UNASKED: column.get(UNASKED, 0) & ~absent}


def _distinct(blocks: Iterable[Block]) -> Iterable[Block]:
    return {block.start: block for block in blocks}.values()


def _now(facts: Facts, about: About) -> str:
    return facts.get(about.subject, {}).get(about.fact, UNASKED)


def _numbers(mask: int) -> Iterator[int]:
    """The positions of the bits of a mask, lowest first."""
    while mask:
        lowest = mask & -mask
        mask ^= lowest
        yield lowest.bit_length() - 1
