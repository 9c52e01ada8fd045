"""Many worlds at once: every combination of what is open, counted and concluded in one pass."""

from __future__ import annotations

import pytest
from random_bases import asks, rule

from decision_support.errors import InvalidCase
from decision_support.model.facts import CASE, Subject
from decision_support.model.vocabulary import Fact
from decision_support.reasoning.program import compile
from decision_support.reasoning.worlds import Worlds, product

PEOPLE = [Subject("person", f"p{number}") for number in range(6)]


def test_a_product_holds_every_combination_once() -> None:
    choices = [
        ((CASE, "a"), ("yes", "no", "unasked")),
        ((CASE, "b"), ("1", "2")),
        ((PEOPLE[0], "c"), ("x", "y", "z", "w", "v")),
    ]
    combinations = product(choices)
    assert combinations.size == 30
    worlds = [combinations.world(number) for number in range(30)]
    assert len({tuple(sorted(world.items())) for world in worlds}) == 30
    for number, world in enumerate(worlds):
        for about, value in world.items():
            holding = [each for each, mask in combinations.columns[about].items() if mask >> number & 1]
            assert holding == [value]


def test_a_product_of_nothing_is_one_world() -> None:
    combinations = product([])
    assert (combinations.size, combinations.columns, combinations.world(0)) == (1, {}, {})


def test_a_million_worlds_are_laid_out_and_read_at_once() -> None:
    facts = {f"f{number}": Fact(say="it is so", values=("a", "b", "c", "d")) for number in range(10)}
    rules = {
        f"r{n:02}": rule(f"r{n:02}", "case", [asks(f"f{(n + step) % 10}", "abcd"[(n + step) % 4]) for step in range(4)])
        for n in range(100)
    }
    worlds = Worlds(compile(rules, facts, {}))
    combinations = product([((CASE, name), fact.values) for name, fact in facts.items()])
    outcome = worlds.run(combinations.columns, combinations.size)
    assert combinations.size == 4**10
    assert all(mask.bit_count() == 4**6 for mask in outcome.fired.values())


def test_counting_is_right_in_every_world() -> None:
    facts = {"fit": Fact(about="person", say="it is so", values=("yes", "no")), "n": Fact(say="it is so", number=True)}
    rules = {"some": rule("some", "case", [asks("n", at_least=2, at_most=4)])}
    program = compile(rules, facts, {"n": ("person", (asks("fit", "yes"),))})
    combinations = product([((person, "fit"), ("yes", "no", "unasked")) for person in PEOPLE])
    outcome = Worlds(program).run(combinations.columns, combinations.size)
    for number in range(combinations.size):
        fit = list(combinations.world(number).values()).count("yes")
        assert [value for value, mask in outcome.values[CASE, "n"].items() if mask >> number & 1] == [str(fit)]
        assert bool(outcome.fired.get(("some", CASE), 0) >> number & 1) == (2 <= fit <= 4)


def test_a_number_given_in_some_worlds_stands_there_and_is_counted_elsewhere() -> None:
    facts = {"fit": Fact(about="person", say="it is so", values=("yes", "no")), "n": Fact(say="it is so", number=True)}
    program = compile({}, facts, {"n": ("person", (asks("fit", "yes"),))})
    columns = {(CASE, "n"): {"5": 0b01, "unasked": 0b10}, (PEOPLE[0], "fit"): {"yes": 0b11}}
    assert Worlds(program).run(columns, 2).values[CASE, "n"] == {"5": 0b01, "1": 0b10}


def test_subjects_without_any_column_are_there_all_the_same() -> None:
    facts = {"fit": Fact(about="person", say="it is so", values=("yes", "no"))}
    program = compile({"ask": rule("ask", "person", [asks("fit", "unasked")])}, facts, {})
    assert Worlds(program).run({}, 4, PEOPLE[:2]).fired == {("ask", PEOPLE[0]): 0b1111, ("ask", PEOPLE[1]): 0b1111}
    assert Worlds(program).run({}, 4).fired == {}


def test_unasked_is_the_absence_of_a_value_also_where_it_is_written() -> None:
    facts = {"a": Fact(say="it is so", values=("yes", "no"))}
    worlds = Worlds(compile({"ask": rule("ask", "case", [asks("a", "unasked")])}, facts, {}))
    assert worlds.infer_one({CASE: {"a": "unasked"}}) == worlds.infer_one({})
    assert worlds.infer_one({}).fired


def test_more_than_one_case_at_a_time_is_refused() -> None:
    with pytest.raises(InvalidCase, match="more than one case"):
        Worlds(compile({}, {}, {})).infer_one({Subject("case", "other"): {}})
