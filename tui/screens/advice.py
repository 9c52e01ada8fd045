"""The advice in full: everything to do, to decide and to find out, and from each the reasons one key away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from decision_support.casework.matter import Matter
from decision_support.cli.advice_text import advice_text
from decision_support.model.advice import Advice
from decision_support.tui.dialogs.deciding import decide_for
from decision_support.tui.dialogs.find import Find
from decision_support.tui.dialogs.reading import Reading
from decision_support.tui.widgets.advice_about import (
    ask_of,
    clauses_of,
    suppositions_of,
    why_asked_of,
    why_not_asked_of,
)
from decision_support.tui.widgets.advice_clauses import clauses_text
from decision_support.tui.widgets.advice_in_full import in_full
from decision_support.tui.widgets.advice_items import advice_items, stage_in_words
from decision_support.tui.widgets.advice_names import Item, item_of
from decision_support.tui.widgets.decided import decided_in
from decision_support.tui.widgets.items import Items
from decision_support.tui.widgets.prose import Prose

from .reasons import not_advised, proof, why_it_is_asked, why_it_is_not
from .room import Room
from .scratch import SCRATCHES

OTHERS = ("why", "clauses", "why_not", "what_if", "library")
NOTHING = "Nothing is chosen here. Go to a part of the advice with the arrows first."


class AdviceRoom(Room):
    """What to do, who, by when and how firm; then what to decide, and what is not known or not said."""

    ROOM = "advice"
    HELP = """
# Advice

Everything that is advised on this day, what presses first. Go through it with the arrows; **Enter** shows a part in
full, which a wide screen does by itself on the right.

