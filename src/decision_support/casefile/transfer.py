"""A case file as one JSON file, and back without loss: the chain, what each entry says, and the knowledge behind it."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from decision_support.errors import Place, UnreadableFile
from decision_support.model.values import IDENTIFIER, LONGEST

from . import chain
from .record import Record
from .rows import Row, damage, editions_in, entries_of
from .store import DamagedRecord, Store, is_kept

FORMAT = "decision-support case file"
VERSION = 1


def exported(store: Store, reference: str) -> dict[str, Any]:
    """The whole case file as plain data, with the knowledge bases from which advice was given."""
    rows = store.rows(reference)
    return {
        "format": FORMAT,
        "version": VERSION,
        "reference": reference,
        "head": rows[-1].hash,
        "entries": [_written(row) for row in rows],
        "editions": dict(_editions(store, rows)),
    }


def imported(store: Store, data: dict[str, Any], file: str) -> tuple[str, int]:
    """Put an exported case into the store: its reference, and the number of entries that were new.

    data: what `export_in` read from the file. Raises UnreadableFile where parts of it are missing or garbled,
    DamagedRecord and InvalidCase as `Store.take_in`.
    """
    try:
        rows = [_row(each) for each in data["entries"]]
        editions = {name: base64.b64decode(archive, validate=True) for name, archive in data["editions"].items()}
        reference, head = data["reference"], data["head"]
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error):
        raise _refused(file, "parts of the case file are missing or garbled.") from None
    if not isinstance(reference, str) or not re.fullmatch(IDENTIFIER, reference) or len(reference) > LONGEST:
        raise _refused(file, "its reference is none: letters, digits, dots and dashes.")
    if not rows or rows[-1].hash != head:
        raise _refused(file, "the last entries are missing: they do not end with the head that the file names.")
    for found in damage(reference, rows, len(rows), str(head)):
        raise DamagedRecord(found, mend="Nothing was imported. Have it exported again where it came from.")
    record = Record(reference, tuple(entries_of(rows)))
    if not record.is_erased:
        record.case()  # so that nothing is taken in that cannot be read
    needed = dict.fromkeys(digest for _, digest in editions_in(rows))
    for digest in needed:
        if not is_kept(editions.get(digest), digest) and store.edition(digest) is None:
            raise _refused(file, f"the knowledge base {digest[:12]} behind its advice is missing or garbled.")
    for digest in needed:
        if digest in editions:
            store.keep_edition(editions[digest])
    return reference, store.take_in(reference, rows)


def export_in(text: str, file: str) -> dict[str, Any]:
    """An exported case as plain data. Raises UnreadableFile where the text is no export."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise _refused(file, "this is not well-formed JSON.") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        mend = "To begin a case from a file with facts and people: decision-support case new --from FILE"
        raise UnreadableFile("this is no exported case file.", place=Place(file), mend=mend)
    if data.get("redacted"):
        mend = "It is for reading. Have the whole file exported, without --redacted."
        raise UnreadableFile(
            "this case file was redacted, so its chain cannot be checked.", place=Place(file), mend=mend
        )
    if data.get("version") != VERSION:
        what = f"this case file is of version {data.get('version')}, and this program knows version {VERSION}."
        raise UnreadableFile(what, place=Place(file), mend="Install a later version of the program.")
    return data


def _refused(file: str, what: str) -> UnreadableFile:
    return UnreadableFile(what, place=Place(file), mend="Nothing was imported. Have it exported again.")


def _written(row: Row) -> dict[str, Any]:
    said = {"erased_by": row.erased_by} if row.body is None else {"salt": row.salt, "body": json.loads(row.body)}
    return {"number": row.number, "at": row.at, "kind": row.kind, "digest": row.digest, "hash": row.hash} | said


def _row(data: dict[str, Any]) -> Row:
    at, kind, digest, hash = texts = [data[key] for key in ("at", "kind", "digest", "hash")]
    salt, body = data.get("salt"), chain.body_of(data["body"]) if "body" in data else None
    number, erased_by = data["number"], data.get("erased_by")
    if not all(isinstance(each, str) for each in texts) or not isinstance(number, int):
        raise ValueError("an entry is garbled")
    if not isinstance(salt, str | None) or not isinstance(erased_by, int | None):
        raise ValueError("an entry is garbled")
    return Row(number, at, kind, digest, hash, salt, body, erased_by)


def _editions(store: Store, rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    for _, digest in editions_in(rows):
        if (archive := store.edition(digest)) is not None:
            yield digest, base64.b64encode(archive).decode()
