"""The JSON Schemas on file are what the program writes, and they fit every file and all advice."""

from __future__ import annotations

import copy
import datetime as dt
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from decision_support.casework import Casework
from decision_support.errors import UserMistake
from decision_support.loading.cases import case_of
from decision_support.loading.examples import example_paths, expected_of
from decision_support.loading.knowledge import load
from decision_support.loading.schemas import KINDS, schema_of, write_schemas
from decision_support.loading.validated import validated
from decision_support.loading.written import read, read_text
from decision_support.model.advice_data import as_data
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import WrittenRule
from decision_support.model.vocabulary import Fact

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "knowledge" / "schemas"
FILES = sorted([*ROOT.glob("rules/**/*.yaml"), *ROOT.glob("knowledge/**/*.yaml")])
NAMES = [path.relative_to(ROOT).as_posix() for path in FILES]

A_CASE = """
case: Discharge of a young person
guidance: [nssb]
opened: 2026-11-02
facts:
  worker_has_a_concern: yes
  safety_assured_meanwhile: {value: yes, rationale: Stays with an aunt, by: sw, on: 2026-11-02}
people:
  - {id: sw, name: Asha, roles: [worker], agency: 7, line_manager: tm}
  - {id: tm, name: Ben, roles: [line_manager], agency: 7}
events:
  - {what: concern_first_considered, on: 2026-11-02, by: sw}
  - {what: reported_to_line_manager, at: "2026-11-02T16:30", by: sw}
"""


