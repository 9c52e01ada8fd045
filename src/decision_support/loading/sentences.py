"""What a value should have been, in our own words rather than the validator's."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, get_args

from pydantic import StringConstraints

from decision_support.errors import did_you_mean
from decision_support.model.values import Identifier

from .tree import Node, Path, shortened

EXACT = {
    int: "a whole number",
    dt.date: "a date such as 2026-11-05",
    dt.datetime: "a date and time such as 2026-11-05T16:30",
}

_EXPECTED = {
    "string": "text",
    "int": EXACT[int],
    "float": "a number",
    "bool": "yes or no",
    "date": EXACT[dt.date],
    "datetime": EXACT[dt.datetime],
    "tuple": "a list",
    "list": "a list",
    "set": "a list",
    "frozen": "a list",
    "dict": "a mapping of keys to values",
    "model": "a mapping of keys to values",
    "dataclass": "a mapping of keys to values",
}
_ID_PATTERN = next(each.pattern for each in get_args(Identifier) if isinstance(each, StringConstraints))
_FAULTS = frozenset(
    {"type", "parsing", "parsing_size", "from_float", "from_datetime_parsing", "from_date_parsing",
     "from_datetime_inexact", "attributes_type"}
)  # fmt: skip
_LEAD_INS = re.compile("^(Value error|Assertion failed), ")


def called(path: Path) -> str:
    """How a sentence names the value of a path."""
    for depth, step in enumerate(reversed(path)):
        if isinstance(step, str):
            items = path[len(path) - depth :]
            return "".join(f"item {int(item) + 1} of " for item in reversed(items)) + f"'{shortened(step)}'"
    return "".join(f"item {int(item) + 1} of " for item in reversed(path)) + "the file"


def should_be(path: Path, expected: str, node: Node) -> tuple[str, str]:
    """What is wrong and how to mend it, where something else should have been written."""
    if node is None:
        return f"{called(path)} has no value.", f"Write {expected}."
    mend = ""
    if expected == "a list" and isinstance(node, str):
        mend = f"Write [{shortened(node)}]."
    return f"{called(path)} should be {expected}, not {_shown(node, expected)}.", mend


def unknown_key(key: str, names: Iterable[str]) -> tuple[str, str]:
    """For a key that nothing knows."""
    known = list(names)
    return f"unknown key '{shortened(key)}'.", did_you_mean(key, known) if known else ""


def suggestion(key: str) -> str:
    """What did_you_mean says where this key is the nearest."""
    return did_you_mean(key, [key])


def of_key(error: Any, path: Path) -> tuple[str, str]:
    """What is wrong and how to mend it, for one error of the validator about the last key of this path."""
    key = str(path[-1])
    return of_error(error, path, key) if key else ("a key is empty.", "Write a name before the colon.")


def of_error(error: Any, path: Path, node: Node) -> tuple[str, str]:
    """What is wrong and how to mend it, for one error of the validator at this path."""
    kind: str = error["type"]
    given: dict[str, Any] = error.get("ctx", {})
    match kind:
        case "literal_error":
            return _not_one_of(path, _literals(error), node)
        case "string_pattern_mismatch" if given["pattern"] == _ID_PATTERN:
            return _not_an_id(path, node)
        case "string_too_short" | "too_short" if given["min_length"] == 1:
            return f"{called(path)} is empty.", "Fill it in."
        case "too_short":
            return f"{called(path)} needs at least {given['min_length']} items.", "Add what is missing."
        case "too_long":
            return f"{called(path)} has more than {given['max_length']} items.", "Shorten it."
        case "string_too_short":
            return f"{called(path)} needs at least {given['min_length']} characters.", "Write more."
        case "string_too_long":
            length = len(error["input"].strip())
            return f"{called(path)} has {length} characters; {given['max_length']} is the most.", "Shorten it."
        case "value_error" | "assertion_error":
            return _ended(_LEAD_INS.sub("", error["msg"])), ""
    subject, _, fault = kind.partition("_")
    if fault in _FAULTS and subject in _EXPECTED:
        return should_be(path, _EXPECTED[subject], node)
    return _ended(f"{called(path)} does not fit: {error['msg'][:1].lower()}{error['msg'][1:]}"), ""


def any_of(errors: Iterable[Any]) -> str:
    """'text or a mapping of keys to values': what the members of a union want, from their errors."""
    return " or ".join(dict.fromkeys(_wanted(error) for error in errors))


def _wanted(error: Any) -> str:
    if error["type"] == "literal_error":
        return f"one of {', '.join(_literals(error))}"
    return _EXPECTED.get(error["type"].partition("_")[0], "something else")


def _literals(error: Any) -> list[str]:
    return re.findall(r"'([^']*)'", error["ctx"]["expected"])


def _not_one_of(path: Path, allowed: list[str], node: Node) -> tuple[str, str]:
    if not node or not isinstance(node, str):
        return should_be(path, "one of " + ", ".join(allowed), node if isinstance(node, (list, dict)) else None)
    nearest = did_you_mean(node, allowed)
    mend = nearest if nearest.startswith("Did") else ""
    return f"'{shortened(node)}' is not one of {', '.join(allowed)}.", mend


def _not_an_id(path: Path, node: Node) -> tuple[str, str]:
    text = node if isinstance(node, str) else ""
    if not text:
        return f"{called(path)} is empty.", "Fill it in."
    mend = "Use letters, digits, dots, hyphens and underscores, and start with a letter or a digit."
    return f"'{shortened(text)}' is not an id.", mend


def _shown(node: Node, expected: str) -> str:
    if isinstance(node, list):
        return "a list"
    if isinstance(node, dict):
        return "a mapping of keys to values"
    if expected.startswith(("a list", "a mapping", "text")):
        return "text"
    return f"'{shortened(node or '')}'"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!")) else sentence + "."
