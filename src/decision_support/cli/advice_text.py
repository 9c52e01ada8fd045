"""Advice as text, clear at 80 columns: what to do now, then next, records, what is unknown and what unsaid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from decision_support.casework.numbering import Numbered, numbered_advice
from decision_support.model.advice import Advice, DueLine, Holder, Recommendation, TimetableLine
from decision_support.model.knowledge import KnowledgeBase
from decision_support.wording import STATE_WORDS, STRENGTH_WORDS, day_in_words, within

from .open_text import OpenText
from .page import Page, numbered
from .people_text import PeopleText


def advice_text(base: KnowledgeBase, advice: Advice) -> str:
    """The whole advice, ready to print."""
    return "\n".join(_Page(base, advice).lines())


class _Page:
    def __init__(self, base: KnowledgeBase, advice: Advice) -> None:
        self._base = base
        self._advice = advice
        people = advice.receipt.case.get("people", [])
        self._text = Page({person["id"]: person.get("name", person["id"]) for person in people})
        self._open = OpenText(base, advice, self._text)
        self._people = PeopleText(base, self._text)

    def lines(self) -> Iterator[str]:
        yield from self._head()
        now, later, to_record = (
            [each for each in numbered_advice(self._advice) if each.part == part] for part in ("now", "then", "record")
        )
        yield from self._recommendations("Do now", now)
        if not now:
            yield from self._text.section("Do now", list(nothing_now(self._advice)))
        yield from self._conflicts()
        yield from self._people.of_advice(self._advice)
        yield from self._recommendations("Then", later)
        yield from self._judgements()
        yield from self._options()
        yield from self._records(to_record)
        yield from self._open.unknown()
        yield from self._open.questions()
        yield from self._silences()
        yield from self._timetable()
        yield from self._clauses()
        yield from self._receipt()

    def _head(self) -> Iterator[str]:
        yield from self._text.wrap(self._advice.case, "", "")
        yield f"Advice for {day_in_words(self._advice.on)}"
        for line in self._advice.guidance:
            yield ""
            yield from self._text.wrap(f"Under: {line.title}, {line.edition} ({line.id})", "", "       ")
            if line.stage:
                title = self._base.documents[line.id].stages[line.stage].title
                name = line.stage.replace("-", " ").capitalize()
                yield from self._text.wrap(
                    f"Where: {name}: {title}" if name.startswith("Stage") else f"Where: {title}", "", "       "
                )
            for status in line.status:
                yield from self._text.wrap(status.say, "  !    ", "       ")

        yield from self._governing()

    def _governing(self) -> Iterator[str]:
        if not self._advice.guidance:
            yield ""
            yield from self._text.wrap("No document is named in this case.", "", "")
        said = "May govern too" if self._advice.guidance else "May govern"
        for each in self._advice.governing:
            if not each.named:
                told = f"{said}: {each.title} ({each.guidance}). {' '.join(each.because)}"
                yield from self._text.wrap(told, "  +    ", "       ")
        if not self._advice.guidance and self._advice.governing:
            yield from self._text.wrap(
                "Name it under 'guidance' in the case file to be advised under it.", "       ", "       "
            )
        if not self._advice.guidance and not self._advice.governing:
            yield from self._text.wrap("By these facts none of the documents on file governs it.", "", "")

    def _recommendations(self, title: str, recommendations: Sequence[Numbered]) -> Iterator[str]:
        if not recommendations:
            return
        yield from self._text.title(title)
        for position, each in enumerate(recommendations):
            if position:
                yield ""
            yield from self._recommendation(each.number, each.those[0])

    def _recommendation(self, number: int, each: Recommendation) -> Iterator[str]:
        say = f"Do not: {each.say}" if each.strength == "must_not" else each.say
        yield from self._text.wrap(numbered(each.question, say), f"{number:>2}. ", "    ")
        strength = STRENGTH_WORDS[each.strength]
        rests = "our own advice, no document's" if each.basis == "ours" else ", ".join(each.clauses)
        yield from self._text.labelled("How firm", f"{strength}, {self._open.stands(each.id)} ({rests})")
        if each.actor:
            yield from self._text.labelled("Who", holder_in_words(each.actor, self._text))
        if each.contact:
            yield from self._text.labelled("Towards", holder_in_words(each.contact, self._text))
        for found in (each.actor, each.contact):
            if found and found.find:
                yield from self._text.labelled("Find", found.find)
        if each.due:
            yield from self._text.labelled("By", due_in_words(each.due, self._advice.on))
        yield from self._text.labelled("Because", " ".join(each.because))
        yield from self._open.could_change(each.id)
        for name in each.interpretations:
            yield from self._text.labelled("Our view", self._base.interpretations[name].say)

    def _conflicts(self) -> Iterator[str]:
        if self._advice.conflicts:
            yield from self._text.section(
                "These cannot both be followed", [each.say for each in self._advice.conflicts], "x  "
            )

    def _judgements(self) -> Iterator[str]:
        if not self._advice.judgements:
            return
        yield from self._text.title("For people to decide")
        for each in self._advice.judgements:
            about = f" This concerns {self._subjects(each.about)}." if each.about else ""
            who = f" Decided by the {each.decided_by}." if each.decided_by else ""
            yield from self._text.wrap(f"{each.say}{about}{who} ({', '.join(each.clauses)})", "  * ", "    ")
            if each.options:
                yield from self._text.wrap(f"Choices: {'; '.join(each.options)}.", "    ", "    ")
            for thing in each.weigh:
                yield from self._text.wrap(thing, "    - ", "      ")
            if not each.decided_by:
                yield from self._text.wrap("The document does not say who decides this.", "    - ", "      ")

    def _subjects(self, ids: Sequence[str]) -> str:
        questions = {each.id for each in self._advice.questions}
        return ", ".join(f"question {each}" if each in questions else self._text.name(each) for each in ids)

    def _options(self) -> Iterator[str]:
        shown = [
            each for each in self._advice.options if each.considered or each.for_ or each.against or each.ruled_out
        ]
        if not shown:
            return
        yield from self._text.title("Options, for and against")
        for each in shown:
            yield from self._text.wrap(each.say, "  * ", "    ")
            for sign, reasons in (("ruled out:", each.ruled_out), ("for:", each.for_), ("against:", each.against)):
                for reason in reasons:
                    yield from self._text.wrap(
                        f"{sign} {reason.because} ({', '.join(reason.clauses)})", "    - ", "      "
                    )
            for question in each.to_know:
                yield from self._text.wrap(f"still to know: {question}", "    - ", "      ")

    def _records(self, to_record: Sequence[Numbered]) -> Iterator[str]:
        kept: dict[str, tuple[str, tuple[str, ...]]] = {}
        for each in self._advice.recommendations:
            for record in each.records:
                kept[record.id] = (record.say, record.clauses)
        if not to_record and not kept:
            return
        yield from self._text.title("Write down")
        for alike in to_record:
            first = alike.those[0]
            who = f" by {holder_in_words(first.actor, self._text)}" if first.actor and first.actor.people else ""
            questions = ", ".join(sorted((each.question for each in alike.those if each.question), key=_in_order))
            cited = ", ".join(sorted({name for each in alike.those for name in each.clauses}))
            strength = STRENGTH_WORDS[first.strength]
            told = f"{numbered(questions or None, first.say)} [{strength}{who}; {cited}]"
            yield from self._text.wrap(told, f"{alike.number:>2}. ", "    ")
        for say, clauses in kept.values():
            yield from self._text.wrap(f"{say} ({', '.join(clauses)})", "  - ", "    ")

    def _silences(self) -> Iterator[str]:
        if not self._advice.silences:
            return
        yield from self._text.title("What the document does not say")
        for each in self._advice.silences:
            yield from self._text.wrap(f"{each.say} ({each.id})", "  - ", "    ")
            if each.reading:
                yield from self._text.wrap(f"Our reading, not the document's: {each.reading}", "    ", "    ")
            told = f"Decided locally: {each.decided}" if each.decided else each.decide
            yield from self._text.wrap(told, "    ", "    ")

    def _timetable(self) -> Iterator[str]:
        shown = [line for line in self._advice.timetable if line.on]
        if not shown:
            return
        yield from self._text.title("Timetable")
        for line in shown:
            yield from self._text.wrap(f"{line.say}: {timing(line, self._advice.on)}", "  - ", "    ")

    def _clauses(self) -> Iterator[str]:
        cited = {name for each in self._advice.recommendations for name in each.clauses}
        cited |= {name for each in self._advice.judgements for name in each.clauses}
        arguments = [reason for each in self._advice.options for reason in (*each.for_, *each.against, *each.ruled_out)]
        cited |= {name for reason in arguments for name in reason.clauses}
        known = [clause for document in self._base.documents.values() for clause in document.clauses.values()]
        if cited:
            yield from self._text.title("The clauses, in our words")
        for clause in known:
            if clause.id in cited:
                yield from self._text.wrap(f"{clause.id}  {clause.text} [{clause.place}]", "  ", "    ")

    def _receipt(self) -> Iterator[str]:
        receipt = self._advice.receipt
        yield ""
        yield from self._text.wrap(
            f"decision-support {receipt.program}, knowledge {receipt.knowledge[:12]}. This is advice; people decide.",
            "",
            "",
        )


def nothing_now(advice: Advice) -> Iterator[str]:
    """What to say where nothing has to be done today: a limit may run out all the same."""
    ending = [line.say for line in advice.timetable if line.state == "due_today" and not line.ended]
    later = [each.those[0] for each in numbered_advice(advice) if each.part == "then"]
    for say in ending:
        yield f"A limit runs out today: {within(say)}."
    if later and not any(each.due for each in later):
        yield "Nothing here has a date. Begin with the first thing below."
    elif not ending:
        yield "Nothing is due today."


def holder_in_words(found: Holder, page: Page) -> str:
    """Who acts in a role, or why nobody does."""
    if not found.people and not found.left_out and found.find is None:
        return found.title
    if not found.people and found.in_doubt:
        doubtful = " or ".join(page.name(each.id) for each in found.in_doubt)
        return f"{found.title}: {doubtful}, once cleared to act (see People)"
    if not found.people:
        left = "; ".join(f"{page.name(each.id)} {each.why}" for each in found.left_out)
        return f"{found.title}: {f'nobody who can act ({left})' if left else 'nobody recorded'}"
    return f"{' and '.join(page.name(person) for person in found.people)}, {found.title}"


def _in_order(question: str) -> list[int]:
    return [int(part) for part in question.split(".") if part.isdecimal()]


def due_in_words(due: DueLine, today: str) -> str:
    """By when, on this day, as an ISO date: with the other reading, and no more than its kind."""
    if due.on < today <= due.latest:
        return (
            f"now: {day_in_words(due.on)}, the day on the earliest reading, has passed; "
            f"on the latest it is {day_in_words(due.latest)}"
        )
    urgency: Mapping[str, str] = {"overdue": "passed already: ", "due_today": "today: "}
    text = f"{urgency.get(due.state, '')}{day_in_words(due.on)}{f' at {due.at}' if due.at else ''}"
    if due.latest != due.on:
        text += f" ({day_in_words(due.latest)} on another reading; work to the earlier)"
    return text if due.kind == "limit" else f"{text} ({due.kind} only)"


def timing(line: TimetableLine, today: str) -> str:
    """When a clock runs out, and how it stands on this day, as an ISO date."""
    assert line.on and line.latest
    day = day_in_words(line.on)
    if line.latest != line.on:
        day += f", or {day_in_words(line.latest)} on another reading"
    if line.ended and line.ended_by == "settled":
        return f"{day}. It ended when the matter was settled, on {day_in_words(line.ended)}."
    if line.ended and line.ended_by == "left":
        return f"{day}. Its stage was left on {day_in_words(line.ended)}; nothing else on record ended it."
    if line.ended:
        return f"{day}. Ended {_how_ended(line)}, on {day_in_words(line.ended)}."
    state = "has run out on the earliest reading" if line.on < today <= line.latest else STATE_WORDS[line.state]
    expected = " Later bank holidays are expected ones, not yet proclaimed." if line.expected else ""
    return f"{day}. It {state}.{expected}"


def _how_ended(line: TimetableLine) -> str:
    assert line.on and line.ended
    if line.state != "met":
        return "late" if line.state == "overdue" else "after its indicative day"
    return "in time" if line.ended <= line.on else "in time on the later reading only"
