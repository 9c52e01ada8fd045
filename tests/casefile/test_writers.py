"""Several who write at once, and one who is killed: what was acknowledged is there, whole and in order."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter

import pytest
from stored import NOW, WRITER, at_once, begun, in_child, note, opened

from decision_support.casefile.store import Store, WrittenMeanwhile
from decision_support.casefile.verifying import verify
from how_long import TIMES

KILLS, EACH = 200, 20  # of them on one store
WRITERS, BATCHES, BATCH = 4, 12, 3
A_WHILE = 0.004  # seconds, in which an entry or two are written


@pytest.mark.parametrize("part", range(KILLS * (10 if TIMES > 1 else 1) // EACH))
def test_a_writer_that_is_killed_at_any_moment_loses_nothing_that_was_acknowledged(tmp_path, part):
    path = tmp_path / "store.db"
    chance = random.Random(part)
    with Store(path) as store:
        begun(store, "c0")
    acknowledged_ever = 0
    for number in range(1, EACH + 1):
        reference, batch = f"c{number}", chance.randint(1, 3)
        acknowledged = killed(lambda send, at=reference, size=batch: write_on(path, at, size, send), chance)
        with Store(path) as store:
            found = len(store.record(reference).entries) if reference in store.references() else 0
            assert acknowledged <= found <= acknowledged + batch
            assert found % batch == (1 if found else 0) % batch, "a batch was written in part"
            seen = store.record("c0")
            assert len(store.append(seen, [note("still written")], WRITER, NOW).entries) == number + 1
        acknowledged_ever += acknowledged
    with Store(path) as store:
        assert verify(store).damage == ()
    assert acknowledged_ever > EACH


def write_on(path, reference, batch, send):
    """Write until killed, and send the number of entries after each time."""
    with Store(path) as store:
        seen = begun(store, reference)
        send(len(seen.entries))
        while True:
            seen = store.append(seen, [note(f"{each}") for each in range(batch)], WRITER, NOW)
            send(len(seen.entries))


def killed(run, chance):
    """The last number that a process sent before it was killed: at any moment after some sendings, or after none."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            run(lambda number: os.write(sending, b"%d\n" % number))
        finally:
            os._exit(1)
    os.close(sending)
    with open(receiving, encoding="ascii") as pipe:  # noqa: PTH123 (an open pipe has no path)
        lines = [pipe.readline() for _ in range(chance.choice([0, 1, 1, 2, 3, 5]))]
        time.sleep(chance.uniform(0, A_WHILE))
        os.kill(child, signal.SIGKILL)
        lines += pipe.read().splitlines()
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL, "the writer failed by itself"
    return int(lines[-1]) if lines else 0


class Killing(list):
    """Contents, in the midst of which the process that writes them is killed."""

    def __iter__(self):
        yield from list.__iter__(self)
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("number", [0, 1, 5])
def test_of_a_transaction_that_was_cut_off_nothing_is_left(tmp_path, number):
    path = tmp_path / "store.db"
    with Store(path) as store:
        seen = begun(store)

        def write():
            with Store(path) as own:
                own.append(seen, Killing([note("lost")] * number), WRITER, NOW)

        assert in_child(write) == ""
        assert in_child(lambda: Store(path).begin("c2", Killing([opened()] * (number or 1)), WRITER, NOW)) == ""
        assert (store.references(), store.record("c1")) == (("c1",), seen)
        assert len(store.append(seen, [note("kept")], WRITER, NOW).entries) == 2
        assert verify(store).damage == ()


def test_whoever_writes_at_once_loses_nothing_and_no_batch_is_torn_apart(tmp_path):
    path = tmp_path / "store.db"
    with Store(path) as store:
        begun(store, "shared")
    told = at_once(*(lambda name=name: write_batches(path, name) for name in range(WRITERS)))
    assert all(each.isdigit() for each in told), told
    with Store(path) as store:
        texts = [entry.content.text for entry in store.record("shared").entries[1:]]
        batches = [texts[place : place + BATCH] for place in range(0, len(texts), BATCH)]
        assert all(each == [f"{each[0].rpartition(' ')[0]} {number}" for number in range(BATCH)] for each in batches)
        assert Counter(each[0] for each in batches) == Counter(
            f"{name} {batch} 0" for name in range(WRITERS) for batch in range(BATCHES)
        )
        for name in range(WRITERS):
            own = [entry.content.text for entry in store.record(f"own {name}").entries[1:]]
            assert own == [text for text in texts if text.startswith(f"{name} ")]
        assert verify(store).damage == ()


def write_batches(path, name):
    """Write into the case of all and into one of one's own; how often somebody else was first."""
    late = 0
    with Store(path) as store:
        own = begun(store, f"own {name}")
        for batch in range(BATCHES):
            contents = [note(f"{name} {batch} {number}") for number in range(BATCH)]
            while True:
                seen = store.record("shared")
                try:
                    now = store.append(seen, contents, WRITER, NOW)
                except WrittenMeanwhile:
                    late += 1
                    continue
                break
            assert now.entries == (*seen.entries, *now.entries[-BATCH:])
            assert [entry.content for entry in now.entries[-BATCH:]] == contents
            own = store.append(own, contents, WRITER, NOW)
    return late


def test_a_check_while_others_write_finds_nothing_wrong(tmp_path):
    path = tmp_path / "store.db"
    with Store(path) as store:
        begun(store, "shared")

    def check():
        found = set()
        with Store(path) as store:
            for _ in range(2_000):  # at most: until both have written everything
                found |= set(verify(store).damage)
                if len(store.record("shared").entries) == 1 + 2 * BATCHES * BATCH:
                    break
        return found

    told = at_once(check, *(lambda name=name: write_batches(path, name) for name in range(2)))
    assert told[0] == "set()"


def test_a_backup_while_others_write_is_of_one_moment(tmp_path):
    path = tmp_path / "store.db"
    with Store(path) as store:
        begun(store, "shared")

    def copy():
        found = set()
        with Store(path) as store:
            for number in range(10):
                store.back_up(tmp_path / f"backup {number}.db")
                with Store(tmp_path / f"backup {number}.db") as backup:
                    found |= set(verify(backup).damage)
                    found |= {len(backup.record("shared").entries) % BATCH == 1}
        return found

    told = at_once(copy, *(lambda name=name: write_batches(path, name) for name in range(2)))
    assert told[0] == "{True}"


def test_who_wrote_has_not_seen_what_others_wrote_since(tmp_path):
    with Store(tmp_path / "store.db") as store, Store(tmp_path / "store.db") as other:
        mine = store.append(begun(store), [note("mine")], WRITER, NOW)
        assert other.record("c1") == mine
        theirs = other.append(mine, [note("theirs")], WRITER, NOW)
        with pytest.raises(WrittenMeanwhile, match="entry 3 came in between"):
            store.append(mine, [note("late")], WRITER, NOW)
        assert store.record("c1") == theirs
