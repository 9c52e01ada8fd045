"""What somebody may ask 'why' about: a number or a name, found in what the advice says and in what was concluded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from decision_support.casework.numbering import Numbered, numbered_advice
from decision_support.casework.rule_book import RuleBook
from decision_support.casework.situation import Situation
from decision_support.errors import UserMistake, did_you_mean
from decision_support.model.advice import Advice, MayNotAct, Recommendation, SilenceLine
from decision_support.model.facts import CASE, Firing, Inference, Subject
from decision_support.model.knowledge import OURS, KnowledgeBase
from decision_support.model.values import Strength
from decision_support.reasoning.conclude import conclude
from decision_support.wording import listed, value_in_words

from .goals import ARGUED_AS, goal_of

SHOULD_BE_DONE: Mapping[Strength, str] = {
    "must": "This must be done",
    "should": "This should be done",
    "may": "This may be done",
    "must_not": "This must not be done",
}
SPEAKS: Mapping[str, str] = {"argue_for": "for it", "argue_against": "against it", "rule_out": "for ruling it out"}


@dataclass(frozen=True)
class AskedAbout:
    """One thing to explain: the firings behind it, or the fact that it is; and what it rests on beside the rules."""

    kind: str
    ids: tuple[str, ...]
    say: str
    firings: tuple[Firing, ...] = ()
    fact: tuple[Subject, str] | None = None
    number: int | None = None
    clauses: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    interpretations: tuple[str, ...] = ()


class Asking:
    """Everything in one piece of advice that has a reason."""

    def __init__(
        self, base: KnowledgeBase, case: Situation, book: RuleBook, inference: Inference, advice: Advice
    ) -> None:
        self._base = base
        self._case = case
        self._inference = inference
        self._book = book
        self._concluded = conclude(base, inference)
        self._advice = advice
        self._numbered = numbered_advice(advice)

    def about(self, what: str | None) -> tuple[AskedAbout, ...]:
        """What this names, or every recommendation where nothing is named.

        A name without its document's id means that name under every document that applies.
        """
        if what is None:
            return tuple(self._recommended(each) for each in self._numbered)
        if what.isdecimal() and len(what) < 6:
            return (self._recommended(self._with_number(int(what))),)
        everything: dict[str, list[AskedAbout]] = {}
        for each in self._by_name():
            for name in each.ids:
                everything.setdefault(name, []).append(each)
                everything.setdefault(_without_document(name, self._documents), []).append(each)
        found = everything.get(what) or self._facts(what)
        if not found:
            self._refuse_who_may_act(what)
            self._refuse_what_is_not_so(what)
            known = [name for name in everything if name not in self._documents]
            raise UserMistake(f"there is nothing called '{what}' in this advice.", mend=did_you_mean(what, known))
        return tuple(dict.fromkeys(found))

    def _refuse_who_may_act(self, what: str) -> None:
        """Somebody who may act in a role is no mistake of the name; the question has another answer."""
        person, _, role = what.partition(":")
        titles = {
            name: each.title for document in self._case.documents.values() for name, each in document.roles.items()
        }
        if person in self._case.names and role in titles and self._is_party(person):
            name = self._case.names[person]
            raise UserMistake(
                f"{name} is not proposed as {titles[role]}, and could not be: this is one of those concerned.",
                mend=f"Ask 'who' with --for {role} for everybody in that role.",
            )
        if person in self._case.names and role in titles:
            raise UserMistake(
                f"nothing in this advice keeps {self._case.names[person]} from acting as {titles[role]}.",
                mend=f"Ask 'who' with --for {role} for everybody in that role.",
            )

    def _is_party(self, person: str) -> bool:
        return any(people.is_party(person) for people in self._case.people.values())

    def _refuse_what_is_not_so(self, what: str) -> None:
        """What could be advised or concluded and is not has no reason; the question is another one."""
        try:
            goal = goal_of(self._base, self._case, self._book.rules, self._inference, what)
        except UserMistake:
            return
        say = goal.say.rstrip(".")
        raise UserMistake(f"this is not advised or concluded on this day: {say}.", mend="Ask 'why-not' about it.")

    @property
    def _documents(self) -> tuple[str, ...]:
        return (*self._case.documents, OURS)

    def _with_number(self, number: int) -> Numbered:
        if not 1 <= number <= len(self._numbered):
            last = len(self._numbered)
            mend = f"The numbers are 1 to {last}." if last else "Nothing is recommended on this day."
            raise UserMistake(f"there is no recommendation {number}.", mend=mend)
        return self._numbered[number - 1]

    def _by_name(self) -> Iterator[AskedAbout]:
        for each in self._numbered:
            for one in each.those:
                yield self._recommended(Numbered(each.number, each.part, (one,)))
        for name, firings in self._concluded.judgements.items():
            known = self._base.judgement(name)
            yield AskedAbout(
                "judgement", (name,), f"{known.say} This is for people to decide.", firings, clauses=known.clauses
            )
        for silence in self._advice.silences:
            yield self._silence(silence)
        yield from self._arguments()
        for name, firings in self._concluded.governs.items():
            yield AskedAbout("document", (name,), f"{self._base.documents[name].guidance.title} may govern.", firings)
        for barred, may in ((self._advice.excluded, "may not act"), (self._advice.in_doubt, "may not act yet")):
            for person in barred:
                yield self._may_not_act(person, may)

    def _recommended(self, numbered: Numbered) -> AskedAbout:
        first = numbered.those[0]
        wanted = {each.id for each in numbered.those}
        questions = [each.question for each in numbered.those if each.question]
        about = f" (question{'s' if len(questions) > 1 else ''} {listed(questions)})" if questions else ""
        own = "" if first.basis == "guidance" else " This is our own advice, no document's."
        return AskedAbout(
            kind="recommendation",
            ids=tuple(each.id for each in numbered.those),
            number=numbered.number,
            say=f"{first.say.rstrip('.')}{about}. {SHOULD_BE_DONE[first.strength]}{self._by(first)}.{own}",
            firings=tuple(sorted({f for each in self._concluded.advised if each.id in wanted for f in each.firings})),
            clauses=tuple(sorted({name for each in numbered.those for name in each.clauses})),
            because=tuple(dict.fromkeys(reason for each in numbered.those for reason in each.because)),
            interpretations=tuple(sorted({name for each in numbered.those for name in each.interpretations})),
        )

    def _by(self, each: Recommendation) -> str:
        if each.actor is None:
            return ""
        who = listed(self._case.names.get(person, person) for person in each.actor.people)
        if who:
            return f" by {who}, {each.actor.title}"
        return f" by {each.actor.title}" if each.actor.title.startswith("every ") else f" by the {each.actor.title}"

    def _silence(self, silence: SilenceLine) -> AskedAbout:
        firings = self._concluded.silences.get(silence.id, ())
        beside = () if firings else tuple(self._where_it_matters(silence.id))
        say = f"The document does not settle this: {silence.say}"
        readings = tuple(each.id for each in self._base.interpretations.values() if silence.id in each.about)
        return AskedAbout(
            "silence", (silence.id,), say, firings, clauses=silence.clauses, because=beside, interpretations=readings
        )

    def _where_it_matters(self, silence: str) -> Iterator[str]:
        """What brings up a silence that no rule names."""
        for each in self._concluded.advised:
            document = self._base.documents.get(each.action.partition(".")[0])
            asked = document.questions[each.question].see if document and each.question else ()
            if silence in (*self._base.action(each.action).see, *asked):
                yield f"It bears on what is advised: {self._base.say_of(each.action, each.question)}"
        for name in self._concluded.judgements:
            if silence in self._base.judgement(name).see:
                yield f"It bears on what people have to decide: {self._base.judgement(name).say}"
        for name, document in self._case.documents.items():
            stage = document.stages.get(self._case.reached[name].stage or "")
            if stage and silence in stage.see:
                yield f"It bears on the stage that the matter has reached: {stage.title}."
            clocks = [clock for clock, _ in document.clocks()]
            for due in self._case.timetable:
                if due.guidance == name and silence in due.see and due.on and not due.ended:
                    say = next(clock.say for clock in clocks if clock.id == due.clock)
                    yield f"It bears on a limit that runs: {say.rstrip('.')}."
            for role in document.roles.values():
                if silence in role.see:
                    yield f"It bears on a role: {role.title}."
            for option in document.options.values():
                if silence in option.see and f"{name}.{option.id}" in self._concluded.arguments:
                    yield f"It bears on an option that is weighed: {option.say}"

    def _arguments(self) -> Iterator[AskedAbout]:
        for name, arguments in self._concluded.arguments.items():
            guidance, _, own = name.partition(".")
            option = self._base.documents[guidance].options[own]
            for kind, speaks in SPEAKS.items():
                firings = getattr(arguments, kind)
                if firings:
                    say = f"This speaks {speaks}, among the options: {option.say}"
                    ids = (name, f"{ARGUED_AS[kind]}:{name}", f"{ARGUED_AS[kind]}:{own}")
                    yield AskedAbout("argument", ids, say, firings, clauses=option.clauses)

    def _may_not_act(self, one: MayNotAct, may: str) -> AskedAbout:
        title = self._base.documents[one.guidance].roles[one.role].title
        kind = "exclude" if may == "may not act" else "doubt"
        firings = tuple(
            firing
            for bar, firings in self._concluded.bars.items()
            if bar == (kind, f"{one.guidance}.{one.role}", one.person)
            for firing in firings
        )
        name = self._case.names[one.person]
        say = f"{name} {may} as {title}. {name} {one.why}."
        return AskedAbout(
            kind="may_not_act", ids=(f"{one.person}:{one.role}",), say=say, firings=firings, clauses=one.clauses
        )

    def _facts(self, what: str) -> list[AskedAbout]:
        """A fact of the case, or one of a person, question or option behind its id and a colon."""
        about, _, fact = what.rpartition(":")
        subjects = [CASE] if not about else [each for each in self._case.facts if each.id == about]
        names = [
            name for name in (fact, *(f"{own}.{fact}" for own in self._case.documents)) if name in self._base.facts
        ]
        return [
            AskedAbout("fact", (what,), self._fact_in_words(subject, name), fact=(subject, name))
            for name in names
            for subject in subjects
            if self._base.facts[name].about == subject.kind
        ]

    def _fact_in_words(self, subject: Subject, fact: str) -> str:
        known = self._base.facts[fact]
        values: Iterable[str] = self._inference.holding(subject, fact) or (known.otherwise or "unasked",)
        return " ".join(value_in_words(self._base, fact, subject, value, self._case.names) for value in values)


def _without_document(name: str, documents: Iterable[str]) -> str:
    own, _, rest = name.partition(".")
    return rest if own in documents else name
