"""What is still open, as text: questions to ask, answers that would change the advice, questions that may not apply."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.model.advice import Advice, Ask
from decision_support.model.knowledge import KnowledgeBase
from decision_support.wording import answers_in_words, within

from .page import Page, by_option, numbered

MOST_ASKED = 12
MOST_CHANGES = 8
MOST_INLINE = 2

_EFFECT = {"withdrawn": "it no longer holds", "strength": "it holds with other force"}


class OpenText:
    """The open part of one advice."""

    def __init__(self, base: KnowledgeBase, advice: Advice, page: Page) -> None:
        self._base = base
        self._advice = advice
        self._page = page

    def unknown(self) -> Iterator[str]:
        """What to ask, and what the answers could change."""
        yield from self._page.title("What we do not know")
        if not (self._advice.ask or self._advice.starts or self._advice.unknown) and self._advice.stability.settled:
            yield from self._page.wrap("Nothing that would change this advice.", "  ", "  ")
            return
        for ask in self._advice.unknown[:MOST_ASKED]:
            yield from self._page.wrap(f"Still unknown: {self.asked(ask)}", "  ? ", "    ")
        for start in self._advice.starts:
            told = f"When was it that {within(start.say)}? Without that no day can be given."
            yield from self._page.wrap(told, "  ? ", "    ")
        for ask in self._advice.ask[:MOST_ASKED]:
            yield from self._page.wrap(self.asked(ask), "  ? ", "    ")
        if len(self._advice.ask) > MOST_ASKED:
            more = by_option("; --format json lists all", "")
            yield from self._page.wrap(f"More questions follow once these are answered{more}.", "  ", "  ")
        yield from self._could_change()

    def asked(self, ask: Ask) -> str:
        """A question, with whom or what it is about."""
        about = self._base.facts[ask.fact].about
        who = f" ({self._page.name(ask.subject).replace('-', ' ')})" if about in ("person", "option") else ""
        return f"{numbered(ask.subject if about == 'question' else None, ask.question)}{who}"

    def _could_change(self) -> Iterator[str]:
        by_answer: dict[tuple[tuple[str, str], ...], list[str]] = {}
        for change in self._advice.stability.could_change:
            if change.question is None and change.change == "added":
                by_answer.setdefault(tuple(change.if_.items()), []).append(change.say)
        if self._advice.stability.settled:
            of_people = any(self._base.facts[ask.fact].about == "person" for ask in self._advice.ask)
            told = (
                "No answer would change what is advised; some settle who may act."
                if of_people
                else (f"No {'other ' if self._advice.starts else ''}answer would change this advice.")
            )
            yield from self._page.wrap(told, "  ", "  ")
            return
        if any(change.question for change in self._advice.stability.could_change):
            yield ""
            yield from self._page.wrap("Each open question above may call for more, once it is answered.", "  ", "  ")
        if not by_answer:
            return
        yield ""
        yield from self._page.wrap("More could still be advised:", "  ", "  ")
        by_effect: dict[tuple[str, ...], list[str]] = {}
        for answers, added in by_answer.items():
            condition = answers_in_words(self._base, dict(answers), self._page.names)
            by_effect.setdefault(tuple(added), []).append(condition)
        for say_all, conditions in list(by_effect.items())[:MOST_CHANGES]:
            yield from self._page.wrap(f"If {', or if '.join(conditions)}:", "  ~ ", "    ")
            for say in say_all:
                yield from self._page.wrap(say, "    - ", "      ")
        if len(by_effect) > MOST_CHANGES:
            more = by_option("; --format json lists them all", "")
            yield from self._page.wrap(f"Other answers could add to it too{more}.", "  ", "  ")

    def stands(self, recommendation: str) -> str:
        """Whether one recommendation is settled, in words."""
        found = next(each for each in self._advice.stability.each if each.recommendation == recommendation)
        if any(recommendation in conflict.between for conflict in self._advice.conflicts):
            return "but in conflict with other advice"
        if not found.settled:
            return "could still change"
        return "settled" if found.exact else "no one or two open answers change it"

    def could_change(self, recommendation: str) -> Iterator[str]:
        """For one recommendation, the answers after which it no longer holds, or holds with other force."""
        by_effect: dict[str, list[str]] = {}
        for change in self._advice.stability.could_change:
            if change.recommendation == recommendation:
                told = answers_in_words(self._base, change.if_, self._page.names)
                by_effect.setdefault(_EFFECT[change.change], []).append(f"if {told}")
        for effect, conditions in by_effect.items():
            others = f", or after other answers{by_option(' (--format json)', '')}"
            more = others if len(conditions) > MOST_INLINE else ""
            yield from self._page.labelled("But", f"{', or '.join(conditions[:MOST_INLINE])}{more}, {effect}.")

    def questions(self) -> Iterator[str]:
        """Questions of a framework that do not apply, or of which it is not clear, each with the reason."""
        alike: dict[tuple[str, str], list[str]] = {}
        for each in self._advice.questions:
            if each.applies != "yes":
                reason = " ".join(each.why) if each.applies == "no" else (each.when or "")
                alike.setdefault((each.applies, reason), []).append(each.id)
        if alike:
            yield from self._page.title("Questions that do not apply, or may not")
        for (applies, reason), ids in alike.items():
            told = ", ".join(ids)
            if applies == "no":
                say = f"{told}: not applicable. {reason}"
            else:
                say = f"{told}: not yet clear. Applies where {within(reason)}."
            yield from self._page.wrap(say, "  - ", "    ")
