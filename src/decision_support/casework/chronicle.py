"""What a case file remembers, entry by entry, in words: what was written, when, by whom, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from decision_support.casefile.record import Record, content_of
from decision_support.model.case import UK_TIME, Event
from decision_support.model.dates import in_words
from decision_support.model.entries import (
    NOUNS,
    AdviceFollowed,
    AdviceGiven,
    AdviceSetAside,
    Answered,
    Closed,
    Content,
    Corrected,
    Entry,
    Erased,
    FormIssued,
    Happened,
    InterestDeclared,
    JudgementMade,
    Noted,
    Opened,
    OptionConsidered,
    PersonRecorded,
    RecordMade,
    Reopened,
    Waived,
)
from decision_support.model.facts import Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.people import Interest, Person
from decision_support.wording import answered_in_words, event_in_words, listed, stopped, value_in_words, within

_ERASED = "What stood here"
_UNREADABLE = (
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
)  # by another knowledge base


@dataclass(frozen=True)
class Told:
    """One entry in words.

    say           what was written, in a sentence
    details       what belongs to it: who, when, why
    corrected_by  the number of the entry by which it says something else now, or nothing
    """

    number: int
    at: dt.datetime
    kind: str
    writer: str | None
    say: str
    details: tuple[str, ...]
    corrected_by: int | None
    erased_by: int | None

    @property
    def left(self) -> bool:
        """Whether this is what was left of an entry when the rest was erased."""
        return self.erased_by is not None and bool(self.details or not self.say.startswith(_ERASED))


def chronicle(base: KnowledgeBase, record: Record) -> tuple[Told, ...]:
    """Every entry of the record, oldest first."""
    return tuple(_Chronicle(base, record).entries())


def said_in_words(base: KnowledgeBase, record: Record, contents: Iterable[Content]) -> Iterator[tuple[str, ...]]:
    """What entries of the record say by now, corrected or not: a sentence, and what belongs to it."""
    words = _Chronicle(base, record)
    for content in contents:
        say, details = words.content(content)
        yield (say, *details)


class _Chronicle:
    def __init__(self, base: KnowledgeBase, record: Record) -> None:
        self._base = base
        self._record = record
        self._names: dict[str, str] = {}
        self._people: dict[str, Person] = {}
        self._written: dt.date | None = None
        self._corrected = {
            entry.content.corrects: entry.number for entry in record.entries if isinstance(entry.content, Corrected)
        }
        for entry in record.entries:
            if isinstance(entry.content, PersonRecorded):
                self._names.setdefault(entry.content.person.id, entry.content.person.called)

    def entries(self) -> Iterator[Told]:
        for entry in self._record.entries:
            self._written = entry.at.astimezone(UK_TIME).date()
            say, details = self._told(entry)
            by = self._corrected.get(entry.number)
            yield Told(entry.number, entry.at, entry.kind, entry.writer, say, tuple(details), by, entry.erased_by)

    def _told(self, entry: Entry) -> tuple[str, list[str]]:
        if entry.content is None:
            return f"{_ERASED} ({NOUNS[entry.kind]}) was erased by entry {entry.erased_by}.", []
        return self.content(entry.content)

    def content(self, content: Content) -> tuple[str, list[str]]:
        """What an entry says, in a sentence, and what belongs to it."""
        try:
            return self._content(content)
        except _UNREADABLE:
            return f"An entry that the present knowledge base has no words for ({NOUNS[content.kind]}).", [str(content)]

    def _content(self, content: Content) -> tuple[str, list[str]]:
        match content:
            case Opened():
                return self._opened(content)
            case Answered():
                subject = Subject(content.about, content.subject)
                value, answer = content.answer.value, content.answer
                if content.about == "question":
                    asked = self._base.question_text(content.fact, content.subject)
                    say = f"Question {content.subject} was answered {value}: {asked}"
                else:
                    told = value_in_words(self._base, content.fact, subject, value, self._names)
                    say = f"Answered: {within(told, self._names)}."
                given = answered_in_words(answer.model_copy(update={"rationale": None}), self._names)
                elsewhere = bool(answer.by) or (answer.on or self._written) != self._written
                return say, [*([given] if elsewhere else []), *_reason(answer.rationale)]
            case Happened(event=event):
                return self._event(event)
            case PersonRecorded(person=person):
                return self._person(person)
            case InterestDeclared(person=name, interest=interest):
                day = f" on {in_words(interest.on)}" if interest.on else ""
                return f"{self._name(name)} declared an interest{day}: {stopped(interest.in_)}", self._interest(
                    interest
                )
            case Waived(person=name, waiver=waiver):
                what = self._base.facts[waiver.of].say.replace("this person", self._name(name), 1)
                say = f"It was waived that {what}."
                return say, [f"Decided by {self._name(waiver.by)} on {in_words(waiver.on)}.", *_reason(waiver.why)]
            case OptionConsidered(option=option):
                return f"Under consideration: {self._option(option)}.", []
            case Corrected():
                return self._correction(content)
            case _:
                return self._beside(content)

    def _beside(self, content: Content) -> tuple[str, list[str]]:
        """What was entered beside the case itself."""
        match content:
            case RecordMade(record=name):
                document, _, own = name.partition(".")
                say = self._base.documents[document].records[own].say
                return f"A record was made: {within(say)}.", self._by(content.by, content.on, content.note)
            case FormIssued(form=name):
                document, _, own = name.partition(".")
                title = self._base.documents[document].forms[own].title
                to = f" to {self._name(content.to)}" if content.to else ""
                return f"The form '{title}' was issued{to}.", self._by(content.by, content.on, content.note)
            case JudgementMade():
                weighed = [f"Weighed: {'; '.join(content.considered)}."] if content.considered else []
                asked = within(self._base.judgement(content.judgement).say)
                say = f"Decided by people ({asked}): {content.decided}"
                return stopped(say), [*self._by(content.by, content.on, None), *_reason(content.because), *weighed]
            case AdviceGiven(advice=advice):
                said = [each["say"] for each in advice["recommendations"] if each["lane"] == "do"]
                day = in_words(dt.date.fromisoformat(advice["on"]))
                return f"Advice was given for {day}.", said or ["It advised nothing to be done."]
            case AdviceFollowed(recommendation=name):
                say = f"Advice was followed: {within(self._say_of(name))}."
                return say, self._by(content.by, content.on, content.note)
            case AdviceSetAside(recommendation=name):
                say = f"Advice was set aside: {within(self._say_of(name))}."
                return say, [*self._by(content.by, content.on, None), *_reason(content.because)]
            case Noted(text=text):
                return f"Note: {text}", []
            case Closed():
                return "The case was closed.", [*self._by(content.by, content.on, None), *_reason(content.because)]
            case Reopened():
                return "The case was reopened.", [*self._by(content.by, content.on, None), *_reason(content.because)]
            case Erased():
                say = f"Erased for data protection: {content.what}."
                return say, [f"By {content.by}.", *_reason(content.because)]
        raise ValueError(content.kind)

    def _interest(self, interest: Interest) -> list[str]:
        over = interest.ended
        told = [f"It is over: settled by {self._name(over.by)} on {in_words(over.on)}."] if over else []
        return [*_reason(interest.note, "Note"), *told, *(_reason(over.why) if over else [])]

    def _opened(self, content: Opened) -> tuple[str, list[str]]:
        under = listed(content.guidance) if content.guidance else "no document"
        place = f", in {content.jurisdiction.replace('_', ' ').title()}" if content.jurisdiction else ""
        told = f"'{content.case}', under {under}{place}, opened on {in_words(content.opened)}"
        return (f"The case was opened: {told}." if content.kind == Opened.kind else f"The case is now: {told}."), []

    def _event(self, event: Event) -> tuple[str, list[str]]:
        told = event_in_words(self._base, event.model_copy(update={"note": None}), self._names)
        silence = self._base.silence(event.silence) if event.silence else None
        about = [f"About: {silence.say} ({event.silence})"] if silence else []
        return told, [*about, *([f"Note: {event.note}"] if event.note else [])]

    def _person(self, person: Person) -> tuple[str, list[str]]:
        """What is recorded of a person, or what of it is different from before."""
        was, now = (_keys(each) if each else {} for each in (self._people.get(person.id), person))
        known = person.id in self._people
        self._people[person.id] = person
        self._names[person.id] = person.called
        told = [
            f"{_key(key)}: {self._plain(value)}"
            for key, value in now.items()
            if was.get(key) != value and (known or key != "name")
        ]
        told += [f"{_key(key)}: nothing any more" for key in was if key not in now]
        say = f"{person.called} is recorded differently" if known else f"{person.called} came into the case"
        return f"{say}{f' ({person.id})' if person.name else ''}.", [f"{each}." for each in told]

    def _correction(self, content: Corrected) -> tuple[str, list[str]]:
        target = self._record.entry(content.corrects)
        if content.content is None:
            return f"Entry {target.number} was taken back.", _reason(content.because)
        said, details = self._content(content_of(target.kind, content.content))
        say = f"Entry {target.number} was corrected. It says now: {said}"
        return say, [*details, *_reason(content.because, "Why it was corrected")]

    def _say_of(self, recommendation: str) -> str:
        for name, question in _readings(recommendation):
            try:
                return self._base.say_of(name, question)
            except _UNREADABLE:
                continue
        return recommendation

    def _option(self, name: str) -> str:
        options = {
            own: option for document in self._base.documents.values() for own, option in document.options.items()
        }
        return within(options[name].say) if name in options else name

    def _name(self, person: str) -> str:
        return self._names.get(person, person)

    def _by(self, by: str | None, on: dt.date, note: str | None) -> list[str]:
        who = f"By {self._name(by)}, on" if by else "On"
        return [f"{who} {in_words(on)}.", *([f"Note: {note}"] if note else [])]

    def _plain(self, value: Any) -> str:
        if isinstance(value, list):
            return listed([self._plain(each) for each in value])
        if isinstance(value, dict):
            return ", ".join(f"{_key(key).lower()} {self._plain(each)}" for key, each in value.items())
        return self._names.get(str(value)) or str(value).replace("_", " ")


def _readings(recommendation: str) -> Iterator[tuple[str, str | None]]:
    """The id of an action, or of an action and the question that it is about."""
    yield recommendation, None
    parts: Sequence[str] = recommendation.split(".")
    for cut in range(2, len(parts)):
        yield ".".join(parts[:cut]), ".".join(parts[cut:])


def _keys(person: Person) -> Mapping[str, Any]:
    return person.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"id", "facts"})


def _key(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _reason(text: str | None, called: str = "Reason given") -> list[str]:
    return [f"{called}: {stopped(text)}"] if text else []
