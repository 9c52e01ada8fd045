"""The rules run by durable_rules: the only module that knows the engine, its limits and its manners.

What the engine is told. Each subject is one fact with an attribute for every literal that holds of it or of the case:
{"id": "0", "s": "3", "n": "person", "k": "person", "L4": "1", "L17": "1"}. A rule is one conjunction over such a fact.
When conclusions make more literals hold, the subject is told again with all that holds now, without "n", which rules
look at that nothing in their set can bring about; and so on until nothing more fires. Subjects are numbered within a
case, so nothing that anyone wrote enters the engine.

What was found in its source (2.0.28), and what follows here:

- Retracting the facts of a match after it fired reads and writes past the end of the match, once for every fact but the
  first (deleteMessageFromFrame): a rule over many facts crashes the process sooner or later. So each rule is over one
  fact, and facts are retracted in the order of assertion, because the room of a match is used again for later ones.
- Facts are told apart by a 32-bit hash of their id, which by default is a hash of their content; two that share it are
  taken for one. Given ids are 0, 1, 2…, of which the first 200,000 hash differently; a refusal is mended all the same.
- A fact that no rule reads is an error that hides others in its batch. So each kind of subject is read by a rule that
  waits for a fact which never comes.
- Ruleset.do_actions parses every matched fact again and writes the state back after each firing, ten times the cost of
  the match, and swallows exceptions. The two native calls that it wraps are used instead: exceptions simply surface.
- Each rule set has one session, emptied after each case. A session is never deleted: that crashes the process. Nor is
  it ever used again after an error: an action left half-way keeps its facts, and the process crashes later.
"""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from decision_support.model.facts import CASE, Facts, Inference
from decision_support.model.values import Kind

from .packing import Line, RuleSet
from .program import Literal, Program
from .settling import Case

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
        with self._lock:
            for _, sessions in self._strata:
                for session in sessions:
                    session.close()
            self._strata = []


class _Session:
    """One rule set in the engine, and its only session."""

    def __init__(self, rule_set: RuleSet, program: Program) -> None:
        self._planned = rule_set
        self._lines = rule_set.lines
        self._abouts: frozenset[Kind] = frozenset(line.about for line in rule_set.lines)
        self._teller = _Teller(rule_set, program)
        self._begin()

    def run(self, case: Case) -> None:
        """Tell the engine what is settled, and record what fires and what is concluded."""
        if self._abouts.isdisjoint(case.kinds):
            return
        asserted: list[str] = []
        try:
            self._react(case, asserted, identifiers())
            self._empty(asserted)
        except BaseException:
            # The engine cannot be tidied up in the middle of an action. The rule set is left alone for good, at the
            # cost of some megabytes, and a new one takes its place.
            self._begin()
            raise

    def close(self) -> None:
        self._native.delete_ruleset(self._handle)

    def _begin(self) -> None:
        engine = _engine()
        self._native = engine.durable_rules_engine
        name = f"decision-support-{next(_RULE_SET_NAMES)}"
        self._rule_set = engine.Ruleset(name, None, _definition(self._planned))
        self._handle = self._rule_set._handle

    def _react(self, case: Case, asserted: list[str], ids: Iterator[str]) -> None:
        told: dict[int, str] = {}
        bodies = self._teller.opening(case, told)
        while bodies:
            state = self._assert(bodies, asserted, ids)
            news = self._fire_all(case, state)
            bodies = self._teller.following(case, news, told) if news else []

    def _fire_all(self, case: Case, state: int) -> list[tuple[int, str]]:
        """Fire what matches; the facts of which subjects have new values."""
        news: list[tuple[int, str]] = []
        started = self._native.start_action_for_state(self._handle, state)
        message = started[1] if started else None
        while message is not None:
            found = _FIRED.match(message)
            if found is None:
                raise EngineFault(f"durable_rules reported a match that cannot be read: {message[:80]}")
            line, number = self._lines[int(found[1])], int(found[2])
            case.fire(line.rule, number)
            if line.concludes and case.conclude(number, *line.concludes):
                news.append((number, line.concludes[0]))
            message = self._native.complete_and_start_action(self._handle, state)
        return news

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
        refused = [(name, body) for name, body in named if name not in held]
        if not refused:
            raise EngineFault(f"durable_rules answered {code} to facts that it then held")
        for refused_name, body in refused:
            asserted.remove(refused_name)
            for name in itertools.islice(ids, _ATTEMPTS):
                again, _ = self._native.assert_facts(self._handle, f'[{{"id":"{name}",{body}}}]')
                if again == _TAKEN:
                    asserted.append(name)
                    break
            else:
                raise EngineFault(f"durable_rules refused a fact {_ATTEMPTS} times: {body}")

    def _empty(self, asserted: Sequence[str]) -> None:
        batch = ",".join(f'{{"id":"{name}"}}' for name in asserted)
        code, _ = self._native.retract_facts(self._handle, f"[{batch}]")
        if code != _TAKEN:
            raise EngineFault(f"durable_rules answered {code} to the retraction of its own facts")


