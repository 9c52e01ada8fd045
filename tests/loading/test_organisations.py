"""An organisation file is read as strictly as a case: every mistake with its line, and nothing in it of one case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from decision_support.errors import SeveralMistakes, UserMistake
from decision_support.loading.organisations import organisation_of, organisation_paths, read_organisation
from decision_support.loading.written import read_text
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.organisation import Organisation

SOUND = """\
organisation: A small service
guidance: [nssb]
people:
  - {id: asha, name: Asha, roles: [line_manager], agency: Council, team: Adults, line_manager: ben}
  - {id: ben, name: Ben, roles: [worker, second_tier_manager], line_manager: nobody}
"""


def organisation(text: str, base: KnowledgeBase) -> Organisation:
    return organisation_of(read_text(text, "us.yaml"), base)


def refusals(text: str, base: KnowledgeBase) -> list[str]:
    with pytest.raises(UserMistake) as refused:
        organisation(text, base)
    several = refused.value
    return [str(each) for each in several.mistakes] if isinstance(several, SeveralMistakes) else [str(several)]


def test_people_are_written_as_in_a_case(base: KnowledgeBase) -> None:
    found = organisation(SOUND, base)
    assert (found.organisation, found.guidance) == ("A small service", ("nssb",))
    assert [person.id for person in found.people] == ["asha", "ben"]


def test_facts_about_people_may_be_written_in_short(base: KnowledgeBase) -> None:
    text = SOUND.replace("line_manager: nobody", "line_manager: nobody, facts: {statutory_member: yes}")
    assert organisation(text, base).people[1].facts["statutory_member"].value == "yes"


def test_without_guidance_the_roles_of_every_document_are_known(base: KnowledgeBase) -> None:
    text = SOUND.replace("guidance: [nssb]\n", "").replace("[line_manager]", "[independent_operations_manager]")
    assert organisation(text, base).guidance == ()


def test_json_is_read_as_well(base: KnowledgeBase, tmp_path: Path) -> None:
    file = tmp_path / "us.json"
    file.write_text(json.dumps({"organisation": "Us", "people": [{"id": "asha"}]}), encoding="utf-8")
    assert read_organisation(file, base).people[0].id == "asha"


@pytest.mark.parametrize("name", organisation_paths())
def test_every_bundled_organisation_is_sound(name: str, base: KnowledgeBase) -> None:
    assert read_organisation(organisation_paths()[name], base).people


BROKEN = {
    "unknown guidance": (
        ("[nssb]", "[nsbb]"),
        ["us.yaml:2:12: there is no guidance 'nsbb'. Did you mean 'nssb'?"],
    ),
    "unknown role": (
        ("[line_manager]", "[line_manger]"),
        ["us.yaml:4:36: there is no role 'line_manger'. Did you mean 'line_manager'?"],
    ),
    "unknown manager": (
        ("line_manager: ben", "line_manager: bem"),
        ["us.yaml:4:96: there is no person 'bem'. Did you mean 'ben'?"],
    ),
    "the same id twice": (
        ("id: ben", "id: asha"),
        [
            "us.yaml:4:96: there is no person 'ben'. Known: asha.",
            "us.yaml:5:10: two people have the id 'asha'.",
        ],
    ),
    "a circle": (
        ("line_manager: nobody", "line_manager: asha"),
        ["us.yaml:4:5: the line management runs in a circle: 'asha' is managed by 'ben' is managed by 'asha'."],
    ),
    "an unknown key": (
        ("team: Adults", "taem: Adults"),
        ["us.yaml:4:68: unknown key 'taem'. Did you mean 'team'?"],
    ),
    "nobody in it": (
        (SOUND[SOUND.index("people:") :], "people: []\n"),
        ["us.yaml:3:9: 'people' is empty. Fill it in."],
    ),
    "no people at all": (
        (SOUND[SOUND.index("people:") :], ""),
        ["us.yaml:1:1: 'people' is missing."],
    ),
    "what belongs to a case": (
        ("guidance: [nssb]", "facts: {immediate_risk_of_harm: no}"),
        ["us.yaml:2:1: unknown key 'facts'. Known: guidance, organisation, people."],
    ),
    "an answer that follows from who is concerned": (
        ("line_manager: nobody", "line_manager: nobody, facts: {in_line_of_party: no}"),
        [
            "us.yaml:5:94: 'in_line_of_party' is answered in one case, and an organisation file is about none. "
            "Leave it out. What it rests on goes under line_manager, team, agency or interests."
        ],
    ),
    "a waiver, and a fact without a value": (
        (
            "line_manager: nobody",
            "line_manager: nobody, facts: {statutory_member: }, "
            "waivers: [{of: declared_interest, by: asha, on: 2026-01-01, why: x}]",
        ),
        [
            "us.yaml:5:112: 'statutory_member' has no value. Write it after the colon, or leave the whole line out.",
            "us.yaml:5:125: a waiver is decided in one case, and an organisation file is about none. Leave it out.",
        ],
    ),
    "an unknown fact": (
        ("line_manager: nobody", "line_manager: nobody, facts: {statutory_membr: yes}"),
        ["us.yaml:5:94: there is no fact 'statutory_membr'. Did you mean 'statutory_member'?"],
    ),
}


@pytest.mark.parametrize("mistake", BROKEN)
def test_a_mistake_is_shown_where_it_is(mistake: str, base: KnowledgeBase) -> None:
    (right, wrong), says = BROKEN[mistake]
    assert right in SOUND
    assert refusals(SOUND.replace(right, wrong), base) == says
