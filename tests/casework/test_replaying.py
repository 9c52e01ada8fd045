"""A kept advice is given again to the letter, and what another edition would say is told with what is responsible."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decision_support.casework import Casework
from decision_support.casework.replaying import advised_again, replay, same_bytes
from decision_support.errors import UserMistake
from decision_support.loading.cases import read_case
from decision_support.loading.examples import example_paths, expected_of
from decision_support.model.advice_data import as_data, plain
from other_editions import altered, within, without

BROTHERS = "line-managers-disagree"
REFER = "nssb.refer-to-second-tier"
DISAGREE = "nssb.stage-1.line-managers-disagree"
STAGE_1 = "rules/nssb/stage-1.yaml"
GATE = "rules/lscb/gate.yaml"
PROCEDURE = "knowledge/guidance/nssb/procedure.yaml"
GUIDANCE = "knowledge/guidance/nssb/guidance.yaml"


def keep(desk, name=BROTHERS, day=0):
    """An advice as it is kept: printed, and read again."""
    path = example_paths()[name]
    return printed(desk.advise(read_case(path, desk.base), expected_of(path)[day].on))


def printed(advice):
    return json.loads(json.dumps(as_data(advice), indent=2, ensure_ascii=False))


def change(difference, matter, about):
    return next(each for each in difference.changes if (each.matter, each.about) == (matter, about))


def alteration(found, kind, name):
    return next(each for each in found.altered if (each.kind, each.name) == (kind, name))


def in_respect(altered_thing, name):
    return next((each.before, each.after) for each in altered_thing.aspects if each.name == name)


@pytest.fixture
def since(desk, tmp_path):
    """What a replay of a kept advice says once the knowledge was edited so."""

    def replayed(*edits, name=BROTHERS, day=0):
        return replay(Casework(altered(tmp_path, *edits)), keep(desk, name, day), desk.base)

    return replayed


@pytest.mark.parametrize("name", sorted(example_paths()))
def test_every_bundled_case_gets_the_same_bytes_again_from_its_receipt(desk, name):
    kept = keep(desk, name, day=-1)
    again = advised_again(desk, kept["receipt"])
    assert same_bytes(again, kept) and as_data(again) == kept


@given(st.sampled_from(sorted(example_paths())), st.data())
@settings(max_examples=15, deadline=None)
def test_one_changed_word_is_another_advice(desk, name, data):
    kept = keep(desk, name)
    again = advised_again(desk, kept["receipt"])
    part = data.draw(st.sampled_from(sorted(key for key, value in kept.items() if isinstance(value, list) and value)))
    changed = {**kept, part: kept[part][:-1]}
    assert not same_bytes(again, changed)
    assert replay(desk, changed, None).differs == (part,)


def test_the_order_of_keys_counts_as_well(desk):
    kept = keep(desk)
    turned = dict(reversed(kept.items()))
    found = replay(desk, turned, None)
    assert turned == kept and not found.same_bytes and found.differs == ()


def test_with_the_same_knowledge_nothing_differs_and_no_archive_is_needed(desk):
    found = replay(desk, keep(desk), None)
    assert found.same_bytes and found.why_not is None and found.difference.nothing
    assert (found.program_changed, found.knowledge_changed, found.differs_now, found.altered) == (False, False, (), ())


def test_a_replay_is_plain_data(since):
    found = plain(since(within(STAGE_1, DISAGREE, "should:", "may:")))
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize("missing", ["program", "knowledge", "guidance", "on", "case"])
def test_a_receipt_that_lacks_something_is_told(desk, missing):
    receipt = {key: value for key, value in keep(desk)["receipt"].items() if key != missing}
    with pytest.raises(UserMistake, match=f"the receipt is incomplete: '{missing}' is missing"):
        advised_again(desk, receipt)


def test_a_receipt_for_no_day_is_told(desk):
    with pytest.raises(UserMistake, match="the receipt is for '31 June', which is not a date"):
        advised_again(desk, {**keep(desk)["receipt"], "on": "31 June"})


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda kept: kept.pop("receipt"), "'receipt' is missing"),
        (lambda kept: kept.update(recommendations="none"), "'recommendations' is missing"),
        (lambda kept: kept["recommendations"][0].pop("say"), "'recommendations' is incomplete"),
        (lambda kept: kept["guidance"].append("nssb"), "'guidance' is incomplete"),
    ],
)
def test_what_is_not_an_advice_is_told(desk, damage, told):
    kept = keep(desk)
    damage(kept)
    with pytest.raises(UserMistake, match=told):
        replay(desk, kept, None)


def test_a_case_that_no_longer_holds_is_told_in_one_sentence(desk):
    receipt = keep(desk)["receipt"]
    receipt["case"]["facts"]["weather"] = {"value": "fine"}
    with pytest.raises(UserMistake, match=r"^the case does not hold against this knowledge: .*'weather'"):
        advised_again(desk, receipt)


def test_a_strength_that_was_altered_is_named_with_its_rule_and_both_words(since):
    found = since(within(STAGE_1, DISAGREE, "should:", "may:"))
    assert found.same_bytes and found.knowledge_changed
    refer = change(found.difference, "recommendation", REFER)
    assert (refer.aspect("strength").before, refer.aspect("strength").after) == (("should",), ("may",))
    assert [(cause.side, cause.rule) for cause in refer.because] == [("before", DISAGREE), ("after", DISAGREE)]
    assert in_respect(alteration(found, "rule", DISAGREE), "strength") == (("should",), ("may",))


def test_a_rule_that_is_gone_is_named_where_it_was_at_work(since):
    found = since(without(STAGE_1, DISAGREE))
    refer = change(found.difference, "recommendation", REFER)
    assert refer.how == "lost" and [(each.side, each.rule) for each in refer.because] == [("before", DISAGREE)]
    assert refer.because[0].clauses == ("nssb-47",)
    assert alteration(found, "rule", DISAGREE).how == "lost"


def test_a_rule_that_is_new_is_named_where_it_is_at_work(desk, tmp_path):
    earlier = altered(tmp_path, without(STAGE_1, DISAGREE))
    found = replay(desk, keep(Casework(earlier)), earlier)
    assert found.same_bytes and alteration(found, "rule", DISAGREE).how == "gained"
    refer = change(found.difference, "recommendation", REFER)
    assert refer.how == "gained" and [(each.side, each.rule) for each in refer.because] == [("after", DISAGREE)]


def test_a_reason_in_other_words_is_a_change_though_the_advice_stays(since):
    found = since(within(STAGE_1, DISAGREE, "could not settle it", "did not agree"))
    refer = change(found.difference, "recommendation", REFER)
    assert refer.how == "changed" and refer.aspects == ()
    assert [cause.because[-10:] for cause in refer.because] == ["settle it.", "not agree."]
    assert found.differs_now == ("recommendations",)


def test_a_rule_with_other_conditions_keeps_its_name_and_is_responsible(since):
    edit = within(STAGE_1, DISAGREE, "unresolved}\n  then", "unresolved, immediate_risk_of_harm: yes}\n  then")
    found = since(edit)
    refer = change(found.difference, "recommendation", REFER)
    assert refer.how == "lost" and {cause.rule for cause in refer.because} == {DISAGREE}
    before, after = in_respect(alteration(found, "rule", DISAGREE), "asks_for")
    assert set(before) < set(after) and len(after) == len(before) + 1


def test_clauses_that_were_added_are_told(since):
    found = since(within(STAGE_1, DISAGREE, "[nssb-47]", "[nssb-47, nssb-22, nssb-30]"))
    refer = change(found.difference, "recommendation", REFER)
    assert refer.aspect("clauses").after == ("nssb-22", "nssb-30", "nssb-46", "nssb-47")
    assert in_respect(alteration(found, "rule", DISAGREE), "clauses")[1] == ("nssb-47", "nssb-22", "nssb-30")


def test_an_altered_rule_further_up_is_responsible_too(since):
    found = since(
        within(GATE, "lscb.gate.ready", "exhausted_own_process: yes\n", "exhausted_own_process: no\n"),
        name="lscb-gate-to-the-manager",
        day=1,
    )
    refer = change(found.difference, "recommendation", "lscb.refer-to-lscb-manager")
    assert refer.how == "lost"
    assert {cause.rule for cause in refer.because if cause.side == "before"} == {"lscb.gate.refer", "lscb.gate.ready"}
    ready = next(cause for cause in refer.because if cause.rule == "lscb.gate.ready")
    assert ready.facts and ready.clauses == ("lscb-02", "lscb-11")


def test_a_clock_with_another_limit_is_named_with_both_reckonings(since):
    found = since(within(PROCEDURE, "stage-2", "limit: 2 working days", "limit: 4 working days"))
    refer = change(found.difference, "recommendation", REFER)
    assert refer.because == ()
    (timing,) = refer.timing
    assert timing.clock == "nssb.stage-2" and timing.due == ("2026-03-03", "2026-03-05")
    assert any("4 working days" in step for step in timing.after)
    assert in_respect(alteration(found, "clock", "nssb.stage-2"), "limit") == (("2 working days",), ("4 working days",))


def test_a_new_edition_of_a_document_is_told_though_the_advice_is_the_same(since):
    found = since((GUIDANCE, "edition: December 2016", "edition: March 2027"))
    (line,) = found.editions
    assert (line.guidance, line.then, line.now) == ("nssb", "December 2016", "March 2027")
    assert found.difference.nothing and found.altered == () and found.differs_now == ("guidance",)


def test_an_action_in_other_words_is_told_in_both(since):
    actions = "knowledge/guidance/nssb/actions.yaml"
    found = since(within(actions, "refer-to-second-tier", "Refer the disagreement", "Take the disagreement"))
    said = change(found.difference, "recommendation", REFER).aspect("say")
    assert said.before[0].startswith("Refer") and said.after[0].startswith("Take")
    assert in_respect(alteration(found, "action", REFER), "say") == (said.before, said.after)


def test_an_altered_holiday_is_told_where_days_are_reckoned(since):
    found = since(("knowledge/calendars/england.yaml", "holidays:\n", "holidays:\n  - {on: 2026-03-04, name: A day}\n"))
    assert alteration(found, "calendar", "england").how == "changed"
    assert change(found.difference, "clock", "nssb.overall").aspect("due").days == 3


def test_what_bears_on_other_cases_only_is_not_told(since):
    found = since(without("rules/ssab/support.yaml", "ssab.support.staff-may-seek-it"))
    assert found.knowledge_changed and found.altered == () and found.differs_now == ()


def test_examples_beside_a_rule_make_no_difference(since):
    found = since(
        within(
            STAGE_1,
            DISAGREE,
            "    - fires: {stage: stage-1,",
            "    - silent: {stage: stage-2}\n    - fires: {stage: stage-1,",
        )
    )
    assert found.knowledge_changed and found.altered == () and found.difference.nothing


def test_a_case_that_today_has_no_place_for_leaves_the_old_advice_standing(desk, tmp_path):
    fact = "knowledge/vocabulary/concern.yaml"
    kept = keep(desk)
    kept["receipt"]["case"]["facts"]["weather"] = {"value": "yes"}
    later = Casework(
        altered(
            tmp_path, (fact, "\n\n", "\n\nsunshine:\n  values: [yes, no]\n  say: the sun shines\n  ask: Does it?\n\n")
        )
    )
    found = replay(later, kept, desk.base)
    assert found.now is None and "does not hold against this knowledge" in found.why_not_now
    assert found.difference is None and found.altered == ()


def test_why_it_cannot_be_given_again_is_told(desk, base, tmp_path):
    later = Casework(altered(tmp_path, (GUIDANCE, "edition: December 2016", "edition: March 2027")))
    kept = keep(desk)
    assert replay(later, kept, None).why_not == "The knowledge of that day was not kept."
    assert replay(later, kept, UserMistake("the archive is damaged.")).why_not == "The archive is damaged."
    assert (
        "other knowledge than the advice rests on"
        in replay(later, {**kept, "receipt": {**kept["receipt"], "knowledge": "0" * 64}}, base).why_not
    )
    for then in (None, UserMistake("the archive is damaged.")):
        found = replay(later, kept, then)
        assert found.again is None and not found.same_bytes and found.now is not None
        assert found.editions[0].now == "March 2027" and found.difference is None
    assert replay(later, kept, base).same_bytes


def test_another_version_of_the_program_is_told_apart_from_other_advice(desk):
    kept = keep(desk)
    kept["receipt"]["program"] = "0.0.1"
    found = replay(desk, kept, None)
    assert found.program_changed and found.program[0] == "0.0.1"
    assert not found.same_bytes and found.differs == ("receipt.program",) and found.differs_now == ()
