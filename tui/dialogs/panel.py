"""Composing a panel: who sits on it is ticked, and whether it stands, or why it fails, is said at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Select, Static
from textual.worker import get_current_worker

from decision_support.casework.filing.panels import members_of, seated
from decision_support.casework.panelling import Candidate, PanelLine
from decision_support.cli.panel_text import trial_text
from decision_support.errors import UserMistake
from decision_support.model.case import Case
from decision_support.model.dates import in_words
from decision_support.model.roles import PanelMakeUp
from decision_support.tui.widgets.checklist import Checklist, Entry
from decision_support.tui.widgets.key_line import KeyLine
from decision_support.tui.widgets.prose import Prose

from .ask import Confirm
from .form import Form, refused_as_closed, select

if TYPE_CHECKING:
    from decision_support.tui.screens.room import Room

LOOKING = "Looking at it …"
FAILS = "This panel fails: {}. Name these members all the same?"


@dataclass(frozen=True)
class Composed:
    """A panel of a document of the case, as the document lays it down."""

    guidance: str
    make_up: PanelMakeUp
    role: str

    @property
    def key(self) -> str:
        """What tells it from the other panels of the case."""
        return f"{self.guidance}.{self.make_up.id}"


def panel_for(room: Room) -> None:
    """Have a panel put together."""
    if refused_as_closed(room):
        return
    panels = tuple(_panels(room))
    if not panels:
        named = " and ".join(room.matter.case.guidance) or "the case names no document, and so"
        room.tell(f"No panel is laid down: {named} has none.")
    elif not room.matter.case.people:
        room.tell("Nobody is recorded in this case yet. Press n to add the first person.")
    else:
        room.app.push_screen(PanelForm(room, panels))


class PanelForm(Form):
    """The people of the case with a box each, and beside them what is to be said of those ticked as a panel."""

    DEFAULT_CSS = """
    PanelForm {
        #composing { height: 100%; width: 100%; max-width: 140; background: $surface; padding: 0 1; }
        Prose { scrollbar-gutter: stable; }
        #panes { height: 1fr; layout: vertical; }
        #members { height: 2fr; padding: 0; }
        #verdict { height: 3fr; }
        #saving { color: $text-muted; }
        Select { margin: 0 0 1 0; }
    }
    .-wide PanelForm, PanelForm.-wide {
        #composing { height: 94%; width: 96%; border: round $primary; }
        #panes { layout: horizontal; }
        #members { width: 2fr; height: 1fr; }
        #verdict { width: 3fr; height: 1fr; }
    }
    """
    HELP = """
# Composing a panel

Space puts somebody on the panel or takes them off; what that makes of the panel is said at once. Nothing is written
until you save.

* `1`, `2`, `3` put the first, second or third of the panels that would stand on the list.
* `[=]` marks those who sit by the office that they hold.
* Saving records the role for those ticked and ends it for the others. Of a panel that fails you are asked first;
  where its members are named all the same, the advice says what is wrong with it.
