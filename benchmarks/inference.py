"""How long it takes from facts to inference: the engine, the built-in evaluator, the naive twin, and CLIPS beside them.

    python benchmarks/inference.py [cases]

All four read the same synthetic rules about the same cases in the same run, and must say the same. CLIPS is measured
through clipspy, so most of its time is the crossing from Python, fact by fact, where ours goes in one batch a rule set;
and with a fresh environment on the first cases only, because an environment driven from Python slows down with each.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import clips

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "reasoning"))

import naive
from random_bases import Base, asks, concluded_facts, rule

from decision_support.model.facts import CASE, Facts, Subject
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import Kind
from decision_support.model.vocabulary import Fact
from decision_support.reasoning.matcher import Matcher
from decision_support.reasoning.program import compile
from decision_support.reasoning.worlds import Worlds

RULES, ANSWERED = 80, {"case": 30, "person": 20}
CONCLUDED = 5
PEOPLE = 8
T = TypeVar("T")
VALUES = ("yes", "no", "unknown")


def synthetic(seed: int) -> Base:
    """80 rules on 60 facts of two kinds of subjects: half on the case, half on each person; a third conclude facts."""
    chance = random.Random(seed)
    facts: dict[str, Fact] = {}
    kinds: tuple[Kind, Kind] = ("case", "person")
    for kind in kinds:
        for number in range(ANSWERED[kind]):
            facts[f"{kind}.g{number}"] = Fact(about=kind, values=VALUES, say="it is so")
        facts |= concluded_facts(kind, [None] * CONCLUDED)
    rules: dict[str, Rule] = {}
    for number in range(RULES):
        about = kinds[number % 2]
        conclude = (f"{about}.c{chance.randrange(CONCLUDED)}", "high") if number % 3 == 0 else None
        when = [answered(chance, about) for _ in range(chance.choice((1, 2, 2, 3)))]
        if number % 4 == 1:
            when.append(asks(f"{about}.c{chance.randrange(CONCLUDED)}", "high"))
        rules[f"r{number:02}"] = rule(f"r{number:02}", about, when, conclude)
    return Base(rules, facts, {})


def answered(chance: random.Random, about: Kind) -> Condition:
    of_case = about == "case" or chance.random() < 0.3
    fact = (
        f"case.g{chance.randrange(ANSWERED['case'])}" if of_case else f"person.g{chance.randrange(ANSWERED['person'])}"
    )
    return asks(fact, *chance.sample(VALUES, chance.choice((1, 1, 2))), scope="case" if of_case else "subject")


def random_case(base: Base, chance: random.Random) -> Facts:
    subjects = [CASE, *(Subject("person", f"p{number}") for number in range(PEOPLE))]
    return {
        subject: {
            name: chance.choice(VALUES)
            for name, fact in base.facts.items()
            if fact.about == subject.kind and ".g" in name and chance.random() < 0.8
        }
        for subject in subjects
    }


def milliseconds(work: Callable[[Facts], object], cases: list[Facts]) -> tuple[float, float]:
    """Median and 95th percentile for a case."""
    taken = []
    for facts in cases:
        started = time.perf_counter()
        work(facts)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def timed(work: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    return work(), (time.perf_counter() - started) * 1000


class InClips:
    """The rules in the fastest form that was tried: a template a fact, and facts asserted without parsing text."""

    def __init__(self, base: Base) -> None:
        self.environment = clips.Environment()
        for name in base.facts:
            self.environment.build(f"(deftemplate {name} (slot s) (slot v))")
        for construct in ("case (slot s)", "person (slot s)", "fired (slot r) (slot s)"):
            self.environment.build(f"(deftemplate {construct})")
        for one in base.rules.values():
            self.environment.build(self.construct(one))
        self.templates = {template.name: template for template in self.environment.templates()}
        self.symbols = {value: clips.Symbol(value) for value in VALUES}

    @staticmethod
    def construct(one: Rule) -> str:
        patterns = [f"({one.about} (s ?s))"]
        for condition in one.when:
            subject = CASE.id if condition.scope == "case" else "?s"
            patterns.append(f"({condition.fact} (s {subject}) (v {'|'.join(condition.allowed or ())}))")
        conclude = one.then.kind == "conclude"
        conclusion = f"(assert ({one.then.target} (s ?s) (v {one.then.value})))" if conclude else ""
        return f"(defrule {one.id} {' '.join(patterns)} => (assert (fired (r {one.id}) (s ?s))) {conclusion})"

    def run(self, facts: Facts) -> list[tuple[str, str]]:
        """Reset, assert, run, read the firings."""
        self.environment.reset()
        for subject, known in facts.items():
            about = clips.Symbol(subject.id)
            self.templates[subject.kind].assert_fact(s=about)
            for name, value in known.items():
                self.templates[name].assert_fact(s=about, v=self.symbols[value])
        self.environment.run()
        return sorted((str(fact["r"]), str(fact["s"])) for fact in self.templates["fired"].facts())


def main(number: int) -> None:
    base = synthetic(1)
    chance = random.Random(2)
    cases = [random_case(base, chance) for _ in range(number)]
    program, compiling = timed(lambda: compile(base.rules, base.facts, base.counts))
    matcher, building = timed(lambda: Matcher(program))
    in_clips, building_clips = timed(lambda: InClips(base))
    worlds = Worlds(program)
    for facts in cases[:20]:
        inference = matcher.run(facts)
        assert inference == worlds.infer_one(facts) == naive.infer(base.rules, base.facts, base.counts, facts)
        assert [(firing.rule, firing.subject.id) for firing in inference.fired] == in_clips.run(facts)
    fired = statistics.mean(len(matcher.run(facts).fired) for facts in cases)
    sets = sum(len(stratum.sets) for stratum in program.strata)
    print(f"{RULES} rules, {len(base.facts)} facts, {PEOPLE + 1} subjects, {fired:.0f} firings a case, {number} cases")
    print(f"{len(program.strata)} strata, {sets} rule sets; compiled in {compiling:.1f} ms, ", end="")
    print(f"built in durable_rules in {building:.1f} ms, in CLIPS in {building_clips:.1f} ms")
    readers: dict[str, Callable[[Facts], object]] = {
        "CLIPS": InClips(base).run,
        "Matcher": matcher.run,
        "Worlds.infer_one": worlds.infer_one,
        "naive": lambda facts: naive.infer(base.rules, base.facts, base.counts, facts),
    }
    few = {"CLIPS", "naive"}
    figures = {name: milliseconds(work, cases[:50] if name in few else cases) for name, work in readers.items()}
    print(f"{'':18}{'median ms':>10}{'p95 ms':>10}{'median / CLIPS':>17}")
    for name, (median, p95) in figures.items():
        print(f"{name:18}{median:10.3f}{p95:10.3f}{median / figures['CLIPS'][0]:17.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
