"""Rules shared out over rule sets that stay well below the limits of durable_rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from decision_support.errors import BeyondEngine
from decision_support.model.values import Kind

# An expression has room for 32 tests (MAX_SEQUENCE_EXPRESSIONS), and over a dozen nobody reads. A match has room for 16
# facts (MAX_MESSAGE_FRAMES): 17 conditions over different facts compile and then fail at run time.
CONDITIONS_IN_RULE = 12
# A fact that satisfies more than 64 different conjunctions at once is refused (MAX_STACK_SIZE). This also keeps clear
# of 256 rules on one condition, which crash the process (BETA_LIST_LENGTH).
RULES_IN_SET = 60
# A fact carries at most 255 attributes (MAX_OBJECT_PROPERTIES); 513 distinct conditions hang the compiler.
LITERALS_IN_SET = 200


@dataclass(frozen=True)
class Line:
    """A rule as the engine reads it: literals of its own subject, literals of the case, and the fact it concludes."""

    rule: str
    about: Kind
    own: tuple[str, ...]
    case: tuple[str, ...]
    concludes: tuple[str, str] | None

    @property
    def literals(self) -> tuple[str, ...]:
        return self.own + self.case


@dataclass(frozen=True)
class RuleSet:
    """Rules that run together. `chained` are the literals that a rule of the set can bring about for another."""

    lines: tuple[Line, ...]
    chained: frozenset[str]


Lines = tuple[Line, ...]


def pack(blocks: Sequence[Lines], fact_of: Mapping[str, str]) -> tuple[RuleSet, ...]:
    """Share the blocks of one stratum out over rule sets, to be run in this order.

    Blocks come in the order of settling. Rules that feed each other share a set where they fit in one; a chain that
    does not fit is cut between blocks, and what is cut off finds the earlier conclusions settled. BeyondEngine names
    the rules of a block that does not fit.
    """
    for block in blocks:
        _refuse_oversize(block)
    packed: list[list[Line]] = []
    for chain in _chains(blocks, fact_of):
        whole = [line for block in chain for line in block]
        for piece in [whole] if _fits(whole) else chain:
            if packed and _fits([*packed[-1], *piece]):
                packed[-1].extend(piece)
            else:
                packed.append(list(piece))
    return tuple(_rule_set(lines, fact_of) for lines in packed)


def _refuse_oversize(block: Lines) -> None:
    for line in block:
        if len(line.literals) > CONDITIONS_IN_RULE:
            raise BeyondEngine(
                f"The rule '{line.rule}' has {len(line.literals)} conditions; {CONDITIONS_IN_RULE} are the most.",
                mend="Name some of them as an intermediate fact with a rule of its own.",
            )
    if not _fits(block):
        names = ", ".join(f"'{line.rule}'" for line in block)
        raise BeyondEngine(
            f"{len(block)} rules lead back to each other and are too many for the rule engine, which takes "
            f"{RULES_IN_SET} rules and {LITERALS_IN_SET} different conditions at a time: {names}.",
            mend="Cut the circle where one of them could ask for a fact that is answered.",
        )


def _fits(lines: Sequence[Line]) -> bool:
    return len(lines) <= RULES_IN_SET and len({token for line in lines for token in line.literals}) <= LITERALS_IN_SET


def _chains(blocks: Sequence[Lines], fact_of: Mapping[str, str]) -> Iterator[list[Lines]]:
    """Blocks joined where one concludes a fact that another reads, each chain still in the order of settling."""
    concluding: dict[str, list[int]] = {}
    for number, block in enumerate(blocks):
        for fact in _concluded(block):
            concluding.setdefault(fact, []).append(number)
    parent = list(range(len(blocks)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for number, block in enumerate(blocks):
        for fact in {fact_of[token] for line in block for token in line.literals}:
            for other in concluding.get(fact, ()):
                first, second = sorted((root(number), root(other)))
                parent[second] = first
    chains: dict[int, list[Lines]] = {}
    for number, block in enumerate(blocks):
        chains.setdefault(root(number), []).append(block)
    yield from chains.values()


def _rule_set(lines: Iterable[Line], fact_of: Mapping[str, str]) -> RuleSet:
    ordered = tuple(sorted(lines, key=lambda line: line.rule))
    concluded = _concluded(ordered)
    read = {token for line in ordered for token in line.literals}
    return RuleSet(ordered, frozenset(token for token in read if fact_of[token] in concluded))


def _concluded(lines: Iterable[Line]) -> set[str]:
    return {line.concludes[0] for line in lines if line.concludes}
