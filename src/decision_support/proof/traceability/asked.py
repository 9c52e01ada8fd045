"""Which questions a rule asks: of what it reads itself, and of what leads to the conclusions that it reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition, Rule


@dataclass(frozen=True)
class Asked:
    """A question that is put to people: an answered fact, or a question of a framework.

    kind     'fact' or 'question'
    rules    those that read it themselves
    clauses  those that such rules rest on, and those that the question itself cites
    """

    id: str
    kind: str
    about: str
    say: str
    rules: tuple[str, ...]
    clauses: tuple[str, ...]


class AskedOf:
    """The answered facts behind every rule of a knowledge base."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._direct = {name: tuple(dict.fromkeys(self._read(rule.when))) for name, rule in base.rules.items()}
        self._concluding: dict[str, list[str]] = {}
        for name, rule in base.rules.items():
            if rule.concludes:
                self._concluding.setdefault(rule.concludes[0], []).append(name)
        self._citing: dict[str, list[str]] = {}
        for name, fact in base.facts.items():
            if fact.ask:
                for clause in fact.clauses:
                    self._citing.setdefault(clause, []).append(name)
        for document in base.documents.values():
            for question in document.questions.values():
                for clause in (*question.clauses, *(each for part in question.parts for each in part.clauses)):
                    self._citing.setdefault(clause, []).append(question.id)

    def directly_by(self, rules: Iterable[str], clause: str = "") -> tuple[str, ...]:
        """What these rules ask themselves, and what is asked because of this clause."""
        read = [fact for rule in rules for fact in self._direct[rule] if self._base.facts[fact].ask]
        return tuple(dict.fromkeys([*read, *self._citing.get(clause, ())]))

    def behind(self, rules: Iterable[str], clause: str = "") -> tuple[str, ...]:
        """What is asked for the conclusions that these rules read, and they do not ask themselves."""
        listed = tuple(rules)
        direct = set(self.directly_by(listed, clause))
        reached, waiting = set(listed), list(listed)
        while waiting:
            facts = self._direct[waiting.pop()]
            more = {rule for fact in facts for rule in self._concluding.get(fact, ())} - reached
            reached |= more
            waiting += sorted(more)
        found = {fact for rule in reached for fact in self._direct[rule] if self._base.facts[fact].ask}
        return tuple(sorted(found - direct))

    def reading(self, rules: Mapping[str, Rule]) -> dict[str, list[str]]:
        """By fact, those of these rules that read it."""
        found: dict[str, list[str]] = {}
        for name in rules:
            for fact in self._direct[name]:
                found.setdefault(fact, []).append(name)
        return found

    def _read(self, conditions: Iterable[Condition]) -> Iterator[str]:
        """The facts of conditions, and for one that counts, the facts that it counts by."""
        for condition in conditions:
            yield condition.fact
            if condition.fact in self._base.counts:
                yield from self._read(self._base.counts[condition.fact][1])


def asked_rows(
    base: KnowledgeBase, guidance: Collection[str], rules: Mapping[str, Rule], asked_of: AskedOf
) -> tuple[Asked, ...]:
    """Every question that these rules ask, then every question of the frameworks of these documents."""
    reading = asked_of.reading(rules)
    found = []
    for name, fact in base.facts.items():
        own = [clause for clause in fact.clauses if _belongs(base, clause, guidance)]
        if fact.ask and (name in reading or own):
            by = tuple(reading.get(name, ()))
            clauses = (*own, *(clause for rule in by for clause in rules[rule].clauses))
            found.append(Asked(name, "fact", fact.about, fact.ask, by, tuple(dict.fromkeys(clauses))))
    for own_id in guidance:
        for question in base.documents[own_id].questions.values():
            cited = (*question.clauses, *(each for part in question.parts for each in part.clauses))
            of_questions = tuple(name for name, rule in rules.items() if rule.about == "question")
            clauses = tuple(dict.fromkeys(cited))
            found.append(Asked(question.id, "question", own_id, question.ask, of_questions, clauses))
    return tuple(found)


def _belongs(base: KnowledgeBase, clause: str, guidance: Collection[str]) -> bool:
    return any(clause in base.documents[name].clauses for name in guidance)
