"""One person of a case as text: where this person stands, what is in the way of acting, and what was set aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from decision_support.casework.situation import Situation
from decision_support.model.advice import Advice, Ask, MayNotAct
from decision_support.model.dates import in_words
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.people import NOBODY, Person, spans
from decision_support.model.values import UNKNOWN
from decision_support.roles.conflicts import NO, WAIVED
from decision_support.wording import dates_in_words

from .page import Page


class Mark(NamedTuple):
    """Something to know of a person before anything is left to them. sign: '!', '?' or '+'."""

    sign: str
    say: str


class Waivable(NamedTuple):
    """A conflict that somebody can decide to set aside. fact: what it is called on record; say: in words."""

    fact: str
    say: str


class PeopleOfCase:
    """The people of a case as they stand, and what advice says of each of them."""

    def __init__(self, base: KnowledgeBase, situation: Situation, advice: Advice) -> None:
        self._base = base
        self._case = situation
        self._advice = advice
        self._names = situation.names
        self._titles = role_titles(base, situation.case.guidance)

    def where(self, person: Person) -> Iterator[str]:
        """What somebody is, and to whom this person answers, a line each."""
        post = person.post(self._case.on)
        if post.roles:
            yield "; ".join(self._titles.get(role, role) for role in post.roles)
        works = [*([post.agency] if post.agency else []), *([f"team {post.team}"] if post.team else [])]
        above = f"answers to {self._name(post.line_manager)}" if post.line_manager else "nobody recorded to answer to"
        yield f"{', '.join(works) or 'agency and team not recorded'}; {above}"

    def marks(self, person: Person) -> Iterator[Mark]:
        """What advice says of somebody, in words."""
        for each in self._of(self._advice.excluded, person):
            yield Mark("!", f"may not act as {self._title(each)}")
        for each in self._of(self._advice.in_doubt, person):
            yield Mark("?", f"not cleared yet to act as {self._title(each)}")
        if any(each.person == person.id for each in self._advice.waived):
            yield Mark("+", "a conflict was waived")
        if roles := dict.fromkeys(role for role, _ in self._acts_in(person)):
            yield Mark("+", f"acts in what is advised, as {', '.join(roles)}")

    def asks(self, person: Person) -> tuple[Ask, ...]:
        """The questions about somebody that are open."""
        return tuple(
            each
            for each in self._advice.ask
            if each.subject == person.id and self._base.facts[each.fact].about == "person"
        )

    def waivable(self, person: Person) -> tuple[Waivable, ...]:
        """The conflicts of somebody that can be set aside by decision."""
        found = {
            fact: each.say
            for those in self._case.standings.values()
            for fact, each in those[person.id].items()
            if each.value not in (None, NO, UNKNOWN, WAIVED) and WAIVED in self._base.facts[fact].on_record_only
        }
        return tuple(Waivable(fact, say) for fact, say in found.items())

    def text(self, person: Person) -> str:
        """Everything about somebody, laid out."""
        return "\n".join(self._lines(Page(self._names), person))

    def _lines(self, page: Page, person: Person) -> Iterator[str]:
        yield from page.wrap(person.called, "", "")
        yield from page.wrap(f"on record as '{person.id}'", "", "")
        for mark in self.marks(person):
            yield from page.wrap(mark.say, f"{mark.sign} ", "  ")
        yield from page.title("On record")
        yield from self._recorded(page, person)
        for title, listed in (
            ("May not act", self._of(self._advice.excluded, person)),
            ("Not cleared yet", self._of(self._advice.in_doubt, person)),
        ):
            if listed:
                yield from page.title(title)
            for each in listed:
                yield from self._barred(page, each)
        if waived := [each for each in self._advice.waived if each.person == person.id]:
            yield from page.title("Waived")
            for waiver in waived:
                yield from page.wrap(waiver.say, "  - ", "    ")
        yield from self._ties(page, person)
        if acts := list(self._acts_in(person)):
            yield from page.title("Acts in what is advised")
            for role, say in acts:
                yield from page.wrap(f"{say} (as {role})", "  - ", "    ")
        if asks := self.asks(person):
            yield from page.title("Open questions")
            for ask in asks:
                yield from page.wrap(ask.question, "  ? ", "    ")

    def _recorded(self, page: Page, person: Person) -> Iterator[str]:
        for role in spans(person.roles):
            title = self._titles.get(role.is_, role.is_)
            yield from page.labelled("Role", f"{title}{dates_in_words(role)}")
        for name in person.considered_for:
            yield from page.labelled("Considered", f"for {self._titles.get(name, name)}")
        for label, written in (("Agency", person.agency), ("Team", person.team)):
            for held in spans(written):
                yield from page.labelled(label, f"{held.is_}{dates_in_words(held)}")
        yield from page.labelled("Line", self._upward(person))
        for held in spans(person.line_manager) if not isinstance(person.line_manager, str) else ():
            yield from page.labelled("Answers", f"to {self._name(held.is_)}{dates_in_words(held)}")
        for stand_in in person.stands_in:
            told = f"for {self._name(stand_in.for_)} as {stand_in.as_}{dates_in_words(stand_in)}"
            yield from page.labelled("Stands in", told)
        for away in person.away:
            yield from page.labelled("Away", ", ".join(filter(None, (dates_in_words(away).strip(), away.why))))
        if person.named_by:
            yield from page.labelled("Named by", ", ".join(map(self._name, person.named_by)))
        for part in person.took_part:
            when = f" on {in_words(part.on)}" if part.on else ""
            for_ = f", for {self._name(part.for_)}" if part.for_ else ""
            yield from page.labelled("Took part", f"in {part.in_.replace('-', ' ')}{when}{for_}")
        for interest in person.interests:
            when = f", declared on {in_words(interest.on)}" if interest.on else ""
            over = f"; ended on {in_words(interest.ended.on)}" if interest.ended else ""
            note = f" ({interest.note})" if interest.note else ""
            yield from page.labelled("Interest", f"{interest.in_}{note}{when}{over}")

    def _upward(self, person: Person) -> str:
        """Whom somebody answers to, up to the top or to where the record ends."""
        people = next(iter(self._case.people.values()), None)
        if people is None:
            manager = person.post(self._case.on).line_manager
            told = "nobody, at the top" if manager == NOBODY else self._name(manager) if manager else ""
            return told or "nobody recorded whom this person answers to"
        above, to_the_top = people.managers(people.on, person.id)
        line = ", who answers to ".join(map(self._name, above))
        if not above:
            return "answers to nobody" if to_the_top else "nobody recorded whom this person answers to"
        end = "who answers to nobody" if to_the_top else f"nobody recorded whom {self._name(above[-1])} answers to"
        return f"answers to {line}, {end}" if to_the_top else f"answers to {line}; {end}"

    def _barred(self, page: Page, each: MayNotAct) -> Iterator[str]:
        rests = [*each.clauses, *(["our reading"] if each.interpretations else [])]
        told = f"as {self._title(each)}: {page.name(each.person)} {each.why}. ({', '.join(rests)})"
        yield from page.wrap(told, "  - ", "    ")
        if each.path:
            yield from page.wrap(f"On record: {'; '.join(map(self._step, each.path))}.", "    ", "    ")

    def _ties(self, page: Page, person: Person) -> Iterator[str]:
        """Ties that hold or held, then what was asked and nobody knows, then what is on record not to be so."""
        found = {each.say: each.value for those in self._case.standings.values() for each in those[person.id].values()}
        told = [(say, value) for say, value in found.items() if value is not None]
        for title, wanted in (
            ("Ties on record", [say for say, value in told if value not in (NO, UNKNOWN, WAIVED)]),
            ("Nobody knows", [say for say, value in told if value == UNKNOWN]),
            ("Not so, by the record", [say for say, value in told if value == NO]),
        ):
            if wanted:
                yield from page.title(title)
            for say in wanted:
                yield from page.wrap(f"{person.called} {say}.", "  - ", "    ")

    def _acts_in(self, person: Person) -> Iterator[tuple[str, str]]:
        for each in self._advice.recommendations:
            for needed in (each.actor, each.contact):
                if needed is not None and person.id in needed.people and each.strength != "must_not":
                    yield needed.title, each.say

    def _of(self, listed: Sequence[MayNotAct], person: Person) -> list[MayNotAct]:
        return [each for each in listed if each.person == person.id]

    def _title(self, each: MayNotAct) -> str:
        return self._base.documents[each.guidance].roles[each.role].title

    def _step(self, step: tuple[str, str, str]) -> str:
        from_, relation, to = step
        return f"{self._called(from_)} {relation.replace('_', ' ')} {self._called(to)}"

    def _called(self, node: str) -> str:
        kind, _, name = node.partition(":")
        if kind == "person":
            return self._name(name)
        if kind == "role":
            return self._titles.get(name, name)
        return f"{kind} {name}" if kind in ("team", "agency") else name.replace("-", " ")

    def _name(self, person: str) -> str:
        return "nobody" if person == NOBODY else self._names.get(person, person)


def role_titles(base: KnowledgeBase, guidance: Sequence[str]) -> dict[str, str]:
    """The roles that somebody can be given in a case, and what each is called; all there are, where none is named."""
    documents = [base.documents[name] for name in guidance] or list(base.documents.values())
    return {role.id: role.title for document in reversed(documents) for role in document.roles.values()}
