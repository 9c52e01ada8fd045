"""The rules that apply to a case, ready to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from decision_support.model.rules import Rule
from decision_support.reasoning.infer import Reasoner
from decision_support.reasoning.openness import Openness
from decision_support.reasoning.worlds import Worlds


@dataclass(frozen=True)
class RuleBook:
    """The rules that apply to a case, the two readers of them, and what they can leave open."""

    rules: Mapping[str, Rule]
    reasoner: Reasoner
    worlds: Worlds
    openness: Openness
