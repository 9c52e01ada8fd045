"""Case files in one database: each an append-only chain of entries, read whole and checked whenever it is read."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from decision_support.errors import InvalidCase, UserMistake, did_you_mean
from decision_support.model.entries import Content, Erased

from . import chain
from .database import PATIENCE, Connection, connect, one_state, telling, writing
from .record import Record, refuse_unsound
from .rows import Row, damage, entries_of, row_of

_ROWS = """
    SELECT e.reference, e.number, e.at, e.kind, e.digest, e.hash, c.salt, c.body, erasing.number
    FROM entries AS e
    LEFT JOIN contents AS c USING (position)
    LEFT JOIN erasures AS x USING (position)
    LEFT JOIN entries AS erasing ON erasing.position = x.erased_by
"""


class NoSuchCase(UserMistake):
    """The store holds no case of this name."""


class DamagedRecord(UserMistake):
    """An entry is not what was written, or is missing."""


class NameTaken(InvalidCase):
    """The store has a case of this name."""


class WrittenMeanwhile(UserMistake):
    """Somebody wrote into the case after it was read, so what was to be written may not fit any more."""

    def __init__(self, reference: str, seen: int, now: int) -> None:
        more = f"entry {now}" if now == seen + 1 else f"entries {seen + 1} to {now}"
        super().__init__(
            f"case '{reference}' has changed since it was read: {more} came in between. Nothing was written.",
            mend="Read it again, and write again what still holds.",
        )


class Store:
    """A database of case files. Close it after use, or use it in a with statement.

    path  the file; where it does not exist it is made, readable by its owner alone
    key   the key of an encrypted store
    patience  seconds to wait while another program writes
    Everything raises UnusableStore where the database or the disk refuses; what was written before stays.
    """

    def __init__(self, path: Path, key: str | None = None, patience: float = PATIENCE) -> None:
        self.path = path
        self._key = key
        self._connection = connect(path, key, patience=patience)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def references(self) -> tuple[str, ...]:
        """What the cases are called, in alphabetical order."""
        with self.working() as database:
            found = database.execute("SELECT reference FROM cases ORDER BY reference").fetchall()
        return tuple(str(reference) for (reference,) in found)

    def heads(self) -> dict[str, tuple[str, str]]:
        """For every case, the head of its chain and when it was last written into, unchecked, as the store has it."""
        with self.working() as database:
            found = database.execute(
                "SELECT c.reference, c.head, e.at FROM cases AS c JOIN entries AS e "
                "ON e.reference = c.reference AND e.number = c.entries"
            ).fetchall()
        return {str(reference): (str(head), str(at)) for reference, head, at in found}

    def head(self, reference: str) -> str | None:
        """The head of one case's chain, unchecked; None where there is no such case."""
        with self.working():
            found = self._head(reference)
        return found[1] if found else None

    def heads_across(self) -> dict[str, tuple[str, int]]:
        """Every head that the chain across all cases has had, with the entry that made it."""
        with self.working() as database:
            found = database.execute("SELECT chained, reference, number FROM entries").fetchall()
        return {str(head): (str(reference), int(number)) for head, reference, number in found}

    def record(self, reference: str) -> Record:
        """The whole file of one case. Raises NoSuchCase, and DamagedRecord where the chain does not hold."""
        return Record(reference, tuple(entries_of(self.rows(reference))))

    def rows(self, reference: str) -> tuple[Row, ...]:
        """The entries of a case as they lie in the store, checked. Raises as `record`."""
        rows, found = self.checked_rows(reference)
        if found:
            mend = f"See what is left of it: decision-support case verify {reference}; then restore a backup."
            raise DamagedRecord(found[0], mend=mend)
        return rows

    def checked_rows(self, reference: str) -> tuple[tuple[Row, ...], tuple[str, ...]]:
        """The entries of a case, and a sentence for each that is not what was written. Raises NoSuchCase."""
        with self.working() as database, one_state(database):
            head = self._head(reference)
            rows = self._rows("WHERE e.reference = ?", (reference,)).get(reference, ())
        if head is None and not rows:
            where = f"in the store {self.path}"
            raise NoSuchCase(
                f"there is no case '{reference}' {where}.", mend=did_you_mean(reference, self.references())
            )
        return rows, tuple(damage(reference, rows, *(head or (0, ""))))

    def records(self, kinds: Iterable[str]) -> Iterator[Record]:
        """Every case by reference, with its entries of these kinds alone. Chains are not checked."""
        chosen = tuple(kinds)
        with self.working():
            found = self._rows(f"WHERE e.kind IN ({', '.join('?' * len(chosen))})", chosen)
        for reference, rows in found.items():
            yield Record(reference, tuple(entries_of(rows, strict=False)))

    def begin(self, reference: str, contents: Sequence[Content], writer: str, at: dt.datetime) -> Record:
        """A new case file with its first entries. Raises InvalidCase where there are none, or the name is taken."""
        if not contents:
            raise InvalidCase("a case begins with an entry.", mend="Say what the case is.")
        with self.working() as database, writing(database):
            if self._head(reference) is not None:
                mend = "Give the new one another reference."
                raise NameTaken(f"there is a case '{reference}' already.", mend=mend)
            self._begin(reference)
            self._write(reference, 0, "", contents, writer, at)
        return self.record(reference)

    def append(self, seen: Record, contents: Sequence[Content], writer: str, at: dt.datetime) -> Record:
        """The case with these entries after those that were seen: all of them or none.

        Raises WrittenMeanwhile where others have come since.
        """
        with self.working() as database, writing(database):
            rows = self._follow(seen, contents, writer, at)
        return replace(seen, entries=(*seen.entries, *entries_of(rows)))

    def erase(self, seen: Record, erased: Erased, writer: str, at: dt.datetime) -> tuple[Record, bool]:
        """Remove for good what these entries say, and enter that it was done.

        Raises as `append`, and InvalidCase where the case would not be whole any more, or something would stay.

        Also whether nothing of it is left in the store's files: something may be while another program reads them.
        """
        refuse_unsound(seen, erased)
        with self.working() as database:
            with writing(database):
                self._follow(seen, [erased], writer, at)
                for number in erased.entries:
                    self._remove(seen.reference, number, len(seen.entries) + 1)
                for found in damage(seen.reference, *self._now(seen.reference)):
                    mend = "Nothing was erased. Erase other entries."
                    raise InvalidCase(f"the record could not be checked after that: {found}", mend=mend)
            is_gone = self._wipe()
        now = self.record(seen.reference)
        return replace(now, entries=now.entries[: len(seen.entries) + 1]), is_gone  # and nothing unseen

    def take_in(self, reference: str, rows: Sequence[Row]) -> int:
        """Add what this store does not have yet of a case that was exported; the number of entries added.

        Raises DamagedRecord where its chain does not hold, InvalidCase where this store tells another history.
        """
        for found in damage(reference, rows, len(rows), rows[-1].hash if rows else ""):
            raise DamagedRecord(found, mend="Nothing was imported. Have it exported again where it came from.")
        with self.working() as database, writing(database):
            known = self._rows("WHERE e.reference = ?", (reference,)).get(reference, ())
            for mine, theirs in zip(known, rows, strict=False):
                if mine.hash != theirs.hash:
                    raise InvalidCase(
                        f"the store tells another history of '{reference}': they part at entry {mine.number}.",
                        mend="Nothing was imported. Import it into another store, with --store.",
                    )
            if self._head(reference) is None:
                self._begin(reference)
            for row in rows[len(known) :]:
                self._insert(reference, row)
            for row in reversed(rows):  # an entry that erased others may be erased in turn
                if row.erased_by is not None:
                    self._remove(reference, row.number, row.erased_by)
        with self.working():
            self._wipe()
        return len(rows[len(known) :])

    def keep_edition(self, archive: bytes) -> str:
        """Keep the knowledge base from which advice was given, once; the digest by which it is found again."""
        digest = hashlib.sha256(archive).hexdigest()
        with self.working() as database, writing(database):
            if self._edition(digest) is None:
                database.execute("INSERT INTO editions (digest, archive) VALUES (?, ?)", (digest, archive))
        return digest

    def edition(self, digest: str) -> bytes | None:
        """The knowledge base from which advice was given, as it was kept; None where it was not kept."""
        with self.working():
            archive = self._edition(digest)
        if archive is not None and not is_kept(archive, digest):
            raise DamagedRecord(f"the knowledge base {digest[:12]} in {self.path} is not what was kept.")
        return archive

    def back_up(self, path: Path) -> None:
        """A copy of the whole store, while others may go on writing. Raises UserMistake where the file exists."""
        if path.exists():
            raise UserMistake(f"{path} exists already.", mend="Name another file for the backup.")
        try:
            with contextlib.closing(connect(path, self._key)) as copy, telling(path, self._key):
                self._connection.backup(copy)
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink()  # an empty store is not to be taken for a backup
            raise

    @contextlib.contextmanager
    def working(self) -> Iterator[Connection]:
        """The database, with every refusal told in a sentence."""
        with telling(self.path, self._key):
            yield self._connection

    def _head(self, reference: str) -> tuple[int, str] | None:
        found: tuple[int, str] | None = self._connection.execute(
            "SELECT entries, head FROM cases WHERE reference = ?", (reference,)
        ).fetchone()
        return found

    def _rows(self, where: str, values: Sequence[str]) -> dict[str, tuple[Row, ...]]:
        found = self._connection.execute(f"{_ROWS} {where} ORDER BY e.reference, e.number", values).fetchall()
        return {
            reference: tuple(Row(*row) for _, *row in rows)
            for reference, rows in groupby(found, key=lambda row: row[0])
        }

    def _edition(self, digest: str) -> bytes | None:
        found = self._connection.execute("SELECT archive FROM editions WHERE digest = ?", (digest,)).fetchone()
        return found[0] if found else None

    def _now(self, reference: str) -> tuple[tuple[Row, ...], int, str]:
        """The entries of a case, how many there should be, and the hash of the last."""
        rows = self._rows("WHERE e.reference = ?", (reference,)).get(reference, ())
        return rows, *(self._head(reference) or (0, ""))

    def _begin(self, reference: str) -> None:
        self._connection.execute("INSERT INTO cases (reference, entries, head) VALUES (?, 0, '')", (reference,))

    def _follow(self, seen: Record, contents: Sequence[Content], writer: str, at: dt.datetime) -> list[Row]:
        entries, head = self._head(seen.reference) or (0, "")
        if (entries, head) != (len(seen.entries), seen.head):
            raise WrittenMeanwhile(seen.reference, len(seen.entries), entries)
        return self._write(seen.reference, entries, head, contents, writer, at)

    def _write(
        self, reference: str, entries: int, head: str, contents: Sequence[Content], writer: str, at: dt.datetime
    ) -> list[Row]:
        rows = []
        for number, content in enumerate(contents, entries + 1):
            row = row_of(head, reference, number, chain.stamp(at), content, writer)
            self._insert(reference, row)
            rows.append(row)
            head = row.hash
        return rows

    def _insert(self, reference: str, row: Row) -> None:
        last = self._connection.execute("SELECT chained FROM entries ORDER BY position DESC LIMIT 1").fetchone()
        chained = chain.in_store(last[0] if last else "", row.hash)
        place = self._connection.execute(
            "INSERT INTO entries (reference, number, at, kind, digest, hash, chained) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (reference, row.number, row.at, row.kind, row.digest, row.hash, chained),
        ).lastrowid
        if row.body is not None:
            self._connection.execute(
                "INSERT INTO contents (position, salt, body) VALUES (?, ?, ?)", (place, row.salt, row.body)
            )

    def _remove(self, reference: str, number: int, by: int) -> None:
        """What an entry says; where that went before, what was left of it lies in the entry that erased it."""
        place, erasing = (self._position(reference, each) for each in (number, by))
        if self._connection.execute("SELECT 1 FROM erasures WHERE position = ?", (place,)).fetchone() is None:
            self._connection.execute("INSERT INTO erasures (position, erased_by) VALUES (?, ?)", (place, erasing))
            self._connection.execute("DELETE FROM contents WHERE position = ?", (place,))

    def _wipe(self) -> bool:
        """Empty the log, which still has what was removed; not while another program reads it."""
        return not self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]

    def _position(self, reference: str, number: int) -> int:
        found = self._connection.execute(
            "SELECT position FROM entries WHERE reference = ? AND number = ?", (reference, number)
        ).fetchone()
        return int(found[0])


def is_kept(archive: Any, digest: str) -> bool:
    """Whether this is the knowledge base that was kept under this digest."""
    return isinstance(archive, bytes) and hashlib.sha256(archive).hexdigest() == digest
