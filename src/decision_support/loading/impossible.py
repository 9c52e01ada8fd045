"""What no case can show at once, by how the program itself works out its facts; authors declare only the rest.

`derived` says which facts the program works out. Their values hang together: nothing that is not on record has an
outcome, a clock that stopped is not running. Each such tie is stated here once, for every document there may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from decision_support.model.knowledge import Document
from decision_support.model.procedure import Clock, Stage
from decision_support.model.rules import Condition
from decision_support.model.values import UNASKED, Kind
from decision_support.model.verification import NeverTogether
from decision_support.model.vocabulary import EventKind, Fact

from .derived import NONE

# Rules speak of a few people at a time; above this many, no two counts are held against each other.
_MOST_COUNTED = 6
_ENDED, _UNDER_WAY = ("met", "overdue", "indicative_passed"), ("running", "due_today")
_PASSED = {"limit": "indicative_passed", "indicative": "overdue", "hoped": "overdue"}


def impossibilities(
    documents: Mapping[str, Document],
    events: Mapping[str, EventKind],
    facts: Mapping[str, Fact],
    counts: Mapping[str, tuple[Kind, tuple[Condition, ...]]],
) -> dict[str, NeverTogether]:
    """Every such tie by its id."""
    found = [*_of_events(events), *_of_roles(documents.values()), *_of_counts(counts)]
    for own, document in documents.items():
        found += [*_of_questions(own, document), *_of_options(own, document)]
        if document.procedure:
            found += _Procedure(own, document, events).ties()
    known = {each.id: each for each in found if all(condition.fact in facts for condition in each.never)}
    return {name: each for name, each in known.items() if all(each.allowed != () for each in each.never)}


def _never(id_: str, because: str, *never: tuple[str, Iterable[str] | str], about: Kind = "case") -> NeverTogether:
    conditions = tuple(
        Condition(
            scope="case" if about == "case" else "subject",
            fact=fact,
            allowed=(allowed,) if isinstance(allowed, str) else tuple(sorted(set(allowed))),
        )
        for fact, allowed in never
    )
    return NeverTogether(id=id_, about=about, never=conditions, because=because, clauses=())


def _of_events(events: Mapping[str, EventKind]) -> Iterator[NeverTogether]:
    settling = [(f"recorded.{name}", "no") for name, kind in events.items() if kind.settles]
    yield _never("settled-by-nothing", "Only an event settles the matter.", ("case_settled", "yes"), *settling)
    for name, kind in events.items():
        recorded, outcome = f"recorded.{name}", f"outcome.{name}"
        if kind.outcomes:
            because = "Only what is on record has an outcome."
            yield _never(f"{outcome}.off-record", because, (outcome, kind.outcomes), (recorded, "no"))
            because = "An event of this kind is recorded with its outcome, or not at all."
            yield _never(f"{outcome}.left-out", because, (outcome, NONE), (recorded, "yes"))
        if kind.settles:
            because = "This outcome settles the matter."
            yield _never(f"{outcome}.settles", because, (outcome, kind.settles), ("case_settled", "no"))


def _of_roles(documents: Iterable[Document]) -> Iterator[NeverTogether]:
    because = "Whoever holds a role counts as proposed for it."
    for role in sorted({name for document in documents for name in document.roles}):
        pair = (f"role.{role}", "yes"), (f"proposed.{role}", "no")
        yield _never(f"role.{role}.not-proposed", because, *pair, about="person")


def _of_counts(counts: Mapping[str, tuple[Kind, tuple[Condition, ...]]]) -> Iterator[NeverTogether]:
    """No more subjects meet a count's conditions than meet fewer or weaker ones."""
    for some, (kind, where) in counts.items():
        for all_, (other, wider) in counts.items():
            if some == all_ or kind != other or not _all_within(where, wider):
                continue
            for number in range(_MOST_COUNTED):
                more = Condition(scope="case", fact=some, at_least=number + 1)
                fewer = Condition(scope="case", fact=all_, at_most=number)
                name = f"{some}.more-than-{number}.{all_}"
                because = "Whoever is counted by the first is counted by the second."
                yield NeverTogether(id=name, about="case", never=(more, fewer), because=because, clauses=())


