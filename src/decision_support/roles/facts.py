"""What the graph says of each person, as facts: roles, sides and conflicts, held against answers and waivers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from decision_support.errors import InvalidCase
from decision_support.model.dates import in_words
from decision_support.model.facts import Subject
from decision_support.model.people import Person
from decision_support.model.values import UNKNOWN
from decision_support.model.vocabulary import Fact

from .conflicts import NO, WAIVED, YES, Found, conflicts, party_of
from .graph import NEITHER, People, Step

PART, DECIDED = "took_part_earlier", "decided_earlier"


@dataclass(frozen=True)
class Standing:
    """What holds of a person in one respect, in words that follow the name; None where nobody knows."""

    value: str | None
    say: str
    path: tuple[Step, ...]


Standings = Mapping[str, Mapping[str, Standing]]  # person -> fact -> how it stands


def standings(people: People, facts: Mapping[str, Fact]) -> Standings:
    """How every person stands in each respect that the vocabulary has computed from people.

    Raises InvalidCase where an answer contradicts what is recorded.
    """
    kinds = {fact.computed: name for name, fact in facts.items() if fact.computed and fact.about == "person"}
    found: dict[str, dict[str, Standing]] = {}
    for person in people.recorded.values():
        own = {
            kind: _standing(people, person, kinds[kind], facts[kinds[kind]], each)
            for kind, each in conflicts(people, person.id).items()
            if kind in kinds
        }
        if DECIDED in own and PART in own and own[DECIDED].value is None and own[PART].value == NO:
            own[DECIDED] = Standing(NO, "took no part, and so decided nothing", ())
        found[person.id] = {kinds[kind]: each for kind, each in own.items()}
        if (party := party_of(people, person.id)) is not None:
            found[person.id]["is_party"] = Standing(YES, *party)
    return found


def people_facts(views: Iterable[tuple[People, Standings]]) -> dict[Subject, dict[str, str]]:
    """Facts about each person under every document that applies; the worst of them where they differ."""
    facts: dict[Subject, dict[str, str]] = {}
    unsettled: set[tuple[Subject, str]] = set()
    for view, stand in views:
        for person in view.people.values():
            subject = Subject("person", person.id)
            own = facts.setdefault(subject, {"is_party": NO, "side": NEITHER})
            for role in view.roles:
                own[f"role.{role}"] = YES if role in person.roles else NO
                own[f"proposed.{role}"] = YES if view.is_proposed(person.id, role) else NO
            if view.is_party(person.id):
                own["is_party"] = YES
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


def _standing(people: People, person: Person, name: str, fact: Fact, found: Found) -> Standing:
    given = person.facts.get(name)
    answer = given.value if given else None
    if found.value is not None and answer not in (None, UNKNOWN, found.value):
        raise InvalidCase(
            f"'{name}' was answered '{answer}' of {person.called}, who by the record {found.say}.",
            mend="Correct the answer or the record.",
        )
    value, say, path = found.value or answer, found.say, found.path
    if found.value is None and answer is not None:
        say = f"is said to be so: {fact.say}" if answer == YES else f"is said not to be so: {fact.say}"
    if value == NO and found.before:
        value, say, path = found.before
    waiver = next((each for each in person.waivers if each.of == name and each.on <= people.on), None)
    if waiver and value not in (None, NO, UNKNOWN):
        who = people.people[waiver.by].name if waiver.by in people.people else waiver.by
        return Standing(WAIVED, f"{say}; waived by {who} on {in_words(waiver.on)}: {waiver.why}", path)
    return Standing(value, say, path)
