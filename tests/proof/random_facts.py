"""Random facts under a real rule base: several people, questions and options, and rules nearly met as well as noise."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from decision_support.export.reading import Material
from decision_support.model.facts import CASE, Facts, Subject, subject_of
from decision_support.model.knowledge import Document
from decision_support.model.rules import Rule
from decision_support.model.values import UNASKED, UNKNOWN, Kind

Writable = dict[Subject, dict[str, str]]

MOST = {"person": 4, "question": 5, "option": 3}
NUMBERS = ("0", "1", "2", "3", "4", UNKNOWN)


class RandomFacts:
    """Facts in the shape of a situation: a case, some people, and some of the document's questions and options."""

    def __init__(self, material: Material, documents: Sequence[Document], seed: int) -> None:
        self._material = material
        self._chance = random.Random(seed)
        self._rules = sorted(material.rules.values(), key=lambda rule: rule.id)
        self._subjects = {
            "person": [Subject("person", f"p{number}") for number in range(1, MOST["person"] + 1)],
            "question": [Subject("question", name) for document in documents for name in document.questions],
            "option": [Subject("option", name) for document in documents for name in document.options],
        }
        mentioned = material.read | material.concluding.keys()
        self._names: dict[Kind, list[str]] = {}
        for name in sorted(mentioned | material.counts.keys()):
            self._names.setdefault(material.facts[name].about, []).append(name)
        self._values = {name: self._possible(name) for names in self._names.values() for name in names}

    def cases(self, number: int) -> list[Facts]:
        """So many cases with the same subjects, each fact known or not."""
        present = self._present()
        return [self._case(present) for _ in range(number)]

    def _present(self) -> list[Subject]:
        chance = self._chance
        present = [CASE]
        for kind, some in self._subjects.items():
            present += chance.sample(some, min(len(some), chance.randint(0, MOST[kind])))
        return present

    def _case(self, present: Sequence[Subject]) -> Facts:
        chance = self._chance
        facts: Writable = {subject: {} for subject in present}
        density = chance.choice((0.05, 0.3, 0.6, 0.9))
        for subject in present:
            for name in self._names.get(subject.kind, ()):
                rare = name in self._material.counts or name in self._material.concluding
                if chance.random() < (0.02 if rare else density):
                    facts[subject][name] = chance.choice(self._values[name])
        for rule in chance.choices(self._rules, k=chance.choice((0, 2, 8))) if self._rules else ():
            self._nearly_meet(rule, facts)
        return facts

    def _nearly_meet(self, rule: Rule, facts: Writable) -> None:
        """Have the conditions of a rule hold as far as facts that are given can, now and then all but one."""
        chance = self._chance
        of_kind = [subject for subject in facts if subject.kind == rule.about]
        if not of_kind:
            return
        subject = chance.choice(of_kind)
        left_out = chance.choice((None, None, *rule.when))
        for condition in rule.when:
            about = subject_of(condition, subject)
            given = condition.fact not in self._material.concluding and condition.fact not in self._material.counts
            if condition is left_out or not given:
                continue
            meeting = [value for value in self._values[condition.fact] if condition.holds(value)]
            if meeting:
                facts[about][condition.fact] = chance.choice(meeting)
            else:
                facts[about].pop(condition.fact, None)

    def _possible(self, name: str) -> tuple[str, ...]:
        fact = self._material.facts[name]
        if fact.number:
            return NUMBERS
        asked = {
            value
            for rule in self._rules
            for condition in rule.when
            if condition.fact == name
            for value in condition.allowed or ()
        }
        return fact.values or (*sorted(asked - {UNASKED}), "other")


def smallest(facts: Facts, shows: Callable[[Facts], bool]) -> Facts:
    """As few facts as still show it: subjects and facts are left out one by one while it shows."""
    smaller = True
    while smaller:
        smaller = False
        for without in _one_less(facts):
            if shows(without):
                facts, smaller = without, True
                break
    return facts


def _one_less(facts: Facts) -> list[Facts]:
    found: list[Facts] = [{**facts, subject: {}} for subject in facts if len(facts[subject]) > 1]
    found += [{other: known for other, known in facts.items() if other != subject} for subject in facts]
    for subject, known in facts.items():
        for name in known:
            rest: Mapping[str, str] = {other: value for other, value in known.items() if other != name}
            found.append({**facts, subject: rest})
    return found
