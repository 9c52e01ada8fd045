"""The rules behind what advice says without a proof: judgements, silences, questions, and who may not act."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from decision_support.model.advice import Advice, MayNotAct, Reason
from decision_support.model.facts import CASE, Facts, Firing, Inference, Subject, premises
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Rule
from decision_support.model.values import Kind
from decision_support.reasoning.conclude import conclude
from decision_support.wording import premises_in_words


def facts_of(advice: Advice) -> Facts:
    """The facts that advice came from, by its receipt."""
    return {_subject(name): known for name, known in advice.receipt.facts.items()}


class Behind:
    """The rules behind what advice says without a proof."""

    def __init__(self, base: KnowledgeBase, advice: Advice, inference: Inference) -> None:
        self._base = base
        self._inference = inference
        self._names = {each["id"]: each.get("name", each["id"]) for each in advice.receipt.case.get("people", ())}
        concluded = conclude(base, inference)
        self._judgements, self._silences, self._bars = concluded.judgements, concluded.silences, concluded.bars
        self._applying: dict[str, list[Firing]] = {}
        for firing in inference.fired:
            if firing.subject.kind == "question" and base.rules[firing.rule].then.kind == "conclude":
                self._applying.setdefault(firing.subject.id, []).append(firing)

    def judgement(self, name: str) -> tuple[Reason, ...]:
        return self._reasons(self._judgements.get(name, ()))

    def silence(self, name: str) -> tuple[Reason, ...]:
        return self._reasons(self._silences.get(name, ()))

    def question(self, name: str, why: tuple[str, ...]) -> tuple[Reason, ...]:
        """What concludes that a question applies or does not, as far as its line gives it as a reason."""
        fired = self._applying.get(name, ())
        return self._reasons(each for each in fired if self._base.rules[each.rule].because in why)

    def bar(self, barred: MayNotAct) -> tuple[Reason, ...]:
        fired = (
            firing
            for bar, firings in self._bars.items()
            if (bar.role, bar.person) == (f"{barred.guidance}.{barred.role}", barred.person)
            for firing in firings
        )
        return self._reasons(each for each in fired if each.rule in barred.rules)

    def _reasons(self, firings: Iterable[Firing]) -> tuple[Reason, ...]:
        return tuple(self._reason(self._base.rules[firing.rule], firing.subject) for firing in firings)

    def _reason(self, rule: Rule, subject: Subject) -> Reason:
        resting_on = premises(rule, subject, self._inference)
        facts = premises_in_words(self._base, resting_on, self._names)
        return Reason(rule.id, subject.id, rule.because, facts, rule.clauses)


def _subject(name: str) -> Subject:
    kind, _, own = name.partition(":")
    return Subject(cast(Kind, kind), own) if own else CASE
