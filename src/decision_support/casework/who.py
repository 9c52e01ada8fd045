"""Who has to act now, and who could: each role that advice needs somebody in, with everybody passed over and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from decision_support.model.advice import Advice, Alarm, Ask, Holder, LeftOut
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.parties import SIDES, Side
from decision_support.reasoning.conclude import conclude
from decision_support.roles.escalation import COUNTERPART, Bars, Wanted, contact, holder, stand_ins
from decision_support.roles.graph import People

from .eligibility import Eligibility
from .mending import Mending
from .rule_book import RuleBook
from .situation import Situation


@dataclass(frozen=True)
class Acting:
    """Somebody who may act, and how this person comes to: by record, by line of management, or as a stand-in."""

    id: str
    how: str


@dataclass(frozen=True)
class Needed:
    """A role that somebody has to act in.

    acting       best first: by record, then by line of management, then standing in
    could        others who are recorded and could be given the role: nothing on record speaks against them
    passed_over  everybody else who holds the role or was looked at, and why not
    in_doubt     those who may act once what `ask` names is known, or something is decided
    counterpart  who stands opposite on the other side
    then         the role that comes next, None where the guidance ends
    """

    guidance: str
    role: str
    title: str
    for_: tuple[str, ...]
    acting: tuple[Acting, ...]
    could: tuple[str, ...]
    passed_over: tuple[LeftOut, ...]
    in_doubt: tuple[LeftOut, ...]
    ask: tuple[Ask, ...]
    counterpart: Holder | None
    find: str | None
    then: str | None
    alarm: Alarm | None


@dataclass(frozen=True)
class Who:
    """Who acts in a case on a day, in the order in which advice needs them."""

    case: str
    on: str
    needed: tuple[Needed, ...]


def who(base: KnowledgeBase, case: Situation, book: RuleBook, advice: Advice, role: str | None = None) -> Who:
    """For the roles that the advice needs now, or for one role of the documents that apply."""
    asking = _Asking(base, case, book, advice)
    needed = asking.of_role(role) if role else asking.of_advice()
    return Who(case.case.case, case.on.isoformat(), tuple(needed))


class _Asking:
    def __init__(self, base: KnowledgeBase, case: Situation, book: RuleBook, advice: Advice) -> None:
        self._base = base
        self._case = case
        self._book = book
        self._advice = advice
        self._mending = Mending(base, case, book)

    def of_advice(self) -> Iterator[Needed]:
        """One entry for each role and side that a recommendation names."""
        found: dict[tuple[str, str, str], tuple[Holder, list[str]]] = {}
        for each in self._advice.recommendations:
            for needed in (each.actor, each.contact):
                if needed is not None:
                    guidance = each.id.partition(".")[0]
                    _, ids = found.setdefault((guidance, needed.role, needed.title), (needed, []))
                    ids.append(each.id)
        for (guidance, _, _), (needed, ids) in found.items():
            yield self._needed(guidance, needed, tuple(dict.fromkeys(ids)))

    def of_role(self, role: str) -> Iterator[Needed]:
        """A role of each document that has it, on each side where each has its own."""
        for guidance, people in self._case.people.items():
            if role not in people.roles:
                continue
            known = people.roles[role]
            sides: tuple[Side, ...] = SIDES if known.sided and not known.party else ("own",)
            bars = self._bars_if_proposed(guidance, role)
            for side in sides:
                yield self._needed(guidance, holder(people, role, side, bars), ())

    def _needed(self, guidance: str, found: Holder, ids: tuple[str, ...]) -> Needed:
        people = self._case.people[guidance]
        judged = self._mending.is_judged(guidance, found.role)
        others = self._others(guidance, found) if judged else ()
        doubtful = {each.id for each in found.in_doubt}
        next_up = people.role_graph.next_up(found.role)
        return Needed(
            guidance=guidance,
            role=found.role,
            title=found.title,
            for_=ids,
            acting=tuple(
                sorted(_acting(people, found), key=lambda each: (_rank(people, found.role, each.id), each.id))
            ),
            could=tuple(person for person, why in others if why is None),
            passed_over=(*found.left_out, *(LeftOut(person, why) for person, why in others if why is not None)),
            in_doubt=found.in_doubt,
            ask=tuple(each for each in self._advice.ask if each.subject in doubtful),
            counterpart=self._counterpart(people, found, self._bars_if_proposed(guidance, found.role)),
            find=found.find,
            then=people.roles[next_up].title if next_up else None,
            alarm=self._mending.alarm(guidance, found),
        )

    def _others(self, guidance: str, found: Holder) -> tuple[tuple[str, str | None], ...]:
        """Everybody else recorded, with the reason why they could not be given the role, or None."""
        people = self._case.people[guidance]
        named = {*found.people, *(each.id for each in chain(found.left_out, found.in_doubt))}
        bars = self._bars_if_proposed(guidance, found.role)
        rest = [person for person in people.people if person not in named]
        return tuple((person, _why(people, bars, found.role, person)) for person in rest)

    def _bars_if_proposed(self, guidance: str, role: str) -> Bars:
        facts = self._mending.facts_if_proposed(role)
        inference = self._book.reasoner.infer(facts)
        return Eligibility(self._base, self._case, inference, conclude(self._base, inference)).bars(guidance)

    def _counterpart(self, people: People, found: Holder, bars: Bars) -> Holder | None:
        known = people.roles[found.role]
        if not known.sided:
            return None
        side: Wanted = "other" if found.title.endswith("on the other side") else "own"
        return contact(people, found.role, COUNTERPART, side, None, bars)


def _why(people: People, bars: Bars, role: str, person: str) -> str | None:
    if (barred := bars.get((role, person))) is not None:
        return barred.why
    return "is away" if people.is_away(person) else None


def _acting(people: People, found: Holder) -> Iterable[Acting]:
    for person in found.people:
        yield Acting(person, _how(people, found.role, person))


def _how(people: People, role: str, person: str) -> str:
    steps = next(
        (
            f"is {_steps(people.managers(people.on, party.id)[0].index(person) + 1)} above {party.name}"
            for party in people.concerned
            if person in people.managers(people.on, party.id)[0]
        ),
        None,
    )
    if role in people.people[person].roles:
        return f"holds the role on record{f' and {steps}' if steps else ''}"
    for other in people.people:
        for stand_in, as_ in stand_ins(people, other):
            if stand_in == person and role in (*people.people[other].roles, *_by_line(people, other)):
                return f"stands in for {people.people[other].name} as {as_}"
    return steps or "is recorded for it"


def _by_line(people: People, person: str) -> Iterator[str]:
    return (role for role in people.roles for side in SIDES if person in people.in_line(role, side))


def _rank(people: People, role: str, person: str) -> int:
    if role in people.people[person].roles:
        return 0
    return 1 if role in _by_line(people, person) else 2


def _steps(number: int) -> str:
    return "one step" if number == 1 else f"{number} steps"
