"""The verbs that read a case file: as it is, as it was, what changed, and whether it is still what was written."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest

from approved_texts import assert_approved
from cli.stored_weeks import CLOSED, LAST, REFERENCE, REOPENED, RISK_CORRECTED, AtStore, at, plain, weeks

APPROVED = Path(__file__).with_name("approved")
DANGER = "If anyone is in danger now"


@pytest.fixture
def at_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AtStore:
    monkeypatch.chdir(tmp_path)
    return AtStore(weeks(tmp_path / "cases.db"))


def shown(at_store: AtStore, *arguments: object) -> str:
    return at_store.case("show", REFERENCE, *arguments).out


# Approved texts


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("history", ["history", REFERENCE]),
        ("show-now", ["show", REFERENCE, "--on", LAST]),
        ("show-as-of", ["show", REFERENCE, "--as-of", "2026-03-04"]),
        ("diff", ["diff", REFERENCE, "2026-03-04", "2026-03-10"]),
    ],
)
def test_the_page_is_the_approved_one_and_fits_the_screen(at_store: AtStore, name: str, typed: list[str]) -> None:
    told = at_store.case(*typed).out
    assert max(map(len, plain(told).splitlines())) <= 80
    assert_approved(plain(told), APPROVED / f"case-{name}.txt")


def test_the_chronology_is_the_approved_one(at_store: AtStore, tmp_path: Path) -> None:
    at_store.case("export", REFERENCE, "case.md")
    told = (tmp_path / "case.md").read_text(encoding="utf-8")
    assert_approved(plain(told), APPROVED / "case-chronology.md")


# show: two clocks


def test_a_correction_changes_what_is_shown_today_and_not_what_was_shown_before(at_store: AtStore) -> None:
    before = shown(at_store, "--as-of", "2026-03-05")
    assert "Nobody is at risk of immediate harm." in before and DANGER not in before
    after = shown(at_store, "--as-of", "2026-03-06")
    assert "Somebody is at risk of immediate harm." in after and DANGER in after
    at_the_minute = shown(at_store, "--as-of", "2026-03-06 07:59")
    assert "Nobody is at risk of immediate harm." in at_the_minute and DANGER not in at_the_minute
    assert "Somebody is at risk" in shown(at_store, "--as-of", "2026-03-06 08:00")
    assert shown(at_store, "--before", RISK_CORRECTED) == at_the_minute


def test_what_was_written_by_then_is_one_thing_and_what_is_known_now_of_that_day_another(at_store: AtStore) -> None:
    written_by = json.loads(at_store.case("show", REFERENCE, "--as-of", "2026-03-04", "--format", "json").out)
    known_of = json.loads(at_store.case("show", REFERENCE, "--on", "2026-03-04", "--format", "json").out)
    assert written_by["advice"]["on"] == known_of["advice"]["on"] == "2026-03-04"
    answers = [each["case"]["facts"]["immediate_risk_of_harm"]["value"] for each in (written_by, known_of)]
    assert answers == ["no", "yes"]
    danger = [
        any(each["id"] == "ours.call-emergency-services" for each in told["advice"]["recommendations"])
        for told in (written_by, known_of)
    ]
    assert danger == [False, True]
    assert "Nobody knows whether" in shown(at_store, "--on", "2026-03-03"), "of several answers, the last by that day"
    both = shown(at_store, "--as-of", "2026-03-04", "--on", "2026-03-20")
    assert "Nobody is at risk" in both and "ON FRIDAY 20 MARCH 2026" in both


def test_a_day_counts_to_its_end_and_a_time_is_that_of_the_clocks_in_the_country(at_store: AtStore) -> None:
    def entries(moment: str) -> int:
        told = json.loads(at_store.case("show", REFERENCE, "--as-of", moment, "--format", "json").out)
        return int(told["entries"])

    assert at_store.record().entries[REOPENED - 1].at == at(30, 8)  # nine o'clock, in summer time
    assert [entries("2026-03-30 08:59"), entries("2026-03-30 09:00")] == [CLOSED, REOPENED]
    assert entries("2026-03-30T08:00+00:00") == entries("2026-03-30T10:00+02:00") == REOPENED
    assert entries("2026-03-02") == entries("2026-03-02 23:59") == entries("20260302") == 7
    assert entries("2999-01-01") == 24


def test_a_closed_case_is_shown_as_closed_and_today_as_reopened(at_store: AtStore) -> None:
    then = shown(at_store, "--as-of", "2026-03-14")
    assert "Closed, 22 entries" in then and "2 entries written later do not count" in then
    assert "Open, 24 entries" in shown(at_store, "--on", LAST)


def test_one_entry_is_told_as_one(at_store: AtStore) -> None:
    first = shown(at_store, "--before", 2)
    assert "Open, 1 entry, the last" in first and "23 entries written later do not count" in first
    assert "1 entry written later does not count" in shown(at_store, "--before", 24)
    assert at_store.case("history", REFERENCE, "--before", 2).out.startswith(f"Case {REFERENCE}: 1 entry\n")
    at_store.case("new", "A", "--opened", "2026-03-02")
    assert at_store.case("verify", "A").out.startswith("A: 1 entry, as ")


@pytest.mark.parametrize("verb", ["show", "history"])
@pytest.mark.parametrize("typed", [["--as-of", "2026-03-01"], ["--as-of", "2026-03-02 08:59"], ["--before", 1]])
def test_before_the_file_began_a_sentence_says_when_it_began(at_store: AtStore, verb: str, typed: list[object]) -> None:
    said = at_store.refused("case", verb, REFERENCE, *typed)
    assert f"nothing had been written into case '{REFERENCE}' by then: it begins on 2026-03-02 at 09:00." in said
    assert "use --on" in said


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["show", REFERENCE, "--as-of", "2026-03-04", "--before", "3"], "--as-of and --before exclude each other."),
        (["show", REFERENCE, "--as-of", "last week"], "'last week' is not a date"),
        (["show", REFERENCE, "--as-of", "2026-02-30"], "'2026-02-30' is not a date"),
        (["show", REFERENCE, "--before", "99"], "has no entry 99. They run from 1 to 24."),
        (["show", REFERENCE, "--on", "2026-03-01"], "the case was opened on 2026-03-02, after 2026-03-01."),
        (["show", "2026-015"], "there is no case '2026-015' in the store"),
        (["history", "2026-14"], f"Did you mean '{REFERENCE}'?"),
        (["diff", REFERENCE, "2026-03-01"], "nothing had been written into case"),
        (["diff", REFERENCE, "2026-03-10", "2026-03-04"], "the second date is before the first."),
        (["diff", REFERENCE], "Missing argument"),
        (["verify", "2026-15"], "there is no case '2026-15' in the store"),
        (["verify", "--head", "abc"], "'abc' is too short to tell one head from another."),
        (["verify", "--head", ""], "'' is too short to tell one head from another."),
    ],
)
def test_a_mistake_is_a_sentence(at_store: AtStore, typed: list[str], told: str) -> None:
    assert told in at_store.refused("case", *typed)


def test_what_is_shown_as_json_holds_the_case_the_advice_and_the_head(at_store: AtStore) -> None:
    told = json.loads(at_store.case("show", REFERENCE, "--on", LAST, "--format", "json").out)
    assert (told["reference"], told["open"], told["entries"]) == (REFERENCE, True, 24)
    assert told["head"] == at_store.record().head
    assert told["advice"] == json.loads(at_store("advise", REFERENCE, "--on", LAST, "--format", "json").out)
    assert told["case"]["people"][0]["id"] == "ben"


# history, diff


def test_the_history_as_json_tells_every_entry_once_in_order(at_store: AtStore) -> None:
    told = json.loads(at_store.case("history", REFERENCE, "--format", "json").out)
    entries = at_store.record().entries
    assert [(each["number"], each["kind"], each["writer"]) for each in told] == [
        (entry.number, entry.kind, entry.writer) for entry in entries
    ]
    assert told[0]["at"] == "2026-03-02T09:00:00.000000Z"
    then = json.loads(at_store.case("history", REFERENCE, "--as-of", "2026-03-05", "--format", "json").out)
    assert [each["number"] for each in then] == list(range(1, RISK_CORRECTED))
    assert then[7]["corrected_by"] is None and told[7]["corrected_by"] == RISK_CORRECTED


def test_what_changed_between_two_days_is_what_was_entered_and_what_is_advised(at_store: AtStore) -> None:
    told = json.loads(at_store.case("diff", REFERENCE, "2026-03-04", "2026-03-06", "--format", "json").out)
    assert (told["entries"], told["before"], told["after"]) == ([10, 11], "2026-03-04", "2026-03-06")
    gained = [each["about"] for each in told["changes"] if each["how"] == "gained"]
    assert "ours.call-emergency-services" in gained
    same = at_store.case("diff", REFERENCE, "2026-03-20", "2026-03-21").text
    assert "WHAT WAS ENTERED IN BETWEEN Nothing. WHAT IS ADVISED DIFFERENTLY Nothing." in same


# verify


def test_a_head_that_was_noted_down_is_found_again_or_is_not(at_store: AtStore) -> None:
    head = at_store.record().entries[6].hash
    for noted in (head, head[:8], head.upper()):
        told = at_store.case("verify", "--head", noted).out
        assert f"That head is entry 7 of '{REFERENCE}': all up to there is as it was then." in told
    assert "1 case, and nothing was changed, removed or reordered." in at_store.case("verify").out
    unknown = at_store.case("verify", REFERENCE, "--head", "0" * 64, code=1)
    assert "That head is not in the history" in unknown.out


def test_the_check_as_json_is_json_whatever_was_asked(at_store: AtStore) -> None:
    heads = {REFERENCE: [24, at_store.record().head]}
    assert json.loads(at_store.case("verify", "--format", "json").out) == {"damage": [], "heads": heads}
    head = at_store.record().entries[6].hash
    known = json.loads(at_store.case("verify", "--head", head, "--format", "json").out)
    assert known["head"] == [REFERENCE, 7]
    unknown = json.loads(at_store.case("verify", "--head", "0" * 64, "--format", "json", code=1).out)
    assert unknown["head"] is None


def test_damage_is_bad_news_and_the_rest_of_the_history_is_still_told(at_store: AtStore) -> None:
    with contextlib.closing(sqlite3.connect(at_store.path, isolation_level=None)) as database:
        triggers = database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE contents SET body = replace(body, 'Rang the ward', 'Ignored it') WHERE position = 11")
        for _, sql in triggers:
            database.execute(sql)
    found = at_store.case("verify", code=1)
    assert f"Damaged: case '{REFERENCE}': what entry 11 says is not what was written." in found.out
    told = at_store.case("history", REFERENCE, code=1)
    assert "damaged" in told.err and "entry 11" in told.err and "12. Cleo (head of service)" in told.out
    for typed in (["show", REFERENCE], ["note", REFERENCE, "x"], ["export", REFERENCE, "case.json"]):
        assert "entry 11" in at_store.refused("case", *typed)
