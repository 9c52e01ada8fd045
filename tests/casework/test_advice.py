"""Advice is reproducible, cited, explained, and keeps to the contract."""

from __future__ import annotations

import datetime as dt
import json
import random

import pytest

from decision_support.errors import BeyondCalendar, InvalidCase
from decision_support.model.advice_data import as_data
from decision_support.model.case import Case
from decision_support.model.facts import CASE
from sample_cases import PEOPLE, case_of, ids

KEYS = [
    "case", "on", "guidance", "stage", "next_step", "recommendations", "judgements", "ask", "silences", "conflicts",
    "excluded", "timetable", "stability", "receipt", "questions", "options", "governing",
    "in_doubt", "alarms", "waived", "unknown", "starts",
]  # fmt: skip
CONCERN = {"worker_has_a_concern": "yes", "immediate_risk_of_harm": "no", "safety_assured_meanwhile": "yes"}
EVENTS = [
    {"what": "concern_first_considered", "on": "2026-11-02", "by": "sw"},
    {"what": "discussed_with_other_practitioner", "on": "2026-11-02", "outcome": "unresolved"},
    {"what": "reported_to_line_manager", "at": "2026-11-02T16:30:00", "by": "sw"},
    {"what": "stage_recorded", "stage": "stage-1", "on": "2026-11-02"},
]


def written(advice):
    return json.dumps(as_data(advice), ensure_ascii=False)


def test_the_json_has_the_keys_of_the_contract(advise):
    data = as_data(advise(facts={"worker_has_a_concern": "yes"}, events=EVENTS))
    assert list(data) == KEYS
    wanted = {"id", "strength", "urgency", "say", "actor", "contact", "due", "records", "clauses", "rules", "because"}
    for each in data["recommendations"]:
        assert wanted <= set(each)
        assert len(each["say"]) <= 140
        assert each["urgency"] in ("now", "today", "dated", "when_possible")
    assert set(data["receipt"]) == {"program", "knowledge", "guidance", "facts", "on", "case"}
    assert {"recommendation", "question", "say", "if", "change"} == set(data["stability"]["could_change"][0])


def test_the_order_of_facts_people_and_events_never_matters(desk):
    chance = random.Random(4)
    events = [*EVENTS, {"what": "line_managers_in_contact", "on": "2026-11-03", "outcome": "unresolved"}]
    first = written(desk.advise(case_of(facts=CONCERN, events=events), dt.date(2026, 11, 3)))
    for _ in range(20):
        shuffled = dict(chance.sample(sorted(CONCERN.items()), len(CONCERN)))
        case = case_of(
            facts=shuffled, events=chance.sample(events, len(events)), people=chance.sample(PEOPLE, len(PEOPLE))
        )
        assert written(desk.advise(case, dt.date(2026, 11, 3))) == first


def test_the_receipt_alone_gives_the_same_advice_byte_for_byte(desk, advise):
    advice = advise(on="2026-11-03", facts=CONCERN, events=EVENTS)
    receipt = json.loads(written(advice))["receipt"]
    again = desk.advise(Case.model_validate(receipt["case"]), dt.date.fromisoformat(receipt["on"]))
    assert written(again) == written(advice)


def test_what_happens_later_is_not_known_yet(advise):
    later = [*EVENTS, {"what": "line_managers_in_contact", "on": "2026-11-05", "outcome": "resolved"}]
    assert written(advise(on="2026-11-03", facts=CONCERN, events=EVENTS)) == written(
        advise(on="2026-11-03", facts=CONCERN, events=later)
    )


def test_every_recommendation_says_on_which_clauses_and_rules_it_rests(advise, base):
    for each in advise(facts=CONCERN, events=EVENTS).recommendations:
        assert each.rules and each.because and each.proof
        assert each.clauses or each.basis == "ours"
        for reason in each.proof:
            assert reason.rule in base.rules and all(reason.facts)


def test_every_advice_says_that_the_review_is_overdue(advise):
    (line,) = advise(facts=CONCERN).guidance
    assert [status.kind for status in line.status] == ["review_overdue"]
    early = advise(opened="2018-11-05", on="2018-11-06", facts=CONCERN)
    assert early.guidance[0].status == (), "the review fell due in November 2018, so it was not overdue then"


def test_safety_comes_before_everything_else(advise):
    advice = advise(facts={**CONCERN, "immediate_risk_of_harm": "yes"}, events=EVENTS)
    assert advice.recommendations[0].id == "ours.call-emergency-services"
    assert advice.recommendations[0].basis == "ours"
    assert advice.recommendations[0].interpretations == ("ours.emergency-services-first",)


def test_unknown_risk_is_not_taken_for_no_risk(advise):
    for facts in (
        {"worker_has_a_concern": "yes"},
        {"worker_has_a_concern": "yes", "immediate_risk_of_harm": "unknown"},
    ):
        found = ids(advise(facts=facts))
        assert found["ours.find-out-whether-anyone-is-in-danger"] == "should"
        assert "nssb.start-at-a-higher-stage" not in found


def test_the_safety_question_is_asked_first(advise):
    assert advise(facts={"worker_has_a_concern": "yes"}).ask[0].fact == "immediate_risk_of_harm"


def test_an_agency_answer_that_contradicts_the_people_is_refused(advise):
    with pytest.raises(InvalidCase, match="difference_within_one_agency"):
        advise(facts={"difference_within_one_agency": "yes"})


