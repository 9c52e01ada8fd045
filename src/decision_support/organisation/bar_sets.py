"""In which fresh matters the rules bar somebody from a role: asked of the real rules, once for each set of facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Literal

from decision_support.casework.mending import BARS, Mending
from decision_support.model.facts import Subject
from decision_support.model.parties import SIDES
from decision_support.model.rules import Rule
from decision_support.model.values import UNKNOWN
from decision_support.roles.conflicts import FORMERLY, NO, YES
from decision_support.roles.facts import people_facts, standings
from decision_support.roles.graph import NEITHER

from .fresh_matter import OF_THE_MATTER, FreshMatter
from .pair_sets import Pairs
from .tie_sets import Alike, TieSets

Known = tuple[tuple[str, str], ...]
"""What the rules would read of a person: fact and value, sorted."""
State = Literal["free", "barred"]
WORST_FIRST = (YES, None, UNKNOWN, FORMERLY)
WHOEVER_IS_CONCERNED = {*OF_THE_MATTER, "in_line_of_decider"} - {"named_by_party"}
SIDE, IS_PARTY = "side", "is_party"
SOMEBODY = Subject("person", "somebody")
NO_ONE = Alike(0)


class BarSets:
    """One role of a document that rules bar people from, and everybody who may come to act in it.

    The pairs are those of TieSets: who raises a matter and who is on the other side, or the one whom it is about.
    """

    def __init__(self, ties: TieSets, role: str, candidates: Iterable[str]) -> None:
        self._ties, self._matter, self._role = ties, ties.matter, role
        barring = [rule for rule in self._matter.book.rules.values() if self._bars(rule)]
        self._read, self._read_of_case = _read_by(barring, self._matter)
        facts = self._matter.desk.base.facts
        self._tied = [
            name for name in self._read if facts[name].computed and facts[name].computed not in WHOEVER_IS_CONCERNED
        ]
        self._marks = [fact for mark in self._matter.marks for fact in (f"role.{mark}", f"proposed.{mark}")]
        self._tables = {name: tuple(self._table(name)) for name in sorted(set(candidates))}
        self._barred = self._judged({known for table in self._tables.values() for _, _, known in table})
        self._clearable: dict[Known, bool] = {}

    @property
    def is_separable(self) -> bool:
        """Whether these rules look at one person only, and at nothing of the case that depends on who is concerned."""
        base = self._matter.desk.base
        counted = any(name in base.counts and base.counts[name][0] == "person" for name in self._read_of_case)
        return not counted and not any(base.facts[name].computed for name in self._read_of_case)

    def free(self, name: str) -> Pairs:
        """The matters in which nothing bars somebody."""
        return self._where(name, lambda known: known not in self._barred)

    def open(self, name: str) -> Pairs:
        """The matters in which something bars somebody that answers alone could clear."""
        return self._where(name, lambda known: known in self._barred and self._is_clearable(known))

    def _where(self, name: str, holds: Callable[[Known], bool]) -> Pairs:
        rows: dict[int, int] = {}
        for firsts, seconds, known in self._tables[name]:
            if holds(known):
                rows[firsts] = rows.get(firsts, 0) | seconds
        return Pairs.gathered(rows.items())

    def _table(self, name: str) -> Iterator[tuple[int, int, Known]]:
        """What the rules would read of somebody in every matter."""
        sets: dict[tuple[Alike, Known], int] = {}
        if self._matter.marks:
            for alike in self._ties.shared_out(name, bool(self._tied), SIDE in self._read):
                key = (alike._replace(those=0, one=None), self._towards(name, alike.one))
                sets[key] = sets.get(key, 0) | alike.those
        else:
            sets[NO_ONE, self._towards(name, None)] = self._ties.raisers
        pair = len(self._matter.marks) == 2
        for (one, known), firsts in sets.items():
            if pair:
                for (other, also_known), seconds in sets.items():
                    yield firsts, seconds, self._together((one, other), (known, also_known))
            else:
                yield firsts, self._ties.others, self._together((one,), (known,))

    def _towards(self, name: str, concerned: str | None) -> Known:
        """What holds of somebody where one person is concerned on every side."""
        matter, base = self._matter, self._matter.desk.base
        sides = (concerned,) * len(matter.marks) if concerned else ()
        alone = matter.people(matter.case(sides, matter.around([name, *sides])))
        subject = Subject("person", name)
        found = people_facts([(alone, standings(alone, base.facts))])[subject]
        known = {fact: answer.value for fact, answer in alone.recorded[name].facts.items()} | found
        known[f"proposed.{self._role}"] = YES
        return tuple(sorted((fact, known[fact]) for fact in (self._read & known.keys()) - {IS_PARTY, SIDE}))

    def _together(self, sides: tuple[Alike, ...], each: tuple[Known, ...]) -> Known:
        """What holds where these are concerned: of each tie the worst, nothing where it is not known."""
        towards = [dict(known) for known in each]
        found = towards[0]
        for name in self._tied:
            values = [known.get(name) for known in towards]
            worst = next((value for value in WORST_FIRST if value in values), values[0])
            found.pop(name, None)
            if worst is not None:
                found[name] = worst
        found |= {fact: NO for fact in self._marks if fact in found}
        for mark, side in zip(self._matter.marks, sides, strict=True):
            if side.is_own:
                found |= {fact: YES for fact in (f"role.{mark}", f"proposed.{mark}") if fact in found}
        if IS_PARTY in self._read:
            found[IS_PARTY] = YES if any(side.is_own for side in sides) else NO
        if SIDE in self._read:
            found[SIDE] = self._side(sides)
        return tuple(sorted(found.items()))

    def _side(self, sides: tuple[Alike, ...]) -> str:
        """On which side somebody stands, by line of management or else by agency."""
        both = [each for each in zip(self._matter.parties, sides, strict=True) if each[0] in SIDES]
        found = [party for party, side in both if side.is_own or side.is_below]
        if not found:
            found = [party for party, side in both if side.works_along]
            found = found if len(found) == 1 else []
        return "both" if len(found) == 2 else next(iter(found), NEITHER)

    def _judged(self, every: set[Known]) -> set[Known]:
        """Those sets of facts with which somebody is barred; the rules read all of them at once."""
        listed, rules = sorted(every), self._matter.book.rules
        worlds = (1 << len(listed)) - 1
        columns = {
            (subject, fact): {value: worlds}
            for subject, known in self._matter.nobody.facts.items()
            for fact, value in known.items()
        }
        for number, known in enumerate(listed):
            for fact, value in known:
                column = columns.setdefault((SOMEBODY, fact), {})
                column[value] = column.get(value, 0) | 1 << number
        barred = 0
        for (rule, subject), where in self._matter.book.worlds.run(columns, len(listed), [SOMEBODY]).fired.items():
            if subject == SOMEBODY and self._bars(rules[rule]):
                barred |= where
        return {known for number, known in enumerate(listed) if barred >> number & 1}

    def _is_clearable(self, known: Known) -> bool:
        if known not in self._clearable:
            matter = self._matter
            case = replace(matter.nobody, facts={**matter.nobody.facts, SOMEBODY: dict(known)})
            mending = Mending(matter.desk.base, case, matter.book)
            found = mending.smallest_changes(matter.guidance, self._role, SOMEBODY.id)
            self._clearable[known] = found is not None and found.waivers == 0
        return self._clearable[known]

    def _bars(self, rule: Rule) -> bool:
        return rule.then.kind in BARS and rule.then.target == f"{self._matter.guidance}.{self._role}"


def _read_by(rules: Iterable[Rule], matter: FreshMatter) -> tuple[set[str], set[str]]:
    """The facts of a person and of the case that rules read, also through what other rules bring about and counts."""
    found: dict[str, set[str]] = {"person": set(), "case": set()}
    waiting = [(_about(rule, condition.scope), condition.fact) for rule in rules for condition in rule.when]
    counts, every = matter.desk.base.counts, matter.book.rules.values()
    while waiting:
        about, fact = waiting.pop()
        if fact in found[about]:
            continue
        found[about].add(fact)
        if about == "case" and fact in counts:
            waiting += [("case", condition.fact) for condition in counts[fact][1] if condition.scope == "case"]
        for rule in every:
            if rule.about == about and rule.concludes and rule.concludes[0] == fact:
                waiting += [(_about(rule, condition.scope), condition.fact) for condition in rule.when]
    return found["person"], found["case"]


def _about(rule: Rule, scope: str) -> str:
    return "case" if scope == "case" or rule.about == "case" else "person"
