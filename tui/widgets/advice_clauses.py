"""The clauses behind an item of advice in our words: where they stand, how firm they are, and what is unclear."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from decision_support.cli.page import Page
from decision_support.model.advice import Advice
from decision_support.model.guidance import Clause
from decision_support.model.knowledge import KnowledgeBase
from decision_support.wording import listed

from .advice_about import alike, clauses_of
from .advice_names import Item, names_in

_WORDINGS: Mapping[str, str] = {
    "statement": "It states this, and does not say must or should.",
    "hoped": "It hopes for this, and asks for no more.",
    "binding": "It calls this binding.",
}


def clauses_text(base: KnowledgeBase, advice: Advice, item: Item) -> str:
    """The clauses behind an item in our words, with their places, under their documents and how these stand."""
    page, cited = Page(names_in(advice)), clauses_of(base, advice, item)
    lines: list[str] = []
    for name, document in base.documents.items():
        those = [document.clauses[clause] for clause in cited if clause in document.clauses]
        if not those:
            continue
        known = next((each for each in advice.guidance if each.id == name), None)
        lines += page.title(f"{name}") if lines else [name.upper()]
        lines += page.wrap(f"{document.guidance.title}, {document.guidance.edition}", "", "")
        for status in known.status if known else ():
            lines += page.wrap(status.say, "  ! ", "    ")
        for clause in those:
            lines += ["", *clause_lines(page, clause)]
            lines += page.wrap(_WORDINGS.get(clause.wording, f"Its own word is '{clause.wording}'."), "    ", "    ")
        for silence in document.silences.values():
            if both := [clause.id for clause in those if clause.id in silence.clauses]:
                lines += ["", *page.wrap(f"Unclear in {listed(both)}: {silence.say} ({silence.id})", "  ? ", "    ")]
    return "\n".join(lines or page.wrap(_no_clause(advice, item), "", ""))


def _no_clause(advice: Advice, item: Item) -> str:
    found = alike(advice, item)
    if found and found.those[0].basis == "ours":
        return "This rests on no clause: it is our own advice, no document's."
    return "No clause is named for this."


def clause_lines(page: Page, clause: Clause) -> Iterator[str]:
    yield from page.wrap(f"{clause.id}  {clause.text} [{clause.place}]", "  ", "    ")
