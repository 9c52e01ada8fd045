"""The knowledge base: everything that was read from rules/ and knowledge/, with every name resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from decision_support.errors import Place

from .calendar import Calendar
from .comparison import Topic
from .forms import Form, Record
from .framework import Framework, Option, Question
from .guidance import Clause, Guidance, Interpretation, Silence
from .law import Declared
from .procedure import Action, Clock, Judgement, Procedure, Stage
from .roles import PanelMakeUp, Role, RoleEdge
from .rules import Condition, Rule
from .values import Kind
from .verification import Explained, NeverTogether
from .vocabulary import EventKind, Fact

OURS = "ours"


@dataclass(frozen=True)
class Document:
    """One guidance document with all that belongs to it. Ids inside are the document's own, unqualified."""

    guidance: Guidance
    clauses: Mapping[str, Clause]
    silences: Mapping[str, Silence]
    procedure: Procedure | None
    actions: Mapping[str, Action]
    judgements: Mapping[str, Judgement]
    records: Mapping[str, Record]
    forms: Mapping[str, Form]
    roles: Mapping[str, Role]
    edges: tuple[RoleEdge, ...]
    framework: Framework | None = None
    options: Mapping[str, Option] = field(default_factory=dict)
    panels: Mapping[str, PanelMakeUp] = field(default_factory=dict)

    @property
    def stages(self) -> Mapping[str, Stage]:
        """Stages by id, in the order of the document."""
        return {stage.id: stage for stage in self.procedure.stages} if self.procedure else {}

    @property
    def questions(self) -> Mapping[str, Question]:
        """The framework's questions by id, in the order of the document."""
        return {question.id: question for question in self.framework.questions} if self.framework else {}

    def asking_the_same(self, question: str) -> tuple[str, ...]:
        """This question and those that ask the same, whichever of them says so, in the order of the document."""
        found, pairs = {question}, [(each.id, other) for each in self.questions.values() for other in each.same_as]
        while more := {name for pair in pairs if found & set(pair) for name in pair} - found:
            found |= more
        return tuple(name for name in self.questions if name in found)

    def clocks(self) -> Iterator[tuple[Clock, Stage | None]]:
        """Every clock, with its stage, or None for one that runs across stages."""
        if self.procedure:
            for clock in self.procedure.clocks:
                yield clock, None
            for stage in self.procedure.stages:
                for clock in stage.clocks:
                    yield clock, stage


@dataclass(frozen=True)
class KnowledgeBase:
    """Documents by id; facts by qualified name; rules by id; and where each was written.

    A fact that belongs to one document is named with it: 'nssb.stage', 'nssb.clock.stage-1'. Counted facts have the
    conditions of what they count, resolved, in `counts`; seats of a panel those of whoever fills them, in `seats`, by
    'osdr.review-panel.team-leader'.
    Actions and judgements are named 'nssb.report-to-line-manager' wherever rules and advice speak of them.
    """

    documents: Mapping[str, Document]
    facts: Mapping[str, Fact]
    counts: Mapping[str, tuple[Kind, tuple[Condition, ...]]]
    events: Mapping[str, EventKind]
    rules: Mapping[str, Rule]
    interpretations: Mapping[str, Interpretation]
    our_actions: Mapping[str, Action]
    our_judgements: Mapping[str, Judgement]
    calendars: Mapping[str, Calendar]
    fingerprint: str
    topics: tuple[Topic, ...] = ()
    seats: Mapping[str, tuple[Condition, ...]] = field(default_factory=dict)
    never_together: Mapping[str, NeverTogether] = field(default_factory=dict)
    explained: tuple[Explained, ...] = ()
    laws: Mapping[str, Declared] = field(default_factory=dict)
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)

    def place(self, kind: str, name: str) -> Place | None:
        """Where a rule, clause, fact, action… was written."""
        return self.places.get((kind, name))

    def action(self, name: str) -> Action:
        """The action with this qualified name."""
        guidance, _, own = name.partition(".")
        return self.our_actions[own] if guidance == OURS else self.documents[guidance].actions[own]

    def say_of(self, action: str, question: str | None = None) -> str:
        """What an action has somebody do; a question has its own words for what to find out."""
        known = self.action(action)
        if question is None or known.lane == "record":
            return known.say
        return self.documents[action.partition(".")[0]].questions[question].find_out

    def judgement(self, name: str) -> Judgement:
        """The judgement with this qualified name."""
        guidance, _, own = name.partition(".")
        return self.our_judgements[own] if guidance == OURS else self.documents[guidance].judgements[own]

    def stakes(self, guidance: str) -> Mapping[str, int]:
        """How serious what each question of a document bears on is: 0 is the most serious."""
        framework = self.documents[guidance].framework
        if framework is None:
            return {}
        return {question.id: framework.order.index(question.bears_on) for question in framework.questions}

    def question_text(self, fact: str, subject: str) -> str:
        """What to ask for a fact: its own question, or that of a framework for an answer to it."""
        for document in self.documents.values():
            if fact == "answer" and subject in document.questions:
                return document.questions[subject].ask
        return self.facts[fact].ask or ""

    @cached_property
    def first_asking(self) -> Mapping[str, str]:
        """For each question that asks the same as an earlier one, the earliest: it is asked once, for all of them."""
        return {
            question: first
            for document in self.documents.values()
            for question in document.questions
            if (first := document.asking_the_same(question)[0]) != question
        }

    @cached_property
    def asked_after(self) -> Mapping[str, tuple[str, ...]]:
        """For each fact after which others are asked, those others: a no to it is a no to them."""
        found: dict[str, tuple[str, ...]] = {}
        for name, fact in self.facts.items():
            if fact.asked_after:
                found[fact.asked_after] = (*found.get(fact.asked_after, ()), name)
        return found

    def silence(self, name: str) -> Silence | None:
        """The silence with this id, whichever document it belongs to."""
        for document in self.documents.values():
            if name in document.silences:
                return document.silences[name]
        return None
