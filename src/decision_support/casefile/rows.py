"""Entries as they lie in a store or an export: back to what they say, and whether they are what was written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from decision_support.model.entries import Content, Entry, Erased

from . import chain
from .record import content_of, data_of

_DAMAGE = (ValueError, KeyError, TypeError, RecursionError)  # what reading a text that was tampered with can raise


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

    Raises ValueError, KeyError or TypeError where a row cannot be read; `damage` says it in words.
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


def damage(reference: str, rows: Sequence[Row], entries: int, head: str) -> Iterator[str]:
    """A sentence for each entry that was changed, removed or put elsewhere.

    entries, head  how many there should be, and the hash of the last
    """
    before, expected, gone = "", 1, _gone_by(rows)
    for row in rows:
        if row.number != expected:
            missing = (
                f"entry {expected} is" if row.number == expected + 1 else f"entries {expected} to {row.number - 1} are"
            )
            yield f"case '{reference}': {missing} missing."
            before = ""
        elif chain.linked(before, reference, row.number, row.at, row.kind, row.digest).hash != row.hash:
            yield f"case '{reference}': entry {row.number} is not the one that was written here."
        if what := _content_damage(row, gone):
            yield f"case '{reference}': {what}"
        before, expected = row.hash, row.number + 1
    if expected <= entries:
        missing = f"entry {expected} is" if expected == entries else f"entries {expected} to {entries} are"
        yield f"case '{reference}': {missing} missing."
    elif expected > entries + 1:
        yield f"case '{reference}': it should end with entry {entries}, and goes on."
    elif before != head:
        yield f"case '{reference}': its last entry, {entries}, is not the one on record as the last."


def _content_damage(row: Row, gone: Mapping[int, int]) -> str:
    """What is wrong with what the entry says; nothing, where it is as it was written or was properly erased."""
    if row.salt is None or row.body is None:
        if row.erased_by is not None and gone.get(row.number) == row.erased_by:
            return ""
        return f"what entry {row.number} says is missing, and no entry erased it."
    if row.erased_by is not None:
        return f"what entry {row.number} says is there, although entry {row.erased_by} erased it."
    if chain.digest_of(row.salt, row.body) != row.digest:
        return f"what entry {row.number} says is not what was written."
    try:
        chain.moment_of(row.at)
        _entry(row, {})
    except _DAMAGE:
        return f"what entry {row.number} says cannot be read."
    return ""


def _gone_by(rows: Iterable[Row]) -> dict[int, int]:
    """Which entry was the first to erase each, by what the erasing entries themselves say."""
    gone: dict[int, int] = {}
    try:
        entries = list(entries_of(list(rows), strict=False))
    except _DAMAGE:
        return gone
    for entry in entries:
        if isinstance(entry.content, Erased):
            for number in entry.content.entries:
                gone.setdefault(number, entry.number)
    return gone


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
