"""A checked organisation as text: whether it has holes, then each by document and stage, with what would fill it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from decision_support.model.knowledge import KnowledgeBase
from decision_support.organisation.checking import Checked, Hole
from decision_support.wording import day_in_words

from .page import Page

SO_IT_IS = {
    "nobody holds it": "nobody holds it",
    "nobody may act": "nobody may act",
    "not known": "nobody is known to be free to act",
}
LIMITS = {
    "one agency": "Two people of one agency: whoever acts for the whole agency acts for neither of them alone.",
    "own manager": "Somebody and the manager who would act on their side.",
    "no sides": "Every case: the document tells no side from another.",
}
SHOWN = 3


def organisation_text(base: KnowledgeBase, checked: Checked, names: Mapping[str, str]) -> str:
    """Everything that was found, ready to print."""
    return "\n".join(_OrganisationText(base, Page(names)).lines(checked))


@dataclass(frozen=True)
class _Entry:
    """Holes that are one to a reader: of a role at every stage that needs it, on both sides where they are alike."""

    hole: Hole
    sides: tuple[str | None, ...]
    stages: tuple[str, ...]


class _OrganisationText:
    def __init__(self, base: KnowledgeBase, page: Page) -> None:
        self._base = base
        self._page = page

    def lines(self, checked: Checked) -> Iterator[str]:
        found = {name: _entries(checked, name) for name in checked.guidance}
        yield from self._page.wrap(f"{checked.organisation}: {checked.people} people", "", "")
        yield from self._page.wrap(f"Whether somebody can act in every case, on {day_in_words(checked.on)}", "", "")
        yield ""
        yield from self._page.wrap(_verdict([entry for entries in found.values() for entry in entries]), "", "")
        for name, entries in found.items():
            yield ""
            yield from self._page.wrap(f"{name.upper()}: {self._base.documents[name].guidance.title}", "", "  ")
            yield from self._of_document(entries)
        yield ""
        fresh = (
            "Cases are counted by who raises them and about whom. Each is taken as fresh: nobody had a part in it or "
            "declared anything, but for what the file says."
        )
        yield from self._page.wrap(fresh, "", "")

    def _of_document(self, entries: list[_Entry]) -> Iterator[str]:
        fillable = [entry for entry in entries if entry.hole.limit is None]
        if not fillable:
            told = "Nothing that an appointment would fill." if entries else "No holes: somebody can act in every case."
            yield from self._page.wrap(told, "  ", "  ")
        stage = None
        for entry in fillable:
            if entry.hole.stage != stage:
                stage = entry.hole.stage
                yield from self._page.wrap(f"{entry.hole.stage_title} ({', '.join(entry.hole.clauses)})", "  ", "  ")
            yield from self._fillable(entry)
        yield from self._limits([entry for entry in entries if entry.hole.limit is not None])

    def _fillable(self, entry: _Entry) -> Iterator[str]:
        hole, told = entry.hole, dict[str, None]()
        say = f"{hole.title}{_on(entry.sides)}: {SO_IT_IS[hole.kind]} in {_of(hole)}."
        yield from self._page.wrap(say[:1].upper() + say[1:], "  - ", "    ")
        for label, text in self._about(entry):
            yield from self._page.labelled(label, self._shortened(text, told))

    def _about(self, entry: _Entry) -> Iterator[tuple[str, str]]:
        hole = entry.hole
        for cases in hole.cases[:SHOWN]:
            number = "." if len(hole.cases) == 1 else f" ({cases.number})."
            yield "Which", f"{cases.say[:1].upper()}{cases.say[1:]}{number}"
        if len(hole.cases) > SHOWN:
            yield "", f"Others ({sum(cases.number for cases in hole.cases[SHOWN:])})."
        yield "Such as", self._example(hole)
        for remedy in hole.remedies:
            yield "To fill", remedy.say
        if len(entry.stages) > 1:
            yield "Also at", f"{'; '.join(entry.stages[1:])}."

    def _shortened(self, text: str, told: dict[str, None]) -> str:
        """The text with people who were named in full before called by what stands before the bracket."""
        for full, short in self._shorts.items():
            before, found, after = text.partition(full)
            if found:
                text = (short if full in told else full).join((before, after.replace(full, short)))
                told[full] = None
        return text

    @cached_property
    def _shorts(self) -> dict[str, str]:
        shorts = {name: name.partition(" (")[0] for name in self._page.names.values() if " (" in name}
        often = Counter(name.partition(" (")[0] for name in self._page.names.values())
        return {name: short for name, short in shorts.items() if often[short] == 1}

    def _example(self, hole: Hole) -> str:
        name, why = self._page.name, hole.example.why
        match hole.example.concerned:
            case (raised_by, about):
                case = f"{name(raised_by)} differs with {name(about)}"
            case (about,):
                case = f"A case about {name(about)}"
            case _:
                case = "Any case"
        told = "; ".join(f"{name(each.id)} {each.why}" for each in why[:SHOWN])
        more = f"; and {len(why) - SHOWN} more" if len(why) > SHOWN else ""
        return f"{case}. {told}{more}." if told else f"{case}."

    def _limits(self, entries: list[_Entry]) -> Iterator[str]:
        """What no appointment fills, told by why."""
        if entries:
            yield from self._page.wrap("No appointment fills these; settle now who steps in:", "  ", "  ")
        for limit, say in LIMITS.items():
            of_it = [entry for entry in entries if entry.hole.limit == limit]
            if of_it:
                yield from self._page.wrap(say, "  - ", "    ")
            for entry in of_it:
                yield from self._page.wrap(f"{entry.hole.title}: {_of(entry.hole)}", "      ", "        ")


def _entries(checked: Checked, guidance: str) -> list[_Entry]:
    alike: dict[tuple[object, ...], list[Hole]] = {}
    for hole in checked.holes:
        if hole.guidance == guidance:
            key = (hole.role, hole.kind, hole.limit, hole.number, hole.cases)
            alike.setdefault(key, []).append(hole)
    return [
        _Entry(
            holes[0],
            tuple(dict.fromkeys(hole.side for hole in holes)),
            tuple(dict.fromkeys(hole.stage_title or "" for hole in holes)),
        )
        for holes in alike.values()
    ]


def _verdict(entries: list[_Entry]) -> str:
    if not entries:
        return "There are no holes: in every case somebody can act, and somebody independent where that is asked for."
    fillable = sum(entry.hole.limit is None for entry in entries)
    rest = len(entries) - fillable
    told = f"There are holes: {fillable or 'none'} that can be filled beforehand"
    return f"{told}, and {rest} that no appointment fills." if rest else f"{told}."


def _of(hole: Hole) -> str:
    return f"{hole.number} of {hole.of} cases"


def _on(sides: tuple[str | None, ...]) -> str:
    if None in sides:
        return ""
    if len(sides) == 2:
        return ", on either side"
    return ", for whoever raises it" if sides == ("own",) else ", on the other side"
