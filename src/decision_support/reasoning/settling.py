"""What is settled of one case while its rule sets run, stratum by stratum."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from decision_support.model.facts import CASE, Facts, Firing, Inference, Subject
from decision_support.model.values import UNASKED, Kind

from .program import Counting, Literal, Program, subjects_of


class Case:
    """The values that hold of each subject so far, and what fired. Subjects are numbered in sorted order.

    'unasked' is the absence of a value, also where it is written out.
    """

    def __init__(self, program: Program, facts: Facts) -> None:
        self._program = program
        self.subjects: tuple[Subject, ...] = subjects_of(facts)
        self.kinds: frozenset[Kind] = frozenset(subject.kind for subject in self.subjects)
        self.values: list[dict[str, tuple[str, ...]]] = [
            {fact: (value,) for fact, value in facts.get(subject, {}).items() if value != UNASKED}
            for subject in self.subjects
        ]
        self.of_case = self.values[self.subjects.index(CASE)]
        self._fired: set[tuple[str, int]] = set()

    def fire(self, rule: str, number: int) -> None:
        """Record that the conditions of a rule hold for a subject."""
        self._fired.add((rule, number))

    def conclude(self, number: int, fact: str, value: str) -> bool:
        """Record a conclusion; whether it is news."""
        values = self.values[number]
        held = values.get(fact, ())
        if value in held:
            return False
        values[fact] = tuple(sorted((*held, value)))
        return True

    def work_out(self, counts: Iterable[Counting]) -> None:
        """Count what is counted, for every subject that was not given a number."""
        for counting in counts:
            value = (str(self._count(counting)),)
            for subject, values in zip(self.subjects, self.values, strict=True):
                if subject.kind == counting.about:
                    values.setdefault(counting.fact, value)

    def inference(self) -> Inference:
        """All that fired and holds, in an order that depends on nothing but the facts."""
        self._fill_in()
        return Inference(
            fired=tuple(_firing(rule, self.subjects[number]) for rule, number in sorted(self._fired)),
            values={
                (subject, fact): values[fact]
                for subject, values in zip(self.subjects, self.values, strict=True)
                for fact in sorted(values)
            },
        )

    def _count(self, counting: Counting) -> int:
        if not _all_hold(self._literals(counting.case), self.of_case):
            return 0
        own = self._literals(counting.own)
        return sum(
            subject.kind == counting.of and _all_hold(own, values)
            for subject, values in zip(self.subjects, self.values, strict=True)
        )

    def _literals(self, tokens: Iterable[str]) -> list[Literal]:
        return [self._program.literals[token] for token in tokens]

    def _fill_in(self) -> None:
        for subject, values in zip(self.subjects, self.values, strict=True):
            for fact, otherwise in self._program.defaults.get(subject.kind, ()):
                if fact not in values:
                    values[fact] = (otherwise,)


def _all_hold(literals: Iterable[Literal], values: dict[str, tuple[str, ...]]) -> bool:
    return all(literal.holds(values.get(literal.fact, ())) for literal in literals)


@lru_cache(maxsize=8192)
def _firing(rule: str, subject: Subject) -> Firing:
    return Firing(rule, subject)
