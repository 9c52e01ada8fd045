"""Advice taken apart into points, each with what it says and rests on, so that two pieces of advice can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from decision_support.model.advice import Advice, Holder, MayNotAct, Reason, Recommendation, Urgency
from decision_support.model.difference import Matter
from decision_support.model.facts import Inference
from decision_support.model.knowledge import OURS, KnowledgeBase
from decision_support.model.values import Strength

from .behind import Behind

Values = tuple[str, ...]


@dataclass(frozen=True)
class Point:
    """One thing that advice says. `rank` is how pressing its matter is: small numbers first.

    aspects   in what respects it may differ; only what differs in one of them is another point
    reasons   the rules behind it
    barring   the rules that keep somebody from acting in it
    clocks    the clocks that its day comes from
    """

    matter: Matter
    about: str
    say: str
    rank: int
    aspects: Mapping[str, Values] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    barring: tuple[Reason, ...] = ()
    clocks: Values = ()
    clauses: Values = ()
    guidance: str | None = None
    question: str | None = None
    strength: Strength | None = None
    urgency: Urgency | None = None
    lane: Literal["do", "record"] | None = None


def points(base: KnowledgeBase, advice: Advice, inference: Inference) -> dict[tuple[Matter, str], Point]:
    """Everything that advice says, by its matter and what it is about. `inference` is what the advice came from."""
    return {(point.matter, point.about): point for point in _points(base, advice, Behind(base, advice, inference))}


def _points(base: KnowledgeBase, advice: Advice, behind: Behind) -> Iterator[Point]:
    yield from _recommendations(advice, behind)
    yield from _people(base, advice, behind)
    yield from _conflicts(advice)
    yield from _places(advice)
    yield from _judgements(advice, behind)
    yield from _clocks(advice)
    yield from _options(advice)
    yield from _questions(advice, behind)
    yield from _asked(base, advice)
    yield from _unsaid(advice, behind)


def _recommendations(advice: Advice, behind: Behind) -> Iterator[Point]:
    barred = [*advice.excluded, *advice.in_doubt]
    for each in advice.recommendations:
        guidance = each.id.partition(".")[0]
        yield Point(
            matter="recommendation",
            about=each.id,
            say=each.say,
            rank=_pressing(each),
            aspects={
                "strength": (each.strength,),
                "urgency": (each.urgency,),
                "actor": each.actor.people if each.actor else (),
                "contact": each.contact.people if each.contact else (),
                "due": (each.due.on,) if each.due else (),
                "latest": (each.due.latest,) if each.due else (),
                "records": tuple(record.id for record in each.records),
                "clauses": each.clauses,
                "rules": each.rules,
            },
            reasons=each.proof,
            barring=tuple(_barring(behind, guidance, [each.actor, each.contact], barred)),
            clocks=(f"{guidance}.{each.due.clock}",) if each.due else (),
            clauses=each.clauses,
            guidance=guidance,
            question=each.question,
            strength=each.strength,
            urgency=each.urgency,
            lane=each.lane,
        )


def _pressing(each: Recommendation) -> int:
    if each.lane == "record":
        return 80
    if each.urgency == "now":
        return 0 if each.basis == OURS else 1
    return {"today": 10, "dated": 20, "when_possible": 30}[each.urgency]


def _barring(
    behind: Behind, guidance: str, holders: Iterable[Holder | None], barred: Iterable[MayNotAct]
) -> Iterator[Reason]:
    roles = {holder.role for holder in holders if holder}
    for each in barred:
        if each.guidance == guidance and each.role in roles:
            yield from behind.bar(each)


def _people(base: KnowledgeBase, advice: Advice, behind: Behind) -> Iterator[Point]:
    for alarm in advice.alarms:
        yield Point(
            matter="alarm",
            about=f"{alarm.guidance}.{alarm.role}",
            say=base.documents[alarm.guidance].roles[alarm.role].title,
            rank=2,
            aspects={"why": (alarm.say,), "mends": tuple(mend.say for mend in alarm.mends)},
            guidance=alarm.guidance,
        )
    for standing, listed in (("excluded", advice.excluded), ("in_doubt", advice.in_doubt)):
        for each in listed:
            yield Point(
                matter="may_not_act",
                about=f"{each.guidance}.{each.role}.{each.person}",
                say=base.documents[each.guidance].roles[each.role].title,
                rank=50,
                aspects={
                    "standing": (standing,),
                    "person": (each.person,),
                    "why": (each.why,),
                    "clauses": each.clauses,
                    "rules": each.rules,
                },
                reasons=behind.bar(each),
                clauses=each.clauses,
                guidance=each.guidance,
            )
    for waived in advice.waived:
        yield Point(
            matter="waived",
            about=f"{waived.person}.{waived.fact}",
            say=base.facts[waived.fact].say,
            rank=51,
            aspects={"person": (waived.person,), "why": (waived.say,)},
        )


def _conflicts(advice: Advice) -> Iterator[Point]:
    for conflict in advice.conflicts:
        yield Point("conflict", " ".join(conflict.between), " ".join(conflict.between), 3, {"why": (conflict.say,)})


def _places(advice: Advice) -> Iterator[Point]:
    for line in advice.guidance:
        yield Point("document", line.id, line.title, 4, guidance=line.id)
        yield Point(
            matter="stage",
            about=line.id,
            say=line.title,
            rank=41,
            aspects={
                "stage": _some(line.stage),
                "next_step": _some(line.next_step),
                "status": tuple(status.say for status in line.status),
            },
            guidance=line.id,
        )
    for governing in advice.governing:
        yield Point("governing", governing.guidance, governing.title, 95, {"because": governing.because})


def _judgements(advice: Advice, behind: Behind) -> Iterator[Point]:
    for each in advice.judgements:
        reasons = behind.judgement(each.id)
        aspects = {"about": each.about, "clauses": each.clauses, "rules": tuple(reason.rule for reason in reasons)}
        yield Point("judgement", each.id, each.say, 55, aspects, reasons, clauses=each.clauses)


def _clocks(advice: Advice) -> Iterator[Point]:
    for line in advice.timetable:
        if line.on is None:
            continue
        yield Point(
            matter="clock",
            about=line.clock,
            say=line.say,
            rank=60,
            aspects={
                "state": (line.state,),
                "due": (line.on,),
                "latest": _some(line.latest),
                "starts": _some(line.starts),
                "ended": _some(line.ended),
                "ended_by": _some(line.ended_by),
            },
            clocks=(line.clock,),
            guidance=line.clock.partition(".")[0],
        )


def _options(advice: Advice) -> Iterator[Point]:
    for each in advice.options:
        arguments = {"ruled_out": each.ruled_out, "for": each.for_, "against": each.against}
        yield Point(
            matter="option",
            about=each.id,
            say=each.say,
            rank=56,
            aspects={
                "considered": ("yes",) if each.considered else (),
                **{name: tuple(reason.rule for reason in reasons) for name, reasons in arguments.items()},
            },
            reasons=tuple(reason for reasons in arguments.values() for reason in reasons),
            clauses=each.clauses,
            guidance=each.id.partition(".")[0],
        )


def _questions(advice: Advice, behind: Behind) -> Iterator[Point]:
    for each in advice.questions:
        reasons = behind.question(each.id, each.why)
        yield Point("question", each.id, each.ask, 70, {"applies": (each.applies,)}, reasons, question=each.id)


def _asked(base: KnowledgeBase, advice: Advice) -> Iterator[Point]:
    for each in advice.ask:
        about = each.fact if each.subject == "case" else f"{each.subject}.{each.fact}"
        rank = 5 if base.facts[each.fact].safety else 75
        yield Point("ask", about, each.question, rank, {"fact": (each.fact,), "subject": (each.subject,)})


def _unsaid(advice: Advice, behind: Behind) -> Iterator[Point]:
    for each in advice.silences:
        yield Point(
            "silence",
            each.id,
            each.say,
            90,
            {"decided": _some(each.decided)},
            behind.silence(each.id),
            clauses=each.clauses,
        )


def _some(value: str | None) -> Values:
    return () if value is None else (value,)
