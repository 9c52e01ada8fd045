"""The rules of a knowledge base, compiled once for the engine: strata of rule sets that speak in short tokens only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from decision_support.errors import InvalidCase, InvalidKnowledge, did_you_mean
from decision_support.model.facts import CASE, Facts, Subject
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import UNASKED, Kind
from decision_support.model.vocabulary import Fact

from .packing import Line, RuleSet, pack
from .strata import Block, Counts, Strata, stratify

Test = tuple[str, tuple[str, ...] | None, int | None, int | None]


@dataclass(frozen=True)
class Literal:
    """Something that may hold of a fact: the fact, and what is asked of its value.

    of_absence says whether it holds where the fact has no value at all.
    """

    token: str
    kind: Kind
    condition: Condition
    of_absence: bool

    @property
    def fact(self) -> str:
        return self.condition.fact

    def holds(self, values: Iterable[str]) -> bool:
        """Whether it holds of a fact that has these values, each of them at once."""
        none = True
        for value in values:
            if self.condition.holds(value):
                return True
            none = False
        return none and self.of_absence


@dataclass(frozen=True)
class Counting:
    """A counted fact: how many subjects of a kind meet every literal, of their own or of the case."""

    fact: str
    about: Kind
    of: Kind
    own: tuple[str, ...]
    case: tuple[str, ...]


@dataclass(frozen=True)
class Stratum:
    """Counts to work out first, then rule sets to run one after the other."""

    counts: tuple[Counting, ...]
    sets: tuple[RuleSet, ...]


@dataclass(frozen=True)
class Program:
    """All that the matcher and the many-worlds evaluator read. Literals, lines and counts by token, rule id and fact.

    defaults  kind -> (fact, the value that holds where nothing gives one), for the facts that rules and counts mention
    """

    literals: Mapping[str, Literal]
    lines: Mapping[str, Line]
    counts: Mapping[str, Counting]
    strata: tuple[Stratum, ...]
    blocks: tuple[Block, ...]
    defaults: Mapping[Kind, tuple[tuple[str, str], ...]]

    @cached_property
    def concluded(self) -> frozenset[str]:
        """The facts that some rule concludes."""
        return frozenset(line.concludes[0] for line in self.lines.values() if line.concludes)


def compile(rules: Mapping[str, Rule], facts: Mapping[str, Fact], counts: Counts) -> Program:
    """Compile rules; `counts` holds, for each counted fact, the kind it counts and its conditions, names resolved.

    InvalidKnowledge where a rule cannot mean anything, BeyondEngine where the engine could not take it.
    """
    _check(rules, facts, counts)
    strata = stratify(rules, facts, counts)
    literals = _literals(rules, facts, counts)
    token_of = {_test(literal.condition): token for token, literal in literals.items()}
    lines = {name: _line(rules[name], token_of) for name in sorted(rules)}
    countings = {name: _counting(name, facts[name], counts[name], token_of) for name in sorted(counts)}
    return Program(
        literals=literals,
        lines=lines,
        counts=countings,
        strata=_strata(strata, lines, countings, {token: literal.fact for token, literal in literals.items()}),
        blocks=strata.blocks,
        defaults=_defaults(rules, facts, counts),
    )


def subjects_of(facts: Facts) -> tuple[Subject, ...]:
    """Everything that the facts speak of, sorted, and always the case."""
    subjects = {CASE, *facts}
    if any(subject.kind == "case" and subject != CASE for subject in subjects):
        raise InvalidCase("The facts speak of more than one case.", mend="Give each case its own facts.")
    return tuple(sorted(subjects))


def _test(condition: Condition) -> Test:
    allowed = None if condition.allowed is None else tuple(sorted(set(condition.allowed)))
    return (condition.fact, allowed, condition.at_least, condition.at_most)


def _literals(rules: Mapping[str, Rule], facts: Mapping[str, Fact], counts: Counts) -> dict[str, Literal]:
    tests = {_test(condition) for rule in rules.values() for condition in rule.when}
    tests |= {_test(condition) for _, where in counts.values() for condition in where}
    literals = {}
    for number, (name, allowed, at_least, at_most) in enumerate(sorted(tests, key=repr)):
        fact = facts[name]
        condition = Condition(
            scope="case" if fact.about == "case" else "subject",
            fact=name,
            allowed=allowed,
            at_least=at_least,
            at_most=at_most,
        )
        token = f"L{number}"
        literals[token] = Literal(token, fact.about, condition, condition.holds(fact.otherwise))
    return literals


def _line(rule: Rule, token_of: Mapping[Test, str]) -> Line:
    own, case = _by_scope(rule.about, rule.when, token_of)
    return Line(rule.id, rule.about, own, case, rule.concludes)


def _counting(
    name: str, fact: Fact, count: tuple[Kind, tuple[Condition, ...]], token_of: Mapping[Test, str]
) -> Counting:
    own, case = _by_scope(count[0], count[1], token_of)
    return Counting(name, fact.about, count[0], own, case)


def _by_scope(
    about: Kind, conditions: Iterable[Condition], token_of: Mapping[Test, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The literals read of the subject itself, and those read of the case. Of the case itself, all are its own."""
    own: set[str] = set()
    case: set[str] = set()
    for condition in conditions:
        of_case = condition.scope == "case" and about != "case"
        (case if of_case else own).add(token_of[_test(condition)])
    return tuple(sorted(own)), tuple(sorted(case))


