"""The verbs that write into case files, as somebody types them: what is entered, what is said, what is refused."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cli.stored_weeks import (
    FIRST_ADVICE,
    LAST,
    REFERENCE,
    RISK_NO,
    SECOND_ADVICE,
    AtStore,
    weeks,
)
from decision_support.casefile.store import Store
from decision_support.model.case import Case
from decision_support.model.entries import Answered, Happened, Noted

COMMAND = Path(sys.executable).with_name("decision-support")
PRIVATE = ["Nobody has seen her", "They see the risk differently", "Rang the ward", "Sings in a choir", "Discharge"]
PRIVATE += ["(social worker)", "(team manager)", "(head of service)", "settled by telephone", "The ward rang"]


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AtStore:
    monkeypatch.chdir(tmp_path)
    return AtStore(tmp_path / "cases.db")


@pytest.fixture
def at_store(empty: AtStore) -> AtStore:
    weeks(empty.path)
    return empty


def run(*arguments: object, store: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """The installed command, in a process of its own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DECISION_SUPPORT_")}
    here = {"DECISION_SUPPORT_STORE": str(store)} if store else {}
    settings = {**kept, "COLUMNS": "80", "NO_COLOR": "1", **here, **environment}
    return subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, text=True, env=settings)


# As installed


def test_a_case_is_begun_written_into_and_read_by_the_installed_command(tmp_path: Path) -> None:
    named = tmp_path / "named.db"
    new = run("case", "new", "A-1", "--guidance", "nssb", "--opened", "2026-03-02", store=named)
    assert (new.returncode, new.stderr) == (0, "") and f"Kept in {named}." in new.stdout
    by = {"DECISION_SUPPORT_USER": "Asha Ö."}
    note = run("case", "note", "A-1", "Rang.", store=named, **by)
    assert note.returncode == 0 and note.stdout.rstrip().endswith("by Asha Ö..")
    with Store(named) as store:
        assert store.record("A-1").entries[1].writer == "Asha Ö."
    assert named.stat().st_mode & 0o777 == 0o600
    missing = run("case", "show", "A-2", store=named)
    assert (missing.returncode, missing.stdout) == (2, "") and "Did you mean 'A-1'?" in missing.stderr
    bad_news = run("case", "verify", "--head", "0" * 64, store=named)
    assert bad_news.returncode == 1 and "That head is not in the history" in bad_news.stdout


