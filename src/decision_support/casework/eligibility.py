"""Who may not act in which role, or not yet: what the rules conclude, with the reason and its path in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from decision_support.model.advice import MayNotAct, Waived
from decision_support.model.facts import Firing, Inference, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.reasoning.conclude import Bar, Concluded
from decision_support.roles.conflicts import NO, WAIVED
from decision_support.roles.escalation import Barred, Bars
from decision_support.roles.facts import Standing

from .situation import Situation

THIS_PERSON = "This person "


class Eligibility:
    """What bars the people of one case from roles."""

    def __init__(self, base: KnowledgeBase, case: Situation, inference: Inference, concluded: Concluded) -> None:
        self._base = base
        self._case = case
        self._bars: Mapping[Bar, tuple[Firing, ...]] = concluded.bars
        self._concluding: dict[tuple[Subject, str], list[Firing]] = {}
        for firing in inference.fired:
            then = base.rules[firing.rule].then
            if then.kind == "conclude" and firing.subject.kind == "person":
                self._concluding.setdefault((firing.subject, then.target), []).append(firing)

    def bars(self, guidance: str) -> Bars:
        """For each role of a document and each person barred from it, why; what excludes before what is doubtful."""
        found: dict[tuple[str, str], Barred] = {}
        for bar, firings in sorted(self._bars.items(), key=lambda each: each[0].kind == "exclude"):
            own, _, role = bar.role.partition(".")
            if own == guidance:
                found[role, bar.person] = Barred(bar.kind, self._why(bar.kind, guidance, firings))
        return found

    def lines(self, kind: Literal["exclude", "doubt"]) -> tuple[MayNotAct, ...]:
        """Everybody who holds a role, is considered for it or stands in, and may not act in it, or not yet."""
        excluded = {(bar.role, bar.person) for bar in self._bars if bar.kind == "exclude"}
        return tuple(
            self._line(bar, firings)
            for bar, firings in self._bars.items()
            if bar.kind == kind and (kind == "exclude" or (bar.role, bar.person) not in excluded)
        )

    def waived(self) -> tuple[Waived, ...]:
        """Every conflict that a waiver on record sets aside."""
        found = {
            Waived(person, fact, f"{self._case.names[person]} {each.say}.")
            for standings in self._case.standings.values()
            for person, those in standings.items()
            for fact, each in those.items()
            if each.value == WAIVED
        }
        return tuple(sorted(found, key=lambda each: (each.person, each.fact)))

    def _line(self, bar: Bar, firings: Iterable[Firing]) -> MayNotAct:
        guidance, _, role = bar.role.partition(".")
        rules = [self._base.rules[firing.rule] for firing in firings]
        rests_on = [each for firing in firings for each in self._standings(guidance, firing)]
        return MayNotAct(
            person=bar.person,
            role=role,
            why=self._why(bar.kind, guidance, firings),
            clauses=tuple(sorted({name for rule in rules for name in rule.clauses})),
            guidance=guidance,
            rules=tuple(rule.id for rule in rules),
            interpretations=tuple(sorted({rule.interpretation for rule in rules if rule.interpretation})),
            path=tuple(dict.fromkeys((step.from_, step.relation, step.to) for each in rests_on for step in each.path)),
        )

    def _why(self, kind: str, guidance: str, firings: Iterable[Firing]) -> str:
        """For what excludes, the shortest reason, since one is enough; for what is in doubt all, since all are open."""
        told: dict[str, int] = {}
        for firing in firings:
            found = [(each.say, len(each.path)) for each in self._standings(guidance, firing)]
            for say, length in found or [(_without_subject(self._base.rules[firing.rule].because), 0)]:
                told.setdefault(say, length)
        if kind == "doubt":
            return "; ".join(told)
        shortest, *more = sorted(told, key=lambda say: (told[say], len(say)))
        return f"{shortest} (and {len(more)} more)" if more else shortest

    def _standings(self, guidance: str, firing: Firing) -> Iterator[Standing]:
        """What a firing rests on in the graph, also through what other rules concluded of the same person."""
        known = self._case.standings[guidance][firing.subject.id]
        for condition in self._base.rules[firing.rule].when:
            if condition.fact in known and not condition.holds(NO):
                yield known[condition.fact]
            for other in self._concluding.get((firing.subject, condition.fact), ()):
                yield from self._standings(guidance, other)


def _without_subject(because: str) -> str:
    told = because.removeprefix(THIS_PERSON).rstrip(".")
    return told if because.startswith(THIS_PERSON) else told[:1].lower() + told[1:]
