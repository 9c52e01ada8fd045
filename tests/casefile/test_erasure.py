"""What was erased is gone from every file, stays gone, and the chain still holds."""

from __future__ import annotations

import datetime as dt
import json
import random
import secrets
import sqlite3
from contextlib import closing

import pytest
from stored import NOW, WRITER, answered, begun, bytes_of, erasing, foreign, note, opened, taken

from decision_support.casefile.store import Store
from decision_support.casefile.transfer import exported
from decision_support.casefile.verifying import verify
from decision_support.errors import InvalidCase
from decision_support.model.entries import Noted
from how_long import TIMES

LATER = NOW + dt.timedelta(days=1)


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "store" / "store.db") as store:
        yield store


def test_what_was_erased_is_in_none_of_the_files_and_the_chain_holds(store):
    seen = begun(store, "c1", "a secret of somebody", "something else")
    folder = store.path.parent
    assert b"a secret of somebody" in bytes_of(folder)
    now, is_gone = store.erase(seen, erasing(2), WRITER, LATER)
    assert is_gone
    assert b"a secret of somebody" not in bytes_of(folder)
    assert b"something else" in bytes_of(folder)
    assert (now.entry(2).content, now.entry(2).writer, now.entry(2).erased_by) == (None, None, 4)
    assert now.entry(2).hash == seen.entry(2).hash
    assert verify(store).damage == ()


@pytest.mark.parametrize("seed", range(6 * TIMES))
def test_nothing_of_what_was_erased_stays_in_the_slack_of_the_files(tmp_path, seed):
    chance = random.Random(seed)
    folder = tmp_path / "store"
    with Store(folder / "store.db") as store:
        records = {name: begun(store, name) for name in "abc"}
        live, gone = [], []
        for _ in range(40):
            name = chance.choice("abc")
            if live and chance.random() < 0.3:
                name, number, mark = live.pop(chance.randrange(len(live)))
                records[name], is_gone = store.erase(records[name], erasing(number), WRITER, LATER)
                gone.append(mark)
                assert is_gone
                found = bytes_of(folder)
                assert not [mark for mark in gone if mark.encode() in found]
            else:
                mark = secrets.token_hex(5)
                text = (mark + " ") * chance.choice([1, 3, 20, 150])
                records[name] = store.append(records[name], [note(text)], WRITER, NOW)
                live.append((name, len(records[name].entries), mark))
        assert verify(store).damage == ()
    found = bytes_of(folder)
    assert not [mark for mark in gone if mark.encode() in found]
    assert all(mark.encode() in found for _, _, mark in live)


def test_while_another_program_reads_it_is_told_that_something_may_be_left(tmp_path):
    with Store(tmp_path / "store.db", patience=0.05) as store:
        seen = begun(store, "c1", "a secret of somebody")
        with closing(foreign(store.path)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM entries").fetchone()
            seen, is_gone = store.erase(seen, erasing(2), WRITER, LATER)
            assert not is_gone
            assert b"a secret of somebody" in bytes_of(tmp_path)
        assert seen.entry(2).content is None
    assert b"a secret of somebody" not in bytes_of(tmp_path)


def test_of_an_erased_entry_is_left_what_the_erasure_says(store):
    left = {2: {"text": "a note"}}
    now, _ = store.erase(begun(store, "c1", "about Asha", "about Ben"), erasing(2, 3, remains=left), WRITER, LATER)
    assert [entry.content for entry in now.entries[1:3]] == [note("a note"), None]
    assert [content for _, content in now.of(Noted)] == [note("a note")]


def test_before_the_erasure_is_not_a_way_back_to_what_was_erased(store):
    seen = begun(store, "c1", "about Asha")
    now, _ = store.erase(seen, erasing(2, remains={2: {"text": "a note"}}), WRITER, LATER)
    assert now.as_of(NOW).entry(2).content == now.before(3).entry(2).content == note("a note")
    assert len(now.as_of(NOW).entries) == 2


def test_an_erased_answer_counts_no_more(store):
    seen = store.begin("c1", [opened(), answered("risk", "no"), answered("risk", "yes")], WRITER, NOW)
    now, _ = store.erase(seen, erasing(3), WRITER, LATER)
    assert now.case().facts["risk"].value == now.as_of(NOW).case().facts["risk"].value == "no"


def test_what_was_left_can_be_erased_later_with_the_entry_that_left_it(store):
    seen = begun(store, "c1", "about Asha", "about Ben")
    seen, _ = store.erase(seen, erasing(2, remains={2: {"text": "about somebody"}}), WRITER, LATER)
    with pytest.raises(InvalidCase, match="Erase entry 4 as well"):
        store.erase(seen, erasing(2), WRITER, LATER)
    kept = {"entries": [2], "what": "a note", "because": "asked", "by": "an officer"}
    now, is_gone = store.erase(seen, erasing(2, 4, remains={4: kept}), WRITER, LATER)
    assert is_gone
    assert b"about somebody" not in bytes_of(store.path.parent)
    assert [entry.content for entry in now.entries[1:3]] == [None, note("about Ben")]
    assert [entry.erased_by for entry in now.entries] == [None, 4, None, 5, None]
    assert verify(store).damage == ()


def test_an_export_and_an_import_keep_every_erasure(store, tmp_path):
    seen = begun(store, "c1", "about Asha", "about Ben")
    before = json.dumps(exported(store, "c1"))
    seen, _ = store.erase(seen, erasing(2, remains={2: {"text": "somebody"}}), WRITER, LATER)
    kept = {"entries": [2], "what": "a note", "because": "asked", "by": "an officer"}
    seen, _ = store.erase(seen, erasing(2, 4, remains={4: kept}), WRITER, LATER)
    after = json.dumps(exported(store, "c1"))
    assert "Asha" not in after
    assert "somebody" not in after
    for name, texts in (("empty", [after]), ("earlier", [before, after, before])):
        with Store(tmp_path / name / "store.db") as other:
            for text in texts:
                taken(other, text, "export.json")
            assert other.record("c1") == seen
            assert exported(other, "c1") == exported(store, "c1")
            assert verify(other).damage == ()


def test_what_an_import_erases_is_gone_from_the_files(store, tmp_path):
    seen = begun(store, "c1", "about Asha")
    folder = tmp_path / "other"
    with Store(folder / "store.db") as other:
        taken(other, json.dumps(exported(store, "c1")), "export.json")
        store.erase(seen, erasing(2), WRITER, LATER)
        taken(other, json.dumps(exported(store, "c1")), "export.json")
        assert b"about Asha" not in bytes_of(folder)


def test_an_erased_entry_is_not_written_again(store):
    seen = begun(store, "c1", "about Asha")
    store.erase(seen, erasing(2), WRITER, LATER)
    with closing(foreign(store.path)) as other, pytest.raises(sqlite3.IntegrityError, match="written once"):
        other.execute("INSERT INTO contents VALUES (2, 'salt', 'body')")
