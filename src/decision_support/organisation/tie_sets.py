"""How somebody stands to each of thousands of people: everybody shared out into sets of those who are alike in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from decision_support.model.people import Post

from .fresh_matter import FreshMatter
from .once_tied import OnceTied
from .pair_sets import bits


class Alike(NamedTuple):
    """People to whom somebody stands in one way, as a set, and one of them.

    is_own: it is that same person. is_below: they answer to that person today. works_along: for the same agency today.
    """

    those: int
    one: str | None = None
    is_own: bool = False
    is_below: bool = False
    works_along: bool = False


class TieSets:
    """The people of a fresh matter, numbered in the order of their ids; sets of them are integers, a bit for each."""

    def __init__(self, matter: FreshMatter) -> None:
        self.matter = matter
        self.people = matter.staff
        self.ids = tuple(self.people.people)
        self.number = {name: number for number, name in enumerate(self.ids)}
        self.every = (1 << len(self.ids)) - 1
        self.above = {name: self.people.managers(self.people.on, name) for name in self.ids}
        self._once = OnceTied(matter.recorded, matter.ends)
        self._below: dict[str, int] = {}

    @property
    def raisers(self) -> int:
        """Everybody who may raise a matter, or be the one whom it is about; one bit more where nobody is marked so."""
        return self.every if self.matter.marks else self.every + 1

    @property
    def others(self) -> int:
        """Everybody who may be on the other side; one bit more where there are no sides."""
        return self.every if len(self.matter.marks) == 2 else (self.every + 1) << 1

    def bits(self, names: Iterable[str]) -> int:
        """These people as a set; a name that nobody has is passed over."""
        return bits((self.number[name] for name in names if name in self.number), len(self.ids))

    def below(self, name: str) -> int:
        """Everybody who answers to somebody today, directly or further down."""
        if name not in self._below:
            self._below[name] = bits(self._under.get(name, ()), len(self.ids))
        return self._below[name]

    def colleagues(self, name: str) -> int:
        """Everybody who works for somebody's agency today, that person too; nobody where it is not recorded."""
        agency = self.people.people[name].agency
        return 0 if agency is None else self.agencies[agency]

    @cached_property
    def agencies(self) -> dict[str | None, int]:
        """Who works for each agency; under None those of whom it is not recorded."""
        return self._by({name: post.agency for name, post in self.people.people.items()})

    def shared_out(self, name: str, with_ties: bool, with_sides: bool) -> Iterator[Alike]:
        """Everybody, by what somebody's ties or side may depend on, and always by whether it is the same person.

        Within a set nothing differs that `conflicts` looks at: whose line leads where, whose team and agency it is, now
        and once, and who is named on the record.
        """
        post, own, below = self.people.people[name], 1 << self.number[name], self.below(name)
        along = self.colleagues(name)
        splits = [own]
        if with_ties or with_sides:
            splits += [below, along]
        if with_ties:
            splits += self._splits(post)
        cells = [self.every]
        for split in splits:
            cells = [both for cell in cells for both in (cell & split, cell & ~split) if both]
        for cell in cells:
            one = self.ids[(cell & -cell).bit_length() - 1]
            yield Alike(cell, one, cell == own, bool(cell & below), bool(cell & along))

    def _splits(self, post: Post) -> Iterator[int]:
        above, to_the_top = self.above[post.id]
        yield self.bits(above)
        leads_nowhere = 0
        for top, under in self._open_ends.items():
            if top not in above:
                leads_nowhere |= under
        yield leads_nowhere
        if not to_the_top:
            yield self.below(above[-1] if above else post.id)
        yield self.agencies.get(None, 0)
        yield self._teams.get(post.team, 0) if post.team is not None else 0
        yield self._teams.get(None, 0)
        record = self.matter.recorded[post.id]
        yield self.bits(record.named_by)
        yield self.bits(part.for_ for part in record.took_part if part.for_)
        for once in (self._once.above, self._once.below, self._once.in_team, self._once.in_agency):
            yield self.bits(once(post.id))

    @cached_property
    def _teams(self) -> dict[str | None, int]:
        return self._by({name: post.team for name, post in self.people.people.items()})

    @cached_property
    def _under(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, name in enumerate(self.ids):
            for manager in self.above[name][0]:
                found.setdefault(manager, []).append(number)
        return found

    @cached_property
    def _open_ends(self) -> dict[str, int]:
        """Whose line leads up to whom, where nobody recorded whom that person answers to."""
        ends: dict[str, str | None] = {}
        for name, (above, to_the_top) in self.above.items():
            ends[name] = None if to_the_top else above[-1] if above else name
        return {top: those for top, those in self._by(ends).items() if top is not None}

    def _by(self, values: dict[str, str | None]) -> dict[str | None, int]:
        found: dict[str | None, list[int]] = {}
        for name, value in values.items():
            found.setdefault(value, []).append(self.number[name])
        return {value: bits(those, len(self.ids)) for value, those in found.items()}
