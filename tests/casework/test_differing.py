"""The difference between two pieces of advice: what it holds, and the laws that it obeys."""

from __future__ import annotations

import datetime as dt
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from decision_support.casework import Casework
from decision_support.errors import UserMistake
from decision_support.loading.cases import read_case
from decision_support.loading.changes import changed
from decision_support.loading.examples import example_paths, expected_of
from decision_support.loading.knowledge import load
from decision_support.model.advice_data import plain


def differ(desk, name, *changes, then=None):
    case, on = _case(name, desk), expected_of(example_paths()[name])[0].on
    other = changed(case, changes, desk.base)
    return desk.difference(desk.advise(case, on), desk.advise(other, dt.date.fromisoformat(then) if then else on))


def change(difference, matter, about):
    return next(each for each in difference.changes if (each.matter, each.about) == (matter, about))


def test_danger_comes_first_with_the_rule_and_the_facts_behind_it(desk):
    first, *_ = differ(desk, "line-managers-disagree", "immediate_risk_of_harm=yes").changes
    assert (first.how, first.about, first.urgency) == ("gained", "ours.call-emergency-services", "now")
    (cause,) = first.because
    assert (cause.side, cause.rule) == ("after", "ours.danger-now") and cause.facts


def test_records_and_what_the_document_does_not_say_come_last(desk):
    found = differ(desk, "line-managers-disagree", "guidance=nssb,ssab").changes
    lanes = [each.lane for each in found if each.matter == "recommendation"]
    assert lanes == sorted(lanes) and "record" in lanes
    assert found[-1].matter == "silence"


def test_a_day_that_passes_names_the_clock_and_its_reckoning(desk):
    found = differ(desk, "line-managers-disagree", then="2026-03-06")
    gained = change(found, "recommendation", "nssb.refer-to-board-representative")
    (timing,) = gained.timing
    assert (timing.clock, timing.state) == ("nssb.overall", ("running", "due_today"))
    assert any("5 working days" in step for step in timing.after)
    assert gained.aspect("due").after == ("2026-03-06",)


def test_a_day_that_moves_is_given_in_days_later_or_earlier(desk):
    name = "ssab-stage-three-ten-days"
    case, on = _case(name, desk), expected_of(example_paths()[name])[0].on
    before = desk.advise(case, on)
    moved = [
        aspect.days
        for event in case.events
        for other in [case.model_copy(update={"events": tuple(_later(each, event) for each in case.events)})]
        for each in desk.difference(before, desk.advise(other, on + dt.timedelta(days=1))).changes
        if each.matter == "clock" and (aspect := each.aspect("due")) and aspect.days is not None
    ]
    assert moved and all(days > 0 for days in moved)


def test_somebody_else_acts_and_the_rule_that_bars_the_first_is_named(desk):
    found = differ(desk, "osdr-independent-review-opens", "amadi.sufficiently_independent_of_case=unknown")
    referred = next(each for each in found.changes if each.aspect("contact"))
    assert (referred.aspect("contact").before, referred.aspect("contact").after) == (("amadi",), ())
    assert "osdr.people.reviewer-independence-not-known" in {cause.rule for cause in referred.because}
    barred = change(found, "may_not_act", "osdr.independent_operations_manager.amadi")
    assert barred.how == "gained" and barred.aspect("standing").after == ("in_doubt",)


def test_arguments_about_an_option_come_and_go_with_their_rules(desk):
    found = differ(desk, "nhs-exclusion-with-a-milder-step-left", "immediate-restriction.discounted=yes")
    option = change(found, "option", "nhs.exclusion-or-suspension")
    sides = {cause.rule: cause.side for cause in option.because}
    assert sides["nhs.options.nothing-less-would-protect"] == "after"
    assert sides["nhs.options.a-milder-one-is-left"] == "before"


