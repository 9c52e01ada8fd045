"""A guided consultation as data: what to ask next, what was answered, and every step back. Nothing is printed here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from decision_support.casefile.answers import answer_in, with_answer
from decision_support.errors import InvalidCase
from decision_support.model.advice import Advice, Ask
from decision_support.model.case import Case
from decision_support.model.facts import CASE, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.values import Answer

if TYPE_CHECKING:
    from . import Casework


@dataclass(frozen=True)
class Given:
    """One answer on record."""

    subject: Subject
    fact: str
    answer: Answer


@dataclass(frozen=True)
class Consultation:
    """One sitting over a case, as far as it has come. Every step gives a new one, which remembers the one before.

    room     the roles of those who are here; where it is empty, whoever is here may answer everything
    given    every answer on record: those of the case as it came, then those of this sitting, each in order
    skipped  what was put off, and is not asked again in this sitting
    last     what was asked last
    """

    desk: Casework = field(compare=False, repr=False)
    case: Case
    on: dt.date
    room: frozenset[str] = frozenset()
    given: tuple[Given, ...] = ()
    skipped: frozenset[tuple[Subject, str]] = frozenset()
    last: tuple[Subject, str] | None = None
    before: Consultation | None = field(default=None, compare=False, repr=False)

    @cached_property
    def advice(self) -> Advice:
        """The advice on what is known so far. Raises InvalidCase where the case contradicts itself."""
        return self.desk.advise(self.case, self.on)

    @cached_property
    def open(self) -> tuple[Ask, ...]:
        """Every question that is left for this sitting, most useful first."""
        return tuple(
            ask
            for ask in self._unanswered
            if self._can_be_answered(ask) and (self.subject(ask), ask.fact) not in self.skipped
        )

    @cached_property
    def put_off(self) -> tuple[Ask, ...]:
        """The questions that were skipped and still matter."""
        return tuple(ask for ask in self._unanswered if (self.subject(ask), ask.fact) in self.skipped)

    @cached_property
    def for_others(self) -> tuple[Ask, ...]:
        """The questions that nobody in the room can answer."""
        return tuple(ask for ask in self._unanswered if not self._can_be_answered(ask))

    @cached_property
    def later(self) -> tuple[Given, ...]:
        """The answers on record that are dated after this day: they do not count yet, and are not asked for again."""
        return tuple(each for each in self.given if each.answer.on and each.answer.on > self.on)

    def question(self) -> Ask | None:
        """What to ask next: the most useful question, or another of the principle that is being talked about.

        None where nothing that matters is left.
        """
        if not self.open:
            return None
        first = self.open[0]
        here = principle_of(self.desk.base, self.last[0]) if self.last else None
        if here is None or self.subject(first).kind != "question":
            return first
        return next((ask for ask in self.open if principle_of(self.desk.base, self.subject(ask)) == here), first)

    def answer(self, value: str, rationale: str | None = None) -> Consultation:
        """Answer the question that is asked now."""
        subject, fact = self._asked()
        given = Given(subject, fact, self._answer(fact, value, rationale))
        after = replace(self, given=(*self.given, given), last=(subject, fact), before=self)
        return after._holding(given)

    def skip(self) -> Consultation:
        """Put off the question that is asked now."""
        asked = self._asked()
        after = replace(self, skipped=self.skipped | {asked}, last=asked, before=self)
        after.__dict__["advice"] = self.advice  # the case is the same, and advice takes time
        return after

    def back(self) -> Consultation:
        """As it was before the last step; where there was none, as it is."""
        return self.before or self

    def change(self, number: int, value: str, rationale: str | None = None) -> Consultation:
        """Give another answer to what was answered already, by its number from 1."""
        old = self.numbered(number)
        given = replace(old, answer=self._answer(old.fact, value, rationale))
        changed = (*self.given[: number - 1], given, *self.given[number:])
        return replace(self, given=changed, before=self)._holding(given)

    def numbered(self, number: int) -> Given:
        """The answer with this number, counted from 1. Raises InvalidCase."""
        if not 1 <= number <= len(self.given):
            known = f"They run from 1 to {len(self.given)}." if self.given else "Nothing has been answered yet."
            raise InvalidCase(f"there is no answer number {number}.", mend=known)
        return self.given[number - 1]

    def with_case(self, case: Case) -> Consultation:
        """The same sitting over a case to which something else was done: an event, a person, a document."""
        now = {(each.subject, each.fact): each for each in answers_in(case)}
        kept = [now.pop((each.subject, each.fact)) for each in self.given if (each.subject, each.fact) in now]
        return replace(self, case=case, given=(*kept, *now.values()), before=self)

    def subject(self, ask: Ask) -> Subject:
        """What a question is about."""
        kind = self.desk.base.facts[ask.fact].about
        return CASE if kind == "case" else Subject(kind, ask.subject)

    @property
    def _unanswered(self) -> tuple[Ask, ...]:
        later = {(each.subject, each.fact) for each in self.later}
        return tuple(ask for ask in self.advice.ask if (self.subject(ask), ask.fact) not in later)

    def _holding(self, given: Given) -> Consultation:
        return replace(self, case=with_answer(self.case, given.subject, given.fact, given.answer))

    def _asked(self) -> tuple[Subject, str]:
        asked = self.question()
        if asked is None:
            raise InvalidCase("no question is open.", mend="Change an answer, or record what has happened.")
        return self.subject(asked), asked.fact

    def _answer(self, fact: str, value: str, rationale: str | None) -> Answer:
        allowed = self.desk.base.facts[fact].answers
        if value not in allowed:
            raise InvalidCase(f"this cannot be answered '{value}'.", mend=f"Choose from: {', '.join(allowed)}.")
        return Answer(value=value, rationale=rationale, on=self.on)

    def _can_be_answered(self, ask: Ask) -> bool:
        if not self.room or not ask.answered_by or self.desk.base.facts[ask.fact].safety:
            return True  # whoever is there is asked about danger
        return not self.room.isdisjoint(ask.answered_by)


def begin(desk: Casework, case: Case, on: dt.date, room: Iterable[str] = ()) -> Consultation:
    """Sit down to a case. What it says already counts as given."""
    return Consultation(desk, case, on, frozenset(room), tuple(answers_in(case)))


def answers_in(case: Case) -> Iterator[Given]:
    """Every answer that a case holds, in the order in which it was written."""
    abouts = [(CASE, fact) for fact in case.facts]
    abouts += [(Subject("question", question), "answer") for question in case.answers]
    abouts += [(Subject("person", person.id), fact) for person in case.people for fact in person.facts]
    abouts += [(Subject("option", option.id), fact) for option in case.options for fact in option.facts]
    for subject, fact in abouts:
        answer = answer_in(case, subject, fact)
        if answer is not None:
            yield Given(subject, fact, answer)


def deserves_reasons(base: KnowledgeBase, fact: str) -> bool:
    """Whether an answer should carry its reasons: the questions of a framework always do."""
    known = base.facts[fact]
    return known.rationale or known.about == "question"


def principle_of(base: KnowledgeBase, subject: Subject) -> tuple[str, str] | None:
    """The document and the principle that a question of a framework belongs to."""
    if subject.kind != "question":
        return None
    return next(
        (name, document.questions[subject.id].principle)
        for name, document in base.documents.items()
        if subject.id in document.questions
    )
