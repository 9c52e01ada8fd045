"""The people of a case: who they are, what keeps them from acting, who comes next, and the roles as a drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import ContentSwitcher
from textual.worker import get_current_worker

from decision_support.cli.page import Page
from decision_support.cli.people_text import PeopleText
from decision_support.cli.person_text import PeopleOfCase
from decision_support.cli.role_boxes import TOO_MANY, as_boxes, too_many
from decision_support.cli.role_drawings import draw
from decision_support.cli.who_text import who_text
from decision_support.errors import UserMistake
from decision_support.model.advice import Alarm
from decision_support.model.case import Case
from decision_support.model.dates import in_words
from decision_support.model.facts import Subject
from decision_support.model.people import Person
from decision_support.tui.dialogs.form import refused_as_closed, tell_news
from decision_support.tui.dialogs.interest import gone_for, interest_for, waiver_for
from decision_support.tui.dialogs.panel import panel_for
from decision_support.tui.dialogs.person import add_person_for, change_person_for
from decision_support.tui.dialogs.picture import PictureForm
from decision_support.tui.dialogs.reading import Reading
from decision_support.tui.widgets.drawing import Drawing
from decision_support.tui.widgets.people_list import Line, PeopleList
from decision_support.tui.widgets.prose import Laid, Prose
from decision_support.tui.widgets.views import Views

from .room import Room

VIEWS = {"people": "People", "next": "Who comes next", "tree": "Tree", "drawing": "Drawing"}
OF_SOMEBODY = ("change", "interest", "waive", "gone")
LOOKING = "Working it out …"
NO_ROLES = "The case names no document yet, so there are no roles to show. Press c: questions show which may govern."
NOBODY_YET = (
    "Nobody is recorded in this case yet. Press n to add the first person: a function is enough, such as "
    "'team manager'. Then say whom each answers to, and it is worked out who may act and who may not."
)


class PeopleRoom(Room):
    """Four ways to look at the people of a case, and what is entered about them."""

    ROOM = "people"
    HELP = """
# People

Who is in this case, what is on record of them, and what keeps somebody from acting, with the reasons.
**Not recorded never means no**: where something is not known, somebody is "not cleared yet".

* `1` people, `2` who comes next, `3` the roles as a tree, `4` as a drawing; `v` goes round. `b` saves the drawing.
* `n` adds somebody, `e` changes what is recorded, `i` enters an interest, `o` waives a conflict, `Delete` takes out
  somebody who has no part in the case. Enter shows everything about a person.
