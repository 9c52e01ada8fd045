"""What can be taken out of a case as a file: how it is called, what is in it, and whether it names people."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from decision_support.casefile.history import as_known_on
from decision_support.casefile.store import Store
from decision_support.casework.filing.redacting import redacted_record
from decision_support.casework.matter import Matter
from decision_support.cli.advice_text import advice_text
from decision_support.cli.case.exported_text import exported_json, exported_markdown
from decision_support.cli.case.reading import by_then
from decision_support.cli.case.show_text import show_text
from decision_support.cli.case.stored import case_of
from decision_support.cli.page import as_wide_as
from decision_support.errors import UserMistake
from decision_support.loading.whole_files import put, telling, write_new
from decision_support.model.advice import Advice
from decision_support.model.advice_data import as_data

from .session import Session

WIDTH = 80  # columns of a text that leaves the screen


@dataclass(frozen=True)
class Sort:
    """One thing that can be taken out.

    dated  whether it is for a day, which is then in its name
    """

    id: str
    say: str
    ending: str
    dated: bool
    make: Callable[[Session, Matter, bool], str]

    def name(self, matter: Matter, redacted: bool) -> str:
        """What to call the file."""
        day = (matter.on.isoformat(),) if self.dated else ()
        parts = (matter.reference, *(() if self.id == "case" else (self.id,)), *day)
        return "-".join((*parts, *(("redacted",) if redacted else ()))) + self.ending


def advice_as_text(session: Session, matter: Matter, redacted: bool) -> str:
    """The advice, as the verb `advise` prints it."""
    with as_wide_as(WIDTH):
        return advice_text(matter.desk.base, _advice(matter, redacted)) + "\n"


def write(name: str, text: str, over: bool) -> Path:
    """Write a file whole or not at all; over: also where there is one. Raises UserMistake."""
    if not name.strip():
        raise UserMistake("the file has no name yet.", mend="Write one, such as advice.txt.")
    path = Path(name.strip())
    with telling(path):
        path = path.expanduser().absolute()
        if not path.parent.is_dir():
            raise UserMistake(f"there is no folder {path.parent}.", mend="Make it first, or choose another.")
    if over:
        with telling(path):
            put(path, text.encode(), 0o600)
    else:
        write_new(path, text)
    return path


def is_there(name: str) -> bool:
    """Whether there is a file of this name already."""
    path = Path(name.strip())
    with telling(path):
        return path.expanduser().is_file()


def _advice(matter: Matter, redacted: bool) -> Advice:
    if not redacted:
        return matter.advice
    base = matter.desk.base
    return matter.desk.advise(case_of(redacted_record(matter.record, base), base, matter.on), matter.on)


def _advice_as_json(session: Session, matter: Matter, redacted: bool) -> str:
    return json.dumps(as_data(_advice(matter, redacted)), indent=2, ensure_ascii=False) + "\n"


def _page(session: Session, matter: Matter, redacted: bool) -> str:
    base, on = matter.desk.base, matter.on
    record = redacted_record(matter.record, base) if redacted else matter.record
    case = case_of(record, base, on)
    shown = by_then(case, as_known_on(case, on, base.events))
    with as_wide_as(WIDTH):
        return show_text(base, record, matter.record, shown, _advice(matter, redacted)) + "\n"


def _chronology(session: Session, matter: Matter, redacted: bool) -> str:
    return _stored(session, matter, redacted, exported_markdown)


def _case(session: Session, matter: Matter, redacted: bool) -> str:
    return _stored(session, matter, redacted, exported_json)


def _stored(session: Session, matter: Matter, redacted: bool, made: Callable[..., str]) -> str:
    store: Store
    with session.files.store() as store:
        return made(matter.desk.base, store, matter.reference, redacted)


SORTS = (
    Sort("advice", "The advice, as text", ".txt", True, advice_as_text),
    Sort("advice", "The advice, as data (JSON)", ".json", True, _advice_as_json),
    Sort("page", "The page of the case, as text", ".txt", True, _page),
    Sort("chronology", "The chronology, as Markdown", ".md", False, _chronology),
    Sort("case", "The whole case, to be imported elsewhere (JSON)", ".json", False, _case),
)
