"""Whether anything notices a mutant, and what: the cheapest is asked first, and the first that notices is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, get_args

from decision_support.casework import Casework
from decision_support.errors import UserMistake
from decision_support.loading.references import check_references
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Rule
from decision_support.verify import boundaries, clocks, coverage, events, facts_in_use, reach, route
from decision_support.verify.finding import Finding

from .days import Day
from .equivalence import is_equivalent
from .firing import Reach
from .moved_days import MovedDays
from .mutant import Mutant
from .own_examples import Examples
from .under_law import Laws

By = Literal["loader", "own example", "another's example", "case", "scenario", "check", "law", "equivalent", "nothing"]
BY: tuple[By, ...] = get_args(By)

_Ask = Callable[[KnowledgeBase], tuple[int, Iterable[Finding]]]
_OF_WHAT_IS_ASKED: tuple[_Ask, ...] = (
    boundaries.check,
    reach.check,
    facts_in_use.check,
    route.check,
    clocks.check,
    events.check,
)
_CHECKS: tuple[_Ask, ...] = (*_OF_WHAT_IS_ASKED, coverage.check)


class Notice(NamedTuple):
    """What noticed a mutant, and in which words; 'nothing' where it survives."""

    by: By
    what: str = ""


class Bench:
    """A knowledge base on which one mutant after another is put to the test. Sound as it is, or nothing is told."""

    def __init__(self, desk: Casework, days: Sequence[Day]) -> None:
        self._base = desk.base
        self._reach = Reach(desk.base)
        self._examples = Examples(desk.base)
        self._days = MovedDays(desk, days, self._reach)
        self._laws = Laws(desk.base)
        self._found = frozenset(finding.say for check in _CHECKS for finding in check(desk.base)[1])

    def notice(self, mutant: Mutant) -> Notice:
        """The first that notices this mutant."""
        try:
            return next(self._notices(mutant, mutant.applied(self._base)), Notice("nothing"))
        except UserMistake as mistake:  # it leads nowhere, cannot be compiled, or a case contradicts it
            return Notice("loader", mistake.what)

    def _notices(self, mutant: Mutant, changed: KnowledgeBase) -> Iterator[Notice]:
        if mutant.rules:
            before, after = self._base.rules[mutant.about], mutant.rule
            if after is not None and _said(after) != _said(before):
                check_references(changed)
            yield from self._by_examples(before, after, changed)
        elif mutant.document:
            check_references(changed)
        else:
            yield from (Notice("another's example", told) for told in self._examples.reached(changed, mutant.counts))
        yield from (Notice(day.kind, told) for day, told in self._days.noticing(mutant, changed))
        yield from self._by_checks(mutant, changed)
        if mutant.rule and is_equivalent(self._base, self._base.rules[mutant.about], mutant.rule):
            yield Notice("equivalent")
        yield from (Notice(day.kind, told) for day, told in self._days.asking(mutant, changed))
        yield from (Notice("law", told) for told in self._laws.broken(self._days.moved(mutant, changed)))

    def _by_examples(self, before: Rule, after: Rule | None, changed: KnowledgeBase) -> Iterator[Notice]:
        """Its own examples first; then those of every rule that its conclusion reaches."""
        feeds = after is not None and self._reach.feeds_itself(after)
        if after is not None and not feeds:
            yield from (Notice("own example", told) for told in self._examples.own(after))
        facts = {rule.concludes[0] for rule in (before, after) if rule and rule.concludes}
        if (
            facts
            and self._reach.of(*facts)
            and (after is None or (after.when, after.then) != (before.when, before.then))
        ):
            for told in self._examples.reached(changed, facts, before.id if feeds else None):
                own = told.startswith(f"{before.id},")
                yield Notice("own example" if own else "another's example", told)

    def _by_checks(self, mutant: Mutant, changed: KnowledgeBase) -> Iterator[Notice]:
        """What `check` newly finds; which clauses are taken up depends on no condition."""
        before = self._base.rules.get(mutant.about)
        same = before and mutant.rule and _said(mutant.rule) == _said(before)
        for check in _OF_WHAT_IS_ASKED if same else _CHECKS:
            for finding in check(changed)[1]:
                if finding.say not in self._found:
                    yield Notice("check", finding.say)


def _said(rule: Rule) -> tuple[object, ...]:
    return rule.then, rule.clauses
