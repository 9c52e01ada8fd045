"""Names, texts, values and patterns in the notation of CLIPS, whatever characters they hold."""

from __future__ import annotations

import re

from decision_support.model.rules import Condition
from decision_support.model.vocabulary import Fact

_WHOLE = re.compile(r"-?[0-9]+")
_NEVER = "(test FALSE)"


def name(sort: str, own: str) -> str:
    """A name for a construct: never a number, and only characters that CLIPS takes in a symbol."""
    safe = (each if each.isascii() and (each.isalnum() or each in "._-") else _coded(each) for each in own)
    return f"{sort}-{''.join(safe)}"


def string(text: str) -> str:
    """A text in quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def one_line(text: str) -> str:
    """A text as it can stand in a comment: without line breaks, its spaces kept."""
    return "".join(each if each.isprintable() else " " for each in text)


def value(fact: Fact, text: str) -> str:
    """A value of a fact: a number where it is one of a fact that is a number."""
    return str(int(text)) if fact.number and _WHOLE.fullmatch(text) else string(text)


def pattern(condition: Condition, fact: Fact, subject: str, several: bool, number: str) -> str:
    """A condition on a fact of this subject.

    several  whether the fact can have more than one value at once
    number   a name for the variable of a number, used by no other pattern of the rule
    """
    if condition.allowed is None:
        return _matching(condition.fact, subject, _bounded(condition, number))
    values = sorted({value(fact, each) for each in condition.allowed})
    if not values:
        return _NEVER
    matching = _matching(condition.fact, subject, "|".join(values))
    return f"(exists {matching})" if several and len(values) > 1 else matching


def _matching(fact: str, subject: str, slot: str) -> str:
    return f"(fact (name {string(fact)}) (of {subject}) (value {slot}))"


def _bounded(condition: Condition, number: str) -> str:
    tests = [f"?{number}", f":(integerp ?{number})"]
    if condition.at_least is not None:
        tests.append(f":(>= ?{number} {condition.at_least})")
    if condition.at_most is not None:
        tests.append(f":(<= ?{number} {condition.at_most})")
    return "&".join(tests)


def _coded(character: str) -> str:
    return f"%{ord(character):X}%"
