"""What may keep somebody from acting: the value, the words and the path, on the day, with ends, answers and waivers."""

from __future__ import annotations

import datetime as dt

import pytest

from decision_support.errors import InvalidCase
from decision_support.roles.facts import standings
from roles.random_people import matter

ANA = {"id": "ana", "name": "Ana", "roles": ["relevant_inspector"], "team": "wells", "line_manager": "tess"}
BO = {"id": "bo", "name": "Bo", "roles": ["other_specialist_or_team_leader"], "team": "fire", "line_manager": "tom"}
TESS = {"id": "tess", "name": "Tess", "line_manager": "omar"}
TOM = {"id": "tom", "name": "Tom", "line_manager": "omar"}
OMAR = {"id": "omar", "name": "Omar", "line_manager": "nobody"}
LINE = [ANA, BO, TESS, TOM, OMAR]


def stands(desk, *people, on="2026-11-12", of="cai", events=()):
    case = matter([*people], list(events))
    situation = desk.situation(case, dt.date.fromisoformat(on))
    return situation.standings["osdr"][of]


def cai(**parts):
    return {"id": "cai", "name": "Cai", **parts}


def test_whoever_manages_a_partys_manager_is_in_the_line_and_the_path_says_so(desk):
    found = stands(desk, *LINE, of="omar")["in_line_of_party"]
    assert (found.value, found.say) == ("yes", "manages Tess, who manages Ana, the relevant inspector")
    assert [tuple(step) for step in found.path] == [
        ("person:ana", "answers to", "person:tess"),
        ("person:tess", "answers to", "person:omar"),
    ]


def test_whoever_answers_to_a_party_at_any_distance_is_in_the_line(desk):
    people = [*LINE, cai(line_manager="dee"), {"id": "dee", "name": "Dee", "line_manager": "ana"}]
    found = stands(desk, *people)
    assert found["in_line_of_party"].say == "answers to Dee, who answers to Ana, the relevant inspector"
    assert found["answers_to_party"].value == "yes"


def test_managing_a_party_is_not_answering_to_one(desk):
    assert stands(desk, *LINE, of="tess")["answers_to_party"].value == "no"


def test_outside_the_line_is_known_only_where_every_line_goes_up_to_nobody(desk):
    assert stands(desk, *LINE, cai(line_manager="nobody"))["in_line_of_party"].value == "no"
    unknown = stands(desk, *LINE, cai())["in_line_of_party"]
    assert unknown.value is None and "nobody recorded whom Cai answers to" in unknown.say
    open_top = [ANA, BO, TESS, TOM, {"id": "omar", "name": "Omar"}]
    assert stands(desk, *open_top, cai(line_manager="nobody"))["in_line_of_party"].value is None


def test_a_colleague_under_a_common_manager_is_not_in_the_line_though_the_top_is_open(desk):
    open_top = [ANA, BO, TESS, TOM, {"id": "omar", "name": "Omar"}]
    assert stands(desk, *open_top, cai(line_manager="omar"))["in_line_of_party"].value == "no"


def test_a_party_whom_nobody_recorded_leaves_everything_open(desk):
    found = stands(desk, ANA, TESS, OMAR, cai(line_manager="nobody", team="marine"))
    assert found["in_line_of_party"].value is None and found["same_team_as_party"].value is None
    assert "not all of them are recorded" in found["in_line_of_party"].say


def test_a_line_that_has_ended_is_told_with_its_last_day(desk):
    moved = dict(ANA, line_manager=[{"is": "cai", "until": "2026-11-06"}, {"is": "tess", "from": "2026-11-07"}])
    people = [moved, BO, TESS, TOM, OMAR, cai(line_manager="nobody")]
    found = stands(desk, *people)["in_line_of_party"]
    told = "managed Ana, the relevant inspector, until Friday 6 November 2026"
    assert (found.value, found.say) == ("formerly", told)
    assert stands(desk, *people, on="2026-11-06")["in_line_of_party"].value == "yes"


def test_two_ties_of_different_times_never_make_one_path(desk):
    moved = dict(ANA, line_manager=[{"is": "dee", "until": "2026-10-01"}, {"is": "tess", "from": "2026-10-02"}])
    dee = {
        "id": "dee",
        "name": "Dee",
        "line_manager": [{"is": "nobody", "until": "2026-10-31"}, {"is": "cai", "from": "2026-11-01"}],
    }
    found = stands(desk, moved, BO, TESS, TOM, OMAR, dee, cai(line_manager="nobody"))
    assert found["in_line_of_party"].value == "no"


