"""A tree of text built step by step, with the line and column of every key and value."""

from __future__ import annotations

import re
from typing import NoReturn, TypeAlias

from decision_support.errors import Place, UnreadableFile

Node: TypeAlias = "dict[str, Node] | list[Node] | str | None"
Container: TypeAlias = "dict[str, Node] | list[Node]"
Path: TypeAlias = tuple[str | int, ...]
Position: TypeAlias = tuple[int, int]  # line and column, counted from 1

DEEPEST = 40

# Neither a person nor a terminal can show these, half a surrogate pair cannot be written to a file, and marks that turn
# the direction of text make it read as something else than it is.
UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


class TreeBuilder:
    """Takes keys, scalars and brackets in the order in which they are written, without recursion."""

    __slots__ = ("_file", "_inside", "_key", "_name", "_outer", "_path", "data", "keys", "values", "wants_key")

    def __init__(self, file: str) -> None:
        self.data: Node = None
        self.values: dict[Path, Position] = {}
        self.keys: dict[Path, Position] = {}
        self.wants_key = False  # whether what comes next is a key rather than a value
        self._file = file
        self._inside: Container | None = None
        self._path: Path = ()
        self._key: Path = ()
        self._name = ""
        self._outer: list[tuple[Container | None, Path]] = []

    def key(self, name: str, at: Position) -> None:
        """A key of the mapping that is open. Raises UnreadableFile where the mapping has it already."""
        path = (*self._path, name)
        if path in self.keys:
            first, again = self.keys[path][0], at[0]
            what = f"'{shortened(name)}' is written twice: first on line {first}, and again on line {again}."
            self.refuse(at, what, "Keep one of the two.")
        self.keys[path] = at
        self._key, self._name = path, name
        self.wants_key = False

    def add(self, value: Node, at: Position) -> Path:
        """The value of the last key, the next item of a list, or the whole document."""
        inside = self._inside
        if type(inside) is dict:
            path = self._key
            inside[self._name] = value
            self.wants_key = True
        elif type(inside) is list:
            path = (*self._path, len(inside))
            inside.append(value)
        else:
            path = ()
            self.data = value
        self.values[path] = at
        return path

    def open(self, container: Container, at: Position) -> None:
        """A mapping or list that starts here. Raises UnreadableFile where it is nested too deep."""
        if len(self._outer) >= DEEPEST:
            self.refuse(at, f"this is nested more than {DEEPEST} deep.", "Write it flatter.")
        path = self.add(container, at)
        self._outer.append((self._inside, self._path))
        self._inside, self._path, self.wants_key = container, path, type(container) is dict

    def close(self) -> None:
        """The end of the mapping or list that was opened last."""
        self._inside, self._path = self._outer.pop()
        self.wants_key = type(self._inside) is dict

    def refuse(self, at: Position, what: str, mend: str) -> NoReturn:
        """Raise UnreadableFile for what is written here."""
        raise UnreadableFile(what, place=Place(self._file, *at), mend=mend)

    def refuse_unshown(self, at: Position, char: str) -> NoReturn:
        """Raise UnreadableFile for a character that was written as an escape."""
        self.refuse(at, f"this text holds a character that cannot be shown (U+{ord(char):04X}).", "Remove the escape.")


def shortened(text: str, most: int = 60) -> str:
    """Text as it fits into a sentence: on one line, and cut where it is long."""
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most and len(text) <= 4 * most else line[: most - 1] + "…"
