"""What people decide is kept with their reasons, and names a judgement, a silence or a recommendation that there is."""

from __future__ import annotations

import datetime as dt

import pytest

from cli.stored_weeks import REFERENCE, SECOND_ADVICE, at, weeks
from decision_support.casefile.record import Record
from decision_support.casefile.store import Store
from decision_support.casework import Casework
from decision_support.casework.filing import deciding
from decision_support.casework.filing.files import Filing
from decision_support.casework.numbering import numbered_advice
from decision_support.errors import InvalidCase
from decision_support.model.advice import Advice
from decision_support.model.entries import AdviceFollowed, AdviceGiven, AdviceSetAside, Content, Happened, JudgementMade
from decision_support.model.knowledge import KnowledgeBase

DAY = dt.date(2026, 3, 31)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Record:
    with Store(weeks(tmp_path_factory.mktemp("weeks") / "cases.db")) as store:
        return store.record(REFERENCE)


@pytest.fixture(scope="module")
def advice(desk: Casework, seen: Record) -> Advice:
    return desk.advise(seen.case(DAY), DAY)


def decided(base: KnowledgeBase, seen: Record, what: str, said: str | None, because: str | None) -> Content:
    return deciding.decision(base, seen, what, said, because, ["wait", "go on"], "ben", DAY)


def test_a_judgement_is_found_with_its_document_and_without(base: KnowledgeBase, seen: Record) -> None:
    short = decided(base, seen, "straight-to-stage-4", "Stage 2 first.", "It is quicker.")
    assert short == decided(base, seen, "nssb.straight-to-stage-4", "Stage 2 first.", "It is quicker.")
    assert short == JudgementMade(
        judgement="nssb.straight-to-stage-4",
        decided="Stage 2 first.",
        because="It is quicker.",
        considered=("wait", "go on"),
        on=DAY,
        by="ben",
    )


def test_a_silence_is_settled_locally_and_the_advice_says_so(
    base: KnowledgeBase, desk: Casework, seen: Record, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = decided(base, seen, "nssb-A2", "The first note counts", "So the agencies agreed")
    assert isinstance(made, Happened)
    assert made.event.silence == "nssb-A2"
    assert made.event.note == "The first note counts. Reason: So the agencies agreed. Weighed: wait; go on."
    with Store(weeks(tmp_path_factory.mktemp("silence") / "cases.db")) as store:
        after = Filing(base, store, "asha").write(store.record(REFERENCE), [made], at(31))
    said = {each.id: each.decided for each in desk.advise(after.case(DAY), DAY).silences}
    assert "The first note counts" in str(said["nssb-A2"])


@pytest.mark.parametrize("said", [None, "Stage 2 first."])
@pytest.mark.parametrize("because", [None, "It is quicker."])
def test_a_decision_needs_words_and_reasons(
    base: KnowledgeBase, seen: Record, said: str | None, because: str | None
) -> None:
    if said and because:
        assert isinstance(decided(base, seen, "straight-to-stage-4", said, because), JudgementMade)
        return
    with pytest.raises(InvalidCase, match="a decision is kept with what was decided and why"):
        decided(base, seen, "straight-to-stage-4", said, because)


@pytest.mark.parametrize("what", ["nonsense", "A2", "lscb.line-managers-again", "1", ""])
def test_what_nobody_decides_in_this_case_is_refused(base: KnowledgeBase, seen: Record, what: str) -> None:
    with pytest.raises(InvalidCase) as refused:
        decided(base, seen, what, "So it is.", "Because.")
    assert f"nothing that people decide is called '{what}'" in str(refused.value)
    assert "For a recommendation, add --followed or --set-aside." in str(refused.value)


def test_a_recommendation_is_followed_or_set_aside_by_its_number_or_its_id(seen: Record, advice: Advice) -> None:
    for each in numbered_advice(advice):
        first = each.those[0].id
        by_number = deciding.followed(seen, advice, str(each.number), "asha", DAY, "Done.")
        assert by_number == AdviceFollowed(recommendation=first, advice=SECOND_ADVICE, on=DAY, by="asha", note="Done.")
        assert deciding.followed(seen, advice, first, "asha", DAY, "Done.") == by_number
        short = first.partition(".")[2]
        assert deciding.set_aside(seen, advice, short, None, DAY, "No.") == AdviceSetAside(
            recommendation=first, advice=SECOND_ADVICE, on=DAY, because="No."
        )


def test_nothing_is_set_aside_without_a_reason(seen: Record, advice: Advice) -> None:
    with pytest.raises(InvalidCase, match="nothing says why the advice was set aside"):
        deciding.set_aside(seen, advice, "1", "asha", DAY, None)


@pytest.mark.parametrize("what", ["0", "99", "-1", "nssb.report-to-line-manager", "nonsense", ""])
def test_what_is_not_advised_cannot_be_followed(seen: Record, advice: Advice, what: str) -> None:
    with pytest.raises(InvalidCase) as refused:
        deciding.followed(seen, advice, what, None, DAY, None)
    assert f"the advice for 2026-03-31 has no recommendation '{what}'" in str(refused.value)
    assert f"They run from 1 to {len(numbered_advice(advice))}." in str(refused.value)


def test_the_advice_given_last_is_the_one_that_a_decision_names(seen: Record, advice: Advice) -> None:
    earlier = seen.before(SECOND_ADVICE)
    ((_, given),) = earlier.of(AdviceGiven)
    before = {each["id"] for each in given.advice["recommendations"]}
    names = [each.id for each in advice.recommendations]
    old, new = next(each for each in names if each in before), next(each for each in names if each not in before)
    assert deciding.followed(earlier, advice, old, None, DAY, None).advice == 7
    assert deciding.followed(earlier, advice, new, None, DAY, None).advice is None
    assert deciding.followed(seen.before(2), advice, "1", None, DAY, None).advice is None