def test_a_waiver_covers_what_held_when_it_was_given_and_nothing_later(desk):
    waiver = [{"of": "declared_interest", "by": "omar", "on": "2026-11-05", "why": "Long ago."}]
    old = {"in": "a consultancy", "on": "2026-11-02"}
    late = {"in": "a cousin", "on": "2026-11-10"}
    one = stands(desk, *LINE, cai(interests=[old], waivers=waiver))["declared_interest"]
    assert one.value == "waived" and one.say.endswith("waived by Omar on Thursday 5 November 2026: Long ago")
    both = stands(desk, *LINE, cai(interests=[old, late], waivers=waiver))["declared_interest"]
    assert both.value == "yes" and "a cousin" in both.say
    assert (
        stands(desk, *LINE, cai(interests=[old], waivers=waiver), on="2026-11-04")["declared_interest"].value == "yes"
    )


def test_a_waiver_of_what_is_not_known_waives_nothing(desk):
    waiver = [{"of": "in_line_of_party", "by": "omar", "on": "2026-11-05", "why": "Fine."}]
    assert stands(desk, *LINE, cai(waivers=waiver))["in_line_of_party"].value is None


def test_an_interest_that_has_ended_counts_as_ended_only_once_no_other_is_left(desk):
    over = {"in": "a rival post", "on": "2026-11-02", "ended": {"by": "omar", "on": "2026-11-04", "why": "Withdrawn."}}
    found = stands(desk, *LINE, cai(interests=[over], facts={"declared_interest": {"value": "no"}}))
    assert found["declared_interest"].value == "ended"
    assert stands(desk, *LINE, cai(interests=[over]))["declared_interest"].value is None


def test_the_record_overtakes_an_answer_that_was_true_when_it_was_given(desk):
    late = [{"in": "a cousin", "on": "2026-11-10"}]
    dated = {"declared_interest": {"value": "no", "on": "2026-11-03"}}
    assert stands(desk, *LINE, cai(interests=late, facts=dated))["declared_interest"].value == "yes"
    with pytest.raises(InvalidCase, match="declared an interest on Tuesday 10 November 2026"):
        stands(desk, *LINE, cai(interests=late, facts={"declared_interest": {"value": "no"}}))


def test_an_answer_that_somebody_is_independent_does_not_outlast_a_later_tie(desk):
    yes = {"sufficiently_independent_of_case": {"value": "yes", "on": "2026-11-03"}}
    moved = [{"is": "marine", "until": "2026-11-04"}, {"is": "wells", "from": "2026-11-05"}]
    assert stands(desk, *LINE, cai(team="wells", facts=yes))["sufficiently_independent_of_case"].value == "yes"
    assert stands(desk, *LINE, cai(team=moved, facts=yes))["sufficiently_independent_of_case"].value is None


def test_what_somebody_did_at_the_stage_reached_is_no_earlier_part(desk):
    begun = [
        {"what": "judgement_issue_highlighted", "on": "2026-11-02", "by": "ana"},
        {"what": "stage_started", "stage": "stage-1b", "on": "2026-11-04", "by": "cai"},
    ]
    assert stands(desk, *LINE, cai(), events=begun)["took_part_earlier"].value is None
    further = [*begun, {"what": "stage_started", "stage": "stage-2", "on": "2026-11-06", "by": "omar"}]
    found = stands(desk, *LINE, cai(), events=further)["took_part_earlier"]
    assert found.value == "yes" and found.say.startswith("acted at an earlier stage (line management review)")


def test_a_decision_at_an_earlier_stage_is_known_from_the_record(desk):
    events = [
        {"what": "stage_started", "stage": "stage-1b", "on": "2026-11-04", "by": "omar"},
        {"what": "line_management_decision_recorded", "on": "2026-11-05", "by": "omar"},
        {"what": "stage_started", "stage": "stage-2", "on": "2026-11-06", "by": "cai"},
    ]
    assert stands(desk, *LINE, cai(line_manager="omar"), events=events, of="omar")["decided_earlier"].value == "yes"
    tied = stands(desk, *LINE, cai(line_manager="omar"), events=events)["in_line_of_decider"]
    assert tied.say == "answers to Omar, directly or further up, who decided before"


def test_whoever_took_no_part_decided_nothing(desk):
    found = stands(desk, *LINE, cai(facts={"took_part_earlier": {"value": "no"}}))
    assert found["decided_earlier"].value == "no"


def test_a_team_of_one_name_is_one_team_whatever_the_agency(desk):
    people = [dict(ANA, agency="charity"), dict(BO, agency="trust"), TESS, TOM, OMAR]
    assert stands(desk, *people, cai(team="wells", agency="council"))["same_team_as_party"].value == "yes"
    assert stands(desk, *people, cai(agency="council"))["same_team_as_party"].value == "no"
    assert stands(desk, *people, cai())["same_team_as_party"].value is None


def test_the_unknown_has_no_fact_and_the_worst_of_two_documents_counts(desk, base):
    case = matter([*LINE, cai()])
    facts = desk.situation(case, dt.date(2026, 11, 12)).facts
    known = next(known for subject, known in facts.items() if subject.id == "cai")
    assert "in_line_of_party" not in known and known["is_party"] == "no"
    assert standings(desk.situation(case, dt.date(2026, 11, 12)).people["osdr"], base.facts)["cai"]
