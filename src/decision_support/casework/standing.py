"""What advice stands on: the documents and reasons to treat them with care, the clocks, and the receipt."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support import __version__
from decision_support.model.advice import Receipt, StatusLine, TimetableLine
from decision_support.model.facts import CASE
from decision_support.model.guidance import Guidance
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.timetable import Due
from decision_support.wording import outside_jurisdiction_in_words

from .situation import Situation


def status_lines(case: Situation, known: Guidance) -> tuple[StatusLine, ...]:
    """Reasons to treat a document with care in this case: its own, and that it is not for this place."""
    return tuple(_status(case, known))


def _status(case: Situation, known: Guidance) -> Iterator[StatusLine]:
    for status in known.status:
        if status.since is None or status.since <= case.on:
            yield StatusLine(status.kind, status.say)
    where = case.case.jurisdiction
    if where is not None and where not in known.jurisdictions:
        yield StatusLine("outside_jurisdiction", outside_jurisdiction_in_words(known.jurisdictions, where))


def timetable_lines(case: Situation) -> tuple[TimetableLine, ...]:
    """Every clock of the case, running or not."""
    return tuple(_timetable_line(case, due) for due in case.timetable)


def _timetable_line(case: Situation, due: Due) -> TimetableLine:
    clock = next(clock for clock, _ in case.documents[due.guidance].clocks() if clock.id == due.clock)
    return TimetableLine(
        clock=f"{due.guidance}.{due.clock}",
        say=clock.say,
        starts=due.started.isoformat() if due.started else None,
        on=due.on.isoformat() if due.on else None,
        latest=due.latest.isoformat() if due.latest else None,
        state=due.state,
        ended=due.ended.isoformat() if due.ended else None,
        ended_by=due.ended_by,
        expected=due.expected,
        lapse=clock.lapse,
        arithmetic=due.arithmetic,
    )


def receipt(base: KnowledgeBase, case: Situation) -> Receipt:
    """All that it takes to give the same advice again."""
    facts = {
        ("case" if subject == CASE else f"{subject.kind}:{subject.id}"): {
            name: value for name, value in sorted(known.items()) if value != base.facts[name].otherwise
        }
        for subject, known in sorted(case.facts.items())
    }
    return Receipt(
        program=__version__,
        knowledge=base.fingerprint,
        guidance={name: document.guidance.edition for name, document in sorted(case.documents.items())},
        facts=facts,
        on=case.on.isoformat(),
        case=case.case.model_dump(mode="json", by_alias=True, exclude_defaults=True),
    )
