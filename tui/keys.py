"""Every key that can be given to something else, by the name of what it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.binding import Binding
from textual.dom import DOMNode


def keys_by_name() -> Mapping[str, str]:
    """The keys of all screens, by name."""
    from .app import DecisionSupport
    from .screens.all import SCREENS

    found: dict[str, str] = {}
    kinds: tuple[type[DOMNode], ...] = (DecisionSupport, *SCREENS)
    for kind in kinds:
        found |= {each.id: each.key for each in _own(kind) if each.id}
    return found


def _own(kind: type[DOMNode]) -> Iterable[Binding]:
    return (each for base in kind.__mro__ for each in vars(base).get("BINDINGS", ()) if isinstance(each, Binding))
