"""A new case: what somebody gives of it, and the case file that this begins."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from decision_support.casework.matter import Matter
from decision_support.cli.case.beginning import case_from, reference_of
from decision_support.errors import BeyondCalendar
from decision_support.model.dates import in_words
from decision_support.model.knowledge import KnowledgeBase

from .session import Session


class NewCase(NamedTuple):
    """What is given of a new case. reference: None for the next free number of the year."""

    title: str
    guidance: tuple[str, ...]
    jurisdiction: str | None
    opened: dt.date
    reference: str | None


def next_reference(session: Session) -> str:
    """What the next case would be called. Raises UserMistake."""
    return reference_of(None, [each.reference for each in session.lines()], session.day())


def begin_case(session: Session, given: NewCase) -> Matter:
    """Begin this case. Raises UserMistake, and then nothing is written."""
    files, day = session.files, session.day()
    said = {"case": given.title, "guidance": list(given.guidance), "opened": given.opened}
    if given.jurisdiction:
        said["jurisdiction"] = given.jurisdiction
    _refuse_too_early(files.desk.base, given)
    case = case_from(files.desk.base, None, said, given.title, day)
    files.desk.advise(case, day)  # so that nothing is written that nobody could go on with
    return files.begin(lambda taken: reference_of(given.reference, taken, day), case, day)


def _refuse_too_early(base: KnowledgeBase, given: NewCase) -> None:
    """No day can be reckoned before the bank holidays on file."""
    of_place = [each.first_year for each in base.calendars.values() if each.division == given.jurisdiction]
    years = of_place or [each.first_year for each in base.calendars.values()]
    if years and given.opened.year < min(years):
        raise BeyondCalendar(
            f"{in_words(given.opened)} is before the bank holidays on file, which begin with {min(years)}.",
            mend="Give a later day.",
        )
