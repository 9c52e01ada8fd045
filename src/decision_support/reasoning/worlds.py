"""The same rules read for many worlds at once: one integer for each thing that may hold, bit i for world i."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from decision_support.model.facts import CASE, Facts, Firing, Inference, Subject
from decision_support.model.values import UNASKED

from .packing import Line
from .program import Counting, Program, subjects_of

About = tuple[Subject, str]
Columns = Mapping[About, Mapping[str, int]]

_REMEMBERED = 16384


@dataclass(frozen=True)
class Outcome:
    """What follows in each of `size` worlds.

    fired   (rule id, subject) -> the worlds in which the rule fires; left out where there are none
    values  (subject, fact) -> value -> the worlds in which it holds: given, concluded, counted, or by default
    """

    size: int
    fired: Mapping[tuple[str, Subject], int]
    values: Mapping[About, Mapping[str, int]]

    def holding(self, subject: Subject, fact: str, value: str) -> int:
        """The worlds in which the fact has this value."""
        return self.values.get((subject, fact), {}).get(value, 0)


@dataclass(frozen=True)
class Product:
    """Every combination of some choices, one world each."""

    columns: Columns
    size: int
    choices: tuple[tuple[About, tuple[str, ...]], ...]

    def world(self, number: int) -> dict[About, str]:
        """The combination that a world stands for."""
        chosen = {}
        for about, values in self.choices:
            number, position = divmod(number, len(values))
            chosen[about] = values[position]
        return chosen


def product(choices: Sequence[tuple[About, Sequence[str]]]) -> Product:
    """Columns for every combination; the first choice changes fastest. No choices make one world."""
    size = math.prod(len(values) for _, values in choices)
    columns: dict[About, dict[str, int]] = {}
    stride = 1
    for about, values in choices:
        period = stride * len(values)
        ones = (1 << stride) - 1
        column = columns[about] = {}
        for position, value in enumerate(values):
            column[value] = column.get(value, 0) | repeated(ones << position * stride, period, size)
        stride = period
    return Product(columns, size, tuple((about, tuple(values)) for about, values in choices))


class Worlds:
    """A program, ready for any number of worlds. Holds no state between runs but what values satisfy which literal."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._satisfied: dict[tuple[str, str], bool] = {}
        self._tokens_of: dict[str, list[str]] = {}
        for token, literal in program.literals.items():
            self._tokens_of.setdefault(literal.fact, []).append(token)

    def run(self, columns: Columns, size: int, subjects: Iterable[Subject] = ()) -> Outcome:
        """What follows in every world.

        A column gives, for one fact of one subject, the worlds in which each value holds ('unasked' where none does):
        one value a world. Facts without a column are absent everywhere; `subjects` adds those without any column.
        """
        present = subjects_of({subject: {} for subject in (*subjects, *(about[0] for about in columns))})
        given: dict[Subject, dict[str, dict[str, int]]] = {subject: {} for subject in present}
        for (subject, fact), column in columns.items():
            given[subject][fact] = {value: mask for value, mask in column.items() if value != UNASKED and mask}
        return self._outcome(given, size)

    def infer_one(self, facts: Facts) -> Inference:
        """All that follows from the facts of one case."""
        given = {
            subject: {fact: {value: 1} for fact, value in facts.get(subject, {}).items() if value != UNASKED}
            for subject in subjects_of(facts)
        }
        outcome = self._outcome(given, 1)
        return Inference(
            fired=tuple(Firing(rule, subject) for rule, subject in sorted(outcome.fired)),
            values={about: tuple(sorted(masks)) for about, masks in sorted(outcome.values.items()) if masks},
        )

    def _outcome(self, given: dict[Subject, dict[str, dict[str, int]]], size: int) -> Outcome:
        run = _Run(self._program, self._tokens_of, self._satisfied, given, size)
        if len(self._satisfied) > _REMEMBERED:
            self._satisfied.clear()
        run.settle()
        return Outcome(
            size,
            run.fired,
            {(subject, fact): masks for subject, facts in run.values.items() for fact, masks in facts.items()},
        )


