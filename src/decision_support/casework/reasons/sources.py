"""Where each fact of a case comes from: who answered it, which event, which clock, which people, which document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from decision_support.casefile.answers import answer_in
from decision_support.casefile.history import Progress, progress
from decision_support.casework.situation import Situation
from decision_support.casework.weighing import answer_to
from decision_support.model.case import Event
from decision_support.model.dates import in_words
from decision_support.model.knowledge import Document, KnowledgeBase
from decision_support.model.people import spans
from decision_support.model.proof import Given
from decision_support.model.values import UNASKED, Answer
from decision_support.wording import STATE_WORDS, answered_in_words, dates_in_words, event_in_words


@dataclass(frozen=True)
class Source:
    """Where a fact comes from. `brief` can stand in brackets behind the fact, `said_by` before it.

    told_instead  the fact as the people on record show it, where that says more than the fact itself
    """

    kind: str
    say: tuple[str, ...]
    brief: str = ""
    said_by: str = ""
    told_instead: str = ""


class Sources:
    """The sources of the facts of one case on one day."""

    def __init__(self, base: KnowledgeBase, case: Situation) -> None:
        self._base = base
        self._case = case
        self._names = case.names

    def of(self, leaf: Given) -> tuple[Source, ...]:
        """Every source of a fact; none where nobody has said anything and nothing is on record."""
        if leaf.value == UNASKED:
            return ()
        by_kind: dict[str, Callable[[Given], Iterator[Source]]] = {
            "case": self._of_the_case,
            "person": self._of_a_person,
            "question": self._of_a_question,
            "option": self._of_an_option,
        }
        return tuple(dict.fromkeys(by_kind[leaf.subject.kind](leaf)))

    def _of_the_case(self, leaf: Given) -> Iterator[Source]:
        own, _, rest = leaf.fact.partition(".")
        if answer := answer_in(self._case.case, leaf.subject, leaf.fact):
            yield self._answered(answer)
        elif own in ("recorded", "outcome"):
            yield self._events([event for event in self._case.case.events if event.what == rest])
        elif own in self._case.documents:
            yield self._of_a_document(own, rest)
        elif leaf.fact == "case_settled":
            yield from self._settled()
        elif self._base.facts[leaf.fact].computed:
            say = "Worked out from the agencies recorded for both sides."
            yield Source("people", (say,), "by the agencies recorded")
        else:
            yield Source("case", ("The case file says so.",), "by the case file")

    def _of_a_document(self, own: str, rest: str) -> Source:
        what, _, name = rest.partition(".")
        document, reached = self._case.documents[own], self._case.reached[own]
        if what == "clock":
            return self._clock(own, name)
        if name:
            here = (reached.stage, reached.settled_at)
            return self._events(
                [event for event in self._case.case.events if event.what == name and event.stage in here]
            )
        seen: dict[str, Callable[[Progress], object]] = {
            "stage": lambda found: found.stage,
            "stage_begun": lambda found: (found.begun, found.stage),
            "settled": lambda found: found.settled_at,
            "settled_at": lambda found: found.settled_at,
        }
        event = self._brought_about(document, seen[what])
        if event is None:
            none = "No event on record has moved the matter on from where the document begins."
            return Source("record", (none if what.startswith("stage") else "No event on record settles the matter.",))
        return self._events([event])

    def _brought_about(self, document: Document, seen: Callable[[Progress], object]) -> Event | None:
        """The last event after which the document's route stood otherwise than before it."""
        events, kinds = self._case.case.events, self._base.events
        stands = [seen(progress(document, events[:number], kinds)) for number in range(len(events) + 1)]
        changes = [event for event, before, after in zip(events, stands, stands[1:], strict=False) if before != after]
        return changes[-1] if changes else None

    def _clock(self, own: str, name: str) -> Source:
        due = next(each for each in self._case.timetable if (each.guidance, each.clock) == (own, name))
        told = [*due.arithmetic]
        if due.on:
            told.append(f"On {in_words(self._case.on)} it {STATE_WORDS[due.state]}.")
        if due.ended:
            told.append(f"It was stopped on {in_words(due.ended)}.")
        other = f", or {in_words(due.latest)} on another reading" if due.latest and due.latest != due.on else ""
        return Source("clock", tuple(told), f"its day: {in_words(due.on)}{other}" if due.on else "")

    def _settled(self) -> Iterator[Source]:
        settling = [event for event in self._case.case.events if event.outcome in self._base.events[event.what].settles]
        if settling:
            yield self._events(settling[:1])
        else:
            yield Source("record", ("No event on record settles the matter.",))

    def _events(self, events: list[Event]) -> Source:
        if not events:
            return Source("record", (f"No such event is on record up to {in_words(self._case.on)}.",))
        told = tuple(event_in_words(self._base, event, self._names) for event in events)
        last = events[-1]
        by = f", by {self._names.get(last.by, last.by)}" if last.by else ""
        return Source("record", told, f"{in_words(last.day)}{by}")

    def _of_a_person(self, leaf: Given) -> Iterator[Source]:
        person, fact = leaf.subject.id, leaf.fact
        found = [
            each
            for standings in self._case.standings.values()
            if (each := standings.get(person, {}).get(fact)) and each.value == leaf.value and each.path
        ]
        for each in found:
            say = f"By the people on record: {self._names[person]} {each.say}."
            yield Source("people", (say,), told_instead=f"{self._names[person]} {each.say}")
        answer = answer_in(self._case.case, leaf.subject, fact)
        if not found and answer:
            yield self._answered(answer)
        elif not found:
            told = self._case.standings
            says = [each.say for standings in told.values() if (each := standings.get(person, {}).get(fact))]
            if says:
                yield Source("people", tuple(f"{self._names[person]} {say}." for say in dict.fromkeys(says)))
            else:
                yield Source("people", tuple(self._on_record(person, fact)))

    def _on_record(self, name: str, fact: str) -> Iterator[str]:
        """What the case file records of a person that makes a role theirs, or makes them considered for it."""
        person = next(each for each in self._case.case.people if each.id == name)
        what, _, role = fact.partition(".")
        held = [each for each in spans(person.roles) if each.is_ == role and each.holds(self._case.on)]
        for each in held:
            yield f"On record in this role{dates_in_words(each)}."
        if what == "proposed" and role in person.considered_for:
            yield "On record as considered for this role."
        if what == "proposed":
            for stand_in in person.stands_in:
                whom = self._names.get(stand_in.for_, stand_in.for_)
                yield f"On record as {stand_in.as_} of {whom}{dates_in_words(stand_in)}."
        if what not in ("role", "proposed"):
            yield "By what the case file records of the people, and by its dates."
        elif not held and (what == "role" or not (role in person.considered_for or person.stands_in)):
            yield "No such role is on record for this person on this day."

    def _of_a_question(self, leaf: Given) -> Iterator[Source]:
        for document in self._case.documents.values():
            question = document.questions.get(leaf.subject.id)
            if question is None:
                continue
            answer = answer_to(question, document, self._case.case)
            if leaf.fact in ("answer", "rationale"):
                yield self._answered(answer) if answer else Source("case", ("Nobody has answered the question.",))
            else:
                title = document.guidance.title
                yield Source("document", (f"What {title} says of this question ({', '.join(question.clauses)}).",))

    def _of_an_option(self, leaf: Given) -> Iterator[Source]:
        if answer := answer_in(self._case.case, leaf.subject, leaf.fact):
            yield self._answered(answer)
        else:
            yield Source("case", ("By the options that the case file weighs, and what the document says of them.",))

    def _answered(self, answer: Answer) -> Source:
        by = self._names.get(answer.by, answer.by) if answer.by else ""
        when = f" on {in_words(answer.on)}" if answer.on else ""
        said_by = f"{by} said{when} that" if by else ""
        brief = f"answered{when}" if when and not by else ""
        return Source("answer", (answered_in_words(answer, self._names),), brief, said_by)


def sources_in_order(sources: Iterable[Source]) -> tuple[str, ...]:
    """Every sentence of the sources, once each."""
    return tuple(dict.fromkeys(say for source in sources for say in source.say))
