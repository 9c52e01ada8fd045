"""Knowledge bases made up for tests: YAML of their own, with the bank holidays that come with the program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from decision_support.loading.resources import knowledge_folder


def laid_out(source: Path, folder: Path) -> Path:
    """A copy of the rules/ and knowledge/ below `source`, with the calendars beside them."""
    for name in ("rules", "knowledge"):
        shutil.copytree(source / name, folder / name)
    shutil.copytree(knowledge_folder() / "calendars", folder / "knowledge" / "calendars")
    return folder


def run(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it, 80 columns wide, with the rules and the knowledge of this folder."""
    return subprocess.run(
        [sys.executable, "-m", "decision_support", *arguments, "--rules", "rules", "--knowledge", "knowledge"],
        cwd=folder,
        env=os.environ | {"COLUMNS": "80", "XDG_CACHE_HOME": str(folder / "cache")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
