"""Reasons as text: a paragraph to read out, the whole proof with numbered steps, or the facts that it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from decision_support.casework.reasons.why import RestsOn, Step, Why
from decision_support.model.dates import in_words
from decision_support.wording import listed

from .page import Page, by_option

DEEPEST = 8
MOST_READ_OUT = 8


def why_text(case: str, on: dt.date, answers: Sequence[Why], view: str) -> str:
    """The answers, ready to print."""
    page = _WhyPage()
    show = {"short": page.short, "tree": page.tree, "facts": page.facts}[view]
    lines = [*page.text.wrap(case, "", ""), f"Why, on {in_words(on)}"]
    if not answers:
        lines += ["", "Nothing is recommended on this day."]
    for answer in answers:
        lines += ["", *page.head(answer), *show(answer)]
    return "\n".join(lines)


class _WhyPage:
    def __init__(self) -> None:
        self.text = Page({})

    def head(self, answer: Why) -> Iterator[str]:
        label = f"{answer.number:>2}. " if answer.number else ""
        yield from self.text.wrap(answer.say, label, " " * len(label))

    def short(self, answer: Why) -> Iterator[str]:
        yield from self._paragraph(_because(answer))
        told = answer.rests_on[:MOST_READ_OUT]
        more = len(answer.rests_on) - len(told)
        if told:
            where = by_option("which --as facts lists", "under facts")
            rest = f"; and {more} more, {where}" if more else ""
            yield from self._paragraph(f"It rests on this: {'; '.join(told)}{rest}.")
        if answer.clauses:
            cited = listed(clause.id for clause in answer.clauses)
            yield from self._paragraph(f"Clause{'s' if len(answer.clauses) > 1 else ''}: {cited}.")
        for reading in answer.interpretations:
            yield from self._paragraph(f"Our reading, not the document's: {reading.say}")

    def facts(self, answer: Why) -> Iterator[str]:
        if not answer.facts:
            yield from self._paragraph(_because(answer) if answer.because else "It rests on no fact of the case.")
        for fact in answer.facts:
            yield from self._fact(fact)

    def tree(self, answer: Why) -> Iterator[str]:
        steps = {step.number: step for step in answer.steps}
        written: set[int] = set()
        if not answer.roots:
            yield from self._paragraph(_because(answer))
        for root in answer.roots:
            yield from self._step(steps, root, 1, written)
        if answer.clauses:
            yield from self._paragraph("The clauses, in our words:")
        for clause in answer.clauses:
            yield from self.text.wrap(f"{clause.id}  {clause.say} [{clause.place}]", "      ", "        ")
        for reading in answer.interpretations:
            yield from self._paragraph(f"Our reading, not the document's ({reading.id}): {reading.say} {reading.why}")

    def _step(self, steps: dict[int, Step], number: int, depth: int, written: set[int]) -> Iterator[str]:
        step = steps[number]
        indent = "  " * min(depth, DEEPEST)
        label = f"{indent}{number} "
        hang = " " * len(label)
        if number in written:
            circle = " They wait for each other, so neither comes about." if step.mutual else ""
            yield from self.text.wrap(f"as {number} above: {step.say}{circle}", f"{indent}- ", f"{indent}  ")
            return
        written.add(number)
        yield from self.text.wrap(f"{step.say}{_link(step)}", label, hang)
        for told in _beside(step):
            yield from self.text.wrap(told, hang, hang)
        for premise in step.rests_on:
            yield from self._step(steps, premise, depth + 1, written)

    def _fact(self, fact: RestsOn) -> Iterator[str]:
        yield from self.text.wrap(fact.say, "    - ", "      ")
        for source in fact.sources:
            yield from self.text.wrap(source, "      ", "      ")

    def _paragraph(self, text: str) -> Iterator[str]:
        yield from self.text.wrap(text, "    ", "    ")


def _because(answer: Why) -> str:
    return f"The reason: {' '.join(answer.because)}" if answer.because else ""


def _link(step: Step) -> str:
    """How a step leads to those below it."""
    return " This is why:" if step.rests_on and step.sort in ("silent_rule", "does_not_count") else ""


def _beside(step: Step) -> Iterator[str]:
    if step.because:
        yield f"Because: {step.because}"
    if step.rule and step.sort != "silent_rule":
        cited = ", ".join(step.clauses)
        ours = f"our reading {step.interpretation}" if step.interpretation else ""
        yield f"Rule {step.rule} ({'; '.join(each for each in (cited, ours) if each) or 'ours'})"
    yield from step.sources
