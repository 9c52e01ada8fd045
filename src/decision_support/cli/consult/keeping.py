"""Keeps the answers of a sitting: at once where a file is named, and never over what somebody else wrote."""

from __future__ import annotations

from pathlib import Path

from decision_support.errors import UserMistake
from decision_support.loading.case_writing import case_text, is_json, write_case
from decision_support.loading.whole_files import contents
from decision_support.model.case import Case


class Keeping:
    """Where the case of this sitting is kept, and whether all of it is.

    path     the file that is written after every step; None where none was named yet
    named    the file that was named at the start
    foreign  the file that the case came from, where this program did not write it as it is
    """

    def __init__(self, path: Path | None) -> None:
        self.path = self.named = path
        self.foreign: Path | None = None
        self.unsaved = False
        self._kept: bytes | None = None
        self._told = ""

    def found(self, case: Case) -> None:
        """The case was read from the file that is named."""
        assert self.path is not None
        there = contents(self.path)
        if there == case_text(case, is_json(self.path)).encode():
            self._kept = there
        else:
            self.foreign, self.path = self.path, None

    def keep(self, case: Case) -> str:
        """Write the case where it is kept. What to tell the user: nothing, where it went well or is known already."""
        self.unsaved = True
        if self.path is None:
            return ""
        try:
            self._write(case, self.path, self._kept)
        except UserMistake as mistake:
            told, self._told = self._told, mistake.what
            if told == mistake.what:
                return ""
            mend = "Type save and another name to keep your answers."
            return f"{mistake.what} {mend} Nothing that you said is lost, but your last answers are in no file yet."
        return ""

    def save(self, case: Case, path: Path, seen: bytes | None) -> None:
        """Keep the case in this file from now on, where it still holds what was `seen` in it.

        Raises UserMistake, and then keeps it where it was.
        """
        self._write(case, path, seen)
        self.path, self.foreign = path, None

    def holds_ours(self, path: Path, seen: bytes | None) -> bool:
        """Whether nothing would be lost if the case were written here: there is nothing, or what was kept last."""
        return seen is None or (path == self.path and seen == self._kept)

    def _write(self, case: Case, path: Path, seen: bytes | None) -> None:
        self._kept = write_case(case, path, seen)
        self.unsaved, self._told = False, ""
