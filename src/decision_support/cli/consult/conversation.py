"""The conversation of a consultation, line by line, from the first question to the whole advice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from decision_support.casework.consulting import Consultation, deserves_reasons
from decision_support.cli.advice_text import advice_text
from decision_support.errors import SeveralMistakes, UserMistake
from decision_support.loading.whole_files import contents
from decision_support.model.advice import Advice, Ask
from decision_support.model.case import Case

from .choosing import choices_in_words, echo, meant, not_understood
from .commands import COMMANDS, command_of, file_meant, is_slip, slip_of_file
from .keeping import Keeping
from .line_by_line import Back, Ended, Left, Lines
from .news import news
from .opening import which_guidance
from .question_text import asked, choices_of, for_others, is_numbered, names_in, put, still_unknown
from .recording import record_start

MOST_NEWS = 3
REASONS = "Your reasons (Enter for none):"
ABOUT_REASONS = "What makes you say so, in a sentence or two. It is kept with the answer."


class Conversation:
    """Asks, listens, and keeps what was said. `sitting` is how far it has come."""

    def __init__(self, lines: Lines, sitting: Consultation, keeping: Keeping) -> None:
        self.lines = lines
        self.sitting = sitting
        self.keeping = keeping
        self.base = sitting.desk.base
        self._begun = len(sitting.given)
        self._shown = ""
        self._offered: frozenset[str] = frozenset()
        self._starts_asked: frozenset[str] = frozenset()
        self._cut_off = False
        lines.page.names = names_in(self.base, sitting)

    def run(self) -> bool:
        """Ask until nothing that matters is left, or until whoever answers leaves. Whether all is well kept.

        It is not where answers are in no file although one was named, or although the input simply ended.
        """
        ended = False
        try:
            while self._one_more():
                pass
            self._end()
        except (Left, KeyboardInterrupt):
            self._end()
        except Ended:
            ended = True
            self.lines.say(f"The input has ended. {self._where_it_is()}")
        return not self.keeping.unsaved or not (ended or self._cut_off or self.keeping.named)

    def take(self, fact: str, value: str, answer: Callable[[str, str | None], Consultation]) -> None:
        """Put an answer on record at once, then its reasons; back takes it back."""
        before = self.sitting
        reasons_wanted = deserves_reasons(self.base, fact)
        if not self.move(answer(value, None), quiet=reasons_wanted) or not reasons_wanted:
            return
        try:
            reasons = self.lines.ask_in_words(REASONS, ABOUT_REASONS, meaningless=COMMANDS)
        except Back:
            self.move(before, quiet=True)
            self.lines.say("The answer is taken back.")
            return
        if reasons:
            self.move(answer(value, reasons), quiet=True)
        self._tell(before.advice)

    def move(self, sitting: Consultation, quiet: bool = False) -> bool:
        """Go on from here: what is new is kept, and what it changed is said. False where it cannot be so."""
        before = self.sitting
        try:
            advice = sitting.advice
        except UserMistake as mistake:
            self._refuse(mistake)
            return False
        self.sitting = sitting
        self.lines.page.names = names_in(self.base, sitting)
        if sitting.case != before.case and (told := self.keeping.keep(sitting.case)):
            self.lines.say(told)
        if not quiet and advice != before.advice:
            self._tell(before.advice)
        return True

    def change_case(self, case: Case) -> None:
        """Go on with a case to which something else was done than an answer, and say what that changed."""
        before = self.sitting.advice
        if self.move(self.sitting.with_case(case), quiet=True) and not self._tell(before):
            self.lines.say("Nothing in the advice changes.")

    def show_advice(self) -> None:
        """The whole advice as it stands."""
        self._shown = advice_text(self.base, self.sitting.advice)
        self.lines.show(f"\n{self._shown}\n")

    def save_as(self, path: Path, leaving: bool = False) -> bool:
        """Keep the case in this file from now on, never over another without a clear yes."""
        try:
            path = path.expanduser()
            seen = contents(path)
            if not self.keeping.holds_ours(path, seen) and not self.lines.confirmed(f"{path} exists. Write over it?"):
                self.lines.say(f"{path} stays as it is.")
                return False
            self.keeping.save(self.sitting.case, path, seen)
        except UserMistake as mistake:
            self.lines.say(str(mistake))
            return False
        except RuntimeError as error:  # the home of somebody whom the system does not know
            self.lines.say(f"{path} cannot be a file: {error}")
            return False
        self.lines.say(f"Kept in {path}.{'' if leaving else ' From now on every answer is kept there at once.'}")
        return True

    def _one_more(self) -> bool:
        """One question and its answer; False once nothing is left and nothing more is wanted."""
        ask = self.sitting.question()
        if ask is None:
            return self._nothing_left()
        number = len(self.sitting.given) - self._begun + len(self.sitting.skipped) + 1
        put(self.lines, self.sitting, ask, number)
        sitting, choices = self.sitting, choices_of(self.base, ask.fact)
        numbered = is_numbered(choices)
        while self.sitting is sitting:
            line = self.lines.ask(choices_in_words(choices, numbered), (*choices, *COMMANDS))
            if self._does(line, ask):
                continue
            found = meant(line, choices, numbered)
            if len(found) == 1:
                if numbered:
                    echo(self.lines, line, choices, found)
                self.take(ask.fact, found[0], sitting.answer)
            else:
                self.lines.say(f"{not_understood(line, choices, found, numbered)} Or type help.")
        return True

    def _does(self, line: str, ask: Ask | None) -> bool:
        """Do what was typed, if it is a command."""
        typed = command_of(line)
        if typed is None:
            return False
        command, rest = typed
        with suppress(Back):
            try:
                command.do(self, rest, ask)
            except UserMistake as mistake:
                self._refuse(mistake)
        return True

    def _tell(self, before: Advice) -> bool:
        """Say what is new in the advice. Whether anything is."""
        changes = news(self.base, self.sitting.desk.difference(before, self.sitting.advice))
        self.lines.bullets(changes[:MOST_NEWS], "  > ")
        if len(changes) > MOST_NEWS:
            self.lines.say(f"And {len(changes) - MOST_NEWS} more. Type advice to see all.", first="    ")
        return bool(changes)

    def _refuse(self, mistake: UserMistake) -> None:
        for each in mistake.mistakes if isinstance(mistake, SeveralMistakes) else (mistake,):
            self.lines.say(f"{each.what[:1].upper()}{each.what[1:]} {each.mend}".strip())

    def _nothing_left(self) -> bool:
        """Say what is for others, show the advice, and listen once more; True where there is more to do."""
        if self._ask_for_start():
            return True
        sitting = self.sitting
        self.lines.show("")
        self._say_what_is_left()
        if self._offer_guidance():
            return True
        if not self._shown:
            self.show_advice()
        self.lines.say("Press Enter to finish. You can also type why N, happened, change, answers, back, save or help.")
        while self.sitting is sitting:
            line = self.lines.ask("Enter, or a command:", COMMANDS)
            if not line:
                if advice_text(self.base, sitting.advice) != self._shown:
                    self.show_advice()
                return False
            if not self._does(line, None):
                self.lines.say(
                    f"No question is open, so '{line[:40]}' answers none. Press Enter to finish, or type help."
                )
        return True

    def _say_what_is_left(self) -> None:
        sitting = self.sitting
        if sitting.put_off:
            self.lines.say("You skipped these. They still matter:")
            names = names_in(self.base, sitting)
            self.lines.bullets(asked(self.base, each.fact, sitting.subject(each), names) for each in sitting.put_off)
        if sitting.for_others:
            self.lines.say("For others to answer:")
            self.lines.bullets(for_others(self.base, sitting))
        unknown = list(still_unknown(self.base, sitting))
        self.lines.bullets(unknown)
        if not sitting.put_off and not sitting.for_others and not unknown:
            self.lines.say("Nothing is left to ask that would make a difference.")

    def _ask_for_start(self) -> bool:
        """Ask once for the day from which a clock is reckoned, where it is not on record. True where one was asked."""
        missing = [each.event for each in self.sitting.advice.starts]
        what = next((each for each in missing if each not in self._starts_asked), None)
        if what is None:
            return False
        self._starts_asked |= {what}
        self.lines.show("")
        with suppress(Back):
            case = record_start(self.lines, self.sitting, what)
            if case is not None:
                self.change_case(case)
        return True

    def _offer_guidance(self) -> bool:
        """Where the case names no document, offer those that govern by its facts. True where one was taken."""
        case = self.sitting.case
        found = tuple(each.guidance for each in self.sitting.advice.governing if not each.named)
        if case.guidance or not found or set(found) <= self._offered:
            return False
        self._offered |= set(found)
        self.lines.say("By these facts, this may govern:" if len(found) == 1 else "By these facts, these may govern:")
        try:
            chosen = which_guidance(self.lines, self.base, found)
        except Back:
            return False
        named = case.model_copy(update={"guidance": chosen})
        return bool(chosen) and self.move(self.sitting.with_case(named), quiet=True)

    def _end(self) -> None:
        """Ask once where to keep what is kept nowhere, and say where it is."""
        if self.keeping.path is not None and self.keeping.unsaved:
            self.keeping.keep(self.sitting.case)
        if self.keeping.unsaved:
            self.lines.say("To keep your answers, type the name of a file. Press Enter to let them go.")
        try:
            if self.keeping.unsaved and self._kept_at_last():
                return
        except Ended:
            self._cut_off = True
        except (Left, KeyboardInterrupt):
            pass
        self.lines.say(self._where_it_is())

    def _kept_at_last(self) -> bool:
        """Ask for a file until the answers are in one, or are let go."""
        while name := file_meant(self.lines.ask("File:", ("quit",))):
            if name.lower() in ("quit", "exit", "q"):
                if self.lines.confirmed("Leave, and let your answers go?"):
                    return False
            elif is_slip(name):
                self.lines.say(slip_of_file(name))
            elif self.save_as(Path(name), leaving=True):
                return True
        return False

    def _where_it_is(self) -> str:
        if self.keeping.unsaved:
            return "Nothing of what you said last was kept." if self.keeping.path else "Nothing was kept."
        return f"Everything is kept in {self.keeping.path}." if self.keeping.path else "Nothing was changed."