class _Run:
    """One reading of the rules. `held` remembers the worlds in which a literal holds of a subject."""

    def __init__(
        self,
        program: Program,
        tokens_of: Mapping[str, list[str]],
        satisfied: dict[tuple[str, str], bool],
        values: dict[Subject, dict[str, dict[str, int]]],
        size: int,
    ) -> None:
        self.program = program
        self.tokens_of = tokens_of
        self.satisfied = satisfied
        self.values = values
        self.all = (1 << size) - 1
        self.of_kind: dict[str, list[Subject]] = {}
        for subject in values:
            self.of_kind.setdefault(subject.kind, []).append(subject)
        self.held: dict[tuple[str, Subject], int] = {}
        self.fired: dict[tuple[str, Subject], int] = {}

    def settle(self) -> None:
        """Every block once, those that lead back to themselves until nothing changes; then what holds by default."""
        for block in self.program.blocks:
            for fact in block.counts:
                self._count(self.program.counts[fact])
            lines = [self.program.lines[rule] for rule in block.rules]
            while self._fire_all(lines) and block.recursive:
                pass
        for kind, pairs in self.program.defaults.items():
            for subject in self.of_kind.get(kind, ()):
                for fact, otherwise in pairs:
                    self._fill_in(subject, fact, otherwise)

    def _fire_all(self, lines: Iterable[Line]) -> bool:
        """Whether a conclusion came to hold in a world where it did not."""
        changed = False
        for line in lines:
            of_case = self._all_hold(line.case, CASE, self.all)
            if not of_case:
                continue
            for subject in self.of_kind.get(line.about, ()):
                mask = self._all_hold(line.own, subject, of_case)
                if mask:
                    self.fired[line.rule, subject] = mask
                    if line.concludes:
                        changed |= self._conclude(subject, *line.concludes, mask)
        return changed

    def _conclude(self, subject: Subject, fact: str, value: str, mask: int) -> bool:
        masks = self.values[subject].setdefault(fact, {})
        before = masks.get(value, 0)
        if before | mask == before:
            return False
        masks[value] = before | mask
        for token in self.tokens_of.get(fact, ()):
            self.held.pop((token, subject), None)
        return True

    def _all_hold(self, tokens: Iterable[str], subject: Subject, mask: int) -> int:
        for token in tokens:
            holds = self.held.get((token, subject))
            mask &= self._holds(token, subject) if holds is None else holds
            if not mask:
                break
        return mask

    def _holds(self, token: str, subject: Subject) -> int:
        literal = self.program.literals[token]
        mask = some = 0
        for value, worlds in self.values[subject].get(literal.fact, {}).items():
            some |= worlds
            satisfied = self.satisfied.get((token, value))
            if satisfied is None:
                satisfied = self.satisfied[token, value] = literal.condition.holds(value)
            if satisfied:
                mask |= worlds
        if literal.of_absence:
            mask |= self.all & ~some
        self.held[token, subject] = mask
        return mask

    def _count(self, counting: Counting) -> None:
        """Add up, in all worlds at once, the subjects that meet every literal; a number that was given stands."""
        of_case = self._all_hold(counting.case, CASE, self.all)
        digits: list[int] = []
        for subject in self.of_kind.get(counting.of, ()):
            _add_one(digits, self._all_hold(counting.own, subject, of_case))
        numbers = list(_numbers(digits, self.all))
        for subject in self.of_kind.get(counting.about, ()):
            masks = self.values[subject].setdefault(counting.fact, {})
            open_worlds = self.all & ~_union(masks.values())
            for number, worlds in numbers:
                if worlds & open_worlds:
                    masks[str(number)] = masks.get(str(number), 0) | worlds & open_worlds

    def _fill_in(self, subject: Subject, fact: str, otherwise: str) -> None:
        masks = self.values[subject].setdefault(fact, {})
        absent = self.all & ~_union(masks.values())
        if absent:
            masks[otherwise] = masks.get(otherwise, 0) | absent


def repeated(pattern: int, period: int, size: int) -> int:
    """A pattern of so many bits, over and over, up to the size: doubled each time, which big integers do fast."""
    while period < size:
        pattern |= pattern << period
        period *= 2
    return pattern & (1 << size) - 1


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union


def _add_one(digits: list[int], carry: int) -> None:
    """Add one in the worlds of `carry`. Digit i has the worlds whose number has bit i."""
    for place, digit in enumerate(digits):
        if not carry:
            return
        digits[place], carry = digit ^ carry, digit & carry
    if carry:
        digits.append(carry)


def _numbers(digits: Sequence[int], worlds: int) -> Iterator[tuple[int, int]]:
    """Each number that occurs, with the worlds in which it does."""
    if not worlds:
        return
    if not digits:
        yield 0, worlds
        return
    *lower, highest = digits
    bit = 1 << len(lower)
    yield from _numbers(lower, worlds & ~highest)
    for number, where in _numbers(lower, worlds & highest):
        yield number + bit, where
