"""Pictures of roles: a tree to read, DOT and Mermaid that parse, and an SVG in which nothing lies on anything else."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decision_support.cli.layers import Arrow, Size
from decision_support.cli.role_drawings import as_data, as_dot, as_mermaid, as_svg, as_tree
from decision_support.cli.routes import lay_out
from decision_support.model.role_map import Link, Node, RoleMap
from decision_support.roles.role_maps import map_of_guidance

DOCUMENTS = ["lscb", "nhs", "nssb", "osdr", "ssab"]
APPROVED = Path(__file__).with_name("approved") / "nssb-tree.txt"
SVG = "{http://www.w3.org/2000/svg}"
RELATIONS = ["escalates_to", "reports_to", "answers to", "counterpart_of", "advises", "chairs", "holds", "knows"]
AWKWARD = 'Siân "Łódź" [x] <b>#1; & co</b> {y} a|b \\n `c` _d_ %% -->'


def role(name, *notes, label=None):
    return Node(f"role:{name}", label or name, "role", notes)


def link(from_, relation, to, **more):
    return Link(f"role:{from_}", relation, f"role:{to}", relation.replace("_", " "), **more)


@pytest.fixture(params=DOCUMENTS)
def drawn(base, request):
    return map_of_guidance(base.documents[request.param])


texts = st.text(st.characters(exclude_characters="│├└─▼", exclude_categories=["Cs"]), max_size=40)


@st.composite
def maps(draw, labels=texts, most=15):
    """Maps of any shape, with loops, circles and arrows twice over."""
    kinds = st.sampled_from(["role", "role", "person", "agency", "team"])
    nodes = tuple(
        Node(
            f"n:{number}", draw(labels), draw(kinds), (f"note{number}x",), draw(st.sampled_from([None, "A & <B>", "C"]))
        )
        for number in range(draw(st.integers(1, most)))
    )
    ends = st.sampled_from([node.id for node in nodes])
    links = draw(
        st.lists(
            st.builds(
                lambda start, end, relation, ours, ended: (start, end, relation, ours, ended),
                ends,
                ends,
                st.sampled_from(RELATIONS),
                st.booleans(),
                st.booleans(),
            ),
            max_size=25,
        )
    )
    return RoleMap(
        draw(texts),
        nodes,
        tuple(
            Link(start, relation, end, relation.replace("_", " "), (f"c{number}x",), ours, ended)
            for number, (start, end, relation, ours, ended) in enumerate(links)
        ),
    )


# The tree


def test_the_tree_of_the_north_somerset_procedure_is_the_approved_one(base):
    assert as_tree(map_of_guidance(base.documents["nssb"]), 80) == APPROVED.read_text(encoding="utf-8")


def test_the_left_edge_of_the_tree_says_who_it_goes_to_next(base):
    document = base.documents["nssb"]
    ladder = ["worker"]
    while above := [edge.to for edge in document.edges if edge.from_ == ladder[-1] and edge.relation == "escalates_to"]:
        ladder += above
    edge = [line for line in as_tree(map_of_guidance(document), 120).splitlines()[2:] if re.match(r"\w", line)]
    assert edge[: len(ladder)] == [document.roles[name].title for name in ladder]


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_of_a_tree_is_wider_than_asked(drawn, width):
    lines = as_tree(drawn, width).splitlines()
    assert max(map(len, lines)) <= width
    assert max(map(len, lines)) > 75


def test_what_is_linked_to_nothing_comes_last(base):
    tree = as_tree(map_of_guidance(base.documents["nssb"]))
    head, _, tail = tree.partition("Not linked to any other:\n")
    assert "- every agency involved\n" in tail
    assert "every agency involved" not in head


def test_a_relation_names_its_clauses_or_says_that_it_is_our_reading_or_has_ended():
    tree = as_tree(
        RoleMap(
            "t",
            (role("a"), role("b")),
            (
                link("a", "advises", "b", clauses=("x-1", "x-2")),
                link("a", "chairs", "a", ours=True),
                link("a", "nominates", "a", ours=True, ended=True),
            ),
        )
    )
    assert "advised by a [x-1, x-2]" in tree
    assert "chairs [our reading] and nominates [our reading, ended] a" in tree


def test_people_stand_under_the_role_that_they_hold():
    people = (Node("person:ann", "Ann", "person", (), "Council"), Node("person:bob", "Bob", "person", (), "Council"))
    drawn = RoleMap(
        "t",
        (*people, role("worker"), role("manager")),
        (
            link("worker", "escalates_to", "manager"),
            Link("person:ann", "holds", "role:worker", "holds"),
            Link("person:bob", "holds", "role:manager", "holds"),
            Link("person:ann", "answers to", "person:bob", "answers to"),
        ),
    )
    assert as_tree(drawn).splitlines()[2:] == [
        "worker",
        "├─ held by Ann, Council",
        "│  └─ answers to Bob, Council (see below)",
        "│",
        "▼  escalates to",
        "manager",
        "└─ held by Bob, Council",
    ]


def test_counterparts_of_each_other_and_ladders_in_a_circle_come_to_an_end():
    drawn = RoleMap(
        "t",
        (role("a"), role("b"), role("c")),
        (
            link("a", "counterpart_of", "b"),
            link("b", "counterpart_of", "a"),
            link("a", "counterpart_of", "a"),
            link("b", "escalates_to", "c"),
            link("c", "escalates_to", "b"),
        ),
    )
    assert as_tree(drawn).splitlines()[2:] == [
        "b",
        "├─ counterpart of a",
        "│  ├─ counterpart of b (see above)",
        "│  └─ counterpart of a",
        "│",
        "▼  escalates to",
        "c",
        "└─ escalates to b (see above)",
    ]


@settings(max_examples=50, deadline=None)
@given(maps(labels=st.just("x"), most=15))
def test_a_tree_prints_every_node_in_full_once_and_every_link_once(drawn):
    named = RoleMap(
        drawn.title,
        tuple(Node(node.id, f"node{n}x", node.kind, node.notes, node.group) for n, node in enumerate(drawn.nodes)),
        drawn.links,
    )
    lines = as_tree(named, 1000).splitlines()
    noted = {n: [i for i, line in enumerate(lines) if f"note{n}x" in line] for n in range(len(named.nodes))}
    assert all(len(found) == 1 for found in noted.values())
    assert Counter(re.findall(r"\bc\d+x\b", "\n".join(lines))) == Counter(
        {clause: 1 for each in named.links for clause in each.clauses}
    )
    for number, line in enumerate(lines):
        if found := re.search(r"node(\d+)x[^]]*?(?:\[[^]]*\])?[^]]*\(see (above|below)\)$", line):
            (full,) = noted[int(re.findall(r"node(\d+)x", line)[-1])]
            assert (full < number) == (found[2] == "above"), line


@settings(max_examples=50, deadline=None)
@given(maps(), st.sampled_from([80, 120]))
def test_no_bar_of_a_tree_hangs_in_the_air_and_no_line_is_too_wide(drawn, width):
    lines = as_tree(drawn, width).splitlines()
    assert all(len(line) <= width for line in lines)
    for line, below in pairwise([*lines, ""]):
        prefix = re.match(r"(?:│  |   |├─ )*(?:│$)?", line)[0]
        for column, mark in enumerate(prefix):
            if mark in "│├":
                assert below[column : column + 1] in ("│", "├", "└", "▼"), f"{line!r} over {below!r}"


# DOT

TOKEN = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|(->|[{}\[\];=,])|([A-Za-z_][\w]*|-?[\d.]+))', re.DOTALL)


def read_dot(text):
    """The nodes, edges and clusters of a digraph, by the part of the grammar of DOT that pictures of roles use."""
    tokens, at = [], 0
    while text[at:].strip():
        found = TOKEN.match(text, at)
        assert found, f"no token of DOT at {text[at : at + 30]!r}"
        tokens.append(("punctuation", found[2]) if found[2] else ("id", found[1] if found[1] is not None else found[3]))
        at = found.end()
    tokens.reverse()
    nodes, edges, clusters = {}, [], {}

    def take(expected=None):
        kind, value = tokens.pop()
        assert (kind == "punctuation" and value == expected) if expected else kind == "id", (kind, value, expected)
        return value

    def attributes():
        found = {}
        take("[")
        while tokens[-1] != ("punctuation", "]"):
            name = take()
            take("=")
            found[name] = html.unescape(take().replace("\\\\", "\0").replace('\\"', '"').replace("\\n", "\n")).replace(
                "\0", "\\"
            )
            if tokens[-1] == ("punctuation", ","):
                take(",")
        take("]")
        return found

    def statements(cluster):
        while tokens[-1] != ("punctuation", "}"):
            name = take()
            if name == "subgraph":
                inner = take()
                clusters[inner] = {"nodes": []}
                take("{")
                statements(inner)
                take("}")
                continue
            if tokens[-1] == ("punctuation", "="):
                take("=")
                clusters[cluster][name] = html.unescape(take().replace("\\\\", "\0").replace('\\"', '"')).replace(
                    "\0", "\\"
                )
            elif tokens[-1] == ("punctuation", "->"):
                take("->")
                edges.append((name, take(), attributes()))
            else:
                nodes[name] = attributes()
                if cluster:
                    clusters[cluster]["nodes"].append(name)
            take(";")

    assert take() == "digraph"
    take()
    take("{")
    statements(None)
    take("}")
    assert not tokens
    return nodes, edges, clusters


def test_dot_has_every_role_as_a_box_and_every_relation_with_its_clauses(drawn):
    nodes, edges, _ = read_dot(as_dot(drawn))
    assert nodes["graph"]["rankdir"] == "TB" and nodes["graph"]["label"] == drawn.title
    assert [nodes[f"role_{node.id[5:]}"]["label"] for node in drawn.nodes] == [node.label for node in drawn.nodes]
    assert {nodes[f"role_{node.id[5:]}"]["shape"] for node in drawn.nodes} == {"box"}
    assert [(start, end) for start, end, _ in edges] == [
        (f"role_{link.from_[5:]}", f"role_{link.to[5:]}") for link in drawn.links
    ]
    assert [edge["label"].split("\n")[0] for *_, edge in edges] == [link.say for link in drawn.links]
    assert [edge.get("style") == "dashed" for *_, edge in edges] == [link.ours for link in drawn.links]


def test_dot_puts_people_as_ellipses_into_the_cluster_of_their_agency():
    people = (Node("person:a", AWKWARD, "person", (), "A & B"), Node("person:b", "Bob", "person"))
    drawn = RoleMap("t", people, (Link("person:a", "holds", "person:b", "holds", ended=True),))
    nodes, ((*_, edge),), clusters = read_dot(as_dot(drawn))
    assert nodes["person_a"] == {"label": AWKWARD, "shape": "ellipse"}
    assert list(clusters.values()) == [{"label": "A & B", "nodes": ["person_a"]}]
    assert edge == {"label": "holds\nended", "style": "dotted"}


@settings(max_examples=50, deadline=None)
@given(maps())
def test_dot_of_any_map_parses_and_keeps_every_label(drawn):
    plain = drawn.plain()
    nodes, edges, _ = read_dot(as_dot(drawn))
    labels = [attributes["label"] for name, attributes in nodes.items() if name not in ("graph", "node", "edge")]
    assert Counter(labels) == Counter(node.label for node in plain.nodes)
    assert len(edges) == len(drawn.links)


# Mermaid

SHAPE = r'(?:\[(?P<a>"[^"]*")\]|\(\[(?P<b>"[^"]*")\]\)|\[\[(?P<c>"[^"]*")\]\]|\{\{(?P<d>"[^"]*")\}\})'
MERMAID_LINES = {
    "node": re.compile(rf"    (?P<id>(?:role|person|agency|team)_\w*){SHAPE}", re.ASCII),
    "link": re.compile(r'  (?P<start>\w+) (?P<line>-->|-\.->)\|(?P<label>"[^"]+")\| (?P<end>\w+)', re.ASCII),
    "group": re.compile(r'  subgraph group_\d+ \[(?P<label>"[^"]*")\]'),
    "end": re.compile(r"  end"),
    "style": re.compile(r"  linkStyle (?P<number>\d+) stroke-dasharray:[\d. ]+"),
}


def read_mermaid(text):
    """The lines of a flowchart by what they are; every line has to be of a known kind."""
    first, title, last, chart, *lines = text.splitlines()
    assert (first, last, chart) == ("---", "---", "flowchart TB")
    found = {kind: [] for kind in MERMAID_LINES}
    for line in lines:
        ((kind, match),) = [(kind, match) for kind, shape in MERMAID_LINES.items() if (match := shape.fullmatch(line))]
        found[kind].append(match.groupdict())
    return json.loads(title.removeprefix("title: ")), found


def spoken(label):
    """A label as Mermaid shows it, and nothing in it that it could take for more than text."""
    assert not re.search(r'[\[\]{}<>|&*_`"\\%~^=@$;]', re.sub(r"#\d+;|<br>", "", label[1:-1])), label
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), label[1:-1].replace("<br>", "\n"))


def test_mermaid_has_every_role_and_every_relation(drawn):
    title, found = read_mermaid(as_mermaid(drawn))
    assert title == drawn.title
    assert {each["id"]: spoken(each["a"]) for each in found["node"]} == {
        f"role_{node.id[5:]}": node.label for node in drawn.nodes
    }
    assert [(each["start"], spoken(each["label"]).split("\n")[0], each["end"]) for each in found["link"]] == [
        (f"role_{link.from_[5:]}", link.say, f"role_{link.to[5:]}") for link in drawn.links
    ]
    assert [each["line"] == "-.->" for each in found["link"]] == [link.ours for link in drawn.links]


@pytest.mark.parametrize("label", [AWKWARD, "1. one", "- one", "+", "end", "fa:fa-car", "two\nlines", "&lt;", "#35;"])
def test_mermaid_shows_an_awkward_label_as_it_is(label):
    drawn = RoleMap("t", (role("a", label=label),), (Link("role:a", "r", "role:a", label),))
    _, found = read_mermaid(as_mermaid(drawn))
    assert spoken(found["node"][0]["a"]) == " ".join(label.split())
    assert not re.match(r'"(?:\d+[.)]|[-+*])', found["node"][0]["a"]), "Mermaid would take it for a list"


@settings(max_examples=50, deadline=None)
@given(maps())
def test_mermaid_of_any_map_has_unique_names_and_keeps_every_label(drawn):
    plain = drawn.plain()
    _, found = read_mermaid(as_mermaid(drawn))
    assert len({each["id"] for each in found["node"]}) == len(drawn.nodes)
    labels = [spoken(next(filter(None, (each[letter] for letter in "abcd")))) for each in found["node"]]
    assert Counter(labels) == Counter(node.label for node in plain.nodes)
    assert len(found["link"]) == len(drawn.links)
    assert [int(each["number"]) for each in found["style"]] == [
        number for number, link in enumerate(drawn.links) if link.ours or link.ended
    ]


# SVG


def boxes_of(svg):
    """Each node's rectangle as left, top, right, bottom."""
    found = {}
    for group in svg.iter(f"{SVG}g"):
        if group.get("class") == "node":
            left, top, width, height = (
                float(group.find(f"{SVG}rect").get(key)) for key in ("x", "y", "width", "height")
            )
            found[int(group.get("data-node"))] = (left, top, left + width, top + height)
    return found


