"""Equal advice is joined, contradictory advice stays side by side, and nothing is chosen."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from decision_support.casework import Casework
from decision_support.loading.cases import case_of
from decision_support.loading.knowledge import load
from decision_support.loading.written import read_text
from decision_support.model.advice import Advice
from decision_support.model.facts import CASE, Firing, Inference, Subject
from decision_support.model.guidance import Guidance
from decision_support.model.knowledge import Document, KnowledgeBase
from decision_support.model.procedure import Action
from decision_support.model.rules import Conclusion, ConclusionKind, Rule
from decision_support.reasoning.conclude import Concluded, conclude
from made_up_bases import laid_out

EXCLUDES = {"wait": (), "call": (), "write": ("wait",), "visit": ("leave",), "leave": ("visit",)}
ACTIONS = {name: Action(id=name, say=f"{name}.", excludes=excludes) for name, excludes in EXCLUDES.items()}
DOCUMENT = Document(
    guidance=Guidance(id="one", title="One", issuer="Us", edition="1", jurisdictions=("england",), about="A test."),
    clauses={},
    silences={},
    procedure=None,
    actions=ACTIONS,
    judgements={},
    records={},
    forms={},
    roles={},
    edges=(),
)
FIRST, SECOND = Subject("question", "q1"), Subject("question", "q2")
ADA, MO = Subject("person", "ada"), Subject("person", "mo")
STAY, GO = Subject("option", "stay"), Subject("option", "go")


def rule(name: str, kind: ConclusionKind, target: str) -> Rule:
    return Rule(
        id=f"one.{name}",
        guidance="one",
        about="case",
        when=(),
        then=Conclusion(kind=kind, target=target),
        because="It is so.",
        clauses=(),
        interpretation=None,
        examples=(),
    )


def concluded(rules: Iterable[Rule], *fired: tuple[str, Subject] | str) -> Concluded:
    """What follows where these rules fired; a name alone fired for the case."""
    base = KnowledgeBase(
        documents={"one": DOCUMENT},
        facts={},
        counts={},
        events={},
        rules={each.id: each for each in rules},
        interpretations={},
        our_actions={"call": Action(id="call", say="call.")},
        our_judgements={},
        calendars={},
        fingerprint="",
    )
    firings = [Firing(f"one.{each}", CASE) if isinstance(each, str) else firing(*each) for each in fired]
    return conclude(base, Inference(fired=tuple(sorted(firings)), values={}))


def firing(name: str, subject: Subject) -> Firing:
    return Firing(f"one.{name}", subject)


def strengths(found: Concluded) -> dict[str, str]:
    return {each.id: each.strength for each in found.advised}


# Equal advice


@pytest.mark.parametrize(
    ("kinds", "strength"),
    [
        (("may", "should"), "should"),
        (("should", "may"), "should"),
        (("may", "must"), "must"),
        (("must", "should"), "must"),
        (("may", "may"), "may"),
    ],
)
def test_equal_advice_is_joined_at_the_greatest_strength(
    kinds: tuple[ConclusionKind, ConclusionKind], strength: str
) -> None:
    rules = [rule("a", kinds[0], "one.call"), rule("b", kinds[1], "one.call")]
    found = concluded(rules, "a", "b")
    assert strengths(found) == {"one.call": strength}
    assert [each.rule for each in found.advised[0].firings] == ["one.a", "one.b"], "both reasons are kept"


def test_a_rule_that_did_not_fire_lends_no_strength() -> None:
    rules = [rule("a", "may", "one.call"), rule("b", "must", "one.call")]
    assert strengths(concluded(rules, "a")) == {"one.call": "may"}


def test_the_same_advice_about_several_people_is_given_once() -> None:
    found = concluded([rule("a", "should", "one.call")], ("a", ADA), ("a", MO))
    assert strengths(found) == {"one.call": "should"}
    assert [each.subject for each in found.advised[0].firings] == [ADA, MO]


def test_the_same_advice_about_two_questions_is_given_for_each() -> None:
    found = concluded([rule("a", "should", "one.call")], ("a", FIRST), ("a", SECOND))
    assert strengths(found) == {"one.call.q1": "should", "one.call.q2": "should"}


def test_our_own_advice_to_do_the_same_stands_apart() -> None:
    rules = [rule("a", "must", "one.call"), rule("b", "should", "ours.call")]
    found = concluded(rules, "a", "b")
    assert strengths(found) == {"one.call": "must", "ours.call": "should"}
    assert found.conflicts == ()


# Conflicts


@pytest.mark.parametrize("kind", ["must", "should", "may"])
def test_what_is_advised_and_forbidden_is_a_conflict_of_two_pieces_of_advice(kind: ConclusionKind) -> None:
    found = concluded([rule("a", kind, "one.call"), rule("b", "must_not", "one.call")], "a", "b")
    assert strengths(found) == {"one.call": kind, "one.not.call": "must_not"}
    assert found.conflicts == (("one.call", "one.not.call"),)


def test_a_prohibition_alone_is_no_conflict() -> None:
    found = concluded([rule("a", "must", "one.call"), rule("b", "must_not", "one.call")], "b")
    assert strengths(found) == {"one.not.call": "must_not"}
    assert found.conflicts == ()


@pytest.mark.parametrize(("one", "other"), [("wait", "write"), ("visit", "leave")])
def test_actions_that_exclude_each_other_are_one_conflict_whichever_of_them_says_so(one: str, other: str) -> None:
    found = concluded([rule("a", "must", f"one.{one}"), rule("b", "may", f"one.{other}")], "a", "b")
    assert found.conflicts == (tuple(sorted((f"one.{one}", f"one.{other}"))),)


def test_what_is_forbidden_excludes_nothing() -> None:
    found = concluded([rule("a", "must", "one.visit"), rule("b", "must_not", "one.leave")], "a", "b")
    assert found.conflicts == ()


def test_every_name_in_a_conflict_is_a_piece_of_advice() -> None:
    rules = [
        rule("a", "should", "one.visit"),
        rule("b", "should", "one.leave"),
        rule("c", "must_not", "one.visit"),
    ]
    for subject in (CASE, FIRST):
        found = concluded(rules, ("a", subject), ("b", subject), ("c", subject))
        assert len(found.conflicts) == 2
        assert {name for pair in found.conflicts for name in pair} <= set(strengths(found))


def test_advice_about_two_questions_does_not_clash() -> None:
    rules = [rule("a", "should", "one.visit"), rule("b", "should", "one.leave"), rule("c", "must_not", "one.visit")]
    found = concluded(rules, ("a", FIRST), ("b", SECOND), ("c", SECOND))
    assert found.conflicts == ()


def test_advice_about_a_question_can_clash_with_advice_about_the_whole_case() -> None:
    rules = [rule("a", "should", "one.visit"), rule("c", "must_not", "one.visit")]
    assert concluded(rules, ("a", FIRST), "c").conflicts == (("one.visit.q1", "one.not.visit"),)


# Everything else that rules can conclude


def test_arguments_are_collected_by_option() -> None:
    rules = [
        rule("good", "argue_for", "this"),
        rule("bad", "argue_against", "one.go"),
        rule("out", "rule_out", "this"),
    ]
    found = concluded(rules, ("good", STAY), ("good", GO), "bad", ("out", GO))
    assert found.advised == ()
    assert set(found.arguments) == {"one.stay", "one.go"}
    stay, go = found.arguments["one.stay"], found.arguments["one.go"]
    assert (stay.argue_for, stay.argue_against, stay.rule_out) == ((firing("good", STAY),), (), ())
    assert go.argue_for == (firing("good", GO),)
    assert go.argue_against == (firing("bad", CASE),)
    assert go.rule_out == (firing("out", GO),)


def test_documents_that_govern_are_collected_with_every_reason() -> None:
    rules = [rule("a", "governs", "two"), rule("b", "governs", "two"), rule("c", "governs", "one")]
    found = concluded(rules, "a", "b", "c")
    assert {name: [each.rule for each in firings] for name, firings in found.governs.items()} == {
        "one": ["one.c"],
        "two": ["one.a", "one.b"],
    }


def test_judgements_and_silences_are_collected_and_facts_concluded_are_no_advice() -> None:
    rules = [rule("a", "judge", "one.choice"), rule("b", "silence", "one-A1"), rule("c", "conclude", "settled")]
    found = concluded(rules, ("a", ADA), ("a", MO), "b", "c")
    assert [each.subject for each in found.judgements["one.choice"]] == [ADA, MO]
    assert list(found.silences) == ["one-A1"]
    assert (found.advised, found.conflicts, found.arguments, found.governs) == ((), (), {}, {})


def test_a_judgement_may_bear_the_name_of_an_action() -> None:
    found = concluded([rule("a", "judge", "one.call"), rule("b", "may", "one.call")], "a", "b")
    assert strengths(found) == {"one.call": "may"}
    assert list(found.judgements) == ["one.call"]


def test_the_order_of_rules_never_matters() -> None:
    chance = random.Random(7)
    kinds: tuple[ConclusionKind, ...] = ("must", "should", "may", "must_not")
    rules = [rule(f"{kind}-{name}", kind, f"one.{name}") for kind in kinds for name in ACTIONS]
    rules += [rule("judge", "judge", "one.choice"), rule("silence", "silence", "one-A1")]
    fired = [(each.id.removeprefix("one."), subject) for each in rules for subject in (CASE, FIRST, SECOND)]
    first = concluded(rules, *fired)
    assert first.conflicts
    for _ in range(20):
        assert concluded(chance.sample(rules, len(rules)), *chance.sample(fired, len(fired))) == first


# From files, through the whole program

RULES = """
- id: wha.more.{name}
  when: {{teams_disagree_about_a_home: yes}}
  then: {{{kind}: talk-with-the-other-officer}}
  because: The reason of {name}.
  clauses: [{clause}]
  examples:
    - fires: {{teams_disagree_about_a_home: yes}}
    - silent: {{teams_disagree_about_a_home: no}}
