"""Knowledge bases of a few rules of ours, with nothing in them that does not matter to a check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.procedure import Action
from decision_support.model.rules import Conclusion, Condition, Rule
from decision_support.model.values import Kind
from decision_support.model.verification import NeverTogether
from decision_support.model.vocabulary import Fact

ACTIONS = ("wait", "write", "ring")


def asked(*values: str, about: Kind = "case", **more: object) -> Fact:
    """A fact that is answered."""
    return Fact.model_validate({"about": about, "values": values, "say": "it is so", "ask": "Is it so?"} | more)


def concluded(*values: str, otherwise: str | None = None) -> Fact:
    """A fact that only rules give."""
    return Fact(values=values, say="it is so", otherwise=otherwise)


def rule(
    name: str, then: tuple[str, str] | tuple[str, str, str], clauses: tuple[str, ...] = (), **when: object
) -> Rule:
    """A rule of the case: what its conditions ask is a value, several, or the least number."""
    kind, target, *value = then
    if kind in ("must", "should", "may", "must_not"):
        target = f"ours.{target}"
    return Rule(
        id=name,
        guidance=None,
        about="case",
        when=tuple(condition(fact, asks) for fact, asks in when.items()),
        then=Conclusion.model_validate({"kind": kind, "target": target, "value": value[0] if value else None}),
        because="so",
        clauses=clauses,
        interpretation=None,
        examples=(),
    )


def condition(fact: str, asks: object) -> Condition:
    """A condition of the case."""
    if isinstance(asks, int):
        return Condition(scope="case", fact=fact, at_least=asks)
    return Condition(scope="case", fact=fact, allowed=(asks,) if isinstance(asks, str) else tuple(map(str, asks)))  # type: ignore[call-overload]


def base_of(
    facts: Mapping[str, Fact],
    *rules: Rule,
    never: Iterable[Mapping[str, object]] = (),
    excludes: Mapping[str, tuple[str, ...]] | None = None,
) -> KnowledgeBase:
    """A knowledge base without any document."""
    barred = excludes or {}
    impossible = {
        f"never-{number}": NeverTogether(
            id=f"never-{number}",
            about="case",
            never=tuple(condition(fact, asks) for fact, asks in each.items()),
            because="so",
            clauses=(),
        )
        for number, each in enumerate(never)
    }
    return KnowledgeBase(
        documents={},
        facts=dict(facts),
        counts={name: ("person", ()) for name, fact in facts.items() if fact.count},
        events={},
        rules={each.id: each for each in rules},
        interpretations={},
        our_actions={name: Action(id=name, say="Do it.", excludes=barred.get(name, ())) for name in ACTIONS},
        our_judgements={},
        calendars={},
        fingerprint="",
        never_together=impossible,
    )
