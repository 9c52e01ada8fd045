"""How long it takes to check a whole organisation, against putting everybody's case with everybody to the rules.

Run with `make bench`. Every figure is measured in this run; where there are too many cases to put one by one, there is
no ratio. The organisations are made up: agencies of some two hundred, six people to a manager, posts given by lot.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Iterator
from itertools import permutations

from decision_support.casework import Casework
from decision_support.casework.eligibility import Eligibility
from decision_support.casework.mending import Mending
from decision_support.loading.knowledge import load
from decision_support.model.organisation import Organisation
from decision_support.model.parties import SIDES, Side
from decision_support.model.people import Person
from decision_support.organisation.acting_sets import ActingSets
from decision_support.organisation.checking import check_organisation, places
from decision_support.organisation.fresh_matter import FreshMatter
from decision_support.organisation.tie_sets import TieSets
from decision_support.reasoning.conclude import conclude
from decision_support.roles.escalation import Bars, holder

ON = dt.date(2026, 11, 2)
SIZES = (10, 100, 1_000, 10_000)
ONE_BY_ONE = 10
SPAN, HOLDERS = 6, 20
HEIGHTS = (
    {"line_manager"},
    {"second_tier_manager", "higher_line_manager", "designated_or_named_professional"},
    {"senior_manager", "board_representative", "lscb_representative"},
)

Hole = tuple[str, bool, Side | None, tuple[str, ...]]
"""A role, whether people are judged for it there, the side, and who is concerned."""


def main() -> None:
    desk = Casework(load())
    for name in desk.base.documents:  # compiled once, as in any other verb
        desk.rule_book((name,))
    print(f"{'guidance':<10}{'people':>8}{'cases':>14}{'holes':>7}{'check':>12}{'one by one':>13}{'ratio':>9}")
    for size in SIZES:
        whole = 0.0
        for guidance in sorted(desk.base.documents):
            whole += line(desk, guidance, organisation(desk, size))
        print(f"{'all':<10}{size:>8}{'':>14}{'':>7}{whole * 1000:>10.0f}ms")


def line(desk: Casework, guidance: str, people: Organisation) -> float:
    start = time.perf_counter()
    checked = check_organisation(desk, people, ON, (guidance,))
    spent = time.perf_counter() - start
    size = len(people.people)
    sides = [role for role in desk.base.documents[guidance].roles.values() if role.party in SIDES]
    cases = size * (size - 1) if sides else size
    compared = f"{'-':>13}{'-':>9}"
    if size <= ONE_BY_ONE:
        start = time.perf_counter()
        wanted = set(one_by_one(desk, guidance, people))
        theirs = time.perf_counter() - start
        assert wanted == set(at_once(desk, guidance, people)), "the check missed a case or made one up"
        compared = f"{theirs * 1000:>11.0f}ms{spent / theirs:>9.3f}"
    print(f"{guidance:<10}{size:>8}{cases:>14}{len(checked.holes):>7}{spent * 1000:>10.0f}ms{compared}")
    return spent


def at_once(desk: Casework, guidance: str, people: Organisation) -> Iterator[Hole]:
    """Every role and case in which nobody can act, as the check works it out."""
    matter = FreshMatter(desk, guidance, people.people, ON)
    ties = TieSets(matter)
    for role, is_judged in roles(matter):
        for gap in ActingSets(ties, role, is_judged).gaps():
            for pair in gap.pairs.each():
                concerned = tuple(ties.ids[number] for number in pair if number < len(ties.ids))
                yield role, is_judged, gap.side, concerned[::-1] if gap.side == "other" else concerned


def one_by_one(desk: Casework, guidance: str, people: Organisation) -> Iterator[Hole]:
    """The same, each case put to the rules by itself."""
    matter = FreshMatter(desk, guidance, people.people, ON)
    number = len(matter.marks)
    for concerned in permutations(matter.recorded, number):
        found = desk.situation(matter.case(concerned), ON)
        view = found.people[guidance]
        for role, is_judged in roles(matter):
            bars: Bars = {}
            if is_judged:
                inference = matter.book.reasoner.infer(Mending(desk.base, found, matter.book).facts_if_proposed(role))
                bars = Eligibility(desk.base, found, inference, conclude(desk.base, inference)).bars(guidance)
            sides: tuple[Side | None, ...] = SIDES if matter.document.roles[role].sided else (None,)
            for side in sides:
                if not holder(view, role, side or "own", bars).people:
                    yield role, is_judged, side, concerned


def roles(matter: FreshMatter) -> Iterator[tuple[str, bool]]:
    yield from dict.fromkeys((place.role, matter.is_judged(place.role, place.steps)) for place in places(matter))


def organisation(desk: Casework, size: int) -> Organisation:
    """Agencies with one line of management each, and six people to a manager; the further up, the higher the posts."""
    chance = random.Random(size)
    agencies = max(3, size // 200)
    managers = {f"p{number:05}": above(number, agencies) for number in range(size)}
    posts: dict[str, set[str]] = {name: set() for name in managers}
    for name in managers:
        manager, height = managers[name], 0
        while manager != "nobody":
            posts[manager] |= HEIGHTS[min(height, len(HEIGHTS) - 1)]
            manager, height = managers[manager], height + 1
    every = [role for document in desk.base.documents.values() for role in document.roles.values()]
    for role in sorted({role.id for role in every if not role.sided}):
        for name in chance.sample(sorted(posts), max(2, min(HOLDERS, size // 20))):
            posts[name].add(role)
    people = [
        Person(
            id=name,
            roles=tuple(sorted(posts[name])),
            agency=f"agency {number % agencies}",
            team=f"team {number % agencies}-{number // agencies // SPAN}",
            line_manager=manager,
        )
        for number, (name, manager) in enumerate(managers.items())
    ]
    return Organisation(organisation="Made up", people=tuple(people))


def above(number: int, agencies: int) -> str:
    if number < agencies:
        return "nobody"
    return f"p{(number // agencies - 1) // SPAN * agencies + number % agencies:05}"


if __name__ == "__main__":
    main()
