"""One item of advice in full: reasons, people and who was left out, records, readings, doubts, and the clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from decision_support.casework.numbering import Numbered
from decision_support.cli.advice_text import due_in_words, holder_in_words
from decision_support.cli.open_text import OpenText
from decision_support.cli.page import Page, numbered
from decision_support.cli.people_text import PeopleText
from decision_support.model.advice import Advice, Holder, MayNotAct, OptionLine, Recommendation
from decision_support.model.knowledge import KnowledgeBase
from decision_support.wording import STRENGTH_WORDS, answers_in_words, listed, within

from .advice_about import alike, ask_of, clauses_of, option_of
from .advice_clauses import clause_lines
from .advice_items import OURS, stage_in_words
from .advice_names import Item, names_in


def in_full(base: KnowledgeBase, advice: Advice, item: Item) -> str:
    """Everything that the advice says of an item, as wide as there is room."""
    return "\n".join(_InFull(base, advice, item).lines())


class _InFull:
    def __init__(self, base: KnowledgeBase, advice: Advice, item: Item) -> None:
        self._base = base
        self._advice = advice
        self._item = item
        self._page = Page(names_in(advice))
        self._open = OpenText(base, advice, self._page)
        self._people = PeopleText(base, self._page)

    def lines(self) -> Iterator[str]:
        found, option = alike(self._advice, self._item), option_of(self._advice, self._item)
        if found:
            yield from self._recommendation(found)
        elif option:
            yield from self._option(option)
        else:
            yield from self._another()
        yield from self._clauses()

    def _another(self) -> Iterator[str]:
        match self._item.kind:
            case "judgement":
                yield from self._judgement()
            case "silence":
                yield from self._silence()
            case "conflict":
                yield from self._conflict()
            case "alarm":
                yield from self._alarm()
            case "excluded" | "doubt":
                yield from self._may_not_act()
            case "waived":
                yield from self._waived()
            case "ask" | "unknown":
                yield from self._asked()
            case "start":
                yield from self._start()
            case "record":
                yield from self._record()
            case "question":
                yield from self._question()
            case "change":
                yield from self._change()
            case "document":
                yield from self._document()

    def _recommendation(self, found: Numbered) -> Iterator[str]:
        page, each = self._page, found.those[0]
        questions = ", ".join(one.question for one in found.those if one.question) or None
        say = f"Do not: {each.say}" if each.strength == "must_not" else each.say
        yield from page.wrap(numbered(questions, say), f"{found.number}. ", "   ")
        yield ""
        rests = (
            OURS if each.basis == "ours" else ", ".join(sorted({name for one in found.those for name in one.clauses}))
        )
        yield from page.labelled("How firm", f"{STRENGTH_WORDS[each.strength]}, {self._open.stands(each.id)} ({rests})")
        if each.due:
            yield from page.labelled("By", due_in_words(each.due, self._advice.on))
        yield from self._holder("Who", each.actor)
        yield from self._holder("Towards", each.contact)
        for because in dict.fromkeys(reason for one in found.those for reason in one.because):
            yield from page.labelled("Because", because)
        for conflict in self._advice.conflicts:
            if each.id in conflict.between:
                yield from page.labelled("Conflict", conflict.say)
        yield from self._to_keep(found.those)
        change = list(self._open.could_change(each.id))
        yield from self._section("What could change it", change)
        readings = dict.fromkeys(name for one in found.those for name in one.interpretations)
        yield from self._readings(readings)

    def _holder(self, label: str, holder: Holder | None) -> Iterator[str]:
        if holder is None:
            return
        page = self._page
        yield from page.labelled(label, holder_in_words(holder, page))
        if holder.find:
            yield from page.labelled("Find", holder.find)
        if holder.people or holder.in_doubt:
            for left in holder.left_out:
                yield from page.labelled("Not", f"{page.name(left.id)}: {left.why}.")
        for doubt in holder.in_doubt:
            yield from page.labelled("Not yet", f"{page.name(doubt.id)}: {doubt.why}.")

    def _to_keep(self, those: Iterable[Recommendation]) -> Iterator[str]:
        records = {record.id: record for each in those for record in each.records}
        lines = [
            line
            for each in records.values()
            for line in self._page.wrap(f"{each.say} ({', '.join(each.clauses)})", "  - ", "    ")
        ]
        yield from self._section("Write down", lines)

    def _readings(self, names: Iterable[str]) -> Iterator[str]:
        lines = []
        for name in names:
            known = self._base.interpretations[name]
            lines += list(self._page.wrap(f"{known.say} {known.why}", "  - ", "    "))
        yield from self._section("Our reading, not the document's", lines)

    def _section(self, title: str, lines: Sequence[str]) -> Iterator[str]:
        if lines:
            yield from self._page.title(title)
            yield from lines

    def _bullets(self, title: str, sentences: Iterable[str]) -> Iterator[str]:
        lines = [line for each in sentences for line in self._page.wrap(each, "  - ", "    ")]
        yield from self._section(title, lines)

    def _judgement(self) -> Iterator[str]:
        each = next(one for one in self._advice.judgements if one.id == self._item.name)
        page = self._page
        yield from page.wrap(each.say, "", "")
        yield ""
        yield from page.wrap("This is for people to decide. The program does not.", "", "")
        who = f"Decided by the {each.decided_by}." if each.decided_by else "The document does not say who decides this."
        yield from page.wrap(who, "", "")
        if each.about:
            questions = {one.id for one in self._advice.questions}
            about = ", ".join(f"question {one}" if one in questions else page.name(one) for one in each.about)
            yield from page.wrap(f"This concerns {about}.", "", "")
        yield from self._bullets("Choices", each.options)
        yield from self._bullets("To weigh", each.weigh)
        yield from self._bullets("Why it comes up", each.because)

    def _option(self, option: OptionLine) -> Iterator[str]:
        page = self._page
        yield from page.wrap(option.say, "", "")
        yield ""
        state = "It is under consideration." if option.considered else "Nobody has said that it is under consideration."
        yield from page.wrap(f"{state} Choosing is for people; the program only weighs.", "", "")
        named = (("Ruled out", option.ruled_out), ("For it", option.for_), ("Against it", option.against))
        for title, reasons in named:
            yield from self._bullets(title, (f"{each.because} ({', '.join(each.clauses) or OURS})" for each in reasons))
        if not option.for_ and not option.against and not option.ruled_out:
            yield from self._bullets("For and against", ("No argument follows from what is known so far.",))
        yield from self._bullets("Still to know", option.to_know)

    def _silence(self) -> Iterator[str]:
        each = next(one for one in self._advice.silences if one.id == self._item.name)
        yield from self._page.wrap(f"{each.say} ({each.id})", "", "")
        yield from self._bullets("It can be read in these ways", each.readings)
        if each.reading:
            yield from self._bullets("Our reading, not the document's", (each.reading,))
        if each.decided:
            yield from self._bullets("Decided locally", (each.decided,))
        yield from self._bullets("To decide and record", (each.decide,))

    def _conflict(self) -> Iterator[str]:
        conflict = self._advice.conflicts[int(self._item.name)]
        yield from self._page.wrap(f"These cannot both be followed: {conflict.say}", "", "")
        yield ""
        yield from self._page.wrap("The program does not choose between them; people do.", "", "")
        for each in self._advice.recommendations:
            if each.id in conflict.between and (found := alike(self._advice, Item("recommendation", each.id))):
                yield ""
                yield from self._page.wrap(each.say, f"{found.number}. ", "   ")
                rests = OURS if each.basis == "ours" else ", ".join(each.clauses)
                yield from self._page.labelled("How firm", f"{STRENGTH_WORDS[each.strength]} ({rests})")
                yield from self._page.labelled("Because", " ".join(each.because))

    def _alarm(self) -> Iterator[str]:
        alarm = next(one for one in self._advice.alarms if f"{one.guidance}.{one.role}" == self._item.name)
        yield from self._people.alarm(alarm)
        barred = [(each, False) for each in self._advice.excluded] + [(each, True) for each in self._advice.in_doubt]
        in_role = ((each, yet) for each, yet in barred if (each.guidance, each.role) == (alarm.guidance, alarm.role))
        yield from self._bullets("Who may not act", (self._people.may_not(each, yet) for each, yet in in_role))

    def _may_not_act(self) -> Iterator[str]:
        yet = self._item.kind == "doubt"
        each = self._barred(self._advice.in_doubt if yet else self._advice.excluded)
        yield from self._page.wrap(self._people.may_not(each, yet), "", "")
        yield from self._readings(each.interpretations)

    def _barred(self, those: Sequence[MayNotAct]) -> MayNotAct:
        return next(each for each in those if f"{each.person}:{each.guidance}.{each.role}" == self._item.name)

    def _waived(self) -> Iterator[str]:
        waived = next(one for one in self._advice.waived if f"{one.person}:{one.fact}" == self._item.name)
        yield from self._page.wrap(f"Waived: {waived.say}", "", "")

    def _asked(self) -> Iterator[str]:
        ask = ask_of(self._advice, self._item)
        assert ask is not None
        if self._item.kind == "unknown":
            yield from self._page.wrap("Somebody was asked, and it is still unknown. Unknown is not No.", "", "")
            yield ""
        yield from self._page.wrap(self._open.asked(ask), "", "")
        if told := self._base.facts[ask.fact].help:
            yield ""
            yield from self._page.wrap(told, "", "")
        if ask.people:
            yield ""
            yield from self._page.wrap(f"Could answer: {listed(self._page.name(each) for each in ask.people)}.", "", "")
        yield ""
        alone = (
            "An answer to this alone changes what is advised."
            if ask.at_once
            else "It matters together with other answers."
        )
        yield from self._page.wrap(alone, "", "")

    def _start(self) -> Iterator[str]:
        start = next(one for one in self._advice.starts if one.event == self._item.name)
        told = f"When was it that {within(start.say)}? Without that no day can be given."
        yield from self._page.wrap(told, "", "")
        says = [line.say for line in self._advice.timetable if line.clock.partition(".")[2] in start.clocks]
        yield from self._bullets("What is counted from it", says)

    def _record(self) -> Iterator[str]:
        those = [each for each in self._advice.recommendations if any(r.id == self._item.name for r in each.records)]
        record = next(r for each in those for r in each.records if r.id == self._item.name)
        yield from self._page.wrap(record.say, "", "")
        yield from self._bullets("Asked for with", (each.say for each in those))

    def _question(self) -> Iterator[str]:
        each = next(one for one in self._advice.questions if one.id == self._item.name)
        yield from self._page.wrap(each.ask, f"{each.id}: ", "")
        yield ""
        yield from self._page.wrap("Not applicable." if each.applies == "no" else "It is not clear yet.", "", "")
        if each.when:
            yield from self._page.wrap(f"It applies where {within(each.when)}.", "", "")
        yield from self._bullets("Why", each.why)

    def _change(self) -> Iterator[str]:
        first = self._advice.stability.could_change[int(self._item.name)]
        yield from self._page.wrap("More could still be advised:", "", "")
        effects: dict[str, list[str]] = {}
        for change in self._advice.stability.could_change:
            if change.recommendation == first.recommendation and change.change == "added":
                told = answers_in_words(self._base, change.if_, self._page.names)
                effects.setdefault(change.say, []).append(f"If {told}.")
        for say, conditions in effects.items():
            yield from self._bullets(say, conditions) if len(effects) > 1 else self._added(say, conditions)

    def _added(self, say: str, conditions: Sequence[str]) -> Iterator[str]:
        yield from self._page.wrap(say, "  ", "  ")
        yield from self._bullets("After which answers", conditions)

    def _document(self) -> Iterator[str]:
        known = self._base.documents[self._item.name].guidance
        yield from self._page.wrap(f"{known.title}, {known.edition} ({known.id}). {known.issuer}.", "", "")
        yield ""
        yield from self._page.wrap(known.about, "", "")
        line = next((each for each in self._advice.guidance if each.id == known.id), None)
        if line:
            yield from self._bullets("Where the matter is", filter(None, [stage_in_words(self._base, line)]))
            yield from self._bullets("Take care", (status.say for status in line.status))
        for each in self._advice.governing:
            if each.guidance == known.id:
                yield from self._bullets("Why it may govern", each.because)

    def _clauses(self) -> Iterator[str]:
        cited = clauses_of(self._base, self._advice, self._item)
        known = {name: clause for each in self._base.documents.values() for name, clause in each.clauses.items()}
        lines = [line for name in cited for line in clause_lines(self._page, known[name])]
        yield from self._section("The clauses, in our words", lines)
