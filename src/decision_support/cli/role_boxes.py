"""A map of roles as a picture in characters: boxes in rows, and lines with arrows among them, each line on its own."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil
from typing import NamedTuple

import networkx as nx

from decision_support.model.role_map import HOLDS, LADDER, LEVEL, Link, Node, RoleMap

from .layers import Arrow, Size
from .role_tree import ALONE
from .routes import Layout, Point, Rect, lay_out

ACROSS, DOWN = 7.0, 14.0  # of the layout's own units, in a character
WIDEST_BOX, WIDEST_LABEL, SHORT_NOTE = 26, 20, 40
POINT = 1  # lines above and below a row in which the points of arrows are
NEARLY = 0.01
UP, RIGHT, BELOW, LEFT = 1, 2, 4, 8
STROKES = " │─└││┌├─┘─┴┐┤┬┼"
TIPS = {UP: "▲", RIGHT: "►", BELOW: "▼", LEFT: "◄"}
TURNS = (LEVEL, HOLDS)
MOST_LINES = 110  # that are laid out in about a second
TOO_MANY = "There are too many people and lines here to draw. See the tree: all of them are in it."

Place = tuple[int, int]  # column, line


def as_boxes(role_map: RoleMap) -> str:
    """Each part that hangs together, one below the other, and last what no link touches."""
    return "\n".join(line.rstrip() for line in _lines(role_map.plain())) + "\n"


def too_many(maps: Sequence[RoleMap]) -> bool:
    """Whether laying these out would take so long that it is better to look at the tree."""
    return sum(len(each.links) for each in maps) > MOST_LINES


def _lines(role_map: RoleMap) -> Iterator[str]:
    nodes = {node.id: node for node in role_map.nodes}
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((link.from_, link.to) for link in role_map.links)
    parts = []
    for found in sorted(nx.connected_components(graph), key=lambda found: (-len(found), min(found))):
        if links := [link for link in role_map.links if link.from_ in found]:
            parts.append(list(_Part([node for node in role_map.nodes if node.id in found], links).lines()))
    yield " " * (parts[0][0].find("┌") if parts else 0) + role_map.title  # where the eye begins in a wide picture
    for lines in parts:
        yield ""
        yield from lines
    if alone := role_map.alone():
        yield ""
        yield f"{ALONE}:"
        for node in alone:
            yield f"- {', '.join(filter(None, (node.label, node.group)))}"


class _Crossing(NamedTuple):
    """A line on its way through the room between two rows, from one column to another."""

    upper: int
    lower: int


class _Part:
    """What hangs together, laid out as for the picture and then set on a grid of characters."""

    def __init__(self, nodes: Sequence[Node], links: Sequence[Link]) -> None:
        self._texts = {node.id: _box_text(node) for node in nodes}
        self._labels = [_label(link) for link in links]
        self._links = links
        boxes = {name: _size(text, 4, 2) for name, text in self._texts.items()}
        found = lay_out(boxes, [self._arrow(number) for number in range(len(links))])
        self._found: Layout = found
        self._bands = list(_bands(found))
        self._gaps = self._crossings()
        self._tracks = {gap: _tracks(lines) for gap, lines in self._gaps.items()}
        self._tops = list(self._top_lines())
        self._strokes: dict[Place, int] = defaultdict(int)
        self._written: dict[Place, str] = {}

    def lines(self) -> Iterator[str]:
        for route in self._found.routes:
            for points in route.lines:
                self._draw(points)
        self._put_tips()
        for text, route in zip(self._labels, self._found.routes, strict=True):
            self._write(text, route.label)
        for name, box in self._found.boxes.items():
            self._frame(self._texts[name], box)
        cells = {place: STROKES[stroke] for place, stroke in self._strokes.items()} | self._written
        right, bottom = (max((place[way] for place in cells), default=0) for way in (0, 1))
        for line in range(bottom + 1):
            yield "".join(cells.get((column, line), " ") for column in range(right + 1))

    def _arrow(self, number: int) -> Arrow:
        link, label = self._links[number], _size(self._labels[number], 1, 0)
        pair = {link.from_, link.to}
        weight = 16.0 if any(other.rung == 0 and {other.from_, other.to} == pair for other in self._links) else 1.0
        if link.rung is not None:
            return Arrow(link.from_, link.to, label, "below", link.rung, weight)
        turn = TURNS.index(link.relation) if link.relation in TURNS else len(TURNS)
        return Arrow(link.from_, link.to, label, "level" if turn < len(TURNS) else "below", len(LADDER) + turn, weight)

    def _crossings(self) -> Mapping[int, list[_Crossing]]:
        """Which lines change their column, by the row below which they do."""
        found: dict[int, list[_Crossing]] = defaultdict(list)
        for route in self._found.routes:
            for line in route.lines:
                for here, there in pairwise(line):
                    if (gap := self._gap(here, there)) is not None and _column(here) != _column(there):
                        upper, lower = sorted((here, there), key=lambda point: point.y)
                        found[gap].append(_Crossing(_column(upper), _column(lower)))
        return {gap: list(dict.fromkeys(lines)) for gap, lines in found.items()}

    def _gap(self, here: Point, there: Point) -> int | None:
        """The row below which this piece of a line runs; None where it runs within one."""
        upper, lower = sorted((self._band(here.y), self._band(there.y)))
        return upper if upper != lower else None

    def _band(self, y: float) -> int:
        return next(number for number, (_, end) in enumerate(self._bands) if y <= end + 0.5)

    def _top_lines(self) -> Iterator[int]:
        line = 0
        for number, (top, bottom) in enumerate(self._bands):
            yield line
            tracks = self._tracks.get(number, {}).values()
            line += ceil((bottom - top) / DOWN) + 2 * POINT + max(tracks, default=-1) + 1

    def _line(self, y: float) -> int:
        band = self._band(y)
        return self._tops[band] + int((y - self._bands[band][0]) / DOWN + NEARLY)

    def _draw(self, points: Sequence[Point]) -> None:
        for here, there in pairwise(points):
            start, end = (_column(here), self._line(here.y)), (_column(there), self._line(there.y))
            gap = self._gap(here, there)
            if gap is None or start[0] == end[0]:
                self._stroke(start, (start[0], end[1]))
                self._stroke((start[0], end[1]), end)
            else:
                upper, lower = sorted((start, end), key=lambda place: place[1])
                track = self._tracks[gap][_Crossing(upper[0], lower[0])]
                at = self._tops[gap] + ceil((self._bands[gap][1] - self._bands[gap][0]) / DOWN) + POINT + track
                self._stroke(upper, (upper[0], at))
                self._stroke((upper[0], at), (lower[0], at))
                self._stroke((lower[0], at), lower)

    def _stroke(self, start: Place, end: Place) -> None:
        (x, y), (to_x, to_y) = start, end
        while (x, y) != (to_x, to_y):
            step = (to_x > x) - (to_x < x), (to_y > y) - (to_y < y)
            out, back = {(1, 0): (RIGHT, LEFT), (-1, 0): (LEFT, RIGHT), (0, 1): (BELOW, UP), (0, -1): (UP, BELOW)}[step]
            self._strokes[x, y] |= out
            x, y = x + step[0], y + step[1]
            self._strokes[x, y] |= back

    def _put_tips(self) -> None:
        """Where each arrow leads, the point of it, just outside the box; both ways for those who stand level."""
        for link, route in zip(self._links, self._found.routes, strict=True):
            ends = [(route.lines[-1], link.to)]
            if link.relation == LEVEL:
                ends.append((route.lines[0][::-1], link.from_))
            for line, name in ends:
                place, way = self._outside(line[-1], name)
                self._written[place] = TIPS[way]

    def _outside(self, end: Point, name: str) -> tuple[Place, int]:
        left, top, right, bottom = self._corners(self._found.boxes[name])
        column, line = _column(end), self._line(end.y)
        if line <= top:
            return (column, top - 1), BELOW
        if line >= bottom:
            return (column, bottom + 1), UP
        return ((left - 1, line), RIGHT) if column <= left + 1 else ((right + 1, line), LEFT)

    def _corners(self, box: Rect) -> tuple[int, int, int, int]:
        left, top = round(box.x / ACROSS), self._line(box.y)
        return left, top, left + round(box.width / ACROSS) - 1, top + round(box.height / DOWN) - 1

    def _frame(self, text: Sequence[str], box: Rect) -> None:
        left, top, right, bottom = self._corners(box)
        inside = right - left - 1
        for line in range(top, bottom + 1):
            self._put(left, line, f"│{' ' * inside}│")
        self._put(left, top, f"┌{'─' * inside}┐")
        self._put(left, bottom, f"└{'─' * inside}┘")
        first = top + 1 + (bottom - top - 1 - len(text)) // 2
        for number, words in enumerate(text):
            self._put(left + 1 + (inside - len(words)) // 2, first + number, words)

    def _write(self, text: Sequence[str], at: Rect) -> None:
        middle, top = (at.x + at.width / 2) / ACROSS, self._line(at.y)
        for number, line in enumerate(text):
            self._put(round(middle - len(line) / 2), top + number, line)

    def _put(self, column: int, line: int, text: str) -> None:
        for number, character in enumerate(text):
            self._written[column + number, line] = character


def _column(point: Point) -> int:
    return int(point.x // ACROSS)


def _size(text: Sequence[str], more_across: int, more_down: int) -> Size:
    return Size((max(map(len, text)) + more_across) * ACROSS, (len(text) + more_down) * DOWN)


def _box_text(node: Node) -> list[str]:
    short = (note for note in node.notes if len(note) <= SHORT_NOTE)
    told = (node.label, *([node.group] if node.group else []), *short)
    return [line for text in told for line in textwrap.wrap(text, WIDEST_BOX)]


def _label(link: Link) -> list[str]:
    remark = f"[{link.remark}]" if link.remark else ""
    return [line for text in (link.say, remark) for line in textwrap.wrap(text, WIDEST_LABEL)]


def _bands(found: Layout) -> Iterator[tuple[float, float]]:
    """The rows, from top to bottom, each with where it begins and ends; one that lines only pass has no height."""
    rects = (*found.boxes.values(), *(route.label for route in found.routes))
    points = (point for route in found.routes for line in route.lines for point in line)
    spans = sorted({*((each.y, each.y + each.height) for each in rects), *((each.y, each.y) for each in points)})
    begins, ends = spans[0] if spans else (0.0, 0.0)
    for top, bottom in spans[1:]:
        if top > ends + 0.5:
            yield begins, ends
            begins, ends = top, bottom
        ends = max(ends, bottom)
    yield begins, ends


def _tracks(lines: Sequence[_Crossing]) -> Mapping[_Crossing, int]:
    """A track for each line that goes sideways, so that no two run along each other."""
    after: nx.DiGraph[_Crossing] = nx.DiGraph()
    after.add_nodes_from(lines)
    for one in lines:
        for other in lines:
            if one != other and one.upper == other.lower and not nx.has_path(after, other, one):
                after.add_edge(one, other)  # they share a column: what comes from above turns off first
    found: dict[_Crossing, int] = {}
    for line in nx.lexicographical_topological_sort(after, key=lambda each: (min(each), max(each))):
        first = max((found[before] + 1 for before in after.predecessors(line)), default=0)
        taken = {found[other] for other in found if min(line) <= max(other) + 1 and min(other) <= max(line) + 1}
        found[line] = next(track for track in range(first, len(lines) + first + 1) if track not in taken)
    return found
