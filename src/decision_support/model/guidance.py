"""What a guidance document is, says, and leaves unsaid."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from .values import Division, Identifier, Sentence, Text, Value

# The modal word that the document itself uses. It caps the strength of any rule on the clause.
Wording = Literal["must", "binding", "should", "will", "may", "hoped", "statement"]


class Status(Value):
    """A reason to treat an edition with care, from the day it holds."""

    kind: Literal["draft", "review_overdue", "body_abolished", "undated", "superseded"]
    say: Text
    since: dt.date | None = Field(None, description="First day on which this holds; always, if left out.")
    clauses: tuple[Identifier, ...] = ()


class Guidance(Value):
    """One edition of one guidance document."""

    id: Identifier
    title: Text
    issuer: Text
    reference: Text | None = None
    edition: Text
    status: tuple[Status, ...] = ()
    jurisdictions: tuple[Division, ...] = Field(min_length=1)
    about: Text = Field(description="What the document is for, in one or two sentences.")


class Clause(Value):
    """One thing that a document says, in our own words."""

    id: Identifier
    place: Text = Field(description="Where in the document.")
    kind: Text
    wording: Wording = Field(description="The document's own modal word.")
    text: Text
    informative: Text | None = Field(None, description="Why no rule follows from this clause, where none does.")


class Silence(Value):
    """Something that a document does not say, or says unclearly."""

    id: Identifier
    say: Text = Field(description="What is not said or unclear, in one or two sentences.")
    readings: tuple[Text, ...] = Field((), description="The readings that are possible.")
    decide: Text = Field(description="The local decision to record.")
    clauses: tuple[Identifier, ...] = ()
    shown: Text | None = Field(None, description="Why it is never shown in advice, where it is not.")


class Interpretation(Value):
    """How we read an unclear clause, or what we add for safety: ours, never the document's."""

    id: Identifier
    about: tuple[Identifier, ...] = Field((), description="The silences that it answers.")
    say: Sentence
    why: Text
    clauses: tuple[Identifier, ...] = ()


class ClauseFile(Value):
    clauses: tuple[Clause, ...]


class SilenceFile(Value):
    silences: tuple[Silence, ...]


class InterpretationFile(Value):
    interpretations: tuple[Interpretation, ...]
