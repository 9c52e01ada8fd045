"""Everything that the knowledge base holds, what each thing rests on, and what rests on it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from decision_support.model.knowledge import KnowledgeBase

from .gathering import all_held
from .holding import KINDS, Holding, Key


class Holdings:
    """All that one knowledge base holds, in the order of the documents."""

    def __init__(self, base: KnowledgeBase) -> None:
        found = {each.key: each for each in all_held(base)}
        order = {kind: position for position, kind in enumerate(KINDS)}
        self.all: Mapping[Key, Holding] = found
        self._leads: dict[Key, tuple[Key, ...]] = {}
        self._back: dict[Key, list[Key]] = {}
        for key, each in found.items():
            leads = dict.fromkeys(name for name in each.leads if name in found and name != key)
            self._leads[key] = tuple(sorted(leads, key=lambda name: order[name[0]]))
            for name in leads:
                self._back.setdefault(name, []).append(key)
        for back in self._back.values():
            back.sort(key=lambda name: (name[0] != "rule", order[name[0]]))

    def rests_on(self, key: Key) -> tuple[Holding, ...]:
        """What this rests on or speaks of."""
        return tuple(self.all[name] for name in self._leads[key])

    def resting_on(self, key: Key) -> tuple[Holding, ...]:
        """What rests on this or speaks of it, rules first."""
        return tuple(self.all[name] for name in self._back.get(key, ()))

    def of(self, document: str | None, kind: str) -> tuple[Holding, ...]:
        """Everything of one kind that belongs to a document; None: what belongs to no single one."""
        return tuple(each for each in self.all.values() if (each.document, each.kind) == (document, kind))

    def called(self, name: str) -> Holding | None:
        """What has this id: a clause before anything else."""
        return next((found for kind in ("clause", "silence", *KINDS) if (found := self.all.get((kind, name)))), None)


def holdings(base: KnowledgeBase) -> Holdings:
    """What a knowledge base holds; gathered once."""
    return _gathered(_Same(base))


class _Same:
    """A knowledge base that equals itself alone, since what it holds cannot be compared quickly."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.base is self.base

    def __hash__(self) -> int:
        return id(self.base)


@lru_cache(maxsize=4)
def _gathered(same: _Same) -> Holdings:
    return Holdings(same.base)
