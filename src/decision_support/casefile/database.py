"""A connection to the database of a store: a file that is its owner's alone, and every failure told in a sentence."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from decision_support.errors import UserMistake

from .migrations import MIGRATIONS

PROGRAM = 0x44536366  # 'DScf', by which a store is told from other databases
PATIENCE = 10.0  # seconds to wait while another program writes
KEY = "DECISION_SUPPORT_STORE_KEY"

Connection: TypeAlias = sqlite3.Connection


class UnusableStore(UserMistake):
    """The store cannot be opened, read or written; what was written before is as it was."""


class NewerStore(UnusableStore):
    """The store was written by a later version of this program."""


def connect(
    path: Path, key: str | None = None, migrations: Sequence[str] = MIGRATIONS, patience: float = PATIENCE
) -> Connection:
    """Open the store in this file, and make it where there is none. Raises UnusableStore.

    key: opens an encrypted store, or makes the new one so; that takes the package sqlcipher3.
    patience: seconds to wait while another program writes.
    """
    library = _library(key)
    with telling(path, key):
        _make_room(path)
        connection: Connection = library.connect(str(path.absolute()), isolation_level=None, timeout=patience)
        connection.text_factory = _text
        try:
            _settle(connection, path, key, migrations, patience)
        except BaseException:
            connection.close()
            raise
    return connection


@contextlib.contextmanager
def telling(path: Path, key: str | None = None) -> Iterator[None]:
    """Whatever the database or the system refuses is told in a sentence."""
    library = _library(key)
    try:
        yield
    except library.Error as error:
        what, mend = _told(error, path)
        raise UnusableStore(f"the store {path} {what}.", mend=mend) from None
    except UnicodeDecodeError:  # in what the database itself says of the damage
        what, mend = _EXPLAINED["SQLITE_CORRUPT"]
        raise UnusableStore(f"the store {path} {what}.", mend=mend) from None
    except UnicodeEncodeError:
        mend = "Write it anew; nothing was changed."
        raise UnusableStore(f"the store {path} cannot hold this: some of it is not text.", mend=mend) from None
    except OSError as error:
        mend = "Name another file with --store, or have the folder made writable."
        raise UnusableStore(f"the store {path} cannot be used: {error.strerror or error}.", mend=mend) from None


@contextlib.contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """All that is done inside is written together or not at all; nobody else writes meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def one_state(connection: Connection) -> Iterator[None]:
    """Everything read inside belongs to one moment, however much others write."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:  # a failing disk ends it
            connection.execute("COMMIT")


def expected_schema(migrations: Sequence[str] = MIGRATIONS) -> set[tuple[str, str, str]]:
    """What the tables and triggers of a sound store look like."""
    with contextlib.closing(sqlite3.connect(":memory:")) as fresh:
        for step in migrations:
            fresh.executescript(step)
        return schema(fresh)


def schema(connection: Connection) -> set[tuple[str, str, str]]:
    """What the tables and triggers of this store look like."""
    found = connection.execute(
        "SELECT type, name, ifnull(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'"
    )
    return {(str(kind), str(name), str(sql)) for kind, name, sql in found}


def _library(key: str | None) -> Any:
    if key is None:
        return sqlite3
    if not key:  # with which the database would not be encrypted at all
        raise UnusableStore("the key of the store is empty.", mend=f"Set {KEY} to a key, or unset it.")
    try:
        import sqlcipher3.dbapi2 as encrypted
    except ImportError:
        mend = f"Install it with: pip install 'decision-support[encrypted]'. Without encryption, unset {KEY}."
        raise UnusableStore("an encrypted store takes the package sqlcipher3, which is not here.", mend=mend) from None
    return encrypted


def _text(stored: bytes) -> str:
    """Bytes that are no text any more are read as something else, so that the chain tells which entry they are in."""
    return stored.decode("utf-8", "backslashreplace")


def _make_room(path: Path) -> None:
    """The folder and the file, readable by their owner alone, unless they are there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    if path.is_dir():
        raise IsADirectoryError(21, "it is a folder")


