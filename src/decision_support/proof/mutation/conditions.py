"""Changes of what a rule asks for: a condition fewer, another value, a bound one off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import UNASKED, UNKNOWN
from decision_support.model.vocabulary import Fact

from .operator import Change, Operator

NO = "no"


def _dropped(base: KnowledgeBase, rule: Rule) -> Iterator[Change[Rule]]:
    for condition in rule.when if len(rule.when) > 1 else ():
        kept = tuple(each for each in rule.when if each is not condition)
        yield Change(
            _named(condition), f"no longer asks for {_told(condition)}", rule.model_copy(update={"when": kept})
        )


def _another_value(base: KnowledgeBase, rule: Rule) -> Iterator[Change[Rule]]:
    for condition in rule.when:
        if condition.allowed is not None and len(condition.allowed) == 1:
            (value,) = condition.allowed
            for other in _after(value, _domain(base.facts[condition.fact]), condition.allowed):
                yield _with(rule, condition, (other,), "")


def _a_value_fewer(base: KnowledgeBase, rule: Rule) -> Iterator[Change[Rule]]:
    for condition in rule.when:
        if condition.allowed is not None and len(condition.allowed) > 1:
            for value in condition.allowed:
                yield _with(rule, condition, [each for each in condition.allowed if each != value], value)


def _a_value_more(base: KnowledgeBase, rule: Rule) -> Iterator[Change[Rule]]:
    for condition in rule.when:
        if condition.allowed is None:
            continue
        domain = _domain(base.facts[condition.fact])
        for value in _after(condition.allowed[-1], domain, condition.allowed):
            if len(condition.allowed) + 1 < len(domain):
                yield _with(rule, condition, [*condition.allowed, value], value)


def _taken_for_no(base: KnowledgeBase, rule: Rule) -> Iterator[Change[Rule]]:
    for condition in rule.when:
        if condition.allowed is None:
            continue
        domain = _domain(base.facts[condition.fact])
        for open_, there, instead in (
            (UNKNOWN, UNKNOWN, NO),
            (UNKNOWN, NO, UNKNOWN),
            (UNASKED, UNASKED, NO),
            (UNASKED, NO, UNASKED),
        ):
            if (
                open_ in domain
                and instead in domain
                and there in condition.allowed
                and instead not in condition.allowed
            ):
                kept = [each for each in condition.allowed if each != there]
                yield _with(rule, condition, [*kept, instead], f"{there}-{instead}")


def _a_bound_off(base: KnowledgeBase, rule: Rule) -> Iterator[Change[Rule]]:
    for condition in rule.when:
        for step, word in ((1, "up"), (-1, "down")):
            moved = {
                bound: number + step
                for bound in ("at_least", "at_most")
                if (number := getattr(condition, bound)) is not None
            }
            if moved and all(number >= 0 for number in moved.values()):
                changed = condition.model_copy(update=moved)
                yield Change(
                    f"{_named(condition)}/{word}",
                    f"asks for {_told(changed)} instead of {_told(condition)}",
                    _replaced(rule, condition, changed),
                )


OF_CONDITIONS: tuple[Operator[Rule], ...] = (
    Operator("drop-condition", "a condition is left out", _dropped),
    Operator("another-value", "a condition asks for another value", _another_value),
    Operator("a-value-fewer", "a condition allows one value fewer", _a_value_fewer),
    Operator("a-value-more", "a condition allows one value more", _a_value_more),
    Operator("open-for-no", "unknown or unasked is taken for No, or No for them", _taken_for_no),
    Operator("shift-bound", "a bound is one more or one less", _a_bound_off),
)


def told(condition: Condition) -> str:
    """A condition as an author would write it."""
    return _told(condition)


def _with(rule: Rule, condition: Condition, values: Iterable[str], detail: str) -> Change[Rule]:
    changed = condition.model_copy(update={"allowed": tuple(sorted(values))})
    return Change(
        f"{_named(condition)}/{detail}" if detail else _named(condition),
        f"asks for {_told(changed)} instead of {_told(condition)}",
        _replaced(rule, condition, changed),
    )


def _replaced(rule: Rule, condition: Condition, changed: Condition) -> Rule:
    return rule.model_copy(update={"when": tuple(changed if each is condition else each for each in rule.when)})


def _domain(fact: Fact) -> tuple[str, ...]:
    """Every value that a condition can ask for; 'unasked' where an absence is open."""
    return fact.values if fact.otherwise is not None else (*fact.values, UNASKED)


def _after(value: str, domain: tuple[str, ...], taken: tuple[str, ...]) -> Iterator[str]:
    """The first value after this one that is not taken, if there is one."""
    start = domain.index(value) + 1 if value in domain else 0
    for other in (*domain[start:], *domain[:start]):
        if other not in taken:
            yield other
            return


def _named(condition: Condition) -> str:
    return condition.fact if condition.scope == "subject" or "." in condition.fact else f"case.{condition.fact}"


def _told(condition: Condition) -> str:
    if condition.allowed is None:
        bounds = [
            f"{word} {number}"
            for word, number in (("at least", condition.at_least), ("at most", condition.at_most))
            if number is not None
        ]
        return f"'{condition.fact}' {' and '.join(bounds)}"
    return f"'{condition.fact}: {' or '.join(condition.allowed)}'"
