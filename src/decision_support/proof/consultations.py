"""Random cases such as a consultation brings: answers, people, ties, options and events in an order that could happen.

The same seed always gives the same cases. A case that contradicts itself is thrown away, and another is made.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from decision_support.casework import Casework
from decision_support.errors import BeyondCalendar, InvalidCase
from decision_support.model.case import Case
from decision_support.model.knowledge import Document, KnowledgeBase
from decision_support.model.people import NOBODY
from decision_support.model.vocabulary import Fact
from decision_support.proof.bundled_days import days_by_file

AGENCIES = ("Council", "Hospital", "School")
TEAMS = ("North", "South")
PEOPLE = ("ana", "bo", "cai", "dee", "eli", "fay", "gil")
_ATTEMPTS = 40


class Consultation(NamedTuple):
    """A case, and the day on which somebody asks for advice on it."""

    case: Case
    on: dt.date


def consultations(desk: Casework, number: int, seed: int = 0) -> Iterator[Consultation]:
    """So many random cases."""
    chance = Random(seed)
    yield from (consultation(desk, chance) for _ in range(number))


def consultation(desk: Casework, chance: Random, guidance: tuple[str, ...] | None = None) -> Consultation:
    """One random case, under these documents or under whichever."""
    for _ in range(_ATTEMPTS):
        made = _Making(desk, chance, guidance).consultation()
        try:
            desk.situation(*made)
        except (InvalidCase, BeyondCalendar):
            continue
        return made
    raise InvalidCase(f"{_ATTEMPTS} random cases in a row contradicted themselves.")


def bundled(base: KnowledgeBase, knowledge: Path | None = None) -> Iterator[Consultation]:
    """The cases and scenarios that come with a knowledge folder, on each day that something is expected of them.

    A case that speaks of what this knowledge base does not know is left out.
    """
    for days in days_by_file(base, knowledge):
        with contextlib.suppress(InvalidCase):
            yield from [Consultation(day.case, day.on) for day in days]


class _Making:
    """One case in the making."""

    def __init__(self, desk: Casework, chance: Random, guidance: tuple[str, ...] | None) -> None:
        self._base, self._chance = desk.base, chance
        self._guidance = self._some_guidance() if guidance is None else guidance
        self._documents = [desk.base.documents[name] for name in self._guidance]
        rules = desk.rule_book(self._guidance).rules.values()
        self._read = sorted({condition.fact for rule in rules for condition in rule.when})
        self._density = chance.choice((0.1, 0.3, 0.6, 0.9))
        self._may_settle = chance.random() < 0.2

    def consultation(self) -> Consultation:
        """All of it."""
        opened = self._day()
        names = PEOPLE[: self._chance.choice((0, 2, 4, len(PEOPLE)))] if self._documents else ()
        happened = self._events(opened, names)
        case = Case.model_validate(
            {
                "case": "A random case",
                "guidance": self._guidance,
                "opened": opened,
                "facts": self._facts("case", self._density),
                "answers": self._answers(),
                "people": [self._person(name, names[:place], names) for place, name in enumerate(names)],
                "options": [{"id": name, "facts": self._facts("option", 0.7)} for name in self._options()],
                "events": happened,
            }
        )
        last = happened[-1]["on"] if happened else opened
        return Consultation(case, last + dt.timedelta(days=self._chance.choice((0, 0, 1, 3, 9, 30))))

    def _some_guidance(self) -> tuple[str, ...]:
        names = sorted(self._base.documents)
        return tuple(self._chance.sample(names, min(len(names), self._chance.choice((0, 1, 1, 1, 1, 1, 1, 2)))))

    def _day(self) -> dt.date:
        years = [(each.first_year, each.last_year) for each in self._base.calendars.values()]
        first, last = max(year for year, _ in years), min(year for _, year in years)
        return dt.date((first + last) // 2, 1, 1) + dt.timedelta(days=self._chance.randrange(365))

    def _facts(self, about: str, density: float) -> dict[str, Any]:
        asked = {name: self._base.facts[name] for name in self._read if _is_asked(self._base.facts[name], about)}
        return {name: self._answer(fact.answers) for name, fact in asked.items() if self._chance.random() < density}

    def _answer(self, values: tuple[str, ...]) -> dict[str, Any]:
        reasons = {"rationale": "As it was told."} if self._chance.random() < 0.5 else {}
        return {"value": self._chance.choice(values), **reasons}

    def _answers(self) -> dict[str, Any]:
        questions = [question for document in self._documents for question in document.questions]
        values = self._base.facts["answer"].answers if questions else ()
        return {name: self._answer(values) for name in questions if self._chance.random() < self._density}

    def _options(self) -> list[str]:
        options = [option for document in self._documents for option in document.options]
        return self._chance.sample(options, self._chance.randrange(len(options) + 1)) if options else []

    def _person(self, name: str, above: tuple[str, ...], everybody: tuple[str, ...]) -> dict[str, Any]:
        roles = [role for document in self._documents for role in document.roles.values()]
        parties = [role.id for role in roles if role.party]
        held = {self._chance.choice(parties)} if parties and self._chance.random() < 0.4 else set()
        held |= set(self._chance.sample([role.id for role in roles], self._chance.randrange(3)))
        person: dict[str, Any] = {
            "id": name,
            "name": name.title(),
            "roles": sorted(held),
            "considered_for": sorted(self._chance.sample([role.id for role in roles], self._chance.randrange(2))),
        }
        for key, values in (("agency", AGENCIES), ("team", TEAMS), ("line_manager", (NOBODY, *above))):
            if self._chance.random() < 0.7:
                person[key] = self._chance.choice(values)
        if self._chance.random() < 0.2:
            person["interests"] = [{"in": "the outcome"}]
        if self._chance.random() < 0.2:
            person["took_part"] = [{"in": self._chance.choice(["decision", "investigation"])}]
        if self._chance.random() < 0.2:
            person["named_by"] = [other for other in everybody if other != name][:1]
        if self._chance.random() < 0.3:
            person["facts"] = self._facts("person", 0.2)
        return person

    def _events(self, opened: dt.date, people: tuple[str, ...]) -> list[dict[str, Any]]:
        """Some events in an order that the stages allow, none of them twice on one day."""
        day, events, seen = opened, [], set()
        stages = {name: list(document.stages) for name, document in zip(self._guidance, self._documents, strict=True)}
        for what in self._in_order():
            day += dt.timedelta(days=self._chance.choice((0, 0, 1, 2, 5)))
            kind = self._base.events[what]
            event: dict[str, Any] = {"what": what, "on": day}
            if kind.needs_stage:
                listed = [stage for each in stages.values() for stage in each]
                if not listed:
                    continue
                event["stage"] = self._chance.choice(listed)
            if kind.outcomes:
                outcomes = [each for each in kind.outcomes if self._may_settle or each not in kind.settles]
                if not outcomes:
                    continue
                event["outcome"] = self._chance.choice(outcomes)
            if people and self._chance.random() < 0.5:
                event["by"] = self._chance.choice(people)
            if (key := (what, event.get("stage"), day)) not in seen:
                seen.add(key)
                events.append(event)
        return events

    def _in_order(self) -> list[str]:
        """Events of the documents' own route, mostly in the order of the route."""
        steps = [name for document in self._documents for name in _route(document)]
        known = set(self._base.events)
        steps += [fact.partition(".")[2] for fact in self._read if fact.partition(".")[2] in known]
        ordered = [name for name in dict.fromkeys(steps) if name in known]
        some, reached = self._chance.choice((0.0, 0.15, 0.3, 0.6)), self._chance.randrange(len(ordered) + 1)
        kept = [name for name in ordered[:reached] if self._chance.random() < some]
        if kept and self._chance.random() < 0.3:
            self._chance.shuffle(kept)
        return kept


def _route(document: Document) -> Iterator[str]:
    """The events by which a document's stages show, start and end, in the order of the stages."""
    ended: Mapping[str, str | None] = {name: action.ends_in for name, action in document.actions.items()}
    for clock, _ in document.clocks():
        yield clock.starts
    for stage in document.stages.values():
        for step in stage.steps:
            if event := ended.get(step.removeprefix(f"{document.guidance.id}.")):
                yield event
        yield from stage.shown_by


def _is_asked(fact: Fact, about: str) -> bool:
    return bool(fact.ask) and fact.about == about and bool(fact.answers)
