"""Laws of progress: a matter that is not settled has something to go on with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from decision_support.casework import Casework
from decision_support.model.case import Case
from decision_support.model.facts import CASE
from decision_support.model.law import NeverStuck
from decision_support.reasoning.conclude import conclude

from .law import Law

SETTLED = "case_settled"


class NeverStuckLaw(Law):
    """Of each document that governs, not only of all together."""

    def __init__(self, declared: NeverStuck) -> None:
        super().__init__(declared)
        self._no_matter = declared.no_matter

    def breaches(self, desk: Casework, case: Case, on: dt.date) -> Iterator[str]:
        situation, book = desk.situation(case, on), desk.rule_book(case.guidance)
        if not self.is_about(case) or situation.facts[CASE].get(SETTLED) == "yes":
            return
        concluded = conclude(desk.base, book.reasoner.infer(situation.facts))
        named = {each.action.partition(".")[0] for each in concluded.advised}
        named |= {name.partition(".")[0] for name in concluded.judgements}
        named |= {each.rule.guidance or "" for each in book.openness.live(situation.facts)}  # a question to ask
        for name, document in situation.documents.items():
            stage = situation.reached[name].stage
            closing = stage is not None and document.stages[stage].after_settlement
            if closing or (self.guidance and name not in self.guidance):
                continue  # what follows a settlement is not where a matter that is not settled has to go on
            if any(situation.facts[CASE].get(fact) in values for fact, values in self._no_matter.get(name, {}).items()):
                continue
            if name not in named and not any(silence in document.silences for silence in concluded.silences):
                yield f"nothing is left to go on with under {name}{f' at {stage}' if stage else ''}."
