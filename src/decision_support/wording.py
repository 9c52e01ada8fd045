"""Facts, conditions, strengths, limits and dates as plain English. Every screen says the same words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from decision_support.model.case import Event
from decision_support.model.dates import in_words
from decision_support.model.facts import CASE, Premise, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.people import Span
from decision_support.model.proof import (
    Claim,
    Concluded,
    Counted,
    Fires,
    Given,
    Meets,
    Misses,
    NotConcluded,
    Silent,
)
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import UNASKED, UNKNOWN, Answer, Strength
from decision_support.model.vocabulary import Fact

STRENGTH_WORDS: Mapping[Strength, str] = {"must": "must", "should": "should", "may": "may", "must_not": "must not"}

STATE_WORDS: Mapping[str, str] = {
    "not_started": "has not started",
    "running": "is running",
    "due_today": "runs out today",
    "overdue": "has run out",
    "met": "was met",
    "indicative_passed": "has passed its indicative day",
}

STATES_THAT_DAY: Mapping[str, str] = {**STATE_WORDS, "due_today": "runs out that day"}

THIS_PERSON, THE_QUESTION, THIS_OPTION = "this person", "the question", "this option"
NONE, UNCLEAR = "none", "unclear"
OUTCOME = "outcome."

_ROUTE = {".stage": "the matter has reached", ".settled_at": "the matter was settled at"}


def value_in_words(base: KnowledgeBase, fact: str, subject: Subject, value: str, names: Mapping[str, str]) -> str:
    """One fact of a case as a sentence."""
    known = base.facts[fact]
    if _is_listed(known, value) and not fact.endswith(tuple(_ROUTE)):
        return _sentence(f"{_about(base, known.say, subject, names)}: {_plain(base, fact, value)}")
    return _sentence(value_as_clause(base, fact, subject, value, names))


def value_as_clause(base: KnowledgeBase, fact: str, subject: Subject, value: str, names: Mapping[str, str]) -> str:
    """One fact of a case as a clause that can follow 'because' or 'if'."""
    known = base.facts[fact]
    say = _about(base, known.denied if value == "no" and known.denied else known.say, subject, names)
    if value in (UNASKED, UNKNOWN):
        nobody = "nobody has said" if value == UNASKED else "nobody knows"
        return f"{nobody} whether {say}" if "yes" in known.values else f"{nobody} {say}"
    if value == "yes":
        return say
    if value == "no":
        return say if known.denied else f"it is not so that {say}"
    if value == UNCLEAR and "yes" in known.values:
        return f"it is unclear whether {say}"
    if value == NONE and fact.startswith(OUTCOME):
        return f"it is not on record that {within(base.events[fact.removeprefix(OUTCOME)].say)}"
    if value == known.otherwise == NONE:
        return f"nothing is on record of {say}"
    if ".clock." in fact:
        return f"{say} {STATE_WORDS.get(value, value)}"
    for ending, reached in _ROUTE.items():
        if fact.endswith(ending) and value != NONE:
            return f"{reached} {_plain(base, fact, value)}"
    if _is_listed(known, value):
        return f"'{_plain(base, fact, value)}' is {say}"
    return f"{say}: {_plain(base, fact, value)}"


def needed_as_clause(base: KnowledgeBase, condition: Condition, subject: Subject, names: Mapping[str, str]) -> str:
    """What a condition asks for, as a clause that can follow 'it would have to be so that'."""
    say = base.facts[condition.fact].say
    if condition.allowed is None:
        bounds = (("at least", condition.at_least), ("at most", condition.at_most))
        asked = " and ".join(f"{word} {number}" for word, number in bounds if number is not None)
        return f"{say}: {asked or 'some number'}"
    named = [value for value in condition.allowed if value not in ("yes", "no", UNASKED, UNKNOWN)]
    others = [value for value in condition.allowed if value not in named]
    if {UNASKED, UNKNOWN} <= set(others):
        others.remove(UNKNOWN)
    told = [value_as_clause(base, condition.fact, subject, value, names) for value in (*named[:1], *others)]
    if UNKNOWN in condition.allowed and UNASKED in condition.allowed:
        told = [each.replace("nobody has said", "nobody has said or knows", 1) for each in told]
    if len(named) > 1:
        told[0] = _any_of(base, condition.fact, subject, named, names)
    return ", or ".join(told)


def _any_of(base: KnowledgeBase, fact: str, subject: Subject, values: Sequence[str], names: Mapping[str, str]) -> str:
    """That a fact has one of several values, as a clause."""
    say = _about(base, base.facts[fact].say, subject, names)
    if all(_is_listed(base.facts[fact], value) for value in values):
        return f"{' or '.join(repr(_plain(base, fact, value)) for value in values)} is {say}"
    first = value_as_clause(base, fact, subject, values[0], names)
    return " or ".join((first, *(STATE_WORDS.get(value) or _plain(base, fact, value) for value in values[1:])))


def change_in_words(
    base: KnowledgeBase,
    fact: str,
    subject: Subject,
    values: Iterable[str],
    answered: str | None,
    names: Mapping[str, str],
) -> str:
    """An answer as it would have to be, any of these values; `answered`: the one on record that it would replace."""
    asked = base.question_text(fact, subject.id)
    about = f" (question {subject.id})" if subject.kind == "question" else ""
    about = f" ({names.get(subject.id, subject.id)})" if subject.kind in ("person", "option") else about
    wanted = " or ".join(_plain(base, fact, value) for value in values)
    if answered is None or answered == UNKNOWN:
        return f"Ask: {asked}{about} If the answer is {wanted}, this follows."
    was = _plain(base, fact, answered)
    return (
        f"Only if this has changed since, or the answer on record is mistaken: {asked}{about} "
        f"The answer on record is {was}; with {wanted} this would follow."
    )


def answers_in_words(base: KnowledgeBase, answers: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Answers as a clause that can follow 'if'. A fact of anything but the case stands behind its subject's id."""
    return " and ".join(_answer_in_words(base, fact, value, names) for fact, value in answers.items())


