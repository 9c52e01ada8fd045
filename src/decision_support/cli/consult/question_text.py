"""One question of a consultation as text: what is asked, of whom, what it belongs to, and how to answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from decision_support.casework.consulting import Consultation, Given, principle_of
from decision_support.model.advice import Ask
from decision_support.model.facts import CASE, Subject
from decision_support.model.knowledge import KnowledgeBase

from .choosing import either
from .line_by_line import Lines

YES_NO = frozenset({"yes", "no", "unknown"})


def names_in(base: KnowledgeBase, sitting: Consultation) -> dict[str, str]:
    """What to call the people and the options of a case."""
    options = {name: each.say for document in base.documents.values() for name, each in document.options.items()}
    return options | {person.id: person.called for person in sitting.case.people}


def choices_of(base: KnowledgeBase, fact: str) -> dict[str, str]:
    """The answers to a question, and what each is called."""
    return {value: value.replace("_", " ") for value in base.facts[fact].answers}


def is_numbered(choices: Mapping[str, str]) -> bool:
    """Whether answers are shown as a numbered list: all but plain yes, no and unknown."""
    return not set(choices) <= YES_NO


def put(lines: Lines, sitting: Consultation, ask: Ask, number: int) -> None:
    """Ask a question, with all that one needs to answer it."""
    base, subject = sitting.desk.base, sitting.subject(ask)
    lines.show("")
    if told := principle_begun(sitting, subject):
        lines.say(f"Now: {told}")
        lines.show("")
    left = len(sitting.open)
    lines.say(f"Question {number}. {left} open." if left > 1 else f"Question {number}. The last one open.")
    put_again(lines, base, ask.fact, subject, names_in(base, sitting))
    if able := whom(base, sitting, ask):
        lines.say(f"Best asked of: {able}.", first="  ")
    choices = choices_of(base, ask.fact)
    if is_numbered(choices):
        lines.listed(list(choices.values()))


def put_again(lines: Lines, base: KnowledgeBase, fact: str, subject: Subject, names: Mapping[str, str]) -> None:
    """The question alone: its words, whom or what it is about, and its parts."""
    lines.say(asked(base, fact, subject, names))
    lines.bullets(parts_of(base, subject))


def parts_of(base: KnowledgeBase, subject: Subject) -> tuple[str, ...]:
    """The parts of a question of a framework; none for another."""
    if subject.kind != "question":
        return ()
    (question,) = (
        document.questions[subject.id] for document in base.documents.values() if subject.id in document.questions
    )
    return tuple(part.say for part in question.parts)


def asked(base: KnowledgeBase, fact: str, subject: Subject, names: Mapping[str, str]) -> str:
    """A question in one paragraph."""
    text = base.question_text(fact, subject.id)
    if subject == CASE:
        return text
    if subject.kind == "question":
        return f"{subject.id}: {text}"
    return f"About {names.get(subject.id, subject.id).rstrip('.')}: {text}"


def answered(base: KnowledgeBase, given: Given, names: Mapping[str, str]) -> str:
    """An answer on record in one paragraph: the question, the answer, and the reasons."""
    value = given.answer.value.replace("_", " ")
    reasons = f" Reasons: {given.answer.rationale}" if given.answer.rationale else ""
    return f"{asked(base, given.fact, given.subject, names)} {value.capitalize()}.{reasons}"


def still_unknown(base: KnowledgeBase, sitting: Consultation) -> Iterator[str]:
    """What was answered with unknown and still matters, and how to answer it after all."""
    names = names_in(base, sitting)
    numbers = {(given.subject, given.fact): number for number, given in enumerate(sitting.given, 1)}
    for ask in sitting.advice.unknown:
        subject = sitting.subject(ask)
        number = numbers.get((subject, ask.fact))
        how = f" Type change {number} once somebody knows." if number else ""
        yield f"Still unknown: {asked(base, ask.fact, subject, names)}{how}"


def for_others(base: KnowledgeBase, sitting: Consultation) -> Iterator[str]:
    """What nobody in the room can answer, and who can."""
    names = names_in(base, sitting)
    for ask in sitting.for_others:
        who = whom(base, sitting, ask)
        yield f"{asked(base, ask.fact, sitting.subject(ask), names)} For: {who}."


def help_with(base: KnowledgeBase, fact: str, subject: Subject, guidance: Collection[str]) -> Iterator[str]:
    """What helps to answer a question, with the clauses of the documents that apply."""
    if subject.kind == "question":
        for document in base.documents.values():
            if question := document.questions.get(subject.id):
                yield f"Why it matters: {question.matters}"
                yield f"If the answer is no or unknown: {question.find_out}"
                if question.when:
                    yield f"When it applies: {question.when}"
                yield f"Clauses: {', '.join(question.clauses)}."
        return
    known = base.facts[fact]
    if known.help:
        yield known.help
    cited = [name for own in guidance for name in known.clauses if name in base.documents[own].clauses]
    if cited:
        yield f"Clauses: {', '.join(cited)}."


def principle_begun(sitting: Consultation, subject: Subject) -> str:
    """The principle that a question belongs to, where it is the first one of it; nothing, where it is not."""
    base = sitting.desk.base
    here = principle_of(base, subject)
    if here is None or (sitting.last and principle_of(base, sitting.last[0]) == here):
        return ""
    framework = base.documents[here[0]].framework
    found = (each for each in (framework.principles if framework else ()) if each.id == here[1])
    return next((f"{each.title}. {each.say}" for each in found), "")


def whom(base: KnowledgeBase, sitting: Consultation, ask: Ask) -> str:
    """The roles that can answer, and who is recorded in them."""
    documents = [base.documents[name] for name in sitting.case.guidance] or list(base.documents.values())
    titles = {role.id: role.title for document in reversed(documents) for role in document.roles.values()}
    able = base.facts[ask.fact].answered_by
    roles = [titles[role] for role in able if role in titles] or [role.replace("_", " ") for role in able]
    people = [person.called for person in sitting.case.people if person.id in ask.people]
    told = either(list(dict.fromkeys(roles))) if roles else ""
    return f"{told}; here that is {either(people)}" if people and told else told
