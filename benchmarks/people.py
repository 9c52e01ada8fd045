"""What people cost: facts about everybody, and advice, against the size of the organisation in the case file.

Run with `make bench`. The peer, in the same run, is networkx asked for a path from each person to each party.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable
from typing import Any

import networkx as nx

from decision_support.casework import Casework
from decision_support.loading.knowledge import load
from decision_support.model.case import Case
from decision_support.roles.conflicts import conflicts
from decision_support.roles.graph import People

ON = dt.date(2026, 11, 12)
SIZES = (10, 100, 1_000, 10_000)
SPAN = 6
ADVISED = 1_000


def main() -> None:
    desk = Casework(load())
    print(f"{'people':>8}{'ties of all':>14}{'networkx':>12}{'ratio':>8}{'advice':>12}{'who':>12}")
    for size in SIZES:
        case = organisation(size)
        view = People(case, desk.roles("osdr"), ON)
        ours = spent(lambda view=view: [conflicts(view, person) for person in view.people])
        theirs = spent(lambda view=view: lines(view))
        row = f"{size:>8}{ours:>12.1f}ms{theirs:>10.1f}ms{ours / theirs:>8.2f}"
        if size <= ADVISED:
            row += f"{spent(lambda case=case: desk.advise(case, ON)):>10.1f}ms"
            row += f"{spent(lambda case=case: desk.who(case, ON)):>10.1f}ms"
        print(row)


def organisation(size: int) -> Case:
    """People in lines of six to a manager, the last two of whom differ; one of another line is to review."""
    people: list[dict[str, Any]] = [
        {
            "id": f"p{number}",
            "line_manager": f"p{(number - 1) // SPAN}" if number else "nobody",
            "team": f"team {number // SPAN}",
            "agency": "regulator",
        }
        for number in range(size)
    ]
    people[-1]["roles"] = ["relevant_inspector"]
    people[-2]["roles"] = ["other_specialist_or_team_leader"]
    people[2]["roles"] = ["independent_operations_manager"]
    events = [{"what": "stage_started", "stage": "stage-2", "on": "2026-11-05"}]
    return Case.model_validate(
        {"case": "A difference", "guidance": ["osdr"], "opened": "2026-11-02", "people": people, "events": events}
    )


def lines(view: People) -> list[bool]:
    """Whether each person manages a party or answers to one, as networkx finds it."""
    line: nx.DiGraph[str] = nx.DiGraph()
    line.add_nodes_from(view.people)
    line.add_edges_from(
        (post.id, post.line_manager) for post in view.people.values() if post.line_manager in view.people
    )
    return [
        nx.has_path(line, person, party.id) or nx.has_path(line, party.id, person)
        for person in view.people
        for party in view.concerned
        if party.id != person
    ]


def spent(do: Callable[[], object], times: int = 3) -> float:
    """The median of a few runs, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        do()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
