"""Answers by a solver, for questions on which too many facts bear to try every combination. It needs clingo.

The rules of a scene become one logic program. Whatever can be given is a choice, a rule is a clause, and an absence is
a negation, which is sound because the rules are stratified: each choice has exactly one outcome. The program is
grounded once; a question is a set of assumptions on it.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from decision_support.model.facts import Facts
from decision_support.model.rules import Condition
from decision_support.model.values import UNASKED

from .finding import How
from .question import Answer, Question
from .scene import Scene

HOW: How = "solver"


def is_available() -> bool:
    """Whether clingo is installed."""
    return importlib.util.find_spec("clingo") is not None


class Solver:
    """A scene as a logic program. Atoms: v(fact, value) given, h(fact, value) concluded, c(condition), r(rule)."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._fact = {name: number for number, name in enumerate(sorted(scene.facts))}
        self._rule = {name: number for number, name in enumerate(sorted(scene.rules))}
        self._condition: dict[Condition, int] = {}
        self._values_of: dict[str, dict[str, int]] = {}

    def answer(self, question: Question) -> Answer:
        """Whether a possible case answers it."""
        if not self._scene.has_all(question):
            return Answer(False, HOW)
        wanted = list(self._assumptions(question))
        self._control.configuration.solve.opt_mode = "ignore"
        if not self._control.solve(assumptions=wanted).satisfiable:
            return Answer(False, HOW)
        return Answer(True, HOW)

    def smallest(self, question: Question) -> Facts | None:
        """The case with the fewest facts that answers it."""
        wanted = list(self._assumptions(question))
        self._control.configuration.solve.opt_mode = "opt"
        smallest: dict[str, str] = {}
        with self._control.solve(assumptions=wanted, yield_=True) as models:
            for model in models:  # each smaller than the one before
                smallest = self._values(model)
        cone = self._scene.cone(question)
        kept = {
            fact: value for fact, value in smallest.items() if fact in cone or value != self._scene.domains[fact][0]
        }
        return self._scene.given(kept, question) if smallest else None

    @cached_property
    def _control(self) -> Any:
        clingo = importlib.import_module("clingo")
        control = clingo.Control(["--warn=none", "--opt-strategy=usc"])
        control.add("base", [], "\n".join(self._clauses()))
        control.ground([("base", [])])
        return control

    def _assumptions(self, question: Question) -> Iterator[tuple[Any, bool]]:
        clingo = importlib.import_module("clingo")
        self._extend([each for each in question.conditions if each not in self._condition])
        for names, truth in ((question.fires, True), (question.silent, False)):
            yield from ((clingo.Function("r", [clingo.Number(self._rule[name])]), truth) for name in names)
        for conditions, truth in ((question.holds, True), (question.fails, False)):
            for each in conditions:
                yield clingo.Function("c", [clingo.Number(self._condition[each])]), truth

    def _extend(self, conditions: Iterable[Condition]) -> None:
        """Conditions that no rule has."""
        control = self._control
        for condition in conditions:
            if condition not in self._condition:
                part = f"more{len(self._condition)}"
                control.add(part, [], "\n".join(self._of_condition(condition)))
                control.ground([(part, [])])

    def _clauses(self) -> Iterator[str]:
        scene = self._scene
        for name, values in scene.domains.items():
            fact = self._fact[name]
            choices = ";".join(f"v({fact},{number})" for number in range(len(values)))
            yield f"1{{{choices}}}1."
            if len(values) > 1:
                yield f"#minimize{{1,{fact}: not v({fact},0)}}."
        for name in scene.concluding:
            yield f"some({self._fact[name]}) :- h({self._fact[name]},_)."
        bodies = [(f"r({self._rule[name]})", rule.when) for name, rule in scene.rules.items()]
        bodies += [("", conditions) for conditions in scene.impossible]
        for conditions in (conditions for _, conditions in bodies):
            for condition in conditions:
                if condition not in self._condition:
                    yield from self._of_condition(condition)
        for head, conditions in bodies:
            yield f"{head} :- {', '.join(f'c({self._condition[each]})' for each in conditions)}."
        for name, rule in scene.rules.items():
            if concludes := rule.concludes:
                yield f"h({self._fact[concludes[0]]},{self._value(*concludes)}) :- r({self._rule[name]})."

    def _of_condition(self, condition: Condition) -> Iterator[str]:
        """What makes a condition hold: a value that was given, one that was concluded, or that there is none."""
        scene, name = self._scene, condition.fact
        number, fact = self._condition.setdefault(condition, len(self._condition)), self._fact[name]
        at_rest = condition.holds(scene.facts[name].otherwise)
        concluded = name in scene.concluding
        for position, value in enumerate(scene.domains.get(name, ())):
            if value == UNASKED:
                if at_rest:
                    yield f"c({number}) :- v({fact},{position}){f', not some({fact})' if concluded else ''}."
            elif condition.holds(value):
                yield f"c({number}) :- v({fact},{position})."
        for _, value in sorted({rule.concludes for rule in scene.concluding.get(name, ()) if rule.concludes}):
            if condition.holds(value):
                yield f"c({number}) :- h({fact},{self._value(name, value)})."
        if name not in scene.domains and at_rest:
            yield f"c({number}) :- not some({fact})." if concluded else f"c({number})."

    def _value(self, fact: str, value: str) -> int:
        return self._values_of.setdefault(fact, {}).setdefault(value, len(self._values_of[fact]))

    def _values(self, model: Any) -> dict[str, str]:
        chosen = {}
        names = sorted(self._fact)
        for atom in model.symbols(atoms=True):
            if atom.name == "v":
                fact = names[atom.arguments[0].number]
                chosen[fact] = self._scene.domains[fact][atom.arguments[1].number]
        return chosen
