"""What follows from the facts of a case, and from the same facts with some of them changed, as amounts to compare."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from decision_support.casework.rule_book import RuleBook
from decision_support.model.facts import Facts, Firing, Subject
from decision_support.model.rules import THIS, Rule
from decision_support.model.values import UNASKED
from decision_support.reasoning.openness import About

FEW = 8  # changes that the engine itself is asked about; more are read by the evaluator of many worlds at once
STRENGTHS: Mapping[str, int] = {"may": 1, "should": 2, "must": 3}
ACTION = "action"

Changes = Mapping[About, str]  # 'unasked' takes an answer away


class Key(NamedTuple):
    """Something that can follow: an action, a judgement, an argument about an option, a bar… and whom it is about."""

    sort: str
    name: str
    about: str


Amounts = Mapping[Key, int]


def key_of(rule: Rule, subject: Subject) -> Key:
    """What a rule brings about for a subject."""
    kind: str = rule.then.kind
    name = rule.then.target
    if name == THIS:
        name = f"{rule.guidance}.{subject.id}"
    if kind in STRENGTHS:
        kind = ACTION
    of_question = subject.kind == "question" and kind in (ACTION, "must_not")
    about = subject.id if of_question or kind in ("exclude", "doubt") else ""
    return Key(kind, name, about)


def amounts(
    rules: Mapping[str, Rule], fired: Iterable[Firing], counts: Callable[[Rule], bool] = lambda rule: True
) -> dict[Key, int]:
    """How much of each thing follows: the strength of an action, the number of arguments, 1 for anything else."""
    found: dict[Key, int] = {}
    for firing in fired:
        rule = rules[firing.rule]
        if rule.then.kind == "conclude" or not counts(rule):
            continue
        key = key_of(rule, firing.subject)
        if key.sort == ACTION:
            found[key] = max(found.get(key, 0), STRENGTHS[rule.then.kind])
        elif key.sort.startswith("argue"):
            found[key] = found.get(key, 0) + 1
        else:
            found[key] = 1
    return found


def what_follows(book: RuleBook, facts: Facts, variants: Sequence[Changes]) -> list[tuple[Firing, ...]]:
    """Every firing under each of these changes of the facts."""
    if len(variants) <= FEW:
        return [book.reasoner.infer(changed(facts, changes)).fired for changes in variants]
    return _in_many_worlds(book, facts, variants)


def changed(facts: Facts, changes: Changes) -> Facts:
    """The facts with these changes."""
    new = {subject: dict(known) for subject, known in facts.items()}
    for about, value in changes.items():
        own = new.setdefault(about.subject, {})
        if value == UNASKED:
            own.pop(about.fact, None)
        else:
            own[about.fact] = value
    return new


def _in_many_worlds(book: RuleBook, facts: Facts, variants: Sequence[Changes]) -> list[tuple[Firing, ...]]:
    everywhere = (1 << len(variants)) - 1
    columns = {(subject, fact): {value: everywhere} for subject in facts for fact, value in facts[subject].items()}
    for number, changes in enumerate(variants):
        for about, value in changes.items():
            column = columns.setdefault((about.subject, about.fact), {})
            for masks in column:
                column[masks] &= ~(1 << number)
            column[value] = column.get(value, 0) | 1 << number
    fired = book.worlds.run(columns, len(variants), facts).fired
    found: list[list[Firing]] = [[] for _ in variants]
    for (rule, subject), mask in sorted(fired.items()):
        for number in _bits(mask):
            found[number].append(Firing(rule, subject))
    return [tuple(each) for each in found]


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
