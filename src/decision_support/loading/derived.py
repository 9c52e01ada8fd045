"""Facts that no author declares: what a procedure, its clocks, the events on record and the roles imply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from decision_support.model.knowledge import Document
from decision_support.model.timetable import STATES
from decision_support.model.vocabulary import EventKind, Fact

NONE = "none"
_YES_NO = ("yes", "no")


def case_facts(events: Mapping[str, EventKind]) -> Iterator[tuple[str, Fact]]:
    """Facts about the case as a whole: what is on record, and with which outcome."""
    divisions = ("england", "wales", "northern_ireland", "scotland")
    yield "jurisdiction", Fact(values=divisions, say="which part of the United Kingdom the case is in")
    yield "guidance_named", Fact(values=_YES_NO, otherwise="no", say="the case names a document that applies to it")
    yield "case_settled", Fact(values=_YES_NO, otherwise="no", say="the matter is settled")
    for name, event in events.items():
        told = _lower(event.say)
        yield f"recorded.{name}", Fact(values=_YES_NO, otherwise="no", say=f"it is on record that {told}"[:140])
        if event.outcomes:
            values = (*event.outcomes, NONE)
            yield f"outcome.{name}", Fact(values=values, otherwise=NONE, say=f"how it ended when {told}"[:140])


def document_facts(document: Document, events: Mapping[str, EventKind]) -> Iterator[tuple[str, Fact]]:
    """Facts that belong to one document, named with its id."""
    own = document.guidance.id
    for role in document.roles.values():
        for barred, say in (("excluded", "may not act"), ("doubted", "is not cleared to act")):
            told = f"this person {say} as {role.title}"[:140]
            yield f"{own}.{barred}.{role.id}", Fact(about="person", values=_YES_NO, otherwise="no", say=told)
    if document.procedure is None:
        return
    stages = tuple(document.stages)
    yield f"{own}.stage", Fact(values=(*stages, NONE), otherwise=NONE, say="the stage that the matter has reached")
    yield f"{own}.stage_begun", Fact(values=_YES_NO, otherwise="no", say="that stage is on record as started")
    yield f"{own}.settled", Fact(values=_YES_NO, otherwise="no", say="the matter is settled")
    yield f"{own}.settled_at", Fact(values=(*stages, NONE), otherwise=NONE, say="the stage at which it was settled")
    for name, event in events.items():
        if event.needs_stage:
            say = f"it is on record for this stage that {_lower(event.say)}"[:140]
            yield f"{own}.recorded_this_stage.{name}", Fact(values=_YES_NO, otherwise="no", say=say)
    for clock, _ in document.clocks():
        say = f"the clock for '{_lower(clock.say)}'"[:140]
        yield f"{own}.clock.{clock.id}", Fact(values=STATES, otherwise="not_started", say=say)


def framework_facts(documents: Iterable[Document]) -> Iterator[tuple[str, Fact]]:
    """Facts about each question of a framework and each option that a case weighs."""
    listed = list(documents)
    questions = tuple(dict.fromkeys(name for document in listed for name in document.questions))
    options = tuple(dict.fromkeys(name for document in listed for name in document.options))
    if questions:
        yield "question", Fact(about="question", values=questions, say="which question this is")
        yield (
            "answer",
            Fact(about="question", values=("yes", "no", "unknown"), say="the question is answered with yes", ask="?"),
        )
        yield (
            "rationale",
            Fact(about="question", values=("given", "missing"), otherwise="missing", say="the reasons for the answer"),
        )
        for name, say in (
            ("conditional", "the question applies to some cases only"),
            ("why_not", "the document asks why not, where the answer is no"),
            ("either_way", "a no can be a considered answer"),
        ):
            yield name, Fact(about="question", values=_YES_NO, otherwise="no", say=say)
    if options:
        yield "option", Fact(about="option", values=options, say="which option this is")
        for name, say in (
            ("considered", "this option is under consideration"),
            ("less_restrictive_left", "a less restrictive option is not on record as discounted"),
        ):
            yield name, Fact(about="option", values=_YES_NO, otherwise="no", say=say)


def people_facts(documents: Iterable[Document]) -> Iterator[tuple[str, Fact]]:
    """Facts about each person that the role graph computes."""
    yield (
        "is_party",
        Fact(about="person", values=_YES_NO, otherwise="no", say="this person is a party to the matter"),
    )
    yield (
        "side",
        Fact(
            about="person",
            values=("own", "other", "both", "neither"),
            otherwise="neither",
            say="the side on which this person stands, by line management or else by agency",
        ),
    )
    yield "is_away", Fact(about="person", values=_YES_NO, otherwise="no", say="this person is away")
    titles = {role.id: role.title for document in documents for role in document.roles.values()}
    for role, title in sorted(titles.items()):
        say = f"this person is recorded as {title}"[:140]
        yield f"role.{role}", Fact(about="person", values=_YES_NO, otherwise="no", say=say)
        say = f"this person is recorded or considered as {title}"[:140]
        yield f"proposed.{role}", Fact(about="person", values=_YES_NO, otherwise="no", say=say)


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
