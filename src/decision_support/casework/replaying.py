"""Gives an advice again from its receipt, and sets it beside what today's knowledge says of the same case and day."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from decision_support import __version__
from decision_support.errors import SeveralMistakes, UserMistake
from decision_support.loading.cases import case_of
from decision_support.loading.written import read_text
from decision_support.model.advice import Advice, GuidanceLine, Recommendation
from decision_support.model.advice_data import as_data
from decision_support.model.difference import Difference
from decision_support.model.knowledge import KnowledgeBase

from . import Casework
from .reasons.alterations import Alteration, alterations

RECEIPT = "receipt"

_WITHIN: Mapping[str, frozenset[str]] = {
    "guidance": frozenset(field.name for field in fields(GuidanceLine)),
    "recommendations": frozenset(field.name for field in fields(Recommendation)),
}


@dataclass(frozen=True)
class EditionLine:
    """One document of the case: the edition that the advice rests on, and today's; None where it is no longer there."""

    guidance: str
    title: str
    then: str
    now: str | None


@dataclass(frozen=True)
class Replay:
    """A kept advice, the same worked out anew with the knowledge of that day, and with today's.

    kept         the advice as it was kept: plain data with the keys of the contract
    again        worked out anew from the receipt with the knowledge of that day; None where `why_not` says why not
    same_bytes   whether that is the very text that was kept
    differs      the parts of the kept advice that came out otherwise: 'recommendations', 'receipt.program'
    program, knowledge   the version and the fingerprint then, and today's
    now          what today's knowledge says of the same case and day; None where `why_not_now` says why nothing
    differs_now  the parts of the kept advice that are otherwise today, the receipt left aside
    editions     the documents of the case
    altered      what was altered in the knowledge and this case meets; empty where that of the day is not at hand
    difference   between `again` and `now`, with the rules, clocks and clauses responsible; None where either is missing
    """

    kept: Mapping[str, Any]
    again: Advice | None
    why_not: str | None
    same_bytes: bool
    differs: tuple[str, ...]
    program: tuple[str, str]
    knowledge: tuple[str, str]
    now: Advice | None
    why_not_now: str | None
    differs_now: tuple[str, ...]
    editions: tuple[EditionLine, ...]
    altered: tuple[Alteration, ...]
    difference: Difference | None

    @property
    def program_changed(self) -> bool:
        """Whether another version of the program gave the advice."""
        return self.program[0] != self.program[1]

    @property
    def knowledge_changed(self) -> bool:
        """Whether one byte of the knowledge is not what it was."""
        return self.knowledge[0] != self.knowledge[1]


def replay(desk_now: Casework, kept: Mapping[str, Any], then: KnowledgeBase | UserMistake | None) -> Replay:
    """Everything that a reviewer may ask about a kept advice.

    then: the knowledge of that day; the mistake, where it could not be read; None where nothing is kept of it, which is
    no loss while today's is still the same. Raises UserMistake where what was kept is not an advice with its receipt.
    """
    receipt = _receipt_of(kept)
    desk_then, why_not = _desk_then(desk_now, receipt, then)
    again: Advice | None = None
    if desk_then is not None:
        again, why_not = _attempt(desk_then, receipt)
    now, why_not_now = (again, why_not) if desk_then is desk_now else _attempt(desk_now, receipt)
    return Replay(
        kept=kept,
        again=again,
        why_not=why_not,
        same_bytes=again is not None and same_bytes(again, kept),
        differs=tuple(_differing_parts(kept, as_data(again))) if again else (),
        program=(receipt["program"], __version__),
        knowledge=(receipt["knowledge"], desk_now.base.fingerprint),
        now=now,
        why_not_now=why_not_now,
        differs_now=tuple(_said_otherwise(kept, as_data(now))) if now else (),
        editions=tuple(_editions(kept, desk_now.base)),
        altered=alterations(desk_then.grounded(again), desk_now.grounded(now)) if again and now and desk_then else (),
        difference=desk_now.difference(again, now, desk_then) if again and now and desk_then else None,
    )


