"""What the import contracts of pyproject.toml cannot say: what is loaded when the program starts."""

from __future__ import annotations

import subprocess
import sys


def test_the_command_line_starts_without_the_full_screen_interface() -> None:
    program = "import sys, decision_support.cli; print({'textual', 'decision_support.tui'} & set(sys.modules) or '')"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, encoding="utf-8")
    assert done.stdout.strip() == ""
