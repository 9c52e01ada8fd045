"""On which bundled days a mutant changes what follows, and whether the advice is then still as expected."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace

from decision_support.casework import Casework
from decision_support.casework.advising import advise
from decision_support.casework.situation import Situation
from decision_support.model.facts import subject_of
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Rule
from decision_support.model.values import UNKNOWN
from decision_support.proof.expectations import differences
from decision_support.reasoning.program import subjects_of

from .days import Day
from .firing import Reach, fires_for, holds
from .mutant import Mutant

Moved = tuple[Day, Situation, Hashable]


class MovedDays:
    """The days with what follows on them as the base is.

    Advice is a function of the facts and of what fires, so a changed rule that fires for the same subjects and says
    the same leaves a day as it was, and two changes that come to the same on a day need one look at its advice.
    """

    def __init__(self, desk: Casework, days: Sequence[Day], reach: Reach) -> None:
        self._desk = desk
        self._days = days
        self._reach = reach
        self._told: dict[Hashable, str | None] = {}
        self._last: Casework | None = None
        concluded = {rule.concludes[0] for rule in desk.base.rules.values() if rule.concludes}
        self._movable = concluded | desk.base.counts.keys()

    def noticing(self, mutant: Mutant, changed: KnowledgeBase) -> Iterator[tuple[Day, str]]:
        """The days whose advice is no longer as expected, with the first difference."""
        desk = self._desk_for(mutant, changed)
        for day, situation, why in self._moved(mutant, desk):
            key = why and (id(day), why)
            if key is None or key not in self._told:
                told = self._difference(day, situation, desk)
                if key is not None:
                    self._told[key] = told
            else:
                told = self._told[key]
            if told:
                yield day, told

    def asking(self, mutant: Mutant, changed: KnowledgeBase) -> Iterator[tuple[Day, str]]:
        """The same for the days that expect certain questions: a rule bears on those before it fires."""
        before, after = self._desk.base.rules.get(mutant.about), mutant.rule
        if before is None or (after is not None and after.when == before.when):
            return
        desk = self._desk_for(mutant, changed)
        for day in self._days:
            if not (day.expected.asked or day.expected.ask_first) or before.guidance not in (None, *day.guidance):
                continue
            if self._may_fire(before, day) or (after is not None and self._may_fire(after, day)):
                told = self._difference(day, day.situation, desk)
                if told:
                    yield day, told

    def moved(self, mutant: Mutant, changed: KnowledgeBase) -> Iterator[tuple[Casework, Day]]:
        """The days on which something follows that did not, or no longer does."""
        desk = self._desk_for(mutant, changed)
        return ((desk, day) for day, _, _ in self._moved(mutant, desk))

    def _may_fire(self, rule: Rule, day: Day) -> bool:
        """Whether some answers could make it fire on a day: nothing that is closed rules it out."""
        subjects = [each for each in subjects_of(day.situation.facts) if each.kind == rule.about]
        return any(
            all(
                condition.fact in self._movable
                or holds(condition, subject_of(condition, subject), day.inference)
                or self._is_open(condition.fact, day.inference.holding(subject_of(condition, subject), condition.fact))
                for condition in rule.when
            )
            for subject in subjects
        )

    def _is_open(self, fact: str, values: tuple[str, ...]) -> bool:
        return bool(self._desk.base.facts[fact].ask) and values in ((), (UNKNOWN,))

    def _desk_for(self, mutant: Mutant, changed: KnowledgeBase) -> Casework:
        """One desk for all that is asked of one mutant."""
        if self._last is None or self._last.base is not changed:
            self._last = Casework(changed, engine=False, books=self._desk.books if mutant.document else None)
        return self._last

    def _difference(self, day: Day, situation: Situation, desk: Casework) -> str | None:
        advice = advise(desk.base, situation, desk.rule_book(day.guidance))
        found = differences(day.expected, advice)
        return f"{day.told}: {found[0]}" if found else None

    def _moved(self, mutant: Mutant, desk: Casework) -> Iterator[Moved]:
        if mutant.document is not None:
            yield from self._by_document(mutant, desk)
        elif mutant.counts:
            for day in self._days:
                if desk.rule_book(day.guidance).worlds.infer_one(day.situation.facts) != day.inference:
                    yield day, day.situation, None
        else:
            yield from self._by_rule(mutant, desk)

    def _by_document(self, mutant: Mutant, desk: Casework) -> Iterator[Moved]:
        assert mutant.document is not None
        kind, _, name = mutant.about.partition(":")
        for day in self._days:
            if mutant.document.guidance.id not in day.guidance:
                continue
            if kind == "action":
                advised = {desk.base.rules[firing.rule].then.target for firing in day.inference.fired}
                if name in advised:
                    yield day, _with_document(day.situation, mutant), None
                continue
            situation = desk.situation(day.case, day.expected.on)
            known = day.situation
            if (situation.timetable, situation.facts) != (known.timetable, known.facts):
                yield day, situation, None

    def _by_rule(self, mutant: Mutant, desk: Casework) -> Iterator[Moved]:
        before, after = self._desk.base.rules[mutant.about], mutant.rule
        feeds = after is not None and self._reach.feeds_itself(after)
        for day in self._days:
            if before.guidance not in (None, *day.guidance):
                continue
            facts = day.situation.facts
            if feeds:
                if desk.rule_book(day.guidance).worlds.infer_one(facts) != day.inference:
                    yield day, day.situation, None
                continue
            was = fires_for(before, day.inference, facts)
            now = fires_for(after, day.inference, facts) if after else ()
            said = _said(after) if after and now else None
            if was != now or (said is not None and said != _said(before)):
                yield day, day.situation, (before.id, now, said)


def _said(rule: Rule) -> Hashable:
    """What a rule says, as far as a day can expect it."""
    then = rule.then
    return then.kind, then.target, then.value, rule.clauses


def _with_document(situation: Situation, mutant: Mutant) -> Situation:
    assert mutant.document is not None
    return replace(situation, documents={**situation.documents, mutant.document.guidance.id: mutant.document})
