"""What a change of the knowledge does to cases: every kind of change is found, laid at the right door, and told."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest
from typed import refused, typed

from decision_support.casefile.store import Store
from decision_support.casework import Casework
from decision_support.casework.filing.files import Filing
from decision_support.loading.editions import archived
from decision_support.loading.examples import example_paths
from decision_support.loading.knowledge import read
from decision_support.loading.resources import rules_folder
from decision_support.model.advice_data import as_data
from decision_support.model.entries import AdviceGiven
from decision_support.model.knowledge import KnowledgeBase
from decision_support.proof.bundled_days import bundled_days
from decision_support.proof.impact.cases import Edition, written
from decision_support.proof.impact.changes import Impact, impact
from decision_support.proof.impact.pairs import canonical
from decision_support.proof.impact.slices import Untouched
from how_long import LONG
from other_editions import Edit, altered, within, without
from sample_cases import case_of

ON = dt.date(2026, 11, 4)
REPORT = "nssb.stage-1.report-to-line-manager"
STAGE_1 = "rules/nssb/stage-1.yaml"
CASES = ("settled-at-stage-1", "ssab-first-hop")
KNOWS = (
    "knowledge/vocabulary/concern.yaml",
    "immediate_risk_of_harm:\n",
    "family_knows:\n  values: [yes, no, unknown]\n  say: the family knows of the difference\n"
    "  ask: Does the family know of the difference?\n\nimmediate_risk_of_harm:\n",
)
TINY = """
id: tiny
title: A tiny policy
issuer: Somebody
edition: '2026'
jurisdictions: [england]
about: A document that says next to nothing.
"""
TINY_CLAUSES = """
clauses:
  - id: tiny-01
    place: Only page
    kind: scope
    wording: statement
    text: It says nothing.
    informative: It gives nobody anything to do.
