"""People in advice as text: alarms, who may not act and why, who may not act yet, and conflicts that were waived."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.model.advice import Advice, Alarm, MayNotAct
from decision_support.model.knowledge import KnowledgeBase

from .page import Page


class PeopleText:
    """The people in one advice."""

    def __init__(self, base: KnowledgeBase, page: Page) -> None:
        self._base = base
        self._page = page

    def of_advice(self, advice: Advice) -> Iterator[str]:
        """Everything about people that the advice has to say, where there is anything."""
        for alarm in advice.alarms:
            yield from self._page.title("Alarm")
            yield from self.alarm(alarm)
        if advice.excluded or advice.in_doubt or advice.waived:
            yield from self._page.title("People")
        yield from self._those(advice.excluded)
        yield from self._those(advice.in_doubt, yet=True)
        for waived in advice.waived:
            yield from self._page.wrap(f"Waived: {waived.say}", "  - ", "    ")

    def alarm(self, alarm: Alarm) -> Iterator[str]:
        """That nobody is left, and the fewest changes that would mend it."""
        yield from self._page.wrap(alarm.say, "  ! ", "    ")
        several = "One of these is enough:" if len(alarm.mends) > 1 else "What is needed:"
        yield from self._page.wrap(several, "    ", "    ")
        for mend in alarm.mends:
            yield from self._page.wrap(mend.say, "    - ", "      ")

    def may_not(self, each: MayNotAct, yet: bool = False) -> str:
        """That somebody may not act in a role, or not yet, and why."""
        told = "is not cleared to" if yet else "may not"
        title = self._base.documents[each.guidance].roles[each.role].title
        rests = [*each.clauses, *(["our reading"] if each.interpretations else [])]
        return f"{self._page.name(each.person)} {each.why}; so {told} act as {title}. ({', '.join(rests)})"

    def _those(self, listed: tuple[MayNotAct, ...], yet: bool = False) -> Iterator[str]:
        for each in listed:
            yield from self._page.wrap(self.may_not(each, yet), "  - ", "    ")
