"""Entries as they lie in a store or an export: back to what they say, and whether they are what was written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from decision_support.model.entries import AdviceGiven, Content, Entry, Erased

from . import chain
from .record import content_of, data_of

_DAMAGE = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)
# what reading a text that was tampered with can raise


class Row(NamedTuple):
    """One entry, with all that its chain is reckoned from.

    salt, body  what it says; None once that was erased
    erased_by   the number of the entry that erased it
    """

    number: int
    at: str
    kind: str
    digest: str
    hash: str
    salt: str | None
    body: str | None
    erased_by: int | None


def row_of(before: str, reference: str, number: int, at: str, content: Content, writer: str) -> Row:
    """The row of a new entry, after the one whose hash is `before`."""
    salt, body = chain.new_salt(), chain.body_of({"content": data_of(content), "writer": writer})
    digest = chain.digest_of(salt, body)
    return Row(*chain.linked(before, reference, number, at, content.kind, digest), salt, body, None)


def entries_of(rows: Sequence[Row], strict: bool = True) -> Iterator[Entry]:
    """What the rows of one case say. Unless `strict`, an entry that cannot be read says nothing.

    Raises ValueError or the like where a row cannot be read; `damage` says it in words.
    """
    left: dict[int, Erased] = {}
    found = []
    for row in reversed(rows):  # what is left of an entry stands in a later one
        try:
            entry = _entry(row, left)
        except _DAMAGE:
            if strict:
                raise
            continue
        if isinstance(entry.content, Erased):
            left[row.number] = entry.content
        found.append(entry)
    yield from reversed(found)


def editions_in(rows: Sequence[Row]) -> Iterator[tuple[int, str]]:
    """The entries with advice, each with the digest of the knowledge base from which it was given."""
    for entry in entries_of([row for row in rows if row.kind == AdviceGiven.kind and row.body is not None]):
        if isinstance(entry.content, AdviceGiven) and entry.content.edition is not None:
            yield entry.number, entry.content.edition


def damage(reference: str, rows: Sequence[Row], entries: int, head: str) -> Iterator[str]:
    """A sentence for each entry that was changed, removed or put elsewhere.

    entries, head  how many there should be, and the hash of the last
    """
    before, expected = "", 1
    if not isinstance(entries, int) or not all(map(_is_whole, rows)):
        yield f"case '{reference}': parts of it are garbled."
        return
    gone, left = _gone_by(rows)
    for row in rows:
        if row.number != expected:
            missing = (
                f"entry {expected} is" if row.number == expected + 1 else f"entries {expected} to {row.number - 1} are"
            )
            yield f"case '{reference}': {missing} missing."
            before = ""
        elif chain.linked(before, reference, row.number, row.at, row.kind, row.digest).hash != row.hash:
            yield f"case '{reference}': entry {row.number} is not the one that was written here."
        if what := _content_damage(row, gone, left):
            yield f"case '{reference}': {what}"
        before, expected = row.hash, row.number + 1
    if expected <= entries:
        missing = f"entry {expected} is" if expected == entries else f"entries {expected} to {entries} are"
        yield f"case '{reference}': {missing} missing."
    elif expected > entries + 1:
        yield f"case '{reference}': it should end with entry {entries}, and goes on."
    elif before != head:
        yield f"case '{reference}': its last entry, {entries}, is not the one on record as the last."


def _is_whole(row: Row) -> bool:
    """Whether everything is of its kind: a damaged database can hold anything anywhere."""
    return (
        isinstance(row.number, int)
        and all(isinstance(each, str) for each in (row.at, row.kind, row.digest, row.hash))
        and all(isinstance(each, str | None) for each in (row.salt, row.body))
        and isinstance(row.erased_by, int | None)
    )


def _content_damage(row: Row, gone: Mapping[int, int], left: Mapping[int, Erased]) -> str:
    """What is wrong with what the entry says; nothing, where it is as it was written or was properly erased."""
    if row.salt is None or row.body is None:
        if row.erased_by is None or gone.get(row.number) != row.erased_by:
            return f"what entry {row.number} says is missing, and no entry erased it."
    elif row.erased_by is not None:
        return f"what entry {row.number} says is there, although entry {row.erased_by} erased it."
    elif chain.digest_of(row.salt, row.body) != row.digest:
        return f"what entry {row.number} says is not what was written."
    try:
        _entry(row, left)
    except _DAMAGE:
        return f"what entry {row.number} says cannot be read."
    return ""


def _gone_by(rows: Sequence[Row]) -> tuple[dict[int, int], dict[int, Erased]]:
    """Which entry was the first to erase each, by what the erasing entries themselves say; and what those say."""
    gone: dict[int, int] = {}
    left: dict[int, Erased] = {}
    for entry in entries_of(rows, strict=False):
        if isinstance(entry.content, Erased):
            left[entry.number] = entry.content
            for number in entry.content.entries:
                gone.setdefault(number, entry.number)
    return gone, left


def _entry(row: Row, left: Mapping[int, Erased]) -> Entry:
    at = chain.moment_of(row.at)
    if row.body is not None:
        body: dict[str, Any] = json.loads(row.body)
        content = content_of(row.kind, body["content"])
        return Entry(row.number, at, row.kind, str(body["writer"]), content, row.hash, row.erased_by)
    erasing = left.get(row.erased_by) if row.erased_by is not None else None
    data = erasing.remains.get(row.number) if erasing else None
    content_left = content_of(row.kind, data) if data is not None else None
    return Entry(row.number, at, row.kind, None, content_left, row.hash, row.erased_by)
