"""What an answer changed in the advice, in a sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.cli.page import numbered
from decision_support.model.difference import Change, Difference
from decision_support.model.knowledge import KnowledgeBase
from decision_support.wording import STRENGTH_WORDS, day_in_words


def news(base: KnowledgeBase, difference: Difference) -> tuple[str, ...]:
    """Everything that somebody would do, decide or read differently, the most urgent first."""
    return tuple(told for change in difference.changes for told in _news(base, change))


def _news(base: KnowledgeBase, change: Change) -> Iterator[str]:
    gained, lost = change.how == "gained", change.how == "lost"
    if change.matter == "recommendation":
        yield from _of_recommendation(change)
    elif change.matter == "stage" and not lost:
        yield from _of_place(base, change)
    elif change.matter == "judgement" and gained:
        yield f"For people to decide: {change.say}"
    elif change.matter == "conflict":
        yield f"{'No longer in conflict' if lost else 'These cannot both be followed'}: {_why(change)}"
    elif change.matter == "alarm" and not lost:
        yield f"Alarm: {_why(change)}"
    elif change.matter == "governing" and change.how != "changed":
        yield f"{'May govern' if gained else 'Seems not to govern'}: {change.say}."
    elif change.matter == "option" and not lost:
        yield from _of_option(change)


def _of_place(base: KnowledgeBase, change: Change) -> Iterator[str]:
    """How far the matter has come in a document, and what is now to be said of the document itself."""
    stage, status = change.aspect("stage"), change.aspect("status")
    if stage and stage.after:
        yield f"The matter has now reached: {base.documents[change.about].stages[stage.after[0]].title}."
    if status:
        yield from (f"Take care with {change.about}: {each}" for each in status.after if each not in status.before)
        yield from (f"No longer so of {change.about}: {each}" for each in status.before if each not in status.after)


def _of_option(change: Change) -> Iterator[str]:
    """An option that is ruled out or no longer is, or that weighs differently."""
    out = change.aspect("ruled_out")
    if out and bool(out.after) != bool(out.before):
        yield f"{'Ruled out' if out.after else 'No longer ruled out'}: {change.say}"
    if change.aspect("for") or change.aspect("against"):
        yield f"Reasons for or against change: {change.say}"


def _of_recommendation(change: Change) -> Iterator[str]:
    say = numbered(change.question, change.say)
    strength, due = change.aspect("strength"), change.aspect("due")
    if change.how == "lost":
        yield f"No longer: {say}"
    elif change.how == "gained":
        forbidden = change.strength == "must_not"
        firm = STRENGTH_WORDS[change.strength] if change.strength else ""
        yield f"Now advised against: {say}" if forbidden else f"Now advised ({firm}): {say}"
    else:
        if strength:
            was, now = (STRENGTH_WORDS[each[0]] for each in (strength.before, strength.after))  # type: ignore[index]
            yield f"Now {now}, no longer {was}: {say}"
        if due and due.after:
            yield f"Now due on {day_in_words(due.after[0])}: {say}"


def _why(change: Change) -> str:
    why = change.aspect("why")
    return " ".join(why.after or why.before) if why else change.say
