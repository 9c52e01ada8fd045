"""Why something is not so, as text: one sentence, the nearest rule, what would make it so, and the next nearest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from decision_support.model.near_miss import TWO_AT_A_TIME, ConditionLine, NearMiss, Remedy, StageWay, WhyNot
from decision_support.wording import STRENGTH_WORDS, day_in_words

from .page import Page, by_option

NEXT = 3
MOST_REMEDIES = 3
MOST_BELOW = 3
_WOULD: dict[str, str] = {
    **{strength: f"be advised as {word}" for strength, word in STRENGTH_WORDS.items()},
    "judge": "be left to people to decide",
    "silence": "be shown as unsaid",
    "conclude": "follow",
    "argue_for": "argue for it",
    "argue_against": "argue against it",
    "rule_out": "rule it out",
    "governs": "govern",
    "exclude": "exclude the person",
    "doubt": "leave the person in doubt",
}


def why_not_text(
    answer: WhyNot, names: Mapping[str, str], readings: Mapping[str, str], everything: bool = False
) -> str:
    """The answer, ready to print. `readings` are our interpretations in words; `everything`: every rule in full."""
    return "\n".join(_WhyNotText(Page(names), readings, everything).lines(answer))


class _WhyNotText:
    def __init__(self, page: Page, readings: Mapping[str, str], everything: bool) -> None:
        self._page = page
        self._readings = readings
        self._everything = everything

    def lines(self, answer: WhyNot) -> Iterator[str]:
        page = self._page
        yield from page.wrap(answer.case, "", "")
        yield f"Why not, on {day_in_words(answer.on)}"
        yield ""
        yield from page.wrap(answer.target, "", "  ")
        yield from page.wrap(answer.answer, "", "")
        if answer.so:
            if answer.remedies:
                yield from page.title("What would clear this person")
                yield from self._remedy(answer.remedies[0], 0)
            return
        if answer.way:
            yield from page.title("The way there")
            for stage in answer.way:
                yield from self._stage(stage)
        shown = answer.misses if self._everything else answer.misses[:1]
        for number, miss in enumerate(shown):
            yield from page.title("The nearest rule" if number == 0 else "Another rule")
            yield from self._miss(miss)
        if answer.misses or answer.remedies:
            yield from self._remedies(answer)
        more = answer.misses[len(shown) :]
        if more:
            yield from page.title("Next nearest")
            for miss in more[:NEXT]:
                yield from page.wrap(f"{_named(miss)}: {_tally(miss)}. If it applied: {miss.because}", "  - ", "    ")
            if len(more) > NEXT:
                where = by_option(": see them with --all", " in the other view")
                yield from page.wrap(f"{len(more) - NEXT} more{where}.", "  ", "  ")

    def _stage(self, stage: StageWay) -> Iterator[str]:
        name = stage.stage.replace("-", " ").capitalize()
        since = f" on {day_in_words(stage.since)}" if stage.since else ""
        state = {"left": f"left{since}", "reached": "the matter is here", "ahead": "not reached"}[stage.state]
        yield from self._page.wrap(f"{name}, {stage.title}: {state}.", "  - ", "    ")
        if stage.records:
            yield from self._page.wrap("What moves it on from here:", "    ", "    ")
        for record in stage.records:
            yield from self._page.wrap(record, "    - ", "      ")

    def _miss(self, miss: NearMiss) -> Iterator[str]:
        page = self._page
        yield from page.wrap(_named(miss), "    ", "    ")
        yield from page.labelled("It would", _WOULD[miss.concludes])
        yield from page.labelled("Reason", f"If it applied: {miss.because}")
        if miss.interpretation:
            yield from page.labelled("Our view", self._readings[miss.interpretation])
        held = [each for each in miss.conditions if each.state == "holds"]
        for each in miss.conditions:
            if each.state != "holds" or self._everything:
                yield from self._condition(each, 0)
        if held and not self._everything:
            yield from page.labelled("Holds", f"{len(held)} of {len(miss.conditions)} conditions.")

    def _condition(self, line: ConditionLine, depth: int) -> Iterator[str]:
        page = self._page
        label = {"holds": "Holds", "fails": "Fails", "unknown": "Unknown"}[line.state]
        label = "Rests on" if depth else label
        yield from page.labelled(label, line.say)
        if line.state == "holds":
            return
        if not line.ask:
            yield from page.labelled("  needed", line.wanted)
        else:
            yield from page.labelled("  ask", line.ask)
            who = [f"{' or '.join(map(page.name, each.people))} ({each.title})" for each in line.who if each.people]
            absent = [each.title for each in line.who if not each.people]
            if who or absent:
                yield from page.labelled("  who", "; ".join(who) if who else f"{' or '.join(absent)}: nobody recorded")
        if line.fixed and not any(below.fixed for below in line.rests_on):
            yield from page.labelled("  fixed", line.fixed)
        for happening in line.can_happen[:2]:
            yield from page.labelled("  open", happening)
        yield from self._below(line.rests_on, depth + 1)

    def _below(self, rests_on: Sequence[ConditionLine], depth: int) -> Iterator[str]:
        """What a condition rests on: what of it does not hold, the first few; with `everything`, all of it."""
        told = [each for each in rests_on if each.state != "holds"]
        shown = rests_on if self._everything else told[:MOST_BELOW]
        for each in shown:
            yield from self._condition(each, depth)
        if not self._everything and len(told) > len(shown):
            yield from self._page.labelled("", f"{len(told) - len(shown)} more{_see_all()}.")

    def _remedies(self, answer: WhyNot) -> Iterator[str]:
        page = self._page
        yield from page.title("What would make it so")
        shown = answer.remedies if self._everything else answer.remedies[:MOST_REMEDIES]
        for number, remedy in enumerate(shown):
            yield from self._remedy(remedy, number)
        if len(answer.remedies) > len(shown):
            more = len(answer.remedies) - len(shown)
            yield from page.wrap(f"{more} other {'way' if more == 1 else 'ways'}{_see_all()}.", "  ", "  ")
        if answer.passed_over:
            yield from self._passed_over(answer)
        elif not answer.remedies:
            found = "found" if answer.method == TWO_AT_A_TIME else "left that would"
            told = f"Nothing {found}."
            if answer.misses and not answer.misses[0].fails_for_good and answer.method != TWO_AT_A_TIME:
                told = "Nothing that can be recorded today would. It can still come about, one step after another."
            yield from page.wrap(told, "  ", "  ")
        if answer.method:
            rules = f" The {answer.tried} nearest rules only." if answer.tried < len(answer.misses) else ""
            yield from page.wrap(f"Tried: {answer.method}.{rules}", "  ", "  ")

    def _passed_over(self, answer: WhyNot) -> Iterator[str]:
        page = self._page
        if not answer.remedies:
            told = "Nobody recorded could be given the role and act in it. Find somebody else, and record them."
            yield from page.wrap(told, "  ", "  ")
        yield from page.wrap("Not offered, since they could not then act, or not yet:", "  ", "  ")
        shown = answer.passed_over if self._everything else answer.passed_over[:MOST_REMEDIES]
        for each in shown:
            yield from page.wrap(f"{each}.", "  - ", "    ")
        if len(answer.passed_over) > len(shown):
            yield from page.wrap(f"{len(answer.passed_over) - len(shown)} more{_see_all()}.", "  ", "  ")

    def _remedy(self, remedy: Remedy, number: int) -> Iterator[str]:
        steps: Sequence[str] = [step.say for step in remedy.steps]
        if number:
            yield "  or"
        for step in steps:
            yield from self._page.wrap(step, "  - ", "    ")
        if remedy.clashes:
            others = "; ".join(each.rstrip(".") for each in remedy.clashes)
            yield from self._page.wrap(f"But it would then clash with: {others}.", "    ", "    ")


def _see_all() -> str:
    return by_option(": see --all", " in the other view")


def _named(miss: NearMiss) -> str:
    about = "" if miss.subject == "case" else f", for {miss.subject}"
    return f"{miss.rule}{about} ({', '.join(miss.clauses) or 'ours'})"


def _tally(miss: NearMiss) -> str:
    told = []
    if miss.fails:
        good = " for good" if miss.fails_for_good == miss.fails else f", {miss.fails_for_good} of them for good"
        told.append(f"{miss.fails} {'fails' if miss.fails == 1 else 'fail'}{good if miss.fails_for_good else ''}")
    if miss.unknown:
        told.append(f"{miss.unknown} unknown")
    return "; ".join(told)
