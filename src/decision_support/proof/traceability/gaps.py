"""Where the chain from clause to rule to question to case is broken: what has no counterpart, counted and named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .asked import Asked

if TYPE_CHECKING:  # the rows are made where the gaps are asked for
    from .matrix import ClauseRow, LawRow, RuleRow


@dataclass(frozen=True)
class Gap:
    """What lacks something: the ids, of how many that were looked at."""

    say: str
    ids: tuple[str, ...]
    of: int


def gaps_of(
    clauses: Sequence[ClauseRow], rules: Sequence[RuleRow], asked: Sequence[Asked], laws: Sequence[LawRow]
) -> tuple[Gap, ...]:
    """Every kind of broken chain, whether or not anything is broken so."""
    own = [each for each in clauses if each.kind == "clause"]
    silences = [each for each in clauses if each.kind == "silence"]
    ruled = [each for each in own if each.rules]
    found = [
        _gap("clauses that nothing takes up", own, [each for each in own if each.becomes == "unaccounted"]),
        _gap("clauses taken up, though by no rule", own, [each for each in own if each.where and not each.rules]),
        _gap(
            "clauses with rules that no day of a bundled case shows", ruled, [each for each in ruled if not each.days]
        ),
        _gap("rules that fire on no day of a bundled case", rules, [each for each in rules if not each.days]),
        _gap("rules without an example of their own", rules, [each for each in rules if not each.examples]),
        _gap(
            "rules that rest on no clause (ours, or only a reading)",
            rules,
            [each for each in rules if not each.clauses],
        ),
        _gap("questions that lead to no clause", asked, [each for each in asked if not each.clauses]),
        _gap("questions that no rule reads itself", asked, [each for each in asked if not each.rules]),
        _gap(
            "silences that no day of a bundled case shows",
            silences,
            [each for each in silences if not each.days and not each.why],
        ),
        _gap("silences without a reading of ours", silences, [each for each in silences if not each.readings]),
    ]
    if laws:
        found.append(_gap("clauses with rules that no law speaks of", ruled, [each for each in ruled if not each.laws]))
    return tuple(found)


def _gap(say: str, looked_at: Sequence[object], lacking: Iterable[ClauseRow | RuleRow | Asked]) -> Gap:
    return Gap(say, tuple(each.id for each in lacking), len(looked_at))
