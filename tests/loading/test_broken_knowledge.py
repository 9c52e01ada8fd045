"""A knowledge base with one thing broken is refused with a sentence that says what, where and what would be right."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from decision_support.casework import Casework
from decision_support.errors import SeveralMistakes, UserMistake
from decision_support.loading.knowledge import load
from decision_support.loading.resources import knowledge_folder, rules_folder

AGENCIES = "rules/nssb/agencies.yaml"
CONCLUSION = "rules/nssb/conclusion.yaml"
PANEL = "rules/nssb/panel.yaml"
OURS = "rules/ours.yaml"
PROCEDURE = "knowledge/guidance/nssb/procedure.yaml"
ACTIONS = "knowledge/guidance/nssb/actions.yaml"
CLAUSES = "knowledge/guidance/nssb/clauses.yaml"
FORMS = "knowledge/guidance/nssb/forms.yaml"
GUIDANCE = "knowledge/guidance/nssb/guidance.yaml"
ROLES = "knowledge/roles/nssb.yaml"
PEOPLE = "knowledge/vocabulary/people.yaml"
CONCERN = "knowledge/vocabulary/concern.yaml"
EVENTS = "knowledge/vocabulary/events.yaml"
INTERPRETATIONS = "knowledge/interpretations/ours.yaml"
OUR_ACTIONS = "knowledge/interpretations/actions.yaml"
END = ""  # what is new stands at the end of the file, in place of nothing


@dataclass(frozen=True)
class Break:
    """One replacement in one file, and the sentence.

    `at` is the text that the sentence points to: in what is put there, or else the nearest before it. `first` is the
    file and the text of what was declared first, for '{first}' in the sentence.
    """

    file: str
    old: str
    new: str
    says: str
    at: str
    first: tuple[str, str] = ("", "")


def broken_rule(part: str, says: str, at: str = "nssb.agencies.broken") -> Break:
    """One more rule, sound but for the parts that are written anew; a part without a value is left out."""
    parts = {
        "when": "{settled: no, contact_details_refused: yes}",
        "then": "{must: share-contact-details}",
        "because": "An agency refuses.",
        "clauses": "[nssb-28, nssb-29]",
        "examples": "[{fires: {contact_details_refused: yes}}]",
    }
    for line in part.splitlines():
        key, _, value = line.partition(":")
        parts[key] = value.strip()
    lines = [f"  {key}: {value}\n" for key, value in parts.items() if value]
    return Break(AGENCIES, END, "\n- id: nssb.agencies.broken\n" + "".join(lines), says, at)


BREAKS: dict[str, Break] = {
    "a rule asks for an unknown fact": broken_rule(
        "when: {contact_details_refuse: yes}",
        "there is no fact 'contact_details_refuse'. Did you mean 'contact_details_refused'?",
        at="contact_details_refuse:",
    ),
    "a rule asks for an unknown value": broken_rule(
        "when: {contact_details_refused: yess}",
        "'contact_details_refused' cannot be 'yess'. Did you mean 'yes'?",
        at="contact_details_refused: yess",
    ),
    "a rule asks for an unknown value among several": broken_rule(
        "when: {contact_details_refused: {one_of: [yes, maybe]}}",
        "'contact_details_refused' cannot be 'maybe'. Known: known, no, unasked, unknown, yes.",
        at="contact_details_refused: {",
    ),
    "a rule asks whether a fact that the program settles is unasked": broken_rule(
        "when: {settled: unasked}",
        "'settled' cannot be 'unasked'. Known: known, no, yes.",
        at="settled: unasked",
    ),
    "a rule asks for a number of something that is none": broken_rule(
        "when: {contact_details_refused: {at_least: 1}}",
        "'contact_details_refused' is not a number. Write a value or {one_of: [...]}.",
        at="contact_details_refused: {",
    ),
    "a rule asks for a value of a number": broken_rule(
        "when: {panel_members: yes}",
        "'panel_members' is a number. Write a whole number, {at_least: n} or {at_most: n}.",
        at="panel_members",
    ),
    "a rule asks twice for one fact": broken_rule(
        "when: {settled: no, nssb.settled: no}",
        "rule 'nssb.agencies.broken' tests 'nssb.settled' twice. Say it in one condition.",
        at="{settled: no, nssb",
    ),
    "a rule of the case asks for a fact about a person": broken_rule(
        "when: {statutory_member: yes}",
        "'statutory_member' is a fact about a person, not about the case. A rule that reads it says 'about: person'.",
        at="statutory_member",
    ),
    "a rule about a person asks for a fact of the case": Break(
        PANEL,
        "case.stage: mediation-or-panel}\n  then",
        "stage: mediation-or-panel}\n  then",
        "'stage' is a fact about the case, not about a person. Write 'case.stage'.",
        at="stage: mediation-or-panel}\n  then",
    ),
    "a rule has no condition": broken_rule("when: {}", "'when' is empty. Fill it in.", at="{}"),
    "a rule rests on an unknown clause": broken_rule(
        "clauses: [nssb-28, nssb-290]", "there is no clause 'nssb-290'. Did you mean 'nssb-29'?"
    ),
    "a rule rests on nothing": broken_rule(
        "clauses:",
        "rule 'nssb.agencies.broken' rests on nothing. Name its clauses, or the interpretation that makes it ours.",
    ),
    "a rule rests on an unknown interpretation": broken_rule(
        "clauses: [nssb-29]\ninterpretation: ours.ask-the-board",
        "there is no interpretation 'ours.ask-the-board'. Did you mean 'ours.ask-the-boards'?",
    ),
    "a rule is stronger than its clauses": broken_rule(
        "then: {must: refer-to-second-tier}\nclauses: [nssb-47]",
        "rule 'nssb.agencies.broken' says 'must', which is stronger than its clauses: they say should. "
        "Advice is never stronger than the text.",
    ),
    "a rule advises an unknown action": broken_rule(
        "then: {must: share-contact-detail}",
        "there is no action 'share-contact-detail'. Did you mean 'share-contact-details'?",
        at="{must: share-contact-detail}",
    ),
    "a rule leaves an unknown judgement": broken_rule(
        "then: {judge: mediation-or-panels}",
        "there is no judgement 'mediation-or-panels'. Did you mean 'mediation-or-panel'?",
        at="{judge",
    ),
    "a rule shows an unknown silence": broken_rule(
        "then: {silence: nssb-A99}",
        "there is no silence 'nssb-A99'. Did you mean 'nssb-A9'?",
        at="{silence",
    ),
    "a rule has two conclusions": broken_rule(
        "then: {must: share-contact-details, judge: mediation-or-panel}",
        "rule 'nssb.agencies.broken' has 2 conclusions. "
        "A rule has one, such as must, should, may, conclude, judge or silence.",
        at="{must: share-contact-details, judge",
    ),
    "a rule has no conclusion": broken_rule(
        "then: {}",
        "rule 'nssb.agencies.broken' has no conclusion. "
        "A rule has one, such as must, should, may, conclude, judge or silence.",
        at="{}",
    ),
    "a rule concludes what has to be asked": broken_rule(
        "then: {conclude: {immediate_risk_of_harm: no}}",
        "a rule about the case cannot conclude 'immediate_risk_of_harm'. "
        "Conclude a fact about the same kind of subject that is neither asked nor a number.",
        at="{conclude",
    ),
    "a rule concludes two facts": broken_rule(
        "then: {conclude: {settled: no, stage: stage-1}}",
        "rule 'nssb.agencies.broken' concludes 2 facts. Conclude one.",
        at="{conclude",
    ),
    "a rule has an unknown key": broken_rule("than: x", "unknown key 'than'. Did you mean 'then'?", at="than: x"),
    "a rule has the id of another document": Break(
        AGENCIES,
        "nssb.agencies.share-contact-details",
        "ssab.agencies.share-contact-details",
        "the id 'ssab.agencies.share-contact-details' does not begin with 'nssb.'.",
        at="ssab.agencies",
    ),
    "two rules in two files have one id": Break(
        CONCLUSION,
        "nssb.conclusion.debrief",
        "nssb.agencies.share-contact-details",
        "the rule 'nssb.agencies.share-contact-details' is declared twice. The first is at {first}.",
        at="nssb.agencies.share-contact-details",
        first=(AGENCIES, "nssb.agencies.share-contact-details"),
    ),
    "an example gives an unknown fact": broken_rule(
        "examples: [{fires: {contact_refused: yes}}]",
        "there is no fact 'contact_refused'. Did you mean 'contact_details_refused'?",
        at="contact_refused: yes",
    ),
    "an example gives an unknown value": broken_rule(
        "examples: [{fires: {contact_details_refused: 1}}]",
        "'contact_details_refused' cannot be '1'. Known: no, unknown, yes.",
        at="contact_details_refused: 1",
    ),
    "an example gives two values": broken_rule(
        "examples: [{fires: {contact_details_refused: [yes, no]}}]",
        "'contact_details_refused' has one value in an example.",
        at="contact_details_refused: [",
    ),
    "an example gives a fact about another kind of subject": broken_rule(
        "examples: [{fires: {statutory_member: yes}}]",
        "'statutory_member' is a fact about a person, not about the case. A rule that reads it says 'about: person'.",
        at="statutory_member",
    ),
    "an example says that a fact is unasked": broken_rule(
        "examples: [{fires: {contact_details_refused: unasked}}]",
        "leave 'contact_details_refused' out of the example: that is what unasked means.",
        at="contact_details_refused: unasked",
    ),
    "an example neither fires nor is silent": broken_rule(
        "examples: [{}]", "an example is either 'fires' or 'silent'.", at="{}"
    ),
    "a fact is declared in two files": Break(
        PEOPLE,
        "\nstatutory_members_on_panel:",
        "\nimmediate_risk_of_harm:\n  values: [yes, no]\n  say: somebody is in danger\n\nstatutory_members_on_panel:",
        "the fact 'immediate_risk_of_harm' is declared twice. The first is at {first}.",
        at="immediate_risk_of_harm",
        first=(CONCERN, "immediate_risk_of_harm"),
    ),
    "a fact has the name of one that the program computes": Break(
        PEOPLE,
        "\nstatutory_members_on_panel:",
        "\ncase_settled:\n  values: [yes, no]\n  say: it is over\n\nstatutory_members_on_panel:",
        "the program itself computes a fact 'case_settled'. Rename this one.",
        at="case_settled",
    ),
    "a fact is written twice in one file": Break(
        PEOPLE,
        "\nstatutory_members_on_panel:",
        "\nstatutory_member:\n  values: [yes, no]\n  say: it is so\n\nstatutory_members_on_panel:",
        "'statutory_member' is written twice: first on line 3, and again on line 12. Keep one of the two.",
        at="statutory_member:\n  values: [yes, no]\n  say: it",
    ),
    "a fact has neither values nor a number": Break(
        PEOPLE,
        "  values: [yes, no, unknown]\n",
        "",
        "'statutory_member' needs either values or 'number: true'.",
        at="statutory_member",
    ),
    "a fact that is asked holds otherwise": Break(
        PEOPLE,
        "  values: [yes, no, unknown]\n",
        "  values: [yes, no, unknown]\n  otherwise: no\n",
        "'statutory_member' is asked, so nothing holds otherwise: unasked is not no.",
        at="statutory_member",
    ),
    "a fact is otherwise what it cannot be": Break(
        PEOPLE,
        "  values: [yes, no, unknown]\n",
        "  values: [yes, no, unknown]\n  otherwise: never\n",
        "'statutory_member' cannot be 'never' otherwise.",
        at="statutory_member",
    ),
    "a fact that counts is no number": Break(
        PEOPLE,
        "\npanel_members:\n  number: true\n",
        "\npanel_members:\n  values: [yes, no]\n",
        "'panel_members' counts, so it is a number. Write 'number: true'.",
        at="panel_members:",
    ),
    "a fact is answered by an unknown role": Break(
        PEOPLE,
        "answered_by: [service_leader,",
        "answered_by: [service_leaders,",
        "there is no role 'service_leaders'. Did you mean 'service_leader'?",
        at="statutory_member",
    ),
    "a fact rests on an unknown clause": Break(
        PEOPLE,
        "board_representative]\n  clauses: [nssb-69]",
        "board_representative]\n  clauses: [nssb-169]",
        "there is no clause 'nssb-169'. Did you mean 'nssb-69'?",
        at="statutory_member",
    ),
    "a count is of an unknown fact": Break(
        PEOPLE,
        "where: {role.panel_member: yes}}",
        "where: {role.panel_membr: yes}}",
        "there is no fact 'role.panel_membr'. Did you mean 'role.panel_member'?",
        at="panel_members:",
    ),
    "a count asks for an unknown value": Break(
        PEOPLE,
        "where: {role.panel_member: yes}}",
        "where: {role.panel_member: true}}",
        "'role.panel_member' cannot be 'true'. Known: known, no, yes.",
        at="panel_members:",
    ),
    "a count has an unknown test": Break(
        PEOPLE,
        "where: {role.panel_member: yes}}",
        "where: {role.panel_member: {none_of: [yes]}}}",
        "unknown key 'none_of'. Did you mean 'one_of'?",
        at="none_of",
    ),
    "a count has a list for a test": Break(
        PEOPLE,
        "where: {role.panel_member: yes}}",
        "where: {role.panel_member: [yes]}}",
        "'role.panel_member' has one value. For several, write {one_of: [...]}.",
        at="[yes]}}",
    ),
    "a sentence does not fit on a card": Break(
        OUR_ACTIONS,
        END,
        f"  - id: keep-going\n    say: {'and so on ' * 15}\n",
        "this sentence has 149 characters; 140 is the most that fits a card.",
        at="and so on",
    ),
    "a stage leads nowhere": Break(
        PROCEDURE,
        "    unresolved: stage-2\n",
        "    unresolved: stage-22\n",
        "there is no stage 'stage-22'. Did you mean 'stage-2'?",
        at="stage-1\n    title",
    ),
    "a stage has an unknown step": Break(
        PROCEDURE,
        "      - report-to-line-manager\n",
        "      - report-to-the-line-manager\n",
        "there is no action 'report-to-the-line-manager'. Did you mean 'report-to-line-manager'?",
        at="stage-1\n    title",
    ),
    "a stage has an unknown actor": Break(
        PROCEDURE,
        "actors: [worker, line_manager]",
        "actors: [worker, manager]",
        "there is no role 'manager'. Did you mean 'line_manager'?",
        at="stage-1\n    title",
    ),
    "a clock starts at an unknown event": Break(
        PROCEDURE,
        "        starts: reported_to_line_manager\n",
        "        starts: reported_to_manager\n",
        "there is no event 'reported_to_manager'. Did you mean 'reported_to_line_manager'?",
        at="line-manager-contact\n        say",
    ),
    "a clock stops at an unknown event": Break(
        PROCEDURE,
        "        stops: [line_managers_in_contact]\n",
        "        stops: [line_managers_contact]\n",
        "there is no event 'line_managers_contact'. Did you mean 'line_managers_in_contact'?",
        at="line-manager-contact\n        say",
    ),
    "a limit is written in words": Break(
        PROCEDURE,
        "        limit: 24 hours\n",
        "        limit: five days\n",
        "'five days' is not a limit; write a whole number and working days, hours, calendar days or weeks.",
        at="five days",
    ),
    "a limit does not say which days": Break(
        PROCEDURE,
        "        limit: 24 hours\n",
        "        limit: 5 days\n",
        "'5 days' is not a limit; write a whole number and working days, hours, calendar days or weeks.",
        at="5 days",
    ),
    "two clocks have one id": Break(
        PROCEDURE,
        "      - id: line-manager-contact\n",
        "      - id: worker-discussion\n",
        "the clock 'nssb.worker-discussion' is declared twice. The first is at {first}.",
        at="worker-discussion",
        first=(PROCEDURE, "worker-discussion"),
    ),
    "an action is for an unknown role": Break(
        ACTIONS,
        "actor: worker\n    contact: line_manager\n    contact_side: own\n    clock",
        "actor: workers\n    contact: line_manager\n    contact_side: own\n    clock",
        "there is no role 'workers'. Did you mean 'worker'?",
        at="report-to-line-manager",
    ),
    "an action turns to an unknown role": Break(
        ACTIONS,
        "actor: worker\n    contact: line_manager\n    contact_side: own\n    clock",
        "actor: worker\n    contact: line_managers\n    contact_side: own\n    clock",
        "there is no role 'line_managers'. Did you mean 'line_manager'?",
        at="report-to-line-manager",
    ),
    "an action turns to a counterpart that its actor does not have": Break(
        ACTIONS,
        "actor: worker\n    contact: line_manager\n    contact_side: own\n    clock",
        "actor: panel\n    contact: counterpart\n    clock",
        "the action 'report-to-line-manager' turns to a counterpart, and 'panel' has none. "
        "Add an edge 'counterpart_of' to the roles of this guidance.",
        at="report-to-line-manager",
    ),
    "an action has an unknown clock": Break(
        ACTIONS,
        "clock: line-manager-contact",
        "clock: line-managers-contact",
        "there is no clock 'line-managers-contact'. Did you mean 'line-manager-contact'?",
        at="line-managers-make-contact",
    ),
    "an action makes an unknown record": Break(
        ACTIONS,
        "ends_in: reported_to_line_manager\n    records: [case-note-of-discussion]",
        "ends_in: reported_to_line_manager\n    records: [case-note-of-discussions]",
        "there is no record 'case-note-of-discussions'. Did you mean 'case-note-of-discussion'?",
        at="report-to-line-manager",
    ),
    "an action ends in an unknown event": Break(
        ACTIONS,
        "ends_in: reported_to_line_manager",
        "ends_in: report_to_line_manager",
        "there is no event 'report_to_line_manager'. Did you mean 'reported_to_line_manager'?",
        at="report-to-line-manager",
    ),
    "a judgement points to an unknown silence": Break(
        ACTIONS,
        END,
        "\n  - id: what-now\n    say: What now?\n    weigh: [This and that]\n    see: [nssb-A44]\n",
        "there is no silence 'nssb-A44'. Did you mean 'nssb-A4'?",
        at="what-now",
    ),
    "two actions have one id": Break(
        OUR_ACTIONS,
        END,
        "  - id: call-emergency-services\n    say: Call them again.\n",
        "the action 'ours.call-emergency-services' is declared twice. The first is at {first}.",
        at="call-emergency-services",
        first=(OUR_ACTIONS, "call-emergency-services"),
    ),
    "two clauses have one id": Break(
        CLAUSES,
        END,
        "\n  - id: nssb-42\n    place: Elsewhere\n    kind: time\n    wording: may\n    text: Once more.\n",
        "the clause 'nssb-42' is declared twice. The first is at {first}.",
        at="nssb-42",
        first=(CLAUSES, "nssb-42"),
    ),
    "a record is made on an unknown form": Break(
        FORMS,
        "    form: monitoring-form\n",
        "    form: monitoring-forms\n",
        "there is no form 'monitoring-forms'. Did you mean 'monitoring-form'?",
        at="monitoring-form\n    say",
    ),
    "an edge leads to an unknown role": Break(
        ROLES,
        "{from: worker, relation: reports_to, to: line_manager,",
        "{from: worker, relation: reports_to, to: line_managers,",
        "there is no role 'line_managers'. Did you mean 'line_manager'?",
        at="{from: worker, relation: reports_to, to: line_managers",
    ),
    "an edge starts at an unknown role": Break(
        ROLES,
        "{from: worker, relation: reports_to, to: line_manager,",
        "{from: workers, relation: reports_to, to: line_manager,",
        "there is no role 'workers'. Did you mean 'worker'?",
        at="{from: workers",
    ),
    "an event settles with an unknown outcome": Break(
        EVENTS,
        "    needs_stage: true\n    outcomes: [resolved, unresolved]\n    settles: [resolved]",
        "    needs_stage: true\n    outcomes: [resolved, unresolved]\n    settles: [solved]",
        "there is no outcome 'solved'. Did you mean 'resolved'?",
        at="stage_ended",
    ),
    "an interpretation answers an unknown silence": Break(
        INTERPRETATIONS,
        "about: [nssb-A3]",
        "about: [nssb-A33]",
        "there is no silence 'nssb-A33'. Did you mean 'nssb-A3'?",
        at="ours.24-hours-run-from-the-report",
    ),
    "guidance has another id than its folder": Break(
        GUIDANCE,
        "id: nssb\n",
        "id: nsb\n",
        "the id 'nsb' is not the name of its folder, 'nssb'.",
        at="nsb\n",
    ),
    "guidance is for an unknown country": Break(
        GUIDANCE,
        "jurisdictions: [england]",
        "jurisdictions: [engand]",
        "'engand' is not one of england, wales, northern_ireland, scotland. Did you mean 'england'?",
        at="engand",
    ),
    "roles are for unknown guidance": Break(
        ROLES,
        "guidance: nssb\n",
        "guidance: nsssb\n",
        "there is no guidance 'nsssb'. Did you mean 'nssb'?",
        at="nsssb",
    ),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(rules_folder(), tmp_path / "rules")
    shutil.copytree(knowledge_folder(), tmp_path / "knowledge")
    return tmp_path


def changed(copy: Path, file: str, old: str, new: str) -> int:
    """Make one replacement, and say where it begins."""
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} no longer says {old!r}"
    start = text.index(old) if old else len(text)
    path.write_text(text[:start] + new + text[start + len(old) :], encoding="utf-8")
    return start


def place(copy: Path, file: str, at: str, start: int = 0) -> str:
    """File, line and column of the first such text from here on."""
    text = (copy / file).read_text(encoding="utf-8")
    return line_and_column(file, text[: text.index(at, start)])


def nearest_before(copy: Path, file: str, at: str, start: int) -> str:
    """File, line and column of the last such text that begins before here."""
    text = (copy / file).read_text(encoding="utf-8")
    return line_and_column(file, text[: text.rindex(at, 0, start + len(at))])


def line_and_column(file: str, before: str) -> str:
    return f"{file}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def refusal(copy: Path) -> str:
    with pytest.raises(UserMistake) as refused:
        load(copy / "rules", copy / "knowledge")
    return str(refused.value)


def test_the_copy_is_sound_before_it_is_broken(copy: Path) -> None:
    base = load(copy / "rules", copy / "knowledge")
    assert base.fingerprint == load().fingerprint


@pytest.mark.parametrize("mistake", BREAKS)
def test_a_broken_knowledge_base_is_refused_with_its_sentence(mistake: str, copy: Path) -> None:
    broken = BREAKS[mistake]
    start = changed(copy, broken.file, broken.old, broken.new)
    if broken.at in broken.new:
        points_to = place(copy, broken.file, broken.at, start)
    else:
        points_to = nearest_before(copy, broken.file, broken.at, start)
    says = broken.says.replace("{first}", place(copy, *broken.first)) if broken.first[0] else broken.says
    assert refusal(copy).splitlines()[0] == f"{points_to}: {says}"


def test_a_file_of_rules_that_is_no_list_is_refused(copy: Path) -> None:
    (copy / OURS).write_text("id: ours.danger-now\n", encoding="utf-8")
    assert refusal(copy) == "rules/ours.yaml:1:1: a rule file is a list of rules."


def test_a_rule_that_depends_on_its_own_absence_is_refused_when_it_is_compiled(copy: Path) -> None:
    fact = "discussion_is_open:\n  values: [yes, no]\n  otherwise: no\n  say: the discussion is open\n"
    rule = (
        "- id: nssb.agencies.open\n"
        "  when: {discussion_is_open: no}\n"
        "  then: {conclude: {discussion_is_open: yes}}\n"
        "  because: Nothing says that it is open.\n"
        "  clauses: [nssb-33]\n"
    )
    for file, more in ((CONCERN, fact), (AGENCIES, rule)):
        with (copy / file).open("a", encoding="utf-8") as stream:
            stream.write("\n" + more)
    base = load(copy / "rules", copy / "knowledge")
    with pytest.raises(UserMistake) as refused:
        Casework(base).rule_book(("nssb",))
    assert str(refused.value) == (
        "The fact 'discussion_is_open' depends on its own absence, by way of the rule 'nssb.agencies.open'. "
        "Let one of these conditions ask for something that is known, or split the fact in two."
    )


def test_a_file_that_nothing_reads_is_refused(copy: Path) -> None:
    (copy / "knowledge" / "vocabulary" / "more.yml").write_text("{}", encoding="utf-8")
    assert refusal(copy) == (
        "knowledge/vocabulary/more.yml: nothing reads this file. "
        "See docs/authoring.md for where each kind of file belongs; names end in .yaml."
    )


@pytest.mark.parametrize(
    "file",
    ["knowledge/facts.yaml", "knowledge/guidance/nssb/rules.yaml", "rules/nssb/more/x.yaml", "rules/nssb/x.json"],
)
def test_a_file_in_the_wrong_place_is_refused(file: str, copy: Path) -> None:
    (copy / file).parent.mkdir(exist_ok=True)
    (copy / file).write_text("[]", encoding="utf-8")
    assert refusal(copy).startswith(f"{file}: nothing reads this file.")


def test_rules_for_guidance_that_is_not_there_are_refused(copy: Path) -> None:
    (copy / "rules" / "nsbs").mkdir()
    (copy / "rules" / "nsbs" / "risk.yaml").write_text("[]", encoding="utf-8")
    assert refusal(copy) == (
        "rules/nsbs: there is no guidance 'nsbs' for the rules in this folder. Did you mean 'nssb'?"
    )


def test_guidance_without_its_own_file_is_refused(copy: Path) -> None:
    (copy / GUIDANCE).unlink()
    assert refusal(copy) == "knowledge/guidance/nssb: there is no guidance.yaml. It says what it is."


def test_knowledge_without_events_is_refused(copy: Path) -> None:
    for path in (copy / EVENTS).parent.glob("events*.yaml"):
        path.unlink()
    assert refusal(copy) == "knowledge: there is no vocabulary/events.yaml. It declares the events."


def test_mistakes_in_several_files_of_rules_are_all_reported(copy: Path) -> None:
    changed(copy, AGENCIES, "because:", "becuase:")
    changed(copy, AGENCIES, "then:", "than:")
    changed(copy, CONCLUSION, "when: {settled", "when: {setled")
    with pytest.raises(SeveralMistakes) as refused:
        load(copy / "rules", copy / "knowledge")
    assert [str(mistake) for mistake in refused.value.mistakes] == [
        f"{place(copy, AGENCIES, 'than')}: unknown key 'than'. Did you mean 'then'?",
        f"{place(copy, AGENCIES, 'becuase')}: unknown key 'becuase'. Did you mean 'because'?",
        f"{place(copy, CONCLUSION, 'setled')}: there is no fact 'setled'. Did you mean 'settled'?",
    ]


def test_references_that_lead_nowhere_are_all_reported(copy: Path) -> None:
    changed(copy, AGENCIES, "[nssb-09]", "[nssb-09, nssb-x1]")
    changed(copy, ROLES, "to: panel,", "to: panels,")
    with pytest.raises(SeveralMistakes) as refused:
        load(copy / "rules", copy / "knowledge")
    assert [mistake.place.file for mistake in refused.value.mistakes if mistake.place] == [ROLES, AGENCIES]
