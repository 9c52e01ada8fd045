"""The records and forms that a document asks for."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .values import Identifier, Sentence, Text, Value


class Record(Value):
    """Something to be written down and kept."""

    id: Identifier
    say: Sentence
    clauses: tuple[Identifier, ...] = Field(min_length=1)
    form: Identifier | None = Field(None, description="The form on which it is made.")


class FormField(Value):
    id: Identifier
    label: Text
    kind: Literal["text", "long_text", "date", "number", "choice"]
    choices: tuple[Text, ...] = ()
    clauses: tuple[Identifier, ...] = Field(min_length=1)


class FormSection(Value):
    title: Text
    fields: tuple[FormField, ...] = Field(min_length=1)


class Destination(Value):
    """Who receives the form, and when."""

    role: Identifier | None = Field(None, description="A role; left out where it goes to a place rather than a person.")
    place: Text | None = None
    when: Text
    clauses: tuple[Identifier, ...] = Field(min_length=1)


class Form(Value):
    id: Identifier
    title: Text
    used_at: tuple[Identifier, ...] = Field(min_length=1, description="Stages at which it is used.")
    completed_by: Identifier | None = None
    goes_to: tuple[Destination, ...]
    sections: tuple[FormSection, ...] = Field(min_length=1)
    clauses: tuple[Identifier, ...] = Field(min_length=1)
    see: tuple[Identifier, ...] = ()


class FormFile(Value):
    records: tuple[Record, ...] = ()
    forms: tuple[Form, ...] = ()
