"""Only what can matter is asked, safety first."""

from __future__ import annotations


def asked(advice):
    return [each.fact for each in advice.ask]


def test_nothing_is_asked_that_a_closed_fact_has_made_pointless(advise):
    early = asked(advise(facts={"worker_has_a_concern": "yes"}))
    assert "general_safeguarding_issues" not in early, "that matters only once the matter is settled"
    settled = asked(advise(events=[{"what": "line_managers_in_contact", "on": "2026-11-02", "outcome": "resolved"}]))
    assert "general_safeguarding_issues" in settled
    assert "safety_assured_meanwhile" not in settled, "there is no meanwhile any more"


def test_an_answer_is_not_asked_again_even_if_it_was_unknown(advise):
    facts = {"worker_has_a_concern": "yes", "immediate_risk_of_harm": "unknown"}
    assert "immediate_risk_of_harm" not in asked(advise(facts=facts))


def test_each_question_names_the_rules_that_wait_for_it(advise, base):
    for each in advise().ask:
        assert each.because and each.question.endswith("?")
        for rule in each.because:
            assert (
                any(condition.fact == each.fact for condition in base.rules[rule].when) or base.facts[each.fact].about
            )


def test_who_is_a_statutory_member_is_asked_of_each_panel_member(advise):
    panel = [{"id": name, "roles": ["panel_member"]} for name in ("p1", "p2")]
    advice = advise(people=panel, events=[{"what": "stage_started", "stage": "mediation-or-panel", "on": "2026-11-02"}])
    assert {each.subject for each in advice.ask if each.fact == "statutory_member"} == {"p1", "p2"}


def test_what_somebody_would_bring_up_unasked_is_never_asked_for(advise, base):
    assert base.facts["contact_details_refused"].volunteered
    advice = advise(facts={"worker_has_a_concern": "yes"})
    assert "contact_details_refused" not in asked(advice)
    told = advise(facts={"contact_details_refused": "yes"})
    assert "nssb.share-contact-details" in {each.id for each in told.recommendations}
