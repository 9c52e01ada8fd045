"""Nothing is declared in vain: every action can be advised, every count is read, every silence can be shown."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.model.knowledge import OURS, Document, KnowledgeBase
from decision_support.model.rules import THIS

from .finding import Finding


def check(base: KnowledgeBase) -> tuple[int, list[Finding]]:
    """How many declared things there are, and those that nothing uses."""
    used = _used(base)
    declared = list(_declared(base))
    findings = [
        Finding(
            "declared-in-vain",
            "error",
            str(base.place(kind, name) or name),
            f"nothing uses the {kind} '{name}'.",
            (name,),
        )
        for kind, name in declared
        if (kind, name) not in used
    ]
    return len(declared), findings


def _declared(base: KnowledgeBase) -> Iterator[tuple[str, str]]:
    for name, fact in base.facts.items():
        if fact.count and base.place("fact", name):
            yield "fact", name
    for own in base.our_actions:
        yield "action", f"{OURS}.{own}"
    for own, document in base.documents.items():
        yield from (("action", f"{own}.{name}") for name in document.actions)
        yield from (("judgement", f"{own}.{name}") for name in document.judgements)
        yield from (("record", f"{own}.{name}") for name in document.records)
        yield from (("option", f"{own}.{name}") for name in document.options)
        yield from (("silence", name) for name, silence in document.silences.items() if not silence.shown)
    yield from (("interpretation", name) for name in base.interpretations)


def _used(base: KnowledgeBase) -> set[tuple[str, str]]:
    used: set[tuple[str, str]] = set()
    kinds = {"judge": "judgement", "silence": "silence", "conclude": "fact", "governs": "guidance"}
    kinds |= dict.fromkeys(("exclude", "doubt"), "role")
    kinds |= dict.fromkeys(("argue_for", "argue_against", "rule_out"), "option")
    for rule in base.rules.values():
        used.add((kinds.get(rule.then.kind, "action"), rule.then.target))
        if rule.then.target == THIS and rule.guidance:
            used |= {("option", f"{rule.guidance}.{name}") for name in base.documents[rule.guidance].options}
        used |= {("fact", condition.fact) for condition in rule.when}
        used.add(("interpretation", rule.interpretation or ""))
    for _, where in base.counts.values():
        used |= {("fact", condition.fact) for condition in where}
    for where in base.seats.values():
        used |= {("fact", condition.fact) for condition in where}
    for own, document in base.documents.items():
        used |= set(_in_document(own, document))
    return used


def _in_document(own: str, document: Document) -> Iterator[tuple[str, str]]:
    for stage in document.stages.values():
        yield from (("silence", name) for name in stage.see)
    for clock, _ in document.clocks():
        yield from (("silence", name) for name in (*clock.see, *(other.see for other in clock.also_read)))
        yield from (("interpretation", name) for name in clock.interpretations)
    for action in document.actions.values():
        yield from (("silence", name) for name in action.see)
        yield from (("record", f"{own}.{name}") for name in action.records)
        yield from (("interpretation", name) for name in action.interpretations)
    for role in document.roles.values():
        yield from (("silence", name) for name in role.see)
        if role.find and role.find.interpretation:
            yield "interpretation", role.find.interpretation
    for panel in document.panels.values():
        yield from (("silence", name) for name in panel.see)
        yield from (("interpretation", name) for name in panel.interpretations)
    for form in document.forms.values():
        yield from (("silence", name) for name in form.see)
    for judgement in document.judgements.values():
        yield from (("silence", name) for name in judgement.see)
    for question in document.questions.values():
        yield from (("silence", name) for name in question.see)
    for option in document.options.values():
        yield from (("silence", name) for name in option.see)
    if document.framework:
        yield "interpretation", document.framework.interpretation
    for edge in document.edges:
        yield "interpretation", edge.interpretation or ""
