"""Every clock can start while its stage lasts, and something stops it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decision_support.model.knowledge import Document, KnowledgeBase
from decision_support.model.procedure import Clock, Stage

from .finding import Finding


def check(base: KnowledgeBase) -> tuple[int, list[Finding]]:
    """How many clocks there are, and those that cannot start, have no start of their own, or are never stopped."""
    clocks = [(own, document, *each) for own, document in base.documents.items() for each in document.clocks()]
    findings = [finding for each in clocks for finding in _findings(base, *each)]
    return len(clocks), findings


def events_of(base: KnowledgeBase, document: Document) -> frozenset[str]:
    """The events that a document can bring about: an action ends in it, a stage is shown by it, or it cites a clause.

    Events that cite no clause belong to nobody, and to every document.
    """
    ends = {action.ends_in for action in document.actions.values() if action.ends_in}
    shown = {name for stage in document.stages.values() for name in stage.shown_by}
    cited = {name for name, kind in base.events.items() if not kind.clauses or document.clauses.keys() & kind.clauses}
    return frozenset(ends | shown | cited)


def _findings(
    base: KnowledgeBase, own: str, document: Document, clock: Clock, stage: Stage | None
) -> Iterator[Finding]:
    for code, say in _wrong(base, document, clock, stage):
        name = f"{own}.{clock.id}"
        yield Finding(code, "error", str(base.place("clock", name) or name), f"the clock '{name}' {say}", (name,))


def _wrong(base: KnowledgeBase, document: Document, clock: Clock, stage: Stage | None) -> Iterator[tuple[str, str]]:
    possible = events_of(base, document)
    starts = _while_it_lasts(document, stage, clock.start_stage, [clock.starts], possible)
    shows = _while_it_lasts(document, stage, None, clock.no_later_than, possible)
    if not starts and not shows:
        yield "clock-never-starts", f"never starts: {_why(clock, possible)}."
    elif not starts:
        yield "clock-without-start", f"has no start of its own: {_why(clock, possible)}."
    elif clock.start_stage and not base.events[clock.starts].needs_stage:
        yield "clock-without-start", f"waits for '{clock.starts}' at a stage, and that event need not name one."
    if not set(clock.stops) & possible:
        why = "none is named" if not clock.stops else f"nothing here brings about {_listed(clock.stops)}"
        yield "clock-never-stops", f"is stopped by no event: {why}."


def _while_it_lasts(
    document: Document, stage: Stage | None, at: str | None, events: Iterable[str], possible: frozenset[str]
) -> list[str]:
    """Those of the events that can be recorded before the stage of a clock was left."""
    order = list(document.stages)
    shown_at = {name: each.id for each in document.stages.values() for name in each.shown_by}
    found = []
    for name in events:
        here = at or shown_at.get(name)
        late = stage is not None and here is not None and order.index(here) > order.index(stage.id)
        if name in possible and not late:
            found.append(name)
    return found


def _why(clock: Clock, possible: frozenset[str]) -> str:
    if clock.starts not in possible:
        return f"no stage, step or clause of this document brings about '{clock.starts}'"
    return f"'{clock.starts}' can be recorded only after its stage was left"


def _listed(names: Iterable[str]) -> str:
    return " or ".join(f"'{name}'" for name in names)
