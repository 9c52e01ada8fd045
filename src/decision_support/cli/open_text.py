"""What is still open, as text: questions to ask, answers that would change the advice, questions that may not apply."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.model.advice import Advice
from decision_support.model.facts import CASE, Subject
from decision_support.model.knowledge import KnowledgeBase
from decision_support.wording import value_in_words

from .page import Page, numbered

MOST_ASKED = 12
MOST_CHANGES = 8


class OpenText:
    """The open part of one advice."""

    def __init__(self, base: KnowledgeBase, advice: Advice, page: Page) -> None:
        self._base = base
        self._advice = advice
        self._page = page

    def unknown(self) -> Iterator[str]:
        """What to ask, and what the answers could change."""
        yield from self._page.title("What we do not know")
        if not self._advice.ask and self._advice.stability.settled:
            yield from self._page.wrap("Nothing that would change this advice.", "  ", "  ")
            return
        if not self._advice.ask:
            yield from self._page.wrap("No question is open.", "  ", "  ")
        for ask in self._advice.ask[:MOST_ASKED]:
            about = self._base.facts[ask.fact].about
            who = f" ({self._page.name(ask.subject).replace('-', ' ')})" if about in ("person", "option") else ""
            asked = numbered(ask.subject if about == "question" else None, ask.question)
            yield from self._page.wrap(f"{asked}{who}", "  ? ", "    ")
        if len(self._advice.ask) > MOST_ASKED:
            yield from self._page.wrap(
                "More questions follow once these are answered; --format json lists all.", "  ", "  "
            )
        yield from self._could_change()

    def _could_change(self) -> Iterator[str]:
        by_answer: dict[tuple[tuple[str, str], ...], list[tuple[str, str]]] = {}
        for change in self._advice.stability.could_change:
            if change.question is None:
                by_answer.setdefault(tuple(change.if_.items()), []).append((change.change, change.say))
        if self._advice.stability.settled:
            of_people = any(self._base.facts[ask.fact].about == "person" for ask in self._advice.ask)
            told = (
                "No answer would change what is advised; some settle who may act."
                if of_people
                else ("No answer would change this advice.")
            )
            yield from self._page.wrap(told, "  ", "  ")
            return
        if any(change.question for change in self._advice.stability.could_change):
            yield ""
            yield from self._page.wrap("Each open question above may call for more, once it is answered.", "  ", "  ")
        if not by_answer:
            return
        yield ""
        yield from self._page.wrap("This advice could still change:", "  ", "  ")
        by_effect: dict[tuple[tuple[str, str], ...], list[str]] = {}
        for answers, changes in by_answer.items():
            condition = " and ".join(self._answer(fact, value) for fact, value in answers)
            by_effect.setdefault(tuple(changes), []).append(condition)
        ordered = sorted(by_effect.items(), key=lambda found: all(kind == "added" for kind, _ in found[0]))
        for effect, conditions in ordered[:MOST_CHANGES]:
            yield from self._page.wrap(f"If {', or if '.join(conditions)}:", "  ~ ", "    ")
            for kind, say in effect:
                words = {"withdrawn": "no longer", "added": "also", "strength": "with other force"}[kind]
                yield from self._page.wrap(f"{words}: {say}", "    - ", "      ")
        if len(ordered) > MOST_CHANGES:
            yield from self._page.wrap("Other answers could change it too; --format json lists them all.", "  ", "  ")

    def _answer(self, fact: str, value: str) -> str:
        """One answer as a clause. A fact of a subject other than the case stands behind the subject's id."""
        if fact in self._base.facts:
            text = value_in_words(self._base, fact, CASE, value, self._page.names)
        else:
            subject, _, name = fact.rpartition(".")
            text = value_in_words(
                self._base, name, Subject(self._base.facts[name].about, subject), value, self._page.names
            )
        return text[:1].lower() + text[1:].rstrip(".")

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
                say = f"{told}: not yet clear. Applies where {reason[:1].lower()}{reason[1:].rstrip('.')}."
            yield from self._page.wrap(say, "  - ", "    ")
