"""Laws of responsibility: advice says which role acts, or the knowledge says that the text leaves it open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from decision_support.casework import Casework
from decision_support.model.case import Case
from decision_support.model.knowledge import OURS, KnowledgeBase
from decision_support.reasoning.conclude import conclude

from .cones import Cones
from .following import ACTION
from .law import Exhausted, Law


class SomebodyActsLaw(Law):
    """An action has an actor, a silence or a reading about it, or is exempt by what the text says. Ours are for all."""

    def breaches(self, desk: Casework, case: Case, on: dt.date) -> Iterator[str]:
        situation, book = desk.situation(case, on), desk.rule_book(case.guidance)
        for each in conclude(desk.base, book.reasoner.infer(situation.facts)).advised:
            if self.is_about(case) and self._is_nobodys(desk.base, each.action):
                yield f"nobody is named who acts in '{each.id}', and nothing says that the text names none."

    def exhausted(self, base: KnowledgeBase) -> Exhausted:
        actions = sorted({key.name for key in Cones(base).finals() if key.sort in (ACTION, "must_not")})
        found = [name for name in actions if self._is_nobodys(base, name)]
        return Exhausted(len(actions), tuple(f"nobody is named who acts in '{name}'." for name in found))

    def _is_nobodys(self, base: KnowledgeBase, name: str) -> bool:
        action = base.action(name)
        told = action.actor or action.see or action.interpretations
        return not told and name not in self.exempted and name.partition(".")[0] != OURS
