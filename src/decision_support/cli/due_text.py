"""What is due as text: what has to be done, in which case, by whom and by when; what is overdue first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from decision_support.casework.whats_due import Bucket, Task, WhatsDue, due_in_words, what_in_words
from decision_support.model.advice import Holder
from decision_support.wording import STRENGTH_WORDS, day_in_words, listed

from .page import Page

FIRST_OF_ALL = "Before anything else (our own advice, no document's)"
NOT_WORKED_OUT = "Not worked out: look at these yourself"
KINDS = {"limit": "a limit", "indicative": "an indicative day, no limit", "hoped": "a day that is hoped for, no limit"}


def due_text(due: WhatsDue) -> str:
    """Everything that is due, ready to print."""
    return "\n".join(_DueText(due).lines())


def case_due_text(due: WhatsDue) -> str:
    """What is due in one case, ready to print, without saying again which case it is."""
    return "\n".join(_DueText(due).of_one_case())


def bucket_titles(until: str) -> Mapping[Bucket, str]:
    """What the buckets are called, as they press. until: the last of the seven days, ISO."""
    return {
        "overdue": "Overdue",
        "today": "Today",
        "passed": "Past a day that only guides (not overdue)",
        "week": f"Within seven days, to {day_in_words(until)}",
    }


def nothing_due(until: str) -> str:
    """The sentence for where nothing is in any bucket."""
    return f"Nothing is overdue, and nothing is due until {day_in_words(until)}."


def is_first_of_all(task: Task) -> bool:
    """Whether it is our own safety advice, which leads whatever else is due."""
    return task.basis == "ours" and task.urgency == "now" and task.due is None


class _DueText:
    def __init__(self, due: WhatsDue) -> None:
        self._due = due
        self._page = Page({})

    def lines(self) -> Iterator[str]:
        yield from self._head()
        yield from self._first_of_all([each for each in self._due.today if is_first_of_all(each)])
        for title, tasks in self._buckets():
            yield from self._bucket(title, tasks)
        if self._due.not_advised:
            told = [f"{each.reference}: {each.why}" for each in self._due.not_advised]
            yield from self._page.section(NOT_WORKED_OUT, told, "- ")

    def of_one_case(self) -> Iterator[str]:
        if first := [each for each in self._due.today if is_first_of_all(each)]:
            told = [what_in_words(each.say, each.strength) for each in first]
            yield from self._page.section(FIRST_OF_ALL, told, "- ")
        for title, tasks in self._buckets():
            if tasks:
                yield from self._page.title(title)
                for each in tasks:
                    yield from self._task(each)
        if self._due.not_advised:
            yield from self._page.section("Not worked out", [each.why for each in self._due.not_advised])
        elif not self._due.tasks:
            yield from self._page.wrap(nothing_due(self._due.until), "", "")

    def _buckets(self) -> Iterator[tuple[str, Sequence[Task]]]:
        due = self._due
        today = [each for each in due.today if not is_first_of_all(each)]
        titles = bucket_titles(due.until)
        yield titles["overdue"], due.overdue
        yield titles["today"], today
        yield titles["passed"], due.passed
        yield titles["week"], due.week

    def _head(self) -> Iterator[str]:
        due, wrap = self._due, self._page.wrap
        many = "1 case" if due.cases == 1 else f"{due.cases or 'no'} cases"
        yield from wrap(f"What is due on {day_in_words(due.on)}, in {many}", "", "")
        if not due.cases:
            return
        counts = {
            "overdue": due.overdue,
            "for today": due.today,
            "past a day that only guides": due.passed,
            "in the seven days after": due.week,
            "not worked out": due.not_advised,
        }
        told = [f"{len(those)} {words}" for words, those in counts.items() if those]
        yield from wrap(f"{', '.join(told)}." if told else nothing_due(due.until), "", "")

    def _first_of_all(self, tasks: Sequence[Task]) -> Iterator[str]:
        """Our own safety advice, said once with every case that it is for, so that it leads and hides nothing."""
        if not tasks:
            return
        yield from self._page.title(FIRST_OF_ALL)
        cases: dict[str, dict[str, None]] = {}
        for each in tasks:
            cases.setdefault(what_in_words(each.say, each.strength), {})[each.reference] = None
        for say, references in cases.items():
            yield from self._page.wrap(say, "  - ", "    ")
            yield from self._page.labelled("In", listed(references))

    def _bucket(self, title: str, tasks: Sequence[Task]) -> Iterator[str]:
        if not tasks:
            return
        yield from self._page.title(title)
        for position, (_, those) in enumerate(groupby(tasks, key=lambda each: each.reference)):
            if position:
                yield ""
            yield from self._of_case(list(those))

    def _of_case(self, tasks: Sequence[Task]) -> Iterator[str]:
        first = tasks[0]
        heading = first.reference if first.reference == first.case else f"{first.reference}: {first.case}"
        yield from self._page.wrap(heading, "  ", "    ")
        for each in tasks:
            yield from self._task(each)

    def _task(self, task: Task) -> Iterator[str]:
        labelled = self._page.labelled
        yield from self._page.wrap(what_in_words(task.say, task.strength), "  - ", "    ")
        yield from labelled("By", _by(task))
        yield from labelled("Who", _who(task))
        if task.contact:
            yield from labelled("Towards", _holder(task.contact, task))
        for find in dict.fromkeys(found.find for found in (task.actor, task.contact) if found and found.find):
            yield from labelled("Find", find)
        yield from labelled("How firm", _firmness(task))
        for other in task.conflicts:
            yield from labelled("Not with", f"{other} Both are advised and cannot both be followed; you choose.")
        if task.lapse and task.due and task.due.on < task.on:
            yield from labelled("What now", task.lapse)


def _by(task: Task) -> str:
    due = task.due
    if due and due.on < task.on <= due.latest:
        kind = "" if due.kind == "limit" else f" ({due.kind} only)"
        return (
            f"now: {day_in_words(due.on)}, the day on the earliest reading, has passed; "
            f"on the latest it is {day_in_words(due.latest)}{kind}"
        )
    passed = "passed already: " if due and due.on < task.on else ""
    today = "today: " if due and due.on == task.on else ""
    return f"{passed}{today}{due_in_words(task)}"


def _who(task: Task) -> str:
    if task.actor:
        return _holder(task.actor, task)
    if task.recommendation:
        return "no role is named for this"
    stage = f" (the stage of: {listed(task.stage_roles)})" if task.stage_roles else ""
    return f"today's advice names nobody{stage}"


def _holder(found: Holder, task: Task) -> str:
    def named(people: Iterable[str]) -> str:
        return listed(task.names[person] for person in people)

    if found.people:
        return f"{named(found.people)}, {found.title}"
    if found.in_doubt:
        return f"{found.title}: {named(each.id for each in found.in_doubt)}, once cleared to act"
    if found.left_out:
        left = "; ".join(f"{task.names[each.id]} {each.why}" for each in found.left_out)
        return f"{found.title}: nobody who can act ({left})"
    return f"{found.title}: nobody recorded" if found.find else found.title


def _firmness(task: Task) -> str:
    rests = "our own advice, no document's" if task.basis == "ours" else ", ".join(task.clauses)
    kind = KINDS.get(task.due.kind, task.due.kind) if task.due else ""
    return f"{STRENGTH_WORDS[task.strength] if task.strength else kind} ({rests})"
