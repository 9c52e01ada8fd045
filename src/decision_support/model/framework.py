"""A framework of questions, and the options that a case weighs: what a document asks rather than lays down."""

from __future__ import annotations

from pydantic import Field

from .values import Identifier, Sentence, Text, Value


class Principle(Value):
    """An area that a framework's questions belong to. Their order is not a ranking."""

    id: Identifier
    title: Text
    say: Text
    clauses: tuple[Identifier, ...] = Field(min_length=1)


class Part(Value):
    """A sub-point of a question."""

    id: Identifier
    say: Sentence
    clauses: tuple[Identifier, ...] = Field(min_length=1)


class Question(Value):
    """One question of a framework. It is answered yes, no or unknown, with reasons; there is no score."""

    id: Identifier
    principle: Identifier
    ask: Text
    parts: tuple[Part, ...] = ()
    matters: Text = Field(description="Why it matters: shown where the answer is no, unknown or missing.")
    find_out: Sentence = Field(description="What to find out or to do where the answer is no or unknown.")
    bears_on: Identifier = Field(description="What is at stake: one of the framework's `order`, most serious first.")
    conditional: bool = Field(False, description="Whether rules decide if it applies; otherwise it always does.")
    when: Text | None = Field(None, description="When a conditional question applies, in words.")
    why_not: bool = Field(False, description="Whether the document asks for reasons where the answer is no.")
    either_way: bool = Field(False, description="Whether a no may be a good answer once it was considered.")
    same_as: tuple[Identifier, ...] = Field((), description="Questions that ask the same; answered once for all.")
    clauses: tuple[Identifier, ...] = Field(min_length=1)
    see: tuple[Identifier, ...] = ()


class Option(Value):
    """A course that may be taken. The program weighs it; people choose."""

    id: Identifier
    say: Sentence
    less_restrictive: tuple[Identifier, ...] = Field((), description="Options that restrict less and come before it.")
    clauses: tuple[Identifier, ...] = Field(min_length=1)
    see: tuple[Identifier, ...] = ()


class Framework(Value):
    """Principles, questions, and what is at stake in them, most serious first. The order is ours."""

    order: tuple[Identifier, ...] = Field(min_length=1)
    interpretation: Identifier = Field(description="Why we order what is at stake so.")
    principles: tuple[Principle, ...] = ()
    questions: tuple[Question, ...] = Field(min_length=1)


class OptionFile(Value):
    options: tuple[Option, ...]
