"""Every mutant of a knowledge base, in one fixed order: each operator on each part that it can change."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from decision_support.errors import UserMistake, did_you_mean
from decision_support.model.knowledge import OURS, KnowledgeBase

from .conclusions import OF_CONCLUSIONS
from .conditions import OF_CONDITIONS
from .mutant import Mutant
from .route import OF_COUNTS, OF_ROUTES

OF_RULES = (*OF_CONDITIONS, *OF_CONCLUSIONS)
OPERATORS: dict[str, str] = {
    **{each.name: each.say for each in OF_RULES},
    **{each.name: each.say for each in OF_ROUTES},
    **{each.name: each.say for each in OF_COUNTS},
}


def mutants_of(base: KnowledgeBase, guidance: str | None = None, rule: str | None = None) -> Iterator[Mutant]:
    """All mutants, or those of one document ('ours' for what belongs to none), or of one rule.

    Raises UserMistake where there is no such document or rule.
    """
    if guidance is not None and guidance not in (OURS, *base.documents):
        raise UserMistake(f"there is no guidance '{guidance}'.", mend=did_you_mean(guidance, [*base.documents, OURS]))
    if rule is not None and rule not in base.rules:
        raise UserMistake(f"there is no rule '{rule}'.", mend=did_you_mean(rule, base.rules))
    everything = [*_of_rules(base, rule)] if rule else [*_of_rules(base), *_of_routes(base), *_of_counts(base)]
    for mutant in everything:
        if guidance is None or (mutant.guidance or OURS) == guidance:
            yield mutant


def sampled(mutants: Iterable[Mutant], number: int | None, seed: int) -> list[Mutant]:
    """So many of the mutants, chosen by the seed and kept in their order; all, where no number is given."""
    every = list(mutants)
    if number is None or number >= len(every):
        return every
    chosen = random.Random(seed).sample(range(len(every)), number)
    return [every[index] for index in sorted(chosen)]


def _of_rules(base: KnowledgeBase, only: str | None = None) -> Iterator[Mutant]:
    for name in [only] if only else sorted(base.rules):
        rule, seen = base.rules[name], set()
        for operator in OF_RULES:
            for change in operator.changes(base, rule):
                alike = change.part and (frozenset(change.part.when), change.part.then, change.part.clauses)
                if alike in seen:
                    continue  # two operators may come to the same rule; it counts once
                seen.add(alike)
                place = str(base.place("rule", name) or name)
                say = f"The rule '{name}' {change.say}."
                yield Mutant(
                    operator.name, name, change.detail, rule.guidance, rule.clauses, place, say, {name: change.part}
                )


def _of_routes(base: KnowledgeBase) -> Iterator[Mutant]:
    for own in sorted(base.documents):
        for operator in OF_ROUTES:
            for change in operator.changes(base, base.documents[own]):
                assert change.about is not None
                kind, name = change.about
                place = str(base.place(kind, name) or name)
                about, say = f"{kind}:{name}", f"The {kind} '{name}' {change.say}."
                yield Mutant(operator.name, about, change.detail, own, change.clauses, place, say, document=change.part)


def _of_counts(base: KnowledgeBase) -> Iterator[Mutant]:
    for name, (kind, where) in sorted(base.counts.items()):
        prefix = name.partition(".")[0]
        own = prefix if prefix in base.documents else None
        for operator in OF_COUNTS:
            for change in operator.changes(base, where):
                assert change.part is not None
                place, say = str(base.place("fact", name) or name), f"The fact '{name}' {change.say}."
                clauses = base.facts[name].clauses
                yield Mutant(
                    operator.name, f"fact:{name}", change.detail, own, clauses, place, say,
                    counts={name: (kind, change.part)},
                )  # fmt: skip
