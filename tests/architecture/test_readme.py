"""The README shows what the program prints, word for word.

In a ```console block a line that starts with `$ ` is a command; what follows, up to the next command or the end of the
block, is its output. A line that is only `…` stands for any number of lines. Commands run in order, in one home folder.
"""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ANY_LINES = "…"


def test_the_readme_shows_what_the_program_prints(tmp_path: Path) -> None:
    shown = _shown((ROOT / "README.md").read_text(encoding="utf-8"))
    assert shown, "README shows no output"
    differences = [_difference(command, expected, _run(command, tmp_path)) for command, expected in shown]
    if any(differences):
        told = "\n\n".join(each for each in differences if each)
        pytest.fail(f"README.md differs from what the program prints:\n\n{told}", pytrace=False)


def test_an_ellipsis_stands_for_any_number_of_lines() -> None:
    assert _matches(["a", ANY_LINES, "z"], ["a", "b", "c", "z"])
    assert _matches(["a", ANY_LINES, "z"], ["a", "z"])
    assert not _matches(["a", ANY_LINES, "z"], ["a", "b"])
    assert not _matches(["a.c"], ["abc"])


def test_a_difference_is_shown_as_a_diff() -> None:
    assert _difference("decision-support demo", ["right"], ["wrong"]).endswith("-right\n+wrong")


def test_commands_that_are_not_the_program_are_passed_over() -> None:
    readme = "```console\n$ git clone x\nCloning\n$ make demo\none\n\ntwo\n\n$ decision-support due\n```\n"
    assert _shown(readme) == [("make demo", ["one", "", "two"]), ("decision-support due", [])]


def _shown(readme: str) -> list[tuple[str, list[str]]]:
    """The program's commands in the README, each with the lines that it is said to print."""
    shown = []
    for block in BLOCK.findall(readme):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            if command == "make demo" or command.startswith("decision-support "):
                shown.append((command, _lines(output)))
    return shown


def _run(command: str, home: Path) -> list[str]:
    behind = "decision-support demo" if command == "make demo" else command
    path = os.pathsep.join((sysconfig.get_path("scripts"), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "HOME": str(home), "COLUMNS": "80", "NO_COLOR": "1"}
    for name in ("FORCE_COLOR", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        environment.pop(name, None)
    done = subprocess.run(
        behind,
        shell=True,  # the README is ours, and may show a pipe
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return _lines(done.stdout)


def _difference(command: str, expected: list[str], printed: list[str]) -> str:
    if _matches(expected, printed):
        return ""
    diff = difflib.unified_diff(expected, printed, "README.md", "printed", lineterm="")
    return "\n".join((f"$ {command}", *diff))


def _matches(expected: list[str], printed: list[str]) -> bool:
    pattern = "".join(r"(?:.*\n)*" if line == ANY_LINES else re.escape(line) + r"\n" for line in expected)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def _lines(text: str) -> list[str]:
    """Lines without the blanks at their ends, which no reader sees and many editors remove."""
    return [line.rstrip() for line in text.rstrip().splitlines()]
