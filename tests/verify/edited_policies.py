"""The made-up policy of tests/rulebase with a few words of it changed, read as any other knowledge base is."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from decision_support.loading.knowledge import read
from decision_support.model.knowledge import KnowledgeBase
from made_up_bases import laid_out

POLICY = Path(__file__).parents[1] / "rulebase" / "new_policy"

PROCEDURE = "knowledge/guidance/wha/procedure.yaml"
ACTIONS = "knowledge/guidance/wha/actions.yaml"
EVENTS = "knowledge/vocabulary/events-wha.yaml"
FACTS = "knowledge/vocabulary/home.yaml"
NEVER = "knowledge/verification/never-together.yaml"
EXPLAINED = "knowledge/verification/explained.yaml"
PANEL_RULES = "rules/wha/panel.yaml"
END = ""  # what is new stands at the end of the file, which may be new itself


class Edit(NamedTuple):
    """One replacement in one file, of words that stand there once."""

    file: str
    old: str
    new: str


def edited(folder: Path, *edits: Edit, source: Path = POLICY) -> Path:
    """A copy of the policy with these words changed, below an empty folder."""
    laid_out(source, folder)
    for edit in edits:
        change(folder, edit)
    return folder


def change(folder: Path, edit: Edit) -> None:
    """Change the words of one file."""
    path = folder / edit.file
    path.parent.mkdir(parents=True, exist_ok=True)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if edit.old == END:
        text += edit.new
    else:
        assert text.count(edit.old) == 1, f"'{edit.old}' stands {text.count(edit.old)} times in {edit.file}"
        text = text.replace(edit.old, edit.new)
    path.write_text(text, encoding="utf-8")


def base_of(folder: Path) -> KnowledgeBase:
    """The knowledge base in a folder."""
    return read(folder / "rules", folder / "knowledge")
