"""A room of a case: the bar with what the case is and where one can go, the room itself, and the keys that matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

from decision_support.casework.chronicle import said_in_words
from decision_support.casework.matter import Matter, Write
from decision_support.cli.case.history_text import entries_in_words
from decision_support.cli.consult.news import news
from decision_support.model.case import Case
from decision_support.model.entries import Content
from decision_support.tui.rooms import ROOMS
from decision_support.tui.widgets.case_bar import CaseBar
from decision_support.tui.widgets.key_line import KeyLine

from .place import REFUSED, Place, sentence_of

MOST_NEWS = 3
LOOK_AGAIN = 10.0  # seconds after which it is looked again whether others have written into the case


class Room(Place):
    """One of the rooms in which somebody works on a case.

    A room gives its widgets in `furniture` and shows the case as it stands in `show`, which is called once the room is
    there and after everything that changes the case.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(each.key, f"app.go('{each.id}')", each.title, show=False, id=f"case.{each.id}") for each in ROOMS),
        Binding("g", "app.library", "Guidance", show=False, id="case.guidance"),
        Binding("x", "app.export", "Export", show=False, id="case.export"),
        Binding("z,ctrl+z", "undo", "Undo", show=False, id="case.undo"),
        Binding("Z,ctrl+y", "redo", "Redo", show=False, id="case.redo"),
        Binding("ctrl+r", "look_again", "Look for what others wrote", show=False, id="case.refresh"),
        Binding("escape", "app.cases", "Cases", id="case.cases"),
    ]
    ROOM: ClassVar[str]

    def __init__(self, matter: Matter) -> None:
        super().__init__()
        self.matter = matter
        self._left = False

    def compose(self) -> ComposeResult:
        yield CaseBar(self.ROOM)
        yield from self.furniture()
        yield KeyLine()

    def furniture(self) -> Iterable[Widget]:
        """The widgets of this room."""
        raise NotImplementedError

    def show(self) -> None:
        """Show the case as it stands."""
        raise NotImplementedError

    def finish(self) -> bool:
        """Keep what was typed and not entered yet, since somebody is leaving the room. Whether it is kept."""
        return True

    def on_mount(self) -> None:
        self.set_interval(LOOK_AGAIN, self._look)
        self.show_again()

    def come_back(self) -> None:
        """Be shown anew: somebody comes back who went to another room."""
        self._left = True

    def on_screen_resume(self) -> None:
        if self._left:
            self._left = False
            self._look()
            self.show_again()

    def show_again(self) -> None:
        """The bar and the room, after something has changed."""
        self.query_one(CaseBar).show(self.matter)
        self.show()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing are not offered."""
        if action == "undo":
            return self.matter.can_undo and self.matter.record.is_open
        if action == "redo":
            return self.matter.can_redo and self.matter.record.is_open
        return True

    def write(self, write: Write, say: str | None = None) -> bool:
        """Enter what this makes of the record. Whether it went well; all of it is told, and shown."""
        return self.work(lambda: self.matter.enter(write), say)

    def become(self, case: Case, say: str | None = None) -> bool:
        """Have the case changed into this one. Whether it went well."""
        return self.work(lambda: self.matter.become(case), say)

    def work(self, step: Callable[[], object], say: str | None = None) -> bool:
        """Do something to the case, say what was entered and what it changed, and show it. Whether it went well.

        say: what to say instead of the entries themselves; nothing, where it is empty
        """
        first = len(self.matter.record.entries)
        if not self.tried(step):
            self.show_again()  # what others wrote may have been in the way
            return False
        self._done(first, say)
        return True

    def attempt(self, step: Callable[[], object], say: str | None = None) -> str | None:
        """As `work`, but a refusal is given back as a sentence, for a dialog to show; None where it went well."""
        first = len(self.matter.record.entries)
        try:
            step()
        except REFUSED as refused:
            return sentence_of(refused)
        self._done(first, say)
        return None

    def _done(self, first: int, say: str | None) -> None:
        """Tell what was entered after this many entries, and show it."""
        entered = [each.content for each in self.matter.record.entries[first + self.matter.by_others :]]
        if said := say if say is not None else self._entered([each for each in entered if each]):
            self.tell(said)
        if entered and self.matter.by_others:
            told = entries_in_words(self.matter.by_others, "more ")
            self.tell(f"Somebody else has written {told} into this case meanwhile. They are shown as well.", "warning")
        self.show_again()

    def news(self) -> tuple[str, ...]:
        """What the last thing that was done changed in the advice, in sentences."""
        return news(self.matter.desk.base, self.matter.news) if self.matter.news else ()

    def action_undo(self) -> None:
        if self.matter.can_undo:
            self.work(self.matter.undo, "Taken back. Z does it again.")

    def action_redo(self) -> None:
        if self.matter.can_redo:
            self.work(self.matter.redo, "Done again.")

    def action_look_again(self) -> None:
        if not self._look():
            self.tell("Nothing new.")
        self.show_again()

    def _look(self) -> int:
        """Look whether others have written into the case, and tell what; how many entries they wrote."""
        if self.app.screen is not self:
            return 0
        self.app.call_later(self.app.run_action, "app.see_the_day")
        first, found = len(self.matter.record.entries), 0
        with self.telling():
            found = self.matter.look_again()
        if found:
            theirs = [each.content for each in self.matter.record.entries[first:] if each.content]
            told = [sentence for sentence, *_ in said_in_words(self.matter.desk.base, self.matter.record, theirs)]
            say = [f"{entries_in_words(found, 'new ').capitalize()} by somebody else.", *told[-MOST_NEWS:]]
            self.tell("\n".join([*say, *(f"> {each}" for each in self.news()[:MOST_NEWS])]), "warning")
            self.show_again()
        return found

    def _entered(self, contents: list[Content]) -> str:
        if not contents:
            return ""
        told = [sentence for sentence, *_ in said_in_words(self.matter.desk.base, self.matter.record, contents)]
        more = f" And {len(told) - 1} more." if len(told) > 1 else ""
        return f"Saved. {told[0]}{more}"
