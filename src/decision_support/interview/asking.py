"""What to ask next: the unanswered facts that rules wait for, safety first, then whatever settles most."""

from __future__ import annotations

from collections.abc import Iterable

from decision_support.model.advice import Ask
from decision_support.model.facts import CASE, Facts, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import BARRED_AS
from decision_support.reasoning.conclude import Bar
from decision_support.reasoning.openness import About, Live, is_unasked

# Conclusions that have somebody do something, where the others only prepare or weigh.
DIRECT = frozenset({"must", "must_not", "should", "may"})


def what_to_ask(base: KnowledgeBase, facts: Facts, live: Iterable[Live], bars: Iterable[Bar] = ()) -> tuple[Ask, ...]:
    """Every unasked fact on which a rule that is still possible turns, most useful first.

    Nothing is asked to bar somebody from a role who is barred from it already, as `bars` says.
    """
    excluded = {(bar.role, bar.person) for bar in bars if bar.kind == "exclude"}
    waiting: dict[About, list[Live]] = {}
    asked_as = _asked_as(base) if any(subject.kind == "question" for subject in facts) else {}
    for each in live:
        if each.rule.then.kind in BARRED_AS and (each.rule.then.target, each.subject.id) in excluded:
            continue
        for about in each.waits_for:
            first = base.facts[about.fact].asked_after
            if is_unasked(facts, about) and not (first and is_unasked(facts, About(about.subject, first))):
                waiting.setdefault(asked_as.get(about, about), []).append(each)

    stakes = {name: stake for document in base.documents for name, stake in base.stakes(document).items()}

    def usefulness(about: About) -> tuple[object, ...]:
        rules = waiting[about]
        alone = sum(1 for each in rules if len(each.waits_for) == 1 and each.rule.then.kind in DIRECT)
        stake = stakes.get(about.subject.id, 0) if about.subject.kind == "question" else -1
        known = base.facts[about.fact]
        on_record = known.computed is not None  # what the record could tell comes after what only somebody can answer
        return (not known.safety, not alone, stake, -alone, on_record, -len(rules), about.fact, about.subject)

    return tuple(
        Ask(
            fact=about.fact,
            subject="case" if about.subject == CASE else about.subject.id,
            question=base.question_text(about.fact, about.subject.id),
            because=tuple(sorted({each.rule.id for each in waiting[about]})),
        )
        for about in sorted(waiting, key=usefulness)
    )


def _asked_as(base: KnowledgeBase) -> dict[About, About]:
    """Questions that ask the same as an earlier one, and that earlier one."""
    return {
        _answer(question): _answer(first)
        for document in base.documents.values()
        for question in document.questions
        if (first := document.asking_the_same(question)[0]) != question
    }


def _answer(question: str) -> About:
    return About(Subject("question", question), "answer")