class _Teller:
    """What a rule set is told of a case: for each subject that its rules are about, the literals that hold."""

    def __init__(self, rule_set: RuleSet, program: Program) -> None:
        self._of_fact: dict[str, list[Literal]] = {}
        own: dict[Kind, set[str]] = {}
        of_case: dict[Kind, set[str]] = {}
        for line in rule_set.lines:
            own.setdefault(line.about, set()).update(program.literals[token].fact for token in line.own)
            of_case.setdefault(line.about, set()).update(program.literals[token].fact for token in line.case)
        for token in sorted({token for line in rule_set.lines for token in line.literals}):
            literal = program.literals[token]
            self._of_fact.setdefault(literal.fact, []).append(literal)
        self._own = {kind: sorted(facts) for kind, facts in own.items()}
        self._of_case = {kind: sorted(facts) for kind, facts in of_case.items()}
        self._memory: dict[tuple[str, tuple[str, ...]], str] = {}

    def opening(self, case: Case, told: dict[int, str]) -> list[str]:
        """The facts to begin with, without their ids."""
        bodies = []
        about_case: dict[Kind, str] = {}
        for number, subject in enumerate(case.subjects):
            kind = subject.kind
            if kind not in self._own:
                continue
            if kind not in about_case:
                about_case[kind] = self._all_holding(self._of_case[kind], case.of_case)
            told[number] = holding = self._all_holding(self._own[kind], case.values[number]) + about_case[kind]
            bodies.append(f'"s":"{number}","n":"{kind}","k":"{kind}"{holding}')
        return bodies

    def following(self, case: Case, news: Iterable[tuple[int, str]], told: dict[int, str]) -> list[str]:
        """The facts of those subjects of whom more holds than was told."""
        bodies = []
        for number in sorted(self._concerned(case, news)):
            kind = case.subjects[number].kind
            holding = self._all_holding(self._own[kind], case.values[number])
            holding += self._all_holding(self._of_case[kind], case.of_case)
            if holding != told[number]:
                told[number] = holding
                bodies.append(f'"s":"{number}","k":"{kind}"{holding}')
        return bodies

    def _concerned(self, case: Case, news: Iterable[tuple[int, str]]) -> set[int]:
        concerned: set[int] = set()
        for number, fact in news:
            if fact in self._of_fact:
                concerned.add(number)
                if case.subjects[number] == CASE:
                    readers = {kind for kind, facts in self._of_case.items() if fact in facts}
                    concerned.update(other for other, subject in enumerate(case.subjects) if subject.kind in readers)
        return concerned

    def _all_holding(self, facts: Sequence[str], values: dict[str, tuple[str, ...]]) -> str:
        memory = self._memory
        attributes = []
        for fact in facts:
            of_fact = values.get(fact, ())
            known = memory.get((fact, of_fact))
            attributes.append(self._holding(fact, of_fact) if known is None else known)
        return "".join(attributes)

    def _holding(self, fact: str, values: tuple[str, ...]) -> str:
        """The literals that hold of a fact with these values, as attributes."""
        if len(self._memory) >= _REMEMBERED:
            self._memory.clear()
        holding = "".join(f',"{literal.token}":"1"' for literal in self._of_fact[fact] if literal.holds(values))
        self._memory[fact, values] = holding
        return holding


def _definition(rule_set: RuleSet) -> dict[str, dict[str, Any]]:
    rules = {
        f"r{number}": {"all": [{"m_0": {"$and": _tests(line, rule_set.chained)}}], "run": _nothing}
        for number, line in enumerate(rule_set.lines)
    }
    readers = {
        f"reads-{kind}": {"all": [{"m_0": {"k": kind}}, {"m_1": {"never": "1"}}], "run": _nothing}
        for kind in sorted({line.about for line in rule_set.lines})
    }
    return {**rules, **readers}


def _tests(line: Line, chained: frozenset[str]) -> list[dict[str, str]]:
    kind = "n" if chained.isdisjoint(line.literals) else "k"
    return [{kind: line.about}, *({token: "1"} for token in line.literals)]


def _nothing(closure: object) -> None:
    """An action for the engine's records; matches are fetched and never dispatched to it."""


def _engine() -> Any:
    from durable import engine  # late: it is compiled, slow to load, and may be missing

    return engine
