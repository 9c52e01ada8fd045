"""What the program says can never be together is never seen in a random case, and is what it computes."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from decision_support.casework import Casework
from decision_support.errors import UserMistake
from decision_support.model.case import Case, Event
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition
from decision_support.proof.seen import facts_on
from decision_support.verify.impossible import check_seen
from how_long import TIMES

CASES = 250 * TIMES
OPENED = dt.date(2026, 3, 2)


def random_case(chance: random.Random, base: KnowledgeBase) -> Case:
    """Up to two documents, and up to ten events of a few kinds, some of them recorded for a stage."""
    guidance = tuple(chance.sample(sorted(base.documents), chance.choice([0, 1, 1, 1, 1, 2])))
    stages = [stage for name in guidance for stage in base.documents[name].stages]
    events = []
    for name in chance.choices(chance.sample(sorted(base.events), 12), k=chance.randint(0, 10)):
        kind = base.events[name]
        stage = chance.choice(stages) if stages and (kind.needs_stage or chance.random() < 0.15) else None
        outcome = chance.choice(kind.outcomes) if kind.outcomes else None
        if stage or not kind.needs_stage:
            on = OPENED + dt.timedelta(days=chance.randint(0, 25))
            events.append(Event(what=name, on=on, stage=stage, outcome=outcome))
    return Case(case="A random one", guidance=guidance, opened=OPENED, events=tuple(events))


def test_no_random_case_shows_what_is_impossible(desk: Casework) -> None:
    chance = random.Random(20260302)
    looked_at = 0
    for _ in range(CASES):
        case = random_case(chance, desk.base)
        on = OPENED + dt.timedelta(days=chance.randint(0, 40))
        try:
            facts = facts_on(desk, case, on)
        except UserMistake:
            continue  # the record contradicts itself, or a day lies beyond the bank holidays on file
        looked_at += 1
        findings = check_seen(desk.base, [("it", facts)])[1]
        assert not findings, (case, on, findings[0].about, findings[0].witness)
    assert looked_at > CASES * 0.9


def told(base: KnowledgeBase, name: str) -> dict[str, object]:
    return {each.fact: each.allowed for each in base.never_together[name].never}


@pytest.mark.parametrize(
    ("name", "never"),
    [
        (
            "outcome.mediation_held.off-record",
            {"outcome.mediation_held": ("resolved", "unresolved"), "recorded.mediation_held": ("no",)},
        ),
        ("nssb.settled.nowhere", {"nssb.settled": ("yes",), "nssb.settled_at": ("none",)}),
        ("nssb.stage-1.kind", {"nssb.clock.stage-1": ("indicative_passed",)}),
        ("osdr.stage-1b.kind", {"osdr.clock.stage-1b": ("overdue",)}),
        (
            "nssb.worker-discussion.stopped-by.discussed_with_other_practitioner",
            {
                "nssb.clock.worker-discussion": ("due_today", "running"),
                "recorded.discussed_with_other_practitioner": ("yes",),
            },
        ),
        (
            "nssb.stage-3.left",
            {"nssb.clock.stage-3": ("due_today", "running"), "nssb.stage": ("mediation-or-panel", "stage-4")},
        ),
    ],
)
def test_what_hangs_together_is_stated(name: str, never: dict[str, object], base: KnowledgeBase) -> None:
    assert told(base, name) == never


def test_a_count_of_some_is_never_more_than_a_count_of_all(base: KnowledgeBase) -> None:
    tie = base.never_together["statutory_members_on_panel.more-than-2.panel_members"]
    assert tie.never == (
        Condition(scope="case", fact="statutory_members_on_panel", at_least=3),
        Condition(scope="case", fact="panel_members", at_most=2),
    )
    assert "panel_members.more-than-2.statutory_members_on_panel" not in base.never_together


def test_a_question_has_the_marks_that_its_document_gives_it(base: KnowledgeBase) -> None:
    questions = base.documents["nhs"].questions
    denied, claimed = told(base, "nhs.either_way.denied"), told(base, "nhs.either_way.claimed")
    assert set(denied["question"]) == {name for name, each in questions.items() if each.either_way}
    assert set(claimed["question"]) == questions.keys() - set(denied["question"])


def test_every_fact_that_is_spoken_of_is_there(base: KnowledgeBase) -> None:
    for each in base.never_together.values():
        for condition in each.never:
            assert set(condition.allowed or ()) <= {*base.facts[condition.fact].values, "unasked"}
