"""Writes a JSON Schema for each kind of file, so that an editor can help whoever writes one.

`python -m decision_support.loading.schemas FOLDER` writes them all. They describe what an author writes, as an editor
reads it (YAML 1.2: yes and no are text, numbers are numbers), and what `advise` prints. They know shapes and no names:
whether a fact, a role or a clause exists is for `check` to say. What is not there is left out, and never null.
"""

from __future__ import annotations

import copy
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import AfterValidator, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema as core

from decision_support.model.advice import Advice
from decision_support.model.calendar import Calendar
from decision_support.model.case import Case, Event, Weighed
from decision_support.model.comparison import TopicFile
from decision_support.model.forms import FormFile
from decision_support.model.framework import Framework, OptionFile
from decision_support.model.guidance import ClauseFile, Guidance, InterpretationFile, SilenceFile
from decision_support.model.law import LawFile
from decision_support.model.organisation import Organisation
from decision_support.model.procedure import ActionFile, Procedure
from decision_support.model.roles import RoleFile
from decision_support.model.rules import Test, WrittenConclusion, WrittenExample, WrittenRule
from decision_support.model.values import Answer, Identifier, Sentence, Unit, limit_from_text
from decision_support.model.verification import ExplainedFile, NeverTogetherFile
from decision_support.model.vocabulary import EventFile, Fact

from .examples import ExpectedFile
from .scenarios import Scenario

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is called, what it is for, and the type it is read into."""

    title: str
    description: str
    type: Any


KINDS: Mapping[str, Kind] = {
    "rules": Kind("Rules", "What follows from facts: rules/<guidance>/<topic>.yaml.", tuple[WrittenRule, ...]),
    "guidance": Kind("Guidance", "What a document is: knowledge/guidance/<id>/guidance.yaml.", Guidance),
    "clauses": Kind("Clauses", "What a document says: knowledge/guidance/<id>/clauses.yaml.", ClauseFile),
    "silences": Kind("Silences", "What a document leaves unsaid: knowledge/guidance/<id>/silences.yaml.", SilenceFile),
    "procedure": Kind("Procedure", "The route it lays down: knowledge/guidance/<id>/procedure.yaml.", Procedure),
    "questions": Kind("Questions", "A framework: knowledge/guidance/<id>/questions.yaml.", Framework),
    "options": Kind("Options", "The courses it weighs: knowledge/guidance/<id>/options.yaml.", OptionFile),
    "actions": Kind("Actions", "What it may advise: knowledge/guidance/<id>/actions.yaml.", ActionFile),
    "forms": Kind("Forms", "The records it asks for: knowledge/guidance/<id>/forms.yaml.", FormFile),
    "roles": Kind("Roles", "The roles of a document: knowledge/roles/<id>.yaml.", RoleFile),
    "vocabulary": Kind("Facts", "The facts of a subject: knowledge/vocabulary/<subject>.yaml.", dict[Identifier, Fact]),
    "events": Kind("Events", "What can happen and be recorded: knowledge/vocabulary/events.yaml.", EventFile),
    "interpretations": Kind(
        "Interpretations", "How we read what is unclear: knowledge/interpretations/<name>.yaml.", InterpretationFile
    ),
    "comparison": Kind("Comparison", "Where documents differ: knowledge/comparison.yaml.", TopicFile),
    "never-together": Kind(
        "Never together",
        "What no case can show at once: knowledge/verification/never-together.yaml.",
        NeverTogetherFile,
    ),
    "laws": Kind("Laws", "What has to hold of every case: knowledge/verification/laws.yaml.", LawFile),
    "explained": Kind(
        "Explained", "Findings of `check` that may stand: knowledge/verification/explained.yaml.", ExplainedFile
    ),
    "calendar": Kind("Calendar", "Bank holidays: knowledge/calendars/<division>.yaml, which are generated.", Calendar),
    "case": Kind("Case", "A case to be advised on, in YAML or JSON.", Case),
    "organisation": Kind("Organisation", "People to be checked before any case, in YAML or JSON.", Organisation),
    "expected": Kind("Expected advice", "What is expected of a bundled case: <case>.expected.yaml.", ExpectedFile),
    "scenario": Kind("Scenario", "A case told step by step: knowledge/scenarios/<name>.yaml.", Scenario),
    "advice": Kind("Advice", "What `decision-support advise CASE --format json` prints.", Advice),
}


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write one file a kind into this folder, made where it is missing. The same model always writes the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for kind in KINDS:
        path = folder / f"{kind}.schema.json"
        text = json.dumps(schema_of(kind), indent=2, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8", newline="\n")
        paths.append(path)
    return tuple(paths)


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file."""
    known = KINDS[kind]
    generator = _Printed if kind == "advice" else _Written
    schema = TypeAdapter(known.type).json_schema(by_alias=True, schema_generator=generator, mode="validation")
    if kind == "case":
        _tell_questions_from_facts(schema, schema)
    if kind == "scenario":
        _tell_questions_from_facts(schema["$defs"]["Case"], schema)
        schema["$defs"]["Expected"]["required"].remove("on")  # which is the day of the step
    return {"$schema": DIALECT} | schema | {"title": known.title, "description": known.description}


class _Printed(GenerateJsonSchema):
    """The schema of what the program prints: every key is there, and no other."""

    def dataclass_schema(self, schema: core.DataclassSchema) -> JsonSchemaValue:
        found = super().dataclass_schema(schema) | {"title": _title(schema["cls"]), "additionalProperties": False}
        found["properties"] = {name.rstrip("_"): each for name, each in found["properties"].items()}
        found["required"] = [name.rstrip("_") for name in found["required"]]
        return found

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


