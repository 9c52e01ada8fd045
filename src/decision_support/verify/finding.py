"""Something found wrong with the rule base: a code, how serious, where, a sentence, and a smallest case for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from decision_support.model.facts import Facts

Severity = Literal["error", "warning", "note"]
How = Literal["structure", "example", "every combination", "solver"]


@dataclass(frozen=True)
class Witness:
    """The facts of a smallest case that shows a finding, and what fired on them when durable_rules was asked.

    guidance  the documents whose rules were run
    """

    guidance: tuple[str, ...]
    facts: Facts
    fired: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What is wrong.

    code   the kind of finding, such as 'dead-rule': one name for ever, for tools and for what is explained
    about  the ids that it concerns, sorted, such as a rule's
    how    what it rests on: the structure of the knowledge, an example, every combination of a cone, or a solver
    """

    code: str
    severity: Severity
    place: str
    say: str
    about: tuple[str, ...]
    how: How = "structure"
    witness: Witness | None = field(default=None)

    @property
    def order(self) -> tuple[str, str, tuple[str, ...], str]:
        """Findings of one check in a fixed order."""
        return self.place, self.code, self.about, self.say
