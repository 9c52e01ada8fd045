"""A whole organisation checked: whether somebody can act at every stage, in a case raised by anybody about anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from decision_support.casework import Casework
from decision_support.model.advice import LeftOut
from decision_support.model.knowledge import Document
from decision_support.model.organisation import Organisation
from decision_support.model.parties import Side

from .acting_sets import ActingSets, Gap, Kind, Limit
from .fresh_matter import FreshMatter
from .one_case import OneCase
from .remedies import Remedies, Remedy
from .tie_sets import TieSets
from .whose_cases import Cases, WhoseCases


@dataclass(frozen=True)
class Example:
    """One case of a hole: who raises it and who is on the other side, or whom it is about; and why nobody acts."""

    concerned: tuple[str, ...]
    why: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Hole:
    """A role in which nobody can act in some cases.

    stage     where the role is needed; None for a framework, which has no stages
    side      whose holder is missing: of the side that raised it, or of the other; None where both have the same
    limit     why no appointment, no stand-in and no fuller record would mend it; None where one would
    number    in how many cases, of how many; a case is who raises it and who is on the other side, or whom it is about
    cases     which they are
    remedies  what would let somebody act in the example
    """

    guidance: str
    stage: str | None
    stage_title: str | None
    role: str
    title: str
    side: Side | None
    kind: Kind
    limit: Limit | None
    number: int
    of: int
    cases: tuple[Cases, ...]
    example: Example
    remedies: tuple[Remedy, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """An organisation held against documents on a day: every hole, in the order of the documents and their stages."""

    organisation: str
    on: str
    people: int
    guidance: tuple[str, ...]
    holes: tuple[Hole, ...]


@dataclass(frozen=True)
class Place:
    """Where a role is needed: at a stage, or in a framework."""

    stage: str | None
    title: str | None
    role: str
    steps: tuple[str, ...] | None
    clauses: tuple[str, ...]


def check_organisation(
    desk: Casework, organisation: Organisation, on: dt.date, guidance: tuple[str, ...] = ()
) -> Checked:
    """Whether every role that a document needs has somebody to act, in every case that could arise on this day.

    guidance: the documents to check instead of those that the organisation names.
    """
    named = tuple(sorted(guidance or organisation.guidance or desk.base.documents))
    names = {person.id: person.called for person in organisation.people}
    return Checked(
        organisation=organisation.organisation,
        on=on.isoformat(),
        people=len(names),
        guidance=named,
        holes=tuple(hole for name in named for hole in _of_document(desk, name, organisation, on, names)),
    )


def places(matter: FreshMatter) -> Iterator[Place]:
    """Every place where a document needs somebody in a role that is not a party's."""
    document, judged = matter.document, [role for role in matter.document.roles if matter.is_judged(role)]
    acting = {role for stage in document.stages.values() for role in stage.actors}
    for stage in document.stages.values():
        steps = [document.actions[step].actor for step in stage.steps]
        further = (role for role in judged if role not in acting and role in steps)
        for role in dict.fromkeys((*stage.actors, *further)):
            if not document.roles[role].party:
                yield Place(stage.id, stage.title, role, stage.steps, stage.clauses)
    if not document.stages:
        actors = (action.actor for action in document.actions.values() if action.actor)
        for role in dict.fromkeys((*actors, *judged)):
            if not document.roles[role].party:
                yield Place(None, None, role, None, document.roles[role].clauses)


def _of_document(
    desk: Casework, guidance: str, organisation: Organisation, on: dt.date, names: Mapping[str, str]
) -> Iterator[Hole]:
    matter = FreshMatter(desk, guidance, organisation.people, on)
    ties = TieSets(matter)
    number = len(ties.ids)
    of = number * (number - 1) if len(matter.marks) == 2 else number if matter.marks else 1
    known: dict[tuple[str, bool], list[_Found]] = {}
    for place in places(matter):
        about = place.role, matter.is_judged(place.role, place.steps)
        if about not in known:
            acting = ActingSets(ties, *about)
            known[about] = [_found(ties, acting, gap, names) for gap in acting.gaps()]
        for found in known[about]:
            yield _hole(matter.document, guidance, place, found, of)


@dataclass(frozen=True)
class _Found:
    gap: Gap
    cases: tuple[Cases, ...]
    example: Example
    remedies: tuple[Remedy, ...]


def _found(ties: TieSets, acting: ActingSets, gap: Gap, names: Mapping[str, str]) -> _Found:
    one = OneCase(ties, acting, gap)
    return _Found(
        gap=gap,
        cases=WhoseCases(ties, names).told(gap.pairs, gap.limit),
        example=Example(one.concerned, one.why()),
        remedies=tuple(Remedies(one, names).all()),
    )


def _hole(document: Document, guidance: str, place: Place, found: _Found, of: int) -> Hole:
    return Hole(
        guidance=guidance,
        stage=place.stage,
        stage_title=place.title,
        role=place.role,
        title=document.roles[place.role].title,
        side=found.gap.side,
        kind=found.gap.kind,
        limit=found.gap.limit,
        number=found.gap.pairs.number,
        of=of,
        cases=found.cases,
        example=found.example,
        remedies=found.remedies,
        clauses=place.clauses,
    )
