"""How long it takes to compose the least burdened panels, against looking at every set of people.

Run with `make bench`. Every figure is measured in this run. Where the sets are too many to look at there is no ratio.
"""

from __future__ import annotations

import heapq
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import TypeVar

from decision_support.roles.panels import Panels, Seat, best_panels, place

ROUNDS = 3
KEEP = 3
MOST_SETS = 300_000
CANDIDATES = (10, 20, 40, 60, 120)
SEATS = (2, 3, 5, 8)

Result = TypeVar("Result")


@dataclass(frozen=True)
class Problem:
    seats: tuple[Seat, ...]
    burdens: dict[str, int]
    pairs: dict[tuple[str, str], int]


def main() -> None:
    for what, compose in (("burdens as in agencies and teams", agencies), ("burdens of 0 to 3 at random", at_random)):
        print(what)
        print(f"{'candidates':>12}{'seats':>7}{'sets':>16}{'search':>12}{'every set':>12}{'ratio':>10}  exhaustive")
        for many in CANDIDATES:
            for seats in SEATS:
                line(many, seats, [compose(random.Random(seed), many, seats) for seed in range(ROUNDS)])


def line(many: int, seats: int, problems: list[Problem]) -> None:
    searches, found = timed(searched, problems)
    sets = comb(many, seats)
    compared = f"{'-':>12}{'-':>10}"
    if sets <= MOST_SETS:
        everything, wanted = timed(brute_force, problems[: 1 if sets > MOST_SETS / 10 else ROUNDS])
        for each, panels in zip(wanted, found, strict=False):
            assert each == [(panel.burden, panel.members) for panel in panels.best], "the search missed a panel"
        compared = f"{everything * 1000:>10.1f}ms{searches / everything:>10.4f}"
    print(
        f"{many:>12}{seats:>7}{sets:>16}{searches * 1000:>10.1f}ms{compared}"
        f"  {sum(panels.exhaustive for panels in found)} of {len(found)}"
    )


def timed(solve: Callable[[Problem], Result], problems: list[Problem]) -> tuple[float, list[Result]]:
    seconds, results = [], []
    for problem in problems:
        start = time.perf_counter()
        results.append(solve(problem))
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), results


def searched(problem: Problem) -> Panels:
    return best_panels(
        problem.seats,
        frozenset(problem.burdens),
        problem.burdens.__getitem__,
        lambda first, second: problem.pairs[first, second],
        KEEP,
    )


def brute_force(problem: Problem) -> list[tuple[int, tuple[str, ...]]]:
    fits = {person: [seat.id for seat in problem.seats if person in seat.fits] for person in problem.burdens}
    return heapq.nsmallest(
        KEEP,
        (
            (
                sum(map(problem.burdens.__getitem__, who)) + sum(map(problem.pairs.__getitem__, combinations(who, 2))),
                who,
            )
            for who in combinations(sorted(problem.burdens), len(problem.seats))
            if all_seated(who, fits)
        ),
    )


def all_seated(who: tuple[str, ...], fits: dict[str, list[str]]) -> bool:
    taken: dict[str, str] = {}
    return all(place(person, fits, taken, set()) for person in who)


def agencies(chance: random.Random, many: int, seats: int) -> Problem:
    """Five agencies of three teams; the first of a team manages it; one person in three has something against them."""
    people = _people(many)
    team = {person: divmod(chance.randrange(15), 3) for person in people}
    manager = {team[person]: person for person in reversed(people)}

    def between(first: str, second: str) -> int:
        if team[first] == team[second]:
            return 3 if first == manager[team[first]] else 2
        return 1 if team[first][0] == team[second][0] else 0

    pairs = {(first, second): between(first, second) for first, second in combinations(people, 2)}
    return Problem(
        _seats(chance, people, seats), {person: chance.choice((0, 0, 0, 0, 1, 2)) for person in people}, pairs
    )


def at_random(chance: random.Random, many: int, seats: int) -> Problem:
    people = _people(many)
    pairs = {pair: chance.randint(0, 3) for pair in combinations(people, 2)}
    return Problem(_seats(chance, people, seats), {person: chance.randint(0, 3) for person in people}, pairs)


def _people(many: int) -> list[str]:
    return [f"person{number:03}" for number in range(many)]


def _seats(chance: random.Random, people: list[str], many: int) -> tuple[Seat, ...]:
    """Everybody fits one, two or three of the seats."""
    fits: list[set[str]] = [set() for _ in range(many)]
    for person in people:
        for seat in chance.sample(range(many), min(many, chance.randint(1, 3))):
            fits[seat].add(person)
    return tuple(Seat(f"seat{number}", frozenset(who)) for number, who in enumerate(fits))


if __name__ == "__main__":
    main()
