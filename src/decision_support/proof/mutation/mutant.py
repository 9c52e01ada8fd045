"""A mutant: the knowledge base with one thing changed, and one sentence that says what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from decision_support.model.knowledge import Document, KnowledgeBase
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import Kind

Counted = tuple[Kind, tuple[Condition, ...]]


@dataclass(frozen=True)
class Mutant:
    """One change. Exactly one of the last three parts says what stands in the base instead.

    about     the rule, clock, stage, action or counted fact that is changed, such as 'nssb.risk.x'
    guidance  the document that it belongs to; None for what belongs to none
    rules     rule id -> the rule as changed, or None where it is taken away
    """

    operator: str
    about: str
    detail: str
    guidance: str | None
    clauses: tuple[str, ...]
    place: str
    say: str
    rules: Mapping[str, Rule | None] = field(default_factory=dict)
    document: Document | None = None
    counts: Mapping[str, Counted] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The same for the same change of the same base: 'nssb.risk.x/drop-condition/nssb.stage'."""
        return "/".join(part for part in (self.about, self.operator, self.detail) if part)

    @property
    def rule(self) -> Rule | None:
        """The rule as changed; None where none is, or where it is taken away."""
        return next(iter(self.rules.values()), None)

    def applied(self, base: KnowledgeBase) -> KnowledgeBase:
        """The base with this change."""
        if self.document is not None:
            return replace(base, documents={**base.documents, self.document.guidance.id: self.document})
        rules = {name: rule for name, rule in {**base.rules, **self.rules}.items() if rule is not None}
        return replace(base, rules=rules, counts={**base.counts, **self.counts})
