"""An encrypted store opens with its key alone, and does everything that another one does."""

from __future__ import annotations

import functools
import json
import re
import tempfile
from pathlib import Path

import pytest
from stored import NOW, WRITER, all_it_says, begun, bytes_of, erasing, note, taken

from decision_support.casefile.database import UnusableStore
from decision_support.casefile.migrations import MIGRATIONS
from decision_support.casefile.store import Store
from decision_support.casefile.transfer import exported
from decision_support.casefile.verifying import verify

encrypted = pytest.importorskip("sqlcipher3.dbapi2", reason="encrypted stores take the package sqlcipher3")

KEY = "a long key, with 'quotes' and ünlikely letters"
SECRET = "something that nobody may read"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "store" / "store.db"
    path.parent.mkdir()
    path.write_bytes(content())
    return path


@functools.cache
def content():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        with Store(path, KEY) as store:
            seen = begun(store, "c1", SECRET, "to be erased")
            store.keep_edition(b"an archive " * 3)
            store.erase(seen, erasing(3), WRITER, NOW)
        return path.read_bytes()


def test_no_word_of_it_can_be_read_in_the_files(path):
    with Store(path, KEY) as store:
        begun(store, "c2", SECRET)
        found = bytes_of(path.parent)  # with the log
        for word in (SECRET, "opened", "nssb", "CREATE TABLE", "SQLite format", "an archive"):
            assert word.encode() not in found
        assert [entry.content for entry in store.record("c1").entries[1:3]] == [note(SECRET), None]


@pytest.mark.parametrize("key", [None, "another key", KEY + " ", KEY.upper()])
def test_it_does_not_open_without_its_key_and_stays_as_it_was(path, key):
    before = path.read_bytes()
    with pytest.raises(UnusableStore, match=r"cannot be read: .* or it is encrypted, or the key is another\."):
        Store(path, key)
    assert path.read_bytes() == before
    with Store(path, KEY) as store:
        assert verify(store).damage == ()


def test_an_empty_key_is_no_key(tmp_path):
    with pytest.raises(UnusableStore, match="the key of the store is empty"):
        Store(tmp_path / "store.db", "")
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_is_no_text_is_told(tmp_path):
    with pytest.raises(UnusableStore, match="some of it is not text"):
        Store(tmp_path / "store.db", "\udcff")


def test_a_plain_store_does_not_open_with_a_key(tmp_path):
    plain = tmp_path / "plain.db"
    with Store(plain) as store:
        begun(store)
    before = plain.read_bytes()
    with pytest.raises(UnusableStore, match="any other, that variable unset"):
        Store(plain, KEY)
    assert plain.read_bytes() == before


def test_its_backup_has_the_same_key(path, tmp_path):
    copy = tmp_path / "copy" / "backup.db"
    with Store(path, KEY) as store:
        store.back_up(copy)
        says = all_it_says(store)
    assert SECRET.encode() not in bytes_of(copy.parent)
    with pytest.raises(UnusableStore):
        Store(copy)
    with Store(copy, KEY) as backup:
        assert all_it_says(backup) == says
        assert verify(backup).damage == ()


def test_a_case_goes_from_an_encrypted_store_into_a_plain_one_and_into_one_with_another_key(path, tmp_path):
    with Store(path, KEY) as store:
        text = json.dumps(exported(store, "c1"))
        for name, key in (("plain.db", None), ("other.db", "another key")):
            with Store(tmp_path / name, key) as other:
                assert taken(other, text, "export.json") == ("c1", 4)
                assert other.record("c1") == store.record("c1")
                assert verify(other).damage == ()


def test_what_was_erased_is_gone_and_the_chain_holds(path):
    with Store(path, KEY) as store:
        seen, is_gone = store.erase(store.record("c1"), erasing(2), WRITER, NOW)
        assert is_gone
        assert seen.entry(2).content is None
        assert verify(store).damage == ()


def test_another_program_with_the_key_is_refused_every_change(path):
    other = encrypted.connect(str(path), isolation_level=None)
    quoted = KEY.replace("'", "''")
    other.execute(f"PRAGMA key = '{quoted}'")
    for table in re.findall(r"CREATE TABLE (\w+)", "".join(MIGRATIONS)):
        column = other.execute(f"PRAGMA table_info({table})").fetchone()[1]
        for statement in (
            f"UPDATE {table} SET {column} = {column}",
            f"UPDATE OR REPLACE {table} SET {column} = NULL",
            f"DELETE FROM {table}",
            f"REPLACE INTO {table} SELECT * FROM {table}",
            "INSERT INTO erasures VALUES (2, 4)",
        ):
            with pytest.raises(encrypted.IntegrityError):
                other.execute(statement)
    other.close()
    with Store(path, KEY) as store:
        assert verify(store).damage == ()


@pytest.mark.parametrize("part", range(4))
def test_a_changed_byte_of_it_is_told(path, part):
    changed = bytearray(content())
    changed[len(changed) * part // 4 + 50] ^= 0x10
    path.write_bytes(changed)
    with pytest.raises(UnusableStore, match=r"is damaged|cannot be read|cannot be used"), Store(path, KEY) as store:
        damage = verify(store).damage
        assert not damage, "each page is signed, and cannot even be read"


def test_a_full_disk_and_another_writer_are_told_there_too(path):
    with Store(path, KEY) as store, Store(path, KEY, patience=0.05) as second:
        seen = store.record("c1")
        with store.working() as database:
            pages = database.execute("PRAGMA page_count").fetchone()[0]
            database.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(UnusableStore, match="the disk is full"):
            store.append(seen, [note("x" * 1900)] * 30, WRITER, NOW)
        with store.working() as database:
            database.execute("BEGIN IMMEDIATE")
            with pytest.raises(UnusableStore, match="is being written by another program"):
                second.append(seen, [note("late")], WRITER, NOW)
            database.execute("ROLLBACK")
        assert second.record("c1") == seen
