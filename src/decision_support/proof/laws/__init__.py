"""Laws of the domain: what has to hold of every case, declared in YAML and tried on cases and on all combinations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from decision_support.model import law as declared
from decision_support.model.knowledge import KnowledgeBase

from .counts_for_nothing import CountsForNothingLaw
from .grounded import GroundedLaw
from .law import Exhausted, Law
from .never_a_breach import NeverABreachLaw
from .no_slower import NoSlowerLaw
from .ordered import OrderedLaw
from .same_for import SameForLaw
from .somebody_acts import SomebodyActsLaw
from .taken_back import TakenBackLaw
from .unknown import UnknownLaw
from .unstuck import NeverStuckLaw

__all__ = ["Exhausted", "Law", "laws_of"]

_KINDS: Mapping[type[declared.Declared], Callable[[Any], Law]] = {
    declared.NoSlower: NoSlowerLaw,
    declared.Ordered: OrderedLaw,
    declared.CountsForNothing: CountsForNothingLaw,
    declared.SameFor: SameForLaw,
    declared.TakenBack: TakenBackLaw,
    declared.UnknownIsNotNo: UnknownLaw,
    declared.NeverStuck: NeverStuckLaw,
    declared.SomebodyActs: SomebodyActsLaw,
    declared.Grounded: GroundedLaw,
    declared.NeverABreach: NeverABreachLaw,
}


def laws_of(base: KnowledgeBase) -> tuple[Law, ...]:
    """Every law that the knowledge base declares, in its order."""
    return tuple(_KINDS[type(each)](each) for each in base.laws.values())
