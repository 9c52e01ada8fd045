"""A mutant is noticed by whatever its change makes false; what nothing notices is shown, and a run can be resumed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from decision_support.casework import Casework
from decision_support.cli.commands import commands
from decision_support.cli.mutation_text import mutation_text
from decision_support.errors import UserMistake
from decision_support.loading.knowledge import load
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition, Example
from decision_support.model.verification import NeverTogether
from decision_support.proof.mutation.days import days_of, knowledge_key
from decision_support.proof.mutation.equivalence import is_equivalent
from decision_support.proof.mutation.generating import mutants_of, sampled
from decision_support.proof.mutation.noticing import Bench, Notice
from decision_support.proof.mutation.results import Outcome, ResultFile
from decision_support.proof.mutation.running import outcomes
from decision_support.proof.mutation.score import score_of
from made_up_bases import laid_out

POLICY = Path(__file__).parents[1] / "rulebase" / "new_policy"
BINDS = "wha.once-settled.binds"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid_out(POLICY, tmp_path_factory.mktemp("policy"))


@pytest.fixture(scope="module")
def policy(folder: Path) -> KnowledgeBase:
    return load(folder / "rules", folder / "knowledge")


def noticed(base: KnowledgeBase, rule: str, knowledge: Path) -> dict[str, Notice]:
    desk = Casework(base, engine=False)
    bench = Bench(desk, days_of(desk, knowledge))
    return {mutant.id.removeprefix(f"{rule}/"): bench.notice(mutant) for mutant in mutants_of(base, rule=rule)}


def with_examples(base: KnowledgeBase, rule: str, *examples: Example) -> KnowledgeBase:
    return replace(base, rules={**base.rules, rule: base.rules[rule].model_copy(update={"examples": examples})})


FIRES = Example(fires=True, facts={"outcome.panel_decided": "decided"})
NOT_DECIDED = Example(fires=False, facts={"outcome.panel_decided": "none"})
CARRIED_OUT = Example(fires=False, facts={"outcome.panel_decided": "decided", "recorded.decision_carried_out": "yes"})


def test_a_weak_set_of_examples_leaves_a_survivor_and_its_sentence(policy: KnowledgeBase, folder: Path) -> None:
    first = policy.rules["wha.talk.first"]
    kept = [each for each in first.examples if "outcome.officers_talked" not in each.facts]
    weak = with_examples(policy, first.id, *kept)
    survivor = next(
        m for m in mutants_of(weak, rule=first.id) if m.id.endswith("drop-condition/outcome.officers_talked")
    )
    desk = Casework(weak, engine=False)
    notice = Bench(desk, days_of(desk, folder / "knowledge")).notice(survivor)
    assert notice == Notice("nothing")
    assert mutation_text(score_of([Outcome(survivor, notice)])).endswith(
        "wha-04, wha-05: which example would notice?\n"
        "  rules/wha/talk.yaml:3:7: The rule 'wha.talk.first' no longer asks for 'outcome.officers_talked: none'."
    )


def test_a_good_set_of_examples_notices_every_change_of_the_conditions(policy: KnowledgeBase, folder: Path) -> None:
    good = with_examples(policy, BINDS, FIRES, NOT_DECIDED, CARRIED_OUT)
    found = {name: each.by for name, each in noticed(good, BINDS, folder / "knowledge").items()}
    of_conditions = {name: by for name, by in found.items() if "outcome" in name or "recorded" in name}
    assert len(of_conditions) >= 4
    assert set(of_conditions.values()) == {"own example"}


def test_advice_stronger_than_its_clauses_is_refused_by_the_loader(base: KnowledgeBase) -> None:
    rule = "nssb.stage-1.discuss-first"
    stronger = next(mutant for mutant in mutants_of(base, rule=rule) if mutant.operator == "stronger")
    found = Bench(Casework(base, engine=False), ()).notice(stronger)
    assert found.by == "loader" and "stronger than its clauses" in found.what


def test_another_value_concluded_is_noticed_by_an_example_of_a_rule_that_reads_it(
    policy: KnowledgeBase, folder: Path
) -> None:
    found = noticed(policy, "wha.panel.complete", folder / "knowledge")
    assert found["another-conclusion"].by == "another's example"
    assert found["another-conclusion"].what.startswith("wha.panel.decide, fires:")


def test_a_rule_that_is_gone_is_noticed_where_nothing_else_advises_its_action(
    policy: KnowledgeBase, folder: Path
) -> None:
    found = noticed(policy, BINDS, folder / "knowledge")["drop-rule"]
    assert found.by == "check" and "carry-out-the-decision" in found.what


CASE = """\
case: A kitchen
guidance: [wha]
opened: 2026-03-02
events:
  - {on: 2026-03-02, what: panel_decided, outcome: decided}
