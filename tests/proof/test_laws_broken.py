"""Each law catches a rule base, or a desk, that is altered a little so as to break it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from decision_support.casework import Casework
from decision_support.cli.laws_verb import laws as laws_verb
from decision_support.errors import InvalidKnowledge
from decision_support.loading.case_writing import checked
from decision_support.loading.cases import case_of as read_case_of
from decision_support.loading.laws import check_laws
from decision_support.loading.written import read_text
from decision_support.model.case import Case
from decision_support.model.rules import Conclusion, Condition
from decision_support.proof.consultations import Consultation
from decision_support.proof.laws import laws_of, taken_back
from decision_support.proof.laws.smallest import smallest
from decision_support.proof.laws.trying import try_laws
from made_up_bases import laid_out
from sample_cases import case_of

DAY = dt.date(2026, 11, 4)
REPORT = "nssb.stage-1.report-to-line-manager"
FAILED = {"what": "discussed_with_other_practitioner", "outcome": "unresolved"}


def altered(base, rule, **parts):
    return replace(base, rules={**base.rules, rule: base.rules[rule].model_copy(update=parts)})


def only_where(base, rule, fact, *values):
    """The rule with one more condition on a fact of the case."""
    return altered(base, rule, when=(*base.rules[rule].when, Condition(scope="case", fact=fact, allowed=values)))


def law(base, name):
    return next(each for each in laws_of(base) if each.id == name)


def breaches(base, name, case, on=DAY):
    return list(law(base, name).breaches(Casework(base), case, on))


def framework(**parts):
    return Case.model_validate({"case": "A test", "guidance": ["nhs"], "opened": "2026-11-02"} | parts)


def told(*events):
    return [{"on": "2026-11-02", **event} for event in events]


def test_advice_that_danger_takes_away_is_found(base):
    broken = only_where(base, REPORT, "immediate_risk_of_harm", "no", "unknown", "unasked")
    case = case_of(facts={"worker_has_a_concern": "yes"}, events=told(FAILED))
    now = Casework(base).advise(case, DAY)
    assert "nssb.report-to-line-manager" in {each.id for each in now.recommendations}
    (found, *_) = breaches(broken, "danger-delays-nothing", case)
    assert found == (
        "As immediate_risk_of_harm goes from unasked to yes, 'nssb.report-to-line-manager' is no longer advised."
    )
    assert any("report-to-line-manager" in each for each in law(broken, "danger-delays-nothing").everywhere(broken))


def test_protection_that_falls_with_more_risk_is_found(base):
    name, rule = "more-risk-never-lowers-protection", "nssb.risk.safety-assured-while-you-talk"
    broken = only_where(base, rule, "immediate_risk_of_harm", "no", "unknown", "unasked")
    assert any(
        "secure-safety" in each for each in breaches(broken, name, case_of(facts={"worker_has_a_concern": "yes"}))
    )
    assert any("secure-safety" in each for each in law(broken, name).everywhere(broken))


def test_remediation_that_speaks_for_a_severe_course_is_found(base):
    name = "what-speaks-for-the-practitioner-never-makes-it-more-severe"
    broken = altered(
        base,
        "nhs.options.restriction-protects",
        when=(Condition(scope="case", fact="remediation_under_way", allowed=("yes",)),),
    )
    assert breaches(broken, name, framework())
    assert any("immediate-restriction" in each for each in law(broken, name).everywhere(broken))


def test_an_unknown_that_asks_for_less_than_a_yes_is_found(base):
    name, rule = "no-and-unknown-ask-for-no-less", "nhs.answers.unknown"
    when = tuple(
        each.model_copy(update={"allowed": ("yes",)}) if each.fact == "answer" else each
        for each in base.rules[rule].when
    )
    broken = altered(base, rule, when=when)
    assert any("of 4.2" in each for each in breaches(broken, name, framework()))
    assert law(broken, name).exhausted(broken).breaches


def test_a_rule_that_starts_to_read_a_protected_characteristic_is_found(base):
    name = "protected-characteristics-count-for-nothing"
    broken = only_where(base, REPORT, "person_at_risk", "adult", "both")
    case = case_of(facts={"worker_has_a_concern": "yes"}, events=told(FAILED))
    assert breaches(broken, name, case) == [
        f"'{REPORT}' fires or not by person_at_risk, and cites no clause that lets it count."
    ]
    assert any(REPORT in each for each in law(broken, name).everywhere(broken))


def test_a_new_fact_about_a_protected_characteristic_has_to_be_declared(base):
    new = base.facts["worker_has_a_concern"].model_copy(update={"say": "the worker belongs to an ethnic minority"})
    broken = replace(base, facts={**base.facts, "minority": new})
    found = list(law(broken, "protected-characteristics-count-for-nothing").everywhere(broken))
    assert len(found) == 1 and "'minority' speaks of 'ethnic'" in found[0]


@pytest.mark.parametrize("name", ["order-and-names-count-for-nothing", "like-cases-are-advised-alike"])
def test_a_desk_that_looks_at_a_name_is_found(base, name):
    class Partial(Casework):
        def advise(self, case, on):
            advice = super().advise(case, on)
            if case.people and case.people[0].name == "Asha":
                return advice
            return replace(advice, recommendations=())

    case = case_of(facts={"worker_has_a_concern": "yes"})
    found = list(law(base, name).breaches(Partial(base), case, DAY))
    assert "another names of people makes a difference to the recommendations." in found


def test_a_case_file_that_does_not_take_an_answer_back_is_found(base, monkeypatch):
    def forgetful(record, before, after, because):
        return [] if len(after.facts) < len(before.facts) else changes(record, before, after, because)

    changes = taken_back.changes
    monkeypatch.setattr(taken_back, "changes", forgetful)
    case = case_of()
    found = [
        each for number in range(8) for each in breaches(base, "taken-back-is-never-said", renumbered(case, number))
    ]
    assert any("given and taken back, makes a difference to the receipt" in each for each in found)


def renumbered(case, number):
    return case.model_copy(update={"case": f"Test {number}"})


def test_an_unknown_that_acts_as_no_is_found(base):
    name, rule = "unknown-never-acts-as-no", "lscb.gate.finish-the-earlier-steps"
    when = tuple(
        each.model_copy(update={"allowed": ("no", "unknown")}) if each.allowed == ("no",) else each
        for each in base.rules[rule].when
    )
    broken = altered(base, rule, when=when)
    say = (
        "'action lscb.finish-the-west-yorkshire-steps' follows where west_yorkshire_steps_followed is unknown, "
        "as it does from no and not from yes, "
    )
    assert f"{say}with {{}}." in list(law(broken, name).everywhere(broken))
    assert f"{say}as this case stands." in breaches(broken, name, case_of(guidance=["lscb"], people=[]))


def test_a_matter_that_gets_stuck_is_found(base):
    rules = {name: rule for name, rule in base.rules.items() if rule.guidance != "ssab"}
    case = case_of(guidance=["ssab"], people=[])
    assert breaches(replace(base, rules=rules), "a-matter-that-is-not-settled-goes-on", case) == [
        "nothing is left to go on with under ssab at first-dialogue."
    ]


def test_an_action_that_nobody_is_to_take_is_found(base):
    name, own = "somebody-acts", base.documents["nssb"]
    actions = {
        **own.actions,
        "report-to-line-manager": own.actions["report-to-line-manager"].model_copy(update={"actor": None}),
    }
    broken = replace(base, documents={**base.documents, "nssb": replace(own, actions=actions)})
    case = case_of(facts={"worker_has_a_concern": "yes"}, events=told(FAILED))
    assert any("nssb.report-to-line-manager" in each for each in breaches(broken, name, case))
    assert list(law(broken, name).everywhere(broken)) == ["nobody is named who acts in 'nssb.report-to-line-manager'."]


def test_a_rule_without_grounds_is_found(base):
    broken = altered(base, REPORT, clauses=(), interpretation=None)
    case = case_of(facts={"worker_has_a_concern": "yes"}, events=told(FAILED))
    assert any(f"the rule '{REPORT}'" in each for each in breaches(broken, "every-proof-is-grounded", case))
    assert len(list(law(broken, "every-proof-is-grounded").everywhere(broken))) == 1


def test_a_demand_because_a_guiding_day_has_passed_is_found(base):
    name, rule = "a-guide-is-never-a-breach", "osdr.time.day-16-has-come"
    when = (Condition(scope="case", fact="osdr.clock.formal-decision", allowed=("indicative_passed",)),)
    broken = altered(base, rule, when=when, then=Conclusion(kind="must", target="osdr.make-formal-decision"))
    assert list(law(broken, name).everywhere(broken)) == [
        "'action osdr.make-formal-decision' follows only from osdr.clock.formal-decision "
        "being indicative_passed, with {}."
    ]
    assert breaches(broken, name, case_of(guidance=["osdr"], people=[]))


def test_the_smallest_case_keeps_only_what_breaks_the_law(base):
    broken = only_where(base, REPORT, "immediate_risk_of_harm", "no", "unknown", "unasked")
    full = case_of(
        facts={"worker_has_a_concern": "yes", "person_at_risk": "child", "working_relationship_strained": "no"},
        events=told(FAILED | {"by": "sw"}, {"what": "note", "note": "Nothing."}),
    )
    (tried,) = try_laws(Casework(broken), [law(broken, "danger-delays-nothing")], [Consultation(full, DAY)])
    found = next(each for each in tried.broken if "unasked to yes" in each.say)
    least = read_case_of(read_text(found.case, "the case"), broken)
    assert checked(least, broken) == least
    assert (least.facts, least.people, [each.what for each in least.events]) == ({}, (), [FAILED["what"]])
    assert not tried.holds


def test_the_smallest_case_of_none_that_can_be_smaller_is_itself():
    case = framework()
    assert smallest(case, lambda each: each == case) == case


def test_a_law_that_names_what_is_not_there_is_refused(base):
    wrong = base.laws["somebody-acts"].model_copy(update={"clauses": ("nssb-999",)})
    with pytest.raises(InvalidKnowledge, match=r"laws\.yaml:\d+:\d+: the law 'somebody-acts' speaks of 'nssb-999'"):
        check_laws(replace(base, laws={"somebody-acts": wrong}))


LAWS = """
somebody_acts:
  - {id: somebody-acts, say: Somebody acts., because: What nobody is told to do is not done.}