def test_without_a_name_the_store_lies_in_the_own_data_folder(tmp_path: Path) -> None:
    done = run("case", "new", "A-1", XDG_DATA_HOME=str(tmp_path), HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    (found,) = tmp_path.rglob("cases.db")
    assert found.parent.name == "decision-support"
    assert (found.parent.stat().st_mode & 0o777, found.stat().st_mode & 0o777) == (0o700, 0o600)


VERBS = ["new", "list", "show", "answer", "record", "person", "decide", "note", "correct", "advise", "replay", "close"]
VERBS += ["reopen", "history", "diff", "verify", "export", "import", "backup", "erase"]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(empty: AtStore, verb: str) -> None:
    told = empty.case(verb, "-h")
    assert "Usage:" in told.out and "--store" in told.out
    assert not empty.path.exists(), "asking for help makes no store"


# new, list


def test_a_case_is_begun_under_a_reference_or_under_the_next_number(empty: AtStore) -> None:
    first = empty.case("new").out.split("'")[1]
    year, number = first.split("-")
    assert number == "001"
    empty.case("new", f"{year}-002")
    assert f"Case '{year}-003' begins with 1 entry." in empty.case("new", "--title", "A title").out
    assert empty.record(f"{year}-003").case().case == "A title"
    assert empty.record(first).case().case == first, "nobody is recognised by a title that was left out"


def test_a_case_is_begun_from_a_file_with_all_that_it_says(empty: AtStore, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(
        "case: A title\nopened: 2026-03-02\nguidance: [nssb]\nfacts: {immediate_risk_of_harm: no}\n"
        "people: [{id: asha, name: Asha, roles: [worker]}]\n"
        "events: [{what: concern_raised, on: 2026-03-03, by: asha}]\n"
    )
    assert "begins with 4 entries" in empty.case("new", "F", "--from", file).out
    case = empty.record("F").case()
    assert (case.case, case.facts["immediate_risk_of_harm"].value, case.people[0].name, case.events[0].by) == (
        "A title",
        "no",
        "Asha",
        "asha",
    )
    empty.case("new", "G", "--from", file, "--title", "Another")
    assert empty.record("G").case() == case.model_copy(update={"case": "Another"})


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["a b"], "'a b' cannot be the reference of a case. Write letters, digits, dots and dashes"),
        (["--", "-x"], "'-x' cannot be the reference of a case."),
        (["x" * 121], "cannot be the reference of a case."),
        (["../x"], "cannot be the reference of a case."),
        (["case.yaml"], "'case.yaml' would be taken for a file, not for a case."),
        (["X", "--guidance", "nsb"], "there is no guidance 'nsb'. Did you mean 'nssb'?"),
        (["X", "--jurisdiction", "france"], "'france' is not one of england, wales"),
        (["X", "--opened", "2026-3-2"], "'2026-3-2' is not a date"),
        (["X", "--title", "x" * 3000], "has 3000 characters; 2000 is the most."),
        (["X", "--title", "a\x1bb"], "this text holds a character that cannot be shown (U+001B)."),
        (["X", "--from", "broken.yaml"], "broken.yaml:4:3: there is no fact 'imediate_risk_of_harm'."),
        (["X", "--from", "none.yaml"], "none.yaml: there is no such file."),
        (["X", "--from", "sound.yaml", "--opened", "2026-03-02"], "sound.yaml says itself: opened."),
    ],
)
def test_a_case_that_cannot_be_begun_is_refused(
    empty: AtStore, tmp_path: Path, arguments: list[str], told: str
) -> None:
    (tmp_path / "broken.yaml").write_text("case: A\nopened: 2026-03-02\nfacts:\n  imediate_risk_of_harm: no\n")
    (tmp_path / "sound.yaml").write_text("case: A\nopened: 2026-03-02\n")
    said = empty.refused("case", "new", *arguments)
    assert told in said and "case new:1" not in said
    if empty.path.exists():
        assert empty.case("list").out == "There is no case yet. Begin with: decision-support case new\n"


def test_two_mistakes_in_a_new_case_are_both_told_without_a_file(empty: AtStore) -> None:
    done = empty.case("new", "X", "--guidance", "nsb", "--guidance", "lscbb", code=2)
    assert [line.split(".")[0] for line in done.err.splitlines()] == [
        "decision-support: there is no guidance 'nsb'",
        "decision-support: there is no guidance 'lscbb'",
    ]


def test_a_reference_is_taken_once(empty: AtStore) -> None:
    empty.case("new", "A")
    assert "there is a case 'A' already. Give the new one another reference." in empty.refused("case", "new", "A")
    assert len(empty.record("A").entries) == 1


def test_a_case_that_opens_later_is_kept_and_advised_from_that_day(empty: AtStore) -> None:
    empty.case("new", "A", "--opened", "2999-01-01")
    said = empty.refused("case", "show", "A", "--on", "2026-03-02")
    assert "the case was opened on 2999-01-01, after 2026-03-02." in said
    assert "2999-01-01" in empty.case("list").out
    assert "not worked out" in empty("due", "--on", "2026-03-02", code=1).text.lower()


def test_a_case_of_which_the_first_entry_was_altered_is_listed_as_damaged(at_store: AtStore) -> None:
    with contextlib.closing(sqlite3.connect(at_store.path)) as other:
        for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            other.execute(f"DROP TRIGGER {name}")
        other.execute("UPDATE contents SET body = '{}' WHERE position = (SELECT MIN(position) FROM entries)")
        other.commit()
    listed = at_store.case("list", "--all").out
    assert f"{REFERENCE}  (damaged)" in listed and "erased" not in listed


def test_the_list_shows_open_cases_and_all_of_them_where_asked_for(at_store: AtStore) -> None:
    at_store.case("new", "Z", "--opened", "2026-03-20")
    at_store.case("close", "Z", "--because", "A mistake.")
    short = at_store.case("list").out
    assert REFERENCE in short and "\nZ" not in short and "1 closed or erased" in short
    assert "stage 2: Second-tier manager to second-tier manager" in " ".join(short.split())
    assert "\nZ  (closed)\n" in at_store.case("list", "--all").out
    (only,) = json.loads(at_store.case("list", "--format", "json").out)
    assert (only["reference"], only["state"], only["opened"], only["written"], only["head"]) == (
        REFERENCE,
        "open",
        "2026-03-02",
        "2026-03-30",
        at_store.record().head,
    )
    at_store.case("close", REFERENCE, "--because", "Settled.")
    assert at_store.case("list").out.startswith("No case is open.\n2 closed or erased")


