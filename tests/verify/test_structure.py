"""Each check of structure finds what it is for in a small policy with one fault, and leaves a sound near-twin alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from edited_policies import ACTIONS, END, EVENTS, FACTS, NEVER, PANEL_RULES, PROCEDURE, Edit, base_of, edited

from decision_support.model.facts import CASE, Subject
from decision_support.model.rules import Example
from decision_support.verify import (
    Finding,
    citations,
    clocks,
    events,
    examples,
    facts_in_use,
    impossible,
    reach,
    route,
)

REFERRAL = "        starts: disagreement_noted\n        stops: [referred_for_a_panel]\n"
WORRIED = "\nneighbour_worried:\n  values: [yes, no]\n  say: a neighbour is worried\n  ask: Is a neighbour worried?\n"
COUNTED = (
    "\npeople_of_the_teams:\n  number: true\n  say: how many\n"
    "  count: {of: person, where: {works_for_one_of_the_teams: yes}}\n"
)
TWO = "    - silent: {panel_members_from_neither_team: 2}\n"
HEARD = "\n  panel_heard_the_tenant:\n    say: The panel heard the tenant\n    clauses: [wha-11]\n"
IN_FORCE = "never_together:\n  - id: odd\n    never: {stage: panel, panel_members: 0}\n    because: It would be odd.\n"
DECIDE = "when: {stage: panel, panel_members: {at_least: 1}, panel_is_complete: yes}"
SHORT = "when: {stage: panel, panel_members_from_neither_team: {at_most: 2}}"


class Fault(NamedTuple):
    """What is changed, what is found in it, and the near-twin in which nothing is found."""

    check: Callable[..., tuple[int, list[Finding]]]
    code: str
    edits: tuple[Edit, ...]
    say: str
    place: str
    twin: tuple[Edit, ...]


FAULTS = {
    "nothing reads what rules conclude": Fault(
        facts_in_use.check,
        "unread-conclusion",
        (Edit(PANEL_RULES, ", panel_is_complete: yes}\n  then: {should", "}\n  then: {should"),),
        "rules conclude 'panel_is_complete', and nothing reads it; 'wha.panel.complete' is one of them.",
        "rules/wha/panel.yaml:3:7",
        (
            Edit(PANEL_RULES, ", panel_is_complete: yes}\n  then: {should", "}\n  then: {should"),
            Edit(PANEL_RULES, SHORT + "\n", SHORT[:-1] + ", panel_is_complete: no}\n"),
        ),
    ),
    "no rule reads an answer": Fault(
        facts_in_use.check,
        "asked-never-used",
        (Edit(FACTS, END, WORRIED),),
        "'neighbour_worried' has a question, and no rule reads the answer.",
        "knowledge/vocabulary/home.yaml:50:1",
        (Edit(FACTS, END, WORRIED), Edit(PANEL_RULES, DECIDE, DECIDE[:-1] + ", neighbour_worried: yes}")),
    ),
    "nobody asks what a rule reads": Fault(
        facts_in_use.check,
        "used-never-supplied",
        (
            Edit(FACTS, END, WORRIED.replace("  ask: Is a neighbour worried?\n", "")),
            Edit(PANEL_RULES, DECIDE, DECIDE[:-1] + ", neighbour_worried: yes}"),
        ),
        "the rule 'wha.panel.decide' reads 'neighbour_worried', which nobody asks and no rule concludes.",
        "rules/wha/panel.yaml:32:7",
        (Edit(FACTS, END, WORRIED), Edit(PANEL_RULES, DECIDE, DECIDE[:-1] + ", neighbour_worried: yes}")),
    ),
    "a rule waits for a value that none concludes": Fault(
        facts_in_use.check,
        "used-never-supplied",
        (
            Edit(FACTS, "  values: [yes, no]\n", "  values: [yes, no, nearly]\n"),
            Edit(PANEL_RULES, SHORT + "\n", SHORT[:-1] + ", panel_is_complete: nearly}\n"),
        ),
        "the rule 'wha.panel.members-short' waits for 'panel_is_complete' to be 'nearly', and no rule concludes that.",
        "rules/wha/panel.yaml:12:7",
        (
            Edit(FACTS, "  values: [yes, no]\n", "  values: [yes, no, nearly]\n"),
            Edit(PANEL_RULES, SHORT + "\n", SHORT[:-1] + ", panel_is_complete: {one_of: [nearly, no]}}\n"),
        ),
    ),
    "a clock starts only when its stage is over": Fault(
        clocks.check,
        "clock-never-starts",
        (
            Edit(PROCEDURE, "starts: disagreement_noted", "starts: referred_for_a_panel"),
            Edit(PROCEDURE, "    see: [wha-A2]\n", "    see: [wha-A2]\n    shown_by: [referred_for_a_panel]\n"),
        ),
        "the clock 'wha.team-leaders' never starts: "
        "'referred_for_a_panel' can be recorded only after its stage was left.",
        "knowledge/guidance/wha/procedure.yaml:17:13",
        (Edit(PROCEDURE, "    see: [wha-A2]\n", "    see: [wha-A2]\n    shown_by: [referred_for_a_panel]\n"),),
    ),
    "a clock has nothing but signs that it had started": Fault(
        clocks.check,
        "clock-without-start",
        (
            Edit(
                PROCEDURE,
                REFERRAL,
                "        starts: panel_decided\n        no_later_than: [disagreement_noted]\n"
                "        stops: [referred_for_a_panel]\n",
            ),
            Edit(PROCEDURE, "    see: [wha-A2]\n", "    see: [wha-A2]\n    shown_by: [panel_decided]\n"),
        ),
        "the clock 'wha.team-leaders' has no start of its own: "
        "'panel_decided' can be recorded only after its stage was left.",
        "knowledge/guidance/wha/procedure.yaml:17:13",
        (Edit(PROCEDURE, REFERRAL, REFERRAL + "        no_later_than: [panel_decided]\n"),),
    ),
    "a clock waits for a stage that its start need not name": Fault(
        clocks.check,
        "clock-without-start",
        (Edit(PROCEDURE, REFERRAL, REFERRAL + "        start_stage: first-talk\n"),),
        "the clock 'wha.team-leaders' waits for 'disagreement_noted' at a stage, and that event need not name one.",
        "knowledge/guidance/wha/procedure.yaml:17:13",
        (
            Edit(PROCEDURE, REFERRAL, REFERRAL.replace("disagreement_noted", "stage_ended")),
            Edit(
                PROCEDURE,
                "        limit: 3 working days\n",
                "        limit: 3 working days\n        start_stage: first-talk\n",
            ),
        ),
    ),
    "nothing stops a clock": Fault(
        clocks.check,
        "clock-never-stops",
        (Edit(PROCEDURE, "        stops: [panel_decided]\n", ""),),
        "the clock 'wha.panel' is stopped by no event: none is named.",
        "knowledge/guidance/wha/procedure.yaml:36:13",
        (Edit(PROCEDURE, "        stops: [panel_decided]\n", "        stops: [stage_ended]\n"),),
    ),
    "no stage leads to a stage": Fault(
        route.check,
        "stage-unreached",
        (Edit(PROCEDURE, "    unresolved: panel\n", ""),),
        "the stage 'wha.panel' is never reached: no stage leads to it, and no event shows it.",
        "knowledge/guidance/wha/procedure.yaml:28:9",
        (
            Edit(PROCEDURE, "    unresolved: panel\n", ""),
            Edit(PROCEDURE, "    see: [wha-A2]\n", "    shown_by: [panel_decided]\n"),
        ),
    ),
    "nothing settles the matter at the last stage": Fault(
        route.check,
        "stage-never-left",
        (Edit(EVENTS, "    settles: [decided]\n", ""),),
        "the stage 'wha.panel' is never left: no stage follows it, and none of its own events settles the matter.",
        "knowledge/guidance/wha/procedure.yaml:29:9",
        (Edit(ACTIONS, "    ends_in: panel_decided\n", "    ends_in: stage_ended\n"),),
    ),
    "a route leads round": Fault(
        route.check,
        "endless-procedure",
        (Edit(PROCEDURE, "    unresolved: panel\n", "    unresolved: first-talk\n"),),
        "the stage 'wha.first-talk' leads round for ever by way of first-talk, team-leaders: "
        "only a settlement ends it.",
        "knowledge/guidance/wha/procedure.yaml:4:9",
        (Edit(PROCEDURE, "    unresolved: panel\n", "    unresolved: once-settled\n"),),
    ),
    "nothing reads an event": Fault(
        events.check,
        "event-unreadable",
        (Edit(EVENTS, END, HEARD),),
        "no rule, clock or stage reads the event 'panel_heard_the_tenant'.",
        "knowledge/vocabulary/events-wha.yaml:42:3",
        (Edit(EVENTS, END, HEARD), Edit(PROCEDURE, "    see: [wha-A2]\n", "    shown_by: [panel_heard_the_tenant]\n")),
    ),
    "an action names nobody": Fault(
        citations.check,
        "action-without-actor",
        (Edit(ACTIONS, "    actor: both_teams\n", ""),),
        "the action 'wha.carry-out-the-decision' names no actor, and no silence or interpretation says why.",
        "knowledge/guidance/wha/actions.yaml:68:9",
        (Edit(ACTIONS, "    actor: both_teams\n", "    see: [wha-A2]\n"),),
    ),
    "a count is read by nothing": Fault(
        reach.check,
        "declared-in-vain",
        (Edit(FACTS, END, COUNTED),),
        "nothing uses the fact 'people_of_the_teams'.",
        "knowledge/vocabulary/home.yaml:50:1",
        (Edit(FACTS, END, COUNTED), Edit(PANEL_RULES, DECIDE, DECIDE[:-1] + ", people_of_the_teams: {at_least: 1}}")),
    ),
    "an example is there twice": Fault(
        examples.check,
        "example-repeats",
        (
            Edit(
                PANEL_RULES,
                TWO,
                TWO * 2,
            ),
        ),
        "rule 'wha.panel.complete' has the same example twice: panel_members_from_neither_team: 2.",
        "rules/wha/panel.yaml:3:7",
        (
            Edit(
                PANEL_RULES,
                TWO,
                TWO + TWO.replace("2", "1"),
            ),
        ),
    ),
    "an example fires on what cannot be": Fault(
        impossible.check,
        "impossible-yet-seen",
        (Edit(NEVER, END, IN_FORCE.replace("stage: panel", "wha.stage: panel").replace(": 0", ": 1")),),
        "example 2 of the rule 'wha.panel.decide' shows what 'odd' calls impossible.",
        "knowledge/verification/never-together.yaml:2:9",
        (Edit(NEVER, END, IN_FORCE.replace("stage: panel", "wha.stage: panel")),),
    ),
}


def with_documents(base, **documents):
    return replace(base, documents={**base.documents, **documents})


def with_procedure(document, **parts):
    return replace(document, procedure=document.procedure.model_copy(update=parts))


def found(tmp_path: Path, fault: Fault, edits: tuple[Edit, ...]) -> list[Finding]:
    base = base_of(edited(tmp_path, *edits))
    return [finding for finding in fault.check(base)[1] if finding.code == fault.code]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_with_its_place_and_a_sentence(name: str, tmp_path: Path) -> None:
    fault = FAULTS[name]
    (finding,) = found(tmp_path, fault, fault.edits)
    assert (finding.say, finding.place) == (fault.say, fault.place)


@pytest.mark.parametrize("name", FAULTS)
def test_its_sound_near_twin_is_left_alone(name: str, tmp_path: Path) -> None:
    assert found(tmp_path, FAULTS[name], FAULTS[name].twin) == []


def test_an_event_of_another_document_starts_and_stops_no_clock(base) -> None:
    document = base.documents["nssb"]
    clock = document.procedure.clocks[0].model_copy(update={"starts": "lscb_chair_informed", "no_later_than": ()})
    clock = clock.model_copy(update={"stops": ("lscb_dispute_panel_met",), "stop_stage": None})
    findings = clocks.check(with_documents(base, nssb=with_procedure(document, clocks=(clock,))))[1]
    assert [(each.code, each.about) for each in findings] == [
        ("clock-never-starts", ("nssb.overall",)),
        ("clock-never-stops", ("nssb.overall",)),
    ]


def test_a_rule_that_rests_on_nothing_is_found_where_a_base_was_not_read_from_files(base) -> None:
    name = "nssb.stage-1.report-to-line-manager"
    rules = base.rules | {name: base.rules[name].model_copy(update={"clauses": ()})}
    codes = [each.code for each in citations.check(replace(base, rules=rules))[1] if each.about == (name,)]
    assert codes == ["rule-without-clause"]


def test_a_clause_of_another_document_is_told_from_one_that_is_nowhere(base) -> None:
    name = "nssb.stage-1.report-to-line-manager"
    for clause, code in (("osdr-03", "clause-of-another-document"), ("nssb-999", "does-not-load")):
        rules = base.rules | {name: base.rules[name].model_copy(update={"clauses": ("nssb-41", clause)})}
        wrong = [each for each in citations.check(replace(base, rules=rules))[1] if each.severity == "error"]
        assert [each.code for each in wrong] == [code]
        assert f"there is no clause '{clause}'" in wrong[0].say


def test_what_is_seen_of_a_case_is_held_against_what_is_impossible(base) -> None:
    possible = {CASE: {"nssb.stage": "stage-1", "guidance_named": "yes"}}
    settled = {CASE: {"nssb.stage": "stage-1", "nssb.settled": "yes", "guidance_named": "yes"}}
    looked_at, findings = impossible.check_seen(base, [("one", possible), ("two", settled)])
    assert looked_at == 2
    assert {each.about for each in findings} >= {("nssb.settled.open-stage", "two")}
    assert all("two" in each.about for each in findings)
    witness = next(each.witness for each in findings if "nssb.settled.open-stage" in each.about)
    assert witness.facts == {CASE: {"nssb.stage": "stage-1", "nssb.settled": "yes"}}


def test_what_is_impossible_of_a_person_is_looked_for_in_every_person(base) -> None:
    ana = {"answers_to_party": "yes", "in_line_of_party": "no"}
    bo = {"answers_to_party": "yes", "in_line_of_party": "yes"}
    seen = {CASE: {}, Subject("person", "ana"): ana, Subject("person", "bo"): bo}
    (finding,) = impossible.check_seen(base, [("a day", seen)])[1]
    assert finding.about == ("a day", "answers-to-somebody-but-in-no-line")
    assert finding.witness.facts == {Subject("person", "ana"): ana}


def test_an_example_that_must_stay_silent_may_name_what_cannot_be(base) -> None:
    name = "nssb.stage-1.report-to-line-manager"
    odd = {"nssb.stage": "stage-1", "nssb.settled": "yes"}
    for fires, number in ((False, 0), (True, 1)):
        examples_ = (*base.rules[name].examples, Example(fires=fires, facts=odd))
        rules = base.rules | {name: base.rules[name].model_copy(update={"examples": examples_})}
        assert len(impossible.check(replace(base, rules=rules))[1]) == number
