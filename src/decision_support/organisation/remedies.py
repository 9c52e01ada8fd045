"""What would let somebody act beforehand: each remedy tried on a case and not guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from decision_support.model.organisation import is_lasting
from decision_support.model.people import NOBODY

from .bar_sets import BarSets
from .fresh_matter import PLACES
from .one_case import OneCase
from .pair_sets import Pairs

SHOWN, TRIED = 3, 100
SOMEBODY_NEW, ELSEWHERE, NEW = "somebody-new", "elsewhere", "that person"


RemedyKind = Literal["record", "find out", "stand in", "appoint"]
Writing = dict[str, dict[str, Any]]
"""What would be written: for each person, keys and values as in the file."""


@dataclass(frozen=True)
class Remedy:
    """One way to have somebody act, and what could then stand in the file.

    person: who would act, be stood in for or be asked about; None where it is somebody who is not on file.
    """

    kind: RemedyKind
    person: str | None
    say: str
    write: Writing


class Entry(NamedTuple):
    """One thing that could be written of a person: a place, or the answer to a question about them."""

    person: str
    key: str
    value: str


class Remedies:
    """What would mend a gap, as its first case shows."""

    def __init__(self, one: OneCase, names: Mapping[str, str]) -> None:
        self._one, self._names = one, names
        self._ties, self._matter, self._acting, self._gap = one.ties, one.matter, one.acting, one.gap
        self._posts = one.ties.people.people
        self._title = self._matter.document.roles[one.acting.role].title
        self._new = SOMEBODY_NEW
        while any(name.startswith(self._new) for name in self._posts):
            self._new += "-"

    def all(self) -> Iterator[Remedy]:
        """A fuller record or an answer first, then a stand-in, then somebody on file, then somebody new."""
        if self._gap.limit is None:
            told: dict[str, Remedy] = {}
            for find in (self._fuller_record, self._cleared, self._stand_in, self._on_file, self._somebody_new):
                for remedy in find():
                    told.setdefault(remedy.say, remedy)
            yield from told.values()

    def _fuller_record(self) -> Iterator[Remedy]:
        """The line of management above the one on whose side it is, or the agencies that tell who stands there."""
        own = self._one.own
        if own is None or self._gap.side is None:
            return
        if self._one.is_unrecorded():
            above, height = self._one.above, self._acting.height(self._gap.side) or 0
            top = above[-1] if above else own
            chain = [top, *(f"{self._new}-{number}" for number in range(len(above) + 1, height + 1)), NOBODY]
            write: Writing = {low: {"line_manager": high} for low, high in pairwise(chain)}
            further = f", and so on up to the {self._title}" if len(chain) > 3 else ""
            yield from self._tried("record", None, f"Record whom {self._names[top]} answers to{further}.", write)
            return
        agency = self._posts[own].agency
        for name in self._one.near:
            theirs = self._posts[name].agency
            missing = [each for each, known in ((own, agency), (name, theirs)) if known is None]
            write = {each: {"agency": agency or theirs or ELSEWHERE} for each in missing}
            told = " and ".join(self._names[each] for each in missing)
            found = list(self._tried("record", None, f"Record the agency of {told}.", write)) if missing else []
            if found:
                yield from found
                return

    def _cleared(self) -> Iterator[Remedy]:
        """For whoever could be cleared, what has to be recorded, or found out where each case has its own answer."""
        if self._gap.side or self._gap.kind != "not known":
            return
        shown = 0
        for name in dict.fromkeys(each.id for each in (*self._one.found.in_doubt, *self._one.found.left_out)):
            needed = self._needed(name, {}) if shown < SHOWN else None
            if needed:
                shown += 1
                anew = any(not self._is_written(entry) for entry in needed)
                told = self._told(needed)
                yield Remedy("find out", name, told, {}) if anew else Remedy("record", name, told, _writing(needed))

    def _needed(self, name: str, write: Writing) -> list[Entry] | None:
        """What would clear somebody besides what is written, with nothing to spare; rather what can be on file."""
        found = self._matter.mending(self._one.case(write)).smallest_changes(
            self._matter.guidance, self._acting.role, name
        )
        if found is None or found.waivers:
            return None
        facts = self._matter.desk.base.facts
        answers = [Entry(name, fact, value) for fact, value in found.facts.items() if facts[fact].computed is None]
        known = {*self._one.concerned} if name in write else {name, *self._one.concerned}
        needed = [*sorted(answers, key=self._is_written), *self._unrecorded(sorted(known))]
        if not self._one.is_mended(_writing(needed, write)):
            return None
        for entry in tuple(needed):
            if self._one.is_mended(_writing((other for other in needed if other != entry), write)):
                needed.remove(entry)
        return needed

    def _is_written(self, entry: Entry) -> bool:
        """Whether it can stand in the file of an organisation."""
        return entry.key in PLACES or is_lasting(self._matter.desk.base.facts[entry.key])

    def _told(self, entries: list[Entry]) -> str:
        told, facts = [], self._matter.desk.base.facts
        if places := [self._place(entry) for entry in entries if entry.key in PLACES]:
            told.append(f"Record {_joined(places)}.")
        for entry in entries:
            if entry.key not in PLACES:
                when = "" if self._is_written(entry) else " in the case itself"
                ask = f"Find out of {self._names.get(entry.person, NEW)}{when}: {facts[entry.key].ask}"
                told.append(f"{ask} If the answer is {entry.value}, that is no hindrance.")
        return " ".join(told)

    def _unrecorded(self, names: Iterable[str]) -> Iterator[Entry]:
        """What nobody recorded of these people: whom the last one above them answers to, their team, their agency."""
        for name in dict.fromkeys(names):
            above, to_the_top = self._ties.above[name]
            if not to_the_top:
                yield Entry(above[-1] if above else name, "line_manager", NOBODY)
            if self._posts[name].team is None:
                yield Entry(name, "team", f"{ELSEWHERE}: {name}")
            if self._posts[name].agency is None:
                yield Entry(name, "agency", f"{ELSEWHERE}: {name}")

    def _place(self, entry: Entry) -> str:
        name = self._names[entry.person]
        return f"whom {name} answers to" if entry.key == "line_manager" else f"the {entry.key} of {name}"

    def _stand_in(self) -> Iterator[Remedy]:
        """Somebody in the place of one who would act and is away, or may not act for the side where they stand."""
        height = self._acting.height(self._gap.side) if self._gap.side else None
        manager = self._one.above[height - 1 : height] if height else ()
        chosen = [name for name in (*manager, *self._one.near) if name not in self._one.concerned]
        for name in dict.fromkeys(chosen):
            if self._gap.side or self._ties.people.is_away(name):
                new = {"stands_in": [{"for": name}], "agency": ELSEWHERE, "team": ELSEWHERE, "line_manager": NOBODY}
                say = f"Name somebody to stand in for {self._names[name]}."
                found = list(self._tried("stand in", name, say, {self._new: new}))
                if found:
                    yield from found
                    return

    def _on_file(self) -> Iterator[Remedy]:
        """Others who manage somebody, against whom nothing speaks in any case of the gap but their own."""
        if self._gap.side or not self._acting.is_judged:
            return
        others = [name for name in self._posts if name not in self._acting.holders and self._ties.below(name)]
        able = [name for name in others if not self._ties.people.is_away(name)][:TRIED]
        bars = BarSets(self._ties, self._acting.role, able)
        shown = 0
        for name in able:
            but = ~self._ties.bits([name])
            rest = Pairs.gathered((firsts & but, row & but) for row, firsts in self._gap.pairs.rows.items())
            if shown < SHOWN and name not in self._one.concerned and not (rest - bars.free(name)).number:
                say = f"Appoint {self._names[name]}, if the post allows it: nothing on record speaks against it."
                found = list(self._tried("appoint", name, say, {name: {"roles": [self._acting.role]}}))
                shown += len(found)
                yield from found

    def _somebody_new(self) -> Iterator[Remedy]:
        """An appointment, on the side where somebody is missing, or from elsewhere."""
        own, again = self._one.own, " as well" if self._one.near else ""
        new: dict[str, Any] = {"roles": [self._acting.role], "team": ELSEWHERE, "line_manager": NOBODY}
        write: Writing = {self._new: new}
        if self._gap.side and own:
            agency = self._posts[own].agency
            new["agency"] = agency or ELSEWHERE
            write |= {own: {"agency": ELSEWHERE}} if agency is None else {}
            told = f"of {agency}" if agency else f"of the agency of {self._names[own]}, and record which it is"
            yield from self._tried("appoint", None, f"Appoint somebody{again} {told}.", write)
            return
        new["agency"] = ELSEWHERE
        say = f"Appoint somebody{again}{' whom nothing ties to those concerned' if self._acting.is_judged else ''}."
        found = list(self._tried("appoint", None, say, write))
        needed = self._needed(self._new, write) if self._acting.is_judged and not found else None
        if needed and all(self._is_written(entry) for entry in needed):
            found = [Remedy("appoint", None, f"{say} {self._told(needed)}", _writing(needed, write))]
        yield from found

    def _tried(self, kind: RemedyKind, person: str | None, say: str, write: Writing) -> Iterator[Remedy]:
        """The remedy, if it is one."""
        if self._one.is_mended(write):
            yield Remedy(kind, person, say, write)


def _writing(entries: Iterable[Entry], besides: Writing | None = None) -> Writing:
    write = {name: dict(own) for name, own in (besides or {}).items()}
    for entry in entries:
        own = write.setdefault(entry.person, {})
        if entry.key in PLACES:
            own[entry.key] = entry.value
        else:
            own["facts"] = {**own.get("facts", {}), entry.key: entry.value}
    return write


def _joined(told: list[str]) -> str:
    *first, last = told
    return f"{', '.join(first)} and {last}" if first else last
