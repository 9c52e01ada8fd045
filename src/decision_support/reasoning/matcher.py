"""The rules run by durable_rules: the only module that knows the engine, its limits and its manners.

What the engine is told. Each subject is one fact with an attribute for every literal that holds of it, so that the
engine tests a whole conjunction on arrival: {"id": "0", "s": "3", "k": "person", "L4": "1", "L17": "1"}. Literals that
rules of the same set bring about for each other arrive one by one: {"id": "9", "s": "3", "l": "L20"}; they join on the
subject. Subjects are numbered within a case, so nothing that anyone wrote enters the engine.

What was found in its source (2.0.28), and what follows here:

- Facts are told apart by a 32-bit hash of their id, which by default is a hash of their content; two that share it are
  taken for one. Given ids are 0, 1, 2…, of which the first 200,000 hash differently; a refusal is mended all the same.
- A fact that no rule reads is an error that hides others in its batch. So each kind of subject is read by a rule that
  waits for a fact which never comes.
- Ruleset.do_actions parses every matched fact again and writes the state back after each firing, ten times the cost of
  the match, and swallows exceptions. The two native calls that it wraps are used instead: exceptions simply surface.
- Each rule set has one session, emptied after each case. A session is never deleted: that crashes the process.
"""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from decision_support.model.facts import Facts, Inference
from decision_support.model.values import Kind

from .packing import Line, RuleSet
from .program import Literal, Program
from .settling import Case

Told = tuple[int, str]

_FIRED = re.compile(r'\{"r(\d+)":\{"m_0":\{"id":"[^"]*","s":"(\d+)"')
_RULE_SET_NAMES = itertools.count()
_TAKEN = 0
_ATTEMPTS = 8
_REMEMBERED = 4096


class EngineFault(RuntimeError):
    """The engine did something that it should never do."""


def is_available() -> bool:
    """Whether durable_rules can be imported: it has to be compiled where it is installed."""
    try:
        _engine()
    except (ImportError, OSError):
        return False
    return True


def identifiers() -> Iterator[str]:
    """Names for the facts of one run, in the order in which they are used."""
    return map(str, itertools.count())


class Matcher:
    """A program in the engine, ready for one case after another. Safe to share between threads: one case at a time."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._lock = threading.Lock()
        self._strata = [
            (stratum.counts, [_Session(rule_set, program) for rule_set in stratum.sets]) for stratum in program.strata
        ]

    def run(self, facts: Facts) -> Inference:
        """All that follows from the facts."""
        case = Case(self._program, facts)
        with self._lock:
            for counts, sessions in self._strata:
                case.work_out(counts)
                for session in sessions:
                    session.run(case)
        return case.inference()

    def close(self) -> None:
        """Give the engine's memory back, most of it; the matcher cannot be used afterwards."""
        for _, sessions in self._strata:
            for session in sessions:
                session.close()
        self._strata = []


class _Session:
    """One rule set in the engine, and its only session."""

    def __init__(self, rule_set: RuleSet, program: Program) -> None:
        self._lines = rule_set.lines
        self._abouts: frozenset[Kind] = frozenset(line.about for line in rule_set.lines)
        self._tell = _Teller(rule_set, program)
        engine = _engine()
        self._native = engine.durable_rules_engine
        self._rule_set = engine.Ruleset(f"decision-support-{next(_RULE_SET_NAMES)}", None, _definition(rule_set))
        self._handle = self._rule_set._handle

    def run(self, case: Case) -> None:
        """Tell the engine what is settled, and record what fires and what is concluded."""
        if self._abouts.isdisjoint(case.kinds):
            return
        asserted: list[str] = []
        ids = identifiers()
        try:
            bodies, told = self._tell.opening(case)
            state = self._assert(bodies, asserted, ids)
            try:
                self._react(case, state, told, asserted, ids)
            except BaseException:
                self._native.abandon_action(self._handle, state)
                raise
        finally:
            self._empty(asserted)

    def close(self) -> None:
        self._native.delete_ruleset(self._handle)

    def _react(self, case: Case, state: int, told: set[Told], asserted: list[str], ids: Iterator[str]) -> None:
        started = self._native.start_action_for_state(self._handle, state)
        message = started[1] if started else None
        while message is not None:
            found = _FIRED.match(message)
            if found is None:
                raise EngineFault(f"durable_rules reported a match that cannot be read: {message[:80]}")
            line, number = self._lines[int(found[1])], int(found[2])
            case.fire(line.rule, number)
            if line.concludes and case.conclude(number, *line.concludes):
                bodies = self._tell.following(number, line.concludes, told)
                if bodies:
                    self._assert(bodies, asserted, ids)
            message = self._native.complete_and_start_action(self._handle, state)

    def _assert(self, bodies: Sequence[str], asserted: list[str], ids: Iterator[str]) -> int:
        """Assert facts, none of them ever lost in silence; the number of the engine's state."""
        named = [(next(ids), body) for body in bodies]
        asserted.extend(name for name, _ in named)
        batch = ",".join(f'{{"id":"{name}",{body}}}' for name, body in named)
        code, state = self._native.assert_facts(self._handle, f"[{batch}]")
        if code != _TAKEN:
            self._mend(named, code, asserted, ids)
        return int(state)

    def _mend(self, named: Sequence[tuple[str, str]], code: int, asserted: list[str], ids: Iterator[str]) -> None:
        """Assert again, under other names, what was refused because its name hashes like another."""
        held = {fact["id"] for fact in self._rule_set.get_facts("0")}
        refused = [body for name, body in named if name not in held]
        if not refused:
            raise EngineFault(f"durable_rules answered {code} to facts that it then held")
        for body in refused:
            for name in itertools.islice(ids, _ATTEMPTS):
                asserted.append(name)
                again, _ = self._native.assert_facts(self._handle, f'[{{"id":"{name}",{body}}}]')
                if again == _TAKEN:
                    break
            else:
                raise EngineFault(f"durable_rules refused a fact {_ATTEMPTS} times: {body}")

    def _empty(self, asserted: Sequence[str]) -> None:
        if asserted:
            batch = ",".join(f'{{"id":"{name}"}}' for name in asserted)
            self._native.retract_facts(self._handle, f"[{batch}]")


