"""Decision tables: the rules about one conclusion, a row each, and every row that applies is an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from decision_support.model.rules import Condition, Rule

from .dmn_words import ANY, Names, cell, clean, string, value, values_allowed
from .reading import Material

_ANNOTATIONS = ("because", "clauses", "interpretation")


class _Column(NamedTuple):
    """A fact that a table tests. Only a rule that asks twice for one fact needs a second column for it."""

    fact: str
    occurrence: int


def child(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """A new element at the end of another."""
    made = SubElement(parent, tag, {name: clean(each) for name, each in attributes.items()})
    made.text = None if text is None else clean(text)
    return made


def fact_name(material: Material, names: Names, fact: str) -> str:
    """The variable of a fact: with its kind before it, so that it is never a word of the language."""
    return names.of(material.facts[fact].about, fact)


def facts_tested(rules: Iterable[Rule]) -> tuple[str, ...]:
    """The facts that these rules ask for, by name."""
    return tuple(sorted({condition.fact for rule in rules for condition in rule.when}))


def add_table(decision: Element, material: Material, names: Names, own: str, rules: Sequence[Rule]) -> None:
    """The table of a decision of this name: `value` and `rule` of conclusions, `says` and `rule` of anything else.

    No name has a dot, so that an id made of a name, a dot and something more is nobody else's.
    """
    concludes = rules[0].concludes is not None
    table = child(decision, "decisionTable", id=f"table_{own}", hitPolicy="COLLECT")
    columns = _columns(rules)
    for number, column in enumerate(columns, 1):
        _add_input(table, material, names, f"{own}.input.{number}", column)
    for output in ("value" if concludes else "says", "rule"):
        child(table, "output", id=f"{own}.{output}", name=output, typeRef="string")
    for annotation in _ANNOTATIONS:
        child(table, "annotation", name=annotation)
    for rule in rules:
        _add_rule(table, material, names, columns, rule)


def _columns(rules: Iterable[Rule]) -> tuple[_Column, ...]:
    return tuple(sorted({column for rule in rules for column in _tests(rule)}))


def _tests(rule: Rule) -> dict[_Column, Condition]:
    tests: dict[_Column, Condition] = {}
    for condition in rule.when:
        occurrence = sum(column.fact == condition.fact for column in tests)
        tests[_Column(condition.fact, occurrence)] = condition
    return tests


def _add_input(table: Element, material: Material, names: Names, own: str, column: _Column) -> None:
    fact = material.facts[column.fact]
    variable = fact_name(material, names, column.fact)
    clause = child(table, "input", id=own, label=column.fact)
    expression = child(clause, "inputExpression", id=f"{own}.expression", typeRef=names.of("type", variable))
    child(expression, "text", variable)
    # The values of a list are those of its members, which input values cannot say; its type says them.
    if (domain := values_allowed(fact)) and column.fact not in material.concluding:
        child(child(clause, "inputValues", id=f"{own}.values"), "text", domain)


def _add_rule(table: Element, material: Material, names: Names, columns: Iterable[_Column], rule: Rule) -> None:
    own = names.of("rule", rule.id)
    row = child(table, "rule", id=own, label=rule.id)
    tests = _tests(rule)
    for number, column in enumerate(columns, 1):
        condition = tests.get(column)
        fact, concluded = material.facts[column.fact], column.fact in material.concluding
        entry = child(row, "inputEntry", id=f"{own}.{number}")
        child(entry, "text", cell(condition, fact, concluded) if condition else ANY)
    says = value(material.facts[rule.concludes[0]], rule.concludes[1]) if rule.concludes else string(rule.then.kind)
    for output, told in (("says", says), ("rule", string(rule.id))):
        child(child(row, "outputEntry", id=f"{own}.{output}"), "text", told)
    for told in (rule.because, ", ".join(rule.clauses), rule.interpretation or ""):
        child(child(row, "annotationEntry"), "text", told)
