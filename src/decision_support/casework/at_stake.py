"""Why a question is asked: what waits for its answer, what is established already, and what each answer would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from decision_support.casefile.answers import with_answer
from decision_support.casefile.history import NONE
from decision_support.errors import InvalidCase
from decision_support.model.advice import Advice, Ask
from decision_support.model.facts import CASE, premises, subject_of
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import UNASKED, Answer
from decision_support.wording import premise_in_words

from .consulting import Consultation, deserves_reasons


@dataclass(frozen=True)
class Waiting:
    """A rule that waits for the answer: what it concludes, about which person ('' for none) or question."""

    rule: str
    kind: str
    target: str
    subject: str
    question: str | None
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """The advice as it would be with this answer, and reasons for it where it should have some.

    advice is None where the answer would contradict what is on record.
    """

    value: str
    advice: Advice | None


@dataclass(frozen=True)
class AtStake:
    waiting: tuple[Waiting, ...]
    established: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    at_once: bool


def at_stake(sitting: Consultation, ask: Ask) -> AtStake:
    """All that depends on one question."""
    base = sitting.desk.base
    rules = [base.rules[name] for name in ask.because if name in base.rules]
    return AtStake(
        waiting=tuple(_waiting(rule, ask) for rule in rules),
        established=tuple(dict.fromkeys(_established(sitting, rules, ask))),
        outcomes=tuple(_outcomes(sitting, ask)),
        at_once=ask.at_once,
    )


def _waiting(rule: Rule, ask: Ask) -> Waiting:
    question = ask.subject if rule.about == "question" and ask.fact == "answer" else None
    subject = ask.subject if rule.about == "person" else ""
    return Waiting(rule.id, rule.then.kind, rule.then.target, subject, question, rule.clauses)


def _established(sitting: Consultation, rules: list[Rule], ask: Ask) -> Iterator[str]:
    """What those rules rest on and is so already, as far as it is about the case or what the question is about."""
    base, desk = sitting.desk.base, sitting.desk
    situation = desk.situation(sitting.case, sitting.on)
    inference = desk.rule_book(sitting.case.guidance).reasoner.infer(situation.facts)
    about = sitting.subject(ask)
    for rule in rules:
        subject = about if about.kind == rule.about else CASE
        for premise in premises(rule, subject, inference):
            same = subject_of(premise.condition, subject) == about and premise.condition.fact == ask.fact
            told = premise.subject.kind in ("case", "person")
            if told and not same and premise.subject in situation.facts and _holds(premise.values, premise.condition):
                yield premise_in_words(base, premise, situation.names)


def _holds(values: tuple[str, ...], condition: Condition) -> bool:
    return any(value not in (UNASKED, NONE) and condition.holds(value) for value in values)


def _outcomes(sitting: Consultation, ask: Ask) -> Iterator[Outcome]:
    subject = sitting.subject(ask)
    for value in sitting.desk.base.facts[ask.fact].answers:
        reasons = "given" if deserves_reasons(sitting.desk.base, ask.fact) else None
        answer = Answer(value=value, rationale=reasons, on=sitting.on)
        case = with_answer(sitting.case, subject, ask.fact, answer)
        try:
            yield Outcome(value, replace(sitting, case=case).advice)
        except InvalidCase:
            yield Outcome(value, None)
