"""How long somebody waits in front of the screens: for the first paint, and from a key to what it changes.

Run with `make bench`. The program runs in a pseudo-terminal of 120 columns and 40 lines, as people use it. The peer is
a bare Textual application with one list, run in the same way in the same run: its first paint, and a key that moves the
cursor. Goals: the first paint at most 1.0 s; from a key to the repaint at most 50 ms for 95 of 100 keys.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from at_screen import put, write
from decision_support.loading.cases import read_case
from decision_support.loading.knowledge import load
from decision_support.loading.resources import knowledge_folder
from real_terminal import RealTerminal, in_terminal

SIZE = (120, 40)
STARTS = 7
QUIET = 0.25  # seconds without output after which a change counts as shown
COMMAND = [str(Path(sys.executable).with_name("decision-support")), "tui"]

PEER = """
from textual.app import App
from textual.widgets import Footer, OptionList
class Bare(App):
    def compose(self):
        yield OptionList(*(f"item {number}" for number in range(200)))
        yield Footer()
Bare().run()
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "cases.db"
        largest = put_largest(store)
        write(store, "framework", "nhs")
        own = {"DECISION_SUPPORT_STORE": store, "XDG_STATE_HOME": folder, "XDG_CONFIG_HOME": folder}
        bare = [sys.executable, "-c", PEER]
        peer = statistics.median(first_paint(bare, "item 3", own) for _ in range(STARTS))
        for said, text in (("something", "decision-support"), ("the list of cases", "framework")):
            times = sorted(first_paint(COMMAND, text, own) for _ in range(STARTS))
            median = statistics.median(times)
            told = f"median {median:.2f} s, worst {times[-1]:.2f} s, {median / peer:.1f} times a bare Textual"
            print(f"until {said} is shown: {told}")
        with in_terminal(bare, SIZE, **own) as terminal:
            terminal.wait_for("item 3")
            moves = list(key_times(terminal, ["\x1b[B"] * 40))
        moved = show("a bare Textual list, the cursor moves", [first for first, _ in moves])
        for said, reference, keys in (
            ("the framework, an answer is given or taken back", "framework", ["n", "z"] * 20),
            (f"the largest bundled case ({largest}), between rooms", "largest", list("awptrc") * 6),
        ):
            with in_terminal([*COMMAND, reference], SIZE, **own) as terminal:
                terminal.wait_for("Question")
                terminal.wait_until_quiet(1.0)
                times = list(key_times(terminal, keys))
            show(said, [first for first, _ in times], moved)
            show("  and until all that it changes is shown", [last for _, last in times], moved)


def put_largest(store: Path) -> str:
    """The bundled case that says most, in the store; what it is called."""
    base = load()
    paths = sorted((knowledge_folder() / "examples").glob("*.yaml"))
    cases = {path.stem: read_case(path, base) for path in paths if not path.stem.endswith(".expected")}
    name = max(cases, key=lambda each: len(cases[each].model_dump_json(exclude_defaults=True)))
    put(store, "largest", cases[name])
    return name


def first_paint(command: list[str], text: str, environment: dict[str, str | Path]) -> float:
    """Seconds from the start of a program until this is on the screen."""
    begun = time.perf_counter()
    with in_terminal(command, SIZE, **environment) as terminal:
        terminal.wait_for(text)
        return time.perf_counter() - begun


def key_times(terminal: RealTerminal, keys: list[str]) -> Iterator[tuple[float, float]]:
    """For each key, seconds until the first and until the last of what it causes was written."""
    for key in keys:
        terminal.wait_until_quiet(QUIET)
        begun = time.perf_counter()
        terminal.press(key)
        terminal.wait_for_anything()
        first = last = time.perf_counter() - begun
        while not terminal.is_quiet(QUIET):
            last = time.perf_counter() - begun
        yield first, last


def show(said: str, seconds: list[float], peer: float | None = None) -> float:
    """Print how long it took; the median."""
    ordered = sorted(seconds)
    median, late = statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))]
    ratio = f", {median / peer:.1f} times the bare list" if peer else ""
    print(f"{said}: median {median * 1000:.0f} ms, p95 {late * 1000:.0f} ms, worst {ordered[-1] * 1000:.0f} ms{ratio}")
    return median


if __name__ == "__main__":
    main()