def overlap(one, other, by=0.0):
    return min(one[2], other[2]) - max(one[0], other[0]) > by and min(one[3], other[3]) - max(one[1], other[1]) > by


def stretches_of(path):
    """For every stretch of a path the box that holds it: a curve never leaves the hull of its four points."""
    points = []
    for step in re.findall(r"[MLC][^MLC]*", path):
        coming = [tuple(map(float, each.split(","))) for each in step[1:].split()]
        if points:
            hull = [points[-1], *coming]
            yield tuple(pick(point[axis] for point in hull) for pick in (min, max) for axis in (0, 1))
        points += coming


def check_geometry(svg, drawn):
    boxes = boxes_of(svg)
    assert sorted(boxes) == list(range(len(drawn.nodes)))
    for one, other in combinations(boxes.values(), 2):
        assert not overlap(one, other)
    links = [group for group in svg.iter(f"{SVG}g") if group.get("class") == "link"]
    assert sorted(int(group.get("data-link")) for group in links) == list(range(len(drawn.links)))
    for group in links:
        link = drawn.links[int(group.get("data-link"))]
        assert link.say in " ".join(text.text for text in group.findall(f"{SVG}text"))
        paths = group.findall(f"{SVG}path")
        assert paths[-1].get("marker-end") == "url(#tip)"
        dashes = "1.5 4" if link.ended else "7 4" if link.ours else None
        assert {path.get("stroke-dasharray") for path in paths} == {dashes}
        for stretch in (stretch for path in paths for stretch in stretches_of(path.get("d"))):
            assert not any(overlap(stretch, box, by=0.2) for box in boxes.values())
        for text in group.findall(f"{SVG}text"):
            x, y, half = float(text.get("x")), float(text.get("y")), len(text.text) * 2.0
            assert not any(overlap((x - half, y - 8, x + half, y), box) for box in boxes.values())
    _, _, width, height = map(float, svg.get("viewBox").split())
    for box in boxes.values():
        assert box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height


