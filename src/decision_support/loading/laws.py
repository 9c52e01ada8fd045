"""Reads the laws of the domain, and refuses one that names what does not exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from decision_support.errors import InvalidKnowledge, SeveralMistakes, did_you_mean
from decision_support.model.knowledge import OURS, KnowledgeBase
from decision_support.model.law import CountsForNothing, Declared, LawFile, NeverStuck, NoSlower, Ordered
from decision_support.model.values import UNASKED

from .shelf import Shelf

FOLDER, FILE = "verification", "laws.yaml"


def declared_laws(shelf: Shelf) -> dict[str, Declared]:
    """Every law by its id, in the order of the kinds. Raises InvalidKnowledge for one declared twice."""
    found = shelf.one(shelf.knowledge / FOLDER, FILE, LawFile)
    if found is None:
        return {}
    listed, written = found
    laws: dict[str, Declared] = {}
    for kind in LawFile.model_fields:
        laws |= shelf.by_id("law", "", kind, getattr(listed, kind), written)
    return laws


def check_laws(base: KnowledgeBase) -> None:
    """Raise InvalidKnowledge, or SeveralMistakes, for every name in a law that leads nowhere.

    What a law exempts may be rules, and rules come from another folder: whether they are there is for `check` to say.
    """
    mistakes = [mistake for law in base.laws.values() for mistake in _mistakes(base, law)]
    if len(mistakes) == 1:
        raise mistakes[0]
    if mistakes:
        raise SeveralMistakes(mistakes)


def _mistakes(base: KnowledgeBase, law: Declared) -> Iterator[InvalidKnowledge]:
    clauses = {name for document in base.documents.values() for name in document.clauses}
    cited = [*law.clauses, *(name for each in law.exempt for name in each.clauses)]
    yield from _missing(base, law, "guidance", law.guidance, base.documents)
    if isinstance(law, NoSlower | Ordered):
        for fact, ranks in law.ranks.items():
            yield from _missing(base, law, "fact", [fact], base.facts)
            if fact in base.facts:
                values = {*base.facts[fact].values, UNASKED}
                yield from _missing(base, law, f"value of '{fact}'", (each for rank in ranks for each in rank), values)
    if isinstance(law, Ordered):
        named = {name for side in (law.grow, law.shrink) for _, name in side.pairs()}
        yield from _missing(base, law, "action, judgement or option", named, concluded_names(base))
    if isinstance(law, CountsForNothing):
        yield from _missing(base, law, "fact", [*law.harmless, *(each.fact for each in law.facts)], base.facts)
        cited += [name for each in law.facts for name in each.clauses]
    if isinstance(law, NeverStuck):
        yield from _missing(base, law, "guidance", law.no_matter, base.documents)
        for fact, answers in (each for facts in law.no_matter.values() for each in facts.items()):
            yield from _missing(base, law, "fact", [fact], base.facts)
            if fact in base.facts:
                yield from _missing(base, law, f"value of '{fact}'", answers, base.facts[fact].values)
    yield from _missing(base, law, "clause", cited, clauses)


def _missing(
    base: KnowledgeBase, law: Declared, what: str, named: Iterable[str], known: Iterable[str]
) -> Iterator[InvalidKnowledge]:
    names = set(known)
    for name in sorted(set(named) - names):
        say = f"the law '{law.id}' speaks of '{name}', and there is no such {what}."
        yield InvalidKnowledge(say, place=base.place("law", law.id), mend=did_you_mean(name, names))


def concluded_names(base: KnowledgeBase) -> set[str]:
    """Whatever rules can conclude, by their full names."""
    ours: Mapping[str, object] = {**base.our_actions, **base.our_judgements}
    found = {f"{OURS}.{name}" for name in ours}
    for own, document in base.documents.items():
        parts: tuple[Mapping[str, object], ...] = (
            document.actions,
            document.judgements,
            document.options,
            document.roles,
        )
        found |= {f"{own}.{name}" for part in parts for name in part}
    return found
