"""Nobody left who may act: the fewest appointments, waivers or answers that would mend it, tried and not guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from decision_support.model.advice import Alarm, Holder, Mend, Recommendation
from decision_support.model.facts import Facts, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Rule
from decision_support.model.values import UNASKED, UNKNOWN
from decision_support.reasoning.conclude import conclude
from decision_support.reasoning.worlds import Product, product
from decision_support.roles.conflicts import NO, WAIVED
from decision_support.roles.graph import NEITHER, People

from .eligibility import Eligibility
from .rule_book import RuleBook
from .situation import Situation

BARS = ("exclude", "doubt")


@dataclass(frozen=True)
class Changes:
    """Changes that let somebody act: fact -> value. A waiver is a decision; an answer is found out."""

    facts: Mapping[str, str]

    @property
    def waivers(self) -> int:
        return sum(value == WAIVED for value in self.facts.values())


class Mending:
    """What would let somebody act in a role of a document, in one case."""

    def __init__(self, base: KnowledgeBase, case: Situation, book: RuleBook) -> None:
        self._base = base
        self._case = case
        self._book = book

    def alarm(self, guidance: str, found: Holder) -> Alarm | None:
        """An alarm where people are recorded for a role and none of them may act, whatever the answers are."""
        if found.people or not self._is_missed(guidance, found):
            return None
        mends: list[Mend] = []
        for mend in self.mends(guidance, found.role):
            if _decisions(mend) == 0:
                return None
            mends.append(mend)
        fewest = min(map(_decisions, mends))
        names = self._case.names
        told = "; ".join(f"{names[person]} {why}" for person, why in self._reasons(guidance, found).items())
        return Alarm(
            guidance=guidance,
            role=found.role,
            say=f"Nobody recorded is free to act in this role: {found.title}. {told}.",
            fewest=fewest,
            mends=tuple(each for each in mends if _decisions(each) == fewest),
        )

    def _is_missed(self, guidance: str, found: Holder) -> bool:
        """Whether people are recorded for a role and are barred from it or away."""
        people = self._case.people[guidance]
        recorded = [each.id for each in (*found.left_out, *found.in_doubt)]
        if not people.roles[found.role].sided and any(people.is_away(person) for person in recorded):
            return True
        if not recorded or not self.is_judged(guidance, found.role):
            return False
        return not self.barred_if_proposed(guidance, found.role).isdisjoint(recorded)

    def _reasons(self, guidance: str, found: Holder) -> dict[str, str]:
        """Why everybody who holds the role or is considered for it may not act."""
        reasons = {each.id: each.why for each in (*found.left_out, *found.in_doubt)}
        inference = self._book.reasoner.infer(self._case.facts)
        able = Eligibility(self._base, self._case, inference, conclude(self._base, inference))
        for (role, person), barred in able.bars(guidance).items():
            if role == found.role:
                reasons.setdefault(person, barred.why)
        return reasons

    def is_judged(self, guidance: str, role: str) -> bool:
        """Whether any rule bars anybody from this role."""
        return any(True for _ in self._barring(f"{guidance}.{role}"))

    def mends(self, guidance: str, role: str) -> Iterator[Mend]:
        """Every way to have somebody act: an appointment, or the smallest changes for each person proposed."""
        people = self._case.people[guidance]
        barred = self.barred_if_proposed(guidance, role)
        for person in people.people:
            if people.is_party(person):
                continue
            if person not in barred and not people.is_away(person) and self._on_no_side(people, person, role):
                name = self._case.names[person]
                yield Mend(
                    "appoint", person, f"Give {name} the role, if the post allows it: nothing speaks against it.", {}
                )
            elif not people.is_proposed(person, role):
                continue
            elif person in barred and (changes := self.smallest_changes(guidance, role, person)):
                yield self.mend(person, changes)
        yield Mend("appoint", None, "Appoint somebody from outside of whom none of this holds.", {})

    def _on_no_side(self, people: People, person: str, role: str) -> bool:
        """Whether somebody could be given a role: considered for it already, or standing on neither side."""
        return people.is_proposed(person, role) or people.standing_of(people.people[person]) == NEITHER

    def barred_if_proposed(self, guidance: str, role: str) -> frozenset[str]:
        """Everybody who would be barred from a role, or in doubt for it, if proposed."""
        bars = conclude(self._base, self._book.reasoner.infer(self.facts_if_proposed(role))).bars
        return frozenset(bar.person for bar in bars if bar.role == f"{guidance}.{role}")

    def facts_if_proposed(self, role: str) -> Facts:
        """The facts of the case, had everybody recorded been proposed for a role."""
        return {
            subject: {**known, f"proposed.{role}": "yes"} if subject.kind == "person" else known
            for subject, known in self._case.facts.items()
        }

    def smallest_changes(self, guidance: str, role: str, person: str) -> Changes | None:
        """The fewest waivers, and then the fewest answers, after which nothing bars the person; None where none do.

        Exact: every combination of what can still change is tried.
        """
        subject = Subject("person", person)
        rules = tuple(self._barring(f"{guidance}.{role}"))
        known = self._case.facts[subject]
        now = {fact: known.get(fact, UNASKED) for fact in self._read(rules)}
        choices = [((subject, fact), (value, *self._choices(subject, fact))) for fact, value in sorted(now.items())]
        tried = product([each for each in choices if len(each[1]) > 1])
        free = self._free_worlds(subject, role, tried, {rule.id for rule in rules})
        found = [
            Changes({fact: value for (_, fact), value in tried.world(number).items() if value != now[fact]})
            for number in free
        ]
        return min(found, key=lambda each: (each.waivers, len(each.facts), sorted(each.facts.items())), default=None)

    def _free_worlds(self, subject: Subject, role: str, tried: Product, rules: set[str]) -> Iterator[int]:
        """The worlds in which no rule bars the person who is proposed for the role."""
        everywhere = (1 << tried.size) - 1
        columns: dict[tuple[Subject, str], Mapping[str, int]] = {
            (about, name): {value: everywhere}
            for about, known in self._case.facts.items()
            for name, value in known.items()
        }
        columns[subject, f"proposed.{role}"] = {"yes": everywhere}
        fired = self._book.worlds.run(columns | dict(tried.columns), tried.size).fired
        free = everywhere
        for (rule, about), worlds in fired.items():
            if rule in rules and about == subject:
                free &= ~worlds
        while free:
            lowest = free & -free
            free ^= lowest
            yield lowest.bit_length() - 1

    def mend(self, person: str, changes: Changes) -> Mend:
        """These changes in words."""
        told = []
        stand = {name: each for those in self._case.standings.values() for name, each in those[person].items()}
        name = self._case.names[person]
        for fact, value in changes.facts.items():
            tie = stand[fact].say if fact in stand else self._base.facts[fact].say.removeprefix("this person ")
            if value == WAIVED:
                told.append(
                    f"Have it decided and recorded, with the reason, that {name} may act although this person {tie}."
                )
            else:
                ask = self._base.facts[fact].ask
                told.append(f"Find out of {name}: {ask} If the answer is {value}, that is no hindrance.")
        return Mend("waive" if changes.waivers else "ask", person, " ".join(told), dict(changes.facts))

    def _barring(self, role: str) -> Iterator[Rule]:
        return (rule for rule in self._book.rules.values() if rule.then.kind in BARS and rule.then.target == role)

    def _read(self, rules: Iterable[Rule]) -> set[str]:
        """The facts about a person that these rules read, also through facts that other rules conclude."""
        found: set[str] = set()
        waiting = [condition.fact for rule in rules for condition in rule.when if condition.scope == "subject"]
        while waiting:
            fact = waiting.pop()
            if fact in found:
                continue
            found.add(fact)
            waiting += [
                condition.fact
                for rule in self._book.rules.values()
                if rule.concludes and rule.concludes[0] == fact and rule.about == "person"
                for condition in rule.when
                if condition.scope == "subject"
            ]
        return found

    def _choices(self, subject: Subject, name: str) -> tuple[str, ...]:
        """The values that a fact could still come to have: an answer where there is none, a waiver where it can be."""
        fact = self._base.facts[name]
        value = self._case.facts[subject].get(name)
        if value in (None, UNKNOWN):
            waived = (WAIVED,) if WAIVED in fact.on_record_only else ()
            return (*(each for each in fact.answers if each != UNKNOWN), *waived) if fact.ask else ()
        return (WAIVED,) if WAIVED in fact.on_record_only and value not in (NO, WAIVED) else ()


def alarms(mending: Mending, recommendations: Iterable[Recommendation]) -> tuple[Alarm, ...]:
    """An alarm for each role that advice needs somebody in and nobody may act in; what may be done needs nobody."""
    found: dict[tuple[str, str], Alarm] = {}
    for each in recommendations:
        if each.strength not in ("must", "should"):
            continue
        for needed in (each.actor, each.contact):
            if needed is not None and (alarm := mending.alarm(each.id.partition(".")[0], needed)):
                found.setdefault((alarm.guidance, alarm.role), alarm)
    return tuple(found.values())


def _decisions(mend: Mend) -> int:
    """How many appointments or waivers a mend takes."""
    return 1 if mend.kind == "appoint" else sum(value == WAIVED for value in mend.changes.values())
