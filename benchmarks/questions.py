"""How long a user waits for the next question, and to be told whether the advice is settled.

Run with `make bench`. The peer is durable_rules, which reads one completion of what is open at a time: the ratio says
how much longer it would take to try as many completions as are tried here.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

from decision_support.casework import Casework
from decision_support.explain.stability import stability
from decision_support.interview.asking import what_to_ask
from decision_support.loading.cases import read_case
from decision_support.loading.examples import example_paths, expected_of
from decision_support.loading.knowledge import load
from decision_support.model.case import Case
from decision_support.model.facts import Facts
from decision_support.reasoning.conclude import conclude
from decision_support.reasoning.outlook import Outlook, outlooks

ROUNDS = 5
ONE_BY_ONE = 50
SLOWEST_SHOWN = 5


class Timed(NamedTuple):
    seconds: float
    completions: int
    case: str
    on: dt.date
    peer: float


def main() -> None:
    desk = Casework(load())
    timed = [
        measured(desk, name, read_case(path, desk.base), expectation.on)
        for name, path in example_paths().items()
        for expectation in expected_of(path)
    ]
    timed.sort(reverse=True)
    seconds = [each.seconds for each in timed]
    print(f"next question and stability, {len(timed)} days of {len(example_paths())} cases")
    print(f"  median {statistics.median(seconds) * 1000:.1f} ms, p95 {quantile(seconds, 0.95) * 1000:.1f} ms")
    print("  the slowest, and how much longer durable_rules takes for as many completions:")
    largest = max(timed, key=lambda each: each.completions)
    for each in [*timed[:SLOWEST_SHOWN], *([] if largest in timed[:SLOWEST_SHOWN] else [largest])]:
        print(
            f"  {each.seconds * 1000:6.1f} ms  {each.completions:>7,} completions  "
            f"{each.peer / each.seconds:>9,.0f} times  {each.case}, {each.on}"
        )


def measured(desk: Casework, name: str, case: Case, on: dt.date) -> Timed:
    situation, book = desk.situation(case, on), desk.rule_book(case.guidance)
    concluded = conclude(desk.base, book.reasoner.infer(situation.facts))

    def ask() -> tuple[Outlook, ...]:
        live = book.openness.live(situation.facts)
        found = outlooks(desk.base, book.rules.values(), live, situation.facts, book.worlds)
        what_to_ask(desk.base, situation.facts, live, found, situation.holders)
        stability(desk.base, found, concluded.advised)
        return found

    best = min(spent(ask) for _ in range(ROUNDS))
    found = ask()
    completions = sum({each.block.start: each.block.size for each in found}.values())
    some = some_completions(situation.facts, found)
    one_by_one = sum(spent(lambda facts=facts: book.reasoner.infer(facts)) for facts in some) / len(some)
    return Timed(best, completions, name, on, one_by_one * max(completions, 1))


def some_completions(facts: Facts, found: tuple[Outlook, ...]) -> list[Facts]:
    chance = random.Random(0)
    if not found:
        return [facts]
    some = []
    for _ in range(ONE_BY_ONE):
        block = chance.choice(found).block
        full = {subject: dict(known) for subject, known in facts.items()}
        for about, value in block.changes(chance.randrange(block.size)).items():
            full[about.subject][about.fact] = value
        some.append(full)
    return some


def spent(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


if __name__ == "__main__":
    main()
