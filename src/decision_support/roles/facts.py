"""What the graph says of each person, as facts: roles, sides and conflicts, held against answers and waivers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from decision_support.errors import InvalidCase
from decision_support.model.dates import in_words
from decision_support.model.facts import Subject
from decision_support.model.people import Person, Waiver
from decision_support.model.values import UNKNOWN, Answer
from decision_support.model.vocabulary import Fact

from .conflicts import NO, WAIVED, YES, Found, conflicts, party_of
from .graph import NEITHER, People
from .ties import Path

PARTY, PART, DECIDED = "is_party", "took_part_earlier", "decided_earlier"


@dataclass(frozen=True)
class Standing:
    """What holds of a person in one respect, in words that follow the name; None where nobody knows."""

    value: str | None
    say: str
    path: Path


Standings = Mapping[str, Mapping[str, Standing]]  # person -> fact -> how it stands


def standings(people: People, facts: Mapping[str, Fact]) -> Standings:
    """How every person stands in each respect that is worked out from people, or that can be waived.

    Raises InvalidCase where an answer contradicts what was already recorded when it was given.
    """
    told = {
        name: fact
        for name, fact in facts.items()
        if fact.about == "person" and (fact.computed or fact.on_record_only or fact.overtaken)
    }
    return {person.id: dict(_standings(people, person, told)) for person in people.recorded.values()}


def people_facts(views: Iterable[tuple[People, Standings]]) -> dict[Subject, dict[str, str]]:
    """Facts about each person under every document that applies; the worst of them where they differ."""
    facts: dict[Subject, dict[str, str]] = {}
    unsettled: set[tuple[Subject, str]] = set()
    for view, stand in views:
        for person in view.people.values():
            subject = Subject("person", person.id)
            own = facts.setdefault(subject, {PARTY: NO, "side": NEITHER, "is_away": NO})
            for role in view.roles:
                own[f"role.{role}"] = YES if role in person.roles else NO
                own[f"proposed.{role}"] = YES if view.is_proposed(person.id, role) else NO
            if view.is_away(person.id):
                own["is_away"] = YES
            if own["side"] == NEITHER:
                own["side"] = view.standing_of(person)
            for name, each in stand[person.id].items():
                if each.value is None:
                    unsettled.add((subject, name))
                elif own.get(name) != YES:
                    own[name] = each.value if own.get(name, NO) == NO else own[name]
    for subject, name in unsettled:
        if facts[subject].get(name) == NO:
            del facts[subject][name]
    return facts


def _standings(people: People, person: Person, facts: Mapping[str, Fact]) -> Iterator[tuple[str, Standing]]:
    found = conflicts(people, person.id)
    ties = []
    for name, fact in facts.items():
        if fact.computed not in found:
            continue
        each = _settled(person, name, fact, found[fact.computed])
        if fact.computed == DECIDED and each.value is None and _took_no_part(person, found[PART]):
            each = Found(NO, "took no part, and so decided nothing")
        ties.append(each)
        yield name, _standing(people, person, name, each)
    if (party := party_of(people, person.id)) is not None:
        yield PARTY, Standing(YES, party.say, party.path)
    latest = max((each.since for each in ties if each.value not in (None, NO, UNKNOWN) and each.since), default=None)
    for name, fact in facts.items():
        answer = person.facts.get(name)
        if answer is None or fact.computed:
            continue
        if fact.overtaken and latest and answer.on and answer.on < latest:
            yield name, Standing(None, f"was asked on {in_words(answer.on)}, before what is on record since", ())
        else:
            yield name, _standing(people, person, name, Found(answer.value, _answered(fact, answer)))


def _settled(person: Person, name: str, fact: Fact, found: Found) -> Found:
    """What the record says, or else the answer; the record stands against an answer given before it was so."""
    answer = person.facts.get(name)
    if answer is None or answer.value == UNKNOWN:
        return found._replace(value=UNKNOWN) if found.value is None and answer else found
    overtaken = answer.on is not None and found.since is not None and answer.on < found.since
    if found.value is not None and answer.value != found.value and not overtaken:
        raise InvalidCase(
            f"'{name}' was answered '{answer.value}' of {person.called}, who by the record {found.say}.",
            mend="Correct the answer or the record, or date the answer with 'on' if it was true when it was given.",
            at=("people", person.id, "facts", name),
        )
    if found.value is None:
        return Found(answer.value, _answered(fact, answer), since=answer.on, before=found.before)
    return found


def _standing(people: People, person: Person, name: str, found: Found) -> Standing:
    if found.value == NO and found.before:
        found = found.before
    waiver = max((each for each in person.waivers if each.of == name), key=lambda each: each.on, default=None)
    if waiver and waiver.on <= people.on and found.value not in (None, NO, UNKNOWN) and _covers(waiver, found):
        who = people.people[waiver.by].name if waiver.by in people.people else waiver.by
        say = f"{found.say}; waived by {who} on {in_words(waiver.on)}: {waiver.why.rstrip('.')}"
        return Standing(WAIVED, say, found.path)
    return Standing(found.value, found.say, found.path)


def _covers(waiver: Waiver, found: Found) -> bool:
    """Whether what a waiver waives held when it was given; nobody waives what comes later."""
    return found.since is None or found.since <= waiver.on


def _took_no_part(person: Person, part: Found) -> bool:
    answer = person.facts.get(PART)
    return part.value is None and answer is not None and answer.value == NO


def _answered(fact: Fact, answer: Answer) -> str:
    """A fact about a person in words that follow the name, as somebody answered it."""
    told = fact.say.removeprefix("this person ")
    if answer.value == YES:
        return f"{told}, by the answer given"
    if answer.value == UNKNOWN:
        return f"was asked about, and nobody knows whether this person {told}"
    return f"{(fact.denied or fact.say).removeprefix('this person ')}, by the answer given"
