"""Random rule bases and cases: several kinds of subjects, chains, absences, counts, numbers, alternatives, defaults."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from decision_support.model.facts import CASE, Facts, Subject
from decision_support.model.rules import Conclusion, Condition, Rule
from decision_support.model.values import Kind
from decision_support.model.vocabulary import Count, Fact

KINDS: tuple[Kind, ...] = ("case", "person", "question")
GIVEN, CONCLUDED = ("yes", "no", "unknown"), ("low", "mid", "high", "none")


@dataclass(frozen=True)
class Base:
    rules: dict[str, Rule]
    facts: dict[str, Fact]
    counts: dict[str, tuple[Kind, tuple[Condition, ...]]]


def rule(
    name: str,
    about: Kind,
    when: Sequence[Condition],
    conclude: tuple[str, str] | None = None,
) -> Rule:
    """A rule with nothing in it that does not matter here."""
    then = (
        Conclusion(kind="conclude", target=conclude[0], value=conclude[1])
        if conclude
        else Conclusion(kind="must", target="act")
    )
    return Rule(
        id=name,
        guidance=None,
        about=about,
        when=tuple(when),
        then=then,
        because="so",
        clauses=(),
        interpretation=None,
        examples=(),
    )


def asks(
    fact: str, *allowed: str, scope: str = "subject", at_least: int | None = None, at_most: int | None = None
) -> Condition:
    """A condition: one of these values, or within these bounds."""
    return Condition.model_validate(
        {"scope": scope, "fact": fact, "allowed": allowed or None, "at_least": at_least, "at_most": at_most}
    )


def is_given(name: str) -> bool:
    return ".g" in name or ".n" in name


def concluded_facts(kind: Kind, defaults: Sequence[str | None]) -> dict[str, Fact]:
    return {
        f"{kind}.c{number}": Fact(about=kind, values=CONCLUDED, say="it is so", otherwise=default)
        for number, default in enumerate(defaults)
    }


@st.composite
def bases(draw: st.DrawFn, tame: bool = True, plain: bool = False, most_rules: int = 24) -> Base:
    """Rule bases. Tame: absence is asked of earlier facts. Plain: no counts, numbers or absence of conclusions."""
    facts: dict[str, Fact] = {}
    for kind in KINDS:
        for number in range(3):
            otherwise = draw(st.sampled_from([None, None, "no"])) if number == 2 else None
            facts[f"{kind}.g{number}"] = Fact(about=kind, values=GIVEN, say="it is so", otherwise=otherwise)
        if not plain:
            facts[f"{kind}.n0"] = Fact(about=kind, number=True, say="it is so")
        facts |= concluded_facts(kind, [None, draw(st.sampled_from([None, "none", "low"])), None])
    counts: dict[str, tuple[Kind, tuple[Condition, ...]]] = {}
    if not plain:
        for number in range(draw(st.integers(0, 2))):
            name, about = f"{'case' if number == 0 else 'person'}.k{number}", KINDS[number]
            counted: Kind = draw(st.sampled_from(KINDS))
            where = draw(st.lists(conditions(facts, counted, "c1", tame, plain), min_size=1, max_size=2))
            counts[name] = (counted, tuple(where))
            facts[name] = Fact(about=about, number=True, say="it is so", count=Count(of=counted, where={"fact": "yes"}))
    rules = {}
    for number in range(draw(st.integers(1, most_rules))):
        about = draw(st.sampled_from(KINDS))
        target = draw(st.sampled_from([None, f"{about}.c0", f"{about}.c1", f"{about}.c2"]))
        when = draw(
            st.lists(conditions(facts, about, target[-2:] if target else "c9", tame, plain), min_size=1, max_size=3)
        )
        conclude = (target, draw(st.sampled_from(CONCLUDED))) if target else None
        rules[f"r{number:02}"] = rule(f"r{number:02}", about, when, conclude)
    return Base(rules, facts, counts)


@st.composite
def conditions(draw: st.DrawFn, facts: dict[str, Fact], about: Kind, below: str, tame: bool, plain: bool) -> Condition:
    """A condition of a rule about a kind; where tame, it rests on an absence or a count only below the named fact."""
    scope = draw(st.sampled_from(["subject", "subject", "case"]))
    of = "case" if scope == "case" else about
    names = [name for name, fact in sorted(facts.items()) if fact.about == of]
    if tame and below != "c9" and draw(st.integers(0, 9)):
        names = [name for name in names if is_given(name) or name[-2:] <= below or (".k" in name and below == "c2")]
    name = draw(st.sampled_from(names))
    if facts[name].number:
        bounds = draw(st.sampled_from([(1, None), (None, 1), (2, 3), (None, None)]))
        if draw(st.integers(0, 3)) == 0:
            return asks(name, *draw(st.sampled_from([("unasked",), ("2",), ("unknown", "0")])), scope=scope)
        return asks(name, scope=scope, at_least=bounds[0], at_most=bounds[1])
    if is_given(name):
        return asks(name, *draw(st.sets(st.sampled_from([*GIVEN, "unasked"]), min_size=1, max_size=3)), scope=scope)
    allowed = draw(st.sets(st.sampled_from([*CONCLUDED, "unasked"]), min_size=1, max_size=3))
    absence = facts[name].otherwise or "unasked"
    if plain or (tame and name[-2:] >= below):
        allowed = allowed - {absence, "unasked"} or {"high"}
    return asks(name, *allowed, scope=scope)


def a_case(base: Base, seed: int) -> Facts:
    """Facts of one case: some known, some not, and now and then a value for what would be concluded or counted."""
    chance = random.Random(seed)
    subjects = [CASE]
    subjects += [Subject("person", f"p{number}") for number in range(chance.choice((0, 1, 2, 4)))]
    subjects += [Subject("question", f"q{number}") for number in range(chance.choice((0, 1, 3)))]
    density = chance.choice((0.3, 0.7, 0.95))
    facts: dict[Subject, dict[str, str]] = {}
    for subject in subjects:
        known = facts[subject] = {}
        for name, fact in base.facts.items():
            if fact.about != subject.kind:
                continue
            if ".c" in name or ".k" in name:
                if chance.random() < 0.05:
                    known[name] = chance.choice(CONCLUDED) if ".c" in name else str(chance.randrange(4))
            elif chance.random() < density:
                known[name] = chance.choice(("0", "1", "2", "3", "unknown")) if fact.number else chance.choice(GIVEN)
    if not facts[CASE] and chance.random() < 0.5:
        del facts[CASE]
    return facts
