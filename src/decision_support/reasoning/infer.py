"""From facts to what follows: by durable_rules where it is installed, by the built-in evaluator where it is not."""

from __future__ import annotations

from typing import Literal

from decision_support.model.facts import Facts, Inference

from . import matcher
from .program import Program
from .worlds import Worlds

NOTICE = (
    "durable_rules is not installed or cannot be loaded; the same rules are read by the built-in evaluator instead."
)


class Reasoner:
    """A program, ready for one case after another.

    engine  False: the built-in evaluator even where the engine is installed, for whoever needs thousands of programs,
            since durable_rules never gives back what a rule set took
    """

    def __init__(self, program: Program, engine: bool = True) -> None:
        self._matcher = matcher.Matcher(program) if engine and matcher.is_available() else None
        self._worlds = None if self._matcher else Worlds(program)

    @property
    def engine(self) -> Literal["durable_rules", "built-in evaluator"]:
        """What reads the rules."""
        return "durable_rules" if self._matcher else "built-in evaluator"

    @property
    def notice(self) -> str | None:
        """A sentence for the user where the rule engine is missing."""
        return None if self._matcher else NOTICE

    def infer(self, facts: Facts) -> Inference:
        """All that follows from the facts."""
        if self._matcher:
            return self._matcher.run(facts)
        assert self._worlds is not None
        return self._worlds.infer_one(facts)
