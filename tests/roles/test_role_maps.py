"""What is drawn of a guidance document: every role, every edge, what they rest on, and how to find a holder."""

from __future__ import annotations

import pytest

from decision_support.model.role_map import Link, Node, RoleMap
from decision_support.roles.role_maps import map_of_guidance

DOCUMENTS = ["lscb", "nhs", "nssb", "osdr", "ssab"]


def notes(base, guidance, role):
    (node,) = [node for node in map_of_guidance(base.documents[guidance]).nodes if node.id == f"role:{role}"]
    return node.notes


@pytest.mark.parametrize("guidance", DOCUMENTS)
def test_every_role_and_every_edge_of_a_document_is_in_its_map(base, guidance):
    document = base.documents[guidance]
    drawn = map_of_guidance(document)
    assert drawn.title == document.guidance.title
    assert {node.id: node.label for node in drawn.nodes} == {
        f"role:{role.id}": role.title for role in document.roles.values()
    }
    assert [(link.from_, link.relation, link.to, link.clauses) for link in drawn.links] == [
        (f"role:{edge.from_}", edge.relation, f"role:{edge.to}", edge.clauses) for edge in document.edges
    ]


def test_an_edge_that_rests_on_an_interpretation_is_ours(base):
    ours = [link for link in map_of_guidance(base.documents["osdr"]).links if link.ours]
    assert [(link.from_, link.say, link.to) for link in ours] == [
        ("role:review_panel_member", "advises", "role:independent_operations_manager")
    ]
    assert not any(link.ours for link in map_of_guidance(base.documents["nssb"]).links)


def test_a_role_that_is_its_own_counterpart_stands_opposite_the_other_sides(base):
    says = {
        link.from_: link.say
        for link in map_of_guidance(base.documents["nssb"]).links
        if link.relation == "counterpart_of"
    }
    assert says["role:line_manager"] == "counterpart of the other side's"
    assert says["role:worker"] == "counterpart of"


def test_the_notes_say_whether_each_side_has_its_own_holder(base):
    assert notes(base, "nssb", "line_manager")[0] == "Each side has its own."
    assert notes(base, "nssb", "panel")[0] == "The same for both sides."
    assert notes(base, "nssb", "worker")[0] == "One of the two who differ."


def test_where_there_are_no_sides_nothing_is_said_of_them(base):
    told = [note for node in map_of_guidance(base.documents["nhs"]).nodes for note in node.notes]
    assert told and not any("side" in note for note in told)


def test_the_notes_say_how_to_find_a_holder_and_whose_advice_that_is(base):
    role = base.documents["nssb"].roles["service_leader"]
    assert f"To find: {role.find.say} (our advice)" in notes(base, "nssb", "service_leader")
    assert any(note.endswith("(nssb-28, nssb-29)") for note in notes(base, "nssb", "line_manager"))


def test_the_notes_name_the_silences_that_bear_on_a_role(base):
    assert notes(base, "nssb", "safeguarding_boards")[-1] == "Not clear in the document: nssb-A8, nssb-A12."
    assert not any("Not clear" in note for note in notes(base, "nssb", "line_manager"))


def test_a_map_holds_together():
    node = Node("role:a", "a", "role")
    with pytest.raises(ValueError, match="same id"):
        RoleMap("", (node, node), ())
    with pytest.raises(ValueError, match="role:b"):
        RoleMap("", (node,), (Link("role:a", "advises", "role:b", "advises"),))


def test_texts_are_made_fit_to_print():
    drawn = RoleMap(
        "one\ntwo \x1b[31m",
        (Node("role:a", " \u202e\x00", "role", ("tab\there",)),),
        (Link("role:a", "r", "role:a", ""),),
    ).plain()
    assert (drawn.title, drawn.nodes[0].label, drawn.nodes[0].notes) == ("one two [31m", "role:a", ("tab here",))
    assert drawn.links[0].say == "r"
