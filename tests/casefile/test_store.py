"""A store gives back what was written into it, file by file and store by store, and adds without changing."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from random_cases import courses
from stored import EDITION, NOW, WRITER, all_it_says, answered, begun, erasing, note, opened, taken, varied

from decision_support.casefile.database import UnusableStore
from decision_support.casefile.entering import changes, opening
from decision_support.casefile.store import DamagedRecord, NoSuchCase, Store, WrittenMeanwhile
from decision_support.casefile.transfer import exported
from decision_support.casefile.verifying import verify
from decision_support.errors import InvalidCase, UnreadableFile, UserMistake
from decision_support.model.entries import CONTENTS, AdviceGiven, Erased
from how_long import TIMES


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "store.db") as store:
        yield store


@pytest.fixture
def second(tmp_path):
    with Store(tmp_path / "second.db") as store:
        yield store


def export(store, reference="c1", **other):
    return json.dumps(exported(store, reference) | other)


def test_what_is_written_is_read_again_with_its_moment_and_its_writer(store):
    later = NOW + dt.timedelta(hours=2)
    store.append(begun(store, "c1", "first"), [note("second"), answered("risk", "yes")], "another", later)
    entries = store.record("c1").entries
    assert [(entry.number, entry.kind, entry.writer, entry.at) for entry in entries] == [
        (1, "opened", WRITER, NOW),
        (2, "noted", WRITER, NOW),
        (3, "noted", "another", later),
        (4, "answered", "another", later),
    ]
    assert [entry.content for entry in entries[1:3]] == [note("first"), note("second")]


@settings(max_examples=10 * TIMES, deadline=None)
@given(courses())
def test_random_cases_come_back_from_the_file_and_from_an_export(tmp_path_factory, course):
    folder = tmp_path_factory.mktemp("stores")
    with Store(folder / "store.db") as store, Store(folder / "second.db") as second:
        seen = store.begin("c1", opening(course[0]), WRITER, NOW)
        for after in course[1:]:
            seen = store.append(seen, changes(seen, seen.case(), after, "so"), WRITER, NOW)
            taken(second, export(store), "export.json")
        with Store(folder / "store.db") as again:
            assert again.record("c1") == seen == second.record("c1")
        assert verify(store).damage == verify(second).damage == ()


def test_a_reference_is_letters_digits_dots_and_dashes_where_it_comes_from_elsewhere(store, second):
    for reference in ("c-1", "0", "C1", "a.b_c"):
        begun(store, reference, "note")
        taken(second, export(store, reference), "export.json")
        assert second.record(reference) == store.record(reference)
    for reference in ("c/1", "Ä – 'x'; DROP TABLE entries", " ", "", "e\u0000f", "-x", "../c", "x" * 121):
        begun(store, reference, "note")
        assert store.record(reference).case().case
        with pytest.raises(UnreadableFile, match="its reference is none"):
            taken(second, export(store, reference), "export.json")
    assert verify(second).damage == verify(store).damage == ()
    assert len(second.references()) == 4


@pytest.mark.parametrize("text", ["\ud800", "half \udcff"])
def test_what_is_no_text_is_refused_with_a_sentence_and_nothing_is_written(store, text):
    seen = begun(store)
    for write in (
        lambda: store.append(seen, [note("a")], text, NOW),
        lambda: store.begin(text, [opened()], WRITER, NOW),
        lambda: taken(store, export(store, reference=text), "export.json"),
    ):
        with pytest.raises(UserMistake, match=r"is not text|is not the one that was written"):
            write()
    assert store.record("c1") == seen


def test_a_case_begins_once_and_with_an_entry(store):
    seen = begun(store)
    with pytest.raises(InvalidCase, match="there is a case 'c1' already"):
        begun(store)
    with pytest.raises(InvalidCase, match="begins with an entry"):
        store.begin("c2", [], WRITER, NOW)
    assert (store.references(), store.record("c1")) == (("c1",), seen)


def test_a_case_that_is_not_there_is_told_with_the_nearest_name(store):
    begun(store, "asha-2026")
    with pytest.raises(NoSuchCase, match=r"no case 'asha-2025' in the store .* Did you mean 'asha-2026'"):
        store.record("asha-2025")


def test_whoever_writes_on_what_is_no_longer_the_last_is_told_and_nothing_is_written(store):
    seen = begun(store)
    now = store.append(seen, [note("a"), note("b")], WRITER, NOW)
    with pytest.raises(WrittenMeanwhile, match=r"entries 2 to 3 came in between\. Nothing was written"):
        store.append(seen, [note("c")], WRITER, NOW)
    with pytest.raises(WrittenMeanwhile):
        store.erase(seen, erasing(1), WRITER, NOW)
    assert store.record("c1") == now


def test_what_cannot_be_written_whole_is_not_written_at_all(store):
    seen = begun(store)
    with pytest.raises(UnusableStore):
        store.append(seen, [note("fits"), AdviceGiven.model_construct(advice={"say": "\ud800"})], WRITER, NOW)
    assert store.record("c1") == seen
    assert verify(store).damage == ()


def test_the_list_of_cases_reads_chosen_kinds_and_corrections_count_there_too(tmp_path):
    with Store(varied(tmp_path / "store.db")) as store:
        some = {each.reference: each for each in store.records(set(CONTENTS) - {"advice_given", "noted"})}
        assert sorted(some) == ["c1", "c2", "c3"]
        for reference, record in some.items():
            assert record.case() == store.record(reference).case()
            assert not record.of(AdviceGiven)


def test_an_export_into_an_empty_store_is_the_same_case_and_a_second_time_adds_nothing(tmp_path, second):
    with Store(varied(tmp_path / "store.db")) as store:
        for reference in store.references():
            record = store.record(reference)
            text = export(store, reference)
            assert taken(second, text, "export.json") == (reference, len(record.entries))
            assert taken(second, text, "export.json") == (reference, 0)
            assert second.record(reference) == record
        assert all_it_says(second) == all_it_says(store)
        assert second.edition(EDITION[0]) == EDITION[1]
    assert verify(second).damage == ()


def test_a_later_export_adds_only_what_is_new_and_an_earlier_one_nothing(store, second):
    seen = begun(store, "c1", "a secret")
    early = export(store)
    taken(second, early, "export.json")
    store.erase(store.append(seen, [note("more")], WRITER, NOW), erasing(2), WRITER, NOW)
    assert taken(second, export(store), "export.json") == ("c1", 2)
    assert taken(second, early, "export.json") == ("c1", 0)
    assert second.record("c1") == store.record("c1")
    assert second.record("c1").entry(2).content is None


def test_a_case_that_went_two_ways_is_not_imported(store, second):
    seen = begun(store)
    taken(second, export(store), "export.json")
    store.append(seen, [note("here")], WRITER, NOW)
    there = second.append(seen, [note("there")], WRITER, NOW)
    with pytest.raises(InvalidCase, match=r"another history of 'c1': they part at entry 2\. Nothing was imported"):
        taken(second, export(store), "export.json")
    assert second.record("c1") == there


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda data: data["entries"].pop(), "do not end with the head"),
        (lambda data: data["entries"].pop(1), "entry 2 is missing"),
        (lambda data: data["entries"].clear(), "the last entries are missing"),
        (lambda data: data["entries"][1]["body"]["content"].update(text="other"), "entry 2 says is not what was"),
        (lambda data: data["entries"][1].update(at="2026-11-02T09:00:00Z"), "entry 2 is not the one"),
        (lambda data: data["entries"][1].update(number="2"), "missing or garbled"),
        (lambda data: data["entries"][1].update(number=10**40), "entries 2 to "),
        (lambda data: data["entries"][1].update(salt=5), "missing or garbled"),
        (lambda data: data["entries"][1].update(erased_by=3), "although entry 3 erased it"),
        (lambda data: [data["entries"][1].pop(key) for key in ("salt", "body")], "no entry erased it"),
        (lambda data: data["entries"].reverse(), "do not end with the head"),
        (lambda data: data.update(reference="c2"), "entry 1 is not the one"),
        (lambda data: data.update(entries=5), "missing or garbled"),
        (lambda data: data.update(editions={"f": "no base 64!"}), "missing or garbled"),
        (lambda data: data.update(format="other"), "no exported case file"),
        (lambda data: data.update(version=2), "of version 2, and this program knows version 1"),
        (lambda data: data.update(redacted=True), "was redacted"),
        (lambda data: data.pop("head"), "missing or garbled"),
    ],
)
def test_an_export_that_was_changed_is_refused_and_nothing_of_it_is_written(store, second, change, sentence):
    begun(store, "c1", "one", "two")
    data = exported(store, "c1")
    change(data)
    with pytest.raises((UnreadableFile, DamagedRecord), match=sentence):
        taken(second, json.dumps(data), "export.json")
    assert second.references() == ()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000, "5"])
def test_a_file_that_is_no_export_is_refused(store, text):
    with pytest.raises(UnreadableFile, match=r"export\.json: this is no"):
        taken(store, text, "export.json")


def test_an_edition_is_kept_once_under_its_digest(store):
    assert store.keep_edition(EDITION[1]) == store.keep_edition(EDITION[1]) == EDITION[0]
    other = store.keep_edition(b"other")
    assert (store.edition(EDITION[0]), store.edition(other), store.edition("unknown")) == (EDITION[1], b"other", None)


def test_a_backup_is_the_whole_store_and_never_takes_the_place_of_a_file(tmp_path):
    with Store(varied(tmp_path / "store.db")) as store:
        copy = tmp_path / "copies" / "backup.db"
        store.back_up(copy)
        with Store(copy) as backup:
            assert all_it_says(backup) == all_it_says(store)
            assert verify(backup) == verify(store)
            assert begun(backup, "new").head
        before = copy.read_bytes()
        with pytest.raises(UserMistake, match="exists already"):
            store.back_up(copy)
        assert copy.read_bytes() == before


def test_a_correction_and_an_erasure_of_an_entry_that_is_not_there_are_refused(store):
    seen = begun(store, "c1", "one")
    for numbers in ((7,), (10**30,), (2, 7), (0,)):
        with pytest.raises(InvalidCase, match="has no entry"):
            store.erase(seen, erasing(*numbers), WRITER, NOW)
    assert store.record("c1") == seen
    assert not [content for _, content in seen.of(Erased)]
