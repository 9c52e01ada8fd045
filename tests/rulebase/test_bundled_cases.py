"""Every bundled case gets the advice that was worked out for it by reading the document."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from decision_support.casework import Casework
from decision_support.loading.cases import read_case
from decision_support.loading.examples import Expected, example_paths, expected_of
from decision_support.loading.knowledge import load
from decision_support.model.advice import Advice, MayNotAct, Recommendation
from decision_support.model.case import Case

FEWEST_CASES = 12
CASES = example_paths()
DAYS = [(name, expected) for name, path in CASES.items() for expected in expected_of(path)]
SAYS_NOTHING = {"on", "why"}


@cache
def casework() -> Casework:
    return Casework(load())


def differences(expected: Expected, advice: Advice) -> list[str]:
    """What the advice says otherwise than expected, one sentence each."""
    return [
        *_of_the_route(expected, advice),
        *_of_recommendations(expected, advice),
        *_of_people(expected, advice),
        *_of_the_lists(expected, advice),
        *_of_the_timetable(expected, advice),
        *_of_the_framework(expected, advice),
    ]


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


def _of_the_route(expected: Expected, advice: Advice) -> Iterator[str]:
    if expected.stage is not None and advice.stage != expected.stage:
        yield f"the stage is {advice.stage}, not {expected.stage}"
    if expected.next_step is not None and _own_name(advice.next_step) != expected.next_step:
        yield f"the next step is {advice.next_step}, not {expected.next_step}"
    if expected.ask_first is not None:
        first = advice.ask[0].fact if advice.ask else None
        if first != expected.ask_first:
            yield f"the first question is {first}, not {expected.ask_first}"


def _of_recommendations(expected: Expected, advice: Advice) -> Iterator[str]:
    given = {each.id: each for each in advice.recommendations}
    for name, strength in expected.recommend.items():
        if name not in given:
            yield f"{name} ({strength}) is missing"
        elif given[name].strength != strength:
            yield f"{name} is advised with '{given[name].strength}', not '{strength}'"
    for name in expected.never:
        if name in given:
            yield f"{name} ({given[name].strength}) must not be advised, and is by {', '.join(given[name].rules)}"
    for name, people in expected.people.items():
        acting = _acting(given[name]) if name in given else ()
        if sorted(acting) != sorted(people):
            yield f"{name} is for {', '.join(acting) or 'nobody'}, not for {', '.join(people)}"


def _of_people(expected: Expected, advice: Advice) -> Iterator[str]:
    barred = {"excluded": _by_role(advice.excluded), "in_doubt": _by_role(advice.in_doubt)}
    for kind, found in barred.items():
        for role, people in getattr(expected, kind).items():
            told = found.get(role, set())
            if told != set(people):
                yield f"{kind} from {role}: {', '.join(sorted(told)) or 'nobody'}, not {', '.join(people) or 'nobody'}"
    for role, people in expected.may_act.items():
        able = {
            subject.partition(":")[2]
            for subject, facts in advice.receipt.facts.items()
            if facts.get(f"proposed.{role}") == "yes"
        } - barred["excluded"].get(role, set())
        able -= barred["in_doubt"].get(role, set())
        if able != set(people):
            yield f"{', '.join(sorted(able)) or 'nobody'} may act as {role}, not {', '.join(people) or 'nobody'}"
    if expected.alarms is not None and {alarm.role for alarm in advice.alarms} != set(expected.alarms):
        yield f"the alarms are for {', '.join(alarm.role for alarm in advice.alarms) or 'nothing'}"


def _by_role(listed: tuple[MayNotAct, ...]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in listed:
        found.setdefault(each.role, set()).add(each.person)
    return found


def _acting(recommendation: Recommendation) -> tuple[str, ...]:
    return recommendation.actor.people if recommendation.actor else ()


def _of_the_lists(expected: Expected, advice: Advice) -> Iterator[str]:
    judgements = {_own_name(each.id) for each in advice.judgements}
    for name in expected.judgements:
        if name not in judgements:
            yield f"the judgement {name} is missing"
    silences = {each.id for each in advice.silences}
    for name in expected.silences:
        if name not in silences:
            yield f"the silence {name} is missing"
    for name in expected.absent:
        if name in judgements | silences:
            yield f"{name} must not be shown"
    if "conflicts" in expected.model_fields_set and bool(advice.conflicts) != expected.conflicts:
        between = "; ".join(" and ".join(each.between) for each in advice.conflicts)
        yield f"there is a conflict between {between}" if between else "there is no conflict"


def _of_the_timetable(expected: Expected, advice: Advice) -> Iterator[str]:
    lines = {_own_name(line.clock): line for line in advice.timetable}
    for clock, (earliest, latest) in expected.due.items():
        told = (lines[clock].on, lines[clock].latest) if clock in lines else (None, None)
        if told != (earliest.isoformat(), latest.isoformat()):
            yield f"the clock {clock} ends on {told[0]} or {told[1]}, not on {earliest} or {latest}"
    for clock, state in expected.states.items():
        found = lines[clock].state if clock in lines else None
        if found != state:
            yield f"the clock {clock} is {found}, not {state}"


def _of_the_framework(expected: Expected, advice: Advice) -> Iterator[str]:
    asked = {ask.subject if ask.fact == "answer" else ask.fact for ask in advice.ask}
    yield from (f"{name} is not asked" for name in expected.asked if name not in asked)
    applies = {question.id: question.applies for question in advice.questions}
    for question, state in expected.questions.items():
        if applies.get(question) != state:
            yield f"whether question {question} applies is {applies.get(question)}, not {state}"
    options = {_own_name(option.id): option for option in advice.options}
    for name, ruled_out in expected.ruled_out.items():
        if name not in options or bool(options[name].ruled_out) != ruled_out:
            yield f"the option {name} is {'not ' if ruled_out else ''}ruled out"
    for side, wanted in (("for", expected.argued_for), ("against", expected.argued_against)):
        for name, clauses in wanted.items():
            arguments = (options[name].for_ if side == "for" else options[name].against) if name in options else ()
            cited = {clause for argument in arguments for clause in argument.clauses}
            yield from (f"nothing {side} {name} rests on {clause}" for clause in clauses if clause not in cited)


def _own_name(qualified: str | None) -> str | None:
    """A name as its document has it: 'stage-1' for 'nssb.stage-1'."""
    return qualified.rpartition(".")[2] if qualified else None


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
    clocks = {clock.id for document in documents for clock, _ in document.clocks()}
    return sorted(
        ({*expected.recommend, *expected.never, *expected.people} - _recommendable())
        | (set(expected.judgements) - judgements)
        | (set(expected.silences) - silences)
        | (set(expected.absent) - judgements - silences)
        | ({*expected.due, *expected.states} - clocks)
        | (set(expected.questions) - questions)
        | (set(expected.asked) - questions - set(base.facts))
        | ({*expected.ruled_out, *expected.argued_for, *expected.argued_against} - options)
    )


@cache
def _recommendable() -> set[str]:
    """Actions of every document and our own; with a question at the end, where the document asks questions."""
    base = casework().base
    found = {f"ours.{name}" for name in base.our_actions}
    for guidance, document in base.documents.items():
        actions = {f"{guidance}.{name}" for name in document.actions}
        found |= actions | {f"{action}.{question}" for action in actions for question in document.questions}
    return found
