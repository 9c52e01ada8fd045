"""Three readers agree on what follows: durable_rules, the many-worlds evaluator, and CLIPS given the exported text."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision_support.casework import Casework
from decision_support.casework.rule_book import RuleBook
from decision_support.errors import InvalidKnowledge
from decision_support.export.reading import Material
from decision_support.model.facts import CASE, Facts, Firing, Inference, Subject
from decision_support.proof.bundled_days import bundled_days
from decision_support.reasoning.matcher import Matcher
from decision_support.reasoning.program import compile
from decision_support.reasoning.strata import counts_read
from decision_support.reasoning.worlds import Worlds
from how_long import LONG, TIMES

sys.path.append(str(Path(__file__).parents[1] / "reasoning"))

import random_bases
from in_clips import InClips
from random_facts import RandomFacts, smallest

CONSULTATIONS = int(os.environ.get("CONSULTATIONS", 100_000 if LONG else 2_000))
BATCH = 40
CASES_PER_BASE = 10


def only(inference: Inference, known: frozenset[str]) -> Inference:
    """What fired, and the values of the facts that rules read or bring about."""
    return Inference(inference.fired, {about: held for about, held in inference.values.items() if about[1] in known})


def disagreement(facts: Facts, readers: Mapping[str, Inference]) -> str:
    """Facts on which readers differ, and how."""
    lines = [f"{subject.kind} {subject.id}: {dict(known)}" for subject, known in facts.items()]
    agreed = set.intersection(*(set(each.fired) for each in readers.values()))
    for name, inference in readers.items():
        more = [f"{firing.rule} of {firing.subject.id}" for firing in inference.fired if firing not in agreed]
        lines.append(f"{name} alone or with one other: {', '.join(more) or 'no rule, so the values differ'}")
    return "\n".join(lines)


class ThreeReaders:
    """The rules of some documents, ready in all three readers."""

    def __init__(self, base, guidance: tuple[str, ...], book: RuleBook) -> None:
        self.material = Material("", (), book.rules, base.facts, counts_read(book.rules, base.counts))
        self.documents = [base.documents[name] for name in guidance]
        self._engine, self._worlds, self._clips = book.reasoner, book.worlds, InClips(self.material)
        assert book.reasoner.engine == "durable_rules"

    def check(self, cases: Sequence[Facts], worlds: Sequence[Inference]) -> None:
        """Hold the three against each other on every case, and show the smallest facts on which they differ."""
        for facts, one_of_many, in_clips in zip(cases, worlds, self._clips.infer_all(cases), strict=True):
            readers = (self._engine.infer(facts), one_of_many, in_clips)
            if any(only(each, self._clips.known) != in_clips for each in readers):
                found = smallest(facts, self.differ)
                pytest.fail(disagreement(found, self.told(found)))

    def told(self, facts: Facts) -> dict[str, Inference]:
        told = {
            "durable_rules": self._engine.infer(facts),
            "worlds": self._worlds.infer_one(facts),
            "CLIPS": self._clips.infer(facts),
        }
        return {name: only(inference, self._clips.known) for name, inference in told.items()}

    def differ(self, facts: Facts) -> bool:
        first, *others = self.told(facts).values()
        return any(each != first for each in others)

    def in_one_go(self, cases: Sequence[Facts]) -> list[Inference]:
        """What the many-worlds evaluator says of cases with the same subjects, read all at once."""
        columns: dict[tuple[Subject, str], dict[str, int]] = {}
        for number, facts in enumerate(cases):
            for subject, known in facts.items():
                for name, value in known.items():
                    column = columns.setdefault((subject, name), {})
                    column[value] = column.get(value, 0) | 1 << number
        outcome = self._worlds.run(columns, len(cases), cases[0])
        fired: list[list[Firing]] = [[] for _ in cases]
        values: list[dict[tuple[Subject, str], list[str]]] = [{} for _ in cases]
        for (rule, subject), mask in outcome.fired.items():
            for number in bits(mask):
                fired[number].append(Firing(rule, subject))
        for about, masks in outcome.values.items():
            for value, mask in masks.items():
                for number in bits(mask):
                    values[number].setdefault(about, []).append(value)
        return [
            Inference(tuple(sorted(rules)), {about: tuple(sorted(each)) for about, each in held.items()})
            for rules, held in zip(fired, values, strict=True)
        ]


def bits(mask: int) -> Iterator[int]:
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1


@settings(
    max_examples=10 * TIMES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(random_bases.bases(), st.integers(0, 10**6))
def test_on_random_rule_bases_with_counts_numbers_absences_and_circles(base: random_bases.Base, seed: int) -> None:
    try:
        program = compile(base.rules, base.facts, base.counts)
    except InvalidKnowledge:
        return  # a conclusion that rests on its own absence is refused: test_agreement holds that to the naive twin
    in_clips = InClips(Material("", (), base.rules, base.facts, base.counts))
    matcher, worlds = Matcher(program), Worlds(program)
    try:
        cases = [random_bases.a_case(base, seed + number) for number in range(CASES_PER_BASE)]
        for facts, told in zip(cases, in_clips.infer_all(cases), strict=True):
            assert told == only(matcher.run(facts), in_clips.known) == only(worlds.infer_one(facts), in_clips.known)
    finally:
        matcher.close()


@pytest.mark.parametrize("guidance", ["lscb", "nhs", "nssb", "osdr", "ssab"])
def test_on_random_consultations(base, desk: Casework, guidance: str) -> None:
    assert guidance in base.documents
    readers = ThreeReaders(base, (guidance,), desk.rule_book((guidance,)))
    chance = RandomFacts(readers.material, readers.documents, seed=len(guidance))
    fired: set[str] = set()
    for _ in range(CONSULTATIONS // len(base.documents) // BATCH):
        cases = chance.cases(BATCH)
        worlds = readers.in_one_go(cases)
        readers.check(cases, worlds)
        fired |= {firing.rule for inference in worlds for firing in inference.fired}
    # Most rules come into play, so that agreement is no agreement on nothing.
    assert len(fired) > 0.9 * len(readers.material.rules)


def test_on_every_day_of_every_bundled_case_and_scenario(base, desk: Casework) -> None:
    by_guidance: dict[tuple[str, ...], list[Facts]] = {}
    for day in bundled_days(base):
        by_guidance.setdefault(day.case.guidance, []).append(desk.situation(day.case, day.on).facts)
    for guidance, cases in by_guidance.items():
        book = desk.rule_book(guidance)
        ThreeReaders(base, guidance, book).check(cases, [book.worlds.infer_one(facts) for facts in cases])
    assert sum(map(len, by_guidance.values())) > 300


def test_a_disagreement_is_shown_as_the_smallest_facts(base, desk: Casework) -> None:
    book = desk.rule_book(("nssb",))
    readers = ThreeReaders(base, ("nssb",), book)
    lost = next(rule for rule in book.rules.values() if rule.about == "case" and len(rule.when) == 2)
    rules = {name: rule for name, rule in book.rules.items() if rule != lost}
    less = InClips(Material("", (), rules, base.facts, readers.material.counts))

    def told(facts: Facts) -> dict[str, Inference]:
        return {"all": book.worlds.infer_one(facts), "less": less.infer(facts)}

    def differ(facts: Facts) -> bool:
        return told(facts)["all"].fired != told(facts)["less"].fired

    chance = RandomFacts(readers.material, readers.documents, seed=1)
    found = smallest(next(facts for facts in chance.cases(400) if differ(facts)), differ)
    assert set(found) == {CASE} and found[CASE].keys() <= {condition.fact for condition in lost.when}
    assert f"all alone or with one other: {lost.id} of case" in disagreement(found, told(found))
