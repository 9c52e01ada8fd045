"""Advice: the contract of the `advise` command. Every field is plain data; the JSON has these very keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from .values import Strength

Urgency = Literal["now", "today", "dated", "when_possible"]


@dataclass(frozen=True)
class StatusLine:
    kind: str
    say: str


@dataclass(frozen=True)
class GuidanceLine:
    """A document that the advice rests on, and reasons to treat it with care."""

    id: str
    title: str
    edition: str
    status: tuple[StatusLine, ...]
    stage: str | None
    next_step: str | None


@dataclass(frozen=True)
class LeftOut:
    """Somebody with the role who was not named, and why."""

    id: str
    why: str


@dataclass(frozen=True)
class Holder:
    """Who holds a role in this case and may act; `find` says how to find somebody where nobody does.

    in_doubt  those who may not act before something about them is known or decided
    """

    role: str
    title: str
    people: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    find: str | None
    in_doubt: tuple[LeftOut, ...]


@dataclass(frozen=True)
class DueLine:
    """Dates as ISO text; `latest` differs from `on` only where the document can be read in more than one way.

    at  the hour, for a limit in hours whose start has one
    """

    on: str
    latest: str
    clock: str
    kind: str
    unclear: bool
    state: str
    at: str | None


@dataclass(frozen=True)
class RecordLine:
    id: str
    say: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Reason:
    """One rule that fired: what it says, the facts it rests on in words, and its clauses."""

    rule: str
    subject: str
    because: str
    facts: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Recommendation:
    id: str
    strength: Strength
    urgency: Urgency
    say: str
    actor: Holder | None
    contact: Holder | None
    due: DueLine | None
    records: tuple[RecordLine, ...]
    clauses: tuple[str, ...]
    interpretations: tuple[str, ...]
    rules: tuple[str, ...]
    because: tuple[str, ...]
    proof: tuple[Reason, ...]
    question: str | None
    basis: Literal["guidance", "ours"]
    lane: Literal["do", "record"]


@dataclass(frozen=True)
class JudgementLine:
    id: str
    say: str
    about: tuple[str, ...]
    decided_by: str | None
    options: tuple[str, ...]
    weigh: tuple[str, ...]
    clauses: tuple[str, ...]
    because: tuple[str, ...]


@dataclass(frozen=True)
class Ask:
    """An unasked fact whose answer can make a difference.

    because      the rules that wait for it, of those conclusions that it can change
    answered_by  roles that can answer; empty where anybody can
    people       who holds one of them in this case
    at_once      whether an answer to it alone changes what is advised
    """

    fact: str
    subject: str
    question: str
    because: tuple[str, ...]
    answered_by: tuple[str, ...]
    people: tuple[str, ...]
    at_once: bool


@dataclass(frozen=True)
class MissingStart:
    """An event that starts a clock of what is advised and is not on record, so that no day can be worked out."""

    event: str
    say: str
    clocks: tuple[str, ...]


@dataclass(frozen=True)
class SilenceLine:
    """What the document does not say. `reading` is ours; `decided` is the local decision on record."""

    id: str
    say: str
    readings: tuple[str, ...]
    reading: str | None
    decide: str
    decided: str | None
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class QuestionLine:
    """A framework's question: its answer, whether it applies (yes, no, unclear) and why. There is no score."""

    id: str
    ask: str
    applies: str
    why: tuple[str, ...]
    when: str | None
    answer: str
    rationale: str | None
    parts: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class OptionLine:
    """An option with the arguments for and against it. The choice is a judgement."""

    id: str
    say: str
    considered: bool
    ruled_out: tuple[Reason, ...]
    for_: tuple[Reason, ...]
    against: tuple[Reason, ...]
    to_know: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Governing:
    """A document that governs the case by the facts so far, and whether the case names it."""

    guidance: str
    title: str
    named: bool
    because: tuple[str, ...]


@dataclass(frozen=True)
class Conflict:
    """Recommendations that cannot both be followed. Nothing here chooses between them."""

    between: tuple[str, ...]
    say: str


@dataclass(frozen=True)
class MayNotAct:
    """Somebody proposed for a role in which that person may not act, or not yet, and the edges behind the reason."""

    person: str
    role: str
    why: str
    clauses: tuple[str, ...]
    guidance: str
    rules: tuple[str, ...]
    interpretations: tuple[str, ...]
    path: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Waived:
    """A conflict that does not keep somebody from acting, because a waiver is on record."""

    person: str
    fact: str
    say: str


@dataclass(frozen=True)
class Mend:
    """One way to have somebody who may act in a role.

    person   who would act; None where somebody from outside would be appointed
    kind     appoint: give this person the role; waive: record these waivers; ask: find these answers out
    changes  fact -> the value that it would have to have
    """

    kind: Literal["appoint", "waive", "ask"]
    person: str | None
    say: str
    changes: dict[str, str]


@dataclass(frozen=True)
class Alarm:
    """A role that somebody has to act in now and nobody recorded may act in, and the fewest changes that mend it.

    fewest  how many appointments or waivers it takes
    """

    guidance: str
    role: str
    say: str
    fewest: int
    mends: tuple[Mend, ...]


@dataclass(frozen=True)
class TimetableLine:
    clock: str
    say: str
    starts: str | None
    on: str | None
    latest: str | None
    state: str
    ended: str | None
    ended_by: str | None
    expected: bool
    lapse: str
    arithmetic: tuple[str, ...]


@dataclass(frozen=True)
class CouldChange:
    """The smallest set of answers that would change a recommendation, and how it would change."""

    recommendation: str
    question: str | None
    say: str
    if_: dict[str, str]
    change: Literal["withdrawn", "added", "strength"]


@dataclass(frozen=True)
class Stands:
    """Whether one recommendation stays as it is, whatever is still open turns out to be.

    exact  whether every combination of open answers was tried; where not, `settled` says that one or two change nothing
    """

    recommendation: str
    settled: bool
    exact: bool


@dataclass(frozen=True)
class Stability:
    """Whether advice stands. `settled`: nothing is added, withdrawn or changed in strength by any answer tried."""

    settled: bool
    could_change: tuple[CouldChange, ...]
    method: str
    each: tuple[Stands, ...]


@dataclass(frozen=True)
class Receipt:
    """All that it takes to give the same advice again, byte for byte."""

    program: str
    knowledge: str
    guidance: dict[str, str]
    facts: dict[str, dict[str, str]]
    on: str
    case: dict[str, Any]


@dataclass(frozen=True)
class Advice:
    case: str
    on: str
    guidance: tuple[GuidanceLine, ...]
    stage: str | None
    next_step: str | None
    recommendations: tuple[Recommendation, ...]
    judgements: tuple[JudgementLine, ...]
    ask: tuple[Ask, ...]
    silences: tuple[SilenceLine, ...]
    conflicts: tuple[Conflict, ...]
    excluded: tuple[MayNotAct, ...]
    timetable: tuple[TimetableLine, ...]
    stability: Stability
    receipt: Receipt
    questions: tuple[QuestionLine, ...]
    options: tuple[OptionLine, ...]
    governing: tuple[Governing, ...]
    in_doubt: tuple[MayNotAct, ...]
    alarms: tuple[Alarm, ...]
    waived: tuple[Waived, ...]
    unknown: tuple[Ask, ...]
    starts: tuple[MissingStart, ...]
