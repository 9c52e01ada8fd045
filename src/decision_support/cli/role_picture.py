"""A map of roles as an SVG picture that needs nothing from outside: black on white, escalation from top to bottom."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple
from xml.etree import ElementTree as ET

import networkx as nx

from decision_support.model.role_map import HOLDS, LADDER, LEVEL, Link, Node, RoleMap

from .layers import Arrow, Size
from .role_tree import ALONE
from .routes import Point, Rect, Route, lay_out

SHEET = Size(717.0, 1046.0)  # A4 within a browser's margins, in its pixels
NARROWEST = 440.0
SMALLEST = 0.6  # a picture that would have to shrink further is printed on several sheets
MARGIN, BETWEEN, PADDING, LEADING, SAMPLE = 16.0, 32.0, 8.0, 1.25, 44.0
TURNS = (LEVEL, HOLDS)  # what joins those who stand level with each other
FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
TITLE, LABEL, SAID, SMALL = 18.0, 13.0, 12.0, 10.5
BOX_TEXT, LINK_TEXT, SHORT_NOTE = 155.0, 110.0, 28
CORNERS = {"role": "3", "person": "16", "agency": "0", "team": "0"}
OURS, ENDED = "7 4", "1.5 4"
LEGEND = ((OURS, "our reading; no clause says so"), (ENDED, "has ended"))


def as_svg(role_map: RoleMap) -> str:
    """The picture; its description says every link in words, for those who cannot see it."""
    return _Picture(role_map.plain()).text()


class _Line(NamedTuple):
    text: str
    size: float
    weight: str = "normal"
    style: str = "normal"


class _Block(NamedTuple):
    """Boxes by node, and routes by place in the map's links, that were laid out together."""

    size: Size
    boxes: Mapping[str, Rect]
    routes: Mapping[int, Route]


_Placed = tuple[_Block, Point]


