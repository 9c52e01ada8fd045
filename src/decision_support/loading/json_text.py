"""JSON text to a located tree: json judges the syntax, a scanner of our own finds the places."""

from __future__ import annotations

import json
import re
from bisect import bisect_right

from decision_support.errors import Place, UnreadableFile

from .tree import DEEPEST, UNSHOWN, Node, Position, TreeBuilder

_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*'
_TOKEN = re.compile(rf'{_STRING}"|[{{}}\[\],:]|[^\s{{}}\[\],:"]+', re.DOTALL)
_BRACKET = re.compile(rf"{_STRING}|[\[{{]|[\]}}]", re.DOTALL)
_LINE_END = re.compile(r"\r\n|\n|\r")
_ATOMS: dict[str, str | None] = {"null": None, "true": "true", "false": "false"}

# The opening words of json's own message, and ours: what is wrong, and what would be right.
_EXPLAINED = (
    ("Expecting property name", "a key in double quotes is missing here.", 'Write "key": value.'),
    ("Illegal trailing comma", "a comma stands before a closing bracket.", "Remove the comma."),
    ("Expecting ':'", "a colon is missing after a key.", 'Write "key": value.'),
    ("Expecting ','", "a comma is missing before this.", "Put a comma between two items, or close the bracket."),
    ("Expecting value", "a value is missing here.", "Write text in double quotes, a number, a list or a mapping."),
    ("Unterminated string", "a double quote is opened here and never closed.", "Close it."),
    ("Invalid control character", "text runs over the end of a line or holds a tab.", "Close it, or write \\n or \\t."),
    ("Invalid \\escape", "a backslash stands for nothing here.", "Write two backslashes for one."),
    ("Invalid \\uXXXX", "\\u is not followed by four hexadecimal digits.", "Write the character itself."),
    ("Extra data", "something follows after the end of the JSON.", "Remove it; a file holds one value."),
)


def build(text: str, file: str) -> TreeBuilder:
    """The tree that this JSON text describes, every scalar as text. Raises UnreadableFile."""
    lines = _Lines(text)
    builder = TreeBuilder(file)
    if not text.strip():
        return builder
    _refuse_depth(text, lines, builder)
    try:
        json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise _explained(error, lines, file) from None
    for match in _TOKEN.finditer(text):
        _take(match[0], lines.position(match.start()), builder)
    return builder


class _Lines:
    """Where each line of a text starts."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def position(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def _refuse_depth(text: str, lines: _Lines, builder: TreeBuilder) -> None:
    """Raise UnreadableFile before json itself would run out of stack."""
    depth = 0
    for match in _BRACKET.finditer(text):
        if match[0] in "[{":
            depth += 1
        elif match[0] in "]}":
            depth -= 1
        if depth > DEEPEST:
            at = lines.position(match.start())
            builder.refuse(at, f"this is nested more than {DEEPEST} deep.", "Write it flatter.")


def _take(token: str, at: Position, builder: TreeBuilder) -> None:
    match token[0]:
        case "{" | "[":
            builder.open({} if token == "{" else [], at)
        case "}" | "]":
            builder.close()
        case "," | ":":
            pass
        case '"' if builder.wants_key:
            builder.key(_unquoted(token, at, builder), at)
        case '"':
            builder.add(_unquoted(token, at, builder), at)
        case _:
            builder.add(_atom(token, at, builder), at)


def _unquoted(token: str, at: Position, builder: TreeBuilder) -> str:
    if "\\" not in token:
        return token[1:-1]
    text: str = json.loads(token)
    if found := UNSHOWN.search(text):
        builder.refuse_unshown(at, found[0])
    return text


def _atom(token: str, at: Position, builder: TreeBuilder) -> Node:
    if "N" in token or "I" in token:
        builder.refuse(at, f"{token} is not a value.", "Write a number, or null where there is none.")
    return _ATOMS.get(token, token)


def _explained(error: json.JSONDecodeError, lines: _Lines, file: str) -> UnreadableFile:
    # Before Python 3.13 a trailing comma is reported as a missing key or value at the bracket after it.
    before = error.doc[: error.pos].rstrip()
    if error.doc[error.pos : error.pos + 1] in ("]", "}") and before.endswith(","):
        return _mistake("Illegal trailing comma", Place(file, *lines.position(len(before) - 1)))
    return _mistake(error.msg, Place(file, *lines.position(error.pos)))


def _mistake(message: str, place: Place) -> UnreadableFile:
    for opening, what, mend in _EXPLAINED:
        if message.startswith(opening):
            return UnreadableFile(what, place=place, mend=mend)
    what = f"this is not well-formed JSON: {message}."
    return UnreadableFile(what, place=place, mend="Check the quotes and brackets.")
