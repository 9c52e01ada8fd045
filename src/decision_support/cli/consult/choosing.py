"""What somebody means who chooses from a list: a number, a name, the beginning of one, or words from one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from .line_by_line import Lines

YES_OR_NO = frozenset({"y", "yes", "n", "no"})


def meant(text: str, choices: Mapping[str, str], numbered: bool = True) -> tuple[str, ...]:
    """The ids that this may mean, `choices` being what each is called; more than one where it is not clear."""
    ids = list(choices)
    if numbered and text.isdecimal():
        number = int(text)
        return (ids[number - 1],) if 1 <= number <= len(ids) else ()
    wanted = _plain(text)
    if not wanted:
        return ()
    if wanted in YES_OR_NO:  # never the beginning of anything else
        return tuple(name for name in ids if name in YES_OR_NO and name.startswith(wanted))
    called = {name: (_plain(name), _plain(choices[name])) for name in ids}
    for fits in (
        lambda said: wanted == said,
        lambda said: said.startswith(wanted),
        lambda said: len(wanted) > 2 and f" {wanted}" in said,
    ):
        found = tuple(name for name in ids if any(map(fits, called[name])))
        if found:
            return found
    return ()


def choose(
    lines: Lines, prompt: str, choices: Mapping[str, str], about: str, *, shown: bool = True, needed: bool = True
) -> str | None:
    """Have one chosen from a numbered list; None where nothing was typed and nothing is needed."""
    if shown:
        lines.listed(list(choices.values()))
    while True:
        line = lines.ask_in_words(prompt, about, choices)
        if not line and not needed:
            return None
        found = meant(line, choices)
        if len(found) == 1:
            echo(lines, line, choices, found)
            return found[0]
        lines.say(not_understood(line, choices, found))


def echo(lines: Lines, typed: str, choices: Mapping[str, str], chosen: Sequence[str]) -> None:
    """Say in words what was chosen, unless it was typed in these words, so that a slip shows."""
    called = [choices[name].rstrip(".") for name in chosen]
    if called and _plain(typed) != _plain(" ".join(called)):
        told = "; ".join(called)
        lines.say(f"Recorded: {told[:1].upper()}{told[1:]}.")


def choose_several(lines: Lines, prompt: str, choices: Mapping[str, str], about: str) -> tuple[str, ...]:
    """Have any number chosen from a numbered list, such as '1 3' or '1, 3'; none where nothing was typed."""
    lines.listed(list(choices.values()))
    while True:
        line = lines.ask_in_words(prompt, about, choices)
        words = re.split(r"[\s,;]+", line) if re.fullmatch(r"[\w\s,;-]*", line) else [line]
        whole = meant(line, choices)
        each = [whole] if len(whole) == 1 else [meant(word, choices) for word in words if word]
        if all(len(found) == 1 for found in each):
            chosen = tuple(dict.fromkeys(found[0] for found in each))
            echo(lines, line, choices, chosen)
            return chosen
        lines.say(not_understood(line, choices, ()))


def not_understood(text: str, choices: Mapping[str, str], found: Sequence[str], numbered: bool = True) -> str:
    """That this could not be followed, and what could."""
    if len(found) > 1:
        return f"'{_short(text)}' could be {either([choices[name] for name in found])}. Please say which."
    if not text:
        return f"Please answer: {_range(choices, numbered)}."
    return f"'{_short(text)}' is not one of the answers. Please answer: {_range(choices, numbered)}."


def choices_in_words(choices: Mapping[str, str], numbered: bool) -> str:
    """The prompt under a question: what can be typed."""
    return "Number:" if numbered else f"{either(list(choices.values()))}:"


def either(names: Sequence[str]) -> str:
    """A few names in a row: 'a, b or c'."""
    shown = list(names[:6])
    return f"{', '.join(shown[:-1])} or {shown[-1]}" if len(shown) > 1 else shown[0]


def day_meant(text: str, today: dt.date) -> dt.date | dt.datetime | None:
    """A day, or a day with a time, as somebody types it; None where it is neither."""
    plain = text.strip().lower()
    if plain in ("", "today"):
        return today
    if plain == "yesterday":
        return today - dt.timedelta(days=1)
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", plain, re.ASCII):
            return dt.date.fromisoformat(plain)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}[ t]\d{2}:\d{2}", plain, re.ASCII):
            return dt.datetime.fromisoformat(plain.upper())
    except ValueError:
        return None
    return None


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w.]+|_", " ", text.lower()).split())


def _range(choices: Mapping[str, str], numbered: bool) -> str:
    if numbered:
        return f"a number from 1 to {len(choices)}, or words from the list" if len(choices) > 1 else "1"
    return either(list(choices.values()))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
