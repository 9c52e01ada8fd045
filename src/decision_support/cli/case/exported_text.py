"""A case file to be taken elsewhere: everything as JSON, or a chronology as Markdown; redacted, where asked for."""

from __future__ import annotations

import json
from typing import Any

from decision_support.casefile.chain import stamp
from decision_support.casefile.record import data_of
from decision_support.casefile.store import Store
from decision_support.casefile.transfer import FORMAT, VERSION, exported
from decision_support.casework.chronicle import chronicle
from decision_support.casework.filing.redacting import redacted_record
from decision_support.errors import UserMistake
from decision_support.model.knowledge import KnowledgeBase

from .history_text import chronology


def exported_json(base: KnowledgeBase, store: Store, reference: str, redacted: bool) -> str:
    """All of it; with `redacted`, what can be read of it without names, and the head of the true chain."""
    if not redacted:
        return _json(exported(store, reference))
    true = store.record(reference)
    record = redacted_record(true, base)
    entries = [
        {
            "number": each.number,
            "at": stamp(each.at),
            "kind": each.kind,
            "hash": each.hash,
            "content": data_of(each.content) if each.content is not None else None,
        }
        for each in record.entries
    ]
    head = {"format": FORMAT, "version": VERSION, "redacted": True, "reference": reference, "head": true.head}
    return _json({**head, "entries": entries})


def exported_markdown(base: KnowledgeBase, store: Store, reference: str, redacted: bool) -> str:
    """The chronology."""
    record = store.record(reference)
    if redacted:
        record = redacted_record(record, base)
    try:
        title = record.case().case
    except UserMistake:
        title = reference
    return chronology(record, chronicle(base, record), title)


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
