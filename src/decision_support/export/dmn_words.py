"""Names and tests in FEEL, the language inside DMN, and texts that XML can hold."""

from __future__ import annotations

import re

from decision_support.model.rules import Condition
from decision_support.model.values import UNASKED
from decision_support.model.vocabulary import Fact

from .reading import otherwise

ANY = "-"
_NEVER = "false"
_WHOLE = re.compile(r"-?[0-9]+")
_OUTSIDE_NAMES = re.compile(r"[^A-Za-z0-9_]")
_OUTSIDE_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Names:
    """Names that FEEL reads as one word and XML takes for an id. In FEEL a dot is a path and a hyphen a minus."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, ...], str] = {}
        self._taken: set[str] = set()

    def of(self, *parts: str) -> str:
        """The name for these parts, of which the first begins with a letter: always the same, and no other's."""
        if parts not in self._given:
            wanted = name = "_".join(_OUTSIDE_NAMES.sub("_", part) for part in parts)
            number = 1
            while name.lower() in self._taken:
                number += 1
                name = f"{wanted}_{number}"
            self._taken.add(name.lower())
            self._given[parts] = name
        return self._given[parts]


def clean(text: str) -> str:
    """A text without the characters that XML has no place for."""
    return _OUTSIDE_XML.sub(" ", text)


def string(text: str) -> str:
    """A text in quotes."""
    escaped = clean(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def value(fact: Fact, text: str) -> str:
    """A value of a fact: a number where it is one of a fact that is a number."""
    return str(int(text)) if fact.number and _WHOLE.fullmatch(text) else string(text)


def cell(condition: Condition, fact: Fact, concluded: bool) -> str:
    """A condition as a unary test. A fact that rules conclude can have several values and so is a list."""
    if condition.allowed is None:
        return _bounded(condition)
    closed = otherwise(fact) != UNASKED  # its absence has been replaced by a value before the table is read
    values = sorted({value(fact, each) for each in condition.allowed if each != UNASKED or not closed})
    if not values:
        return _NEVER
    return " or ".join(f"list contains(?, {each})" for each in values) if concluded else ", ".join(values)


def values_allowed(fact: Fact) -> str:
    """The domain of a fact as unary tests, with the value that its absence is written as; empty for a free one."""
    if not fact.values:
        return ""
    return ", ".join(value(fact, each) for each in dict.fromkeys((*fact.values, otherwise(fact))))


def _bounded(condition: Condition) -> str:
    least, most = condition.at_least, condition.at_most
    if least is not None and most is not None:
        return f"[{least}..{most}]"
    if least is not None:
        return f">= {least}"
    return "? instance of number" if most is None else f"<= {most}"
