"""Sets of ordered pairs as bits, exact for thousands of people: whoever has the same partners shares one row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping


def bits(numbers: Iterable[int], size: int) -> int:
    """The numbers as one integer with a bit for each; all are below the size."""
    raw = bytearray(size // 8 + 1)
    for number in numbers:
        raw[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(raw, "little")


def numbers(mask: int) -> Iterator[int]:
    """The bits that are set, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


class Pairs:
    """Ordered pairs of numbers. rows: the second members, as bits -> every first member that has just these."""

    __slots__ = ("rows",)

    def __init__(self, rows: Mapping[int, int]) -> None:
        self.rows = {row: firsts for row, firsts in rows.items() if row and firsts}

    @classmethod
    def of(cls, firsts: int, seconds: int) -> Pairs:
        """Everybody of the one with everybody of the other."""
        return cls({seconds: firsts})

    @classmethod
    def gathered(cls, parts: Iterable[tuple[int, int]]) -> Pairs:
        """Parts (first members, second members) of which no two have a first member in common."""
        rows: dict[int, int] = {}
        for firsts, seconds in parts:
            rows[seconds] = rows.get(seconds, 0) | firsts
        return cls(rows)

    def __bool__(self) -> bool:
        return bool(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pairs) and self.rows == other.rows

    def __or__(self, other: Pairs) -> Pairs:
        if not self or not other:
            return self or other
        return self._joined(other, lambda one, two: one | two)

    def __and__(self, other: Pairs) -> Pairs:
        if not self or not other:
            return Pairs({})
        return self._joined(other, lambda one, two: one & two)

    def __sub__(self, other: Pairs) -> Pairs:
        if not self or not other:
            return self
        return self._joined(other, lambda one, two: one & ~two)

    def within(self, firsts: int) -> Iterator[tuple[int, int]]:
        """These first members, shared out by their second members, those without any too: (firsts, seconds)."""
        for row, having in self.rows.items():
            if both := having & firsts:
                yield both, row
                firsts &= ~both
        if firsts:
            yield firsts, 0

    def restricted(self, firsts: int) -> Pairs:
        """Only the pairs with such a first member."""
        return Pairs.gathered(self.within(firsts))

    def flipped(self, size: int) -> Pairs:
        """Every pair the other way round."""
        every = (1 << size) - 1
        turned = Pairs({})
        for row, firsts in self.rows.items():
            turned |= Pairs.of(row & every, firsts)
        return turned

    @property
    def number(self) -> int:
        """How many pairs of two different numbers there are."""
        return sum(
            row.bit_count() * firsts.bit_count() - (row & firsts).bit_count() for row, firsts in self.rows.items()
        )

    def first(self) -> tuple[int, int] | None:
        """The lowest pair of two different numbers."""
        found = [pair for row, firsts in self.rows.items() if (pair := _lowest(firsts, row))]
        return min(found, default=None)

    def each(self) -> Iterator[tuple[int, int]]:
        """Every pair of two different numbers, in no particular order."""
        for row, firsts in self.rows.items():
            for first in numbers(firsts):
                yield from ((first, second) for second in numbers(row) if second != first)

    def _joined(self, other: Pairs, join: Callable[[int, int], int]) -> Pairs:
        rows: dict[int, int] = {}
        left = 0
        for row, firsts in self.rows.items():
            left |= firsts
            for both, theirs in other.within(firsts):
                joined = join(row, theirs)
                rows[joined] = rows.get(joined, 0) | both
        for row, firsts in other.rows.items():
            if rest := firsts & ~left:
                joined = join(0, row)
                rows[joined] = rows.get(joined, 0) | rest
        return Pairs(rows)


def _lowest(firsts: int, row: int) -> tuple[int, int] | None:
    """The lowest pair of two different numbers in one row."""
    for first in numbers(firsts):
        second = row & ~(1 << first)
        if second:
            return first, (second & -second).bit_length() - 1
    return None
