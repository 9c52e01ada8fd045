"""Whether advice stands whatever the open facts turn out to be, and the smallest answers that would change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decision_support.model.advice import CouldChange, Stability, Stands
from decision_support.model.facts import CASE
from decision_support.model.knowledge import KnowledgeBase
from decision_support.reasoning.conclude import Advised, question_of, recommendation_id
from decision_support.reasoning.outlook import ACTION, Changes, Outlook

EVERY_COMBINATION = "every combination of the open facts that bear on it"
TWO_AT_A_TIME = "every one and two open facts; more at once would be too many to try"


def stability(base: KnowledgeBase, outlooks: Iterable[Outlook], advised: Iterable[Advised]) -> Stability:
    """What could still change, for each recommendation and for what is not advised yet."""
    actions = [each for each in outlooks if each.target.kind == ACTION]
    could_change = tuple(change for outlook in actions for change in _smallest(base, outlook))
    by_target = {(each.target.name, question_of(each.target.subject)): each for each in actions}
    stands = []
    for each in advised:
        outlook = by_target.get((each.action, each.question))
        stands.append(Stands(each.id, outlook is None or outlook.settled, outlook is None or outlook.exact))
    return Stability(
        settled=not could_change,
        could_change=could_change,
        method=EVERY_COMBINATION if all(outlook.exact for outlook in actions) else TWO_AT_A_TIME,
        each=tuple(stands),
    )


def _smallest(base: KnowledgeBase, outlook: Outlook) -> Iterator[CouldChange]:
    """The smallest changes that make a difference to this advice; all of them where several are as small."""
    action, question = outlook.target.name, question_of(outlook.target.subject)
    before = outlook.holds()
    for world, changes in outlook.smallest_changes():
        after = outlook.holds(world)
        yield CouldChange(
            recommendation=recommendation_id(action, bool(outlook.held[0]), question),
            question=question,
            say=base.say_of(action, question),
            if_=_named(changes),
            change="strength" if before == after else "added" if after else "withdrawn",
        )


def _named(changes: Changes) -> dict[str, str]:
    return {
        (about.fact if about.subject == CASE else f"{about.subject.id}.{about.fact}"): value
        for about, value in sorted(changes.items())
    }
