"""No possible case is told two things that exclude each other, and no fact is concluded with two values at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Rule

from .finding import Finding
from .question import Question, told
from .search import Searches

_WANTED = ("must", "should", "may")
FORBIDDEN = "must_not"


def check(base: KnowledgeBase) -> tuple[int, list[Finding]]:
    """How many pairs of rules could be at odds, and those that are in some possible case, with the smallest.

    Rules of different documents are not held against each other: documents that differ are compared, not merged.
    """
    searches = Searches.shared(base)
    against = [pair for pair in _pairs(base) if _excludes(base, *pair)]
    two_valued = [pair for pair in _pairs(base) if _concludes_otherwise(*pair)]
    findings = [*_contradictions(searches, against), *_two_values(searches, two_valued)]
    return len(against) + len(two_valued), [*findings, *searches.rest()]


def _pairs(base: KnowledgeBase) -> Iterator[tuple[Rule, Rule]]:
    for one, other in combinations(base.rules.values(), 2):
        if None in (one.guidance, other.guidance) or one.guidance == other.guidance:
            yield one, other


def _excludes(base: KnowledgeBase, one: Rule, other: Rule) -> bool:
    """Whether both cannot be followed where both fire of the same question, or one of them of the whole case."""
    first, second = one.then, other.then
    if FORBIDDEN in (first.kind, second.kind):
        return first.target == second.target and bool({first.kind, second.kind} & set(_WANTED))
    if first.kind not in _WANTED or second.kind not in _WANTED:
        return False
    return second.target in _excluded(base, first.target) or first.target in _excluded(base, second.target)


def _excluded(base: KnowledgeBase, action: str) -> set[str]:
    return {f"{action.partition('.')[0]}.{each}" for each in base.action(action).excludes}


def _contradictions(searches: Searches, pairs: list[tuple[Rule, Rule]]) -> Iterator[Finding]:
    for one, other in pairs:
        question = Question(fires=(one.id, other.id))
        if found := searches.first(question):
            search, witness = found
            what = " and ".join(f"{rule.then.kind.replace('_', ' ')} {rule.then.target}" for rule in (one, other))
            say = (
                f"'{one.id}' and '{other.id}' can both fire and cannot both be followed ({what}): on "
                f"{told(witness.facts)}."
            )
            about = tuple(sorted((one.id, other.id)))
            yield Finding("contradiction", "error", searches.place(one.id), say, about, search.how(question), witness)


def _concludes_otherwise(one: Rule, other: Rule) -> bool:
    first, second = one.concludes, other.concludes
    return bool(first and second and first[0] == second[0] and first[1] != second[1])


def _two_values(searches: Searches, pairs: list[tuple[Rule, Rule]]) -> Iterator[Finding]:
    for one, other in pairs:
        question = Question(fires=(one.id, other.id))
        if found := searches.first(question):
            search, witness = found
            fact = one.then.target
            say = (
                f"'{fact}' can be '{one.then.value}' by '{one.id}' and '{other.then.value}' by '{other.id}' at once: "
                f"on {told(witness.facts)}."
            )
            about = tuple(sorted((one.id, other.id)))
            yield Finding("two-values", "error", searches.place(one.id), say, about, search.how(question), witness)
