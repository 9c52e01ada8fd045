"""Panels composed exactly: the least burdened sets of people who fill every seat, and how many such sets there are."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, inf
from typing import TypeVar

LOOKS = 100_000
"""How many part-filled panels are looked at before the search stops and says that it was not exhaustive."""
COUNTING_STEPS = 100_000
COUNTED_SEATS = 12

Option = tuple[int, int]
"""What somebody would add to the weight of the panel so far, and who it is."""
One = TypeVar("One", int, str)
Other = TypeVar("Other", int, str)


@dataclass(frozen=True)
class Seat:
    """One seat of a panel and everybody who may fill it, admissible or not."""

    id: str
    fits: frozenset[str]


@dataclass(frozen=True)
class Panel:
    """As many people as there are seats, one way of seating them, and the burden of them and of each two of them."""

    members: tuple[str, ...]
    seats: Mapping[str, str]
    burden: int


@dataclass(frozen=True)
class Panels:
    """The least burdened panels first; the very least only where the search was exhaustive."""

    best: tuple[Panel, ...]
    number: int | None
    exhaustive: bool
    looked_at: int


def best_panels(
    seats: Collection[Seat],
    admissible: frozenset[str],
    burden: Callable[[str], int],
    pair_burden: Callable[[str, str], int],
    keep: int,
) -> Panels:
    """The `keep` least burdened panels, in ties those whose members come first, and the number of panels.

    Burdens are never negative; a pair is asked for by its lower id first.
    """
    known = _Candidates(seats, admissible)
    search = _Search(known, burden, pair_burden, keep)
    if keep > 0:
        search.extend((), 0, search.options, {})
    return Panels(
        best=tuple(search.panel(weight, members, seats) for weight, members in search.best),
        number=_number(known),
        exhaustive=search.exhaustive,
        looked_at=search.looked_at,
    )


def seated(seats: Iterable[Seat], people: Iterable[str]) -> dict[str, str]:
    """Who sits where when as many seats as possible are filled, those first whose id comes first."""
    people = sorted(set(people))
    fits = {seat.id: [person for person in people if person in seat.fits] for seat in seats}
    holds: dict[str, str] = {}
    for seat in sorted(fits):
        place(seat, fits, holds, set())
    return {seat: person for person, seat in sorted(holds.items(), key=lambda held: held[1])}


def place(one: One, fits: Mapping[One, Sequence[Other]], taken: dict[Other, One], tried: set[Other]) -> bool:
    """Find a place for one more; whoever has one may be moved to another but never loses it."""
    for where in fits[one]:
        if where not in tried:
            tried.add(where)
            if where not in taken or place(taken[where], fits, taken, tried):
                taken[where] = one
                return True
    return False


class _Candidates:
    """Those who may sit, numbered by id, and the seats they fit, the scarcest first, as numbers and as bits."""

    def __init__(self, seats: Collection[Seat], admissible: frozenset[str]) -> None:
        able = sorted((seat.fits & admissible for seat in seats), key=lambda fits: (len(fits), sorted(fits)))
        self.ids = sorted(frozenset[str]().union(*able))
        self.size = len(able)
        self.fits = {
            number: [seat for seat in range(self.size) if person in able[seat]]
            for number, person in enumerate(self.ids)
        }
        self.bits = [sum(1 << seat for seat in self.fits[person]) for person in self.fits]

    def open(self, taken: Mapping[int, int]) -> int:
        """The seats that one more person could fill, if need be by moving those who sit already."""
        every = (1 << self.size) - 1
        found = every & ~sum(1 << seat for seat in taken)
        while found != every:
            more = found | sum(1 << seat for seat, person in taken.items() if self.bits[person] & found)
            if more == found:
                break
            found = more
        return found


class _Search:
    """Branch and bound over people.

    The weight of a panel is its burden and, in the bits below, which members it has, so that no two panels weigh the
    same and the lighter of two with one burden is the one whose sorted members come first.
    """

    def __init__(
        self,
        known: _Candidates,
        burden: Callable[[str], int],
        pair_burden: Callable[[str, str], int],
        keep: int,
    ) -> None:
        ids, many = known.ids, len(known.ids)
        self.known = known
        self.keep = keep
        self.options = [((burden(who) << many) - (1 << (many - 1 - number)), number) for number, who in enumerate(ids)]
        self.pairs = [[0] * many for _ in ids]
        for a, b in combinations(range(many), 2):
            self.pairs[a][b] = self.pairs[b][a] = pair_burden(ids[a], ids[b]) << many
        self.group, self.friction = _groups(self.pairs)
        self.best: list[tuple[int, tuple[int, ...]]] = []
        self.to_beat: float = inf
        self.exhaustive = True
        self.looked_at = 0

    def extend(self, members: tuple[int, ...], weight: int, options: Sequence[Option], taken: dict[int, int]) -> None:
        """Try every panel that has these members and otherwise only people among the options."""
        left = self.known.size - len(members)
        if not left:
            self._keep(weight, members)
            return
        open_seats = self.known.open(taken)
        options = sorted(option for option in options if self.known.bits[option[1]] & open_seats)
        if self._too_heavy(weight, left, options, taken, open_seats):
            return
        done = set()
        for added, person in self._branches(members, options):
            if self.looked_at == LOOKS:
                self.exhaustive = False
                return
            self.looked_at += 1
            done.add(person)
            pairs = self.pairs[person]
            rest = [(more + pairs[other], other) for more, other in options if other not in done] if left > 1 else []
            lightest = sorted(more for more, _ in rest)[: left - 1]
            if len(lightest) == left - 1 and weight + added + sum(lightest) < self.to_beat:
                then = dict(taken)
                place(person, self.known.fits, then, set())
                self.extend((*members, person), weight + added, rest, then)

    def panel(self, weight: int, members: tuple[int, ...], seats: Collection[Seat]) -> Panel:
        who = tuple(self.known.ids[person] for person in sorted(members))
        return Panel(who, seated(seats, who), burden=-(-weight >> len(self.known.ids)))

    def _branches(self, members: tuple[int, ...], options: list[Option]) -> list[Option]:
        """People of whom one at least must sit: those who fit a seat that no member fits, where they are fewest."""
        covered = {seat for member in members for seat in self.known.fits[member]}
        bare = (1 << seat for seat in range(self.known.size) if seat not in covered)
        fitting = ([option for option in options if self.known.bits[option[1]] & seat] for seat in bare)
        return min([options, *fitting], key=len)

    def _too_heavy(
        self, weight: int, left: int, options: list[Option], taken: Mapping[int, int], open_seats: int
    ) -> bool:
        """Whether one of two lower bounds shows that nothing lighter than the panels kept can come of this."""
        # Each two people of a group burden one another by its friction at least, so the second of them to sit adds
        # that once to what the options say, the third twice. These sums only rise within a group: the least of all
        # of them, whoever fits, are never more than any choice comes to.
        crowding = [0] * len(self.friction)
        crowded = []
        for more, person in options:
            group = self.group[person]
            crowded.append(more + crowding[group])
            crowding[group] += self.friction[group]
        if len(options) < left or weight + sum(sorted(crowded)[:left]) >= self.to_beat:
            return True
        # The sets of people who can sit beside the members are the independent sets of a matroid (a transversal
        # matroid, contracted), so taking the lightest who still fits, again and again, gives the least sum.
        then = dict(taken)
        for more, person in options:
            if self.known.bits[person] & open_seats:
                place(person, self.known.fits, then, set())
                weight += more
                left -= 1
                if not left:
                    return weight >= self.to_beat
                open_seats = self.known.open(then)
        return True

    def _keep(self, weight: int, members: tuple[int, ...]) -> None:
        insort(self.best, (weight, members))
        del self.best[self.keep :]
        if len(self.best) == self.keep:
            self.to_beat = self.best[-1][0]


def _groups(pairs: list[list[int]]) -> tuple[list[int], list[int]]:
    """Groups in which each two people burden one another: the group of each person, and the least burden in each.

    Those come together first who burden the most people in common, so that a few odd pairs do not split an agency.
    """
    burdened = [sum(1 << other for other, burden in enumerate(burdens) if burden) for burdens in pairs]
    joined = [[person] for person in range(len(pairs))]
    by_likeness = sorted(
        (-(burdened[a] & burdened[b]).bit_count(), a, b) for a, b in combinations(range(len(pairs)), 2) if pairs[a][b]
    )
    for _, a, b in by_likeness:
        if joined[a] is not joined[b] and all(pairs[one][other] for one in joined[a] for other in joined[b]):
            group = joined[a] + joined[b]
            for person in group:
                joined[person] = group
    groups = list({id(group): group for group in joined}.values())
    group_of = {person: number for number, group in enumerate(groups) for person in group}
    least = [min((pairs[a][b] for a, b in combinations(group, 2)), default=0) for group in groups]
    return [group_of[person] for person in range(len(pairs))], least


def _number(known: _Candidates) -> int | None:
    """How many sets of people fill every seat, each seat once; None where counting them would take too long.

    What a set of people can fill is one integer: bit `seats` says that they can fill just the seats in `seats`, itself
    a number with a bit for each seat. People who fit the same seats are interchangeable, and sets that can fill the
    same are counted together. Classes of people come by their lowest seat, which must be filled when they are done.
    """
    if known.size > COUNTED_SEATS:
        return None
    without = [
        sum(1 << seats for seats in range(1 << known.size) if not seats >> seat & 1) for seat in range(known.size)
    ]
    classes = sorted(Counter(known.bits).items())
    ways = Counter({1: 1})
    steps = 0
    for seat, unfilled in enumerate(without):
        for bits, many in classes:
            if bits & -bits != 1 << seat:
                continue
            more: Counter[int] = Counter()
            for fillable, count in ways.items():
                for taken in range(many + 1):
                    more[fillable] += count * comb(many, taken)
                    fillable = _one_more(fillable, bits, without)
                    steps += 1
                    if not fillable:
                        break
            ways = more
            if steps > COUNTING_STEPS:
                return None
        filled: Counter[int] = Counter()
        for fillable, count in ways.items():
            filled[fillable & ~unfilled] += count
        ways = filled
    return ways[1 << (1 << known.size) - 1]


def _one_more(fillable: int, bits: int, without: list[int]) -> int:
    after = 0
    for seat, lacking in enumerate(without):
        if bits >> seat & 1:
            after |= (fillable & lacking) << (1 << seat)
    return after
