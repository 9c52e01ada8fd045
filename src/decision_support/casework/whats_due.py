"""What is due on one day across any number of cases: overdue, today, past a day that only guides, and this week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from decision_support.errors import UserMistake
from decision_support.model.advice import Advice, DueLine, Holder, Recommendation, Urgency
from decision_support.model.case import Case
from decision_support.model.procedure import Clock, Stage
from decision_support.model.values import Strength
from decision_support.reasoning.conclude import conclude
from decision_support.wording import day_in_words

from .advising import advise
from .filing.files import sound
from .rule_book import RuleBook
from .situation import Situation

if TYPE_CHECKING:
    from . import Casework

Bucket = Literal["overdue", "today", "passed", "week"]

WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True)
class Task:
    """One thing to do in one case, or one clock that runs in it though no advice carries it yet.

    on              the day asked about, ISO as all days here
    case            the title of the case
    bucket          overdue, today, passed or week, as `WhatsDue` has them
    recommendation  its id in the advice on the case; None for a clock that no advice carries
    say             what has to be done; the clock's own words where no advice carries it
    strength        as the document words it; None for a clock that no advice carries
    clock           `guidance.clock`, as the timetable of the case names it; None for what is urgent without one
    expected        whether its days depend on bank holidays not yet proclaimed
    lapse           what it means when the clock runs out
    names           what to call everybody who is named under actor and contact
    stage_roles     for a clock that no advice carries, the titles of those who act at its stage
    conflicts       what else is advised in the case and cannot be followed together with it; nothing here chooses
    """

    reference: str
    on: str
    case: str
    bucket: Bucket
    recommendation: str | None
    say: str
    strength: Strength | None
    urgency: Urgency | None
    basis: Literal["guidance", "ours"]
    due: DueLine | None
    clock: str | None
    expected: bool
    lapse: str | None
    actor: Holder | None
    contact: Holder | None
    clauses: tuple[str, ...]
    names: dict[str, str] = field(default_factory=dict)
    stage_roles: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotAdvised:
    """A case that nothing can be said of on this day, and the sentence that says why."""

    reference: str
    why: str


@dataclass(frozen=True)
class WhatsDue:
    """What is due, each thing once, by day and then by reference.

    cases        how many were looked at
    overdue      limits whose day has passed; where the count is unclear, the earlier day, which is the one to work to
    today        what runs out today, and whatever advice says is for now or for today, even without a clock; first
                 comes what is for now
    passed       days that are indicative or hoped for and have passed, on every reading: not overdue
    week         what runs out on one of the seven days after this one. Not 'until Sunday': asked on a Friday, that
                 would leave out the Monday, for which Friday is the last day to prepare
    not_advised  cases that nothing can be said of; any of them may hide something that is due
    """

    on: str
    until: str
    cases: int
    overdue: tuple[Task, ...]
    today: tuple[Task, ...]
    passed: tuple[Task, ...]
    week: tuple[Task, ...]
    not_advised: tuple[NotAdvised, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Everything that is due, in the order of the buckets."""
        return (*self.overdue, *self.today, *self.passed, *self.week)


def whats_due(desk: Casework, cases: Iterable[tuple[str, Case | UserMistake]], on: dt.date) -> WhatsDue:
    """What is due in these cases, each with its reference, on this day; or with the reason why it could not be read.

    Each case is held against the knowledge base first, since it may have been written under another. One that fails
    never stops the others. One in which nothing can be due gets no advice, which spares most of the time.
    """
    looked_at = 0
    found: list[Task] = []
    failed: list[NotAdvised] = []
    for reference, case in cases:
        looked_at += 1
        try:
            if isinstance(case, UserMistake):
                raise case
            found += _of_case(desk, reference, sound(case, desk.base), on)
        except UserMistake as mistake:
            failed.append(NotAdvised(reference, str(mistake).replace("\n", " ")))
    found.sort(key=_order)  # stable: within a case and a day, the order of its advice is kept

    def those(bucket: Bucket) -> tuple[Task, ...]:
        return tuple(each for each in found if each.bucket == bucket)

    return WhatsDue(
        on=on.isoformat(),
        until=(on + WEEK).isoformat(),
        cases=looked_at,
        overdue=those("overdue"),
        today=those("today"),
        passed=those("passed"),
        week=those("week"),
        not_advised=tuple(sorted(failed, key=lambda each: each.reference)),
    )


def what_in_words(say: str, strength: Strength | None) -> str:
    """What has to be done, or left undone."""
    return f"Do not: {say}" if strength == "must_not" else say


def due_in_words(task: Task) -> str:
    """By when: the day, what another reading makes of it, and no more than its kind; nothing that tomorrow belies."""
    if task.due is None:
        return "no day is set; it is for now"
    text = f"{day_in_words(task.due.on)}{f' at {task.due.at}' if task.due.at else ''}"
    if task.due.latest != task.due.on:
        work_to = "" if task.due.latest < task.on else "; work to the earlier"
        text += f" ({day_in_words(task.due.latest)} on another reading{work_to})"
    if task.due.kind != "limit":
        text += f" ({task.due.kind} only)"
    return f"{text}; later bank holidays are expected, not yet proclaimed" if task.expected else text


