"""Cases as a list: one line each, with how far the matter has come and when the file was last written into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from decision_support.casefile.chain import moment_of
from decision_support.casefile.history import as_known_on, progress
from decision_support.cli.page import Page
from decision_support.errors import UserMistake
from decision_support.model.case import UK_TIME
from decision_support.model.entries import Amended, Closed, Corrected, Erased, Happened, Opened, Reopened
from decision_support.model.knowledge import KnowledgeBase

if TYPE_CHECKING:
    from decision_support.casefile.record import Record
    from decision_support.casefile.store import Store


# The entries that say what a case is, how far it has come, and whether it is open.
_TELLING = tuple(each.kind for each in (Opened, Amended, Happened, Corrected, Closed, Reopened, Erased))


class CaseLine(NamedTuple):
    """One case of a store. state: open, closed, erased, or damaged where its entries do not go together."""

    reference: str
    title: str
    guidance: tuple[str, ...]
    stages: tuple[str, ...]
    state: str
    opened: str
    written: str
    head: str


def lines_of(base: KnowledgeBase, store: Store) -> list[CaseLine]:
    """Every case of the store, by reference. Chains are not checked here."""
    heads = store.heads()
    found = {each.reference: each for each in store.records(_TELLING)}
    return [
        _line(base, found[name], *heads.get(name, ("", "")))
        if name in found
        else CaseLine(name, "", (), (), "damaged", "", "", "")
        for name in store.references()
    ]


def list_text(lines: Sequence[CaseLine], hidden: int) -> str:
    """The list, ready to print."""
    page = Page({})
    shown = []
    for each in lines:
        shown.append(f"{each.reference}{f'  ({each.state})' if each.state != 'open' else ''}")
        shown += page.wrap(each.title, "    ", "    ") if each.title != each.reference else ()
        if each.state == "erased":
            shown.append(f"    What it said was erased. Last entry {each.written}.")
            continue
        where = "; ".join(each.stages) or ", ".join(each.guidance) or "no document is named"
        shown += page.wrap(f"{where}. Opened {each.opened}, last entry {each.written}.", "    ", "    ")
    if not lines:
        shown.append("No case is open." if hidden else "There is no case yet. Begin with: decision-support case new")
    if hidden:
        shown.append(f"{hidden} closed or erased: decision-support case list --all")
    return "\n".join(shown)


def _state(record: Record) -> str:
    """Whether it is open; what the case is counts as erased only where an entry of the store erased it."""
    if record.is_erased:
        opening = [entry for entry in record.entries if entry.kind == Opened.kind]
        return "erased" if opening and all(entry.erased_by is not None for entry in opening) else "damaged"
    return "open" if record.is_open else "closed"


def _line(base: KnowledgeBase, record: Record, head: str, at: str) -> CaseLine:
    state, written = "damaged", ""
    try:
        written = moment_of(at).astimezone(UK_TIME).date().isoformat()
        state = _state(record)
        case = record.case()
        known = as_known_on(case, max(case.opened, *(each.day for each in case.events), case.opened), base.events)
    except (UserMistake, KeyError, ValueError):
        state = state if state == "erased" else "damaged"
        return CaseLine(record.reference, "", (), (), state, "", written, head)
    stages = []
    for name in case.guidance:
        document = base.documents.get(name)
        reached = progress(document, known.events, base.events) if document else None
        if document and reached and reached.stage:
            told = document.stages[reached.stage].title
            stages.append(
                f"{name}, {reached.stage.replace('-', ' ')}: {told}{' (settled)' if reached.settled_at else ''}"
            )
        else:
            stages.append(name)
    return CaseLine(
        record.reference, case.case, case.guidance, tuple(stages), state, case.opened.isoformat(), written, head
    )
