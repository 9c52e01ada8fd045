"""Whatever byte is changed in the file of a store, it is told or was no part of what the store says."""

from __future__ import annotations

import random

import pytest
from stored import all_it_says, varied

from decision_support.casefile import chain
from decision_support.casefile.store import Store
from decision_support.casefile.verifying import verify
from decision_support.errors import UserMistake
from decision_support.model.entries import CONTENTS
from how_long import TIMES

SAMPLES = 300
EACH = 10  # of them in one test, so that they can run side by side
KINDS = set(CONTENTS) - {"advice_given"}


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """The bytes of a closed store, and all that it says."""
    path = varied(tmp_path_factory.mktemp("sound") / "store.db")
    with Store(path) as store:
        says = all_it_says(store)
    return path.read_bytes(), says


def told(path, says):
    """Whether damage is told, by a mistake or as a finding; where none is, everything must be as it was."""
    try:
        with Store(path) as store:
            is_damaged = bool(verify(store).damage)
            for reference in says["cases"]:
                is_damaged |= not _is_as_before(store, reference, says["cases"][reference])
            list(store.records(KINDS))
            now = all_it_says(store)
    except UserMistake:
        return True
    assert is_damaged or now == says, "the store says something else, and nothing is told"
    return is_damaged


def _is_as_before(store, reference, says):
    """Whether the case reads as it did; False where it is refused."""
    try:
        rows = store.rows(reference)
        store.record(reference)
    except UserMistake:
        return False
    assert [row.body and chain.digest_of(row.salt, row.body) for row in rows] == [
        each["digest"] if "salt" in each else None for each in says["entries"]
    ], "the case was read, and was not what was written"
    return True


def places(content, part):
    """Some places of the file, most of them where there is something; in a long run, every one."""
    if TIMES > 1:
        return range(part, len(content), SAMPLES // EACH)
    chance = random.Random(part)
    filled = [place for place, byte in enumerate(content) if byte]
    return [*chance.sample(filled, EACH * 4 // 5), *chance.sample(range(len(content)), EACH // 5)]


@pytest.mark.parametrize("part", range(SAMPLES // EACH))
def test_a_changed_byte_is_told_or_is_no_part_of_the_record(tmp_path, sound, part):
    content, says = sound
    chance = random.Random(part)
    for number, place in enumerate(places(content, part)):
        path = tmp_path / f"{number}.db"
        for changed in (0xFF, 1 << chance.randrange(8)):
            flipped = bytearray(content)
            flipped[place] ^= changed
            path.write_bytes(flipped)
            assert told(path, says) in (True, False)  # and not a traceback
            for beside in tmp_path.iterdir():
                beside.unlink()


@pytest.mark.parametrize("place", range(100))
def test_a_changed_byte_in_the_head_of_the_file_is_told_or_is_no_part_of_the_record(tmp_path, sound, place):
    content, says = sound
    path = tmp_path / "store.db"
    for changed in (0xFF, 0x80, 0x01):
        flipped = bytearray(content)
        flipped[place] ^= changed
        path.write_bytes(flipped)
        assert told(path, says) or place >= 18  # the first bytes are read, of the others some


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9, 0.999])
def test_a_file_that_was_cut_short_is_told(tmp_path, sound, share):
    content, says = sound
    path = tmp_path / "store.db"
    path.write_bytes(content[: int(len(content) * share)])
    assert told(path, says)


def test_the_sound_store_says_what_it_said(tmp_path, sound):
    content, says = sound
    path = tmp_path / "store.db"
    path.write_bytes(content)
    assert not told(path, says)
