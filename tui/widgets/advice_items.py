"""A piece of advice as items of a list: what presses first, each with how firm it is, who does it and by when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from textual.content import Content
from textual.widgets.option_list import Option

from decision_support.casework.numbering import Numbered, numbered_advice
from decision_support.cli.advice_text import due_in_words, holder_in_words, nothing_now
from decision_support.cli.open_text import MOST_ASKED, MOST_CHANGES, OpenText
from decision_support.cli.page import Page, numbered
from decision_support.cli.people_text import PeopleText
from decision_support.model.advice import Advice, Ask, GuidanceLine, OptionLine, Recommendation
from decision_support.model.knowledge import KnowledgeBase
from decision_support.wording import STRENGTH_WORDS, answers_in_words, within

from .advice_names import Item, names_in, weighed
from .hanging import Hanging

QUIET = "dim"
OURS = "our own advice, no document's"
BULLET = "  - "


def advice_items(base: KnowledgeBase, advice: Advice, decided: Mapping[str, str]) -> list[Option]:
    """The whole advice. The id of an item is that of an `Item`; titles cannot be chosen."""
    return _Items(base, advice, decided).everything()


def brief_items(base: KnowledgeBase, advice: Advice, decided: Mapping[str, str]) -> list[Option]:
    """What to do, what people decide, and what is in the way of it: two lines each."""
    return _Items(base, advice, decided).brief()


class _Items:
    def __init__(self, base: KnowledgeBase, advice: Advice, decided: Mapping[str, str]) -> None:
        self._base = base
        self._decided = decided
        self._advice = advice
        self._page = Page(names_in(advice))
        self._open = OpenText(base, advice, self._page)
        self._people = PeopleText(base, self._page)
        self._numbered = numbered_advice(advice)
        self._options: list[Option] = []

    def everything(self) -> list[Option]:
        self._section("Do now", self._recommended("now") or self._nothing())
        self._section("These cannot both be followed", self._conflicts())
        self._section("Alarm", self._alarms())
        self._section("May govern too" if self._advice.guidance else "May govern", self._governing())
        self._section("Then", self._recommended("then"))
        self._section("For people to decide", self._judgements())
        self._section("Options, for and against", self._weighed())
        self._section("People", self._who_may_not_act())
        self._section("Write down", self._to_write_down())
        self._section("What we do not know", self._unknown())
        self._section("What the document does not say", self._silences())
        self._section("Questions that do not apply, or may not", self._questions())
        self._section("What this rests on", self._documents())
        return self._options

    def brief(self) -> list[Option]:
        self._section("Do now", self._recommended("now", brief=True) or self._nothing())
        self._section("These cannot both be followed", self._conflicts())
        self._section("Alarm", self._alarms(brief=True))
        self._section("Then", self._recommended("then", brief=True))
        self._section("For people to decide", self._judgements(brief=True))
        self._section("More (press a)", self._more())
        return self._options

    def _more(self) -> Iterator[Option]:
        """What the advice has besides, so that nothing in it goes unnoticed."""
        records = [each for each in self._numbered if each.part == "record"]
        for each in records:
            yield _item(
                Item("recommendation", each.those[0].id), f"{each.number:>2}. ", *self._advised(each, brief=True)
            )
        yield from self._who_may_not_act()
        yield from self._governing()
        yield from self._documents()

    def _section(self, title: str, items: Iterable[Option]) -> None:
        shown = list(items)
        if shown:
            gap = "\n" if self._options else ""
            self._options.append(Option(Content.styled(f"{gap}{title.upper()}", "bold $accent"), disabled=True))
            self._options.extend(shown)

    def _recommended(self, part: str, brief: bool = False) -> list[Option]:
        return [
            _item(Item("recommendation", each.those[0].id), f"{each.number:>2}. ", *self._advised(each, brief))
            for each in self._numbered
            if each.part == part
        ]

    def _advised(self, alike: Numbered, brief: bool) -> Iterator[str | Content]:
        each = alike.those[0]
        say = numbered(each.question, f"Do not: {each.say}" if each.strength == "must_not" else each.say)
        presses = each.strength in ("must", "must_not") or alike.part == "now"
        yield Content.styled(say, "bold") if presses else say
        firm = f"{STRENGTH_WORDS[each.strength]}, {self._open.stands(each.id)}"
        who = holder_in_words(each.actor, self._page) if each.actor else ""
        by = f"by: {due_in_words(each.due, self._advice.on)}" if each.due else ""
        if brief:
            ours = OURS if each.basis == "ours" else ""
            yield "; ".join(told for told in (firm, ours, by, who) if told)
            yield self._decided.get(each.id, "")
            return
        yield f"{firm} ({_rests_on(each)})"
        if who:
            yield f"who: {who}"
        if each.contact:
            yield f"towards: {holder_in_words(each.contact, self._page)}"
        if by:
            yield by
        yield self._decided.get(each.id, "")

    def _nothing(self) -> list[Option]:
        return [_aside(say) for say in nothing_now(self._advice)]

    def _conflicts(self) -> Iterator[Option]:
        for index, each in enumerate(self._advice.conflicts):
            yield _item(Item("conflict", str(index)), "  x ", Content.styled(each.say, "bold"))

    def _alarms(self, brief: bool = False) -> Iterator[Option]:
        for each in self._advice.alarms:
            told = "One of these is enough:" if len(each.mends) > 1 else "What is needed:"
            mends = [told, *(f"- {mend.say}" for mend in each.mends)] if each.mends and not brief else []
            item = Item("alarm", f"{each.guidance}.{each.role}")
            yield _item(item, "  ! ", Content.styled(each.say, "bold"), *mends)

    def _judgements(self, brief: bool = False) -> Iterator[Option]:
        for each in self._advice.judgements:
            decides = f"Decided by the {each.decided_by}." if each.decided_by else "It does not say who decides this."
            about = f"This concerns {self._subjects(each.about)}. " if each.about else ""
            choices = f"Choices: {'; '.join(each.options)}." if each.options and not brief else ""
            lines = [f"{about}{decides} ({', '.join(each.clauses) or OURS})", choices, self._decided.get(each.id, "")]
            yield _item(Item("judgement", each.id), "  * ", each.say, *lines)

    def _subjects(self, ids: Sequence[str]) -> str:
        questions = {each.id for each in self._advice.questions}
        return ", ".join(f"question {each}" if each in questions else self._page.name(each) for each in ids)

    def _weighed(self) -> Iterator[Option]:
        for each in weighed(self._advice):
            yield _item(Item("option", each.id), "  * ", each.say, _arguments(each))

    def _who_may_not_act(self) -> Iterator[Option]:
        for each in self._advice.excluded:
            name = f"{each.person}:{each.guidance}.{each.role}"
            yield _item(Item("excluded", name), BULLET, self._people.may_not(each))
        for each in self._advice.in_doubt:
            name = f"{each.person}:{each.guidance}.{each.role}"
            yield _item(Item("doubt", name), BULLET, self._people.may_not(each, yet=True))
        for waived in self._advice.waived:
            yield _item(Item("waived", f"{waived.person}:{waived.fact}"), BULLET, f"Waived: {waived.say}")

    def _to_write_down(self) -> Iterator[Option]:
        for alike in self._numbered:
            if alike.part == "record":
                first = alike.those[0]
                questions = ", ".join(each.question for each in alike.those if each.question)
                who = f" by {holder_in_words(first.actor, self._page)}" if first.actor and first.actor.people else ""
                cited = ", ".join(sorted({name for each in alike.those for name in each.clauses})) or OURS
                told = (numbered(questions or None, first.say), f"{STRENGTH_WORDS[first.strength]}{who} ({cited})")
                yield _item(Item("recommendation", first.id), f"{alike.number:>2}. ", *told)
        for record in {each.id: each for one in self._advice.recommendations for each in one.records}.values():
            yield _item(Item("record", record.id), BULLET, record.say, f"({', '.join(record.clauses)})")

    def _unknown(self) -> Iterator[Option]:
        for ask in self._advice.unknown:
            yield self._asked(Item("unknown", f"{ask.subject}:{ask.fact}"), ask, "Still unknown: ")
        for start in self._advice.starts:
            told = f"When was it that {within(start.say)}?"
            yield _item(Item("start", start.event), "  ? ", told, "Without that no day can be given.")
        for ask in self._advice.ask[:MOST_ASKED]:
            yield self._asked(Item("ask", f"{ask.subject}:{ask.fact}"), ask)
        if len(self._advice.ask) > MOST_ASKED:
            yield _aside("More questions follow once these are answered.")
        yield from self._could_be_added()
        if not (self._advice.ask or self._advice.starts or self._advice.unknown) and self._advice.stability.settled:
            yield _aside("Nothing that would change this advice.")

    def _could_be_added(self) -> Iterator[Option]:
        """What more would be advised after other answers; those answers together that would add the same."""
        added: dict[tuple[tuple[str, str], ...], list[tuple[int, str]]] = {}
        for index, change in enumerate(self._advice.stability.could_change):
            if change.change == "added" and change.question is None:
                added.setdefault(tuple(change.if_.items()), []).append((index, change.say))
        alike: dict[tuple[str, ...], list[tuple[int, str]]] = {}
        for answers, those in added.items():
            condition = answers_in_words(self._base, dict(answers), self._page.names)
            alike.setdefault(tuple(say for _, say in those), []).append((those[0][0], condition))
        for says, conditions in list(alike.items())[:MOST_CHANGES]:
            told = f"If {', or if '.join(condition for _, condition in conditions)}:"
            yield _item(Item("change", str(conditions[0][0])), "  ~ ", told, *(f"- {say}" for say in says))
        if len(alike) > MOST_CHANGES:
            yield _aside("Other answers could add to it too.")

    def _governing(self) -> Iterator[Option]:
        for each in self._advice.governing:
            if not each.named:
                yield _item(Item("document", each.guidance), "  + ", f"{each.title} ({each.guidance})", *each.because)

    def _documents(self) -> Iterator[Option]:
        for each in self._advice.guidance:
            lines = [stage_in_words(self._base, each), *(f"! {status.say}" for status in each.status)]
            yield _item(Item("document", each.id), BULLET, f"{each.title}, {each.edition} ({each.id})", *lines)

    def _asked(self, item: Item, ask: Ask, before: str = "") -> Option:
        return _item(item, "  ? ", f"{before}{self._open.asked(ask)}")

    def _silences(self) -> Iterator[Option]:
        for each in self._advice.silences:
            told = f"Decided locally: {each.decided}" if each.decided else each.decide
            yield _item(Item("silence", each.id), BULLET, each.say, f"{told} ({each.id})")

    def _questions(self) -> Iterator[Option]:
        alike: dict[tuple[str, str], list[str]] = {}
        for each in self._advice.questions:
            if each.applies != "yes":
                reason = " ".join(each.why) if each.applies == "no" else (each.when or "")
                alike.setdefault((each.applies, reason), []).append(each.id)
        for (applies, reason), ids in alike.items():
            told = f"not applicable. {reason}" if applies == "no" else f"not yet clear. Applies where {within(reason)}."
            yield _item(Item("question", ids[0]), BULLET, f"{', '.join(ids)}: {told}")


def stage_in_words(base: KnowledgeBase, line: GuidanceLine) -> str:
    """Where the matter is in a document; nothing where it has no stages."""
    if not line.stage:
        return ""
    title, name = base.documents[line.id].stages[line.stage].title, line.stage.replace("-", " ").capitalize()
    return f"{name}: {title}" if name.startswith("Stage") else title


def _item(item: Item, mark: str, say: str | Content, *quieter: str | Content) -> Option:
    """One item: what it says, and below it, less loudly, whatever there is to say of it."""
    lines = [say if isinstance(say, Content) else Content(say)]
    lines += [Content.styled(str(each), QUIET) for each in quieter if each]
    return Option(Hanging(mark, Content("\n").join(lines)), id=item.id)


def _aside(say: str) -> Option:
    """A sentence that nothing can be asked about."""
    return Option(Hanging("    ", Content(say)), disabled=True)


def _rests_on(each: Recommendation) -> str:
    return OURS if each.basis == "ours" else ", ".join(each.clauses)


def _arguments(option: OptionLine) -> str:
    told = [
        f"{count} {word}"
        for count, word in (
            (len(option.for_), "for"),
            (len(option.against), "against"),
            (len(option.to_know), "still to know"),
        )
        if count
    ]
    ruled_out = "Ruled out. " if option.ruled_out else ""
    return f"{ruled_out}{', '.join(told).capitalize() or 'No argument yet'}."
