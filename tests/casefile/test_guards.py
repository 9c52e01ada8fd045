"""The database itself refuses every change of what was written, whichever program asks."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from stored import all_it_says, foreign, varied

from decision_support.casefile.migrations import MIGRATIONS
from decision_support.casefile.store import Store
from decision_support.casefile.verifying import verify

TABLES = re.findall(r"CREATE TABLE (\w+)", "".join(MIGRATIONS))


@pytest.fixture
def path(tmp_path):
    return varied(tmp_path / "store.db")


@pytest.fixture(autouse=True)
def everything_stays(path):
    """Whatever a test tries, the store says afterwards what it said before."""
    with Store(path) as store:
        before = all_it_says(store)
    yield
    with Store(path) as store:
        assert all_it_says(store) == before
        assert verify(store).damage == ()


def refused(path, statement, *values):
    """Whether another program may do this, with or without our settings."""
    for settings in ((), ("recursive_triggers = ON", "foreign_keys = ON")):
        with closing(foreign(path)) as database:
            for each in settings:
                database.execute(f"PRAGMA {each}")
            with pytest.raises(sqlite3.IntegrityError):
                database.execute(statement, values)
    return True


def columns(path, table):
    with closing(foreign(path)) as database:
        return [name for _, name, *_ in database.execute(f"PRAGMA table_info({table})")]


@pytest.mark.parametrize("table", TABLES)
def test_no_column_of_any_table_can_be_updated(path, table):
    for column in [*columns(path, table), *(["rowid"] if table not in ("cases", "editions") else [])]:
        for way in ("", "OR REPLACE", "OR ABORT", "OR FAIL", "OR ROLLBACK"):
            assert refused(path, f"UPDATE {way} {table} SET {column} = {column}")
            assert refused(path, f"UPDATE {way} {table} SET {column} = {column} || '1'")
            assert refused(path, f"UPDATE {way} {table} SET {column} = NULL")


@pytest.mark.parametrize("table", TABLES)
def test_no_row_of_any_table_can_be_deleted(path, table):
    assert refused(path, f"DELETE FROM {table}")
    assert refused(path, f"DELETE FROM {table} WHERE rowid IN (SELECT max(rowid) FROM {table})")


@pytest.mark.parametrize("table", TABLES)
def test_no_row_of_any_table_can_be_replaced(path, table):
    for way in ("INSERT OR REPLACE", "REPLACE", "INSERT"):
        assert refused(path, f"{way} INTO {table} SELECT * FROM {table}")
    key = columns(path, table)[0]
    upsert = f"INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT ({key}) DO UPDATE SET {key} = {key}"
    assert refused(path, upsert)


@pytest.mark.parametrize(
    "statement",
    [
        "REPLACE INTO entries SELECT NULL, reference, number, at, kind, digest, hash, chained FROM entries",
        "REPLACE INTO entries SELECT 99, reference, number, at, kind, digest, hash, chained FROM entries",
        "REPLACE INTO entries SELECT 1, reference, 10, at, kind, digest, hash, chained FROM entries WHERE position = 1",
        "REPLACE INTO entries VALUES (1, 'c2', 3, 'at', 'noted', 'd', 'h', 'c')",
        "INSERT INTO entries VALUES (NULL, 'c2', 4, 'at', 'noted', 'd', 'h', 'c')",
        "INSERT INTO entries VALUES (NULL, 'c9', 1, 'at', 'noted', 'd', 'h', 'c')",
        "REPLACE INTO cases VALUES ('c1', 0, '')",
        "INSERT INTO cases VALUES ('c9', 1, 'head')",
        "UPDATE cases SET entries = 10, head = 'other' WHERE reference = 'c1'",
        "UPDATE cases SET entries = 0, head = ''",
        "UPDATE OR REPLACE cases SET reference = 'c1' WHERE reference = 'c2'",
        "REPLACE INTO contents VALUES (1, 'salt', 'body')",
        "REPLACE INTO contents VALUES (2, 'salt', 'what was erased')",
        "INSERT INTO contents VALUES (2, 'salt', 'what was erased')",
        "REPLACE INTO editions VALUES ((SELECT digest FROM editions), X'00')",
    ],
)
def test_nothing_is_put_in_the_place_of_what_is_there(path, statement):
    assert refused(path, statement)


@pytest.mark.parametrize(
    ("erased", "by"),
    [
        *[(4, number) for number in (1, 4, 7, 8, 9, 10, 11, 12, 14, 99)],
        *[(number, 10) for number in (1, 6, 7, 8, 9, 12, 99)],
        *[(2, 11), (3, 11), (2, 10), (10, 11), (1, 11)],
    ],
)
def test_no_erasure_can_be_forged(path, erased, by):
    assert refused(path, "INSERT INTO erasures VALUES (?, ?)", erased, by)
    assert refused(path, "REPLACE INTO erasures VALUES (?, ?)", erased, by)


@pytest.mark.parametrize("table", TABLES)
def test_what_is_refused_can_be_ignored_and_changes_nothing_either(path, table):
    with closing(foreign(path)) as database:
        for statement in (
            f"INSERT OR IGNORE INTO {table} SELECT * FROM {table}",
            f"UPDATE OR IGNORE {table} SET {columns(path, table)[0]} = NULL",
        ):
            try:
                database.execute(statement)
            except sqlite3.IntegrityError as error:
                assert "constraint" not in str(error), "a trigger says why, and comes first"


def test_a_refusal_in_the_middle_of_a_transaction_leaves_it_to_the_other_program_and_changes_nothing(path):
    with closing(foreign(path)) as database:
        database.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.IntegrityError, match="an entry is never deleted"):
            database.execute("DELETE FROM entries")
        database.execute("COMMIT")
