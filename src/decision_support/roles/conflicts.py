"""What may keep somebody from acting, worked out from the graph: each with its value, in words, and the path behind it.

What is not recorded has no value. It is never taken as no.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from decision_support.model.dates import in_words
from decision_support.model.people import Person, Post, spans

from .graph import People, Step

YES, NO = "yes", "no"
FORMERLY, ENDED, WAIVED = "formerly", "ended", "waived"
DECISION = "decision"


class Found(NamedTuple):
    """A value, None where the record does not tell; words that follow a name; the edges that it rests on.

    before is the same for what once held and is over.
    """

    value: str | None
    say: str
    path: tuple[Step, ...] = ()
    before: tuple[str, str, tuple[Step, ...]] | None = None


def conflicts(people: People, person: str) -> dict[str, Found]:
    """Every kind of conflict, by what it is called in a vocabulary under 'computed'."""
    post = people.people[person]
    return {kind: find(people, post) for kind, find in _FINDERS.items()}


def party_of(people: People, person: str) -> tuple[str, tuple[Step, ...]] | None:
    """That somebody is one of those concerned, in words that follow the name, and the edge behind it."""
    for post in people.concerned:
        if post.id == person:
            role = next(role for role in post.ever_held if role in people.roles and people.roles[role].party)
            path = (Step(f"person:{person}", "holds", f"role:{role}"),)
            return f"is one of those concerned ({people.roles[role].title})", path
    return None


def _in_line_of_party(people: People, post: Post) -> Found:
    others = _others(people, post)
    for party in others:
        if path := _line(people, people.on, post.id, party.id):
            return Found(YES, _line_in_words(people, path, party), path)
    before = _formerly(people, post, others, lambda day, party: _line(people, day, post.id, party.id), _line_once)
    open_end = next((end for party in others if (end := _open_end(people, post, party))), None)
    if open_end:
        return Found(
            None, f"is not known to stand outside the line: nobody recorded whom {open_end} answers to", (), before
        )
    return _none_of(people, "is in the line of nobody concerned", before)


def _same_team_as_party(people: People, post: Post) -> Found:
    others = _others(people, post)
    shared = [_same_team(post, party) for party in others]
    before = _formerly(people, post, others, lambda day, party: _team_path(people, day, post, party), _team_once)
    for party, same in zip(others, shared, strict=True):
        if same:
            path = (_in_team(post), _in_team(party))
            return Found(YES, f"is in the team '{post.team}', as is {_party(people, party)}", path)
    if None in shared:
        who = post if post.team is None else next(p for p, same in zip(others, shared, strict=True) if same is None)
        return Found(None, f"is not known to be in another team: the team of {who.name} is not recorded", (), before)
    return _none_of(people, "is in the team of nobody concerned", before)


def _agency_of_party(people: People, post: Post) -> Found:
    others = _others(people, post)
    before = _formerly(people, post, others, lambda day, party: _agency_path(people, day, post, party), _agency_once)
    for party in others:
        if post.agency is not None and post.agency == party.agency:
            path = (_in_agency(post), _in_agency(party))
            return Found(YES, f"works for {post.agency}, as does {_party(people, party)}", path)
    unknown = next((each for each in (post, *others) if each.agency is None), None)
    if unknown:
        return Found(None, f"is not known to work elsewhere: the agency of {unknown.name} is not recorded", (), before)
    return _none_of(people, "works for no agency concerned", before)


def _took_part_earlier(people: People, post: Post) -> Found:
    if parts := list(_parts(people, post)):
        say, path = parts[0]
        return Found(YES, say, (path,))
    return Found(None, "has not said whether they took part before")


def _decided_earlier(people: People, post: Post) -> Found:
    for act in people.acts.get(post.id, ()):
        if act.decided:
            path = Step(f"person:{post.id}", "acted at", f"matter:{act.stage}")
            return Found(YES, f"already decided on {in_words(act.day)}: {_lower(act.say)}", (path,))
    for part in people.recorded[post.id].took_part:
        if part.in_ == DECISION and (part.on is None or part.on <= people.on):
            return Found(YES, "took the decision in dispute", (_took_part(post, part.in_),))
    return Found(None, "has not said whether they decided before")


def _declared_interest(people: People, post: Post) -> Found:
    declared = [each for each in people.recorded[post.id].interests if each.on is None or each.on <= people.on]
    for each in declared:
        path = (Step(f"person:{post.id}", "has an interest in", f"matter:{each.in_}"),)
        if each.ended is None or each.ended.on > people.on:
            when = f" on {in_words(each.on)}" if each.on else ""
            return Found(YES, f"declared an interest{when}: {each.in_}", path)
    for each in declared:
        assert each.ended
        who = people.people[each.ended.by].name
        say = f"had an interest ({each.in_}), which ended: {who}, {in_words(each.ended.on)}: {each.ended.why}"
        path = (Step(f"person:{post.id}", "has an interest in", f"matter:{each.in_}"),)
        return Found(None, "has not said whether they have any other interest", (), (ENDED, say, path))
    return Found(None, "has not said whether they have an interest")


def _named_by_party(people: People, post: Post) -> Found:
    named_by = people.recorded[post.id].named_by
    for party in people.concerned:
        if party.id in named_by:
            path = (Step(f"person:{post.id}", "named by", f"person:{party.id}"),)
            return Found(YES, f"was put forward by {_party(people, party)}", path)
    if named_by:
        return _none_of(people, "was put forward by nobody concerned", None)
    return Found(None, "was put forward by nobody on record")


_FINDERS: Mapping[str, Callable[[People, Post], Found]] = {
    "in_line_of_party": _in_line_of_party,
    "same_team_as_party": _same_team_as_party,
    "agency_of_party": _agency_of_party,
    "took_part_earlier": _took_part_earlier,
    "decided_earlier": _decided_earlier,
    "declared_interest": _declared_interest,
    "named_by_party": _named_by_party,
}


def _others(people: People, post: Post) -> tuple[Post, ...]:
    return tuple(party for party in people.concerned if party.id != post.id)


def _none_of(people: People, say: str, before: tuple[str, str, tuple[Step, ...]] | None) -> Found:
    """That nothing holds, if everybody concerned is known."""
    if people.all_parties_known:
        return Found(NO, say, (), before)
    return Found(None, "cannot be compared with everybody concerned: not all of them are recorded", (), before)


def _line(people: People, on: dt.date, person: str, party: str) -> tuple[Step, ...]:
    """The chain of management between two people on a day, from the lower one up; empty where there is none."""
    for low, high in ((party, person), (person, party)):
        above = people.managers(on, low)[0]
        if high in above:
            chain = (low, *above[: above.index(high) + 1])
            return tuple(Step(f"person:{one}", "answers to", f"person:{two}") for one, two in pairwise(chain))
    return ()


def _open_end(people: People, post: Post, party: Post) -> str | None:
    """Somebody whose unrecorded manager leaves open whether one of the two is in the other's line."""
    for low, high in ((party.id, post.id), (post.id, party.id)):
        above, to_the_top = people.managers(people.on, low)
        top = above[-1] if above else low
        if not to_the_top and top not in people.managers(people.on, high)[0]:
            return people.people[top].name if top in people.people else top
    return None


