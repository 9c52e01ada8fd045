"""What can be done to one part of the knowledge: a name, a sentence, and the parts as they could have been written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from decision_support.model.knowledge import Document, KnowledgeBase
from decision_support.model.rules import Condition, Rule

Part = TypeVar("Part", Rule, Document, tuple[Condition, ...])


@dataclass(frozen=True)
class Change(Generic[Part]):
    """One part as changed; None where it is taken away.

    detail  what tells it from the other changes of the same part by the same operator
    say     what was changed, as a clause about the part
    about   the thing inside a document that was changed, with the kind that its place is kept under
    """

    detail: str
    say: str
    part: Part | None
    about: tuple[str, str] | None = None
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operator(Generic[Part]):
    """say: what it does, as a sentence for a reader of the score."""

    name: str
    say: str
    changes: Callable[[KnowledgeBase, Part], Iterator[Change[Part]]]


def next_of(name: str, names: tuple[str, ...]) -> str | None:
    """The name after this one, the first after the last; None where there is no other."""
    if name not in names:
        return names[0] if names else None
    following = names[(names.index(name) + 1) % len(names)]
    return None if following == name else following
