"""What a changed rule does where everything that it reads is already settled, without running the other rules."""

from __future__ import annotations

from decision_support.model.facts import CASE, Facts, Inference, Subject, subject_of
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition, Rule
from decision_support.reasoning.program import subjects_of


def fires_for(rule: Rule, inference: Inference, facts: Facts) -> tuple[Subject, ...]:
    """The subjects for which every condition holds, sorted; for a rule that does not feed itself."""
    subjects = [CASE] if rule.about == "case" else [each for each in subjects_of(facts) if each.kind == rule.about]
    return tuple(
        subject
        for subject in subjects
        if all(holds(condition, subject_of(condition, subject), inference) for condition in rule.when)
    )


def holds(condition: Condition, subject: Subject, inference: Inference) -> bool:
    """Whether a condition is met by what follows for a subject."""
    return any(map(condition.holds, inference.holding(subject, condition.fact) or (None,)))


class Reach:
    """Which rules a conclusion reaches: those that read it, those that read what they conclude, and so on."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._readers: dict[str, set[str]] = {}
        self._concludes = {name: rule.concludes[0] for name, rule in base.rules.items() if rule.concludes}
        self._counts: dict[str, set[str]] = {}
        for name, rule in base.rules.items():
            for condition in rule.when:
                self._readers.setdefault(condition.fact, set()).add(name)
        for name, (_, where) in base.counts.items():
            for condition in where:
                self._counts.setdefault(condition.fact, set()).add(name)

    def of(self, *facts: str) -> frozenset[str]:
        """The ids of all rules that these facts reach."""
        return frozenset(name for fact in self.facts(*facts) for name in self._readers.get(fact, ()))

    def facts(self, *facts: str) -> frozenset[str]:
        """These facts, and all that are concluded or counted from them."""
        reached, waiting = set(facts), list(facts)
        while waiting:
            fact = waiting.pop()
            onward = {self._concludes[name] for name in self._readers.get(fact, ()) if name in self._concludes}
            for other in (onward | self._counts.get(fact, set())) - reached:
                reached.add(other)
                waiting.append(other)
        return frozenset(reached)

    def feeds_itself(self, rule: Rule) -> bool:
        """Whether a rule reads something that its own conclusion bears on."""
        if rule.concludes is None:
            return False
        reached = self.facts(rule.concludes[0])
        return any(condition.fact in reached for condition in rule.when)
