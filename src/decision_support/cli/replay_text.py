"""A kept advice given again, as text: whether it can be, what changed in the knowledge, and what was and is advised."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.casework.reasons.alterations import Alteration
from decision_support.casework.replaying import Replay
from decision_support.wording import day_in_words, listed

from .page import Page
from .then_and_now import BECAME, SIGNS, ThenAndNow, altered_in_words, in_brackets

_PARTS = {
    "guidance": "what is said of the documents",
    "recommendations": "what is advised",
    "judgements": "what people have to decide",
    "ask": "what is asked",
    "excluded": "who may not act",
    "in_doubt": "who may not act yet",
    "stability": "what could change the advice",
    "unknown": "what is unknown",
    "receipt.program": "the version of the program on its receipt",
    "receipt.knowledge": "the mark of the knowledge on its receipt",
    "receipt.facts": "the facts on its receipt",
    "receipt.case": "the case on its receipt",
    "receipt.guidance": "the editions on its receipt",
    "receipt.on": "the day on its receipt",
}
_GROUNDS = "the facts that the advice rests on"


def replay_text(replay: Replay) -> str:
    """The whole answer, ready to print: beside each other where the terminal is wide enough, or one below the other."""
    return "\n".join(_ReplayPage(replay).lines())


class _ReplayPage:
    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        people = replay.kept["receipt"]["case"].get("people", ())
        self._page = Page({each["id"]: each.get("name", each["id"]) for each in people})
        self._sides = ThenAndNow(replay, self._page)

    def lines(self) -> Iterator[str]:
        yield from self._page.wrap(self._verdict(), "", "")
        yield ""
        yield from self._page.wrap(self._replay.kept["case"], "Case: ", "      ")
        day = day_in_words(self._replay.kept["on"])
        yield from self._page.wrap(f"Advice for {day}, given by version {self._replay.program[0]}.", "", "")
        yield from self._page.wrap(self._today(), "", "")
        if self._replay.knowledge_changed:
            yield from self._knowledge()
        yield from self._sides.lines()
        yield ""
        yield from self._page.wrap(self._marks(), "", "")

    def _verdict(self) -> str:
        replay = self._replay
        if replay.again is None:
            return f"This advice cannot be given again. {replay.why_not}"
        if replay.same_bytes:
            return "This advice can be given again byte for byte: not one letter differs."
        if replay.differs == ("receipt.program",):
            return (
                "This advice can be given again, though not byte for byte: every word of it is the same, and only the "
                f"version of the program is another ({replay.program[0]} then, {replay.program[1]} now)."
            )
        told = listed(_part(each) for each in replay.differs) or "the order of its parts"
        return f"This advice cannot be given again: worked out anew from its receipt, it differs in {told}."

    def _today(self) -> str:
        replay, sides = self._replay, self._sides
        changed = replay.knowledge_changed
        since = "The knowledge has changed since" if changed else "The knowledge is the same today"
        if replay.now is None:
            return f"{since}. Today the program gives no advice on this case. {replay.why_not_now}"
        if not replay.differs_now:
            return f"{since}, {'but' if changed else 'and'} the same would be advised today."
        counts = (
            ("would be added", sides.gained),
            ("would no longer be advised", sides.lost),
            ("would be advised otherwise", sides.changed),
        )
        told = [f"{len(those)} {'thing' if len(those) == 1 else 'things'} {what}" for what, those in counts if those]
        if told:
            return f"{since}. For the same case and day, {listed(told)} today."
        parts = listed(_GROUNDS if each == "recommendations" else _part(each) for each in replay.differs_now)
        return f"{since}. The same would be advised today; what differs is {parts}."

    def _knowledge(self) -> Iterator[str]:
        yield from self._page.title("What changed in the knowledge")
        for line in self._replay.editions:
            what = f"{line.title} ({line.guidance})"
            if line.now == line.then:
                yield from self._page.wrap(f"{what}: still the edition '{line.now}'", "  = ", "    ")
            elif line.now is None:
                yield from self._page.wrap(f"{what}: no longer among the documents", "  - ", "    ")
            else:
                yield from self._page.wrap(f"{what}: was '{line.then}', now '{line.now}'", "  ~ ", "    ")
        for each in self._replay.altered:
            yield from self._alteration(each)
        if not self._replay.altered:
            yield from self._page.wrap(self._nothing_altered(), "  ", "  ")

    def _alteration(self, altered: Alteration) -> Iterator[str]:
        told = f"The {altered.kind} {altered.name} {BECAME[altered.how]}: {altered.say}{in_brackets(altered.clauses)}"
        yield from self._page.wrap(told, f"  {SIGNS[altered.how]} ", "    ")
        for aspect in altered.aspects:
            yield from self._page.wrap(altered_in_words(aspect), "      ", "        ")

    def _nothing_altered(self) -> str:
        if self._replay.again and self._replay.now:
            return "Nothing else that this case meets was changed."
        missing = "the knowledge of that day" if self._replay.again is None else "advice by today's knowledge"
        return f"Which rules, clocks and clauses changed cannot be told without {missing}."

    def _marks(self) -> str:
        then, now = (each[:12] for each in self._replay.knowledge)
        knowledge = f"knowledge {then} then, {now} now" if self._replay.knowledge_changed else f"knowledge {then}"
        return f"decision-support {self._replay.program[1]}, {knowledge}. This is advice; people decide."


def _part(key: str) -> str:
    return _PARTS.get(key, f"the {key.replace('_', ' ')}")
