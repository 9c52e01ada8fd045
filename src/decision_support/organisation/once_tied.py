"""Whom somebody was once tied to: by line, team or agency, on a day on which something recorded of anybody ended."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from decision_support.model.people import NOBODY, Dated, Person, spans


class Spell(NamedTuple):
    """What or who something was, from its first day to its last."""

    is_: str
    start: dt.date
    end: dt.date


Spells = Mapping[str, Sequence[Spell]]


class OnceTied:
    """The records of many people, and the days to look at. Nobody stands above themselves on any day."""

    def __init__(self, recorded: Mapping[str, Person], days: Sequence[dt.date]) -> None:
        self._recorded = recorded
        self._days = days

    def above(self, name: str) -> set[str]:
        """Everybody to whom somebody answered on such a day, directly or further up."""
        return set(self._along(name, self._managers)) if self._days else set()

    def below(self, name: str) -> set[str]:
        """Everybody who answered to somebody on such a day, directly or further down."""
        return set(self._along(name, self._reports)) if self._days else set()

    def in_team(self, name: str) -> set[str]:
        """Everybody who was in a team of that name on such a day."""
        if not self._days:
            return set()
        return {
            other.is_
            for team in self._teams[name]
            for other in self._members_of_teams.get(team.is_, ())
            if next(self._shared(team, other), None)
        }

    def in_agency(self, name: str) -> set[str]:
        """Everybody who worked for the same agency on such a day, but for those who have been there together since."""
        if not self._days:
            return set()
        return {
            other.is_
            for agency in self._agencies[name]
            for other in (self._members if self._has_ended(agency) else self._former_members).get(agency.is_, ())
            if next(self._shared(agency, other), None)
        }

    @cached_property
    def _managers(self) -> Spells:
        every = {name: _spells(person.line_manager) for name, person in self._recorded.items()}
        return {name: [spell for spell in spells if spell.is_ != NOBODY] for name, spells in every.items()}

    @cached_property
    def _reports(self) -> Spells:
        return _turned(self._managers)

    @cached_property
    def _teams(self) -> Spells:
        return {name: _spells(person.team) for name, person in self._recorded.items()}

    @cached_property
    def _members_of_teams(self) -> Spells:
        return _turned(self._teams)

    @cached_property
    def _agencies(self) -> Spells:
        return {name: _spells(person.agency) for name, person in self._recorded.items()}

    @cached_property
    def _members(self) -> Spells:
        return _turned(self._agencies)

    @cached_property
    def _former_members(self) -> Spells:
        return {name: [spell for spell in spells if self._has_ended(spell)] for name, spells in self._members.items()}

    def _has_ended(self, spell: Spell) -> bool:
        return spell.end <= self._days[-1]

    def _along(self, name: str, edges: Spells) -> Iterator[str]:
        """Everybody who can be reached over edges that all hold on one and the same such day."""
        waiting = [Spell(name, dt.date.min, dt.date.max)]
        while waiting:
            at = waiting.pop()
            for to in edges.get(at.is_, ()):
                if next(self._shared(at, to), None):
                    yield to.is_
                    waiting.append(Spell(to.is_, max(at.start, to.start), min(at.end, to.end)))

    def _shared(self, one: Spell, other: Spell) -> Iterator[dt.date]:
        """The days to look at on which both held."""
        end = min(one.end, other.end)
        for number in range(bisect_left(self._days, max(one.start, other.start)), len(self._days)):
            if self._days[number] > end:
                return
            yield self._days[number]


def _spells(written: str | tuple[str | Dated, ...] | None) -> list[Spell]:
    return [Spell(each.is_, each.from_ or dt.date.min, each.until or dt.date.max) for each in spans(written)]


def _turned(every: Spells) -> Spells:
    """The same the other way round: who had each of these, and when."""
    turned: dict[str, list[Spell]] = {}
    for name, spells in every.items():
        for spell in spells:
            turned.setdefault(spell.is_, []).append(Spell(name, spell.start, spell.end))
    return turned
