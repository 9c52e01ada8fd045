"""The scenarios that come with the program: a case told step by step, with the advice that each step should get."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from decision_support.model.case import Case, Event
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.values import Answer, Identifier, Text, Value

from .cases import case_of
from .examples import Expected
from .resources import knowledge_folder
from .tree import Node
from .tree import Path as Where
from .validated import validated
from .written import Written, read


def _answer_from_text(written: object) -> object:
    """Read a value written by itself as an answer without a rationale."""
    return {"value": written} if isinstance(written, str) else written


class Step(Value):
    """A day on which advice is asked for, and what has happened and been learned since the step before."""

    on: dt.date
    happens: tuple[Event, ...] = ()
    learned: dict[Identifier, Annotated[Answer, BeforeValidator(_answer_from_text)]] = Field(default_factory=dict)
    expect: Expected

    @model_validator(mode="after")
    def _one_day(self) -> Step:
        if self.expect.on != self.on:
            raise ValueError("what is expected at a step is expected on its day; leave out the second 'on'")
        return self


class _Telling(Value):
    """A scenario but for its case, which is read as any other case is."""

    title: Text
    teaches: Text
    steps: tuple[Step, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _forwards(self) -> _Telling:
        days = [step.on for step in self.steps]
        if days != sorted(days):
            raise ValueError("the steps are not in the order of their days")
        return self


class Scenario(_Telling):
    """A case as it stood at the start, and the steps that it goes through."""

    case: Case

    def cases(self) -> Iterator[tuple[Case, Expected]]:
        """The case as it stands at each step, and what is expected of the advice on it."""
        facts, events = dict(self.case.facts), list(self.case.events)
        for step in self.steps:
            facts |= step.learned
            events += step.happens
            yield self.case.model_copy(update={"facts": dict(facts), "events": tuple(events)}), step.expect


def scenario_paths(knowledge: Path | None = None) -> dict[str, Path]:
    """Every bundled scenario by name."""
    folder = (knowledge or knowledge_folder()) / "scenarios"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def read_scenario(path: Path, base: KnowledgeBase) -> Scenario:
    """The scenario in this file. Raises UserMistake naming file and line, for the case of every step as well."""
    written = read(path)
    telling = validated(_Telling, _telling(written))
    for number in range(1, len(telling.steps) + 1):
        case_of(_case_after(number, written), base)
    return Scenario(
        title=telling.title, teaches=telling.teaches, steps=telling.steps, case=case_of(_case_after(0, written), base)
    )


def _telling(written: Written) -> Written:
    """Title, lesson and steps, with the day of each step given to what is expected on it."""
    data = {key: node for key, node in _entries(written.data).items() if key != "case"}
    if isinstance(data.get("steps"), list):
        data["steps"] = [_dated(step) for step in _items(data["steps"])]
    return Written(written.file, data, written.values, written.keys)


def _dated(step: Node) -> Node:
    if not isinstance(step, dict) or not isinstance(step.get("expect"), dict) or "on" not in step:
        return step
    return {**step, "expect": {"on": step["on"], **_entries(step["expect"])}}


def _case_after(number: int, written: Written) -> Written:
    """The case as if it had been written after so many steps, every part with the place where it stands."""
    case = dict(_entries(_entries(written.data).get("case")))
    origin: dict[Where, Where] = {(): ("case",)}
    facts, events = dict(_entries(case.get("facts"))), list(_items(case.get("events")))
    for index, step in enumerate(_items(_entries(written.data).get("steps"))[:number]):
        for name, answer in _entries(_entries(step).get("learned")).items():
            facts[name] = answer
            origin["facts", name] = ("steps", index, "learned", name)
        for position, event in enumerate(_items(_entries(step).get("happens"))):
            origin["events", len(events)] = ("steps", index, "happens", position)
            events.append(event)
    case |= {"facts": facts, "events": events}
    return Written(written.file, case, _moved(written.values, origin), _moved(written.keys, origin))


def _moved(places: Mapping[Where, tuple[int, int]], origin: Mapping[Where, Where]) -> dict[Where, tuple[int, int]]:
    """The places of a tree whose branches were put together from elsewhere; the later branches take precedence."""
    moved: dict[Where, tuple[int, int]] = {}
    for new, old in origin.items():
        for path, position in places.items():
            if path[: len(old)] == old:
                moved[(*new, *path[len(old) :])] = position
    return moved


def _entries(node: Node) -> dict[str, Node]:
    return node if isinstance(node, dict) else {}


def _items(node: Node) -> list[Node]:
    return node if isinstance(node, list) else []
