"""No possible case under a procedure is left without advice, a judgement or a silence."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.model.facts import Facts
from decision_support.model.knowledge import Document, KnowledgeBase
from decision_support.model.procedure import Stage
from decision_support.model.rules import Condition
from decision_support.model.values import UNASKED, UNKNOWN

from .finding import Finding, How, Witness
from .question import Question, told
from .search import Search, Searches

_SPEAKING = ("must", "should", "may", "must_not", "judge", "silence")


def check(base: KnowledgeBase) -> tuple[int, list[Finding]]:
    """How many stages there are, and those at which a possible case gets no answer at all, with the smallest.

    The document governs the case, and every question is answered: while one is open, the program asks it. The stages
    up to the settlement are looked at while the matter is not settled. Once it is settled, there has to be an answer
    for as long as nothing of what the closing stage asks for is on record.
    """
    searches = Searches.shared(base)
    findings: list[Finding] = []
    stages = 0
    for search in searches.all:
        if len(search.scene.documents) == 1:
            document = base.documents[search.scene.documents[0]]
            stages += len(document.stages)
            findings += _gaps(base, search, document)
    return stages, [*findings, *searches.rest()]


def _gaps(base: KnowledgeBase, search: Search, document: Document) -> Iterator[Finding]:
    own = document.guidance.id
    silent = tuple(
        rule.id for rule in search.scene.rules.values() if rule.about == "case" and rule.then.kind in _SPEAKING
    )
    read = search.scene.cone(Question(silent=silent))
    unasked = tuple(
        Condition(scope="case", fact=name, allowed=(UNASKED, UNKNOWN))
        for name in sorted(read)
        if (fact := base.facts[name]).ask and fact.about == "case" and not fact.volunteered
    )
    ways = _ways_in(search, own)
    for stage in document.stages.values():
        for way in ways:
            question = Question(silent=silent, holds=(*_at(document, stage), *way), fails=unasked)
            if witness := search.witness(question):
                yield _gap(base, own, stage, witness, search.how(question))
                break


def _gap(base: KnowledgeBase, own: str, stage: Stage, witness: Witness, how: How) -> Finding:
    state = "is settled and nothing of it is done yet" if stage.after_settlement else "is not settled"
    say = (
        f"at '{stage.id}', where the matter {state}, nothing at all is said on {told(_recorded(base, witness))} "
        f"with {_answers(base, witness)} answers."
    )
    place = str(base.place("stage", f"{own}.{stage.id}") or base.place("guidance", own) or own)
    return Finding("gap", "error", place, say, tuple(sorted((own, stage.id))), how, witness)


def _ways_in(search: Search, document: str) -> tuple[tuple[Condition, ...], ...]:
    """Each way in which the document governs a case, but for what being in it settles already.

    Without any, nobody has said which cases it is for, so nobody can say which of them it leaves without an answer.
    """
    scene = search.scene
    found = [
        tuple(each for each in rule.when if len(scene.domains.get(each.fact, ())) != 1)
        for rule in scene.rules.values()
        if rule.then.kind == "governs" and rule.then.target == document
    ]
    return tuple(found)


def _at(document: Document, stage: Stage) -> Iterator[Condition]:
    """That a matter is at a stage and in need of an answer."""
    own = document.guidance.id
    yield Condition(scope="case", fact=f"{own}.stage", allowed=(stage.id,))
    yield Condition(scope="case", fact=f"{own}.settled", allowed=("yes" if stage.after_settlement else "no",))
    if stage.after_settlement:
        ends = [document.actions[step].ends_in for step in stage.steps if step in document.actions]
        for event in sorted({event for event in ends if event}):
            yield Condition(scope="case", fact=f"recorded.{event}", allowed=("no",))


def _recorded(base: KnowledgeBase, witness: Witness) -> Facts:
    """What is given without being an answer."""
    return {
        subject: {name: value for name, value in known.items() if not base.facts[name].ask}
        for subject, known in witness.facts.items()
    }


def _answers(base: KnowledgeBase, witness: Witness) -> int:
    return sum(bool(base.facts[name].ask) for known in witness.facts.values() for name in known)
