"""Keeps the answers of a sitting in a case file of the store, each as entries after whatever others wrote meanwhile."""

from __future__ import annotations

from pathlib import Path

from decision_support.casefile.entering import changes
from decision_support.casefile.record import Record
from decision_support.casework.filing.again import trying_again
from decision_support.cli.case.stored import filing, now, stored
from decision_support.errors import UserMistake
from decision_support.model.case import Case
from decision_support.model.knowledge import KnowledgeBase

from .keeping import Keeping

_TAKEN_BACK = "It was taken back in the consultation."


class KeepingInStore(Keeping):
    """Where the case of this sitting is kept: under its reference in the store.

    What others write into the case meanwhile stays; this sitting does not see it until it is begun again.
    """

    def __init__(self, base: KnowledgeBase, store: Path | None, record: Record, case: Case) -> None:
        super().__init__(Path(record.reference))
        self._base, self._store = base, store
        self._record, self._case = record, case

    def keep(self, case: Case) -> str:
        """Enter what is different from what was kept last. What to tell the user: nothing, where it went well."""
        self.unsaved = True
        try:
            told = trying_again(lambda: self._enter(case))
        except UserMistake as mistake:
            return f"{mistake} Nothing that you said is lost, but your last answers are not in the store yet."
        self.unsaved = False
        return told

    def save(self, case: Case, path: Path, seen: bytes | None) -> None:
        """Refused: everything is kept already."""
        mend = f"To take a copy elsewhere: decision-support case export {self._record.reference} FILE"
        raise UserMistake(f"every answer is kept in case '{self._record.reference}' at once.", mend=mend)

    def holds_ours(self, path: Path, seen: bytes | None) -> bool:
        """Always: nothing is ever written over."""
        return True

    def _enter(self, case: Case) -> str:
        with stored(self._store) as store:
            seen = store.record(self._record.reference)
            after = filing(self._base, store).write(seen, changes(seen, self._case, case, _TAKEN_BACK), now())
        others = len(seen.entries) - len(self._record.entries)
        self._record, self._case = after, case
        if not others:
            return ""
        told = "one more entry" if others == 1 else f"{others} more entries"
        return (
            f"Somebody else has written {told} into this case meanwhile. They are kept, and yours as well, but this "
            "consultation does not know of them. To see them, leave and begin it again."
        )
