"""What ties two people on a day: a line of management, a team, an agency, each as the path of edges in the graph."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from decision_support.model.people import Dated, Post, spans

from .graph import People, Step

Path = tuple[Step, ...]


def line(people: People, on: dt.date, person: str, party: str) -> Path:
    """The chain of management between two people on a day, from the lower one up; empty where there is none."""
    return up(people, on, party, person) or up(people, on, person, party)


def up(people: People, on: dt.date, low: str, high: str) -> Path:
    """The chain of management from one person up to another on a day; empty where there is none."""
    above = people.managers(on, low)[0]
    if high not in above:
        return ()
    chain = (low, *above[: above.index(high) + 1])
    return tuple(Step(f"person:{one}", "answers to", f"person:{two}") for one, two in pairwise(chain))


def open_end(people: People, post: Post, party: Post) -> str | None:
    """Somebody whose unrecorded manager leaves open whether one of the two is in the other's line."""
    for low, high in ((party.id, post.id), (post.id, party.id)):
        above, to_the_top = people.managers(people.on, low)
        top = above[-1] if above else low
        if not to_the_top and top not in people.managers(people.on, high)[0]:
            return people.people[top].name if top in people.people else top
    return None


def shared_team(people: People, on: dt.date, person: str, party: str) -> Path:
    """That two people are in one team on a day; empty where they are not, or nobody knows."""
    own, theirs = people.post(on, person), people.post(on, party)
    if not same_team(own, theirs):
        return ()
    return tuple(Step(f"person:{each.id}", "is in the team", f"team:{each.team}") for each in (own, theirs))


def same_team(post: Post, party: Post) -> bool | None:
    """Whether two people share a team; agencies may share one, so the name decides where both are recorded."""
    if post.team is not None and party.team is not None:
        return post.team == party.team
    return False if post.agency and party.agency and post.agency != party.agency else None


def shared_agency(people: People, on: dt.date, person: str, party: str) -> Path:
    """That two people work for one agency on a day; empty where they do not, or nobody knows."""
    own, theirs = people.post(on, person), people.post(on, party)
    if own.agency is None or own.agency != theirs.agency:
        return ()
    return tuple(Step(f"person:{each.id}", "works for", f"agency:{each.agency}") for each in (own, theirs))


def since(people: People, path: Path) -> dt.date | None:
    """The day from which every edge of a path has held, as far as that is recorded."""
    days = [day for step in path if (day := _begun(people, step))]
    return max(days, default=None)


def _begun(people: People, step: Step) -> dt.date | None:
    person = people.recorded[step.from_.removeprefix("person:")]
    written = {"answers to": person.line_manager, "is in the team": person.team, "works for": person.agency}
    listed: tuple[Dated, ...] = spans(written.get(step.relation))
    return next((each.from_ for each in listed if each.holds(people.on)), None)
