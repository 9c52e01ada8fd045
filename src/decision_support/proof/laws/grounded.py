"""Laws of grounds: every proof ends in answers, events, people and clauses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from decision_support.casework import Casework
from decision_support.model.case import Case
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.values import UNASKED

from .law import Exhausted, Law


class GroundedLaw(Law):
    """No fact that a proof rests on is without a source, and no rule in it is without a clause or a reading of ours."""

    def breaches(self, desk: Casework, case: Case, on: dt.date) -> Iterator[str]:
        if not self.is_about(case):
            return
        for why in desk.why(case, on):
            if not why.roots:
                yield f"'{why.ids[0]}' has no proof."
            for leaf in why.facts:
                if leaf.value != UNASKED and not leaf.sources:
                    yield f"'{why.ids[0]}' rests on {leaf.fact}: {leaf.value}, and nothing says where that comes from."
            for step in why.steps:
                if step.rule and not (step.clauses or step.interpretation):
                    yield f"'{why.ids[0]}' rests on the rule '{step.rule}', with neither clause nor interpretation."
                if not step.rests_on and not step.mutual and step.sort in ("rule", "concluded"):
                    yield f"'{why.ids[0]}' rests on '{step.say}', which rests on nothing."

    def exhausted(self, base: KnowledgeBase) -> Exhausted:
        clauses = {name for document in base.documents.values() for name in document.clauses}
        found = [
            f"the rule '{rule.id}' has neither a clause nor an interpretation that is on file."
            for rule in base.rules.values()
            if not (clauses & set(rule.clauses) or rule.interpretation in base.interpretations)
        ]
        return Exhausted(len(base.rules), tuple(found))
