"""Why something follows: a proof from the rules that fired, those that did not, and the facts behind both.

Three choices keep proofs well founded. A conclusion rests on the derivation that came first (smallest rank, then name).
A rule that stays silent does so for one failing condition: a given fact before a count, a count before the absence of a
conclusion, and of those the one that is settled first. Only rules that all wait for each other may rest on each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

import networkx as nx

from decision_support.model.facts import CASE, Facts, Firing, Inference, Subject, subject_of
from decision_support.model.proof import (
    Bound,
    Claim,
    Concluded,
    Counted,
    Fires,
    Given,
    Meets,
    Misses,
    NotConcluded,
    Proof,
    Silent,
)
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import UNASKED, Kind
from decision_support.model.vocabulary import Fact

Counts = Mapping[str, tuple[Kind, tuple[Condition, ...]]]
About = tuple[Subject, str]


class _Failing(NamedTuple):
    """One way in which conditions fail; the least is the one to tell. `claims` say why."""

    sort: int
    rank: float
    position: int
    claims: tuple[Claim, ...]


class Prover:
    """Proofs of what was inferred from the facts of one case."""

    def __init__(
        self, rules: Mapping[str, Rule], facts: Mapping[str, Fact], counts: Counts, given: Facts, inference: Inference
    ) -> None:
        self._rules = rules
        self._facts = facts
        self._counts = counts
        self._given = {
            subject: {fact: value for fact, value in known.items() if value != UNASKED}
            for subject, known in given.items()
        }
        self._inference = inference
        self._concluding: dict[str, list[Rule]] = {}
        for name in sorted(rules):
            if concludes := rules[name].concludes:
                self._concluding.setdefault(concludes[0], []).append(rules[name])
        self._absence_ranks: dict[NotConcluded, float] = {}

    def why_fired(self, firings: Iterable[Firing]) -> Proof:
        """Why these rules fire."""
        return self._proof(tuple(Fires(firing.rule, firing.subject) for firing in sorted(set(firings))))

    def why_holds(self, subject: Subject, fact: str) -> Proof:
        """Why a fact of a subject is as it is: every value it has, or why nothing gives it any."""
        own = self._given.get(subject, {}).get(fact)
        roots: list[Claim] = [Given(subject, fact, own)] if own is not None else []
        roots += [Concluded(subject, fact, value) for value in sorted(self._derivations.get((subject, fact), {}))]
        if not roots and fact in self._counts and self._inference.holding(subject, fact):
            roots = [Counted(fact, self._number(subject, fact), "exactly")]
        if not roots and fact in self._concluding:
            roots = [NotConcluded(subject, fact, self._conclusions(fact, self._facts[fact].values))]
        return self._proof(tuple(roots or [Given(subject, fact, UNASKED)]))

    def _proof(self, roots: tuple[Claim, ...]) -> Proof:
        rests_on: dict[Claim, tuple[Claim, ...]] = {}
        waiting = list(reversed(roots))
        while waiting:
            claim = waiting.pop()
            if claim not in rests_on:
                rests_on[claim] = tuple(dict.fromkeys(self._premises(claim)))
                waiting.extend(reversed(rests_on[claim]))
        return Proof(roots, rests_on, _in_circles(rests_on))

    def _premises(self, claim: Claim) -> tuple[Claim, ...]:
        match claim:
            case Given():
                return ()
            case Fires(rule, subject):
                return self._all_hold(self._rules[rule].when, subject)
            case Concluded(subject, fact, value):
                rule = self._derivations[subject, fact][value][1]
                return (Fires(rule, subject),)
            case NotConcluded(subject, _, _):
                return tuple(Silent(rule.id, subject) for rule in self._that_would_conclude(claim))
            case Silent(rule, subject):
                return self._fails(self._rules[rule].when, subject).claims
            case Counted():
                return self._counted(claim)
            case Meets(fact, subject):
                return self._all_hold(self._counts[fact][1], subject)
            case Misses(fact, subject):
                return self._fails(self._counts[fact][1], subject).claims

    def _all_hold(self, conditions: Iterable[Condition], subject: Subject) -> tuple[Claim, ...]:
        return tuple(
            claim for condition in conditions for claim in self._holds(condition, subject_of(condition, subject))
        )

    def _holds(self, condition: Condition, subject: Subject) -> tuple[Claim, ...]:
        """Why a condition holds of a subject."""
        fact = condition.fact
        own = self._given.get(subject, {}).get(fact)
        if own is not None and condition.holds(own):
            return (Given(subject, fact, own),)
        if own is None and fact in self._counts:
            bound = _bound_that_holds(condition)
            return (Counted(fact, self._number(subject, fact), bound),) if bound else ()
        derived = self._derivations.get((subject, fact), {})
        ranked = sorted((rank, value) for value, (rank, _) in derived.items() if condition.holds(value))
        if ranked:
            return (Concluded(subject, fact, ranked[0][1]),)
        return self._absent(condition, subject)

    def _absent(self, condition: Condition, subject: Subject) -> tuple[Claim, ...]:
        """Why a condition holds that an absence satisfies: nothing gives a value that would break it."""
        fact = condition.fact
        unsaid = (Given(subject, fact, UNASKED),)
        if fact not in self._concluding:
            return unsaid
        breaking = self._conclusions(fact, [v for v in self._values_of(fact) if not condition.holds(v)])
        return (*(unsaid if self._facts[fact].ask else ()), NotConcluded(subject, fact, breaking))

    def _fails(self, conditions: Iterable[Condition], subject: Subject) -> _Failing:
        """The one failing condition to tell."""
        return min(
            found
            for position, condition in enumerate(conditions)
            if (found := self._failing(condition, subject_of(condition, subject), position))
        )

    def _failing(self, condition: Condition, subject: Subject, position: int) -> _Failing | None:
        fact = condition.fact
        if self._is_so(condition, subject):
            return None
        own = self._given.get(subject, {}).get(fact)
        if fact in self._concluding:
            claim = NotConcluded(subject, fact, self._satisfying(condition))
            witness = self._has_some_value(subject, fact) if condition.holds(self._facts[fact].otherwise) else ()
            # Without rules that could make it hold, a value that was given is all there is to tell.
            if own is not None and not claim.values:
                return _Failing(0, 0, position, (Given(subject, fact, own),))
            return _Failing(3, self._absence_rank(claim), position, (*witness, claim))
        if own is not None:
            return _Failing(0, 0, position, (Given(subject, fact, own),))
        if fact in self._counts:
            number = self._number(subject, fact)
            return _Failing(2, 0, position, (Counted(fact, number, _bound_that_fails(condition, number)),))
        return _Failing(1, 0, position, (Given(subject, fact, UNASKED),))

    def _has_some_value(self, subject: Subject, fact: str) -> tuple[Claim, ...]:
        own = self._given.get(subject, {}).get(fact)
        if own is not None:
            return (Given(subject, fact, own),)
        derived = self._derivations[subject, fact]
        return (Concluded(subject, fact, min((rank, value) for value, (rank, _) in derived.items())[1]),)

    def _counted(self, claim: Counted) -> tuple[Claim, ...]:
        kind, where = self._counts[claim.fact]
        met: list[Claim] = []
        missed: list[Claim] = []
        for subject in sorted(self._subjects):
            if subject.kind == kind:
                if self._meets(where, subject):
                    met.append(Meets(claim.fact, subject))
                else:
                    missed.append(Misses(claim.fact, subject))
        return (*met, *(missed if claim.bound != "at_least" else ()))

    def _meets(self, conditions: Iterable[Condition], subject: Subject) -> bool:
        return all(self._is_so(condition, subject_of(condition, subject)) for condition in conditions)

    def _is_so(self, condition: Condition, subject: Subject) -> bool:
        values = self._inference.holding(subject, condition.fact)
        if values:
            return any(map(condition.holds, values))
        return condition.holds(self._facts[condition.fact].otherwise)

    def _number(self, subject: Subject, fact: str) -> int:
        return int(self._inference.holding(subject, fact)[0])

    @cached_property
    def _subjects(self) -> frozenset[Subject]:
        return frozenset({CASE, *self._given})

    @cached_property
    def _derivations(self) -> dict[About, dict[str, tuple[int, str]]]:
        """Each concluded value with the rank and the rule of its first derivation, which rests on smaller ranks."""
        found: dict[About, dict[str, tuple[int, str]]] = {}
        waiting = [firing for firing in self._inference.fired if self._rules[firing.rule].concludes]
        rank = 0
        while waiting:
            rank += 1
            ready = [firing for firing in waiting if self._is_derived(firing, found)]
            assert ready, "every firing has a derivation"
            for firing in ready:
                fact, value = self._rules[firing.rule].concludes or ("", "")
                values = found.setdefault((firing.subject, fact), {})
                values[value] = min(values.get(value, (rank, firing.rule)), (rank, firing.rule))
            done = set(ready)
            waiting = [firing for firing in waiting if firing not in done]
        return found

    def _is_derived(self, firing: Firing, found: Mapping[About, Mapping[str, object]]) -> bool:
        """Whether every condition that needs a conclusion has one already."""
        for condition in self._rules[firing.rule].when:
            subject, fact = subject_of(condition, firing.subject), condition.fact
            if fact not in self._concluding or condition.holds(self._facts[fact].otherwise):
                continue  # Settled in an earlier stratum, so it cannot lead back.
            own = self._given.get(subject, {}).get(fact)
            if not (own is not None and condition.holds(own)) and not any(
                map(condition.holds, found.get((subject, fact), {}))
            ):
                return False
        return True

    def _that_would_conclude(self, claim: NotConcluded) -> list[Rule]:
        return [
            rule
            for rule in self._concluding.get(claim.fact, ())
            if rule.about == claim.subject.kind and (rule.concludes or ("", ""))[1] in claim.values
        ]

    def _satisfying(self, condition: Condition) -> tuple[str, ...]:
        return self._conclusions(condition.fact, filter(condition.holds, self._values_of(condition.fact)))

    def _values_of(self, fact: str) -> list[str]:
        return [rule.concludes[1] for rule in self._concluding.get(fact, ()) if rule.concludes]

    def _conclusions(self, fact: str, values: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(set(values) & set(self._values_of(fact))))

    def _absence_rank(self, claim: NotConcluded) -> float:
        """When it is settled that nothing concludes this; infinite where rules wait for each other."""
        if claim not in self._absence_ranks:
            self._rank_absences(claim)
        return self._absence_ranks[claim]

    def _rank_absences(self, claim: NotConcluded) -> None:
        ways = self._ways_to_stay_silent(claim)
        # What was ranked before is final: all that it leads to was ranked with it.
        settled = {known: rank for known, rank in self._absence_ranks.items() if rank < math.inf}
        rank = 0
        while True:
            rank += 1
            now = [
                absent
                for absent, rules in ways.items()
                if absent not in settled
                and all(any(w is None or settled.get(w, rank) < rank for w in r) for r in rules)
            ]
            if not now:
                break
            settled.update(dict.fromkeys(now, rank))
        self._absence_ranks.update({absent: settled.get(absent, math.inf) for absent in ways})

    def _ways_to_stay_silent(self, claim: NotConcluded) -> dict[NotConcluded, list[list[NotConcluded | None]]]:
        """For each absence that this may lead to, rule by rule, what would do: another absence, or None for a given."""
        ways: dict[NotConcluded, list[list[NotConcluded | None]]] = {}
        waiting = [claim]
        while waiting:
            absent = waiting.pop()
            if absent in ways or absent in self._absence_ranks:
                continue
            ways[absent] = []
            for rule in self._that_would_conclude(absent):
                failing = [self._absence_or_given(each, absent.subject) for each in rule.when]
                ways[absent].append([way for fails, way in failing if fails])
                waiting += [way for fails, way in failing if way is not None]
        return ways

    def _absence_or_given(self, condition: Condition, subject: Subject) -> tuple[bool, NotConcluded | None]:
        about, fact = subject_of(condition, subject), condition.fact
        if self._is_so(condition, about):
            return False, None
        values = self._satisfying(condition)
        return True, NotConcluded(about, fact, values) if values else None


def _bound_that_holds(condition: Condition) -> Bound | None:
    """What has to be shown of a number so that the condition holds; None where any number will do."""
    if condition.allowed is not None or (condition.at_least is not None and condition.at_most is not None):
        return "exactly"
    if condition.at_least is not None:
        return "at_least"
    return "at_most" if condition.at_most is not None else None


def _bound_that_fails(condition: Condition, number: int) -> Bound:
    if condition.allowed is not None:
        return "exactly"
    return "at_most" if condition.at_least is not None and number < condition.at_least else "at_least"


def _in_circles(rests_on: Mapping[Claim, tuple[Claim, ...]]) -> frozenset[Claim]:
    graph: nx.DiGraph[Claim] = nx.DiGraph(
        [(claim, premise) for claim, premises in rests_on.items() for premise in premises]
    )
    return frozenset(claim for group in nx.strongly_connected_components(graph) if len(group) > 1 for claim in group)
