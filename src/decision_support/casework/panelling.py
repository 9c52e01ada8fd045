"""A panel of a document put together from the people of a case: who may sit, the best panels, and why one fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from decision_support.model.advice import Mend
from decision_support.model.facts import Inference, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.people import Post
from decision_support.model.roles import PanelMakeUp
from decision_support.model.roles import Seat as SeatAsked
from decision_support.model.values import UNASKED, UNKNOWN, Strength
from decision_support.reasoning.conclude import conclude
from decision_support.roles.conflicts import NO
from decision_support.roles.escalation import Bars
from decision_support.roles.panel_mending import faults, smallest_mend
from decision_support.roles.panels import Panels, Seat, best_panels

from .eligibility import Eligibility
from .mending import Mending
from .rule_book import RuleBook
from .situation import Situation

SHOWN = 3


@dataclass(frozen=True)
class SeatLine:
    """A place that has to be filled, who would fill it, and who might once something is known of them."""

    id: str
    say: str
    fits: tuple[str, ...]
    may_fit: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Candidate:
    """Somebody who could sit: 'free', 'not cleared' or 'excluded', and why; the places this person would fill."""

    person: str
    state: str
    why: str | None
    seats: tuple[str, ...]


@dataclass(frozen=True)
class Proposed:
    """The people who hold the member's role, what is wrong with them as a panel, and the fewest changes that mend it.

    mends  empty where nothing is wrong
    """

    members: tuple[Candidate, ...]
    unfilled: tuple[str, ...]
    mends: tuple[Mend, ...]
    changes: int


@dataclass(frozen=True)
class Choice:
    """A panel as small as it can be: who fills which place, and what ties its members to one another."""

    members: tuple[str, ...]
    seats: dict[str, str]
    ties: tuple[str, ...]
    burden: int


@dataclass(frozen=True)
class PanelLine:
    """One panel of a document.

    best        the panels with the fewest ties, in their own record and between members, best first
    number      how many smallest panels there are altogether; None where they were not counted
    exhaustive  whether the best ones are certain to be the best
    """

    guidance: str
    id: str
    title: str
    member: str
    strength: Strength
    seats: tuple[SeatLine, ...]
    candidates: tuple[Candidate, ...]
    proposed: Proposed | None
    best: tuple[Choice, ...]
    number: int | None
    exhaustive: bool
    clauses: tuple[str, ...]
    interpretations: tuple[str, ...]
    silences: tuple[str, ...]


def panels_of(base: KnowledgeBase, case: Situation, book: RuleBook, keep: int = SHOWN) -> tuple[PanelLine, ...]:
    """Every panel that the documents of the case speak of."""
    return tuple(
        _Composing(base, case, book, guidance, panel).line(keep)
        for guidance, document in case.documents.items()
        for panel in document.panels.values()
    )


class _Composing:
    def __init__(self, base: KnowledgeBase, case: Situation, book: RuleBook, guidance: str, panel: PanelMakeUp) -> None:
        self._base = base
        self._case = case
        self._guidance = guidance
        self._panel = panel
        self._people = case.people[guidance]
        self._mending = Mending(base, case, book)
        self._inference: Inference = book.reasoner.infer(self._mending.facts_if_proposed(panel.member))
        concluded = conclude(base, self._inference)
        self._bars: Bars = Eligibility(base, case, self._inference, concluded).bars(guidance)
        self._seats = tuple(self._seats_asked())
        self._members = self._recorded_members()
        self._able = frozenset(
            person
            for person in self._people.people
            if self._why_not(person) is None and (person in self._members or not self._people.is_party(person))
        )

    def line(self, keep: int) -> PanelLine:
        """The panel with everything there is to say of it."""
        panel = self._panel
        seats = [Seat(line.id, frozenset(line.fits)) for line in self._seats]
        found: Panels = best_panels(
            seats, self._able, self._burden, lambda one, other: len(self._ties(one, other)), keep
        )
        return PanelLine(
            guidance=self._guidance,
            id=panel.id,
            title=panel.title,
            member=panel.member,
            strength=panel.strength,
            seats=self._seats,
            candidates=tuple(self._candidate(person) for person in self._people.people if self._is_looked_at(person)),
            proposed=self._proposed(seats),
            best=tuple(
                Choice(each.members, dict(each.seats), tuple(self._ties_within(each.members)), each.burden)
                for each in found.best
            ),
            number=found.number,
            exhaustive=found.exhaustive,
            clauses=panel.clauses,
            interpretations=panel.interpretations,
            silences=panel.see,
        )

    def _seats_asked(self) -> Iterator[SeatLine]:
        for seat in self._panel.seats:
            if seat.each is None:
                for number in range(1, seat.number + 1):
                    own = seat.id if seat.number == 1 else f"{seat.id}-{number}"
                    yield self._seat(seat, own, seat.say, None)
            else:
                for agency in sorted({party.agency for party in self._people.concerned if party.agency}):
                    yield self._seat(seat, f"{seat.id}-{agency}", f"{seat.say} {agency}", agency)

    def _seat(self, seat: SeatAsked, own: str, say: str, agency: str | None) -> SeatLine:
        fit = {person: self._fits(post, seat, agency) for person, post in self._people.people.items()}
        return SeatLine(
            id=own,
            say=say,
            fits=tuple(person for person, known in fit.items() if known is True),
            may_fit=tuple(
                person
                for person, known in fit.items()
                if known is None and self._people.is_proposed(person, self._panel.member)
            ),
            clauses=seat.clauses,
        )

    def _fits(self, post: Post, seat: SeatAsked, agency: str | None) -> bool | None:
        """Whether somebody would fill a place; None where that turns on what is not known."""
        held = [role for role in seat.holds if role in post.roles]
        if seat.holds and not [role for role in held if (role, post.id) not in self._bars]:
            return False
        if agency is not None and post.agency != agency:
            return None if post.agency is None else False
        known: bool | None = True
        for condition in self._base.seats[f"{self._guidance}.{self._panel.id}.{seat.id}"]:
            values = self._inference.holding(Subject("person", post.id), condition.fact) or (UNASKED,)
            if not any(condition.holds(None if value == UNASKED else value) for value in values):
                if values[0] not in (UNASKED, UNKNOWN):
                    return False
                known = None
        return known

    def _recorded_members(self) -> tuple[str, ...]:
        """Those who hold the member's role, and those who sit by an office."""
        offices = {role for seat in self._panel.seats if seat.by_office for role in seat.holds}
        named = {person for person, post in self._people.people.items() if self._panel.member in post.roles}
        if not named:
            return ()
        return tuple(
            person
            for person, post in self._people.people.items()
            if person in named or any(role in offices and (role, person) not in self._bars for role in post.roles)
        )

    def _is_looked_at(self, person: str) -> bool:
        """Whether somebody is proposed for the panel, or would fill a place on it."""
        return (
            person in self._members
            or self._people.is_proposed(person, self._panel.member)
            or any(person in seat.fits for seat in self._seats)
        )

    def _why_not(self, person: str) -> str | None:
        barred = self._bars.get((self._panel.member, person))
        if barred is None and self._people.is_away(person):
            return "is away"
        return barred.why if barred else None

    def _candidate(self, person: str) -> Candidate:
        barred = self._bars.get((self._panel.member, person))
        state = "not cleared" if barred and barred.kind == "doubt" else "excluded" if self._why_not(person) else "free"
        seats = tuple(seat.id for seat in self._seats if person in seat.fits)
        return Candidate(person, state, self._why_not(person), seats)

    def _proposed(self, seats: list[Seat]) -> Proposed | None:
        members, free = self._members, self._able
        if not members:
            return None
        wrong = faults(seats, members, free)
        changes = {
            person: found
            for person in members
            if person not in free
            and (found := self._mending.smallest_changes(self._guidance, self._panel.member, person)) is not None
        }
        mendable = {person: len(found.facts) for person, found in changes.items()}
        mend = smallest_mend(seats, members, free, mendable, free)
        name, say = self._case.names, {seat.id: seat.say for seat in self._seats}
        mends = (
            *(Mend("appoint", p, f"Take {name[p]} off the panel, who {self._why_not(p)}.", {}) for p in mend.remove),
            *(self._mending.mend(person, changes[person]) for person in mend.clear),
            *(Mend("appoint", p, f"Put {name[p]} on the panel as {say[seat]}.", {}) for seat, p in mend.add),
            *(Mend("appoint", None, f"Find somebody else to sit as {say[seat]}.", {}) for seat in mend.appoint),
        )
        return Proposed(
            members=tuple(self._candidate(person) for person in members),
            unfilled=wrong.unfilled,
            mends=mends,
            changes=mend.changes,
        )

    def _burden(self, person: str) -> int:
        """How many ties of a person are on record, among those that do not keep this person from sitting."""
        return sum(
            each.value not in (None, NO, UNKNOWN)
            for fact, each in self._case.standings[self._guidance][person].items()
            if fact != "is_party"
        )

    def _ties_within(self, members: tuple[str, ...]) -> Iterator[str]:
        for number, one in enumerate(members):
            for other in members[number + 1 :]:
                yield from self._ties(one, other)

    def _ties(self, one: str, other: str) -> list[str]:
        """What ties two people to one another, a sentence each."""
        people = self._people
        first, second = people.people[one], people.people[other]
        found = []
        for low, high in ((first, second), (second, first)):
            if high.id in people.managers(people.on, low.id)[0]:
                found.append(f"{low.name} answers to {high.name}, directly or further up.")
        if first.team and first.team == second.team and (first.agency == second.agency):
            found.append(f"{first.name} and {second.name} are in the team '{first.team}'.")
        elif first.agency and first.agency == second.agency:
            found.append(f"{first.name} and {second.name} work for {first.agency}.")
        return found
