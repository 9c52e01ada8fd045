"""The picture of roles in characters: every box and every link of the map is in it, and each line on its own."""

from __future__ import annotations

import pytest

from decision_support.cli.role_boxes import as_boxes
from decision_support.loading.knowledge import load
from decision_support.model.role_map import Link, Node, RoleMap
from decision_support.roles.role_maps import map_of_guidance

TWO = (Node("role:a", "worker", "role"), Node("role:b", "manager", "role"))


def drawn(*links: Link, nodes: tuple[Node, ...] = TWO) -> str:
    return as_boxes(RoleMap("A map", nodes, links))


def test_an_arrow_runs_from_one_box_down_to_the_next() -> None:
    assert drawn(Link("role:a", "reports_to", "role:b", "reports to")).splitlines() == [
        "A map",
        "",
        "┌────────┐",
        "│ worker │",
        "└────────┘",
        "     │",
        "     │",
        "reports to",
        "     │",
        "     ▼",
        "┌─────────┐",
        "│ manager │",
        "└─────────┘",
    ]


@pytest.mark.parametrize("name", sorted(load(None, None).documents))
def test_every_role_of_every_document_is_in_its_drawing(name: str) -> None:
    found = map_of_guidance(load(None, None).documents[name])
    picture = as_boxes(found)
    words = " ".join(picture.translate(dict.fromkeys(map(ord, "│─┌┐└┘├┤┬┴┼"), " ")).split())
    for node in found.nodes:
        assert node.label.split()[0] in words
    for link in found.links:
        assert link.say.split()[0] in words


def test_what_no_link_touches_is_listed_below() -> None:
    assert "Not linked to any other:\n- worker\n- manager\n" in drawn()


def test_what_rests_on_no_clause_and_what_has_ended_is_said_in_words() -> None:
    picture = drawn(Link("role:a", "answers to", "role:b", "answers to", ours=True, ended=True))
    assert "[our reading, ended]" in " ".join(picture.split())


def test_nothing_in_a_name_is_read_as_anything_but_text() -> None:
    nodes = (Node("role:a", "Ana [red] [/x]", "role"), Node("role:b", "b\n\tc", "role"))
    picture = drawn(Link("role:a", "reports_to", "role:b", "reports to"), nodes=nodes)
    assert "│ Ana [red] [/x] │" in picture
    assert "b c" in picture
