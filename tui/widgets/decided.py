"""What people have put on record about parts of the advice: decided, followed, or set aside."""

from __future__ import annotations

from collections.abc import Mapping

from decision_support.casefile.record import Record
from decision_support.model.dates import in_words
from decision_support.model.entries import AdviceFollowed, AdviceSetAside, JudgementMade


def decided_in(record: Record) -> Mapping[str, str]:
    """By the id of a judgement or a recommendation, what was last decided about it."""
    found: dict[str, str] = {}
    for _, content in record.of(JudgementMade, AdviceFollowed, AdviceSetAside):
        match content:
            case JudgementMade(judgement=name, decided=decided):
                found[name] = f"Decided by people on {in_words(content.on)}: {decided}"
            case AdviceFollowed(recommendation=name):
                found[name] = f"On record as followed on {in_words(content.on)}."
            case AdviceSetAside(recommendation=name, because=because):
                found[name] = f"Set aside on {in_words(content.on)}, because: {because}"
    return found
