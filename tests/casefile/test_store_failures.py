"""Whatever the disk, another program or another file puts in the way is told in a sentence, and nothing is lost."""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from stored import NOW, WRITER, all_it_says, begun, foreign, in_child, note, varied

from decision_support.casefile.database import NewerStore, UnusableStore
from decision_support.casefile.store import Store
from decision_support.casefile.verifying import verify
from decision_support.errors import UserMistake

NOBODY = 65534
LONG_TEXT = "x" * 1900


def mode(path):
    return path.stat().st_mode & 0o777


def test_a_full_disk_is_told_and_what_was_written_stays(tmp_path):
    path = tmp_path / "store.db"
    with Store(path) as store:
        seen = begun(store, "c1", "before")
        with store.working() as database:
            pages = database.execute("PRAGMA page_count").fetchone()[0]
            database.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(UnusableStore, match=r"store\.db has no room to grow: the disk is full\. Make room"):
            store.append(seen, [note("fits"), *[note(LONG_TEXT)] * 20], WRITER, NOW)
        assert store.record("c1") == seen
        assert verify(store).damage == ()
    with Store(path) as store:
        assert len(store.append(seen, [note(LONG_TEXT)] * 20, WRITER, NOW).entries) == 22


def test_a_file_that_may_not_grow_is_told_and_every_entry_that_was_acknowledged_is_there(tmp_path):
    path = tmp_path / "store.db"
    with Store(path) as store:
        begun(store)
    acknowledged = tmp_path / "acknowledged"

    def write():
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        with Store(path) as store:
            seen = store.record("c1")
            for _ in range(500):
                seen = store.append(seen, [note(LONG_TEXT)], WRITER, NOW)
                acknowledged.write_text(f"{len(seen.entries)}", encoding="utf-8")

    told = in_child(write)
    assert told.startswith("UnusableStore: the store")
    assert "disk" in told
    with Store(path) as store:
        seen = store.record("c1")
        assert len(seen.entries) == int(acknowledged.read_text(encoding="utf-8")) > 5
        assert verify(store).damage == ()
        assert store.append(seen, [note("again")], WRITER, NOW).entries[:-1] == seen.entries


def test_a_backup_that_does_not_fit_is_told_and_leaves_nothing_that_looks_like_one(tmp_path):
    path = tmp_path / "store.db"
    with Store(path) as store:
        begun(store, "c1", *[LONG_TEXT] * 200)

    def copy():
        with Store(path) as store:
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
            store.back_up(tmp_path / "backup.db")

    assert in_child(copy).startswith(f"UnusableStore: the store {tmp_path / 'backup.db'} ")
    assert not (tmp_path / "backup.db").exists()
    with Store(path) as store:
        assert verify(store).damage == ()