def test_in_the_picture_of_a_document_nothing_lies_on_a_box_and_nothing_is_missing(drawn):
    svg = ET.fromstring(as_svg(drawn))
    check_geometry(svg, drawn)
    for group in svg.iter(f"{SVG}g"):
        if group.get("class") == "node":
            written = " ".join(text.text for text in group.findall(f"{SVG}text"))
            assert written.startswith(drawn.nodes[int(group.get("data-node"))].label)


def test_in_the_picture_of_a_document_escalation_runs_downwards(drawn):
    boxes = boxes_of(ET.fromstring(as_svg(drawn)))
    numbers = {node.id: number for number, node in enumerate(drawn.nodes)}
    ladder = [link for link in drawn.links if link.relation in ("escalates_to", "reports_to")]
    for link in ladder:
        assert boxes[numbers[link.from_]][3] < boxes[numbers[link.to]][1]


@pytest.mark.parametrize("guidance", ["lscb", "nssb", "ssab"])
def test_in_the_picture_of_a_document_the_two_who_differ_stand_level(base, guidance):
    drawn = map_of_guidance(base.documents[guidance])
    boxes = boxes_of(ET.fromstring(as_svg(drawn)))
    numbers = {node.id: number for number, node in enumerate(drawn.nodes)}
    worker, other = boxes[numbers["role:worker"]], boxes[numbers["role:other_practitioner"]]
    assert worker[1] == other[1] and worker[2] < other[0]


