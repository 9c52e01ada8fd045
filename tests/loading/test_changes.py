"""Changes to a case, one line of text each: what they mean, and the sentence for each that cannot be made."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decision_support.casework import Casework
from decision_support.errors import InvalidCase, SeveralMistakes, UserMistake
from decision_support.loading.cases import read_case
from decision_support.loading.changes import changed, supposed, supposing
from decision_support.loading.examples import example_paths, expected_of
from decision_support.loading.knowledge import load

BROTHERS = example_paths()["line-managers-disagree"]
WARDS = example_paths()["nhs-exclusion-with-a-milder-step-left"]
MANAGERS = example_paths()["osdr-people-which-manager-is-independent"]


@pytest.fixture(scope="module")
def brothers(base):
    return read_case(BROTHERS, base)


@pytest.fixture(scope="module")
def wards(base):
    return read_case(WARDS, base)


def person(case, name):
    return next(each for each in case.people if each.id == name)


def test_a_fact_is_changed_without_its_old_reasons(base, brothers):
    answer = changed(brothers, ["immediate_risk_of_harm=yes"], base).facts["immediate_risk_of_harm"]
    assert (answer.value, answer.rationale, answer.by) == ("yes", None, None)
    assert brothers.facts["immediate_risk_of_harm"].value == "no"


def test_an_answer_may_come_with_its_reasons(base, wards):
    now = changed(wards, ["5.1.1={answer: yes, rationale: They met again.}"], base)
    assert (now.answers["5.1.1"].value, now.answers["5.1.1"].rationale) == ("yes", "They met again.")


def test_nothing_after_the_sign_takes_an_answer_back(base, brothers, wards):
    assert "immediate_risk_of_harm" not in changed(brothers, ["immediate_risk_of_harm="], base).facts
    assert "3.2" not in changed(wards, ["3.2="], base).answers
    assert person(changed(brothers, ["ruth.team="], base), "ruth").team is None


def test_what_is_recorded_of_a_person_is_changed(base, brothers):
    now = changed(
        brothers, ["ruth.line_manager=eileen", "ruth.roles=line_manager, worker", "ruth.agency=Council"], base
    )
    ruth = person(now, "ruth")
    assert (ruth.line_manager, ruth.roles, ruth.agency) == ("eileen", ("line_manager", "worker"), "Council")
    assert ruth.team == "Health visiting"


def test_facts_of_people_and_options_are_changed(base, brothers, wards):
    assert person(changed(brothers, ["mei.declared_interest=no"], base), "mei").facts["declared_interest"].value == "no"
    now = changed(wards, ["immediate-restriction.discounted=yes"], base)
    assert {each.id: each.facts["discounted"].value for each in now.options if each.facts} == {
        "immediate-restriction": "yes",
        "conditions-or-agreement": "yes",
    }


def test_the_place_the_day_and_the_documents_are_changed(base, brothers):
    now = changed(brothers, ["guidance=nssb,ssab", "jurisdiction=wales", "opened=2026-03-01"], base)
    assert (now.guidance, now.jurisdiction, now.opened.isoformat()) == (("nssb", "ssab"), "wales", "2026-03-01")


def test_an_event_is_added_and_all_events_of_a_kind_are_left_out(base, brothers):
    now = changed(brothers, ["event: {what: stage_started, on: 2026-03-04, stage: stage-2}"], base)
    assert (now.events[-1].what, now.events[-1].stage, len(now.events)) == ("stage_started", "stage-2", 6)
    without = changed(brothers, ["line_managers_in_contact="], base)
    assert "line_managers_in_contact" not in {event.what for event in without.events} and len(without.events) == 4


def test_a_person_is_added_or_only_the_keys_given_are_changed(base, brothers):
    now = changed(brothers, ["person: {id: zed, roles: [worker], line_manager: ruth}"], base)
    assert person(now, "zed").line_manager == "ruth"
    again = changed(now, ["person: {id: zed, agency: Council, facts: {declared_interest: no}}"], base)
    assert (person(again, "zed").line_manager, person(again, "zed").agency) == ("ruth", "Council")


def test_an_option_is_added_and_left_out(base, wards):
    now = changed(wards, ["option: closure", "exclusion-or-suspension="], base)
    assert [each.id for each in now.options] == ["immediate-restriction", "conditions-or-agreement", "closure"]


def test_a_person_left_out_leaves_no_tie_behind(base, brothers):
    now = changed(brothers, ["ruth="], base)
    assert "ruth" not in {each.id for each in now.people}
    assert person(now, "amara").line_manager is None
    assert [event.what for event in now.events if event.by is None] == ["line_managers_in_contact"]


def test_a_waiver_goes_with_the_person_whose_word_it_was(base, brothers):
    waiver = "{of: in_line_of_party, by: mei, on: 2026-03-03, why: It is small.}"
    told = changed(brothers, [f"person: {{id: nadeem, waivers: [{waiver}], named_by: [mei, ruth]}}"], base)
    now = changed(told, ["mei="], base)
    assert (person(now, "nadeem").waivers, person(now, "nadeem").named_by) == ((), ("ruth",))


def test_changes_are_made_in_the_order_given(base, brothers):
    changes = ["immediate_risk_of_harm=yes", "immediate_risk_of_harm=unknown"]
    assert changed(brothers, changes, base).facts["immediate_risk_of_harm"].value == "unknown"
    assert changed(brothers, changes[::-1], base).facts["immediate_risk_of_harm"].value == "yes"


def test_somebody_may_be_named_who_comes_in_with_a_later_change(base, brothers):
    now = changed(brothers, ["ruth.line_manager=zed", "person: {id: zed}"], base)
    assert person(now, "ruth").line_manager == "zed"


def test_a_change_that_changes_nothing_is_told_and_is_no_mistake(base, brothers):
    found = supposed(brothers, ["immediate_risk_of_harm=no", "ruth.agency=Council", "stage_ended="], base)
    assert found.idle == ("immediate_risk_of_harm=no", "stage_ended=")
    assert found.case.facts["immediate_risk_of_harm"].rationale
    assert supposed(brothers, ["opened=2026-03-02"], base).case is brothers


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("imediate_risk_of_harm=yes", "nothing is called 'imediate_risk_of_harm'. Did you mean 'immediate_risk_of"),
        ("immediate_risk_of_harm=perhaps", "'immediate_risk_of_harm' cannot be 'perhaps'. Known: no, unknown, yes."),
        ("immediate_risk_of_harm=unasked", "either answered or left out. Write nothing after the sign"),
        ("immediate_risk_of_harm=[yes]", "'immediate_risk_of_harm' has one value, not a list."),
        ("stage=stage-2", "'stage' is worked out by the program and cannot be answered. Record the event"),
        ("nssb.stage=", "'nssb.stage' is worked out by the program"),
        ("declared_interest=no", "is a fact about a person. Write whose it is: PERSON.declared_interest"),
        ("ruth.immediate_risk_of_harm=no", "is a fact about the case, not about a person."),
        ("ruth.agancy=Council", "nothing called 'agancy' is recorded of 'ruth'. Did you mean 'agency'?"),
        ("rut.agency=Council", "nobody and nothing called 'rut' in this case. Did you mean 'ruth'?"),
        ("ruth.line_manager=eilen", "there is no person 'eilen'. Did you mean 'eileen'?"),
        ("ruth.roles=line_manger", "there is no role 'line_manger'. Did you mean 'line_manager'?"),
        ("ruth.interests=a firm", "item 1 of 'interests' should be a mapping"),
        ("ruth=yes", "'ruth' is a person and has no value. Write ruth.NAME=VALUE to change one thing, or ruth= to"),
        ("concern_raised=yes", "is an event and has no value. Record it with event: {what: concern_raised, on: 20"),
        ("guidance=nsb", "there is no guidance 'nsb'. Did you mean 'nssb'?"),
        ("opened=3 March", "'opened' should be a date such as 2026-11-05, not '3 March'."),
        ("opened=", "'opened' is missing."),
        ("foo", "this is not a change. Write NAME=VALUE"),
        ("=yes", "nothing is called ''. Name a fact"),
        ("event: {what: stage_started", "a bracket is opened here and not closed"),
        ("event: {what: stage_started, on: 2026-03-04}", "'stage_started' does not say which stage. Add 'stage'"),
        ("event: {what: concern_raisd, on: 2026-03-04}", "there is no event 'concern_raisd'. Did you mean 'conce"),
        ("event: today", "an event is written in curly brackets. Write event: {what: …, on: …}."),
        ("event:", "an event is written in curly brackets."),
        ("person: {name: Zed}", "it does not say which person. Write person: {id: …}."),
        ("option: closure", "none of the guidance named weighs options."),
        ("immediate_risk_of_harm=\x00", "a character that cannot be shown"),
        (
            "event: {what: line_managers_in_contact, at: 2026-03-03T10:00, outcome: resolved}",
            "ended both 'unresolved' and 'resolved' at 10:00 on 2026-03-03.",
        ),
    ],
)
def test_every_mistake_quotes_the_change_and_says_what_would_be_right(base, brothers, change, told):
    with pytest.raises(UserMistake) as refused:
        changed(brothers, [change], base)
    assert told in str(refused.value)
    assert change[:12].strip("\x00") in str(refused.value)
    assert "(line" not in str(refused.value)


def test_each_of_several_mistakes_is_told_with_its_own_change(base, brothers):
    with pytest.raises(SeveralMistakes) as refused:
        changed(brothers, ["immediate_risk_of_harm=maybe", "person_at_risk=child", "ruth.line_manager=zed"], base)
    first, second = sorted(str(each) for each in refused.value.mistakes)
    assert first.startswith("'immediate_risk_of_harm=maybe': ") and second.startswith("'ruth.line_manager=zed': ")


def test_a_person_called_like_a_fact_has_to_be_told_apart(base, brothers):
    case = changed(brothers, ["person: {id: person_at_risk}"], base)
    with pytest.raises(InvalidCase, match=r"could mean 2 things. Write case.person_at_risk= for a fact of the case or"):
        changed(case, ["person_at_risk="], base)
    assert "person_at_risk" not in changed(case, ["case.person_at_risk="], base).facts
    assert "person_at_risk" not in {each.id for each in changed(case, ["person.person_at_risk="], base).people}


def test_a_mistake_that_shows_only_in_the_advice_names_the_changes(base, desk, brothers):
    with (
        pytest.raises(InvalidCase, match=r"'opened=2026-03-02' 'ruth.team=': the case was opened on 2026-03-02, after"),
        supposing(brothers, ["opened=2026-03-02", "ruth.team="], base) as found,
    ):
        desk.advise(found.case, brothers.opened.replace(day=1))


_CASES: dict[str, object] = {}


def _desk() -> Casework:
    if "desk" not in _CASES:
        _CASES["desk"] = Casework(load())
    return _CASES["desk"]  # type: ignore[return-value]


@st.composite
def change_and_inverse(draw):
    """A bundled case, changes to it, and the changes that undo them."""
    name = draw(st.sampled_from(sorted(example_paths())))
    base = _desk().base
    case = _CASES.setdefault(name, read_case(example_paths()[name], base))
    changes, inverse = [], []
    free = [fact for fact, known in base.facts.items() if known.ask and known.about == "case" and "yes" in known.values]
    for fact in draw(st.lists(st.sampled_from(sorted(set(free) - set(case.facts))), max_size=3, unique=True)):
        changes.append(f"{fact}={draw(st.sampled_from(['yes', 'no', 'unknown']))}")
        inverse.append(f"{fact}=")
    for each in draw(st.lists(st.sampled_from(case.people), max_size=1)) if case.people else ():
        if each.team is None:
            changes.append(f"{each.id}.team=Somewhere")
            inverse.append(f"{each.id}.team=")
    changes.append("person: {id: somebody-new, agency: Elsewhere}")
    inverse.append("somebody-new=")
    return name, case, changes, inverse


@given(change_and_inverse())
@settings(max_examples=25, deadline=None)
def test_changes_undone_give_the_case_and_so_the_advice_of_before(found):
    name, case, changes, inverse = found
    base, before, file = _desk().base, case.model_dump_json(), example_paths()[name].read_bytes()
    try:
        there = changed(case, changes, base)
    except UserMistake:  # an answer that the people on record deny
        return
    back = changed(there, inverse, base)
    assert back == case and there != case
    on = expected_of(example_paths()[name])[0].on
    assert _desk().advise(back, on) == _desk().advise(case, on)
    assert case.model_dump_json() == before and example_paths()[name].read_bytes() == file


@given(text=st.text(max_size=40) | st.builds("{}={}".format, st.sampled_from(["ruth", "ruth.roles", "3.2"]), st.text()))
@settings(max_examples=150, deadline=None)
def test_any_text_at_all_is_a_change_or_gets_a_sentence(text):
    case = _CASES.setdefault("line-managers-disagree", read_case(BROTHERS, _desk().base))
    try:
        changed(case, [text], _desk().base)
    except UserMistake as mistake:
        assert str(mistake).strip().endswith((".", "?"))