def premise_in_words(base: KnowledgeBase, premise: Premise, names: Mapping[str, str]) -> str:
    """What one condition of a rule rests on in this case."""
    values = premise.values or (UNASKED,)
    return " ".join(
        value_in_words(base, premise.condition.fact, premise.subject, value, names)
        for value in values
        if premise.condition.holds(None if value == UNASKED else value)
    )


def premises_in_words(base: KnowledgeBase, premises: tuple[Premise, ...], names: Mapping[str, str]) -> tuple[str, ...]:
    """Every premise of a firing, in the order of the rule's conditions."""
    return tuple(premise_in_words(base, premise, names) for premise in premises)


def outside_jurisdiction_in_words(covered: Iterable[str], where: str) -> str:
    """That a document was not written for the place of the case."""
    places = " and ".join(_place(each) for each in covered)
    return f"This document is for {places}; the case is in {_place(where)}. Check what applies there."


def day_in_words(iso: str) -> str:
    """An ISO date as 'Thursday 5 November 2026'."""
    return in_words(dt.date.fromisoformat(iso))


def event_in_words(base: KnowledgeBase, event: Event, names: Mapping[str, str]) -> str:
    """One event on record: what happened, when, by whom, how it ended, and the note on it."""
    told = base.events[event.what].say.rstrip(".")
    stage = f" ({event.stage.replace('-', ' ')})" if event.stage else ""
    at = f" at {event.at:%H:%M}" if event.at else ""
    by = f", by {names.get(event.by, event.by)}" if event.by else ""
    outcome = f"; outcome: {event.outcome.replace('_', ' ')}" if event.outcome else ""
    note = f" Note: {event.note}" if event.note else ""
    return f"On record for {in_words(event.day)}{at}{by}: {told[:1].lower()}{told[1:]}{stage}{outcome}.{note}"


def answered_in_words(answer: Answer, names: Mapping[str, str]) -> str:
    """Who gave an answer, when and why."""
    by = f" by {names.get(answer.by, answer.by)}" if answer.by else ""
    when = f" on {in_words(answer.on)}" if answer.on else ""
    unsaid = [word for word, said in (("by whom", by), ("when", when)) if not said]
    told = f"Answered{by}{when}" if by or when else "Answered in the case file"
    left_open = f"; it does not say {' or '.join(unsaid)}" if len(unsaid) > 1 else ""
    why = f" Reason given: {answer.rationale}" if answer.rationale else ""
    return f"{told}{left_open}.{why}"


def dates_in_words(span: Span) -> str:
    """From when until when something holds, to stand behind it; nothing where it holds for all time."""
    begun = f" from {in_words(span.from_)}" if span.from_ else ""
    return f"{begun} until {in_words(span.until)}" if span.until else begun


