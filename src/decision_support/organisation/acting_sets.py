"""In which fresh matters nobody can act in a role: worked out for every pair of people at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal, NamedTuple

from decision_support.model.parties import SIDES, Side

from .bar_sets import BarSets
from .pair_sets import Pairs, numbers
from .tie_sets import TieSets

Kind = Literal["nobody holds it", "nobody may act", "not known"]
Limit = Literal["own manager", "one agency", "no sides"]
Class = tuple[Kind, Limit | None]
Parts = Iterator[tuple[Class, Pairs]]
"""Classes of matters; no first member of a pair is in two parts of one class."""

NOBODY_HOLDS: Class = ("nobody holds it", None)
NOBODY_MAY: Class = ("nobody may act", None)
NOT_KNOWN: Class = ("not known", None)
OWN_MANAGER: Class = ("nobody may act", "own manager")
ONE_AGENCY: Class = ("nobody may act", "one agency")
NO_SIDES: Class = ("nobody may act", "no sides")
NO_PAIRS = Pairs({})


class Gap(NamedTuple):
    """Matters in which nobody can act.

    side   whose holder is missing; None where both sides have the same
    limit  why no appointment, no stand-in and no fuller record would let somebody act; None where one would
    pairs  who is on that side, and who on the other; without sides, who raises it or whom it is about, and the other
    """

    side: Side | None
    kind: Kind
    limit: Limit | None
    pairs: Pairs


class ActingSets:
    """One role of a document, held against everybody's case with everybody; judged, where rules bar people from it."""

    def __init__(self, ties: TieSets, role: str, is_judged: bool) -> None:
        self._ties, self._matter, self.role, self.is_judged = ties, ties.matter, role, is_judged
        self._posts = ties.people.people
        self._every = Pairs.of(ties.raisers, ties.others)
        self._is_sided = self._matter.document.roles[role].sided
        self.holders = [name for name, post in self._posts.items() if role in post.roles]
        self._found: dict[Side | None, dict[Class, Pairs]] = {}
        self._at_height: dict[int | None, dict[str, int]] = {}

    def gaps(self) -> Iterator[Gap]:
        """Every gap in the role, each class of them on each side once."""
        sides: list[Side | None] = [None]
        if self._is_sided:
            sides = [side for side in SIDES if side in self._matter.parties] or ["own"]
        for side in sides:
            for (kind, limit), pairs in self._by_class("own" if side and self._are_sides_alike else side).items():
                yield Gap(side, kind, limit, pairs)

    def unrecorded(self, side: Side) -> Iterator[str]:
        """Those of whom nobody recorded who stands as many steps above them as the role does above that side."""
        height = self.height(side)
        for name, (above, to_the_top) in self._ties.above.items():
            if height is not None and height > len(above) and not to_the_top:
                yield name

    def height(self, side: Side) -> int | None:
        """How many steps above that side the role stands in its line of management; None where it does not."""
        mark = self._matter.marks[self._matter.parties.index(side)]
        return self._matter.roles.steps_up.get((mark, self.role))

    def _by_class(self, side: Side | None) -> dict[Class, Pairs]:
        if side not in self._found:
            found: dict[Class, list[tuple[int, int]]] = {}
            for what, pairs in self._missing(side):
                found.setdefault(what, []).extend((firsts, row) for row, firsts in pairs.rows.items())
            classes = {what: Pairs.gathered(parts) for what, parts in sorted(found.items(), key=str)}
            self._found[side] = {what: pairs for what, pairs in classes.items() if pairs.number}
        return self._found[side]

    @property
    def _are_sides_alike(self) -> bool:
        """Whether what holds of one side holds of the other: the role stands as high above it, and nobody is judged."""
        return len(self._matter.marks) == 2 and self._bars is None and self.height("own") == self.height("other")

    def _missing(self, side: Side | None) -> Parts:
        if side is not None and side not in self._matter.parties:
            yield NO_SIDES, self._every
        elif (side is not None and len(self._matter.marks) < 2) or (self._bars and not self._bars.is_separable):
            yield from self._one_by_one(side)
        elif side is None:
            yield from self._for_both()
        else:
            yield from self._under_managers(side)
            yield from self._by_record(side)

    def _for_both(self) -> Parts:
        """Whoever holds the role acts for both sides."""
        missing, clearable = self._every, NO_PAIRS
        for name in self.holders:
            missing -= self._acts(name, "own")
        for name in self.holders if missing else ():
            clearable |= self._could(name, "own")
        yield NOT_KNOWN, missing & clearable
        yield NOBODY_MAY if self.holders else NOBODY_HOLDS, missing - clearable

    def _under_managers(self, side: Side) -> Parts:
        """Those who have somebody as many steps above them as the role is: that one acts, but not against themselves.

        Where the other side has the same manager, whoever holds the role on this side alone acts instead.
        """
        every, opposite = self._ties.every, self._managed(SIDES[1 - SIDES.index(side)])
        for manager, those in self._managed(side).items():
            own = self._ties.bits([manager])
            yield OWN_MANAGER, Pairs.of(those, own)
            instead = acting = clearable = NO_PAIRS
            for name, stands in self._instead_of(manager, those, opposite.get(manager, 0)):
                instead |= stands
                acting |= stands & self._acts(name, side)
                clearable |= stands & self._could(name, side)
            chosen = Pairs.of(those, every & ~own) - instead
            missing = (chosen - self._acts(manager, side)) | (instead - acting)
            not_known = missing & ((chosen & self._could(manager, side)) | clearable)
            yield NOT_KNOWN, not_known
            yield NOBODY_MAY, missing - not_known

    def _instead_of(self, manager: str, those: int, opposite: int) -> Iterator[tuple[str, Pairs]]:
        """Holders of the role who stand for these people alone against those who have the same manager, and where."""
        if not opposite:
            return
        near = {name for each in numbers(those) for name in self._up_to(manager, self._ties.ids[each])}
        if not any(not (those | opposite) & ~members for members in self._agencies.values()):
            near |= {name for name in self.holders if self._ties.colleagues(name) & those}
        for name in sorted(near & self._holding):
            if stands := self._stands_for(name, those) & Pairs.of(those, opposite):
                yield name, stands

    def _up_to(self, manager: str, name: str) -> tuple[str, ...]:
        """Those above somebody, as far as this manager."""
        above = self._ties.above[name][0]
        return above[: above.index(manager)]

    def _by_record(self, side: Side) -> Parts:
        """The others: whoever is recorded in the role and stands on their side acts."""
        those = self._ties.every
        for managed in self._managed(side).values():
            those &= ~managed
        unrecorded = Pairs.of(self._ties.bits(self.unrecorded(side)) & those, self._ties.every)
        for agency, members in self._ties.agencies.items():
            if members & those:
                yield from self._in_agency(agency, members & those, side, unrecorded)

    def _in_agency(self, agency: str | None, those: int, side: Side, unrecorded: Pairs) -> Parts:
        """Those of one agency above whom nobody stands at this height, or those of whom it is not recorded."""
        every = self._ties.every
        above = {name for each in numbers(those) for name in self._ties.above[self._ties.ids[each]][0]}
        members = [name for name in self.holders if agency is not None and self._posts[name].agency == agency]
        near = sorted({*members, *(above & self._holding)})
        stands = {name: self._stands_for(name, those) for name in near}
        standing = _all(stands.values())
        missing = Pairs.of(those, every) - _all(self._acts(name, side) & where for name, where in stands.items())
        not_known = missing & (
            unrecorded
            | _all(self._could(name, side) & where for name, where in stands.items())
            | (self._recordable(agency, those, side) - standing)
        )
        missing -= not_known
        colleagues = Pairs.of(those, self._agencies.get(agency, 0)) - standing
        held = self._ties.bits(self.holders) | _joined(self._ties.below(name) for name in near)
        yield NOT_KNOWN, not_known
        yield ONE_AGENCY, missing & colleagues
        missing -= colleagues
        on_their_side = standing | Pairs.of(every if members else held, every)
        yield NOBODY_MAY, missing & on_their_side
        yield NOBODY_HOLDS, missing - on_their_side

    def _recordable(self, agency: str | None, those: int, side: Side) -> Pairs:
        """Where a holder of the role would stand for these people alone, were an agency recorded that is not."""
        found = NO_PAIRS
        for name in self.holders:
            own = self._posts[name].agency
            if agency is None or own is None:
                apart = self._ties.every & ~self._ties.bits([name]) & ~self._ties.below(name)
                theirs = self._agencies.get(own, self._agencies.get(agency, 0))
                found |= self._acts(name, side) & Pairs.of(those & apart, apart & ~theirs)
        return found

    def _one_by_one(self, side: Side | None) -> Parts:
        """Every matter put to the rules by itself, where they look at more than one person at a time."""
        missing: dict[int, int] = {}
        for first in numbers(self._ties.raisers):
            for second in numbers(self._ties.others):
                if first == second:
                    continue
                concerned = tuple(self._ties.ids[each] for each in (first, second) if each < len(self._ties.ids))
                case = self._matter.case(concerned if side != "other" else concerned[::-1])
                if not self._matter.holder(case, self.role, side or "own", self.is_judged).people:
                    missing[1 << first] = missing.get(1 << first, 0) | 1 << second
        yield NOBODY_MAY if self.holders else NOBODY_HOLDS, Pairs.gathered(missing.items())

    def _stands_for(self, name: str, those: int) -> Pairs:
        """Where somebody stands on the side of these people alone: by line of management, or else by agency."""
        below, colleagues = self._ties.below(name), self._ties.colleagues(name)
        apart = self._ties.every & ~self._ties.bits([name]) & ~below
        return Pairs.gathered([(those & below, apart), (those & colleagues & apart, apart & ~colleagues)])

    def _managed(self, side: Side) -> dict[str, int]:
        """Everybody who stands as many steps above somebody as the role does above that side, with those below them."""
        height = self.height(side)
        if height not in self._at_height:
            found: dict[str, list[str]] = {}
            for name, (above, _) in self._ties.above.items():
                if height is not None and height <= len(above):
                    found.setdefault(above[height - 1], []).append(name)
            self._at_height[height] = {manager: self._ties.bits(those) for manager, those in found.items()}
        return self._at_height[height]

    def _acts(self, name: str, side: Side) -> Pairs:
        """Where somebody chosen for the role acts, or else a stand-in who is not concerned."""
        acting = NO_PAIRS if self._ties.people.is_away(name) else self._free(name, side)
        for stand_in in self._stand_ins.get(name, ()):
            acting |= self._unconcerned(self._free(stand_in, side), stand_in)
        return acting

    def _could(self, name: str, side: Side) -> Pairs:
        """Where answers alone would let that person or a stand-in act."""
        if self._bars is None:
            return NO_PAIRS
        could = NO_PAIRS if self._ties.people.is_away(name) else self._turned(self._bars.open(name), side)
        for stand_in in self._stand_ins.get(name, ()):
            could |= self._unconcerned(self._turned(self._bars.open(stand_in), side), stand_in)
        return could

    def _free(self, name: str, side: Side) -> Pairs:
        return self._every if self._bars is None else self._turned(self._bars.free(name), side)

    def _turned(self, pairs: Pairs, side: Side) -> Pairs:
        """What the rules say, with the one first on whose side somebody is looked for, who may not be the raiser."""
        return pairs.flipped(len(self._ties.ids)) if side == "other" else pairs

    def _unconcerned(self, pairs: Pairs, name: str) -> Pairs:
        """Only matters in which somebody is not concerned."""
        others = ~self._ties.bits([name])
        return Pairs.gathered((firsts & others, row & others) for row, firsts in pairs.rows.items())

    @cached_property
    def _holding(self) -> frozenset[str]:
        return frozenset(self.holders)

    @cached_property
    def _agencies(self) -> dict[str | None, int]:
        """Who works for each agency, as far as it is recorded."""
        return {agency: members for agency, members in self._ties.agencies.items() if agency is not None}

    @cached_property
    def _bars(self) -> BarSets | None:
        """What bars whom; None where no rule bars anybody."""
        if not self.is_judged:
            return None
        names = {*self.holders}
        if self._is_sided:
            names |= {name for side in self._matter.parties if side in SIDES for name in self._managed(side)}
        names |= {stand_in for name in names for stand_in in self._stand_ins.get(name, ())}
        return BarSets(self._ties, self.role, names)

    @cached_property
    def _stand_ins(self) -> dict[str, list[str]]:
        """Who stands in for whom today and is not away themselves."""
        found: dict[str, list[str]] = {}
        for name, person in self._matter.recorded.items():
            for each in person.stands_in:
                if each.holds(self._ties.people.on) and not self._ties.people.is_away(name):
                    found.setdefault(each.for_, []).append(name)
        return found


def _all(parts: Iterable[Pairs]) -> Pairs:
    found = NO_PAIRS
    for part in parts:
        found |= part
    return found


def _joined(sets: Iterable[int]) -> int:
    found = 0
    for each in sets:
        found |= each
    return found
