"""What the events of a case say: which stage it has reached, what is on record, and when it was settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from decision_support.model.case import Case, Event
from decision_support.model.knowledge import Document, KnowledgeBase
from decision_support.model.people import Act
from decision_support.model.values import Answer
from decision_support.model.vocabulary import EventKind

NONE = "none"
ENDED = "stage_ended"


@dataclass(frozen=True)
class Progress:
    """How far one document's procedure has come.

    stage       the stage reached, None where the document has no procedure
    begun       whether that stage is on record as started
    settled_at  the stage at which the matter was settled, and the day; None while it is not
    left        the day on which each earlier stage was left for another
    at          the stage at which each event so far happened, in the order of the events
    """

    stage: str | None
    begun: bool
    settled_at: str | None = None
    settled_on: dt.date | None = None
    left: Mapping[str, dt.date] = field(default_factory=dict)
    at: tuple[str, ...] = ()


def as_known_on(case: Case, on: dt.date, kinds: Mapping[str, EventKind]) -> Case:
    """The case without what came later, in an order that does not depend on how the file was written.

    Events are oldest first; within one day those without a time come first, and changes of stage before the rest.
    """

    def order(event: Event) -> tuple[object, ...]:
        return (
            event.day,
            event.at.strftime("%H:%M:%S") if event.at else "",
            not kinds[event.what].needs_stage,
            event.what,
            *(each or "" for each in (event.stage, event.outcome, event.by, event.note)),
        )

    return case.model_copy(
        update={
            "facts": _answered_by_then(case.facts, on),
            "answers": _answered_by_then(case.answers, on),
            "people": tuple(
                person.model_copy(
                    update={
                        "facts": _answered_by_then(person.facts, on),
                        "interests": tuple(each for each in person.interests if each.on is None or each.on <= on),
                        "took_part": tuple(each for each in person.took_part if each.on is None or each.on <= on),
                        "waivers": tuple(each for each in person.waivers if each.on <= on),
                    }
                )
                for person in sorted(case.people, key=lambda person: person.id)
            ),
            "options": tuple(
                weighed.model_copy(update={"facts": _answered_by_then(weighed.facts, on)}) for weighed in case.options
            ),
            "events": tuple(sorted((event for event in case.events if event.day <= on), key=order)),
        }
    )


def progress(document: Document, events: Sequence[Event], kinds: Mapping[str, EventKind]) -> Progress:
    """Walk the events, oldest first, along the document's stages."""
    stages = document.stages
    order = list(stages)
    if not order:
        return Progress(None, False)
    shown_by = {event: stage.id for stage in stages.values() for event in stage.shown_by}
    closing = next((stage.id for stage in stages.values() if stage.after_settlement), None)
    stage, begun = order[0], False
    left: dict[str, dt.date] = {}
    at: list[str] = []
    for event in events:
        named = event.stage if event.stage in stages else shown_by.get(event.what)
        if named and order.index(named) > order.index(stage):
            left |= dict.fromkeys(order[order.index(stage) : order.index(named)], event.day)
            stage, begun = named, True
        begun = begun or named == stage
        at.append(stage)
        if event.outcome is not None and event.outcome in kinds[event.what].settles:
            return Progress(closing, True, stage, event.day, left, tuple(at))
        if event.what == ENDED and named == stage:
            following = stages[stage].unresolved
            if following:
                left[stage] = event.day
                stage, begun = following, False
    return Progress(stage, begun, left=left, at=tuple(at))


def earlier_acts(
    document: Document, events: Sequence[Event], reached: Progress, kinds: Mapping[str, EventKind]
) -> dict[str, tuple[Act, ...]]:
    """What each person is on record as having done before the stage that has been reached."""
    acts: dict[str, list[Act]] = {}
    for event, stage in zip(events, reached.at, strict=False):
        if event.by is not None and stage != (reached.settled_at or reached.stage):
            kind = kinds[event.what]
            decided = kind.decides or (
                event.outcome is not None and (not kind.settles or event.outcome in kind.settles)
            )
            acts.setdefault(event.by, []).append(Act(document.stages[stage].title, kind.say, event.day, decided))
    return {person: tuple(those) for person, those in acts.items()}


def recorded_facts(
    base: KnowledgeBase, documents: Mapping[str, Document], events: Sequence[Event], reached: Mapping[str, Progress]
) -> dict[str, str]:
    """Facts about the case that follow from its events: what is on record, with which outcome, and at which stage."""
    facts: dict[str, str] = {}
    for name, kind in base.events.items():
        these = [event for event in events if event.what == name]
        facts[f"recorded.{name}"] = _yes(bool(these))
        if kind.outcomes:
            facts[f"outcome.{name}"] = (these[-1].outcome if these else None) or NONE
    for own in documents:
        facts |= dict(_stage_facts(own, base, events, reached[own]))
    with_procedure = [found for found in reached.values() if found.stage]
    closed = any(event.outcome is not None and event.outcome in base.events[event.what].settles for event in events)
    facts["case_settled"] = _yes(all(found.settled_at for found in with_procedure) if with_procedure else closed)
    return facts


def _stage_facts(
    own: str, base: KnowledgeBase, events: Sequence[Event], reached: Progress
) -> Iterator[tuple[str, str]]:
    if reached.stage is None:
        return
    yield f"{own}.stage", reached.stage
    yield f"{own}.stage_begun", _yes(reached.begun)
    yield f"{own}.settled", _yes(reached.settled_at is not None)
    yield f"{own}.settled_at", reached.settled_at or NONE
    for name, kind in base.events.items():
        if kind.needs_stage:
            here = any(event.what == name and event.stage in (reached.stage, reached.settled_at) for event in events)
            yield f"{own}.recorded_this_stage.{name}", _yes(here)


def _answered_by_then(answers: Mapping[str, Answer], on: dt.date) -> dict[str, Answer]:
    return {name: answer for name, answer in sorted(answers.items()) if answer.on is None or answer.on <= on}


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"
