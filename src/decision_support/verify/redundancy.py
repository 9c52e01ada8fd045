"""Every rule says something that no other rule says already."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition, Rule

from .finding import Finding, Severity
from .question import Question, told
from .search import Searches

_WEAKEST_FIRST = ("may", "should", "must")
_Meaning = tuple[object, ...]


def check(base: KnowledgeBase) -> tuple[int, list[Finding]]:
    """How many pairs of rules conclude the same, and those of which one says nothing of its own.

    A rule that rests on clauses of its own, or on an interpretation, is only warned of: taking it away would take them
    out of the advice.
    """
    searches = Searches.shared(base)
    pairs = list(_pairs(base))
    findings: list[Finding] = []
    for one, other in pairs:
        if _meaning(one) == _meaning(other):
            findings.append(_duplicate(searches, one, other))
        elif finding := _subsumed(searches, one, other) or _subsumed(searches, other, one):
            findings.append(finding)
    return len(pairs), [*findings, *searches.rest()]


def _pairs(base: KnowledgeBase) -> Iterator[tuple[Rule, Rule]]:
    """Rules of one document, or of ours, that conclude the same of the same kind of subject, however strongly."""
    alike: dict[_Meaning, list[Rule]] = {}
    for rule in base.rules.values():
        kind = "advise" if rule.then.kind in _WEAKEST_FIRST else rule.then.kind
        key = (rule.guidance, rule.about, kind, rule.then.target, rule.then.value)
        alike.setdefault(key, []).append(rule)
    for rules in alike.values():
        yield from combinations(rules, 2)


def _meaning(rule: Rule) -> _Meaning:
    return rule.then, frozenset(map(_test, rule.when))


def _test(condition: Condition) -> _Meaning:
    allowed = None if condition.allowed is None else frozenset(condition.allowed)
    return condition.fact, allowed, condition.at_least, condition.at_most


def _duplicate(searches: Searches, one: Rule, other: Rule) -> Finding:
    say = f"the rules '{one.id}' and '{other.id}' have the same conditions and the same conclusion."
    about = tuple(sorted((one.id, other.id)))
    return Finding("duplicate-rule", "error", searches.place(other.id), say, about)


def _subsumed(searches: Searches, one: Rule, other: Rule) -> Finding | None:
    """That one rule says nothing of its own, because another always says it as strongly."""
    if _strength(one) > _strength(other):
        return None
    if searches.is_possible(Question(fires=(one.id,), silent=(other.id,))):
        return None
    both = Question(fires=(one.id, other.id))
    found = searches.first(both)
    if found is None:  # it is dead, or nobody can say
        return None
    search, witness = found
    own = set(one.clauses) - set(other.clauses) or one.interpretation not in (None, other.interpretation)
    severity: Severity = "warning" if own else "error"
    say = (
        f"'{other.id}' fires and says as much wherever '{one.id}' fires, which therefore says nothing of its own"
        f"{' but its clauses' if own else ''}: see {told(witness.facts)}."
    )
    about = tuple(sorted((one.id, other.id)))
    return Finding("subsumed-rule", severity, searches.place(one.id), say, about, search.how(both), witness)


def _strength(rule: Rule) -> int:
    return _WEAKEST_FIRST.index(rule.then.kind) if rule.then.kind in _WEAKEST_FIRST else 0