def test_a_judgement_names_only_the_rules_that_fired(desk):
    found = differ(desk, "line-managers-disagree", "guidance=nssb,ssab")
    rules = {cause.rule for each in found.changes if each.matter == "judgement" for cause in each.because}
    assert "ours.between.nssb-and-ssab-at-once" in rules and not any("lscb" in rule for rule in rules)


def test_the_stage_and_the_next_step_move_with_what_is_on_record(desk):
    found = differ(desk, "line-managers-disagree", "event: {what: stage_started, on: 2026-03-03, stage: stage-2}")
    stage = change(found, "stage", "nssb").aspect("stage")
    assert (stage.before, stage.after) == (("stage-1",), ("stage-2",))


def test_an_answer_taken_back_is_asked_for_again(desk):
    found = differ(desk, "line-managers-disagree", "immediate_risk_of_harm=")
    assert change(found, "ask", "immediate_risk_of_harm").how == "gained"


def test_a_difference_is_plain_data(desk):
    found = plain(differ(desk, "line-managers-disagree", "guidance=nssb,ssab", then="2026-03-06"))
    assert json.loads(json.dumps(found)) == found
    assert list(found) == ["case", "before", "after", "changes"]


_KEPT: dict[str, object] = {}
CHANGES = (
    "immediate_risk_of_harm=yes",
    "immediate_risk_of_harm=",
    "person_at_risk=adult",
    "jurisdiction=scotland",
    "jurisdiction=",
    "guidance=nssb,ssab,lscb,osdr,nhs",
    "stage_started=",
    "person: {id: somebody-new}",
)


@st.composite
def two_advices(draw):
    """Advice on a bundled case, and on the same case changed or on another day."""
    desk = _KEPT.setdefault("desk", Casework(load()))
    name = draw(st.sampled_from(sorted(example_paths())))
    case, on = _case(name, desk), expected_of(example_paths()[name])[0].on
    before, other = desk.advise(case, on), case
    people = [f"{each.id}=" for each in case.people]
    for each in draw(st.lists(st.sampled_from([*CHANGES, *people]), max_size=3)):
        try:
            other = changed(other, [each], desk.base)
        except UserMistake:
            continue
    return desk, before, desk.advise(other, on + dt.timedelta(days=draw(st.integers(0, 20))))


@given(two_advices())
@settings(max_examples=20, deadline=None)
def test_the_difference_mirrors_itself_and_is_empty_between_the_same(found):
    desk, before, after = found
    assert desk.difference(before, before).nothing and desk.difference(after, after).nothing
    there = desk.difference(before, after)
    assert desk.difference(after, before) == there.mirrored()
    assert there.mirrored().mirrored() == there
    if _said(before) != _said(after):
        assert not there.nothing


@given(two_advices())
@settings(max_examples=15, deadline=None)
def test_what_is_gained_is_in_the_second_alone_and_what_is_lost_in_the_first(found):
    desk, before, after = found
    was, now = _said(before), _said(after)
    changes = [each for each in desk.difference(before, after).changes if each.matter == "recommendation"]
    assert {each.about for each in changes if each.how == "gained"} == now.keys() - was.keys()
    assert {each.about for each in changes if each.how == "lost"} == was.keys() - now.keys()
    assert {each.about for each in changes if each.how == "changed"} >= {
        name for name in was.keys() & now.keys() if was[name] != now[name]
    }
    for each in changes:
        assert each.how == "changed" or {cause.side for cause in each.because} == {
            "after" if each.how == "gained" else "before"
        }


def _case(name, desk):
    if name not in _KEPT:
        _KEPT[name] = read_case(example_paths()[name], desk.base)
    return _KEPT[name]


def _said(advice):
    return {each.id: (each.strength, each.urgency, each.due and each.due.on) for each in advice.recommendations}


def _later(each, event):
    if each is not event:
        return each
    day = dt.timedelta(days=1)
    return each.model_copy(update={"on": each.on + day} if each.on else {"at": each.at + day})
