"""What people decided: a judgement, a silence that is settled locally, advice that was followed or set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from textual.content import Content
from textual.widget import Widget
from textual.widgets import TextArea

from decision_support.casework.filing import deciding
from decision_support.casework.numbering import numbered_advice
from decision_support.cli.advice_text import due_in_words, holder_in_words
from decision_support.cli.page import Page, numbered
from decision_support.model.advice import JudgementLine, Recommendation, SilenceLine
from decision_support.wording import STRENGTH_WORDS

from .form import KEYS_HELP, Form, Pick, refused_as_closed

if TYPE_CHECKING:
    from decision_support.tui.screens.room import Room

Kind = Literal["judgement", "silence", "recommendation"]

FOLLOWED, SET_ASIDE = "followed", "set_aside"
OWN_WORDS = "something else, in the words below"


def decide_for(room: Room, kind: Kind, id: str) -> None:
    """Have put on record what people decided about this part of the advice."""
    if refused_as_closed(room):
        return
    form = _form(room, kind, id)
    if form is None:
        room.tell("The advice has changed, and this is no longer part of it.", "warning")
    else:
        room.app.push_screen(form)


def _form(room: Room, kind: Kind, id: str) -> Form | None:
    advice = room.matter.advice
    match kind:
        case "judgement":
            return next((JudgementForm(room, each) for each in advice.judgements if each.id == id), None)
        case "silence":
            return next((SilenceForm(room, each) for each in advice.silences if each.id == id), None)
        case "recommendation":
            found = {each.those[0].id: each.number for each in numbered_advice(advice)}
            those = (each for each in advice.recommendations if each.id == id)
            return next((AdviceForm(room, each, found.get(id)) for each in those), None)


class DecisionForm(Form):
    """What was decided, why, what was weighed, by whom, and when."""

    HELP = f"""
# What people decided

Say what was decided and why: both are kept with the case. **Space** or Enter chooses where there are a few to choose
from.
{KEYS_HELP}"""

    ID: str

    def decision_fields(self) -> Iterator[Widget]:
        yield self.words_field("Reasons", "because", "Why. They are kept with the case.")
        yield self.words_field("Considered", "considered", "What else was weighed, one on each line.")
        yield self.by_field("Decided by")
        yield self.day_field()

    def decided(self) -> str:
        """What was decided, in words; nothing where it is not said yet."""
        return self.words("decided")

    def save(self) -> str | None:
        day = self.day()
        if not self.decided():
            return "Say what was decided."
        if not self.words("because"):
            return "Give the reasons: a decision is kept with what was decided and why."
        if isinstance(day, str):
            return day
        base, decided, because, by = self.matter.desk.base, self.decided(), self.words("because"), self.by()
        considered = [each.strip() for each in self.words("considered").splitlines() if each.strip()]
        if refused := self.refused_by(by):
            return refused
        return self.room.attempt(
            lambda: self.matter.enter(
                lambda seen: (deciding.decision(base, seen, self.ID, decided, because, considered, by, day),)
            )
        )

    def refused_by(self, by: str | None) -> str | None:
        """Why whoever decided cannot be entered so."""
        return None


class JudgementForm(DecisionForm):
    """A judgement that the guidance leaves to people."""

    def __init__(self, room: Room, judgement: JudgementLine) -> None:
        super().__init__(room, judgement.say, _of_judgement(judgement))
        self.ID = judgement.id
        self._judgement = judgement

    def fields(self) -> Iterable[Widget]:
        if self._judgement.options:
            called = {str(number): say for number, say in enumerate(self._judgement.options)}
            yield self.field("Decided", Pick({**called, OWN_WORDS: OWN_WORDS}, id="choice"))
            yield self.words_field("In words", "decided", "Only where none of these says it.")
        else:
            yield self.words_field("Decided", "decided", "What was decided, in a sentence.")
        yield from self.decision_fields()

    def decided(self) -> str:
        if not self._judgement.options:
            return super().decided()
        chosen = self.query_one("#choice", Pick).value
        if chosen is None or chosen == OWN_WORDS:
            return self.words("decided")
        say = self._judgement.options[int(chosen)]
        more = self.words("decided")
        return f"{say[:1].upper()}{say[1:].rstrip('.')}.{f' {more}' if more else ''}"


class SilenceForm(DecisionForm):
    """A local decision where the document does not say."""

    def __init__(self, room: Room, silence: SilenceLine) -> None:
        super().__init__(room, f"{silence.id}: what the document does not say", _of_silence(silence))
        self.ID = silence.id

    def fields(self) -> Iterable[Widget]:
        yield self.words_field("Decided", "decided", "The local decision, in a sentence or two.")
        yield from self.decision_fields()

    def refused_by(self, by: str | None) -> str | None:
        if by is None or by in {person.id for person in self.matter.case.people}:
            return None
        return f"Nobody called '{by}' is in this case. Name somebody of the case, or say it with the reasons."


class AdviceForm(Form):
    """Advice that was followed, or set aside with a reason."""

    HELP = f"""
