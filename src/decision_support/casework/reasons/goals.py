"""What a user may ask why not about: an action, a stage, a judgement, a silence, an argument, a bar, a fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from decision_support.casework.situation import Situation
from decision_support.errors import UserMistake, did_you_mean
from decision_support.model.facts import CASE, Inference, Subject
from decision_support.model.knowledge import OURS, KnowledgeBase
from decision_support.model.rules import BARRED_AS, THIS, Rule
from decision_support.model.values import STRENGTHS
from decision_support.reasoning.conclude import question_of, recommendation_id
from decision_support.wording import STRENGTH_WORDS, value_as_clause

ARGUED_AS = {"argue_for": "for", "argue_against": "against", "rule_out": "ruled-out"}
KINDS = ("action", "stage", "judgement", "silence", "option", "bar", "document", "fact")
MOST_NAMED = 60  # characters of a name that are repeated to somebody who mistook it

Would = tuple[Rule, Subject]  # a rule that would conclude it, and the subject


@dataclass(frozen=True)
class Goal:
    """What was asked about.

    would     every rule that would conclude it, for every subject
    strength  the one asked for; None for any
    stage     for a stage, its document and its id
    """

    kind: str
    name: str
    say: str
    would: tuple[Would, ...]
    strength: str | None = None
    stage: tuple[str, str] | None = None


def goal_of(base: KnowledgeBase, case: Situation, rules: Mapping[str, Rule], inference: Inference, asked: str) -> Goal:
    """What these words ask about. Raises UserMistake, with the nearest names, where nothing is called so."""
    strength, name = _strength(asked.strip())
    if strength == "must_not":
        own, _, short = name.partition(".")
        name = f"{own}.not.{short}" if own in (OURS, *base.documents) else f"not.{name}"
    found = _Names(base, case, rules, inference).known()
    by_kind = found.get(name, {})
    for kind in KINDS:
        if kind in by_kind and (strength is None or kind == "action"):
            if len(by_kind[kind]) > 1:
                raise UserMistake(f"'{name}' may mean {' or '.join(by_kind[kind])}.", mend="Name one of them.")
            ((qualified, would),) = by_kind[kind].items()
            say = _say(base, case, kind, qualified)
            stage = (qualified.partition(".")[0], qualified.partition(".")[2]) if kind == "stage" else None
            return Goal(kind, qualified, say, tuple(would.values()), strength, stage)
    raise _unknown(base, case, name, found)


def nameable(
    base: KnowledgeBase, case: Situation, rules: Mapping[str, Rule], inference: Inference
) -> tuple[tuple[str, str, str], ...]:
    """What can be asked about, but for facts: its kind, its full name, and what it is in words."""
    known = _Names(base, case, rules, inference)
    kinds = {name: kind for kind, name, *_ in _meant_first((*known.declared(), *known.concluded()))}
    return tuple((kind, name, _say(base, case, kind, name)) for name, kind in kinds.items() if kind != "fact")


def _meant_first(found: Sequence[tuple[str, str, str, list[Would]]]) -> list[tuple[str, str, str, list[Would]]]:
    """Sorted so that of several things with one name that comes last which somebody means by it."""
    return sorted(found, key=lambda each: KINDS.index(each[0]), reverse=True)


_Known = dict[str, dict[str, dict[str, dict[tuple[str, Subject], Would]]]]


@dataclass(frozen=True)
class _Names:
    base: KnowledgeBase
    case: Situation
    rules: Mapping[str, Rule]
    inference: Inference

    def known(self) -> _Known:
        """Everything that can be named, with and without its document: name -> kind -> full name and rules."""
        found: _Known = {}
        for kind, name, short, would in [*self.declared(), *self.concluded()]:
            for each in {name, short}:
                rules = found.setdefault(each, {}).setdefault(kind, {}).setdefault(name, {})
                rules |= {(rule.id, subject): (rule, subject) for rule, subject in would}
        return found

    def declared(self) -> Iterator[tuple[str, str, str, list[Would]]]:
        for own, document in self.case.documents.items():
            named = (("action", document.actions), ("stage", document.stages), ("judgement", document.judgements))
            for kind, names in named:
                for name in names:
                    yield kind, f"{own}.{name}", name, []
            for name in document.silences:
                yield "silence", name, name, []
            for person in self.case.case.people:
                for role in document.roles:
                    yield "bar", f"{person.id}:{own}.{role}", f"{person.id}:{role}", []

    def concluded(self) -> Iterator[tuple[str, str, str, list[Would]]]:
        of_kind: dict[str, list[Subject]] = {}
        for subject in {CASE: {}, **self.case.facts}:
            of_kind.setdefault(subject.kind, []).append(subject)
        for rule in self.rules.values():
            for subject in of_kind.get(rule.about, ()):
                for kind, name, short in self._named(rule, subject):
                    yield kind, name, short, [(rule, subject)]

    def _named(self, rule: Rule, subject: Subject) -> Iterator[tuple[str, str, str]]:
        then = rule.then
        _, _, short = then.target.partition(".")
        if then.kind in STRENGTHS:
            for question in {None, question_of(subject)}:
                forbidden = then.kind == "must_not"
                full = recommendation_id(then.target, forbidden, question)
                yield "action", full, full.partition(".")[2]
        elif then.kind == "judge":
            yield "judgement", then.target, short
        elif then.kind == "silence":
            yield "silence", then.target, then.target
        elif then.kind == "governs":
            yield "document", then.target, then.target
        elif then.kind in ARGUED_AS:
            option = f"{rule.guidance}.{subject.id}" if then.target == THIS else then.target
            word = ARGUED_AS[then.kind]
            yield "option", f"{word}:{option}", f"{word}:{option.partition('.')[2]}"
            yield "option", option, option.partition(".")[2]
        elif then.kind in BARRED_AS:
            yield "bar", f"{subject.id}:{then.target}", f"{subject.id}:{short}"
        else:
            yield from self._fact(rule, subject)

    def _fact(self, rule: Rule, subject: Subject) -> Iterator[tuple[str, str, str]]:
        assert rule.concludes
        fact, value = rule.concludes
        about = "" if subject == CASE else f"{subject.id}:"
        yield "fact", f"{about}{fact}={value}", f"{about}{fact}={value}"
        if value not in self.inference.holding(subject, fact):
            yield "fact", f"{about}{fact}", f"{about}{fact}"


def action_in_words(base: KnowledgeBase, name: str) -> str:
    """A piece of advice, named as a recommendation is, in words."""
    own, _, rest = name.partition(".")
    rest = rest.removeprefix("not.")
    actions = base.our_actions if own == OURS else base.documents[own].actions
    action, _, question = rest.partition(".")
    told = base.say_of(f"{own}.{action}", question or None) if action in actions else name
    about = f" (question {question})" if question else ""
    return f"{'Not: ' if '.not.' in name else ''}{told}{about}"


def _strength(asked: str) -> tuple[str | None, str]:
    for strength in STRENGTHS:
        for written in (strength, STRENGTH_WORDS[strength]):
            for mark in (":", " "):
                if asked.startswith(f"{written}{mark}"):
                    return strength, asked.removeprefix(f"{written}{mark}").strip()
    return None, asked


def _say(base: KnowledgeBase, case: Situation, kind: str, name: str) -> str:
    own, _, rest = name.partition(".")
    if kind == "action":
        return action_in_words(base, name)
    if kind == "stage":
        return f"{rest.replace('-', ' ').capitalize()}: {base.documents[own].stages[rest].title}"
    if kind == "judgement":
        return base.judgement(name).say
    if kind == "silence":
        silence = base.silence(name)
        return silence.say if silence else name
    if kind == "document":
        return base.documents[name].guidance.title
    if kind == "bar":
        person, _, role = name.partition(":")
        document, _, held = role.partition(".")
        return f"{case.names[person]} may not act as {base.documents[document].roles[held].title}, or not yet"
    if kind == "option":
        word, _, option = name.rpartition(":")
        document, _, own_name = option.partition(".")
        about = {"for": "For: ", "against": "Against: ", "ruled-out": "Ruled out: "}.get(word, "")
        return f"{about}{base.documents[document].options[own_name].say}"
    about_, _, fact = name.rpartition(":")
    fact, _, value = fact.partition("=")
    subject = Subject(base.facts[fact].about, about_) if about_ else CASE
    told = value_as_clause(base, fact, subject, value, case.names) if value else base.facts[fact].say
    return f"{told[:1].upper()}{told[1:]}"


def _unknown(base: KnowledgeBase, case: Situation, name: str, found: _Known) -> UserMistake:
    shown = name if len(name) <= MOST_NAMED else f"{name[: MOST_NAMED - 1]}…"
    for own, document in base.documents.items():
        short = name.removeprefix(f"{own}.")
        if own not in case.documents and short in {*document.actions, *document.stages, *document.judgements}:
            return UserMistake(
                f"'{shown}' belongs to {own}, which the case does not name.", mend="Add it to 'guidance'."
            )
    _, _, fact = name.partition("=")[0].rpartition(":")
    if fact in base.facts and (base.facts[fact].ask or fact in base.counts):
        how = "people answer it" if base.facts[fact].ask else "it is counted"
        return UserMistake(
            f"'{shown}' does not follow from rules: {how}.", mend="Ask about something that rests on it."
        )
    near = did_you_mean(name, found)
    if not near.startswith("Did you mean"):
        near = did_you_mean(name, [each for each, kinds in found.items() if "action" in kinds and "." not in each])
    return UserMistake(f"nothing that could be advised or concluded is called '{shown}'.", mend=near)
