"""A long text to read in a large dialog, in one view or several; it may be worked out while one waits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from decision_support.errors import SeveralMistakes, UserMistake
from decision_support.tui.widgets.key_line import KeyLine
from decision_support.tui.widgets.prose import Laid, Prose

WORKING = "Working it out …"


class View(NamedTuple):
    """One way to read it: what the view is called, and its text."""

    name: str
    text: Laid


class Reading(ModalScreen[str | None]):
    """A text, and keys to other things about the same. Gives back the name of that other thing, if one was asked for.

    text    what to read, where it is there already
    worked  otherwise: works out the views, beside the screen; UserMistake is told in the dialog
    others  which of why, clauses, why_not, what_if and library can be asked for from here
    """

    HELP = """
# To read

Scroll with the arrows, `j` and `k`, Page Up and Page Down. `Esc` goes back to where you were.
Where there are several views of the same, `e` shows the next one.
"""
    DEFAULT_CSS = """
    Reading .dialog { width: 96%; height: 96%; max-height: 96%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "Back", id="reading.back"),
        Binding("e", "why", "Why", id="reading.why"),
        Binding("l", "other('clauses')", "Clauses", id="reading.clauses"),
        Binding("n", "other('why_not')", "Why not", id="reading.why_not"),
        Binding("f", "other('what_if')", "What if", id="reading.what_if"),
        Binding("g", "other('library')", "Guidance", id="reading.library"),
    ]

    def __init__(
        self,
        title: str,
        text: Laid | None = None,
        *,
        worked: Callable[[], Sequence[View]] | None = None,
        others: Collection[str] = (),
    ) -> None:
        super().__init__()
        self._title = title
        self._views: Sequence[View] = [View("", text)] if text else []
        self._worked = worked
        self._others = others
        self._shown = 0

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog -tall -wide"):
            yield Static(Content(self._title), classes="dialog-title", markup=False)
            yield Static(classes="reading-views", markup=False)
            yield Prose()
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(".reading-views").display = False
        if self._views:
            self._show()
        else:
            self.query_one(Prose).show(lambda: WORKING)
            self.work_out()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "why":
            return "why" in self._others or len(self._views) > 1
        return action != "other" or parameters[0] in self._others

    def action_why(self) -> None:
        """Show the next view; where there is one only, go on to the reasons."""
        if len(self._views) > 1:
            self._shown = (self._shown + 1) % len(self._views)
            self._show()
        else:
            self.dismiss("why")

    def action_other(self, name: str) -> None:
        self.dismiss(name)

    def action_leave(self) -> None:
        self.dismiss(None)

    @work(thread=True, exclusive=True)
    def work_out(self) -> None:
        assert self._worked is not None
        try:
            views = self._worked()
        except SeveralMistakes as several:
            views = [_told("\n".join(map(str, several.mistakes)))]
        except UserMistake as mistake:
            views = [_told(str(mistake))]
        self.app.call_from_thread(self._found, views)

    def _found(self, views: Sequence[View]) -> None:
        if self.is_attached:
            self._views, self._shown = views, 0
            self._show()

    def _show(self) -> None:
        self.query_one(Prose).show(self._views[self._shown].text)
        line = self.query_one(".reading-views", Static)
        line.display = len(self._views) > 1
        named = (
            f"[{each.name}]" if index == self._shown else f" {each.name} " for index, each in enumerate(self._views)
        )
        line.update(Content(f"View: {' '.join(named)}  e shows the next"))
        self.refresh_bindings()


def _told(say: str) -> View:
    return View("", lambda: say)
