"""The difference between two pieces of advice as text: what was supposed, then what is gained, lost, changed, moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from decision_support.loading.changes import Supposition
from decision_support.model.case import Case
from decision_support.model.difference import Aspect, Change, Difference, Side, Timing
from decision_support.model.knowledge import OURS, KnowledgeBase
from decision_support.model.procedure import Action
from decision_support.wording import STRENGTH_WORDS, day_in_words

from .difference_words import day_of_clock, more_and_less, moved, reasons, states, was_now
from .page import Page, numbered
from .supposition_text import Supposed

MOST = 6  # lines of one kind at the end of the page, before the rest is only counted

_TIMES = frozenset({"urgency", "due", "latest", "state", "starts", "ended", "ended_by"})
_PEOPLE = frozenset({"actor", "contact"})
_SOON: Mapping[str, str] = {
    "now": "at once",
    "today": "today",
    "dated": "by its day",
    "when_possible": "when possible",
}
_STRENGTHS: Mapping[str, str] = {str(strength): words for strength, words in STRENGTH_WORDS.items()}
_ORDER = (
    "Gained",
    "Lost",
    "Changed",
    "Moved",
    "People",
    "Write down",
    "Still to ask",
    "What the document does not say",
)
_SECTIONS = {"ask": "Still to ask", "silence": "What the document does not say", "clock": "Moved"}
_SIGNS = {"gained": "+", "lost": "-", "changed": "~"}


def what_if_text(
    base: KnowledgeBase, difference: Difference, case: Case, supposition: Supposition, supposed: Sequence[Supposed]
) -> str:
    """The whole answer, ready to print. `case` is the case as it is, `supposed` what was changed in words."""
    names = {person.id: person.called for each in (supposition.case, case) for person in each.people}
    return "\n".join(_WhatIf(base, difference, Page(names)).lines(supposition.idle, supposed))


def difference_lines(base: KnowledgeBase, difference: Difference, page: Page) -> Iterator[str]:
    """What is gained, lost, changed and moved, under a title each; nothing where both sides say the same."""
    yield from _WhatIf(base, difference, page).sections()


class _WhatIf:
    def __init__(self, base: KnowledgeBase, difference: Difference, page: Page) -> None:
        self._base = base
        self._difference = difference
        self._page = page
        self._timed = {timing.clock for each in difference.changes if each.matter != "clock" for timing in each.timing}

    def lines(self, idle: Sequence[str], supposed: Sequence[Supposed]) -> Iterator[str]:
        yield from self._head(idle, supposed)
        if self._difference.nothing:
            yield from self._nothing(supposed)
        yield from self.sections()
        yield ""
        yield from self._page.wrap("The case file was not changed. This is advice; people decide.", "", "")

    def sections(self) -> Iterator[str]:
        sections: dict[str, list[Change]] = {}
        for change in self._difference.changes:
            sections.setdefault(_section(change), []).append(change)
        for title in _ORDER:
            if title in sections:
                yield from self._section(title, sections[title])

    def _head(self, idle: Sequence[str], supposed: Sequence[Supposed]) -> Iterator[str]:
        wrap, before, after = self._page.wrap, self._difference.before, self._difference.after
        day = f"on {day_in_words(after)}"
        if before != after:
            day = f"on {day_in_words(after)} rather than {day_in_words(before)}"
        if not supposed:
            still = "nothing is different" if before == after else f"it is {day.removeprefix('on ')}"
            yield from wrap(f"What if {still}?", "", "")
        elif len(supposed) == 1:
            yield from wrap(f"What if {supposed[0].say}, {day}?", "", "")
            if supposed[0].so_far:
                yield from wrap(f"So far {supposed[0].so_far}.", "", "")
        else:
            yield from wrap(f"What if all of this is so, {day}?", "", "")
            for each in supposed:
                so_far = f" So far {each.so_far}." if each.so_far else ""
                yield from wrap(f"{each.say[:1].upper()}{each.say[1:]}.{so_far}", "  - ", "    ")
        yield from wrap(self._difference.case, "Case: ", "      ")
        for change in idle:
            yield from wrap(f"'{change}' changes nothing: it is so already.", "", "")

    def _nothing(self, supposed: Sequence[Supposed]) -> Iterator[str]:
        yield ""
        yield "Nothing changes."
        if supposed:
            told = "By itself this makes no difference to the advice for that day. Together with other changes it may."
            if all(each.is_event for each in supposed):
                told += " If it should have moved the case on, see which stage is on record as begun or ended."
        elif self._difference.before != self._difference.after:
            told = "No limit runs out and no step falls due in between: the advice for one day holds on the other."
        else:
            told = "The case says so already, and the advice rests on it."
        yield from self._page.wrap(told, "", "")

    def _section(self, title: str, changes: Sequence[Change]) -> Iterator[str]:
        told = [list(self._change(change)) for change in changes]
        told = [lines for lines in told if lines]
        if not told:
            return
        yield from self._page.title(title)
        most = MOST if title in _ORDER[5:] else len(told)
        for lines in told[:most]:
            yield from lines
        if len(told) > most:
            yield f"    and {len(told) - most} more"

    def _change(self, change: Change) -> Iterator[str]:
        no_longer = "No longer: " if change.how == "lost" else ""
        if change.matter == "recommendation" and change.lane == "do":
            yield from self._recommendation(change)
        elif change.matter == "recommendation":
            yield from self._mark(change, f"{no_longer}{self._say(change)} [{self._firm(change)}]")
        elif change.matter == "clock":
            yield from self._clock(change)
        elif change.matter in ("alarm", "conflict", "may_not_act", "waived"):
            yield from self._mark(change, self._person(change))
        elif change.matter == "stage":
            yield from self._stage(change)
        elif change.matter == "document":
            yield from self._mark(change, f"{change.say} ({change.about}) applies")
        elif change.matter == "governing":
            yield from self._mark(change, f"By these facts {change.say} ({change.about}) may govern")
        elif change.matter == "question":
            yield from self._mark(change, f"Question {change.about} applies: {was_now(change.aspects[0])}")
            yield from self._causes(change)
        elif change.matter in ("judgement", "option"):
            decide = "To decide: " if change.matter == "judgement" else "Option: "
            yield from self._mark(change, f"{decide}{change.say} ({', '.join(change.clauses)})")
            if change.how == "changed" and (about := change.aspect("about")):
                yield from self._page.labelled("Concerns", more_and_less(about, self._page.name))
            yield from self._causes(change)
        else:
            yield from self._mark(change, f"{no_longer}{change.say} ({self._whose(change)})")

    def _mark(self, change: Change, text: str) -> Iterator[str]:
        yield from self._page.wrap(text, f"  {_SIGNS[change.how]} ", "    ")

    def _whose(self, change: Change) -> str:
        """The person whom a question is about, or how to name what it is."""
        subject = change.aspect("subject")
        person = next(iter(subject.after or subject.before), "") if subject else ""
        if any(person in document.questions for document in self._base.documents.values()):
            return f"question {person}"
        return self._page.names.get(person, change.about)

    def _say(self, change: Change) -> str:
        forbidden = "Do not: " if change.strength == "must_not" else ""
        return numbered(change.question, forbidden + change.say)

    def _firm(self, change: Change) -> str:
        firm = STRENGTH_WORDS[change.strength] if change.strength else ""
        rests = "our own advice, no document's" if change.guidance == OURS else ", ".join(change.clauses)
        return f"{firm}; {rests}"

    def _recommendation(self, change: Change) -> Iterator[str]:
        yield from self._mark(change, self._say(change))
        if change.how != "lost":
            if change.how == "gained" and change.strength:
                yield from self._page.labelled("How firm", self._firm(change))
            for label, text in self._aspects(change):
                yield from self._page.labelled(label, text)
        yield from self._causes(change)

    def _aspects(self, change: Change) -> Iterator[tuple[str, str]]:
        gained = change.how == "gained"
        yield from self._nobody(change)
        for each in change.aspects:
            if each.name == "strength" and not gained:
                yield "How firm", was_now(each, lambda value: _STRENGTHS.get(value, value))
            elif each.name == "urgency" and (not gained or "now" in each.after):
                yield "How soon", was_now(each, lambda value: _SOON[value])
            elif each.name == "due":
                yield (
                    "By",
                    self._passed(change)
                    + was_now(each, day_in_words, "no day")
                    + moved(each)
                    + self._how_binding(change),
                )
            elif each.name == "latest" and (latest := self._latest(change, each)):
                yield "At latest", latest
            elif each.name in _PEOPLE:
                label = "Who" if each.name == "actor" else "Towards"
                yield label, was_now(each, self._page.name, "nobody who may act")
            elif each.name == "records" and not gained:
                yield from self._records(change, each)
            elif each.name == "clauses" and not gained:
                yield "Clauses", more_and_less(each, str)

    def _passed(self, change: Change) -> str:
        """That the day has gone by already, on every reading or on the earliest."""
        due, latest = (each.after[0] if each and each.after else "" for each in map(change.aspect, ("due", "latest")))
        if not due or due >= self._difference.after:
            return ""
        return "passed on the earliest reading: " if latest >= self._difference.after else "passed already: "

    def _how_binding(self, change: Change) -> str:
        """What to say of a day that the document does not lay down as a limit."""
        document, action = self._base.documents.get(change.guidance or ""), self._action(change)
        kinds = (
            [clock.kind for clock, _ in document.clocks() if action and clock.id == action.clock] if document else []
        )
        return "".join(f" ({kind} only)" for kind in kinds if kind != "limit")

    def _action(self, change: Change) -> Action | None:
        document = self._base.documents.get(change.guidance or "")
        return document.actions.get(change.about.partition(".")[2]) if document else None

    def _nobody(self, change: Change) -> Iterator[tuple[str, str]]:
        """Who would have to do what was gained, where nobody recorded may."""
        action = self._action(change)
        if action and action.actor and change.how == "gained" and not change.aspect("actor"):
            role = self._base.documents[change.guidance or ""].roles.get(action.actor)
            if role:
                yield "Who", f"{role.title}: nobody recorded who may act"

    def _latest(self, change: Change, latest: Aspect) -> str | None:
        """The day on another reading, where it is another day and did not merely move along with the due day."""
        due = change.aspect("due")
        if due and (due.after == latest.after or (due.days is not None and due.days == latest.days)):
            return None
        return f"{was_now(latest, day_in_words, 'no day')}{moved(latest)}, on another reading; work to the earlier"

    def _records(self, change: Change, records: Aspect) -> Iterator[tuple[str, str]]:
        document = self._base.documents.get(change.guidance or "")
        known = document.records if document else {}
        yield "Records", more_and_less(records, lambda name: known[name].say if name in known else name)

    def _causes(self, change: Change) -> Iterator[str]:
        labels: tuple[tuple[Side, str], ...] = (("after", "Because"), ("before", "Rested on"))
        for side, label in labels:
            for reason in reasons(change.because, side):
                yield from self._page.labelled(label, reason)
        for timing in change.timing:
            yield from self._page.labelled("Clock", f"{timing.say}. {self._states([timing])}")

    def _clock(self, change: Change) -> Iterator[str]:
        """How a clock moved; and how its day is reckoned, where that has consequences for what to do."""
        yield from self._mark(change, f"{change.say}:{day_of_clock(change)} {self._states(change.timing)}".rstrip())
        if change.about in self._timed:
            for timing in change.timing:
                for step in timing.after or timing.before:
                    yield from self._page.wrap(step, "      ", "      ")

    def _states(self, timings: Iterable[Timing]) -> str:
        return states(timings, self._difference.before, self._difference.after)

    def _person(self, change: Change) -> str:
        told = {each.name: (each.after or each.before) for each in change.aspects}
        why = " ".join(told.get("why", ()))
        lost = {"alarm": "No longer an alarm: ", "conflict": "No longer a conflict: ", "waived": "No longer waived: "}
        if change.matter != "may_not_act":
            mends = told.get("mends", ())
            mended = f" One way to mend it: {mends[0]}" if mends and change.how != "lost" else ""
            return (lost[change.matter] if change.how == "lost" else "") + (why or change.say) + mended
        person = self._page.name(change.about.removeprefix(f"{change.guidance}.").partition(".")[2])
        standing = change.aspect("standing")
        words = {"excluded": "may not act as", "in_doubt": "is not cleared to act as"}
        verb = words[told["standing"][0]] if standing else "still may not act, or not yet, as"
        no_longer = "No longer: " if change.how == "lost" else ""
        because = f"{':' if standing else ', now because:'} {why}" if why else ""
        return f"{no_longer}{person} {verb} {change.say}{because}. ({', '.join(change.clauses)})"

    def _stage(self, change: Change) -> Iterator[str]:
        stage, step, status = (change.aspect(name) for name in ("stage", "next_step", "status"))
        if stage:
            stages = self._base.documents[change.about].stages
            moved = was_now(stage, lambda name: f"{name.replace('-', ' ')} ({stages[name].title})", "no stage")
            yield from self._mark(change, f"Stage ({change.about}): {moved}")
        if step:
            say = was_now(step, lambda name: f"'{self._base.say_of(name, None).rstrip('.')}'", "none that comes first")
            yield from self._mark(change, f"Next step ({change.about}): {say}")
        if status:
            yield from self._mark(change, f"Care to take ({change.about}): {more_and_less(status, str)}")


def _section(change: Change) -> str:
    if change.matter in _SECTIONS:
        return _SECTIONS[change.matter]
    if change.matter in ("alarm", "may_not_act", "waived"):
        return "People"
    if change.lane == "record":
        return "Write down"
    if change.how == "gained":
        return "Gained"
    if change.how == "lost":
        return "Lost"
    if change.matter == "recommendation":
        names = {each.name for each in change.aspects}
        if names <= _TIMES:
            return "Moved"
        if names <= _PEOPLE:
            return "People"
    return "Changed"
