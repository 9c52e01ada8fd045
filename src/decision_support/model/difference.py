"""How two pieces of advice differ: what is gained, lost or changed, and what is responsible. Plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from .advice import Urgency
from .values import Strength

Matter = Literal[
    "recommendation",
    "alarm",
    "conflict",
    "document",
    "stage",
    "may_not_act",
    "waived",
    "judgement",
    "clock",
    "option",
    "question",
    "ask",
    "silence",
    "governing",
]
How = Literal["gained", "lost", "changed"]
Side = Literal["before", "after"]

_OTHER_WAY: dict[How, How] = {"gained": "lost", "lost": "gained", "changed": "changed"}
_OTHER_SIDE: dict[Side, Side] = {"before": "after", "after": "before"}


@dataclass(frozen=True)
class Aspect:
    """One respect in which something changed, such as 'strength', 'due' or 'actor'.

    before, after  the values on each side, none where there was none; ids, dates and words of the advice's own contract
    days           by how many days a date moved: later above nought, earlier below; None for what is no date
    """

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    days: int | None = None


@dataclass(frozen=True)
class Cause:
    """A rule at work on one side only, with what it rested on there."""

    side: Side
    rule: str
    subject: str
    because: str
    facts: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Timing:
    """A clock that stands differently, and how each side reckons its day: the one before, then the one after.

    due  the day it runs out on the earliest reading
    """

    clock: str
    say: str
    state: tuple[str | None, str | None]
    due: tuple[str | None, str | None]
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One difference.

    about     the id of what differs, unique within its matter: 'nssb.report-to-line-manager', 'osdr.team_leader.omar'
    say       what it is, in the words of the advice
    aspects   in what respects; for what was gained or lost, all that it says on its one side
    because   the rules responsible: at work on one side only
    timing    the clocks responsible
    clauses   what it rests on, on either side
    strength, urgency  the firmer, and the more pressing, of both sides; None for what is not a recommendation
    lane      whether a recommendation is to do something or to write it down
    """

    matter: Matter
    how: How
    about: str
    say: str
    aspects: tuple[Aspect, ...] = ()
    because: tuple[Cause, ...] = ()
    timing: tuple[Timing, ...] = ()
    clauses: tuple[str, ...] = ()
    guidance: str | None = None
    question: str | None = None
    strength: Strength | None = None
    urgency: Urgency | None = None
    lane: Literal["do", "record"] | None = None

    def aspect(self, name: str) -> Aspect | None:
        """One respect in which it changed, if it did in that."""
        return next((each for each in self.aspects if each.name == name), None)


@dataclass(frozen=True)
class Difference:
    """Every difference between two pieces of advice, most pressing first. `before` and `after` are their days."""

    case: str
    before: str
    after: str
    changes: tuple[Change, ...]

    @property
    def nothing(self) -> bool:
        """Whether both say the same."""
        return not self.changes

    def mirrored(self) -> Difference:
        """The same difference seen from the other side."""
        return Difference(self.case, self.after, self.before, tuple(_mirrored(each) for each in self.changes))


def _mirrored(change: Change) -> Change:
    return replace(
        change,
        how=_OTHER_WAY[change.how],
        aspects=tuple(
            replace(each, before=each.after, after=each.before, days=None if each.days is None else -each.days)
            for each in change.aspects
        ),
        because=tuple(replace(each, side=_OTHER_SIDE[each.side]) for each in change.because),
        timing=tuple(
            replace(each, before=each.after, after=each.before, state=each.state[::-1], due=each.due[::-1])
            for each in change.timing
        ),
    )
