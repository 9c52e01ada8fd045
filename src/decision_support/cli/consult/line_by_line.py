"""Talks a line at a time: wraps what is said, asks, echoes piped answers, and completes and recalls at a keyboard."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import click

from decision_support.cli.page import Page
from decision_support.errors import UserMistake
from decision_support.loading.tree import UNSHOWN

LONGEST = 2000  # characters of one answer


class Ended(Exception):
    """Nothing more will be read."""


class Back(Exception):
    """Whoever answers wants to go one question back."""


class Left(Exception):
    """Whoever answers wants to leave."""


class Lines:
    """One conversation on the standard input and output. Nothing is ever redrawn."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        if sys.stdin is None:
            raise UserMistake("nothing can be typed: the standard input is closed.", mend="Open it, or use advise.")
        self.page = Page(names or {})
        self.heard = False  # whether anything at all was typed
        self.piped = not sys.stdin.isatty()
        self._offers: tuple[str, ...] = ()
        for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "replace")):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors=errors)
        if not self.piped:
            self._complete()

    def say(self, *paragraphs: str, first: str = "", rest: str | None = None) -> None:
        """Each paragraph wrapped to the screen; an empty one is an empty line."""
        for paragraph in paragraphs:
            wrapped = list(self.page.wrap(paragraph, first, first if rest is None else rest))
            click.echo("\n".join(wrapped))

    def show(self, text: str) -> None:
        """Text that is laid out already."""
        click.echo(text)

    def bullets(self, sentences: Iterable[str], first: str = "  - ") -> None:
        for sentence in sentences:
            self.say(sentence, first=first, rest=" " * len(first))

    def listed(self, items: Sequence[str], start: int = 1) -> None:
        """A numbered list."""
        for number, item in enumerate(items, start):
            self.say(item, first=f"{number:>3}. ", rest="     ")

    def ask(self, prompt: str, offers: Iterable[str] = ()) -> str:
        """One line of answer, trimmed. Raises Ended at the end of what is piped in, and Left at Ctrl-C or Ctrl-D."""
        self._offers = tuple(offers)
        while True:
            line = self._read(f"{prompt} ")
            self.page = Page(self.page.names)  # the window may have another width by now
            self.heard = self.heard or bool(line.strip())
            if UNSHOWN.search(line.replace("\t", " ")):
                self.say("That holds a character that cannot be shown. Please type it again without it.")
            elif len(line) > LONGEST:
                self.say(f"That has {len(line):,} characters; {LONGEST:,} is the most that fits. Please shorten it.")
            else:
                return line.strip()

    def ask_in_words(
        self, prompt: str, about: str, offers: Iterable[str] = (), meaningless: Collection[str] = ()
    ) -> str:
        """As `ask`, where the only words with a meaning of their own are help, back and quit.

        meaningless  words that mean something elsewhere: typed here they are taken for a slip, not for an answer
        """
        while True:
            line = self.ask(prompt, (*offers, "help", "back", "quit"))
            match line.lower():
                case "help" | "?":
                    self.say(about, "Type back to return to the question before, or quit to leave.")
                case "back" | "cancel":
                    raise Back
                case "quit" | "exit":
                    raise Left
                case word if word in meaningless:
                    self.say(f"'{word}' does nothing here. {about}")
                case _:
                    return line

    def confirmed(self, question: str) -> bool:
        """Whether the answer is a clear yes."""
        return self.ask(f"{question} (yes or no)", ("yes", "no")).lower() in ("y", "yes")

    def agreed(self, question: str) -> bool:
        """Yes or no, in so many words. Raises Back."""
        while True:
            line = self.ask_in_words(f"{question} (yes or no)", "Type yes or no.", ("yes", "no")).lower()
            if line in ("y", "yes", "n", "no"):
                return line[0] == "y"
            self.say("Please answer: yes or no.")

    def _read(self, prompt: str) -> str:
        try:
            line = input(prompt)
        except EOFError:
            self.show("")
            raise (Ended if self.piped else Left) from None
        except KeyboardInterrupt:
            self.show("")
            raise Left from None
        if self.piped:
            click.echo(line.encode(errors="replace").decode())
        return line

    def _complete(self) -> None:
        with contextlib.suppress(ImportError):  # not every system has it, and nothing else depends on it
            import readline

            readline.set_completer_delims("")
            readline.set_completer(self._completion)
            libedit = "libedit" in (readline.__doc__ or "")
            readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")

    def _completion(self, text: str, state: int) -> str | None:
        if text.startswith("save "):
            found = [f"save {name}" for name in _files(text.removeprefix("save "))]
        else:
            found = [offer for offer in self._offers if offer.lower().startswith(text.lower())]
        return found[state] if state < len(found) else None


def _files(typed: str) -> list[str]:
    """The files and folders whose names begin like this."""
    folder, name = (Path(typed), "") if typed.endswith("/") else (Path(typed).parent, Path(typed).name)
    with contextlib.suppress(OSError, RuntimeError):
        beside = [each for each in folder.expanduser().iterdir() if each.name.startswith(name)]
        return sorted(f"{folder / each.name}{'/' if each.is_dir() else ''}" for each in beside)
    return []
