"""Facts that no author declares: what a procedure, its clocks, the events on record and the roles imply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from decision_support.model.knowledge import Document
from decision_support.model.timetable import STATES
from decision_support.model.values import Kind
from decision_support.model.vocabulary import EventKind, Fact

NONE = "none"
_YES_NO = ("yes", "no")


def case_facts(events: Mapping[str, EventKind]) -> Iterator[tuple[str, Fact]]:
    """Facts about the case as a whole: what is on record, and with which outcome."""
    divisions = ("england", "wales", "northern_ireland", "scotland")
    yield "jurisdiction", Fact(values=divisions, say="which part of the United Kingdom the case is in")
    yield "guidance_named", _closed("the case names a document that applies to it", "the case names no document")
    yield "case_settled", _closed("the matter is settled", "the matter is not settled")
    for name, event in events.items():
        told = _lower(event.say)
        yield f"recorded.{name}", _closed(f"it is on record that {told}", f"it is not on record that {told}")
        if event.outcomes:
            values = (*event.outcomes, NONE)
            yield f"outcome.{name}", Fact(values=values, otherwise=NONE, say=f"how it ended when {told}"[:140])


def document_facts(document: Document, events: Mapping[str, EventKind]) -> Iterator[tuple[str, Fact]]:
    """Facts that belong to one document, named with its id."""
    own = document.guidance.id
    for role in document.roles.values():
        for barred, say, denied in (
            ("excluded", "may not act", "nothing excludes this person from acting"),
            ("doubted", "is not cleared to act", "nothing leaves in doubt whether this person may act"),
        ):
            barring = _closed(f"this person {say} as {role.title}", f"{denied} as {role.title}", "person")
            yield f"{own}.{barred}.{role.id}", barring
    if document.procedure is None:
        return
    stages = tuple(document.stages)
    yield f"{own}.stage", Fact(values=(*stages, NONE), otherwise=NONE, say="the stage that the matter has reached")
    begun = _closed("that stage is on record as started", "that stage is not on record as started")
    yield f"{own}.stage_begun", begun
    yield f"{own}.settled", _closed("the matter is settled", "the matter is not settled")
    yield f"{own}.settled_at", Fact(values=(*stages, NONE), otherwise=NONE, say="the stage at which it was settled")
    for name, event in events.items():
        if event.needs_stage:
            told = _lower(event.say)
            yield (
                f"{own}.recorded_this_stage.{name}",
                _closed(
                    f"it is on record for this stage that {told}", f"it is not on record for this stage that {told}"
                ),
            )
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
            Fact(
                about="question",
                values=("yes", "no", "unknown"),
                say="the question is answered with yes",
                denied="the question is answered with no",
                ask="?",
            ),
        )
        yield (
            "rationale",
            Fact(about="question", values=("given", "missing"), otherwise="missing", say="the reasons for the answer"),
        )
        for name, say, denied in (
            ("conditional", "the question applies to some cases only", "the question applies to every case"),
            (
                "why_not",
                "the document asks why not, where the answer is no",
                "the document does not ask why, where the answer is no",
            ),
            ("either_way", "a no can be a considered answer", "a no calls for something to be done"),
        ):
            yield name, _closed(say, denied, "question")
    if options:
        yield "option", Fact(about="option", values=options, say="which option this is")
        for name, say, denied in (
            ("considered", "this option is under consideration", "this option is not under consideration"),
            (
                "less_restrictive_left",
                "a less restrictive option is not on record as discounted",
                "every less restrictive option is on record as discounted",
            ),
        ):
            yield name, _closed(say, denied, "option")


def people_facts(documents: Iterable[Document]) -> Iterator[tuple[str, Fact]]:
    """Facts about each person that the role graph computes."""
    yield (
        "is_party",
        _closed("this person is a party to the matter", "this person is not a party to the matter", "person"),
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
    yield "is_away", _closed("this person is away", "this person is not away", "person")
    titles = {role.id: role.title for document in documents for role in document.roles.values()}
    for role, title in sorted(titles.items()):
        for name, recorded in ((f"role.{role}", "recorded"), (f"proposed.{role}", "recorded or considered")):
            said, denied = (f"this person is {word}{recorded} as {title}" for word in ("", "not "))
            yield name, _closed(said, denied, "person")


def _closed(say: str, denied: str, about: Kind = "case") -> Fact:
    """A fact that is no where nothing says that it is so."""
    return Fact(about=about, values=_YES_NO, otherwise="no", say=say[:140], denied=denied[:140])


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
