"""Search across the knowledge base."""

from __future__ import annotations

import pytest

from decision_support.casework.finding import find
from decision_support.casework.holdings import holdings
from decision_support.loading.knowledge import load
from decision_support.model.knowledge import KnowledgeBase


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return load(None, None)


def test_an_id_finds_what_is_called_so_and_first(base: KnowledgeBase) -> None:
    for name in ("nssb-41", "nhs-A1", "lscb.principles.no-rule-for-danger", "immediate_risk_of_harm", "1.2"):
        assert find(base, name)[0].id in (name, f"nhs.{name}")


def test_every_clause_silence_rule_and_event_is_found_by_its_id(base: KnowledgeBase) -> None:
    for kind, name in holdings(base).all:
        assert (kind, name) in {(each.kind, each.id) for each in find(base, name)}


def test_ids_that_begin_so_come_in_the_order_of_the_document(base: KnowledgeBase) -> None:
    assert [each.id for each in find(base, "nssb-4")] == [f"nssb-{number}" for number in range(40, 50)]


def test_all_words_have_to_be_there_and_the_beginning_of_a_word_counts(base: KnowledgeBase) -> None:
    both = {each.id for each in find(base, "mediat pan")}
    assert both == {each.id for each in find(base, "mediat")} & {each.id for each in find(base, "pan")}
    assert "nssb.mediation-or-panel" in both
    assert not {each.id for each in find(base, "ediation")}


def test_what_says_so_comes_before_what_only_has_to_do_with_it(base: KnowledgeBase) -> None:
    held = holdings(base)
    found = find(base, "child")
    said = ["child" in f"{each.id} {each.say}".lower() for each in found]
    assert said == sorted(said, reverse=True)
    assert not all(said)
    assert "child" in " ".join(text for _, text in held.all[found[-1].kind, found[-1].id].more).lower()


@pytest.mark.parametrize("text", ["", "   ", "[", "[/]", "***", "\n", "…  —"])
def test_without_a_word_nothing_is_found(base: KnowledgeBase, text: str) -> None:
    assert find(base, text) == ()


@pytest.mark.parametrize("text", ["zzzz", "[red] [/x]", "nssb-41 zzzz", "nssb-999"])
def test_words_that_nothing_has_find_nothing(base: KnowledgeBase, text: str) -> None:
    assert find(base, text) == ()


def test_capitals_accents_marks_and_the_order_of_words_make_no_difference(base: KnowledgeBase) -> None:
    plain = find(base, "line manager")
    assert plain
    assert find(base, "  Mánager, (LINE) line ") == plain


def test_a_name_that_is_written_with_other_marks_is_found_by_its_parts(base: KnowledgeBase) -> None:
    assert "nssb.line-managers-make-contact" in {each.id for each in find(base, "line_managers_make")}


def test_every_kind_of_thing_can_be_found(base: KnowledgeBase) -> None:
    everything = {each.kind for letter in "abcdefghijklmnopqrstuvwxyz" for each in find(base, letter)}
    assert {"clause", "silence", "rule", "question", "fact", "event", "role", "record", "form"} <= everything
    assert {"interpretation", "stage", "clock", "action", "judgement", "topic", "guidance"} <= everything


def test_what_is_found_says_where_it_stands(base: KnowledgeBase) -> None:
    found = find(base, "nssb-41")[0]
    clause = base.documents["nssb"].clauses["nssb-41"]
    assert (found.kind, found.document, found.say, found.where) == ("clause", "nssb", clause.text, clause.place)


def test_everything_held_has_a_place_in_a_file(base: KnowledgeBase) -> None:
    assert [key for key in holdings(base).all if base.place(*key) is None] == []


def test_what_rests_on_a_clause_is_every_rule_that_cites_it(base: KnowledgeBase) -> None:
    held = holdings(base)
    for document in base.documents.values():
        for name in document.clauses:
            citing = {each.id for each in base.rules.values() if name in each.clauses}
            assert {each.id for each in held.resting_on(("clause", name)) if each.kind == "rule"} == citing


def test_a_link_leads_both_ways(base: KnowledgeBase) -> None:
    held = holdings(base)
    for each in held.all.values():
        for other in held.rests_on(each.key):
            assert each in held.resting_on(other.key)
