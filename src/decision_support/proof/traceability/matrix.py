"""The traceability matrix: clause, rule, question, day of a case and law, each with all that it is tied to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from decision_support.casework.holdings import holdings
from decision_support.casework.rules_in_words import conditions_in_words, firm_words, strength_in_words, then_in_words
from decision_support.model.knowledge import Document, KnowledgeBase
from decision_support.model.rules import Rule
from decision_support.proof.bundled_days import bears_on
from decision_support.proof.laws import Law
from decision_support.verify.coverage import Account, coverage_of

from .asked import Asked, AskedOf, asked_rows
from .gaps import Gap, gaps_of
from .shown import Shown

RULE = "rule "


@dataclass(frozen=True)
class ClauseRow:
    """A clause or a silence, and everything tied to it.

    kind      'clause' or 'silence'
    becomes   what became of it, and `why` where that is nothing a rule could say
    where     what else than rules takes it up: stages, clocks, roles, forms
    asked     questions that its rules ask directly; `behind`, those that lead to what its rules read
    tied      the silences about a clause, or the clauses that a silence is about
    readings  our interpretations of it
    """

    id: str
    kind: str
    guidance: str
    says: str
    place: str
    firm: str
    becomes: str
    why: str
    rules: tuple[str, ...]
    where: tuple[str, ...]
    asked: tuple[str, ...]
    behind: tuple[str, ...]
    days: tuple[str, ...]
    laws: tuple[str, ...]
    tied: tuple[str, ...]
    readings: tuple[str, ...]


@dataclass(frozen=True)
class RuleRow:
    """A rule in words, with the clauses it rests on, the questions it asks and the days on which it fires."""

    id: str
    guidance: str | None
    when: tuple[str, ...]
    then: str
    strength: str
    because: str
    clauses: tuple[str, ...]
    interpretation: str | None
    asked: tuple[str, ...]
    behind: tuple[str, ...]
    days: tuple[str, ...]
    examples: int
    place: str


@dataclass(frozen=True)
class DayRow:
    """A day of a bundled case, with what it shows."""

    id: str
    told: str
    case: str
    on: str
    guidance: tuple[str, ...]
    rules: tuple[str, ...]
    clauses: tuple[str, ...]
    silences: tuple[str, ...]


@dataclass(frozen=True)
class LawRow:
    """A law and the clauses that it comes from."""

    id: str
    say: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """Everything that can be traced in these documents, and where the chain is broken."""

    guidance: tuple[str, ...]
    titles: Mapping[str, str]
    knowledge: str
    clauses: tuple[ClauseRow, ...]
    rules: tuple[RuleRow, ...]
    asked: tuple[Asked, ...]
    days: tuple[DayRow, ...]
    laws: tuple[LawRow, ...]
    gaps: tuple[Gap, ...]

    def as_data(self) -> dict[str, Any]:
        """The matrix as plain data."""
        return asdict(self)


def traceability(base: KnowledgeBase, guidance: Iterable[str], shown: Iterable[Shown], laws: Iterable[Law]) -> Matrix:
    """The matrix of these documents. `shown` is what the days of the bundled cases show."""
    return _Tracing(base, tuple(guidance), tuple(shown), tuple(laws)).matrix()


class _Tracing:
    def __init__(
        self, base: KnowledgeBase, guidance: tuple[str, ...], shown: tuple[Shown, ...], laws: tuple[Law, ...]
    ) -> None:
        self._base = base
        self._guidance = guidance
        self._documents = {name: base.documents[name] for name in guidance}
        self._cited = {name for document in self._documents.values() for name in document.clauses}
        self._is_whole = len(guidance) == len(base.documents)
        self._shown = tuple(each for each in shown if bears_on(each.day.case, guidance))
        self._laws = tuple(each for each in laws if self._cited.intersection(each.clauses))
        self._asked_of = AskedOf(base)
        self._rules = {name: rule for name, rule in base.rules.items() if self._is_traced(rule)}

    def matrix(self) -> Matrix:
        clauses = tuple(row for name, document in self._documents.items() for row in self._clauses(name, document))
        rules = tuple(self._rule(rule) for rule in self._rules.values())
        asked = asked_rows(self._base, self._guidance, self._rules, self._asked_of)
        days = tuple(self._day(each) for each in self._shown)
        laws = tuple(LawRow(each.id, each.say, each.clauses) for each in self._laws)
        return Matrix(
            guidance=self._guidance,
            titles={name: document.guidance.title for name, document in self._documents.items()},
            knowledge=self._base.fingerprint,
            clauses=clauses,
            rules=rules,
            asked=asked,
            days=days,
            laws=laws,
            gaps=gaps_of(clauses, rules, asked, laws),
        )

    def _is_traced(self, rule: Rule) -> bool:
        own = rule.guidance in self._guidance or bool(self._cited.intersection(rule.clauses))
        return own or (rule.guidance is None and self._is_whole)

    def _clauses(self, own: str, document: Document) -> Iterable[ClauseRow]:
        found = coverage_of(self._base, own)
        for account in found.clauses:
            clause = document.clauses[account.id]
            tied = tuple(each.id for each in document.silences.values() if account.id in each.clauses)
            yield self._row(
                account,
                "clause",
                own,
                place=clause.place,
                firm=firm_words(clause.wording),
                why=clause.informative or "",
                days=self._days_of(account, tied),
                tied=tied,
                readings=tuple(each.id for each in self._base.interpretations.values() if account.id in each.clauses),
            )
        for account in found.unclear:
            silence = document.silences[account.id]
            yield self._row(
                account,
                "silence",
                own,
                place="",
                firm="",
                why=silence.shown or "",
                days=tuple(each.day.id for each in self._shown if account.id in each.silences),
                tied=silence.clauses,
                readings=tuple(each.id for each in self._base.interpretations.values() if account.id in each.about),
            )

    def _days_of(self, account: Account, tied: tuple[str, ...]) -> tuple[str, ...]:
        """The days that show a clause; one that is nothing but unclear is shown by the silences about it."""
        unsaid = set(tied) if account.becomes == "silent" else set()
        return tuple(each.day.id for each in self._shown if account.id in each.clauses or unsaid & each.silences)

    def _row(self, account: Account, kind: str, own: str, **more: Any) -> ClauseRow:
        rules = tuple(each.removeprefix(RULE) for each in account.where if each.startswith(RULE))
        told = more["why"], *more["readings"]
        return ClauseRow(
            id=account.id,
            kind=kind,
            guidance=own,
            says=account.says,
            becomes=account.becomes,
            rules=rules,
            where=tuple(each for each in account.where if not each.startswith(RULE) and not _is_told(each, told)),
            asked=self._asked_of.directly_by(rules, account.id),
            behind=self._asked_of.behind(rules, account.id),
            laws=tuple(each.id for each in self._laws if account.id in each.clauses),
            **more,
        )

    def _rule(self, rule: Rule) -> RuleRow:
        return RuleRow(
            id=rule.id,
            guidance=rule.guidance,
            when=conditions_in_words(self._base, rule),
            then=then_in_words(self._base, rule),
            strength=strength_in_words(rule),
            because=rule.because,
            clauses=rule.clauses,
            interpretation=rule.interpretation,
            asked=self._asked_of.directly_by((rule.id,)),
            behind=self._asked_of.behind((rule.id,)),
            days=tuple(each.day.id for each in self._shown if rule.id in each.rules),
            examples=len(rule.examples),
            place=str(self._base.place("rule", rule.id) or ""),
        )

    def _day(self, shown: Shown) -> DayRow:
        day, silences = shown.day, {name for each in self._documents.values() for name in each.silences}
        return DayRow(
            id=day.id,
            told=day.told,
            case=day.case.case,
            on=day.on.isoformat(),
            guidance=day.case.guidance,
            rules=tuple(name for name in self._rules if name in shown.rules),
            clauses=tuple(name for each in self._documents.values() for name in each.clauses if name in shown.clauses),
            silences=tuple(sorted(shown.silences & silences, key=holdings_order(self._base))),
        )


def holdings_order(base: KnowledgeBase) -> Callable[[str], int]:
    """A key that sorts silences as their document has them."""
    order = {each.id: number for number, each in enumerate(holdings(base).all.values()) if each.kind == "silence"}
    return lambda name: order.get(name, len(order))


def _is_told(where: str, told: Iterable[str]) -> bool:
    """Whether a place only repeats a reason or a reading that has a field of its own."""
    return any(each and where in (each, f"never shown: {each}", f"interpretation {each}") for each in told)
