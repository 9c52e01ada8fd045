"""What the documents do not say, where it matters to this case now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from decision_support.model.advice import Recommendation, SilenceLine
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.timetable import Due
from decision_support.reasoning.conclude import Concluded

from .situation import Situation


def silences_that_matter(
    base: KnowledgeBase, case: Situation, concluded: Concluded, recommendations: Sequence[Recommendation]
) -> tuple[SilenceLine, ...]:
    """Silences that a rule names, or that bear on the stage reached, an action advised, its people or a live clock."""
    named = set(concluded.silences)
    for judgement in concluded.judgements:
        named.update(base.judgement(judgement).see)
    for name, document in case.documents.items():
        stage = document.stages.get(case.reached[name].stage or "")
        if stage:
            named.update(stage.see)
        named.update(_of_roles(document.roles, recommendations))
        for option in concluded.arguments:
            if option.startswith(f"{name}."):
                named.update(document.options[option.removeprefix(f"{name}.")].see)
    for advised in concluded.advised:
        named.update(base.action(advised.action).see)
        if advised.question:
            named.update(base.documents[advised.action.partition(".")[0]].questions[advised.question].see)
    advised_clocks = {each.due.clock for each in recommendations if each.due}
    for due in case.timetable:
        if due.clock in advised_clocks or _runs_at_this_stage(case, due):
            named.update(due.see)
    decided = {
        event.silence: f"{event.note or 'decided'} ({event.day.isoformat()})"
        for event in case.case.events
        if event.silence
    }
    return tuple(_line(base, name, decided.get(name)) for name in sorted(named, key=_natural))


def _of_roles(roles: object, recommendations: Sequence[Recommendation]) -> Iterable[str]:
    assert isinstance(roles, dict)
    for each in recommendations:
        for found in (each.actor, each.contact):
            if found and found.role in roles:
                yield from roles[found.role].see


def _runs_at_this_stage(case: Situation, due: Due) -> bool:
    if due.on is None or due.ended is not None:
        return False
    clocks = {clock.id: stage for clock, stage in case.documents[due.guidance].clocks()}
    stage = clocks[due.clock]
    return stage is None or stage.id == case.reached[due.guidance].stage


def _line(base: KnowledgeBase, name: str, decided: str | None) -> SilenceLine:
    silence = base.silence(name)
    assert silence is not None
    readings = [each.say for each in base.interpretations.values() if name in each.about]
    return SilenceLine(
        id=name,
        say=silence.say,
        readings=silence.readings,
        reading=" ".join(readings) or None,
        decide=silence.decide,
        decided=decided,
        clauses=silence.clauses,
    )


def _natural(name: str) -> tuple[str, int]:
    letters = name.rstrip("0123456789")
    return letters, int(name.removeprefix(letters) or 0)
