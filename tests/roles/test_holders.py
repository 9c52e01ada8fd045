"""Who acts, towards whom, who is left out and why, and how to find somebody where nobody is recorded."""

from __future__ import annotations

import datetime as dt

from decision_support.roles.escalation import contact, holder
from decision_support.roles.facts import people_facts, standings
from decision_support.roles.graph import People, RoleGraph
from sample_cases import PEOPLE, case_of

ON = dt.date(2026, 11, 5)


def people(base, *extra, without=()):
    listed = [person for person in PEOPLE if person["id"] not in without]
    return People(case_of(people=[*listed, *extra]), RoleGraph(base.documents["nssb"]), ON)


def left_out(found):
    return {each.id: each.why for each in found.left_out}


def test_each_side_has_its_own_line_manager(base):
    assert holder(people(base), "line_manager", "own").people == ("tm",)
    assert holder(people(base), "line_manager", "other").people == ("wm",)
    assert set(holder(people(base), "line_manager", "each").people) == {"tm", "wm"}


def test_the_counterpart_of_a_line_manager_is_the_other_sides_line_manager(base):
    assert contact(people(base), "line_manager", "counterpart", "own", None).people == ("wm",)


def test_the_counterpart_of_the_worker_is_the_other_practitioner(base):
    assert contact(people(base), "worker", "counterpart", "own", None).people == ("nurse",)


def test_whoever_acts_for_the_other_side_is_left_out_with_the_reason(base):
    assert left_out(holder(people(base), "line_manager", "own")) == {"wm": "acts for the other side"}


def test_line_management_fills_a_role_that_nobody_wrote_down(base):
    found = people(base, {"id": "x", "name": "Fox", "agency": "Council"}, without=("hos",))
    assert holder(found, "second_tier_manager").people == ()
    chain = [dict(each, roles=[]) if each["id"] in ("tm", "hos") else each for each in PEOPLE]
    unnamed = People(case_of(people=chain), RoleGraph(base.documents["nssb"]), ON)
    assert holder(unnamed, "line_manager").people == ("tm",)
    assert holder(unnamed, "second_tier_manager").people == ("hos",)


def test_a_colleague_with_the_role_who_does_not_manage_the_worker_is_left_out(base):
    found = holder(
        people(base, {"id": "gil", "name": "Gil", "roles": ["line_manager"], "agency": "Council"}), "line_manager"
    )
    assert found.people == ("tm",)
    assert left_out(found)["gil"] == "is not in the line of management; Ben is"


def test_somebody_whose_side_is_not_recorded_is_never_taken_for_either(base):
    found = holder(people(base, {"id": "z", "name": "Zed", "roles": ["senior_manager"]}), "senior_manager")
    assert found.people == ()
    assert "neither side for certain" in left_out(found)["z"]
    assert found.find is not None


def test_a_party_never_acts_as_a_manager_of_the_dispute(base):
    listed = [dict(each, roles=["worker", "line_manager"]) if each["id"] == "sw" else each for each in PEOPLE]
    found = holder(People(case_of(people=listed), RoleGraph(base.documents["nssb"]), ON), "line_manager")
    assert found.people == ("tm",)
    assert left_out(found)["sw"] == "is a party to the difference"


def test_where_nobody_is_recorded_the_document_says_how_to_find_them(base):
    found = holder(people(base, without=("hos",)), "second_tier_manager")
    assert found.people == ()
    assert "share these details" in found.find


def test_every_role_that_can_be_empty_says_how_to_find_somebody(base):
    acting = {
        role for action in base.documents["nssb"].actions.values() for role in (action.actor, action.contact) if role
    }
    roles = base.documents["nssb"].roles
    silent = {name for name in acting & set(roles) if roles[name].find is None}
    assert silent == {"worker", "every_agency"}


def test_a_shared_manager_is_not_asked_to_talk_to_themselves(advise):
    shared = [dict(each, agency="Council", line_manager="tm") if each["id"] == "nurse" else each for each in PEOPLE]
    advice = advise(
        people=[each for each in shared if each["id"] != "wm"],
        facts={"worker_has_a_concern": "yes"},
        events=[{"what": "reported_to_line_manager", "on": "2026-11-02"}],
    )
    (talk,) = [each for each in advice.recommendations if each.id == "nssb.line-managers-make-contact"]
    assert talk.actor.people == ("tm",)
    assert talk.contact.people == ()
    assert "cannot be both sides" in talk.contact.left_out[-1].why


def test_people_become_facts(base):
    view = people(base, {"id": "z", "roles": ["panel_member"]})
    facts = people_facts([(view, standings(view, base.facts))])
    of = {subject.id: known for subject, known in facts.items()}
    assert of["sw"]["is_party"] == "yes" and of["tm"]["is_party"] == "no"
    assert of["tm"]["role.line_manager"] == "yes" and of["tm"]["role.panel_member"] == "no"
    assert {name: of[name]["side"] for name in ("tm", "wm", "z")} == {"tm": "own", "wm": "other", "z": "neither"}
