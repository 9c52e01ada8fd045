"""What a change of the knowledge does to cases: every case at hand advised on by both editions, and what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from decision_support.casework import Casework
from decision_support.casework.reasons.alterations import Alteration, alterations
from decision_support.casework.reasons.altering import Grounded, altered_rules
from decision_support.casework.reasons.differing import difference
from decision_support.errors import UserMistake
from decision_support.model.advice import Advice
from decision_support.model.difference import Change
from decision_support.model.knowledge import KnowledgeBase
from decision_support.proof.bundled_days import CaseDay

from .cases import Days, Edition, TwoSided, first_of
from .kinds import KINDS, kinds_of, worst_first
from .pairs import LikeCases, Likeness, Treated
from .slices import Untouched

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Affected:
    """A day of a case whose advice differs. `kinds` has what that means, worst first; `names`, what to call people."""

    id: str
    told: str
    case: str
    on: str
    guidance: tuple[str, ...]
    kinds: tuple[str, ...]
    changes: tuple[Change, ...]
    names: Mapping[str, str]


@dataclass(frozen=True)
class Unread:
    """A case that one edition or both could not be asked about, with the sentence that each of them says."""

    name: str
    told: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Group:
    """All that changes in one way: on which days, by which rules and clocks, on which clauses."""

    kind: str
    say: str
    days: tuple[str, ...]
    rules: tuple[str, ...]
    clocks: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Altered:
    """Something altered in the knowledge: the days that meet it, and those among them on which advice differs by it."""

    what: Alteration
    met: tuple[str, ...]
    behind: tuple[str, ...]


@dataclass(frozen=True)
class Impact:
    """What a change of the knowledge does.

    looked_at   how many days of cases were asked about; `advised`, on how many of them both editions had to be
                heard, the others being made of nothing that changed
    cases       how many cases these are of
    idle        rules that were altered and that fire on no day at hand, in either edition
    unlike      like cases that are treated differently now; `alike`, unlike ones that are treated alike now
    """

    old: tuple[str, str]
    new: tuple[str, str]
    cases: int
    looked_at: int
    advised: int
    affected: tuple[Affected, ...]
    unread: tuple[Unread, ...]
    groups: tuple[Group, ...]
    altered: tuple[Altered, ...]
    idle: tuple[str, ...]
    unlike: Likeness
    alike: Likeness

    @property
    def nothing(self) -> bool:
        """Whether every case could be read by both and is advised on alike."""
        return not (self.affected or self.one_sided or self.unlike.twins or self.alike.twins)

    @property
    def one_sided(self) -> tuple[Unread, ...]:
        """The cases that only one edition can advise on."""
        return tuple(each for each in self.unread if (each.old is None) != (each.new is None))


def impact(old: Edition, new: Edition, cases: Iterable[TwoSided], progress: Progress | None = None) -> Impact:
    """What changes for these cases from the one edition to the other."""
    return _Weighing(old, new).impact(tuple(cases), progress)


class _Weighing:
    def __init__(self, old: Edition, new: Edition) -> None:
        self._old = old
        self._new = new
        self._desks = Casework(old.base), Casework(new.base)
        self._untouched = Untouched(old.base, new.base)
        self._altered_rules = altered_rules(old.base, new.base)
        self._like = LikeCases(*self._desks)
        self._affected: list[Affected] = []
        self._unread: dict[tuple[str, str], Unread] = {}
        self._treated: list[Treated] = []
        self._met: dict[tuple[str, str], tuple[Alteration, list[str]]] = {}

    def impact(self, cases: Sequence[TwoSided], progress: Progress | None) -> Impact:
        days = [(case, *pair) for case in cases for pair in self._pairs(case)]
        advised = 0
        for number, (case, one, other) in enumerate(days, 1):
            if not self._is_untouched(one, other):
                advised += 1
                self._weigh(case, one, other)
            if progress:
                progress(number, len(days))
        affected = tuple(sorted(self._affected, key=_worst))
        fired = {name for kind, name in self._met if kind == "rule"}
        return Impact(
            old=(self._old.called, self._old.base.fingerprint),
            new=(self._new.called, self._new.base.fingerprint),
            cases=len(cases),
            looked_at=len(days),
            advised=advised,
            affected=affected,
            unread=tuple(self._unread.values()),
            groups=tuple(_groups(affected)),
            altered=tuple(self._altered(affected)),
            idle=tuple(sorted(self._altered_rules - fired)),
            unlike=self._like.unlike_now(self._treated),
            alike=self._like.alike_now(self._treated),
        )

    def _pairs(self, case: TwoSided) -> Iterator[tuple[CaseDay, CaseDay]]:
        """The days of a case that both editions can read; what cannot be is noted."""
        old, new = (self._sentence(each) for each in (case.old, case.new))
        if isinstance(case.old, UserMistake) or isinstance(case.new, UserMistake):
            self._unread[case.told, case.name] = Unread(case.name, case.told, old, new)
            return
        for number, (one, other) in enumerate(zip_longest(case.old, case.new), 1):
            if one and other and one.on == other.on:
                yield one, other
            else:
                sides = [each.on.isoformat() if each else "none" for each in (one, other)]
                say = f"its day {number} is {sides[0]} in the old copy of the case and {sides[1]} in the new one"
                self._unread[case.told, f"{case.name}-{number}"] = Unread(f"{case.name}-{number}", case.told, say, say)

    def _sentence(self, days: Days) -> str | None:
        return first_of(days) if isinstance(days, UserMistake) else None

    def _is_untouched(self, one: CaseDay, other: CaseDay) -> bool:
        return one.case == other.case and self._untouched.by(other.case.guidance)

    def _weigh(self, case: TwoSided, one: CaseDay, other: CaseDay) -> None:
        was, now = (self._attempt(desk, day) for desk, day in zip(self._desks, (one, other), strict=True))
        if not isinstance(was, Advice) or not isinstance(now, Advice):
            sides = (None if isinstance(each, Advice) else first_of(each) for each in (was, now))
            self._unread[case.told, other.id] = Unread(other.id, case.told, *sides)
            return
        before, after = self._desks[0].grounded(was), self._desks[1].grounded(now)
        self._treated.append(self._like.treated(other, before, after))
        before, after = self._narrowed(before, after)
        for each in alterations(before, after):
            self._met.setdefault((each.kind, each.name), (each, []))[1].append(other.id)
        changes = difference(before, after).changes
        if changes:
            names = {person.id: person.called for each in (one, other) for person in each.case.people}
            kinds = sorted({kind for change in changes for kind in kinds_of(change)}, key=worst_first)
            changes = tuple(sorted(changes, key=lambda change: worst_first(kinds_of(change)[0])))
            known, on = other.case, other.on.isoformat()
            self._affected.append(
                Affected(other.id, other.told, known.case, on, known.guidance, tuple(kinds), changes, names)
            )

    def _narrowed(self, *sides: Grounded) -> list[Grounded]:
        """Both sides with no more rules than they are compared by: what fired on either, and what was altered."""
        names = self._altered_rules.union(firing.rule for each in sides for firing in each.inference.fired)
        return [each._replace(base=_with_rules(each.base, names)) for each in sides]

    def _attempt(self, desk: Casework, day: CaseDay) -> Advice | UserMistake:
        try:
            return desk.advise(day.case, day.on)
        except UserMistake as mistake:
            return mistake

    def _altered(self, affected: Sequence[Affected]) -> Iterator[Altered]:
        """Everything altered that a case meets, what makes the most difference first."""
        behind: dict[tuple[str, str], list[str]] = {}
        for day in affected:
            causes = {("rule", cause.rule) for change in day.changes for cause in change.because}
            causes |= {("clock", timing.clock) for change in day.changes for timing in change.timing}
            for key in causes:
                behind.setdefault(key, []).append(day.id)
        found = [Altered(what, tuple(met), tuple(behind.get(key, ()))) for key, (what, met) in self._met.items()]
        yield from sorted(found, key=lambda each: (-len(each.behind), -len(each.met), each.what.kind, each.what.name))


def _with_rules(base: KnowledgeBase, names: Iterable[str]) -> KnowledgeBase:
    return replace(base, rules={name: base.rules[name] for name in sorted(names) if name in base.rules})


def _worst(day: Affected) -> tuple[int, bool, str]:
    """What is worst first; then where it is advice that changes, rather than what advice rests on."""
    advice = any(each.matter == "recommendation" and day.kinds[0] in kinds_of(each) for each in day.changes)
    return worst_first(day.kinds[0]), not advice, day.id


def _groups(affected: Sequence[Affected]) -> Iterator[Group]:
    for kind, say in KINDS.items():
        those = [(day.id, change) for day in affected for change in day.changes if kind in kinds_of(change)]
        if those:
            changes = [change for _, change in those]
            yield Group(
                kind,
                say,
                tuple(dict.fromkeys(day for day, _ in those)),
                tuple(sorted({cause.rule for change in changes for cause in change.because})),
                tuple(sorted({timing.clock for change in changes for timing in change.timing})),
                tuple(sorted({clause for change in changes for clause in change.clauses})),
            )
