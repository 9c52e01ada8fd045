"""Every event that can be recorded makes a difference to something: a rule, a clock, a stage or a person's part."""

from __future__ import annotations

from decision_support.model.knowledge import KnowledgeBase

from .finding import Finding

# What comes before an event's name in the facts that say what is on record of it.
_ON_RECORD = ("recorded", "outcome", "recorded_this_stage")


def check(base: KnowledgeBase) -> tuple[int, list[Finding]]:
    """How many kinds of event there are, and those that are recorded for their own sake only."""
    read = _read(base)
    findings = [
        Finding(
            "event-unreadable",
            "note",
            str(base.place("event", name) or name),
            f"no rule, clock or stage reads the event '{name}'.",
            (name,),
        )
        for name, kind in base.events.items()
        if name not in read and not (kind.settles or kind.needs_stage or kind.begins_stage or kind.decides)
    ]
    return len(base.events), findings


def _read(base: KnowledgeBase) -> set[str]:
    conditions = [condition for rule in base.rules.values() for condition in rule.when]
    conditions += [condition for _, where in base.counts.values() for condition in where]
    named = (condition.fact.split(".")[-2:] for condition in conditions if "." in condition.fact)
    read = {name for on_record, name in named if on_record in _ON_RECORD}
    for document in base.documents.values():
        read |= {name for stage in document.stages.values() for name in stage.shown_by}
        for clock, _ in document.clocks():
            read |= {clock.starts, *clock.no_later_than, *clock.stops, *(each.starts for each in clock.also_read)}
    return read
