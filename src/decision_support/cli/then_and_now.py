"""What was advised and what would be advised today, as text: side by side on a wide page, else one below the other."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from decision_support.casework.replaying import Replay
from decision_support.model.advice_data import plain
from decision_support.model.difference import Aspect, Cause, Change
from decision_support.wording import STATES_THAT_DAY, STRENGTH_WORDS, day_in_words

from .difference_words import more_and_less
from .page import Page, numbered

WIDE = 96  # columns from which then and now stand side by side
SIGNS = {"gained": "+", "lost": "-", "changed": "~"}
BECAME = {"gained": "is new", "lost": "is gone", "changed": "was changed"}

_GAP = "  |  "
_UNDER = " " * 12
_SOON = {"now": "at once", "today": "today", "dated": "by its day", "when_possible": "when possible"}
_DAYS = frozenset({"due", "latest", "starts", "ended"})
_MATTERS = {
    "alarm": "Nobody who may act as",
    "ask": "Still to ask",
    "clock": "Clock",
    "conflict": "Cannot both be followed",
    "document": "Document",
    "governing": "May govern",
    "judgement": "For people to decide",
    "may_not_act": "May not act as",
    "option": "Option",
    "question": "Question",
    "silence": "What the document does not say",
    "stage": "Where the matter stands",
    "waived": "Waived",
}
_NAMED = {"say": "in words", "because": "its reason", "text": "in our words"}

Said = Mapping[str, Any]  # one recommendation, as plain data


class ThenAndNow:
    """Both sides of a replay. `gained`, `lost` and `changed` are the ids of what is not advised alike."""

    def __init__(self, replay: Replay, page: Page) -> None:
        self._replay = replay
        self._page = page
        self._then: dict[str, Said] = {each["id"]: each for each in replay.kept["recommendations"]}
        now = plain(replay.now.recommendations) if replay.now else ()
        self._now: dict[str, Said] = {each["id"]: each for each in now}
        self._became = {(each.kind, each.name): BECAME[each.how] for each in replay.altered}
        self._reckoned: set[str] = set()  # clocks whose days were reckoned on the page already
        self._names = {
            **page.names,
            **{name: f"'{said['say'].rstrip('.')}'" for name, said in (self._then | self._now).items()},
        }
        changes = replay.difference.changes if replay.difference else ()
        self._changes = {each.about: each for each in changes if each.matter == "recommendation"}
        self._others = [each for each in changes if each.matter != "recommendation"]
        self.gained = [name for name in self._now if name not in self._then]
        self.lost = [name for name in self._then if name not in self._now]
        self.changed = [name for name in self._then if name in self._now and self._is_changed(name)]

    def lines(self) -> Iterator[str]:
        if self._replay.now is None:
            yield from self._page.title("What was advised")
            yield from self._only_then()
            return
        otherwise = [*self.changed, *self.lost, *self.gained]
        if otherwise:
            yield from self._page.title("Advised then, and now")
            if self._page.width >= WIDE:
                yield from self._columns(["THEN"], ["NOW, FOR THE SAME CASE AND DAY"])
        for name in otherwise:
            yield from self._row(self._then.get(name), self._now.get(name))
        if self._others:
            yield from self._page.title("What else differs")
            for change in self._others:
                yield from self._other(change)
        same = [said for name, said in self._then.items() if name not in otherwise]
        if same:
            yield from self._page.title("The same then and now" if self._replay.differs_now else "What was advised")
            for said in same:
                yield from self._page.wrap(f"{_say(said)} [{_firm(said)}; {_cited(said)}]", "  = ", "    ")
                if behind := self._changes.get(said["id"]):
                    yield from self._why(behind)

    def _is_changed(self, name: str) -> bool:
        """Whether the two sides read differently; that one rests on other facts alone is told beneath it."""
        change = self._changes.get(name)
        return bool(change and change.aspects) or self._cell(self._then[name]) != self._cell(self._now[name])

    def _only_then(self) -> Iterator[str]:
        for said in self._then.values():
            yield from self._page.wrap(_say(said), "  * ", "    ")
            yield from self._labelled("", self._cell(said)[1:])

    def _row(self, one: Said | None, other: Said | None) -> Iterator[str]:
        """One thing that is not advised alike: in what the sides differ, what both say, and why."""
        said = other or one
        assert said is not None
        sign = SIGNS["gained" if one is None else "lost" if other is None else "changed"]
        yield ""
        yield from self._page.wrap(_say(said), f"  {sign} ", "    ")
        sides = [self._cell(each) if each else ["Not advised."] for each in (one, other)]
        alike = [each for each in sides[0] if each in sides[1]]
        if one is None or other is None:
            alike = [_say(said)]  # the heading has it
        sides = [[each for each in side if each not in alike] for side in sides]
        if self._page.width >= WIDE:
            yield from self._columns(*sides)
        else:
            yield from self._labelled("Then:", sides[0])
            yield from self._labelled("Now:", sides[1])
        yield from self._labelled("Both:", alike[1:] if alike[:1] == [_say(said)] else alike)
        if change := self._changes.get(said["id"]):
            yield from self._why(change)

    def _cell(self, said: Said) -> list[str]:
        """All that one side says of a thing, a paragraph each."""
        due = said["due"]
        told = [_say(said), f"{_firm(said)}, {_SOON[said['urgency']]}"]
        if due:
            reading = f", or {day_in_words(due['latest'])} on another reading" if due["latest"] != due["on"] else ""
            told.append(f"By {day_in_words(due['on'])}{reading}")
        for label, holder in (("Who", said["actor"]), ("Towards", said["contact"])):
            if holder:
                people = " and ".join(self._page.name(each) for each in holder["people"]) or "nobody who may act"
                told.append(f"{label}: {people}, {holder['title']}")
        told += [f"Record: {each['say']}" for each in said["records"]]
        told += [f"Because: {reason}" for reason in _reasons(said)]
        told.append(f"Clauses: {_cited(said)}")
        return told

    def _other(self, change: Change) -> Iterator[str]:
        told = f"{_MATTERS[change.matter]}: {change.say}{self._whose(change)}{in_brackets(change.clauses)}"
        yield from self._page.wrap(told, f"  {SIGNS[change.how]} ", "    ")
        for aspect in change.aspects if change.how == "changed" else ():
            yield from self._page.wrap(altered_in_words(aspect, self._names), "      ", "        ")
        yield from self._why(change)

    def _whose(self, change: Change) -> str:
        """The person whom a question or a bar is about, to stand behind it."""
        if change.matter not in ("ask", "may_not_act", "waived"):
            return ""
        first, last = change.about.partition(".")[0], change.about.removeprefix(f"{change.guidance}.").partition(".")[2]
        person = last if change.matter == "may_not_act" else first
        return f" ({self._page.name(person)})" if person in self._page.names else ""

    def _why(self, change: Change) -> Iterator[str]:
        """The rules and the clocks that make the difference, and what became of each."""
        for rule in dict.fromkeys(each.rule for each in change.because):
            yield from self._rule([each for each in change.because if each.rule == rule])
        for timing in change.timing:
            became = self._of_late("clock", timing.clock)
            told = f"The clock {timing.clock}{became} stands otherwise: {timing.say}"
            yield from self._page.wrap(told, "    Why:  ", _UNDER)
            if timing.clock not in self._reckoned and timing.before != timing.after:
                self._reckoned.add(timing.clock)
                for word, steps in (("Then", timing.before), ("Now", timing.after)):
                    yield from self._page.wrap(f"{word}: {' '.join(steps) or 'no day'}", _UNDER, f"{_UNDER}  ")

    def _rule(self, causes: Sequence[Cause]) -> Iterator[str]:
        rule, sides = causes[0].rule, {each.side for each in causes}
        when = "then and now" if len(sides) > 1 else "then only" if "before" in sides else "now only"
        because = " ".join(dict.fromkeys(each.because for each in causes))
        clauses = [*dict.fromkeys(clause for each in causes for clause in each.clauses)]
        told = f"The rule {rule}{self._of_late('rule', rule)} applied {when}: {because}{in_brackets(clauses)}"
        yield from self._page.wrap(told, "    Why:  ", _UNDER)

    def _of_late(self, kind: str, name: str) -> str:
        became = self._became.get((kind, name))
        return f", which {became}," if became else ""

    def _labelled(self, label: str, paragraphs: Sequence[str]) -> Iterator[str]:
        for number, each in enumerate(paragraphs):
            yield from self._page.wrap(each, f"    {'' if number else label:<6}", _UNDER)

    def _columns(self, left: Sequence[str], right: Sequence[str]) -> Iterator[str]:
        width = (self._page.width - 4 - len(_GAP)) // 2
        for one, other in zip_longest(_column(left, width), _column(right, width), fillvalue=""):
            yield f"    {one:<{width}}{_GAP}{other}".rstrip()


def altered_in_words(aspect: Aspect, names: Mapping[str, str] | None = None) -> str:
    """'Limit: was 2 working days, now 4 working days'; `names` says what to call people."""
    named = _NAMED.get(aspect.name, aspect.name.replace("_", " ")).capitalize()
    called = names or {}
    if aspect.name == "asks_for":
        more = [f"It now also asks for this: {each}." for each in aspect.after if each not in aspect.before]
        less = [f"It no longer asks for this: {each}." for each in aspect.before if each not in aspect.after]
        return " ".join((*more, *less)) or "It asks for the same in another order."
    if len(aspect.before) > 1 or len(aspect.after) > 1:
        return f"{named}: {more_and_less(aspect, lambda value: called.get(value, value))}"
    was, now = (_in_words(aspect.name, side, called) for side in (aspect.before, aspect.after))
    return f"{named}: then it {was}; now it {now}" if aspect.name == "state" else f"{named}: was {was}, now {now}"


def in_brackets(clauses: Sequence[str]) -> str:
    """The clauses to stand behind a sentence."""
    return f" ({', '.join(clauses)})" if clauses else ""


def _in_words(aspect: str, side: Sequence[str], names: Mapping[str, str]) -> str:
    if not side:
        return "nothing"
    if aspect in _DAYS:
        return day_in_words(side[0])
    told = (STATES_THAT_DAY if aspect == "state" else names).get(side[0], side[0]).rstrip(".")
    return f"'{told}'" if aspect in _NAMED else told


def _column(paragraphs: Iterable[str], width: int) -> Iterator[str]:
    for each in paragraphs:
        yield from textwrap.wrap(each, width, subsequent_indent="  ", break_on_hyphens=False)


def _say(said: Said) -> str:
    return numbered(said["question"], f"Do not: {said['say']}" if said["strength"] == "must_not" else said["say"])


def _firm(said: Said) -> str:
    return STRENGTH_WORDS[said["strength"]]


def _cited(said: Said) -> str:
    return "our own advice, no document's" if said["basis"] == "ours" else ", ".join(said["clauses"])


def _reasons(said: Said) -> Iterator[str]:
    """Each reason once, with the rules that give it and their clauses."""
    alike: dict[str, dict[str, None]] = {}
    for each in said["proof"]:
        alike.setdefault(each["because"], {}).update(dict.fromkeys((each["rule"], *each["clauses"])))
    for because, rests in alike.items():
        yield f"{because} [{', '.join(rests)}]"
