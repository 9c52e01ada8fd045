"""The guidance library: what the documents say and leave unsaid, and what rests on each clause."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input
from textual.widgets.option_list import Option

from decision_support.casework.finding import find
from decision_support.casework.holding import KINDS, Key
from decision_support.casework.holdings import holdings
from decision_support.cli.library_text import library_text
from decision_support.errors import did_you_mean
from decision_support.model.knowledge import KnowledgeBase
from decision_support.tui.widgets.items import Items
from decision_support.tui.widgets.key_line import KeyLine
from decision_support.tui.widgets.library_items import (
    BETWEEN,
    contents,
    documents,
    found,
    key_of,
    links,
    name_of,
)
from decision_support.tui.widgets.prose import Prose

from .place import Place


class Library(Place):
    """Documents and their contents on one side, and one thing in full on the other, with links to follow.

    clause  the id of what to open at once: a clause, or anything else that has one
    """

    HELP = """\
The documents behind the advice, in our words: what they say, what they leave unsaid, and every rule that rests on them.

**Enter** opens a document, opens what is chosen, and follows a link. **Backspace** goes back a step.
**/** searches everything while you type; beginnings of words will do. **o** shows what is open among what stands
around it in its document. **Escape** takes you back to where you were.
"""
    AUTO_FOCUS = "#library-list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", id="library.search"),
        Binding("backspace", "back", "Back a step", id="library.back"),
        Binding("o", "around", "In its document", id="library.around"),
        Binding("tab", "app.focus_next", "Other pane", show=False),
        Binding("up", "choose(-1)", show=False),
        Binding("down", "choose(1)", show=False),
        Binding("escape", "leave", "Close", id="place.back"),
    ]
    DEFAULT_CSS = """
    Library {
        #library-search {
            padding: 0 1;
        }
        #library-list {
            width: 1fr;
            height: 1fr;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        #library-page {
            width: 3fr;
        }
        #library-text {
            height: auto;
            max-height: 60%;
        }
        #library-links {
            height: 1fr;
        }
        #library-list {
            width: 2fr;
        }
    }
    Library.-narrow #library-list {
        width: 1fr;
    }
    Library.-narrow #library-page {
        width: 1fr;
        display: none;
    }
    Library.-narrow.-reading #library-page {
        display: block;
    }
    Library.-narrow.-reading #library-list {
        display: none;
    }
    """

    def __init__(self, base: KnowledgeBase, clause: str | None = None) -> None:
        super().__init__()
        self._base = base
        self._held = holdings(base)
        self._wanted = clause
        self._inside: str | None = None  # the document whose contents are listed; None: the documents
        self._previewed: str | None = None
        self._key: Key | None = None
        self._trail: list[tuple[Key, str]] = []

    def compose(self) -> ComposeResult:
        yield Input(placeholder="Guidance library: press / to search everything", compact=True, id="library-search")
        with Horizontal():
            yield Items(id="library-list", classes="panel")
            with Vertical(id="library-page"):
                yield Prose(id="library-text", classes="panel")
                yield Items(id="library-links", classes="panel")
        yield KeyLine()

    def on_mount(self) -> None:
        self._read_all()
        wanted = self._held.called(self._wanted) if self._wanted is not None else None
        if wanted is not None:
            self._list(wanted.document or BETWEEN, name_of(wanted.key))
            self._open(wanted.key)
            return
        self._list(None)
        if self._wanted is not None:
            names = [own for kind, own in self._held.all if kind in ("clause", "silence")]
            self.tell(f"Nothing here is called '{self._wanted}'. {did_you_mean(self._wanted, names)}", "warning")

    @work(thread=True)
    def _read_all(self) -> None:
        """Have the words of everything ready before somebody types."""
        find(self._base, "")

    def action_search(self) -> None:
        self.query_one(Input).focus()

    def action_choose(self, step: int) -> None:
        """Move through what was found without leaving the search field."""
        if self.query_one(Input).has_focus:
            those = self._items
            those.action_cursor_down() if step > 0 else those.action_cursor_up()

    def action_leave(self) -> None:
        """Leave the search, or the library."""
        if self._searching or self.query_one(Input).has_focus:
            self._end_search()
        else:
            self.dismiss()

    def action_back(self) -> None:
        """Back to what was open before, to the list, to the documents."""
        if self._trail:
            self._key, link = self._trail.pop()
            self._show(self._key)
            self._links.keep_place(link)
            self._links.focus()
        elif self.has_class("-reading"):
            self.remove_class("-reading")
            self._items.focus()
        elif self._searching:
            self._end_search()
        elif self._inside is not None:
            inside = self._inside
            self._list(None, inside if inside == BETWEEN else name_of(("guidance", inside)))

    def action_around(self) -> None:
        """Show what is open among what stands around it."""
        if self._key is None:
            return
        self._forget_search()
        self._list(self._held.all[self._key].document or BETWEEN, name_of(self._key))
        self.remove_class("-reading")
        self._items.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "back":
            return bool(self._trail or self._inside or self._searching or self.has_class("-reading"))
        if action == "around":
            return self._key is not None and (self._searching or self._items.chosen != name_of(self._key))
        return True

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._trail.clear()
        self.remove_class("-reading")
        if not self._searching:
            self._list(self._inside)
            return
        those = find(self._base, event.value)
        self._fill(found(those, self._held), f"Found: {len(those)}")

    @on(Input.Submitted)
    def _found(self) -> None:
        if self._items.chosen is not None:
            self._choose(self._items.chosen)
        else:
            self._items.focus()

    @on(Items.OptionHighlighted, "#library-list")
    def _preview(self) -> None:
        chosen = self._items.chosen
        if chosen != self._previewed:
            self._previewed = chosen
            self._trail.clear()
            self._show(None if chosen in (None, BETWEEN) else key_of(str(chosen)))

    @on(Items.OptionSelected, "#library-list")
    def _chosen(self, event: Items.OptionSelected) -> None:
        if event.option_id is not None:
            self._choose(event.option_id)

    @on(Items.OptionSelected, "#library-links")
    def _follow(self, event: Items.OptionSelected) -> None:
        if event.option_id is not None and self._key is not None:
            key = key_of(event.option_id)
            self._trail.append((self._key, event.option_id))
            self._open(key)

    def _choose(self, name: str) -> None:
        """Go into a document, or open what was chosen."""
        key = key_of(name)
        if name == BETWEEN or (key[0] == "guidance" and (self._inside is None or self._searching)):
            self._forget_search()
            self._list(BETWEEN if name == BETWEEN else key[1])
            self._items.focus()
        else:
            self._open(key)

    def _open(self, key: Key) -> None:
        """Show something in full, and have the keys go there."""
        self._show(key)
        self.add_class("-reading")
        (self._links if self._links.highlighted is not None else self.query_one(Prose)).focus()

    def _show(self, key: Key | None) -> None:
        self._key = key
        text = self.query_one(Prose)
        if key is None:
            text.border_title, self._links.border_title = "", ""
            text.show(lambda: "Where the documents differ, what is ours, and what belongs to several of them.")
            self._put(self._links, ())
            return
        each = self._held.all[key]
        text.border_title = _title(f"{KINDS[each.kind][:1].upper()}{KINDS[each.kind][1:]} {each.id}")
        text.show(lambda: library_text(self._base, each))
        self._put(self._links, links(self._held, key))
        self._links.border_title = _title("Links" if self._links.option_count else "Nothing else speaks of it")
        self.refresh_bindings()

    def _list(self, inside: str | None, wanted: str | None = None) -> None:
        """List the documents, or the contents of one."""
        self._inside = inside
        if inside is None:
            self._fill(documents(self._base, self._held), "Documents", wanted)
        elif inside == BETWEEN:
            self._fill(contents(self._held, None), "Between the documents", wanted)
        else:
            title = f"{inside}: {self._base.documents[inside].guidance.title}"
            self._fill(contents(self._held, inside), title, wanted)

    def _fill(self, those: Iterable[Option], title: str, wanted: str | None = None) -> None:
        self._put(self._items, those, wanted)
        self._items.border_title = _title(title)
        self._previewed = None
        self._preview()
        self.refresh_bindings()

    def _put(self, items: Items, those: Iterable[Option], wanted: str | None = None) -> None:
        items.clear_options()
        items.add_options(those)
        items.keep_place(wanted)

    def _end_search(self) -> None:
        self._forget_search()
        self._list(self._inside)
        self.remove_class("-reading")
        self._items.focus()

    def _forget_search(self) -> None:
        with self.prevent(Input.Changed):
            self.query_one(Input).value = ""

    @property
    def _searching(self) -> bool:
        return bool(self.query_one(Input).value.strip())

    @property
    def _items(self) -> Items:
        return self.query_one("#library-list", Items)

    @property
    def _links(self) -> Items:
        return self.query_one("#library-links", Items)


def _title(text: str) -> str:
    return Content(text).markup
