"""What can be supposed of a case: every question that its rules read, its answers, and every kind of event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from decision_support.casefile.answers import answer_in
from decision_support.casework.happenings import happenings, stage_of
from decision_support.casework.matter import Asked, Matter
from decision_support.cli.consult.question_text import asked, names_in
from decision_support.cli.consult.recording import event_called
from decision_support.model.facts import CASE, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Rule
from decision_support.tui.dialogs.find import Found

TAKEN_BACK = "taken back"


def questions(matter: Matter) -> list[Found]:
    """Every question of a case: those that are open first, as they matter, then all others that its rules read."""
    base, sitting = matter.desk.base, matter.sitting
    names = names_in(base, sitting)
    opened = [(sitting.subject(each), each.fact) for each in (*matter.advice.ask, *matter.advice.unknown)]
    every = dict.fromkeys((*opened, *_asked(matter)))
    return [Found(id_of(each), asked(base, each[1], each[0], names), _so_far(matter, each)) for each in every]


def id_of(question: Asked) -> str:
    """A question as the id of an item."""
    subject, fact = question
    return f"{subject.kind}:{subject.id}:{fact}"


def question_of(id: str) -> Asked:
    """The question with this id."""
    kind, _, rest = id.partition(":")
    subject, _, fact = rest.rpartition(":")
    return (CASE if kind == CASE.kind else Subject(kind, subject)), fact  # type: ignore[arg-type]


def answers(matter: Matter, question: Asked) -> list[Found]:
    """The answers that can be supposed to a question, but for the one that it has."""
    given = answer_in(matter.case, *question)
    values = [each for each in matter.desk.base.facts[question[1]].answers if not given or each != given.value]
    found = [Found(each, each.replace("_", " ").capitalize()) for each in values]
    return [*found, Found(TAKEN_BACK, "As if nobody had answered it")] if given else found


def so_far(matter: Matter, question: Asked) -> str:
    """The question, and how it is answered in the case itself."""
    base = matter.desk.base
    say = asked(base, question[1], question[0], names_in(base, matter.sitting))
    return f"{say} {_so_far(matter, question)}."


def events(matter: Matter) -> list[Found]:
    """Every kind of event, those first for which the advice waits."""
    known = happenings(matter.desk.base, matter.case, matter.advice)
    return [
        Found(name, event_called(matter.desk.base, known, name), "the advice waits for this" if waited else "")
        for those, waited in ((known.awaited, True), (known.others, False))
        for name in those
    ]


def particulars(matter: Matter, what: str) -> tuple[Mapping[str, Mapping[str, str]], Mapping[str, str]]:
    """What can be said of an event beside its day, and what of it is likely."""
    base, case = matter.desk.base, matter.case
    kind = base.events[what]
    stages = {
        stage.id: f"{stage.title} ({name})" for name in case.guidance for stage in base.documents[name].stages.values()
    }
    likely = stage_of(base, case, matter.advice, what) if kind.needs_stage else None
    choices = {
        "outcome": {each: each.replace("_", " ") for each in kind.outcomes},
        "stage": stages if kind.needs_stage else {},
        "by": {person.id: person.called for person in case.people},
    }
    return choices, {"stage": likely} if likely else {}


def _so_far(matter: Matter, question: Asked) -> str:
    given = answer_in(matter.case, *question)
    return f"So far: {given.value.replace('_', ' ')}" if given else "So far: not answered"


def _asked(matter: Matter) -> Iterator[Asked]:
    """Every question that the rules of the documents read, of everything that it can be asked of."""
    base, case = matter.desk.base, matter.case
    read = set(_read(base, matter.desk.rule_book(case.guidance).rules))
    subjects: dict[str, list[Subject]] = {
        "case": [CASE],
        "person": [Subject("person", person.id) for person in case.people],
        "option": [Subject("option", each) for name in case.guidance for each in base.documents[name].options],
        "question": [],
    }
    for name, fact in base.facts.items():
        if name in read and fact.ask and fact.answers:
            yield from ((subject, name) for subject in subjects.get(fact.about, ()))
    for guidance in case.guidance:
        yield from ((Subject("question", each), "answer") for each in base.documents[guidance].questions)


def _read(base: KnowledgeBase, rules: Mapping[str, Rule]) -> Iterator[str]:
    for rule in rules.values():
        yield from (condition.fact for condition in rule.when)
    for _, where in base.counts.values():
        yield from (condition.fact for condition in where)
    for seat in base.seats.values():
        yield from (condition.fact for condition in seat)