def because_in_words(rule: Rule, subject: Subject, names: Mapping[str, str]) -> str:
    """The reason of a rule, with the person whom it is about by name."""
    if subject.kind != "person":
        return rule.because
    name = names.get(subject.id, subject.id)
    return rule.because.replace(THIS_PERSON.capitalize(), name, 1) if name else rule.because


def claim_in_words(base: KnowledgeBase, claim: Claim, names: Mapping[str, str]) -> str:
    """One claim of a proof as a sentence."""
    match claim:
        case Given(subject, fact, value) if subject.kind == "question" and base.facts[fact].ask:
            answered = "is not answered" if value == UNASKED else f"is answered with {value}"
            return f"Question {subject.id} ('{base.question_text(fact, subject.id)}') {answered}."
        case Given(subject, _, value) if value == subject.id:
            return f"This is {names.get(value, f'the {subject.kind} {value}')}."
        case Given(subject, fact, value):
            known = base.facts[fact]
            closed = value == UNASKED and not known.ask and known.otherwise is not None
            return value_in_words(base, fact, subject, str(known.otherwise) if closed else value, names)
        case Concluded(subject, fact, value):
            return value_in_words(base, fact, subject, value, names)
        case Counted(fact, number, _):
            return value_in_words(base, fact, CASE, str(number), names)
        case Fires(rule, subject):
            return because_in_words(base.rules[rule], subject, names)
        case NotConcluded(subject, fact, values):
            told = " or ".join(value_as_clause(base, fact, subject, value, names) for value in values)
            yes_or_no = set(values) <= {"yes", "no"}
            return f"Nothing on record shows that {told}." if yes_or_no else f"Nothing on record gives this: {told}."
        case Silent(rule, subject):
            reason = because_in_words(base.rules[rule], subject, names).rstrip(".")
            return f"The rule with the reason '{reason}' does not apply ({rule})."
        case Meets(_, subject):
            return f"{names.get(subject.id, subject.id)} counts."
        case Misses(_, subject):
            return f"{names.get(subject.id, subject.id)} does not count."


def listed(words: Iterable[str]) -> str:
    """Words as a list in a sentence: 'a, b and c'."""
    *others, last = [*words] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _answer_in_words(base: KnowledgeBase, fact: str, value: str, names: Mapping[str, str]) -> str:
    subject, name = CASE, fact
    if fact not in base.facts:
        about, _, name = fact.rpartition(".")
        subject = Subject(base.facts[name].about, about)
    return value_as_clause(base, name, subject, value, names)


def _is_listed(known: Fact, value: str) -> bool:
    """Whether it is one of several things that a fact can be, and not whether something is so."""
    return "yes" not in known.values and value in known.values and value not in (UNKNOWN, NONE, *STATE_WORDS)


def _about(base: KnowledgeBase, say: str, subject: Subject, names: Mapping[str, str]) -> str:
    """A clause with whatever it is about called by name."""
    if subject.kind == "person":
        named, called = THIS_PERSON, names.get(subject.id, subject.id)
    elif subject.kind == "question":
        named, called = THE_QUESTION, f"question {subject.id}"
    elif subject.kind == "option":
        options = {name: option for document in base.documents.values() for name, option in document.options.items()}
        known = options.get(subject.id)
        named, called = THIS_OPTION, f"'{known.say.rstrip('.')}'" if known else subject.id
    else:
        return say
    return say.replace(named, called, 1) if named in say else f"{say} ({called})"


def _place(division: str) -> str:
    return division.replace("_", " ").title()


def _plain(base: KnowledgeBase, fact: str, value: str) -> str:
    guidance, _, rest = fact.partition(".")
    if rest in ("stage", "settled_at") and guidance in base.documents:
        stage = base.documents[guidance].stages.get(value)
        if stage:
            name = value.replace("-", " ")
            return f"{name if name.startswith('stage') else f'the stage {name!r}'} ({stage.title})"
    if fact == "jurisdiction":
        return _place(value)
    return value.replace("_", " ").replace("-", " ")


def within(sentence: str, names: Mapping[str, str] | None = None) -> str:
    """A sentence as a part of another: no full stop, and no capital but that of a name or an abbreviation."""
    told = sentence.rstrip(".")
    keeps = told[1:2].isupper() or told.startswith(tuple((names or {}).values()))
    return told if keeps else told[:1].lower() + told[1:]


def stopped(text: str) -> str:
    """A text that somebody wrote, ending as a sentence does."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
