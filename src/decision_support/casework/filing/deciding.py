"""What people decided, as somebody types it: a judgement, a silence settled locally, advice followed or set aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from decision_support.casefile.record import Record
from decision_support.casework.numbering import numbered_advice
from decision_support.errors import InvalidCase, did_you_mean
from decision_support.model.advice import Advice
from decision_support.model.case import Event
from decision_support.model.entries import (
    AdviceFollowed,
    AdviceGiven,
    AdviceSetAside,
    Content,
    Happened,
    JudgementMade,
)
from decision_support.model.knowledge import OURS, KnowledgeBase
from decision_support.wording import stopped

from .contents import content

LOCAL_DECISION = "local_decision"

_WHERE = "What there is to decide, and how it is called: decision-support case show REFERENCE."


def decision(
    base: KnowledgeBase,
    record: Record,
    what: str,
    decided: str | None,
    because: str | None,
    considered: Sequence[str],
    by: str | None,
    on: dt.date,
) -> Content:
    """The entry for a judgement that was made, or for a silence that a local decision settles. Raises UserMistake."""
    name, kind = _meaning(base, record, what)
    if decided is None or because is None:
        mend = "Write the decision in words after the name, and --because TEXT."
        raise InvalidCase("a decision is kept with what was decided and why.", mend=mend)
    if kind == "silence":
        weighed = (f"Weighed: {'; '.join(considered)}",) if considered else ()
        note = " ".join(stopped(each) for each in (decided, f"Reason: {because}", *weighed))
        event = {"what": LOCAL_DECISION, "silence": name, "on": on, "by": by, "note": note}
        return Happened(event=content(Event, event))
    given = {
        "judgement": name,
        "decided": decided,
        "because": because,
        "considered": list(considered),
        "by": by,
        "on": on,
    }
    return content(JudgementMade, given)


def followed(
    record: Record, advice: Advice, what: str, by: str | None, on: dt.date, note: str | None
) -> AdviceFollowed:
    """The entry for a recommendation that was followed."""
    name = _recommendation(advice, what)
    given = {"recommendation": name, "advice": _given(record, name), "by": by, "on": on}
    return content(AdviceFollowed, {**given, "note": note})


def set_aside(
    record: Record, advice: Advice, what: str, by: str | None, on: dt.date, because: str | None
) -> AdviceSetAside:
    """The entry for a recommendation that was not followed."""
    if because is None:
        raise InvalidCase("nothing says why the advice was set aside.", mend="Add --because TEXT.")
    name = _recommendation(advice, what)
    given = {"recommendation": name, "advice": _given(record, name), "by": by, "on": on}
    return content(AdviceSetAside, {**given, "because": because})


def _given(record: Record, recommendation: str) -> int | None:
    """The entry with the last advice on record that says so."""
    numbers = (
        entry.number
        for entry, given in reversed(record.of(AdviceGiven))
        if any(each.get("id") == recommendation for each in given.advice.get("recommendations", ()))
    )
    return next(numbers, None)


def _meaning(base: KnowledgeBase, record: Record, what: str) -> tuple[str, str]:
    """The id of a judgement or a silence, with or without the document in front."""
    guidance = record.case().guidance or tuple(base.documents)
    known = {f"{own}.{name}": "judgement" for own in guidance for name in base.documents[own].judgements}
    known |= {f"{OURS}.{name}": "judgement" for name in base.our_judgements}
    known |= {name: "silence" for own in guidance for name in base.documents[own].silences}
    found = [name for name in known if what == name or (known[name] == "judgement" and what == name.partition(".")[2])]
    if not found:
        near = did_you_mean(what, [*known, *(name.partition(".")[2] for name in known if known[name] == "judgement")])
        mend = f"{near if near.startswith('Did') else _WHERE} For a recommendation, add --followed or --set-aside."
        raise InvalidCase(f"nothing that people decide is called '{what}'.", mend=mend)
    if len(found) > 1:
        raise InvalidCase(f"'{what}' could mean {len(found)} things.", mend=f"Write {' or '.join(found)}.")
    return found[0], known[found[0]]


def _recommendation(advice: Advice, what: str) -> str:
    numbered = {str(each.number): each.those[0].id for each in numbered_advice(advice)}
    ids = [each.id for each in advice.recommendations]
    if what in numbered:
        return numbered[what]
    found = [name for name in ids if what in (name, name.partition(".")[2])]
    if len(found) != 1:
        mend = f"They run from 1 to {len(numbered)}. {did_you_mean(what, ids)}" if ids else "Nothing is advised."
        raise InvalidCase(f"the advice for {advice.on} has no recommendation '{what}'.", mend=mend)
    return found[0]
