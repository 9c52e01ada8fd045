"""Whatever is changed behind the back of a store is found and named, and what is sound can still be read."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from stored import EDITION, begun, foreign, opened, unguarded, varied

from decision_support.casefile.migrations import MIGRATIONS
from decision_support.casefile.rows import row_of
from decision_support.casefile.store import DamagedRecord, Store
from decision_support.casefile.verifying import verify

FORGED = "'c2', 3, '2026-11-02T09:00:00.000000Z', 'noted', 'd', 'h', 'c'"
COLUMNS = "reference, number, at, kind, digest, hash, chained"
LAST_OF_C2 = ("DELETE FROM contents WHERE position = 6", "DELETE FROM entries WHERE position = 6")
ALL_OF_C2 = ("DELETE FROM contents WHERE position IN (5, 6)", "DELETE FROM entries WHERE reference = 'c2'")
ALL_OF_C3 = ("DELETE FROM contents WHERE position > 11", "DELETE FROM entries WHERE reference = 'c3'")
HEAD_OF_C2 = "(SELECT hash FROM entries WHERE position = 5)"


def sixth(column, value="'other'"):
    """Another value for the second entry of c2, which is the sixth of the store."""
    table = "contents" if column in ("salt", "body") else "entries"
    return f"UPDATE {table} SET {column} = {value} WHERE position = 6"


# What is done, the case that is refused afterwards, and what is said
TAMPERINGS = [
    ([sixth("body", "replace(body, 'four', 'fore')")], "c2", "what entry 2 says is not what was written"),
    ([sixth("body", "CAST(X'ff00fe' AS TEXT)")], "c2", "what entry 2 says is not what was written"),
    ([sixth("salt")], "c2", "what entry 2 says is not what was written"),
    ([sixth("at", "replace(at, '09:', '10:')")], "c2", "entry 2 is not the one that was written here"),
    ([sixth("kind", "'closed'")], "c2", "entry 2 is not the one that was written here"),
    ([sixth("digest")], "c2", "entry 2 is not the one that was written here"),
    ([sixth("hash")], "c2", "entry 2 is not the one that was written here"),
    (["UPDATE entries SET hash = 'other' WHERE position = 5"], "c2", "entry 1 is not the one that was written here"),
    ([sixth("chained")], None, "entry 2 of 'c2' is not in its place"),
    (["DELETE FROM contents WHERE position = 6"], "c2", "what entry 2 says is missing, and no entry erased it"),
    (["DELETE FROM contents WHERE position = 5", "DELETE FROM entries WHERE position = 5"], "c2", "entry 1 is missing"),
    ([*LAST_OF_C2], "c2", "entry 2 is missing"),
    (
        [*LAST_OF_C2, f"UPDATE cases SET entries = 1, head = {HEAD_OF_C2} WHERE reference = 'c2'"],
        None,
        "something is missing before entry 5 of 'c1'",
    ),
    (["UPDATE cases SET entries = 1 WHERE reference = 'c2'"], "c2", "should end with entry 1, and goes on"),
    (["UPDATE cases SET head = 'other' WHERE reference = 'c2'"], "c2", "its last entry, 2, is not the one on record"),
    (
        [
            "UPDATE entries SET number = -number WHERE reference = 'c3' AND number > 1",
            "UPDATE entries SET number = 5 + number WHERE reference = 'c3' AND number < 0",
        ],
        "c3",
        "entry 2 is not the one that was written here",
    ),
    (
        [
            "UPDATE contents SET position = -position WHERE position IN (5, 6)",
            "UPDATE contents SET position = 11 + position WHERE position < 0",
        ],
        "c2",
        "what entry 1 says is not what was written",
    ),
    (
        [
            "UPDATE entries SET reference = 'c0' WHERE reference = 'c2' AND number = 2",
            "UPDATE entries SET reference = 'c2' WHERE reference = 'c3' AND number = 2",
            "UPDATE entries SET reference = 'c3' WHERE reference = 'c0'",
        ],
        "c2",
        "case 'c3': entry 2 is not the one that was written here",
    ),
    (
        ["UPDATE entries SET reference = 'c2' WHERE reference = 'c3' AND number = 3"],
        "c2",
        "entry 3 is not the one that was written here",
    ),
    ([f"INSERT INTO entries ({COLUMNS}) VALUES ({FORGED})"], "c2", "entry 3 is not the one that was written here"),
    (
        [*ALL_OF_C2, "DELETE FROM cases WHERE reference = 'c2'"],
        None,
        "something is missing before entry 5 of 'c1'",
    ),
    ([*ALL_OF_C3, "DELETE FROM cases WHERE reference = 'c3'"], None, "the last entries are missing"),
    ([*ALL_OF_C2], "c2", "case 'c2': all 2 entries are missing"),
    (["DELETE FROM cases WHERE reference = 'c2'"], "c2", "entries of 'c2', which is not in the list of cases"),
    (
        ["INSERT INTO erasures VALUES (6, 5)", "DELETE FROM contents WHERE position = 6"],
        "c2",
        "what entry 2 says is missing, and no entry erased it",
    ),
    (["INSERT INTO erasures VALUES (6, 5)"], "c2", "what entry 2 says is there, although entry 1 erased it"),
    (["DELETE FROM erasures WHERE position = 2"], "c1", "what entry 2 says is missing, and no entry erased it"),
    (["UPDATE erasures SET erased_by = 11 WHERE position = 2"], "c1", "what entry 2 says is missing, and no entry"),
    (["UPDATE editions SET archive = X'00'"], None, "is not what was kept"),
    (["CREATE TABLE other (x)"], None, "there is a table 'other' that does not belong in a store"),
    (
        ["CREATE TRIGGER other AFTER INSERT ON entries BEGIN SELECT 1; END"],
        None,
        "there is a trigger 'other' that does not belong in a store",
    ),
    (["UPDATE sqlite_sequence SET seq = 1"], None, "the last entries are missing"),
]


@pytest.mark.parametrize(("statements", "refused", "sentence"), TAMPERINGS)
def test_what_was_changed_behind_the_back_of_the_store_is_found_and_named(tmp_path, statements, refused, sentence):
    path = varied(tmp_path / "store.db")
    with unguarded(path) as database:
        for statement in statements:
            assert database.execute(statement).rowcount != 0, "the test changed nothing"
    with Store(path) as store:
        assert sentence in " ".join(verify(store).damage)
        for reference in store.references():
            found = store.checked_rows(reference)[1]
            if found:
                with pytest.raises(DamagedRecord, match="then restore a backup") as refusal:
                    store.record(reference)
                assert str(refusal.value).startswith(found[0])
            else:
                assert store.record(reference).case().case == "A test"
        if refused:
            with pytest.raises(DamagedRecord, match=f"case '{refused}': "):
                store.record(refused)
        if refused != "c1":
            assert len(store.record("c1").entries) == 9


@pytest.mark.parametrize("trigger", re.findall(r"CREATE TRIGGER (\w+)", "".join(MIGRATIONS)))
def test_a_trigger_that_was_dropped_is_missed(tmp_path, trigger):
    path = varied(tmp_path / "store.db")
    with closing(foreign(path)) as database:
        database.execute(f"DROP TRIGGER {trigger}")
    with Store(path) as store:
        expected = f"the trigger '{trigger}', which keeps the record from being changed, is missing or different."
        assert verify(store).damage == (expected,)


def test_a_trigger_that_was_put_in_the_place_of_another_is_found(tmp_path):
    path = varied(tmp_path / "store.db")
    with closing(foreign(path)) as database:
        database.execute("DROP TRIGGER entries_stay")
        database.execute("CREATE TRIGGER entries_stay BEFORE DELETE ON entries BEGIN SELECT 1; END")
    with Store(path) as store:
        assert "'entries_stay'" in " ".join(verify(store).damage)


def test_a_case_without_entries_is_told(tmp_path):
    path = varied(tmp_path / "store.db")
    with closing(foreign(path)) as database:
        database.execute("INSERT INTO cases VALUES ('c4', 0, '')")
    with Store(path) as store:
        assert verify(store).damage == ("case 'c4': all 0 entries are missing.",)


def test_a_damaged_edition_is_refused(tmp_path):
    path = varied(tmp_path / "store.db")
    with unguarded(path) as database:
        database.execute("UPDATE editions SET archive = X'00'")
    with (
        Store(path) as store,
        pytest.raises(DamagedRecord, match=r"[0-9a-f]{12} in .* is not what was kept"),
    ):
        store.edition(EDITION[0])


def test_who_removes_the_last_case_with_every_trace_is_found_by_the_head_that_was_written_down(tmp_path):
    path = varied(tmp_path / "store.db")
    with Store(path) as store:
        written_down = verify(store).store
    with unguarded(path) as database:
        database.execute("DELETE FROM contents WHERE position > 11")
        database.execute("DELETE FROM entries WHERE reference = 'c3'")
        database.execute("DELETE FROM cases WHERE reference = 'c3'")
        database.execute("UPDATE sqlite_sequence SET seq = 11")
    with Store(path) as store:
        assert verify(store).store != written_down


def test_the_heads_are_those_of_the_records(tmp_path):
    with Store(varied(tmp_path / "store.db")) as store:
        records = {each: store.record(each) for each in store.references()}
        assert verify(store).heads == {name: (len(each.entries), each.head) for name, each in records.items()}


def test_two_stores_with_the_same_cases_have_other_hashes_so_that_nobody_can_try_out_what_was_said(tmp_path):
    heads = []
    for name in ("a", "b"):
        with Store(tmp_path / f"{name}.db") as store:
            heads.append(begun(store).head)
    assert heads[0] != heads[1]
    assert row_of("", "c1", 1, "now", opened(), "x").salt != row_of("", "c1", 1, "now", opened(), "x").salt