def _line_in_words(people: People, path: tuple[Step, ...], party: Post) -> str:
    chain = [path[0].from_, *(step.to for step in path)]
    downwards = chain[0] == f"person:{party.id}"
    names = [people.people[each.removeprefix("person:")] for each in (reversed(chain) if downwards else chain)]
    verb = "manages" if downwards else "answers to"
    told = [_party(people, each) if each == party else each.name for each in names[1:]]
    return f"{verb} {f', who {verb} '.join(told)}"


def _line_once(people: People, path: tuple[Step, ...], party: Post, last: dt.date) -> str:
    now = _line_in_words(people, path, party)
    past = now.replace("manages", "managed").replace("answers to", "answered to")
    return f"{past}, until {in_words(last)}"


def _same_team(post: Post, party: Post) -> bool | None:
    if post.agency and party.agency and post.agency != party.agency:
        return False
    if post.team is None or party.team is None:
        return None
    return post.team == party.team


def _team_path(people: People, on: dt.date, post: Post, party: Post) -> tuple[Step, ...]:
    then, theirs = people.recorded[post.id].post(on), people.recorded[party.id].post(on)
    return (_in_team(then), _in_team(theirs)) if _same_team(then, theirs) else ()


def _team_once(people: People, path: tuple[Step, ...], party: Post, last: dt.date) -> str:
    return f"was in the team '{path[0].to.removeprefix('team:')}' with {_party(people, party)}, until {in_words(last)}"


def _agency_path(people: People, on: dt.date, post: Post, party: Post) -> tuple[Step, ...]:
    then, theirs = people.recorded[post.id].post(on), people.recorded[party.id].post(on)
    shared = then.agency is not None and then.agency == theirs.agency
    return (_in_agency(then), _in_agency(theirs)) if shared else ()


def _agency_once(people: People, path: tuple[Step, ...], party: Post, last: dt.date) -> str:
    return f"worked for {path[0].to.removeprefix('agency:')} with {_party(people, party)}, until {in_words(last)}"


def _in_team(post: Post) -> Step:
    return Step(f"person:{post.id}", "is in the team", f"team:{post.team}")


def _in_agency(post: Post) -> Step:
    return Step(f"person:{post.id}", "works for", f"agency:{post.agency}")


def _took_part(post: Post, part: str) -> Step:
    return Step(f"person:{post.id}", "took part in", f"matter:{part}")


def _formerly(
    people: People,
    post: Post,
    others: tuple[Post, ...],
    path_on: Callable[[dt.date, Post], tuple[Step, ...]],
    in_words_once: Callable[[People, tuple[Step, ...], Post, dt.date], str],
) -> tuple[str, str, tuple[Step, ...]] | None:
    """The latest time at which something held that is over: it ended on a day on which some entry ended."""
    for day in sorted(_ends(people.recorded.values(), people.on), reverse=True):
        for party in others:
            if path := path_on(day, party):
                return FORMERLY, in_words_once(people, path, party, day), path
    return None


def _ends(people: Iterable[Person], on: dt.date) -> set[dt.date]:
    return {
        each.until
        for person in people
        for written in (person.line_manager, person.team, person.agency)
        if written is not None and not isinstance(written, str)
        for each in spans(written)
        if each.until and each.until < on
    }


def _parts(people: People, post: Post) -> Iterator[tuple[str, Step]]:
    for act in people.acts.get(post.id, ()):
        say = f"acted at an earlier stage, on {in_words(act.day)}: {_lower(act.say)}"
        yield say, Step(f"person:{post.id}", "acted at", f"matter:{act.stage}")
    order = people.role_graph.order
    reached = order.index(people.stage) if people.stage in order else len(order)
    for part in people.recorded[post.id].took_part:
        known = part.on is None or part.on <= people.on
        if known and (part.in_ not in order or order.index(part.in_) < reached):
            when = f" on {in_words(part.on)}" if part.on else ""
            yield f"took part in {_plain(part.in_)}{when}", _took_part(post, part.in_)


def _party(people: People, party: Post) -> str:
    title = next(
        people.roles[role].title for role in party.ever_held if role in people.roles and people.roles[role].party
    )
    return f"{party.name} ({title})"


def _plain(part: str) -> str:
    return {DECISION: "the decision in dispute"}.get(part, part.replace("-", " "))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
