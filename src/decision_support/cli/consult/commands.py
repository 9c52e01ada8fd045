"""What may be typed at any question of a consultation besides an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from decision_support.casework.at_stake import at_stake
from decision_support.casework.consulting import Given
from decision_support.cli.why_text import why_text
from decision_support.loading.changes import changed
from decision_support.model.advice import Ask

from .at_stake_text import say_why
from .choosing import YES_OR_NO, choices_in_words, echo, meant, not_understood
from .line_by_line import Left
from .question_text import answered, choices_of, help_with, is_numbered, names_in, put_again
from .recording import record

if TYPE_CHECKING:
    from .conversation import Conversation


class Command(NamedTuple):
    """What to do, given the conversation, what was typed after the word, and the question that is open, if any."""

    do: Callable[[Conversation, str, Ask | None], None]
    about: str
    takes: str = ""


def command_of(line: str) -> tuple[Command, str] | None:
    """The command that was typed, and what follows it; None where it is something else."""
    word, _, rest = line.partition(" ")
    command = COMMANDS.get(ALIASES.get(word.lower(), word.lower()))
    return None if command is None or (rest and not command.takes) else (command, rest.strip())


def is_slip(name: str) -> bool:
    """Whether this was hardly meant as the name of a file: a command, or an answer."""
    word = name.partition(" ")[0].lower()
    return word in COMMANDS or word in ALIASES or word in YES_OR_NO


def slip_of_file(name: str) -> str:
    """What to say to it."""
    return f"'{name[:40]}' is not taken as the name of a file. For a file that is really called so, type ./{name[:40]}"


def file_meant(line: str) -> str:
    """The name that was typed where only a name is asked for, with or without the word save before it."""
    word, _, rest = line.partition(" ")
    return rest.strip() if word.lower() == "save" and rest.strip() else line


def _help(talk: Conversation, rest: str, ask: Ask | None) -> None:
    if ask is not None:
        talk.lines.say(*help_with(talk.base, ask.fact, talk.sitting.subject(ask), talk.sitting.case.guidance))
    talk.lines.say("You can type an answer, its first letters or its number, or one of these:")
    for name, command in COMMANDS.items():
        talk.lines.say(f"{f'{name} {command.takes}'.strip():<16} {command.about}", first="  ", rest=" " * 19)


def _why(talk: Conversation, rest: str, ask: Ask | None) -> None:
    if rest:
        answers = talk.sitting.desk.why(talk.sitting.case, talk.sitting.on, rest)
        talk.lines.show(why_text(talk.sitting.case.case, talk.sitting.on, answers, "short"))
    elif ask is None:
        talk.lines.say("No question is open. Type why and the number of a recommendation, such as why 1.")
    else:
        say_why(talk.lines, talk.sitting, at_stake(talk.sitting, ask))


def _back(talk: Conversation, rest: str, ask: Ask | None) -> None:
    if talk.sitting.before is None:
        talk.lines.say("The sitting began here. To change an earlier answer, type answers, then change and its number.")
    else:
        talk.move(talk.sitting.back())


def _skip(talk: Conversation, rest: str, ask: Ask | None) -> None:
    if ask is None:
        talk.lines.say("No question is open.")
    else:
        talk.move(talk.sitting.skip())


def _answers(talk: Conversation, rest: str, ask: Ask | None) -> None:
    names = names_in(talk.base, talk.sitting)
    if not talk.sitting.given:
        talk.lines.say("Nothing has been answered yet.")
    talk.lines.listed([answered(talk.base, given, names) for given in talk.sitting.given])


def _change(talk: Conversation, rest: str, ask: Ask | None) -> None:
    number, _, typed = rest.partition(" ")
    if not number.isdecimal():
        talk.lines.say("Type change and the number of an answer, such as change 2. Type answers to see them.")
        return
    sitting, given = talk.sitting, talk.sitting.numbered(int(number))
    value = _another(talk, given, typed.strip())
    talk.take(given.fact, value, lambda new, why: sitting.change(int(number), new, why))


def _another(talk: Conversation, given: Given, typed: str) -> str:
    """The value to change an answer to, asked for unless it was typed already."""
    choices = choices_of(talk.base, given.fact)
    numbered = is_numbered(choices)
    found, line = meant(typed, choices, numbered) if typed else (), typed
    if len(found) != 1:
        put_again(talk.lines, talk.base, given.fact, given.subject, names_in(talk.base, talk.sitting))
        if numbered:
            talk.lines.listed(list(choices.values()))
    while len(found) != 1:
        line = talk.lines.ask_in_words(choices_in_words(choices, numbered), "The answer that is right.", choices)
        found = meant(line, choices, numbered)
        if len(found) != 1:
            talk.lines.say(not_understood(line, choices, found, numbered))
    if numbered:
        echo(talk.lines, line, choices, found)
    return found[0]


def _happened(talk: Conversation, rest: str, ask: Ask | None) -> None:
    talk.change_case(record(talk.lines, talk.sitting))


def _set(talk: Conversation, rest: str, ask: Ask | None) -> None:
    if not rest:
        talk.lines.say(
            "Type set and a change, such as set jurisdiction=england, or set person: {id: asha, name: Asha}."
        )
        return
    case = changed(talk.sitting.case, [rest], talk.base)
    if case == talk.sitting.case:
        talk.lines.say("That is so already.")
    else:
        talk.change_case(case)


def _advice(talk: Conversation, rest: str, ask: Ask | None) -> None:
    talk.show_advice()


def _save(talk: Conversation, rest: str, ask: Ask | None) -> None:
    name = rest or (str(talk.keeping.path) if talk.keeping.path else "")
    while not name or is_slip(name):
        if name:
            talk.lines.say(slip_of_file(name))
        name = file_meant(talk.lines.ask_in_words("Name of the file (Enter to leave it):", "Such as my-case.yaml."))
        if not name:
            return
    talk.save_as(Path(name))


def _quit(talk: Conversation, rest: str, ask: Ask | None) -> None:
    raise Left


COMMANDS: Mapping[str, Command] = {
    "help": Command(_help, "what helps to answer, and these commands"),
    "why": Command(_why, "why this is asked; why N: why recommendation N", "[N]"),
    "back": Command(_back, "take the last step back"),
    "skip": Command(_skip, "put this question off"),
    "answers": Command(_answers, "what has been answered, numbered"),
    "change": Command(_change, "give another answer to number N", "N"),
    "happened": Command(_happened, "record something that has happened"),
    "set": Command(_set, "change anything else: set jurisdiction=england", "CHANGE"),
    "advice": Command(_advice, "the whole advice as it stands"),
    "save": Command(_save, "keep the answers in a file", "[FILE]"),
    "quit": Command(_quit, "leave"),
}
ALIASES: Mapping[str, str] = {"?": "help", "exit": "quit", "q": "quit", "undo": "back"}
