"""The engine is handled as its limits demand: nothing lost, nothing repeated, nothing left behind."""

from __future__ import annotations

import itertools
import json
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from random_bases import asks, rule

from decision_support.model.facts import CASE, Facts, Subject
from decision_support.model.vocabulary import Fact
from decision_support.reasoning import matcher
from decision_support.reasoning.matcher import Matcher
from decision_support.reasoning.program import Program, compile
from decision_support.reasoning.settling import Case

PEOPLE = [Subject("person", f"p{number}") for number in range(5)]
VOCABULARY = {
    "risk": Fact(say="it is so", values=("yes", "no")),
    "alarm": Fact(say="it is so", values=("yes",)),
    "calm": Fact(say="it is so", values=("yes",)),
    "involved": Fact(about="person", say="it is so", values=("yes", "no")),
    "independent": Fact(about="person", say="it is so", values=("yes", "no"), otherwise="yes"),
    "willing": Fact(about="person", say="it is so", values=("yes", "no")),
    "panel": Fact(say="it is so", number=True),
}


@pytest.fixture(scope="module")
def program() -> Program:
    rules = [
        rule("alarm", "case", [asks("risk", "yes")], ("alarm", "yes")),
        rule("act", "case", [asks("alarm", "yes")]),
        rule("rest", "case", [asks("alarm", "unasked")], ("calm", "yes")),
        rule("not-independent", "person", [asks("involved", "yes")], ("independent", "no")),
        rule("ask-them", "person", [asks("alarm", "yes", scope="case"), asks("willing", "yes")]),
        rule("nominate", "person", [asks("independent", "yes"), asks("alarm", "yes", scope="case")]),
        rule("quorate", "case", [asks("panel", at_least=3)]),
    ]
    counts = {"panel": ("person", (asks("independent", "yes"), asks("willing", "yes")))}
    return compile({one.id: one for one in rules}, VOCABULARY, counts)


@pytest.fixture
def facts() -> Facts:
    people = {person: {"involved": "no", "willing": "yes"} for person in PEOPLE}
    return {CASE: {"risk": "yes"}, **people, PEOPLE[1]: {"involved": "yes", "willing": "yes"}}


def fired(inference: object) -> list[tuple[str, str]]:
    return [(firing.rule, firing.subject.id) for firing in inference.fired]  # type: ignore[attr-defined]


def left_behind(running: Matcher) -> list[object]:
    return [fact for _, sessions in running._strata for one in sessions for fact in one._rule_set.get_facts("0")]


def test_conclusions_counts_and_defaults_are_all_in_the_inference(program: Program, facts: Facts) -> None:
    inference = Matcher(program).run(facts)
    assert ("nominate", "p0") in fired(inference)
    assert ("nominate", "p1") not in fired(inference)
    assert ("quorate", "case") in fired(inference)
    assert inference.holding(CASE, "panel") == ("4",)
    assert inference.holding(PEOPLE[0], "independent") == ("yes",)
    assert inference.holding(PEOPLE[1], "independent") == ("no",)
    assert inference.holding(CASE, "calm") == ()


def test_a_number_that_is_given_stands_in_place_of_the_count(program: Program, facts: Facts) -> None:
    inference = Matcher(program).run({**facts, CASE: {"panel": "1"}})
    assert inference.holding(CASE, "panel") == ("1",)
    assert ("quorate", "case") not in fired(inference)


def test_a_value_that_is_given_counts_beside_those_concluded(program: Program, facts: Facts) -> None:
    inference = Matcher(program).run({**facts, PEOPLE[1]: {"involved": "yes", "independent": "yes"}})
    assert inference.holding(PEOPLE[1], "independent") == ("no", "yes")
    assert ("nominate", "p1") in fired(inference)


def test_no_facts_at_all_are_a_case_too(program: Program) -> None:
    assert fired(Matcher(program).run({})) == [("rest", "case")]


def test_every_session_is_empty_after_a_case(program: Program, facts: Facts) -> None:
    running = Matcher(program)
    running.run(facts)
    assert left_behind(running) == []


def test_one_case_leaves_no_trace_in_the_next(program: Program, facts: Facts) -> None:
    running = Matcher(program)
    alone = [Matcher(program).run(case) for case in (facts, {}, facts)]
    assert [running.run(case) for case in (facts, {}, facts)] == alone