class _Picture:
    def __init__(self, role_map: RoleMap) -> None:
        self._map = role_map
        self._names = {node.id: node.label for node in role_map.nodes}
        self._boxes = {node.id: _node_lines(node) for node in role_map.nodes}
        self._labels = [_link_lines(link) for link in role_map.links]
        self._alone = [node.id for node in role_map.alone()]
        self._breadth = max(map(_breadth, self._boxes.values()), default=0.0) + 2 * PADDING

    def text(self) -> str:
        """The whole picture as XML."""
        blocks, size = self._arranged()
        width = max(size.width, NARROWEST)
        title = [_Line(line, TITLE, "bold") for line in _wrapped(self._map.title, width, TITLE, "bold")]
        legend = _legend(width)
        top = MARGIN + _height(title) + BETWEEN / 2
        bottom = top + size.height + BETWEEN
        svg = self._frame(width + 2 * MARGIN, bottom + legend[-1][-1].y + SAID * 1.6 + MARGIN)
        _write(svg, title, MARGIN, MARGIN, "start")
        for block, at in blocks:
            self._draw(svg, block, Point(MARGIN + at.x, top + at.y))
        for dashes, says, at in legend:
            group = ET.SubElement(svg, "g", {"class": "legend"})
            x, y = MARGIN + at.x, bottom + at.y
            _draw_path(group, f"M{_number(x)},{_number(y + SAID * 0.65)} h{_number(SAMPLE)}", dashes, tip=True)
            _write(group, [_Line(says, SAID)], x + SAMPLE + PADDING, y, "start")
        ET.indent(svg)
        return ET.tostring(svg, encoding="unicode") + "\n"

    def _arranged(self) -> tuple[list[_Placed], Size]:
        """The linked parts on shelves; what is alone beside or below them: whichever fills a sheet of paper best."""
        parts = sorted(self._parts(), key=lambda part: -len(part.boxes))
        breadths = {SHEET.width, *(left.size.width + BETWEEN + right.size.width for left in parts for right in parts)}
        found: list[tuple[list[_Placed], Size]] = []
        for breadth in sorted(breadths):
            if not self._alone:
                found.append(_on_shelves(parts, breadth))
            for columns in range(1, min(5, len(self._alone)) + 1):
                grid = self._grid(columns)
                found.append(_on_shelves([*parts, grid], breadth))
                shelves, size = _on_shelves(parts, breadth)
                beside = size.width + BETWEEN if parts else 0.0
                whole = Size(beside + grid.size.width, max(size.height, grid.size.height))
                found.append(([*shelves, (grid, Point(beside, 0.0))], whole))
        return min(found, key=lambda each: (round(_outgrown(each[1]), 1), each[1].width * each[1].height))

    def _parts(self) -> Iterator[_Block]:
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(self._boxes)
        graph.add_edges_from((link.from_, link.to) for link in self._map.links)
        for part in nx.connected_components(graph):
            numbers = [number for number, link in enumerate(self._map.links) if link.from_ in part]
            if numbers:
                boxes = {name: self._box_size(name) for name in self._boxes if name in part}
                found = lay_out(boxes, [self._arrow(number) for number in numbers])
                yield _Block(found.size, found.boxes, dict(zip(numbers, found.routes, strict=True)))

    def _arrow(self, number: int) -> Arrow:
        link, lines = self._map.links[number], self._labels[number]
        label = Size(_breadth(lines) + PADDING, _height(lines) + 2)
        pair = {link.from_, link.to}
        weight = 16.0 if any(other.rung == 0 and {other.from_, other.to} == pair for other in self._map.links) else 1.0
        if link.rung is not None:
            return Arrow(link.from_, link.to, label, "below", link.rung, weight)
        turn = TURNS.index(link.relation) if link.relation in TURNS else len(TURNS)
        return Arrow(link.from_, link.to, label, "level" if turn < len(TURNS) else "below", len(LADDER) + turn, weight)

    def _grid(self, columns: int) -> _Block:
        """What is alone, in columns below a heading."""
        boxes: dict[str, Rect] = {}
        y = _height([_Line(ALONE, LABEL)]) + PADDING
        for first in range(0, len(self._alone), columns):
            row = {name: self._box_size(name) for name in self._alone[first : first + columns]}
            for column, (name, size) in enumerate(row.items()):
                boxes[name] = Rect(column * (self._breadth + PADDING), y, *size)
            y += max(size.height for size in row.values()) + PADDING
        return _Block(Size(columns * (self._breadth + PADDING) - PADDING, y - PADDING), boxes, {})

    def _box_size(self, name: str) -> Size:
        return Size(self._breadth, _height(self._boxes[name]) + 2 * PADDING)

    def _frame(self, width: float, height: float) -> ET.Element:
        scale = max(SMALLEST, 1 / _outgrown(Size(width, height)))
        size = {"width": _number(width * scale), "height": _number(height * scale)}
        view = f"0 0 {_number(width)} {_number(height)}"
        space = "http://www.w3.org/2000/svg"
        svg = ET.Element("svg", {"xmlns": space, "role": "img", **size, "viewBox": view, "font-family": FONT})
        ET.SubElement(svg, "title").text = self._map.title
        ET.SubElement(svg, "desc").text = " ".join(map(self._sentence, self._map.links)) or "There are no links."
        tip = {"id": "tip", "viewBox": "0 0 9 8", "refX": "8.5", "refY": "4", "markerWidth": "9", "markerHeight": "8"}
        marker = ET.SubElement(
            ET.SubElement(svg, "defs"), "marker", {**tip, "markerUnits": "userSpaceOnUse", "orient": "auto"}
        )
        ET.SubElement(marker, "path", d="M0,0 L9,4 L0,8 z")
        paper = {"width": _number(width), "height": _number(height), "fill": "white"}
        ET.SubElement(svg, "rect", {"class": "paper", **paper})
        return svg

    def _draw(self, svg: ET.Element, block: _Block, at: Point) -> None:
        for number, route in block.routes.items():
            self._draw_link(svg, number, route, at)
        for number, node in enumerate(self._map.nodes):
            if node.id in block.boxes:
                self._draw_node(svg, number, block.boxes[node.id], at)
        if not block.routes:
            _write(svg, [_Line(ALONE, LABEL)], at.x, at.y, "start")

    def _draw_link(self, svg: ET.Element, number: int, route: Route, at: Point) -> None:
        link, label = self._map.links[number], route.label
        group = ET.SubElement(svg, "g", {"class": "link", "data-link": str(number)})
        ET.SubElement(group, "title").text = self._sentence(link)
        *before, last = route.lines
        for line in before:
            both = link.relation == LEVEL
            _draw_line(group, line[::-1] if both else line, at, link, tip=both)
        _draw_line(group, last, at, link, tip=True)
        _write(group, self._labels[number], at.x + label.x + label.width / 2, at.y + label.y + 1, "middle")

    def _draw_node(self, svg: ET.Element, number: int, box: Rect, at: Point) -> None:
        node = self._map.nodes[number]
        lines = self._boxes[node.id]
        group = ET.SubElement(svg, "g", {"class": "node", "data-node": str(number)})
        ET.SubElement(group, "title").text = " – ".join((node.label, *node.notes))
        size = {"width": _number(box.width), "height": _number(box.height), "rx": CORNERS[node.kind]}
        place = {"x": _number(at.x + box.x), "y": _number(at.y + box.y)}
        ET.SubElement(group, "rect", {**place, **size, "fill": "white", "stroke": "black", "stroke-width": "1.4"})
        _write(group, lines, at.x + box.x + box.width / 2, at.y + box.y + (box.height - _height(lines)) / 2, "middle")

    def _sentence(self, link: Link) -> str:
        told = f"{self._names[link.from_]} {link.say} {self._names[link.to]}"
        return f"{told} ({link.remark})." if link.remark else f"{told}."


