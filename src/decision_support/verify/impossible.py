"""Nothing that is declared impossible is seen: in an example of a rule, in a bundled case, on a day of a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decision_support.model.facts import CASE, Facts, Subject, subject_of
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.verification import NeverTogether

from .examples import facts_of
from .finding import Finding, Witness


def check(base: KnowledgeBase) -> tuple[int, list[Finding]]:
    """How many impossibilities are declared, and the examples on which a rule fires that show one.

    An example leaves out what does not matter to it, so only what it gives counts, and nothing that it leaves out. One
    on which a rule stays silent may well name what cannot be: it shows that the rule would stay silent even then.
    """
    findings = [
        finding
        for rule in base.rules.values()
        for number, example in enumerate(rule.examples, 1)
        if example.fires
        for finding in _seen(base, f"example {number} of the rule '{rule.id}'", facts_of(rule, example), whole=False)
    ]
    return len(base.never_together), findings


def check_seen(base: KnowledgeBase, seen: Iterable[tuple[str, Facts]]) -> tuple[int, list[Finding]]:
    """How many sets of facts there are, each with a name, and those that show something declared impossible.

    The facts are all there are: where a fact is closed and has no value, its `otherwise` holds.
    """
    looked_at = 0
    findings: list[Finding] = []
    for name, facts in seen:
        looked_at += 1
        findings += _seen(base, name, facts, whole=True)
    return looked_at, findings


def _seen(base: KnowledgeBase, name: str, facts: Facts, *, whole: bool) -> Iterator[Finding]:
    given = {fact for known in facts.values() for fact in known}
    for declared in base.never_together.values():
        if not whole and not all(condition.fact in given for condition in declared.never):
            continue
        for subject in (CASE,) if declared.about == "case" else [each for each in facts if each.kind == declared.about]:
            met = _met(base, declared, subject, facts, whole=whole)
            if met is not None:
                place = str(base.place("never_together", declared.id) or declared.id)
                say = f"{name} shows what '{declared.id}' calls impossible."
                about = tuple(sorted((declared.id, name)))
                yield Finding("impossible-yet-seen", "error", place, say, about, "example", Witness((), met, ()))


def _met(base: KnowledgeBase, declared: NeverTogether, subject: Subject, facts: Facts, *, whole: bool) -> Facts | None:
    """The facts that meet every condition, or None where one is not met."""
    met: dict[Subject, dict[str, str]] = {}
    for condition in declared.never:
        about = subject_of(condition, subject)
        value = facts.get(about, {}).get(condition.fact)
        if value is None and whole:
            value = base.facts[condition.fact].otherwise
        if (value is None and not whole) or not condition.holds(value):
            return None
        if value is not None:
            met.setdefault(about, {})[condition.fact] = value
    return met
