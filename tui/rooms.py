"""The rooms of a case and the keys that lead there, in the order in which somebody needs them."""

from __future__ import annotations

from typing import NamedTuple


class RoomKind(NamedTuple):
    """key: what to press; id: what settings and code call it; title: what is on the bar."""

    key: str
    id: str
    title: str


ROOMS = (
    RoomKind("c", "consult", "Consult"),
    RoomKind("a", "advice", "Advice"),
    RoomKind("w", "what_if", "What if"),
    RoomKind("p", "people", "People"),
    RoomKind("t", "timetable", "Timetable"),
    RoomKind("r", "record", "Record"),
)
