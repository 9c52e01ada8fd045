"""The base of every value that is written in a file, and the words that all of them share."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

UNASKED = "unasked"
UNKNOWN = "unknown"
KNOWN = "known"

Strength = Literal["must", "should", "may", "must_not"]
STRENGTHS: tuple[Strength, ...] = ("must", "must_not", "should", "may")

Kind = Literal["case", "person", "question", "stage", "option"]
Unit = Literal["working day", "hour", "calendar day", "week"]
Division = Literal["england", "wales", "northern_ireland", "scotland"]


def _one_sentence(text: str) -> str:
    if len(text) > 140:
        raise ValueError(f"this sentence has {len(text)} characters; 140 is the most that fits a card")
    return text


IDENTIFIER = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
LONGEST = 120  # characters of an identifier
Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER, max_length=LONGEST)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Sentence = Annotated[Text, AfterValidator(_one_sentence)]


class Value(BaseModel):
    """A frozen value that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Answer(Value):
    """A value, and who gave it, when and why."""

    value: Text
    rationale: Text | None = None
    by: Text | None = None
    on: dt.date | None = None


class Limit(Value):
    """A length of time as guidance writes it: a whole number and a unit."""

    number: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.number} {self.unit}{'' if self.number == 1 else 's'}"


def limit_from_text(text: object) -> object:
    """Read '5 working days' into its parts; anything else is left for the model to refuse."""
    if not isinstance(text, str):
        return text
    match = re.fullmatch(r"([0-9]{1,4}) (working day|hour|calendar day|week)s?", text.strip())
    if match is None:
        raise ValueError(
            f"'{text}' is not a limit; write a whole number and working days, hours, calendar days or weeks"
        )
    return {"number": int(match[1]), "unit": match[2]}
