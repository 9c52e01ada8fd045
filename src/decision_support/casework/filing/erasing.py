"""What has to go so that something is erased, and what may stay, so that the case still holds together."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from decision_support.casefile.record import Record, content_of, data_of, is_overtaken
from decision_support.errors import InvalidCase, did_you_mean
from decision_support.model.entries import (
    NOUNS,
    AdviceGiven,
    Answered,
    Closed,
    Content,
    Corrected,
    Entry,
    Erased,
    Opened,
    PersonRecorded,
    Reopened,
)
from decision_support.model.knowledge import KnowledgeBase
from decision_support.wording import listed

from .redacting import Nameless

ERASED = "(erased)"
_EVERYTHING = "everything that the case file said"


def erasing_entries(record: Record, numbers: Iterable[int], because: str, by: str) -> Erased:
    """What these entries say, with their corrections and every piece of advice that was given while they counted.

    Of something that was erased before, also what was left of it. Raises InvalidCase for an entry that is not there, or
    on which others rest.
    """
    chosen = {record.entry(number).number for number in numbers}
    for number in sorted(chosen):
        if record.entry(number).kind == Erased.kind:
            mend = "To erase what it left of others, name those."
            raise InvalidCase(f"entry {number} says that something was erased, and that stays on record.", mend=mend)
    first = min(chosen)
    for entry in record.entries:
        content = entry.content
        if (isinstance(content, Corrected) and content.corrects in chosen) or (
            isinstance(content, AdviceGiven) and entry.number > first
        ):
            chosen.add(entry.number)
    _refuse_revived(record, chosen)
    return _whole(record, chosen, because, by)


def erasing_everything(record: Record, because: str, by: str) -> Erased:
    """Everything that the case file says; that it was there, when it was written into, and what was erased, stays."""
    chosen = {entry.number for entry in record.entries if entry.kind != Erased.kind}
    return _whole(record, chosen, because, by).model_copy(update={"what": _EVERYTHING})


def erasing_person(record: Record, base: KnowledgeBase, person: str, because: str, by: str) -> Erased:
    """Who a person is, wherever the id or the name stands: both become a role with a number.

    What the person was and did stays under the new id, so that the case is still understood. Of advice that
    was given with this person in the case, only what was advised stays. Raises InvalidCase for somebody unknown. See
    `Redaction` for what cannot be hidden.
    """
    recorded = [entry.content for entry in record.entries if isinstance(entry.content, PersonRecorded)]
    known = [content.person.id for content in recorded]
    if person not in known:
        raise InvalidCase(
            f"nobody in case '{record.reference}' has the id '{person}'.", mend=did_you_mean(person, known)
        )
    nameless = Nameless(record, base, person)
    for text in (because, by):
        if nameless.in_text(text) != text:
            mend = "Say it without the name: it stays on record for good."
            raise InvalidCase("the reason, or who decided it, names the person who is to be erased.", mend=mend)
    mentioned = {
        entry.number
        for entry in record.entries
        if entry.erased_by is None  # what is left of others stands in these
        and (nameless.left(entry.content) != entry.content or nameless.in_text(entry.writer or "") != entry.writer)
    }

    def left(content: Content) -> dict[str, Any] | None:
        return data_of(said) if (said := nameless.left(content)) is not None else None

    entries = "1 entry" if len(mentioned) == 1 else f"{len(mentioned)} entries"
    return _erased(record, mentioned, because, by, f"who a person is, in {entries}", left)


def is_named(record: Record, base: KnowledgeBase, person: str) -> bool:
    """Whether the reference of the case names this person; it cannot be erased."""
    words = record.reference.replace("-", " ")
    return Nameless(record, base, person).in_text(words) != words


def _refuse_revived(record: Record, chosen: set[int]) -> None:
    """Raise InvalidCase where something that is no longer so would be taken for so again."""
    last: dict[tuple[str, ...], int] = {}
    kept: dict[tuple[str, ...], int] = {}
    given: dict[tuple[str, str, str], dt.date] = {}
    for entry, content in record.said:
        if key := _overtakes(content):
            if not (isinstance(content, Answered) and is_overtaken(content, given)):
                last[key] = entry.number
            if entry.number not in chosen:
                kept[key] = entry.number
    for key, number in last.items():
        if number in chosen and key in kept:
            older = kept[key]
            raise InvalidCase(
                f"entry {older} would count again, which entry {number} has overtaken.",
                mend=f"Erase both, with --entry {older} as well, or enter first what holds now.",
            )


def _overtakes(content: Content) -> tuple[str, ...] | None:
    """What an entry says something about that only the last such entry says."""
    match content:
        case Answered(about=about, subject=subject, fact=fact):
            return about, subject, fact
        case PersonRecorded(person=person):
            return "recorded", person.id
        case Opened():  # or Amended
            return ("opened",)
    return None


def _holder(record: Record, entry: Entry) -> int:
    """The entry in which what an entry says stands: itself, or the one that holds what was left of it."""
    while entry.erased_by is not None:
        entry = record.entry(entry.erased_by)
    return entry.number


def _whole(record: Record, chosen: set[int], because: str, by: str) -> Erased:
    """All that these entries say, wherever it stands by now."""
    said = [entry for entry in record.entries if entry.number in chosen and entry.content is not None]

    def left(content: Content) -> dict[str, Any] | None:
        return _without(record, data_of(content), chosen) if isinstance(content, Erased) else _least(content)

    return _erased(record, {_holder(record, entry) for entry in said}, because, by, _described(said), left)


def _without(record: Record, erased: dict[str, Any], chosen: set[int]) -> dict[str, Any]:
    """An erasure without what it left of some entries; what is left of another erasure may hold it in turn."""
    kept = {}
    for number, data in erased.get("remains", {}).items():
        kind = record.entry(int(number)).kind
        if kind == Erased.kind:
            kept[number] = _without(record, data, chosen)
        elif int(number) not in chosen:
            kept[number] = data
        elif least := _least(content_of(kind, data)):
            kept[number] = least
    return {**erased, "remains": kept}


def _erased(
    record: Record,
    numbers: set[int],
    because: str,
    by: str,
    what: str,
    left: Callable[[Content], dict[str, Any] | None],
) -> Erased:
    mine = [(entry.number, entry.content) for entry in record.entries if entry.number in numbers and entry.content]
    if not mine:
        raise InvalidCase("nothing is left there to be erased.", mend=f"See: case history {record.reference}")
    remains = {number: data for number, content in mine if (data := left(content)) is not None}
    return Erased(entries=tuple(number for number, _ in mine), what=what, because=because, by=by, remains=remains)


def _least(content: Content) -> dict[str, Any] | None:
    """What has to be left even of what is erased whole: that something was corrected, closed or reopened."""
    match content:
        case Corrected(corrects=number):
            return {"corrects": number, "because": ERASED}
        case Closed(on=on) | Reopened(on=on):
            return {"because": ERASED, "on": on.isoformat()}
    return None


def _described(entries: Sequence[Entry]) -> str:
    """How many entries of which kind, and their numbers: '2 answers and 1 note (entries 4, 7 and 9)'."""
    counted = Counter(NOUNS[entry.kind] for entry in entries)
    kinds = listed([f"{number} {noun if number == 1 else _several(noun)}" for noun, number in counted.items()])
    numbers = listed([str(entry.number) for entry in entries])
    return f"{kinds} ({'entry' if len(entries) == 1 else 'entries'} {numbers})"


def _several(noun: str) -> str:
    head, space, rest = noun.partition(" ")
    return f"{head}s{space}{rest}" if rest.startswith("of ") else f"{noun}s"
