"""What facts can be given in a case under some documents, and which of them never stand together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition
from decision_support.model.values import UNASKED, UNKNOWN, Kind
from decision_support.model.vocabulary import Fact

Impossible = tuple[Condition, ...]

YES, NO = "yes", "no"
COUNTED = "any counted fact"


def domains(base: KnowledgeBase, documents: Collection[str]) -> dict[str, tuple[str, ...]]:
    """For each fact that a case can be given, its values; the first is what holds where nothing is given.

    Facts that rules conclude are left out: only rules give them. Counted facts are free numbers, so one subject is
    enough: whatever the others are, all that a rule sees of them is how many they are.
    """
    concluded = {rule.concludes[0] for rule in base.rules.values() if rule.concludes}
    named = _asked_by(base)
    found = {}
    for name, fact in base.facts.items():
        if fact.number:
            found[name] = _numbers(fact, named.get(COUNTED if fact.count else name, ()))
        elif name not in concluded or fact.ask:
            found[name] = _values(base, documents, name, fact)
    return found


def kinds(base: KnowledgeBase, documents: Collection[str]) -> frozenset[Kind]:
    """What there can be in a case besides itself: people always, questions and options where a document has them."""
    there: set[Kind] = {"case", "person"}
    if any(base.documents[name].questions for name in documents):
        there.add("question")
    if any(base.documents[name].options for name in documents):
        there.add("option")
    return frozenset(there)


def absent(fact: Fact) -> str:
    """The value that stands for a fact that is not given."""
    return "0" if fact.count else fact.otherwise or UNASKED


def impossible(base: KnowledgeBase, documents: Collection[str]) -> tuple[Impossible, ...]:
    """Conditions that never all hold of one case: by how facts are computed, and as declared."""
    return (*_of_settlement(base, documents), *(each.never for each in base.never_together.values()))


def declared(base: KnowledgeBase) -> tuple[Impossible, ...]:
    """Conditions that never all hold of one case, as an author says."""
    return tuple(each.never for name, each in base.never_together.items() if base.place("never_together", name))


def _values(base: KnowledgeBase, documents: Collection[str], name: str, fact: Fact) -> tuple[str, ...]:
    document, _, rest = name.partition(".")
    nothing = absent(fact)
    if document in base.documents and document not in documents:
        return (nothing,)
    if name == "guidance_named":
        return (YES,) if documents else (NO,)
    if document in base.documents and rest == "stage":
        return tuple(base.documents[document].stages)
    if name in ("question", "option"):
        return _subjects(base, documents, name) or (nothing,)
    if base.place("fact", name) and not (fact.ask or fact.computed):
        return (nothing,)  # declared, and given by nobody
    return (nothing, *(value for value in fact.values if value != nothing))


def _subjects(base: KnowledgeBase, documents: Collection[str], kind: str) -> tuple[str, ...]:
    named = [base.documents[name] for name in sorted(documents)]
    listed = [list(each.questions if kind == "question" else each.options) for each in named]
    return tuple(dict.fromkeys(name for ids in listed for name in ids))


def _asked_by(base: KnowledgeBase) -> dict[str, list[Condition]]:
    """The conditions that compare each number. Counts that hang together are told apart at the same numbers."""
    found: dict[str, list[Condition]] = {}
    for conditions in [*(rule.when for rule in base.rules.values()), *declared(base)]:
        for condition in conditions:
            if base.facts[condition.fact].number:
                found.setdefault(COUNTED if base.facts[condition.fact].count else condition.fact, []).append(condition)
    return found


def _numbers(fact: Fact, conditions: Iterable[Condition]) -> tuple[str, ...]:
    """The numbers that conditions tell apart: each bound and what lies just beyond it."""
    edges = {0}
    words: set[str] = set()
    for condition in conditions:
        if condition.at_least is not None:
            edges |= {condition.at_least, condition.at_least - 1}
        if condition.at_most is not None:
            edges |= {condition.at_most, condition.at_most + 1}
        for value in condition.allowed or ():
            edges |= {int(value), int(value) + 1} if value.isdigit() else set()
            words |= {value} if value == UNKNOWN else set()
    numbers = tuple(str(number) for number in sorted(edges) if number >= 0)
    return numbers if fact.count else (UNASKED, *sorted(words), *numbers)


def _of_settlement(base: KnowledgeBase, documents: Collection[str]) -> Iterator[Impossible]:
    """The case is settled where every document with a procedure has it so."""
    routes = [f"{name}.settled" for name in sorted(documents) if base.documents[name].procedure]
    if routes:
        yield _is("case_settled", NO), *(_is(name, YES) for name in routes)
        yield from ((_is("case_settled", YES), _is(name, NO)) for name in routes)


def _is(fact: str, value: str) -> Condition:
    return Condition(scope="case", fact=fact, allowed=(value,))
