"""What is due, case by case: worked out once, and again only where a case was written into or the day has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence

from decision_support.casework.whats_due import WhatsDue
from decision_support.cli.case.list_text import CaseLine

from .session import Session

FIRST_TELL = 10  # how many cases are looked at before the first of them are shown; then twice as many each time


class Agenda:
    """What is due in the cases of a store, as far as it is known."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, tuple[str, dt.date, WhatsDue]] = {}

    def known(self, lines: Sequence[CaseLine], day: dt.date) -> dict[str, WhatsDue]:
        """What is known already of these cases as they are now."""
        found: dict[str, WhatsDue] = {}
        for line in lines:
            head, of, due = self._known.get(line.reference, (None, None, None))
            if due is not None and (head, of) == (line.head, day):
                found[line.reference] = due
        return found

    def forget(self) -> None:
        """Work everything out anew."""
        self._known = {}

    def work_out(
        self, lines: Sequence[CaseLine], day: dt.date, goes_on: Callable[[], bool]
    ) -> Iterator[Mapping[str, WhatsDue]]:
        """What is due in these cases, more of it every time, until all is known. Raises UserMistake.

        Cases that were written into last are looked at first. goes_on: whether anybody still waits for it
        """
        found = self.known(lines, day)
        heads = {line.reference: line.head for line in lines if _is_looked_at(line) and line.reference not in found}
        latest = sorted(
            (line for line in lines if line.reference in heads), key=lambda each: each.written, reverse=True
        )
        tell = FIRST_TELL
        for reference, due in self._session.due([each.reference for each in latest], day) if latest else ():
            if not goes_on():
                return
            self._known[reference] = heads[reference], day, due
            found[reference] = due
            if len(found) >= tell:
                yield dict(found)
                tell = 2 * len(found)
        yield dict(found)


def may_be_due(line: CaseLine) -> bool:
    """Whether anything can be due in a case: it is open, or nobody can tell."""
    return line.state in ("open", "damaged")


def _is_looked_at(line: CaseLine) -> bool:
    """Whether a case has to be read whole: what looks erased may be damaged, and hide something."""
    return may_be_due(line) or line.state == "erased"
