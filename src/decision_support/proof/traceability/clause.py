"""One clause or silence in full: what it says, what became of it, what rests on it, and what shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from decision_support.casework.holding import Holding
from decision_support.casework.holdings import holdings
from decision_support.errors import UserMistake, did_you_mean
from decision_support.model.guidance import Interpretation, Silence
from decision_support.model.knowledge import KnowledgeBase
from decision_support.proof.laws import Law

from .matrix import ClauseRow, DayRow, LawRow, RuleRow, traceability
from .shown import Shown


@dataclass(frozen=True)
class Resting:
    """Something other than a rule that rests on a clause: a stage, a clock, a role, a form, a question."""

    kind: str
    id: str
    say: str


@dataclass(frozen=True)
class ClauseInFull:
    """A clause or a silence with everything that is known of it.

    edition   the document and its edition; `care`, why that is to be read with care
    resting   what rests on it besides rules
    excludes  what its rules forbid or rule out, and whom they keep from acting, as sentences
    asked     what people are asked because of it: the question by its id
    """

    row: ClauseRow
    title: str
    edition: str
    care: tuple[str, ...]
    rules: tuple[RuleRow, ...]
    resting: tuple[Resting, ...]
    excludes: tuple[str, ...]
    asked: tuple[tuple[str, str], ...]
    silences: tuple[Silence, ...]
    readings: tuple[Interpretation, ...]
    days: tuple[DayRow, ...]
    laws: tuple[LawRow, ...]


def document_of(base: KnowledgeBase, name: str) -> str:
    """The document that has this clause or silence. Raises UserMistake where none has."""
    for own, document in base.documents.items():
        if name in document.clauses or name in document.silences:
            return own
    known = [each for document in base.documents.values() for each in (*document.clauses, *document.silences)]
    capital = next((each for each in known if each.casefold() == name.casefold()), None)
    near = f"Did you mean '{capital}'?" if capital else did_you_mean(name, known)
    raise UserMistake(f"there is no clause and no silence '{name}'.", mend=near)


def clause_in_full(base: KnowledgeBase, name: str, shown: Iterable[Shown], laws: Iterable[Law]) -> ClauseInFull:
    """All that is known of a clause or a silence. Raises UserMistake where there is none of this name."""
    own = document_of(base, name)
    document = base.documents[own]
    matrix = traceability(base, (own,), shown, laws)
    row = next(each for each in matrix.clauses if each.id == name)
    rules = tuple(each for each in matrix.rules if each.id in row.rules)
    silences = [document.silences[each] for each in row.tied if each in document.silences]
    return ClauseInFull(
        row=row,
        title=document.guidance.title,
        edition=document.guidance.edition,
        care=tuple(each.say for each in document.guidance.status),
        rules=rules,
        resting=tuple(_resting(base, row)),
        excludes=tuple(dict.fromkeys(_excludes(base, rules))),
        asked=tuple((each.id, each.say) for each in matrix.asked if each.id in row.asked),
        silences=(document.silences[name],) if row.kind == "silence" else tuple(silences),
        readings=tuple(base.interpretations[each] for each in row.readings),
        days=tuple(each for each in matrix.days if each.id in row.days),
        laws=tuple(each for each in matrix.laws if each.id in row.laws),
    )


_OTHERWISE_TOLD = ("rule", "silence", "interpretation", "fact", "question", "clause")


def _resting(base: KnowledgeBase, row: ClauseRow) -> Iterator[Resting]:
    held = holdings(base)
    key = row.kind, row.id
    found: Iterable[Holding] = held.resting_on(key)
    for each in found:
        if each.kind not in _OTHERWISE_TOLD:
            yield Resting(each.kind, each.id, each.say)


_EXCLUDING = ("must_not", "exclude", "doubt", "rule_out", "argue_against")


def _excludes(base: KnowledgeBase, rules: Iterable[RuleRow]) -> Iterator[str]:
    for row in rules:
        then = base.rules[row.id].then
        if then.kind == "must_not":
            yield f"It must not be done: {base.action(then.target).say}"
        elif then.kind in _EXCLUDING:
            yield row.then
        elif row.strength:
            own = then.target.partition(".")[0]
            for other in base.action(then.target).excludes:
                yield f"Cannot stand beside it: {base.action(f'{own}.{other}').say}"