@pytest.mark.parametrize(
    "typed",
    [
        ["case", "list"],
        ["case", "show", "A"],
        ["case", "note", "A", "x"],
        ["case", "history", "A"],
        ["case", "verify"],
        ["case", "backup", "b.db"],
        ["case", "export", "A", "a.json"],
        ["due"],
    ],
)
def test_where_there_is_no_store_yet_a_sentence_says_how_to_begin(empty: AtStore, typed: list[str]) -> None:
    said = empty.refused(*typed)
    assert said.endswith(f"there is no store of cases at {empty.path} yet. Begin with: decision-support case new")
    assert list(empty.path.parent.iterdir()) == []


# answer, record, person


def test_an_answer_says_what_was_entered_and_what_it_changes(at_store: AtStore) -> None:
    told = at_store.case(
        "answer", REFERENCE, "immediate_risk_of_harm=no", "cleo.in_line_of_party=no", "--by", "ben", "--because",
        "He saw her.", "--on", LAST,
    ).text  # fmt: skip
    assert "25. Answered: nobody is at risk of immediate harm. - Answered by Ben (team manager) on Tuesday" in told
    assert "Reason given: He saw her." in told and "26. Answered: Cleo (head of service) " in told
    assert "> No longer: If anyone is in danger now" in told
    assert "written at" in told.lower() and "by asha." in told
    entries = at_store.record().of(Answered)[-2:]
    assert {(each.answer.by, each.answer.rationale) for _, each in entries} == {("ben", "He saw her.")}


def test_an_answer_is_taken_back_and_an_answer_that_is_there_is_not_entered_twice(at_store: AtStore) -> None:
    typed = ["safety_assured_meanwhile=yes", "--on", LAST]
    at_store.case("answer", REFERENCE, *typed)
    again = at_store.case("answer", REFERENCE, *typed)
    assert again.out == "Nothing was entered: the case says so already.\n"
    back = at_store.case("answer", REFERENCE, "safety_assured_meanwhile=", "--because", "It was another case.")
    assert "Entry 25 was taken back. - Reason given: It was another case." in back.text
    assert "safety_assured_meanwhile" not in at_store.record().case().facts


def test_what_would_leave_nothing_to_be_advised_is_refused(at_store: AtStore) -> None:
    before = at_store.record()
    said = at_store.refused("case", "answer", REFERENCE, "cleo.declared_interest=no", "--on", LAST)
    assert "'declared_interest' was answered 'no'" in said and "Correct the answer or the record" in said
    assert at_store.record() == before
    at_store.case("show", REFERENCE, "--on", LAST)