def test_what_the_people_tell_is_not_asked(advise):
    advice = advise(facts=CONCERN)
    assert "difference_within_one_agency" not in {each.fact for each in advice.ask}
    nobody = advise(facts=CONCERN, people=[])
    assert "difference_within_one_agency" in {each.fact for each in nobody.ask}


def test_advice_before_the_opening_is_refused(advise):
    with pytest.raises(InvalidCase, match="opened on 2026-11-02"):
        advise(on="2026-11-01")


def test_a_date_beyond_the_calendar_is_refused(advise):
    with pytest.raises(BeyondCalendar, match="2030"):
        advise(opened="2031-03-03", events=[{"what": "concern_first_considered", "on": "2031-03-03"}])


def test_the_calendar_is_that_of_the_jurisdiction(advise):
    day = {"opened": "2026-11-27", "events": [{"what": "concern_first_considered", "on": "2026-11-27"}]}
    wales, scotland = (
        {line.clock: line.latest for line in advise(jurisdiction=where, **day).timetable}
        for where in ("wales", "scotland")
    )
    assert wales["nssb.stage-1"] == "2026-11-30"
    assert scotland["nssb.stage-1"] == "2026-12-01", "St Andrew's Day is a bank holiday in Scotland"


def test_two_ways_that_exclude_each_other_are_both_shown_as_a_conflict(advise):
    advice = advise(
        on="2026-11-10",
        facts=CONCERN,
        events=[*EVENTS, {"what": "line_managers_in_contact", "on": "2026-11-09", "outcome": "unresolved"}],
    )
    found = ids(advice)
    assert found["nssb.refer-to-second-tier"] == found["nssb.refer-to-board-representative"] == "should"
    assert [each.between for each in advice.conflicts] == [
        ("nssb.refer-to-board-representative", "nssb.refer-to-second-tier")
    ]
    assert "nssb.straight-to-stage-4" in {each.id for each in advice.judgements}


def test_the_same_action_from_two_rules_is_one_recommendation_at_the_greater_strength(advise):
    advice = advise(
        facts=CONCERN,
        events=[
            {"what": "stage_started", "stage": "stage-3", "on": "2026-11-02"},
            {"what": "senior_managers_discussed", "on": "2026-11-03", "outcome": "resolved"},
        ],
    )
    form = [each for each in advice.recommendations if each.id == "nssb.send-monitoring-form-to-service-leader"]
    assert [each.strength for each in form] == ["must"]


def test_facts_that_no_rule_reads_never_reach_the_advice(desk, base):
    case = case_of(facts=CONCERN, events=EVENTS)
    situation = desk.situation(case, dt.date(2026, 11, 3))
    assert set(situation.facts[CASE]) <= set(base.facts)


def test_a_case_outside_the_places_that_the_document_covers_is_told_so(advise):
    kinds = {
        where: [each.kind for each in advise(jurisdiction=where).guidance[0].status] for where in ("england", "wales")
    }
    assert "outside_jurisdiction" in kinds["wales"] and "outside_jurisdiction" not in kinds["england"]


def test_a_time_with_an_offset_is_put_into_local_time():
    events = [{"what": "concern_raised", "at": "2026-07-01T23:30:00Z"}, {"what": "note", "at": "2026-12-01T12:00:00"}]
    summer, winter = case_of(events=events, opened="2026-07-01").events
    assert summer.at == dt.datetime(2026, 7, 2, 0, 30) and summer.day == dt.date(2026, 7, 2)
    assert winter.at == dt.datetime(2026, 12, 1, 12, 0)


def test_a_local_decision_stands_beside_the_silence_that_it_settles(advise):
    decision = {
        "what": "local_decision",
        "silence": "nssb-A1",
        "on": "2026-11-03",
        "note": "The first day does not count",
    }
    before = {line.id: line.decided for line in advise(facts=CONCERN, events=EVENTS).silences}
    after = {line.id: line.decided for line in advise(facts=CONCERN, events=[*EVENTS, decision]).silences}
    assert before["nssb-A1"] is None
    assert after["nssb-A1"] == "The first day does not count (2026-11-03)"
    assert after["nssb-A2"] is None


def test_where_a_clock_has_no_start_on_record_the_advice_asks_when_it_was(advise):
    settled = {"immediate_risk_of_harm": "no", "safety_assured_meanwhile": "yes"}
    without = advise(facts=CONCERN | settled)
    assert [(each.event, each.clocks) for each in without.starts] == [
        ("concern_first_considered", ("worker-discussion",))
    ]
    assert advise(facts=CONCERN | settled, events=EVENTS).starts == ()


def test_what_was_answered_with_unknown_and_still_matters_is_listed_apart(advise):
    advice = advise(facts=CONCERN | {"immediate_risk_of_harm": "unknown"}, events=EVENTS)
    assert [each.fact for each in advice.unknown] == ["immediate_risk_of_harm"]
    assert "immediate_risk_of_harm" not in {each.fact for each in advice.ask}


def test_danger_is_asked_about_before_all_else_and_of_roles_that_the_document_has(desk, base):
    for guidance in base.documents:
        case = case_of(guidance=[guidance], facts={}, people=[])
        asked = desk.advise(case, dt.date(2026, 11, 3)).ask
        assert asked[0].fact == "immediate_risk_of_harm"
        assert all(role in base.documents[guidance].roles for each in asked for role in each.answered_by)
