"""Every rule can fire, and each of its conditions can make the difference."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition, Rule

from .finding import Finding, How
from .question import Question
from .search import Searches


def check(base: KnowledgeBase) -> tuple[int, list[Finding]]:
    """How many rules and conditions there are; rules that no possible case fires, and conditions that never matter."""
    searches = Searches.shared(base)
    # A rule may say for its readers what the record implies anyway: that a matter at an early stage is not settled.
    freely = Searches(base, as_recorded=False)
    findings: list[Finding] = []
    for rule in base.rules.values():
        if not searches.is_possible(Question(fires=(rule.id,))):
            findings.append(_dead(searches, rule))
        else:
            findings += _idle(freely, rule)
    asked_of = sum(len(rule.when) + 1 for rule in base.rules.values())
    return asked_of, [*findings, *searches.rest(), *freely.rest()]


def _dead(searches: Searches, rule: Rule) -> Finding:
    blame = list(rule.when)
    for condition in rule.when:  # what is left when nothing more can be left out
        fewer = [each for each in blame if each != condition]
        if fewer and not searches.is_possible(Question(holds=tuple(fewer)), [rule.id]):
            blame = fewer
    names = " and ".join(asked(each) for each in blame)
    why = f"{names} never hold{'s' if len(blame) == 1 else ' together'}"
    say = f"no possible case fires the rule '{rule.id}': {why}."
    return Finding("dead-rule", "error", searches.place(rule.id), say, (rule.id,), _how(searches, rule))


def _idle(searches: Searches, rule: Rule) -> Iterator[Finding]:
    for condition in rule.when:
        others = tuple(each for each in rule.when if each != condition)
        if searches.is_possible(Question(holds=others, fails=(condition,)), [rule.id]):
            continue
        when = "wherever its other conditions do" if others else "in every possible case"
        say = f"the condition {asked(condition)} of the rule '{rule.id}' never matters: it holds {when}."
        about = tuple(sorted((rule.id, condition.fact)))
        yield Finding("idle-condition", "warning", searches.place(rule.id), say, about, _how(searches, rule))


def _how(searches: Searches, rule: Rule) -> How:
    question = Question(fires=(rule.id,))
    return "solver" if any(each.how(question) == "solver" for each in searches.of(rule.id)) else "every combination"


def asked(condition: Condition) -> str:
    """A condition as an author writes it."""
    if condition.allowed is None:
        bounds = (("at least", condition.at_least), ("at most", condition.at_most))
        test = " and ".join(f"{word} {number}" for word, number in bounds if number is not None) or "some number"
    else:
        test = " or ".join(condition.allowed)
    return f"'{condition.fact}: {test}'"