def test_a_question_of_a_framework_is_answered_and_a_wrong_value_is_refused(empty: AtStore) -> None:
    empty.case("new", "F", "--guidance", "nhs", "--opened", "2026-03-02")
    empty.case("answer", "F", "1.1=yes", "--because", "We looked.", "--on", "2026-03-03")
    assert empty.record("F").case().answers["1.1"].rationale == "We looked."
    assert "question 1.1 cannot be answered 'perhaps'" in empty.refused("case", "answer", "F", "1.1=perhaps")
    assert "9.9" in empty.refused("case", "answer", "F", "9.9=yes")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["answer", "worker_has_a_concer=yes"], "Did you mean 'worker_has_a_concern'?"),
        (
            ["answer", "worker_has_a_concern=maybe"],
            "'worker_has_a_concern' cannot be 'maybe'. Known: no, unknown, yes.",
        ),
        (["answer", "1.1=yes"], "none of the guidance named has questions to answer."),
        (["answer", "safety_assured_meanwhile=unasked"], "is either answered or left out."),
        (["answer", "safety_assured_meanwhile=yes", "--because", "x" * 3000], "has 3000 characters"),
        (["answer", "safety_assured_meanwhile=yes", "--by", "a\x07"], "a character that cannot be shown (U+0007)"),
        (["answer", "safety_assured_meanwhile=yes", "--on", "yesterday"], "'yesterday' is not a date"),
        (["answer"], "Missing argument"),
        (["record", "stage_endd"], "Did you mean 'stage_ended'?"),
        (["record", "monitoring-form"], "Write form:nssb.monitoring-form or record:nssb.monitoring-form."),
        (
            ["record", "concern_raised", "--on", "2026-02-01"],
            "decision-support case answer 2026-014 opened=2026-02-01",
        ),
        (["record", "concern_raised", "--at", "half past two"], "not 'half past two'."),
        (["record", "concern_raised", "--at", "2026-03-03 10:00", "--on", LAST], "--on and --at exclude each other."),
        (["record", "stage_ended", "--stage", "stage-2", "--on", LAST], "does not say how it ended."),
        (["record", "stage_ended", "--outcome", "resolved", "--on", LAST], "does not say which stage."),
        (["person", "dan", "nam=Dan"], "Did you mean 'name'?"),
        (["person", "a b"], "'a b' is not an id."),
        (["person", "cleo", "--waive", "declared_interest"], "a waiver says who decided it and why."),
        (["person", "cleo", "--waive", "declared_interest", "--gone", "--because", "x"], "exclude each other."),
        (["person", "cleo", "--gone"], "nothing says why this person has no part in the case."),
        (["correct", RISK_NO, "value=yes", "--because", "x"], f"entry {RISK_NO} says so already."),
        (["correct", RISK_NO, "value=no"], "Missing option '--because'"),
        (["correct", "eight", "value=no", "--because", "x"], "'eight' is not a valid integer"),
        (["correct", 10, "--withdraw", "--because", "x"], "entry 10 is itself a correction, of entry 8."),
        (["decide", "nonsense"], "nothing that people decide is called 'nonsense'."),
        (["decide", "1", "--set-aside", "--on", LAST], "nothing says why the advice was set aside."),
        (["decide", "99", "--followed", "--on", LAST], "has no recommendation '99'. They run from 1 to 6."),
        (["decide", "1", "--followed", "--set-aside"], "--followed and --set-aside exclude each other."),
        (["decide", "1", "In other words", "--followed"], "without a decision in other words."),
        (["decide", "1", "--followed", "--considered", "a"], "without a decision in other words."),
        (["note", ""], "'text' is empty."),
        (["note", "   "], "'text' is empty."),
        (["note", "x" * 3000], "has 3000 characters; 2000 is the most."),
        (["note", "a\x07b"], "this text holds a character that cannot be shown (U+0007)."),
        (["note", "a\x85b"], "this text holds a character that cannot be shown (U+0085)."),
        (["note", "a\ud800b"], "this text holds a character that cannot be shown (U+D800)."),
        (["reopen", "--because", "x"], f"case '{REFERENCE}' is open."),
        (["close"], "Missing option '--because'"),
        (["replay", RISK_NO], f"entry {RISK_NO} is no advice. Advice was given in: 7 and 19."),
        (["replay", 99], "has no entry 99. They run from 1 to 24."),
        (["advise", "--on", "2026-03-01"], "the case was opened on 2026-03-02, after 2026-03-01."),
    ],
    ids=lambda each: "-".join(map(str, each[:2]))[:40] if isinstance(each, list) else "",
)
def test_a_mistake_is_a_sentence_writes_nothing_and_tells_nothing_of_the_case(
    at_store: AtStore, typed: list[object], told: str
) -> None:
    before = at_store.record()
    verb, *rest = typed
    said = at_store.refused("case", verb, REFERENCE, *rest)
    assert told in said
    assert not [each for each in PRIVATE if each in said]
    assert at_store.record() == before


def test_what_happened_is_entered_with_its_time_and_a_note_that_begins_with_a_dash(at_store: AtStore) -> None:
    typed = ["concern_raised", "--at", "2026-03-03  10:00", "--by", "asha", "--note", "- by telephone"]
    told = at_store.case("record", REFERENCE, *typed).text
    assert "25. On record for Tuesday 3 March 2026 at 10:00, by Asha (social worker)" in told
    assert "Note: - by telephone" in told
    assert at_store.record().of(Happened)[-1][1].event.note == "- by telephone"