def _node_lines(node: Node) -> list[_Line]:
    small = [*([node.group] if node.group else []), *(note for note in node.notes if len(note) <= SHORT_NOTE)]
    return [
        *(_Line(line, LABEL, "bold") for line in _wrapped(node.label, BOX_TEXT, LABEL, "bold")),
        *(_Line(line, SMALL) for text in small for line in _wrapped(text, BOX_TEXT, SMALL)),
    ]


def _link_lines(link: Link) -> list[_Line]:
    return [
        *(_Line(line, SAID, style="italic") for line in _wrapped(link.say, LINK_TEXT, SAID)),
        *(_Line(line, SMALL) for line in _wrapped(link.remark, LINK_TEXT, SMALL)),
    ]


def _on_shelves(blocks: Sequence[_Block], breadth: float) -> tuple[list[_Placed], Size]:
    """The blocks side by side, as many as the breadth holds, then the next below them."""
    placed: list[_Placed] = []
    x = y = width = height = 0.0
    for block in blocks:
        if x and x + block.size.width > breadth:
            x, y = 0.0, height + BETWEEN
        placed.append((block, Point(x, y)))
        x += block.size.width + BETWEEN
        width, height = max(width, x - BETWEEN), max(height, y + block.size.height)
    return placed, Size(width, height)


def _outgrown(size: Size) -> float:
    """How many times larger than a sheet a picture is, upright or on its side; 1 where it fits."""
    upright = max(1.0, size.width / SHEET.width, size.height / SHEET.height)
    return min(upright, max(1.0, size.width / SHEET.height, size.height / SHEET.width))


def _height(lines: Sequence[_Line]) -> float:
    return sum(line.size * LEADING for line in lines)


def _breadth(lines: Sequence[_Line]) -> float:
    return max((_width(line.text, line.size, line.weight) for line in lines), default=0.0)


def _width(text: str, size: float, weight: str = "normal") -> float:
    """About how wide a text is in the widest of the fonts: which of them a reader has cannot be known."""
    return size * sum(map(_em, text)) * (1.13 if weight == "bold" else 1.0)


def _em(character: str) -> float:
    if character in " .,:;'’!|()[]/ijlftrIJ-":
        return 0.37
    if character in "mwMW@%—" or unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return 0.78 if character.isupper() else 0.63


def _wrapped(text: str, limit: float, size: float, weight: str = "normal") -> list[str]:
    def fits(line: str) -> bool:
        return len(line) < 2 or _width(line, size, weight) <= limit

    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not fits(longer) and lines[-1]:
            lines.append("")
            longer = word
        while not fits(longer):
            cut = next(end for end in range(len(longer), 0, -1) if fits(longer[:end]))
            lines[-1:] = [longer[:cut], ""]
            longer = longer[cut:]
        lines[-1] = longer
    return [line for line in lines if line]


def _draw_line(group: ET.Element, points: Sequence[Point], at: Point, link: Link, *, tip: bool) -> None:
    steps = [f"M{_place(points[0], at)}"]
    for here, there in pairwise(points):
        if abs(here.x - there.x) < 0.05 or abs(here.y - there.y) < 0.05:
            steps.append(f"L{_place(there, at)}")
        else:
            half = (here.y + there.y) / 2
            steps.append(
                "C" + " ".join(_place(each, at) for each in (Point(here.x, half), Point(there.x, half), there))
            )
    _draw_path(group, " ".join(steps), ENDED if link.ended else OURS if link.ours else "", tip=tip)


def _draw_path(group: ET.Element, d: str, dashes: str, *, tip: bool) -> None:
    path = ET.SubElement(group, "path", {"d": d, "fill": "none", "stroke": "black", "stroke-width": "1.4"})
    if dashes:
        path.set("stroke-dasharray", dashes)
    if tip:
        path.set("marker-end", "url(#tip)")


def _legend(breadth: float) -> list[tuple[str, str, Point]]:
    """Each kind of line with its meaning and its place, in as many rows as they need."""
    found: list[tuple[str, str, Point]] = []
    x = y = 0.0
    for dashes, says in LEGEND:
        wide = SAMPLE + PADDING + _width(says, SAID)
        if x and x + wide > breadth:
            x, y = 0.0, y + SAID * 1.6
        found.append((dashes, says, Point(x, y)))
        x += wide + BETWEEN / 2
    return found


def _write(parent: ET.Element, lines: Sequence[_Line], x: float, y: float, anchor: str) -> None:
    for line in lines:
        how = {"x": _number(x), "y": _number(y + line.size), "text-anchor": anchor, "font-size": _number(line.size)}
        if line.weight != "normal":
            how["font-weight"] = line.weight
        if line.style != "normal":
            how["font-style"] = line.style
        ET.SubElement(parent, "text", how).text = line.text
        y += line.size * LEADING


def _place(point: Point, at: Point) -> str:
    return f"{_number(at.x + point.x)},{_number(at.y + point.y)}"


def _number(value: float) -> str:
    return f"{round(value, 1):g}"