def test_nothing_is_told_twice_within_a_case(program: Program, facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    tell = matcher._Session._assert

    def listen(session: matcher._Session, bodies: list[str], asserted: list[str], ids: Iterator[str]) -> int:
        told.extend(f"{id(session)} {body}" for body in bodies)
        return tell(session, bodies, asserted, ids)

    monkeypatch.setattr(matcher._Session, "_assert", listen)
    Matcher(program).run(facts)
    assert told
    assert len(told) == len(set(told))


def test_nothing_that_anyone_wrote_enters_the_engine(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    tell = matcher._Session._assert

    def listen(session: matcher._Session, bodies: list[str], asserted: list[str], ids: Iterator[str]) -> int:
        told.extend(bodies)
        return tell(session, bodies, asserted, ids)

    monkeypatch.setattr(matcher._Session, "_assert", listen)
    awkward = Subject("person", 'Zoë "the \\ fox"')
    inference = Matcher(program).run(
        {CASE: {"risk": "yes", "note": "'quoted' \"text\"\n"}, awkward: {"willing": "yes"}}
    )
    assert ("nominate", awkward.id) in fired(inference)
    assert "fox" not in "".join(told)
    assert "risk" not in "".join(told)


def test_facts_whose_names_collide_in_the_engine_are_not_lost(
    program: Program, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = Matcher(program).run(facts)
    # A known collision of the engine's hash (FNV-1a, 32 bits): the second of each pair is refused as a repeat.
    pairs = ("costarring", "liquid", "declinate", "macallums", "altarage", "zinke")
    for start in range(len(pairs)):
        running = Matcher(program)
        names = [f"n{number}" for number in range(start)] + list(pairs)
        monkeypatch.setattr(
            matcher, "identifiers", lambda names=names: itertools.chain(names, map(str, itertools.count()))
        )
        assert running.run(facts) == expected
        assert left_behind(running) == []


def test_a_fact_that_is_refused_under_every_name_is_an_error(
    program: Program, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = Matcher(program)
    expected = running.run(facts)
    with monkeypatch.context() as broken:
        broken.setattr(matcher, "identifiers", lambda: itertools.chain(["liquid"], itertools.repeat("costarring")))
        with pytest.raises(matcher.EngineFault):
            running.run(facts)
    assert running.run(facts) == expected


def test_the_names_of_facts_never_collide_among_as_many_as_a_case_can_have() -> None:
    def hashed(name: str) -> int:
        value = 0x811C9DC5
        for byte in name.encode():
            value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
        return value

    assert hashed("costarring") == hashed("liquid")
    names = [*itertools.islice(matcher.identifiers(), 50_000), "sid-0"]
    assert len({hashed(name) for name in names}) == len(names)


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_while_a_rule_fires_surfaces_and_the_next_case_is_right(
    program: Program, facts: Facts, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    running = Matcher(program)
    expected, nothing = running.run(facts), running.run({})
    fire = Case.fire
    for fails_at in range(1, 8):
        countdown = itertools.count(1)

        def failing(
            case: Case, name: str, number: int, countdown: Iterator[int] = countdown, at: int = fails_at
        ) -> None:
            if next(countdown) == at:
                raise error("in the middle")
            fire(case, name, number)

        with monkeypatch.context() as broken:
            broken.setattr(Case, "fire", failing)
            with pytest.raises(error, match="in the middle"):
                running.run(facts)
        assert [running.run(case) for case in ({}, facts)] == [nothing, expected]
        assert left_behind(running) == []


def test_two_threads_may_share_a_matcher(program: Program, facts: Facts) -> None:
    running = Matcher(program)
    expected = {"risk": running.run(facts), "none": running.run({})}
    wrong: list[str] = []

    def work() -> None:
        for _ in range(100):
            for name, case in (("risk", facts), ("none", {})):
                if running.run(case) != expected[name]:
                    wrong.append(name)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_memory_stays_flat_over_thousands_of_cases(program: Program, facts: Facts) -> None:
    running = Matcher(program)

    def run(times: int) -> int:
        for number in range(times):
            running.run({**facts, CASE: {"risk": "yes" if number % 3 else "no"}})
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

    before = run(500)
    assert run(5000) - before < 8, "megabytes gained over 5,000 cases"


def test_importing_the_package_does_not_load_the_engine() -> None:
    script = (
        "import sys, json, decision_support.reasoning.infer;"
        "print(json.dumps([name for name in sys.modules if name.startswith('durable')]))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
