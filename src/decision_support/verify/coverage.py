"""Where each clause of a document is encoded, or why it is not; and what became of each unclear place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from decision_support.model.knowledge import Document, KnowledgeBase

from .finding import Finding

Becomes = Literal["encoded", "informative", "silent", "unaccounted"]


@dataclass(frozen=True)
class Account:
    """One clause or unclear place: what became of it, and where or why."""

    id: str
    says: str
    becomes: Becomes
    where: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    guidance: str
    clauses: tuple[Account, ...]
    unclear: tuple[Account, ...]

    @property
    def unaccounted(self) -> tuple[Account, ...]:
        """What nothing in the knowledge base takes up."""
        return tuple(each for each in (*self.clauses, *self.unclear) if each.becomes == "unaccounted")

    def as_data(self) -> dict[str, Any]:
        """The coverage as plain data."""
        return asdict(self)


def check(base: KnowledgeBase) -> tuple[int, list[Finding]]:
    """How many clauses and unclear places there are, and those unaccounted for."""
    found = [coverage_of(base, name) for name in base.documents]
    findings = [
        Finding(
            "clause-unaccounted",
            "error",
            str(base.place("clause", each.id) or base.place("silence", each.id)),
            f"nothing takes up '{each.id}'.",
            (each.id,),
        )
        for coverage in found
        for each in coverage.unaccounted
    ]
    return sum(len(each.clauses) + len(each.unclear) for each in found), findings


def coverage_of(base: KnowledgeBase, guidance: str) -> Coverage:
    """An account of every clause and unclear place of one document."""
    document = base.documents[guidance]
    places = _gather(_citations(base, document))
    shown = _gather(_showings(base, document))
    return Coverage(
        guidance=guidance,
        clauses=tuple(
            _clause(name, clause.text, clause.informative, places.get(name, ()), document)
            for name, clause in document.clauses.items()
        ),
        unclear=tuple(
            _unclear(name, silence.say, silence.shown, shown.get(name, ()))
            for name, silence in document.silences.items()
        ),
    )


def _clause(name: str, says: str, informative: str | None, places: tuple[str, ...], document: Document) -> Account:
    if places:
        return Account(name, says, "encoded", places)
    if informative:
        return Account(name, says, "informative", (informative,))
    silences = tuple(f"silence {each.id}" for each in document.silences.values() if name in each.clauses)
    return Account(name, says, "silent" if silences else "unaccounted", silences)


def _unclear(name: str, says: str, never: str | None, places: tuple[str, ...]) -> Account:
    if places:
        return Account(name, says, "silent", places)
    return Account(name, says, "silent" if never else "unaccounted", (f"never shown: {never}",) if never else ())


def _gather(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    gathered: dict[str, list[str]] = {}
    for name, place in pairs:
        gathered.setdefault(name, []).append(place)
    return {name: tuple(dict.fromkeys(places)) for name, places in gathered.items()}


def _citations(base: KnowledgeBase, document: Document) -> Iterator[tuple[str, str]]:
    """Each clause that something other than a silence cites, with what cites it."""
    for rule in base.rules.values():
        yield from ((name, f"rule {rule.id}") for name in rule.clauses)
    for status in document.guidance.status:
        yield from ((name, f"status {status.kind}") for name in status.clauses)
    for stage in document.stages.values():
        yield from ((name, f"stage {stage.id}") for name in stage.clauses)
    for clock, _ in document.clocks():
        yield from ((name, f"clock {clock.id}") for name in clock.clauses)
    for role in document.roles.values():
        yield from ((name, f"role {role.id}") for name in role.clauses)
        yield from ((name, f"finding the {role.title}") for name in (role.find.clauses if role.find else ()))
    for panel in document.panels.values():
        cited = [panel.clauses, *(seat.clauses for seat in panel.seats)]
        yield from ((name, f"panel {panel.id}") for clauses in cited for name in clauses)
    for record in document.records.values():
        yield from ((name, f"record {record.id}") for name in record.clauses)
    for form in document.forms.values():
        cited = [form.clauses, *(each.clauses for each in form.goes_to)]
        cited += [field.clauses for section in form.sections for field in section.fields]
        yield from ((name, f"form {form.id}") for clauses in cited for name in clauses)
    for judgement in document.judgements.values():
        yield from ((name, f"judgement {judgement.id}") for name in judgement.clauses)
    for principle in document.framework.principles if document.framework else ():
        yield from ((name, f"principle {principle.id}") for name in principle.clauses)
    for question in document.questions.values():
        cited = [question.clauses, *(part.clauses for part in question.parts)]
        yield from ((name, f"question {question.id}") for clauses in cited for name in clauses)
    for option in document.options.values():
        yield from ((name, f"option {option.id}") for name in option.clauses)
    for own, fact in base.facts.items():
        yield from ((name, f"fact {own}") for name in fact.clauses)
    for own, event in base.events.items():
        yield from ((name, f"event {own}") for name in event.clauses)


def _showings(base: KnowledgeBase, document: Document) -> Iterator[tuple[str, str]]:
    """Each silence with what brings it up."""
    for rule in base.rules.values():
        if rule.then.kind == "silence":
            yield rule.then.target, f"rule {rule.id}"
    for stage in document.stages.values():
        yield from ((name, f"stage {stage.id}") for name in stage.see)
    for clock, _ in document.clocks():
        yield from ((name, f"clock {clock.id}") for name in (*clock.see, *(other.see for other in clock.also_read)))
    for action in document.actions.values():
        yield from ((name, f"action {action.id}") for name in action.see)
    for role in document.roles.values():
        yield from ((name, f"role {role.id}") for name in role.see)
    for panel in document.panels.values():
        yield from ((name, f"panel {panel.id}") for name in panel.see)
    for judgement in document.judgements.values():
        yield from ((name, f"judgement {judgement.id}") for name in judgement.see)
    for question in document.questions.values():
        yield from ((name, f"question {question.id}") for name in question.see)
    for option in document.options.values():
        yield from ((name, f"option {option.id}") for name in option.see)
    for interpretation in base.interpretations.values():
        yield from ((name, f"interpretation {interpretation.id}") for name in interpretation.about)
