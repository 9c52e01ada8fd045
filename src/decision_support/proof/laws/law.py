"""What every law of the domain can be asked: what it says, what of a case breaks it, and what of all cases."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

from decision_support.casework import Casework
from decision_support.model.case import Case
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.law import Declared


@dataclass(frozen=True)
class Exhausted:
    """What was found where every combination of facts was tried.

    tried     how many combinations, or rules where the rules alone show it; 0 where the law cannot be said so
    breaches  each with the combination that shows it
    too_large conclusions with more combinations than are tried
    """

    tried: int = 0
    breaches: tuple[str, ...] = ()
    too_large: tuple[str, ...] = ()


class Law(ABC):
    """A law as declared, and how it is tried."""

    def __init__(self, declared: Declared) -> None:
        self.id = declared.id
        self.say = declared.say
        self.because = declared.because
        self.clauses = declared.clauses
        self.guidance = declared.guidance
        self.exempt = declared.exempt
        self.exempted = declared.exempted

    def is_about(self, case: Case) -> bool:
        """Whether it says anything of a case under these documents."""
        return not self.guidance or any(name in self.guidance for name in case.guidance)

    @abstractmethod
    def breaches(self, desk: Casework, case: Case, on: dt.date) -> Iterator[str]:
        """Each way in which this case breaks the law on this day, as a sentence. The case may be varied to find out."""

    def everywhere(self, base: KnowledgeBase) -> Iterator[str]:
        """Each way in which some combination of facts, or a rule as it stands, breaks it."""
        yield from self.exhausted(base).breaches

    def exhausted(self, base: KnowledgeBase) -> Exhausted:
        """The same, and how much was tried."""
        return Exhausted()
