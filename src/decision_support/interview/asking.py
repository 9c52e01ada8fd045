"""What to ask next: every unasked fact whose answer can make a difference, safety first, then what settles most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from decision_support.model.advice import Ask
from decision_support.model.facts import CASE, Facts
from decision_support.model.knowledge import KnowledgeBase
from decision_support.reasoning.openness import About, Live, is_unasked
from decision_support.reasoning.outlook import ACTION, Outlook, Target, target_of


def what_to_ask(
    base: KnowledgeBase,
    facts: Facts,
    live: Iterable[Live],
    outlooks: Iterable[Outlook],
    holders: Mapping[str, tuple[str, ...]],
) -> tuple[Ask, ...]:
    """Every question that can still matter, most useful first; none whose answer would change nothing in any case.

    What is asked only after another question is asked once that one has an answer. `holders` says who holds each role.
    """
    turned = _turned(base, facts, outlooks)
    waiting: dict[Target, list[Live]] = {}
    for each in live:
        waiting.setdefault(target_of(each.rule, each.subject), []).append(each)
    stakes = {name: stake for document in base.documents for name, stake in base.stakes(document).items()}

    def usefulness(about: About) -> tuple[object, ...]:
        at_once = [each for each in turned[about] if each.target.kind == ACTION and each.turned_at_once(about)]
        urgent = any(base.action(each.target.name).urgency == "now" for each in at_once)
        stake = stakes.get(about.subject.id, 0) if about.subject.kind == "question" else -1
        settles = sum(each.settled_by(about) for each in turned[about] if about in each.cone)
        known = base.facts[about.fact]
        safety = 2 - known.safety * (1 + urgent)
        on_record = known.computed is not None  # what the record could tell comes after what only somebody can answer
        return (safety, not at_once, stake, -settles, on_record, about.fact, about.subject)

    return tuple(
        Ask(
            fact=about.fact,
            subject="case" if about.subject == CASE else about.subject.id,
            question=base.question_text(about.fact, about.subject.id),
            because=tuple(
                sorted(
                    {
                        each.rule.id
                        for outlook in turned[about]
                        for each in waiting[outlook.target]
                        if about in each.waits_for or about not in outlook.cone
                    }
                )
            ),
            answered_by=(roles := base.facts[about.fact].answered_by),
            people=tuple(sorted({person for role in roles for person in holders.get(role, ())})),
            at_once=any(each.target.kind == ACTION and each.turned_at_once(about) for each in turned[about]),
        )
        for about in sorted(turned, key=usefulness)
    )


def _turned(base: KnowledgeBase, facts: Facts, outlooks: Iterable[Outlook]) -> dict[About, list[Outlook]]:
    """For each question to ask, the conclusions that turn on it, or on what is asked after it."""
    turned: dict[About, dict[Target, Outlook]] = {}
    for outlook in outlooks:
        for about in outlook.cone:
            if not is_unasked(facts, about) or not outlook.turns_on(about):
                continue
            first = base.facts[about.fact].asked_after
            before = About(about.subject, first) if first else about
            ask = before if is_unasked(facts, before) else about
            turned.setdefault(ask, {})[outlook.target] = outlook
    return {about: list(those.values()) for about, those in turned.items()}