@pytest.fixture
def everybodys():
    """A folder that every user can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("of_folder", "of_file"), [(0o500, 0o400), (0o500, 0o600), (0o700, 0o400), (0o000, 0o600), (0o700, 0o000)]
)
def test_what_cannot_be_written_is_told_and_stays_as_it_was(everybodys, of_folder, of_file):
    folder = everybodys / "cases"
    folder.mkdir()
    path = varied(folder / "store.db")
    before = path.read_bytes()
    if os.getuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
        os.chown(path, NOBODY, NOBODY)
    path.chmod(of_file)
    folder.chmod(of_folder)

    def write():
        become_nobody()
        with Store(path) as store:
            begun(store, "new")

    told = in_child(write)
    folder.chmod(0o700)
    assert told.startswith("UnusableStore: the store")
    assert "read-only" in told or "Permission denied" in told
    path.chmod(0o600)
    assert path.read_bytes() == before
    with Store(path) as store:
        assert len(store.references()) == 3
        assert verify(store).damage == ()


def test_a_store_in_a_folder_that_may_not_be_written_is_not_made(everybodys):
    def write():
        become_nobody()
        Store(everybodys / "store.db")

    everybodys.chmod(0o555)
    assert in_child(write) == (
        f"UnusableStore: the store {everybodys / 'store.db'} cannot be used: Permission denied. "
        "Name another file with --store, or have the folder made writable."
    )
    assert list(everybodys.iterdir()) == []


def become_nobody():
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def test_who_waits_too_long_for_another_writer_is_told_and_nothing_is_written(tmp_path):
    path = varied(tmp_path / "store.db")
    with closing(foreign(path)) as other, Store(path, patience=0.05) as store:
        seen = store.record("c2")
        other.execute("BEGIN IMMEDIATE")
        sentence = r"is being written by another program\. Try again in a moment; nothing was changed"
        with pytest.raises(UnusableStore, match=sentence):
            store.append(seen, [note("late")], WRITER, NOW)
        with Store(path, patience=0.05) as second:
            assert second.record("c2") == seen
        other.execute("ROLLBACK")
        assert len(store.append(seen, [note("late")], WRITER, NOW).entries) == 3


@pytest.mark.parametrize(("version", "what"), [(99, "later version"), (-1, "is damaged"), (0, "is damaged")])
def test_a_store_of_another_version_is_told_and_not_touched(tmp_path, version, what):
    path = varied(tmp_path / "store.db")
    with closing(foreign(path)) as other:
        other.execute(f"PRAGMA user_version = {version}")
    before = path.read_bytes()
    with pytest.raises(NewerStore if version == 99 else UnusableStore, match=what):
        Store(path)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["store.db"]


FILES = {
    "a word": b"hello",
    "a text": b"case: A case\nguidance: [nssb]\n" * 100,
    "a photograph": bytes(range(256)) * 40,
    "zeros": bytes(8192),
    "half a store": None,
    "the head of a store": None,
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_database_is_told_and_not_touched(tmp_path, name):
    path = tmp_path / "store.db"
    content = FILES[name]
    if content is None:
        whole = varied(tmp_path / "whole.db").read_bytes()
        content = whole[: 100 if "head" in name else len(whole) // 2]
    path.write_bytes(content)
    path.chmod(0o644)
    with (
        pytest.raises(UserMistake, match=r"store\.db (cannot be read: it is no store of cases|is damaged)"),
        Store(path) as store,
    ):
        store.references()
        raise AssertionError(verify(store))
    assert path.read_bytes() == content
    if "store" not in name:
        assert mode(path) == 0o644


@pytest.mark.parametrize("statement", ["CREATE TABLE accounts (name)", "PRAGMA application_id = 77"])
def test_a_database_of_another_program_is_told_and_not_touched(tmp_path, statement):
    path = tmp_path / "store.db"
    with closing(foreign(path)) as other:
        other.execute(statement)
        other.execute("PRAGMA user_version = 3")
    path.chmod(0o640)
    before = path.read_bytes()
    with pytest.raises(UnusableStore, match=r"is a database, but not a store of cases\. Name another file"):
        Store(path)
    assert (path.read_bytes(), mode(path)) == (before, 0o640)
    assert [each.name for each in tmp_path.iterdir()] == ["store.db"]


def test_an_empty_file_becomes_a_store(tmp_path):
    path = tmp_path / "store.db"
    path.touch()
    with Store(path) as store:
        assert begun(store).head
        assert mode(path) == 0o600


def test_a_folder_is_no_store_and_neither_is_what_lies_under_a_file(tmp_path):
    with pytest.raises(UnusableStore, match="cannot be used: it is a folder"):
        Store(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(UnusableStore, match=r"cannot be used: (File exists|Not a directory)"):
        Store(tmp_path / "file" / "store.db")
    with pytest.raises(UnusableStore, match=r"cannot be used: (File exists|Not a directory)"):
        Store(tmp_path / "file" / "folder" / "store.db")


def test_the_name_of_a_store_is_always_the_name_of_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (":memory:", "file:store.db?mode=memory", "store.db?x=1#y"):
        with Store(Path(name)) as store:
            begun(store)
        with Store(tmp_path / name) as store:
            assert store.references() == ("c1",)


def test_a_new_store_can_be_read_by_its_owner_alone(tmp_path):
    before = os.umask(0)
    try:
        path = tmp_path / "cases" / "store.db"
        with Store(path) as store:
            begun(store)
            assert sorted(each.name for each in path.parent.iterdir()) == ["store.db", "store.db-shm", "store.db-wal"]
            assert {mode(each) for each in path.parent.iterdir()} == {0o600}
            assert mode(path.parent) == 0o700
            store.back_up(tmp_path / "copies" / "backup.db")
            assert (mode(tmp_path / "copies"), mode(tmp_path / "copies" / "backup.db")) == (0o700, 0o600)
    finally:
        os.umask(before)


def test_a_store_that_others_could_read_is_closed_to_them_with_all_that_lies_beside_it(tmp_path):
    path = tmp_path / "store.db"

    def write_and_stop():
        begun(Store(path), "c1", "a note")
        os._exit(0)  # so that the log stays

    in_child(write_and_stop)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 3
    for each in files:
        each.chmod(0o666)
    with Store(path) as store:
        assert {mode(each) for each in tmp_path.iterdir()} == {0o600}
        begun(store, "c2")
        assert {mode(each) for each in tmp_path.iterdir()} == {0o600}
        assert len(all_it_says(store)["cases"]) == 2
