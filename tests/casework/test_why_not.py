"""Why not, on bundled cases: what is named, what is fixed, and remedies that make the advice what was asked for."""

from __future__ import annotations

import datetime as dt

import pytest

from decision_support.casefile.answers import with_answer
from decision_support.casework.reasons.changes import answering
from decision_support.casework.reasons.effects import Differences
from decision_support.errors import UserMistake
from decision_support.loading.examples import bundled_example
from decision_support.model.case import Event
from decision_support.model.facts import CASE, Subject
from decision_support.model.people import Person
from decision_support.model.values import Answer
from decision_support.reasoning.openness import About
from sample_cases import case_of, ids

ANSWERS = {"answer", "correct"}


@pytest.fixture(scope="module")
def ask(base, desk):
    def asked(name, what, on=None):
        case, day = bundled_example(name, base)
        return desk.why_not(case, dt.date.fromisoformat(on) if on else day, what)

    return asked


def after(base, case, on, remedy):
    """The case after a remedy, and the day on which it then is."""
    for step in remedy.steps:
        if step.kind in ANSWERS:
            subject = CASE if step.subject == "case" else Subject(base.facts[step.fact].about, step.subject)
            reasons = "Told." if step.reasons else None
            case = with_answer(case, subject, step.fact, Answer(value=step.values[0], on=on, rationale=reasons))
        elif step.kind == "event":
            kind = base.events[step.fact]
            outcome = step.values[-1] if kind.outcomes else None
            stage = step.values[0] if kind.needs_stage else None
            event = Event(what=step.fact, on=on, stage=stage, outcome=outcome)
            case = case.model_copy(update={"events": (*case.events, event)})
        elif step.kind == "role":
            role = step.fact.removeprefix("role.")
            people = (
                each.model_copy(update={"roles": (*each.roles, role)}) if each.id == step.subject else each
                for each in case.people
            )
            case = case.model_copy(update={"people": tuple(people)})
        elif step.kind == "wait":
            on = dt.date.fromisoformat(step.on)
        else:
            pytest.fail(f"no test applies a step of the kind {step.kind}")
    return case, on


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("friday-afternoon-report", "nssb.refer-to-second-tier"),
        ("friday-afternoon-report", "nssb.take-to-a-higher-stage-quickly"),
        ("friday-afternoon-report", "ours.call-emergency-services"),
        ("risk-unknown", "nssb.start-at-a-higher-stage"),
        ("panel-one-member-short", "nssb.hear-those-concerned"),
        ("ssab-first-hop", "ssab.seek-support-from-your-agency"),
        ("ssab-second-hop", "ssab.complete-section-2"),
        ("lscb-line-managers-first", "lscb.refer-up-the-line"),
        ("lscb-panel-convened", "lscb.inform-lscb-chair"),
        ("osdr-difference-highlighted", "osdr.hold-resolution-meeting"),
        ("osdr-line-review-after-day-five", "osdr.settle-in-time-for-the-recommendation"),
        ("nhs-insight-not-known", "nhs.inquire-further.4.2"),
        ("nhs-insight-not-known", "nhs.inquire-further.1.4"),
    ],
)
def test_every_remedy_brings_the_recommendation_into_the_advice(base, desk, ask, name, what):
    case, on = bundled_example(name, base)
    answer = ask(name, what)
    assert answer.so == (what in ids(desk.advise(case, on)))
    for remedy in answer.remedies:
        assert what in ids(desk.advise(*after(base, case, on, remedy)))
        for left_out in range(len(remedy.steps)):
            fewer = remedy.steps[:left_out] + remedy.steps[left_out + 1 :]
            assert what not in ids(desk.advise(*after(base, case, on, type(remedy)(fewer, 0))))


def test_what_is_on_record_cannot_change(ask):
    (miss,) = ask("friday-afternoon-report", "report-to-line-manager").misses
    (failing,) = [each for each in miss.conditions if each.state != "holds"]
    assert failing.fact == "recorded.reported_to_line_manager" and failing.state == "fails"
    assert failing.fixed == "It has been on record since Friday 6 November 2026; what happened stays on record."
    assert miss.fails_for_good == 1 and miss.remedies == ()


def test_a_clock_that_is_running_names_the_day_on_which_it_runs_out(ask):
    answer = ask("friday-afternoon-report", "refer-to-second-tier")
    waits = [step.on for remedy in answer.remedies for step in remedy.steps if step.kind == "wait"]
    assert waits == ["2026-11-10"]


