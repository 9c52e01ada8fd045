"""Who acts, as text: for each role the people, best first, everybody passed over with the reason, and what to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from decision_support.casework.who import Needed, Who
from decision_support.model.knowledge import KnowledgeBase
from decision_support.wording import day_in_words

from .page import Page
from .people_text import PeopleText


def who_text(base: KnowledgeBase, who: Who, names: Mapping[str, str]) -> str:
    """Everybody who acts in a case, ready to print."""
    return "\n".join(_WhoText(base, Page(names)).lines(who))


class _WhoText:
    def __init__(self, base: KnowledgeBase, page: Page) -> None:
        self._base = base
        self._page = page

    def lines(self, who: Who) -> Iterator[str]:
        yield from self._page.wrap(who.case, "", "")
        yield f"Who acts on {day_in_words(who.on)}"
        if not who.needed:
            yield ""
            yield from self._page.wrap("The advice of this day needs nobody in particular.", "", "")
        for needed in who.needed:
            yield from self._page.title(f"{needed.title} ({needed.guidance})")
            yield from self._needed(needed)

    def _needed(self, needed: Needed) -> Iterator[str]:
        page, name = self._page, self._page.name
        for each in needed.for_:
            ends = [q for q in self._questions() if each.endswith(f".{q}")]
            question = max(ends, key=len, default=None)  # 5.2.5 ends in 2.5 as well
            action = each.removesuffix(f".{question}") if question else each
            yield from page.labelled("To do", self._base.say_of(action.replace(".not.", ".", 1), question))
        for number, acting in enumerate(needed.acting, 1):
            place = f"{number}. " if len(needed.acting) > 1 else ""
            yield from page.labelled("Acts", f"{place}{name(acting.id)} {acting.how}.")
        if not needed.acting:
            yet = " yet" if needed.in_doubt else ""
            some = needed.in_doubt or needed.passed_over
            yield from page.labelled("Acts", f"nobody recorded may act{yet}." if some else "nobody recorded.")
        for left in needed.in_doubt:
            yield from page.labelled("In doubt", f"{name(left.id)} {left.why}.")
        for ask in needed.ask:
            yield from page.labelled("Ask", f"{ask.question} ({name(ask.subject)})")
        if needed.counterpart:
            opposite = " and ".join(name(person) for person in needed.counterpart.people) or "nobody recorded"
            yield from page.labelled("Opposite", f"{opposite} ({needed.counterpart.title})")
        if needed.could:
            could = ", ".join(name(person) for person in needed.could)
            yield from page.labelled("Could", f"{could}: nothing on record speaks against giving them the role.")
        for left in needed.passed_over:
            yield from page.labelled("Not", f"{name(left.id)} {left.why}.")
        if needed.find:
            yield from page.labelled("Find", needed.find)
        if needed.alarm:
            yield from PeopleText(self._base, page).alarm(needed.alarm)
        then = f"it goes to the {needed.then}." if needed.then else "the guidance names nobody further up."
        yield from page.labelled(
            "Next up", f"If it is not settled here, {then}" if needed.then else f"After this, {then}"
        )

    def _questions(self) -> Iterator[str]:
        for document in self._base.documents.values():
            yield from document.questions
