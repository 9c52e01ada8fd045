"""The lists of the guidance library: documents, the contents of one, what a search found, and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from textual.content import Content
from textual.widgets.option_list import Option

from decision_support.casework.finding import Found
from decision_support.casework.holding import KINDS, Holding, Key
from decision_support.casework.holdings import Holdings
from decision_support.cli.library_text import care_in_words, counts_in_words, places_in_words
from decision_support.model.guidance import Guidance
from decision_support.model.knowledge import KnowledgeBase

BETWEEN = "between"
MOST = 200  # of what was found; nobody reads further, and more words narrow it

_NUMBERED = re.compile(r"(?<=[A-Za-z] \d)\.[\d.]+$")
# What stands under which title in the contents of a document, after its clauses.
_PARTS = (
    ("What the document does not say", ("silence",)),
    ("Our readings", ("interpretation",)),
    ("Where the documents differ", ("topic",)),
    ("Stages and their clocks", ("stage", "clock")),
    ("Questions", ("principle", "question")),
    ("Options", ("option",)),
    ("What may be advised", ("action",)),
    ("What is left to people to decide", ("judgement",)),
    ("Records and forms", ("record", "form")),
    ("Roles and panels", ("role", "panel")),
    ("What can happen", ("event",)),
    ("Facts that are asked or concluded", ("fact",)),
    ("Rules", ("rule",)),
)


def name_of(key: Key) -> str:
    """The id under which something stands in a list."""
    return ":".join(key)


def key_of(name: str) -> Key:
    """What stands under this id."""
    kind, _, own = name.rpartition("/")[2].partition(":")
    return kind, own


def documents(base: KnowledgeBase, held: Holdings) -> Iterator[Option]:
    """Every document, then what lies between them."""
    for own, document in base.documents.items():
        yield Option(_document(document.guidance, held), name_of(("guidance", own)))
    told = Content.assemble(
        ("Between the documents", "bold"),
        "\nWhere they differ, what is ours, and what belongs to several of them",
    )
    yield Option(told, BETWEEN)


def contents(held: Holdings, own: str | None) -> Iterator[Option]:
    """What a document says, section by section; None: what belongs to no single one."""
    if own is not None:
        yield Option(_plain(held.all["guidance", own], "The document itself"), name_of(("guidance", own)))
    for section, those in groupby(held.of(own, "clause"), key=lambda each: _section(each.where)):
        yield _title(section)
        yield from (_option(each, _plain(each)) for each in those)
    for title, kinds in _PARTS:
        found = [each for kind in kinds for each in held.of(own, kind)]
        if found:
            yield _title(title)
            yield from (_option(each, _plain(each)) for each in found)


def found(those: tuple[Found, ...], held: Holdings) -> Iterator[Option]:
    """What a search found, best first."""
    for each in those[:MOST]:
        yield _option(held.all[each.kind, each.id], _with_kind(held.all[each.kind, each.id]))
    if len(those) > MOST:
        yield Option(Content(f"And {len(those) - MOST} more. Another word narrows it."), disabled=True)
    if not those:
        yield Option(Content("Nothing has all of these words. Try fewer, or only their beginnings."), disabled=True)


def links(held: Holdings, key: Key) -> Iterator[Option]:
    """What rests on something, and what it rests on itself."""
    for title, way, those in (
        ("What rests on it", "in", held.resting_on(key)),
        ("What it rests on or speaks of", "out", held.rests_on(key)),
    ):
        if those:
            yield _title(title)
            yield from (Option(_with_kind(each), f"{way}/{name_of(each.key)}") for each in those)


def _document(known: Guidance, held: Holdings) -> Content:
    care = ", ".join(care_in_words(known))
    return Content.assemble(
        (known.id, "bold $accent"),
        "  ",
        (known.title, "bold"),
        f"\n{known.edition}. For {places_in_words(known)}.",
        (f"\n! With care: {care}" if care else "", "bold"),
        f"\n{counts_in_words(held, known.id)}",
    )


def _section(place: str) -> str:
    return _NUMBERED.sub("", place.partition(",")[0])


def _title(title: str) -> Option:
    return Option(Content.styled(title, "bold $accent"), disabled=True)


def _option(each: Holding, told: Content) -> Option:
    return Option(told, name_of(each.key))


def _plain(each: Holding, called: str | None = None) -> Content:
    kind = {"clock": "clock ", "principle": "principle ", "form": "form ", "panel": "panel "}.get(each.kind, "")
    beside = "  ".join(told for told in (each.firm, each.where) if told)
    return Content.assemble(f"{kind}", (called or each.called, "bold"), f"  {beside}\n  {each.say}")


def _with_kind(each: Holding) -> Content:
    own = f"{each.document}, " if each.document and not each.id.startswith(each.document) else ""
    beside = "  ".join(told for told in (each.firm, f"{own}{each.where}".removesuffix(", ")) if told)
    return Content.assemble(f"{KINDS[each.kind]} ", (each.id, "bold"), f"  {beside}\n  {each.say}")
