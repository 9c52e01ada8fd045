"""What an author declares for the proof that the rule base is sound: what cannot be, and what is known and accepted."""

from __future__ import annotations

from pydantic import Field

from .rules import Condition, Test
from .values import Identifier, Kind, Text, Value


class WrittenNeverTogether(Value):
    """Facts that no case can have at once, as an author writes it."""

    id: Identifier
    about: Kind = "case"
    never: dict[Identifier, str | Test] = Field(min_length=1)
    because: Text
    clauses: tuple[Identifier, ...] = ()


class NeverTogether(Value):
    """Conditions that never all hold of one subject and its case, with every name resolved, and why."""

    id: str
    about: Kind
    never: tuple[Condition, ...]
    because: str
    clauses: tuple[str, ...]


class Explained(Value):
    """A finding of `check` that is known and accepted, by its code and what it is about, and why it may stand."""

    code: Identifier
    about: tuple[Text, ...] = Field(min_length=1, description="The ids that the finding names, in any order.")
    because: Text


class NeverTogetherFile(Value):
    never_together: tuple[WrittenNeverTogether, ...]


class ExplainedFile(Value):
    explained: tuple[Explained, ...]
