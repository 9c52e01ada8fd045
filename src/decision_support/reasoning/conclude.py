"""From what fired to what is advised: equal advice joined, contradictory advice shown as a conflict, nothing chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from decision_support.model.facts import Firing, Inference, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import THIS, Rule
from decision_support.model.values import Strength

_WEAKEST_FIRST: tuple[Strength, ...] = ("may", "should", "must")


@dataclass(frozen=True)
class Advised:
    """One action at one strength, with every firing behind it, sorted.

    strength is the strongest that a rule gives; a prohibition stands apart from advice to do the same thing.
    question is the question of a framework that it is about, where a rule about questions advises it.
    """

    action: str
    strength: Strength
    firings: tuple[Firing, ...]
    question: str | None = None

    @property
    def id(self) -> str:
        """The action's name (`guidance.not.action` for a prohibition), followed by the question that it is about."""
        return recommendation_id(self.action, self.strength == "must_not", self.question)


def recommendation_id(action: str, forbidden: bool, question: str | None) -> str:
    """How a recommendation is named."""
    name = action.replace(".", ".not.", 1) if forbidden else action
    return f"{name}.{question}" if question else name


@dataclass(frozen=True)
class Arguments:
    """What speaks for an option, against it, or rules it out."""

    argue_for: tuple[Firing, ...] = ()
    argue_against: tuple[Firing, ...] = ()
    rule_out: tuple[Firing, ...] = ()


class Bar(NamedTuple):
    """That a person may not act in a role: 'exclude', or 'doubt' before something is settled or known."""

    kind: Literal["exclude", "doubt"]
    role: str
    person: str


@dataclass(frozen=True)
class Concluded:
    """What the rules advise, leave to people, and find unsaid: each with the firings behind it."""

    advised: tuple[Advised, ...]
    judgements: Mapping[str, tuple[Firing, ...]]
    silences: Mapping[str, tuple[Firing, ...]]
    conflicts: tuple[tuple[str, str], ...]
    arguments: Mapping[str, Arguments]
    governs: Mapping[str, tuple[Firing, ...]]
    bars: Mapping[Bar, tuple[Firing, ...]]


def conclude(base: KnowledgeBase, inference: Inference) -> Concluded:
    """Join the firings by what they conclude."""
    to_do: dict[tuple[str, bool, str | None], list[Firing]] = {}
    arguments: dict[str, dict[str, list[Firing]]] = {}
    governs: dict[str, list[Firing]] = {}
    bars: dict[Bar, list[Firing]] = {}
    judgements: dict[str, list[Firing]] = {}
    silences: dict[str, list[Firing]] = {}
    for firing in inference.fired:
        then = base.rules[firing.rule].then
        if then.kind == "judge":
            judgements.setdefault(then.target, []).append(firing)
        elif then.kind == "silence":
            silences.setdefault(then.target, []).append(firing)
        elif then.kind == "governs":
            governs.setdefault(then.target, []).append(firing)
        elif then.kind in ("exclude", "doubt"):
            kind: Literal["exclude", "doubt"] = "exclude" if then.kind == "exclude" else "doubt"
            bars.setdefault(Bar(kind, then.target, firing.subject.id), []).append(firing)
        elif then.kind in ("argue_for", "argue_against", "rule_out"):
            option = f"{base.rules[firing.rule].guidance}.{firing.subject.id}" if then.target == THIS else then.target
            arguments.setdefault(option, {}).setdefault(then.kind, []).append(firing)
        elif then.kind != "conclude":
            to_do.setdefault((then.target, then.kind == "must_not", question_of(firing.subject)), []).append(firing)
    advised = tuple(
        Advised(action, "must_not" if forbidden else _strongest(firings, base.rules), tuple(firings), question)
        for (action, forbidden, question), firings in sorted(to_do.items(), key=lambda found: str(found[0]))
    )
    return Concluded(
        advised,
        _frozen(judgements),
        _frozen(silences),
        _conflicts(base, advised),
        {option: Arguments(**{kind: tuple(found) for kind, found in by.items()}) for option, by in arguments.items()},
        _frozen(governs),
        {bar: tuple(firings) for bar, firings in sorted(bars.items())},
    )


def question_of(subject: Subject) -> str | None:
    """The question that a subject is, if it is one."""
    return subject.id if subject.kind == "question" else None


def _strongest(firings: list[Firing], rules: Mapping[str, Rule]) -> Strength:
    kinds = {rules[firing.rule].then.kind for firing in firings}
    return max((strength for strength in _WEAKEST_FIRST if strength in kinds), key=_WEAKEST_FIRST.index)


def _frozen(found: dict[str, list[Firing]]) -> dict[str, tuple[Firing, ...]]:
    return {name: tuple(firings) for name, firings in sorted(found.items())}


def _conflicts(base: KnowledgeBase, advised: tuple[Advised, ...]) -> tuple[tuple[str, str], ...]:
    """Pairs that cannot both be followed: the same thing advised and forbidden, or declared to exclude each other."""
    pairs = set()
    wanted = [each for each in advised if each.strength != "must_not"]
    for each in advised:
        if each.strength == "must_not":
            pairs |= {(other.id, each.id) for other in wanted if other.action == each.action and _meet(other, each)}
            continue
        guidance = each.action.partition(".")[0]
        excluded = {f"{guidance}.{action}" for action in base.action(each.action).excludes}
        for other in wanted:
            if other.action in excluded and _meet(other, each):
                first, second = sorted((each.id, other.id))
                pairs.add((first, second))
    return tuple(sorted(pairs))


def _meet(one: Advised, other: Advised) -> bool:
    """Whether two pieces of advice are about the same question, or one of them is about the whole case."""
    return one.question == other.question or None in (one.question, other.question)
