"""One clause in full, as a user meets it: what became of it, what rests on it, what shows it, and wrong names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from few_cases import knowledge_with_few_cases
from typed import refused, typed

from decision_support.casework import Casework
from decision_support.loading.scenarios import scenario_paths
from decision_support.model.knowledge import KnowledgeBase
from decision_support.proof.bundled_days import scenario_days
from decision_support.proof.traceability.clause import clause_in_full
from decision_support.proof.traceability.shown import Shown, shown_on


@pytest.fixture(scope="module")
def shown(base: KnowledgeBase, desk: Casework) -> tuple[Shown, ...]:
    return shown_on(desk, scenario_days(scenario_paths()["settled-early"], base))


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return knowledge_with_few_cases(tmp_path_factory.mktemp("few"))


def test_a_clause_is_told_with_its_firmness_its_rule_and_what_shows_it(knowledge: Path) -> None:
    done = typed("explain-clause", "nssb-41", "--knowledge", knowledge)
    assert done.code == 0 and done.widest <= 80
    for told in (
        "In the document: must; Stage 1, third paragraph.",
        "It is encoded: 1 rule cites it.",
        "Then: Report the disagreement to your line manager",
        "[must]",
        "Because: The practitioners could not settle it by discussion",
        "Role nssb.line_manager: line manager",
        "nssb-A3:",
        "scenario settled-early: A father's visits at a family centre",
    ):
        assert told in done.text


def test_a_silence_is_told_with_its_readings_and_the_decision_to_record(
    base: KnowledgeBase, shown: tuple[Shown, ...], knowledge: Path
) -> None:
    found = clause_in_full(base, "nssb-A4", shown, ())
    assert [each.id for each in found.rules] == ["nssb.risk.no-emergency-route"]
    assert found.readings and found.silences[0].decide and "nssb-16" in found.row.tied
    done = typed("explain-clause", "nssb-A4", "--knowledge", knowledge, columns=120)
    assert done.widest <= 100 and "A silence: the document does not say this" in done.text
    assert "To decide: Record who chooses the starting stage" in done.text


def test_the_json_has_the_rules_and_the_days(knowledge: Path) -> None:
    found = json.loads(typed("explain-clause", "nssb-41", "--format", "json", "--knowledge", knowledge).out)
    assert [each["id"] for each in found["rules"]] == ["nssb.stage-1.report-to-line-manager"]
    assert found["silences"][0]["id"] == "nssb-A3" and found["readings"][0]["about"] == ["nssb-A3"]
    assert "settled-early-2" in [each["id"] for each in found["days"]]


def test_a_clause_without_a_rule_says_why(base: KnowledgeBase) -> None:
    found = {name: clause for each in base.documents.values() for name, clause in each.clauses.items()}
    name, clause = next((name, clause) for name, clause in found.items() if clause.informative)
    told = clause_in_full(base, name, (), ())
    assert told.row.becomes == "informative" and told.row.why == clause.informative and not told.rules


def test_what_a_clause_excludes_is_told(base: KnowledgeBase) -> None:
    rule = next(each for each in base.rules.values() if each.then.kind == "exclude" and each.clauses)
    guidance, _, role = rule.then.target.partition(".")
    found = clause_in_full(base, rule.clauses[0], (), ())
    assert f"This person may not act as {base.documents[guidance].roles[role].title}." in found.excludes


def test_every_clause_and_silence_can_be_told(base: KnowledgeBase) -> None:
    for document in base.documents.values():
        for name in [*document.clauses, *document.silences][::25]:
            assert clause_in_full(base, name, (), ()).row.id == name


def test_a_name_that_is_none_is_told_with_the_nearest() -> None:
    assert "there is no clause and no silence 'nssb41'. Did you mean 'nssb-41'?" in refused("explain-clause", "nssb41")
    assert "Did you mean 'nssb-A4'?" in refused("explain-clause", "NSSB-a4")
