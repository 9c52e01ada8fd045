"""The advice as it stands, in brief: what to do, by when, who, how firm, and whether it could still change."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from decision_support.casefile.record import Record
from decision_support.model.advice import Advice
from decision_support.model.knowledge import KnowledgeBase

from .advice_items import brief_items
from .decided import decided_in
from .items import Items


class AdviceSoFar(Vertical):
    """A pane to read while answering."""

    DEFAULT_CSS = """
    AdviceSoFar {
        padding: 0;
        Items, Items:focus { border: none; height: 1fr; padding: 0 1; background: transparent; }
    }
    """

    class Opened(Message):
        """Somebody wants to read it in full."""

    def __init__(self) -> None:
        super().__init__(classes="panel")
        self.border_title = "Advice so far"

    def compose(self) -> ComposeResult:
        yield Items()

    def show(self, base: KnowledgeBase, advice: Advice, record: Record) -> None:
        """The advice; the place where one was is kept."""
        items = self.query_one(Items)
        place, scroll = items.chosen, items.scroll_offset
        items.set_options(brief_items(base, advice, decided_in(record)))
        items.keep_place(place)
        items.scroll_to(y=scroll.y, animate=False)
        self.border_subtitle = "settled" if advice.stability.settled else "could still change"

    def on_option_list_option_selected(self, event: Items.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Opened())
