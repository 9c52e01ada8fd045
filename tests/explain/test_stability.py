"""What could still change is exact: each change applied changes the advice, and no smaller one does."""

from __future__ import annotations

import datetime as dt
from itertools import combinations, product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sample_cases import case_of, ids

OPEN = [
    "immediate_risk_of_harm",
    "safety_assured_meanwhile",
    "worker_has_a_concern",
    "worker_hesitates_because_of_status",
    "general_safeguarding_issues",
    "working_relationship_strained",
    "person_at_risk",
    "meeting_of_board_colleagues_needed",
]
EVENTS = [
    {"what": "discussed_with_other_practitioner", "on": "2026-11-02", "outcome": "unresolved"},
    {"what": "reported_to_line_manager", "on": "2026-11-02"},
    {"what": "stage_started", "stage": "stage-4", "on": "2026-11-03"},
    {"what": "line_managers_in_contact", "on": "2026-11-03", "outcome": "resolved"},
]


def test_advice_that_no_answer_can_change_is_settled(advise):
    facts = dict.fromkeys(OPEN, "no") | {"worker_has_a_concern": "yes", "person_at_risk": "child"}
    assert advise(facts=facts).stability.settled


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_each_change_changes_the_advice_and_none_smaller_does(base, desk, data):
    values = {name: base.facts[name].values for name in OPEN}
    facts = {
        name: data.draw(st.sampled_from(values[name]))
        for name in data.draw(st.lists(st.sampled_from(OPEN), unique=True, min_size=4))
    }
    events = data.draw(st.lists(st.sampled_from(EVENTS), unique_by=lambda event: event["what"]))

    def strengths(answers):
        return ids(desk.advise(case_of(facts=facts | answers, events=events), dt.date(2026, 11, 3)))

    advice = desk.advise(case_of(facts=facts, events=events), dt.date(2026, 11, 3))
    now = ids(advice)
    for change in advice.stability.could_change:
        then = strengths(change.if_)
        assert now.get(change.recommendation) != then.get(change.recommendation)
        assert (change.change == "added") == (change.recommendation not in now)
        for size in range(len(change.if_)):
            for fewer in combinations(change.if_.items(), size):
                assert strengths(dict(fewer)).get(change.recommendation) == now.get(change.recommendation)
    if advice.stability.settled:
        still_open = [name for name in OPEN if facts.get(name) in (None, "unknown")]
        for answers in product(*(values[name] for name in still_open[:3])):
            assert strengths(dict(zip(still_open, answers, strict=False))) == now