@settings(max_examples=60, deadline=None)
@given(maps())
def test_in_the_picture_of_any_map_nothing_lies_on_a_box_and_nothing_is_missing(drawn):
    check_geometry(ET.fromstring(as_svg(drawn)), drawn.plain())


sizes = st.builds(Size, st.floats(20, 200), st.floats(12, 90))


@settings(max_examples=60, deadline=None)
@given(st.lists(sizes, min_size=1, max_size=12), st.data())
def test_labels_lie_neither_on_boxes_nor_on_one_another_nor_on_lines(given_sizes, data):
    boxes = {str(number): size for number, size in enumerate(given_sizes)}
    names = st.sampled_from(sorted(boxes))
    wants = st.sampled_from(["below", "level"])
    arrow = st.builds(Arrow, names, names, sizes, wants, st.integers(0, 3), st.sampled_from([1.0, 16.0]))
    arrows = data.draw(st.lists(arrow, max_size=18))
    found = lay_out(boxes, arrows)
    placed = [
        (r.x, r.y, r.x + r.width, r.y + r.height) for r in (*found.boxes.values(), *(r.label for r in found.routes))
    ]
    assert len(placed) == len(boxes) + len(arrows)
    for one, other in combinations(placed, 2):
        assert not overlap(one, other, by=1e-6)
    for route in found.routes:
        for here, there in (pair for line in route.lines for pair in pairwise(line)):
            stretch = (min(here.x, there.x), min(here.y, there.y), max(here.x, there.x), max(here.y, there.y))
            assert not any(overlap(stretch, other, by=1e-6) for other in placed)


