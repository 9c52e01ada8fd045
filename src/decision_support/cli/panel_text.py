"""A panel as text: what it needs, what is wrong with the one recorded and how to mend it, and the best there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from decision_support.casework.panelling import Choice, PanelLine, Proposed, SeatLine
from decision_support.model.case import Case
from decision_support.model.dates import in_words
from decision_support.model.knowledge import KnowledgeBase
from decision_support.wording import STRENGTH_WORDS

from .page import Page


def panel_text(base: KnowledgeBase, case: Case, on: dt.date, panels: Sequence[PanelLine]) -> str:
    """Every panel of a case, ready to print."""
    page = _PanelText(base, Page({person.id: person.called for person in case.people}))
    return "\n".join(page.lines(case, on, panels))


def trial_text(base: KnowledgeBase, case: Case, panel: PanelLine) -> str:
    """One panel that is being put together: whether it stands, why not, and the best that there could be."""
    page = _PanelText(base, Page({person.id: person.called for person in case.people}))
    return "\n".join(page.trial(panel))


class _PanelText:
    def __init__(self, base: KnowledgeBase, page: Page) -> None:
        self._base = base
        self._page = page

    def lines(self, case: Case, on: dt.date, panels: Sequence[PanelLine]) -> Iterator[str]:
        yield from self._page.wrap(case.case, "", "")
        yield f"Panels on {in_words(on)}"
        if not panels:
            yield ""
            named = " and ".join(case.guidance) or "the case names no document, and so"
            yield from self._page.wrap(f"No panel is laid down: {named} has none.", "", "")
        for panel in panels:
            yield from self._panel(panel)

    def trial(self, panel: PanelLine) -> Iterator[str]:
        """One panel that is being put together."""
        if panel.proposed:
            verdict = "fails" if panel.proposed.mends else "stands"
            yield f"THIS PANEL {verdict.upper()}."
            yield from self._proposed(panel, panel.proposed, "This panel")
        else:
            yield "NOBODY IS ON THIS PANEL YET."
        yield from self._page.title("What it needs")
        yield from self._seats(panel)
        yield from self._page.title("Panels that would stand")
        yield from self._best(panel, burdens=True)
        yield from self._page.title("To bear in mind")
        yield from self._remarks(panel)

    def _panel(self, panel: PanelLine) -> Iterator[str]:
        yield from self._page.title(f"{panel.title} ({panel.guidance})")
        yield from self._seats(panel)
        if panel.proposed:
            yield from self._proposed(panel, panel.proposed, "The panel recorded")
        yield from self._candidates(panel)
        yield from self._best(panel)
        yield from self._remarks(panel)

    def _seats(self, panel: PanelLine) -> Iterator[str]:
        page = self._page
        strength = STRENGTH_WORDS[panel.strength]
        yield from page.wrap(f"It {strength} have at least ({', '.join(panel.clauses)}):", "  ", "  ")
        alike: dict[tuple[object, ...], list[SeatLine]] = {}
        for seat in panel.seats:
            alike.setdefault((seat.say, seat.fits, seat.may_fit), []).append(seat)
        for seat, *more in alike.values():
            number = f"{len(more) + 1} places, each for " if more else ""
            who = f"would be filled by {self._names(seat.fits)}" if seat.fits else "nobody recorded is known to fill it"
            may = f"; perhaps by {self._names(seat.may_fit)}, of whom it is not known" if seat.may_fit else ""
            yield from page.wrap(f"{number}{seat.say}: {who}{may}.", "  - ", "    ")

    def _remarks(self, panel: PanelLine) -> Iterator[str]:
        for name in panel.interpretations:
            yield from self._page.labelled("Our view", self._base.interpretations[name].say)
        for name in panel.silences:
            silence = self._base.silence(name)
            assert silence is not None
            yield from self._page.labelled("Unsaid", f"{silence.say} ({name})")

    def _proposed(self, panel: PanelLine, proposed: Proposed, called: str) -> Iterator[str]:
        page, say = self._page, {seat.id: seat.say for seat in panel.seats}
        yield ""
        verdict = f"fails: {_changes(proposed.changes)} would mend it" if proposed.mends else "meets this"
        yield from page.wrap(f"{called} {verdict}.", "  ", "  ")
        for member in proposed.members:
            seats = " or ".join(dict.fromkeys(say[seat] for seat in member.seats))
            part = f"may sit{f' as {seats}' if seats else ', and fills none of these places'}"
            told = f": {part}" if member.state == "free" else f" {member.why}; {member.state}"
            yield from page.wrap(f"{page.name(member.person)}{told}.", "  - ", "    ")
        for seat in proposed.unfilled:
            yield from page.wrap(f"Not filled: {say[seat]}.", "  - ", "    ")
        for mend in proposed.mends:
            yield from page.wrap(mend.say, "  > ", "    ")

    def _candidates(self, panel: PanelLine) -> Iterator[str]:
        members = {each.person for each in panel.proposed.members} if panel.proposed else set()
        others = [each for each in panel.candidates if each.person not in members]
        if not others:
            return
        yield ""
        yield from self._page.wrap("Others who are considered, or would fill a place:", "  ", "  ")
        for each in others:
            name = self._page.name(each.person)
            told = ": may sit" if each.why is None else f" {each.why}; {each.state}"
            yield from self._page.wrap(f"{name}{told}.", "  - ", "    ")

    def _best(self, panel: PanelLine, burdens: bool = False) -> Iterator[str]:
        yield ""
        if not panel.best:
            yield from self._page.wrap("Nobody on record could fill every place at once.", "  ", "  ")
            return
        number = f"{panel.number}" if panel.number is not None else "many"
        best = "The best" if panel.exhaustive else "The best found (there are too many to try them all)"
        yield from self._page.wrap(
            f"Panels that meet this: {number}. {best}, by the fewest ties on record and to one another:", "  ", "  "
        )
        for place, choice in enumerate(panel.best, 1):
            yield from self._choice(panel, place, choice)
            if burdens:
                own = f"{choice.burden} ties" if choice.burden != 1 else "One tie"
                yield from self._page.wrap(f"{own} in the members' own records.", "     ", "     ")

    def _choice(self, panel: PanelLine, place: int, choice: Choice) -> Iterator[str]:
        say = {seat.id: seat.say for seat in panel.seats}
        told = "; ".join(f"{self._page.name(person)} ({say[seat]})" for seat, person in sorted(choice.seats.items()))
        yield from self._page.wrap(f"{told}.", f"  {place}. ", "     ")
        for tie in choice.ties or ("No ties between them are on record.",):
            yield from self._page.wrap(tie, "     ", "     ")

    def _names(self, people: Sequence[str]) -> str:
        return ", ".join(self._page.name(person) for person in people)


def _changes(number: int) -> str:
    return "one change" if number == 1 else f"{number} changes"