def test_an_answer_that_is_missing_comes_with_those_who_could_give_it(ask):
    answer = ask("nhs-insight-not-known", "for:formal-investigation")
    (condition,) = [each for each in answer.misses[0].conditions if each.state == "unknown"]
    people = {each.role: each.people for each in condition.who}
    assert people == {"case_manager": ("wanjiku",), "decision_maker": ()}
    assert condition.ask


def test_supplying_what_is_missing_comes_before_denying_what_was_answered(desk):
    facts = {"worker_has_a_concern": "yes", "immediate_risk_of_harm": "no"}
    answer = desk.why_not(case_of(facts=facts), dt.date(2026, 11, 2), "call-emergency-services")
    assert not answer.so and answer.remedies
    assert all(remedy.contradicts == 1 for remedy in answer.remedies)
    answer = desk.why_not(case_of(), dt.date(2026, 11, 2), "call-emergency-services")
    assert answer.remedies and all(remedy.contradicts == 0 for remedy in answer.remedies)


def test_what_is_advised_already_is_said_to_be(ask):
    answer = ask("friday-afternoon-report", "line-managers-make-contact")
    assert answer.so and "why nssb.line-managers-make-contact" in answer.answer and not answer.misses


def test_a_firmer_strength_is_asked_for_apart(ask):
    answer = ask("friday-afternoon-report", "must:line-managers-make-contact")
    assert not answer.so and answer.answer.startswith("It is advised as should, not as must")
    assert ask("friday-afternoon-report", "may:line-managers-make-contact").so


def test_a_stage_is_reached_by_what_is_recorded(base, desk, ask):
    case, on = bundled_example("friday-afternoon-report", base)
    answer = ask("friday-afternoon-report", "stage-2")
    assert [each.state for each in answer.way] == ["reached", "ahead"]
    assert answer.remedies
    for remedy in answer.remedies:
        assert desk.advise(*after(base, case, on, remedy)).stage == "stage-2"


def test_a_stage_that_was_left_does_not_come_back(ask):
    answer = ask("osdr-line-review-after-day-five", "stage-1a", "2026-09-08")
    assert not answer.so and answer.remedies == ()


def test_a_person_who_is_free_to_act_is_so_until_something_is_known(ask):
    answer = ask("osdr-people-which-manager-is-independent", "nkechi:independent_operations_manager")
    assert not answer.so and answer.misses[0].subject == "nkechi"
    assert ask("osdr-people-which-manager-is-independent", "ingibjorg:independent_operations_manager").so


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("report-to-line-manger", "Did you mean 'report-to-line-manager'?"),
        ("osdr.hold-resolution-meeting", "belongs to osdr, which the case does not name. Add it to 'guidance'."),
        ("immediate_risk_of_harm", "does not follow from rules: people answer it."),
    ],
)
def test_what_nobody_could_mean_gets_a_sentence(ask, what, sentence):
    with pytest.raises(UserMistake) as raised:
        ask("friday-afternoon-report", what)
    assert sentence in str(raised.value)


def long_line(case, number):
    """The case with so many people, each of whom answers to the next."""
    people = (
        Person(
            id=f"p{n}",
            roles=({0: ("worker",), 1: ("line_manager",)}).get(n, ()),
            line_manager=f"p{n + 1}" if n < number - 1 else None,
        )
        for n in range(number)
    )
    return case.model_copy(update={"people": tuple(people)})


@pytest.mark.parametrize("what", ["stage-4", "stage-2"])
def test_people_who_do_not_bear_on_it_make_no_difference(base, desk, what):
    case, on = bundled_example("friday-afternoon-report", base)
    few, many = (desk.why_not(long_line(case, number), on, what) for number in (3, 100))
    assert (many.answer, many.remedies) == (few.answer, few.remedies)


