"""The command palette: everything that a key does here, and every case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from decision_support.errors import UserMistake

if TYPE_CHECKING:
    from .app import DecisionSupport


class Command(NamedTuple):
    say: str
    about: str
    do: Callable[[], Any]


class Commands(Provider):
    """What can be done on the screen that one is on, and the cases that can be opened."""

    async def startup(self) -> None:
        self._cases = tuple(self._open_cases())

    async def discover(self) -> Hits:
        for each in self._here():
            yield DiscoveryHit(each.say, each.do, help=each.about)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for each in (*self._here(), *self._cases):
            score = matcher.match(each.say)
            if score > 0:
                yield Hit(score, matcher.highlight(each.say), each.do, help=each.about)

    def _here(self) -> Iterator[Command]:
        told = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.id and active.enabled and binding.id not in told:
                told.add(binding.id)
                do = partial(self.app.run_action, binding.action, active.node)
                yield Command(binding.description, f"Key: {self.app.get_key_display(binding)}", do)

    def _open_cases(self) -> Iterator[Command]:
        app = cast("DecisionSupport", self.app)
        if app.session is None or self.screen.is_modal:
            return  # what is typed in a dialog is not left for another case
        try:
            lines = app.session.lines()
        except UserMistake:
            return  # the list of cases tells it, and a search is no place for it
        for line in lines:
            if line.state in ("open", "closed"):
                yield Command(f"Open {line.reference}: {line.title}", line.state, partial(_open, app, line.reference))


def _open(app: DecisionSupport, reference: str) -> None:
    try:
        app.open_case(reference)
    except UserMistake as mistake:
        app.notify(str(mistake), severity="error", markup=False)
