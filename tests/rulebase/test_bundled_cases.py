"""Every bundled case gets the advice that was worked out for it by reading the document."""

from __future__ import annotations

from functools import cache

import pytest

from decision_support.casework import Casework
from decision_support.loading.cases import read_case
from decision_support.loading.examples import Expected, example_paths, expected_of
from decision_support.loading.knowledge import load
from decision_support.model.case import Case
from decision_support.proof.expectations import differences

FEWEST_CASES = 12
CASES = example_paths()
DAYS = [(name, expected) for name, path in CASES.items() for expected in expected_of(path)]
SAYS_NOTHING = {"on", "why"}


@cache
def casework() -> Casework:
    return Casework(load())


def report(name: str, case: Case, expected: Expected) -> str:
    """Empty where the case gets the advice expected; otherwise which case, which day, and what differs."""
    found = differences(expected, casework().advise(case, expected.on))
    if not found:
        return ""
    lines = [f"{name}, on {expected.on.isoformat()}:", *(f"  - {each}" for each in found), f"  {expected.why}"]
    return "\n".join(lines)


def is_stated(expected: Expected) -> bool:
    """Whether the expectation holds anything that advice could fail."""
    stated = expected.model_fields_set - SAYS_NOTHING
    return any(getattr(expected, field) not in ({}, (), None) for field in stated)


def test_there_are_at_least_twelve_cases() -> None:
    assert len(CASES) >= FEWEST_CASES


@pytest.mark.parametrize(("name", "expected"), DAYS, ids=[f"{name}-{expected.on}" for name, expected in DAYS])
def test_a_bundled_case_gets_the_advice_that_the_document_leads_to(name: str, expected: Expected) -> None:
    different = report(name, read_case(CASES[name], casework().base), expected)
    assert not different, different


@pytest.mark.parametrize(("name", "expected"), DAYS, ids=[f"{name}-{expected.on}" for name, expected in DAYS])
def test_every_expectation_holds_something_that_can_fail(name: str, expected: Expected) -> None:
    assert is_stated(expected), f"{name}, on {expected.on}: nothing is expected"


@pytest.mark.parametrize(("name", "expected"), DAYS, ids=[f"{name}-{expected.on}" for name, expected in DAYS])
def test_everything_that_an_expectation_names_exists(name: str, expected: Expected) -> None:
    unknown = names_unknown(expected)
    assert not unknown, f"{name}, on {expected.on}: there is no {', '.join(unknown)}"


def names_unknown(expected: Expected) -> list[str]:
    """What the expectation names that the knowledge base does not have: such a 'never' could not fail."""
    base = casework().base
    documents = base.documents.values()
    judgements = {name for document in documents for name in document.judgements} | set(base.our_judgements)
    silences = {name for document in documents for name in document.silences}
    questions = {name for document in documents for name in document.questions}
    options = {name for document in documents for name in document.options}
    roles = {name for document in documents for name in document.roles}
    clauses = {name for document in documents for name in document.clauses}
    clocks = {clock.id for document in documents for clock, _ in document.clocks()}
    return sorted(
        (
            {*expected.recommend, *expected.never, *expected.people, *expected.actors, *expected.contacts}
            - _recommendable()
        )
        | (set(expected.clauses) - _recommendable() - _judgeable())
        | ({*expected.actors.values(), *expected.contacts.values()} - roles)
        | ({clause for cited in expected.clauses.values() for clause in cited} - clauses)
        | (set(expected.judgements) - judgements)
        | (set(expected.silences) - silences)
        | (set(expected.absent) - judgements - silences)
        | ({*expected.due, *expected.states, *expected.kinds} - clocks)
        | (set(expected.questions) - questions)
        | (set(expected.asked) - questions - set(base.facts))
        | ({*expected.ruled_out, *expected.argued_for, *expected.argued_against} - options)
    )


@cache
def _judgeable() -> set[str]:
    """Judgements of every document and our own, by the names that advice has for them."""
    base = casework().base
    found = {f"ours.{name}" for name in base.our_judgements}
    return found | {f"{own}.{name}" for own, document in base.documents.items() for name in document.judgements}


@cache
def _recommendable() -> set[str]:
    """Actions of every document and our own; with a question at the end, where the document asks questions."""
    base = casework().base
    found = {f"ours.{name}" for name in base.our_actions}
    for guidance, document in base.documents.items():
        actions = {f"{guidance}.{name}" for name in document.actions}
        found |= actions | {f"{action}.{question}" for action in actions for question in document.questions}
    return found
