"""Every rule's own examples, run through the whole rule base with the engine that users get."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.model.facts import CASE, Facts, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Example, Rule
from decision_support.reasoning.infer import Reasoner
from decision_support.reasoning.program import compile as compile_rules

from .finding import Finding

CASE_PREFIX = "case."


def check(base: KnowledgeBase) -> tuple[int, list[Finding]]:
    """How many examples there are, and those that do not hold, or are missing."""
    findings = []
    for guidance in sorted({rule.guidance or "" for rule in base.rules.values()}):
        rules = {name: rule for name, rule in base.rules.items() if rule.guidance in (None, guidance)}
        reasoner = Reasoner(compile_rules(rules, base.facts, base.counts))
        for rule in rules.values():
            if rule.guidance == (guidance or None):
                findings += list(_findings(base, rule, reasoner))
    return sum(len(rule.examples) for rule in base.rules.values()), findings


def facts_of(rule: Rule, example: Example) -> Facts:
    """The facts of an example, for the case and for one subject of the rule's kind."""
    of_case = {name.removeprefix(CASE_PREFIX): value for name, value in example.facts.items() if _of_case(rule, name)}
    own = {name: value for name, value in example.facts.items() if not _of_case(rule, name)}
    return {CASE: of_case} if rule.about == "case" else {CASE: of_case, Subject(rule.about, "example"): own}


def _of_case(rule: Rule, name: str) -> bool:
    return rule.about == "case" or name.startswith(CASE_PREFIX)


def _findings(base: KnowledgeBase, rule: Rule, reasoner: Reasoner) -> Iterator[Finding]:
    place = str(base.place("rule", rule.id) or rule.id)
    for wanted, word in ((True, "fires"), (False, "silent")):
        if not any(example.fires == wanted for example in rule.examples):
            yield Finding(
                "example-missing",
                "error",
                place,
                f"rule '{rule.id}' has no example marked '{word}'.",
                (rule.id,),
                "example",
            )
    for example in rule.examples:
        fired = any(firing.rule == rule.id for firing in reasoner.infer(facts_of(rule, example)).fired)
        if fired != example.fires:
            say = f"rule '{rule.id}' {'fires' if fired else 'is silent'} on {{{_told(example)}}}."
            yield Finding("example-fails", "error", place, say, (rule.id,), "example")
    for number, example in enumerate(rule.examples):
        if example in rule.examples[:number]:
            say = f"rule '{rule.id}' has the same example twice: {_told(example)}."
            yield Finding("example-repeats", "note", place, say, (rule.id,), "example")


def _told(example: Example) -> str:
    return ", ".join(f"{name}: {value}" for name, value in example.facts.items()) or "no facts at all"
