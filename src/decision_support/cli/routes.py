"""Where boxes in rows stand, and the lines of arrows among them: each has air of its own, so that it meets no box."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from .layers import AIR, LOOP, Arrow, Item, Row, Size, Way, in_rows

ROW_GAP, PORT, TIGHT = 18.0, 16.0, 7.0
SWEEPS = 24
FREE = 0.01  # the weight of what nothing holds in its place

Band = tuple[float, float]  # the top and bottom of a row


class Point(NamedTuple):
    x: float
    y: float


class Rect(NamedTuple):
    x: float
    y: float
    width: float
    height: float


class Route(NamedTuple):
    """Where an arrow runs: its label, and the lines before and after it. Lines that slant may be drawn as curves."""

    label: Rect
    lines: tuple[tuple[Point, ...], ...]


class Layout(NamedTuple):
    """Where everything is. Routes are in the order of the arrows."""

    size: Size
    boxes: Mapping[str, Rect]
    routes: tuple[Route, ...]


def lay_out(boxes: Mapping[str, Size], arrows: Sequence[Arrow]) -> Layout:
    """Boxes in rows, and arrows among them."""
    placed, ways, rows = in_rows(boxes, arrows)
    for way in ways:
        _put_between(way, rows)
    _put_sideways(rows)
    bands = _put_down(rows)
    for way in ways:
        _put_aside(way)
    items = {item for way in ways for item in way.items} | set(placed.values())
    left = min((_rect(item).x for item in items), default=0.0)
    for item in items:
        item.x -= left
    return Layout(
        Size(
            max((item.x + item.width / 2 for item in items), default=0.0),
            max((item.y + item.height for item in items), default=0.0),
        ),
        {name: _rect(item) for name, item in placed.items()},
        tuple(Route(_rect(way.label), tuple(_lines(way, bands))) for way in ways),
    )


def _put_between(way: Way, rows: list[Row]) -> None:
    """Where an arrow joins two boxes that stand side by side, put its label between them, if it fits."""
    left, right = sorted((way.items[0], way.items[-1]), key=lambda item: item.place)
    row = rows[left.row]
    beside = left.row == right.row and row.index(right) - row.index(left) == 1 and not left.room
    if beside and way.label.height <= min(left.height, right.height):
        rows[way.label.row].remove(way.label)
        row.insert(row.index(right), way.label)
        left.below.remove(way.label)
        right.below.remove(way.label)
        way.label.above, way.label.row = [], left.row


def _put_sideways(rows: list[Row]) -> None:
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 else reversed(rows):
            gaps = [(left.width + right.width) / 2 + left.room + AIR for left, right in pairwise(row)]
            wanted = [_drawn_to(item, item.beside(up=sweep % 2 == 1)) for item in row]
            weights = [sum(n.weight * item.weight for n in item.beside(up=sweep % 2 == 1)) or FREE for item in row]
            for item, x in zip(row, _spread(wanted, gaps, weights), strict=True):
                item.x = x


def _put_down(rows: list[Row]) -> list[Band]:
    """The farther the lines of a row run sideways, the more room is below it."""
    bands: list[Band] = []
    y = 0.0
    for row in rows:
        height = max((item.height for item in row), default=0.0)
        for item in row:
            item.y += y
        bands.append((y, y + height))
        aside = max((abs(item.x - below.x) for item in row for below in item.below), default=0.0)
        y += height + ROW_GAP + min(ROW_GAP, aside / 8)
    return bands


def _is_level(way: Way) -> bool:
    """Whether it joins two boxes that stand side by side, its label between them."""
    return not way.is_loop and way.label.row == way.items[0].row


def _put_aside(way: Way) -> None:
    """Give the label of a loop its place beside the box, and one between two boxes its height."""
    box, label, other = way.items[0], way.label, way.items[-1]
    if way.is_loop:
        label.x = box.x + (box.width + label.width + AIR) / 2 + LOOP
        label.y += box.y + (box.height - box.loops - AIR / 2) / 2
    elif _is_level(way):
        left, right = sorted((box, other), key=lambda item: item.x)
        label.x = (left.x + left.width / 2 + right.x - right.width / 2) / 2
        label.y += (min(box.height, other.height) - label.height) / 2


def _lines(way: Way, bands: Sequence[Band]) -> Iterator[tuple[Point, ...]]:
    label, middle = _rect(way.label), way.label.y + way.label.height / 2
    start, end = _rect(way.items[0]), _rect(way.items[-1])
    if way.is_loop:
        right, half = start.x + start.width, TIGHT
        yield tuple(
            Point(x, middle + y)
            for x, y in ((right, -half), (right + LOOP, -half), (right + LOOP, half), (right, half))
        )
    elif _is_level(way) and start.x < end.x:
        yield Point(start.x + start.width, middle), Point(label.x, middle)
        yield Point(label.x + label.width, middle), Point(end.x, middle)
    elif _is_level(way):
        yield Point(start.x, middle), Point(label.x + label.width, middle)
        yield Point(label.x, middle), Point(end.x + end.width, middle)
    else:
        points: list[Point] = []
        for here, there in pairwise(way.items):
            if here is way.label:
                yield tuple(dict.fromkeys(points))
                points = []
            down = here.row < there.row
            points += (*_end(here, there, down, bands), *_end(there, here, not down, bands)[::-1])
        yield tuple(dict.fromkeys(points))


def _end(item: Item, other: Item, down: bool, bands: Sequence[Band]) -> tuple[Point, Point]:
    """Where a line leaves an item for another, and where it leaves the item's row."""
    x, edge = _port(item, other, down), bands[item.row][down]
    own = item.y + item.height * down if item.height else edge
    return Point(x, own), Point(x, edge)


def _port(item: Item, other: Item, down: bool) -> float:
    """Where along an item's edge the line to another leaves it: as near to the other as there is room."""
    others = sorted(item.beside(up=not down), key=lambda each: (each.x, each.place))
    wish = PORT if item.row % 2 == 0 else TIGHT
    half = max(0.0, item.width / 2 - PORT / 2) if item.row % 2 == 0 else TIGHT / 2 * (len(others) - 1)
    gap = min(wish, 2 * half / max(1, len(others) - 1))
    wanted = [min(max(each.x, item.x - half), item.x + half) for each in others]
    found = _spread(wanted, [gap] * (len(others) - 1), [1.0] * len(others))
    index = others.index(other)
    return min(max(found[index], item.x - half + gap * index), item.x + half - gap * (len(others) - 1 - index))


def _rect(item: Item) -> Rect:
    return Rect(item.x - item.width / 2, item.y, item.width, item.height)


def _drawn_to(item: Item, others: Sequence[Item]) -> float:
    """Right below or above its neighbours, the heavier the more."""
    weights = [item.weight * other.weight for other in others]
    total = sum(other.x * weight for other, weight in zip(others, weights, strict=True))
    return total / sum(weights) if others else item.x


def _spread(wanted: Sequence[float], gaps: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Places as near to those wanted as can be, by least squares, each at least its gap behind the one before."""
    offsets = list(accumulate(gaps, initial=0.0))
    blocks: list[tuple[float, float, int]] = []
    for want, offset, weight in zip(wanted, offsets, weights, strict=False):
        block = ((want - offset) * weight, weight, 1)
        while blocks and blocks[-1][0] * block[1] > block[0] * blocks[-1][1]:
            total, heavy, count = blocks.pop()
            block = (total + block[0], heavy + block[1], count + block[2])
        blocks.append(block)
    means = [total / weight for total, weight, count in blocks for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=False)]
