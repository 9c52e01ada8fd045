"""What an answer changed in the advice, in a sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.model.advice import Advice, Recommendation
from decision_support.model.knowledge import KnowledgeBase
from decision_support.wording import STRENGTH_WORDS, day_in_words

from .page import numbered


def news(base: KnowledgeBase, before: Advice, after: Advice) -> tuple[str, ...]:
    """Everything that somebody would do, decide or read differently, the most urgent first."""
    return tuple(_news(base, before, after))


def _news(base: KnowledgeBase, before: Advice, after: Advice) -> Iterator[str]:
    old = {each.id: each for each in before.recommendations}
    new = {each.id: each for each in after.recommendations}
    yield from (_now(each) for name, each in new.items() if name not in old)
    yield from (f"No longer: {_say(each)}" for name, each in old.items() if name not in new)
    for name, each in new.items():
        if name in old:
            yield from _differently(old[name], each)
    stages = {line.id: line.stage for line in before.guidance}
    for line in after.guidance:
        if line.stage and line.id in stages and line.stage != stages[line.id]:
            yield f"The matter has now reached: {base.documents[line.id].stages[line.stage].title}."
    yield from _added("For people to decide", before, after)
    for label, one, two in (
        ("These cannot both be followed", before.conflicts, after.conflicts),
        ("No longer in conflict", after.conflicts, before.conflicts),
    ):
        yield from (f"{label}: {each.say}" for each in two if each not in one)
    known = {each.guidance for each in before.governing}
    governs = {each.guidance for each in after.governing}
    yield from (f"May govern: {each.title}." for each in after.governing if each.guidance not in known)
    yield from (f"Seems not to govern: {each.title}." for each in before.governing if each.guidance not in governs)
    out = {each.id for each in before.options if each.ruled_out}
    yield from (f"Ruled out: {each.say}" for each in after.options if each.ruled_out and each.id not in out)
    alarms = {(each.guidance, each.role) for each in before.alarms}
    yield from (f"Alarm: {each.say}" for each in after.alarms if (each.guidance, each.role) not in alarms)


def _now(each: Recommendation) -> str:
    if each.strength == "must_not":
        return f"Now advised against: {_say(each)}"
    return f"Now advised ({STRENGTH_WORDS[each.strength]}): {_say(each)}"


def _say(each: Recommendation) -> str:
    return numbered(each.question, each.say)


def _differently(old: Recommendation, new: Recommendation) -> Iterator[str]:
    if old.strength != new.strength:
        yield f"Now {STRENGTH_WORDS[new.strength]}, no longer {STRENGTH_WORDS[old.strength]}: {_say(new)}"
    if new.due and (old.due is None or old.due.on != new.due.on):
        yield f"Now due on {day_in_words(new.due.on)}: {_say(new)}"


def _added(label: str, before: Advice, after: Advice) -> Iterator[str]:
    known = {each.id for each in before.judgements}
    yield from (f"{label}: {each.say}" for each in after.judgements if each.id not in known)
