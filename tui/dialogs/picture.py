"""The drawing of the roles, saved into a file that browsers and word processors open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import Input

from decision_support.cli.role_drawings import as_svg
from decision_support.errors import UserMistake

from .form import Form

if TYPE_CHECKING:
    from decision_support.tui.screens.room import Room

ABOUT = "An SVG picture: browsers show it, and it can be put into a document. It has the names of people in it."


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
        files = list(_files(Path(typed).expanduser(), matter.case.guidance))
        for file in files:
            if file.exists():
                return f"{file} is there already, and is not written over. Choose another name."
        try:
            for file, role_map in zip(files, matter.desk.maps(matter.case, matter.on), strict=True):
                with file.open("x", encoding="utf-8") as opened:
                    opened.write(as_svg(role_map))
        except UserMistake as mistake:
            return str(mistake)
        except OSError as error:
            return f"{error.filename or typed}: {error.strerror or error}."
        self.room.tell(f"Saved: {', '.join(map(str, files))}")
        return None


def _files(named: Path, guidance: tuple[str, ...]) -> Iterator[Path]:
    suffix = named.suffix or ".svg"
    for name in guidance:
        own = f"-{name}" if len(guidance) > 1 else ""
        yield named.with_name(f"{named.stem}{own}{suffix}")
