"""Resolves the names and tests that an author writes into facts and conditions, or says what would be right."""

from __future__ import annotations

from collections.abc import Mapping

from decision_support.errors import InvalidKnowledge, Place, did_you_mean
from decision_support.model.rules import Condition, Test
from decision_support.model.values import KNOWN, UNASKED, UNKNOWN, Kind
from decision_support.model.vocabulary import Fact

CASE_PREFIX = "case."


def fact_name(written: str, guidance: str | None, facts: Mapping[str, Fact], place: Place | None) -> str:
    """The qualified name of a fact as a rule of this guidance writes it."""
    own = f"{guidance}.{written}"
    if written in facts:
        return written
    if guidance and own in facts:
        return own
    prefix = f"{guidance}."
    known = [name.removeprefix(prefix) if guidance else name for name in facts]
    raise InvalidKnowledge(f"there is no fact '{written}'.", place=place, mend=did_you_mean(written, known))


def condition(
    written: str,
    test: object,
    *,
    about: Kind,
    guidance: str | None,
    facts: Mapping[str, Fact],
    place: Place | None,
) -> Condition:
    """One condition, with its fact found and its values checked against the fact's domain."""
    scope, bare = _scope(written, about)
    name = fact_name(bare, guidance, facts, place)
    fact = facts[name]
    refuse_another_subject(bare, fact, about if scope == "subject" else "case", place)
    if isinstance(test, dict):
        test = Test.model_validate(test)
    if fact.number:
        least, most = _bounds(bare, test, place)
        return Condition(scope=scope, fact=name, at_least=least, at_most=most)
    return Condition(scope=scope, fact=name, allowed=_allowed(bare, fact, test, place))


def value(written: str, name: str, fact: Fact, place: Place | None) -> str:
    """A value given to a fact, checked against its domain."""
    if fact.number:
        if not (written.isascii() and written.isdigit() and len(written) < 10):
            raise InvalidKnowledge(f"'{name}' takes a whole number, not '{written}'.", place=place)
        return str(int(written))
    if written not in fact.values:
        raise InvalidKnowledge(f"'{name}' cannot be '{written}'.", place=place, mend=did_you_mean(written, fact.values))
    return written


def refuse_another_subject(name: str, fact: Fact, about: Kind, place: Place | None) -> None:
    """Raise InvalidKnowledge for a fact about another kind of subject than this."""
    if fact.about == about:
        return
    hint = (
        f"Write '{CASE_PREFIX}{name}'." if fact.about == "case" else f"A rule that reads it says 'about: {fact.about}'."
    )
    what = f"'{name}' is a fact about {a_subject(fact.about)}, not about {a_subject(about)}."
    raise InvalidKnowledge(what, place=place, mend=hint)


def a_subject(kind: Kind) -> str:
    """How a sentence speaks of a kind of subject: 'the case', 'a person'."""
    return "the case" if kind == "case" else f"an {kind}" if kind == "option" else f"a {kind}"


def _scope(written: str, about: Kind) -> tuple[str, str]:
    if about != "case" and written.startswith(CASE_PREFIX):
        return "case", written.removeprefix(CASE_PREFIX)
    return "subject", written


def _bounds(name: str, test: object, place: Place | None) -> tuple[int | None, int | None]:
    if isinstance(test, Test) and test.one_of is None and (test.at_least, test.at_most) != (None, None):
        return test.at_least, test.at_most
    if isinstance(test, str) and test.isascii() and test.isdigit():
        return int(test), int(test)
    raise InvalidKnowledge(
        f"'{name}' is a number.", place=place, mend="Write a whole number, {at_least: n} or {at_most: n}."
    )


def _allowed(name: str, fact: Fact, test: object, place: Place | None) -> tuple[str, ...]:
    if isinstance(test, Test):
        if test.one_of is None or test.at_least is not None or test.at_most is not None:
            raise InvalidKnowledge(f"'{name}' is not a number.", place=place, mend="Write a value or {one_of: [...]}.")
        written: tuple[str, ...] = test.one_of
    else:
        written = (str(test),)
    allowed: list[str] = []
    for each in written:
        if each == KNOWN:
            allowed += [one for one in fact.values if one != UNKNOWN]
        elif each == UNASKED and fact.otherwise is None:
            allowed.append(UNASKED)
        elif each in fact.values:
            allowed.append(each)
        else:
            domain = [*fact.values, KNOWN, *([] if fact.otherwise else [UNASKED])]
            raise InvalidKnowledge(f"'{name}' cannot be '{each}'.", place=place, mend=did_you_mean(each, domain))
    return tuple(sorted(set(allowed)))