@pytest.mark.parametrize(
    ("name", "fact", "about"),
    [
        ("friday-afternoon-report", "immediate_risk_of_harm", "case"),
        ("nhs-insight-not-known", "answer", "question"),
        ("osdr-people-which-manager-is-independent", "independence_confirmed", "person"),
    ],
)
def test_an_answer_read_off_is_what_the_case_itself_comes_to(base, desk, name, fact, about):
    case, on = bundled_example(name, base)
    now = desk.situation(case, on)
    name_of = (
        fact
        if fact in base.facts
        else next(each for each, known in base.facts.items() if known.ask and known.about == about and known.answers)
    )
    subjects = [each for each in {CASE: {}, **now.facts} if each.kind == about]
    cone = frozenset(About(each, one) for each in subjects for one in (name_of, "rationale") if one in base.facts)
    found = Differences(base, now, desk.situation, cone)
    read = 0
    for subject in subjects:
        for value in base.facts[name_of].answers:
            answer = Answer(value=value, on=on)
            tried = found.after(answering(subject, name_of, answer), on)
            plain = found.after_answer(subject, name_of, value, None)
            together = found.of_person((name_of, value), lambda each, a=answer: answering(each, name_of, a), subject)
            assert plain is None or plain == tried
            assert about != "person" or together == tried
            read += plain is not None
    assert read


def test_a_stage_further_off_names_the_one_before_it_and_what_moves_the_matter_on(ask):
    answer = ask("friday-afternoon-report", "stage-4")
    assert "Stage 3 (Senior manager to senior manager) comes before this one" in answer.answer
    assert answer.remedies == () and [bool(each.records) for each in answer.way] == [True, False, False, False]


def test_a_person_who_may_not_act_is_told_why_and_what_would_clear_them(ask):
    answer = ask("osdr-people-which-manager-is-independent", "ingibjorg:independent_operations_manager")
    assert answer.so and "because Ingibjorg (director of operations) manages Radoslav" in answer.answer
    assert [step.kind for step in answer.remedies[0].steps] == ["waive", "answer"]


def test_nobody_is_offered_a_role_that_the_rules_would_keep_them_from(ask):
    answer = ask("panel-one-member-short", "panel_may_proceed=yes")
    assert all(step.kind != "role" for remedy in answer.remedies for step in remedy.steps)
    assert any("Edmund (chief nurse) (member of the panel): works for" in each for each in answer.passed_over)


def test_what_really_happens_comes_before_what_time_brings(ask):
    kinds = [remedy.steps[-1].kind for remedy in ask("friday-afternoon-report", "refer-to-second-tier").remedies]
    assert kinds[0] == "event" and kinds.index("wait") == max(n for n, kind in enumerate(kinds) if kind != "correct")


def test_what_is_worked_out_and_open_is_not_told_as_a_denial(ask):
    answer = ask("nhs-exclusion-with-a-milder-step-left", "for:exclusion-or-suspension", "2026-10-20")
    (line,) = [each for each in answer.misses[0].conditions if each.state == "unknown"]
    assert line.say.startswith("It is not known yet whether") and line.fixed is None


def test_several_milder_options_that_are_left_are_not_fixed(base, desk):
    case, on = bundled_example("nhs-exclusion-with-a-milder-step-left", base)
    options = tuple(each.model_copy(update={"facts": {}}) for each in case.options)
    answer = desk.why_not(case.model_copy(update={"options": options}), on, "for:exclusion-or-suspension")
    (line,) = [each for each in answer.misses[0].conditions if each.fact == "less_restrictive_left"]
    assert line.fixed is None
    assert [step.subject for step in answer.remedies[0].steps] == ["conditions-or-agreement", "immediate-restriction"]


def test_a_long_name_is_cut_short_in_the_message(ask):
    with pytest.raises(UserMistake) as raised:
        ask("friday-afternoon-report", "x" * 200)
    assert "x" * 59 + "…'" in str(raised.value) and "x" * 60 not in str(raised.value)


def test_a_stage_that_lies_ahead_is_not_called_fixed(ask):
    answer = ask("friday-afternoon-report", "nssb.hear-those-concerned")
    lines = [line for miss in answer.misses for line in miss.conditions if line.fact == "nssb.stage"]
    assert lines and all(line.fixed is None for line in lines)


def test_an_event_of_a_later_stage_is_not_called_fixed(ask):
    answer = ask("friday-afternoon-report", "nssb.hear-those-concerned")
    lines = [line for miss in answer.misses for line in miss.conditions if line.fact == "recorded.panel_convened"]
    assert lines and all(line.state == "fails" and line.fixed is None for line in lines)


def test_a_remedy_after_which_it_clashes_with_other_advice_says_so(ask):
    remedies = ask("osdr-two-specialisms-against", "osdr.keep-seeking-agreement").remedies
    assert any("Refer the issue to the independent Operations Manager" in each.clashes[0] for each in remedies)
