"""In which order rules and counts are settled, so that an absence is final before anything rests on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from decision_support.errors import InvalidKnowledge
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import UNASKED, Kind
from decision_support.model.vocabulary import Fact

Counts = Mapping[str, tuple[Kind, tuple[Condition, ...]]]


class OwnAbsence(InvalidKnowledge):
    """A conclusion that would hold because it does not hold."""


@dataclass(frozen=True)
class Block:
    """Rules and counts that are settled together: one of them, or several that lead back to each other."""

    rules: tuple[str, ...]
    counts: tuple[str, ...]
    recursive: bool


@dataclass(frozen=True)
class Strata:
    """The order of settling.

    rules   rule id -> its stratum, counted from 0
    counts  counted fact -> the stratum before which it is worked out
    blocks  every rule and count, each after all that it rests on
    """

    rules: Mapping[str, int]
    counts: Mapping[str, int]
    blocks: tuple[Block, ...]


class _Node(NamedTuple):
    sort: Literal["rule", "fact"]
    name: str


class _Needs(NamedTuple):
    """What a node rests on. `step`: how many strata earlier. `final`: it must be settled, so it cannot lead back."""

    node: _Node
    step: int
    final: bool


_Graph = Mapping[_Node, tuple[_Needs, ...]]


def stratify(rules: Mapping[str, Rule], facts: Mapping[str, Fact], counts: Counts) -> Strata:
    """Sort rules into strata; OwnAbsence where a conclusion depends on its own absence."""
    graph = _graph(rules, facts, counts)
    components = list(_components(graph))
    component_of = {node: number for number, nodes in enumerate(components) for node in nodes}
    _refuse_own_absence(graph, component_of, counts)
    levels: dict[_Node, int] = {}
    for number, nodes in enumerate(components):
        level = max(
            (
                levels[needs.node] + needs.step
                for node in nodes
                for needs in graph[node]
                if component_of[needs.node] != number
            ),
            default=0,
        )
        levels.update(dict.fromkeys(nodes, level))
    return Strata(
        rules={name: levels[_Node("rule", name)] for name in sorted(rules)},
        counts={name: levels[_Node("fact", name)] for name in sorted(counts)},
        blocks=tuple(block for nodes in components if (block := _block(nodes, graph, counts))),
    )


def counts_read(rules: Mapping[str, Rule], counts: Counts) -> Counts:
    """The counted facts that rules read, and those that these rest on."""
    wanted = {condition.fact for rule in rules.values() for condition in rule.when} & counts.keys()
    while more := {each.fact for name in wanted for each in counts[name][1] if each.fact in counts} - wanted:
        wanted |= more
    return {name: counts[name] for name in sorted(wanted)}


def rests_on_absence(condition: Condition, fact: Fact) -> bool:
    """Whether a condition can hold of a concluded fact because nothing concludes it."""
    return (UNASKED if fact.otherwise is None else fact.otherwise) in (condition.allowed or ())


def _graph(rules: Mapping[str, Rule], facts: Mapping[str, Fact], counts: Counts) -> _Graph:
    concluded: dict[str, list[_Needs]] = {}
    for name in sorted(rules):
        if concludes := rules[name].concludes:
            concluded.setdefault(concludes[0], []).append(_Needs(_Node("rule", name), 0, False))
    graph: dict[_Node, tuple[_Needs, ...]] = {}
    for name, rule in rules.items():
        reads: set[_Needs] = set()
        for condition in rule.when:
            node = _Node("fact", condition.fact)
            if condition.fact in concluded:
                absence = rests_on_absence(condition, facts[condition.fact])
                reads.add(_Needs(node, int(absence), absence))
            elif condition.fact in counts:
                reads.add(_Needs(node, 0, False))
        graph[_Node("rule", name)] = tuple(sorted(reads))
    for name, rules_of in concluded.items():
        graph[_Node("fact", name)] = tuple(rules_of)
    for name, (_, where) in counts.items():
        inputs = {condition.fact for condition in where}
        graph[_Node("fact", name)] = tuple(
            _Needs(_Node("fact", fact), int(fact in concluded), True)
            for fact in sorted(inputs)
            if fact in concluded or fact in counts
        )
    return graph


def _components(graph: _Graph) -> Iterator[tuple[_Node, ...]]:
    """Nodes that lead back to each other (Tarjan 1972, without recursion), each group after all that it rests on."""
    index: dict[_Node, int] = {}
    low: dict[_Node, int] = {}
    open_nodes: list[_Node] = []
    is_open: set[_Node] = set()
    for root in sorted(graph):
        if root in index:
            continue
        index[root] = low[root] = len(index)
        open_nodes.append(root)
        is_open.add(root)
        path = [(root, iter(graph[root]))]
        while path:
            node, rest = path[-1]
            for needs in rest:
                after = needs.node
                if after not in index:
                    index[after] = low[after] = len(index)
                    open_nodes.append(after)
                    is_open.add(after)
                    path.append((after, iter(graph[after])))
                    break
                if after in is_open:
                    low[node] = min(low[node], index[after])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == index[node]:
                    start = open_nodes.index(node)
                    group = open_nodes[start:]
                    del open_nodes[start:]
                    is_open.difference_update(group)
                    yield tuple(sorted(group))


def _block(nodes: Sequence[_Node], graph: _Graph, counts: Counts) -> Block | None:
    rules = tuple(node.name for node in nodes if node.sort == "rule")
    counted = tuple(node.name for node in nodes if node.sort == "fact" and node.name in counts)
    return Block(rules, counted, recursive=len(nodes) > 1) if rules or counted else None


def _refuse_own_absence(graph: _Graph, component_of: Mapping[_Node, int], counts: Counts) -> None:
    for node in sorted(graph):
        for needs in graph[node]:
            if needs.final and component_of[needs.node] == component_of[node]:
                raise _own_absence(needs.node, _way(graph, needs.node, node), counts)


def _way(graph: _Graph, start: _Node, end: _Node) -> list[_Node]:
    """A shortest way from what is needed back to what needs it."""
    came_from: dict[_Node, _Node] = {start: start}
    queue = [start]
    for node in queue:
        if node == end:
            break
        for needs in graph[node]:
            if needs.node not in came_from:
                came_from[needs.node] = node
                queue.append(needs.node)
    way = [end]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]


def _own_absence(fact: _Node, way: Sequence[_Node], counts: Counts) -> OwnAbsence:
    rules = [f"'{node.name}'" for node in way if node.sort == "rule"]
    counted = sorted({f"'{node.name}'" for node in way if node.sort == "fact" and node.name in counts})
    by_way = [f"the rule{'s' if len(rules) > 1 else ''} {', '.join(rules)}"] if rules else []
    by_way += [f"the count{'s' if len(counted) > 1 else ''} {', '.join(counted)}"] if counted else []
    return OwnAbsence(
        f"The fact '{fact.name}' depends on its own absence, by way of {' and '.join(by_way)}.",
        mend="Let one of these conditions ask for something that is known, or split the fact in two.",
    )
