"""A page of the guidance library: one clause, silence, rule or anything else that the knowledge base holds, in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from decision_support.casework.holding import Holding
from decision_support.casework.holdings import Holdings
from decision_support.casework.rules_in_words import conditions_in_words, example_in_words
from decision_support.model.guidance import Guidance
from decision_support.model.knowledge import KnowledgeBase
from decision_support.wording import listed

from .page import Page

LABEL = 11
IN_OUR_WORDS = "These are our words, not the document's."
OUR_READING = "This is how we read it. It is ours, not the document's."
LOCAL_DECISION = (
    "Once a local decision on this is recorded in a case, the advice on that case shows it beside the question. "
    "It does not change what is advised elsewhere."
)


def library_text(base: KnowledgeBase, each: Holding) -> str:
    """All that is known of it but what it rests on and what rests on it."""
    return "\n".join(_Text(base, each).lines())


def care_in_words(known: Guidance) -> tuple[str, ...]:
    """Why an edition is to be read with care, in a word or two each."""
    return tuple(each.kind.replace("_", " ") for each in known.status)


def places_in_words(known: Guidance) -> str:
    """Where a document applies."""
    return listed(each.replace("_", " ").title() for each in known.jurisdictions)


def counts_in_words(held: Holdings, document: str) -> str:
    """How much there is of a document."""
    counts = Counter(each.kind for each in held.all.values() if each.document == document)
    named = {"clause": "clauses", "silence": "silences", "rule": "rules", "stage": "stages", "question": "questions"}
    return ", ".join(
        f"{counts[kind]} {many if counts[kind] != 1 else kind}" for kind, many in named.items() if counts[kind]
    )


class _Text:
    def __init__(self, base: KnowledgeBase, each: Holding) -> None:
        self._base = base
        self._each = each
        self._page = Page({})

    def lines(self) -> Iterator[str]:
        each = self._each
        if each.kind == "silence":
            yield from self._page.wrap("The document does not say this, or says it unclearly:", "", "")
        yield from self._page.wrap(each.say, "", "")
        yield ""
        if each.where:
            yield from self._label("Place", each.where)
        if each.kind == "clause":
            yield from self._label("How firm", f"{_firm(each.firm)} {IN_OUR_WORDS}")
        elif each.firm:
            yield from self._label("How firm", each.firm)
        if each.kind == "interpretation":
            yield from self._label("Ours", OUR_READING)
        yield from self._rule() if each.kind == "rule" else self._more()
        if each.kind == "silence":
            yield from self._silence()
        yield from self._kept()

    def _more(self) -> Iterator[str]:
        for label, text in self._each.more:
            if len(label) <= LABEL:
                yield from self._label(label, text)
            else:
                yield from self._page.wrap(f"{label}: {text}", "  ", "    ")

    def _rule(self) -> Iterator[str]:
        rule = self._base.rules[self._each.id]
        for position, told in enumerate(conditions_in_words(self._base, rule)):
            yield from self._label("And" if position else "If", told)
        yield from self._more()
        for example in rule.examples:
            yield from self._label("Example", example_in_words(self._base, example))

    def _silence(self) -> Iterator[str]:
        readings = [each for each in self._base.interpretations.values() if self._each.id in each.about]
        for reading in readings:
            yield from self._label("Our reading", f"{reading.say} (Ours, not the document's.)")
        if not readings:
            yield from self._label("Our reading", "None. We leave it open.")
        yield from self._label("Decided", LOCAL_DECISION)

    def _kept(self) -> Iterator[str]:
        each = self._each
        if each.document and each.kind != "guidance":
            known = self._base.documents[each.document].guidance
            yield from self._label("Document", f"{known.title}, {known.edition} ({known.id})")
            if care := care_in_words(known):
                yield from self._label("With care", f"{listed(care)}. See the page of the document.")
        if place := self._base.place(each.kind, each.id):
            yield from self._label("Kept in", f"{place.file}:{place.line}" if place.line else place.file)

    def _label(self, label: str, text: str) -> Iterator[str]:
        yield from self._page.wrap(text, f"  {label:<{LABEL}} ", " " * (LABEL + 3))


def _firm(firm: str) -> str:
    return f"In the document: {firm}."
