"""A rule base small enough to read whole: a kettle, its cups, a count, an absence, and names that are hard to write."""

from __future__ import annotations

from decision_support.export.reading import Material
from decision_support.model.facts import CASE, Facts, Subject
from decision_support.model.rules import Conclusion, ConclusionKind, Condition, Rule
from decision_support.model.values import Kind
from decision_support.model.vocabulary import Count, Fact

ODD = 'so "odd" \\ (a name); ?x & $y | <z> é 2'


def rule(
    name: str, about: Kind, when: list[Condition], then: ConclusionKind, target: str, value: str | None = None
) -> Rule:
    """A rule whose reason is its name."""
    return Rule(
        id=name,
        guidance="tea",
        about=about,
        when=tuple(when),
        then=Conclusion(kind=then, target=target, value=value),
        because=f"Because of {name}\nand of nothing else." if name == ODD else f"Because of {name}.",
        clauses=("tea-1", "tea-2"),
        interpretation=None,
        examples=(),
    )


def of_case(fact: str, *allowed: str, at_least: int | None = None) -> Condition:
    return Condition(scope="case", fact=fact, allowed=allowed or None, at_least=at_least)


def own(fact: str, *allowed: str) -> Condition:
    return Condition(scope="subject", fact=fact, allowed=allowed)


def small() -> Material:
    """Two kinds of subjects, a counted fact, a concluded one that holds otherwise, and one that nobody may answer."""
    facts = {
        "water": Fact(values=("hot", "cold", "unknown"), say="how warm the water is", ask="Is the water hot?"),
        "ready": Fact(values=("yes", "no"), say="tea can be made", otherwise="no"),
        "thirsty": Fact(about="person", values=("yes", "no"), say="this person is thirsty", ask="Thirsty?"),
        "served": Fact(about="person", values=("yes", "no"), say="this person is served", otherwise="no"),
        "cups": Fact(number=True, say="the number of cups needed", count=Count(of="person", where={"thirsty": "yes"})),
    }
    rules = [
        rule("tea.ready", "case", [of_case("water", "hot"), of_case("cups", at_least=1)], "conclude", "ready", "yes"),
        rule("tea.boil", "case", [of_case("water", "cold", "unasked"), of_case("ready", "no")], "should", "tea.boil"),
        rule("tea.serve", "person", [own("thirsty", "yes"), of_case("ready", "yes")], "conclude", "served", "yes"),
        rule("tea.excuse", "person", [own("thirsty", "yes"), own("served", "no")], "must", "tea.apologise"),
    ]
    return Material(
        "Tea",
        ("For whoever is thirsty.",),
        {each.id: each for each in rules},
        facts,
        {"cups": ("person", (own("thirsty", "yes"),))},
    )


def oddly_named() -> Material:
    """A chain through names that are numbers, hold quotes and brackets, or differ only in what has to be replaced."""
    answers = ("1", ODD, "a.b", "a_b", "a-b")
    facts = {name: Fact.model_construct(values=answers, say="it is so") for name in ("7", "x.y", "x_y", "X_y", ODD)}
    facts["not"] = Fact.model_construct(values=answers, say="it is so", otherwise=ODD)
    rules = [
        rule("1", "case", [of_case("7", "1"), of_case("x.y", "a.b"), of_case("x_y", "a_b")], "conclude", "not", "1"),
        rule("1.5e3", "case", [of_case("not", "1")], "must", "or"),
        rule("or", "case", [of_case("not", ODD)], "must", "or"),
        rule(ODD, "case", [of_case(ODD, ODD, "1"), of_case("X_y", "unasked", "a-b")], "may", ODD),
        rule(ODD.replace("é", "ó"), "case", [of_case(ODD, ODD)], "may", ODD),
    ]
    return Material(ODD, (f"{ODD}\n{ODD}",), {each.id: each for each in rules}, facts, {})


def tea_for(water: str | None, *thirsty: str) -> Facts:
    """The facts of a case, with as many people as have answered."""
    people = {Subject("person", f"p{number}"): {"thirsty": answer} for number, answer in enumerate(thirsty, 1)}
    return {CASE: {} if water is None else {"water": water}, **people}


TEA = [
    tea_for(water, *thirsty)
    for water in ("hot", "cold", "unknown", None)
    for thirsty in ((), ("yes",), ("no",), ("yes", "no"), ("yes", "yes"))
]
ODD_CASES: list[Facts] = [
    {CASE: {"7": "1", "x.y": "a.b", "x_y": "a_b", ODD: ODD}},
    {CASE: {"7": "1", "x.y": "a.b", "x_y": "a.b", ODD: "1", "X_y": "a-b"}},
    {CASE: {"7": "1", "x.y": "a_b", "x_y": "a_b", ODD: ODD, "X_y": "a_b"}},
]
