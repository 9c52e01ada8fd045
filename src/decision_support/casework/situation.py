"""What is known of a case on one day: its answers, events, clocks and people, gathered as facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from decision_support.casefile.history import Progress, as_known_on, earlier_acts, progress, recorded_facts
from decision_support.deadlines.timetable import timetable
from decision_support.deadlines.working_days import WorkingDays
from decision_support.errors import InvalidCase
from decision_support.model.case import Case
from decision_support.model.facts import CASE, Facts, Subject
from decision_support.model.knowledge import Document, KnowledgeBase
from decision_support.model.parties import parties, share_agency
from decision_support.model.timetable import Due
from decision_support.model.values import UNKNOWN
from decision_support.roles.facts import Standings, people_facts, standings
from decision_support.roles.graph import People, RoleGraph

from .weighing import weighing_facts


@dataclass(frozen=True)
class Situation:
    """A case on one day, without what came later. Everything that advice needs, computed once."""

    case: Case
    on: dt.date
    documents: Mapping[str, Document]
    reached: Mapping[str, Progress]
    timetable: tuple[Due, ...]
    people: Mapping[str, People]
    standings: Mapping[str, Standings]
    facts: Facts

    @property
    def names(self) -> dict[str, str]:
        """What to call each person."""
        return {person.id: person.called for person in self.case.people}

    @property
    def holders(self) -> dict[str, tuple[str, ...]]:
        """Who holds each role of the documents that apply on this day."""
        found: dict[str, tuple[str, ...]] = {
            role: () for document in self.documents.values() for role in document.roles
        }
        for person in self.case.people:
            for role in person.post(self.on).roles:
                found[role] = (*found.get(role, ()), person.id)
        return found


def situation(
    base: KnowledgeBase, case: Case, on: dt.date, days: WorkingDays, roles: Mapping[str, RoleGraph]
) -> Situation:
    """Gather the facts of a case as they are known on this day. Later events and answers do not exist yet."""
    if on < case.opened:
        raise InvalidCase(
            f"the case was opened on {case.opened.isoformat()}, after {on.isoformat()}.",
            mend="Ask for advice on a later day with --on.",
        )
    documents = {name: base.documents[name] for name in case.guidance}
    case = as_known_on(case, on, base.events)
    reached = {name: progress(document, case.events, base.events) for name, document in documents.items()}
    dues = tuple(
        due
        for name, document in documents.items()
        for due in timetable(
            name, tuple(document.clocks()), case.events, days, on, reached[name].settled_on, reached[name].left
        )
    )
    people = {
        name: People(
            case, roles[name], on, reached[name].stage, earlier_acts(document, case.events, reached[name], base.events)
        )
        for name, document in documents.items()
    }
    standing = {name: standings(view, base.facts) for name, view in people.items()}
    return Situation(
        case=case,
        on=on,
        documents=documents,
        reached=reached,
        timetable=dues,
        people=people,
        standings=standing,
        facts=_facts(base, case, documents, people, standing, reached, dues),
    )


def _facts(
    base: KnowledgeBase,
    case: Case,
    documents: Mapping[str, Document],
    people: Mapping[str, People],
    standing: Mapping[str, Standings],
    reached: Mapping[str, Progress],
    dues: tuple[Due, ...],
) -> Facts:
    answered = {name: answer.value for name, answer in case.facts.items()}
    own = recorded_facts(base, documents, case.events, reached)
    own |= {f"{due.guidance}.clock.{due.clock}": due.state for due in dues}
    own["guidance_named"] = "yes" if documents else "no"
    if case.jurisdiction:
        own["jurisdiction"] = case.jurisdiction
    own |= answered | _from_people(base, documents, people, answered)
    facts: dict[Subject, Mapping[str, str]] = {CASE: own}
    facts |= weighing_facts(case, documents.values())
    told = {person.id: {name: answer.value for name, answer in person.facts.items()} for person in case.people}
    for subject, found in people_facts((view, standing[name]) for name, view in people.items()).items():
        facts[subject] = told[subject.id] | found
    return facts


def _from_people(
    base: KnowledgeBase,
    documents: Mapping[str, Document],
    people: Mapping[str, People],
    answered: Mapping[str, str],
) -> dict[str, str]:
    """Facts that are worked out from people where they are recorded, held against what was answered."""
    roles = [role for document in documents.values() for role in document.roles.values()]
    posts = next(iter(people.values())).people.values() if people else ()
    shared = share_agency(parties(posts, roles))
    computed: dict[str, str] = {}
    for name, fact in base.facts.items():
        if fact.computed != "parties_share_agency" or shared is None:
            continue
        if answered.get(name, shared) not in (shared, UNKNOWN):
            raise InvalidCase(
                f"'{name}' was answered '{answered[name]}', and the agencies recorded for both sides say '{shared}'.",
                mend="Correct the answer or the agencies.",
            )
        computed[name] = shared
    return computed
