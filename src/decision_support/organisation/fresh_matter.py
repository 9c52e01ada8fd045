"""A matter between people of an organisation on which nothing has happened yet: what is known of them at its outset."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from decision_support.casework import Casework
from decision_support.casework.eligibility import Eligibility
from decision_support.casework.mending import BARS, Mending
from decision_support.model.advice import Holder
from decision_support.model.case import Case
from decision_support.model.organisation import is_lasting
from decision_support.model.parties import SIDES, Side
from decision_support.model.people import Dated, Person, spans
from decision_support.model.values import Answer
from decision_support.reasoning.conclude import conclude
from decision_support.roles.conflicts import NO, WAIVED, YES, conflicts
from decision_support.roles.escalation import holder
from decision_support.roles.graph import DECISION, People

OF_THE_MATTER = ("took_part_earlier", "decided_earlier", "declared_interest", "named_by_party")
PLACES = ("line_manager", "team", "agency")


class FreshMatter:
    """The people of an organisation under one document, before anything has happened between two of them.

    Nobody has taken part, decided, declared anything or been put forward, unless the record says so. Who manages whom
    and who works with whom is as recorded, and not known where it is not.

    parties  those between whom it is, as roles mark them: whoever raises it and the other side, or the one concerned
    marks    a role of each of them
    ends     the days before this one on which a line of management, a team or an agency of anybody ended
    """

    def __init__(self, desk: Casework, guidance: str, people: Iterable[Person], on: dt.date) -> None:
        self.desk, self.guidance, self.on = desk, guidance, on
        self.document, self.roles = desk.base.documents[guidance], desk.roles(guidance)
        self.book = desk.rule_book((guidance,))
        marked = {role.party: role.id for role in reversed([*self.document.roles.values()]) if role.party}
        self.parties = tuple(side for side in SIDES if side in marked) or tuple(sorted(marked))[:1]
        self.marks = tuple(marked[party] for party in self.parties)
        self.everybody_marked = len(self.marks) == len(marked) > 0
        self.recorded: Mapping[str, Person] = {}
        self.ends: tuple[dt.date, ...] = ()
        self.nobody = desk.situation(self.case(()), on)
        self._rules = Mending(desk.base, self.nobody, self.book)
        self.recorded = {person.id: self._bare(person) for person in sorted(people, key=lambda person: person.id)}
        self.recorded = {name: self.fresh(person) for name, person in self.recorded.items()}
        self.ends = tuple(sorted({day for person in self.recorded.values() for day in _ends(person) if day < on}))
        self.staff = self.people(self.case(()))

    def case(
        self,
        concerned: tuple[str, ...],
        among: Collection[str] | None = None,
        changed: Mapping[str, Person] | None = None,
    ) -> Case:
        """A case about these people, in the order of the marks, with everybody or only some of the others in it.

        changed: people who are recorded otherwise, or in addition.
        """
        recorded = {**self.recorded, **(changed or {})}
        names = recorded if among is None else {*among, *concerned, *(changed or {})}
        present = {name: recorded[name] for name in sorted(names)}
        for name, mark in zip(concerned, self.marks, strict=False):
            person = present[name]
            present[name] = person.model_copy(update={"roles": (*person.roles, mark)})
        others = self._who_kept_the_days(present) if among is not None else ()
        return Case(case="A matter", guidance=(self.guidance,), opened=self.on, people=(*present.values(), *others))

    def people(self, case: Case) -> People:
        """The people of such a case, beside the roles of the document."""
        return People(case, self.roles, self.on, next(iter(self.document.stages), None))

    def around(self, names: Iterable[str]) -> set[str]:
        """These people, everybody above them at any time, whomever a record rests on, and whoever decided before."""
        found: set[str] = set()
        waiting = [*names, *self._deciders]
        while waiting:
            name = waiting.pop()
            if name in self.recorded and name not in found:
                found.add(name)
                waiting += (each.is_ for each in spans(self.recorded[name].line_manager))
                waiting += (each.ended.by for each in self.recorded[name].interests if each.ended)
                waiting += (each.for_ for each in self.recorded[name].stands_in)
        return found

    def fresh(self, person: Person) -> Person:
        """Somebody of whom nothing is declared but what is on record."""
        declared = dict.fromkeys(self._open, Answer(value=NO))
        if person.took_part or person.interests or person.named_by:
            alone = self.people(self.case((), self.around([person.id])))
            on_record = {kind for kind, found in conflicts(alone, person.id).items() if found.value is not None}
            on_record |= {"named_by_party"} if person.named_by else set()
            declared = {name: no for name, no in declared.items() if self._open[name] not in on_record}
        return person.model_copy(update={"facts": declared | person.facts})

    def is_judged(self, role: str, steps: Collection[str] | None = None) -> bool:
        """Whether rules bar anybody from this role, in any of these steps; in anything, where none are named."""
        bears_on = self.document.roles[role].judged_for
        bears = steps is None or not bears_on or not set(steps).isdisjoint(bears_on)
        return bears and self._rules.is_judged(self.guidance, role)

    def holder(self, case: Case, role: str, side: Side, is_judged: bool) -> Holder:
        """Who acts in a role in such a case, found as any answer about a case finds it."""
        if not is_judged:
            return holder(self.people(case), role, side)
        found = self.desk.situation(case, self.on)
        inference = self.book.reasoner.infer(Mending(self.desk.base, found, self.book).facts_if_proposed(role))
        concluded = conclude(self.desk.base, inference)
        bars = Eligibility(self.desk.base, found, inference, concluded).bars(self.guidance)
        return holder(found.people[self.guidance], role, side, bars)

    def mending(self, case: Case) -> Mending:
        """What would let somebody act in such a case."""
        return Mending(self.desk.base, self.desk.situation(case, self.on), self.book)

    def _bare(self, person: Person) -> Person:
        """Somebody without what belongs to one case: a side in it, waivers, answers that people work out."""
        facts = self.desk.base.facts
        return person.model_copy(
            update={
                "roles": tuple(each for each in person.roles if _name(each) not in self._party_roles),
                "considered_for": tuple(each for each in person.considered_for if each not in self._party_roles),
                "waivers": (),
                "facts": {
                    name: answer
                    for name, answer in person.facts.items()
                    if is_lasting(facts[name]) and (answer.on is None or answer.on <= self.on)
                },
            }
        )

    @cached_property
    def _deciders(self) -> tuple[str, ...]:
        decided = ((name, part) for name, person in self.recorded.items() for part in person.took_part)
        return tuple(name for name, part in decided if part.in_ == DECISION)

    @cached_property
    def _party_roles(self) -> set[str]:
        return {role.id for role in self.document.roles.values() if role.party}

    @cached_property
    def _open(self) -> dict[str, str | None]:
        """What people would have to declare of one matter, and how it is worked out where it is on record.

        Besides taking part and the like, whatever keeps somebody from acting until it is waived, unless it is not so.
        """
        barring = [rule for rule in self.book.rules.values() if rule.then.kind in BARS]
        read = [condition for rule in barring for condition in rule.when if condition.allowed is not None]
        bad = {condition.fact for condition in read if condition.holds(YES) and not condition.holds(NO)}
        bad -= {condition.fact for condition in read if condition.holds(NO)}
        return {
            name: fact.computed
            for name, fact in self.desk.base.facts.items()
            if fact.about == "person"
            and (
                fact.computed in OF_THE_MATTER
                or (fact.computed is None and WAIVED in fact.on_record_only and name in bad)
            )
        }

    def _who_kept_the_days(self, present: Collection[str]) -> tuple[Person, ...]:
        """Somebody without a part in anything who keeps these days: ties that ended are looked for on each of them."""
        if not self.ends:
            return ()
        name = "days-on-record"
        while name in present:
            name += "-"
        starts = (None, *(day + dt.timedelta(days=1) for day in self.ends))
        spells = (
            Dated.model_validate({"is": name, "from": start, "until": end})
            for start, end in zip(starts, self.ends, strict=False)
        )
        return (Person(id=name, team=tuple(spells)),)


def _name(role: str | Dated) -> str:
    return role.is_ if isinstance(role, Dated) else role


def _ends(person: Person) -> Iterator[dt.date]:
    for key in PLACES:
        yield from (each.until for each in spans(getattr(person, key)) if each.until)
