"""Why a matter is not at a stage, what comes before that stage, and what moves the matter on from where it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from decision_support.casework.situation import Situation
from decision_support.model.facts import CASE
from decision_support.model.knowledge import Document, KnowledgeBase
from decision_support.model.near_miss import StageWay
from decision_support.model.procedure import Stage
from decision_support.reasoning.openness import About
from decision_support.wording import day_in_words

from .levers import Way


class StageAnswer(NamedTuple):
    """The answer in a sentence or two, the ways straight to the stage, and the stages on the way."""

    so: bool
    answer: str
    straight: tuple[Way, ...] = ()
    way: tuple[StageWay, ...] = ()


def stage_answer(base: KnowledgeBase, case: Situation, own: str, name: str, moves: Sequence[Way]) -> StageAnswer:
    """Why the matter is not at this stage of a document. moves: everything that would change the stage."""
    reached, document = case.reached[own], case.documents[own]
    order = list(document.stages)
    now = reached.stage or order[0]
    if now == name:
        return StageAnswer(True, "The matter is at this stage already.")
    there = About(CASE, f"{own}.stage")
    made_at_it = {
        each for each in document.stages[name].shown_by if not base.events[each].begins_stage
    }  # what happens at a stage is no way to it
    straight = tuple(each for each in moves if each.sets.get(there) == name and each.step.fact not in made_at_it)
    following = document.stages[now].unresolved
    onwards = [each for each in moves if each.sets.get(there) == following]
    if following:
        onwards = [each for each in onwards if each.step.fact not in document.stages[following].shown_by]
    says = tuple(dict.fromkeys(each.step.say for each in onwards))
    way = tuple(
        StageWay(
            stage,
            document.stages[stage].title,
            _state(case, own, stage, now),
            day.isoformat() if (day := reached.left.get(stage)) else None,
            says if stage == now and not straight else (),
        )
        for stage in order[: order.index(name) + 1]
    )
    told = f"The matter is at {_named(document.stages[now])}"
    if reached.settled_on:
        told += f": it was settled on {day_in_words(reached.settled_on.isoformat())}, and no stage follows."
    elif name in reached.left:
        told += f"; it left this stage on {day_in_words(reached.left[name].isoformat())} and does not go back."
    elif straight:
        told += ", and nothing on record has moved it on."
    elif document.stages[name].after_settlement:
        told += ". This part follows once the matter is settled."
    elif before := _before(document, name):
        told += f". {_named(before)[:1].upper()}{_named(before)[1:]} comes before this one."
    else:
        told += ", and no stage leads to this one."
    return StageAnswer(False, told, straight, way)


def _state(case: Situation, own: str, stage: str, now: str) -> Literal["left", "reached", "ahead"]:
    reached = case.reached[own]
    if stage in reached.left:
        return "left"
    return "reached" if stage in (now, reached.settled_at) else "ahead"


def _before(document: Document, name: str) -> Stage | None:
    """The stage that this one follows."""
    return next((each for each in document.stages.values() if each.unresolved == name), None)


def _named(stage: Stage) -> str:
    return f"{stage.id.replace('-', ' ')} ({stage.title})"
