"""Search for a possible case: by every combination where there are few enough, by a solver where there are not.

Each case that is found is played again in the engine that users get before anybody is told of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from decision_support.model.facts import Inference
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.rules import Condition
from decision_support.reasoning.infer import Reasoner

from .combinations import Combinations
from .finding import Finding, How, Witness
from .question import Answer, Question, told
from .scene import Scene, scenes
from .solver import Solver, is_available


class Search:
    """Questions about one scene, with a count of what was asked and examined, and of what nobody could answer."""

    def __init__(self, scene: Scene, with_solver: bool = True, engine: Reasoner | None = None) -> None:
        self.scene = scene
        self.every = Combinations(scene)
        self.solver = Solver(scene) if with_solver and is_available() else None
        self._engine = engine
        self.undecided: list[Question] = []
        self.disagreements: list[Finding] = []
        self._answers: dict[Question, Answer] = {}

    def answer(self, question: Question) -> Answer:
        """Whether a possible case answers it; where nobody can say, it is remembered as undecided."""
        if question not in self._answers:
            self._answers[question] = self._answer(question)
        return self._answers[question]

    def is_possible(self, question: Question) -> bool:
        """Whether a possible case answers it, or nobody can say."""
        return self.answer(question).possible is not False

    def witness(self, question: Question) -> Witness | None:
        """The smallest case that answers it, played again in the engine; None where there is none, or it disagrees."""
        answer = self.answer(question)
        if not answer.possible:
            return None
        reader = self.solver if answer.how == "solver" else self.every
        facts = reader.smallest(question) if reader else None
        if facts is None:
            return None
        engine = self._engine or self.scene.reasoner
        inference = engine.infer(facts)
        fired = tuple(dict.fromkeys(firing.rule for firing in inference.fired))
        witness = Witness(self.scene.documents, facts, fired)
        if wrong := self._wrong(question, inference, fired):
            say = f"{answer.how} and {engine.engine} disagree on {told(facts)}: {wrong}."
            about = tuple(sorted({*question.rules, *(each.fact for each in question.conditions)}))
            self.disagreements.append(Finding("readers-disagree", "error", about[0], say, about, answer.how, witness))
            return None
        return witness

    def how(self, question: Question) -> How:
        """What the answer rests on."""
        return self.answer(question).how

    def _answer(self, question: Question) -> Answer:
        answer = self.every.answer(question)
        if answer.possible is None and self.solver:
            answer = self.solver.answer(question)
        if answer.possible is None:
            self.undecided.append(question)
        return answer

    def _wrong(self, question: Question, inference: Inference, fired: Iterable[str]) -> str | None:
        """What the engine says otherwise."""
        listed = set(fired)
        wrong = [f"'{name}' does not fire" for name in question.fires if name not in listed]
        wrong += [f"'{name}' fires" for name in question.silent if name in listed]
        for conditions, wanted in ((question.holds, True), (question.fails, False)):
            wrong += [
                f"'{each.fact}' is not as it was" for each in conditions if self._holds(each, inference) != wanted
            ]
        return " and ".join(wrong) or None

    def _holds(self, condition: Condition, inference: Inference) -> bool:
        kind = self.scene.facts[condition.fact].about
        for (subject, fact), values in inference.values.items():
            if fact == condition.fact and subject.kind == kind:
                return any(map(condition.holds, values))
        return condition.holds(self.scene.facts[condition.fact].otherwise)


class Searches:
    """A search in every scene of a knowledge base."""

    _latest: ClassVar[Searches | None] = None

    def __init__(self, base: KnowledgeBase, as_recorded: bool = True, with_solver: bool = True) -> None:
        self.base = base
        self.all = tuple(Search(scene, with_solver) for scene in scenes(base, as_recorded))

    def of(self, *rules: str) -> tuple[Search, ...]:
        """The searches in whose scene all these rules are in force; a rule of a document is looked at in it alone."""
        found = tuple(each for each in self.all if all(name in each.scene.rules for name in rules))
        guidance = {self.base.rules[name].guidance for name in rules} - {None}
        return tuple(each for each in found if len(each.scene.documents) == 1) if guidance else found

    def first(self, question: Question) -> tuple[Search, Witness] | None:
        """The first scene in which a possible case answers a question about rules, and the smallest case in it."""
        for search in self.of(*question.rules):
            if witness := search.witness(question):
                return search, witness
        return None

    def is_possible(self, question: Question, rules: Iterable[str] = ()) -> bool:
        """Whether a possible case answers it in any scene that these rules and its own are in, or nobody can say."""
        return any(search.is_possible(question) for search in self.of(*question.rules, *rules))

    @classmethod
    def shared(cls, base: KnowledgeBase) -> Searches:
        """The searches that every check of one knowledge base shares: what one read, the next need not read again."""
        if not cls._latest or cls._latest.base is not base:
            cls._latest = cls(base)
        return cls._latest

    def examined(self) -> int:
        """How many combinations were read."""
        return sum(search.every.examined for search in self.all)

    def rest(self) -> list[Finding]:
        """Where the readers disagreed since this was last asked, and one note on all that could not be decided."""
        findings = [finding for search in self.all for finding in search.disagreements]
        undecided = [question for search in self.all for question in search.undecided]
        for search in self.all:
            search.disagreements, search.undecided = [], []
        if undecided:
            about = tuple(sorted({name for question in undecided for name in question.rules}))
            say = (
                f"{len(undecided)} question{'s' if len(undecided) > 1 else ''} about {len(about)} rules have too many "
                "combinations to try. Install the extra 'verify' to have them answered by a solver."
            )
            findings.append(Finding("not-decided", "note", "rules", say, about or ("rules",), "every combination"))
        return findings

    def place(self, rule: str) -> str:
        """Where a rule was written."""
        return str(self.base.place("rule", rule) or rule)
