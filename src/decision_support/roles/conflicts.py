"""What may keep somebody from acting, worked out from the graph: each with its value, in words, and the path behind it.

What is not recorded has no value. It is never taken as no.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from decision_support.model.dates import in_words
from decision_support.model.people import Interest, Post

from .graph import DECISION, People, Step
from .ties import Path, line, open_end, same_team, shared_agency, shared_team, since, up

YES, NO = "yes", "no"
FORMERLY, ENDED, WAIVED = "formerly", "ended", "waived"

PathOn = Callable[[People, dt.date, str, str], Path]


class Found(NamedTuple):
    """A value, None where the record does not tell; words that follow a name; the edges that it rests on.

    since   the day on which it came to hold, None where that is not recorded
    before  the same for what once held and is over
    """

    value: str | None
    say: str
    path: Path = ()
    since: dt.date | None = None
    before: Found | None = None


def conflicts(people: People, person: str) -> dict[str, Found]:
    """Every kind of conflict, by what it is called in a vocabulary under 'computed'."""
    post = people.people[person]
    return {kind: find(people, post) for kind, find in _FINDERS.items()}


def party_of(people: People, person: str) -> Found | None:
    """That somebody is one of those concerned."""
    for post in people.concerned:
        if post.id == person:
            role = next(role for role in post.ever_held if role in people.roles and people.roles[role].party)
            path = (Step(f"person:{person}", "holds", f"role:{role}"),)
            return Found(YES, f"is one of those concerned ({people.roles[role].title})", path)
    return None


def _in_line_of_party(people: People, post: Post) -> Found:
    others = _others(people, post)
    now = [(party, path) for party in others if (path := line(people, people.on, post.id, party.id))]
    if now:
        return _latest(people, [(_line_in_words(people, path, party), path) for party, path in now])
    before = _formerly(people, post, others, line, _line_once)
    top = next((end for party in others if (end := open_end(people, post, party))), None)
    if top:
        say = f"may be in the line of somebody concerned: nobody recorded whom {top} answers to"
        return Found(None, say, before=before)
    return _none_of(people, "is in the line of nobody concerned", before)


def _answers_to_party(people: People, post: Post) -> Found:
    others = _others(people, post)
    now = [(party, path) for party in others if (path := up(people, people.on, post.id, party.id))]
    if now:
        return _latest(people, [(_line_in_words(people, path, party), path) for party, path in now])
    before = _formerly(people, post, others, up, _line_once)
    above, to_the_top = people.managers(people.on, post.id)
    if not to_the_top:
        top = people.people[above[-1]].name if above else post.name
        return Found(None, f"may answer to somebody concerned: nobody recorded whom {top} answers to", before=before)
    return _none_of(people, "answers to nobody concerned", before)


def _same_team_as_party(people: People, post: Post) -> Found:
    others = _others(people, post)
    shared = {party: same_team(post, party) for party in others}
    together = [(party, shared_team(people, people.on, post.id, party.id)) for party, same in shared.items() if same]
    if together:
        told = [(f"is in the team '{post.team}', as is {_party(people, party)}", path) for party, path in together]
        return _latest(people, told)
    before = _formerly(people, post, others, shared_team, _team_once)
    open_ = next((party for party, same in shared.items() if same is None), None)
    if open_:
        who = post if post.team is None else open_
        say = f"may be in a team with somebody concerned: nobody recorded the team of {who.name}"
        return Found(None, say, before=before)
    return _none_of(people, "is in the team of nobody concerned", before)


def _agency_of_party(people: People, post: Post) -> Found:
    others = _others(people, post)
    together = [(party, path) for party in others if (path := shared_agency(people, people.on, post.id, party.id))]
    if together:
        told = [(f"works for {post.agency}, as does {_party(people, party)}", path) for party, path in together]
        return _latest(people, told)
    before = _formerly(people, post, others, shared_agency, _agency_once)
    unknown = next((each for each in (post, *others) if each.agency is None), None)
    if unknown:
        say = f"may work for an agency concerned: nobody recorded for whom {unknown.name} works"
        return Found(None, say, before=before)
    return _none_of(people, "works for no agency concerned", before)


def _took_part_earlier(people: People, post: Post) -> Found:
    parts = list(_parts(people, post))
    if parts:
        return max(parts, key=lambda found: found.since or dt.date.min)
    return Found(None, "has not said whether they took part before")


def _took_part_for_party(people: People, post: Post) -> Found:
    for party in _others(people, post):
        for part in people.recorded[post.id].took_part:
            if part.for_ == party.id and (part.on is None or part.on <= people.on):
                say = f"took part in {_plain(part.in_)} for {_party(people, party)}"
                return Found(YES, say, (_took_part(post, part.in_),), part.on)
    return Found(NO, "took part for nobody concerned")


def _decided_earlier(people: People, post: Post) -> Found:
    for act in people.acts.get(post.id, ()):
        if act.decided:
            path = (Step(f"person:{post.id}", "acted at", f"matter:{act.stage}"),)
            return Found(YES, f"already decided, on {in_words(act.day)}: {_lower(act.say)}", path, act.day)
    for part in people.recorded[post.id].took_part:
        if part.in_ == DECISION and (part.on is None or part.on <= people.on):
            return Found(YES, "took the decision in question", (_took_part(post, part.in_),), part.on)
    return Found(None, "has not said whether they decided before")


def _declared_interest(people: People, post: Post) -> Found:
    declared = [each for each in people.recorded[post.id].interests if each.on is None or each.on <= people.on]
    active = [each for each in declared if each.ended is None or each.ended.on > people.on]
    if active:
        latest = max(active, key=lambda each: each.on or dt.date.min)
        when = f" on {in_words(latest.on)}" if latest.on else ""
        return Found(
            YES, f"declared an interest{when}: {latest.in_.rstrip('.')}", (_interest(post, latest),), latest.on
        )
    for each in declared:
        assert each.ended
        who = people.people[each.ended.by].name if each.ended.by in people.people else each.ended.by
        why = each.ended.why.rstrip(".")
        say = f"had an interest ({each.in_}), which ended: {who}, {in_words(each.ended.on)}: {why}"
        over = Found(ENDED, say, (_interest(post, each),), each.ended.on)
        return Found(None, "has not said whether they have any other interest", before=over)
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


def _in_line_of_decider(people: People, post: Post) -> Found:
    """Ties to whoever decided before, who is not a party and whose decision would be gone into."""
    for other in (each for each in people.deciders if each != post.id):
        if path := line(people, people.on, post.id, other):
            name = people.people[other].name
            tie = "answers to" if path[0].from_ == f"person:{post.id}" else "manages"
            return Found(YES, f"{tie} {name}, directly or further up, who decided before", path)
    return Found(NO, "is in the line of nobody who decided before")


_FINDERS: Mapping[str, Callable[[People, Post], Found]] = {
    "in_line_of_party": _in_line_of_party,
    "answers_to_party": _answers_to_party,
    "same_team_as_party": _same_team_as_party,
    "agency_of_party": _agency_of_party,
    "took_part_earlier": _took_part_earlier,
    "took_part_for_party": _took_part_for_party,
    "decided_earlier": _decided_earlier,
    "declared_interest": _declared_interest,
    "named_by_party": _named_by_party,
    "in_line_of_decider": _in_line_of_decider,
}


def _others(people: People, post: Post) -> tuple[Post, ...]:
    return tuple(party for party in people.concerned if party.id != post.id)


def _none_of(people: People, say: str, before: Found | None) -> Found:
    """That nothing holds, if everybody concerned is known."""
    if people.all_parties_known:
        return Found(NO, say, before=before)
    return Found(None, "cannot be compared with everybody concerned: not all of them are recorded", before=before)


def _latest(people: People, ties: Iterable[tuple[str, Path]]) -> Found:
    """Of several ties that hold, the one that came about last."""
    found = [Found(YES, say, path, since(people, path)) for say, path in ties]
    return max(found, key=lambda each: each.since or dt.date.min)


def _line_in_words(people: People, path: Path, party: Post) -> str:
    chain = [path[0].from_, *(step.to for step in path)]
    downwards = chain[0] == f"person:{party.id}"
    names = [people.people[each.removeprefix("person:")] for each in (reversed(chain) if downwards else chain)]
    verb = "manages" if downwards else "answers to"
    told = [_party(people, each) if each == party else each.name for each in names[1:]]
    return f"{verb} {f', who {verb} '.join(told)}"


def _line_once(people: People, path: Path, party: Post, last: dt.date) -> str:
    now = _line_in_words(people, path, party)
    past = now.replace("manages", "managed").replace("answers to", "answered to")
    return f"{past}, until {in_words(last)}"


def _team_once(people: People, path: Path, party: Post, last: dt.date) -> str:
    return f"was in the team '{path[0].to.removeprefix('team:')}' with {_party(people, party)}, until {in_words(last)}"


def _agency_once(people: People, path: Path, party: Post, last: dt.date) -> str:
    return f"worked for {path[0].to.removeprefix('agency:')} with {_party(people, party)}, until {in_words(last)}"


def _took_part(post: Post, part: str) -> Step:
    return Step(f"person:{post.id}", "took part in", f"matter:{part}")


def _interest(post: Post, interest: Interest) -> Step:
    return Step(f"person:{post.id}", "has an interest in", f"matter:{interest.in_}")


def _formerly(
    people: People,
    post: Post,
    others: tuple[Post, ...],
    path_on: PathOn,
    once_in_words: Callable[[People, Path, Post, dt.date], str],
) -> Found | None:
    """The latest time at which something held that is over: it ended on a day on which some entry ended."""
    for day in people.ends:
        for party in others:
            if path := path_on(people, day, post.id, party.id):
                return Found(FORMERLY, once_in_words(people, path, party, day), path, day)
    return None


def _parts(people: People, post: Post) -> Iterator[Found]:
    for act in people.acts.get(post.id, ()):
        say = f"acted at an earlier stage ({_lower(act.stage)}), on {in_words(act.day)}: {_lower(act.say)}"
        yield Found(YES, say, (Step(f"person:{post.id}", "acted at", f"matter:{act.stage}"),), act.day)
    order = people.role_graph.order
    reached = order.index(people.stage) if people.stage in order else len(order)
    for part in people.recorded[post.id].took_part:
        known = part.on is None or part.on <= people.on
        if known and (part.in_ not in order or order.index(part.in_) < reached):
            when = f" on {in_words(part.on)}" if part.on else ""
            say = f"took part in {_plain(part.in_)}{when}"
            yield Found(YES, say, (_took_part(post, part.in_),), part.on)


def _party(people: People, party: Post) -> str:
    titles = (people.roles[role].title for role in party.ever_held if role in people.roles and people.roles[role].party)
    return f"{party.name}, the {next(titles)}"


def _plain(part: str) -> str:
    return {DECISION: "the decision in question"}.get(part, part.replace("-", " "))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")
