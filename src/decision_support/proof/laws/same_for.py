"""Laws of sameness: the same case, told otherwise, gets the same advice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from decision_support.casework import Casework
from decision_support.model.advice import Advice
from decision_support.model.advice_data import as_data
from decision_support.model.case import Case
from decision_support.model.law import Retelling, SameFor

from .law import Law
from .retellings import Retold, retold


class SameForLaw(Law):
    """All retellings at once; where that makes a difference, each by itself, to say which one does."""

    def __init__(self, declared: SameFor) -> None:
        super().__init__(declared)
        self._ways = declared.told

    def breaches(self, desk: Casework, case: Case, on: dt.date) -> Iterator[str]:
        if not self.is_about(case):
            return
        advice = desk.advise(case, on)
        if not self._differing(desk, case, on, advice, self._ways):
            return
        found = False
        for way in self._ways:
            for part in self._differing(desk, case, on, advice, (way,)):
                found = True
                yield f"another {way} makes a difference to the {part}."
        if not found:
            yield "no single retelling makes a difference, and all of them together do."

    def _differing(
        self, desk: Casework, case: Case, on: dt.date, advice: Advice, ways: tuple[Retelling, ...]
    ) -> list[str]:
        told = retold(case, ways)
        if told.case == case:
            return []
        before, after = _read(Retold({}), advice), _read(told, desk.advise(told.case, on))
        return sorted(key for key in before if before[key] != after[key])


def _read(told: Retold, advice: Advice) -> dict[str, Any]:
    """Advice without the case as it was told, which differs by design, in the names that were there."""
    data = as_data(advice)
    del data["receipt"]["case"]
    return {key: told.back(value) for key, value in data.items()}
