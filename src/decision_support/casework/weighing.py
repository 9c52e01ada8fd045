"""Questions of a framework and options under consideration: as facts before inference, as lines of advice after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from decision_support.model.advice import OptionLine, QuestionLine, Reason
from decision_support.model.case import Case
from decision_support.model.facts import Firing, Inference, Subject
from decision_support.model.framework import Option, Question
from decision_support.model.knowledge import Document, KnowledgeBase
from decision_support.model.values import UNASKED, Answer
from decision_support.reasoning.conclude import Arguments, Concluded
from decision_support.reasoning.openness import Live

APPLIES = "applies"
DISCOUNTED = "discounted"


def weighing_facts(case: Case, documents: Iterable[Document]) -> dict[Subject, dict[str, str]]:
    """What is known of every question and every option of the case's documents."""
    facts: dict[Subject, dict[str, str]] = {}
    for document in documents:
        for question in document.questions.values():
            facts[Subject("question", question.id)] = _of_question(question, answer_to(question, document, case))
        discounted = {
            weighed.id for weighed in case.options if (said := weighed.facts.get(DISCOUNTED)) and said.value == "yes"
        }
        told = {weighed.id: weighed.facts for weighed in case.options}
        for option in document.options.values():
            facts[Subject("option", option.id)] = _of_option(option, told, discounted)
    return facts


def answer_to(question: Question, document: Document, case: Case) -> Answer | None:
    """The answer to a question, or to one that asks the same."""
    for name in (question.id, *document.asking_the_same(question.id)):
        if name in case.answers:
            return case.answers[name]
    return None


def question_lines(
    base: KnowledgeBase, case: Case, documents: Iterable[Document], inference: Inference
) -> tuple[QuestionLine, ...]:
    """Every question with its answer, and whether it applies and why: no count, no score."""
    whys: dict[str, list[str]] = {}
    for firing in inference.fired:
        rule = base.rules[firing.rule]
        if rule.then.kind == "conclude" and rule.then.target == APPLIES:
            whys.setdefault(firing.subject.id, []).append(rule.because)
    return tuple(
        _question_line(question, answer_to(question, document, case), inference, tuple(whys.get(question.id, ())))
        for document in documents
        for question in document.questions.values()
    )


def option_lines(
    base: KnowledgeBase,
    case: Case,
    documents: Mapping[str, Document],
    concluded: Concluded,
    reasons: Mapping[Firing, Reason],
    live: Iterable[Live],
) -> tuple[OptionLine, ...]:
    """Every option under consideration (all of them where none is named) with what speaks for it and against it."""
    considered = {weighed.id for weighed in case.options}
    waiting = tuple(live)
    return tuple(
        OptionLine(
            id=f"{own}.{option.id}",
            say=option.say,
            considered=option.id in considered,
            ruled_out=_reasons(arguments.rule_out, reasons),
            for_=_reasons(arguments.argue_for, reasons),
            against=_reasons(arguments.argue_against, reasons),
            to_know=tuple(dict.fromkeys(_still_to_know(base, f"{own}.{option.id}", waiting))),
            clauses=option.clauses,
        )
        for own, document in documents.items()
        for option in document.options.values()
        if not considered or option.id in considered
        for arguments in (concluded.arguments.get(f"{own}.{option.id}", Arguments()),)
    )


def _of_question(question: Question, answer: Answer | None) -> dict[str, str]:
    facts = {
        "question": question.id,
        "conditional": _yes(question.conditional),
        "why_not": _yes(question.why_not),
        "either_way": _yes(question.either_way),
        "rationale": "given" if answer and answer.rationale else "missing",
    }
    return facts | ({"answer": answer.value} if answer else {})


def _of_option(option: Option, told: Mapping[str, Mapping[str, Answer]], discounted: set[str]) -> dict[str, str]:
    facts = {
        "option": option.id,
        "considered": _yes(option.id in told),
        "less_restrictive_left": _yes(any(less not in discounted for less in option.less_restrictive)),
    }
    return facts | {name: answer.value for name, answer in told.get(option.id, {}).items()}


def _question_line(
    question: Question, answer: Answer | None, inference: Inference, why: tuple[str, ...]
) -> QuestionLine:
    applies = inference.holding(Subject("question", question.id), APPLIES)
    return QuestionLine(
        id=question.id,
        ask=question.ask,
        applies=" and ".join(applies) or "unclear",
        why=why,
        when=question.when,
        answer=answer.value if answer else UNASKED,
        rationale=answer.rationale if answer else None,
        parts=tuple(part.say for part in question.parts),
        clauses=question.clauses,
    )


def _reasons(firings: Iterable[Firing], reasons: Mapping[Firing, Reason]) -> tuple[Reason, ...]:
    return tuple(reasons[firing] for firing in firings)


def _still_to_know(base: KnowledgeBase, option: str, live: Iterable[Live]) -> Iterator[str]:
    for each in live:
        then = each.rule.then
        target = f"{each.rule.guidance}.{each.subject.id}" if then.target == "this" else then.target
        if then.kind in ("argue_for", "argue_against", "rule_out") and target == option:
            yield from (base.question_text(about.fact, about.subject.id) for about in each.waits_for)


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"
