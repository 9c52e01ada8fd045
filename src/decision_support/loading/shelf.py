"""The files of a knowledge base: read once each, fingerprinted, with the place of everything that has a name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from decision_support.errors import InvalidKnowledge, Place
from decision_support.model.values import Value

from .validated import validated
from .written import Written, read

V = TypeVar("V", bound=Value)
T = TypeVar("T")


class Shelf:
    """Two folders of YAML. `places` says where each thing was written; nothing is declared twice."""

    def __init__(self, rules: Path, knowledge: Path) -> None:
        self.rules = rules
        self.knowledge = knowledge
        self.places: dict[tuple[str, str], Place] = {}
        self._digest = hashlib.sha256()

    @property
    def fingerprint(self) -> str:
        """What tells one knowledge base from another: a hash of every file read so far."""
        return self._digest.hexdigest()

    def written(self, path: Path) -> Written:
        """One file, located; it counts towards the fingerprint."""
        root = self.rules if path.is_relative_to(self.rules) else self.knowledge
        shown = f"{root.name}/{path.relative_to(root).as_posix()}"
        self._digest.update(shown.encode() + b"\0" + path.read_bytes() + b"\0")
        return read(path, shown)

    def files(self, root: Path, pattern: str) -> list[Path]:
        """Files below a folder, in a fixed order."""
        return sorted(root.glob(pattern))

    def each(self, pattern: str, model: type[V]) -> Iterator[V]:
        """Every file of a kind below the knowledge folder."""
        for path in self.files(self.knowledge, pattern):
            yield validated(model, self.written(path))

    def one(self, folder: Path, name: str, model: type[V]) -> tuple[V, Written] | None:
        """One file of a document, if it is there."""
        path = folder / name
        if not path.exists():
            return None
        written = self.written(path)
        return validated(model, written), written

    def keep(self, kind: str, name: str, place: Place) -> None:
        """Remember where something was declared. Raises InvalidKnowledge for the second of a name."""
        first = self.places.setdefault((kind, name), place)
        if first is not place:
            raise InvalidKnowledge(
                f"the {kind} '{name}' is declared twice.", place=place, mend=f"The first is at {first}."
            )

    def by_id(self, kind: str, prefix: str, key: str, values: Iterable[T], written: Written) -> dict[str, T]:
        """Listed values by their ids, each with its place kept."""
        found = {}
        for index, each in enumerate(values):
            own: str = each.id  # type: ignore[attr-defined]  # every listed value has an id
            self.keep(kind, prefix + own, written.place((key, index, "id")))
            found[own] = each
        return found
