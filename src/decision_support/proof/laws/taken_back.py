"""Laws of correction: an answer that was given and taken back, in a real case file, leaves nothing behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from decision_support.casefile.answers import answer_in, with_answer
from decision_support.casefile.entering import changes, opening
from decision_support.casefile.history import as_known_on
from decision_support.casefile.store import Store
from decision_support.casework import Casework
from decision_support.model.advice_data import as_data
from decision_support.model.case import Case
from decision_support.model.facts import CASE
from decision_support.model.values import Answer

from .law import Law

_REFERENCE, _WRITER = "tried", "laws"
_AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # when the entries are written, which no advice depends on
_BECAUSE = "Entered by mistake."


class TakenBackLaw(Law):
    """One question that nobody has answered is answered, and the entry is corrected away."""

    def breaches(self, desk: Casework, case: Case, on: dt.date) -> Iterator[str]:
        if not self.is_about(case):
            return
        unasked = self._unasked(desk, case)
        if not unasked:
            return
        chance = Random(f"{case.model_dump_json()} {on}")  # the same case is always tried in the same way
        fact = chance.choice(unasked)
        value = chance.choice(desk.base.facts[fact].answers)
        with TemporaryDirectory() as folder:
            left, told = _through_a_file(Path(folder), case, fact, Answer(value=value))
        if answer_in(told, CASE, fact) is None:
            yield f"the answer {fact}: {value} did not come out of the case file."
        for part in _differing(desk, case, left, on):
            yield f"{fact}: {value}, given and taken back, makes a difference to the {part}."

    def _unasked(self, desk: Casework, case: Case) -> list[str]:
        rules = desk.rule_book(case.guidance).rules.values()
        read = {condition.fact for rule in rules for condition in rule.when} - case.facts.keys()
        facts = desk.base.facts
        return sorted(name for name in read if facts[name].ask and facts[name].about == "case" and facts[name].answers)


def _through_a_file(folder: Path, case: Case, fact: str, answer: Answer) -> tuple[Case, Case]:
    """The case after an answer was entered and corrected away, and with the answer, as the file has it."""
    with Store(folder / "store.db") as store:
        record = store.begin(_REFERENCE, opening(case), _WRITER, _AT)
        entered = changes(record, record.case(), with_answer(case, CASE, fact, answer), _BECAUSE)
        record = store.append(record, entered, _WRITER, _AT)
        told = record.case()
        taken = changes(record, told, with_answer(told, CASE, fact, None), _BECAUSE)
        return store.append(record, taken, _WRITER, _AT).case(), told


def _differing(desk: Casework, case: Case, left: Case, on: dt.date) -> list[str]:
    kinds = desk.base.events
    if as_known_on(case, on, kinds) == as_known_on(left, on, kinds):
        return []  # advice on equal cases is equal
    before, after = (_advice(desk, each, on) for each in (case, left))
    return sorted(key for key in before if before[key] != after[key])


def _advice(desk: Casework, case: Case, on: dt.date) -> dict[str, Any]:
    advice = desk.advise(case, on)
    return as_data(replace(advice, receipt=replace(advice.receipt, case={})))
