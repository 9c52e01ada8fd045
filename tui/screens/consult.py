"""The consultation: the question of the moment, and beside it the advice so far."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widget import Widget

from decision_support.casefile.answers import answer_in
from decision_support.casework.at_stake import at_stake
from decision_support.casework.consulting import deserves_reasons
from decision_support.casework.matter import Asked, Matter
from decision_support.cli.consult.at_stake_text import why_asked
from decision_support.cli.consult.question_text import choices_of, help_with, names_in
from decision_support.cli.page import Page
from decision_support.model.advice import Ask
from decision_support.tui.dialogs.earlier import Earlier
from decision_support.tui.dialogs.reading import Reading
from decision_support.tui.widgets.advice_so_far import AdviceSoFar
from decision_support.tui.widgets.answers_given import AnswersGiven
from decision_support.tui.widgets.question import QuestionPane, question_of, reasons_for, what_is_left

from .room import Room

SAVED = "That answer is saved. Enter writes your reasons for it, s goes on without."
EARLY = "That key came before the question was on the screen, so it was not taken as an answer."


class ConsultRoom(Room):
    """Asks the most useful question; every answer is saved at once, and the advice follows."""

    ROOM = "consult"
    HELP = """
# Consultation

The question that matters most now, and beside it the advice so far. Press the letter or the number in front of
an answer: it is saved at once. **Unknown is an answer too**, and never counts as no.