# Advice that was followed, or set aside

**Space** or Enter chooses which. Advice that is set aside is kept with the reason.
{KEYS_HELP}"""

    def __init__(self, room: Room, advised: Recommendation, number: int | None) -> None:
        say = f"Do not: {advised.say}" if advised.strength == "must_not" else advised.say
        title = f"{f'{number}. ' if number else ''}{numbered(advised.question, say)}"
        super().__init__(room, title, _of_advice(room, advised))
        self._advised = advised

    def fields(self) -> Iterable[Widget]:
        yield self.field("The advice", Pick({FOLLOWED: "was followed", SET_ASIDE: "was set aside"}, id="how"))
        yield self.words_field("Reason", "because", "Needed where it was set aside; a note where it was followed.")
        yield self.by_field()
        yield self.day_field()

    def save(self) -> str | None:
        how, text, by, day = self.query_one("#how", Pick).value, self.words("because") or None, self.by(), self.day()
        if how is None:
            return "Say whether it was followed or set aside: press Enter on one."
        if how == SET_ASIDE and text is None:
            self.query_one("#because", TextArea).focus()
            return "Give the reason: advice that is set aside is kept with why."
        if isinstance(day, str):
            return day
        advice, what = self.matter.advice, self._advised.id
        make = deciding.followed if how == FOLLOWED else deciding.set_aside
        return self.room.attempt(lambda: self.matter.enter(lambda seen: (make(seen, advice, what, by, day, text),)))


def _of_judgement(judgement: JudgementLine) -> Content:
    who = f"Decided by the {judgement.decided_by}." if judgement.decided_by else ""
    unsaid = "" if judgement.decided_by else "The document does not say who decides this."
    return _lines([who or unsaid, *_bullets("To weigh:", judgement.weigh)], judgement.clauses)


def _of_silence(silence: SilenceLine) -> Content:
    ours = f"Our reading, not the document's: {silence.reading}" if silence.reading else ""
    now = f"Decided locally so far: {silence.decided}" if silence.decided else ""
    told = [silence.say, *_bullets("It can be read so:", silence.readings), ours, silence.decide, now]
    return _lines(told, silence.clauses)


def _of_advice(room: Room, advised: Recommendation) -> Content:
    names = {person.id: person.called for person in room.matter.case.people}
    firm = f"How firm: {STRENGTH_WORDS[advised.strength]}."
    who = f"Who: {holder_in_words(advised.actor, Page(names))}." if advised.actor else ""
    due = f"By: {due_in_words(advised.due, room.matter.advice.on)}." if advised.due else ""
    ours = "Our own advice, no document's." if advised.basis == "ours" else ""
    return _lines([" ".join(each for each in (firm, who, due) if each), *advised.because, ours], advised.clauses)


def _bullets(title: str, those: Sequence[str]) -> list[str]:
    return [title, *(f"- {each}" for each in those)] if those else []


def _lines(told: Sequence[str], clauses: Sequence[str]) -> Content:
    cited = f"({', '.join(clauses)})" if clauses else ""
    return Content("\n".join(each for each in (*told, cited) if each))
