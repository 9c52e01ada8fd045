"""Laws of equal treatment: some facts change nothing, unless a clause lets them count and the rule cites it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Set

from decision_support.casework import Casework
from decision_support.model.case import Case
from decision_support.model.facts import Firing
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.law import CountsForNothing
from decision_support.model.rules import Rule
from decision_support.model.values import UNASKED
from decision_support.model.vocabulary import Fact
from decision_support.reasoning.openness import About

from .following import what_follows
from .law import Exhausted, Law


class CountsForNothingLaw(Law):
    """Proven from the rules as they stand: whichever reads such a fact cites a clause that lets it count."""

    def __init__(self, declared: CountsForNothing) -> None:
        super().__init__(declared)
        self._clauses = {each.fact: frozenset(each.clauses) for each in declared.facts}
        self._words = re.compile("|".join(map(_pattern, declared.words)), re.IGNORECASE)
        self._harmless = frozenset(declared.harmless)

    def breaches(self, desk: Casework, case: Case, on: dt.date) -> Iterator[str]:
        if not self.is_about(case):
            return
        facts, book = desk.situation(case, on).facts, desk.rule_book(case.guidance)
        for fact, clauses in self._clauses.items():
            known = desk.base.facts[fact]
            for subject in [each for each in facts if each.kind == known.about]:
                variants = [{About(subject, fact): value} for value in (UNASKED, *known.values)]
                for rule in _differing(book.rules, what_follows(book, facts, variants)):
                    if _reads(rule, fact) and not self._may_read(rule, clauses):
                        yield f"'{rule.id}' fires or not by {fact}, and cites no clause that lets it count."

    def exhausted(self, base: KnowledgeBase) -> Exhausted:
        breaches = [
            f"'{rule.id}' reads {fact}, and cites no clause that lets it count."
            for rule in base.rules.values()
            for fact, clauses in self._clauses.items()
            if _reads(rule, fact) and not self._may_read(rule, clauses)
        ]
        breaches += [
            f"the fact '{name}' speaks of '{word}', and the law says neither what it is nor that it does no harm."
            for name, fact in base.facts.items()
            if name not in self._clauses and name not in self._harmless
            for word in [self._word_in(name, fact)]
            if word
        ]
        return Exhausted(len(base.rules) + len(base.facts), tuple(breaches))

    def _may_read(self, rule: Rule, clauses: Set[str]) -> bool:
        return rule.id in self.exempted or not clauses.isdisjoint(rule.clauses)

    def _word_in(self, name: str, fact: Fact) -> str | None:
        told = (name.replace("_", " "), fact.say, fact.denied or "", fact.ask or "", fact.help or "")
        found = self._words.search(" / ".join(told))
        return found[0] if found else None


def _pattern(word: str) -> str:
    """A whole word, or whatever begins so where it ends in a star."""
    return rf"\b{re.escape(word.removesuffix('*'))}" + ("" if word.endswith("*") else r"\b")


def _reads(rule: Rule, fact: str) -> bool:
    return any(condition.fact == fact for condition in rule.when)


def _differing(rules: Mapping[str, Rule], fired: Iterable[tuple[Firing, ...]]) -> list[Rule]:
    """The rules that do not fire under all the changes alike."""
    sets = [frozenset(each) for each in fired]
    names = sorted({firing.rule for each in sets for firing in each ^ sets[0]})
    return [rules[name] for name in names]
