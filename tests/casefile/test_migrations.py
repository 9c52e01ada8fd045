"""A store of an earlier version becomes one of today's in steps, each of which is taken whole, once, or not at all."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

import pytest
from stored import NOW, WRITER, all_it_says, at_once, begun, foreign, in_child, note, varied

from decision_support.casefile.database import MIGRATIONS, UnusableStore, connect, expected_schema, schema
from decision_support.casefile.store import Store
from decision_support.casefile.verifying import verify
from how_long import TIMES

MORE = """
    CREATE TABLE more (x INTEGER) STRICT;  -- a comment; with a semicolon
    INSERT INTO more VALUES (1);
    CREATE TRIGGER more_stays BEFORE DELETE ON more
        BEGIN SELECT RAISE(ABORT, 'it stays; always'); END;
"""
BROKEN = "CREATE TABLE more (x); INSERT INTO more VALUES (1);\nINSERT INTO nothing VALUES (1);\n"


def version(path):
    with closing(foreign(path)) as database:
        return database.execute("PRAGMA user_version").fetchone()[0]


def rows(path):
    with closing(foreign(path)) as database:
        return database.execute("SELECT x FROM more").fetchall()


def test_a_new_store_has_the_tables_of_the_last_step(tmp_path):
    path = tmp_path / "store.db"
    with closing(connect(path)) as connection:
        assert schema(connection) == expected_schema()
    assert version(path) == len(MIGRATIONS)


def test_a_further_step_is_taken_where_the_store_is_opened_and_only_then(tmp_path):
    path = varied(tmp_path / "store.db")
    with Store(path) as store:
        before = all_it_says(store)
    for _ in range(2):
        with closing(connect(path, migrations=(*MIGRATIONS, MORE))) as connection:
            assert schema(connection) == expected_schema((*MIGRATIONS, MORE))
            with pytest.raises(sqlite3.IntegrityError, match="it stays; always"):
                connection.execute("DELETE FROM more")
        assert (version(path), rows(path)) == (len(MIGRATIONS) + 1, [(1,)])
    with pytest.raises(UnusableStore, match="later version"):
        Store(path)
    with closing(foreign(path)) as database:
        database.execute("DROP TABLE more")
        database.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    with Store(path) as store:
        assert all_it_says(store) == before
        assert verify(store).damage == ()


@pytest.mark.parametrize("broken", [BROKEN, BROKEN.replace("\n", " "), MORE + "CREATE TABLE unfinished (x", "nonsense"])
def test_a_step_that_fails_leaves_the_version_before_and_it_can_be_used(tmp_path, broken):
    path = varied(tmp_path / "store.db")
    with pytest.raises(UnusableStore, match=r"store\.db cannot be used: "):
        connect(path, migrations=(*MIGRATIONS, broken))
    assert version(path) == len(MIGRATIONS)
    with Store(path) as store:
        assert verify(store).damage == ()
        assert len(store.append(store.record("c2"), [note("new")], WRITER, NOW).entries) == 3


def test_of_several_steps_those_before_the_one_that_fails_are_taken(tmp_path):
    path = varied(tmp_path / "store.db")
    with pytest.raises(UnusableStore):
        connect(path, migrations=(*MIGRATIONS, MORE, BROKEN.replace("more", "other")))
    assert (version(path), rows(path)) == (len(MIGRATIONS) + 1, [(1,)])


def test_who_is_stopped_in_the_middle_of_a_step_has_not_taken_it(tmp_path):
    path = varied(tmp_path / "store.db")

    class Stopping(tuple):
        """Steps, at the last of which the process ends after its first statement was run."""

        def __getitem__(self, number):
            step = tuple.__getitem__(self, number)
            return _Text(step) if number == len(self) - 1 else step

    class _Text(str):
        def splitlines(self, keepends=False):
            lines = str.splitlines(self, keepends)
            yield from lines[:3]
            os._exit(1)

    assert in_child(lambda: connect(path, migrations=Stopping((*MIGRATIONS, MORE)))) == ""
    with Store(path) as store:
        assert verify(store).damage == ()
        assert len(store.references()) == 3


@pytest.mark.parametrize("number", range(5 * TIMES))
def test_programs_that_open_an_old_store_at_once_take_the_step_once(tmp_path, number):
    path = varied(tmp_path / "store.db")
    told = at_once(*[lambda: connect(path, migrations=(*MIGRATIONS, MORE)).close()] * 4)
    assert told == ["None"] * 4
    assert (version(path), rows(path)) == (len(MIGRATIONS) + 1, [(1,)])


@pytest.mark.parametrize("number", range(10 * TIMES))
def test_programs_that_make_a_store_at_once_make_one(tmp_path, number):
    path = tmp_path / "store.db"

    def make():
        with Store(path) as store:
            begun(store, f"c{os.getpid()}")

    assert at_once(*[make] * 4) == ["None"] * 4
    with Store(path) as store:
        assert len(store.references()) == 4
        assert verify(store).damage == ()