def _all_within(narrow: Iterable[Condition], wider: Iterable[Condition]) -> bool:
    """Whether all that meets some conditions meets others as well."""
    return all(any(_holds_within(one, other) for one in narrow) for other in wider)


def _holds_within(narrow: Condition, wider: Condition) -> bool:
    """Whether a condition holds of nothing but what another holds of."""
    if (narrow.scope, narrow.fact) != (wider.scope, wider.fact) or narrow.allowed is None or wider.allowed is None:
        return narrow == wider
    return set(narrow.allowed) <= set(wider.allowed)


def _of_questions(own: str, document: Document) -> Iterator[NeverTogether]:
    if document.questions:
        because = "Reasons are those of an answer."
        yield _never(
            f"{own}.reasons-without-answer", because, ("rationale", "given"), ("answer", UNASKED), about="question"
        )
    for flag in ("conditional", "why_not", "either_way"):
        said = {question.id for question in document.questions.values() if getattr(question, flag)}
        rest = document.questions.keys() - said
        because = "The document says so of this question."
        yield _never(f"{own}.{flag}.denied", because, ("question", said), (flag, "no"), about="question")
        because = "The document does not say so of this question."
        yield _never(f"{own}.{flag}.claimed", because, ("question", rest), (flag, "yes"), about="question")


def _of_options(own: str, document: Document) -> Iterator[NeverTogether]:
    mildest = [option.id for option in document.options.values() if not option.less_restrictive]
    because = "No option is less restrictive than this one."
    pair = ("option", mildest), ("less_restrictive_left", "yes")
    yield _never(f"{own}.none-less-restrictive", because, *pair, about="option")