counts_for_nothing:
  - {id: no-matter, say: That counts for nothing., because: It is so., words: [whether*, is*]}
"""


@pytest.fixture(scope="module")
def policy(tmp_path_factory):
    """A policy that the program has never seen, with two laws of its own."""
    folder = laid_out(Path(__file__).parents[1] / "rulebase" / "new_policy", tmp_path_factory.mktemp("policy"))
    (folder / "knowledge" / "verification").mkdir()
    (folder / "knowledge" / "verification" / "laws.yaml").write_text(LAWS, encoding="utf-8")
    return folder


def verb(policy, *arguments):
    folders = ["--rules", str(policy / "rules"), "--knowledge", str(policy / "knowledge")]
    return CliRunner().invoke(laws_verb, [*arguments, *folders])


def test_the_verb_says_of_each_law_what_was_tried_and_ends_with_a_verdict(policy):
    done = verb(policy, "--cases", "5", "--format", "json")
    found = json.loads(done.output)
    assert [(each["law"], each["cases"], each["holds"]) for each in found] == [
        ("no-matter", 5, False),
        ("somebody-acts", 5, True),
    ]
    assert done.exit_code == 1
    assert any("the law says neither what it is" in each for each in found[0]["everywhere"])


def test_the_verb_tries_one_law_and_says_why_it_holds(policy):
    done = verb(policy, "somebody-acts", "--cases", "2")
    assert done.exit_code == 0
    assert "somebody-acts: holds" in done.output and "1 law: all hold." in done.output


def test_the_verb_refuses_a_law_that_is_not_there(policy):
    done = verb(policy, "somebody-act")
    assert "there is no law 'somebody-act'" in str(done.exception) and "somebody-acts" in str(done.exception)
