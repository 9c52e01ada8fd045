"""What to ask next: the unanswered facts that rules wait for, safety first, then whatever settles most."""

from __future__ import annotations

from collections.abc import Iterable

from decision_support.model.advice import Ask
from decision_support.model.facts import CASE, Facts
from decision_support.model.knowledge import KnowledgeBase
from decision_support.reasoning.openness import About, Live, is_unasked


def what_to_ask(base: KnowledgeBase, facts: Facts, live: Iterable[Live]) -> tuple[Ask, ...]:
    """Every unasked fact on which a rule that is still possible turns, most useful first."""
    waiting: dict[About, list[Live]] = {}
    for each in live:
        for about in each.waits_for:
            if is_unasked(facts, about):
                waiting.setdefault(about, []).append(each)

    def usefulness(about: About) -> tuple[object, ...]:
        rules = waiting[about]
        alone = sum(1 for each in rules if len(each.waits_for) == 1)
        return (not base.facts[about.fact].safety, -alone, -len(rules), about.fact, about.subject)

    return tuple(
        Ask(
            fact=about.fact,
            subject="case" if about.subject == CASE else about.subject.id,
            question=base.facts[about.fact].ask or "",
            because=tuple(sorted({each.rule.id for each in waiting[about]})),
        )
        for about in sorted(waiting, key=usefulness)
    )
