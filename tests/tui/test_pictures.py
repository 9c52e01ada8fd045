"""The main screens as approved: text at both sizes, and the pictures of the docs. `make pictures` writes them."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from approved_texts import assert_approved
from at_screen import NARROW, WIDE, at_screen, put_example, write

APPROVED = Path(__file__).parent / "approved"
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
ON = dt.date(2026, 11, 9)


class Scene(NamedTuple):
    """What to open and press, to come to a screen worth a picture."""

    name: str
    case: str | None
    keys: tuple[str, ...] = ()


SCENES = (
    Scene("cases", None),
    Scene("consult", "2026-014", ("n",)),
    Scene("consult-at-the-end", "2026-011"),
    Scene("consult-framework", "2026-013", ("n",)),
    Scene("advice", "2026-011", ("a", "down")),
    Scene("why", "2026-011", ("a", "e")),
    Scene("what-if", "2026-011", ("w",)),
    Scene("people", "2026-012", ("p",)),
    Scene("panel", "2026-012", ("p", "m")),
    Scene("timetable", "2026-011", ("t",)),
    Scene("history", "2026-011", ("t", "h")),
    Scene("record", "2026-011", ("r",)),
    Scene("library", None, ("g",)),
    Scene("help", "2026-011", ("f1",)),
)


def a_store(folder: Path) -> Path:
    """A store with a few cases, whose names do not depend on where it is."""
    store = folder / "cases.db"
    put_example(store, "friday-afternoon-report", "2026-011")
    put_example(store, "nssb-people-panel-third-is-a-party", "2026-012")
    write(store, "2026-013", "nhs", "A concern about a practitioner")
    write(store, "2026-014", "ssab", "A discharge that is disputed")
    return store


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_screen_is_as_approved(
    tmp_path: Path, scene: Scene, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = a_store(Path())
    async with at_screen(store, scene.case, size, ON) as here:
        await here.press(*scene.keys)
        shown = "\n".join(here.lines) + "\n"
        picture = here.app.export_screenshot(title="decision-support")
    assert_approved(shown, APPROVED / f"{scene.name}-{size[0]}x{size[1]}.txt")
    if size == WIDE:
        assert_approved(plain_picture(picture), PICTURES / f"{scene.name}.svg")


def plain_picture(svg: str) -> str:
    """The picture without what differs from run to run, and without the font that it would ask another site for."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    return re.sub(r"[ \t]+\n", "\n", svg)
