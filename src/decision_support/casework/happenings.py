"""Which events a case may record: first those that its advice and its clocks wait for, then the documents' others.

Also to which stage one belongs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from decision_support.model.advice import Advice
from decision_support.model.case import Case
from decision_support.model.knowledge import Document, KnowledgeBase
from decision_support.model.procedure import Stage
from decision_support.model.rules import Rule

_GOING_ON = ("running", "due_today", "overdue", "indicative_passed")


@dataclass(frozen=True)
class Happenings:
    """Ids of events. `others` are those of the documents that apply, or of all where the case names none.

    steps  (event, action) for each recommended action whose event begins a stage
    """

    awaited: tuple[str, ...]
    others: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]


def happenings(base: KnowledgeBase, case: Case, advice: Advice) -> Happenings:
    """What may have happened in this case."""
    documents = [base.documents[name] for name in case.guidance] or list(base.documents.values())
    recorded = {event.what for event in case.events}
    awaited = tuple(dict.fromkeys(name for name in _awaited(base, documents, advice, recorded) if name in base.events))
    own = {document.guidance.id for document in documents}
    rules = [rule for rule in base.rules.values() if rule.guidance in own]
    theirs = {name for document in documents for name in _of(document)} | set(_read_by(rules))
    cited = {name for document in documents for name in document.clauses}
    others = (
        name
        for name, kind in base.events.items()
        if name not in awaited
        and (name in theirs or cited.intersection(kind.clauses))
        and (not kind.needs_stage or any(document.stages for document in documents))
    )
    return Happenings(awaited, tuple(others), tuple(dict.fromkeys(_steps(base, advice))))


def stage_of(base: KnowledgeBase, case: Case, advice: Advice, what: str) -> str | None:
    """The stage that an event of this kind is most likely of: the one that its clock names or that was reached.

    The next one, where the event begins a stage. None where the case names no document with stages.
    """
    waiting = {clock for each in advice.starts if each.event == what for clock in each.clocks}
    clocks = (clock for name in case.guidance for clock, _ in base.documents[name].clocks() if clock.id in waiting)
    if begun := next((clock.start_stage for clock in clocks if clock.start_stage), None):
        return begun
    for stage in _reached(base, advice).values():
        return (stage.unresolved or stage.id) if base.events[what].begins_stage else stage.id
    return None


def precedes_opening(base: KnowledgeBase, case: Case, what: str, day: dt.date) -> bool:
    """Whether such an event cannot be of this day, because the case was opened later and it starts no clock."""
    clocks = (clock for name in case.guidance for clock, _ in base.documents[name].clocks())
    return day < case.opened and all(clock.starts != what for clock in clocks)


def _reached(base: KnowledgeBase, advice: Advice) -> dict[str, Stage]:
    return {line.id: base.documents[line.id].stages[line.stage] for line in advice.guidance if line.stage}


def _ends(base: KnowledgeBase, advice: Advice) -> Iterator[tuple[str, str]]:
    """Each recommended action that ends in an event, after that event."""
    for each in advice.recommendations:
        if each.strength != "must_not":
            name = each.id.removesuffix(f".{each.question}") if each.question else each.id
            if event := base.action(name).ends_in:
                yield event, name


def _steps(base: KnowledgeBase, advice: Advice) -> Iterator[tuple[str, str]]:
    return ((event, action) for event, action in _ends(base, advice) if base.events[event].begins_stage)


def _awaited(
    base: KnowledgeBase, documents: list[Document], advice: Advice, recorded: Collection[str]
) -> Iterator[str]:
    yield from (event for event, _ in _ends(base, advice))
    far_off = {
        event for document in documents for stage in _far_off(base, document, advice) for event in stage.shown_by
    }
    yield from (event for event in _of_clocks(documents, advice, recorded) if event not in far_off)


def _far_off(base: KnowledgeBase, document: Document, advice: Advice) -> list[Stage]:
    """The stages after the next one."""
    stage = _reached(base, advice).get(document.guidance.id)
    stages = list(document.stages.values())
    if stage is None:
        return []
    following = stage.unresolved or stage.id
    return stages[1 + max(stages.index(stage), list(document.stages).index(following)) :]


def _of_clocks(documents: list[Document], advice: Advice, recorded: Collection[str]) -> Iterator[str]:
    going_on = {line.clock for line in advice.timetable if line.state in _GOING_ON and not line.ended}
    here = {line.stage for line in advice.guidance}
    for document in documents:
        for clock, stage in document.clocks():
            if not {clock.id, f"{document.guidance.id}.{clock.id}"}.isdisjoint(going_on):
                yield from clock.stops
            elif stage is not None and stage.id in here and clock.starts not in recorded:
                yield clock.starts


def _of(document: Document) -> Iterator[str]:
    """The events that a document's clocks and actions speak of."""
    for clock, _ in document.clocks():
        yield from (clock.starts, *clock.stops, *clock.no_later_than)
    for action in document.actions.values():
        yield action.ends_in or ""


def _read_by(rules: list[Rule]) -> Iterator[str]:
    for rule in rules:
        for condition in rule.when:
            kind, _, event = condition.fact.partition(".recorded_this_stage.")
            if event:
                yield event
                continue
            kind, _, event = condition.fact.partition(".")
            if kind in ("recorded", "outcome"):
                yield event
