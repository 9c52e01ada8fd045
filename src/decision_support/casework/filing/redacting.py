"""A case file without names: its entries as they may be shown to others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from decision_support.casefile.record import Record, content_of, data_of
from decision_support.casework.redaction import Redaction
from decision_support.model.case import Case, Event
from decision_support.model.entries import (
    ADVISED,
    AdviceGiven,
    Answered,
    Content,
    Corrected,
    Erased,
    Happened,
    Opened,
    PersonRecorded,
)
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.people import Person


def redacted_record(record: Record, base: KnowledgeBase) -> Record:
    """The record with roles for names and nobody as writer; of advice that was given, what was advised and no receipt.

    The hashes are those of the true entries, so that it can be told to which history it belongs; they do not cover what
    is shown. See `Redaction` for what cannot be hidden.
    """
    nameless = Nameless(record, base)
    entries = tuple(replace(each, writer=None, content=nameless.left(each.content)) for each in record.entries)
    return replace(record, entries=entries)


class Nameless:
    """The contents of one case file without names: of everybody, or of one person only.

    person  the id of the one person; None for everybody
    """

    def __init__(self, record: Record, base: KnowledgeBase, person: str | None = None) -> None:
        self._kinds = {entry.number: entry.kind for entry in record.entries}
        self._person = person
        self._redaction = Redaction(_everything(record), base, person)

    def left(self, content: Content | None) -> Content | None:
        """What may stay of an entry; None where that is nothing."""
        match content:
            case None:
                return None
            case AdviceGiven(advice=advice):
                if self._person is not None and not self._named_in(content):
                    return content
                advised = [{key: each[key] for key in ADVISED} for each in advice["recommendations"]]
                return AdviceGiven(advice={"on": advice["on"], "recommendations": advised})
            case Corrected(content=now) if now is not None:
                kind = self._kinds[content.corrects]
                inner = self.left(content_of(kind, now))
                said = self._redaction.of(content.model_copy(update={"content": None}))
                return said.model_copy(update={"content": data_of(inner) if inner is not None else None})
            case Answered(about=about) if about != "person":
                return content.model_copy(update={"answer": self._redaction.of(content.answer)})
            case Erased(remains=remains):
                left = {number: self._remains(number, data) for number, data in remains.items()}
                return self._redaction.of(content.model_copy(update={"remains": left}))
        return self._redaction.of(content)

    def in_text(self, text: str) -> str:
        """Any text without the names."""
        return self._redaction.text(text)

    def _remains(self, number: int, data: dict[str, Any]) -> dict[str, Any]:
        inner = self.left(content_of(self._kinds[number], data))
        return data_of(inner) if inner is not None else {}

    def _named_in(self, content: AdviceGiven) -> bool:
        people = content.advice.get("receipt", {}).get("case", {}).get("people", ())
        text = str(content.advice)
        return any(each.get("id") == self._person for each in people) or self.in_text(text) != text


def _everything(record: Record) -> Case:
    """A case with everybody and everything that was ever written into the file, one beside the other."""
    opened: Opened | None = None
    people: list[Person] = []
    events: list[Event] = []
    for entry in record.entries:
        content = entry.content
        if isinstance(content, Corrected) and content.content is not None:
            content = content_of(record.entry(content.corrects).kind, content.content)
        match content:
            case Opened():
                opened = content
            case PersonRecorded(person=person):
                people.append(person)
            case Happened(event=event):
                events.append(event)
    head = dict(opened) if opened else {"case": record.reference, "opened": record.entries[0].at.date()}
    return Case(**head).model_copy(update={"people": tuple(people), "events": tuple(events)})
