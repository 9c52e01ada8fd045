"""What would be different in a case after a change: read off where that is plain, and else tried on the case itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cached_property

from decision_support.casework.situation import Situation
from decision_support.errors import BeyondCalendar, InvalidCase
from decision_support.model.case import Case
from decision_support.model.facts import CASE, Facts, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.values import UNASKED
from decision_support.reasoning.openness import About

Change = Callable[[Case], Case]
Situate = Callable[[Case, dt.date], Situation]
Sets = Mapping[About, str]  # what is then different, with its new value


class Differences:
    """The changes of one case, as far as the facts of a cone notice them.

    A large case has many people, and most of the work of gathering its facts is about them. So they are left out where
    the cone says nothing of people, and what touches each person's own facts alone is tried on all of them at once.
    """

    def __init__(self, base: KnowledgeBase, case: Situation, situate: Situate, cone: frozenset[About]) -> None:
        self._base, self._case, self._situate, self._cone = base, case, situate, cone
        self._of_people: dict[Hashable, Mapping[Subject, Sets]] = {}

    def after(self, change: Change, on: dt.date) -> Sets:
        """What is different after a change; nothing where the case cannot take it, or no bank holidays are on file."""
        before, case = self._before
        try:
            after = self._situate(change(case), on).facts
        except (InvalidCase, BeyondCalendar):
            return {}
        return self._seen(before, after)

    def after_answer(self, subject: Subject, name: str, value: str, reasons: str | None) -> Sets | None:
        """What is different after an answer, where that can be read off; None where the case has to be asked."""
        fact = self._base.facts[name]
        if fact.computed or fact.overtaken or not self._only_tells(subject, name):
            return None
        sets = {About(subject, name): value}
        if subject.kind == "question":
            sets[About(subject, "rationale")] = "given" if reasons else "missing"
        known = self._case.facts.get(subject, {})
        return {each: new for each, new in sets.items() if each in self._cone and known.get(each.fact) != new}

    def of_person(self, key: Hashable, change: Callable[[Subject], Change], subject: Subject) -> Sets:
        """What is different of one person after a change like that, which is tried on everybody of whom it matters.

        The change must touch nobody else's facts.
        """
        if key not in self._of_people:
            everybody = sorted({about.subject for about in self._cone if about.subject.kind == "person"})
            self._of_people[key] = dict(self._together(change, everybody))
        return self._of_people[key].get(subject, {})

    @cached_property
    def _before(self) -> tuple[Facts, Case]:
        """The facts to compare with and the case to change: without its people where nothing here rests on them."""
        case = self._case.case
        if any(about.subject.kind == "person" or self._base.facts[about.fact].computed for about in self._cone):
            return self._case.facts, case
        alone = case.model_copy(update={"people": ()})
        return self._situate(alone, self._case.on).facts, alone

    def _only_tells(self, subject: Subject, name: str) -> bool:
        """Whether an answer changes nothing but the fact that it answers."""
        if subject.kind == "question":
            documents = [each for each in self._case.documents.values() if subject.id in each.questions]
            return name == "answer" and all(len(each.asking_the_same(subject.id)) < 2 for each in documents)
        return subject == CASE or subject.kind == "person"

    def _together(
        self, change: Callable[[Subject], Change], people: Sequence[Subject]
    ) -> Iterator[tuple[Subject, Sets]]:
        """Each person with what is different of them; where the case cannot take all of it, half at a time."""
        case = self._case.case
        for person in people:
            case = change(person)(case)
        try:
            after = self._situate(case, self._case.on).facts
        except (InvalidCase, BeyondCalendar):
            middle = len(people) // 2
            for half in (people[:middle], people[middle:]) if middle else ():
                yield from self._together(change, half)
            return
        for person in people:
            yield person, self._seen({person: self._case.facts[person]}, {person: after[person]})

    def _seen(self, before: Facts, after: Facts) -> Sets:
        return {each: value for each, value in _differences(before, after) if each in self._cone}


def _differences(before: Facts, after: Facts) -> Iterator[tuple[About, str]]:
    """What is different afterwards; a fact that is then absent is unasked."""
    for subject, known in after.items():
        was = before.get(subject, {})
        if known != was:
            for name in sorted({*known, *was}):
                if known.get(name) != was.get(name):
                    yield About(subject, name), known.get(name, UNASKED)
