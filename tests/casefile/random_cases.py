"""Random cases with every key that a case can have, and changes of them."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from decision_support.model.case import Case, Weighed
from decision_support.model.people import Person
from decision_support.model.values import Answer

PEOPLE, OPTIONS, FACTS, QUESTIONS = ("pa", "pb", "pc"), ("oa", "ob"), ("fa", "fb", "fc"), ("qa", "qb")
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)

texts = st.one_of(
    st.sampled_from(["A note", "Another", "Über alles hinweg – “so”"]),
    st.text(min_size=1, max_size=12).filter(lambda text: text.strip()),
)
days = st.dates(FIRST, LAST)
moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 12, 31))
names = st.sampled_from(PEOPLE)
words = st.sampled_from(["alpha", "beta", "gamma.delta"])


def some(**keys: st.SearchStrategy) -> st.SearchStrategy[dict]:
    """Any of these keys, each of which may be left out."""
    return st.fixed_dictionaries({}, optional=keys)


@st.composite
def spans(draw: st.DrawFn, **keys: st.SearchStrategy) -> dict:
    """A span of time, one end or both left open, with these keys."""
    ends = sorted(draw(st.lists(days, min_size=2, max_size=2)))
    span = {"from": ends[0], "until": ends[1]}
    kept = draw(st.sets(st.sampled_from(["from", "until"])))
    return {end: day for end, day in span.items() if end in kept} | {key: draw(each) for key, each in keys.items()}


def merged(needed: dict, optional: st.SearchStrategy[dict]) -> st.SearchStrategy[dict]:
    return st.tuples(st.fixed_dictionaries(needed), optional).map(lambda both: both[0] | both[1])


answers = merged({"value": st.sampled_from(["yes", "no", "unknown"])}, some(rationale=texts, by=texts, on=days))
on_record = {"by": words, "on": days, "why": texts}
interests = merged({"in": texts}, some(note=texts, on=days, ended=st.fixed_dictionaries(on_record)))
waivers = st.fixed_dictionaries(on_record | {"of": words})
timed = st.one_of(texts, st.lists(spans(**{"is": texts}), max_size=2))
facts = st.dictionaries(st.sampled_from(FACTS), answers, max_size=3)

person_parts = {
    "name": texts,
    "roles": st.lists(st.one_of(words, spans(**{"is": texts})), max_size=2),
    "agency": timed,
    "team": timed,
    "line_manager": st.one_of(names, st.lists(spans(**{"is": texts}), max_size=2)),
    "interests": st.lists(interests, max_size=2),
    "took_part": st.lists(merged({"in": texts}, some(**{"on": days, "for": names})), max_size=2),
    "named_by": st.lists(names, max_size=2),
    "stands_in": st.lists(spans(**{"for": names, "as": st.sampled_from(["deputy", "nominee"])}), max_size=2),
    "away": st.lists(spans(why=texts), max_size=2),
    "waivers": st.lists(waivers, max_size=2),
    "considered_for": st.lists(words, max_size=2),
    "facts": facts,
}
events = st.one_of(
    merged({"what": words, "on": days}, some(by=names, stage=words, outcome=words, silence=words, note=texts)),
    merged({"what": words, "at": moments}, some(by=names, note=texts)),
    merged({"what": words, "at": moments.map(lambda at: at.replace(tzinfo=dt.UTC))}, some(stage=words)),
)
parts = {
    "guidance": st.lists(words, max_size=2),
    "jurisdiction": st.sampled_from(["england", "wales", None]),
    "facts": facts,
    "answers": st.dictionaries(st.sampled_from(QUESTIONS), answers, max_size=2),
    "people": st.dictionaries(names, some(**person_parts), max_size=3),
    "options": st.dictionaries(st.sampled_from(OPTIONS), some(facts=facts), max_size=2),
    "events": st.lists(events, max_size=3),
}
written = merged({"case": texts, "opened": days}, some(**parts))


@st.composite
def courses(draw: st.DrawFn, most: int = 3) -> list[Case]:
    """A case as it is at first, and after each of some changes."""
    now = draw(written)
    states = [now]
    for _ in range(draw(st.integers(1, most))):
        now = _changed(draw, now)
        states.append(now)
    return [_dated(_case(each), number) for number, each in enumerate(states)]


def _dated(case: Case, number: int) -> Case:
    """The case with no answer given before those of the state before it: one entered late would not replace them."""

    def later(answers: dict[str, Answer]) -> dict[str, Answer]:
        day = FIRST + dt.timedelta(days=number)
        return {name: each.model_copy(update={"on": each.on and day}) for name, each in answers.items()}

    def told(subjects: tuple[Person | Weighed, ...]) -> tuple[Person | Weighed, ...]:
        return tuple(each.model_copy(update={"facts": later(each.facts)}) for each in subjects)

    new = {"facts": later(case.facts), "answers": later(case.answers)}
    return case.model_copy(update={**new, "people": told(case.people), "options": told(case.options)})


def normal(case: Case) -> Case:
    """The same case, whatever the order in which it was told."""
    return case.model_copy(
        update={
            "people": tuple(sorted(map(_normal_person, case.people), key=lambda each: each.id)),
            "options": tuple(sorted(case.options, key=lambda each: each.id)),
            "events": tuple(sorted(case.events, key=lambda each: each.model_dump_json())),
        }
    )


def _normal_person(person: Person) -> Person:
    def ordered(listed: tuple) -> tuple:
        return tuple(sorted(listed, key=lambda each: each.model_dump_json()))

    return person.model_copy(update={key: ordered(getattr(person, key)) for key in ("interests", "waivers")})


def _changed(draw: st.DrawFn, before: dict) -> dict:
    """Some of it other than before; people keep most of what they had, and events may be doubled or dropped."""
    after = dict(before)
    for key in draw(st.sets(st.sampled_from([*parts, "case"]), min_size=1, max_size=3)):
        if key == "people":
            after[key] = {name: _changed_person(draw, known) for name, known in before.get(key, {}).items()}
            for name in draw(st.sets(names, max_size=1)):
                after[key][name] = draw(some(**person_parts))
            for name in draw(st.sets(names, max_size=1)):
                after[key].pop(name, None)
        elif key == "events":
            old = before.get(key, [])
            kept = [each for each in old if draw(st.booleans())]
            doubled = [each for each in old if draw(st.booleans())]
            after[key] = draw(st.permutations([*kept, *doubled, *draw(parts[key])]))
        else:
            after[key] = draw(texts if key == "case" else parts[key])
    return after


def _changed_person(draw: st.DrawFn, known: dict) -> dict:
    after = dict(known)
    for key in draw(st.sets(st.sampled_from(sorted(person_parts)), max_size=2)):
        if key in ("interests", "waivers"):
            old = list(known.get(key, []))
            new = draw(person_parts[key])
            after[key] = draw(st.sampled_from([old + new, new + old, old[1:], new]))
        else:
            after[key] = draw(person_parts[key])
    return after


def _case(data: dict) -> Case:
    listed = {
        key: [{"id": name} | each for name, each in data[key].items()] for key in ("people", "options") if key in data
    }
    return Case.model_validate(data | listed)