def test_a_picture_needs_nothing_from_outside_and_speaks_to_those_who_cannot_see_it(drawn):
    text = as_svg(drawn)
    svg = ET.fromstring(text)
    assert svg.get("role") == "img"
    assert svg.find(f"{SVG}title").text == drawn.title
    assert all(link.say in svg.find(f"{SVG}desc").text for link in drawn.links)
    known = {"svg", "title", "desc", "defs", "marker", "path", "rect", "g", "text"}
    assert {element.tag.removeprefix(SVG) for element in svg.iter()} == known
    assert not {
        key for element in svg.iter() for key in element.attrib if "href" in key or key == "style" or key[:2] == "on"
    }
    assert set(re.findall(r"url\(([^)]*)\)", text)) == {"#tip"}
    assert {element.get(key) for element in svg.iter() for key in ("fill", "stroke")} <= {
        None,
        "none",
        "black",
        "white",
    }


def test_the_picture_of_a_document_fits_a_sheet_of_paper_without_getting_illegible(drawn):
    svg = ET.fromstring(as_svg(drawn))
    width, height = float(svg.get("width")), float(svg.get("height"))
    _, _, broad, high = map(float, svg.get("viewBox").split())
    assert (width <= 718 and height <= 1047) or (width <= 1047 and height <= 718)
    assert width / broad >= 0.75 and width / broad == pytest.approx(height / high, rel=1e-3)