def _strata(
    strata: Strata, lines: Mapping[str, Line], countings: Mapping[str, Counting], fact_of: Mapping[str, str]
) -> tuple[Stratum, ...]:
    levels = {*strata.rules.values(), *strata.counts.values()}
    built = []
    for level in range(max(levels, default=-1) + 1):
        blocks = [
            tuple(lines[rule] for rule in block.rules)
            for block in strata.blocks
            if block.rules and strata.rules[block.rules[0]] == level
        ]
        # A count may rest on another count of the same stratum, so the order of settling is kept.
        counts = tuple(
            countings[fact] for block in strata.blocks for fact in block.counts if strata.counts[fact] == level
        )
        built.append(Stratum(counts, pack(blocks, fact_of)))
    return tuple(built)


def _defaults(
    rules: Mapping[str, Rule], facts: Mapping[str, Fact], counts: Counts
) -> dict[Kind, tuple[tuple[str, str], ...]]:
    mentioned = {condition.fact for rule in rules.values() for condition in rule.when}
    mentioned |= {rule.concludes[0] for rule in rules.values() if rule.concludes}
    mentioned |= {condition.fact for _, where in counts.values() for condition in where}
    defaults: dict[Kind, list[tuple[str, str]]] = {}
    for name in sorted(mentioned - set(counts)):
        otherwise = facts[name].otherwise
        if otherwise is not None and otherwise != UNASKED:
            defaults.setdefault(facts[name].about, []).append((name, otherwise))
    return {kind: tuple(pairs) for kind, pairs in defaults.items()}


def _check(rules: Mapping[str, Rule], facts: Mapping[str, Fact], counts: Counts) -> None:
    concluded = {rule.concludes[0] for rule in rules.values() if rule.concludes}
    for name in sorted(rules):
        rule = rules[name]
        _check_conditions(f"The rule '{name}'", rule.about, rule.when, facts, concluded)
        if rule.then.kind == "conclude":
            _check_conclusion(rule, facts, counts)
    for name in sorted(counts):
        of, where = counts[name]
        if name not in facts:
            raise InvalidKnowledge(f"The count '{name}' is not in the vocabulary.", mend=did_you_mean(name, facts))
        _check_conditions(f"The count '{name}'", of, where, facts, concluded)


def _check_conditions(
    who: str, about: Kind, conditions: Iterable[Condition], facts: Mapping[str, Fact], concluded: set[str]
) -> None:
    for condition in conditions:
        fact = facts.get(condition.fact)
        if fact is None:
            raise InvalidKnowledge(
                f"{who} asks for the fact '{condition.fact}', which is not in the vocabulary.",
                mend=did_you_mean(condition.fact, facts),
            )
        reads: Kind = "case" if condition.scope == "case" else about
        if fact.about != reads:
            raise InvalidKnowledge(
                f"{who} asks for the fact '{condition.fact}' of a {reads}, but it is about a {fact.about}.",
                mend="Write 'case.' before a fact of the case, or ask for a fact of the rule's own subject.",
            )
        if condition.allowed is None and condition.fact in concluded:
            raise InvalidKnowledge(
                f"{who} compares the fact '{condition.fact}' with a number, but rules conclude it.",
                mend="Only answered, computed and counted facts can be numbers.",
            )


def _check_conclusion(rule: Rule, facts: Mapping[str, Fact], counts: Counts) -> None:
    target = rule.then.target
    if target not in facts:
        raise InvalidKnowledge(
            f"The rule '{rule.id}' concludes '{target}', which is not in the vocabulary.",
            mend=did_you_mean(target, facts),
        )
    if facts[target].about != rule.about:
        raise InvalidKnowledge(
            f"The rule '{rule.id}' is about a {rule.about}, but concludes '{target}' of a {facts[target].about}.",
            mend="A rule concludes facts about its own subject; to speak of several subjects, count them.",
        )
    if target in counts:
        raise InvalidKnowledge(
            f"The rule '{rule.id}' concludes '{target}', which is counted.",
            mend="A fact is either concluded by rules or counted.",
        )
    if rule.then.value is None or rule.then.value == UNASKED:
        raise InvalidKnowledge(f"The rule '{rule.id}' concludes '{target}' without a value.", mend="Give it a value.")
