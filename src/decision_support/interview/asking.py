"""What to ask next: every unasked fact whose answer can make a difference, safety first, then what settles most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from decision_support.model.advice import Ask
from decision_support.model.facts import CASE, Facts
from decision_support.model.knowledge import OURS, KnowledgeBase
from decision_support.model.values import UNASKED, UNKNOWN
from decision_support.reasoning.openness import About, Live, is_unasked
from decision_support.reasoning.outlook import ACTION, Outlook, Target, target_of

Holders = Mapping[str, tuple[str, ...]]


def what_to_ask(
    base: KnowledgeBase, facts: Facts, live: Iterable[Live], outlooks: Iterable[Outlook], holders: Holders
) -> tuple[Ask, ...]:
    """Every question that can still matter, most useful first; none whose answer would change nothing in any case.

    What is asked only after another question is asked once that one has an answer. `holders` says who holds each role
    of the documents that apply.
    """
    return _Asking(base, facts, live, holders).asks(_turned(base, facts, outlooks, UNASKED))


def what_is_unknown(
    base: KnowledgeBase, facts: Facts, live: Iterable[Live], outlooks: Iterable[Outlook], holders: Holders
) -> tuple[Ask, ...]:
    """What was asked and answered with 'unknown', and would make a difference if somebody came to know it."""
    return _Asking(base, facts, live, holders).asks(_turned(base, facts, outlooks, UNKNOWN))


class _Asking:
    def __init__(self, base: KnowledgeBase, facts: Facts, live: Iterable[Live], holders: Holders) -> None:
        self._base = base
        self._facts = facts
        self._holders = holders
        self._stakes = {name: stake for document in base.documents for name, stake in base.stakes(document).items()}
        self._waiting: dict[Target, list[Live]] = {}
        for each in live:
            self._waiting.setdefault(target_of(each.rule, each.subject), []).append(each)

    def asks(self, turned: Mapping[About, list[Outlook]]) -> tuple[Ask, ...]:
        """The questions, most useful first, each with the conclusions that turn on it."""
        ordered = sorted(turned, key=lambda about: self._usefulness(about, turned[about]))
        return tuple(self._ask(about, turned[about]) for about in ordered)

    def _ask(self, about: About, turned: Iterable[Outlook]) -> Ask:
        rules = {
            each.rule.id
            for outlook in turned
            for each in self._waiting[outlook.target]
            if about in each.waits_for or about not in outlook.cone
        }
        able = tuple(role for role in self._base.facts[about.fact].answered_by if role in self._holders)
        return Ask(
            fact=about.fact,
            subject="case" if about.subject == CASE else about.subject.id,
            question=self._base.question_text(about.fact, about.subject.id),
            because=tuple(sorted(rules)),
            answered_by=able,
            people=tuple(sorted({person for role in able for person in self._holders[role]})),
            at_once=bool(_at_once(about, turned)),
        )

    def _usefulness(self, about: About, turned: list[Outlook]) -> tuple[object, ...]:
        """Danger first, then what changes advice at once, then what is most at stake, then what settles most.

        A question that applies only to some cases comes after the facts that decide whether it does; what the record
        could tell comes after what only somebody can answer.
        """
        known = self._base.facts[about.fact]
        at_once = _at_once(about, turned)
        stake = self._stakes.get(about.subject.id, 0) if about.subject.kind == "question" else -1
        settles = sum(each.settled_by(about) for each in turned if about in each.cone)
        return (
            self._danger(about, at_once),
            not at_once or self._may_not_apply(about, turned),
            stake,
            -settles,
            known.computed is not None,
            about.fact,
            about.subject,
        )

    def _danger(self, about: About, at_once: Iterable[str]) -> int:
        """Our own safety advice, then what a document wants done now, then other safety, and only then the rest."""
        if not self._base.facts[about.fact].safety:
            return 3
        urgent = [name for name in at_once if self._base.action(name).urgency == "now"]
        return 0 if any(name.startswith(f"{OURS}.") for name in urgent) else 1 if urgent else 2

    def _may_not_apply(self, about: About, turned: Iterable[Outlook]) -> bool:
        if self._facts.get(about.subject, {}).get("conditional") != "yes":
            return False
        return any(
            other.subject == CASE and is_unasked(self._facts, other) for outlook in turned for other in outlook.cone
        )


def _at_once(about: About, turned: Iterable[Outlook]) -> tuple[str, ...]:
    """The actions that an answer to this alone would change now."""
    return tuple(each.target.name for each in turned if each.target.kind == ACTION and each.turned_at_once(about))


def _turned(base: KnowledgeBase, facts: Facts, outlooks: Iterable[Outlook], now: str) -> dict[About, list[Outlook]]:
    """For each question with this answer so far, the conclusions that turn on it, or on what is asked after it."""
    turned: dict[About, dict[Target, Outlook]] = {}
    for outlook in outlooks:
        for about in outlook.cone:
            if facts.get(about.subject, {}).get(about.fact, UNASKED) != now or not outlook.turns_on(about):
                continue
            first = base.facts[about.fact].asked_after
            before = About(about.subject, first) if first else about
            ask = before if now == UNASKED and is_unasked(facts, before) else about
            turned.setdefault(ask, {})[outlook.target] = outlook
    return {about: list(those.values()) for about, those in turned.items()}