def _make_private(path: Path) -> None:
    """The file, and what the database lays beside it, readable by their owner alone."""
    if os.name != "posix":
        return
    for each in (path, *(path.with_name(path.name + beside) for beside in ("-wal", "-shm"))):
        with contextlib.suppress(FileNotFoundError):
            if each.stat().st_mode & 0o077 and each.stat().st_uid == os.getuid():
                each.chmod(0o600)


def _settle(connection: Connection, path: Path, key: str | None, migrations: Sequence[str], patience: float) -> None:
    if key is not None:
        quoted = key.replace("'", "''")
        connection.execute("PRAGMA cipher_log_level = NONE")  # a wrong key is told in a sentence of ours
        connection.execute(f"PRAGMA key = '{quoted}'")
    connection.execute("BEGIN")  # all three of one moment, while another program may be making the store
    version, program = (
        int(connection.execute(f"PRAGMA {each}").fetchone()[0]) for each in ("user_version", "application_id")
    )
    empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    connection.execute("COMMIT")
    if (program != PROGRAM and not empty) or (program not in (0, PROGRAM) and empty):
        raise UnusableStore(f"{path} is a database, but not a store of cases.", mend="Name another file with --store.")
    if version > len(migrations):
        raise NewerStore(
            f"the store {path} was written by a later version of this program: its tables are version {version}, and "
            f"this one knows up to {len(migrations)}.",
            mend="Install the later version; nothing was changed.",
        )
    if version < 0 or (version == 0) != empty:
        what, mend = _EXPLAINED["SQLITE_CORRUPT"]
        raise UnusableStore(f"the store {path} {what}.", mend=mend)
    _make_private(path)
    _keep_a_log(connection, patience)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA recursive_triggers = ON")  # so that REPLACE meets the triggers against deleting
    for number in range(version, len(migrations)):
        _migrate(connection, number, migrations[number])


def _keep_a_log(connection: Connection, patience: float) -> None:
    """Write ahead to a log. Where two programs make a store at once, the database does not wait here by itself."""
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except connection.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _migrate(connection: Connection, number: int, step: str) -> None:
    """One step, unless another program has taken it meanwhile."""
    with writing(connection):
        if connection.execute("PRAGMA user_version").fetchone()[0] > number:
            return
        for statement in _statements(step):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute(f"PRAGMA application_id = {PROGRAM}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: run together, they would end the transaction that they are in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""
    if statement.strip():
        yield statement.strip()


_COPY = "Copy it to a folder of your own, and name it with --store."
_EXPLAINED = {
    "SQLITE_FULL": ("has no room to grow: the disk is full", "Make room and try again; nothing was lost."),
    "SQLITE_IOERR": ("cannot be read or written: the disk fails or is full", "See to the disk and try again."),
    "SQLITE_BUSY": ("is being written by another program", "Try again in a moment; nothing was changed."),
    "SQLITE_LOCKED": ("is being written by another program", "Try again in a moment; nothing was changed."),
    "SQLITE_READONLY": ("cannot be written: it or its folder is read-only", _COPY),
    "SQLITE_CANTOPEN": ("cannot be opened: it or its folder is read-only or missing", _COPY),
    "SQLITE_NOTADB": (
        "cannot be read: it is no store of cases, or it is encrypted, or the key is another",
        f"An encrypted store needs its key in {KEY}; any other, that variable unset.",
    ),
    "SQLITE_CORRUPT": ("is damaged", "What is left of it: decision-support case verify. Then restore a backup."),
    "SQLITE_CONSTRAINT": ("refuses what would change its record", "Nothing was changed."),
}  # fmt: skip


def _told(error: Exception, path: Path) -> tuple[str, str]:
    name = getattr(error, "sqlite_errorname", "") or _named(str(error))
    for opening, told in _EXPLAINED.items():
        if name.startswith(opening):
            return told
    return f"cannot be used: {error}", "Nothing was changed."


_MESSAGES = {
    "is full": "SQLITE_FULL",
    "I/O error": "SQLITE_IOERR",
    "locked": "SQLITE_BUSY",
    "readonly": "SQLITE_READONLY",
    "unable to open": "SQLITE_CANTOPEN",
    "not a database": "SQLITE_NOTADB",
    "malformed": "SQLITE_CORRUPT",
}


def _named(message: str) -> str:
    """The name of an error by its message, for a library that does not tell the name."""
    return next((name for part, name in _MESSAGES.items() if part in message), "")
