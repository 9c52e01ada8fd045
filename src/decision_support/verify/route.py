"""Every stage of a route can be reached and left, and no route leads round for ever."""

from __future__ import annotations

from collections.abc import Iterator, Set

import networkx as nx

from decision_support.model.knowledge import Document, KnowledgeBase
from decision_support.model.procedure import Stage

from .clocks import events_of
from .finding import Finding


def check(base: KnowledgeBase) -> tuple[int, list[Finding]]:
    """How many stages there are, and those that nobody gets to or out of, and rounds without an end.

    Somebody may always start a stage by its name, or end one as settled. What counts here is what the document itself
    provides for: where the route leads when a stage settles nothing, and the events that show or settle a stage.
    """
    findings = []
    for own, document in base.documents.items():
        settling = {name for name in events_of(base, document) if base.events[name].settles}
        findings += [*_unreached(base, own, document, settling), *_never_left(base, own, document, settling)]
        findings += _endless(base, own, document, settling)
    return sum(len(document.stages) for document in base.documents.values()), findings


def _unreached(base: KnowledgeBase, own: str, document: Document, settling: Set[str]) -> Iterator[Finding]:
    led_to = {stage.unresolved for stage in document.stages.values()}
    for stage in list(document.stages.values())[1:]:
        if not (stage.id in led_to or stage.shown_by or (stage.after_settlement and settling)):
            say = "is never reached: no stage leads to it, and no event shows it."
            yield _finding(base, "stage-unreached", own, stage.id, say)


def _never_left(base: KnowledgeBase, own: str, document: Document, settling: Set[str]) -> Iterator[Finding]:
    for stage in document.stages.values():
        if not (stage.after_settlement or stage.unresolved or settling & _events_at(document, stage)):
            say = "is never left: no stage follows it, and none of its own events settles the matter."
            yield _finding(base, "stage-never-left", own, stage.id, say)


def _endless(base: KnowledgeBase, own: str, document: Document, settling: Set[str]) -> Iterator[Finding]:
    """Stages that hand over to one another in a round, whether or not something may settle the matter on the way."""
    ways = [(stage.id, stage.unresolved) for stage in document.stages.values() if stage.unresolved]
    led: nx.DiGraph[str] = nx.DiGraph(ways)
    for round_ in nx.simple_cycles(led):
        stages = [name for name in document.stages if name in round_]
        way_out = any(settling & _events_at(document, document.stages[name]) for name in stages)
        end = "only a settlement ends it" if way_out else "nothing ends it"
        say = f"leads round for ever by way of {', '.join(stages)}: {end}."
        yield _finding(base, "endless-procedure", own, stages[0], say, *stages[1:])


def _events_at(document: Document, stage: Stage) -> set[str]:
    """The events that belong to a stage: they show it, or one of its steps ends in them."""
    return {*stage.shown_by, *(ends for step in stage.steps if (ends := document.actions[step].ends_in))}


def _finding(base: KnowledgeBase, code: str, own: str, stage: str, say: str, *others: str) -> Finding:
    name = f"{own}.{stage}"
    about = tuple(sorted((name, *(f"{own}.{other}" for other in others))))
    return Finding(code, "error", str(base.place("stage", name) or name), f"the stage '{name}' {say}", about)