def test_an_option_is_put_under_consideration(empty: AtStore) -> None:
    empty.case("new", "F", "--guidance", "nhs", "--opened", "2026-03-02")
    told = empty.case("record", "F", "option:informal-resolution", "--on", "2026-03-03").text
    assert "2. Under consideration: " in told
    assert [each.id for each in empty.record("F").case().options] == ["informal-resolution"]
    again = empty.refused("case", "record", "F", "informal-resolution", "--on", "2026-03-03")
    assert "informal-resolution" in again and len(empty.record("F").entries) == 2


def test_records_and_forms_are_entered(at_store: AtStore) -> None:
    at_store.case("record", REFERENCE, "record:monitoring-form", "--on", LAST, "--by", "asha")
    told = at_store.case("record", REFERENCE, "form:monitoring-form", "--on", LAST, "--to", "The board").text
    assert "The form 'Monitoring form' was issued to The board." in told
    shown = at_store.case("show", REFERENCE, "--on", LAST).text
    assert "on the monitoring form. By Asha (social worker), on Tuesday 31 March 2026." in shown


def test_a_person_comes_in_is_waived_and_leaves(at_store: AtStore) -> None:
    keys = ["name=Dan O'Neill", "roles=worker,line_manager", "--interest", "Plays golf", "--on", LAST]
    told = at_store.case("person", REFERENCE, "dan", *keys).text
    assert "25. Dan O'Neill came into the case (dan)." in told and "declared an interest" in told
    waived = ["--waive", "declared_interest", "--by", "ben", "--because", "Nobody else.", "--on", LAST]
    assert "It was waived that Dan O'Neill has declared" in at_store.case("person", REFERENCE, "dan", *waived).text
    again = at_store.case("person", REFERENCE, "dan", "name=Dan O'Neill")
    assert again.out == "Nothing was entered: the case says so already.\n"
    gone = at_store.case("person", REFERENCE, "dan", "--gone", "--because", "Another case.").text
    assert gone.count("was taken back. - Reason given: Another case.") == 3
    assert [each.id for each in at_store.record().case().people] == ["ben", "asha", "cleo"]


# correct, decide, close


def test_a_correction_is_told_and_says_what_it_changes_today(at_store: AtStore) -> None:
    first = ["value=no", "rationale=Asha saw her on the ward."]
    told = at_store.case("correct", REFERENCE, RISK_NO, *first, "--because", "It was right after all.").text
    assert f"25. Entry {RISK_NO} was corrected. It says now: Answered: nobody is at risk of immediate harm." in told
    assert "Why it was corrected: It was right after all." in told
    back = at_store.case("correct", REFERENCE, RISK_NO, "--withdraw", "--because", "Nobody knows.").text
    assert f"Entry {RISK_NO} was taken back." in back
    assert at_store.record().case().facts["immediate_risk_of_harm"].value == "unknown"


def test_decisions_are_kept_with_their_reasons(at_store: AtStore) -> None:
    words = ["--because", "It is quicker.", "--by", "ben", "--on", LAST]
    for what in ("straight-to-stage-4", "nssb.straight-to-stage-4", "nssb-A2"):
        told = at_store.case("decide", REFERENCE, what, "Stage 2 first.", *words, "--considered", "wait").text
        assert "Stage 2 first." in told and "It is quicker." in told and "wait" in told
    by_number = at_store.case("decide", REFERENCE, "5", "--followed", "--by", "asha", "--on", LAST).text
    by_id = at_store.case("decide", REFERENCE, "nssb.refer-to-second-tier", "--followed", "--on", LAST).text
    assert all("Advice was followed: refer the disagreement to second-tier" in told for told in (by_number, by_id))
    aside = at_store.case("decide", REFERENCE, "1", "--set-aside", "--because", "She is safe.", "--on", LAST).text
    assert "Advice was set aside: if anyone is in danger now" in aside and "Reason given: She is safe." in aside


