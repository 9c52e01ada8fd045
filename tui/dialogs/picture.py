"""The drawing of the roles, saved into a file that browsers and word processors open."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import Input

from decision_support.cli.role_boxes import TOO_MANY, too_many
from decision_support.cli.role_drawings import as_svg
from decision_support.errors import UserMistake
from decision_support.loading.whole_files import telling
from decision_support.tui.exporting import is_there, write

from .form import Form

if TYPE_CHECKING:
    from decision_support.tui.screens.room import Room

ABOUT = "An SVG picture: browsers show it, and it can be put into a document. It has the names of people in it."
LONGEST_NAME = 120  # letters; to it are added the name of a document, and an ending while it is written


class PictureForm(Form):
    """Where the picture goes; one file for each document that the case names."""

    HELP = """
# Save the drawing

Give the name of a file. Where the case names several documents, each gets a file of its own, with the short name of the
document in it. A file that is there already is never written over.
"""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "Save the drawing", ABOUT)

    def fields(self) -> Iterable[Widget]:
        yield self.field("File", Input(f"{self.matter.reference}-roles.svg", id="file"))

    def action_save(self) -> None:
        if refused := self.save():
            self.problem(refused)
        elif self.is_current:
            self.dismiss(True)

    def save(self) -> str | None:
        typed, matter = self.line("file"), self.matter
        if not typed:
            return "Give the name of a file."
        if len(Path(typed).name) > LONGEST_NAME:
            return f"The name of a file has at most {LONGEST_NAME} letters here. Choose a shorter one."
        try:
            files = _files(typed, matter.case.guidance)
            for file in files:
                if is_there(str(file)):
                    return f"{file} is there already, and is not written over. Choose another name."
            maps = matter.desk.maps(matter.case, matter.on)
            if too_many(maps):
                return TOO_MANY
            _write(dict(zip(files, map(as_svg, maps), strict=True)))
        except UserMistake as mistake:
            return str(mistake)
        self.room.tell(f"Saved: {', '.join(map(str, files))}")
        return None


def _write(pictures: Mapping[Path, str]) -> None:
    """Write all of them or none. Raises UserMistake."""
    written: list[Path] = []
    try:
        for file, picture in pictures.items():
            written.append(write(str(file), picture, over=False))
    except UserMistake:
        for file in written:
            with contextlib.suppress(OSError):
                file.unlink()
        raise


def _files(typed: str, guidance: tuple[str, ...]) -> list[Path]:
    """A file for each document. Raises UserMistake where this is no name of a file."""
    with telling(Path(typed)):
        named = Path(typed).expanduser()
        if named.is_dir():
            raise UserMistake(f"{typed} is a folder, not a file.", mend="Write the name of a file, such as roles.svg.")
    return list(_named(named, guidance))


def _named(named: Path, guidance: tuple[str, ...]) -> Iterator[Path]:
    suffix = named.suffix or ".svg"
    for name in guidance:
        own = f"-{name}" if len(guidance) > 1 else ""
        yield named.with_name(f"{named.stem}{own}{suffix}")
