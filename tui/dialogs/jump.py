"""Jump mode: a letter on everything on the screen that can be used."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Button, Static

LETTERS = "asdfghjklqwertyuiopzxcvbnm" + string.digits


class Jump(ModalScreen[str | None]):
    """Letters over the screen below. Gives back the letter that was pressed, if it stands on something."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+o", "dismiss(None)", "Leave", id="jump.leave")]

    def __init__(self, places: Mapping[str, tuple[int, int]]) -> None:
        super().__init__()
        self._places = places

    @classmethod
    def over(cls, screen: Screen[Any]) -> Jump | None:
        """The letters for a screen; None where there is nothing to jump to."""
        places = {letter: widget.region.offset for letter, widget in _targets(screen)}
        return cls({letter: (place.x, place.y) for letter, place in places.items()}) if places else None

    def compose(self) -> ComposeResult:
        for letter, (x, y) in self._places.items():
            label = Static(f" {letter} ", classes="jump", markup=False)
            label.styles.offset = (x, y)
            yield label

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character in self._places:
            event.stop()
            self.dismiss(event.character)


def use(screen: Screen[Any], letter: str) -> None:
    """Go to what a letter stands on; a button is pressed as well."""
    found = dict(_targets(screen)).get(letter)
    if isinstance(found, Button):
        found.press()
    elif found is not None:
        found.focus()


def _targets(screen: Screen[Any]) -> Iterator[tuple[str, Widget]]:
    seen = (each for each in screen.focus_chain if each.is_on_screen and each.region.area)
    return zip(LETTERS, seen, strict=False)