"""


def reads() -> Edit:
    """An edit by which a rule reads what none has read."""
    return within(STAGE_1, REPORT, "when:\n", "when:\n    family_knows: {one_of: [yes, unasked]}\n")


def weighed(old: KnowledgeBase, new: KnowledgeBase, *cases: Path) -> Impact:
    sides = Edition("old", old), Edition("new", new)
    named = cases or [example_paths()[name] for name in CASES]
    return impact(*sides, written(named, *sides, ON))


def case_file(folder: Path, name: str, **facts: str) -> Path:
    """A case in which the talk between the practitioners has failed."""
    told = "".join(f"  {fact}: {value}\n" for fact, value in {"worker_has_a_concern": "yes", **facts}.items())
    path = folder / f"{name}.yaml"
    path.write_text(
        f"case: Case {name}\nguidance: [nssb]\nopened: 2026-11-02\nfacts:\n{told}people:\n"
        f"  - {{id: {name}-w, name: Worker {name}, roles: [worker], agency: Council}}\n"
        f"  - {{id: {name}-o, name: Other {name}, roles: [other_practitioner], agency: Hospital}}\n"
        f"events:\n  - {{what: discussed_with_other_practitioner, on: 2026-11-03, outcome: unresolved}}\n",
        encoding="utf-8",
    )
    return path


def test_the_same_knowledge_changes_nothing(base: KnowledgeBase) -> None:
    found = weighed(base, base)
    assert found.nothing and found.looked_at > 2 and found.advised == 0


@pytest.fixture(scope="module")
def weaker(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """An edition in which a rule is made weaker."""
    return altered(tmp_path_factory.mktemp("weaker"), within(STAGE_1, REPORT, "must:", "should:"))


def test_a_rule_made_weaker_is_strength_lost_where_it_fires(base: KnowledgeBase, weaker: KnowledgeBase) -> None:
    found = weighed(base, weaker)
    assert [group.kind for group in found.groups] == ["strength-lost"]
    (day,) = found.affected
    assert day.id.startswith("settled-at-stage-1-") and found.groups[0].rules == (REPORT,)
    assert "nssb-41" in found.groups[0].clauses
    (rule,) = found.altered
    assert (rule.what.kind, rule.what.name, rule.behind) == ("rule", REPORT, (day.id,))
    assert found.advised < found.looked_at, "the days under another document are not advised on again"


def test_the_reverse_of_a_change_is_the_reverse_of_what_it_does(base: KnowledgeBase, weaker: KnowledgeBase) -> None:
    assert [group.kind for group in weighed(weaker, base).groups] == ["strength-gained"]


def test_a_rule_taken_away_is_protection_lost_and_comes_first(base: KnowledgeBase, tmp_path: Path) -> None:
    found = weighed(base, altered(tmp_path, without(STAGE_1, REPORT)))
    assert found.groups[0].kind == "protection-lost" and found.groups[0].rules == (REPORT,)
    change = found.affected[0].changes[0]
    assert (change.how, change.about, change.strength) == ("lost", "nssb.report-to-line-manager", "must")


def test_a_clock_one_day_longer_is_a_later_deadline(base: KnowledgeBase, tmp_path: Path) -> None:
    clock = "contacting-the-other-line-manager"
    path = "knowledge/guidance/ssab/procedure.yaml"
    found = weighed(base, altered(tmp_path, within(path, clock, "limit: 1 working day", "limit: 2 working days")))
    assert found.groups[0].kind == "deadline-later" and found.groups[0].clocks == (f"ssab.{clock}",)
    assert {day.id.rpartition("-")[0] for day in found.affected} == {"ssab-first-hop"}
    due = found.affected[0].changes[0].aspect("due")
    assert due is not None and due.days is not None and due.days >= 1


def test_a_rule_that_no_case_meets_is_named_as_such(base: KnowledgeBase, tmp_path: Path) -> None:
    new = altered(tmp_path, without("rules/osdr/panel.yaml", _first_rule("rules/osdr/panel.yaml")))
    found = weighed(base, new)
    assert found.idle == (_first_rule("rules/osdr/panel.yaml"),) and found.nothing


def test_a_case_that_only_one_can_read_is_told_and_stops_nothing(base: KnowledgeBase, tmp_path: Path) -> None:
    new = altered(tmp_path / "new", KNOWS, within(STAGE_1, REPORT, "must:", "should:"))
    (tmp_path / "cases").mkdir()
    knowing = case_file(tmp_path / "cases", "knowing", family_knows="yes")
    found = weighed(base, new, knowing, case_file(tmp_path / "cases", "plain"))
    (unread,) = found.one_sided
    assert unread.name == "knowing" and unread.new is None
    assert "knowing.yaml:6:3" in (unread.old or "") and "family_knows" in (unread.old or "")
    assert [day.id for day in found.affected] == ["plain-1"] and not found.nothing


def test_a_document_that_is_dropped_leaves_its_cases_without_advice(base: KnowledgeBase, tmp_path: Path) -> None:
    altered(tmp_path)
    tiny = tmp_path / "knowledge" / "guidance" / "tiny"
    tiny.mkdir()
    (tiny / "guidance.yaml").write_text(TINY, encoding="utf-8")
    (tiny / "clauses.yaml").write_text(TINY_CLAUSES, encoding="utf-8")
    under_it = tmp_path / "under-it.yaml"
    under_it.write_text("case: Under it\nguidance: [tiny]\nopened: 2026-11-02\n", encoding="utf-8")
    more = read(tmp_path / "rules", tmp_path / "knowledge")
    found = weighed(more, base, under_it, case_file(tmp_path, "other"))
    (unread,) = found.unread
    assert unread.name == "under-it" and unread.old is None and "there is no guidance 'tiny'" in (unread.new or "")
    assert found.one_sided == (unread,) and not found.affected and not found.nothing


@pytest.fixture(scope="module")
def unread_and_read(tmp_path_factory: pytest.TempPathFactory) -> tuple[KnowledgeBase, KnowledgeBase]:
    """An edition that has a fact which no rule reads, and one in which a rule does."""
    folder = tmp_path_factory.mktemp("editions")
    return altered(folder / "old", KNOWS), altered(folder / "new", KNOWS, reads())


Both = tuple[KnowledgeBase, KnowledgeBase]


def test_like_cases_are_found_that_a_newly_read_fact_sets_apart(unread_and_read: Both, tmp_path: Path) -> None:
    old, new = unread_and_read
    one, other = (case_file(tmp_path, name, family_knows=value) for name, value in (("one", "yes"), ("other", "no")))
    found = weighed(old, new, one, other)
    (pair,) = found.unlike.pairs
    assert (pair.one, pair.other, pair.facts) == ("one-1", "other-1", {"family_knows": ("yes", "no")})
    assert pair.one_only == ("nssb.report-to-line-manager: must",) and pair.other_only == ()
    assert not found.alike.pairs and not found.alike.twins
    back = weighed(new, old, one, other)
    assert back.alike.pairs == (pair,) and not back.unlike.pairs


def test_a_case_alone_is_set_beside_twins_that_differ_in_the_newly_read_fact(
    unread_and_read: Both, tmp_path: Path
) -> None:
    old, new = unread_and_read
    found = weighed(old, new, case_file(tmp_path, "alone"))
    (twins,) = found.unlike.twins
    assert (twins.fact, twins.days, twins.of) == ("family_knows", ("alone-1",), 1)
    report = ("nssb.report-to-line-manager: must",)
    assert twins.told == {"unasked": report, "yes": report, "no": (), "unknown": ()}
    assert {each.kinds for each in found.affected} == {("question-changed", "grounds-changed")}


def test_what_people_are_called_makes_no_case_another(desk: Casework) -> None:
    case = case_of()
    renamed = case.model_copy(
        update={
            "people": tuple(
                each.model_copy(
                    update={
                        "id": f"x-{each.id}",
                        "line_manager": f"x-{each.line_manager}" if each.line_manager else None,
                    }
                )
                for each in case.people
            )
        }
    )
    read = frozenset(desk.base.facts)
    facts = [desk.situation(each, case.opened).facts for each in (case, renamed)]
    assert facts[0] != facts[1] and canonical(facts[0], read) == canonical(facts[1], read)


def test_what_is_not_advised_on_again_would_be_advised_alike(
    base: KnowledgeBase, desk: Casework, tmp_path: Path
) -> None:
    clock = ("knowledge/guidance/nssb/procedure.yaml", "limit: 24 hours", "limit: 48 hours")
    other = Casework(altered(tmp_path, within(STAGE_1, REPORT, "must:", "should:"), clock))
    untouched = Untouched(base, other.base)
    spared = [day for day in bundled_days(base) if untouched.by(day.case.guidance)]
    named = {name for day in spared for name in day.case.guidance}
    assert named == base.documents.keys() - {"nssb"}
    for day in spared if LONG else spared[::25]:
        said = [as_data(each.advise(day.case, day.on)) for each in (desk, other)]
        for each in said:
            each["receipt"].pop("knowledge")
        assert said[0] == said[1], day.id


@pytest.fixture
def store(base: KnowledgeBase, tmp_path: Path) -> Path:
    """A store of two cases, with advice kept for one of them and so with the bundled edition."""
    path = tmp_path / "cases.db"
    moment = dt.datetime(2026, 11, 4, 9, tzinfo=dt.UTC)
    happened = [{"what": "discussed_with_other_practitioner", "on": "2026-11-03", "outcome": "unresolved"}]
    with Store(path) as files:
        filing = Filing(base, files, "asha")
        filing.begin("2026-002", case_of(case="Too early"), moment)
        case = case_of(case="Talked", events=happened)
        seen = filing.begin("2026-001", case, moment)
        advice = as_data(Casework(base).advise(case, ON))
        filing.write(seen, (AdviceGiven(advice=advice, edition=files.keep_edition(archived())),), moment)
    return path


def test_stored_cases_are_advised_on_with_a_stored_edition_and_with_a_folder(
    base: KnowledgeBase, store: Path, tmp_path: Path
) -> None:
    altered(tmp_path / "new", within(STAGE_1, REPORT, "must:", "should:"))
    before = hashlib.sha256(store.read_bytes()).hexdigest()
    asked = ("impact", base.fingerprint[:10], tmp_path / "new", "--cases", store, "--only-these", "--store", store)
    done = typed(*asked, "--on", "2026-11-04")
    assert done.code == 1 and done.widest <= 80
    assert "Advice changes on 1 of 2 days of 2 cases; that is in 1 case." in done.text
    assert "strength lost: 1 day" in done.text and "2026-001: Talked" in done.text
    assert "Strength: was must, now should" in done.text and f"by rule {REPORT}" in done.text
    assert hashlib.sha256(store.read_bytes()).hexdigest() == before


def test_the_json_says_what_was_looked_at_and_that_nothing_changes(tmp_path: Path) -> None:
    case = case_file(tmp_path, "plain")
    done = typed("impact", "bundled", "bundled", "--only-these", "--cases", case, "--format", "json")
    found = json.loads(done.out)
    assert done.code == 0 and (found["looked_at"], found["advised"], found["affected"]) == (1, 0, [])


def test_mistakes_are_told_in_a_sentence(store: Path, tmp_path: Path) -> None:
    (tmp_path / "half" / "rules").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    these = ("bundled", "bundled", "--only-these")
    for arguments, told in (
        (("bundled", tmp_path / "half"), "there is no folder 'knowledge' in"),
        (("bundled", "0123456789"), "there is neither a folder nor an edition '0123456789'"),
        (("bundled", "bundlde"), "Did you mean 'bundled'?"),
        (these, "there are no cases to look at"),
        ((*these, "--cases", tmp_path / "empty"), "there is no case file in"),
        ((*these, "--cases", tmp_path / "no.yaml"), "there is no file"),
        ((*these, "--cases", tmp_path / "no.db"), "there is no store of cases at"),
        ((*these, "--cases", store, "--on", "soon"), "'soon' is not a date"),
    ):
        assert told in refused("impact", *arguments, DECISION_SUPPORT_STORE=str(store))


def test_where_no_case_can_be_read_by_both_nothing_is_claimed(tmp_path: Path) -> None:
    case = case_file(tmp_path, "unknown", family_knows="yes")
    done = typed("impact", "bundled", "bundled", "--only-these", "--cases", case)
    assert done.code == 2 and "No case could be read by both" in done.text
    assert "unknown, by neither:" in done.text and "there is no fact 'family_knows'" in done.text


def _first_rule(name: str) -> str:
    text = (rules_folder() / name.removeprefix("rules/")).read_text(encoding="utf-8")
    return text.partition("- id: ")[2].partition("\n")[0]