def _of_case(desk: Casework, reference: str, case: Case, on: dt.date) -> tuple[Task, ...]:
    situation, book = desk.situation(case, on), desk.rule_book(case.guidance)
    if not _can_be_due(desk, situation, book):
        return ()
    return tuple(_Tasks(reference, situation, advise(desk.base, situation, book)).found())


def _can_be_due(desk: Casework, situation: Situation, book: RuleBook) -> bool:
    """Whether the whole advice can hold anything for one of the buckets.

    Advice is urgent, or has a day, only through an action that is for now or through a clock that has a day and has
    not ended. The clocks are known before any rule is read, and the actions once the rules have fired; the rest of
    the work on advice adds neither.
    """
    until = situation.on + WEEK
    if any(each.on and each.on <= until and not each.ended for each in situation.timetable):
        return True
    concluded = conclude(desk.base, book.reasoner.infer(situation.facts))
    return any(desk.base.action(each.action).urgency == "now" for each in concluded.advised)


def _order(task: Task) -> tuple[object, ...]:
    first = task.bucket == "today" and task.urgency == "now"
    return not first, task.due.on if task.due else "", task.reference


class _Tasks:
    """What is due in one case by its advice."""

    def __init__(self, reference: str, situation: Situation, advice: Advice) -> None:
        self._reference = reference
        self._situation = situation
        self._advice = advice
        self._lines = {line.clock: line for line in advice.timetable}
        self._clocks: dict[str, tuple[Clock, Stage | None]] = {
            f"{name}.{clock.id}": (clock, stage)
            for name, document in situation.documents.items()
            for clock, stage in document.clocks()
        }

    def found(self) -> Iterator[Task]:
        carried = set()
        for each in self._advice.recommendations:
            # Nobody has until a day to leave something undone: a prohibition carries no clock, which stands alone.
            due = each.due if each.strength != "must_not" else None
            clock = f"{each.id.partition('.')[0]}.{due.clock}" if due else None
            carried.add(clock)
            if bucket := self._bucket(due, each.urgency):
                yield self._of_recommendation(each, due, clock, bucket)
        for known in self._situation.timetable:
            clock = f"{known.guidance}.{known.clock}"
            if known.on and known.latest and not known.ended and clock not in carried:
                at = known.at.strftime("%H:%M") if known.at else None
                days = (known.on.isoformat(), known.latest.isoformat())
                due = DueLine(*days, known.clock, known.kind, known.unclear, known.state, at)
                if bucket := self._bucket(due, None):
                    yield self._of_clock(clock, due, bucket)

    def _bucket(self, due: DueLine | None, urgency: Urgency | None) -> Bucket | None:
        today, until = self._advice.on, (self._situation.on + WEEK).isoformat()
        if due and due.kind == "limit" and due.on < today:
            return "overdue"
        if urgency in ("now", "today") or (due and due.state == "due_today"):
            return "today"
        if due is None or due.on > until:
            return None
        return "passed" if due.on < today else "week"

    def _of_recommendation(self, each: Recommendation, due: DueLine | None, clock: str | None, bucket: Bucket) -> Task:
        line = self._lines[clock] if clock else None
        holders = [found for found in (each.actor, each.contact) if found]
        people = {person for found in holders for person in found.people}
        people |= {left.id for found in holders for left in (*found.left_out, *found.in_doubt)}
        return Task(
            reference=self._reference,
            on=self._advice.on,
            case=self._advice.case,
            bucket=bucket,
            recommendation=each.id,
            say=each.say,
            strength=each.strength,
            urgency=each.urgency,
            basis=each.basis,
            due=due,
            clock=clock,
            expected=line.expected if line else False,
            lapse=line.lapse if line else None,
            actor=each.actor,
            contact=each.contact,
            names={person: self._situation.names[person] for person in sorted(people)},
            clauses=each.clauses,
            conflicts=tuple(self._conflicts(each.id)),
        )

    def _conflicts(self, recommendation: str) -> Iterator[str]:
        for conflict in self._advice.conflicts:
            if recommendation in conflict.between:
                yield from (
                    what_in_words(each.say, each.strength)
                    for each in self._advice.recommendations
                    if each.id in conflict.between and each.id != recommendation
                )

    def _of_clock(self, name: str, due: DueLine, bucket: Bucket) -> Task:
        line, (clock, stage) = self._lines[name], self._clocks[name]
        roles = self._situation.documents[name.partition(".")[0]].roles
        return Task(
            reference=self._reference,
            on=self._advice.on,
            case=self._advice.case,
            bucket=bucket,
            recommendation=None,
            say=line.say,
            strength=None,
            urgency=None,
            basis="guidance",
            due=due,
            clock=name,
            expected=line.expected,
            lapse=line.lapse,
            actor=None,
            contact=None,
            clauses=clock.clauses,
            stage_roles=tuple(roles[role].title for role in stage.actors) if stage else (),
        )