* `e` why: the reasons in short, the whole proof down to the facts, or the facts alone. `l` the clauses in our words.
* `n` why something else is *not* advised, and what would make it so. `f` what if this were otherwise.
* `v` the whole advice as one text. *Settled* means that no open answer changes it.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "about('why')", "Why", id="advice.why"),
        Binding("l", "about('clauses')", "Clauses", id="advice.clauses"),
        Binding("n", "about('why_not')", "Why not", id="advice.why_not"),
        Binding("d", "decide", "Decide", id="advice.decide"),
        Binding("f", "about('what_if')", "What if", id="advice.what_if"),
        Binding("v", "whole", "As text", id="advice.whole"),
    ]
    DEFAULT_CSS = """
    AdviceRoom {
        #advice-head { height: auto; max-height: 4; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #advice-list { width: 1fr; height: 1fr; padding: 0; }
        #advice-full { display: none; }
        &.-wide #advice-full { display: block; width: 1fr; height: 1fr; }
    }
    """

    def furniture(self) -> Iterable[Widget]:
        yield Static(id="advice-head", markup=False)
        items, prose = Items(classes="panel", id="advice-list"), Prose(classes="panel", id="advice-full")
        items.border_title, prose.border_title = "Advice", "In full"
        yield Horizontal(items, prose)

    def __init__(self, matter: Matter) -> None:
        super().__init__(matter)
        self._shown: Advice | None = None

    def show(self) -> None:
        """The advice as it stands; one stays at the item where one was."""
        items, advice = self.query_one(Items), self.matter.advice
        self.query_one("#advice-head", Static).update(Content("\n").join(self._head()))
        place, scroll = items.chosen, items.scroll_offset
        items.set_options(advice_items(self.matter.desk.base, advice, decided_in(self.matter.record)))
        if place is not None and advice == self._shown:
            items.keep_place(place)
            items.scroll_to(y=scroll.y, animate=False)
        else:  # another advice is read from its beginning
            items.action_first()
            items.scroll_home(animate=False)
        self._shown = advice
        items.border_subtitle = "settled" if advice.stability.settled else "could still change"
        self._show_full()

    @on(Items.OptionHighlighted)
    def _moved(self) -> None:
        self._show_full()

    @on(Items.OptionSelected)
    def _read(self) -> None:
        item, base, advice = self._item(), self.matter.desk.base, self.matter.advice
        if item is not None:
            others = [other for other in OTHERS if other != "library" or clauses_of(base, advice, item)]
            self._open(Reading("In full", lambda: in_full(base, advice, item), others=others), item)

    def action_about(self, what: str) -> None:
        """Answer a question about the item under the cursor."""
        self._answer(what, self._item())

    def action_decide(self) -> None:
        """Put on record what people decided about the chosen item, or whether the advice was followed."""
        item = self._item()
        if item is not None and item.kind in ("judgement", "silence", "recommendation"):
            decide_for(self, item.kind, item.name)  # type: ignore[arg-type]
        else:
            self.tell("Choose advice, something for people to decide, or something that the document does not say.")

    def action_whole(self) -> None:
        """Show the advice as one text."""
        base, advice = self.matter.desk.base, self.matter.advice
        self.app.push_screen(Reading("The advice", lambda: advice_text(base, advice)))

    def _answer(self, what: str, item: Item | None) -> None:
        if what == "what_if":
            self._what_if(item)
        elif what == "why_not":
            self._why_not(item)
        elif item is None:
            self.tell(NOTHING)
        elif what == "why":
            self._why(item)
        elif what == "clauses":
            base, advice = self.matter.desk.base, self.matter.advice
            text = Reading("The clauses", lambda: clauses_text(base, advice, item), others=_but("clauses"))
            self._open(text, item)
        else:
            self._library(item)

    def _why(self, item: Item) -> None:
        matter = self.matter
        if ask := ask_of(matter.advice, item):
            worked = why_it_is_asked(matter.sitting, ask)
            self._open(Reading("Why this is asked", worked=worked, others=_but("why")), item)
        elif names := why_asked_of(matter.advice, item):
            worked = proof(matter.desk, matter.case, matter.on, names)
            self._open(Reading("Why this is so", worked=worked, others=_but("why")), item)
        elif name := why_not_asked_of(matter.advice, item):
            self._say_why_not(name, item)
        else:
            self.tell("This rests on nothing yet that could be shown as a reason. Enter shows all there is to it.")

    def _why_not(self, item: Item | None) -> None:
        name = why_not_asked_of(self.matter.advice, item) if item else None
        if name is not None:
            self._say_why_not(name, item)
            return
        matter = self.matter
        found = not_advised(matter.desk, matter.case, matter.on, matter.advice)
        if not found:
            self.tell("No document applies here that could advise anything else.")
            return
        about = "What is not advised on this day. Choose what you expected, to see why not."
        self.app.push_screen(Find("Why not …", about, found), self._chosen)

    def _chosen(self, name: str | None) -> None:
        if name is not None:
            self._say_why_not(name, None)

    def _say_why_not(self, name: str, item: Item | None) -> None:
        worked = why_it_is_not(self.matter.desk, self.matter.case, self.matter.on, name)
        others = [other for other in _but("why_not") if other != "why"] if item else ("why_not", "what_if")
        self._open(Reading("Why not", worked=worked, others=others), item)

    def _what_if(self, item: Item | None) -> None:
        """Go on in a scratch copy, with what would change this item supposed first, where something would."""
        matter = self.matter
        scratch = SCRATCHES.of(matter)
        if item is not None:
            scratch.suppose(suppositions_of(matter.desk.base, matter.advice, matter.case, item))
            ask = ask_of(matter.advice, item)
            scratch.wanted = (matter.sitting.subject(ask), ask.fact) if ask else None
        self.app.call_later(self.app.run_action, "app.go('what_if')")

    def _library(self, item: Item) -> None:
        from .library import Library

        base = self.matter.desk.base
        cited = clauses_of(base, self.matter.advice, item)
        self.app.push_screen(Library(base, cited[0] if cited else None))

    def _open(self, reading: Reading, item: Item | None) -> None:
        def hand_on(what: str | None) -> None:
            if what is not None:
                self._answer(what, item)

        self.app.push_screen(reading, hand_on)

    def _item(self) -> Item | None:
        chosen = self.query_one(Items).chosen
        return item_of(chosen) if chosen else None

    def _show_full(self) -> None:
        item, base, advice = self._item(), self.matter.desk.base, self.matter.advice
        self.query_one(Prose).show(lambda: in_full(base, advice, item) if item else NOTHING)

    def _head(self) -> Iterator[Content]:
        """The documents with where the matter is in each, and the first reason to take care."""
        advice = self.matter.advice
        if not advice.guidance:
            yield Content("No document is named in this case.")
        for line in advice.guidance:
            where = stage_in_words(self.matter.desk.base, line)
            yield Content.assemble((line.id, "bold"), f" {line.edition}{f'. Now at: {where}' if where else ''}")
            for status in line.status[:1]:
                yield Content.assemble(("! ", "bold $warning"), status.say)


def _but(other: str) -> Collection[str]:
    """What else can be asked about the same item."""
    return [each for each in OTHERS if each != other]