"""
EXPECTED = """\
expected:
  - on: 2026-03-03
    why: The panel has decided (wha-13).
    recommend: {wha.carry-out-the-decision: must}
"""


def test_a_weaker_strength_is_noticed_by_the_advice_expected_of_a_case(tmp_path: Path) -> None:
    made = laid_out(POLICY, tmp_path)
    (made / "knowledge" / "examples").mkdir()
    (made / "knowledge" / "examples" / "kitchen.yaml").write_text(CASE, encoding="utf-8")
    (made / "knowledge" / "examples" / "kitchen.expected.yaml").write_text(EXPECTED, encoding="utf-8")
    base = load(made / "rules", made / "knowledge")
    without = knowledge_key(base, POLICY / "knowledge")
    assert knowledge_key(base, made / "knowledge") != without
    found = noticed(base, BINDS, made / "knowledge")
    assert found["weaker"] == Notice(
        "case",
        "case kitchen, 2026-03-03: wha.carry-out-the-decision is advised with 'should', not 'must'",
    )
    assert found["drop-rule"].by == "case"


def test_a_clock_that_runs_longer_is_noticed_by_the_day_expected(base: KnowledgeBase) -> None:
    desk = Casework(base, engine=False)
    days = tuple(day for day in days_of(desk) if day.told.startswith("case overdue-clocks"))
    bench = Bench(desk, days)
    named = {name for day in days for name in (*day.expected.due, *day.expected.states)}
    longer = [m for m in mutants_of(base, "nssb") if m.operator == "clock-longer" and m.about.split(".")[1] in named]
    found = [bench.notice(mutant) for mutant in longer]
    assert any(each.by == "case" and "the clock stage-1" in each.what for each in found)


def test_a_rule_changed_to_feed_on_its_own_conclusion_is_judged_by_running_the_rules(policy: KnowledgeBase) -> None:
    reads_itself = Condition(scope="subject", fact="panel_is_complete", allowed=("yes",))
    mutant = next(m for m in mutants_of(policy, rule="wha.panel.complete") if m.rule)
    assert mutant.rule
    fed = replace(mutant, rules={"wha.panel.complete": mutant.rule.model_copy(update={"when": (reads_itself,)})})
    assert Bench(Casework(policy, engine=False), ()).notice(fed).by == "own example"


def test_a_condition_that_can_never_fail_is_equivalent_to_none(policy: KnowledgeBase) -> None:
    rule = policy.rules[BINDS]
    idle = Condition(scope="subject", fact="home_unfit_tonight", allowed=("no", "unasked", "unknown", "yes"))
    wider = rule.model_copy(update={"when": (*rule.when, idle)})
    assert is_equivalent(policy, wider, rule)
    assert not is_equivalent(policy, rule, rule.model_copy(update={"when": rule.when[:1]}))


def test_what_is_declared_never_to_hold_together_makes_equivalent(policy: KnowledgeBase) -> None:
    rule = policy.rules["wha.talk.nobody-to-call"]
    narrower = rule.model_copy(update={"when": rule.when[1:]})
    assert not is_equivalent(policy, rule, narrower)
    settled = next(each for each in rule.when if each.fact.endswith("settled"))
    never = NeverTogether(
        id="a-home-is-fit-once-settled",
        about="case",
        never=(settled.model_copy(update={"allowed": ("yes",)}), next(c for c in rule.when if c is not settled)),
        because="For the test.",
        clauses=(),
    )
    assert is_equivalent(replace(policy, never_together={never.id: never}), rule, narrower)


def test_conditions_on_concluded_facts_are_followed_to_what_lies_behind_them(policy: KnowledgeBase) -> None:
    rule = policy.rules["wha.panel.decide"]
    three = Condition(scope="subject", fact="panel_members_from_neither_team", at_least=3)
    directly = rule.model_copy(
        update={"when": tuple(three if each.fact == "panel_is_complete" else each for each in rule.when)}
    )
    assert is_equivalent(policy, rule, directly)
    assert not is_equivalent(
        policy,
        rule,
        directly.model_copy(update={"when": (*directly.when[:-1], three.model_copy(update={"at_least": 2}))}),
    )


@pytest.mark.parametrize(
    ("name", "same"), [("nssb.panel.mediation-or-panel-is-a-judgement", True), ("nssb.panel.convene", False)]
)
def test_a_clause_that_the_judgement_cites_itself_is_in_the_advice_either_way(
    base: KnowledgeBase, name: str, same: bool
) -> None:
    rule = base.rules[name]
    assert is_equivalent(base, rule, rule.model_copy(update={"clauses": rule.clauses[1:]})) is same


def test_an_equivalent_mutant_is_counted_apart(policy: KnowledgeBase) -> None:
    first, second, third = list(mutants_of(policy))[:3]
    score = score_of(
        [
            Outcome(first, Notice("own example", "x")),
            Outcome(second, Notice("equivalent")),
            Outcome(third, Notice("nothing")),
        ]
    )
    assert (score.whole.noticed, score.whole.survived, score.whole.equivalent, score.whole.share) == (1, 1, 1, 50.0)


def test_a_run_that_was_interrupted_and_resumed_finds_the_same_as_one_run(
    policy: KnowledgeBase, folder: Path, tmp_path: Path
) -> None:
    mutants, key = sampled(mutants_of(policy), 40, 3), knowledge_key(policy, folder / "knowledge")
    folders = (folder / "rules", folder / "knowledge")
    whole = score_of(outcomes(policy, mutants, ResultFile(None, key), folders=folders))
    path = tmp_path / "results.jsonl"
    running = outcomes(policy, mutants, ResultFile(path, key), folders=folders)
    for _ in range(15):
        next(running)
    running.close()
    with path.open("a", encoding="utf-8") as stream:
        stream.write('{"knowledge": "cut o')
    kept = ResultFile(path, key)
    assert len(kept.known) == 15
    assert score_of(outcomes(policy, mutants, kept, folders=folders)) == whole
    assert len(path.read_text(encoding="utf-8").splitlines()) == 40


def test_several_processes_find_the_same_as_one(policy: KnowledgeBase, folder: Path) -> None:
    mutants, folders = sampled(mutants_of(policy), 30, 5), (folder / "rules", folder / "knowledge")
    one, two = (score_of(outcomes(policy, mutants, ResultFile(None, ""), jobs, folders)) for jobs in (1, 2))
    assert one == two


def test_results_of_other_knowledge_and_other_files_are_refused(policy: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    ResultFile(path, "old").add(next(mutants_of(policy)), Notice("nothing"))
    with pytest.raises(UserMistake, match=r"results\.jsonl:1: these results are of other knowledge"):
        ResultFile(path, "new")
    for wrong in ("not json\n", "[]\n", '{"by": "nothing"}\n'):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(UserMistake, match=r"this is not a result of mutate\. Name a file"):
            ResultFile(path, "new")
    with pytest.raises(UserMistake, match="cannot be kept"):
        ResultFile(tmp_path / "none" / "x", "new").add(next(mutants_of(policy)), Notice("nothing"))


def test_one_rule_of_the_real_base_is_told_as_text_and_as_data(tmp_path: Path) -> None:
    command = ["mutate", "--rule", "nssb.stage-1.report-to-line-manager", "--resume", str(tmp_path / "results.jsonl")]
    told = CliRunner().invoke(commands, command)
    assert told.exit_code == 0
    assert told.output.splitlines()[1].startswith("score ")
    again = CliRunner().invoke(commands, [*command, "--format", "json"])
    data = json.loads(again.output)
    assert f"{data['mutants']} mutants: {data['noticed']} noticed" in told.output
    assert data["mutants"] == data["noticed"] + data["survived"] + data["equivalent"] > 10


def test_a_rule_that_does_not_exist_is_a_mistake_and_not_a_traceback(base: KnowledgeBase) -> None:
    assert "nssb.stage-1.discuss-first" in base.rules
    told = CliRunner().invoke(commands, ["mutate", "--rule", "nssb.stage-1.discus-first"])
    assert isinstance(told.exception, UserMistake)
    assert "Did you mean 'nssb.stage-1.discuss-first'?" in str(told.exception)


def test_ctrl_c_leaves_a_file_that_a_second_run_goes_on_from(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    command = [
        sys.executable,
        "-m",
        "decision_support",
        "mutate",
        "--jobs",
        "2",
        "--sample",
        "40",
        "--resume",
        str(path),
        "--format",
        "json",
    ]
    command += ["--rules", str(folder / "rules"), "--knowledge", str(folder / "knowledge")]
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    while not (path.exists() and path.read_text(encoding="utf-8")) and running.poll() is None:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    output, errors = running.communicate(timeout=60)
    if running.returncode == 1:
        assert "Stopped:" in errors and "--resume" in errors and "Traceback" not in errors
    else:  # it was done before the signal reached it
        assert running.returncode == 0 and json.loads(output)
    again = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    known = [json.loads(line)["mutant"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(known) == len(set(known)) == json.loads(again.stdout)["mutants"]
