"""What a case file may write in short: a fact as its bare value, an option as its bare id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from decision_support.errors import InvalidCase

from .tree import Path as Where
from .tree import shortened
from .written import Written

SHORTHAND = ("facts", "answers")


def spelled_out(written: Written) -> Written:
    """The same tree with `fact: value` written as `fact: {value: value}`."""
    if not isinstance(written.data, dict):
        return written
    data = dict(written.data)
    for key in SHORTHAND:
        data[key] = _answers(data[key]) if key in data else {}
    options = data.get("options")
    if isinstance(options, list):
        data["options"] = [{"id": option} if isinstance(option, str) else option for option in options]
    for key in ("people", "options"):
        listed = data.get(key)
        if isinstance(listed, list):
            data[key] = [_with_answers(each) for each in listed]
    return Written(written.file, data, written.values, written.keys)


def _with_answers(node: Any) -> Any:
    return {**node, "facts": _answers(node["facts"])} if isinstance(node, dict) and "facts" in node else node


def _answers(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    return {
        name: {"value": value} if isinstance(value, str) else _own_word(value)
        for name, value in node.items()
        if isinstance(value, (str, dict))  # without_value refuses the others
    }


def _own_word(value: Any) -> Any:
    """The framework's questions are written with 'answer' where facts are written with 'value'."""
    if isinstance(value, dict) and "answer" in value and "value" not in value:
        return {("value" if key == "answer" else key): each for key, each in value.items()}
    return value


def without_value(written: Written) -> Iterator[InvalidCase]:
    """Facts and questions with nothing, or a list, in place of one value."""
    if not isinstance(written.data, dict):
        return
    groups: list[tuple[Where, Any]] = [((key,), written.data.get(key)) for key in SHORTHAND]
    for key in ("people", "options"):
        listed = written.data.get(key)
        for index, each in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(each, dict):
                groups.append(((key, index, "facts"), each.get("facts")))
    for at, group in groups:
        for name, value in group.items() if isinstance(group, dict) else ():
            place = written.place((*at, name))
            if value is None:
                mend = "Write it after the colon, or leave the whole line out."
                yield InvalidCase(f"'{shortened(name)}' has no value.", place=place, mend=mend)
            elif isinstance(value, list):
                yield InvalidCase(f"'{shortened(name)}' has one value, not a list.", place=place)
