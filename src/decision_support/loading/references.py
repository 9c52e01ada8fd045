"""Checks that every name in the knowledge base leads somewhere, and that no rule is stronger than its clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from decision_support.errors import InvalidKnowledge, Place, SeveralMistakes, did_you_mean
from decision_support.model.guidance import Wording
from decision_support.model.knowledge import OURS, Document, KnowledgeBase
from decision_support.model.procedure import Clock
from decision_support.model.rules import Rule

COUNTERPART = "counterpart"

# The strongest advice that each of a document's own modal words can carry.
CARRIES: Mapping[Wording, frozenset[str]] = {
    "must": frozenset({"must", "must_not", "should", "may"}),
    "binding": frozenset({"must", "must_not", "should", "may"}),
    "should": frozenset({"should", "may"}),
    "will": frozenset({"should", "may"}),
    "may": frozenset({"may"}),
    "hoped": frozenset({"may"}),
    "statement": frozenset(),
}


class TooStrong(InvalidKnowledge):
    """Advice that is stronger than any of its clauses."""


class LeadsNowhere(InvalidKnowledge):
    """A name of something that is not there.

    elsewhere  whether it is a clause, and another document than the one that matters here has it
    """

    def __init__(self, kind: str, name: str, known: Iterable[str], place: Place | None) -> None:
        super().__init__(f"there is no {kind} '{name}'.", place=place, mend=did_you_mean(name, known))
        self.kind = kind
        self.name = name
        self.elsewhere = False


def check_references(base: KnowledgeBase) -> None:
    """Raise every reference that leads nowhere, each with its place."""
    found = mistakes(base)
    if len(found) == 1:
        raise found[0]
    if found:
        raise SeveralMistakes(found)


def mistakes(base: KnowledgeBase) -> list[InvalidKnowledge]:
    """Every reference that leads nowhere, and whatever is stronger than its clauses, in the order of their places."""
    found = [*_documents(base), *_rules(base), *_the_rest(base), *_topics(base)]
    for each in found:
        if isinstance(each, LeadsNowhere) and each.kind == "clause":
            each.elsewhere = any(each.name in document.clauses for document in base.documents.values())
    return sorted(found, key=lambda mistake: (mistake.place or Place(""), mistake.what))


def _missing(
    what: str, named: Iterable[str | None], known: Iterable[str], place: Place | None
) -> Iterator[InvalidKnowledge]:
    names = set(known)
    for name in named:
        if name is not None and name not in names:
            yield LeadsNowhere(what, name, names, place)


def _documents(base: KnowledgeBase) -> Iterator[InvalidKnowledge]:
    for own, document in base.documents.items():
        clauses, silences = document.clauses, document.silences
        yield from _missing("clause", _of(document.guidance.status), clauses, base.place("guidance", own))
        for silence in silences.values():
            yield from _missing("clause", silence.clauses, clauses, base.place("silence", silence.id))
        yield from _procedure(base, own, document)
        yield from _actions(base, own, document)
        for record in document.records.values():
            place = base.place("record", f"{own}.{record.id}")
            yield from _missing("clause", record.clauses, clauses, place)
            yield from _missing("form", [record.form], document.forms, place)
        for form in document.forms.values():
            place = base.place("form", f"{own}.{form.id}")
            fields = [field for section in form.sections for field in section.fields]
            yield from _missing("clause", [*form.clauses, *_of(form.goes_to), *_of(fields)], clauses, place)
            yield from _missing("stage", form.used_at, document.stages, place)
            yield from _missing(
                "role", [form.completed_by, *(each.role for each in form.goes_to)], document.roles, place
            )
            yield from _missing("silence", form.see, silences, place)
        yield from _roles(base, own, document)


def _procedure(base: KnowledgeBase, own: str, document: Document) -> Iterator[InvalidKnowledge]:
    for stage in document.stages.values():
        place = base.place("stage", f"{own}.{stage.id}")
        yield from _missing("clause", stage.clauses, document.clauses, place)
        yield from _missing("action", stage.steps, document.actions, place)
        yield from _missing("role", stage.actors, document.roles, place)
        yield from _missing("stage", [stage.unresolved], document.stages, place)
        yield from _missing("silence", stage.see, document.silences, place)
        yield from _missing("event", stage.shown_by, base.events, place)
    for clock, _ in document.clocks():
        place = base.place("clock", f"{own}.{clock.id}")
        yield from _missing("event", _events_of(clock), base.events, place)
        stages = [clock.start_stage, clock.stop_stage, *(other.stage for other in clock.also_read)]
        yield from _missing("stage", stages, document.stages, place)
        yield from _missing("clause", clock.clauses, document.clauses, place)
        yield from _missing(
            "silence", [*clock.see, *(other.see for other in clock.also_read)], document.silences, place
        )
        yield from _missing("interpretation", clock.interpretations, base.interpretations, place)


def _events_of(clock: Clock) -> list[str]:
    return [clock.starts, *clock.no_later_than, *clock.stops, *(other.starts for other in clock.also_read)]


def _actions(base: KnowledgeBase, own: str, document: Document) -> Iterator[InvalidKnowledge]:
    clocks = [clock.id for clock, _ in document.clocks()]
    for action in document.actions.values():
        place = base.place("action", f"{own}.{action.id}")
        yield from _missing("role", [action.actor], document.roles, place)
        yield from _missing("role", [action.contact], [*document.roles, COUNTERPART], place)
        yield from _missing("clock", [action.clock], clocks, place)
        yield from _missing("record", action.records, document.records, place)
        yield from _missing("action", action.excludes, document.actions, place)
        yield from _missing("event", [action.ends_in], base.events, place)
        yield from _missing("silence", action.see, document.silences, place)
        yield from _missing("interpretation", action.interpretations, base.interpretations, place)
        if action.contact == COUNTERPART and not _has_counterpart(document, action.actor):
            yield InvalidKnowledge(
                f"the action '{action.id}' turns to a counterpart, and '{action.actor}' has none.",
                place=place,
                mend="Add an edge 'counterpart_of' to the roles of this guidance.",
            )
    yield from _framework(base, own, document)
    for judgement in document.judgements.values():
        place = base.place("judgement", f"{own}.{judgement.id}")
        yield from _missing("clause", judgement.clauses, document.clauses, place)
        yield from _missing("role", [judgement.decided_by], document.roles, place)
        yield from _missing("silence", judgement.see, document.silences, place)


def _framework(base: KnowledgeBase, own: str, document: Document) -> Iterator[InvalidKnowledge]:
    framework = document.framework
    principles = [principle.id for principle in framework.principles] if framework else []
    for question in document.questions.values():
        place = base.place("question", f"{own}.{question.id}")
        clauses = [*question.clauses, *(name for part in question.parts for name in part.clauses)]
        yield from _missing("clause", clauses, document.clauses, place)
        yield from _missing("principle", [question.principle], principles, place)
        yield from _missing("question", question.same_as, document.questions, place)
        yield from _missing("stake", [question.bears_on], framework.order if framework else (), place)
        yield from _missing("silence", question.see, document.silences, place)
    for option in document.options.values():
        place = base.place("option", f"{own}.{option.id}")
        yield from _missing("option", option.less_restrictive, document.options, place)
        yield from _missing("clause", option.clauses, document.clauses, place)
        yield from _missing("silence", option.see, document.silences, place)


def _has_counterpart(document: Document, role: str | None) -> bool:
    return any(edge.relation == "counterpart_of" and role in (edge.from_, edge.to) for edge in document.edges)


def _roles(base: KnowledgeBase, own: str, document: Document) -> Iterator[InvalidKnowledge]:
    for role in document.roles.values():
        place = base.place("role", f"{own}.{role.id}")
        found = role.find
        yield from _missing("clause", [*role.clauses, *(found.clauses if found else ())], document.clauses, place)
        yield from _missing("interpretation", [found.interpretation if found else None], base.interpretations, place)
        yield from _missing("silence", role.see, document.silences, place)
        yield from _missing("action", role.judged_for, document.actions, place)
    for panel in document.panels.values():
        place = base.place("panel", f"{own}.{panel.id}")
        yield from _missing("role", [panel.member], document.roles, place)
        yield from _missing("clause", panel.clauses, document.clauses, place)
        yield from _missing("silence", panel.see, document.silences, place)
        yield from _missing("interpretation", panel.interpretations, base.interpretations, place)
        for seat in panel.seats:
            place = base.place("seat", f"{own}.{panel.id}.{seat.id}")
            yield from _missing("clause", seat.clauses, document.clauses, place)
            yield from _missing("role", seat.holds, document.roles, place)
        words = {document.clauses[name].wording for name in panel.clauses if name in document.clauses}
        if words and not any(panel.strength in CARRIES[word] for word in words):
            yield TooStrong(
                f"panel '{panel.id}' says '{panel.strength}', which is stronger than its clauses.",
                place=base.place("panel", f"{own}.{panel.id}"),
                mend="Advice is never stronger than the text.",
            )
    for index, edge in enumerate(document.edges):
        place = base.place("edge", f"{own}.{index}")
        yield from _missing("role", [edge.from_, edge.to], document.roles, place)
        yield from _missing("clause", edge.clauses, document.clauses, place)
        yield from _missing("interpretation", [edge.interpretation], base.interpretations, place)


def _rules(base: KnowledgeBase) -> Iterator[InvalidKnowledge]:
    every = {name: clause for document in base.documents.values() for name, clause in document.clauses.items()}
    for rule in base.rules.values():
        place = base.place("rule", rule.id)
        known = base.documents[rule.guidance].clauses if rule.guidance else every
        missing = list(_missing("clause", rule.clauses, known, place))
        yield from missing
        yield from _missing("interpretation", [rule.interpretation], base.interpretations, place)
        if not missing and (too_strong := _stronger_than_its_clauses(rule, base)):
            yield too_strong


def _stronger_than_its_clauses(rule: Rule, base: KnowledgeBase) -> TooStrong | None:
    strength = rule.then.kind
    if strength not in ("must", "must_not", "should", "may") or rule.guidance is None:
        return None
    clauses = base.documents[rule.guidance].clauses
    words = {clauses[name].wording for name in rule.clauses}
    if any(strength in CARRIES[word] for word in words):
        return None
    return TooStrong(
        f"rule '{rule.id}' says '{strength}', which is stronger than its clauses: they say {', '.join(sorted(words))}.",
        place=base.place("rule", rule.id),
        mend="Advice is never stronger than the text.",
    )


def _the_rest(base: KnowledgeBase) -> Iterator[InvalidKnowledge]:
    clauses = {name for document in base.documents.values() for name in document.clauses}
    silences = {name for document in base.documents.values() for name in document.silences}
    roles = {name for document in base.documents.values() for name in document.roles}
    for name, fact in base.facts.items():
        place = base.place("fact", name)
        yield from _missing("clause", fact.clauses, clauses, place)
        yield from _missing("role", fact.answered_by, roles, place)
        yield from _missing("fact", [fact.asked_after], base.facts, place)
    for name, event in base.events.items():
        place = base.place("event", name)
        yield from _missing("clause", event.clauses, clauses, place)
        yield from _missing("outcome", event.settles, event.outcomes, place)
    for action in base.our_actions.values():
        yield from _missing("silence", action.see, silences, base.place("action", f"{OURS}.{action.id}"))
        yield from _missing(
            "interpretation", action.interpretations, base.interpretations, base.place("action", f"{OURS}.{action.id}")
        )
    for judgement in base.our_judgements.values():
        place = base.place("judgement", f"{OURS}.{judgement.id}")
        yield from _missing("clause", judgement.clauses, clauses, place)
        yield from _missing("silence", judgement.see, silences, place)
    for each in base.never_together.values():
        yield from _missing("clause", each.clauses, clauses, base.place("never_together", each.id))
    for found in base.interpretations.values():
        place = base.place("interpretation", found.id)
        yield from _missing("silence", found.about, silences, place)
        yield from _missing("clause", found.clauses, clauses, place)


def _topics(base: KnowledgeBase) -> Iterator[InvalidKnowledge]:
    for topic in base.topics:
        place = base.place("topic", topic.id)
        yield from _missing("guidance", topic.positions, base.documents, place)
        for name, position in topic.positions.items():
            if name in base.documents:
                yield from _missing("clause", position.clauses, base.documents[name].clauses, place)
                yield from _missing("silence", position.see, base.documents[name].silences, place)


def _of(values: Iterable[object]) -> list[str]:
    return [clause for value in values for clause in value.clauses]  # type: ignore[attr-defined]  # each cites clauses