class _Teller:
    """What a rule set is told of a case: a fact for each subject, and what its rules bring about for each other."""

    def __init__(self, rule_set: RuleSet, program: Program) -> None:
        self._chained = rule_set.chained
        self._of_fact: dict[str, list[Literal]] = {}
        self._facts: dict[Kind, list[str]] = {kind: [] for kind in _kinds(rule_set.lines)}
        for token in sorted({token for line in rule_set.lines for token in line.literals}):
            literal = program.literals[token]
            if literal.fact not in self._of_fact:
                self._facts[literal.kind].append(literal.fact)
            self._of_fact.setdefault(literal.fact, []).append(literal)
        self._memory: dict[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]]] = {}

    def opening(self, case: Case) -> tuple[list[str], set[Told]]:
        """The facts to begin with, without their ids, and which chained literals are among them."""
        bodies: list[str] = []
        told: set[Told] = set()
        for number, subject in enumerate(case.subjects):
            facts = self._facts.get(subject.kind)
            if facts is None:
                continue
            attributes = [f'"s":"{number}","k":"{subject.kind}"']
            values = case.values[number]
            for fact in facts:
                settled, chained = self._holding(fact, values.get(fact, ()))
                attributes.append(settled)
                for token in chained:
                    told.add((number, token))
            bodies.append("".join(attributes))
        bodies.extend(_single(number, token) for number, token in sorted(told))
        return bodies, told

    def following(self, number: int, conclusion: tuple[str, str], told: set[Told]) -> list[str]:
        """The facts that a new conclusion brings about in this rule set; added to what was told."""
        fact, value = conclusion
        if fact not in self._of_fact:
            return []
        news = [(number, token) for token in self._holding(fact, (value,))[1] if (number, token) not in told]
        told.update(news)
        return [_single(number, token) for number, token in news]

    def _holding(self, fact: str, values: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """Of a fact with these values: settled literals as attributes, and chained ones."""
        known = self._memory.get((fact, values))
        if known is not None:
            return known
        if len(self._memory) >= _REMEMBERED:
            self._memory.clear()
        tokens = [literal.token for literal in self._of_fact[fact] if literal.holds(values)]
        settled = "".join(f',"{token}":"1"' for token in tokens if token not in self._chained)
        answer = settled, tuple(token for token in tokens if token in self._chained)
        self._memory[fact, values] = answer
        return answer


def _single(number: int, token: str) -> str:
    return f'"s":"{number}","l":"{token}"'


def _kinds(lines: Iterable[Line]) -> list[Kind]:
    kinds: set[Kind] = set()
    for line in lines:
        kinds.add(line.about)
        if line.case:
            kinds.add("case")
    return sorted(kinds)


def _definition(rule_set: RuleSet) -> dict[str, dict[str, Any]]:
    rules = {
        f"r{number}": {"all": _conditions(line, rule_set.chained), "run": _nothing}
        for number, line in enumerate(rule_set.lines)
    }
    readers = {
        f"reads-{kind}": {"all": [{"m_0": {"k": kind}}, {"m_1": {"never": "1"}}], "run": _nothing}
        for kind in _kinds(rule_set.lines)
    }
    return {**rules, **readers}


def _conditions(line: Line, chained: frozenset[str]) -> list[dict[str, Any]]:
    """The first condition is always met by the rule's own subject; one fact can meet only one condition."""
    joined = [token for token in line.own if token in chained]
    settled = [token for token in line.own if token not in chained]
    if settled:
        tests = [_attributes(settled)]
    elif joined:
        tests = [{"l": joined.pop()}]
    else:
        tests = [{"k": line.about}]
    tests += [{"$and": [{"l": token}, {"s": {"m_0": "s"}}]} for token in joined]
    of_case = [token for token in line.case if token not in chained]
    if of_case:
        tests.append(_attributes(of_case))
    tests += [{"l": token} for token in line.case if token in chained]
    return [{f"m_{position}": test} for position, test in enumerate(tests)]


def _attributes(tokens: Sequence[str]) -> dict[str, Any]:
    tests = [{token: "1"} for token in tokens]
    return tests[0] if len(tests) == 1 else {"$and": tests}


def _nothing(closure: object) -> None:
    """An action for the engine's records; matches are fetched and never dispatched to it."""


def _engine() -> Any:
    from durable import engine  # late: it is compiled, slow to load, and may be missing

    return engine
