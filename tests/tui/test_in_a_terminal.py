"""The command itself in a real terminal: begun, answered into, killed, and gone on with."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from at_screen import stored, write
from decision_support.model.entries import Answered
from real_terminal import RealTerminal, in_terminal

COMMAND = [str(Path(sys.executable).with_name("decision-support"))]
RISK = "Could anybody come to harm now"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are those of POSIX")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return write(tmp_path / "cases.db", "2026-001", "nssb")


def environment(store: Path) -> dict[str, str | Path]:
    own = store.parent
    return {"DECISION_SUPPORT_STORE": store, "XDG_CONFIG_HOME": own / "config", "XDG_STATE_HOME": own / "state"}


def answered(terminal: RealTerminal, store: Path, key: str, number: int) -> None:
    """Press a key, and wait until the store has that many answers: nothing is said before it is saved."""
    terminal.press(key)
    while len(stored(store, "2026-001").of(Answered)) < number:
        terminal.wait_for_anything()


def test_without_a_verb_the_screens_open_and_ctrl_q_leaves_the_terminal_as_it_was(store: Path) -> None:
    with in_terminal(COMMAND, **environment(store)) as terminal:
        terminal.wait_for("2026-001")
        terminal.press("\x11")
        assert terminal.wait_for_end() == 0
        assert "\x1b[?1049l" in terminal.written and "Traceback" not in terminal.written


def test_after_a_kill_in_the_middle_every_answer_is_there_and_the_case_goes_on(store: Path) -> None:
    with in_terminal([*COMMAND, "tui", "2026-001"], **environment(store)) as terminal:
        terminal.wait_for(RISK)
        terminal.wait_until_quiet()
        answered(terminal, store, "n", 1)
        terminal.wait_until_quiet()
        answered(terminal, store, "u", 2)
        terminal.kill()
    assert [each.answer.value for _, each in stored(store, "2026-001").of(Answered)] == ["no", "unknown"]
    with in_terminal([*COMMAND, "tui", "2026-001"], **environment(store)) as terminal:
        terminal.wait_for("Question 3.")
        assert RISK not in terminal.plain()


def test_a_broken_knowledge_base_is_told_on_a_screen_of_its_own(store: Path, tmp_path: Path) -> None:
    with in_terminal([*COMMAND, "tui", "--knowledge", str(tmp_path / "nowhere")], **environment(store)) as terminal:
        terminal.wait_for("This cannot begin yet")
        terminal.wait_for("There is no folder")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert "Traceback" not in terminal.written


def test_where_there_is_no_terminal_a_sentence_says_what_to_use(store: Path) -> None:
    import subprocess

    done = subprocess.run([*COMMAND, "tui"], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr and "consult" in done.stderr
