"""Reads an organisation file and holds it against the knowledge base: every name known, nothing in it of one case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from decision_support.errors import InvalidCase, Place, SeveralMistakes, UserMistake
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.organisation import Organisation, is_lasting

from .cases import case_of
from .resources import knowledge_folder
from .shorthand import spelled_out, without_value
from .tree import Node
from .validated import validated
from .written import Written, read

ANY_DAY = "2000-01-01"


def organisation_paths(knowledge: Path | None = None) -> dict[str, Path]:
    """Every bundled organisation by name."""
    folder = (knowledge or knowledge_folder()) / "organisations"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def read_organisation(path: Path, base: KnowledgeBase) -> Organisation:
    """The organisation in this YAML or JSON file. Raises UserMistake naming file and line."""
    return organisation_of(read(path), base)


def organisation_of(written: Written, base: KnowledgeBase) -> Organisation:
    """The organisation that was written, checked against the knowledge base."""
    mistakes: list[UserMistake] = list(without_value(written))
    organisation: Organisation | None = None
    try:
        organisation = validated(Organisation, _spelled_out(written), error=InvalidCase)
        mistakes += _of_one_case(organisation, written, base)
        case_of(_as_case(organisation, written, base), base)
    except SeveralMistakes as several:
        mistakes += (each for each in several.mistakes if str(each) not in map(str, mistakes))
    except UserMistake as mistake:
        mistakes += [mistake] if str(mistake) not in map(str, mistakes) else []
    if organisation is not None and not mistakes:
        return organisation
    if len(mistakes) == 1:
        raise mistakes[0]
    raise SeveralMistakes(sorted(mistakes, key=lambda mistake: (mistake.place or Place(""), mistake.what)))


def _spelled_out(written: Written) -> Written:
    """Facts of people in full; unlike a case, an organisation has no facts and answers of its own."""
    if not isinstance(written.data, dict):
        return written
    full = spelled_out(written).data
    assert isinstance(full, dict)
    data = {key: node for key, node in full.items() if key in written.data}
    return Written(written.file, data, written.values, written.keys)


def _as_case(organisation: Organisation, written: Written, base: KnowledgeBase) -> Written:
    """The same people as a case about nothing, which is held against the documents as any other case is."""
    assert isinstance(written.data, dict)
    named = [*organisation.guidance]
    if not named or not base.documents.keys() >= {*named}:  # for its roles, where one is misspelt
        named += (name for name in sorted(base.documents) if name not in named)
    data: Node = {
        "case": organisation.organisation,
        "opened": ANY_DAY,
        "guidance": [*named],
        "people": written.data["people"],
    }
    return Written(written.file, data, written.values, written.keys)


def _of_one_case(organisation: Organisation, written: Written, base: KnowledgeBase) -> Iterator[UserMistake]:
    """What belongs to one case alone, and so to no organisation."""
    for index, person in enumerate(organisation.people):
        for number, _ in enumerate(person.waivers):
            place = written.place(("people", index, "waivers", number))
            what = "a waiver is decided in one case, and an organisation file is about none."
            yield InvalidCase(what, place=place, mend="Leave it out.")
        for name in person.facts:
            if name in base.facts and base.facts[name].about == "person" and not is_lasting(base.facts[name]):
                yield InvalidCase(
                    f"'{name}' is answered in one case, and an organisation file is about none.",
                    place=written.place(("people", index, "facts", name), key=True),
                    mend="Leave it out. What it rests on goes under line_manager, team, agency or interests.",
                )
