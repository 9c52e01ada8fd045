"""What a case file remembers: one entry for each thing that was written into it, and never anything else.

An event happened in the world, perhaps last week; an entry was written into the file, at a moment that the file itself
noted. Everything that is known of a case follows from its entries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, get_args

from pydantic import AfterValidator, Field

from .case import Event
from .people import Interest, Person, Waiver
from .values import Answer, Division, Identifier, Kind, Text, Value

ADVISED = ("id", "strength", "say", "lane")  # what of a recommendation names nobody


class Opened(Value):
    """What the case is, and which documents apply; as `Amended`, the same as it is from now on."""

    kind: ClassVar[str] = "opened"
    case: Text = Field(description="A short title, or a neutral one where nobody is to be recognised.")
    guidance: tuple[Identifier, ...] = ()
    jurisdiction: Division | None = None
    opened: dt.date


class Amended(Opened):
    """The title, the documents that apply, the jurisdiction or the day of opening are others from now on."""

    kind: ClassVar[str] = "amended"


class Answered(Value):
    """A question was answered: of the case, of a person, of a framework, or of an option."""

    kind: ClassVar[str] = "answered"
    about: Kind
    subject: Identifier = Field(description="The id of the person, question or option; 'case' for the case.")
    fact: Identifier
    answer: Answer


class Corrected(Value):
    """An earlier entry was wrong. From now on it says `content` instead; where that is left out, nothing."""

    kind: ClassVar[str] = "corrected"
    corrects: int = Field(ge=1, description="The number of the entry that was wrong.")
    content: dict[str, Any] | None = None
    because: Text


class PersonRecorded(Value):
    """All that is recorded of a person from now on; answers, interests and waivers have entries of their own."""

    kind: ClassVar[str] = "person_recorded"
    person: Person


class InterestDeclared(Value):
    """A person declared an interest, or it came on record."""

    kind: ClassVar[str] = "interest_declared"
    person: Identifier
    interest: Interest


class Waived(Value):
    """Somebody decided that a conflict shall not keep a person from acting in this case."""

    kind: ClassVar[str] = "waived"
    person: Identifier
    waiver: Waiver


class OptionConsidered(Value):
    """An option is under consideration."""

    kind: ClassVar[str] = "option_considered"
    option: Identifier


class Happened(Value):
    """A stage started or ended, people were in contact or met, something was decided: an event of the vocabulary."""

    kind: ClassVar[str] = "happened"
    event: Event


class RecordMade(Value):
    """A record that a document asks for was made."""

    kind: ClassVar[str] = "record_made"
    record: Identifier = Field(description="The document and the id of the record: 'nssb.stage-record'.")
    on: dt.date
    by: Text | None = None
    note: Text | None = None


class FormIssued(Value):
    """A form of a document was filled in and given to somebody."""

    kind: ClassVar[str] = "form_issued"
    form: Identifier = Field(description="The document and the id of the form.")
    on: dt.date
    by: Text | None = None
    to: Text | None = None
    note: Text | None = None


class JudgementMade(Value):
    """People decided what the guidance leaves to people."""

    kind: ClassVar[str] = "judgement_made"
    judgement: Identifier
    decided: Text
    because: Text
    considered: tuple[Text, ...] = Field((), description="The options that were weighed, the one chosen among them.")
    on: dt.date
    by: Text | None = None


def _advice(data: dict[str, Any]) -> dict[str, Any]:
    """Advice as it was given, or what was left of it."""
    dt.date.fromisoformat(str(data.get("on")))
    if not isinstance(data.get("receipt", {}), dict):
        raise ValueError("the receipt of advice is a mapping")
    for each in data.get("recommendations", ""):
        if not isinstance(each, dict) or not all(isinstance(each.get(key), str) for key in ADVISED):
            raise ValueError("a recommendation says what is advised, and how firmly")
    return data


class AdviceGiven(Value):
    """The whole advice that the program gave, with the receipt from which it can be given again."""

    kind: ClassVar[str] = "advice_given"
    advice: Annotated[dict[str, Any], AfterValidator(_advice)]
    edition: Identifier | None = Field(None, description="The digest of the knowledge base from which it was given.")


class AdviceFollowed(Value):
    """A recommendation was followed."""

    kind: ClassVar[str] = "advice_followed"
    recommendation: Identifier
    advice: int | None = Field(None, description="The number of the entry with the advice.")
    on: dt.date
    by: Text | None = None
    note: Text | None = None


class AdviceSetAside(Value):
    """A recommendation was not followed, and why."""

    kind: ClassVar[str] = "advice_set_aside"
    recommendation: Identifier
    advice: int | None = Field(None, description="The number of the entry with the advice.")
    on: dt.date
    by: Text | None = None
    because: Text


class Noted(Value):
    """A note that nothing is computed from."""

    kind: ClassVar[str] = "noted"
    text: Text


class Closed(Value):
    """The case file was closed: nothing more is written into it until it is reopened."""

    kind: ClassVar[str] = "closed"
    because: Text
    on: dt.date
    by: Text | None = None


class Reopened(Value):
    """The case file was opened again."""

    kind: ClassVar[str] = "reopened"
    because: Text
    on: dt.date
    by: Text | None = None


class Erased(Value):
    """What some entries said was removed for good, for reasons of data protection.

    remains  by the number of the entry, what is left of it; an entry that is not among them says nothing any more
    """

    kind: ClassVar[str] = "erased"
    entries: tuple[int, ...] = Field(min_length=1)
    what: Text = Field(description="What kind of thing it was, without the thing itself.")
    because: Text
    by: Text
    remains: dict[int, dict[str, Any]] = Field(default_factory=dict)


Content = (
    Opened
    | Amended
    | Answered
    | Corrected
    | PersonRecorded
    | InterestDeclared
    | Waived
    | OptionConsidered
    | Happened
    | RecordMade
    | FormIssued
    | JudgementMade
    | AdviceGiven
    | AdviceFollowed
    | AdviceSetAside
    | Noted
    | Closed
    | Reopened
    | Erased
)
NOUNS: Mapping[str, str] = {
    "opened": "opening",
    "amended": "change of the case itself",
    "answered": "answer",
    "corrected": "correction",
    "person_recorded": "record of a person",
    "interest_declared": "declared interest",
    "waived": "waiver",
    "option_considered": "option",
    "happened": "event",
    "record_made": "record",
    "form_issued": "form",
    "judgement_made": "judgement",
    "advice_given": "piece of advice",
    "advice_followed": "piece of advice followed",
    "advice_set_aside": "piece of advice set aside",
    "noted": "note",
    "closed": "closing",
    "reopened": "reopening",
    "erased": "erasure",
}
CONTENTS: Mapping[str, type[Content]] = {each.kind: each for each in get_args(Content)}


@dataclass(frozen=True)
class Entry:
    """One entry of a case file.

    number     from 1, without a gap
    at         when it was written, by the clock of the computer, in UTC
    writer     who wrote it; None where that was erased
    content    what was written, or what was left of it when it was erased; None where nothing was left
    hash       the head of the chain as of this entry: what tells this history from any other
    erased_by  the number of the entry that erased what was written here
    """

    number: int
    at: dt.datetime
    kind: str
    writer: str | None
    content: Content | None
    hash: str
    erased_by: int | None = None
