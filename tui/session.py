"""What the screens work with: the knowledge base, the store, the day, and who writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from decision_support.casefile.store import Store
from decision_support.casework import Casework
from decision_support.casework.matter import Files
from decision_support.casework.whats_due import WhatsDue, whats_due
from decision_support.cli.case.list_text import CaseLine, lines_of
from decision_support.cli.case.stored import has_begun, now, open_among, store_key, store_path, writer
from decision_support.cli.options import today
from decision_support.loading.knowledge import load
from decision_support.model.knowledge import KnowledgeBase

PATIENCE = 2.0  # seconds for which the screens stand still while another program writes


@dataclass(frozen=True)
class Session:
    """Somebody at work.

    files  the case files of the store
    fixed  the day to advise for, where it is not today
    """

    files: Files
    fixed: dt.date | None
    named: Path | None

    @property
    def base(self) -> KnowledgeBase:
        return self.files.desk.base

    @property
    def where(self) -> Path:
        """The file of the store."""
        return store_path(self.named)

    def day(self) -> dt.date:
        """The day that is asked about."""
        return self.fixed or today()

    def lines(self) -> list[CaseLine]:
        """Every case of the store, by reference; none where there is no store yet. Raises UserMistake."""
        if not self.where.exists():
            return []
        with self.files.store() as store:
            return lines_of(self.base, store)

    def due(self, references: Iterable[str], day: dt.date) -> Iterator[tuple[str, WhatsDue]]:
        """What is due on a day in those of these cases that are open, one after the other. Raises UserMistake."""
        with self.files.store() as store:
            for reference, case in open_among(store, references, day):
                yield reference, whats_due(self.files.desk, [(reference, case)], day)


def begin(rules: Path | None, knowledge: Path | None, named: Path | None, on: dt.date | None) -> Session:
    """Read the knowledge base. Raises UserMistake where it, the store or the name of the writer cannot be used."""
    base = load(rules, knowledge)
    _ = writer()  # so that a name that cannot be written is told before anything is typed
    path = store_path(named)

    @contextmanager
    def store() -> Iterator[Store]:
        with Store(path, store_key(), PATIENCE) as opened:
            yield opened

    if has_begun(named) and path.exists():
        with store() as opened:
            opened.references()
    return Session(Files(Casework(base), store, writer, now), on, named)