def test_into_a_closed_case_nothing_is_written_until_it_is_reopened(at_store: AtStore) -> None:
    at_store.case("close", REFERENCE, "--because", "Settled.", "--by", "ben", "--on", LAST)
    closed = at_store.record()
    for verb, *rest in (
        ["close", "--because", "Again."],
        ["note", "Late."],
        ["answer", "safety_assured_meanwhile=no"],
        ["record", "concern_raised", "--on", LAST],
        ["person", "dan"],
        ["correct", "11", "text=Other", "--because", "x"],
        ["decide", "straight-to-stage-4", "So.", "--because", "x"],
        ["advise", "--on", LAST],
    ):
        said = at_store.refused("case", verb, REFERENCE, *rest)
        assert f"case '{REFERENCE}' is closed. Reopen it first: decision-support case reopen {REFERENCE}" in said
    assert at_store.record() == closed
    at_store.case("show", REFERENCE, "--on", LAST)
    assert "The case was reopened." in at_store.case("reopen", REFERENCE, "--because", "Not settled.").text
    at_store.case("note", REFERENCE, "Back.")
    assert at_store.record().is_open


# advise, replay


def test_advice_is_kept_and_given_again_byte_for_byte(at_store: AtStore) -> None:
    given = at_store.case("advise", REFERENCE, "--on", LAST)
    assert f"Kept as entry 25. To give it again: decision-support case replay {REFERENCE} 25" in given.out
    looked_at = at_store("advise", REFERENCE, "--on", LAST).out
    assert given.out.startswith(looked_at) and looked_at
    for entry in ([], [FIRST_ADVICE], [SECOND_ADVICE], [25]):
        told = at_store.case("replay", REFERENCE, *entry)
        assert told.out.startswith("This advice can be given again byte for byte")
    assert json.loads(at_store.case("replay", REFERENCE, "--format", "json").out)["kept"]["on"] == LAST
    kept = json.loads(at_store.case("advise", REFERENCE, "--on", LAST, "--format", "json").out)
    assert kept == json.loads(at_store("advise", REFERENCE, "--on", LAST, "--format", "json").out)


def test_where_no_advice_was_kept_a_sentence_says_how_to_have_it_kept(empty: AtStore) -> None:
    empty.case("new", "A", "--guidance", "nssb", "--opened", "2026-03-02")
    assert "Give advice on record with: decision-support case advise A" in empty.refused("case", "replay", "A")


def test_advice_changes_nothing_in_the_case_and_gives_no_reason_for_other_advice(at_store: AtStore) -> None:
    before: Case = at_store.record().case()
    at_store.case("advise", REFERENCE, "--on", LAST)
    assert at_store.record().case() == before


# Whoever types


ODD = {
    "quotes": "She said \"no\", and 'never'.",
    "a line break": "one\ntwo\r\n\tthree",
    "emoji": "All well 🙂 👩‍⚕️",
    "right to left": "שלום, she said",
    "marks": "# *a* _b_ `c` [d](http://e) ![f](g) <b>h</b> | ~~i~~ &lt; \\j",
    "a dash": "-dash",
    "long": "word " * 399,
    "one long word": "x" * 2000,
    "braces": "{x} %s {0} $HOME `id`",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_text_is_kept_as_it_was_typed_and_shown(at_store: AtStore, text: str) -> None:
    told = at_store.case("note", REFERENCE, "--", text)
    assert at_store.record().of(Noted)[-1][1].text == text.strip()
    shown = "".join(told.out.split())
    assert "".join(text.split()) in shown
    assert "".join(text.split()) in "".join(at_store.case("history", REFERENCE).out.split())


@pytest.mark.parametrize("name", ["a\x1b[2J", "two\nlines", "x" * 200, "a\u202eb"])
def test_a_name_that_cannot_be_shown_writes_nothing(at_store: AtStore, name: str) -> None:
    done = at_store.case("note", REFERENCE, "x", code=2, DECISION_SUPPORT_USER=name)
    assert "DECISION_SUPPORT_USER holds no name that could be shown." in done.err and name not in done.err
    assert len(at_store.record().entries) == 24


def test_somebody_who_writes_in_between_is_not_written_over(at_store: AtStore) -> None:
    """Two commands at once: both are entered, one after the other."""
    both = [
        subprocess.Popen(
            [COMMAND, "case", "note", REFERENCE, f"Note {number}."],
            env={**os.environ, "DECISION_SUPPORT_STORE": str(at_store.path)},
            stdout=subprocess.DEVNULL,
        )
        for number in range(2)
    ]
    assert [each.wait() for each in both] == [0, 0]
    assert {content.text for _, content in at_store.record().of(Noted)[-2:]} == {"Note 0.", "Note 1."}
