"""What happened as somebody types it: an event, a record that was made, a form that was issued, an option."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from decision_support.casefile.record import Record
from decision_support.casework.happenings import precedes_opening
from decision_support.errors import InvalidCase, did_you_mean
from decision_support.model.case import Event
from decision_support.model.entries import Content, FormIssued, Happened, OptionConsidered, RecordMade
from decision_support.model.knowledge import Document, KnowledgeBase

from .contents import content

_KINDS = ("event", "record", "form", "option")
_TAKES = {"record": ("on", "by", "note"), "form": ("on", "by", "to", "note"), "option": ("on",)}


def recorded(base: KnowledgeBase, record: Record, what: str, given: Mapping[str, str]) -> Content:
    """The entry for this. given: on or at, by, stage, outcome, to, note. Raises UserMistake."""
    kind, name = _meaning(base, record, what)
    if kind == "event":
        if "to" in given:
            raise InvalidCase("--to is for a form.", mend="Say in --note who received it.")
        event = content(Event, {"what": name, **given})
        if precedes_opening(base, case := record.case(), name, event.day):
            mend = f"If it counts as opened then: decision-support case answer {record.reference} opened={event.day}"
            raise InvalidCase(f"{event.day} is before the case was opened, on {case.opened}.", mend=mend)
        return Happened(event=event)
    if wrong := [key for key in given if key not in _TAKES[kind]]:
        raise InvalidCase(f"--{wrong[0]} does not go with {_a(kind)}.", mend="Leave it out, or say it in a note.")
    if kind == "record":
        return content(RecordMade, {"record": name, **given})
    if kind == "form":
        return content(FormIssued, {"form": name, **given})
    return OptionConsidered(option=name)


def _meaning(base: KnowledgeBase, record: Record, what: str) -> tuple[str, str]:
    """The kind and the id of what is meant. Raises InvalidCase where that is nothing, or more than one thing."""
    case = record.case()
    documents = {name: base.documents[name] for name in case.guidance or base.documents if name in base.documents}
    known = dict(_known(base, documents))
    kind, colon, own = what.partition(":")
    asked = own if colon and kind in _KINDS else what
    found = {
        (each, name) for (each, short), name in known.items() if asked in (short, name) and (not colon or each == kind)
    }
    if not found:
        near = did_you_mean(asked, {name for _, name in known})
        raise InvalidCase(f"nothing is called '{what}' that could have happened in this case.", mend=near)
    if len(found) > 1:
        either = " or ".join(f"{each}:{name}" for each, name in sorted(found))
        raise InvalidCase(f"'{what}' could mean {len(found)} things.", mend=f"Write {either}.")
    return found.pop()


def _known(base: KnowledgeBase, documents: Mapping[str, Document]) -> Iterator[tuple[tuple[str, str], str]]:
    for name in base.events:
        yield ("event", name), name
    for own, document in documents.items():
        for kind, listed in (("record", document.records), ("form", document.forms)):
            for name in listed:
                yield (kind, name if len(documents) == 1 else f"{own}.{name}"), f"{own}.{name}"
        for name in document.options:
            yield ("option", name), name


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
