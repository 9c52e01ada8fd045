"""Every verb that takes a case takes a file or the reference of a case in the store, and says which it cannot find."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.stored_weeks import LAST, REFERENCE, AtStore, weeks
from decision_support.loading.case_writing import case_text

# Each verb with what is typed after the case, and what is said of this one.
VERBS: dict[str, tuple[list[str], str]] = {
    "advise": ([], "If anyone is in danger now"),
    "why": (["1"], "Somebody may come to harm now"),
    "why-not": (["nssb.report-to-line-manager"], "the matter has reached stage 2"),
    "what-if": (["immediate_risk_of_harm=no"], "LOST"),
    "who": ([], "Cleo (head of service)"),
    "panel": ([], "PANEL OF THE BOARDS"),
    "roles": ([], "held by Cleo (head of service)"),
    "compare": (["--with", "ssab"], "ssab"),
}
BAD_NEWS = {"panel"}  # nobody on record could sit on it


@pytest.fixture
def at_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AtStore:
    monkeypatch.chdir(tmp_path)
    return AtStore(weeks(tmp_path / "cases.db"))


@pytest.mark.parametrize("verb", VERBS)
def test_a_reference_gets_what_the_same_case_in_a_file_gets(at_store: AtStore, tmp_path: Path, verb: str) -> None:
    more, told = VERBS[verb]
    code = int(verb in BAD_NEWS)
    stored = at_store(verb, REFERENCE, *more, "--on", LAST, code=code)
    assert told in stored.text and stored.err == ""
    (tmp_path / "case.yaml").write_text(case_text(at_store.record().case(), False))
    assert at_store(verb, "case.yaml", *more, "--on", LAST, code=code).out == stored.out


@pytest.mark.parametrize("verb", VERBS)
def test_a_name_that_is_neither_a_file_nor_a_case_is_refused(at_store: AtStore, verb: str) -> None:
    more, _ = VERBS[verb]
    said = at_store.refused(verb, "2026-01", *more, "--on", LAST)
    assert "neither a" in said and "'2026-01'" in said
    if verb != "roles":  # which takes a document as well, and suggests that
        assert f"Did you mean '{REFERENCE}'?" in said


@pytest.mark.parametrize("verb", [*VERBS, "consult"])
def test_a_file_of_the_same_name_wins(at_store: AtStore, tmp_path: Path, verb: str) -> None:
    more, _ = VERBS.get(verb, ([], ""))
    (tmp_path / REFERENCE).write_text("case: In a file\nopened: 2026-03-02\nfacts:\n  nonsense: no\n")
    said = at_store.refused(verb, REFERENCE, *more, "--on", LAST)
    assert said.startswith(f"decision-support: {REFERENCE}:4:3: there is no fact 'nonsense'.")


def test_the_store_knows_what_was_known_of_that_day(at_store: AtStore) -> None:
    def risk(on: str) -> str:
        advice = json.loads(at_store("advise", REFERENCE, "--on", on, "--format", "json").out)
        return str(advice["receipt"]["case"]["facts"]["immediate_risk_of_harm"]["value"])

    assert [risk("2026-03-03"), risk("2026-03-04"), risk(LAST)] == ["unknown", "yes", "yes"]


def test_nothing_that_only_looks_writes_into_the_store(at_store: AtStore) -> None:
    before = at_store.path.read_bytes()
    for verb, (more, _) in VERBS.items():
        at_store(verb, REFERENCE, *more, "--on", LAST, code=int(verb in BAD_NEWS))
    for reading in (["show", REFERENCE], ["history", REFERENCE], ["list"], ["verify"]):
        at_store.case(*reading)
    assert at_store.path.read_bytes() == before


def spoil(path: Path, sort: str) -> str:
    """Something at this path that is no store; what is said of it."""
    path.unlink(missing_ok=True)
    if sort == "nothing":
        return f"there is no store of cases at {path} yet"
    if sort == "a folder":
        path.mkdir()
        return "it is a folder"
    if sort == "a text file":
        path.write_text("case: A\n" * 500)
        return "it is no store of cases, or it is encrypted"
    if sort == "another database":
        import sqlite3

        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE notes (text)")
        database.close()
        return "is a database, but not a store of cases"
    path.symlink_to(path)
    return str(path)


@pytest.mark.parametrize("sort", ["nothing", "a folder", "a text file", "another database", "a link to itself"])
def test_what_is_no_store_is_a_sentence_for_every_verb(at_store: AtStore, tmp_path: Path, sort: str) -> None:
    told = spoil(at_store.path, sort)
    where_something_is = [["case", "new", "A"], ["advise", REFERENCE], ["consult", REFERENCE]]
    for typed in (
        ["case", "show", REFERENCE],
        ["case", "list"],
        ["case", "note", REFERENCE, "x"],
        ["case", "verify"],
        ["case", "backup", "b.db"],
        ["due"],
        *([] if sort in ("nothing", "a link to itself") else where_something_is),
    ):
        assert told in at_store.refused(*typed), typed
    if sort == "nothing":
        assert "neither a file nor a case" in at_store.refused("advise", REFERENCE)
        assert not at_store.path.exists()
    assert not (tmp_path / "b.db").exists()


def test_an_option_names_another_store_for_every_verb(at_store: AtStore, tmp_path: Path) -> None:
    elsewhere = ["--store", str(at_store.path)]
    environment = {"DECISION_SUPPORT_STORE": str(tmp_path / "none.db")}
    for verb, (more, told) in VERBS.items():
        done = at_store(verb, REFERENCE, *more, "--on", LAST, *elsewhere, code=int(verb in BAD_NEWS), **environment)
        assert told in done.text
    assert "2026-014" in at_store.case("list", *elsewhere, **environment).out
    assert at_store("due", "--on", LAST, *elsewhere, code=1, **environment).out
    assert not (tmp_path / "none.db").exists()
