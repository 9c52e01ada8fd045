"""On the bundled cases: what is asked can matter, what is not asked cannot, and each change that is named does it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Mapping
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision_support.casefile.answers import with_answer
from decision_support.casework import Casework
from decision_support.errors import InvalidCase
from decision_support.loading.cases import read_case
from decision_support.loading.examples import example_paths, expected_of
from decision_support.model.advice import Advice
from decision_support.model.case import Case
from decision_support.model.facts import CASE, Subject
from decision_support.model.values import Answer
from decision_support.reasoning.openness import About, choices
from decision_support.reasoning.outlook import ACTION, Outlook, outlooks
from how_long import TIMES

RELAXED = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
DAYS = [(name, expectation.on) for name, path in example_paths().items() for expectation in expected_of(path)]


def the_case(desk: Casework, name: str) -> Case:
    return read_case(example_paths()[name], desk.base)


def prospects(desk: Casework, case: Case, on: dt.date) -> tuple[Outlook, ...]:
    situation, book = desk.situation(case, on), desk.rule_book(case.guidance)
    live = book.openness.live(situation.facts)
    return outlooks(desk.base, book.rules.values(), live, situation.facts, book.worlds)


def told(case: Case, answers: Mapping[About, str]) -> Case:
    for about, value in answers.items():
        case = with_answer(case, about.subject, about.fact, Answer(value=value))
    return case


def concluded(advice: Advice, over: Collection[str] = ()) -> dict[str, object]:
    """What a reader of the advice would see change: what to do, to judge and to weigh, and who may act.

    over  documents whose matter is settled: nobody is asked any more about those who acted under them
    """
    return {
        "recommendations": {each.id: each.strength for each in advice.recommendations},
        "judgements": {each.id: (each.about, each.weigh, each.because) for each in advice.judgements},
        "bars": {
            (each.guidance, each.role, each.person, each in advice.excluded)
            for each in (*advice.excluded, *advice.in_doubt)
            if each.guidance not in over
        },
        "options": {
            each.id: {reason.rule for reason in (*each.for_, *each.against, *each.ruled_out)} for each in advice.options
        },
        "silences": {each.id for each in advice.silences},
        "governing": {each.guidance for each in advice.governing},
    }


@settings(max_examples=40 * TIMES, **RELAXED)
@given(day=st.sampled_from(DAYS), seed=st.integers(0, 10**6))
def test_whatever_is_asked_makes_a_difference_in_some_completion(desk: Casework, day: tuple, seed: int) -> None:
    name, on = day
    case, chance = the_case(desk, name), random.Random(seed)
    asks = desk.advise(case, on).ask
    if not asks:
        return
    found = prospects(desk, case, on)
    chosen = chance.choice(asks)
    turning = {about for outlook in found for about in outlook.cone if outlook.turns_on(about)}
    about = next((each for each in turning if (each.fact, each.subject.id) == (chosen.fact, chosen.subject)), None)
    if about is None:  # only what is asked after it makes a difference
        after = desk.base.asked_after[chosen.fact]
        assert any(each.fact in after and each.subject.id == chosen.subject for each in turning)
        return
    facts = desk.situation(case, on).facts
    for outlook in found:
        if not outlook.turns_on(about):
            continue
        masks = outlook.block.masks[about]
        for world in chance.sample(range(outlook.block.size), min(outlook.block.size, 4000)):
            if not next(iter(masks.values())) >> world & 1:
                continue
            rest = outlook.block.changes(world)
            try:
                then = [desk.advise(told(case, rest), on)]
                then += [
                    desk.advise(told(case, rest | {about: value}), on) for value in choices(desk.base, facts, about)
                ]
            except InvalidCase:
                continue  # answers that contradict each other
            if len({str(concluded(each)) for each in then}) > 1:
                return
    pytest.fail(f"{chosen.fact} of {chosen.subject} changed nothing in {name} on {on}")


@settings(max_examples=60 * TIMES, **RELAXED)
@given(day=st.sampled_from(DAYS), seed=st.integers(0, 10**6))
def test_whatever_is_not_asked_makes_none(desk: Casework, day: tuple, seed: int) -> None:
    name, on = day
    case, chance = the_case(desk, name), random.Random(seed)
    facts = desk.situation(case, on).facts
    over = {name for name in case.guidance if facts[CASE].get(f"{name}.settled") == "yes"}
    advice = desk.advise(case, on)
    asked = {(each.fact, each.subject) for each in advice.ask}
    unasked = [
        About(subject, fact)
        for subject in facts
        for fact, known in desk.base.facts.items()
        if known.ask and not known.volunteered and known.about == subject.kind and fact not in facts[subject]
    ]
    idle = [each for each in unasked if (each.fact, each.subject.id) not in asked and not _later(desk, each, asked)]
    if not idle:
        return
    chosen = chance.choice(idle)
    others = {
        about: chance.choice((None, *choices(desk.base, facts, about)))
        for about in unasked
        if about != chosen and chance.random() < 0.5 and _first(desk, about) != _first(desk, chosen)
    }
    rest = told(case, {about: value for about, value in others.items() if value is not None})
    try:
        before = desk.advise(rest, on)
        for value in choices(desk.base, facts, chosen):
            after = desk.advise(told(rest, {chosen: value}), on)
            assert concluded(after, over) == concluded(before, over), (chosen, value)
    except InvalidCase:
        return  # answers that contradict each other


def _later(desk: Casework, about: About, asked: set[tuple[str, str]]) -> bool:
    """Whether it is asked once something else has an answer, or as another question."""
    first = desk.base.facts[about.fact].asked_after
    return (first, about.subject.id) in asked or ("answer", _first(desk, about).subject.id) in asked


def _first(desk: Casework, about: About) -> About:
    earliest = desk.base.first_asking.get(about.subject.id, about.subject.id)
    return About(Subject(about.subject.kind, earliest), about.fact)


@settings(max_examples=40 * TIMES, **RELAXED)
@given(day=st.sampled_from(DAYS), seed=st.integers(0, 10**6))
def test_each_change_named_changes_the_recommendation_and_none_smaller_does(
    desk: Casework, day: tuple, seed: int
) -> None:
    name, on = day
    case, chance = the_case(desk, name), random.Random(seed)
    now = _strengths(desk.advise(case, on))
    flips = [
        (outlook, world, changes)
        for outlook in prospects(desk, case, on)
        if outlook.target.kind == ACTION
        for world, changes in outlook.smallest_changes()
    ]
    if not flips:
        return
    for outlook, world, changes in chance.sample(flips, min(3, len(flips))):
        try:
            then = _strengths(desk.advise(told(case, changes), on))
        except InvalidCase:
            continue  # answers that contradict each other
        affected = _about(outlook)
        assert affected(then) != affected(now)
        assert bool(affected(then)) == outlook.holds(world) or outlook.held[0] >> world & 1
        for fewer in combinations(changes.items(), len(changes) - 1):
            assert affected(_strengths(desk.advise(told(case, dict(fewer)), on))) == affected(now)


@settings(max_examples=20 * TIMES, **RELAXED)
@given(day=st.sampled_from(DAYS), seed=st.integers(0, 10**6))
def test_what_is_called_settled_stands_whatever_the_answers(desk: Casework, day: tuple, seed: int) -> None:
    name, on = day
    case, chance = the_case(desk, name), random.Random(seed)
    advice = desk.advise(case, on)
    facts = desk.situation(case, on).facts
    opened = {about for outlook in prospects(desk, case, on) for about in outlook.cone}
    answers = {about: chance.choice(choices(desk.base, facts, about)) for about in sorted(opened)}
    try:
        then = _strengths(desk.advise(told(case, answers), on))
    except InvalidCase:
        return  # answers that contradict each other
    now = _strengths(advice)
    for each in advice.stability.each:
        if each.settled:
            assert then.get(each.recommendation) == now[each.recommendation], (each, answers)


def _strengths(advice: Advice) -> dict[str, str]:
    return {each.id: each.strength for each in advice.recommendations}


def _about(outlook: Outlook):
    question = f".{outlook.target.subject.id}" if outlook.target.subject != CASE else ""
    name = outlook.target.name

    def affected(strengths: Mapping[str, str]) -> dict[str, str]:
        ids = {f"{name}{question}", f"{name.replace('.', '.not.', 1)}{question}"}
        return {each: strength for each, strength in strengths.items() if each in ids}

    return affected