class _Written(GenerateJsonSchema):
    """The schema of what an author writes, which the validators of the model turn into what the model holds."""

    def model_schema(self, schema: core.ModelSchema) -> JsonSchemaValue:
        found = super().model_schema(schema) | {"title": _title(schema["cls"])} | _ALSO.get(schema["cls"], {})
        if schema["cls"] is WrittenExample:
            for each in found["properties"].values():
                each["additionalProperties"] = _PLAIN
        if schema["cls"] is Answer:
            return {"description": "A value, alone or with who gave it, when and why.", "anyOf": [_PLAIN, found]}
        if schema["cls"] is Weighed:
            return {"description": "An option, alone or with what is known of it.", "anyOf": [_PLAIN, found]}
        return found

    def any_schema(self, schema: core.AnySchema) -> JsonSchemaValue:
        """What the model leaves open is read as a condition."""
        return self.generate_inner(TypeAdapter(str | Test).core_schema)

    def str_schema(self, schema: core.StringSchema) -> JsonSchemaValue:
        """Text. To an editor a text of digits alone is a number; the program takes it as it was written."""
        found = super().str_schema(schema)
        if "pattern" in found:
            return found | {"type": ["string", "integer"], "minimum": 0}
        return found | {"type": ["string", "number"]} | ({"pattern": r"\S"} if schema.get("strip_whitespace") else {})

    def dict_schema(self, schema: core.DictSchema) -> JsonSchemaValue:
        keys = self.generate_inner(schema["keys_schema"])
        found: JsonSchemaValue = {
            "type": "object",
            "propertyNames": {rule: keys[rule] for rule in ("pattern", "maxLength")},
            "additionalProperties": self.generate_inner(schema["values_schema"]),
        }
        self.update_with_validations(found, schema, self.ValidationsMapping.object)
        return found

    def bool_schema(self, schema: core.BoolSchema) -> JsonSchemaValue:
        return {"enum": [True, False, "yes", "no"]}

    def date_schema(self, schema: core.DateSchema) -> JsonSchemaValue:
        return {"type": "string", "format": "date", "pattern": f"^{_DAY}$"}

    def datetime_schema(self, schema: core.DatetimeSchema) -> JsonSchemaValue:
        """A date and time without 'format': that would ask for seconds and a time zone, which nobody writes down."""
        return {"type": "string", "pattern": f"^{_DAY}T{_TIME}(:[0-9]{{2}})?([+-]{_TIME}|Z)?$"}

    def function_before_schema(self, schema: core.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        if schema["function"]["function"] is limit_from_text:
            units = "|".join(get_args(Unit))
            return {"type": "string", "pattern": f"^[0-9]{{1,4}} ({units})s?$", "examples": ["5 working days"]}
        return super().function_before_schema(schema)

    def function_after_schema(self, schema: core.AfterValidatorFunctionSchema) -> JsonSchemaValue:
        found = super().function_after_schema(schema)
        return found | {"maxLength": LONGEST_SENTENCE} if schema["function"]["function"] is _IS_A_SENTENCE else found

    def nullable_schema(self, schema: core.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core.WithDefaultSchema) -> JsonSchemaValue:
        found = super().default_schema(schema)
        return {key: each for key, each in found.items() if key != "default" or each not in (None, [])}

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


LONGEST_SENTENCE = 140
_IS_A_SENTENCE = next(each.func for each in get_args(Sentence) if isinstance(each, AfterValidator))
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = "[0-9]{2}:[0-9]{2}"
_PLAIN: JsonSchemaValue = {"type": ["string", "integer"], "minLength": 1}
_ONE_KEY: JsonSchemaValue = {"minProperties": 1, "maxProperties": 1}


def _needs(*names: str) -> list[JsonSchemaValue]:
    return [{"required": [name]} for name in names]


# What a check in Python asks of a whole mapping, so that an editor can ask it too.
_ALSO: Mapping[type, JsonSchemaValue] = {
    WrittenRule: {"anyOf": _needs("clauses", "interpretation")},
    WrittenConclusion: _ONE_KEY,
    WrittenExample: _ONE_KEY,
    Test: {"oneOf": [*_needs("one_of"), {"anyOf": _needs("at_least", "at_most")}]},
    Event: {"oneOf": _needs("on", "at")},
    Fact: {"anyOf": _needs("values", "number"), "dependentRequired": {"count": ["number"]}},
}


def _tell_questions_from_facts(case: JsonSchemaValue, schema: JsonSchemaValue) -> None:
    """A framework's questions are answered with 'answer' where facts have 'value'."""
    told = copy.deepcopy(schema["$defs"]["Answer"])
    told["description"] = "An answer, alone or with who gave it, when and why."
    written = told["anyOf"][1]
    written["description"] = "An answer, and who gave it, when and why."
    written["properties"]["answer"] = written["properties"].pop("value")
    written["required"] = ["answer"]
    schema["$defs"]["QuestionAnswer"] = told
    case["properties"]["answers"]["additionalProperties"] = {"$ref": "#/$defs/QuestionAnswer"}


def _title(model: type) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__.removeprefix("Written"))
    return words.capitalize()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name the folder to write the schemas into.")
    for written in write_schemas(Path(sys.argv[1])):
        print(written)
