"""Changes of a document's route: a limit a day off, another start, another next stage, somebody else who acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, get_args

from decision_support.model.knowledge import Document, KnowledgeBase
from decision_support.model.procedure import Action, Clock, Stage
from decision_support.model.rules import Condition

from .operator import Change, Operator, next_of

_KINDS: tuple[str, ...] = get_args(Clock.model_fields["kind"].annotation)
_COUNTINGS: tuple[str, ...] = get_args(Clock.model_fields["counting"].annotation)


def _longer(base: KnowledgeBase, document: Document) -> Iterator[Change[Document]]:
    yield from _of_clocks(document, lambda clock: [_limit(clock, 1)])


def _shorter(base: KnowledgeBase, document: Document) -> Iterator[Change[Document]]:
    yield from _of_clocks(document, lambda clock: [_limit(clock, -1)] if clock.limit.number > 1 else [])


def _another_start(base: KnowledgeBase, document: Document) -> Iterator[Change[Document]]:
    starts = tuple(dict.fromkeys(clock.starts for clock, _ in document.clocks()))
    stops = tuple(dict.fromkeys(stop for clock, _ in document.clocks() for stop in clock.stops))
    events = tuple(dict.fromkeys((*starts, *stops)))
    yield from _of_clocks(document, lambda clock: _told("starts", clock.starts, [next_of(clock.starts, events)]))


def _other_counting(base: KnowledgeBase, document: Document) -> Iterator[Change[Document]]:
    yield from _of_clocks(document, lambda clock: _told("counting", clock.counting, _COUNTINGS))


def _other_kind(base: KnowledgeBase, document: Document) -> Iterator[Change[Document]]:
    yield from _of_clocks(document, lambda clock: _told("kind", clock.kind, _KINDS))


def _another_next_stage(base: KnowledgeBase, document: Document) -> Iterator[Change[Document]]:
    for stage in document.stages.values():
        if stage.unresolved is None:
            continue
        for other in {next_of(stage.unresolved, tuple(document.stages))} - {None}:
            changed = stage.model_copy(update={"unresolved": other})
            yield Change(
                "",
                f"leads on to '{other}' instead of '{stage.unresolved}'",
                _with_stage(document, stage, changed),
                ("stage", f"{document.guidance.id}.{stage.id}"),
                stage.clauses,
            )


def _another_actor(base: KnowledgeBase, document: Document) -> Iterator[Change[Document]]:
    yield from _of_actions(document, "actor")


def _another_contact(base: KnowledgeBase, document: Document) -> Iterator[Change[Document]]:
    yield from _of_actions(document, "contact")


def _count_without(base: KnowledgeBase, where: tuple[Condition, ...]) -> Iterator[Change[tuple[Condition, ...]]]:
    for condition in where if len(where) > 1 else ():
        kept = tuple(each for each in where if each is not condition)
        yield Change(condition.fact, f"is counted without asking for '{condition.fact}'", kept)


OF_ROUTES: tuple[Operator[Document], ...] = (
    Operator("clock-longer", "a limit is one longer", _longer),
    Operator("clock-shorter", "a limit is one shorter", _shorter),
    Operator("clock-start", "a clock starts at another event", _another_start),
    Operator("clock-counting", "the first day is counted in another way", _other_counting),
    Operator("clock-kind", "a limit is firm instead of indicative, or the reverse", _other_kind),
    Operator("next-stage", "an unsettled stage leads on to another stage", _another_next_stage),
    Operator("another-actor", "another role acts", _another_actor),
    Operator("another-contact", "another role is turned to", _another_contact),
)
OF_COUNTS: tuple[Operator[tuple[Condition, ...]], ...] = (
    Operator("count-without", "a count leaves out one of its conditions", _count_without),
)

Update = tuple[str, str, dict[str, Any]]


def _limit(clock: Clock, step: int) -> Update:
    limit = clock.limit.model_copy(update={"number": clock.limit.number + step})
    return "", f"has a limit of {limit} instead of {clock.limit}", {"limit": limit}


def _told(key: str, now: str, others: Iterable[str | None]) -> Iterator[Update]:
    for other in others:
        if other is not None and other != now:
            yield other, f"has '{key}: {other}' instead of '{now}'", {key: other}


def _of_clocks(document: Document, updates: Callable[[Clock], Iterable[Update]]) -> Iterator[Change[Document]]:
    for clock, stage in document.clocks():
        for detail, say, update in updates(clock):
            changed = clock.model_copy(update=update)
            about = ("clock", f"{document.guidance.id}.{clock.id}")
            yield Change(detail, say, _with_clock(document, stage, clock, changed), about, clock.clauses)


def _with_clock(document: Document, stage: Stage | None, clock: Clock, changed: Clock) -> Document:
    if stage is not None:
        clocks = tuple(changed if each is clock else each for each in stage.clocks)
        return _with_stage(document, stage, stage.model_copy(update={"clocks": clocks}))
    assert document.procedure is not None
    clocks = tuple(changed if each is clock else each for each in document.procedure.clocks)
    return replace(document, procedure=document.procedure.model_copy(update={"clocks": clocks}))


def _with_stage(document: Document, stage: Stage, changed: Stage) -> Document:
    assert document.procedure is not None
    stages = tuple(changed if each is stage else each for each in document.procedure.stages)
    return replace(document, procedure=document.procedure.model_copy(update={"stages": stages}))


def _of_actions(document: Document, part: str) -> Iterator[Change[Document]]:
    for action in document.actions.values():
        now = getattr(action, part)
        other = next_of(now, tuple(document.roles)) if now else None
        if other:
            say = f"has '{part}: {other}' instead of '{now}'"
            about = ("action", f"{document.guidance.id}.{action.id}")
            yield Change("", say, _with_action(document, action, {part: other}), about)


def _with_action(document: Document, action: Action, update: dict[str, Any]) -> Document:
    return replace(document, actions={**document.actions, action.id: action.model_copy(update=update)})
