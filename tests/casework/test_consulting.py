"""The laws of a consultation, on the bundled knowledge and cases of every document."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decision_support.casefile.answers import answer_in, with_answer
from decision_support.casework.at_stake import at_stake
from decision_support.casework.consulting import answers_in, begin
from decision_support.casework.happenings import happenings, stage_of
from decision_support.errors import InvalidCase
from decision_support.loading.examples import bundled_example, example_paths
from decision_support.model.case import Case, Event
from decision_support.model.values import Answer
from sample_cases import case_of

DAY = dt.date(2026, 11, 2)
BLANK = [(), ("lscb",), ("nssb",), ("osdr",), ("ssab",), ("nssb", "ssab")]
BUNDLED = ["almost-nothing-known", "lscb-people-panel-of-both-sides", "osdr-difference-highlighted"]
SLOW = ["nhs-concern-just-in", "osdr-people-put-forward-by-one-side"]


def sat_down(desk, base, start, room=()):
    if isinstance(start, str):
        case, on = bundled_example(start, base)
        return begin(desk, case, on, room)
    return begin(desk, Case(case="A test", guidance=start, opened=DAY), DAY, room)


def carried_on(sitting, chance, skips=0.2):
    """Answer or skip to the end, at random; every step of it."""
    steps = [sitting]
    while ask := sitting.question():
        assert answer_in(sitting.case, sitting.subject(ask), ask.fact) is None, "it asks what is known"
        if chance.random() < skips:
            sitting = sitting.skip()
        else:
            value = chance.choice(sitting.desk.base.facts[ask.fact].answers)
            sitting = sitting.answer(value, chance.choice([None, "Because."]))
        steps.append(sitting)
        assert len(steps) < 300, "it does not end"
    return steps


def laws_hold(steps, chance):
    first, last = steps[0], steps[-1]
    entered = [(each.subject, each.fact, each.answer) for each in last.given]
    chance.shuffle(entered)
    written = first.case
    for about in entered:
        written = with_answer(written, *about)
    assert first.desk.advise(written, first.on) == last.advice
    for before, after in zip(reversed(steps[:-1]), reversed(steps), strict=False):
        assert after.back() is before
    asked = [(step.subject(step.question()), step.question().fact) for step in steps[:-1]]
    assert len(asked) == len(set(asked)), "something was asked twice"


@pytest.mark.parametrize("start", [*BLANK, *BUNDLED], ids=str)
@settings(max_examples=10, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_a_consultation_ends_and_gives_the_advice_of_a_file_with_the_same_answers(desk, base, start, chance):
    laws_hold(carried_on(sat_down(desk, base, start), chance), chance)


@pytest.mark.parametrize("start", SLOW)
def test_so_do_the_long_ones(desk, base, start):
    chance = random.Random(7)
    laws_hold(carried_on(sat_down(desk, base, start), chance, skips=0.7), chance)


@settings(max_examples=15, deadline=None)
@given(chance=st.randoms(use_true_random=False), start=st.sampled_from([*BLANK, *BUNDLED]))
def test_what_was_answered_stays_answered_when_an_answer_changes(desk, base, start, chance):
    last = carried_on(sat_down(desk, base, start), chance, skips=0)[-1]
    if not last.given:
        return
    number = chance.randrange(len(last.given)) + 1
    value = chance.choice(base.facts[last.numbered(number).fact].answers)
    changed = last.change(number, value, "On second thoughts.")
    assert [(each.subject, each.fact) for each in changed.given] == [(each.subject, each.fact) for each in last.given]
    for position, (old, new) in enumerate(zip(last.given, changed.given, strict=True), 1):
        assert new == old if position != number else new.answer.value == value
        assert answer_in(changed.case, new.subject, new.fact) == new.answer
    assert changed.back() is last
    asked = changed.question()
    assert asked is None or answer_in(changed.case, changed.subject(asked), asked.fact) is None


def test_what_a_case_says_already_is_numbered_first(desk, base):
    sitting = sat_down(desk, base, "almost-nothing-known")
    already = len(sitting.given)
    assert list(sitting.given) == list(answers_in(sitting.case))
    assert sitting.answer("unknown").given[:already] == sitting.given


def test_an_answer_carries_its_day_and_its_reasons(desk, base):
    sitting = sat_down(desk, base, ("nssb",)).answer("no", "She is on the ward.")
    assert sitting.case.facts["immediate_risk_of_harm"] == Answer(value="no", rationale="She is on the ward.", on=DAY)


def test_only_what_somebody_in_the_room_can_answer_is_asked(desk, base):
    everybody = sat_down(desk, base, ("lscb",))
    managers = sat_down(desk, base, ("lscb",), room=["lscb_manager"])
    assert managers.for_others and managers.open
    assert {ask.fact for ask in managers.open} | {ask.fact for ask in managers.for_others} == {
        ask.fact for ask in everybody.open
    }
    told = [base.facts[ask.fact] for ask in managers.open]
    assert all(fact.safety or "lscb_manager" in fact.answered_by for fact in told)
    assert any(fact.safety and "lscb_manager" not in fact.answered_by for fact in told), "danger is asked of anybody"
    assert not any("lscb_manager" in base.facts[ask.fact].answered_by for ask in managers.for_others)
    assert everybody.for_others == ()


def test_what_is_skipped_is_not_asked_again_and_not_forgotten(desk, base):
    sitting = sat_down(desk, base, ("nssb",))
    first = sitting.question()
    skipped = sitting.skip()
    assert skipped.question() != first and skipped.put_off == (first,)
    assert skipped.case == sitting.case


def test_what_was_answered_on_a_later_day_is_not_asked_and_not_lost(desk, base):
    case, on = bundled_example("osdr-people-put-forward-by-one-side", base)
    sitting = begin(desk, case, on)
    assert sitting.later and all(each.answer.on > on for each in sitting.later)
    later = {(each.subject, each.fact) for each in sitting.later}
    assert later & {(sitting.subject(ask), ask.fact) for ask in sitting.advice.ask}
    assert not later & {(sitting.subject(ask), ask.fact) for ask in sitting.open}


def test_the_questions_of_one_principle_come_together(desk, base):
    sitting = sat_down(desk, base, "nhs-concern-just-in")
    principles = {name: each.principle for name, each in base.documents["nhs"].questions.items()}
    seen = []
    while ask := sitting.question():
        if ask.subject in principles and (not seen or seen[-1] != principles[ask.subject]):
            here = principles[ask.subject]
            between = sitting.last[0].kind == "case" or here not in seen
            assert between, f"{here} comes up twice without reason"
            seen.append(here)
        sitting = sitting.skip()
    assert len(seen) == len(set(seen)) > 3


def test_an_answer_that_is_none_is_refused(desk, base):
    sitting = sat_down(desk, base, ("nssb",))
    with pytest.raises(InvalidCase, match="cannot be answered 'maybe'"):
        sitting.answer("maybe")
    with pytest.raises(InvalidCase, match="no answer number 3"):
        sitting.change(3, "yes")


def test_an_event_leaves_the_answers_in_their_order(desk, base):
    sitting = sat_down(desk, base, ("nssb",)).answer("no").answer("yes")
    event = Event(what="concern_raised", on=DAY)
    after = sitting.with_case(sitting.case.model_copy(update={"events": (event,)}))
    assert after.given == sitting.given and after.back() is sitting


def test_why_a_question_is_asked_shows_what_each_answer_would_do(desk, base):
    sitting = sat_down(desk, base, ("nssb",))
    stake = at_stake(sitting, sitting.question())
    assert [outcome.value for outcome in stake.outcomes] == ["yes", "no", "unknown"]
    assert stake.outcomes[0].advice == sitting.answer("yes").advice
    assert "ours.danger-now" in {each.rule for each in stake.waiting}


@pytest.mark.parametrize("name", example_paths())
def test_what_the_advice_waits_for_can_be_recorded_first_and_nothing_twice(desk, base, name):
    case, on = bundled_example(name, base)
    advice = desk.advise(case, on)
    found = happenings(base, case, advice)
    listed = (*found.awaited, *found.others)
    assert len(listed) == len(set(listed)) and set(listed) <= set(base.events)
    waited = {
        base.action(each.id).ends_in
        for each in advice.recommendations
        if each.question is None and ".not." not in each.id
    }
    assert waited - {None} <= set(found.awaited)


def test_events_of_other_documents_are_not_offered(desk, base):
    case = case_of(guidance=["ssab"], people=[])
    found = happenings(base, case, desk.advise(case, DAY))
    assert "review_panel_selected" not in (*found.awaited, *found.others)
    assert {"stage_started", "stage_ended"} <= {*found.awaited, *found.others}


def test_a_step_to_another_stage_is_listed_with_its_action_and_leads_to_the_next(desk, base):
    case, on = bundled_example("line-managers-disagree", base)
    advice = desk.advise(case, on)
    assert happenings(base, case, advice).steps == (("stage_started", "nssb.refer-to-second-tier"),)
    assert stage_of(base, case, advice, "stage_started") == "stage-2"
    assert stage_of(base, case, advice, "stage_ended") == "stage-1"
