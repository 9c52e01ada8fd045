"""What is wrong with a proposed panel, and the fewest changes that put it right."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from .panels import Seat, seated


@dataclass(frozen=True)
class Faults:
    """The seats that the admissible members leave empty, and the members who may not sit."""

    unfilled: tuple[str, ...]
    not_admissible: tuple[str, ...]


@dataclass(frozen=True)
class Mend:
    """Whom to remove and whom to clear, who joins for which seat, and the seats that need somebody from outside."""

    remove: tuple[str, ...]
    clear: tuple[str, ...]
    add: tuple[tuple[str, str], ...]
    appoint: tuple[str, ...]
    changes: int


def faults(seats: Collection[Seat], members: Collection[str], admissible: frozenset[str]) -> Faults:
    """Why a panel fails; where it is open which seats stay empty, those are filled first whose id comes first."""
    return Faults(
        unfilled=_unfilled(seats, frozenset(members) & admissible),
        not_admissible=tuple(sorted(frozenset(members) - admissible)),
    )


def smallest_mend(
    seats: Collection[Seat],
    members: Collection[str],
    admissible: frozenset[str],
    mendable: Mapping[str, int],
    candidates: frozenset[str],
) -> Mend:
    """The fewest changes; among those the fewest spent on clearing people, then the fewest appointments from outside.

    What is mendable takes one change or more.
    A named candidate joins only if admissible: to clear one first would take two changes, an appointment takes one.
    """
    # Whoever is admissible stays, since anybody may sit beside the seats. Every seat that those who stay cannot fill
    # takes one change, so clearing somebody saves the removal and, if one seat more is filled, that change as well:
    # it pays only at one change for one seat. The sets of people who can be seated together form a matroid, so neither
    # how many are cleared nor how many candidates then join depends on the order in which they are tried.
    staying = frozenset(members) & admissible
    cleared = []
    for person in sorted((frozenset(members) - admissible) & mendable.keys()):
        if mendable[person] <= _gain(seats, staying, person):
            staying |= {person}
            cleared.append(person)
    panel = staying
    for person in sorted((candidates & admissible) - staying):
        if _gain(seats, panel, person):
            panel |= {person}
    removed = frozenset(members) - staying
    added = tuple((seat, person) for seat, person in seated(seats, panel).items() if person not in staying)
    appointed = _unfilled(seats, panel)
    return Mend(
        remove=tuple(sorted(removed)),
        clear=tuple(sorted(cleared)),
        add=added,
        appoint=appointed,
        changes=len(removed) + sum(mendable[person] for person in cleared) + len(added) + len(appointed),
    )


def _unfilled(seats: Collection[Seat], people: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted({seat.id for seat in seats} - seated(seats, people).keys()))


def _gain(seats: Collection[Seat], people: frozenset[str], person: str) -> int:
    return len(seated(seats, people | {person})) - len(seated(seats, people))
