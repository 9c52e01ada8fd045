"""A store that was written into on several days of March 2026, and the command as somebody types it at a store."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import re
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from decision_support.casefile.record import Record
from decision_support.casefile.store import Store
from decision_support.casework import Casework
from decision_support.casework.filing import deciding
from decision_support.casework.filing.answering import answered
from decision_support.casework.filing.correcting import corrected
from decision_support.casework.filing.files import Filing
from decision_support.casework.filing.people import person_changed, person_waived
from decision_support.casework.filing.recording import recorded
from decision_support.cli import main
from decision_support.loading.editions import archived
from decision_support.loading.knowledge import load
from decision_support.model.advice_data import as_data
from decision_support.model.case import Case
from decision_support.model.entries import AdviceGiven, Closed, Content, Noted, Reopened
from decision_support.model.knowledge import KnowledgeBase

REFERENCE = "2026-014"
WRITER = "asha"
OPENED = dt.date(2026, 3, 2)
LAST = "2026-03-31"

# What the entries of the case are, by number.
RISK_UNKNOWN, CONSIDERED, FIRST_ADVICE, RISK_NO, RISK_CORRECTED = 5, 6, 7, 8, 10
STAGE_RECORD, SECOND_ADVICE, CLOSED, REOPENED = 15, 19, 22, 23


class Typed(NamedTuple):
    """What a command ended with and what it said."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """All of it on one line, however it was wrapped."""
        return " ".join(f"{self.out} {self.err}".split())


class AtStore:
    """The command, typed at one store in this process."""

    def __init__(self, path: Path, writer: str = WRITER) -> None:
        self.path = path
        self._environment = {
            "DECISION_SUPPORT_STORE": str(path),
            "DECISION_SUPPORT_USER": writer,
            "COLUMNS": "80",
            "NO_COLOR": "1",
        }

    def __call__(
        self, *arguments: object, code: int = 0, typed: io.StringIO | None = None, **environment: str
    ) -> Typed:
        """Type it; `code` is what it has to end with, and `typed` what is typed once it runs."""
        out, err = io.StringIO(), io.StringIO()
        with (
            patch.dict(os.environ, {**self._environment, **environment}),
            patch.object(sys, "argv", ["decision-support", *map(str, arguments)]),
            patch.object(sys, "stdin", typed or io.StringIO()),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            try:
                main()
                ended: object = 0
            except SystemExit as end:
                ended = end.code or 0
        done = Typed(int(str(ended)), out.getvalue(), err.getvalue())
        assert done.code == code, f"{arguments} ended with {done.code}: {done.out}{done.err}"
        assert "Traceback" not in done.err
        return done

    def case(
        self, verb: str, *arguments: object, code: int = 0, typed: io.StringIO | None = None, **environment: str
    ) -> Typed:
        """Type a verb of the case file."""
        return self("case", verb, *arguments, code=code, typed=typed, **environment)

    def refused(self, *arguments: object) -> str:
        """The sentence with which it is refused, on one line; nothing else may be said."""
        done = self(*arguments, code=2)
        assert done.out == "" and done.err, f"{arguments}: {done}"
        return " ".join(done.err.split())

    def record(self, reference: str = REFERENCE) -> Record:
        """What the store holds of a case."""
        with Store(self.path) as store:
            return store.record(reference)


def at(day: int, hour: int = 9, minute: int = 0, month: int = 3) -> dt.datetime:
    """A moment of 2026 in UTC."""
    return dt.datetime(2026, month, day, hour, minute, tzinfo=dt.UTC)


def weeks(path: Path) -> Path:
    """A closed store with the case of several weeks."""
    path.write_bytes(_weeks())
    path.chmod(0o600)
    return path


def plain(told: str) -> str:
    """A text without what is other each time or with each edition: hashes, and the fingerprint of the knowledge."""
    told = re.sub(r"\b[0-9a-f]{64}\b", "[head]", told)
    told = re.sub(r"\b[0-9a-f]{16}…", "[head]…", told)
    return re.sub(r"knowledge [0-9a-f]{12}\b", "knowledge [fingerprint]", told)


class Weeks:
    """Somebody who writes into one case at given moments."""

    def __init__(self, base: KnowledgeBase, store: Store) -> None:
        self.base, self.store = base, store
        self.desk = Casework(base)
        self.filing = Filing(base, store, WRITER)
        title = "Discharge without a safety plan"
        case = Case(case=title, guidance=("nssb",), jurisdiction="england", opened=OPENED)
        self.seen = self.filing.begin(REFERENCE, case, at(2))

    def write(self, when: dt.datetime, *contents: Content) -> None:
        self.seen = self.filing.write(self.seen, contents, when)

    def person(self, when: dt.datetime, name: str, *keys: str, interest: str | None = None) -> None:
        self.write(when, *person_changed(self.base, self.seen, name, keys, interest, when.date()))

    def answer(self, when: dt.datetime, *answers: str, because: str) -> None:
        self.write(when, *answered(self.base, self.seen, answers, because, WRITER, when.date()))

    def event(self, when: dt.datetime, what: str, given: Mapping[str, str]) -> None:
        self.write(when, recorded(self.base, self.seen, what, given))

    def advise(self, when: dt.datetime) -> None:
        edition = self.store.keep_edition(archived(None, None))
        advice = self.desk.advise(self.seen.case(when.date()), when.date())
        self.write(when, AdviceGiven(advice=as_data(advice), edition=edition))


@cache
def _weeks() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weeks.db"
        with Store(path) as store:
            _first_week(work := Weeks(load(), store))
            _later(work)
        return path.read_bytes()


def _first_week(work: Weeks) -> None:
    work.person(at(2, 9, 5), "ben", "name=Ben (team manager)", "roles=line_manager", "agency=Council")
    own = ["name=Asha (social worker)", "roles=worker", "agency=Council", "line_manager=ben"]
    work.person(at(2, 9, 6), "asha", *own)
    given = ["worker_has_a_concern=yes", "immediate_risk_of_harm=unknown"]
    work.answer(at(2, 9, 10), *given, because="Nobody has seen her.")
    work.event(at(2, 9, 12), "concern_first_considered", {"on": "2026-03-02", "by": "asha"})
    work.advise(at(2, 9, 20))
    work.answer(at(4, 15), "immediate_risk_of_harm=no", because="Asha saw her on the ward.")
    talk = {"at": "2026-03-04T16:30", "outcome": "unresolved", "by": "asha", "note": "They see the risk differently."}
    work.event(at(4, 17), "discussed_with_other_practitioner", talk)
    wrong = "It was another patient whom she saw."
    work.write(at(6, 8), corrected(work.seen, RISK_NO, ["value=yes", "rationale=The ward rang."], False, wrong))
    work.write(at(6, 8, 30), Noted(text="Rang the ward; they will call back."))


def _later(work: Weeks) -> None:
    cleo = ["name=Cleo (head of service)", "roles=second_tier_manager", "agency=Council"]
    work.person(at(9, 10), "cleo", *cleo)
    work.person(at(9, 10, 5), "cleo", interest="Sings in a choir with the ward manager")
    why = "Nobody else holds the post."
    work.write(at(9, 10, 10), *person_waived(work.seen, "cleo", "declared_interest", "ben", why, dt.date(2026, 3, 9)))
    work.event(at(9, 11), "record:nssb.stage-record", {"on": "2026-03-09", "by": "asha"})
    ended = {"on": "2026-03-09", "stage": "stage-1", "outcome": "unresolved", "by": "ben"}
    work.event(at(9, 11, 5), "stage_ended", ended)
    day = dt.date(2026, 3, 9)
    weighed = ["stage 2 first", "stage 4 at once"]
    for what, decided in (("straight-to-stage-4", "Stage 2 first."), ("nssb-A1", "We count from the day after.")):
        made = deciding.decision(work.base, work.seen, what, decided, "So it was agreed.", weighed, "ben", day)
        work.write(at(9, 12), made)
    work.advise(at(9, 12, 30))
    advice = work.desk.advise(work.seen.case(day), day)
    work.write(at(9, 14), deciding.followed(work.seen, advice, "1", "asha", day, "By telephone."))
    work.write(at(9, 14, 5), deciding.set_aside(work.seen, advice, "2", "ben", day, "He is on leave."))
    work.write(at(13, 16), Closed(because="It was settled by telephone.", by="ben", on=dt.date(2026, 3, 13)))
    again = Reopened(because="It was not settled after all.", by="cleo", on=dt.date(2026, 3, 30))
    work.write(at(30, 8), again)
    work.write(at(30, 8, 1), Noted(text="Begun again, in summer time."))
