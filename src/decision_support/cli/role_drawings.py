"""A map of roles as a tree for the terminal, as Graphviz DOT, as Mermaid, as SVG, and as data."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, count
from typing import Any

from decision_support.model.role_map import Node, NodeKind, RoleMap

from .page import room
from .role_picture import as_svg
from .role_tree import as_tree

__all__ = ["as_data", "as_dot", "as_mermaid", "as_svg", "as_tree", "draw"]

WIDEST_DRAWING = 120  # columns
ANGLES = str.maketrans("<>", "‹›")  # Mermaid drops what looks like a tag from a title, and reads no entities there
DOT_SHAPES: Mapping[NodeKind, str] = {"role": "box", "person": "ellipse", "agency": "folder", "team": "tab"}
MERMAID_SHAPES: Mapping[NodeKind, tuple[str, str]] = {
    "role": ("[", "]"),
    "person": ("([", "])"),
    "agency": ("[[", "]]"),
    "team": ("{{", "}}"),
}


def draw(maps: Sequence[RoleMap], shape: str) -> str:
    """Maps one after another: 'text', 'json', 'dot', 'mermaid' or 'svg'."""
    if shape == "json":
        return json.dumps([as_data(each) for each in maps], indent=2, ensure_ascii=False)
    width = room(WIDEST_DRAWING)
    drawn = {"dot": as_dot, "mermaid": as_mermaid, "svg": as_svg}.get(shape, partial(as_tree, width=width))
    return "\n\n".join(drawn(each).rstrip("\n") for each in maps)


def as_dot(role_map: RoleMap) -> str:
    """A digraph for Graphviz: dashed where it is our reading, dotted where it has ended, agencies as clusters."""
    return "\n".join(_dot(role_map.plain())) + "\n"


def as_mermaid(role_map: RoleMap) -> str:
    """A flowchart for Mermaid, dashed and dotted as in the other pictures, agencies as subgraphs."""
    return "\n".join(_mermaid(role_map.plain())) + "\n"


def as_data(role_map: RoleMap) -> dict[str, Any]:
    """The map as JSON can hold it."""
    return {
        "title": role_map.title,
        "nodes": [
            {"id": node.id, "label": node.label, "kind": node.kind, "notes": list(node.notes), "group": node.group}
            for node in role_map.nodes
        ],
        "links": [
            {
                "from": link.from_,
                "relation": link.relation,
                "to": link.to,
                "say": link.say,
                "clauses": list(link.clauses),
                "ours": link.ours,
                "ended": link.ended,
            }
            for link in role_map.links
        ],
    }


def _dot(role_map: RoleMap) -> Iterator[str]:
    names = _names(role_map)
    yield "digraph roles {"
    yield f'  graph [rankdir="TB", labelloc="t", label={_quoted(role_map.title)}];'
    yield '  node [fontname="Helvetica"];'
    yield '  edge [fontname="Helvetica", fontsize="10"];'
    for number, (group, nodes) in enumerate(_grouped(role_map).items()):
        if group:
            yield f'  subgraph "cluster_{number}" {{'
            yield f"    label={_quoted(group)};"
        for node in nodes:
            tooltip = f", tooltip={_quoted(' '.join(node.notes))}" if node.notes else ""
            yield f"    {names[node.id]} [label={_quoted(node.label)}, shape={DOT_SHAPES[node.kind]}{tooltip}];"
        if group:
            yield "  }"
    for link in role_map.links:
        style = ", style=dotted" if link.ended else ", style=dashed" if link.ours else ""
        yield f"  {names[link.from_]} -> {names[link.to]} [label={_quoted(link.say, link.remark)}{style}];"
    yield "}"


def _quoted(*lines: str) -> str:
    """Lines of text as a label: Graphviz reads backslashes and HTML entities in it."""
    texts = [line.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') for line in lines if line]
    return '"' + "\\n".join(texts) + '"'


def _mermaid(role_map: RoleMap) -> Iterator[str]:
    names = _names(role_map)
    yield "---"
    yield f"title: {json.dumps(role_map.title.translate(ANGLES), ensure_ascii=False)}"
    yield "---"
    yield "flowchart TB"
    for number, (group, nodes) in enumerate(_grouped(role_map).items()):
        if group:
            yield f"  subgraph group_{number} [{_entities(group)}]"
        for node in nodes:
            before, after = MERMAID_SHAPES[node.kind]
            yield f"    {names[node.id]}{before}{_entities(node.label)}{after}"
        if group:
            yield "  end"
    for link in role_map.links:
        line = "-.->" if link.ours or link.ended else "-->"
        yield f"  {names[link.from_]} {line}|{_entities(link.say, link.remark)}| {names[link.to]}"
    for number, link in enumerate(role_map.links):
        if link.ended or link.ours:
            yield f"  linkStyle {number} stroke-dasharray:{'1.5 4' if link.ended else '7 4'}"


def _entities(*lines: str) -> str:
    """Lines of text in quotes, with whatever Mermaid, Markdown or HTML might read as something else as a number."""
    texts = [re.sub(r"^(\d*[.)]|[-+])|[^\w ,.()/'’–-]|_", _as_numbers, line) for line in lines if line]
    return f'"{"<br>".join(texts)}"'


def _as_numbers(found: re.Match[str]) -> str:
    return "".join(each if each.isdigit() else f"#{ord(each)};" for each in found[0])


def _grouped(role_map: RoleMap) -> dict[str | None, list[Node]]:
    """Nodes by group, those without one first."""
    groups: dict[str | None, list[Node]] = {None: []}
    for node in role_map.nodes:
        groups.setdefault(node.group or None, []).append(node)
    return groups


def _names(role_map: RoleMap) -> dict[str, str]:
    """A name for each node that either language takes as it is: 'role_line_manager'."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for node in role_map.nodes:
        own = unicodedata.normalize("NFKD", node.id.removeprefix(f"{node.kind}:")).encode("ascii", "ignore").decode()
        wanted = f"{node.kind}_{re.sub(r'[^A-Za-z0-9]+', '_', own).strip('_')}"
        name = next(name for name in chain([wanted], (f"{wanted}_{n}" for n in count(2))) if name not in taken)
        taken.add(name)
        names[node.id] = name
    return names
