"""How many mutants were noticed: in all, by operator, by document and by what noticed them; and those that were not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from decision_support.model.knowledge import OURS

from .generating import OPERATORS
from .noticing import BY
from .results import Outcome


@dataclass(frozen=True)
class Tally:
    """Mutants of one kind. Equivalent ones are counted apart and are no part of the share."""

    noticed: int
    survived: int
    equivalent: int

    @property
    def share(self) -> float:
        """Noticed per hundred of those that something could have noticed; a hundred where there are none."""
        told = self.noticed + self.survived
        return 100 * self.noticed / told if told else 100.0


@dataclass(frozen=True)
class Score:
    """Everything that a run found, in a fixed order whatever the order of the run."""

    outcomes: tuple[Outcome, ...]

    @property
    def whole(self) -> Tally:
        return _tally(self.outcomes)

    @property
    def by_operator(self) -> dict[str, Tally]:
        return {
            name: _tally(found)
            for name in OPERATORS
            if (found := [each for each in self.outcomes if each.mutant.operator == name])
        }

    @property
    def by_document(self) -> dict[str, Tally]:
        names = sorted({_document(each) for each in self.outcomes})
        return {name: _tally(each for each in self.outcomes if _document(each) == name) for name in names}

    @property
    def by_witness(self) -> dict[str, int]:
        """How many each kind of witness noticed first."""
        found = Counter(each.notice.by for each in self.outcomes)
        return {name: found[name] for name in BY if found[name] and name not in ("nothing", "equivalent")}

    @property
    def survivors(self) -> dict[str, tuple[Outcome, ...]]:
        """By the clauses that the changed part rests on."""
        found: dict[str, list[Outcome]] = {}
        for each in self.outcomes:
            if each.survives:
                found.setdefault(", ".join(each.mutant.clauses) or "no clause", []).append(each)
        return {clause: tuple(found[clause]) for clause in sorted(found)}

    def as_data(self) -> dict[str, Any]:
        """The score as plain data."""
        return {
            "mutants": len(self.outcomes),
            **_told(self.whole),
            "by_operator": {name: _told(tally) for name, tally in self.by_operator.items()},
            "by_document": {name: _told(tally) for name, tally in self.by_document.items()},
            "noticed_by": self.by_witness,
            "survivors": [
                {
                    "mutant": each.mutant.id,
                    "operator": each.mutant.operator,
                    "clauses": list(each.mutant.clauses),
                    "place": each.mutant.place,
                    "say": each.mutant.say,
                }
                for each in self.outcomes
                if each.survives
            ],
        }


def score_of(outcomes: Iterable[Outcome]) -> Score:
    """The score of these outcomes, sorted by mutant."""
    return Score(tuple(sorted(outcomes, key=lambda each: each.mutant.id)))


def _tally(outcomes: Iterable[Outcome]) -> Tally:
    found = list(outcomes)
    survived = sum(each.survives for each in found)
    equivalent = sum(not each.counts for each in found)
    return Tally(len(found) - survived - equivalent, survived, equivalent)


def _told(tally: Tally) -> dict[str, float | int]:
    return {
        "score": round(tally.share, 1),
        "noticed": tally.noticed,
        "survived": tally.survived,
        "equivalent": tally.equivalent,
    }


def _document(outcome: Outcome) -> str:
    return outcome.mutant.guidance or OURS
