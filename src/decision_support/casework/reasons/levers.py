"""What could still change in a case: answers, events, time, roles, waivers. Each is tried on the case itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from decision_support.casefile.answers import answer_in, with_answer
from decision_support.casework.situation import Situation
from decision_support.errors import BeyondCalendar, InvalidCase
from decision_support.explain.near_misses import Lever
from decision_support.model.case import Case, Event, Weighed
from decision_support.model.facts import CASE, Facts, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.near_miss import Step, StepKind
from decision_support.model.people import Person, Waiver
from decision_support.model.values import UNASKED, UNKNOWN, Answer
from decision_support.model.vocabulary import EventKind
from decision_support.reasoning.openness import About
from decision_support.roles.conflicts import NO, WAIVED, YES
from decision_support.wording import change_in_words, day_in_words, value_as_clause

Change = Callable[[Case], Case]
Situate = Callable[[Case, dt.date], Situation]
LAPSED = ("overdue", "indicative_passed")
NOTED = "…"  # stands for reasons that somebody has still to write


@dataclass(frozen=True)
class Way:
    """One way in which something changes: the step in words, the case after it, the day, and what is then different."""

    step: Step
    change: Change
    on: dt.date
    sets: Mapping[About, str]


@dataclass(frozen=True)
class CaseLever:
    """Something that could still change, and every way in which it could."""

    ways: tuple[Way, ...]
    supplies: bool = False
    contradicts: bool = False

    @property
    def lever(self) -> Lever:
        """As the search for the smallest changes takes it."""
        return Lever(tuple(way.sets for way in self.ways), self.supplies, self.contradicts)


def levers(
    base: KnowledgeBase, case: Situation, situate: Situate, cone: frozenset[About], spoken_of: frozenset[str]
) -> tuple[CaseLever, ...]:
    """Everything that could still change and that some fact of the cone would notice.

    spoken_of: every fact that the rules of the case read; an event of which none of them speaks settles nothing here.
    """
    found = _Found(base, case, situate, cone, spoken_of)
    everything = [*found.answers(), *found.events(), *found.waiting(), *found.people(), *found.considering()]
    return tuple(each for each in everything if each.ways)


def changed(case: Case, on: dt.date, ways: Iterable[Way]) -> tuple[Case, dt.date]:
    """The case after these changes, and the day on which it is so."""
    for way in ways:
        case, on = way.change(case), max(on, way.on)
    return case, on


class _Found:
    def __init__(
        self, base: KnowledgeBase, case: Situation, situate: Situate, cone: frozenset[About], spoken_of: frozenset[str]
    ) -> None:
        self._base, self._case, self._situate = base, case, situate
        self._cone, self._spoken_of = cone, spoken_of
        self._names = {about.fact for about in cone}
        own = case.documents
        self._follows_route = bool(
            self._names
            & {f"{name}.{each}" for name in own for each in ("stage", "stage_begun", "settled", "settled_at")}
            or "case_settled" in self._names
            or self._clocks
        )

    @property
    def _clocks(self) -> set[str]:
        return {name for name in self._names if ".clock." in name}

    def answers(self) -> Iterator[CaseLever]:
        """What nobody has answered, or answered with unknown; and what was answered, which may have been wrong."""
        for subject, name in sorted(self._cone):
            fact = self._base.facts[name]
            if name == "rationale" and subject.kind == "question":
                yield CaseLever(tuple(self._ways(self._reasons(subject))), supplies=True)
            if not fact.ask:
                continue
            value = self._case.facts.get(subject, {}).get(name)
            is_open = value in (None, UNKNOWN)
            if not is_open and answer_in(self._case.case, subject, name) is None:
                continue  # it follows from what is on record, or from the answer to a question that asks the same
            tried = (self._answer(subject, name, each, is_open) for each in fact.answers if each != value)
            ways = self._ways(each for those in tried for each in those)
            yield CaseLever(tuple(ways), supplies=is_open, contradicts=not is_open)

    def events(self) -> Iterator[CaseLever]:
        """Events that are not recorded yet, with each outcome, at each stage from here on where they need one."""
        for name, kind in sorted(self._base.events.items(), key=lambda each: bool(each[1].clauses)):
            if self._is_read(name, kind):
                yield CaseLever(tuple(self._ways(self._happenings(name, kind))))

    def waiting(self) -> Iterator[CaseLever]:
        """Days to come on which a clock runs out."""
        days = {
            day
            for due in self._case.timetable
            if due.on and due.latest and not due.ended and f"{due.guidance}.clock.{due.clock}" in self._names
            for day in (due.on, due.latest + dt.timedelta(1))
            if day > self._case.on
        }
        told = ((self._step("wait", CASE, "day", (), f"Wait until {_told(day)}.", day), _same, day) for day in days)
        yield CaseLever(tuple(map(self._waited, self._ways(sorted(told, key=lambda each: each[2])))))

    def people(self) -> Iterator[CaseLever]:
        """Roles that can be given to people recorded, and conflicts that can be waived."""
        roles = {name: role for document in self._case.documents.values() for name, role in document.roles.items()}
        for subject, name in sorted(self._cone):
            if subject.kind != "person":
                continue
            value = self._case.facts.get(subject, {}).get(name)
            role = roles.get(name.removeprefix("role."))
            is_party = self._case.facts[subject].get("is_party") == YES
            if name.startswith("role.") and role and not role.party and value == NO and not is_party:
                say = f"Give {self._called(subject)} the role of {role.title}, if the post allows it."
                step = self._step("role", subject, name, (YES,), say)
                yield CaseLever(tuple(self._ways([(step, _person(subject, _with_role(role.id)), self._case.on)])))
            known = self._base.facts[name]
            if WAIVED in known.on_record_only and value not in (None, UNKNOWN, NO, WAIVED):
                say = (
                    f"Have it decided and recorded, with the reason, that {self._called(subject)} may act "
                    f"although {known.say}."
                )
                step = self._step("waive", subject, name, (WAIVED,), say)
                waive = _person(subject, _with_waiver(name, self._case.on))
                yield CaseLever(tuple(self._ways([(step, waive, self._case.on)])))

    def considering(self) -> Iterator[CaseLever]:
        """Options that could be put under consideration."""
        for subject, name in sorted(self._cone):
            if subject.kind == "option" and name == "considered":
                say = f"Put the option '{self._called(subject)}' under consideration."
                step = self._step("consider", subject, name, (YES,), say)
                yield CaseLever(tuple(self._ways([(step, _weighing(subject.id), self._case.on)])), supplies=True)

    def _ways(self, tried: Iterable[tuple[Step, Change, dt.date]]) -> Iterator[Way]:
        """Those that the case can take, and that make a difference here."""
        for step, change, on in tried:
            try:
                after = self._situate(change(self._case.case), on).facts
            except (InvalidCase, BeyondCalendar):
                continue  # what is on record speaks against it, or the day lies beyond the bank holidays on file
            sets = {each: value for each, value in _differences(self._case.facts, after) if each in self._cone}
            if sets:
                yield Way(step, change, on, sets)

    def _waited(self, way: Way) -> Way:
        """The same with what the day brings."""
        told = [
            value_as_clause(self._base, about.fact, about.subject, value, self._case.names)
            for about, value in way.sets.items()
            if ".clock." in about.fact and value in LAPSED
        ]
        say = f"{way.step.say.rstrip('.')}: {' and '.join(told)} by then." if told else way.step.say
        return replace(way, step=replace(way.step, say=say))

    def _answer(self, subject: Subject, name: str, value: str, is_open: bool) -> Iterator[tuple[Step, Change, dt.date]]:
        said = answer_in(self._case.case, subject, name)
        kind: StepKind = "answer" if is_open else "correct"
        with_reasons = (None, NOTED) if About(subject, "rationale") in self._cone else (None,)
        for reasons in with_reasons:
            told = change_in_words(self._base, name, subject, (value,), said.value if said else None, self._case.names)
            told += " Give the reasons with it." if reasons else ""
            yield (
                replace(self._step(kind, subject, name, (value,), told), reasons=reasons is not None),
                _answering(subject, name, Answer(value=value, rationale=reasons, on=self._case.on)),
                self._case.on,
            )

    def _reasons(self, subject: Subject) -> Iterator[tuple[Step, Change, dt.date]]:
        said = answer_in(self._case.case, subject, "answer")
        if said is not None and not said.rationale:
            given = said.model_copy(update={"rationale": NOTED})
            say = f"Give the reasons for the answer to question {subject.id}."
            step = self._step("reasons", subject, "rationale", ("given",), say)
            yield step, _answering(subject, "answer", given), self._case.on

    def _is_read(self, name: str, kind: EventKind) -> bool:
        """Whether a fact of the cone would notice this event."""
        facts = {f"recorded.{name}", f"outcome.{name}"}
        facts |= {f"{own}.recorded_this_stage.{name}" for own in self._case.documents}
        if facts & self._names:
            return True
        own_clauses = any(
            clause in document.clauses for document in self._case.documents.values() for clause in kind.clauses
        )
        if self._follows_route and (kind.needs_stage or kind.settles) and (own_clauses or not kind.clauses):
            return kind.needs_stage or bool(facts & self._spoken_of)
        return any(
            f"{own}.clock.{clock.id}" in self._clocks and name in (clock.starts, *clock.no_later_than, *clock.stops)
            for own, document in self._case.documents.items()
            for clock, _ in document.clocks()
        )

    def _happenings(self, name: str, kind: EventKind) -> Iterator[tuple[Step, Change, dt.date]]:
        recorded = [event for event in self._case.case.events if event.what == name]
        for stage, title in self._stages(kind):
            if any(not kind.needs_stage or event.stage == stage for event in recorded):
                continue  # what is on record as having happened stays so
            for outcome in kind.outcomes or (None,):
                where = f", at {title}" if title else ""
                ending = f", with the outcome '{outcome.replace('_', ' ')}'" if outcome else ""
                say = f"It would have to happen, and be recorded: {_lower(kind.say)}{where}{ending}."
                event = Event(what=name, on=self._case.on, stage=stage, outcome=outcome)
                values = tuple(each for each in (stage, outcome) if each)
                yield self._step("event", CASE, name, values, say), _happening(event), self._case.on

    def _stages(self, kind: EventKind) -> Iterator[tuple[str | None, str | None]]:
        """The stages for which an event can still be recorded: the one that was reached, and later ones."""
        if not kind.needs_stage:
            yield None, None
            return
        for name, document in self._case.documents.items():
            reached = self._case.reached[name].stage
            order = list(document.stages)
            for stage in order[order.index(reached) :] if reached in order else ():
                yield stage, f"{stage.replace('-', ' ')} ({_lower(document.stages[stage].title)})"

    def _step(
        self,
        kind: StepKind,
        subject: Subject,
        fact: str,
        values: tuple[str, ...],
        say: str,
        on: dt.date | None = None,
    ) -> Step:
        return Step(kind, "case" if subject == CASE else subject.id, fact, values, say, on.isoformat() if on else None)

    def _called(self, subject: Subject) -> str:
        if subject.kind == "option":
            options = (document.options.get(subject.id) for document in self._case.documents.values())
            return next((option.say for option in options if option), subject.id)
        return self._case.names.get(subject.id, subject.id)


def _differences(before: Facts, after: Facts) -> Iterator[tuple[About, str]]:
    """What is different afterwards; a fact that is then absent is unasked."""
    for subject, known in after.items():
        was = before.get(subject, {})
        for name in sorted({*known, *was}):
            if known.get(name) != was.get(name):
                yield About(subject, name), known.get(name, UNASKED)


def _answering(subject: Subject, name: str, answer: Answer) -> Change:
    return lambda case: with_answer(case, subject, name, answer)


def _happening(event: Event) -> Change:
    return lambda case: case.model_copy(update={"events": (*case.events, event)})


def _weighing(option: str) -> Change:
    def put(case: Case) -> Case:
        known = any(each.id == option for each in case.options)
        return case if known else case.model_copy(update={"options": (*case.options, Weighed(id=option))})

    return put


def _person(subject: Subject, change: Callable[[Person], Person]) -> Change:
    return lambda case: case.model_copy(
        update={"people": tuple(change(each) if each.id == subject.id else each for each in case.people)}
    )


def _with_role(role: str) -> Callable[[Person], Person]:
    return lambda person: person.model_copy(update={"roles": (*person.roles, role)})


def _with_waiver(fact: str, on: dt.date) -> Callable[[Person], Person]:
    return lambda person: person.model_copy(
        update={"waivers": (*person.waivers, Waiver(of=fact, by=person.id, on=on, why=NOTED))}
    )


def _same(case: Case) -> Case:
    return case


def _told(day: dt.date) -> str:
    return day_in_words(day.isoformat())


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")