class AsAnEditor(yaml.SafeLoader):
    """YAML 1.2: yes, no, dates and times of day are text; true, false and numbers are not."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  # as PyYAML declares it


for tag, pattern, first in (
    ("bool", r"true|false", "tf"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|", "~n"),
):
    AsAnEditor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), [*first])
AsAnEditor.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))


def as_an_editor(text: str) -> Any:
    return yaml.load(text, AsAnEditor)  # a SafeLoader


def kind_of(parts: tuple[str, ...]) -> str:
    """Which schema belongs to a file of rules/ or knowledge/."""
    match parts:
        case (_, "comparison.yaml"):
            return "comparison"
        case ("rules", *_):
            return "rules"
        case (_, "guidance", _, name) | (_, "verification", name):
            return Path(name).stem
        case (_, "vocabulary", str(name)) if name.startswith("events"):
            return "events"
        case (_, "interpretations", "actions.yaml"):
            return "actions"
        case (_, "examples", name):
            return "expected" if name.endswith(".expected.yaml") else "case"
        case (_, ("scenarios" | "calendars" | "organisations") as folder, _):
            return folder.removesuffix("s")
    return parts[1]


def problems(kind: str, data: Any) -> list[str]:
    """What an editor would underline."""
    checker = Draft202012Validator(schema_of(kind), format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(data)]


def changed(data: Any, change: Callable[[Any], object]) -> Any:
    other = copy.deepcopy(data)
    change(other)
    return other


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return load()


@pytest.fixture(scope="module")
def advice(base: KnowledgeBase) -> dict[str, Any]:
    case = case_of(read_text(A_CASE, "case.yaml"), base)
    return as_data(Casework(base).advise(case, dt.date(2026, 11, 3)))


def test_the_schemas_on_file_are_what_the_program_writes(tmp_path: Path) -> None:
    written = {path.name: path.read_bytes() for path in write_schemas(tmp_path / "schemas")}
    assert {path.name: path.read_bytes() for path in SCHEMAS.iterdir()} == written


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_itself_well_formed_and_says_what_it_is_for(kind: str) -> None:
    schema = schema_of(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["title"] and schema["description"]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_file_of_rules_and_knowledge_fits_its_schema(path: Path) -> None:
    kind = kind_of(path.relative_to(ROOT).parts)
    assert problems(kind, as_an_editor(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_first_line_of_every_file_names_its_schema(path: Path) -> None:
    schema = SCHEMAS / f"{kind_of(path.relative_to(ROOT).parts)}.schema.json"
    relative = Path(os.path.relpath(schema, path.parent)).as_posix()
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={relative}"
    assert schema.is_file()


def test_advice_fits_its_schema(advice: dict[str, Any]) -> None:
    assert advice["stability"]["could_change"], "the case should show the key 'if'"
    assert problems("advice", advice) == []


@pytest.mark.parametrize("name", example_paths())
def test_the_advice_on_every_bundled_case_fits_its_schema(name: str, base: KnowledgeBase) -> None:
    path, desk = example_paths()[name], Casework(base)
    case = case_of(read(path), base)
    for expected in expected_of(path):
        assert problems("advice", as_data(desk.advise(case, expected.on))) == []


DAMAGE: dict[str, Callable[[Any], object]] = {
    "a key too many": lambda data: data.update(verdict="right"),
    "a key too few": lambda data: data.pop("silences"),
    "a key too many inside": lambda data: data["recommendations"][0].update(score=3),
    "a key too few inside": lambda data: data["recommendations"][0].pop("clauses"),
    "an unknown strength": lambda data: data["recommendations"][0].update(strength="ought"),
    "an unknown urgency": lambda data: data["recommendations"][0].update(urgency="soon"),
    "a number for text": lambda data: data.update(on=20261103),
    "text for a list": lambda data: data.update(ask="nothing"),
    "null for text": lambda data: data.update(case=None),
    "the name of the field in Python": lambda data: data["stability"]["could_change"][0].update(if_={}),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_advice_does_not_fit(damage: str, advice: dict[str, Any]) -> None:
    assert problems("advice", changed(advice, DAMAGE[damage])) != []


def test_the_schema_of_a_case_takes_both_ways_to_answer() -> None:
    case = as_an_editor(A_CASE)
    case["answers"] = {"q1": "no", "q2": {"answer": "yes", "rationale": "Seen", "on": "2026-11-02"}}
    assert problems("case", case) == []


BROKEN_CASES: dict[str, Callable[[Any], object]] = {
    "an unknown key": lambda case: case.update(event=[]),
    "text for a list": lambda case: case.update(guidance="nssb"),
    "a list in place of a fact": lambda case: case["facts"].update(worker_has_a_concern=["yes"]),
    "a fact with an unknown key": lambda case: case["facts"].update(worker_has_a_concern={"value": "yes", "who": "sw"}),
    "a fact without its value": lambda case: case["facts"].update(worker_has_a_concern={"by": "sw"}),
    "a key that is not an id": lambda case: case["facts"].update({"a concern": "yes"}),
    "an impossible date": lambda case: case.update(opened="2026-02-30"),
    "a date in words": lambda case: case.update(opened="2 November 2026"),
    "a date for a time": lambda case: case["events"][1].update(at="2026-11-02"),
    "an event in two times": lambda case: case["events"][0].update(at="2026-11-02T09:00"),
    "an event at no time": lambda case: case["events"][0].pop("on"),
    "a person without an id": lambda case: case["people"][0].pop("id"),
    "an unknown country": lambda case: case.update(jurisdiction="cornwall"),
    "an empty title": lambda case: case.update(case="  "),
}


@pytest.mark.parametrize("broken", BROKEN_CASES)
def test_the_schema_of_a_case_refuses_what_the_program_refuses(broken: str, base: KnowledgeBase) -> None:
    case = changed(as_an_editor(A_CASE), BROKEN_CASES[broken])
    assert problems("case", case) != []
    with pytest.raises(UserMistake):
        case_of(read_text(yaml.safe_dump(case), "case.yaml"), base)


def test_the_schema_takes_a_limit_as_it_is_written() -> None:
    def clock(limit: object) -> dict[str, Any]:
        known = as_an_editor((ROOT / "knowledge/guidance/nssb/procedure.yaml").read_text(encoding="utf-8"))
        known["stages"][0]["clocks"][0]["limit"] = limit
        return dict(known)

    for limit in ("1 working day", "5 working days", "24 hours", "2 weeks", "10 calendar days"):
        assert problems("procedure", clock(limit)) == []
    for wrong in ("five days", "5 days", 5, "5 working  days", {"number": 5, "unit": "working day"}):
        assert problems("procedure", clock(wrong)) != []


def rule(**other: Any) -> dict[str, Any]:
    known = {"id": "a.b", "when": {"c": "yes"}, "then": {"should": "d"}, "because": "So.", "clauses": ["a-1"]}
    return {key: each for key, each in (known | other).items() if each is not None}


GOOD_RULES: tuple[dict[str, Any], ...] = (
    rule(),
    rule(clauses=None, interpretation="ours.x"),
    rule(when={"c": 3, "case.d": {"one_of": ["yes", "unasked"]}, "e": {"at_least": 1, "at_most": 2}}),
    rule(then={"conclude": {"c": "yes"}}),
    rule(examples=[{"fires": {"c": "yes", "n": 2}}, {"silent": {}}]),
)
BAD_RULES: tuple[dict[str, Any], ...] = (
    rule(clauses=None),
    rule(when={}),
    rule(when={"c": ["yes"]}),
    rule(when={"c": {"none_of": ["yes"]}}),
    rule(when={"c": {"one_of": []}}),
    rule(then={}),
    rule(then={"should": "d", "may": "d"}),
    rule(then={"musst": "d"}),
    rule(about="nobody"),
    rule(id="a b"),
    rule(because=None),
    rule(examples=[{"fires": {}, "silent": {}}]),
)


@pytest.mark.parametrize("good", GOOD_RULES)
def test_the_schema_takes_rules_as_they_are_written(good: dict[str, Any]) -> None:
    assert problems("rules", [good]) == []
    assert validated(WrittenRule, read_text(yaml.safe_dump(good), "rule.yaml"))


@pytest.mark.parametrize("bad", BAD_RULES)
def test_the_schema_refuses_rules_that_are_not_well_formed(bad: dict[str, Any]) -> None:
    assert problems("rules", [bad]) != []


def test_a_sentence_may_be_as_long_in_an_editor_as_in_the_program() -> None:
    fits = {"values": ["yes", "no"], "say": "x" * 140}
    too_long = fits | {"say": "x" * 141}
    assert problems("vocabulary", {"a": fits}) == []
    assert validated(Fact, read_text(yaml.safe_dump(fits), "fact.yaml"))
    assert problems("vocabulary", {"a": too_long}) != []
    with pytest.raises(UserMistake):
        validated(Fact, read_text(yaml.safe_dump(too_long), "fact.yaml"))


@pytest.mark.parametrize("written", ["true", "false", "yes", "no"])
def test_yes_and_true_are_one_to_an_author(written: str) -> None:
    text = f"values: [a, b]\nsay: x\nsafety: {written}\n"
    assert problems("vocabulary", {"a": as_an_editor(text)}) == []
    assert validated(Fact, read_text(text, "fact.yaml")).safety == (written in ("true", "yes"))
