"""What was altered between two editions of the knowledge, as far as one case meets it: rules, clocks, clauses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from pydantic import BaseModel

from decision_support.model.advice import Advice
from decision_support.model.difference import Aspect, How
from decision_support.model.facts import CASE
from decision_support.model.knowledge import OURS, Document, KnowledgeBase
from decision_support.model.rules import Rule
from decision_support.model.values import STRENGTHS, Limit
from decision_support.wording import STRENGTH_WORDS, needed_as_clause, value_as_clause

from .altering import Grounded, altered_rules

Told = Mapping[str, tuple[str, ...]]  # what is said of one thing, in words, by its keys
NOT_TOLD = frozenset({"id", "examples", "guidance"})


@dataclass(frozen=True)
class Alteration:
    """One thing that an edition gained or lost, or that reads otherwise in it.

    kind     'rule', 'clock', 'action', 'clause' …
    say      what it is or says, in the words of the edition that is the later to have it
    aspects  in what aspects, in words; none for what was gained or lost
    """

    kind: str
    name: str
    how: How
    say: str
    aspects: tuple[Aspect, ...] = ()
    clauses: tuple[str, ...] = ()


def alterations(before: Grounded, after: Grounded) -> tuple[Alteration, ...]:
    """Everything altered that either advice rests on or speaks of: rules first, then clocks, then the rest.

    A rule that fires in neither made no difference and is not among them.
    """
    if before.base.fingerprint == after.base.fingerprint:
        return ()
    return (*_of_rules(before, after), *_of_the_rest(before, after))


def _of_rules(before: Grounded, after: Grounded) -> Iterator[Alteration]:
    fired = {firing.rule for each in (before, after) for firing in each.inference.fired}
    for name in sorted(altered_rules(before.base, after.base) & fired):
        was, now = (each.base.rules.get(name) for each in (before, after))
        told = [_rule_in_words(each.base, rule) for each, rule in ((before, was), (after, now)) if rule]
        rule = now or was
        assert rule is not None
        aspects = tuple(_aspects(*told)) if was and now else ()
        clauses = dict.fromkeys((*(was.clauses if was else ()), *(now.clauses if now else ())))
        yield Alteration("rule", name, _how(was, now), rule.because, aspects, tuple(clauses))


def _rule_in_words(base: KnowledgeBase, rule: Rule) -> Told:
    strength = STRENGTH_WORDS[rule.then.kind] if rule.then.kind in STRENGTHS else None
    return {
        "strength": (strength,) if strength else (),
        "asks_for": tuple(needed_as_clause(base, each, CASE, {}) for each in rule.when),
        "says": (_conclusion_in_words(base, rule),),
        "because": (rule.because,),
        "clauses": rule.clauses,
        "interpretation": (rule.interpretation,) if rule.interpretation else (),
    }


def _conclusion_in_words(base: KnowledgeBase, rule: Rule) -> str:
    kind, target = rule.then.kind, rule.then.target
    if kind in STRENGTHS:
        return base.action(target).say
    if kind == "conclude":
        return value_as_clause(base, target, CASE, rule.then.value or "", {})
    return f"{kind.replace('_', ' ')}: {target}"


def _of_the_rest(before: Grounded, after: Grounded) -> Iterator[Alteration]:
    was, now = (dict(_things(each.base)) for each in (before, after))
    for key in dict.fromkeys([*_met(before), *_met(after)]):
        one, other = was.get(key), now.get(key)
        if one == other:
            continue
        thing = other if other is not None else one
        aspects = tuple(_aspects(_in_words(one), _in_words(other))) if one and other else ()
        if aspects or not (one and other):
            yield Alteration(*key, _how(one, other), _say(thing), aspects, _clauses(thing))


def _met(grounded: Grounded) -> Iterator[tuple[str, str]]:
    """What one advice rests on and speaks of besides rules, by kind and name, clocks first."""
    advice, base = grounded.advice, grounded.base
    yield from (("clock", line.clock) for line in advice.timetable if line.on)
    yield from (("calendar", division) for division in base.calendars if any(line.on for line in advice.timetable))
    for each in advice.recommendations:
        yield "action", each.id.removesuffix(f".{each.question}") if each.question else each.id
        guidance = each.id.partition(".")[0]
        yield from (("role", f"{guidance}.{holder.role}") for holder in (each.actor, each.contact) if holder)
        yield from (("record", f"{guidance}.{record.id}") for record in each.records)
        yield from (("interpretation", name) for name in each.interpretations)
    yield from (("judgement", each.id) for each in advice.judgements)
    yield from (("silence", each.id) for each in advice.silences)
    yield from (("question", each.id) for each in advice.questions)
    yield from (("option", each.id) for each in advice.options)
    yield from (("clause", name) for name in _cited(advice))
    read = (condition.fact for firing in grounded.inference.fired for condition in base.rules[firing.rule].when)
    yield from (("fact", name) for name in dict.fromkeys(read))


def _cited(advice: Advice) -> Iterable[str]:
    cited = (
        *(each.clauses for each in advice.recommendations),
        *(each.clauses for each in advice.judgements),
        *(each.clauses for each in advice.silences),
        *(each.clauses for each in advice.options),
        *(each.clauses for each in (*advice.excluded, *advice.in_doubt)),
    )
    return sorted(set(chain.from_iterable(cited)))


def _things(base: KnowledgeBase) -> Iterator[tuple[tuple[str, str], BaseModel]]:
    """Everything that has a name, besides rules."""
    yield from ((("calendar", name), each) for name, each in base.calendars.items())
    yield from ((("interpretation", name), each) for name, each in base.interpretations.items())
    yield from ((("fact", name), each) for name, each in base.facts.items())
    yield from ((("action", f"{OURS}.{name}"), each) for name, each in base.our_actions.items())
    yield from ((("judgement", f"{OURS}.{name}"), each) for name, each in base.our_judgements.items())
    for own, document in base.documents.items():
        yield from ((("clock", f"{own}.{clock.id}"), clock) for clock, _ in document.clocks())
        for kind, of in _QUALIFIED.items():
            yield from (((kind, f"{own}.{name}"), each) for name, each in of(document).items())
        for kind, of in _BY_THEIR_OWN.items():
            yield from (((kind, name), each) for name, each in of(document).items())


_QUALIFIED: Mapping[str, Callable[[Document], Mapping[str, BaseModel]]] = {
    "action": lambda document: document.actions,
    "judgement": lambda document: document.judgements,
    "option": lambda document: document.options,
    "record": lambda document: document.records,
    "role": lambda document: document.roles,
}
_BY_THEIR_OWN: Mapping[str, Callable[[Document], Mapping[str, BaseModel]]] = {
    "clause": lambda document: document.clauses,
    "silence": lambda document: document.silences,
    "question": lambda document: document.questions,
}


def _how(was: object, now: object) -> How:
    return "gained" if was is None else "lost" if now is None else "changed"


def _aspects(was: Told, now: Told) -> Iterator[Aspect]:
    for name in {**was, **now}:
        before, after = was.get(name, ()), now.get(name, ())
        if before != after:
            yield Aspect(name, before, after)


def _in_words(value: BaseModel) -> Told:
    fields = ((name, getattr(value, name)) for name in type(value).model_fields if name not in NOT_TOLD)
    return {name: tuple(_words(each)) for name, each in fields}


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, tuple | list):
        for each in value:
            yield " ".join(_words(each))
    elif isinstance(value, BaseModel) and not isinstance(value, Limit):
        yield "; ".join(f"{name} {', '.join(told)}" for name, told in _in_words(value).items() if told)
    elif isinstance(value, dict):
        yield from (f"{name} {' '.join(_words(each))}" for name, each in value.items())
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    elif value is not None:
        yield str(value)


def _clauses(thing: Any) -> tuple[str, ...]:
    return tuple(getattr(thing, "clauses", ()))


def _say(thing: Any) -> str:
    """What a thing is called or says, by whichever of these keys its kind has."""
    named = (getattr(thing, key, None) for key in ("say", "ask", "title", "text", "division"))
    return next((each for each in named if each), "")
