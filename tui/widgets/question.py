"""One question with all that one needs to answer it: its words, whom to ask, its answers, help, reasons, and news."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from decision_support.casefile.answers import answer_in
from decision_support.casework.consulting import Consultation
from decision_support.casework.matter import Asked
from decision_support.cli.consult.question_text import (
    asked as in_words,
)
from decision_support.cli.consult.question_text import (
    choices_of,
    for_others,
    help_with,
    is_numbered,
    names_in,
    parts_of,
    principle_begun,
    whom,
)
from decision_support.wording import within

from .choices import Choices
from .one_line import OneLine

MOST_NEWS = 4
LETTERS = {"yes": "y", "no": "n", "unknown": "u"}
MOST_NUMBERED = 9


@dataclass(frozen=True)
class Question:
    """What to show.

    before  a line over the question: which one it is
    say     the question itself
    parts   what belongs to it, one line each
    about   what helps to answer it
    called  what each answer is called; empty where there is nothing to choose
    given   the answer that was given already
    """

    before: str
    say: str
    parts: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    called: Mapping[str, str] = field(default_factory=dict)
    given: str | None = None

    @property
    def keys(self) -> dict[str, str]:
        """The value that each key stands for."""
        if not is_numbered(self.called):
            return {LETTERS[value]: value for value in self.called}
        numbered = {str(number): value for number, value in enumerate(self.called, 1) if number <= MOST_NUMBERED}
        return numbered | {LETTERS[value]: value for value in self.called if value in LETTERS and not numbered}


class QuestionPane(VerticalScroll):
    """Asks, and tells what was answered."""

    DEFAULT_CSS = """
    QuestionPane {
        padding: 0 1;
        #question-before, #question-about, #question-news { color: $text-muted; }
        #question-say { text-style: bold; }
        #question-parts { padding: 0 0 0 2; }
        #question-about { margin: 1 0 0 0; }
        Choices { margin: 1 0 0 0; }
        #reasons { margin: 1 0 0 0; display: none; }
        #question-news { margin: 1 0 0 0; color: $foreground; }
        .-empty { display: none; }
    }
    """

    @dataclass
    class Answered(Message):
        value: str

    @dataclass
    class ReasonsGiven(Message):
        text: str

    def __init__(self) -> None:
        super().__init__(classes="panel")
        self.border_title = "Question"

    def compose(self) -> ComposeResult:
        yield Static(id="question-before", markup=False)
        yield Static(id="question-say", markup=False)
        yield Static(id="question-parts", markup=False)
        yield Choices(id="choices")
        yield OneLine(id="reasons", placeholder="Your reasons, in a sentence or two. Enter keeps them and goes on.")
        yield Static(id="question-news", markup=False)
        yield Static(id="question-about", markup=False)

    def ask(self, question: Question, news: Sequence[str]) -> None:
        """Show a question, and what the last answer changed."""
        self.query_one("#reasons", Input).display = False
        self._put("#question-before", question.before)
        self._put("#question-say", question.say)
        self._put("#question-parts", "\n".join(f"- {each}" for each in question.parts))
        self._put("#question-about", "\n".join(question.about))
        self._put("#question-news", _told(news))
        choices = self.query_one(Choices)
        choices.display = bool(question.called)
        choices.offer(question.called, question.keys, question.given)
        self.scroll_home(animate=False)

    def mark(self, value: str) -> None:
        """Show that this answer was taken."""
        self.query_one(Choices).mark(value)

    def value_of(self, key: str) -> str | None:
        """The answer that a key stands for."""
        return self.query_one(Choices).keys.get(key)

    def want_reasons(self, so_far: str, writing: bool) -> None:
        """Ask for reasons. They are listened to once somebody writes: the next answer is not to end up in them."""
        reasons = self.query_one("#reasons", Input)
        reasons.display = True
        reasons.value = so_far
        (reasons if writing else self).focus()

    @property
    def typed(self) -> str | None:
        """The reasons that are being typed; None where none are asked for."""
        reasons = self.query_one("#reasons", Input)
        return reasons.value.strip() if reasons.display else None

    def focus_choices(self) -> None:
        """Listen for an answer, unless there is nothing to choose."""
        choices = self.query_one(Choices)
        if choices.display:
            choices.focus()

    @on(Choices.Chosen)
    def _chosen(self, event: Choices.Chosen) -> None:
        event.stop()
        self.post_message(self.Answered(event.value))

    @on(Input.Submitted, "#reasons")
    def _reasons(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.ReasonsGiven(event.value.strip()))

    def key_escape(self, event: events.Key) -> None:
        """Leave the reasons: what was typed is kept all the same."""
        reasons = self.query_one("#reasons", Input)
        if reasons.display and reasons.has_focus:
            event.stop()
            self.post_message(self.ReasonsGiven(reasons.value.strip()))

    def _put(self, where: str, say: str | Content) -> None:
        shown = self.query_one(where, Static)
        shown.update(say)
        shown.set_class(not say, "-empty")


def question_of(sitting: Consultation, asked: Asked, number: int, again: bool) -> Question:
    """A question as it is asked now; `again` where it has an answer that is to be changed."""
    base, (subject, fact) = sitting.desk.base, asked
    ask = next((each for each in sitting.open if (sitting.subject(each), each.fact) == asked), None)
    left = len(sitting.open)
    before = f"Question {number}. {f'{left} open.' if left > 1 else 'The last one open.'}"
    if again:
        before = "You answered this before. Choose another answer, or press s to leave it as it is."
    elif begun := principle_begun(sitting, subject):
        before = f"{before} Now: {begun}"
    able = whom(base, sitting, ask) if ask else ""
    given = answer_in(sitting.case, subject, fact)
    return Question(
        before=before,
        say=in_words(base, fact, subject, names_in(base, sitting)),
        parts=parts_of(base, subject),
        about=(*([f"Best asked of: {able}."] if able else []), *help_with(base, fact, subject, sitting.case.guidance)),
        called=choices_of(base, fact),
        given=given.value if given else None,
    )


def reasons_for(sitting: Consultation, asked: Asked) -> Question:
    """The question that was just answered, while its reasons are asked for."""
    question = question_of(sitting, asked, 0, again=True)
    said = question.called.get(question.given or "", "")
    return Question(
        f"Saved: {said}. What makes you say so? Enter writes it, s goes on without.", question.say, question.parts
    )


def what_is_left(sitting: Consultation, is_open: bool) -> Question:
    """What to show where no question is open: documents to take up, what was put off, and what others can answer."""
    base, case = sitting.desk.base, sitting.case
    names = names_in(base, sitting)
    governing = {each.guidance: each.title for each in sitting.advice.governing if not each.named}
    about: list[str] = []
    if not is_open:
        return Question("", "This case is closed.", (), ("Press r to reopen it, or a for the advice as it stands.",))
    if sitting.put_off:
        about.append("You put these off. They still matter (z takes it back; leaving the case brings them back too):")
        about += [f"- {in_words(base, each.fact, sitting.subject(each), names)}" for each in sitting.put_off]
    if sitting.for_others:
        about += ["For others to answer:", *(f"- {each}" for each in for_others(base, sitting))]
    about += _unknown(sitting, names)
    if sitting.advice.starts:
        about.append("Not on record yet:")
    about += [
        f"- No day can be given before it is on record when {within(each.say).rstrip('.')}: press r."
        for each in sitting.advice.starts
    ]
    if governing and not case.guidance:
        return Question("By these facts, this may govern. Take it up?", "", (), tuple(about), governing)
    say = "Nothing is left to ask that would make a difference." if not about else "No question is open here."
    after = "Press a for the whole advice, r to record what has happened, o to change an answer."
    return Question("", say, (), (*about, after))


def _unknown(sitting: Consultation, names: Mapping[str, str]) -> Iterator[str]:
    found = sitting.advice.unknown
    if found:
        yield "Answered with unknown, and still needed (o changes it once somebody knows):"
    for ask in found:
        yield f"- {in_words(sitting.desk.base, ask.fact, sitting.subject(ask), names)}"


def _told(news: Sequence[str]) -> Content:
    if not news:
        return Content("")
    lines = [Content.styled("What this changed", "bold $accent")]
    lines += [Content(f"> {each}") for each in news[:MOST_NEWS]]
    if len(news) > MOST_NEWS:
        lines.append(Content(f"  And {len(news) - MOST_NEWS} more: press a."))
    return Content("\n").join(lines)
