"""What the events of a case say about where it stands."""

from __future__ import annotations

import datetime as dt

import pytest

from decision_support.casefile.history import as_known_on, progress, recorded_facts
from sample_cases import case_of


def reached(base, *events):
    case = as_known_on(case_of(events=list(events)), dt.date(2026, 12, 31), base.events)
    return progress(base.documents["nssb"], case.events, base.events)


def happened(what, on="2026-11-02", **more):
    return {"what": what, "on": on, **more}


def test_a_case_without_events_is_at_the_first_stage(base):
    found = reached(base)
    assert (found.stage, found.begun, found.settled_at) == ("stage-1", False, None)


def test_a_stage_that_ended_unresolved_leads_to_the_next_one_not_yet_begun(base):
    found = reached(base, happened("stage_ended", stage="stage-1", outcome="unresolved"))
    assert (found.stage, found.begun) == ("stage-2", False)


def test_any_event_of_a_stage_shows_that_it_has_begun(base):
    found = reached(base, happened("stage_recorded", stage="stage-3"))
    assert (found.stage, found.begun) == ("stage-3", True)


def test_stages_can_be_skipped(base):
    assert reached(base, happened("stage_started", stage="stage-4")).stage == "stage-4"


def test_an_earlier_stage_recorded_late_does_not_lead_back(base):
    found = reached(
        base,
        happened("stage_started", stage="stage-3"),
        happened("stage_ended", on="2026-11-04", stage="stage-1", outcome="unresolved"),
    )
    assert found.stage == "stage-3"


@pytest.mark.parametrize("what", ["line_managers_in_contact", "discussed_with_other_practitioner"])
def test_a_settlement_is_placed_at_the_stage_where_it_was_reached(base, what):
    found = reached(base, happened(what, on="2026-11-03", outcome="resolved"))
    assert (found.stage, found.settled_at, found.settled_on) == ("conclusion", "stage-1", dt.date(2026, 11, 3))


def test_a_panel_decision_settles_the_matter(base):
    found = reached(
        base,
        happened("stage_ended", stage="stage-4", outcome="unresolved"),
        happened("panel_decided", on="2026-11-20", outcome="decided"),
    )
    assert (found.stage, found.settled_at) == ("conclusion", "mediation-or-panel")


def test_the_latest_outcome_counts(base):
    case = as_known_on(
        case_of(
            events=[
                happened("line_managers_in_contact", on="2026-11-05", outcome="resolved"),
                happened("line_managers_in_contact", on="2026-11-03", outcome="unresolved"),
            ]
        ),
        dt.date(2026, 11, 5),
        base.events,
    )
    documents = {"nssb": base.documents["nssb"]}
    found = {"nssb": progress(documents["nssb"], case.events, base.events)}
    facts = recorded_facts(base, documents, case.events, found)
    assert facts["outcome.line_managers_in_contact"] == "resolved"
    assert facts["recorded.reported_to_line_manager"] == "no"
    assert facts["case_settled"] == "yes"


def test_nothing_after_the_day_is_known(base):
    case = case_of(events=[happened("concern_raised", on="2026-11-09")], facts={"worker_has_a_concern": "yes"})
    assert as_known_on(case, dt.date(2026, 11, 8), base.events).events == ()


def test_what_happens_at_one_stage_only_shows_that_the_matter_has_come_so_far(base):
    found = reached(base, happened("second_tier_managers_in_contact", on="2026-11-03", outcome="unresolved"))
    assert (found.stage, found.begun, found.left) == ("stage-2", True, {"stage-1": dt.date(2026, 11, 3)})


def test_what_shows_an_earlier_stage_does_not_lead_back(base):
    found = reached(
        base,
        happened("stage_started", stage="stage-4"),
        happened("senior_managers_discussed", on="2026-11-04", outcome="unresolved"),
    )
    assert found.stage == "stage-4"


def test_each_event_shows_one_stage_of_a_document_at_most(base):
    for document in base.documents.values():
        shown = [event for stage in document.stages.values() for event in stage.shown_by]
        assert len(shown) == len(set(shown))