"""
    AUTO_FOCUS = "Checklist"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(number), f"take({number})", say, show=number == 1, id=f"panel.take_{number}")
            for number, say in enumerate(("Best panel", "Second best panel", "Third best panel"), 1)
        ),
    ]

    def __init__(self, room: Room, panels: tuple[Composed, ...]) -> None:
        super().__init__(room, panels[0].make_up.title.capitalize() if len(panels) == 1 else "Compose a panel")
        self._panels = {each.key: each for each in panels}
        self._panel = panels[0]
        self._seen: PanelLine | None = None
        self._first: frozenset[str] = frozenset()
        self._judged: frozenset[str] | None = None  # those ticked of whom it is known whether they stand as a panel
        self._saving = False  # whether to save as soon as that is known

    def fields(self) -> Iterable[Widget]:
        return ()

    def compose(self) -> ComposeResult:
        with Vertical(id="composing"):
            yield Static(self._title, classes="dialog-title", markup=False)
            if len(self._panels) > 1:
                called = {key: f"{each.make_up.title} ({each.guidance})" for key, each in self._panels.items()}
                yield select(called, self._panel.key, id="which")
            with Container(id="panes"):
                members = Checklist(id="members", classes="panel")
                members.border_title = "Who sits on it"
                yield members
                verdict = Prose(lambda: LOOKING, id="verdict", classes="panel")
                verdict.border_title = "As a panel"
                yield verdict
            yield Static(id="saving", markup=False)
            yield Static(classes="problem", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Save the members", id="save", compact=True, variant="primary")
                yield Button("Leave it", id="leave", compact=True)
        yield KeyLine()

    def on_mount(self) -> None:
        self._begin()
        super().on_mount()

    def save(self) -> str | None:
        case = self._composed()
        if case == self.matter.case:
            return "Just these people hold the role already: there is nothing to save."
        return self.room.attempt(lambda: self.matter.become(case), self._named())

    def action_save(self) -> None:
        """Save, once it is known whether the panel stands; of one that fails, ask first."""
        ticked = self.query_one(Checklist).ticked
        if self._composed() == self.matter.case:
            super().action_save()
        elif self._judged != ticked:
            self._saving = True
            self._look(self._composed(), self._panel.key, ticked)
        elif why := self._failing():
            self.app.push_screen(Confirm(FAILS.format(why), "Name them"), self._answered)
        else:
            super().action_save()

    def problem(self, say: str) -> None:
        told = self.query_one(".problem", Static)  # this form fills the screen, and is no box that gives way to it
        told.update(Content(f"! {say}"))
        told.set_class(bool(say), "-told")

    def _answered(self, yes: bool | None) -> None:
        if yes:
            super().action_save()

    def _failing(self) -> str:
        """Why the panel that is ticked fails; nothing where it does not, or where nobody is on it."""
        proposed = self._seen.proposed if self._seen else None
        if self._seen is None or proposed is None or not proposed.mends:
            return ""
        called = {each.id: each.called for each in self.matter.case.people}
        say = {seat.id: seat.say for seat in self._seen.seats}
        barred = [f"{called.get(each.person, each.person)} {each.why}" for each in proposed.members if each.why]
        empty = [f"not filled: {say[seat]}" for seat in proposed.unfilled]
        return "; ".join((*barred, *empty)) or "its members do not make it up as they should"

    def _named(self) -> str:
        """What is told once the members are saved."""
        ticked, title = self.query_one(Checklist).ticked, self._panel.make_up.title
        names = ", ".join(each.called for each in self.matter.case.people if each.id in ticked)
        told = f"Members named for the {title}: {names}." if names else f"Nobody is named for the {title} any more."
        return f"{told} This panel fails: {self._failing()}." if self._failing() else told

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "take":
            return self._seen is not None and int(str(parameters[0])) <= len(self._seen.best)
        return True

    def action_take(self, number: int) -> None:
        """Tick the members of one of the panels that would stand; who sits by an office needs no tick."""
        assert self._seen is not None
        offices = [seat.id for seat in self._panel.make_up.seats if seat.by_office]
        self.query_one(Checklist).tick(
            [
                person
                for seat, person in self._seen.best[number - 1].seats.items()
                if not any(seat == office or seat.startswith(f"{office}-") for office in offices)
            ]
        )

    @on(Checklist.Ticked)
    def _ticked(self) -> None:
        self._saving = False
        self._look(self._composed(), self._panel.key, self.query_one(Checklist).ticked)

    @on(Select.Changed, "#which")
    def _other_panel(self, event: Select.Changed) -> None:
        if isinstance(event.value, str) and event.value != self._panel.key:
            self._panel = self._panels[event.value]
            self._begin()

    def _begin(self) -> None:
        """Show a panel as it is on record."""
        panel, day = self._panel, self.matter.on
        self._seen, self._first, self._judged, self._saving = None, frozenset(), None, False
        self.query_one("#saving", Static).update(
            f"Saving gives those ticked the role '{panel.role}' from {in_words(day)}, and ends it for the others."
        )
        ticked = members_of(self.matter.case, panel.make_up.member, day)
        self.query_one(Checklist).offer((), ticked)  # nobody to tick before it is known what is to be said of them
        self._look(self._composed(), panel.key, ticked)

    def _composed(self) -> Case:
        """The case with those ticked as members."""
        ticked = self.query_one(Checklist).ticked
        return seated(self.matter.case, self._panel.make_up.member, ticked, self.matter.on)

    @work(thread=True, exclusive=True, group="panel")
    def _look(self, case: Case, key: str, ticked: frozenset[str]) -> None:
        """Try the panel; what comes too late, because something else was ticked since, is dropped."""
        try:
            found = self.matter.desk.panels(case, self.matter.on)
        except UserMistake as mistake:
            self.app.call_from_thread(self._not_looked, str(mistake))
            return
        if not get_current_worker().is_cancelled:
            line = next(each for each in found if f"{each.guidance}.{each.id}" == key)
            self.app.call_from_thread(self._looked, case, line, ticked)

    def _not_looked(self, say: str) -> None:
        self._saving = False
        self.problem(say)

    def _looked(self, case: Case, line: PanelLine, ticked: frozenset[str]) -> None:
        now = self.query_one(Checklist)
        if f"{line.guidance}.{line.id}" != self._panel.key or ticked != now.ticked or not self.is_attached:
            return
        if self._seen is None:
            self._first = frozenset(each.person for each in line.candidates)
        self._seen, self._judged = line, ticked
        self.problem("")
        now.offer(self._entries(line))
        base = self.matter.desk.base
        self.query_one(Prose).show(lambda: trial_text(base, case, line))
        self.refresh_bindings()
        if self._saving and self.is_current:
            self._saving = False
            self.action_save()

    def _entries(self, line: PanelLine) -> Iterator[Entry]:
        """First those who were considered or fit when the panel was opened, so that nobody changes places."""
        members = {each.person for each in line.proposed.members} if line.proposed else set()
        known = {each.person: each for each in (*line.candidates, *(line.proposed.members if line.proposed else ()))}
        say = {seat.id: seat.say for seat in line.seats}
        ticked = self.query_one(Checklist).ticked
        groups = (("Considered, or would fill a place", True), ("Everybody else in the case", False))
        for heading, first in groups:
            those = [each for each in self.matter.case.people if (each.id in self._first) is first]
            if those:
                yield Entry("", Content(heading))
            for each in those:
                by_office = each.id in members and each.id not in ticked
                told = _told(known.get(each.id), say, by_office)
                yield Entry(each.id, Content.assemble((each.called, "bold"), told), by_office)

    def _values(self) -> list[object]:
        ticked = self.query_one(Checklist).ticked
        return [ticked ^ members_of(self.matter.case, self._panel.make_up.member, self.matter.on)]


def _told(candidate: Candidate | None, say: dict[str, str], by_office: bool) -> str:
    """What is known of somebody as a member, to stand behind the name."""
    if candidate is None:
        return ""
    office = "sits by office; " if by_office else ""
    if candidate.why is not None:
        return f": {office}{candidate.state}, {candidate.why}"
    seats = " or ".join(dict.fromkeys(say[seat] for seat in candidate.seats))
    return f": {office}may sit{f' as {seats}' if seats else ', and fills none of the places'}"


def _panels(room: Room) -> Iterator[Composed]:
    for guidance in room.matter.case.guidance:
        document = room.matter.desk.base.documents[guidance]
        for make_up in document.panels.values():
            yield Composed(guidance, make_up, document.roles[make_up.member].title)
