"""Due dates: what a clock yields for one case on one day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

State = Literal["not_started", "running", "due_today", "overdue", "met", "indicative_passed"]
Ending = Literal["done", "left", "settled"]
STATES: tuple[State, ...] = ("not_started", "running", "due_today", "overdue", "met", "indicative_passed")


@dataclass(frozen=True)
class Due:
    """One clock of one case.

    started    the day the clock started, None where no start is recorded
    at         the moment it runs out, for a limit in hours whose start has a time of day
    on         the day it runs out on the earliest reading, which is the one to work to
    latest     the day it runs out on the latest reading; equal to `on` where there is only one
    ended      the day it was stopped, None while it runs
    ended_by   what stopped it: what it waited for, leaving its stage, or the settlement of the whole matter
    unclear    whether `on` rests on a reading: the counting, another start, or a start taken from a later event
    see        the silences that explain it
    expected   whether it depends on bank holidays not yet proclaimed
    arithmetic how the dates were reached, one plain sentence a step
    """

    clock: str
    guidance: str
    state: State
    kind: str
    started: dt.date | None = None
    at: dt.datetime | None = None
    on: dt.date | None = None
    latest: dt.date | None = None
    ended: dt.date | None = None
    ended_by: Ending | None = None
    unclear: bool = False
    see: tuple[str, ...] = ()
    expected: bool = False
    arithmetic: tuple[str, ...] = ()
