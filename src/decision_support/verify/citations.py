"""Every name leads somewhere, every rule rests on something, and every action says who acts or that nobody is named."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.loading.laws import concluded_names
from decision_support.loading.references import mistakes
from decision_support.model.knowledge import KnowledgeBase

from .finding import Finding
from .refusals import findings_of


def check(base: KnowledgeBase) -> tuple[int, list[Finding]]:
    """How many rules and actions of documents there are, and what is wrong with what they rest on or who acts."""
    actions = sum(len(document.actions) for document in base.documents.values())
    named = [finding for mistake in mistakes(base) for finding in findings_of(mistake)]
    found = [*named, *_resting_on_nothing(base), *_without_actor(base), *_exempt_in_vain(base)]
    return len(base.rules) + actions, found


def _resting_on_nothing(base: KnowledgeBase) -> Iterator[Finding]:
    for rule in base.rules.values():
        if not rule.clauses and rule.interpretation is None:
            place = str(base.place("rule", rule.id) or rule.id)
            say = f"rule '{rule.id}' rests on no clause and no interpretation."
            yield Finding("rule-without-clause", "error", place, say, (rule.id,))


def _without_actor(base: KnowledgeBase) -> Iterator[Finding]:
    """Actions that name no actor and show no silence or interpretation that would say why."""
    for own, document in base.documents.items():
        for action in document.actions.values():
            if not (action.actor or action.see or action.interpretations):
                name = f"{own}.{action.id}"
                place = str(base.place("action", name) or name)
                say = f"the action '{name}' names no actor, and no silence or interpretation says why."
                yield Finding("action-without-actor", "warning", place, say, (name,))


def _exempt_in_vain(base: KnowledgeBase) -> Iterator[Finding]:
    """Laws that exempt what is not there. Rules come from another folder, so loading cannot tell."""
    known = base.rules.keys() | concluded_names(base)
    for law in base.laws.values():
        for name in sorted(law.exempted - known):
            say = f"the law '{law.id}' exempts '{name}', and there is no such rule, action, judgement, option or role."
            yield Finding("law-exempts-nothing", "error", str(base.place("law", law.id) or law.id), say, (law.id, name))
