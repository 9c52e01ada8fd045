"""Two or more documents side by side for the same facts: what each would have somebody do, and how they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from decision_support.model.advice import Advice, Recommendation
from decision_support.model.case import Case
from decision_support.model.knowledge import KnowledgeBase


@dataclass(frozen=True)
class Column:
    """One document, applied to the case alone."""

    guidance: str
    title: str
    edition: str
    status: tuple[str, ...]
    stage: str | None
    next_step: str | None
    say: str | None
    strength: str | None
    who: str | None
    towards: str | None
    by: str | None
    clauses: tuple[str, ...]
    clocks: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    guidance: str
    say: str
    clauses: tuple[str, ...]
    silences: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One topic on which at least two of the documents have a position."""

    topic: str
    title: str
    cells: tuple[Cell, ...]
    differ: str


@dataclass(frozen=True)
class Comparison:
    case: str
    on: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def compare(base: KnowledgeBase, advice: Mapping[str, Advice]) -> Comparison:
    """Set documents side by side, given the advice that each alone leads to."""
    first = next(iter(advice.values()))
    return Comparison(
        case=first.case,
        on=first.on,
        columns=tuple(_column(name, each) for name, each in advice.items()),
        rows=tuple(
            Row(
                topic=topic.id,
                title=topic.title,
                cells=tuple(
                    Cell(name, found.say, found.clauses, found.see)
                    for name in advice
                    if (found := topic.positions.get(name))
                ),
                differ=topic.differ,
            )
            for topic in base.topics
            if sum(name in topic.positions for name in advice) > 1
        ),
    )


def alone(base: KnowledgeBase, case: Case, guidance: str) -> Case:
    """The case as this document alone would have it: without stages, answers and options that belong to others."""
    document = base.documents[guidance]
    return case.model_copy(
        update={
            "guidance": (guidance,),
            "events": tuple(event for event in case.events if event.stage is None or event.stage in document.stages),
            "answers": {name: answer for name, answer in case.answers.items() if name in document.questions},
            "options": tuple(weighed for weighed in case.options if weighed.id in document.options),
        }
    )


def _column(name: str, advice: Advice) -> Column:
    (line,) = advice.guidance
    step = next((each for each in advice.recommendations if each.id == line.next_step), None)
    if line.stage is None:  # a framework has no steps: what comes first is what it would have somebody do
        step = next((each for each in advice.recommendations if each.basis == "guidance"), None)
    return Column(
        guidance=name,
        title=line.title,
        edition=line.edition,
        status=tuple(each.say for each in line.status),
        stage=line.stage,
        next_step=line.next_step,
        say=step.say if step else None,
        strength=step.strength if step else None,
        who=_title(step, "actor"),
        towards=_title(step, "contact"),
        by=step.due.on if step and step.due else None,
        clauses=step.clauses if step else (),
        clocks=tuple(
            f"{each.say}: {each.on}{f' or {each.latest}' if each.latest != each.on else ''} ({each.state})"
            for each in advice.timetable
            if each.on and not each.ended
        ),
    )


def _title(step: Recommendation | None, part: str) -> str | None:
    holder = getattr(step, part) if step else None
    return holder.title if holder else None
