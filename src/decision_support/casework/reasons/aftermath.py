"""What becomes of a case after changes: whether a rule then fires, who is then barred, and what then clashes."""

from __future__ import annotations

from collections.abc import Sequence

from decision_support.casework.eligibility import Eligibility
from decision_support.casework.rule_book import RuleBook
from decision_support.casework.situation import Situation
from decision_support.errors import BeyondCalendar, InvalidCase
from decision_support.model.facts import Firing, Inference, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.reasoning.conclude import conclude

from .effects import Situate
from .goals import action_in_words
from .levers import Way, changed


class Aftermath:
    """The case itself after changes, each set of them followed through once."""

    def __init__(self, base: KnowledgeBase, case: Situation, book: RuleBook, situate: Situate) -> None:
        self._base, self._case, self._book, self._situate = base, case, book, situate
        self._known: dict[tuple[int, ...], tuple[tuple[Way, ...], Situation | None, Inference]] = {}
        self.passed_over: dict[tuple[str, str], str] = {}  # person and role: why the person would be barred from it

    def bears_out(self, ways: Sequence[Way], rule: str, subject: Subject) -> bool:
        """Whether the rule then fires and nobody is given a role that the rules would then keep them from.

        Several changes need not come to what each of them comes to alone, so these are tried on the case itself.
        """
        roles = {(way.step.subject, way.step.fact.removeprefix("role.")) for way in ways if way.step.kind == "role"}
        if len(ways) == 1 and not roles:
            return True
        after = self._after(ways)
        if after is None or Firing(rule, subject) not in after[1].fired:
            return False
        barred = self._barred(*after, roles) if roles else {}
        self.passed_over |= barred
        return not barred

    def clashes(self, ways: Sequence[Way], action: str) -> tuple[str, ...]:
        """What is then advised and cannot be followed together with this action, in words."""
        after = self._after(ways)
        if after is None:
            return ()
        pairs = conclude(self._base, after[1]).conflicts
        others = [
            other
            for pair in pairs
            for one, other in (pair, reversed(pair))
            if one == action or one.startswith(f"{action}.")
        ]
        return tuple(dict.fromkeys(action_in_words(self._base, other) for other in others))

    def _barred(
        self, after: Situation, inference: Inference, roles: set[tuple[str, str]]
    ) -> dict[tuple[str, str], str]:
        able = Eligibility(self._base, after, inference, conclude(self._base, inference))
        return {
            (person, role): f"{after.names[person]} ({document.roles[role].title}): {barred.why}"
            for guidance, document in after.documents.items()
            for (role, person), barred in able.bars(guidance).items()
            if (person, role) in roles
        }

    def _after(self, ways: Sequence[Way]) -> tuple[Situation, Inference] | None:
        """The case then, and what follows; None where the case cannot take the changes."""
        key = tuple(map(id, ways))
        if key not in self._known:
            try:
                after = self._situate(*changed(self._case.case, self._case.on, ways))
                self._known[key] = (tuple(ways), after, self._book.reasoner.infer(after.facts))
            except (InvalidCase, BeyondCalendar):
                self._known[key] = (tuple(ways), None, Inference((), {}))
        _, found, inference = self._known[key]
        return None if found is None else (found, inference)
