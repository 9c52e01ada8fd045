"""The bundled knowledge with a few of its cases, so that a command that looks at every case is done soon."""

from __future__ import annotations

import shutil
from pathlib import Path

from decision_support.loading.resources import knowledge_folder

FEW = (
    "scenarios/settled-early.yaml",
    "examples/hesitant-worker.yaml",
    "examples/hesitant-worker.expected.yaml",
    "examples/immediate-risk-tonight.yaml",
    "examples/immediate-risk-tonight.expected.yaml",
)


def knowledge_with_few_cases(folder: Path) -> Path:
    """A copy of the bundled folder of knowledge with these cases alone."""
    copy = folder / "knowledge"
    shutil.copytree(knowledge_folder(), copy, ignore=shutil.ignore_patterns("examples", "scenarios"))
    for name in FEW:
        (copy / name).parent.mkdir(exist_ok=True)
        shutil.copy(knowledge_folder() / name, copy / name)
    return copy
