"""Keeps the answers of a sitting: at once where a file is named, and never over what somebody else wrote."""

from __future__ import annotations

from pathlib import Path

from decision_support.errors import UserMistake
from decision_support.loading.case_writing import holds_exactly, write_case
from decision_support.model.case import Case


class Keeping:
    """Where the case of this sitting is kept, and whether all of it is.

    path     the file that is written after every step; None where none was named yet
    foreign  the file that the case came from, where this program did not write it as it is
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.foreign: Path | None = None
        self.unsaved = False
        self._kept: bytes | None = None
        self._told = ""

    def found(self, case: Case) -> None:
        """The case was read from the file that is named."""
        assert self.path is not None
        if holds_exactly(self.path, case):
            self._kept = self.path.read_bytes()
        else:
            self.foreign, self.path = self.path, None

    def keep(self, case: Case) -> str:
        """Write the case where it is kept. What to tell the user: nothing, where it went well or is known already."""
        self.unsaved = True
        if self.path is None:
            return ""
        try:
            self._refuse_changed(self.path)
            self._write(case, self.path)
        except UserMistake as mistake:
            told, self._told = self._told, mistake.what
            return "" if told == mistake.what else f"{mistake.what} {mistake.mend} Nothing that you said is lost."
        return ""

    def save(self, case: Case, path: Path) -> None:
        """Keep the case in this file from now on. Raises UserMistake, and then keeps it where it was."""
        self._write(case, path)
        self.path, self.foreign = path, None

    def is_other(self, path: Path) -> bool:
        """Whether there is a file of this name that is not the one the case is kept in."""
        if not path.exists():
            return False
        return self.path is None or not self.path.exists() or not path.samefile(self.path)

    def _write(self, case: Case, path: Path) -> None:
        write_case(case, path)
        self._kept, self.unsaved, self._told = path.read_bytes(), False, ""

    def _refuse_changed(self, path: Path) -> None:
        if path.exists() and path.read_bytes() != self._kept:
            raise UserMistake(
                f"{path} was changed by somebody else meanwhile, so nothing is written over it.",
                mend="Type save and another name to keep your answers.",
            )
