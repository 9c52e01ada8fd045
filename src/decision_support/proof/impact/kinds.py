"""What a difference of advice means for those concerned: protection lost, strength lost, a later day; worst first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from decision_support.model.difference import Aspect, Change
from decision_support.model.values import STRENGTHS, Strength

# Every kind, worst first, with what to call so many of it.
KINDS: Mapping[str, str] = {
    "protection-lost": "something that must or must not be done, or is urgent, is no longer said; or a bar is gone",
    "advice-lost": "something is no longer advised",
    "strength-lost": "something is advised less firmly",
    "deadline-later": "a day is later, or is gone",
    "less-urgent": "something is less urgent",
    "actor-changed": "somebody else acts, or is turned to",
    "bar-changed": "somebody else may not act, or for another reason",
    "advice-gained": "something more is advised",
    "strength-gained": "something is advised more firmly",
    "deadline-earlier": "a day is earlier, or is new",
    "more-urgent": "something is more urgent",
    "stage-changed": "the matter stands elsewhere, or another document applies",
    "decision-changed": "people have something else to decide or to weigh",
    "silence-changed": "something else is shown as unsaid",
    "question-changed": "something else is asked, or another question applies",
    "words-changed": "the same in other words",
    "grounds-changed": "the same on other grounds: rules, clauses or reasons",
}

_ASPECTS = {
    "actor": "actor-changed",
    "contact": "actor-changed",
    "say": "words-changed",
    "rules": "grounds-changed",
    "clauses": "grounds-changed",
    "because": "grounds-changed",
    "records": "decision-changed",
}
_MATTERS = {
    "alarm": "bar-changed",
    "may_not_act": "bar-changed",
    "waived": "bar-changed",
    "conflict": "decision-changed",
    "judgement": "decision-changed",
    "option": "decision-changed",
    "document": "stage-changed",
    "stage": "stage-changed",
    "governing": "stage-changed",
    "question": "question-changed",
    "ask": "question-changed",
    "silence": "silence-changed",
    "clock": "stage-changed",
}
_DAYS = ("due", "latest")
_URGENT = ("now", "today")
_URGENCIES = ("now", "today", "dated", "when_possible")
_FIRM = ("must", "must_not")
_ORDER = tuple(KINDS)


def kinds_of(change: Change) -> tuple[str, ...]:
    """Every kind of change that this is, worst first; never none."""
    return tuple(sorted(dict.fromkeys(_kinds(change)), key=_ORDER.index))


def worst_first(kind: str) -> int:
    """Where a kind stands in the order."""
    return _ORDER.index(kind)


def _kinds(change: Change) -> Iterator[str]:
    if change.how == "changed":
        aspects = [each for each in change.aspects if each.name not in ("latest",)] or list(change.aspects)
        for each in aspects:
            yield _of_aspect(change, each)
        if not aspects:
            yield "grounds-changed"
    elif change.matter == "recommendation":
        if change.how == "gained":
            yield "advice-gained"
        else:
            protects = change.strength in _FIRM or change.urgency in _URGENT
            yield "protection-lost" if protects else "advice-lost"
    elif change.matter == "may_not_act" and change.how == "lost":
        yield "protection-lost"
    elif change.matter == "clock":
        yield "deadline-earlier" if change.how == "gained" else "deadline-later"
    else:
        yield _MATTERS[change.matter]


def _of_aspect(change: Change, aspect: Aspect) -> str:
    if aspect.name == "strength":
        weaker = STRENGTHS.index(_one(aspect.after)) > STRENGTHS.index(_one(aspect.before))
        return "strength-lost" if weaker else "strength-gained"
    if aspect.name == "urgency":
        less = _URGENCIES.index(aspect.after[0]) > _URGENCIES.index(aspect.before[0])
        return "less-urgent" if less else "more-urgent"
    if aspect.name in _DAYS:
        later = not aspect.after or (aspect.days or 0) > 0
        return "deadline-later" if later else "deadline-earlier"
    if aspect.name == "standing":
        return "protection-lost" if aspect.before == ("excluded",) else "bar-changed"
    return _ASPECTS.get(aspect.name, _MATTERS.get(change.matter, "grounds-changed"))


def _one(values: tuple[str, ...]) -> Strength:
    return next(each for each in STRENGTHS if each in values)
