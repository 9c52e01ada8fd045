"""What became of each mutant, in a file that grows line by line, so that an interrupted run can go on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from decision_support.errors import Place, UserMistake

from .mutant import Mutant
from .noticing import BY, Notice

_KEYS = {"knowledge", "mutant", "by", "what"}


@dataclass(frozen=True)
class Outcome:
    """A mutant and what noticed it."""

    mutant: Mutant
    notice: Notice

    @property
    def survives(self) -> bool:
        return self.notice.by == "nothing"

    @property
    def counts(self) -> bool:
        """Whether it belongs in the score: an equivalent mutant does not, since nothing could notice it."""
        return self.notice.by != "equivalent"


class ResultFile:
    """A file of JSON lines, each with the knowledge that it holds for. Without a path nothing is kept.

    Raises UserMistake for a file of other knowledge, and for one that is no such file. A last line that was cut off
    in the middle of writing is taken away.
    """

    def __init__(self, path: Path | None, knowledge: str) -> None:
        self._path = path
        self._knowledge = knowledge
        self.known: Mapping[str, Notice] = dict(self._read()) if path and path.exists() else {}

    def add(self, mutant: Mutant, notice: Notice) -> None:
        """Write one result at once."""
        if self._path is None:
            return
        line = {"knowledge": self._knowledge, "mutant": mutant.id, "by": notice.by, "what": notice.what}
        try:
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError as failure:
            raise _unusable(self._path, failure) from None

    def _read(self) -> Iterator[tuple[str, Notice]]:
        assert self._path is not None
        try:
            text = self._path.read_text(encoding="utf-8")
            whole = text[: text.rfind("\n") + 1]
            if whole != text:
                self._path.write_text(whole, encoding="utf-8")
        except (OSError, UnicodeDecodeError) as failure:
            raise _unusable(self._path, failure) from None
        for number, line in enumerate(whole.splitlines(), 1):
            yield self._one(line, Place(str(self._path), number))

    def _one(self, line: str, place: Place) -> tuple[str, Notice]:
        try:
            told: Any = json.loads(line)
        except json.JSONDecodeError:
            told = None
        if not isinstance(told, dict) or told.keys() != _KEYS or told["by"] not in BY:
            mend = "Name a file that this command wrote, or a new one."
            raise UserMistake("this is not a result of mutate.", place=place, mend=mend)
        if told["knowledge"] != self._knowledge:
            raise UserMistake(
                "these results are of other knowledge: rules, examples or cases have changed since.",
                place=place,
                mend="Name a new file, and the run begins anew.",
            )
        return told["mutant"], Notice(told["by"], told["what"])


def _unusable(path: Path, failure: OSError | UnicodeDecodeError) -> UserMistake:
    reason = failure.strerror if isinstance(failure, OSError) else "it is not text"
    return UserMistake(f"the results cannot be kept in '{path}': {reason}.", mend="Name another file with --resume.")
