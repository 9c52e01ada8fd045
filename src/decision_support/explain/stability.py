"""Whether advice stands whatever the open facts turn out to be, and the smallest answers that would change it.

Every combination of the open facts that bear on a recommendation is tried, many worlds at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product
from math import prod
from typing import Literal, NamedTuple

from decision_support.model.advice import CouldChange, Stability
from decision_support.model.facts import CASE, Facts, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Rule
from decision_support.model.values import UNASKED
from decision_support.reasoning.conclude import question_of, recommendation_id
from decision_support.reasoning.openness import About, Live, choices
from decision_support.reasoning.worlds import Worlds

MOST_WORLDS = 20_000  # combinations tried for one recommendation; beyond that, two answers at a time

Change = Literal["withdrawn", "added", "strength"]
Assignment = frozenset[tuple[About, str]]
Strengths = tuple[int, int, int, int]

EVERY_COMBINATION = "every combination of the open facts that bear on it"
TWO_AT_A_TIME = "every one and two open facts; more at once would be too many to try"


def stability(
    base: KnowledgeBase, rules: Iterable[Rule], live: Iterable[Live], facts: Facts, worlds: Worlds
) -> Stability:
    """What could still change. `settled` where no completion of the open facts changes any recommendation."""
    cones = _cones(live)
    if not cones:
        return Stability(settled=True, could_change=(), method=EVERY_COMBINATION)
    options = {about: choices(base, facts, about) for cone in cones.values() for about in cone}
    exact = all(_size(cone, options) <= MOST_WORLDS for cone in cones.values())
    assignments = _assignments(cones.values(), options)
    found = worlds.run(_columns(facts, assignments, options), len(assignments))
    could_change = [
        change
        for about, cone in sorted(cones.items(), key=lambda entry: (entry[0].action, entry[0].question or ""))
        for change in _smallest(base, about, cone, assignments, _strengths(about, rules, found.fired))
    ]
    return Stability(
        settled=not could_change,
        could_change=tuple(could_change),
        method=EVERY_COMBINATION if exact else TWO_AT_A_TIME,
    )


class _Advice(NamedTuple):
    """What may be advised: an action, about a question or about the case."""

    action: str
    question: str | None


def _cones(live: Iterable[Live]) -> dict[_Advice, tuple[About, ...]]:
    """The open facts that bear on each piece of advice, through the rules that give it."""
    cones: dict[_Advice, set[About]] = {}
    for each in live:
        if each.rule.then.kind in ("must", "should", "may", "must_not"):
            about = _Advice(each.rule.then.target, question_of(each.subject))
            cones.setdefault(about, set()).update(each.waits_for)
    return {about: tuple(sorted(cone)) for about, cone in cones.items()}


def _size(cone: tuple[About, ...], options: Mapping[About, tuple[str, ...]]) -> int:
    return prod(len(options[about]) + 1 for about in cone)


def _assignments(
    cones: Iterable[tuple[About, ...]], options: Mapping[About, tuple[str, ...]]
) -> tuple[Assignment, ...]:
    """Every change to try, the smallest first; the first is no change at all."""
    found: set[Assignment] = set()
    for cone in set(cones):
        most = len(cone) if _size(cone, options) <= MOST_WORLDS else 2
        for number in range(most + 1):
            for chosen in combinations(cone, number):
                for values in product(*(options[about] for about in chosen)):
                    found.add(frozenset(zip(chosen, values, strict=True)))
    return tuple(sorted(found, key=lambda changes: (len(changes), sorted(changes))))


def _columns(
    facts: Facts, assignments: tuple[Assignment, ...], options: Mapping[About, tuple[str, ...]]
) -> dict[tuple[Subject, str], dict[str, int]]:
    everywhere = (1 << len(assignments)) - 1
    columns: dict[tuple[Subject, str], dict[str, int]] = {
        (subject, fact): {value: everywhere} for subject, known in facts.items() for fact, value in known.items()
    }
    masks: dict[tuple[About, str], int] = {}
    for number, changes in enumerate(assignments):
        for change in changes:
            masks[change] = masks.get(change, 0) | 1 << number
    for about, values in options.items():
        column = {value: masks[about, value] for value in values if (about, value) in masks}
        now = facts.get(about.subject, {}).get(about.fact, UNASKED)
        column[now] = everywhere & ~sum(column.values())
        columns[about.subject, about.fact] = column
    return columns


def _strengths(about: _Advice, rules: Iterable[Rule], fired: Mapping[tuple[str, Subject], int]) -> Strengths:
    """For each strength, strongest first, the worlds in which it is the strength of this advice."""
    by_kind = {"must_not": 0, "must": 0, "should": 0, "may": 0}
    ids = {rule.id: rule.then.kind for rule in rules if rule.then.target == about.action and rule.then.kind in by_kind}
    for (rule, subject), mask in fired.items():
        if rule in ids and question_of(subject) == about.question:
            by_kind[ids[rule]] |= mask
    must, should = by_kind["must"], by_kind["should"] & ~by_kind["must"]
    return by_kind["must_not"], must, should, by_kind["may"] & ~must & ~should


def _smallest(
    base: KnowledgeBase,
    about: _Advice,
    cone: tuple[About, ...],
    assignments: tuple[Assignment, ...],
    strengths: Strengths,
) -> Iterator[CouldChange]:
    """The smallest changes that make a difference to this advice; all of them where several are as small."""
    advised = strengths[1] | strengths[2] | strengths[3]
    differs = 0
    for mask in strengths:
        differs |= mask ^ (-(mask & 1) & ((1 << len(assignments)) - 1))
    own = set(cone)
    least: int | None = None
    while differs:
        lowest = differs & -differs
        differs ^= lowest
        changes = assignments[lowest.bit_length() - 1]
        if least is not None and len(changes) > least:
            return
        if {fact for fact, _ in changes} <= own:
            least = len(changes)
            yield CouldChange(
                recommendation=recommendation_id(about.action, bool(strengths[0]), about.question),
                question=about.question,
                say=base.say_of(about.action, about.question),
                if_=_named(changes),
                change=_kind_of_change(bool(advised & 1), bool(advised & lowest)),
            )


def _named(changes: Assignment) -> dict[str, str]:
    return {
        (about.fact if about.subject == CASE else f"{about.subject.id}.{about.fact}"): value
        for about, value in sorted(changes)
    }


def _kind_of_change(before: bool, after: bool) -> Change:
    if before == after:
        return "strength"
    return "added" if after else "withdrawn"
