"""Nobody left who may act: the fewest appointments, waivers or answers that would mend it, tried and not guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from decision_support.model.advice import Alarm, Holder, Mend
from decision_support.model.facts import Facts, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Rule
from decision_support.model.values import UNKNOWN
from decision_support.reasoning.conclude import conclude
from decision_support.reasoning.worlds import Worlds
from decision_support.roles.conflicts import NO, WAIVED

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
        if found.people or not (found.left_out or found.in_doubt) or not self.is_judged(guidance, found.role):
            return None
        mends = tuple(self.mends(guidance, found.role))
        fewest = min(_decisions(each) for each in mends)
        if fewest == 0:
            return None
        names = self._case.names
        told = "; ".join(f"{names[each.id]} {each.why}" for each in (*found.left_out, *found.in_doubt))
        return Alarm(
            guidance=guidance,
            role=found.role,
            say=f"Nobody recorded may act as {found.title}. {told}.",
            fewest=fewest,
            mends=tuple(each for each in mends if _decisions(each) == fewest),
        )

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
            if not people.is_proposed(person, role):
                if person not in barred and not people.is_away(person):
                    say = f"Appoint {self._case.names[person]}: nothing on record speaks against it."
                    yield Mend("appoint", person, say, {})
            elif person in barred and (changes := self.smallest_changes(guidance, role, person)):
                yield self.mend(person, changes)
        yield Mend("appoint", None, "Appoint somebody from outside of whom none of this holds.", {})

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
        open_facts = {fact: self._choices(subject, fact) for fact in self._read(rules)}
        options = [((fact, None), *((fact, value) for value in values)) for fact, values in sorted(open_facts.items())]
        tried = sorted(
            ({fact: value for fact, value in chosen if value is not None} for chosen in product(*options)),
            key=lambda changes: (Changes(changes).waivers, len(changes), sorted(changes.items())),
        )
        barred = _barred_worlds(self._book.worlds, self._case.facts, subject, role, tried, {rule.id for rule in rules})
        free = next((number for number in range(len(tried)) if not barred >> number & 1), None)
        return None if free is None else Changes(tried[free])

    def mend(self, person: str, changes: Changes) -> Mend:
        """These changes in words."""
        told = []
        stand = {name: each for those in self._case.standings.values() for name, each in those[person].items()}
        name = self._case.names[person]
        for fact, value in changes.facts.items():
            if value == WAIVED:
                told.append(
                    f"Have it decided and recorded, with the reason, that {name} may act: {name} {stand[fact].say}."
                )
            else:
                told.append(f"Find out of {name}: {self._base.facts[fact].ask} The answer would have to be {value}.")
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
                if rule.then.kind == "conclude" and rule.then.target == fact and rule.about == "person"
                for condition in rule.when
                if condition.scope == "subject"
            ]
        return found

    def _choices(self, subject: Subject, name: str) -> tuple[str, ...]:
        """The values that a fact could still come to have: an answer where there is none, a waiver where it can be."""
        fact = self._base.facts[name]
        value = self._case.facts[subject].get(name)
        if value in (None, UNKNOWN):
            return tuple(each for each in fact.answers if each != UNKNOWN) if fact.ask else ()
        return (WAIVED,) if WAIVED in fact.on_record_only and value not in (NO, WAIVED) else ()


def _decisions(mend: Mend) -> int:
    """How many appointments or waivers a mend takes."""
    return 1 if mend.kind == "appoint" else sum(value == WAIVED for value in mend.changes.values())


def _barred_worlds(
    worlds: Worlds, facts: Facts, subject: Subject, role: str, tried: list[dict[str, str]], rules: set[str]
) -> int:
    """The worlds, one for each set of changes, in which a rule bars the person who is proposed for the role."""
    everywhere = (1 << len(tried)) - 1
    columns = {(about, name): {value: everywhere} for about, known in facts.items() for name, value in known.items()}
    columns[subject, f"proposed.{role}"] = {"yes": everywhere}
    for name in {name for changes in tried for name in changes}:
        column: dict[str, int] = {}
        for number, changes in enumerate(tried):
            if value := changes.get(name, facts[subject].get(name)):
                column[value] = column.get(value, 0) | 1 << number
        columns[subject, name] = column
    fired = worlds.run(columns, len(tried)).fired
    barred = 0
    for (rule, about), mask in fired.items():
        if rule in rules and about == subject:
            barred |= mask
    return barred
