"""What is asked of a case file years later, and what clumsy hands do to it in between."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.stored_weeks import LAST, REFERENCE, AtStore, at, weeks
from decision_support.casefile.store import Store
from decision_support.loading.resources import knowledge_folder
from decision_support.model.entries import Happened

WHY = ["--because", "A mistake."]
RISK = "immediate_risk_of_harm"


@pytest.fixture
def at_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AtStore:
    monkeypatch.chdir(tmp_path)
    return AtStore(weeks(tmp_path / "cases.db"))


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AtStore:
    monkeypatch.chdir(tmp_path)
    store = AtStore(tmp_path / "fresh.db")
    store.case("new", "C", "--guidance", "nssb", "--opened", "2026-03-02")
    return store


def known(at_store: AtStore, on: str = LAST) -> str:
    told = json.loads(at_store.case("show", "C", "--on", on, "--format", "json").out)
    return str(told["case"].get("facts", {}).get(RISK, {}).get("value"))


def test_an_answer_that_is_entered_late_does_not_replace_a_later_one(fresh: AtStore) -> None:
    fresh.case("answer", "C", f"{RISK}=yes", "--on", "2026-03-10")
    fresh.case("answer", "C", f"{RISK}=no", "--on", "2026-03-05")
    assert (known(fresh, "2026-03-06"), known(fresh)) == ("no", "yes")
    assert "call the emergency services" in fresh("advise", "C", "--on", LAST).text


def test_what_was_recorded_anew_since_is_not_corrected_in_vain(fresh: AtStore) -> None:
    fresh.case("person", "C", "asha", "roles=worker", "agency=Council")
    fresh.case("person", "C", "asha", "team=North")
    said = fresh.refused("case", "correct", "C", 2, "agency=School", *WHY)
    assert "entry 3 says since what entry 2 said, and counts instead. Correct entry 3." in said
    fresh.case("correct", "C", 3, "agency=School", *WHY)
    assert fresh.record("C").case().people[0].agency == "School"


def test_a_corrected_decision_is_still_shown_as_it_stands_by_now(fresh: AtStore) -> None:
    fresh.case("answer", "C", f"{RISK}=yes", "worker_has_a_concern=yes")
    assert "(nssb.which-stage-to-start)" in fresh.case("show", "C").text
    fresh.case("decide", "C", "which-stage-to-start", "Stage 3", "--because", "It cannot wait.", "--by", "Fay")
    fresh.case("correct", "C", 4, "by=Asha", *WHY)
    told = fresh.case("show", "C").text
    assert "WHAT WAS DECIDED AND DONE" in told and "Stage 3. By Asha" in told and "Fay" not in told


def test_a_page_of_a_day_tells_nothing_that_came_later(fresh: AtStore) -> None:
    fresh.case("record", "C", "stage_started", "--stage", "stage-2", "--on", "2026-03-20")
    fresh.case("answer", "C", f"{RISK}=yes", "--on", "2026-03-10")
    told = fresh.case("show", "C", "--on", "2026-03-04").text
    assert "A stage of the procedure" not in told and "at risk" not in told
    assert "stage of the procedure was started" in fresh.case("show", "C", "--on", "2026-03-21").text


def test_a_page_as_of_a_day_says_by_which_knowledge_it_advises_and_which_advice_is_on_record(at_store: AtStore) -> None:
    told = at_store.case("show", REFERENCE, "--as-of", "2026-03-05").text
    assert "worked out with today's knowledge" in told and "Entry 7: advice for Monday 2 March 2026." in told
    assert "What is advised today: decision-support advise" in told


def test_a_page_begins_with_what_to_do_no_firmer_than_the_document_and_says_what_is_open(fresh: AtStore) -> None:
    example = knowledge_folder() / "examples" / "osdr-people-reorganised-into-the-line.yaml"
    fresh.case("new", "O", "--from", example)
    told = fresh.case("show", "O", "--on", "2026-05-05")
    titles = [line for line in told.out.splitlines() if line.isupper() and not line.startswith(" ")]
    assert titles[0].startswith("WHAT TO DO NEXT") and "WHAT THE DOCUMENT DOES NOT SAY" in titles
    assert "(indicative only)" in told.text and "This is a draft" in told.text
    unsaid = fresh.case("show", "C", "--on", LAST).text
    assert "Find out whether anybody could come to harm now. [should; our own advice, no document's]" in unsaid
    assert "WHAT WE DO NOT KNOW - Could anybody come to harm now" in unsaid


def test_what_came_before_the_opening_is_entered_once_the_case_counts_as_opened_then(fresh: AtStore) -> None:
    typed = ["record", "C", "concern_raised", "--on", "2026-02-27"]
    said = fresh.refused("case", *typed)
    assert "2026-02-27 is before the case was opened, on 2026-03-02." in said
    command = said.rpartition("decision-support case ")[2].split()
    fresh.case(*command)
    fresh.case(*typed)
    assert fresh.record("C").case().events[0].day.isoformat() == "2026-02-27"


def test_the_head_that_a_backup_prints_is_found_again(at_store: AtStore) -> None:
    head = at_store.case("backup", "copy.db").out.rpartition("Head of the store: ")[2].strip()
    assert len(head) == 64
    assert "all up to there is as it was then" in at_store.case("verify", "--head", head).text
    assert head in at_store.case("verify").out


def test_the_list_has_the_heads_that_the_check_has(at_store: AtStore) -> None:
    at_store.case("advise", REFERENCE, "--on", LAST)
    (line,) = json.loads(at_store.case("list", "--format", "json").out)
    assert line["head"] == json.loads(at_store.case("verify", "--format", "json").out)["heads"][REFERENCE][1]


def test_a_time_that_came_twice_is_asked_for_again(fresh: AtStore) -> None:
    said = fresh.refused("case", "show", "C", "--as-of", "2026-10-25 01:45")
    assert "that time came twice on that day; write 2026-10-25 01:45+01:00 or 2026-10-25 01:45+00:00." in said


def test_an_hour_that_came_twice_is_told_apart_in_the_history(fresh: AtStore) -> None:
    with Store(fresh.path) as store:
        for hour in (0, 1):
            seen = store.record("C")
            event = {"what": "concern_raised", "on": "2026-10-24"}
            happened = Happened.model_validate({"event": event})
            store.append(seen, [happened], "asha", at(25, hour, 30, month=10))
    told = fresh.case("history", "C").text
    assert "Written at 01:30 on Sunday 25 October 2026 (BST)" in told
    assert "Written at 01:30 on Sunday 25 October 2026 (GMT)" in told


@pytest.mark.parametrize("moment", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00"])
def test_a_moment_beyond_all_calendars_is_a_sentence(fresh: AtStore, moment: str) -> None:
    assert "is not a date" in fresh.refused("case", "show", "C", "--as-of", moment)
    typed = ["case", "record", "C", "stage_started", "--stage", "stage-1", "--at", moment]
    assert fresh.refused(*typed)


def test_what_is_still_to_come_is_not_entered(fresh: AtStore) -> None:
    for typed in (["answer", "C", f"{RISK}=no"], ["record", "C", "concern_raised"], ["close", "C", *WHY]):
        assert "is still to come" in fresh.refused("case", *typed, "--on", "2999-01-01")
    said = fresh.refused("case", "close", "C", *WHY, "--on", "2020-01-01")
    assert "the case was opened on 2026-03-02, after 2020-01-01." in said
    assert len(fresh.record("C").entries) == 1


def test_documents_that_apply_from_now_on_do_not_apply_to_what_was_known_before(fresh: AtStore) -> None:
    fresh.case("note", "C", "Before.")
    fresh.case("answer", "C", "guidance=nssb,ssab")
    assert fresh.record("C").case().guidance == ("nssb", "ssab")
    assert fresh.record("C").before(3).case().guidance == ("nssb",)
    assert "The case is now: 'C', under nssb and ssab" in fresh.case("history", "C").text


def test_a_folder_of_the_same_name_does_not_hide_a_case(fresh: AtStore) -> None:
    Path("C").mkdir()
    assert fresh("advise", "C", "--on", LAST).out.startswith("C\n")


def test_a_write_that_cannot_be_shown_is_told_as_kept(fresh: AtStore) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no full device")
    import os
    import subprocess
    import sys

    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "decision_support", "case", "note", "C", "Kept."],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "DECISION_SUPPORT_STORE": str(fresh.path)},
        )  # fmt: skip
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert "entered as 2. Do not enter it again." in done.stderr
    assert len(fresh.record("C").entries) == 2


def test_a_name_of_the_account_that_cannot_be_shown_is_refused(fresh: AtStore) -> None:
    done = fresh("case", "note", "C", "hi", code=2, DECISION_SUPPORT_USER="", LOGNAME="evil\x1b[31m\n  99. forged")
    assert "the name of the account holds no name that could be shown." in done.err and "\x1b" not in done.err


# What is erased


def test_the_reason_for_an_erasure_does_not_name_who_is_erased(at_store: AtStore) -> None:
    for reason in (["--because", "Asked for by Cleo.", "--by", "DPO"], ["--because", "Asked for.", "--by", "Cleo"]):
        said = at_store.refused("case", "erase", REFERENCE, "--person", "cleo", *reason, "--yes")
        assert "names the person who is to be erased." in said
    assert len(at_store.record().entries) == 24


def test_a_reference_that_names_the_person_is_told_to_stay(fresh: AtStore) -> None:
    fresh.case("new", "asha-patel", "--opened", "2026-03-02")
    fresh.case("person", "asha-patel", "asha", "name=Asha Patel")
    told = fresh.case("erase", "asha-patel", "--person", "asha", "--because", "Asked for.", "--by", "DPO", "--yes")
    assert "The reference 'asha-patel' names this person too, and cannot be erased." in told.out


def test_nothing_that_was_overtaken_counts_again_because_something_was_erased(fresh: AtStore) -> None:
    fresh.case("answer", "C", f"{RISK}=yes", "--on", "2026-03-03")
    fresh.case("answer", "C", f"{RISK}=no", "--on", "2026-03-04")
    why = ["--because", "Asked for.", "--by", "DPO", "--yes"]
    said = fresh.refused("case", "erase", "C", "--entry", 3, *why)
    assert "entry 2 would count again, which entry 3 has overtaken. Erase both, with --entry 2 as well" in said
    fresh.case("erase", "C", "--entry", 2, "--entry", 3, *why)
    assert RISK not in fresh.record("C").case().facts


def test_nor_does_an_older_answer_that_was_entered_late(fresh: AtStore) -> None:
    fresh.case("answer", "C", f"{RISK}=yes", "--on", "2026-03-10")
    fresh.case("answer", "C", f"{RISK}=no", "--on", "2026-03-05")
    said = fresh.refused("case", "erase", "C", "--entry", 2, "--because", "Asked for.", "--by", "DPO", "--yes")
    assert "entry 3 would count again, which entry 2 has overtaken." in said


def test_an_import_that_erases_says_so(fresh: AtStore, tmp_path: Path) -> None:
    fresh.case("note", "C", "A secret.")
    fresh.case("export", "C", "one.json")
    fresh.case("erase", "C", "--entry", 2, "--because", "Asked for.", "--by", "DPO", "--yes")
    fresh.case("export", "C", "two.json")
    other = AtStore(tmp_path / "other.db")
    other.case("import", "one.json")
    told = other.case("import", "two.json").out
    assert "1 new entry" in told and "What entry 2 said is erased here as well, as entry 3 says." in told
    assert b"A secret" not in other.path.read_bytes()


# What comes from elsewhere

Spoil = Callable[[dict[str, Any]], object]


def forged(fresh: AtStore, reference: str, *contents: dict[str, Any]) -> Path:
    """An export whose chain holds, of entries that no program of ours would write."""
    from decision_support.casefile.chain import body_of, digest_of, linked

    entries, before = [], ""
    for number, (kind, content) in enumerate((each.popitem() for each in contents), 1):
        body = {"content": content, "writer": "nobody"}
        digest = digest_of("salt", body_of(body))
        link = linked(before, reference, number, "2026-03-02T09:00:00.000000Z", kind, digest)
        before = link.hash
        entries.append({**link._asdict(), "salt": "salt", "body": body})
    data = {"format": "decision-support case file", "version": 1, "reference": reference, "head": before}
    path = Path("forged.json")
    path.write_text(json.dumps({**data, "entries": entries, "editions": {}}))
    return path


OPENED = {"opened": {"case": "A", "opened": "2026-03-02", "guidance": ["nssb"]}}


@pytest.mark.parametrize(
    ("reference", "contents"),
    [
        ("../x", [OPENED]),
        ("-x", [OPENED]),
        ("A\nCase 'R': fine", [OPENED]),
        ("R", [OPENED, {"corrected": {"corrects": 1, "content": {"case": 1}, "because": "so"}}]),
        ("R", [OPENED, {"answered": {"about": "person", "subject": "zed", "fact": "x", "answer": {"value": "y"}}}]),
        ("R", [OPENED, {"advice_given": {"advice": {"recommendations": [1]}}}]),
        ("R", [OPENED, {"advice_given": {"advice": {"on": "2026-03-02", "recommendations": [{"id": 1}]}}}]),
        ("R", [OPENED, {"advice_given": {"advice": {"on": "2026-03-02"}, "edition": "0" * 64}}]),
    ],
)
def test_what_could_not_be_read_later_is_not_taken_in(
    fresh: AtStore, reference: str, contents: list[dict[str, Any]]
) -> None:
    assert fresh.refused("case", "import", forged(fresh, reference, *(dict(each) for each in contents)))
    assert fresh.case("list").out.startswith("C\n")


def test_a_number_of_five_thousand_digits_is_a_sentence(fresh: AtStore) -> None:
    Path("n.json").write_text('{"format": ' + "9" * 5000 + "}")
    assert "this is not well-formed JSON" in fresh.refused("case", "import", "n.json")


def test_a_case_under_a_document_that_is_not_here_is_a_sentence_and_leaves_without_names(fresh: AtStore) -> None:
    path = forged(fresh, "R", {"opened": {"case": "A", "opened": "2026-03-02", "guidance": ["zzz"]}})
    fresh.case("import", path)
    for verb in (["show", "R"], ["diff", "R", "2026-03-05"]):
        assert "zzz" in fresh.refused("case", *verb)
    assert "zzz" in fresh.case("history", "R").out and "C\n" in fresh.case("list").out
    fresh.case("export", "R", "r.json", "--redacted")
    assert "Redacted case" in Path("r.json").read_text()


def test_a_mark_that_turns_the_direction_of_text_is_refused(fresh: AtStore) -> None:
    assert "U+202E" in fresh.refused("case", "note", "C", "safe \u202eton")
