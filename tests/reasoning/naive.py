"""The slow, obvious twin: the same semantics as a loop to a fixed point, sharing no code with what it checks."""

from __future__ import annotations

from collections.abc import Mapping

from decision_support.model.facts import CASE, Facts, Firing, Inference, Subject
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import Kind
from decision_support.model.vocabulary import Fact

Counts = Mapping[str, tuple[Kind, tuple[Condition, ...]]]
Values = dict[tuple[Subject, str], set[str]]


class OwnAbsence(Exception):
    """No number of strata is enough."""


def infer(rules: Mapping[str, Rule], facts: Mapping[str, Fact], counts: Counts, given: Facts) -> Inference:
    subjects = sorted({CASE, *given})
    values: Values = {}
    for subject, known in given.items():
        for fact, value in known.items():
            if value != "unasked":
                values.setdefault((subject, fact), set()).add(value)
    level = levels(rules, facts, counts)
    for now in range(max(level.values(), default=-1) + 1):
        for name in counts:
            if level["count", name] == now:
                count(name, facts, counts, values, subjects)
        changed = True
        while changed:
            changed = False
            for rule in rules.values():
                if level["rule", rule.id] == now and rule.concludes:
                    fact, value = rule.concludes
                    for subject in subjects:
                        held = values.setdefault((subject, fact), set())
                        if value not in held and fires(rule, subject, facts, values):
                            held.add(value)
                            changed = True
    fired = [
        Firing(rule.id, subject)
        for rule in rules.values()
        for subject in subjects
        if fires(rule, subject, facts, values)
    ]
    mentioned = {condition.fact for rule in rules.values() for condition in rule.when}
    mentioned |= {rule.concludes[0] for rule in rules.values() if rule.concludes}
    mentioned |= {condition.fact for _, where in counts.values() for condition in where}
    for name in mentioned - set(counts):
        for subject in subjects:
            if subject.kind == facts[name].about and not values.get((subject, name)) and facts[name].otherwise:
                values[subject, name] = {str(facts[name].otherwise)}
    return Inference(tuple(sorted(fired)), {about: tuple(sorted(held)) for about, held in values.items() if held})


def fires(rule: Rule, subject: Subject, facts: Mapping[str, Fact], values: Values) -> bool:
    return subject.kind == rule.about and all(holds(condition, subject, facts, values) for condition in rule.when)


def holds(condition: Condition, subject: Subject, facts: Mapping[str, Fact], values: Values) -> bool:
    about = CASE if condition.scope == "case" else subject
    held = values.get((about, condition.fact))
    if held:
        return any(condition.holds(value) for value in held)
    return condition.holds(facts[condition.fact].otherwise)


def count(name: str, facts: Mapping[str, Fact], counts: Counts, values: Values, subjects: list[Subject]) -> None:
    kind, where = counts[name]
    number = 0
    for subject in subjects:
        if subject.kind == kind and all(holds(condition, subject, facts, values) for condition in where):
            number += 1
    for subject in subjects:
        if subject.kind == facts[name].about and not values.get((subject, name)):
            values[subject, name] = {str(number)}


def levels(rules: Mapping[str, Rule], facts: Mapping[str, Fact], counts: Counts) -> dict[tuple[str, str], int]:
    """Raise each rule and count until it stands where it may, or until nothing could stand so high."""
    level = {("rule", name): 0 for name in rules} | {("count", name): 0 for name in counts}

    def of_fact(name: str) -> int | None:
        concluding = [level["rule", rule.id] for rule in rules.values() if rule.concludes and rule.concludes[0] == name]
        return max(concluding, default=None)

    changed = True
    while changed:
        changed = False
        if max(level.values(), default=0) > len(level):
            raise OwnAbsence
        for name, rule in rules.items():
            needed = 0
            for condition in rule.when:
                concluded = of_fact(condition.fact)
                if condition.fact in counts:
                    needed = max(needed, level["count", condition.fact])
                elif concluded is not None:
                    rests_on_absence = condition.holds(facts[condition.fact].otherwise)
                    needed = max(needed, concluded + int(rests_on_absence))
            if needed > level["rule", name]:
                level["rule", name] = needed
                changed = True
        for name, (_, where) in counts.items():
            needed = 0
            for condition in where:
                concluded = of_fact(condition.fact)
                if condition.fact in counts:
                    needed = max(needed, level["count", condition.fact] + 1)
                elif concluded is not None:
                    needed = max(needed, concluded + 1)
            if needed > level["count", name]:
                level["count", name] = needed
                changed = True
    return level
