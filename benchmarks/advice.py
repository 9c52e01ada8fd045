"""How long a user waits: loading and compiling the knowledge base, facts to advice with its proof, a cold command.

Run with `make bench`. Every figure is measured in this run; ratios are against CLIPS, which reads the same rules.
"""

from __future__ import annotations

import datetime as dt
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import clips

from decision_support.casework import Casework
from decision_support.loading.cases import read_case
from decision_support.loading.examples import example_paths, expected_of
from decision_support.loading.knowledge import load
from decision_support.model.case import Case
from decision_support.model.facts import Facts
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import UNASKED

ROUNDS = 10


def main() -> None:
    print(f"{'what':<44}{'median':>10}{'p95':>10}")
    line("load the knowledge base", repeated(load, 5))
    base = load()
    line("compile the rules", repeated(lambda: Casework(base).rule_book(("nssb",)), 5))
    desk = Casework(base)
    every = [
        (read_case(path, base), expectation.on)
        for path in example_paths().values()
        for expectation in expected_of(path)
    ]
    for name in base.documents:
        those = [(case, on) for case, on in every if case.guidance == (name,)]
        line(f"{name}: facts to advice with proof ({len(those)} cases)", each(those, desk.advise))
    cases = [(case, on) for case, on in every if case.guidance == ("nssb",)]
    book = desk.rule_book(("nssb",))
    facts = [desk.situation(case, on).facts for case, on in cases]
    ours = [spent(lambda known=known: book.reasoner.infer(known)) for _ in range(ROUNDS) for known in facts]
    line(f"facts to conclusions, {book.reasoner.engine}", ours)
    evaluator = [spent(lambda known=known: book.worlds.infer_one(known)) for _ in range(ROUNDS) for known in facts]
    line("facts to conclusions, built-in evaluator", evaluator)
    theirs = []
    for _ in range(ROUNDS):
        in_clips = Clips(book.rules.values())  # afresh: an environment driven from Python slows down with each case
        theirs += [spent(lambda known=known, clips=in_clips: clips.fired(known)) for known in facts]
    line("facts to conclusions, CLIPS", theirs)
    for known in facts:
        wanted = {
            (firing.rule, firing.subject.id)
            for firing in book.reasoner.infer(known).fired
            if firing.rule in in_clips.readable
        }
        assert in_clips.fired(known) == wanted, "CLIPS read the rules differently"
    print(f"ratio of medians, durable_rules / CLIPS: {statistics.median(ours) / statistics.median(theirs):.2f}")
    print(f"ratio of medians, evaluator / CLIPS: {statistics.median(evaluator) / statistics.median(theirs):.2f}")
    line("a cold `decision-support demo`", repeated(cold, 5))


def cold() -> None:
    subprocess.run([Path(sys.executable).with_name("decision-support"), "demo"], check=True, stdout=subprocess.DEVNULL)


def each(cases: list[tuple[Case, dt.date]], advise: Callable[[Case, dt.date], object]) -> list[float]:
    return [spent(lambda case=case, on=on: advise(case, on)) for _ in range(ROUNDS) for case, on in cases]


def repeated(do: Callable[[], object], times: int) -> list[float]:
    return [spent(do) for _ in range(times)]


def spent(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def line(what: str, seconds: list[float]) -> None:
    p95 = sorted(seconds)[int(len(seconds) * 0.95)] if len(seconds) > 1 else seconds[0]
    print(f"{what:<44}{statistics.median(seconds) * 1000:>8.2f}ms{p95 * 1000:>8.2f}ms")


class Clips:
    """The same flat rules in CLIPS, one pattern a condition. Rules on counted or concluded facts are left out."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        rules = tuple(rules)
        concluded = {rule.then.target for rule in rules if rule.then.kind == "conclude"}
        self._environment = clips.Environment()
        self._environment.build("(deftemplate f (slot s) (slot a) (slot v))")
        self._environment.build("(deftemplate fired (slot r) (slot s))")
        self._symbols: dict[str, clips.Symbol] = {}
        self._template = self._environment.find_template("f")
        self._fired = self._environment.find_template("fired")
        self.readable: set[str] = set()
        self._reads: set[str] = set()
        for rule in rules:
            if all(condition.allowed is not None and condition.fact not in concluded for condition in rule.when):
                self.readable.add(rule.id)
                self._reads |= {condition.fact for condition in rule.when}
                self._environment.build(_in_clips(rule))

    def fired(self, facts: Facts) -> set[tuple[str, str]]:
        self._environment.reset()
        for subject, known in facts.items():
            about = self._symbol(f"{subject.kind}:{subject.id}")
            for fact in self._reads:
                self._template.assert_fact(s=about, a=self._symbol(fact), v=self._symbol(known.get(fact, UNASKED)))
        self._environment.run()
        return {(str(fact["r"]), str(fact["s"]).partition(":")[2]) for fact in self._fired.facts()}

    def _symbol(self, text: str) -> clips.Symbol:
        return self._symbols.setdefault(text, clips.Symbol(text))


def _in_clips(rule: Rule) -> str:
    patterns = " ".join(_pattern(condition, rule.about) for condition in rule.when)
    subject = "case:case" if rule.about == "case" else "?s"
    return f"(defrule {rule.id} {patterns} => (assert (fired (r {rule.id}) (s {subject}))))"


def _pattern(condition: Condition, about: str) -> str:
    assert condition.allowed is not None
    subject = "case:case" if condition.scope == "case" or about == "case" else "?s"
    return f"(f (s {subject}) (a {condition.fact}) (v {'|'.join(condition.allowed)}))"


if __name__ == "__main__":
    main()