* Open questions stand below the person: there `y`, `n` and `u` answer them.
* `m` puts a panel together, and says at once why it fails.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "next_view", "View", id="people.view"),
        *(
            Binding(str(number), f"view('{id}')", title, show=False, id=f"people.view_{id}")
            for number, (id, title) in enumerate(VIEWS.items(), 1)
        ),
        Binding("n", "add", "Add", id="people.add"),
        Binding("e", "change", "Change", id="people.change"),
        Binding("i", "interest", "Interest", id="people.interest"),
        Binding("o", "waive", "Waive", id="people.waive"),
        Binding("delete", "gone", "Take out", show=False, id="people.gone"),
        Binding("m", "panel", "Panel", id="people.panel"),
        Binding("b", "picture", "Save drawing", id="people.picture"),
    ]
    DEFAULT_CSS = """
    PeopleRoom {
        ContentSwitcher { height: 1fr; }
        #people { layout: horizontal; }
        #list { width: 1fr; height: 1fr; }
        #card { display: none; }
        #next, #tree, #drawing { height: 1fr; }
        Prose { scrollbar-gutter: stable; }
        &.-wide #card { display: block; width: 1fr; height: 1fr; }
    }
    """

    def furniture(self) -> Iterable[Widget]:
        yield Views(VIEWS)
        yield ContentSwitcher(
            Container(
                _titled(PeopleList(id="list", classes="panel"), "In this case"),
                _titled(Prose(id="card", classes="panel"), "On record"),
                id="people",
            ),
            _titled(Prose(id="next", classes="panel"), VIEWS["next"]),
            _titled(Prose(id="tree", classes="panel"), "People and roles, as a tree"),
            _titled(Drawing(id="drawing", classes="panel"), "People and roles, as a drawing"),
            initial="people",
        )

    def show(self) -> None:
        matter = self.matter
        self._people = PeopleOfCase(matter.desk.base, matter.desk.situation(matter.case, matter.on), matter.advice)
        self._done_views = {"people"}
        self.query_one(PeopleList).offer(self._lines())
        self._show_card()
        self._show_view()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in OF_SOMEBODY:
            return self._view == "people" and self._person is not None
        if action == "picture":
            return self._view in ("tree", "drawing") and bool(self.matter.case.guidance)
        return super().check_action(action, parameters)

    def action_next_view(self) -> None:
        names = list(VIEWS)
        self.action_view(names[(names.index(self._view) + 1) % len(names)])

    def action_view(self, view: str) -> None:
        """Look at the people in another way."""
        self.query_one(ContentSwitcher).current = view
        self.query_one("#list" if view == "people" else f"#{view}").focus()
        self._show_view()
        self.refresh_bindings()

    def action_add(self) -> None:
        add_person_for(self)

    def action_change(self) -> None:
        if person := self._person:
            change_person_for(self, person)

    def action_interest(self) -> None:
        if person := self._person:
            interest_for(self, person)

    def action_waive(self) -> None:
        if person := self._person:
            waiver_for(self, person, self._people.waivable(person))

    def action_gone(self) -> None:
        if person := self._person:
            gone_for(self, person)

    def action_panel(self) -> None:
        panel_for(self)

    def action_picture(self) -> None:
        self.app.push_screen(PictureForm(self))

    @on(PeopleList.OptionHighlighted)
    def _moved(self) -> None:
        self._show_card()
        self.refresh_bindings()

    @on(PeopleList.OptionSelected)
    def _opened(self) -> None:
        if self.has_class("-wide"):
            self.query_one("#card").focus()
        else:
            person = self._person
            self.app.push_screen(Reading(person.called if person else "In this case", self._card()))

    @on(PeopleList.Answered)
    def _answered(self, event: PeopleList.Answered) -> None:
        subject = Subject("person", event.person)
        if refused_as_closed(self):
            return
        if self.work(lambda: self.matter.answer(subject, event.fact, event.value)):
            tell_news(self)

    @property
    def _view(self) -> str:
        return self.query_one(ContentSwitcher).current or "people"

    @property
    def _person(self) -> Person | None:
        """Whom the cursor is on."""
        chosen = self.query_one(PeopleList).person
        return next((each for each in self.matter.case.people if each.id == chosen), None)

    def _lines(self) -> Iterator[Line]:
        base = self.matter.desk.base
        for alarm in self.matter.advice.alarms:
            yield Line(None, None, "! ", _alarm(alarm))
        for person in self.matter.case.people:
            yield Line(person.id, None, "", self._about(person))
            for ask in self._people.asks(person):
                yield Line(person.id, ask.fact, "    ? ", Content(ask.question), base.facts[ask.fact].answers)
        if not self.matter.case.people:
            yield Line(None, None, "", Content(NOBODY_YET))

    def _about(self, person: Person) -> Content:
        where = (f"\n  {each}" for each in self._people.where(person))
        marks = (f"\n{mark.sign} {mark.say}" for mark in self._people.marks(person))
        known = (f"\n  {each}" for each in self._conflicts(person))
        return Content.assemble((person.called, "bold"), *where, *marks, *known)

    def _conflicts(self, person: Person) -> Iterator[str]:
        """Why somebody may not act, or is not cleared, and what interests are on record, each once."""
        advice = self.matter.advice
        whys = [each.why for each in (*advice.excluded, *advice.in_doubt) if each.person == person.id]
        for why in dict.fromkeys(whys):
            yield f"because: {why}"
        for interest in person.interests:
            if not any(interest.in_.rstrip(".") in why for why in whys):
                over = f" (ended on {in_words(interest.ended.on)})" if interest.ended else ""
                yield f"interest: {interest.in_}{over}"

    def _show_card(self) -> None:
        card = self.query_one("#card", Prose)
        card.border_title = "On record"
        card.show(self._card())

    def _card(self) -> Laid:
        people, person, base = self._people, self._person, self.matter.desk.base
        if person is not None:
            return lambda: people.text(person)
        alarms, names = self.matter.advice.alarms, {each.id: each.called for each in self.matter.case.people}

        def told() -> str:
            page = PeopleText(base, Page(names))
            return "\n\n".join("\n".join(page.alarm(each)) for each in alarms) or NOBODY_YET

        return told

    def _show_view(self) -> None:
        """Have what is looked at worked out, unless it has been since the case last changed."""
        view = self._view
        self.query_one(Views).show(view)
        if view in self._done_views:
            return
        self._done_views.add(view)
        if view in ("tree", "drawing") and not self.matter.case.guidance:
            self._put(view, NO_ROLES)
        else:
            self._put(view, LOOKING)
            self._work_out(view)

    @work(thread=True, exclusive=True, group="people")
    def _work_out(self, view: str) -> None:
        """Work out a view beside the screen: a drawing of many people takes a moment."""
        matter = self.matter
        desk, case, day = matter.desk, matter.case, matter.on
        try:
            if view == "next":
                names, found = {each.id: each.called for each in case.people}, desk.who(case, day)
                laid: Laid | str = lambda: who_text(desk.base, found, names)  # noqa: E731
            elif view == "tree":
                maps = desk.maps(case, day)
                laid = lambda: draw(maps, "text")  # noqa: E731
            else:
                maps = desk.maps(case, day)
                laid = TOO_MANY if too_many(maps) else "\n\n".join(map(as_boxes, maps))
        except UserMistake as mistake:
            laid = str(mistake)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._worked_out, view, case, laid)

    def _worked_out(self, view: str, case: Case, laid: Laid | str) -> None:
        if self.is_attached and case == self.matter.case:
            self._put(view, laid)

    def _put(self, view: str, laid: Laid | str) -> None:
        if view == "drawing":
            self.query_one(Drawing).show(laid if isinstance(laid, str) else laid())
        else:
            self.query_one(f"#{view}", Prose).show((lambda: laid) if isinstance(laid, str) else laid)


def _titled(widget: Widget, title: str) -> Widget:
    widget.border_title = title
    return widget


def _alarm(alarm: Alarm) -> Content:
    """An alarm with one way to mend it; how many others there are is said, and all of them are on the card."""
    one, *others = alarm.mends
    more = f" Or one of {len(others)} other ways: Enter." if others else ""
    return Content.assemble(("Alarm: ", "bold"), alarm.say, f"\nOne way to mend it: {one.say}{more}")
