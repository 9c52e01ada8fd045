"""Whose cases a set of pairs is, in words: everybody's, those of an agency, or those of a few people by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .acting_sets import Limit
from .pair_sets import Pairs, bits, numbers
from .tie_sets import TieSets

FEW, SEVERAL = 4, 12
LIMITS: Mapping[Limit, str] = {
    "own manager": "somebody, with the very one who manages them at that height",
    "one agency": "two people of one agency, with nobody in the post who stands above one of them alone",
    "no sides": "every case",
}
OWN_AGENCY, OTHER_AGENCY = "anybody of their own agency", "anybody of another agency"
ABOVE, BELOW = "somebody above them", "somebody who answers to them"


@dataclass(frozen=True)
class Cases:
    """Some of the cases in which nobody can act: in words, how many, and the people they are told by where few."""

    say: str
    number: int
    people: tuple[str, ...]


class WhoseCases:
    """The people of one organisation, and what to call them."""

    def __init__(self, ties: TieSets, names: Mapping[str, str]) -> None:
        self._ties, self._names, self._every = ties, names, ties.every

    def told(self, pairs: Pairs, limit: Limit | None = None) -> tuple[Cases, ...]:
        """Every pair under one heading, and none under two; the heading with the most cases first."""
        if limit is not None:
            return (Cases(LIMITS[limit], pairs.number, ()),)
        concerned = len(self._ties.matter.marks)
        if concerned == 0:
            return (Cases("every case", 1, ()),)
        if concerned == 1:
            (those,) = pairs.rows.values()
            say = "every case" if those == self._every else f"a case about {self.who(those)}"
            return (self._cases(say, those.bit_count(), those),)
        return tuple(sorted(self._between_two(pairs), key=lambda each: (-each.number, each.say)))

    def who(self, those: int, joined_by: str = "or") -> str:
        """These people: by name where they are few, or by agency where they are all of it."""
        if those == self._every:
            return "anybody"
        named = [self._names[self._ties.ids[each]] for each in numbers(those)] if those.bit_count() <= FEW else []
        whole, left = [], those
        for agency, members in self._ties.agencies.items():
            if agency is not None and not members & ~those and members.bit_count() > 2:
                whole.append(agency)
                left &= ~members
        if whole and not left and len(whole) <= FEW:
            return f"anybody of {_joined(sorted(whole), joined_by)}"
        if named:
            return _joined(named, joined_by)
        inside = [agency for agency, members in self._ties.agencies.items() if agency and not those & ~members]
        return f"{those.bit_count()} people{f' of {inside[0]}' if inside else ''}"

    def _between_two(self, pairs: Pairs) -> Iterator[Cases]:
        rows = {each: row & ~(1 << each) for row, firsts in pairs.rows.items() for each in numbers(firsts)}
        whoever = self._with_anybody(rows)
        if whoever:
            all_, rest = whoever.bit_count(), (self._every & ~whoever).bit_count()
            say = f"every case with {self.who(whoever)} in it" if rest else "every case"
            yield self._cases(say, all_ * (all_ - 1) + 2 * all_ * rest, whoever)
        left = {each: row & ~whoever for each, row in rows.items() if not whoever >> each & 1 and row & ~whoever}
        for each, row in self._either_way(left):
            but = self._every & ~whoever & ~row & ~(1 << each)
            say = f"{self.who(1 << each)} with anybody but {self.who(but)}, whoever raises it"
            yield self._cases(say, 2 * row.bit_count(), 1 << each)
            left = {other: kept for other, those in left.items() if other != each and (kept := those & ~(1 << each))}
        plain: dict[str, dict[int, int]] = {}
        for each, row in left.items():
            if with_ := self._with(each, row, self._every & ~whoever):
                plain.setdefault(with_, {})[each] = row
        for with_, told in plain.items():
            those = sum(1 << each for each in told)
            yield self._cases(f"{self.who(those)}, with {with_}", sum(row.bit_count() for row in told.values()), those)
        named = {each for told in plain.values() for each in told}
        yield from self._by_name({each: row for each, row in left.items() if each not in named})

    def _with_anybody(self, rows: Mapping[int, int]) -> int:
        """Everybody in whose cases nobody can act, whoever the other is and whichever side they are on."""
        both = self._every if len(rows) == len(self._ties.ids) else 0
        for each, row in rows.items():
            own = 1 << each
            both &= row | own
            if row | own != self._every:
                both &= ~own
        return both

    def _either_way(self, rows: Mapping[int, int]) -> list[tuple[int, int]]:
        """The few who have nobody to act with most of the others, and with the same ones whoever raises it."""
        most = [each for each, row in rows.items() if 2 * row.bit_count() > len(self._ties.ids)]
        if len(most) > FEW or any(rows[each] >> other & 1 for each in most for other in most):
            return []
        return [
            (each, rows[each])
            for each in most
            if rows[each] == bits((other for other, row in rows.items() if row >> each & 1), len(self._ties.ids))
        ]

    def _with(self, each: int, row: int, every: int) -> str | None:
        """What all the people in somebody's row have in common."""
        name, own = self._ties.ids[each], 1 << each
        colleagues = self._ties.colleagues(name) & every
        if row == every & ~own:
            return "anybody"
        if row == colleagues & ~own:
            return OWN_AGENCY
        if colleagues and row == every & ~colleagues:
            return OTHER_AGENCY
        if (every & ~row & ~own).bit_count() <= FEW and row.bit_count() > SEVERAL:
            return f"anybody but {self.who(every & ~row & ~own)}"
        if not row & ~self._ties.bits(self._ties.above[name][0]):
            return ABOVE
        return None if row & ~self._ties.below(name) else BELOW

    def _by_name(self, rows: Mapping[int, int]) -> Iterator[Cases]:
        """Those who have the same row together; any two of a set where each has all the others."""
        among: dict[int, int] = {}
        alike: dict[int, int] = {}
        for each, row in rows.items():
            among[row | 1 << each] = among.get(row | 1 << each, 0) | 1 << each
        sets = {whole for whole, those in among.items() if whole == those}
        for each, row in rows.items():
            if row | 1 << each not in sets:
                alike[row] = alike.get(row, 0) | 1 << each
        told = [self._cases(f"any two of {self.who(those, 'and')}", _pairs(those, those), those) for those in sets]
        for row, those in alike.items():
            if alike.get(those) != row:
                told.append(self._cases(f"{self.who(those)}, with {self.who(row)}", _pairs(those, row), those | row))
            elif those < row:
                say = f"{self.who(those)} with {self.who(row)}, and the other way round"
                told.append(self._cases(say, 2 * _pairs(those, row), those | row))
        told.sort(key=lambda each: (-each.number, each.say))
        yield from told[:FEW]
        if told[FEW:]:
            yield Cases("others", sum(each.number for each in told[FEW:]), ())

    def _cases(self, say: str, number: int, those: int) -> Cases:
        people = tuple(self._ties.ids[each] for each in numbers(those)) if those.bit_count() <= SEVERAL else ()
        return Cases(say, number, people)


def _pairs(firsts: int, seconds: int) -> int:
    return Pairs.of(firsts, seconds).number


def _joined(names: list[str], joined_by: str) -> str:
    *first, last = names
    return f"{', '.join(first)} {joined_by} {last}" if first else last
