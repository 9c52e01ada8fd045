"""What can be put on record in a case, as a list: what the advice waits for first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import NamedTuple

from textual.content import Content
from textual.widgets.option_list import Option

from decision_support.casework.matter import Matter
from decision_support.casework.numbering import numbered_advice
from decision_support.cli.page import numbered
from decision_support.model.case import Case
from decision_support.model.entries import AdviceFollowed, AdviceSetAside, FormIssued, JudgementMade, RecordMade
from decision_support.model.knowledge import KnowledgeBase
from decision_support.wording import STRENGTH_WORDS, day_in_words

from .hanging import Hanging
from .search import fits

MOST_SHOWN = 150  # characters of one thing; all of it is told where it is recorded


class Thing(NamedTuple):
    """One thing that can be recorded.

    kind  event, judgement, silence, recommendation, record, form, note or state
    more  what stands behind it: how firm it is, or that it is on record already
    """

    kind: str
    name: str
    say: str
    more: str = ""

    @property
    def id(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True)
class Section:
    title: str
    things: tuple[Thing, ...]


def sections_of(matter: Matter, awaited: Mapping[str, str], others: Mapping[str, str]) -> tuple[Section, ...]:
    """Everything that can be recorded. awaited, others: events in words."""
    if not matter.record.is_open:
        return (Section("THE CASE IS CLOSED", (Thing("state", "reopen", "Reopen the case"),)),)
    base, case = matter.desk.base, matter.case
    happened = {event.what: event.day.isoformat() for event in sorted(case.events, key=lambda each: each.day)}

    def events(those: Mapping[str, str]) -> tuple[Thing, ...]:
        on = {name: _on("last on record for", happened.get(name)) for name in those}
        return tuple(Thing("event", name, say, on[name]) for name, say in those.items())

    own = (Thing("note", "", "A note"), Thing("state", "close", "Close the case"))
    found = (
        Section("THE ADVICE WAITS FOR", events(awaited)),
        Section("DECISIONS FOR PEOPLE", tuple(_decisions(matter))),
        Section("ADVICE: FOLLOWED OR SET ASIDE", tuple(_advised(matter))),
        Section("RECORDS AND FORMS", tuple(_made(base, case, matter))),
        Section("A NOTE, AND THE FILE ITSELF", own),
        Section("ALSO, WHAT MAY HAVE HAPPENED", events(others)),
    )
    return tuple(section for section in found if section.things)


def items_of(sections: tuple[Section, ...], typed: str) -> Iterator[Option]:
    """The list, as far as it fits what was typed."""
    for section in sections:
        things = [each for each in section.things if fits(typed, each.say, each.more, each.name, section.title)]
        if things:
            yield Option(Content.styled(section.title, "bold $accent"), disabled=True)
        for each in things:
            short = shorten(each.say, MOST_SHOWN, placeholder=" …")
            say = Content.assemble(short, (f"  {each.more}" if each.more else "", "$text-muted"))
            yield Option(Hanging("- ", say), id=each.id)


def _decisions(matter: Matter) -> Iterator[Thing]:
    made = {content.judgement: content.on.isoformat() for _, content in matter.record.of(JudgementMade)}
    for each in matter.advice.judgements:
        yield Thing("judgement", each.id, each.say, _on("decided on", made.get(each.id)))
    for silence in matter.advice.silences:
        more = "decided locally" if silence.decided else "the document does not say"
        yield Thing("silence", silence.id, silence.say, f"({silence.id}; {more})")


def _advised(matter: Matter) -> Iterator[Thing]:
    done: dict[str, str] = {}
    for _, content in matter.record.of(AdviceFollowed, AdviceSetAside):
        how = "followed" if isinstance(content, AdviceFollowed) else "set aside"
        done[content.recommendation] = _on(f"{how} on", content.on.isoformat())
    for each in numbered_advice(matter.advice):
        first = each.those[0]
        say = f"Do not: {first.say}" if first.strength == "must_not" else first.say
        more = done.get(first.id) or f"[{STRENGTH_WORDS[first.strength]}]"
        yield Thing("recommendation", first.id, f"{each.number}. {numbered(first.question, say)}", more)


def _made(base: KnowledgeBase, case: Case, matter: Matter) -> Iterator[Thing]:
    made = {content.record: content.on.isoformat() for _, content in matter.record.of(RecordMade)}
    issued = {content.form: content.on.isoformat() for _, content in matter.record.of(FormIssued)}
    for own in case.guidance:
        for name, record in base.documents[own].records.items():
            yield Thing("record", f"{own}.{name}", record.say, _on("last made on", made.get(f"{own}.{name}")))
    for own in case.guidance:
        for name, form in base.documents[own].forms.items():
            told = _on("last issued on", issued.get(f"{own}.{name}"))
            yield Thing("form", f"{own}.{name}", f"Form: {form.title}", told)


def _on(what: str, day: str | None) -> str:
    return f"({what} {day_in_words(day)})" if day else ""
