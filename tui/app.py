"""The application: what is open, where one can go from anywhere, and what holds on every screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.dom import DOMNode
from textual.theme import Theme

from decision_support.errors import SeveralMistakes, UserMistake
from decision_support.model.dates import in_words

from .commands import Commands
from .screens.opening import Opening
from .screens.trouble import Trouble
from .settings import Settings, config_path, read_settings, refuse_unknown_keys
from .themes import DEFAULT, THEMES

if TYPE_CHECKING:  # what is slow to import is imported while the first screen is there already
    from decision_support.casework.matter import Matter

    from .screens.room import Room
    from .session import Session


WIDE = 100  # columns from which there is room for two panes side by side


class DecisionSupport(App[None]):
    """The full-screen interface.

    begin      reads the knowledge base and finds the store; raises UserMistake where they cannot be used
    reference  the case to open at once, if any
    settings   where keys and the theme come from
    """

    TITLE = "decision-support"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {Commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="app.help", priority=True),
        Binding("ctrl+o", "jump", "Jump", show=False, id="app.jump", priority=True),
        Binding("ctrl+t", "change_theme", "Theme", show=False, id="app.theme"),
        Binding("ctrl+q", "quit", "Quit", show=False, id="app.quit", priority=True),
        # Taken here, and not after the widget that has the focus: else what is typed fast goes into the field before.
        Binding("tab", "app.focus_next", "Next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", "Before", show=False, priority=True),
    ]

    def __init__(
        self,
        begin: Callable[[], Session],
        reference: str | None = None,
        settings: Callable[[], Settings] = read_settings,
    ) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
        self.animation_level = "none"
        self._begin = begin
        self._reference = reference
        self._read_settings = settings
        self._settings = Settings()
        self.session: Session | None = None
        self.matter: Matter | None = None
        self._rooms: dict[str, Room] = {}  # those of this case that one has been in, each as one left it
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DEFAULT

    def on_mount(self) -> None:
        self.push_screen(Opening())
        self.theme_changed_signal.subscribe(self, self._keep_theme)
        self.call_after_refresh(self.load)

    @work(thread=True, exclusive=True)
    def load(self) -> None:
        """Read what is needed, and go on, or say why that is not possible."""
        try:
            settings, session = self._read_settings(), self._begin()
        except SeveralMistakes as several:
            self.call_from_thread(self._trouble, [str(each) for each in several.mistakes])
        except UserMistake as mistake:
            self.call_from_thread(self._trouble, [str(mistake)])
        except OSError as error:
            self.call_from_thread(self._trouble, [f"{error.filename or 'A file'}: {error.strerror or error}."])
        else:
            self.call_from_thread(self._enter, settings, session)

    def go(self, room: str) -> None:
        """Go to a room of the case that is open."""
        if self.matter is not None and self._finish():
            self.switch_screen(self._room(room, self.matter))

    def open_case(self, reference: str) -> None:
        """Open a case in the room where one goes on with it. Raises UserMistake."""
        assert self.session is not None
        if self._finish():
            self.open_matter(self.session.files.open(reference, self.session.day()))

    def see_the_day(self) -> None:
        """Go on with the day that it is by now, where it has changed since the case was opened."""
        if self.session and self.matter and self.session.day() != self.matter.on and self._finish():
            day, reference = self.session.day(), self.matter.reference
            try:
                self.open_matter(self.session.files.open(reference, day))
            except UserMistake as mistake:
                self.notify(str(mistake), severity="error", markup=False)
            else:
                self.notify(
                    f"It is {in_words(day)} by now. The advice is for that day.", severity="warning", markup=False
                )

    def open_matter(self, matter: Matter) -> None:
        """Go into a case: to the questions, or to the advice where it is closed."""
        was, self.matter = self.matter, matter
        gone, self._rooms = self._rooms, {}
        room = self._room("consult" if matter.record.is_open else "advice", matter)
        self.push_screen(room) if was is None else self.switch_screen(room)
        self._forget(gone)

    def action_go(self, room: str) -> None:
        self.go(room)

    def action_see_the_day(self) -> None:
        self.see_the_day()

    def action_cases(self) -> None:
        """Leave the case, for the list of cases."""
        if self.matter is not None and self._finish():
            self.matter = None
            gone, self._rooms = self._rooms, {}
            self.pop_screen()
            self._forget(gone)

    async def action_quit(self) -> None:
        """Leave the program, after what was typed before has reached those that it was meant for."""
        self._after(list((self.screen.focused or self.screen).ancestors_with_self))

    def _after(self, pumps: list[DOMNode]) -> None:
        if pumps:
            pumps[0].call_later(self._after, pumps[1:])
        else:
            self._leave()

    def _leave(self) -> None:
        """Leave; what was typed is kept first, and where it cannot be, somebody decides."""
        from .dialogs.ask import Confirm

        if isinstance(self.screen, Confirm):
            return
        unsaved = any(getattr(screen, "unsaved", bool)() for screen in self.screen_stack)
        if not self._finish() or unsaved:
            question = "Leave the program? What was typed and not saved is lost."
            self.push_screen(Confirm(question, "Leave", "Stay"), lambda leave: self.exit() if leave else None)
        else:
            self.exit()

    def action_library(self) -> None:
        """Open the guidance library over whatever is there."""
        from .screens.library import Library

        if self.session is not None and not isinstance(self.screen, Library):
            self.push_screen(Library(self.session.base))

    def action_export(self) -> None:
        """Have what is on record or advised written into a file."""
        from .dialogs.export import Export

        if self.matter is not None:
            self.push_screen(Export(self.matter))

    def action_help(self) -> None:
        """Say what can be done here."""
        from .dialogs.help import Help

        if isinstance(self.screen, Help):
            self.screen.dismiss()
        else:
            self.push_screen(Help.of(self.screen))

    def action_jump(self) -> None:
        """Show a letter on everything that can be used, and go to the one that is pressed."""
        from .dialogs.jump import Jump

        if not isinstance(self.screen, Jump) and (overlay := Jump.over(self.screen)):
            self.push_screen(overlay, self._jumped)

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:
        names = ", ".join(sorted({each.id for each in clashed_bindings if each.id}))
        told = f"In {config_path()}, one key is given to several things: {names}."
        if told != getattr(self, "_clash", None):
            self._clash = told
            self.notify(told, severity="warning", markup=False)

    def _fatal_error(self) -> None:
        """Say where the program failed, without what its variables held: cases name people."""
        from rich.segment import Segments
        from rich.traceback import Traceback

        self.bell()
        told = self.console.render(Traceback(show_locals=False, width=None), self.console.options)
        self._exit_renderables.append(Segments(told))
        self._close_messages_no_wait()

    def _room(self, name: str, matter: Matter) -> Room:
        """A room of the case: the one that one was in before, or a new one."""
        from .screens.all import ROOM_KINDS

        if room := self._rooms.get(name):
            room.come_back()
            return room
        room = next(kind for kind in ROOM_KINDS if name == kind.ROOM)(matter)
        self._rooms[name] = room
        self.install_screen(room, f"{matter.reference} {name} {id(room)}")
        return room

    def _forget(self, rooms: Mapping[str, Room]) -> None:
        """Let go of the rooms of a case that was left."""
        for room in rooms.values():
            self.uninstall_screen(room)
            if room.is_running:
                room.remove()

    def _finish(self) -> bool:
        """Whether all that was typed in a room is kept."""
        from .screens.room import Room

        return all(screen.finish() for screen in self.screen_stack if isinstance(screen, Room))

    def _jumped(self, chosen: str | None) -> None:
        from .dialogs.jump import use

        if chosen is not None:
            use(self.screen, chosen)

    def _enter(self, settings: Settings, session: Session) -> None:
        from .screens.cases import Cases

        try:
            self._use(settings)
        except UserMistake as mistake:
            self._trouble([str(mistake)])
            return
        self.session = session
        cases = Cases(session)
        self.switch_screen(cases)
        if notice := session.files.desk.rule_book(()).reasoner.notice:
            self.notify(notice, severity="warning", markup=False)
        if self._reference is not None:
            with cases.telling():
                self.open_case(self._reference)

    def _use(self, settings: Settings) -> None:
        from .keys import keys_by_name

        if settings.theme not in self.available_themes:
            known = ", ".join(sorted(self.available_themes))
            raise UserMistake(f"{config_path()}: there is no theme '{settings.theme}'.", mend=f"There are: {known}.")
        refuse_unknown_keys(settings.keys, keys_by_name(), config_path())
        self.set_keymap(settings.keys)
        self.theme = settings.theme
        self._settings = settings

    def _trouble(self, sentences: list[str]) -> None:
        self.switch_screen(Trouble(sentences, self._load_again))

    def _load_again(self) -> None:
        self.switch_screen(Opening())
        self.call_after_refresh(self.load)

    def _keep_theme(self, theme: Theme) -> None:
        if self.session is None or theme.name == self._settings.theme:
            return
        try:
            self._settings.keep_theme(theme.name)
        except OSError as error:
            self.notify(f"The theme cannot be kept: {error.strerror or error}.", severity="warning", markup=False)


def run(rules: Path | None, knowledge: Path | None, store: Path | None, on: dt.date | None, case: str | None) -> None:
    """Show the screens until somebody leaves."""

    def begin() -> Session:
        from .session import begin

        return begin(rules, knowledge, store, on)

    DecisionSupport(begin, case).run()
