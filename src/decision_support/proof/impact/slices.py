"""Which cases a change of the knowledge cannot touch, so that they need not be advised on again."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from decision_support.casework.reasons.altering import altered_rules
from decision_support.model.knowledge import Document, KnowledgeBase


class Untouched:
    """Says of the documents that a case names whether all that advice on it is made of is the same in both bases.

    Advice is made of the rules of its documents and our own, of those documents, of what all documents share, and of
    the few parts of other documents that a case can name or that lend it their words. Examples of rules, the topics of
    a comparison and what is declared for verification are no part of it. Where any of this differs, though it may be
    in its order only, the case counts as touched.
    """

    def __init__(self, old: KnowledgeBase, new: KnowledgeBase) -> None:
        self._old = old
        self._new = new
        self._same = old.fingerprint == new.fingerprint
        self._shared = self._same or _shared(old) == _shared(new)
        altered = altered_rules(old, new)
        self._owners = {base.rules[name].guidance for name in altered for base in (old, new) if name in base.rules}
        self._known: dict[Hashable, bool] = {}

    def by(self, guidance: Iterable[str]) -> bool:
        """Whether no case that names these documents can be advised otherwise."""
        named = frozenset(guidance)
        if named not in self._known:
            self._known[named] = self._same or (self._shared and self._alike(named))
        return self._known[named]

    def _alike(self, named: frozenset[str]) -> bool:
        if self._owners & {None, *named}:
            return False
        return all(
            self._old.documents.get(name) == self._new.documents.get(name)
            and _order(self._old.documents.get(name)) == _order(self._new.documents.get(name))
            for name in named
        )


def _shared(base: KnowledgeBase) -> tuple[object, ...]:
    mappings = (
        base.facts, base.counts, base.events, base.interpretations, base.our_actions, base.our_judgements,
        base.calendars, base.seats,
    )  # fmt: skip
    lent = [
        (name, each.guidance, each.framework, tuple(each.options.items()), tuple(each.silences.items()))
        for name, each in base.documents.items()
    ]
    return *(tuple(each.items()) for each in mappings), tuple(lent)


def _order(document: Document | None) -> tuple[tuple[str, ...], ...]:
    if document is None:
        return ()
    parts = (
        document.clauses, document.silences, document.actions, document.judgements, document.records, document.forms,
        document.roles, document.options, document.panels,
    )  # fmt: skip
    return tuple(tuple(each) for each in parts)
