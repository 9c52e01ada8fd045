"""Which events a case may record: first those that its advice and its clocks wait for, then the documents' others."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from decision_support.model.advice import Advice
from decision_support.model.case import Case
from decision_support.model.knowledge import Document, KnowledgeBase
from decision_support.model.rules import Rule

_GOING_ON = ("running", "due_today", "overdue", "indicative_passed")


@dataclass(frozen=True)
class Happenings:
    """Ids of events. `others` are those of the documents that apply, or of all where the case names none."""

    awaited: tuple[str, ...]
    others: tuple[str, ...]


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
    return Happenings(awaited, tuple(others))


def _awaited(
    base: KnowledgeBase, documents: list[Document], advice: Advice, recorded: Collection[str]
) -> Iterator[str]:
    for each in advice.recommendations:
        if each.strength != "must_not":
            action = base.action(each.id.removesuffix(f".{each.question}") if each.question else each.id)
            yield action.ends_in or ""
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
