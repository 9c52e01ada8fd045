"""Stores that tests write into, damage, and look at with nothing but SQLite."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import hashlib
import os
import sqlite3
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from decision_support.casefile.record import Record
from decision_support.casefile.store import Store
from decision_support.casefile.transfer import export_in, exported, imported
from decision_support.errors import UserMistake
from decision_support.model.entries import AdviceGiven, Answered, Erased, Noted, Opened
from decision_support.model.values import Answer

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
WRITER = "a worker"
ARCHIVE = bytes(range(256))
EDITION = (hashlib.sha256(ARCHIVE).hexdigest(), ARCHIVE)


def opened(title: str = "A test") -> Opened:
    return Opened(case=title, guidance=("nssb",), opened=dt.date(2026, 11, 2))


def note(text: str) -> Noted:
    return Noted(text=text)


def answered(fact: str, value: str, **more: Any) -> Answered:
    return Answered(about="case", subject="case", fact=fact, answer=Answer(value=value, **more))


def erasing(*numbers: int, **more: Any) -> Erased:
    return Erased.model_validate({"entries": numbers, "what": "a note", "because": "asked", "by": "an officer"} | more)


def begun(store: Store, reference: str = "c1", *texts: str) -> Record:
    """A case with these notes after its opening."""
    return store.begin(reference, [opened(), *map(note, texts)], WRITER, NOW)


def varied(path: Path) -> Path:
    """A closed store with several cases, advice and its edition, an erasure, and an erasure of what erased."""
    path.write_bytes(_varied())
    path.chmod(0o600)
    return path


@functools.cache
def _varied() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        with Store(path) as store:
            _write_varied(store)
        return path.read_bytes()


def _write_varied(store: Store) -> None:
    begun(store, "c1", "one", "two", "three")
    begun(store, "c2", "four")
    seen = store.append(store.record("c1"), [answered("risk", "yes", rationale="Ünlikely")], WRITER, NOW)
    advice = AdviceGiven(
        advice={"on": "2026-11-02", "say": ["this", 1, 0.5, None]}, edition=store.keep_edition(ARCHIVE)
    )
    seen = store.append(seen, [advice, note("five")], WRITER, NOW)
    left = {2: {"text": "one thing"}, 3: {"text": "another"}}
    seen, _ = store.erase(seen, erasing(2, 3, remains=left), WRITER, NOW)
    store.erase(seen, erasing(8, remains={8: _without_remains(seen, 8)}), WRITER, NOW)
    begun(store, "c3", "six", "seven")


def all_it_says(store: Store) -> dict[str, Any]:
    """Everything that a store has to say, as plain data."""
    with store.working() as database:
        editions = database.execute("SELECT digest, archive FROM editions ORDER BY 1").fetchall()
    return {"cases": {each: exported(store, each) for each in store.references()}, "editions": editions}


def taken(store: Store, text: str, file: str) -> tuple[str, int]:
    """An export taken in, as it stands in a file."""
    return imported(store, export_in(text, file), file)


def foreign(path: Path) -> sqlite3.Connection:
    """Another program's connection: none of the settings of ours."""
    return sqlite3.connect(path, isolation_level=None)


@contextlib.contextmanager
def unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """The database with every trigger out of the way; afterwards they are back as they were."""
    with contextlib.closing(foreign(path)) as database:
        triggers = database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        yield database
        for _, sql in triggers:
            database.execute(sql)


def bytes_of(folder: Path) -> bytes:
    """All that lies in the files of a store, those beside the database included."""
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def in_child(run: Callable[[], object]) -> str:
    """What it returns in a process of its own, or the sentence of the mistake that it raises there."""
    return at_once(run)[0]


def at_once(*runs: Callable[[], object]) -> list[str]:
    """What each returns, or the sentence of the mistake that it raises, in processes that start together."""
    gate, opening = os.pipe()
    children = []
    for run in runs:
        receiving, sending = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(opening)
            os.read(gate, 1)  # until nobody holds the other end any more
            _run_and_end(run, sending)
        os.close(sending)
        children.append((child, receiving))
    os.close(opening)
    os.close(gate)
    told = []
    for child, receiving in children:
        with open(receiving, encoding="utf-8") as pipe:  # noqa: PTH123 (an open pipe has no path)
            told.append(pipe.read())
        os.waitpid(child, 0)
    return told


def _run_and_end(run: Callable[[], object], sending: int) -> None:
    told = ""
    try:
        told = f"{run()}"
    except UserMistake as mistake:
        told = f"{type(mistake).__name__}: {mistake}"
    finally:  # whatever it raised: or the child would go on as another test runner
        os.write(sending, (told or traceback.format_exc()).encode())
        os._exit(0)


def _without_remains(seen: Record, number: int) -> dict[str, Any]:
    content = seen.entry(number).content
    assert isinstance(content, Erased)
    return content.model_dump(mode="json", exclude={"remains"})
