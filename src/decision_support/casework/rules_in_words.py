"""A rule as somebody reads it: what it asks for, what follows, the examples that show it, and what it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from decision_support.model.facts import CASE
from decision_support.model.guidance import Wording
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import THIS, Condition, Example, Rule
from decision_support.wording import STRENGTH_WORDS, needed_as_clause, value_as_clause

_FIRM: Mapping[Wording, str] = {"binding": "binding", "hoped": "it is hoped", "statement": "a statement"}
_ARGUES: Mapping[str, str] = {
    "argue_for": "This speaks for an option",
    "argue_against": "This speaks against an option",
    "rule_out": "This rules an option out",
}
_BARS: Mapping[str, str] = {
    "exclude": "This person may not act as {}.",
    "doubt": "This person may not act as {} before something is settled or known.",
}
_STRENGTHS: Mapping[str, str] = {str(name): word for name, word in STRENGTH_WORDS.items()}
_OF_EVENTS = ("recorded", "outcome")
_CLOCK = "clock."


def firm_words(wording: Wording) -> str:
    """How firmly a document puts a clause, in a word or two."""
    return _FIRM.get(wording, wording)


def strength_in_words(rule: Rule) -> str:
    """How firmly a rule advises something; empty where it advises nothing."""
    return _STRENGTHS.get(rule.then.kind, "")


def conditions_in_words(base: KnowledgeBase, rule: Rule) -> tuple[str, ...]:
    """What a rule asks for, condition by condition. All of them have to hold."""
    return tuple(f"{needed_as_clause(base, each, CASE, {})}." for each in rule.when)


def then_in_words(base: KnowledgeBase, rule: Rule) -> str:
    """What follows from a rule, as a sentence."""
    kind, target = rule.then.kind, rule.then.target
    if kind in _STRENGTHS:
        return f"{base.action(target).say} [{_STRENGTHS[kind]}]"
    if kind == "conclude":
        told = value_as_clause(base, target, CASE, rule.then.value or "", {})
        return f"It is concluded: {told}."
    if kind == "judge":
        return f"People decide: {base.judgement(target).say}"
    if kind == "silence":
        silence = base.silence(target)
        return f"It is shown that the document does not say this: {silence.say if silence else target}"
    if kind in _ARGUES:
        return f"{_ARGUES[kind]}{'.' if target == THIS else f': {_option(base, target)}'}"
    if kind == "governs":
        return f"This document governs the case: {base.documents[target].guidance.title}."
    guidance, _, role = target.partition(".")
    return _BARS[kind].format(base.documents[guidance].roles[role].title)


def example_in_words(base: KnowledgeBase, example: Example) -> str:
    """Facts on which a rule applies, or does not."""
    told = [value_as_clause(base, name.removeprefix("case."), CASE, value, {}) for name, value in example.facts.items()]
    said = "; ".join(told) or "nothing is known"
    return f"It {'applies' if example.fires else 'does not apply'} where: {said}."


def read_by(base: KnowledgeBase, rule: Rule) -> Iterator[tuple[str, str]]:
    """What a rule speaks of, by kind and id: what follows from it, and what it asks for."""
    kinds = {"conclude": "fact", "judge": "judgement", "silence": "silence", "governs": "guidance"}
    kinds |= dict.fromkeys(_ARGUES, "option") | dict.fromkeys(_BARS, "role") | dict.fromkeys(_STRENGTHS, "action")
    yield kinds[rule.then.kind], rule.then.target
    for each in rule.when:
        yield from _of(base, each)


def _of(base: KnowledgeBase, condition: Condition) -> Iterator[tuple[str, str]]:
    fact, (first, _, rest) = condition.fact, condition.fact.partition(".")
    if first in _OF_EVENTS:
        yield "event", rest
    elif first in base.documents and rest.startswith(_CLOCK):
        yield "clock", f"{first}.{rest.removeprefix(_CLOCK)}"
    elif first in base.documents and rest == "stage":
        yield from (("stage", f"{first}.{value}") for value in condition.allowed or ())
    else:
        yield "fact", fact


def _option(base: KnowledgeBase, name: str) -> str:
    guidance, _, own = name.partition(".")
    return base.documents[guidance].options[own].say