"""
PARTS = [("soft", "may", "wha-03"), ("firm", "must", "wha-05"), ("never", "must_not", "wha-07")]
POLICY = Path(__file__).parents[1] / "rulebase" / "new_policy"
CASE_FILE = """\
case: A fence
guidance: [wha]
opened: 2026-11-02
facts: {teams_disagree_about_a_home: yes, home_unfit_tonight: no}
"""


def advised(folder: Path, files: dict[str, list[tuple[str, str, str]]]) -> Advice:
    laid_out(POLICY, folder)
    for name, parts in files.items():
        text = "".join(RULES.format(name=part, kind=kind, clause=clause) for part, kind, clause in parts)
        (folder / "rules" / "wha" / name).write_text(text, encoding="utf-8")
    desk = Casework(load(folder / "rules", folder / "knowledge"))
    case = case_of(read_text(CASE_FILE, "case.yaml"), desk.base)
    return desk.advise(case, case.opened)


def test_rules_in_any_order_and_in_any_file_give_the_same_advice(tmp_path: Path) -> None:
    one = advised(tmp_path / "one", {"more.yaml": PARTS})
    other = advised(tmp_path / "other", {"a.yaml": PARTS[2:], "z.yaml": PARTS[1::-1]})
    assert one.recommendations == other.recommendations
    assert one.conflicts == other.conflicts
    by_id = {each.id: each for each in one.recommendations}
    talk, never = by_id["wha.talk-with-the-other-officer"], by_id["wha.not.talk-with-the-other-officer"]
    assert (talk.strength, never.strength) == ("must", "must_not")
    assert talk.rules == ("wha.more.firm", "wha.more.soft", "wha.talk.first")
    assert talk.clauses == ("wha-03", "wha-04", "wha-05")
    assert [each.between for each in one.conflicts] == [(talk.id, never.id)]
