"""Who acts next and towards whom: the holders of a role on one side, everybody left out, and how to find somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from decision_support.model.advice import Holder, LeftOut
from decision_support.model.dates import in_words
from decision_support.model.parties import SIDES, Side
from decision_support.model.people import Post

from .graph import People

COUNTERPART = "counterpart"
BOTH = "both"
Wanted = Literal["own", "other", "each"]


class Barred(NamedTuple):
    """That somebody may not act in a role, or not yet, and why in words that follow the name."""

    kind: Literal["exclude", "doubt"]
    why: str


Bars = Mapping[tuple[str, str], Barred]  # (role, person) -> why not
NO_BARS: Bars = {}


def holder(people: People, role: str, side: Wanted = "own", bars: Bars = NO_BARS) -> Holder:
    """Who holds a role for one side (or for each) and may act, with a reason for everybody left out.

    Where a holder is away or excluded, whoever stands in for that person acts.
    """
    known = people.roles[role]
    sides: tuple[Side, ...] = ("own", "other") if side == "each" else (side,)
    if not known.sided or known.party:
        chosen = [person.id for person in people.people.values() if role in person.roles]
        left_out: list[LeftOut] = []
    else:
        chosen, left_out = _of_sides(people, role, sides)
    sifted = _Sifted(people, role, bars, [], left_out, [])
    for person in chosen:
        sifted.take(person)
    return Holder(
        role=role,
        title=_title(known.title, side, known.sided and not known.party),
        people=tuple(dict.fromkeys(sifted.acting)),
        left_out=tuple(sifted.left_out),
        find=None if sifted.acting or known.find is None else known.find.say,
        in_doubt=tuple(sifted.in_doubt),
    )


def contact(
    people: People,
    actor: str | None,
    wanted: str,
    actor_side: Wanted,
    side: Side | None,
    bars: Bars = NO_BARS,
) -> Holder | None:
    """Whom the actor turns to: a role, or the actor's counterpart on the other side."""
    if wanted == COUNTERPART:
        opposite = people.role_graph.counterpart(actor) if actor else None
        return holder(people, opposite, "own" if actor_side == "other" else "other", bars) if opposite else None
    return holder(people, wanted, side or "each", bars)


class _Sifted(NamedTuple):
    """Holders of a role, shared out into those who act, those left out, and those in doubt."""

    people: People
    role: str
    bars: Bars
    acting: list[str]
    left_out: list[LeftOut]
    in_doubt: list[LeftOut]

    def take(self, person: str) -> None:
        barred = self.bars.get((self.role, person))
        if self.people.is_away(person):
            self._replaced(person, _away(self.people, person))
        elif barred is None:
            self.acting.append(person)
        elif barred.kind == "doubt":
            self.in_doubt.append(LeftOut(person, barred.why))
            self._stand_ins(person)
        else:
            self._replaced(person, barred.why)

    def _replaced(self, person: str, why: str) -> None:
        able = [f"{self.people.people[other].name} stands in as {as_}" for other, as_ in self._stand_ins(person)]
        self.left_out.append(LeftOut(person, "; ".join([why, *able])))

    def _stand_ins(self, person: str) -> list[tuple[str, str]]:
        """Let whoever stands in for somebody act, and say why each of the others does not."""
        able = []
        for stand_in, as_ in stand_ins(self.people, person):
            barred = self.bars.get((self.role, stand_in))
            if stand_in in self.acting:
                continue
            if self.people.is_party(stand_in):
                self.left_out.append(LeftOut(stand_in, f"stands in as {as_}, and is one of those concerned"))
            elif self.people.is_away(stand_in) or (barred and barred.kind == "exclude"):
                why_not = _away(self.people, stand_in) if barred is None else barred.why
                self.left_out.append(LeftOut(stand_in, why_not))
            elif barred:
                self.in_doubt.append(LeftOut(stand_in, barred.why))
            else:
                self.acting.append(stand_in)
                able.append((stand_in, as_))
        return able


def stand_ins(people: People, person: str) -> tuple[tuple[str, str], ...]:
    """Who stands in for somebody on this day, and as what."""
    return tuple(
        (other.id, each.as_)
        for other in people.recorded.values()
        for each in other.stands_in
        if each.for_ == person and each.holds(people.on)
    )


def _of_sides(people: People, role: str, sides: tuple[Side, ...]) -> tuple[list[str], list[LeftOut]]:
    chosen: list[str] = []
    left_out: list[LeftOut] = []
    by_line = {side: people.in_line(role, side) for side in sides}
    by_line = {side: _one_side_first(people, role, side, those) for side, those in by_line.items()}
    for person in people.people.values():
        if any(person.id in by_line[side] for side in sides) and not people.is_party(person.id):
            chosen.append(person.id)
        elif role in person.roles:
            why = _why_not(people, person, sides, by_line)
            if why is None:
                chosen.append(person.id)
            else:
                left_out.append(LeftOut(person.id, why))
    return chosen, left_out


def _one_side_first(people: People, role: str, side: Side, managers: tuple[str, ...]) -> tuple[str, ...]:
    """The managers of a side, without those of both sides where somebody with the role stands on this side alone."""
    shared = [manager for manager in managers if all(manager in people.in_line(role, each) for each in SIDES)]
    others = any(
        role in post.roles and post.id not in managers and people.side_of(post) == side and not people.is_party(post.id)
        for post in people.people.values()
    )
    return tuple(manager for manager in managers if manager not in shared) if shared and others else managers


def _why_not(people: People, person: Post, sides: tuple[Side, ...], by_line: dict[Side, tuple[str, ...]]) -> str | None:
    if people.is_party(person.id):
        return "is a party to the difference"
    where = people.side_of(person)
    if where is None and people.standing_of(person) == BOTH:
        return "manages both sides"
    if where is None:
        return "stands on neither side for certain: record the agency or the line manager"
    if where not in sides:
        return "acts for the other side" if "own" in sides else "acts for the side that raised the concern"
    managers = [people.people[manager] for manager in by_line[where]]
    if managers:
        return f"is not in the line of management; {' and '.join(manager.name for manager in managers)} is"
    return None


def _away(people: People, person: str) -> str:
    away = next(each for each in people.recorded[person].away if each.holds(people.on))
    until = f" until {in_words(away.until)}" if away.until else ""
    return f"is away{until}"


def _title(title: str, side: Wanted, sided: bool) -> str:
    if not sided:
        return title
    if side == "each":
        return f"{title} on each side"
    return title if side == "own" else f"{title} on the other side"
