"""Every screen there is."""

from __future__ import annotations

from .advice import AdviceRoom
from .cases import Cases
from .consult import ConsultRoom
from .library import Library
from .people import PeopleRoom
from .place import Place
from .record import RecordRoom
from .room import Room
from .timetable import TimetableRoom
from .trouble import Trouble
from .what_if import WhatIfRoom

ROOM_KINDS: tuple[type[Room], ...] = (ConsultRoom, AdviceRoom, WhatIfRoom, PeopleRoom, TimetableRoom, RecordRoom)
SCREENS: tuple[type[Place], ...] = (Cases, *ROOM_KINDS, Library, Trouble)
