"""Every fact that is asked or concluded is read somewhere, and every fact that rules read can come about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import UNASKED
from decision_support.model.vocabulary import Fact

from .finding import Finding


def check(base: KnowledgeBase) -> tuple[int, list[Finding]]:
    """How many facts an author declared, and those that are asked or concluded for nothing, or read in vain.

    That somebody may not act in a role is read by the program itself, so no rule has to read it.
    """
    declared = {name: fact for name, fact in base.facts.items() if base.place("fact", name)}
    concluding = _concluding(base)
    read = {condition.fact for _, _, condition in _conditions(base)}
    findings = [*_unread(base, declared, concluding, read), *_unsupplied(base, declared, concluding)]
    return len(declared), findings


def _unread(
    base: KnowledgeBase, declared: Mapping[str, Fact], concluding: Mapping[str, list[Rule]], read: set[str]
) -> Iterator[Finding]:
    for name, fact in declared.items():
        if name in read:
            continue
        if name in concluding:
            rule = concluding[name][0]
            say = f"rules conclude '{name}', and nothing reads it; '{rule.id}' is one of them."
            yield Finding("unread-conclusion", "error", str(base.place("rule", rule.id) or rule.id), say, (name,))
        elif fact.ask:
            say = f"'{name}' has a question, and no rule reads the answer."
            yield Finding("asked-never-used", "error", str(base.place("fact", name)), say, (name,))


def _unsupplied(
    base: KnowledgeBase, declared: Mapping[str, Fact], concluding: Mapping[str, list[Rule]]
) -> Iterator[Finding]:
    for kind, name, condition in _conditions(base):
        fact = base.facts[condition.fact]
        if condition.fact not in declared or fact.ask or fact.computed or fact.count:
            continue
        given = {rule.then.value for rule in concluding.get(condition.fact, ())}
        if not given:
            say = f"the {kind} '{name}' reads '{condition.fact}', which nobody asks and no rule concludes."
        elif not (given | {fact.otherwise or UNASKED}) & set(condition.allowed or ()):
            wanted = " or ".join(f"'{value}'" for value in condition.allowed or ())
            say = f"the {kind} '{name}' waits for '{condition.fact}' to be {wanted}, and no rule concludes that."
        else:
            continue
        place = str(base.place(kind, name) or name)
        yield Finding("used-never-supplied", "error", place, say, tuple(sorted((condition.fact, name))))


def _concluding(base: KnowledgeBase) -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = {}
    for rule in base.rules.values():
        if rule.concludes:
            found.setdefault(rule.concludes[0], []).append(rule)
    return found


def _conditions(base: KnowledgeBase) -> Iterator[tuple[str, str, Condition]]:
    """Every condition, with the kind and the name of what asks for it."""
    for rule in base.rules.values():
        yield from (("rule", rule.id, condition) for condition in rule.when)
    for name, (_, where) in base.counts.items():
        yield from (("fact", name, condition) for condition in where)
    for name, who in base.seats.items():
        yield from (("seat", name, condition) for condition in who)
