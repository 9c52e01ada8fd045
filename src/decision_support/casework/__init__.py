"""All that a screen or a command may ask about a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from decision_support.deadlines.working_days import WorkingDays
from decision_support.errors import InvalidCase, did_you_mean
from decision_support.model.advice import Advice
from decision_support.model.case import Case
from decision_support.model.dates import in_words
from decision_support.model.difference import Difference
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.near_miss import WhyNot
from decision_support.model.role_map import RoleMap
from decision_support.model.rules import Rule
from decision_support.model.values import Division
from decision_support.reasoning.conclude import conclude
from decision_support.reasoning.infer import Reasoner
from decision_support.reasoning.openness import Openness
from decision_support.reasoning.program import compile as compile_rules
from decision_support.reasoning.strata import counts_read
from decision_support.reasoning.worlds import Worlds
from decision_support.roles.graph import RoleGraph
from decision_support.roles.role_maps import map_of_people

from .advising import advise
from .comparing import Comparison, alone, compare
from .eligibility import Eligibility
from .panelling import PanelLine, panels_of
from .rule_book import RuleBook
from .situation import Situation, situation
from .who import Who, who

if TYPE_CHECKING:  # reasons are imported where they are asked for, since advice alone does without them
    from .reasons.altering import Grounded
    from .reasons.why import Why

__all__ = ["Casework"]


class Casework:
    """One knowledge base, compiled once, and what it says of any number of cases.

    engine  False: rules are read by the built-in evaluator, as in Reasoner
    books   rules compiled before, of a base that differs from this one in no rule and no fact
    """

    def __init__(
        self, base: KnowledgeBase, engine: bool = True, books: Mapping[tuple[str, ...], RuleBook] | None = None
    ) -> None:
        self.base = base
        self.books = dict(books or {})
        self._engine = engine
        self._calendars: dict[Division, WorkingDays] = {}
        self._roles = {name: RoleGraph(document) for name, document in base.documents.items()}

    def advise(self, case: Case, on: dt.date) -> Advice:
        """What to do next in this case, as things are known on this day.

        Raises BeyondCalendar where a date falls outside the bank holidays on file, and InvalidCase for a case that
        contradicts itself.
        """
        return advise(self.base, self.situation(case, on), self.rule_book(case.guidance))

    def difference(self, before: Advice, after: Advice, then: Casework | None = None) -> Difference:
        """What one piece of advice says and another does not: other answers, other people, another day or edition.

        then: the desk that gave the first, where it was not this one but one with another edition of the knowledge.
        """
        from .reasons.differing import difference

        return difference((then or self).grounded(before), self.grounded(after))

    def compare(self, case: Case, on: dt.date) -> Comparison:
        """The documents that the case names, side by side, each as if it alone applied."""
        if len(case.guidance) < 2:
            raise InvalidCase("a comparison needs two documents.", mend="Name them under 'guidance', or with --with.")
        return compare(self.base, {name: self.advise(alone(self.base, case, name), on) for name in case.guidance})

    def who(self, case: Case, on: dt.date, role: str | None = None) -> Who:
        """Who acts in the roles that advice needs now, or in one role: everybody passed over, and why.

        Raises InvalidCase where no document that applies has the role.
        """
        known = {name for guidance in case.guidance for name in self.base.documents[guidance].roles}
        if role is not None and role not in known:
            where = " and ".join(case.guidance) or "any document, since the case names none"
            raise InvalidCase(f"there is no role '{role}' in {where}.", mend=did_you_mean(role, known))
        return who(self.base, self.situation(case, on), self.rule_book(case.guidance), self.advise(case, on), role)

    def why_not(self, case: Case, on: dt.date, asked: str) -> WhyNot:
        """Why something is not advised or concluded, and the smallest changes that would make it so.

        Raises UserMistake where nothing is called so.
        """
        from .reasons.why_not import why_not

        return why_not(self.base, self.situation(case, on), self.rule_book(case.guidance), self.situation, asked)

    def nameable(self, case: Case, on: dt.date) -> tuple[tuple[str, str, str], ...]:
        """What why_not can be asked about in this case, but for facts: its kind, its name, and what it is in words."""
        from .reasons.goals import nameable

        known, book = self.situation(case, on), self.rule_book(case.guidance)
        return nameable(self.base, known, book.rules, book.reasoner.infer(known.facts))

    def why(self, case: Case, on: dt.date, what: str | None = None) -> tuple[Why, ...]:
        """Why this is so, down to the facts and clauses it rests on; every recommendation, if nothing is named.

        Raises UserMistake where nothing in the advice has that number or name.
        """
        from .reasons.why import why

        situation, book = self.situation(case, on), self.rule_book(case.guidance)
        return why(self.base, situation, book, advise(self.base, situation, book), what)

    def panels(self, case: Case, on: dt.date) -> tuple[PanelLine, ...]:
        """Every panel that the documents of the case speak of, put together from its people."""
        return panels_of(self.base, self.situation(case, on), self.rule_book(case.guidance))

    def maps(self, case: Case, on: dt.date) -> tuple[RoleMap, ...]:
        """The people of a case beside the roles of each document that applies, to be drawn."""
        situation, book = self.situation(case, on), self.rule_book(case.guidance)
        inference = book.reasoner.infer(situation.facts)
        able = Eligibility(self.base, situation, inference, conclude(self.base, inference))
        return tuple(
            map_of_people(f"{case.case} ({guidance}, {in_words(on)})", people, able.bars(guidance))
            for guidance, people in situation.people.items()
        )

    def roles(self, guidance: str) -> RoleGraph:
        """The roles of a document and how they stand to one another."""
        return self._roles[guidance]

    def situation(self, case: Case, on: dt.date) -> Situation:
        """What is known of the case on this day: answers, events, clocks and people, as facts."""
        return situation(self.base, case, on, self._working_days(case), self._roles)

    def rule_book(self, guidance: tuple[str, ...]) -> RuleBook:
        """The rules of these documents and our own, ready to run."""
        named = tuple(sorted(guidance))
        if named not in self.books:
            rules = _read_by_others(
                self.base, {name: rule for name, rule in self.base.rules.items() if rule.guidance in (None, *named)}
            )
            program = compile_rules(rules, self.base.facts, counts_read(rules, self.base.counts))
            openness = Openness(self.base, rules.values())
            self.books[named] = RuleBook(rules, Reasoner(program, self._engine), Worlds(program), openness)
        return self.books[named]

    def grounded(self, advice: Advice) -> Grounded:
        """A piece of advice from this desk, with what follows from the facts on its receipt."""
        from .reasons.altering import Grounded
        from .reasons.behind import facts_of

        reasoner = self.rule_book(tuple(advice.receipt.guidance)).reasoner
        return Grounded(advice, self.base, reasoner.infer(facts_of(advice)))

    def _working_days(self, case: Case) -> WorkingDays:
        covered = [place for name in case.guidance for place in self.base.documents[name].guidance.jurisdictions]
        on_file = [calendar.division for calendar in self.base.calendars.values()]
        division = case.jurisdiction or next(iter([*covered, *on_file]), None)
        if division is None:
            raise InvalidCase("no bank holidays are on file.", mend="Add a calendar to knowledge/calendars.")
        if division not in self._calendars:
            calendar = self.base.calendars.get(division)
            if calendar is None:
                raise InvalidCase(
                    f"no bank holidays are on file for {division}.", mend="Add its calendar to knowledge/calendars."
                )
            self._calendars[division] = WorkingDays(calendar)
        return self._calendars[division]


def _read_by_others(base: KnowledgeBase, rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """The rules without those that conclude something about a person which nothing else reads."""
    kept = dict(rules)
    wheres = [*(where for _, where in base.counts.values()), *base.seats.values()]
    elsewhere = {condition.fact for where in wheres for condition in where}
    while True:
        read = elsewhere | {condition.fact for rule in kept.values() for condition in rule.when}
        idle = [
            name
            for name, rule in kept.items()
            if rule.about == "person" and rule.then.kind == "conclude" and rule.then.target not in read
        ]
        if not idle:
            return kept
        for name in idle:
            del kept[name]
