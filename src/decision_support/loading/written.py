"""What was written in a file: YAML or JSON as a tree of plain text, with the place of every key and value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import NoReturn

from decision_support.errors import Place, UnreadableFile, did_you_mean

from . import json_text, yaml_text
from .tree import UNSHOWN, Node, Path, Position

LARGEST = 5_000_000  # bytes

_AS_UTF8 = "Save the file as UTF-8 text."
_INVISIBLE = re.compile("[\u2028\u2029\ufeff]")
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Written:
    """The contents of one file. Every scalar is the text that was written; what was left empty is None."""

    file: str
    data: Node
    values: Mapping[Path, Position] = field(repr=False)
    keys: Mapping[Path, Position] = field(repr=False)

    def place(self, path: Path = (), key: bool = False) -> Place:
        """Where the value (or the key) of a path was written; for a path that was not, where its nearest parent was."""
        while path and path not in self.values:
            path, key = path[:-1], False
        position = self.keys.get(path) if key else None
        return Place(self.file, *(position or self.values.get(path, (1, 1))))

    def part(self, path: Path) -> Node:
        """The value of a path. Raises KeyError or IndexError where nothing of the kind was written."""
        node = self.data
        for step in path:
            match node, step:
                case dict(), str():
                    node = node[step]
                case list(), int():
                    node = node[step]
                case _:
                    raise KeyError(path)
        return node


def read(path: FilePath, shown_as: str | None = None) -> Written:
    """Read one YAML or JSON file; `shown_as` is how messages name it. Raises UnreadableFile."""
    file = str(path) if shown_as is None else shown_as
    return read_text(_decoded(_bytes(path, file), file), file, json=path.suffix.lower() == ".json")


def text_in(path: FilePath, largest: int = LARGEST) -> str:
    """All the text in a file of at most so many bytes. Raises UnreadableFile."""
    return _decoded(_bytes(path, str(path), largest), str(path))


def read_text(text: str, file: str, json: bool = False) -> Written:
    """Read text as if it stood in this file. Raises UnreadableFile."""
    text = text.removeprefix("\ufeff")
    if found := UNSHOWN.search(text):
        _refuse_character(text, found.start(), file)
    if not json and (found := _INVISIBLE.search(text)):
        raise UnreadableFile(
            f"an invisible character (U+{ord(found[0]):04X}) stands here.",
            place=_place(text, found.start(), file),
            mend="Replace it with a space or a new line.",
        )
    tree = (json_text if json else yaml_text).build(text, file)
    if tree.data is None:
        raise UnreadableFile("nothing is written in this file.", place=Place(file), mend="Fill it in, or remove it.")
    return Written(file, tree.data, tree.values, tree.keys)


def _bytes(path: FilePath, file: str, largest: int = LARGEST) -> bytes:
    place = Place(file)
    try:
        with path.open("rb") as stream:
            content = stream.read(largest + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise UnreadableFile("there is no such file.", place=place, mend=_nearest(path)) from None
    except IsADirectoryError:
        raise UnreadableFile("this is a folder.", place=place, mend="Name one file in it.") from None
    except PermissionError:
        raise UnreadableFile("this file may not be read.", place=place, mend="Ask for permission to read it.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableFile(f"cannot be opened: {reason}.", place=place, mend="Check the name.") from None
    if len(content) > largest:
        most = largest // 1_000_000
        raise UnreadableFile(f"this file is larger than {most} MB.", place=place, mend="Divide it into several files.")
    return content


def _nearest(path: FilePath) -> str:
    try:
        beside = [entry.name for entry in path.parent.iterdir() if entry.suffix.lower() in (".yaml", ".yml", ".json")]
    except (OSError, ValueError):
        return "Check the name of the folder."
    return did_you_mean(path.name, beside) if beside else "Check the name and the folder."


def _decoded(content: bytes, file: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or _alternates(content):
        raise UnreadableFile("this file is saved as UTF-16.", place=Place(file), mend=_AS_UTF8)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in content:
            _refuse_binary(file)
        before = content[: error.start].decode("utf-8-sig")
        raise UnreadableFile(
            f"byte {error.start + 1} of this file (0x{content[error.start]:02X}) is not UTF-8 text.",
            place=_place(before, len(before), file),
            mend=_AS_UTF8,
        ) from None


def _alternates(content: bytes) -> bool:
    """Whether every second byte at the start is NUL: English text in UTF-16 without its mark."""
    start = content[:64]
    return any(len(half) > 1 and not any(half) and all(other) for half, other in _halves(start))


def _halves(start: bytes) -> tuple[tuple[bytes, bytes], tuple[bytes, bytes]]:
    return (start[::2], start[1::2]), (start[1::2], start[::2])


def _refuse_character(text: str, offset: int, file: str) -> NoReturn:
    if "\0" in text:
        _refuse_binary(file)
    raise UnreadableFile(
        f"a character that cannot be shown (U+{ord(text[offset]):04X}) stands here.",
        place=_place(text, offset, file),
        mend="Remove it.",
    )


def _refuse_binary(file: str) -> NoReturn:
    raise UnreadableFile("this is not a text file.", place=Place(file), mend="Name a YAML or JSON file.")


def _place(text: str, offset: int, file: str) -> Place:
    ends = [end.end() for end in _LINE_END.finditer(text, 0, offset)]
    return Place(file, len(ends) + 1, offset - (ends[-1] if ends else 0) + 1)