* Where reasons belong to an answer, **Enter** opens the line for them, and `s` goes on without.
* `s` puts a question off, `z` takes the last step back, `o` shows earlier answers and changes one.
* `b` adds your reasons to the answer that you gave last. `e` says why this is asked and what each answer would do.
* Only questions that can still make a difference are asked. What nobody here can answer stays open.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('yes')", "Yes", show=False, id="consult.yes"),
        Binding("n", "answer('no')", "No", show=False, id="consult.no"),
        Binding("u", "answer('unknown')", "Unknown", show=False, id="consult.unknown"),
        *(Binding(str(number), f"number({number})", show=False) for number in range(1, 10)),
        Binding("s", "skip", "Skip", id="consult.skip"),
        Binding("enter", "write", "Write reasons", id="consult.write"),
        Binding("e", "why", "Why asked", id="consult.why"),
        Binding("b", "reasons", "Reasons", id="consult.reasons"),
        Binding("o", "earlier", "Answers", id="consult.earlier"),
        Binding("z,ctrl+z", "undo", "Undo", id="case.undo"),
    ]
    DEFAULT_CSS = """
    ConsultRoom {
        #consultation { height: 1fr; }
        #asking { height: auto; max-height: 65%; }
        QuestionPane { height: auto; }
        AdviceSoFar { height: 1fr; }
        #given { display: none; }
        &.-narrow QuestionPane {
            Choices, #reasons, #question-news, #question-about { margin: 0; }
        }
        &.-wide #consultation {
            layout: horizontal;
            #asking { width: 3fr; height: 1fr; max-height: 100%; }
            QuestionPane { max-height: 75%; }
            #given { display: block; height: 1fr; }
            AdviceSoFar { width: 2fr; }
        }
    }
    """

    def __init__(self, matter: Matter) -> None:
        super().__init__(matter)
        self._asked: Asked | None = None
        self._again: Asked | None = None  # an earlier answer that is being changed
        self._reasons: Asked | None = None  # what was answered and may be given reasons
        self._writing = False  # whether they are being written
        self._last: Asked | None = None
        self._shown = False
        self._pending: tuple[Asked, str] | None = None  # an answer that is marked and not saved yet

    def furniture(self) -> Iterable[Widget]:
        asking = Vertical(QuestionPane(), AnswersGiven(id="given", classes="panel"), id="asking")
        yield Container(asking, AdviceSoFar(), id="consultation")

    def show(self) -> None:
        """The next question, or the one that is being changed, and the advice so far."""
        sitting, pane = self.matter.sitting, self.query_one(QuestionPane)
        self._shown = False
        if self._reasons is not None:
            typed = pane.typed
            pane.ask(reasons_for(sitting, self._reasons), self.news())
            pane.want_reasons(self._given(self._reasons)[1] if typed is None else typed, self._writing)
        elif self._asking() is None:
            self._asked = None
            pane.ask(what_is_left(sitting, self.matter.record.is_open), self.news())
            pane.focus_choices()
        else:
            asked = self._asked = self._asking()
            assert asked is not None
            pane.ask(question_of(sitting, asked, self._number(), again=asked == self._again), self.news())
            pane.focus_choices()
        self.query_one(AnswersGiven).show(sitting)
        self.query_one(AdviceSoFar).show(self.matter.desk.base, self.matter.advice, self.matter.record)
        self.call_after_refresh(self._on_screen)

    def action_answer(self, value: str) -> None:
        """Answer with a letter."""
        if self._reasons is not None:
            self.tell(SAVED, "warning")
        elif self._asked is not None and value in self._choices():
            self._answer(value)

    def action_number(self, number: int) -> None:
        """Answer with a number, or take up the guidance with that number."""
        chosen = self.query_one(QuestionPane).value_of(str(number))
        if self._reasons is not None:
            self.tell(SAVED, "warning")
        elif chosen is not None:
            self._answer(chosen)

    def action_skip(self) -> None:
        self._save()
        ask = self._ask()
        if self._reasons is not None:
            self._keep_reasons(self.query_one(QuestionPane).typed or "")
        elif self._again is not None:
            self._again = None
            self.show_again()
        elif ask is not None:
            self.work(lambda: self.matter.skip(ask), "")

    def action_why(self) -> None:
        """Why this is asked, what is established, and what each answer would do."""
        ask = self._ask()
        if ask is None:
            self.tell("No question is open. Press a for the advice, and e there for the reasons of each part.")
            return
        sitting = self.matter.sitting
        with self.telling():
            base, subject = self.matter.desk.base, sitting.subject(ask)
            helps = tuple(help_with(base, ask.fact, subject, sitting.case.guidance))
            told = [("What helps to answer it", helps)] if helps else []
            told += why_asked(sitting, at_stake(sitting, ask), names_in(base, sitting))
            self.app.push_screen(Reading("Why this is asked", lambda: _as_text(ask.question, told)))

    def action_reasons(self) -> None:
        """Add reasons to the answer that was given last."""
        if self._last is None or answer_in(self.matter.case, *self._last) is None:
            self.tell("Nothing has been answered in this sitting yet. Press o to choose an earlier answer.")
        else:
            self._reasons, self._writing = self._last, True
            self.show_again()

    def action_write(self) -> None:
        """Write the reasons that are asked for."""
        if self._reasons is not None:
            self.action_reasons()

    def action_earlier(self) -> None:
        """Choose an earlier answer, to change it."""
        given = self.query_one(AnswersGiven)
        if given.display:
            given.focus()
        else:
            self.app.push_screen(Earlier(self.matter.sitting), self._change)

    def action_undo(self) -> None:
        self._save()
        self._again = self._reasons = None
        super().action_undo()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "answer":
            return self._asked is not None and parameters[0] in self._choices()
        if action == "write":
            return self._reasons is not None
        if action in ("skip", "why"):
            return self._asked is not None
        if action == "reasons":
            return self._last is not None
        return super().check_action(action, parameters)

    def finish(self) -> bool:
        typed = self.query_one(QuestionPane).typed if self.is_running else None
        if not self._save():
            return False
        return self._reasons is None or typed is None or self._keep_reasons(typed)

    @on(QuestionPane.Answered)
    def take(self, event: QuestionPane.Answered) -> None:
        self._answer(event.value)

    @on(QuestionPane.ReasonsGiven)
    def take_reasons(self, event: QuestionPane.ReasonsGiven) -> None:
        """Keep the reasons with the answer, and go on."""
        self._keep_reasons(event.text)

    def _keep_reasons(self, text: str) -> bool:
        """Whether they are kept; where they are not, what was typed stays where it is."""
        asked, self._reasons = self._reasons, None
        was, self._writing = self._writing, False
        if asked is None:
            return True
        value, before = self._given(asked)
        if text == before:
            self.show_again()
            return True
        if self.tried(lambda: self.matter.answer(*asked, value, text)):
            self.show_again()
            return True
        self._reasons, self._writing = asked, was
        return False

    @on(AnswersGiven.Chosen)
    def change(self, event: AnswersGiven.Chosen) -> None:
        self._change(event.asked)

    @on(AdviceSoFar.Opened)
    def open_advice(self) -> None:
        self.app.call_later(self.app.run_action, "app.go('advice')")

    def _change(self, asked: Asked | None) -> None:
        """Ask a question again that was answered before."""
        if asked is not None:
            self._again, self._reasons = asked, None
            self.show_again()

    def _answer(self, value: str) -> None:
        """Mark the answer, so that it is seen, and save it once that is on the screen."""
        if not self._shown:
            self.tell(EARLY, "warning")
            return
        if self._asked is None:
            self._take_up(value)
            return
        self._shown = False
        self._pending = (self._asked, value)
        self.query_one(QuestionPane).mark(value)
        self.call_after_refresh(self._save)

    def _save(self) -> bool:
        """Save the answer that is marked, if there is one. Whether all is saved."""
        if self._pending is None:
            return True
        (asked, value), self._pending = self._pending, None
        self._reasons = asked if deserves_reasons(self.matter.desk.base, asked[1]) else None
        self._again, self._last = None, asked
        if not self.work(lambda: self.matter.answer(*asked, value, self._given(asked)[1]), ""):
            self._reasons = None
            self.show_again()
            return False
        return True

    def _take_up(self, guidance: str) -> None:
        """Let a document apply that governs by the facts."""
        case = self.matter.case
        self.become(case.model_copy(update={"guidance": (*case.guidance, guidance)}))

    def _asking(self) -> Asked | None:
        """What is to be asked: an earlier answer that is being changed, or the most useful question."""
        if self._again is not None:
            return self._again
        ask = self.matter.sitting.question() if self.matter.record.is_open else None
        return None if ask is None else (self.matter.sitting.subject(ask), ask.fact)

    def _ask(self) -> Ask | None:
        """The open question that is on the screen."""
        sitting = self.matter.sitting
        return next((ask for ask in sitting.open if (sitting.subject(ask), ask.fact) == self._asked), None)

    def _given(self, asked: Asked) -> tuple[str, str]:
        """The answer on record and its reasons."""
        found = answer_in(self.matter.case, *asked)
        return (found.value, found.rationale or "") if found else ("", "")

    def _choices(self) -> Collection[object]:
        return () if self._asked is None else choices_of(self.matter.desk.base, self._asked[1])

    def _number(self) -> int:
        return len(self.matter.sitting.given) + len(self.matter.sitting.skipped) + 1

    def _on_screen(self) -> None:
        self._shown = True


def _as_text(question: str, told: list[tuple[str, tuple[str, ...]]]) -> str:
    page = Page({})
    lines = list(page.wrap(question, "", ""))
    for title, sentences in told:
        lines += page.section(title, sentences, "- ")
    return "\n".join(lines)
