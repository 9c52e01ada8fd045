"""Advice as text, clear at 80 columns: what to do now, then next, records, what is unknown and what unsaid."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from decision_support.model.advice import Advice, DueLine, Holder, Recommendation, TimetableLine
from decision_support.model.facts import CASE, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.wording import STATE_WORDS, STRENGTH_WORDS, day_in_words, value_in_words

WIDEST = 100
MOST_ASKED = 12
LABEL = 9


def advice_text(base: KnowledgeBase, advice: Advice) -> str:
    """The whole advice, ready to print."""
    return "\n".join(_Page(base, advice).lines())


class _Page:
    def __init__(self, base: KnowledgeBase, advice: Advice) -> None:
        self._base = base
        self._advice = advice
        self._width = max(40, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))
        people = advice.receipt.case.get("people", [])
        self._names: dict[str, str] = {person["id"]: person.get("name", person["id"]) for person in people}

    def lines(self) -> Iterator[str]:
        yield from self._head()
        now = [each for each in self._advice.recommendations if each.lane == "do" and each.urgency in ("now", "today")]
        later = [each for each in self._advice.recommendations if each.lane == "do" and each not in now]
        yield from self._recommendations("Do now", now, 1)
        if not now:
            yield from self._section("Do now", ["Nothing is due today."])
        yield from self._conflicts()
        yield from self._recommendations("Then", later, len(now) + 1)
        yield from self._judgements()
        yield from self._options()
        yield from self._records(len(now) + len(later) + 1)
        yield from self._unknown()
        yield from self._questions()
        yield from self._silences()
        yield from self._timetable()
        yield from self._clauses()
        yield from self._receipt()

    def _head(self) -> Iterator[str]:
        yield from self._wrap(self._advice.case, "", "")
        yield f"Advice for {day_in_words(self._advice.on)}"
        for line in self._advice.guidance:
            yield ""
            yield from self._wrap(f"Under: {line.title}, {line.edition} ({line.id})", "", "       ")
            if line.stage:
                title = self._base.documents[line.id].stages[line.stage].title
                name = line.stage.replace("-", " ").capitalize()
                yield from self._wrap(
                    f"Where: {name}: {title}" if name.startswith("Stage") else f"Where: {title}", "", "       "
                )
            for status in line.status:
                yield from self._wrap(status.say, "  !    ", "       ")

        yield from self._governing()

    def _governing(self) -> Iterator[str]:
        if not self._advice.guidance:
            yield ""
            yield from self._wrap("No document is named in this case.", "", "")
        for each in self._advice.governing:
            if not each.named:
                told = f"May govern too: {each.title} ({each.guidance}). {' '.join(each.because)}"
                yield from self._wrap(told, "  +    ", "       ")
        if not self._advice.guidance and not self._advice.governing:
            yield from self._wrap("By these facts none of the documents on file governs it.", "", "")

    def _recommendations(self, title: str, recommendations: Sequence[Recommendation], first: int) -> Iterator[str]:
        if not recommendations:
            return
        yield from self._title(title)
        for number, each in enumerate(recommendations, first):
            if number > first:
                yield ""
            yield from self._recommendation(number, each)

    def _recommendation(self, number: int, each: Recommendation) -> Iterator[str]:
        yield from self._wrap(each.say, f"{number:>2}. ", "    ")
        strength = STRENGTH_WORDS[each.strength]
        rests = "our own safety advice, not the document's" if each.basis == "ours" else ", ".join(each.clauses)
        yield from self._labelled("How firm", f"{strength} ({rests})")
        if each.actor:
            yield from self._labelled("Who", self._holder(each.actor))
        if each.contact:
            yield from self._labelled("Towards", self._holder(each.contact))
        for found in (each.actor, each.contact):
            if found and found.find:
                yield from self._labelled("Find", found.find)
        if each.due:
            yield from self._labelled("By", _due(each.due))
        yield from self._labelled("Because", " ".join(each.because))
        for name in each.interpretations:
            yield from self._labelled("Our view", self._base.interpretations[name].say)

    def _holder(self, found: Holder) -> str:
        if not found.people:
            left = "; ".join(f"{self._name(each.id)} {each.why}" for each in found.left_out)
            return f"{found.title}: nobody recorded{f' ({left})' if left else ''}"
        return f"{' and '.join(self._name(person) for person in found.people)}, {found.title}"

    def _conflicts(self) -> Iterator[str]:
        if self._advice.conflicts:
            yield from self._section(
                "These cannot both be followed", [each.say for each in self._advice.conflicts], "x  "
            )

    def _judgements(self) -> Iterator[str]:
        if not self._advice.judgements:
            return
        yield from self._title("For people to decide")
        for each in self._advice.judgements:
            who = f" Decided by: {each.decided_by}." if each.decided_by else " The document names nobody to decide it."
            about = f" ({', '.join(self._name(person) for person in each.about)})" if each.about else ""
            yield from self._wrap(f"{each.say}{about}{who} ({', '.join(each.clauses)})", "  * ", "    ")
            for thing in each.weigh:
                yield from self._wrap(thing, "    - ", "      ")

    def _options(self) -> Iterator[str]:
        shown = [
            each for each in self._advice.options if each.considered or each.for_ or each.against or each.ruled_out
        ]
        if not shown:
            return
        yield from self._title("Options, for and against")
        for each in shown:
            yield from self._wrap(each.say, "  * ", "    ")
            for sign, reasons in (("ruled out:", each.ruled_out), ("for:", each.for_), ("against:", each.against)):
                for reason in reasons:
                    yield from self._wrap(f"{sign} {reason.because} ({', '.join(reason.clauses)})", "    - ", "      ")
            for question in each.to_know:
                yield from self._wrap(f"still to know: {question}", "    - ", "      ")

    def _questions(self) -> Iterator[str]:
        lines = [each for each in self._advice.questions if each.applies != "yes"]
        if not lines:
            return
        yield from self._title("Questions that do not apply, or may not")
        for each in lines:
            if each.applies == "no":
                yield from self._wrap(f"{each.id} does not apply: {' '.join(each.why)}", "  - ", "    ")
            else:
                when = f" It applies where {each.when}." if each.when else ""
                yield from self._wrap(f"{each.id} may apply; it is not yet clear.{when}", "  - ", "    ")

    def _records(self, first: int) -> Iterator[str]:
        to_record = [each for each in self._advice.recommendations if each.lane == "record"]
        kept: dict[str, tuple[str, tuple[str, ...]]] = {}
        for each in self._advice.recommendations:
            for record in each.records:
                kept[record.id] = (record.say, record.clauses)
        if not to_record and not kept:
            return
        yield from self._title("Write down")
        for number, each in enumerate(to_record, first):
            strength = STRENGTH_WORDS[each.strength]
            yield from self._wrap(f"{each.say} [{strength}; {', '.join(each.clauses)}]", f"{number:>2}. ", "    ")
        for say, clauses in kept.values():
            yield from self._wrap(f"{say} ({', '.join(clauses)})", "  - ", "    ")

    def _unknown(self) -> Iterator[str]:
        yield from self._title("What we do not know")
        if not self._advice.ask and self._advice.stability.settled:
            yield from self._wrap("Nothing that would change this advice.", "  ", "  ")
            return
        for ask in self._advice.ask[:MOST_ASKED]:
            who = f" ({self._name(ask.subject)})" if ask.subject != "case" else ""
            yield from self._wrap(f"{ask.question}{who}", "  ? ", "    ")
        if len(self._advice.ask) > MOST_ASKED:
            yield from self._wrap("More questions follow once these are answered; --format json lists all.", "  ", "  ")
        yield from self._could_change()

    def _could_change(self) -> Iterator[str]:
        by_answer: dict[tuple[tuple[str, str], ...], list[tuple[str, str]]] = {}
        for change in self._advice.stability.could_change:
            by_answer.setdefault(tuple(change.if_.items()), []).append((change.change, change.say))
        if not by_answer:
            yield from self._wrap("No answer would change this advice.", "  ", "  ")
            return
        yield ""
        yield from self._wrap("This advice could still change:", "  ", "  ")
        for answers, changes in by_answer.items():
            condition = " and ".join(self._answer(fact, value) for fact, value in answers)
            yield from self._wrap(f"If {condition}:", "  ~ ", "    ")
            for kind, say in changes:
                words = {"withdrawn": "no longer", "added": "also", "strength": "with other force"}[kind]
                yield from self._wrap(f"{words}: {say}", "    - ", "      ")

    def _answer(self, fact: str, value: str) -> str:
        """One answer as a clause. A fact of a subject other than the case stands behind the subject's id."""
        if fact in self._base.facts:
            text = value_in_words(self._base, fact, CASE, value, self._names)
        else:
            subject, _, name = fact.rpartition(".")
            text = value_in_words(self._base, name, Subject(self._base.facts[name].about, subject), value, self._names)
        return text[:1].lower() + text[1:].rstrip(".")

    def _silences(self) -> Iterator[str]:
        if not self._advice.silences:
            return
        yield from self._title("What the document does not say")
        for each in self._advice.silences:
            yield from self._wrap(f"{each.say} ({each.id})", "  - ", "    ")
            if each.reading:
                yield from self._wrap(f"Our reading, not the document's: {each.reading}", "    ", "    ")
            yield from self._wrap(f"To record: {each.decide}", "    ", "    ")

    def _timetable(self) -> Iterator[str]:
        shown = [line for line in self._advice.timetable if line.on]
        if not shown:
            return
        yield from self._title("Timetable")
        for line in shown:
            yield from self._wrap(f"{line.say}: {_when(line)}", "  - ", "    ")

    def _clauses(self) -> Iterator[str]:
        cited = {name for each in self._advice.recommendations for name in each.clauses}
        cited |= {name for each in self._advice.judgements for name in each.clauses}
        known = [clause for document in self._base.documents.values() for clause in document.clauses.values()]
        if cited:
            yield from self._title("The clauses, in our words")
        for clause in known:
            if clause.id in cited:
                yield from self._wrap(f"{clause.id}  {clause.text} [{clause.place}]", "  ", "    ")

    def _receipt(self) -> Iterator[str]:
        receipt = self._advice.receipt
        yield ""
        yield from self._wrap(
            f"decision-support {receipt.program}, knowledge {receipt.knowledge[:12]}. This is advice; people decide.",
            "",
            "",
        )

    def _name(self, person: str) -> str:
        return self._names.get(person, person)

    def _title(self, title: str) -> Iterator[str]:
        yield ""
        yield title.upper()

    def _section(self, title: str, sentences: Iterable[str], bullet: str = "") -> Iterator[str]:
        yield from self._title(title)
        for sentence in sentences:
            yield from self._wrap(sentence, f"  {bullet}", "  " + " " * len(bullet))

    def _labelled(self, label: str, text: str) -> Iterator[str]:
        yield from self._wrap(text, f"    {label:<{LABEL}} ", " " * (LABEL + 5))

    def _wrap(self, text: str, first: str, rest: str) -> Iterator[str]:
        yield from textwrap.wrap(
            text,
            self._width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )


def _due(due: DueLine) -> str:
    urgency: Mapping[str, str] = {"overdue": "passed already: ", "due_today": "today: "}
    text = f"{urgency.get(due.state, '')}{day_in_words(due.on)}"
    if due.latest != due.on:
        text += f" ({day_in_words(due.latest)} on another reading; work to the earlier)"
    return text if due.kind == "limit" else f"{text} ({due.kind} only)"


def _when(line: TimetableLine) -> str:
    assert line.on and line.latest
    day = day_in_words(line.on)
    if line.latest != line.on:
        day += f", or {day_in_words(line.latest)} on another reading"
    if line.ended:
        how = "in time" if line.state == "met" else "late"
        return f"{day}. Ended {how}, on {day_in_words(line.ended)}."
    expected = " Later bank holidays are expected ones, not yet proclaimed." if line.expected else ""
    return f"{day}. It {STATE_WORDS[line.state]}.{expected}"
