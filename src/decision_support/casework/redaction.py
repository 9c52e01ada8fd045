"""A case without names: people are called by their roles, agencies and teams by numbers, and the advice stays the same.

What cannot be done here is named in `Redaction`: read a redacted case through before it leaves the house.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum, auto
from itertools import count
from typing import Any, TypeVar, get_args

from decision_support.model.case import Case, Event, Weighed
from decision_support.model.entries import (
    AdviceFollowed,
    AdviceGiven,
    AdviceSetAside,
    Amended,
    Answered,
    Closed,
    Corrected,
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
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.people import NOBODY, Away, Dated, Interest, OnRecord, Part, Person, StandIn, Waiver, spans
from decision_support.model.roles import Role
from decision_support.model.values import Answer, Text, Value
from decision_support.roles.graph import DECISION

from .names_in_text import NamesInText, NewNames, ordinary_words

TITLE = "Redacted case"
PERSON, AGENCY, TEAM = "Person", "Agency", "Team"
NOT_RECORDED = "Somebody else"

V = TypeVar("V", bound=Value)

_LONGEST: int = get_args(Text)[1].max_length


class How(Enum):
    """What becomes of a field: KEPT is vocabulary or a date, WITHIN holds values with fields of their own.

    ID      the id of a person
    BY      who answered: an id, a name, or other words
    MATTER  a stage, or free text
    """

    KEPT = auto()
    WITHIN = auto()
    TITLE = auto()
    ID = auto()
    NAME = auto()
    AGENCY = auto()
    TEAM = auto()
    BY = auto()
    MATTER = auto()
    TEXT = auto()


_ON_RECORD = {"by": How.ID, "on": How.KEPT, "why": How.TEXT}
_SPAN = {"from_": How.KEPT, "until": How.KEPT}

_HEAD = {"case": How.TITLE, "guidance": How.KEPT, "jurisdiction": How.KEPT, "opened": How.KEPT}
_DONE = {"on": How.KEPT, "by": How.BY, "note": How.TEXT}
_REASONED = {"on": How.KEPT, "by": How.BY, "because": How.TEXT}

# Every field of everything that a case and its file are made of. A `Dated` is treated as the field that it stands in.
TREATED: Mapping[type[Value], Mapping[str, How]] = {
    Case: {
        "case": How.TITLE, "guidance": How.KEPT, "jurisdiction": How.KEPT, "opened": How.KEPT, "facts": How.WITHIN,
        "answers": How.WITHIN, "people": How.WITHIN, "options": How.WITHIN, "events": How.WITHIN,
    },
    Weighed: {"id": How.KEPT, "facts": How.WITHIN},
    Event: {
        "what": How.KEPT, "on": How.KEPT, "at": How.KEPT, "by": How.ID, "stage": How.KEPT, "outcome": How.KEPT,
        "silence": How.KEPT, "note": How.TEXT,
    },
    Answer: {"value": How.KEPT, "rationale": How.TEXT, "by": How.BY, "on": How.KEPT},
    Person: {
        "id": How.ID, "name": How.NAME, "roles": How.KEPT, "agency": How.AGENCY, "team": How.TEAM,
        "line_manager": How.ID, "interests": How.WITHIN, "took_part": How.WITHIN, "named_by": How.ID,
        "stands_in": How.WITHIN, "away": How.WITHIN, "waivers": How.WITHIN, "considered_for": How.KEPT,
        "facts": How.WITHIN,
    },
    StandIn: {**_SPAN, "for_": How.ID, "as_": How.KEPT},
    Away: {**_SPAN, "why": How.TEXT},
    OnRecord: _ON_RECORD,
    Waiver: {**_ON_RECORD, "of": How.KEPT},
    Interest: {"in_": How.TEXT, "note": How.TEXT, "on": How.KEPT, "ended": How.WITHIN},
    Part: {"in_": How.MATTER, "on": How.KEPT, "for_": How.ID},
    Opened: _HEAD,
    Amended: _HEAD,
    Answered: {"about": How.KEPT, "subject": How.ID, "fact": How.KEPT, "answer": How.WITHIN},
    Corrected: {"corrects": How.KEPT, "content": How.KEPT, "because": How.TEXT},  # its content as that of another entry
    PersonRecorded: {"person": How.WITHIN},
    InterestDeclared: {"person": How.ID, "interest": How.WITHIN},
    Waived: {"person": How.ID, "waiver": How.WITHIN},
    OptionConsidered: {"option": How.KEPT},
    Happened: {"event": How.WITHIN},
    RecordMade: {"record": How.KEPT, **_DONE},
    FormIssued: {"form": How.KEPT, "to": How.BY, **_DONE},
    JudgementMade: {"judgement": How.KEPT, "decided": How.TEXT, "considered": How.TEXT, **_REASONED},
    AdviceGiven: {"advice": How.KEPT, "edition": How.KEPT},  # never shown without names: its receipt names everybody
    AdviceFollowed: {"recommendation": How.KEPT, "advice": How.KEPT, **_DONE},
    AdviceSetAside: {"recommendation": How.KEPT, "advice": How.KEPT, **_REASONED},
    Noted: {"text": How.TEXT},
    Closed: _REASONED,
    Reopened: _REASONED,
    Erased: {"entries": How.KEPT, "what": How.KEPT, "because": How.TEXT, "by": How.BY, "remains": How.KEPT},
}  # fmt: skip


def redacted(case: Case, base: KnowledgeBase) -> Case:
    """The case with roles for names, which gets the same advice. See `Redaction` for what it cannot hide."""
    return Redaction(case, base).case()


def pseudonyms(case: Case, base: KnowledgeBase) -> dict[str, str]:
    """For everybody recorded or referred to, the new id."""
    return dict(Redaction(case, base).ids)


def without_names(text: str, case: Case, base: KnowledgeBase) -> str:
    """Any text about a case with its people, agencies and teams called by their new names."""
    return Redaction(case, base).text(text)


class Redaction:
    """New names for the people, agencies and teams of one case, in the order in which the case records them.

    only   the id of the one person who is to be called by a new name; None for everybody, agencies and teams too
    ids    for everybody recorded or referred to, the new id
    names  for each new id, what this person is called in words

    In free text, every recorded name, each word of it, and every id give way to the new name; where several people
    share a word, it becomes 'Worker 1 or Worker 2'. A word that is also an ordinary one, such as Will or May, counts
    as a name only with a capital, and a month beside a number is a date. **What stays**: whoever is named in free text
    and recorded nowhere, initials, nicknames, names misspelt, names without the capital that tells them from an
    ordinary word, what somebody did or said, places, and every date. A stranger may not know who it is; a colleague
    may.
    """

    def __init__(self, case: Case, base: KnowledgeBase, only: str | None = None) -> None:
        self._case = case
        self._only = only
        self._ordinary = ordinary_words(base)
        self._matters = {DECISION, *(stage for document in base.documents.values() for stage in document.stages)}
        people = case.people if only is None else ()
        self.agencies = _labels(AGENCY, (each.is_ for person in people for each in spans(person.agency)))
        self.teams = _labels(TEAM, (each.is_ for person in people for each in spans(person.team)))
        self.ids, self.names = self._people(base)
        self._text = NamesInText(
            NewNames(
                people=tuple((each, self.names[self.ids[each.id]]) for each in case.people if each.id in self.ids),
                ids={old: self.names[new] for old, new in self.ids.items()},
                agencies=self.agencies,
                teams=self.teams,
                fresh_people={**self.names, **{name: name for name in self.names.values()}},
                fresh_labels=(*self.agencies.values(), *self.teams.values()),
            ),
            self._ordinary,
        )

    def case(self) -> Case:
        """The case as it may leave the house."""
        return self.of(self._case)

    def of(self, value: V) -> V:
        """A part of the case, or of an entry about it, with the new names."""
        how = TREATED[type(value)]
        return value.model_copy(update={name: self._treated(getattr(value, name), how[name], value) for name in how})

    def text(self, text: str) -> str:
        """Free text with the new names."""
        return self._text.renamed(text)[0]

    def _people(self, base: KnowledgeBase) -> tuple[dict[str, str], dict[str, str]]:
        roles = {
            role.id: role
            for name in reversed((*self._case.guidance, *base.documents))
            if name in base.documents
            for role in base.documents[name].roles.values()
        }
        held = {person.id: roles.get(_first_role(person)) for person in self._case.people}
        taken = {each.lower() for each in (*_vocabulary(base), *self.agencies.values(), *self.teams.values())}
        ids: dict[str, str] = {}
        names: dict[str, str] = {}
        everybody = dict.fromkeys((*held, *_ids_in(self._case)))
        if self._only is not None:
            taken |= {name.lower() for person in self._case.people for name in (person.id, person.called)} | {
                *everybody
            }
            everybody = {self._only: None}
        for old in everybody:
            new, name = _free_name(held.get(old), taken)
            taken |= {new, name.lower()}
            ids[old], names[new] = new, name
        return ids, names

    def _treated(self, value: Any, how: How, whole: Value) -> Any:
        if how is How.NAME and isinstance(whole, Person):
            return self.names[self.ids[whole.id]] if whole.id in self.ids else value
        if how is How.KEPT or value is None:
            return value
        if isinstance(value, tuple):
            return tuple(self._treated(each, how, whole) for each in value)
        if isinstance(value, dict):
            return {name: self._treated(each, how, whole) for name, each in value.items()}
        if isinstance(value, Dated):
            return value.model_copy(update={"is_": self._treated(value.is_, how, whole)})
        return self.of(value) if how is How.WITHIN else self._word(value, how)

    def _word(self, word: str, how: How) -> str:
        match how:
            case How.TITLE if self._only is None:
                return TITLE
            case How.ID:
                return self.ids.get(word, word)
            case How.AGENCY:
                return self.agencies.get(word, word)
            case How.TEAM:
                return self.teams.get(word, word)
            case How.BY:
                return self._who(word)
            case How.MATTER if word in self._matters:
                return word
            case _:
                return _cut(self.text(word))

    def _who(self, by: str) -> str:
        """Who answered. A field for names gives every word that is not an ordinary one away."""
        if by in self.ids:
            return self.ids[by]
        told, left = self._text.renamed(by)
        if self._only is not None:
            return _cut(told)
        return _cut(told) if self._ordinary.issuperset(re.findall(r"\w+", left)) else NOT_RECORDED


def _first_role(person: Person) -> str:
    first = min(spans(person.roles), key=lambda role: role.from_ or dt.date.min, default=None)
    return first.is_ if first else ""


def _free_name(role: Role | None, taken: Collection[str]) -> tuple[str, str]:
    """The next id, and the same in words, that nobody and nothing else has."""
    title = role.title[:1].upper() + role.title[1:] if role else PERSON
    stem = re.sub(r"[^a-z0-9]+", "-", role.id.lower())[:100] if role else PERSON.lower()
    tried = ((f"{stem}-{number}", f"{title} {number}") for number in count(1))
    return next((new, name) for new, name in tried if new not in taken and name.lower() not in taken)


def _labels(kind: str, recorded: Iterable[str]) -> dict[str, str]:
    return {name: f"{kind} {number}" for number, name in enumerate(dict.fromkeys(recorded), 1)}


def _ids_in(value: Any, how: How = How.WITHIN) -> Iterator[str]:
    """Every id of a person, wherever it stands; a case that is not yet whole may refer to somebody not recorded."""
    if isinstance(value, str):
        if how is How.ID and value != NOBODY:
            yield value
    elif isinstance(value, Dated):
        yield from _ids_in(value.is_, how)
    elif isinstance(value, Value):
        for name, of_field in TREATED[type(value)].items():
            yield from _ids_in(getattr(value, name), of_field)
    elif isinstance(value, tuple | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _ids_in(each, how)


def _vocabulary(base: KnowledgeBase) -> Iterator[str]:
    """Ids that stand beside those of people in facts and in advice."""
    yield from (NOBODY, *base.facts, *base.events)
    for document in base.documents.values():
        yield from (*document.roles, *document.stages, *document.questions, *document.options)


def _cut(text: str) -> str:
    """No longer than a text may be, since new names can be longer than the old; never cut within a number."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rpartition(" ")[0] + "…"
