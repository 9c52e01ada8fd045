"""One condition of a rule in words: how it stands, who could tell, why it cannot change, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from decision_support.casework.situation import Situation
from decision_support.explain.near_misses import NearMisses
from decision_support.model.facts import CASE, Subject, subject_of
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.near_miss import ConditionLine, Informant
from decision_support.model.rules import Condition, Rule
from decision_support.model.values import UNASKED
from decision_support.reasoning.openness import About
from decision_support.wording import day_in_words, needed_as_clause, value_as_clause

from .effects import Sets
from .levers import CaseLever

Beside = tuple[tuple[Condition, Subject], ...]

MOST_SHOWN = 6  # subjects of a count, and ways in which something could still happen

_ENDED = {"done": "what it waited for was done", "left": "the stage was left", "settled": "the matter was settled"}


class ConditionLines:
    """The conditions of one case in words."""

    def __init__(self, base: KnowledgeBase, case: Situation, misses: NearMisses, moved: Sequence[CaseLever]) -> None:
        self._base, self._case, self._misses, self._moved = base, case, misses, moved
        self._lines: dict[tuple[Condition, Subject, str | None, frozenset[About], Beside], ConditionLine] = {}

    def of_rule(self, rule: Rule, subject: Subject) -> tuple[ConditionLine, ...]:
        """How each condition of a rule stands, down to the facts that were given."""
        beside = tuple((each, subject_of(each, subject)) for each in rule.when)
        return tuple(self._known(condition, about, None, frozenset(), beside) for condition, about in beside)

    def _known(
        self, condition: Condition, subject: Subject, through: str | None, above: frozenset[About], beside: Beside
    ) -> ConditionLine:
        """One condition, worked out once. `above`: what it is itself below; `beside`: what has to hold with it."""
        key = (condition, subject, through, above, beside)
        if key not in self._lines:
            self._lines[key] = self._line(*key)
        return self._lines[key]

    def _line(
        self, condition: Condition, subject: Subject, through: str | None, above: frozenset[About], beside: Beside
    ) -> ConditionLine:
        about = About(subject, condition.fact)
        state = self._misses.state(condition, subject)
        values = self._misses.inference.holding(subject, condition.fact)
        open_ = state == "unknown" and self._base.facts[condition.fact].ask is not None
        settled_later = state == "unknown" and not open_
        rests_on = () if state == "holds" or about in above else tuple(self._below(condition, about, above | {about}))
        fixed = None
        later = None
        if state == "fails" and not self._misses.can_change(condition, subject):
            later = self._later(condition, about)
            waits = any(each.state == "fails" and not each.fixed and each.can_happen for each in _leaves(rests_on))
            fixed = None if later or waits else self._fixed(about, rests_on)
        return ConditionLine(
            fact=condition.fact,
            subject="case" if subject == CASE else subject.id,
            state=state,
            now=values,
            needs=_needs(condition),
            say=_sentence(self._open(condition, about) if settled_later else self._now(condition, about, values)),
            wanted=_sentence(needed_as_clause(self._base, condition, subject, self._case.names)),
            fixed=fixed,
            can_happen=self._open_ways(condition, about, later, beside) if state != "holds" else (),
            ask=self._base.question_text(condition.fact, subject.id) if open_ else None,
            who=self._who(condition.fact) if open_ else (),
            through=through,
            rests_on=rests_on,
        )

    def _now(self, condition: Condition, about: About, values: tuple[str, ...]) -> str:
        names = self._case.names
        if self._base.facts[condition.fact].number and values:
            return f"{self._base.facts[condition.fact].say} is {' or '.join(values)}"
        told = (value_as_clause(self._base, about.fact, about.subject, each, names) for each in values or (UNASKED,))
        return " and ".join(told)

    def _open(self, condition: Condition, about: About) -> str:
        """That something which is worked out is not known yet: what it rests on has still to be answered."""
        fact = self._base.facts[about.fact]
        if "yes" in fact.values:
            told = value_as_clause(self._base, about.fact, about.subject, "yes", self._case.names)
        elif fact.number:
            told = f"{fact.say} is {' and '.join(_needs(condition))}"
        else:
            told = needed_as_clause(self._base, condition, about.subject, self._case.names)
        return f"it is not known yet whether {told}"

    def _below(self, condition: Condition, about: About, above: frozenset[About]) -> Iterator[ConditionLine]:
        """The nearest rule that would conclude what is needed; else the rules that conclude what stands against it."""
        if about.fact in self._base.counts:
            yield from self._below_count(condition, about, above)
            return
        would = [
            each for each in self._misses.concluding(about.fact) if condition.holds((each.concludes or ("", ""))[1])
        ]
        told = [self._of_rule(rule, about.subject, above) for rule in would]
        if told:
            yield from min(told, key=_distance)
            return
        for rule in self._misses.concluding(about.fact):
            if all(self._misses.holds(each, subject_of(each, about.subject)) for each in rule.when):
                yield from self._of_rule(rule, about.subject, above)

    def _of_rule(self, rule: Rule, subject: Subject, above: frozenset[About]) -> tuple[ConditionLine, ...]:
        beside = tuple((each, subject_of(each, subject)) for each in rule.when)
        return tuple(self._known(condition, about, rule.id, above, beside) for condition, about in beside)

    def _below_count(self, condition: Condition, about: About, above: frozenset[About]) -> Iterator[ConditionLine]:
        """For a number that is too low, whoever does not count and could."""
        now = next(iter(self._misses.inference.holding(about.subject, about.fact)), "0")
        if condition.at_least is None or not now.isdigit() or int(now) >= condition.at_least:
            return
        kind, where = self._base.counts[about.fact]
        found = []
        for subject in self._case.facts:
            if subject.kind == kind:
                lines = [self._known(each, subject_of(each, subject), None, above, ()) for each in where]
                found.append(tuple(each for each in lines if each.state != "holds"))
        for lines_of_one in sorted((each for each in found if each), key=_distance)[:MOST_SHOWN]:
            yield from lines_of_one

    def _open_ways(self, condition: Condition, about: About, later: str | None, beside: Beside) -> tuple[str, ...]:
        return ((later,) if later else ()) + tuple(self._can_happen(condition, about, beside))[:MOST_SHOWN]

    def _later(self, condition: Condition, about: About) -> str | None:
        """That it may come about in several steps, of which each has to wait for the one before; None where not so."""
        own, _, rest = about.fact.partition(".")
        if own in ("recorded", "outcome") or rest.startswith("recorded_this_stage."):
            event = about.fact.rpartition(".")[2]
            known = any(each.what == event for each in self._case.case.events)
            wanted = any(map(condition.holds, ("yes", *self._base.events[event].outcomes)))
            return "It may still happen, once the matter has come so far." if wanted and not known else None
        if own not in self._case.documents or self._case.reached[own].settled_on:
            return None
        if rest == "stage":
            order, now = list(self._case.documents[own].stages), self._case.reached[own].stage
            ahead = [each for each in order[order.index(now) + 1 :] if condition.holds(each)] if now in order else []
            return "The matter may still come there, one stage after another." if ahead else None
        if rest.startswith("clock."):
            dues = [due for due in self._case.timetable if (due.guidance, due.clock) == (own, rest[6:])]
            if dues and dues[0].on is None and not dues[0].ended:
                return "That clock has not started; it can only run once what starts it is on record."
        return None

    def _can_happen(self, condition: Condition, about: About, beside: Beside) -> Iterator[str]:
        """What alone would bring it about, but for answers, and breaks nothing else that has to hold with it."""
        for lever in self._moved:
            if not lever.contradicts and not lever.supplies:
                for way in lever.ways:
                    value = way.sets.get(about)
                    if value is None or not condition.holds(None if value == UNASKED else value):
                        continue
                    if all(_leaves_whole(way.sets, *each) for each in beside):
                        yield way.step.say
                        break

    def _who(self, fact: str) -> tuple[Informant, ...]:
        """Those who could answer: roles of the documents that apply, with the people who hold them."""
        roles = {name: role for document in self._case.documents.values() for name, role in document.roles.items()}
        return tuple(
            Informant(role, roles[role].title, self._case.holders.get(role, ()))
            for role in self._base.facts[fact].answered_by
            if role in roles
        )

    def _fixed(self, about: About, rests_on: Sequence[ConditionLine]) -> str:
        """Why it cannot change."""
        name, subject = about.fact, about.subject
        below = next((each for each in _leaves(rests_on) if each.fixed), None)
        if below:
            return f"It rests on what cannot change: {below.say} {below.fixed}"
        if rests_on and all(each.state == "holds" for each in rests_on):
            return f"It follows from what cannot change: {rests_on[0].say}"
        own, _, rest = name.partition(".")
        event = name.rpartition(".")[2]
        if name.startswith(("recorded.", "outcome.")) or rest.startswith("recorded_this_stage."):
            return self._fixed_by_event(event)
        if own in self._case.documents and rest.startswith("clock."):
            return self._fixed_by_clock(own, event)
        if own in self._case.documents and rest in ("stage", "stage_begun", "settled", "settled_at"):
            return self._fixed_by_route(own)
        if name == "case_settled":
            return "A matter that is settled stays so on record."
        if subject.kind == "person":
            return "It follows from who is recorded, in which roles, and from what each took part in."
        if subject.kind in ("question", "option", "stage"):
            return "The document itself fixes this."
        if self._misses.concluding(name) or name in self._base.counts:
            return "Nothing that can still change would bring it about."
        return "It is part of what the case is, or follows from its record."

    def _fixed_by_event(self, event: str) -> str:
        days = [each.day for each in self._case.case.events if each.what == event]
        if not days:
            return "Nothing that can still be recorded would bring it about."
        return f"It has been on record since {day_in_words(min(days).isoformat())}; what happened stays on record."

    def _fixed_by_clock(self, own: str, clock: str) -> str:
        due = next(each for each in self._case.timetable if (each.guidance, each.clock) == (own, clock))
        if due.ended:
            return f"That clock ended on {day_in_words(due.ended.isoformat())}: {_ENDED[due.ended_by or 'done']}."
        if due.on and due.on <= self._case.on:
            return f"That clock ran out on {day_in_words(due.on.isoformat())}, and that day does not come back."
        if due.on is None:
            return "That clock has not started."
        return f"That clock is running until {day_in_words(due.on.isoformat())}."

    def _fixed_by_route(self, own: str) -> str:
        reached = self._case.reached[own]
        if reached.settled_on:
            return f"The matter was settled on {day_in_words(reached.settled_on.isoformat())}."
        if reached.left:
            last = max(reached.left.values())
            return f"The last stage was left on {day_in_words(last.isoformat())}, and the route does not go back."
        return "The route does not lead there from this stage."


def _leaves_whole(sets: Sets, condition: Condition, subject: Subject) -> bool:
    """Whether a condition that these changes touch holds after them."""
    value = sets.get(About(subject, condition.fact))
    return value is None or condition.holds(None if value == UNASKED else value)


def _needs(condition: Condition) -> tuple[str, ...]:
    if condition.allowed is not None:
        return condition.allowed
    bounds = (("at least", condition.at_least), ("at most", condition.at_most))
    return tuple(f"{word} {number}" for word, number in bounds if number is not None)


def _distance(lines: Sequence[ConditionLine]) -> tuple[int, int, int]:
    return (
        sum(each.fixed is not None for each in lines),
        sum(each.state == "fails" for each in lines),
        sum(each.state == "unknown" for each in lines),
    )


def _leaves(lines: Sequence[ConditionLine]) -> Iterator[ConditionLine]:
    for each in lines:
        if each.rests_on:
            yield from _leaves(each.rests_on)
        else:
            yield each


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
