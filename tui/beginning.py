"""A new case: what somebody gives of it, and the case file that this begins."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from decision_support.casework.matter import Matter
from decision_support.cli.case.beginning import case_from, reference_of

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
    case = case_from(files.desk.base, None, said, given.title, day)
    files.desk.advise(case, day)  # so that nothing is written that nobody could go on with
    return files.begin(lambda taken: reference_of(given.reference, taken, day), case, day)
