"""Gathers everything that a knowledge base holds and that can be read by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from decision_support.model.comparison import Topic
from decision_support.model.dates import in_words
from decision_support.model.framework import Option, Principle, Question
from decision_support.model.guidance import Clause, Guidance, Interpretation, Silence, Status
from decision_support.model.knowledge import OURS, Document, KnowledgeBase
from decision_support.model.procedure import Action, Clock, Judgement, Stage
from decision_support.model.roles import PanelMakeUp, Role
from decision_support.model.rules import Rule
from decision_support.model.vocabulary import EventKind, Fact
from decision_support.wording import STRENGTH_WORDS, listed, within

from .holding import Holding, keys, said
from .rules_in_words import firm_words, read_by, strength_in_words, then_in_words


def all_held(base: KnowledgeBase) -> Iterator[Holding]:
    """Everything, document by document, then what belongs to no single one of them."""
    owners = {name: own for own, document in base.documents.items() for name in (*document.clauses, *document.silences)}
    for own, document in base.documents.items():
        yield _guidance(document.guidance)
        yield from (_clause(own, each) for each in document.clauses.values())
        yield from (_silence(own, each) for each in document.silences.values())
        yield from _route(own, document)
        yield from _framework(own, document)
        yield from (_action(own, each) for each in document.actions.values())
        yield from (_judgement(own, each) for each in document.judgements.values())
        yield from _papers(own, document)
        yield from (_role(own, each) for each in document.roles.values())
        yield from (_panel(own, each) for each in document.panels.values())
    yield from (_action(OURS, each) for each in base.our_actions.values())
    yield from (_judgement(OURS, each) for each in base.our_judgements.values())
    for reading in base.interpretations.values():
        yield _interpretation(_owner(owners, (*reading.clauses, *reading.about)), reading)
    for name, event in base.events.items():
        yield _event(_owner(owners, event.clauses), name, event)
    for name, fact in base.facts.items():
        if base.place("fact", name):
            yield _fact(_owner(owners, fact.clauses), name, fact)
    yield from (_rule(base, each) for each in base.rules.values())
    yield from (_topic(each) for each in base.topics)


def _owner(owners: Mapping[str, str], cited: Iterable[str]) -> str | None:
    """The one document to which all of these belong."""
    found = {owners[name] for name in cited if name in owners}
    return found.pop() if len(found) == 1 else None


def _guidance(known: Guidance) -> Holding:
    status = [("With care", f"{_since(each)}{each.say}") for each in known.status]
    places = listed(each.replace("_", " ").title() for each in known.jurisdictions)
    more = [("Issuer", known.issuer), ("Reference", known.reference or ""), ("Edition", known.edition)]
    more += [("For", places), ("About", known.about)]
    leads = keys("clause", (name for each in known.status for name in each.clauses))
    return Holding("guidance", known.id, known.id, known.title, more=said(*more, *status), leads=leads)


def _clause(own: str, known: Clause) -> Holding:
    more = said(("About", known.kind), ("No rule", known.informative))
    return Holding("clause", known.id, own, known.text, known.place, firm_words(known.wording), more)


def _silence(own: str, known: Silence) -> Holding:
    readings = [("One reading", each) for each in known.readings]
    more = said(*readings, ("To decide", known.decide), ("Not shown", known.shown))
    return Holding("silence", known.id, own, known.say, more=more, leads=keys("clause", known.clauses))


def _interpretation(own: str | None, known: Interpretation) -> Holding:
    leads = (*keys("clause", known.clauses), *keys("silence", known.about))
    return Holding("interpretation", known.id, own, known.say, more=said(("Why", known.why)), leads=leads)


def _route(own: str, document: Document) -> Iterator[Holding]:
    yield from (_stage(own, each) for each in document.stages.values())
    for clock, stage in document.clocks():
        yield _clock(own, clock, stage)


def _stage(own: str, known: Stage) -> Holding:
    after = "It follows once the matter is settled." if known.after_settlement else None
    leads = (
        *keys("clause", known.clauses), *keys("silence", known.see), *keys("role", known.actors, f"{own}."),
        *keys("action", known.steps, f"{own}."), *keys("event", known.shown_by),
        *keys("stage", (known.unresolved,), f"{own}."),
    )  # fmt: skip
    return Holding("stage", f"{own}.{known.id}", own, known.title, more=said(("When", after)), leads=leads)


def _clock(own: str, known: Clock, stage: Stage | None) -> Holding:
    counting = {"unclear": "The text does not say whether the first day counts."}.get(known.counting)
    others = [f"{each.limit} on another reading" for each in known.also_read if each.limit]
    more = (("Length", "; ".join((str(known.limit), *others))), ("Counting", counting), ("If passed", known.lapse))
    see = (*known.see, *(each.see for each in known.also_read))
    events = (known.starts, *known.stops, *known.no_later_than, *(each.starts for each in known.also_read))
    leads = (
        *keys("clause", known.clauses), *keys("silence", see), *keys("interpretation", known.interpretations),
        *keys("event", events), *keys("stage", (stage.id if stage else None,), f"{own}."),
    )  # fmt: skip
    return Holding("clock", f"{own}.{known.id}", own, known.say, firm=known.kind, more=said(*more), leads=leads)


def _framework(own: str, document: Document) -> Iterator[Holding]:
    for principle in document.framework.principles if document.framework else ():
        yield _principle(own, principle)
    yield from (_question(own, each) for each in document.questions.values())
    yield from (_option(own, each) for each in document.options.values())


def _principle(own: str, known: Principle) -> Holding:
    leads = keys("clause", known.clauses)
    return Holding("principle", f"{own}.{known.id}", own, known.title, more=said(("Says", known.say)), leads=leads)


def _question(own: str, known: Question) -> Holding:
    parts = [("Part", each.say) for each in known.parts]
    more = (("Why", known.matters), ("Find out", known.find_out), ("When", known.when), *parts)
    cited = (*known.clauses, *(name for part in known.parts for name in part.clauses))
    leads = (
        *keys("clause", cited), *keys("silence", known.see), *keys("principle", (known.principle,), f"{own}."),
        *keys("question", known.same_as, f"{own}."),
    )  # fmt: skip
    return Holding("question", f"{own}.{known.id}", own, known.ask, more=said(*more), leads=leads)


def _option(own: str, known: Option) -> Holding:
    before = keys("option", known.less_restrictive, f"{own}.")
    leads = (*keys("clause", known.clauses), *keys("silence", known.see), *before)
    return Holding("option", f"{own}.{known.id}", own, known.say, leads=leads)


def _action(own: str, known: Action) -> Holding:
    papers = [(kind, f"{own}.{name}") for name in known.records for kind in ("record", "form")]
    roles = keys("role", (known.actor, known.contact), f"{own}.")
    leads = (
        *keys("silence", known.see), *keys("interpretation", known.interpretations), *roles, *papers,
        *keys("clock", (known.clock,), f"{own}."), *keys("event", (known.ends_in,)),
        *keys("action", known.excludes, f"{own}."),
    )  # fmt: skip
    return Holding("action", f"{own}.{known.id}", _document(own), known.say, leads=leads)


def _judgement(own: str, known: Judgement) -> Holding:
    unsaid = None if known.decided_by else "The document does not say who decides this."
    more = (("Choices", "; ".join(known.options)), *(("To weigh", each) for each in known.weigh), ("Who", unsaid))
    decides = keys("role", (known.decided_by,), f"{own}.")
    leads = (*keys("clause", known.clauses), *keys("silence", known.see), *decides)
    return Holding("judgement", f"{own}.{known.id}", _document(own), known.say, more=said(*more), leads=leads)


def _papers(own: str, document: Document) -> Iterator[Holding]:
    for record in document.records.values():
        leads = (*keys("clause", record.clauses), *keys("form", (record.form,), f"{own}."))
        yield Holding("record", f"{own}.{record.id}", own, record.say, leads=leads)
    for form in document.forms.values():
        asked = [(each.title, "; ".join(field.label for field in each.fields)) for each in form.sections]
        goes = [
            ("Goes to", f"{each.place or document.roles[each.role or ''].title}, {within(each.when)}")
            for each in form.goes_to
        ]
        cited = [*form.clauses, *(name for each in form.goes_to for name in each.clauses)]
        cited += [name for section in form.sections for field in section.fields for name in field.clauses]
        roles = (form.completed_by, *(each.role for each in form.goes_to))
        leads = (
            *keys("clause", cited), *keys("silence", form.see), *keys("stage", form.used_at, f"{own}."),
            *keys("role", roles, f"{own}."),
        )  # fmt: skip
        yield Holding("form", f"{own}.{form.id}", own, form.title, more=said(*goes, *asked), leads=leads)


def _role(own: str, known: Role) -> Holding:
    found = known.find
    cited = (*known.clauses, *(found.clauses if found else ()))
    ours = keys("interpretation", (found.interpretation if found else None,))
    leads = (*keys("clause", cited), *keys("silence", known.see), *ours)
    more = said(("Find", found.say if found else None))
    return Holding("role", f"{own}.{known.id}", own, known.title, more=more, leads=leads)


def _panel(own: str, known: PanelMakeUp) -> Holding:
    seats = [("Seat", f"{each.say}{f' (for each {each.each})' if each.each else ''}") for each in known.seats]
    cited = (*known.clauses, *(name for seat in known.seats for name in seat.clauses))
    roles = (known.member, *(name for seat in known.seats for name in seat.holds))
    ours = keys("interpretation", known.interpretations)
    leads = (*keys("clause", cited), *keys("silence", known.see), *ours, *keys("role", roles, f"{own}."))
    firm = STRENGTH_WORDS[known.strength]
    return Holding("panel", f"{own}.{known.id}", own, known.title, firm=firm, more=said(*seats), leads=leads)


def _event(own: str | None, name: str, known: EventKind) -> Holding:
    more = said(("Outcomes", "; ".join(each.replace("_", " ") for each in known.outcomes)))
    return Holding("event", name, own, known.say, more=more, leads=keys("clause", known.clauses))


def _fact(own: str | None, name: str, known: Fact) -> Holding:
    more = said(("Help", known.help), ("In words", known.say if known.ask else None))
    after = keys("fact", (known.asked_after,))
    leads = (*keys("clause", known.clauses), *after)
    say = known.ask or f"{known.say[:1].upper()}{known.say[1:]}"
    return Holding("fact", name, own, say, more=more, leads=leads)


def _rule(base: KnowledgeBase, known: Rule) -> Holding:
    leads = (*keys("clause", known.clauses), *keys("interpretation", (known.interpretation,)), *read_by(base, known))
    firm = strength_in_words(known)
    more = said(("Then", then_in_words(base, known)))
    return Holding("rule", known.id, known.guidance, known.because, firm=firm, more=more, leads=leads)


def _topic(known: Topic) -> Holding:
    told = [(name, each.say) for name, each in known.positions.items()]
    cited = [name for each in known.positions.values() for name in each.clauses]
    see = [name for each in known.positions.values() for name in each.see]
    more = said(("Differ", known.differ), *told)
    leads = (*keys("clause", cited), *keys("silence", see))
    return Holding("topic", known.id, None, known.title, more=more, leads=leads)


def _document(own: str) -> str | None:
    return None if own == OURS else own


def _since(known: Status) -> str:
    return f"From {in_words(known.since)}: " if known.since else ""
