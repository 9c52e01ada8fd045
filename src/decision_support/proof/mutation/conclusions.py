"""Changes of what a rule comes to: another strength, target or value, a clause fewer, and no rule at all."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.model.knowledge import OURS, KnowledgeBase
from decision_support.model.rules import THIS, Conclusion, Rule

from .operator import Change, Operator, next_of

_LADDER = ("may", "should", "must")
_FORBIDS = "must_not"
_OTHER_KIND = {
    "exclude": "doubt",
    "doubt": "exclude",
    "argue_for": "argue_against",
    "argue_against": "argue_for",
    "rule_out": "argue_against",
}


def _stronger(base: KnowledgeBase, rule: Rule) -> Iterator[Change[Rule]]:
    yield from _on_the_ladder(rule, 1)


def _weaker(base: KnowledgeBase, rule: Rule) -> Iterator[Change[Rule]]:
    yield from _on_the_ladder(rule, -1)


def _on_the_ladder(rule: Rule, step: int) -> Iterator[Change[Rule]]:
    if rule.then.kind in _LADDER:
        place = _LADDER.index(rule.then.kind) + step
        if 0 <= place < len(_LADDER):
            yield _as_kind(rule, _LADDER[place])


def _turned_round(base: KnowledgeBase, rule: Rule) -> Iterator[Change[Rule]]:
    if rule.then.kind in _LADDER:
        yield _as_kind(rule, _FORBIDS)
    elif rule.then.kind == _FORBIDS:
        yield _as_kind(rule, _LADDER[-1])
    elif rule.then.kind in _OTHER_KIND:
        yield _as_kind(rule, _OTHER_KIND[rule.then.kind])


def _another_target(base: KnowledgeBase, rule: Rule) -> Iterator[Change[Rule]]:
    if rule.then.kind == "conclude" or rule.then.target == THIS:
        return
    other = next_of(rule.then.target, _targets(base, rule))
    if other:
        then = rule.then.model_copy(update={"target": other})
        yield _concluding(rule, then, "", f"says '{other}' instead of '{rule.then.target}'")


def _another_conclusion(base: KnowledgeBase, rule: Rule) -> Iterator[Change[Rule]]:
    if rule.then.kind == "conclude":
        other = next_of(rule.then.value or "", base.facts[rule.then.target].values)
        if other:
            then = rule.then.model_copy(update={"value": other})
            say = f"concludes '{rule.then.target}: {other}' instead of '{rule.then.value}'"
            yield _concluding(rule, then, "", say)


def _without_a_clause(base: KnowledgeBase, rule: Rule) -> Iterator[Change[Rule]]:
    if len(rule.clauses) > 1 or rule.interpretation:
        for clause in rule.clauses:
            kept = tuple(each for each in rule.clauses if each != clause)
            yield Change(clause, f"no longer cites '{clause}'", rule.model_copy(update={"clauses": kept}))


def _gone(base: KnowledgeBase, rule: Rule) -> Iterator[Change[Rule]]:
    yield Change("", "is gone", None)


OF_CONCLUSIONS: tuple[Operator[Rule], ...] = (
    Operator("stronger", "advice is one step stronger", _stronger),
    Operator("weaker", "advice is one step weaker", _weaker),
    Operator("turn-round", "advice forbids, an argument changes sides, a bar becomes a doubt", _turned_round),
    Operator("another-target", "it speaks of another action, judgement, silence, role or option", _another_target),
    Operator("another-conclusion", "it concludes another value", _another_conclusion),
    Operator("drop-clause", "a clause is no longer cited", _without_a_clause),
    Operator("drop-rule", "the rule is gone", _gone),
)


def _as_kind(rule: Rule, kind: str) -> Change[Rule]:
    then = rule.then.model_copy(update={"kind": kind})
    return _concluding(rule, then, "", f"says '{kind}' instead of '{rule.then.kind}'")


def _concluding(rule: Rule, then: Conclusion, detail: str, say: str) -> Change[Rule]:
    return Change(detail, say, rule.model_copy(update={"then": then}))


def _targets(base: KnowledgeBase, rule: Rule) -> tuple[str, ...]:
    """Whatever the conclusion could speak of instead, of the same document and kind."""
    kind, own = rule.then.kind, rule.then.target.partition(".")[0]
    if kind == "governs":
        return tuple(base.documents)
    if kind == "silence":
        return next((tuple(each.silences) for each in base.documents.values() if rule.then.target in each.silences), ())
    if own == OURS:
        return tuple(f"{OURS}.{name}" for name in (base.our_judgements if kind == "judge" else base.our_actions))
    document = base.documents[own]
    if kind in ("exclude", "doubt"):
        return tuple(f"{own}.{name}" for name in document.roles)
    if kind in ("argue_for", "argue_against", "rule_out"):
        return tuple(f"{own}.{name}" for name in document.options)
    return tuple(f"{own}.{name}" for name in (document.judgements if kind == "judge" else document.actions))
