"""What could still change in a case: answers, events, time, roles, waivers. Each is tried on the case itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from decision_support.casefile.answers import answer_in
from decision_support.casework.situation import Situation
from decision_support.casework.weighing import DISCOUNTED
from decision_support.explain.near_misses import Lever
from decision_support.model.case import Case, Event
from decision_support.model.facts import CASE, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.near_miss import Step, StepKind
from decision_support.model.people import Person
from decision_support.model.procedure import Stage
from decision_support.model.values import UNKNOWN, Answer
from decision_support.model.vocabulary import EventKind
from decision_support.reasoning.openness import About
from decision_support.roles.conflicts import NO, WAIVED, YES
from decision_support.wording import STATES_THAT_DAY, change_in_words, day_in_words, within

from .changes import NOTED, all_of, answering, happening, of_person, unchanged, weighing, with_role, with_waiver
from .effects import Change, Differences, Sets, Situate

LAPSED = ("due_today", "overdue", "indicative_passed")
LESS_RESTRICTIVE_LEFT = "less_restrictive_left"


@dataclass(frozen=True)
class Way:
    """One way in which something changes: the step in words, the case after it, the day, and what is then different.

    also  further steps of the same way, where only all of them together make a difference
    """

    step: Step
    change: Change
    on: dt.date
    sets: Sets
    also: tuple[Step, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        return (self.step, *self.also)


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


def option_names(case: Situation) -> dict[str, str]:
    """What to call each option of the documents that apply."""
    return {option.id: option.say for document in case.documents.values() for option in document.options.values()}


def changed(case: Case, on: dt.date, ways: Iterable[Way]) -> tuple[Case, dt.date]:
    """The case after these changes, and the day on which it is so."""
    for way in ways:
        case, on = way.change(case), max(on, way.on)
    return case, on


class _Found:
    def __init__(
        self, base: KnowledgeBase, case: Situation, situate: Situate, cone: frozenset[About], spoken_of: frozenset[str]
    ) -> None:
        self._base, self._case = base, case
        self._differences = Differences(base, case, situate, cone)
        self._called_so = case.names | option_names(case)
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
        for subject, name in sorted({*self._cone, *self._of_milder_options()}):
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
            ways = tuple(each for those in tried for each in those if each.sets)
            yield CaseLever(ways, supplies=is_open, contradicts=not is_open)
        yield from self._milder_options()

    def events(self) -> Iterator[CaseLever]:
        """Events that can still be recorded, with each outcome, at the stage reached where they need one."""
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
        told = ((self._step("wait", CASE, "day", (), f"Wait until {_told(day)}.", day), unchanged, day) for day in days)
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
                yield CaseLever(tuple(self._of_person(step, subject, with_role(role.id))))
            known = self._base.facts[name]
            if WAIVED in known.on_record_only and value not in (None, UNKNOWN, NO, WAIVED):
                say = (
                    f"Have it decided and recorded, with the reason, that {self._called(subject)} may act "
                    f"although {known.say}."
                )
                step = self._step("waive", subject, name, (WAIVED,), say)
                yield CaseLever(tuple(self._of_person(step, subject, with_waiver(name, self._case.on))))

    def considering(self) -> Iterator[CaseLever]:
        """Options that could be put under consideration."""
        for subject, name in sorted(self._cone):
            if subject.kind == "option" and name == "considered":
                say = f"Put the option '{self._called(subject)}' under consideration."
                step = self._step("consider", subject, name, (YES,), say)
                yield CaseLever(tuple(self._ways([(step, weighing(subject.id), self._case.on)])), supplies=True)

    def _ways(self, tried: Iterable[tuple[Step, Change, dt.date]]) -> Iterator[Way]:
        """Those that the case can take, and that make a difference here."""
        for step, change, on in tried:
            if sets := self._differences.after(change, on):
                yield Way(step, change, on, sets)

    def _of_person(self, step: Step, subject: Subject, change: Callable[[Person], Person]) -> Iterator[Way]:
        """A change of one person; it is tried on everybody at once where nobody's place rests on this person's."""
        own = of_person(subject, change)
        if any(each.for_ == subject.id for person in self._case.case.people for each in person.stands_in):
            yield from self._ways([(step, own, self._case.on)])
            return
        key = (step.kind, step.fact)
        if sets := self._differences.of_person(key, lambda each: of_person(each, change), subject):
            yield Way(step, own, self._case.on, sets)

    def _waited(self, way: Way) -> Way:
        """The same with what the day brings."""
        told = [
            f"{self._base.facts[about.fact].say} {STATES_THAT_DAY[value]}"
            for about, value in way.sets.items()
            if ".clock." in about.fact and value in LAPSED
        ]
        say = way.step.say
        if told:
            day = _told(way.on)
            say = f"It follows by itself on {day}, if nothing else happens: by then {' and '.join(told)}."
        return replace(way, step=replace(way.step, say=say))

    def _answer(self, subject: Subject, name: str, value: str, is_open: bool) -> Iterator[Way]:
        said = answer_in(self._case.case, subject, name)
        kind: StepKind = "answer" if is_open else "correct"
        with_reasons = (None, NOTED) if About(subject, "rationale") in self._cone else (None,)
        for reasons in with_reasons:
            told = change_in_words(self._base, name, subject, (value,), said.value if said else None, self._called_so)
            told += " Give the reasons with it." if reasons else ""
            step = replace(self._step(kind, subject, name, (value,), told), reasons=reasons is not None)
            answer = Answer(value=value, rationale=reasons, on=self._case.on)
            change = answering(subject, name, answer)
            yield Way(step, change, self._case.on, self._after_answer(subject, name, answer))

    def _after_answer(self, subject: Subject, name: str, answer: Answer) -> Sets:
        plain = self._differences.after_answer(subject, name, answer.value, answer.rationale)
        if plain is not None:
            return plain
        if subject.kind == "person":
            key = (name, answer.value, answer.rationale)
            return self._differences.of_person(key, lambda each: answering(each, name, answer), subject)
        return self._differences.after(answering(subject, name, answer), self._case.on)

    def _milder_options(self) -> Iterator[CaseLever]:
        """That all milder options of an option were thought about: where there are several, none alone is enough."""
        for subject, name in sorted(self._cone):
            if name != LESS_RESTRICTIVE_LEFT or self._case.facts.get(subject, {}).get(name) != YES:
                continue
            left = [
                Subject("option", milder)
                for document in self._case.documents.values()
                if subject.id in document.options
                for milder in document.options[subject.id].less_restrictive
                if self._case.facts.get(Subject("option", milder), {}).get(DISCOUNTED) != YES
            ]
            if len(left) < 2:
                continue
            answer = Answer(value=YES, on=self._case.on)
            change = all_of(answering(each, DISCOUNTED, answer) for each in left)
            if sets := self._differences.after(change, self._case.on):
                step, *more = (self._discounting(each) for each in left)
                denied = any(each.kind == "correct" for each in (step, *more))
                way = Way(step, change, self._case.on, sets, tuple(more))
                yield CaseLever((way,), supplies=not denied, contradicts=denied)

    def _discounting(self, option: Subject) -> Step:
        said = answer_in(self._case.case, option, DISCOUNTED)
        was = said.value if said and said.value != UNKNOWN else None
        told = change_in_words(self._base, DISCOUNTED, option, (YES,), was, self._called_so)
        return self._step("correct" if was else "answer", option, DISCOUNTED, (YES,), told)

    def _of_milder_options(self) -> Iterator[About]:
        """The answers about every option, where it counts whether a milder one is left."""
        if LESS_RESTRICTIVE_LEFT in self._names:
            for subject in self._case.facts:
                if subject.kind == "option":
                    yield About(subject, DISCOUNTED)

    def _reasons(self, subject: Subject) -> Iterator[tuple[Step, Change, dt.date]]:
        said = answer_in(self._case.case, subject, "answer")
        if said is not None and not said.rationale:
            given = said.model_copy(update={"rationale": NOTED})
            say = f"Give the reasons for the answer to question {subject.id}."
            step = self._step("reasons", subject, "rationale", ("given",), say)
            yield step, answering(subject, "answer", given), self._case.on

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
        if any(name in stage.shown_by for stage in self._far_off()):
            return
        for stage, title in self._stages(kind):
            before = [event.outcome for event in recorded if not kind.needs_stage or event.stage == stage]
            if before and not kind.outcomes:
                continue  # what is on record as having happened stays so
            for outcome in kind.outcomes or (None,):
                if outcome is not None and outcome in before:
                    continue
                where = f", at {title}" if title else ""
                ending = f", with the outcome '{outcome.replace('_', ' ')}'" if outcome else ""
                again = " again" if before else ""
                say = f"Once this has happened{again}, record it: {within(kind.say)}{where}{ending}."
                event = Event(what=name, on=self._case.on, stage=stage, outcome=outcome)
                values = tuple(each for each in (stage, outcome) if each)
                yield self._step("event", CASE, name, values, say), happening(event), self._case.on

    def _stages(self, kind: EventKind) -> Iterator[tuple[str | None, str | None]]:
        """The stage of which an event can be recorded: the one reached, or the next where the event begins a stage."""
        if not kind.needs_stage:
            yield None, None
            return
        for name, document in self._case.documents.items():
            reached = self._case.reached[name].stage
            stage = document.stages[reached].unresolved if reached and kind.begins_stage else reached
            if stage:
                yield stage, f"{stage.replace('-', ' ')} ({document.stages[stage].title})"

    def _far_off(self) -> Iterator[Stage]:
        """The stages that come after the next one: nobody is shown how to pass over those between."""
        for name, document in self._case.documents.items():
            order, reached = list(document.stages.values()), self._case.reached[name].stage
            if reached is not None:
                yield from order[list(document.stages).index(reached) + 2 :]

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
        return self._called_so.get(subject.id, subject.id)


def _told(day: dt.date) -> str:
    return day_in_words(day.isoformat())