def test_the_title_stands_on_top_and_a_legend_tells_the_lines_apart(drawn):
    svg = ET.fromstring(as_svg(drawn))
    title = svg.findall(f"{SVG}text")[0]
    assert title.text and drawn.title.startswith(title.text)
    assert float(title.get("y")) < min(box[1] for box in boxes_of(svg).values())
    legend = [group for group in svg.iter(f"{SVG}g") if group.get("class") == "legend"]
    assert {group.find(f"{SVG}path").get("stroke-dasharray"): group.find(f"{SVG}text").text for group in legend} == {
        "7 4": "our reading; no clause says so",
        "1.5 4": "has ended",
    }


def test_awkward_text_is_in_the_picture_as_it_is():
    svg = ET.fromstring(as_svg(RoleMap(AWKWARD, (role("a", label=AWKWARD),), ())))
    (group,) = [group for group in svg.iter(f"{SVG}g") if group.get("class") == "node"]
    assert svg.find(f"{SVG}title").text == AWKWARD
    assert "".join(text.text for text in group.findall(f"{SVG}text")).replace(" ", "") == AWKWARD.replace(" ", "")


def test_a_picture_is_the_same_in_every_process():
    program = (
        "from decision_support.model.role_map import Link, Node, RoleMap\n"
        "from decision_support.cli.role_drawings import as_svg\n"
        "nodes = tuple(Node(f'role:{n}', f'role {n}', 'role') for n in range(12))\n"
        "links = tuple(Link(f'role:{n * 5 % 12}', 'advises', f'role:{n * 7 % 11}', 'advises') for n in range(16))\n"
        "print(as_svg(RoleMap('t', nodes, links)))\n"
    )
    done = [
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert done[0].stdout == done[1].stdout and b"</svg>" in done[0].stdout


def test_a_map_of_nothing_can_be_drawn():
    empty = RoleMap("Nobody yet", (), ())
    assert as_tree(empty) == "Nobody yet\n"
    assert [text.text for text in ET.fromstring(as_svg(empty)).findall(f"{SVG}text")] == ["Nobody yet"]
    assert read_dot(as_dot(empty))[1:] == ([], {})
    assert read_mermaid(as_mermaid(empty))[0] == "Nobody yet"


# Data


def test_the_data_of_a_map_can_be_read_back_from_json(drawn):
    data = json.loads(json.dumps(as_data(drawn)))
    assert list(data) == ["title", "nodes", "links"]
    assert data["title"] == drawn.title
    assert tuple(Node(**{**node, "notes": tuple(node["notes"])}) for node in data["nodes"]) == drawn.nodes
    assert (
        tuple(Link(from_=each.pop("from"), **{**each, "clauses": tuple(each["clauses"])}) for each in data["links"])
        == drawn.links
    )
