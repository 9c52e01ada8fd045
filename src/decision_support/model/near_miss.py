"""Why something is not advised or concluded: the rules that would, how each condition stands, what would mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["holds", "fails", "unknown"]
Method = Literal[
    "every combination of what can still change",
    "every combination of what can still change, each group of conditions that shares none of it on its own",
    "one and two changes at a time; more at once would be too many to try",
    "every combination of what can still change; none that the case itself can take was among the smallest",
]
EVERY_COMBINATION: Method = "every combination of what can still change"
GROUP_BY_GROUP: Method = (
    "every combination of what can still change, each group of conditions that shares none of it on its own"
)
NOT_TAKEN: Method = (
    "every combination of what can still change; none that the case itself can take was among the smallest"
)
TWO_AT_A_TIME: Method = "one and two changes at a time; more at once would be too many to try"

StepKind = Literal["answer", "correct", "reasons", "event", "wait", "role", "waive", "consider"]


@dataclass(frozen=True)
class Informant:
    """Somebody who could say: a role, and the people of the case who hold it."""

    role: str
    title: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class ConditionLine:
    """One condition of a rule, and how it stands.

    now, needs     the values that hold, and those that would do (for a number, its bounds)
    say            how it is, in words; wanted: how it would have to be
    fixed          why it cannot change; None where it holds or still can
    can_happen     what could still bring it about, in words
    ask            the question, where nobody has answered; who: those who could
    rests_on       the conditions below it, where it is concluded or counted; through: the rule that they belong to
    """

    fact: str
    subject: str
    state: State
    now: tuple[str, ...]
    needs: tuple[str, ...]
    say: str
    wanted: str
    fixed: str | None = None
    can_happen: tuple[str, ...] = ()
    ask: str | None = None
    who: tuple[Informant, ...] = ()
    through: str | None = None
    rests_on: tuple[ConditionLine, ...] = ()


@dataclass(frozen=True)
class Step:
    """One change: an answer that is missing, one that would have to be other, something that happens or is decided.

    values   any of these would do
    on       the day from which it is so, where it takes only time
    reasons  whether an answer has to come with its reasons
    """

    kind: StepKind
    subject: str
    fact: str
    values: tuple[str, ...]
    say: str
    on: str | None = None
    reasons: bool = False


@dataclass(frozen=True)
class Remedy:
    """Changes that together make it so, none of which can be left out.

    contradicts  how many deny what was answered
    clashes      what would then be advised too and cannot be followed together with it
    """

    steps: tuple[Step, ...]
    contradicts: int
    clashes: tuple[str, ...] = ()


@dataclass(frozen=True)
class NearMiss:
    """One rule, for one subject, that would conclude it."""

    rule: str
    subject: str
    concludes: str
    because: str
    clauses: tuple[str, ...]
    interpretation: str | None
    conditions: tuple[ConditionLine, ...]
    fails_for_good: int
    fails: int
    unknown: int
    remedies: tuple[Remedy, ...]
    method: Method


@dataclass(frozen=True)
class StageWay:
    """One stage on the way to another: what has to be on record for the matter to leave it."""

    stage: str
    title: str
    state: Literal["left", "reached", "ahead"]
    since: str | None
    records: tuple[str, ...]


@dataclass(frozen=True)
class WhyNot:
    """Why something is not so in a case on a day.

    target   what was asked about, in words; kind: what sort of thing it is
    so       whether it is so after all; answer: the whole answer in a sentence
    misses   the rules that would conclude it, nearest first
    remedies the cheapest sets of changes over all rules that were tried, the nearest `tried` of them; where somebody
             may not act in a role after all, what would clear this person
    way      for a stage, those on the way to it
    passed_over  who is not offered for a role because the rules would then bar them from it, and why
    """

    case: str
    on: str
    asked: str
    kind: str
    target: str
    so: bool
    answer: str
    misses: tuple[NearMiss, ...]
    remedies: tuple[Remedy, ...]
    method: Method | None
    tried: int = 0
    way: tuple[StageWay, ...] = ()
    passed_over: tuple[str, ...] = ()
