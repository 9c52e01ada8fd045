"""Whether a whole store is what was written: the database, its guards, every chain, and the order across cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from . import chain
from .database import Connection, expected_schema, one_state, schema
from .rows import Row, editions_in
from .store import NoSuchCase, Store, is_kept


@dataclass(frozen=True)
class Verified:
    """What a check found.

    heads   the head of the chain of each case that holds, with the number of its entries
    store   the head of the chain across all cases
    damage  a sentence for each thing that is not what was written; none where all is well
    """

    heads: dict[str, tuple[int, str]]
    store: str
    damage: tuple[str, ...]


def verify(store: Store) -> Verified:
    """Check a whole store. Raises UnusableStore where the database cannot even be read."""
    with store.working() as database, one_state(database):
        about_file = [*_of_database(database), *_of_guards(database)]
        chained, across = _across(database)
    heads: dict[str, tuple[int, str]] = {}
    of_cases: list[str] = []
    for reference in store.references():
        try:
            rows, found = store.checked_rows(reference)
        except NoSuchCase:
            rows, found = (), (f"case '{reference}' is listed, and cannot be found.",)
        of_cases += found or _of_editions(store, reference, rows)
        if not found and rows:
            heads[reference] = len(rows), rows[-1].hash
    return Verified(heads, chained, (*about_file, *of_cases, *across))


def _of_editions(store: Store, reference: str, rows: Sequence[Row]) -> Iterator[str]:
    """Advice whose knowledge base is gone; one that was changed is told of the whole store."""
    for number, digest in editions_in(rows):
        with store.working() as database:
            if database.execute("SELECT 1 FROM editions WHERE digest = ?", (digest,)).fetchone() is None:
                yield f"case '{reference}': the knowledge base of the advice in entry {number} is missing."


def _of_database(database: Connection) -> Iterator[str]:
    for (said,) in database.execute("PRAGMA integrity_check(20)"):
        if said != "ok":
            yield f"the database says: {said}."
    for table, *_ in database.execute("PRAGMA foreign_key_check"):
        yield f"the table {table} refers to something that is not there."


def _of_guards(database: Connection) -> Iterator[str]:
    here, wanted = schema(database), expected_schema()
    for kind, name, _ in sorted(wanted - here):
        yield f"the {kind} '{name}', which keeps the record from being changed, is missing or different."
    for kind, name, _ in sorted(here - wanted):
        if (kind, name) not in {each[:2] for each in wanted}:
            yield f"there is a {kind} '{name}' that does not belong in a store."


def _across(database: Connection) -> tuple[str, list[str]]:
    """The head of the chain across all cases, and what is wrong with it."""
    head, expected, found = "", 1, []
    sql = "SELECT position, reference, number, hash, chained FROM entries ORDER BY position"
    for position, reference, number, hash, chained in database.execute(sql):
        if position != expected:
            found.append(f"in the order across all cases, something is missing before entry {number} of '{reference}'.")
        elif chain.in_store(head, hash) != chained:
            found.append(f"in the order across all cases, entry {number} of '{reference}' is not in its place.")
        head, expected = chained, position + 1
    last = database.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entries'").fetchone()
    if (last[0] if last else 0) != expected - 1:
        found.append("in the order across all cases, the last entries are missing.")
    for reference, entries in database.execute(
        "SELECT reference, entries FROM cases WHERE entries = 0 OR reference NOT IN (SELECT reference FROM entries)"
    ):
        found.append(f"case '{reference}': all {entries} entries are missing.")
    for (reference,) in database.execute(
        "SELECT DISTINCT reference FROM entries WHERE reference NOT IN (SELECT reference FROM cases)"
    ):
        found.append(f"there are entries of '{reference}', which is not in the list of cases.")
    for digest, archive in database.execute("SELECT digest, archive FROM editions"):
        if not is_kept(archive, digest):
            found.append(f"the knowledge base {str(digest)[:12]} is not what was kept.")
    return head, found
