"""Every law holds of the bundled rule base, on random and bundled cases and on all combinations of facts."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision_support.casework import Casework
from decision_support.loading.case_writing import checked
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.law import LawFile
from decision_support.proof.consultations import Consultation, bundled, consultation, consultations
from decision_support.proof.laws import laws_of
from how_long import TIMES

RELAXED = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
SEEDS = st.integers(0, 2**32)
NAMES = (
    "danger-delays-nothing",
    "more-risk-never-lowers-protection",
    "what-speaks-for-the-practitioner-never-makes-it-more-severe",
    "no-and-unknown-ask-for-no-less",
    "protected-characteristics-count-for-nothing",
    "order-and-names-count-for-nothing",
    "like-cases-are-advised-alike",
    "taken-back-is-never-said",
    "unknown-never-acts-as-no",
    "a-matter-that-is-not-settled-goes-on",
    "somebody-acts",
    "every-proof-is-grounded",
    "a-guide-is-never-a-breach",
)
SHARE = 1 if TIMES > 1 else 80  # every so many bundled cases


@pytest.fixture(scope="module")
def on_file(base: KnowledgeBase) -> list[Consultation]:
    return list(bundled(base))


def law(base: KnowledgeBase, name: str):
    return next(each for each in laws_of(base) if each.id == name)


def test_the_laws_are_these_and_every_kind_has_one(base):
    assert tuple(base.laws) == NAMES
    assert {type(each) for each in base.laws.values()} == {
        field.annotation.__args__[0] for field in LawFile.model_fields.values()
    }


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=4 * TIMES, **RELAXED)
@given(seed=SEEDS)
def test_a_law_holds_of_any_consultation(desk: Casework, name: str, seed: int) -> None:
    known = law(desk.base, name)
    documents = known.guidance or tuple(desk.base.documents)
    chance = Random(seed)
    guidance = (chance.choice(documents),) if chance.random() < 0.8 else None
    case, on = consultation(desk, chance, guidance)
    assert list(known.breaches(desk, case, on)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_law_holds_of_the_bundled_cases(desk: Casework, on_file: list[Consultation], name: str) -> None:
    known = law(desk.base, name)
    for case, on in on_file[NAMES.index(name) :: SHARE]:
        assert list(known.breaches(desk, case, on)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_law_holds_of_all_combinations_where_they_can_be_tried(base: KnowledgeBase, name: str) -> None:
    found = law(base, name).exhausted(base)
    assert found.breaches == ()
    assert found.too_large == ()


def test_what_is_exempt_from_a_law_could_break_it_and_says_why(base):
    """An exemption that nothing needs would hide a mistake made later."""
    pairs = [(known, name) for known in laws_of(base) for each in known.exempt for name in each.of]
    for known, name in pairs[:: 1 if TIMES > 1 else 12]:
        known.exempted = base.laws[known.id].exempted - {name}
        assert known.exhausted(base).breaches, f"{known.id} does not need to exempt {name}"


def test_the_same_seed_gives_the_same_cases_and_another_gives_others(desk):
    once, again = (list(consultations(desk, 6, seed=3)) for _ in range(2))
    assert once == again != list(consultations(desk, 6, seed=4))


def test_a_random_case_is_one_that_a_user_could_have_written(desk):
    for case, on in consultations(desk, 15 * TIMES, seed=5):
        assert checked(case, desk.base) == case
        assert on >= case.opened


def test_random_cases_come_to_every_stage(desk):
    chance = Random(6)
    for name, document in desk.base.documents.items():
        if document.stages:
            made = (consultation(desk, chance, (name,)) for _ in range(60))
            seen = {desk.situation(case, on).reached[name].stage for case, on in made}
            assert len(seen) > len(document.stages) // 2
