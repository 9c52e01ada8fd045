"""Reads what authors declare for `check`: what no case can show at once, and which findings are known and accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from decision_support.errors import InvalidKnowledge
from decision_support.model.knowledge import Document
from decision_support.model.rules import Condition
from decision_support.model.values import Kind
from decision_support.model.verification import (
    Explained,
    ExplainedFile,
    NeverTogether,
    NeverTogetherFile,
    WrittenNeverTogether,
)
from decision_support.model.vocabulary import EventKind, Fact

from . import names
from .impossible import impossibilities
from .shelf import Shelf

FOLDER = "verification"
NEVER_TOGETHER, EXPLAINED = "never-together.yaml", "explained.yaml"


def never_together(
    shelf: Shelf,
    documents: Mapping[str, Document],
    events: Mapping[str, EventKind],
    facts: Mapping[str, Fact],
    counts: Mapping[str, tuple[Kind, tuple[Condition, ...]]],
) -> dict[str, NeverTogether]:
    """What no case can show at once: as the program works out its facts, and as declared. Those declared have places.

    Raises InvalidKnowledge for a name that leads nowhere.
    """
    derived = impossibilities(documents, events, facts, counts)
    found = shelf.one(shelf.knowledge / FOLDER, NEVER_TOGETHER, NeverTogetherFile)
    if found is None:
        return derived
    listed, written = found
    declared = shelf.by_id("never_together", "", "never_together", listed.never_together, written)
    for name in declared:
        if name in derived:
            place = shelf.places["never_together", name]
            raise InvalidKnowledge(f"the program itself derives '{name}'.", place=place, mend="Take this one away.")
    return derived | {name: _resolved(shelf, each, facts) for name, each in declared.items()}


def explained(shelf: Shelf) -> tuple[Explained, ...]:
    """The findings that are known and accepted, as declared. Raises InvalidKnowledge for one declared twice."""
    found = shelf.one(shelf.knowledge / FOLDER, EXPLAINED, ExplainedFile)
    if found is None:
        return ()
    listed, written = found
    for index, each in enumerate(listed.explained):
        name = f"{each.code} {' '.join(sorted(each.about))}"
        shelf.keep("explained", name, written.place(("explained", index, "code")))
    return listed.explained


def _resolved(shelf: Shelf, each: WrittenNeverTogether, facts: Mapping[str, Fact]) -> NeverTogether:
    never = tuple(_conditions(shelf, each, facts))
    return NeverTogether(id=each.id, about=each.about, never=never, because=each.because, clauses=each.clauses)


def _conditions(shelf: Shelf, each: WrittenNeverTogether, facts: Mapping[str, Fact]) -> Iterator[Condition]:
    place = shelf.places["never_together", each.id]
    for fact, test in each.never.items():
        yield names.condition(fact, test, about=each.about, guidance=None, facts=facts, place=place)
