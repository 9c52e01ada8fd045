"""How a sitting begins: a welcome, and for a new case its title, its documents, its place and its first day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

from decision_support.casework import Casework
from decision_support.casework.consulting import Consultation
from decision_support.errors import UserMistake
from decision_support.model.case import Case
from decision_support.model.dates import in_words
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.values import Division

from .choosing import choose, choose_several, day_meant
from .keeping import Keeping
from .line_by_line import Back, Lines

ABOUT_TITLE = "A few words by which you will know the case again. Names are better left out."
NO_TITLE = "Please give it a title. A few words are enough."
WHICH_GUIDANCE = "Which document do you work under?"
UNSURE = "a few questions then show which may govern."
WHICH_PLACE = "Where is the case?"
ABOUT_PLACE = "It decides which bank holidays count, and whether a document was written for that place."
WHICH_DAY = "On which day was it opened?"
PLACES = {name: name.replace("_", " ").title() for name in get_args(Division)}

_LATER = "Nothing is fixed for good: the case is a text file that you can change."


def welcome(lines: Lines, on: dt.date, keeping: Keeping, file: Path | None) -> None:
    """What this is, how to leave, and where the answers go."""
    lines.say(
        f"A consultation for {in_words(on)}. You are asked one question at a time, and only what can make "
        "a difference. Unknown is an answer too. Type help for what else you can type, and quit to leave."
    )
    if keeping.path is not None:
        lines.say(f"Every answer is kept in {keeping.path} at once. Come back with the same command.")
    elif file is not None:
        lines.say(
            f"This program did not write {file} as it is: it may hold comments or a layout of its own. So nothing is "
            "written over it. To keep your answers, type save and the name of another file."
        )
    else:
        lines.say("Nothing is kept until you type save and the name of a file.")


def resumed(lines: Lines, sitting: Consultation) -> None:
    """What the case that was read holds so far."""
    base, case = sitting.desk.base, sitting.case
    lines.show("")
    lines.say(case.case)
    for name in case.guidance:
        lines.say(f"Under: {base.documents[name].guidance.title} ({name})", rest="       ")
    counts = (("answer", len(sitting.given)), ("event", len(case.events)))
    told = [f"{number} {word}{'' if number == 1 else 's'}" for word, number in counts]
    people = f"{len(case.people)} {'person' if len(case.people) == 1 else 'people'}"
    lines.say(f"Opened {in_words(case.opened)}. On record: {told[0]}, {people}, {told[1]}.")
    if sitting.later:
        be, do = ("is", "does") if len(sitting.later) == 1 else ("are", "do")
        after = in_words(sitting.on)
        lines.say(f"{len(sitting.later)} of the answers {be} dated after {after}, and {do} not count yet.")


def new_case(lines: Lines, desk: Casework, on: dt.date, guidance: tuple[str, ...]) -> Case:
    """Ask for what every case needs, one thing after the other; back returns to the one before."""
    lines.show("")
    lines.say(
        "A new case. First, four things about it." if not guidance else "A new case. First, three things about it."
    )
    found: dict[str, Any] = {"guidance": guidance}
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("case", lambda: _title(lines)),
        *([] if guidance else [("guidance", lambda: which_guidance(lines, desk.base))]),
        ("jurisdiction", lambda: _place(lines)),
        ("opened", lambda: _opened(lines, desk, on, found)),
    ]
    step = 0
    while step < len(steps):
        key, asked = steps[step]
        lines.show("")
        try:
            found[key] = asked()
        except Back:
            step = max(0, step - 1)
        else:
            step += 1
    return Case(**found)


def which_guidance(lines: Lines, base: KnowledgeBase, among: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Have documents chosen from those on file, or from a few of them."""
    titles = {
        name: f"{document.guidance.title} ({name})"
        for name, document in base.documents.items()
        if not among or name in among
    }
    lines.say(WHICH_GUIDANCE if not among else "Which of these shall the advice follow?")
    unsure = "Enter if unsure" if not among else "Enter for none"
    about = "Type its number; two numbers, such as 1 2, where two documents apply."
    if not among:
        about += f" If you are unsure, press Enter: {UNSURE}"
    return choose_several(lines, f"Number ({unsure}):", titles, about)


def no_day(typed: str, on: dt.date) -> str:
    """That this is not a day, and what one looks like."""
    return f"'{typed[:40]}' is not a day. Please write one such as {on.isoformat()}."


def _title(lines: Lines) -> str:
    while True:
        title = lines.ask_in_words("A short title:", ABOUT_TITLE)
        if title:
            return title
        lines.say(NO_TITLE)


def _place(lines: Lines) -> str | None:
    lines.say(WHICH_PLACE)
    return choose(lines, "Number (Enter to leave it open):", PLACES, ABOUT_PLACE, needed=False)


def _opened(lines: Lines, desk: Casework, on: dt.date, found: dict[str, Any]) -> dt.date:
    about = f"A day such as {on.isoformat()}, today or yesterday. {_LATER}"
    while True:
        line = lines.ask_in_words(f"{WHICH_DAY} (Enter for {on.isoformat()}):", about)
        day = on if not line else day_meant(line, on)
        if day is None or isinstance(day, dt.datetime):
            lines.say(no_day(line, on))
            continue
        try:
            desk.advise(Case(**{**found, "opened": day}), on)
        except UserMistake as mistake:
            if day == on:
                raise
            lines.say(f"{mistake.what[:1].upper()}{mistake.what[1:]} Please give another day.")
        else:
            return day
