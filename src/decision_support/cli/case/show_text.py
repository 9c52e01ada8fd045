"""A case as its file has it: what is known, who is who, what happened, what was decided, and what to do next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from decision_support.casefile.record import Record
from decision_support.casework.chronicle import said_in_words
from decision_support.casework.numbering import numbered_advice
from decision_support.cli.advice_text import due_in_words, holder_in_words, timing
from decision_support.cli.page import Page, numbered
from decision_support.model.advice import Advice
from decision_support.model.case import UK_TIME, Case, Weighed
from decision_support.model.dates import moment_in_words
from decision_support.model.entries import (
    AdviceFollowed,
    AdviceGiven,
    AdviceSetAside,
    FormIssued,
    JudgementMade,
    RecordMade,
)
from decision_support.model.facts import CASE, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.people import Person
from decision_support.model.values import Kind
from decision_support.wording import (
    STRENGTH_WORDS,
    day_in_words,
    event_in_words,
    value_in_words,
    within,
)

from .history_text import counted, entries_in_words

MOST_ASKED = 3

_BESIDE = (JudgementMade, AdviceFollowed, AdviceSetAside, RecordMade, FormIssued)


def show_text(base: KnowledgeBase, record: Record, whole: Record, case: Case, advice: Advice) -> str:
    """The page, ready to print. whole: the file as it is today; case: as it is known on the day of the advice."""
    return "\n".join(_Page(base, record, whole, case, advice).lines())


class _Page:
    def __init__(self, base: KnowledgeBase, record: Record, whole: Record, case: Case, advice: Advice) -> None:
        self._base, self._record, self._whole, self._case, self._advice = base, record, whole, case, advice
        self._names = {person.id: person.called for person in case.people}
        self._page = Page(self._names)

    def lines(self) -> Iterator[str]:
        yield from self._head()
        yield from self._next()
        yield from self._bullets("For people to decide", self._to_decide())
        yield from self._bullets("What we do not know", self._unknown())
        yield from self._bullets("What the document does not say", self._unsaid())
        yield from self._bullets("What is known", self._known())
        yield from self._bullets("People", self._people())
        events = sorted(self._case.events, key=lambda event: (event.day, event.at is not None, str(event.at)))
        happened = [event_in_words(self._base, each, self._names).removeprefix("On record for ") for each in events]
        yield from self._bullets("What happened", happened)
        yield from self._bullets("What was decided and done", self._decided())
        yield from self._bullets("Advice on record", self._given())
        yield from self._bullets("Timetable", self._timetable())
        yield ""
        whole = "What is advised today" if self._whole.head != self._record.head else "The whole advice, with reasons"
        told = f"{whole}: decision-support advise {self._record.reference}. This is advice; people decide."
        yield from self._page.wrap(told, "", "")

    def _head(self) -> Iterator[str]:
        record, wrap = self._record, self._page.wrap
        yield from wrap(f"{record.reference}: {self._case.case}", "", "")
        entries, last = counted(record), moment_in_words(record.entries[-1].at.astimezone(UK_TIME))
        yield from wrap(f"{'Open' if record.is_open else 'Closed'}, {entries}, the last at {last}.", "", "")
        if later := len(self._whole.entries) - len(record.entries):
            count = "does" if later == 1 else "do"
            told = f"As it was known then: {entries_in_words(later)} written later {count} not count."
            yield from wrap(told, "  !    ", "       ")
            told = (
                "What would have been advised is worked out with today's knowledge; advice on record can be replayed."
            )
            yield from wrap(told, "  !    ", "       ")
        for line in self._advice.guidance:
            yield from wrap(f"Under: {line.title}, {line.edition} ({line.id})", "", "       ")
            if line.stage:
                yield from wrap(f"Where: {self._base.documents[line.id].stages[line.stage].title}", "", "       ")
            for status in line.status:
                yield from wrap(status.say, "  !    ", "       ")
        if not self._advice.guidance:
            yield "No document is named in this case."
        yield f"Head:  {record.head}"

    def _known(self) -> list[str]:
        case, base, names = self._case, self._base, self._names
        found = [(CASE, name, answer) for name, answer in case.facts.items()]
        listed: tuple[tuple[Kind, tuple[Person | Weighed, ...]], ...] = (
            ("person", case.people),
            ("option", case.options),
        )
        for kind, subjects in listed:
            found += [(Subject(kind, each.id), name, told) for each in subjects for name, told in each.facts.items()]
        told = [value_in_words(base, name, about, answer.value, names) for about, name, answer in found]
        asked = ((name, answer, base.question_text("answer", name)) for name, answer in case.answers.items())
        return told + [f"Question {name}: {answer.value}. {text}" for name, answer, text in asked]

    def _people(self) -> list[str]:
        return [self._person(each) for each in self._case.people]

    def _person(self, person: Person) -> str:
        documents = self._base.documents.values()
        titles = {role: each.title for document in documents for role, each in document.roles.items()}
        post = person.post(dt.date.fromisoformat(self._advice.on))
        called = f"{person.name} ({person.id})" if person.name else person.id
        told = [
            ", ".join(titles.get(role, role) for role in post.roles) or "no role",
            ", ".join(each for each in (post.agency, post.team) if each),
            f"answers to {self._names.get(post.line_manager, post.line_manager)}" if post.line_manager else "",
        ]
        return f"{called}: {'; '.join(each for each in told if each)}."

    def _decided(self) -> list[str]:
        """What was decided by the day of the advice, as it stands by now, corrections included."""
        on = dt.date.fromisoformat(self._advice.on)
        those = [content for _, content in self._record.of(*_BESIDE) if content.on <= on]
        return [" ".join(each) for each in said_in_words(self._base, self._record, those)]

    def _to_decide(self) -> list[str]:
        return [f"{each.say} ({each.id})" for each in self._advice.judgements]

    def _given(self) -> list[str]:
        """Advice on record up to the day of this page, which may have come from other knowledge than today's."""
        given = [(entry.number, content.advice["on"]) for entry, content in self._record.of(AdviceGiven)]
        return [f"Entry {number}: advice for {day_in_words(on)}." for number, on in given if on <= self._advice.on]

    def _timetable(self) -> list[str]:
        return [f"{line.say}: {timing(line, self._advice.on)}" for line in self._advice.timetable if line.on]

    def _next(self) -> Iterator[str]:
        yield from self._page.title(f"What to do next, on {day_in_words(self._advice.on)}")
        every = [each for each in numbered_advice(self._advice) if each.part != "record"]
        for each in every:
            first = each.those[0]
            say = f"Do not: {first.say}" if first.strength == "must_not" else first.say
            rests = "our own advice, no document's" if first.basis == "ours" else ", ".join(first.clauses)
            told = f"{numbered(first.question, say)} [{STRENGTH_WORDS[first.strength]}; {rests}]"
            yield from self._page.wrap(told, f"{each.number:>2}. ", "    ")
            if first.actor:
                yield from self._page.labelled("Who", holder_in_words(first.actor, self._page))
            if first.due:
                yield from self._page.labelled("By", due_in_words(first.due, self._advice.on))
        if not every:
            yield "  Nothing is advised for that day."

    def _unknown(self) -> list[str]:
        """What was answered with unknown and still matters, and what is best asked next."""
        advice = self._advice
        told = [f"Still unknown: {each.question}" for each in advice.unknown]
        told += [f"When was it that {within(each.say)}? Without that no day can be given." for each in advice.starts]
        told += [each.question for each in advice.ask[:MOST_ASKED]]
        more = len(advice.ask) - MOST_ASKED
        if more > 0:
            told.append(f"And {more} more: decision-support consult {self._record.reference}")
        return told

    def _unsaid(self) -> list[str]:
        return [
            f"{each.say} ({each.id}){f' Decided locally: {each.decided}' if each.decided else ''}"
            for each in self._advice.silences
        ]

    def _bullets(self, title: str, sentences: list[str]) -> Iterator[str]:
        if sentences:
            yield from self._page.section(title, sentences, "- ")
