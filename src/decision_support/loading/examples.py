"""The cases that come with the program."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from pydantic import Field

from decision_support.errors import UserMistake, did_you_mean
from decision_support.model.case import Case
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.values import Identifier, Strength, Text, Value

from .cases import read_case
from .resources import knowledge_folder
from .validated import validated
from .written import read


class Expected(Value):
    """What the advice on a bundled case must say on one day, worked out by reading the document."""

    on: dt.date
    why: Text
    stage: Identifier | None = None
    next_step: Identifier | None = None
    recommend: dict[Identifier, Strength] = Field(default_factory=dict)
    never: tuple[Identifier, ...] = ()
    judgements: tuple[Identifier, ...] = ()
    silences: tuple[Identifier, ...] = ()
    due: dict[Identifier, tuple[dt.date, dt.date]] = Field(default_factory=dict)
    states: dict[Identifier, Text] = Field(default_factory=dict)
    ask_first: Identifier | None = None
    asked: tuple[Identifier, ...] = Field((), description="Facts and questions of a framework that are asked.")
    conflicts: bool = False
    people: dict[Identifier, tuple[Identifier, ...]] = Field(default_factory=dict)
    actors: dict[Identifier, Identifier] = Field(default_factory=dict, description="The role that does it.")
    contacts: dict[Identifier, Identifier] = Field(
        default_factory=dict, description="The role towards which it is done."
    )
    clauses: dict[Identifier, tuple[Identifier, ...]] = Field(
        default_factory=dict,
        description="Clauses that a recommendation or judgement must cite, with others or alone.",
    )
    kinds: dict[Identifier, Literal["limit", "indicative", "hoped"]] = Field(
        default_factory=dict, description="What each clock is."
    )
    excluded: dict[Identifier, tuple[Identifier, ...]] = Field(
        default_factory=dict, description="By role, everybody proposed for it who may not act in it."
    )
    in_doubt: dict[Identifier, tuple[Identifier, ...]] = Field(
        default_factory=dict,
        description="By role, everybody proposed for it who may not act before something is known.",
    )
    may_act: dict[Identifier, tuple[Identifier, ...]] = Field(
        default_factory=dict, description="By role, everybody recorded or considered for it who may act in it."
    )
    alarms: tuple[Identifier, ...] | None = Field(
        None, description="Every role that somebody has to act in and nobody recorded may act in."
    )
    absent: tuple[Identifier, ...] = Field((), description="Judgements and silences that must not be shown.")
    questions: dict[Identifier, Literal["yes", "no", "unclear"]] = Field(
        default_factory=dict, description="Whether questions of a framework apply."
    )
    ruled_out: dict[Identifier, bool] = Field(default_factory=dict, description="Whether options are ruled out.")
    argued_for: dict[Identifier, tuple[Identifier, ...]] = Field(
        default_factory=dict, description="Clauses that arguments for an option rest on, each on its own."
    )
    argued_against: dict[Identifier, tuple[Identifier, ...]] = Field(
        default_factory=dict, description="Clauses that arguments against an option rest on, each on its own."
    )


class ExpectedFile(Value):
    expected: tuple[Expected, ...] = Field(min_length=1)


def example_paths(knowledge: Path | None = None) -> dict[str, Path]:
    """Every bundled case by name."""
    folder = (knowledge or knowledge_folder()) / "examples"
    return {path.stem: path for path in sorted(folder.glob("*.yaml")) if not path.stem.endswith(".expected")}


def bundled_example(name: str, base: KnowledgeBase, knowledge: Path | None = None) -> tuple[Case, dt.date]:
    """A bundled case and the day that its first expected advice is for."""
    paths = example_paths(knowledge)
    if name not in paths:
        raise UserMistake(f"there is no bundled case '{name}'.", mend=did_you_mean(name, paths))
    return read_case(paths[name], base), expected_of(paths[name])[0].on


def expected_of(path: Path) -> tuple[Expected, ...]:
    """What is expected of a bundled case, from the file beside it."""
    beside = path.with_suffix(".expected.yaml")
    return validated(ExpectedFile, read(beside)).expected
