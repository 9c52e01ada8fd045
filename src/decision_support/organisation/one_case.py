"""One case in which nobody can act, put to the rules by itself: that it is so, why, and whether a change mends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from decision_support.model.advice import LeftOut
from decision_support.model.case import Case
from decision_support.model.people import Dated, Person
from decision_support.model.values import Answer

from .acting_sets import ActingSets, Gap
from .fresh_matter import PLACES
from .tie_sets import TieSets

Writing = Mapping[str, Mapping[str, Any]]
"""What would be written of people: by person, keys and values as in the file."""


class ShortcutFault(RuntimeError):
    """What was worked out for everybody at once does not hold of a case by itself: a mistake of ours."""


class OneCase:
    """The first case of a gap, with only those in it who could matter.

    concerned  in the order of the marks
    own        on whose side somebody is missing, or who raises it, or whom it is about
    opposite   the other one
    near       those who hold the role, but for those who clearly stand elsewhere
    """

    def __init__(self, ties: TieSets, acting: ActingSets, gap: Gap) -> None:
        self.ties, self.matter, self.acting, self.gap = ties, ties.matter, acting, gap
        first = gap.pairs.first()
        assert first is not None
        pair = tuple(ties.ids[each] for each in first if each < len(ties.ids))
        self.concerned = pair[::-1] if gap.side == "other" else pair
        self.own = pair[0] if pair else None
        self.opposite = pair[1] if len(pair) > 1 else None
        self.above = ties.above[self.own][0] if self.own else ()
        self.near = [name for name in acting.holders if gap.side is None or self._is_near(name)]
        looked_at = {*self.near, *(self.above if gap.side else ())}
        self._stand_ins = {
            person.id
            for person in self.matter.recorded.values()
            if any(each.for_ in looked_at for each in person.stands_in)
        }
        self._among = self.matter.around({*pair, *self.near, *self._stand_ins})
        self.found = self.matter.holder(self.case({}), acting.role, gap.side or "own", acting.is_judged)
        if self.found.people:
            told = f"{' and '.join(self.found.people)} would act as {acting.role} between {' and '.join(pair)}"
            raise ShortcutFault(f"{self.matter.guidance}: {told}.")

    def case(self, write: Writing) -> Case:
        """The case with this written of people besides."""
        changed = {name: self._written(name, entries) for name, entries in write.items()}
        return self.matter.case(self.concerned, self._among | self.matter.around(write), changed)

    def is_mended(self, write: Writing) -> bool:
        """Whether somebody could act if this were written besides."""
        case = self.case(write)
        return bool(self.matter.holder(case, self.acting.role, self.gap.side or "own", self.acting.is_judged).people)

    def why(self) -> tuple[LeftOut, ...]:
        """Everybody who might be expected to act, and why they do not, in words that follow the name."""
        return tuple(dict.fromkeys((*self._of_the_line(), *self._left_out())))

    def is_unrecorded(self) -> bool:
        """Whether nobody recorded who stands above the one on whose side somebody is missing, as high as the role."""
        return self.gap.side is not None and self.own in set(self.acting.unrecorded(self.gap.side))

    def _is_near(self, name: str) -> bool:
        assert self.own is not None
        own = self.ties.people.people[self.own].agency
        return name in self.above or own is None or self.ties.people.people[name].agency in (None, own)

    def _written(self, name: str, entries: Mapping[str, Any]) -> Person:
        facts = {fact: Answer(value=value) for fact, value in entries.get("facts", {}).items()}
        if name not in self.matter.recorded:
            new = Person.model_validate({**entries, "id": name, "name": "Somebody new", "facts": facts})
            return self.matter.fresh(new)
        person = self.matter.recorded[name]
        update: dict[str, Any] = {"facts": {**person.facts, **facts}}
        update["roles"] = (*person.roles, *entries.get("roles", ()))
        for key in PLACES & entries.keys():
            was = getattr(person, key)
            now = Dated.model_validate({"is": entries[key], "from": self.matter.on})
            update[key] = (*was, now) if isinstance(was, tuple) else entries[key]
        return person.model_copy(update=update)

    def _left_out(self) -> Iterator[LeftOut]:
        view = self.matter.people(self.case({}))
        opposite = {"own": "other", "other": "own"}.get(self.gap.side or "")
        for each in (*self.found.in_doubt, *self.found.left_out):
            posts = [view.people[name] for name in (each.id, *self.concerned)]
            if self.gap.side is None or each.id in (self.own, *self.above):
                yield each
            elif len({post.agency for post in posts}) == 1 and posts[0].agency:
                told = "is the other one concerned" if each.id == self.opposite else "works for the agency of both"
                yield LeftOut(each.id, told)
            elif view.standing_of(posts[0]) != opposite and each.id in {*self.near, *self._stand_ins}:
                yield each

    def _of_the_line(self) -> Iterator[LeftOut]:
        if self.gap.side is None or self.own is None or self.opposite is None:
            return
        height = self.acting.height(self.gap.side)
        if height and height <= len(self.above) and self.above[height - 1] == self.opposite:
            yield LeftOut(self.opposite, "would act by line of management, and is the other one concerned")
        if self.is_unrecorded():
            top = self.above[-1] if self.above else self.own
            yield LeftOut(top, "is where the line ends: nobody recorded whom they answer to")
        if self.ties.people.people[self.own].agency is None:
            yield LeftOut(self.own, "works for an agency that nobody recorded")
