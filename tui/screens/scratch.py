"""What is supposed of a case: kept for as long as the case is open on the screens, and written nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from decision_support.casework.matter import Asked, Matter


@dataclass
class Scratch:
    """A scratch copy of a case.

    changes  lines in the grammar of the verb what-if, made in turn
    then     another day for the scratch copy; None for that of the case
    wanted   a question that is to be supposed an answer to first of all
    """

    changes: list[str] = field(default_factory=list)
    then: dt.date | None = None
    wanted: Asked | None = None

    @property
    def is_empty(self) -> bool:
        return not self.changes and self.then is None

    def suppose(self, changes: Sequence[str]) -> None:
        """Suppose these as well. Whatever is supposed already stays."""
        self.changes += [each for each in changes if each not in self.changes]


class Scratches:
    """The scratch copies of the cases that are open, each as long as its case is."""

    def __init__(self) -> None:
        self._by_matter: WeakKeyDictionary[Matter, Scratch] = WeakKeyDictionary()

    def of(self, matter: Matter) -> Scratch:
        """The scratch copy of a case; an empty one, where nothing was supposed yet."""
        return self._by_matter.setdefault(matter, Scratch())


SCRATCHES = Scratches()
