"""A framework asks and weighs: it concludes what applies, says what to find out, argues, and never adds anything up."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from decision_support.casework import Casework
from decision_support.loading.cases import case_of
from decision_support.loading.knowledge import load
from decision_support.loading.written import read_text
from decision_support.model.advice import Advice, OptionLine, QuestionLine, Reason
from decision_support.model.advice_data import as_data
from decision_support.verify import check_all
from made_up_bases import laid_out, run

HERE = Path(__file__).parent / "small_framework"
ON = dt.date(2026, 11, 3)
HEAD = "case: A complaint about a driver\nguidance: [bvt]\nopened: 2026-11-02\n"
EVERY_CASE = ("bvt-q1", "bvt-q2", "bvt-q3", "bvt-q5")  # bvt-q4 is for some cases only


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid_out(HERE, tmp_path_factory.mktemp("small_framework"))


@pytest.fixture(scope="module")
def framework(folder: Path) -> Casework:
    return Casework(load(folder / "rules", folder / "knowledge"))


def advised(framework: Casework, text: str, on: dt.date = ON) -> Advice:
    """Advice on a case under the framework, given the rest of its file."""
    return framework.advise(case_of(read_text(HEAD + text, "case.yaml"), framework.base), on)


def question(advice: Advice, name: str) -> QuestionLine:
    return next(each for each in advice.questions if each.id == name)


def option(advice: Advice, name: str) -> OptionLine:
    return next(each for each in advice.options if each.id == f"bvt.{name}")


def recommended(advice: Advice) -> dict[str, str]:
    return {each.id: each.strength for each in advice.recommendations}


def asked(advice: Advice) -> list[str]:
    """What is asked, in order: facts of the case by name, questions by id."""
    return [each.fact if each.subject == "case" else each.subject for each in advice.ask]


def rules_of(reasons: tuple[Reason, ...]) -> list[str]:
    return [each.rule.removeprefix("bvt.options.") for each in reasons]


def test_the_made_up_framework_is_sound(framework: Casework) -> None:
    assert check_all(framework.base).is_sound


# Whether a question applies


def test_a_question_that_does_not_apply_is_concluded_with_its_reason_and_never_counted_as_no(
    framework: Casework,
) -> None:
    for answer in ("", "answers: {bvt-q4: no}\n", "answers: {bvt-q4: unknown}\n"):
        advice = advised(framework, "facts: {vehicle_fault_alleged: no}\n" + answer)
        fault = question(advice, "bvt-q4")
        assert fault.applies == "no"
        assert fault.why == ("Nobody says that a fault in the vehicle played a part.",)
        assert recommended(advice) == {}
        assert "bvt-q4" not in asked(advice)
    unanswered = question(advised(framework, "facts: {vehicle_fault_alleged: no}\n"), "bvt-q4")
    assert unanswered.answer == "unasked"


def test_a_question_for_every_case_applies_and_says_so(framework: Casework) -> None:
    advice = advised(framework, "")
    for name in EVERY_CASE:
        assert question(advice, name).applies == "yes"
        assert question(advice, name).why == ("The framework asks this of every complaint.",)


def test_whether_a_question_applies_stays_unclear_while_its_fact_is_unknown(framework: Casework) -> None:
    for facts in ("", "facts: {vehicle_fault_alleged: unknown}\n"):
        fault = question(advised(framework, facts), "bvt-q4")
        assert (fault.applies, fault.why) == ("unclear", ())
        assert fault.when == "a fault in the vehicle is alleged"
    assert question(advised(framework, "facts: {vehicle_fault_alleged: yes}\n"), "bvt-q4").applies == "yes"


def test_the_fact_on_which_it_turns_whether_a_question_applies_is_asked_before_the_question(
    framework: Casework,
) -> None:
    found = asked(advised(framework, ""))
    assert found.index("vehicle_fault_alleged") < found.index("bvt-q4")
    waiting = next(each for each in advised(framework, "").ask if each.fact == "vehicle_fault_alleged")
    assert "bvt.questions.answered-no" in waiting.because


def test_a_fact_answered_with_unknown_is_not_asked_again(framework: Casework) -> None:
    assert "vehicle_fault_alleged" not in asked(advised(framework, "facts: {vehicle_fault_alleged: unknown}\n"))


# What follows from an answer


@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_no_and_unknown_lead_to_one_recommendation_that_says_what_to_find_out(answer: str, framework: Casework) -> None:
    advice = advised(framework, f"facts: {{vehicle_fault_alleged: yes}}\nanswers: {{bvt-q4: {answer}}}\n")
    (found,) = advice.recommendations
    assert (found.id, found.strength) == ("bvt.inquire-further.bvt-q4", "should")
    assert found.say == "Look for the fault in the vehicle's log, and ask the garage."
    assert found.clauses == ("bvt-02", "bvt-05"), "the clause of the rule, and the question's own"


def test_each_question_has_its_own_recommendation(framework: Casework) -> None:
    answers = "answers: {bvt-q1: no, bvt-q2: unknown, bvt-q4: no}\n"
    advice = advised(framework, "facts: {vehicle_fault_alleged: yes}\n" + answers)
    assert recommended(advice) == {
        "bvt.inquire-further.bvt-q1": "should",
        "bvt.inquire-further.bvt-q2": "should",
        "bvt.inquire-further.bvt-q4": "should",
    }
    assert len({each.say for each in advice.recommendations}) == 3


def test_yes_leads_to_nothing(framework: Casework) -> None:
    answers = "answers: {bvt-q1: yes, bvt-q2: yes, bvt-q3: yes}\n"
    assert recommended(advised(framework, "facts: {vehicle_fault_alleged: no}\n" + answers)) == {}


def test_a_considered_no_is_an_answer_where_the_question_can_go_either_way(framework: Casework) -> None:
    reasoned = "answers: {bvt-q1: {answer: no, rationale: Nobody on this route needs help.}}\n"
    assert recommended(advised(framework, reasoned)) == {}
    assert question(advised(framework, reasoned), "bvt-q1").rationale == "Nobody on this route needs help."
    bare = advised(framework, "answers: {bvt-q1: no}\n")
    assert recommended(bare) == {"bvt.inquire-further.bvt-q1": "should"}


def test_reasons_are_required_where_the_document_asks_why_not(framework: Casework) -> None:
    bare = advised(framework, "answers: {bvt-q2: no}\n")
    assert recommended(bare) == {"bvt.give-reasons.bvt-q2": "must"}
    (found,) = bare.recommendations
    assert found.say == "Write down why not."
    assert found.because[0] == "The framework asks why not, and no reasons are recorded."
    assert found.because[1] == "Nobody else was at the wheel.", "why the question matters"
    reasoned = advised(framework, "answers: {bvt-q2: {answer: no, rationale: The driver is in hospital.}}\n")
    assert recommended(reasoned) == {"bvt.inquire-further.bvt-q2": "should"}


def test_an_answer_given_later_is_not_known_yet(framework: Casework) -> None:
    later = "answers: {bvt-q2: {answer: no, on: 2026-11-05}}\n"
    assert question(advised(framework, later), "bvt-q2").answer == "unasked"
    assert question(advised(framework, later, dt.date(2026, 11, 5)), "bvt-q2").answer == "no"


# What is asked


def test_unasked_questions_that_apply_are_asked_the_most_serious_first(framework: Casework) -> None:
    questions = [name for name in asked(advised(framework, "facts: {vehicle_fault_alleged: yes}\n")) if "bvt-" in name]
    assert questions == ["bvt-q3", "bvt-q4", "bvt-q2", "bvt-q1"], "safety, safety, fairness, learning"


def test_the_same_consideration_is_asked_once(framework: Casework) -> None:
    assert "bvt-q5" not in asked(advised(framework, ""))
    assert next(each for each in advised(framework, "").ask if each.subject == "bvt-q3").question == (
        "Are passengers safe with this driver today?"
    )


@pytest.mark.parametrize(("told", "other"), [("bvt-q3", "bvt-q5"), ("bvt-q5", "bvt-q3")])
def test_an_answer_to_a_question_answers_those_that_ask_the_same(told: str, other: str, framework: Casework) -> None:
    advice = advised(framework, f"answers: {{{told}: {{answer: unknown, rationale: The rota is not out yet.}}}}\n")
    for name in (told, other):
        assert question(advice, name).answer == "unknown"
        assert question(advice, name).rationale == "The rota is not out yet."
    assert not {"bvt-q3", "bvt-q5"} & set(asked(advice))


@pytest.mark.parametrize("one_way", ["    same_as: [bvt-q3]\n", "    same_as: [bvt-q5]\n"])
def test_it_is_enough_that_one_of_two_questions_says_that_they_ask_the_same(one_way: str, tmp_path: Path) -> None:
    made = laid_out(HERE, tmp_path)
    path = made / "knowledge/guidance/bvt/questions.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(one_way, ""), encoding="utf-8")
    framework = Casework(load(made / "rules", made / "knowledge"))
    for told in ("bvt-q3", "bvt-q5"):
        advice = advised(framework, f"answers: {{{told}: unknown}}\n")
        assert [question(advice, name).answer for name in ("bvt-q3", "bvt-q5")] == ["unknown", "unknown"]
    assert "bvt-q5" not in asked(advised(framework, ""))


# Options


def test_options_show_what_speaks_for_and_against_them_with_clauses_and_facts(framework: Casework) -> None:
    facts = "facts: {vehicle_fault_alleged: no, passengers_depend_on_the_driver: yes, police_inquiry: yes}\n"
    advice = advised(framework, facts)
    (speaks_for,) = option(advice, "drive-in-company").for_
    assert speaks_for.because == "Passengers depend on the driver, and the vehicle is not in question."
    assert speaks_for.clauses == ("bvt-08", "bvt-10")
    assert speaks_for.facts == (
        "No fault in the vehicle is alleged.",
        "There are passengers who would stay at home without this driver.",
    )
    (speaks_against,) = option(advice, "stand-down").against
    assert speaks_against.clauses == ("bvt-10",)
    assert option(advice, "stand-down").for_ == ()


def test_an_option_that_the_facts_rule_out_is_shown_as_ruled_out(framework: Casework) -> None:
    for police in ("no", "unknown"):
        open_still = advised(framework, f"facts: {{police_inquiry: {police}}}\n")
        assert option(open_still, "carry-on").ruled_out == ()
    (ruled_out,) = option(advised(framework, "facts: {police_inquiry: yes}\n"), "carry-on").ruled_out
    assert (ruled_out.because, ruled_out.clauses) == ("The police are looking into it.", ("bvt-09",))


def test_what_is_still_to_know_about_an_option_is_said(framework: Casework) -> None:
    nothing_known = advised(framework, "")
    assert "Are the police looking into it?" in option(nothing_known, "carry-on").to_know
    assert "Are the police looking into it?" not in option(nothing_known, "stand-down").to_know
    known = advised(framework, "facts: {police_inquiry: no}\n")
    assert option(known, "carry-on").to_know == ()


def test_every_option_is_shown_where_none_is_under_consideration_and_else_those_that_are(framework: Casework) -> None:
    assert [each.id for each in advised(framework, "").options] == [
        "bvt.carry-on",
        "bvt.drive-in-company",
        "bvt.stand-down",
    ]
    (only,) = advised(framework, "options: [stand-down]\n").options
    assert (only.id, only.considered) == ("bvt.stand-down", True)


def test_a_milder_option_speaks_against_a_harder_one_until_it_is_discounted(framework: Casework) -> None:
    for milder in ("", ", drive-in-company", ", {id: drive-in-company, facts: {discounted: unknown}}"):
        advice = advised(framework, f"options: [stand-down{milder}]\n")
        assert rules_of(option(advice, "stand-down").against) == ["something-milder-is-left"]
    told = "options: [stand-down, {id: drive-in-company, facts: {discounted: yes}}]\n"
    assert option(advised(framework, told), "stand-down").against == ()
    assert rules_of(option(advised(framework, told), "drive-in-company").ruled_out) == ["already-discounted"]


def test_an_option_discounted_later_is_not_discounted_yet(framework: Casework) -> None:
    told = "options: [stand-down, {id: drive-in-company, facts: {discounted: {value: yes, on: 2026-11-05}}}]\n"
    assert rules_of(option(advised(framework, told), "stand-down").against) == ["something-milder-is-left"]
    assert option(advised(framework, told, dt.date(2026, 11, 5)), "stand-down").against == ()


def test_a_milder_option_is_not_itself_spoken_against(framework: Casework) -> None:
    assert option(advised(framework, "options: [drive-in-company]\n"), "drive-in-company").against == ()


def test_the_choice_between_options_is_left_to_people(framework: Casework) -> None:
    advice = advised(framework, "facts: {complaint_about_a_driver: yes}\n")
    assert [each.id for each in advice.judgements] == ["bvt.which-option"]
    assert "bvt-A1" not in {each.id for each in advice.silences}
    weighed = "facts: {vehicle_fault_alleged: no, passengers_depend_on_the_driver: yes}\n"
    assert "bvt-A1" in {each.id for each in advised(framework, weighed).silences}, "company speaks, and who may ride?"


def test_two_questions_can_each_be_told_to_do_what_the_other_excludes(tmp_path: Path) -> None:
    made = laid_out(HERE, tmp_path)
    path = made / "knowledge/guidance/bvt/actions.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("say: Find out more.", "say: Find out more.\n    excludes: [give-reasons]"), encoding="utf-8"
    )
    framework = Casework(load(made / "rules", made / "knowledge"))
    advice = advised(framework, "answers: {bvt-q2: no, bvt-q3: unknown}\n")
    assert {"bvt.give-reasons.bvt-q2", "bvt.inquire-further.bvt-q3"} <= set(recommended(advice))
    assert advice.conflicts == ()


def test_an_option_that_only_a_rule_about_every_option_reaches_is_used(tmp_path: Path) -> None:
    made = laid_out(HERE, tmp_path)
    path = made / "rules/bvt/options.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("rule_out: carry-on", "rule_out: stand-down"), encoding="utf-8")
    assert check_all(load(made / "rules", made / "knowledge")).is_sound


# No score


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from leaves(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from leaves(each)
    else:
        yield value


def test_nothing_in_the_advice_is_a_score_a_percentage_or_a_number_of_answers(framework: Casework) -> None:
    answers = "answers: {bvt-q1: no, bvt-q2: unknown, bvt-q3: no, bvt-q4: yes}\n"
    weighed = "options: [stand-down, {id: drive-in-company, facts: {discounted: yes}}]\n"
    facts = "facts: {complaint_about_a_driver: yes, vehicle_fault_alleged: yes, passengers_depend_on_the_driver: yes}\n"
    advice = advised(framework, facts + answers + weighed)
    found = list(leaves(as_data(advice)))
    assert len(found) > 100
    assert not [each for each in found if isinstance(each, int | float) and not isinstance(each, bool)]
    words = " ".join(str(each).lower() for each in found)
    for word in ("%", "score", "percent", " out of ", "rating", "points", "total"):
        assert word not in words


# Which document governs


def test_a_case_without_guidance_says_which_documents_may_govern_it(framework: Casework) -> None:
    text = "case: A complaint\nopened: 2026-11-02\n"
    told = case_of(read_text(text + "facts: {complaint_about_a_driver: yes}\n", "case.yaml"), framework.base)
    (found,) = framework.advise(told, ON).governing
    assert (found.guidance, found.named) == ("bvt", False)
    assert found.title == "Fair questions after a complaint about a volunteer driver"
    assert found.because == ("Somebody has complained about a volunteer driver.",)
    untold = framework.advise(case_of(read_text(text, "case.yaml"), framework.base), ON)
    assert untold.governing == ()
    assert asked(untold) == ["complaint_about_a_driver"], "that decides which document governs"


def test_a_document_that_the_case_names_is_marked_as_named(framework: Casework) -> None:
    (found,) = advised(framework, "facts: {complaint_about_a_driver: yes}\n").governing
    assert found.named


def test_the_command_says_which_document_may_govern(folder: Path) -> None:
    path = folder / "nobody-named.yaml"
    path.write_text("case: A complaint\nopened: 2026-11-02\nfacts: {complaint_about_a_driver: yes}\n", encoding="utf-8")
    done = run(folder, "advise", path.name, "--on", "2026-11-03")
    assert done.returncode == 0, done.stderr
    assert "No document is named in this case." in done.stdout
    assert "Fair questions after a complaint about a volunteer driver" in done.stdout


def test_a_knowledge_base_without_bank_holidays_is_refused_with_a_sentence(tmp_path: Path) -> None:
    made = laid_out(HERE, tmp_path)
    for path in (made / "knowledge/calendars").iterdir():
        path.unlink()
    (made / "case.yaml").write_text("case: A complaint\nopened: 2026-11-02\n", encoding="utf-8")
    done = run(made, "advise", "case.yaml", "--on", "2026-11-03")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("decision-support: no bank holidays are on file. Add a calendar to knowledge/calendars.\n")


# The command


def test_the_text_for_people_fits_80_columns_and_shows_the_parts_of_a_framework(folder: Path) -> None:
    path = folder / "weighed.yaml"
    facts = "facts: {complaint_about_a_driver: yes, vehicle_fault_alleged: no, passengers_depend_on_the_driver: yes}\n"
    rest = "answers: {bvt-q3: unknown}\noptions: [drive-in-company, stand-down]\n"
    path.write_text(HEAD + facts + rest, encoding="utf-8")
    done = run(folder, "advise", path.name, "--on", "2026-11-03")
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80
    shown = " ".join(done.stdout.split())
    for part in (
        "Find out which journeys are booked and what protects the passengers on them.",
        "OPTIONS, FOR AND AGAINST",
        "for: Passengers depend on the driver, and the vehicle is not in question. (bvt-08, bvt-10)",
        "against: A milder option has not been considered and discounted yet. (bvt-08)",
        "? Question bvt-q2: Has the driver given their own account of the journey?",
        "Nobody says that a fault in the vehicle played a part.",
    ):
        assert part in shown


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("answers: {bvt-q9: yes}\n", "4:11: there is no question 'bvt-q9'. Did you mean 'bvt-q5'?"),
        (
            "answers:\n  bvt-q1: maybe\n",
            "5:11: question bvt-q1 cannot be answered 'maybe'. Write yes, no or unknown. "
            "Where it does not apply, leave it out: the program says so.",
        ),
        (
            "answers:\n  bvt-q4: {answer: not applicable}\n",
            "5:11: question bvt-q4 cannot be answered 'not applicable'. Write yes, no or unknown. "
            "Where it does not apply, leave it out: the program says so.",
        ),
        ("options: [stand-up]\n", "4:11: there is no option 'stand-up'. Did you mean 'stand-down'?"),
        ("options:\n  - stand-down\n  - stand-down\n", "6:5: option 'stand-down' is named twice."),
        (
            "options:\n  - id: stand-down\n    facts: {discounted: maybe}\n",
            "6:13: 'discounted' cannot be 'maybe'. Known: no, unknown, yes.",
        ),
        (
            "options:\n  - id: stand-down\n    facts: {discounted: [yes]}\n",
            "6:25: 'discounted' has one value, not a list.",
        ),
        (
            "options:\n  - id: stand-down\n    facts: {police_inquiry: yes}\n",
            "6:13: 'police_inquiry' is a fact about the case, not about an option.",
        ),
        ("facts: {applies: yes}\n", "4:9: 'applies' is a fact about a question, not about the case."),
    ],
)
def test_a_mistake_is_refused_with_its_file_and_line(text: str, says: str, folder: Path) -> None:
    (folder / "mistaken.yaml").write_text(HEAD + text, encoding="utf-8")
    done = run(folder, "advise", "mistaken.yaml", "--on", "2026-11-03", "--format", "json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"decision-support: mistaken.yaml:{says}\n"


def test_answers_and_options_are_refused_where_no_guidance_named_asks_or_weighs(folder: Path) -> None:
    text = "case: A complaint\nopened: 2026-11-02\nanswers: {bvt-q1: yes}\noptions: [stand-down]\n"
    (folder / "nameless.yaml").write_text(text, encoding="utf-8")
    done = run(folder, "advise", "nameless.yaml", "--on", "2026-11-03")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "decision-support: nameless.yaml:3:1: none of the guidance named has questions to answer.",
        "decision-support: nameless.yaml:4:1: none of the guidance named weighs options.",
    ]


def test_the_json_of_the_command_is_the_advice(folder: Path, framework: Casework) -> None:
    text = HEAD + "answers: {bvt-q2: no}\n"
    (folder / "asked.yaml").write_text(text, encoding="utf-8")
    done = run(folder, "advise", "asked.yaml", "--on", "2026-11-03", "--format", "json")
    assert json.loads(done.stdout) == json.loads(json.dumps(as_data(advised(framework, "answers: {bvt-q2: no}\n"))))