class _Procedure:
    """The ties of one document's stages and clocks. Where it is not in force it has no stage, and nothing is said."""

    def __init__(self, own: str, document: Document, events: Mapping[str, EventKind]) -> None:
        self._own, self._document, self._events = own, document, events
        self._stages = tuple(document.stages)
        self._open = tuple(stage.id for stage in document.stages.values() if not stage.after_settlement)
        following = dict(zip(self._stages, self._stages[1:], strict=False))
        self._in_order = all(stage.unresolved in (None, following.get(stage.id)) for stage in document.stages.values())

    def ties(self) -> Iterator[NeverTogether]:
        yield from self._settled()
        yield from self._of_its_events()
        for clock, stage in self._document.clocks():
            yield from self._clock(clock)
            yield from self._stopped(clock, stage)

    def _tie(self, name: str, because: str, *never: tuple[str, Iterable[str] | str]) -> NeverTogether:
        return _never(f"{self._own}.{name}", because, *never)

    def _fact(self, name: str) -> str:
        return f"{self._own}.{name}"

    @property
    def _in_force(self) -> tuple[str, Iterable[str]]:
        return self._fact("stage"), self._stages

    def _settled(self) -> Iterator[NeverTogether]:
        stage, settled, at = self._fact("stage"), self._fact("settled"), self._fact("settled_at")
        begun = self._fact("stage_begun")
        because = "Once settled, the matter stands at the stage that follows a settlement."
        yield self._tie("settled.open-stage", because, (settled, "yes"), (stage, (*self._open, NONE)))
        yield self._tie("settled.nowhere", "It is settled at a stage.", (settled, "yes"), (at, NONE))
        yield self._tie("unsettled.somewhere", "It is not settled.", (settled, "no"), (at, self._stages))
        yield self._tie("settled.not-begun", "What is settled has begun.", (settled, "yes"), (begun, "no"))
        yield self._tie("no-stage.begun", "There is no stage to begin.", (stage, NONE), (begun, "yes"))
        yield self._tie(
            "settled.case-not",
            "What settles one document's matter settles all.",
            (settled, "yes"),
            ("case_settled", "no"),
        )
        because = "A case is settled where every document's matter is."
        yield self._tie("case-settled.not", because, self._in_force, (settled, "no"), ("case_settled", "yes"))
        yield self._tie("in-force.not-named", "The document is named.", self._in_force, ("guidance_named", "no"))

    def _of_its_events(self) -> Iterator[NeverTogether]:
        for name, kind in self._events.items():
            if kind.settles:
                never = (f"outcome.{name}", kind.settles), self._in_force, (self._fact("settled"), "no")
                yield self._tie(f"outcome.{name}.settles", "This outcome settles the matter.", *never)
            if kind.needs_stage:
                here = self._fact(f"recorded_this_stage.{name}"), "yes"
                because = "What is on record for the stage is on record."
                yield self._tie(f"{name}.off-record", because, here, (f"recorded.{name}", "no"))
                yield self._tie(f"{name}.no-stage", "There is no stage.", here, (self._fact("stage"), NONE))
                if self._in_order:
                    because = "An event on record for the stage shows that it has begun."
                    yield self._tie(f"{name}.not-begun", because, here, (self._fact("stage_begun"), "no"))

    def _clock(self, clock: Clock) -> Iterator[NeverTogether]:
        """Which states a clock can have at all, and what has started it."""
        state = self._fact(f"clock.{clock.id}")
        yield self._tie(f"{clock.id}.kind", "A clock of this kind has no such state.", (state, _PASSED[clock.kind]))
        starts = dict.fromkeys((clock.starts, *clock.no_later_than))
        absent = [(f"recorded.{name}", "no") for name in starts]
        yield self._tie(f"{clock.id}.unstarted", "Nothing has started it.", (state, (*_UNDER_WAY, *_ENDED)), *absent)
        for name in starts:
            because = "That event starts it, or shows that it has started."
            if name != clock.starts or clock.start_stage is None or name in clock.no_later_than:
                never = (state, "not_started"), (f"recorded.{name}", "yes"), self._in_force
            elif self._events[name].needs_stage:
                here = self._fact(f"recorded_this_stage.{name}"), "yes"
                never = (state, "not_started"), here, (self._fact("stage"), (clock.start_stage,))
            else:
                continue
            yield self._tie(f"{clock.id}.not-started-by.{name}", because, *never)

    def _stopped(self, clock: Clock, stage: Stage | None) -> Iterator[NeverTogether]:
        """What ends a clock, and what it takes to have ended one in time."""
        state, at = self._fact(f"clock.{clock.id}"), self._fact("stage")
        for name in clock.stops:
            because = "That event has stopped it."
            if clock.stop_stage is None:
                yield self._tie(
                    f"{clock.id}.stopped-by.{name}", because, (state, _UNDER_WAY), (f"recorded.{name}", "yes")
                )
            elif self._events[name].needs_stage:
                here = (self._fact(f"recorded_this_stage.{name}"), "yes"), (at, clock.stop_stage)
                yield self._tie(f"{clock.id}.stopped-by.{name}", because, (state, _UNDER_WAY), *here)
        unstopped = [(f"recorded.{name}", "no") for name in dict.fromkeys(clock.stops)]
        unsettled = self._fact("settled"), "no"
        if stage is None:
            yield self._tie(
                f"{clock.id}.met-by-nothing", "Nothing has ended it.", (state, "met"), unsettled, *unstopped
            )
        elif self._in_order and stage.id in self._open:
            reached = self._open.index(stage.id) + 1
            because = "Nothing has ended it: its stage was not left."
            never = (state, "met"), unsettled, (at, self._open[:reached]), *unstopped
            yield self._tie(f"{clock.id}.met-by-nothing", because, *never)
            later = self._open[reached:]
            yield self._tie(f"{clock.id}.left", "A clock ends with its stage.", (state, _UNDER_WAY), (at, later))
