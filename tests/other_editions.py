"""Editions of the bundled knowledge with something altered, as somebody who edits the YAML would alter it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from decision_support.loading.editions import archived, edition
from decision_support.loading.resources import knowledge_folder, rules_folder
from decision_support.model.knowledge import KnowledgeBase

Edit = tuple[str, str, str]  # a file, what stands in it, and what is to stand there instead


def altered(folder: Path, *edits: Edit) -> KnowledgeBase:
    """The bundled knowledge with these edits, each made once, in the order given."""
    shutil.copytree(rules_folder(), folder / "rules")
    shutil.copytree(knowledge_folder(), folder / "knowledge")
    for name, there, instead in edits:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert there in text, f"{name} has no '{there}'"
        path.write_text(text.replace(there, instead, 1), encoding="utf-8")
    return edition(archived(folder / "rules", folder / "knowledge"))


def within(name: str, thing: str, there: str, instead: str) -> Edit:
    """An edit of a rule, a clock or whatever else has this id in this file; of the first that has such text."""
    found = _of(name, thing, there)
    return name, found, found.replace(there, instead, 1)


def without(name: str, thing: str) -> Edit:
    """An edit that leaves a rule out of its file."""
    return name, _of(name, thing, ""), ""


def _of(name: str, thing: str, there: str) -> str:
    part, _, path = name.partition("/")
    text = ({"rules": rules_folder, "knowledge": knowledge_folder}[part]() / path).read_text(encoding="utf-8")
    found = re.finditer(rf"^ *- id: {re.escape(thing)}\n(?:(?! *- id: ).*\n)*", text, re.MULTILINE)
    those = [each[0] for each in found if there in each[0]]
    assert those, f"there is no '{thing}' in {name} with '{there}'"
    return those[0]
