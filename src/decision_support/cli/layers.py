"""Which row each box of a picture is in, and in what order: few arrows lead up, and few cross."""

from __future__ import annotations

import random
from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from statistics import fmean
from typing import Literal, NamedTuple

import networkx as nx

AIR, LOOP = 18.0, 18.0
STARTS, SWEEPS = 12, 8


class Size(NamedTuple):
    width: float
    height: float


class Arrow(NamedTuple):
    """From one box to another. The lower its turn, the sooner it gets what it wants; the heavier, the straighter."""

    start: str
    end: str
    label: Size
    wants: Literal["below", "level"] = "below"
    turn: int = 0
    weight: float = 1.0


@dataclass(eq=False, repr=False)
class Item:
    """What takes up room in a row: a box (even rows), a label, or an arrow on its way past, which has no height.

    x is its middle and y its top. Room is what its loops need to the right of it, loops how high they are together.
    """

    row: int
    width: float = 0.0
    height: float = 0.0
    weight: float = 1.0
    room: float = 0.0
    loops: float = 0.0
    above: list[Item] = field(default_factory=list)
    below: list[Item] = field(default_factory=list)
    place: int = 0
    x: float = 0.0
    y: float = 0.0

    def beside(self, *, up: bool) -> list[Item]:
        """Its neighbours in the row above or below."""
        return self.above if up else self.below


Row = list[Item]


@dataclass
class Way:
    """What an arrow passes, from its start to its end, its label among it."""

    items: list[Item]
    label: Item

    @property
    def is_loop(self) -> bool:
        """Whether it ends where it starts."""
        return self.items[0] is self.items[-1]


def in_rows(boxes: Mapping[str, Size], arrows: Sequence[Arrow]) -> tuple[dict[str, Item], list[Way], list[Row]]:
    """The boxes, the ways of the arrows, and the rows: as few as can be, with few crossings; the same each time."""
    ranks = _ranks(boxes, arrows)
    items = {name: Item(2 * ranks[name], *size) for name, size in boxes.items()}
    ways = [_way(items[arrow.start], items[arrow.end], arrow) for arrow in arrows]
    rows: list[Row] = [[] for _ in range(2 * max(ranks.values(), default=0) + 2)]
    for item in (*items.values(), *(item for way in ways if not way.is_loop for item in way.items[1:-1])):
        rows[item.row].append(item)
    _put_in_order(rows)
    return items, ways, rows


def _ranks(boxes: Mapping[str, Size], arrows: Sequence[Arrow]) -> dict[str, int]:
    """How far down each box stands. An arrow whose wish would lead round in a circle does not get it."""
    home = {name: name for name in boxes}
    down: nx.DiGraph[str] = nx.DiGraph()
    down.add_nodes_from(boxes)
    for arrow in sorted(arrows, key=lambda each: each.turn):
        start, end = home[arrow.start], home[arrow.end]
        if start == end or nx.has_path(down, end, start):
            continue
        if arrow.wants == "below":
            down.add_edge(start, end)
        elif not nx.has_path(down, start, end):
            down = nx.relabel_nodes(down, {end: start})
            home = {name: start if at == end else at for name, at in home.items()}
    order = list(nx.topological_sort(down))
    ranks: dict[str, int] = {}
    for name in order:
        ranks[name] = max((ranks[above] + 1 for above in down.predecessors(name)), default=0)
    for name in reversed(order):
        if not down.in_degree(name) and down.out_degree(name):
            ranks[name] = min(ranks[below] for below in down.successors(name)) - 1
    return {name: ranks[home[name]] for name in boxes}


def _way(start: Item, end: Item, arrow: Arrow) -> Way:
    top, bottom = sorted((start, end), key=lambda item: item.row)
    label = Item(max(top.row, (top.row + bottom.row) // 2 - 1) | 1, *arrow.label, arrow.weight)
    if start is end:
        start.room = max(start.room, LOOP + AIR / 2 + label.width)
        label.y = start.loops + AIR / 2
        start.loops = label.y + label.height
        start.height = max(start.height, start.loops + AIR / 2)
    elif start.row == end.row:
        label.above = [start, end]
        start.below.append(label)
        end.below.append(label)
    else:
        passed = [Item(row, weight=arrow.weight) for row in range(top.row + 1, bottom.row)]
        passed[label.row - top.row - 1] = label
        for upper, lower in pairwise([top, *passed, bottom]):
            upper.below.append(lower)
            lower.above.append(upper)
        return Way([top, *passed, bottom] if start is top else [bottom, *passed[::-1], top], label)
    return Way([start, label, end], label)


def _put_in_order(rows: list[Row]) -> None:
    """From the order given, then from others: sort each row by its neighbours, up and down; keep the best of all."""
    given = {item: place for row in rows for place, item in enumerate(row)}
    chance = random.Random(0)
    found: list[tuple[int, int, list[Row]]] = []
    for sweep in range(STARTS * SWEEPS):
        if sweep % SWEEPS == 0:
            for row in rows:
                row.sort(key=lambda item: chance.random() if sweep else 0)
                _number(row)
        for row in rows if sweep % 2 == 0 else reversed(rows):
            row.sort(key=lambda item: _middle(item, up=sweep % 2 == 0))
            _number(row)
            if sweep % SWEEPS:
                _swap(row)
                _bring_together(row)
        faults = sum(map(_faults, rows))
        for order in ([list(row) for row in rows], [row[::-1] for row in rows]):
            turned = sum(given[left] > given[right] for boxes in order[::2] for left, right in combinations(boxes, 2))
            found.append((faults, turned, order))
    for row, best in zip(rows, min(found, key=lambda each: each[:2])[2], strict=True):
        row[:] = best
        _number(row)


def _number(row: Row) -> None:
    for place, item in enumerate(row):
        item.place = place


def _swap(row: Row) -> None:
    """Let neighbours change places where that saves crossings."""
    for place in range(len(row) - 1):
        left, right = row[place : place + 2]
        pairs = [(a.place, b.place) for up in (True, False) for a in left.beside(up=up) for b in right.beside(up=up)]
        if sum(a > b for a, b in pairs) > sum(a < b for a, b in pairs):
            row[place : place + 2] = right, left
    _number(row)


def _bring_together(row: Row) -> None:
    """Move a box that wants to stand beside another to where the row has the fewest faults."""
    for item in [item for item in row if item.row % 2 == 0 and any(len(label.above) > 1 for label in item.below)]:
        rest = [other for other in row if other is not item]
        best: Row = min(([*rest[:at], item, *rest[at:]] for at in (item.place, *range(len(row)))), key=_faults)
        row[:] = best
        _number(row)


def _middle(item: Item, *, up: bool) -> float:
    found = [other.place for other in item.beside(up=up)]
    return fmean(found) if found else item.place


def _faults(row: Row) -> int:
    """How many lines cross below a row, and how far from each other its boxes are that want to stand side by side."""
    _number(row)
    ends: list[int] = []
    level = [label.above for item in row if item.row % 2 == 0 for label in item.below if len(label.above) > 1]
    faults = sum(abs(left.place - right.place) for left, right in level)
    for item in row:
        for below in sorted(other.place for other in item.below):
            faults += len(ends) - bisect_right(ends, below)
            insort(ends, below)
    return faults