def advised_again(desk: Casework, receipt: Mapping[str, Any]) -> Advice:
    """The advice for the case and the day of a receipt, by the knowledge of this desk.

    Raises UserMistake where the receipt is incomplete, or its case does not hold against this knowledge.
    """
    _check_receipt(receipt)
    try:
        written = read_text(json.dumps(receipt["case"], ensure_ascii=False), "the receipt", json=True)
        return desk.advise(case_of(written, desk.base), dt.date.fromisoformat(receipt["on"]))
    except UserMistake as mistake:
        first, others = mistake, 0
        if isinstance(mistake, SeveralMistakes):
            first, others = mistake.mistakes[0], len(mistake.mistakes) - 1
        more = f" ({others} more of the kind)" if others else ""
        raise UserMistake(f"the case does not hold against this knowledge: {first.what}{more}") from None


def same_bytes(advice: Advice, kept: Mapping[str, Any]) -> bool:
    """Whether the JSON of this advice, as the program prints it, is the very text that was kept."""
    return _printed(as_data(advice)) == _printed(kept)


def _printed(data: Mapping[str, Any]) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False)


def _desk_then(
    desk_now: Casework, receipt: Mapping[str, Any], then: KnowledgeBase | UserMistake | None
) -> tuple[Casework | None, str | None]:
    """A desk with the very knowledge of that day, or why there is none."""
    if desk_now.base.fingerprint == receipt["knowledge"]:
        return desk_now, None
    if then is None:
        return None, "The knowledge of that day was not kept."
    if isinstance(then, UserMistake):
        return None, _as_sentence(str(then))
    if then.fingerprint != receipt["knowledge"]:
        return None, "What was kept as the knowledge of that day is other knowledge than the advice rests on."
    return Casework(then), None


def _attempt(desk: Casework, receipt: Mapping[str, Any]) -> tuple[Advice | None, str | None]:
    try:
        return advised_again(desk, receipt), None
    except UserMistake as mistake:
        return None, _as_sentence(str(mistake))


def _receipt_of(kept: Mapping[str, Any]) -> Mapping[str, Any]:
    """The receipt of what was kept. Raises UserMistake where it is not an advice."""
    for key, kind in (("case", str), ("on", str), ("guidance", list), ("recommendations", list), (RECEIPT, dict)):
        if not isinstance(kept.get(key), kind):
            raise UserMistake(f"what was kept is not an advice: '{key}' is missing.", mend="Look for another copy.")
    for key, within in _WITHIN.items():
        for each in kept[key]:
            if not isinstance(each, dict) or not within <= each.keys():
                raise UserMistake(
                    f"what was kept is not an advice: '{key}' is incomplete.", mend="Look for another copy."
                )
    receipt: Mapping[str, Any] = kept[RECEIPT]
    _check_receipt(receipt)
    return receipt


def _check_receipt(receipt: Mapping[str, Any]) -> None:
    mend = "Without it the advice cannot be given again."
    for key, kind in (("program", str), ("knowledge", str), ("guidance", dict), ("on", str), ("case", dict)):
        if not isinstance(receipt.get(key), kind):
            raise UserMistake(f"the receipt is incomplete: '{key}' is missing.", mend=mend)
    try:
        dt.date.fromisoformat(receipt["on"])
    except ValueError:
        raise UserMistake(f"the receipt is for '{receipt['on']}', which is not a date.", mend=mend) from None


def _editions(kept: Mapping[str, Any], base: KnowledgeBase) -> Iterator[EditionLine]:
    titles = {line["id"]: line["title"] for line in kept["guidance"]}
    for name, edition in kept[RECEIPT]["guidance"].items():
        document = base.documents.get(name)
        yield EditionLine(name, titles.get(name, name), edition, document.guidance.edition if document else None)


def _differing_parts(kept: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    for part in _said_otherwise(kept, other):
        yield part
    for part in {**kept[RECEIPT], **other[RECEIPT]}:
        if kept[RECEIPT].get(part) != other[RECEIPT].get(part):
            yield f"{RECEIPT}.{part}"


def _said_otherwise(kept: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    for part in {**kept, **other}:
        if part != RECEIPT and kept.get(part) != other.get(part):
            yield part


def _as_sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
