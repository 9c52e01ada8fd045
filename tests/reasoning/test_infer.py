"""Where durable_rules cannot be had, the same rules are read by the built-in evaluator, and the user is told."""

from __future__ import annotations

import subprocess
import sys

from random_bases import asks, rule

from decision_support.model.facts import CASE
from decision_support.model.vocabulary import Fact
from decision_support.reasoning.infer import Reasoner
from decision_support.reasoning.program import compile

FACTS = {name: Fact(say="it is so", values=("yes", "no")) for name in "ab"}
RULES = {
    "one": rule("one", "case", [asks("a", "yes")], ("b", "yes")),
    "two": rule("two", "case", [asks("b", "yes")]),
}

WITHOUT = """
import sys
sys.modules["durable"] = None
sys.path.insert(0, {path!r})
from test_infer import CASE, FACTS, RULES, Reasoner, compile
reasoner = Reasoner(compile(RULES, FACTS, {{}}))
print(reasoner.engine)
print(reasoner.notice)
print(reasoner.infer({{CASE: {{"a": "yes"}}}}))
"""


def test_durable_rules_reads_the_rules_where_it_is_installed() -> None:
    reasoner = Reasoner(compile(RULES, FACTS, {}))
    assert reasoner.engine == "durable_rules"
    assert reasoner.notice is None
    assert [firing.rule for firing in reasoner.infer({CASE: {"a": "yes"}}).fired] == ["one", "two"]


def test_the_built_in_evaluator_reads_the_same_rules_where_it_is_not() -> None:
    script = WITHOUT.format(path=str(__file__).rpartition("/")[0])
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    engine, notice, inference = done.stdout.splitlines()
    assert engine == "built-in evaluator"
    assert notice.startswith("durable_rules is not installed")
    assert notice.count(".") == 1
    assert inference == str(Reasoner(compile(RULES, FACTS, {})).infer({CASE: {"a": "yes"}}))
