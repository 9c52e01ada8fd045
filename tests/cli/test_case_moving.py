"""Case files taken elsewhere and back: nothing is lost, nothing taken for what it is not, and nobody else may read."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from cli.stored_weeks import LAST, REFERENCE, AtStore, weeks
from decision_support.casefile.store import Store
from decision_support.casefile.transfer import exported
from decision_support.model.entries import Noted

ODD = [
    "She said \"no\", and 'never'.",
    "one\ntwo\r\n\r\n\tthree",
    "All well 🙂 👩‍⚕️",
    "שלום, she said",
    "# *a* _b_ __c__ `d` [e](http://f) ![g](h) <b>i</b> <!-- j --> | ~~k~~ &lt; &amp; \\l \\",
    "- one\n- two\n\n1. three\n\n> four\n\n    five\n\n---\n===\n```\nsix\n```",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[link]: http://evil.example/",
    "-dash",
    "x" * 2000,
    '{"format": "decision-support case file"}',
]

Spoil = Callable[[dict[str, Any]], object]


@pytest.fixture
def at_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AtStore:
    monkeypatch.chdir(tmp_path)
    return AtStore(weeks(tmp_path / "cases.db"))


@pytest.fixture
def other(tmp_path: Path) -> AtStore:
    """Another store, which does not exist yet."""
    return AtStore(tmp_path / "other.db")


def all_of(store: AtStore) -> dict[str, Any]:
    """Everything that a store holds of the case."""
    with Store(store.path) as opened:
        return exported(opened, REFERENCE)


# There and back


def test_an_exported_case_is_imported_without_loss_and_its_advice_given_again(
    at_store: AtStore, other: AtStore
) -> None:
    for text in ODD:
        at_store.case("note", REFERENCE, "--", text)
    told = at_store.case("export", REFERENCE, "case.json")
    head = at_store.record().head
    assert f"Case '{REFERENCE}', 35 entries, is written into case.json." in told.out and head in told.out
    assert Path("case.json").stat().st_mode & 0o777 == 0o600
    came = other.case("import", "case.json")
    assert came.out == f"Case '{REFERENCE}': 35 new entries. The chain holds. Head: {head}\n"
    assert all_of(other) == all_of(at_store)
    assert other.record() == at_store.record()
    assert [content.text for _, content in other.record().of(Noted)][-len(ODD) :] == [each.strip() for each in ODD]
    assert other.case("replay", REFERENCE).out.startswith("This advice can be given again byte for byte")
    other.case("export", REFERENCE, "again.json")
    assert Path("again.json").read_bytes() == Path("case.json").read_bytes()


def test_importing_again_adds_what_is_new_and_nothing_twice(at_store: AtStore, other: AtStore) -> None:
    at_store.case("export", REFERENCE, "old.json")
    other.case("import", "old.json")
    assert "nothing new" in other.case("import", "old.json").out
    at_store.case("note", REFERENCE, "Later.")
    at_store.case("export", REFERENCE, "new.json")
    assert "1 new entry. The chain holds." in other.case("import", "new.json").out
    assert "nothing new" in other.case("import", "old.json").out, "an older file takes nothing away"
    assert all_of(other) == all_of(at_store)
    other.case("note", REFERENCE, "Mine.")
    at_store.case("note", REFERENCE, "Theirs.")
    at_store.case("export", REFERENCE, "third.json")
    before = other.record()
    said = other.refused("case", "import", "third.json")
    assert f"the store tells another history of '{REFERENCE}': they part at entry 26." in said
    assert other.record() == before


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ([REFERENCE, "case.txt"], "'case.txt' is neither .json nor .md. Name FILE.json to import it later"),
        ([REFERENCE, "case"], "'case' is neither .json nor .md."),
        ([REFERENCE, "there.json"], "there.json exists already. Choose another file."),
        ([REFERENCE, "there.md"], "there.md exists already. Choose another file."),
        ([REFERENCE, "folder.md"], "folder.md"),
        ([REFERENCE, "none/case.json"], "none/case.json: cannot be written: No such file or directory."),
        (["2026-15", "case.json"], "there is no case '2026-15' in the store"),
    ],
)
def test_an_export_writes_over_nothing_and_takes_no_other_ending(
    at_store: AtStore, typed: list[str], told: str
) -> None:
    for name in ("there.json", "there.md"):
        Path(name).write_text("precious")
    Path("folder.md").mkdir()
    assert told in at_store.refused("case", "export", *typed)
    assert Path("there.json").read_text() == Path("there.md").read_text() == "precious"
    assert not Path("case.json").exists()


# What is no export, or not the one that was written


def entry(number: int, **keys: object) -> Spoil:
    return lambda data: data["entries"][number - 1].update(keys)


SPOILT: dict[str, tuple[Spoil, str]] = {
    "other words": (
        entry(11, body={"content": {"text": "Ignored it."}, "writer": "asha"}),
        "what entry 11 says is not",
    ),
    "another writer": (
        lambda data: data["entries"][10]["body"].update(writer="ben"),
        "what entry 11 says is not what was written.",
    ),
    "another moment": (entry(8, at="2026-03-03T15:00:00.000000Z"), "entry 8 is not the one that was written here."),
    "another kind": (entry(11, kind="nonsense"), "entry 11 is not the one that was written here."),
    "the last entries gone": (lambda data: data["entries"].pop(), "the last entries are missing"),
    "an entry gone": (lambda data: data["entries"].pop(3), "entry 4 is missing."),
    "entries swapped": (lambda data: data["entries"].reverse(), "missing"),
    "no entries": (lambda data: data["entries"].clear(), "the last entries are missing"),
    "words gone": (
        lambda data: data["entries"][7].pop("body"),
        "what entry 8 says is missing",
    ),
    "garbled": (lambda data: data.update(entries=5), "parts of the case file are missing or garbled."),
    "no head": (lambda data: data.pop("head"), "parts of the case file are missing or garbled."),
    "salt of another sort": (entry(8, salt=5), "parts of the case file are missing or garbled."),
    "another reference": (lambda data: data.update(reference="2026-015"), "entry 1 is not the one"),
    "a later version": (lambda data: data.update(version=2), "this program knows version 1. Install a later version"),
    "another format": (lambda data: data.update(format="a case"), "this is no exported case file."),
    "redacted": (
        lambda data: data.update(redacted=True),
        "this case file was redacted",
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_not_what_was_written_is_refused_and_nothing_is_imported(
    at_store: AtStore, other: AtStore, name: str
) -> None:
    spoil, told = SPOILT[name]
    data = json.loads(json.dumps(all_of(at_store)))
    spoil(data)
    Path("spoilt.json").write_text(json.dumps(data))
    said = other.refused("case", "import", "spoilt.json")
    assert told in said and "she" not in said.lower() and "Asha" not in said
    assert not other.path.exists() or other.case("list").out.startswith("There is no case yet.")
    assert at_store.refused("case", "import", "spoilt.json"), "nor where the case is known"
    assert len(at_store.record().entries) == 24


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "this is not well-formed JSON."),
        (b"[1]", "this is no exported case file."),
        (b"[" * 100_000, "this is not well-formed JSON."),
        (b"case: A\nopened: 2026-03-02\n", "this is not well-formed JSON."),
        (b'{"case": "A", "opened": "2026-03-02"}', "To begin a case from a file with facts and people"),
        (b"\xff\xfe\x00\x00", "file.json: "),
        (b"SQLite format 3\x00\xff", "file.json: "),
    ],
    ids=["nothing", "a list", "too deep", "YAML", "a case file", "UTF-16", "a database"],
)
def test_a_file_that_is_no_export_is_a_sentence(other: AtStore, tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(content)
    assert told in other.refused("case", "import", file)
    for name in (tmp_path, tmp_path / "none.json"):
        assert str(name) in other.refused("case", "import", name)


def test_an_export_that_was_cut_short_anywhere_is_refused(at_store: AtStore, other: AtStore) -> None:
    whole = json.dumps(all_of(at_store))
    for part in (1, 3, 50, 99):
        Path("short.json").write_text(whole[: len(whole) * part // 100])
        assert "this is not well-formed JSON." in other.refused("case", "import", "short.json")


# The chronology


def text_of(markdown: str) -> tuple[str, set[str]]:
    """What a reader of Markdown sees, and which marks act in it. Line breaks count as spaces."""
    seen, marks = [], set()
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(markdown):
        marks.add(token.type)
        for child in token.children or ():
            marks.add(child.type)
            seen.append(child.content if child.type != "softbreak" else " ")
        seen.append(" ")
    return " ".join("".join(seen).split()), marks


def test_what_people_typed_does_not_act_in_the_chronology(at_store: AtStore) -> None:
    at_store.case("export", REFERENCE, "plain.md")
    _, usual = text_of(Path("plain.md").read_text(encoding="utf-8"))
    for text in ODD:
        at_store.case("note", REFERENCE, "--", text)
        at_store.case("record", REFERENCE, "concern_raised", "--on", LAST, "--note", text)
    at_store.case("correct", REFERENCE, 1, f"case={ODD[4]}", "--because", ODD[5])
    at_store.case("person", REFERENCE, "dan", f"name={ODD[6]}", "--interest", ODD[4], "--on", LAST)
    told = at_store.case("export", REFERENCE, "case.md")
    assert told.code == 0 and Path("case.md").stat().st_mode & 0o777 == 0o600
    seen, marks = text_of(Path("case.md").read_text(encoding="utf-8"))
    assert marks == usual, "no mark acts that the program did not set itself"
    for text in ODD:
        assert " ".join(text.split()) in seen
    entries = at_store.record().entries
    assert [f"{number}." in seen for number in range(1, len(entries) + 1)] == [True] * len(entries)


# backup, due


def test_a_backup_is_a_store_itself(at_store: AtStore) -> None:
    told = at_store.case("backup", "copy.db")
    assert told.out.startswith("1 case copied into copy.db. Head of the store: ")
    copy = AtStore(Path("copy.db").absolute())
    assert copy.record() == at_store.record() and copy.path.stat().st_mode & 0o777 == 0o600
    copy.case("note", REFERENCE, "Only in the copy.")
    assert len(at_store.record().entries) == 24
    assert "copy.db exists already. Name another file" in at_store.refused("case", "backup", "copy.db")
    assert len(copy.record().entries) == 25
    assert at_store.refused("case", "backup", at_store.path).endswith("Name another file for the backup.")


def test_what_is_overdue_is_bad_news_and_goes_into_a_calendar(at_store: AtStore) -> None:
    icalendar = pytest.importorskip("icalendar")
    told = at_store("due", "--on", LAST, "--ics", "due.ics", code=1)
    assert "OVERDUE" in told.out and "Written to due.ics" in told.err
    calendar = icalendar.Calendar.from_ical(Path("due.ics").read_bytes())
    tasks = [each for each in calendar.walk() if each.name in ("VTODO", "VEVENT")]
    assert tasks and all(REFERENCE in str(task.to_ical()) for task in tasks)
    written = Path("due.ics").read_text(encoding="utf-8")
    assert not [each for each in ("Asha", "Ben", "Cleo", "choir", "Discharge") if each in written]
    data = json.loads(at_store("due", "--on", LAST, "--format", "json", code=1).out)
    assert data["overdue"] and data["on"] == LAST


def test_a_closed_case_is_not_due(at_store: AtStore) -> None:
    at_store.case("close", REFERENCE, "--because", "Settled.", "--on", LAST)
    assert REFERENCE not in at_store("due", "--on", LAST).out


# What is erased, and what leaves without names


WHY = ("--because", "She asked for it.", "--by", "an officer")


def test_nothing_is_erased_until_somebody_says_yes(at_store: AtStore) -> None:
    for answer in ("n\n", "\n", ""):
        kept = at_store.case("erase", REFERENCE, "--entry", 11, *WHY, code=1, typed=io.StringIO(answer))
        assert "This is erased and cannot be brought back" in kept.out and "Erased, as entry" not in kept.out
    assert len(at_store.record().entries) == 24
    gone = at_store.case("erase", REFERENCE, "--entry", 11, *WHY, typed=io.StringIO("y\n"))
    assert "Erased, as entry 25 says." in gone.out and "Backups and exports made earlier still hold it." in gone.out


def test_what_was_erased_is_nowhere_any_more_and_the_chain_still_holds(at_store: AtStore) -> None:
    secret = "Rang the ward; they will call back."
    head = at_store.record().head
    assert secret.encode() in at_store.path.read_bytes()
    at_store.case("erase", REFERENCE, "--entry", 11, *WHY, "--yes")
    at_store.case("export", REFERENCE, "case.json")
    at_store.case("export", REFERENCE, "case.md")
    at_store.case("backup", "copy.db")
    for file in (at_store.path, Path("case.json"), Path("case.md"), Path("copy.db")):
        assert secret.encode() not in file.read_bytes()
    told = at_store.case("history", REFERENCE).out
    assert secret not in told and "She asked for it." in told
    assert f"That head is entry 24 of '{REFERENCE}'" in at_store.case("verify", "--head", head).out
    assert "corrected" not in at_store.refused("case", "correct", REFERENCE, 11, "text=x", "--because", "x")


def test_an_erased_person_is_named_nowhere_and_advice_stays_possible(at_store: AtStore, other: AtStore) -> None:
    at_store.case("erase", REFERENCE, "--person", "cleo", *WHY, "--yes")
    at_store.case("export", REFERENCE, "case.json")
    assert "cleo" not in Path("case.json").read_text(encoding="utf-8").lower()
    assert "Second-tier manager 1" in at_store.case("show", REFERENCE, "--on", LAST).text
    other.case("import", "case.json")
    assert other.record() == at_store.record()
    assert "nobody in case" in at_store.refused("case", "erase", REFERENCE, "--person", "cleo", *WHY, "--yes")


def test_an_erased_case_says_so_wherever_it_is_asked_for(at_store: AtStore, other: AtStore) -> None:
    at_store.case("erase", REFERENCE, "--all", *WHY, "--yes")
    for typed in (["show"], ["note", "x"], ["advise"], ["answer", "immediate_risk_of_harm=no"], ["close", *WHY[:2]]):
        verb, *more = typed
        said = at_store.refused("case", verb, REFERENCE, *more)
        assert f"nothing is left of case '{REFERENCE}': its content was erased." in said
    for verb in ("advise", "who", "consult"):
        assert "its content was erased" in at_store.refused(verb, REFERENCE)
    assert f"{REFERENCE}  (erased)" in at_store.case("list", "--all").out
    assert REFERENCE not in at_store.case("list").out
    at_store("due", "--on", LAST)
    told = at_store.case("history", REFERENCE).out
    assert "She asked for it." in told and "Asha (social worker)" not in told
    at_store.case("export", REFERENCE, "case.json")
    other.case("import", "case.json")
    assert other.record() == at_store.record()
    assert "nothing was changed, removed or reordered" in other.case("verify").out


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ([], "it does not say what is to be erased. Choose one of --entry, --person and --all."),
        (["--all", "--entry", "1"], "Choose one of --entry, --person and --all."),
        (["--entry", "99"], "has no entry 99. They run from 1 to 24."),
        (["--person", "zed"], "has the id 'zed'."),
    ],
)
def test_what_cannot_be_erased_is_refused(at_store: AtStore, typed: list[str], told: str) -> None:
    assert told in at_store.refused("case", "erase", REFERENCE, *typed, *WHY, "--yes")
    assert len(at_store.record().entries) == 24


@pytest.mark.parametrize("ending", ["md", "json"])
def test_a_redacted_export_names_nobody_and_cannot_be_imported(at_store: AtStore, other: AtStore, ending: str) -> None:
    file = f"case.{ending}"
    told = at_store.case("export", REFERENCE, file, "--redacted")
    assert at_store.record().head in told.out and "Free text can still tell who is meant" in told.out
    written = Path(file).read_text(encoding="utf-8")
    assert not [each for each in ("asha", "ben (", "cleo", "social worker)") if each in written.lower()]
    assert "Second-tier manager 1" in written and "choir" in written
    assert other.refused("case", "import", file)
    shown = at_store.case("show", REFERENCE, "--redacted", "--on", LAST).out
    assert "Cleo" not in shown and "Second-tier manager 1" in shown


def test_a_case_begun_with_pseudonyms_holds_no_name_anywhere(at_store: AtStore, tmp_path: Path) -> None:
    Path("case.yaml").write_text(
        "case: About Zsofia\nopened: 2026-03-02\nguidance: [nssb]\n"
        "people: [{id: zsofia, name: Zsofia Quill, roles: [worker]}]\n"
        "events: [{what: concern_raised, on: 2026-03-03, by: zsofia, note: Zsofia Quill rang.}]\n"
    )
    fresh = AtStore(tmp_path / "fresh.db")
    fresh.case("new", "P-1", "--from", "case.yaml", "--pseudonyms")
    assert b"sofia" not in fresh.path.read_bytes().lower() and b"quill" not in fresh.path.read_bytes().lower()
    case = fresh.record("P-1").case()
    assert (case.case, case.events[0].by) == ("P-1", case.people[0].id)
    assert fresh("advise", "P-1", "--on", "2026-03-04").out


def test_knowledge_that_was_garbled_on_the_way_is_not_taken_in(at_store: AtStore, other: AtStore) -> None:
    data = json.loads(json.dumps(all_of(at_store)))
    data["editions"] = dict.fromkeys(data["editions"], "AAAA")
    Path("spoilt.json").write_text(json.dumps(data))
    other.refused("case", "import", "spoilt.json")
