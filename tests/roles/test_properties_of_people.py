"""What holds in every organisation: nobody judges their own case, no tie helps, and the unknown are not independent."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from decision_support.casework import Casework
from decision_support.errors import InvalidCase
from decision_support.model.advice import Advice
from decision_support.model.case import Case
from how_long import TIMES
from roles.random_people import EARLIER, STAGES, TODAY, events, matter, organisations

ON = dt.date.fromisoformat(TODAY)
searching = settings(max_examples=15 * TIMES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
INDEPENDENT = ("independent_operations_manager", "review_panel_member")
HARD = ("in_line_of_party", "took_part_earlier", "declared_interest")
SOFT = (*HARD, "same_team_as_party", "named_by_party")


def advised(desk: Casework, case: Case) -> Advice:
    """The advice, if the case does not contradict itself."""
    try:
        return desk.advise(case, ON)
    except InvalidCase:
        assume(False)
        raise


def facts_of(advice: Advice, person: str) -> dict[str, str]:
    return advice.receipt.facts.get(f"person:{person}", {})


def cleared(desk: Casework, case: Case) -> set[tuple[str, str]]:
    """Everybody who holds or is considered for an independent role and is barred from it by nothing."""
    advice = advised(desk, case)
    barred = {(each.role, each.person) for each in (*advice.excluded, *advice.in_doubt)}
    return {
        (role, person.id)
        for person in case.people
        for role in INDEPENDENT
        if facts_of(advice, person.id).get(f"proposed.{role}") == "yes" and (role, person.id) not in barred
    }


def named_as_independent(desk: Casework, case: Case) -> set[str]:
    """Everybody whom any answer of the program names for a role that asks for independence."""
    advice = advised(desk, case)
    found = {
        person
        for each in advice.recommendations
        for holder in (each.actor, each.contact)
        if holder and holder.role in INDEPENDENT and each.lane == "do"
        for person in holder.people
    }
    for role in INDEPENDENT:
        for needed in desk.who(case, ON, role).needed:
            found |= {each.id for each in needed.acting} | set(needed.could)
    for panel in desk.panels(case, ON):
        found |= {person for choice in panel.best for person in choice.members}
    return found | {person for _, person in cleared(desk, case)}


@st.composite
def matters(draw: st.DrawFn, waivers: bool = True) -> Case:
    people = draw(organisations(waivers=waivers))
    return matter(people, draw(events(people)))


@searching
@given(matters())
def test_nobody_reviews_their_own_decision(desk: Casework, case: Case) -> None:
    named = named_as_independent(desk, case)
    event(f"{min(len(named), 3)} named")
    facts = desk.situation(case, ON).facts
    for subject, known in facts.items():
        if subject.kind == "person" and (known["is_party"] == "yes" or known.get("decided_earlier") == "yes"):
            assert subject.id not in named


@searching
@given(matters())
def test_neither_a_tie_nor_a_gap_in_the_record_is_taken_for_independence(desk: Casework, case: Case) -> None:
    advice = advised(desk, case)
    for person in named_as_independent(desk, case):
        known = facts_of(advice, person)
        assert all(known.get(fact) != "yes" for fact in HARD), known
        assert known.get("sufficiently_independent_of_case") != "no"
        if known.get("sufficiently_independent_of_case") != "yes":
            assert all(known.get(fact) in ("no", "waived") for fact in (*HARD, "same_team_as_party")), known
            assert known.get("named_by_party") != "yes"


def _with_interest(person: dict[str, Any], party: dict[str, Any]) -> None:
    person.setdefault("interests", []).append({"in": "another matter", "on": EARLIER})


def _with_part(person: dict[str, Any], party: dict[str, Any]) -> None:
    person.setdefault("took_part", []).append({"in": STAGES[0]})


def _with_decision(person: dict[str, Any], party: dict[str, Any]) -> None:
    person.setdefault("took_part", []).append({"in": "decision"})


def _put_forward(person: dict[str, Any], party: dict[str, Any]) -> None:
    person.setdefault("named_by", []).append(party["id"])


def _in_the_team(person: dict[str, Any], party: dict[str, Any]) -> None:
    party.setdefault("team", "wells")
    person["team"] = party["team"]
    person.pop("agency", None)


def _below(person: dict[str, Any], party: dict[str, Any]) -> None:
    person["line_manager"] = party["id"]


def _made_a_party(person: dict[str, Any], party: dict[str, Any]) -> None:
    person["roles"].append("relevant_inspector")


TIES = (_with_interest, _with_part, _with_decision, _put_forward, _in_the_team, _below, _made_a_party)


@pytest.mark.parametrize("tie", TIES, ids=lambda tie: tie.__name__.strip("_"))
@searching
@given(data=st.data())
def test_a_further_tie_never_makes_that_person_more_eligible(desk: Casework, tie: Any, data: st.DataObject) -> None:
    people = data.draw(organisations())
    happened = data.draw(events(people))
    person = data.draw(st.integers(2, len(people) - 1))
    tied = copy.deepcopy(people)
    tie(tied[person], tied[data.draw(st.integers(0, 1))])
    for each in tied:
        each["waivers"] = [waiver for waiver in each.get("waivers", []) if each is not tied[person]]
    assume(not _in_a_circle(tied))
    before, after = cleared(desk, matter(people, happened)), cleared(desk, matter(tied, happened))
    own = people[person]["id"]
    assert {role for role, each in after if each == own} <= {role for role, each in before if each == own}


@pytest.mark.parametrize("tie", TIES[:4], ids=lambda tie: tie.__name__.strip("_"))
@searching
@given(data=st.data())
def test_a_further_tie_of_one_person_never_makes_another_more_eligible(
    desk: Casework, tie: Any, data: st.DataObject
) -> None:
    people = data.draw(organisations())
    happened = data.draw(events(people))
    tied = copy.deepcopy(people)
    tie(tied[data.draw(st.integers(2, len(people) - 1))], tied[data.draw(st.integers(0, 1))])
    assert cleared(desk, matter(tied, happened)) <= cleared(desk, matter(people, happened))


@searching
@given(matters())
def test_the_path_of_every_exclusion_is_in_the_graph(desk: Casework, case: Case) -> None:
    advice = advised(desk, case)
    graph = desk.situation(case, ON).people["osdr"].graph
    for each in (*advice.excluded, *advice.in_doubt):
        for low, relation, high in each.path:
            assert any(known["relation"] == relation for known in (graph.get_edge_data(low, high) or {}).values())
    event("with a path" if any(each.path for each in advice.excluded) else "without a path")


@searching
@given(matters(waivers=False))
def test_the_line_is_what_the_graph_says(desk: Casework, case: Case) -> None:
    advised(desk, case)
    situation = desk.situation(case, ON)
    graph = situation.people["osdr"].graph
    line: nx.DiGraph[str] = nx.DiGraph(
        (low, high) for low, high, edge in graph.edges(data=True) if edge["relation"] == "answers to" and edge["holds"]
    )
    line.add_nodes_from(graph)
    parties = [f"person:{person.id}" for person in situation.people["osdr"].concerned]
    for person in case.people:
        node = f"person:{person.id}"
        in_line = any(
            nx.has_path(line, node, party) or nx.has_path(line, party, node) for party in parties if party != node
        )
        assert (situation.standings["osdr"][person.id]["in_line_of_party"].value == "yes") == in_line


@searching
@given(matters())
def test_a_waiver_is_never_silent(desk: Casework, case: Case) -> None:
    advice = advised(desk, case)
    told = {(each.person, each.fact) for each in advice.waived}
    for person in case.people:
        for fact in SOFT:
            if facts_of(advice, person.id).get(fact) == "waived":
                assert (person.id, fact) in told
                assert any(each.person == person.id and "waived by" in each.say for each in advice.waived)


@searching
@given(matters())
def test_whatever_mends_an_alarm_lets_the_person_act(desk: Casework, case: Case) -> None:
    advice = advised(desk, case)
    situation = desk.situation(case, ON)
    for alarm in advice.alarms:
        if alarm.role not in INDEPENDENT:
            continue
        event("an alarm")
        assert alarm.mends and alarm.fewest >= 1
        for mend in alarm.mends:
            if mend.kind == "appoint" and mend.person:
                people = [_given_role(person, alarm.role, mend.person) for person in case.people]
                assert (alarm.role, mend.person) in cleared(desk, case.model_copy(update={"people": tuple(people)}))
            if mend.kind == "waive":
                assert mend.person and set(mend.changes.values()) <= {"waived", "yes", "no"}
                assert situation.standings["osdr"][mend.person]


def _given_role(person: Any, role: str, to: str) -> Any:
    return person.model_copy(update={"roles": (*person.roles, role)}) if person.id == to else person


def test_escalation_ends_from_every_role_of_every_document(desk: Casework) -> None:
    for name in desk.base.documents:
        graph = desk.roles(name)
        for role in graph.roles:
            walked = [role]
            while (above := graph.next_up(walked[-1])) is not None:
                assert above not in walked, f"{name}: {' to '.join([*walked, above])}"
                walked.append(above)


def _in_a_circle(people: list[dict[str, Any]]) -> bool:
    line = {
        person["id"]: {each["is"] for each in managers} if isinstance(managers, list) else {managers}
        for person in people
        if (managers := person.get("line_manager")) and managers != "nobody"
    }
    graph: nx.DiGraph[str] = nx.DiGraph((low, high) for low, above in line.items() for high in above)
    return not nx.is_directed_acyclic_graph(graph) or any(low == high for low, high in graph.edges)
