"""Why something is not advised or concluded in a case, and the smallest changes that would make it so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from decision_support.casefile.answers import answer_in
from decision_support.casework.advising import advise
from decision_support.casework.eligibility import Eligibility
from decision_support.casework.mending import Changes, Mending
from decision_support.casework.rule_book import RuleBook
from decision_support.casework.situation import Situation
from decision_support.explain.near_misses import NearMisses
from decision_support.model.facts import CASE, Subject, subject_of
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.near_miss import (
    EVERY_COMBINATION,
    GROUP_BY_GROUP,
    NOT_TAKEN,
    TWO_AT_A_TIME,
    Method,
    NearMiss,
    Remedy,
    StageWay,
    Step,
    WhyNot,
)
from decision_support.model.rules import Rule
from decision_support.model.values import Strength
from decision_support.reasoning.conclude import conclude, question_of
from decision_support.reasoning.openness import About
from decision_support.roles.conflicts import WAIVED
from decision_support.wording import STRENGTH_WORDS, change_in_words, within

from .aftermath import Aftermath
from .condition_lines import ConditionLines
from .effects import Situate
from .goals import Goal, Would, goal_of
from .levers import CaseLever, Way, levers, option_names
from .stage_ways import stage_answer

MOST_TRIED = 24  # rules for which changes are looked for, the nearest first
MOST_FOLLOWED, MOST_KEPT = 24, 12  # sets of changes of a rule that are followed through, and those that are kept
FIRMEST: tuple[Strength, ...] = ("must", "should", "may")
_JOINED = ("answer", "correct", "wait")
_SO = {
    "judgement": "It is among what the guidance leaves to people to decide in this case.",
    "silence": "It is shown in this case as something that the document does not say.",
    "option": "It is argued so in this case already.",
    "document": "It is so: this document may govern the case.",
    "fact": "It is so already.",
}


def why_not(base: KnowledgeBase, case: Situation, book: RuleBook, situate: Situate, asked: str) -> WhyNot:
    """Why this is not so on the day of the situation. Raises UserMistake where nothing is called so."""
    return _Answer(base, case, book, situate).to(asked)


class _Answer:
    def __init__(self, base: KnowledgeBase, case: Situation, book: RuleBook, situate: Situate) -> None:
        self._base, self._case, self._book, self._situate = base, case, book, situate
        self._inference = book.reasoner.infer(case.facts)
        self._aftermath = Aftermath(base, case, book, situate)
        self._fired = {(firing.rule, firing.subject) for firing in self._inference.fired}

    def to(self, asked: str) -> WhyNot:
        goal = goal_of(self._base, self._case, self._book.rules, self._inference, asked)
        if goal.stage:
            return self._stage(asked, goal, *goal.stage)
        if goal.kind == "bar" and (barred := self._barred(asked, goal)):
            return barred
        if so := self._is_so(goal):
            return self._told(asked, goal, True, so)
        would = [each for each in goal.would if goal.strength not in FIRMEST or _at_least(each[0], goal.strength)]
        found, moved = self._near(would, goal.kind)
        lines = ConditionLines(self._base, self._case, found, moved)
        told = sorted((self._miss(lines, *each) for each in would), key=_nearness)
        by_subject = {"case" if subject == CASE else subject.id: subject for _, subject in would}
        action = goal.name if goal.kind == "action" else None
        misses = [self._mended(found, moved, each, by_subject[each.subject], action) for each in told[:MOST_TRIED]]
        best, method = self._cheapest(misses)
        answer = self._answer(goal, misses)
        return self._told(asked, goal, False, answer, (*misses, *told[MOST_TRIED:]), best, method, tried=len(misses))

    def _near(self, would: Sequence[Would], kind: str) -> tuple[NearMisses, tuple[CaseLever, ...]]:
        """The rules with everything that could still change what they rest on."""
        conditions = [(each, subject_of(each, subject)) for rule, subject in would for each in rule.when]
        bare = self._misses_with(())
        cone = frozenset(about for each in conditions for about in bare.cone(*each))
        moved = self._levers(cone)
        if kind == "bar":  # nobody is given a second role for the sake of keeping them from the first
            moved = tuple(each for each in moved if each.ways[0].step.kind != "role")
        return self._misses_with(moved), moved

    def _misses_with(self, moved: Sequence[CaseLever]) -> NearMisses:
        return NearMisses(
            rules=self._book.rules,
            counts=self._base.counts,
            otherwise={name: fact.otherwise for name, fact in self._base.facts.items()},
            worlds=self._book.worlds,
            facts=self._case.facts,
            inference=self._inference,
            levers=tuple(each.lever for each in moved),
        )

    def _levers(self, cone: frozenset[About]) -> tuple[CaseLever, ...]:
        own = [rule for rule in self._book.rules.values() if rule.guidance in self._case.documents]
        read = frozenset(each.fact for rule in own for each in rule.when)
        return levers(self._base, self._case, self._situate, cone, read)

    def _is_so(self, goal: Goal) -> str | None:
        """In a sentence, that it is so after all; None where it is not."""
        fired = [rule for rule, subject in goal.would if (rule.id, subject) in self._fired]
        if goal.kind == "silence":
            shown = advise(self._base, self._case, self._book).silences
            return _SO[goal.kind] if any(each.id == goal.name for each in shown) else None
        if goal.kind != "action":
            return _SO[goal.kind] if fired else None
        kinds = {rule.then.kind for rule in fired}
        if "must_not" in kinds:
            return f"It is advised already, as must not. To see the reasons, ask: why {goal.name}."
        firmest = next((each for each in FIRMEST if each in kinds), None)
        if firmest is None or (goal.strength in FIRMEST and FIRMEST.index(firmest) > FIRMEST.index(goal.strength)):
            return None
        questions = sorted({about for rule, subject in goal.would if (about := self._about(rule, subject))})
        about = f" for question {', '.join(questions)}" if questions else ""
        return f"It is advised already, as {STRENGTH_WORDS[firmest]}{about}. To see the reasons, ask: why {goal.name}."

    def _about(self, rule: Rule, subject: Subject) -> str | None:
        return question_of(subject) if (rule.id, subject) in self._fired else None

    def _miss(self, lines: ConditionLines, rule: Rule, subject: Subject) -> NearMiss:
        """How near a rule is, before anybody has looked for what would mend it."""
        told = lines.of_rule(rule, subject)
        return NearMiss(
            rule=rule.id,
            subject="case" if subject == CASE else subject.id,
            concludes=rule.then.kind,
            because=rule.because,
            clauses=rule.clauses,
            interpretation=rule.interpretation,
            conditions=told,
            fails_for_good=sum(each.fixed is not None for each in told),
            fails=sum(each.state == "fails" for each in told),
            unknown=sum(each.state == "unknown" for each in told),
            remedies=(),
            method=EVERY_COMBINATION,
        )

    def _mended(
        self, found: NearMisses, moved: Sequence[CaseLever], miss: NearMiss, subject: Subject, action: str | None
    ) -> NearMiss:
        """The same with the smallest changes; there are none where a condition fails for good."""
        if miss.fails_for_good:
            return miss
        cheapest = found.cheapest(self._book.rules[miss.rule].when, subject)
        ways = [tuple(moved[lever].ways[way] for lever, way in pulls) for pulls in cheapest.remedies]
        stand = (each for each in ways[:MOST_FOLLOWED] if self._aftermath.bears_out(each, miss.rule, subject))
        remedies = [self._remedy(each, action) for each in islice(stand, MOST_KEPT)]
        method = cheapest.method if remedies or not ways else NOT_TAKEN
        return replace(miss, remedies=self._merged(remedies), method=method)

    def _remedy(self, ways: Sequence[Way], action: str | None) -> Remedy:
        steps = tuple(step for way in ways for step in way.steps)
        against = sum(step.kind == "correct" for step in steps)
        return Remedy(steps, against, self._aftermath.clashes(ways, action) if action else ())

    def _rank(self, remedy: Remedy) -> int:
        """Answers and what really happens first, then what begins or ends a stage, then time, then corrections."""
        return max(map(self._rank_of, remedy.steps))

    def _rank_of(self, step: Step) -> int:
        if step.kind == "event":
            return 1 + 2 * self._base.events[step.fact].needs_stage
        return {"answer": 0, "reasons": 0, "correct": 5, "wait": 4}.get(step.kind, 2)

    def _cheapest(self, misses: Sequence[NearMiss]) -> tuple[tuple[Remedy, ...], Method]:
        """The cheapest remedies of any rule, and the weakest way in which any rule was tried."""
        every = [each for miss in misses for each in miss.remedies]
        least = min(map(_cost, every), default=(0, 0))
        methods = {miss.method for miss in misses}
        method = next((each for each in (TWO_AT_A_TIME, NOT_TAKEN, GROUP_BY_GROUP) if each in methods), None)
        best = sorted((each for each in every if _cost(each) == least), key=self._rank)
        return self._merged(best), method or EVERY_COMBINATION

    def _merged(self, remedies: Iterable[Remedy]) -> tuple[Remedy, ...]:
        """Those that differ in one answer told as one, without needless reasons; of two days to wait for, the first."""
        listed = list(dict.fromkeys(remedies))
        plain = {_bare(each.steps) for each in listed if not any(step.reasons for step in each.steps)}
        merged: dict[tuple[object, ...], Remedy] = {}
        for each in listed:
            if any(step.reasons for step in each.steps) and _bare(each.steps) in plain:
                continue
            last = max((n for n, step in enumerate(each.steps) if step.kind in _JOINED), default=None)
            clashes = () if last is not None and each.steps[last].kind == "wait" else each.clashes
            alike = (clashes, *((step.kind, step.subject, step.fact, step.reasons) for step in each.steps))
            key = (alike, tuple(step for n, step in enumerate(each.steps) if n != last), last)
            before = merged.setdefault(key, each)
            if before is not each and last is not None:
                if each.steps[last].kind == "wait":
                    merged[key] = min(before, each, key=lambda remedy: remedy.steps[last].on or "")
                    continue
                both = self._either(before.steps[last], each.steps[last])
                merged[key] = replace(each, steps=(*each.steps[:last], both, *each.steps[last + 1 :]))
        return tuple(merged.values())

    def _either(self, one: Step, other: Step) -> Step:
        """An answer that may be any of the values of both."""
        values = tuple(dict.fromkeys((*one.values, *other.values)))
        subject = Subject(self._base.facts[one.fact].about, one.subject) if one.subject != "case" else CASE
        said = answer_in(self._case.case, subject, one.fact)
        called = self._case.names | option_names(self._case)
        told = change_in_words(self._base, one.fact, subject, values, said.value if said else None, called)
        return replace(one, values=values, say=f"{told}{' Give the reasons with it.' if one.reasons else ''}")

    def _answer(self, goal: Goal, misses: Sequence[NearMiss]) -> str:
        """Why not, in one sentence, from the nearest rule."""
        said = "It is not advised" if goal.kind == "action" else "It is not so"
        if goal.strength and (now := self._advised_as(goal)):
            said = f"It is advised as {STRENGTH_WORDS[now]}, not as {goal.strength}"
        if not misses:
            if goal.kind == "bar":
                return "It is not so: no rule that applies here keeps anybody from this role."
            if goal.kind == "silence":
                return f"{said}: it is shown where a clock or a piece of advice that it bears on is, and none is here."
            return f"{said}: no rule leads to it{' at that strength' if goal.strength else ''}."
        open_ = [each for each in misses[0].conditions if each.state != "holds"]
        worst = min(open_, key=lambda each: (each.fixed is None, each.state == "unknown"))
        others = len(open_) - 1
        more = (
            f" {'One more condition is' if others == 1 else f'{others} more conditions are'} not met." if others else ""
        )
        return f"{said}, because {within(worst.say, self._case.names)}.{more}"

    def _advised_as(self, goal: Goal) -> Strength | None:
        kinds = {rule.then.kind for rule, subject in goal.would if (rule.id, subject) in self._fired}
        return next((each for each in FIRMEST if each in kinds), None)

    def _stage(self, asked: str, goal: Goal, own: str, name: str) -> WhyNot:
        """Why the matter is not at a stage: what would have to be recorded for it to get there."""
        moves = [way for lever in self._levers(frozenset({About(CASE, f"{own}.stage")})) for way in lever.ways]
        found = stage_answer(self._base, self._case, own, name, moves)
        if found.so:
            return self._told(asked, goal, True, found.answer)
        remedies = sorted((Remedy(each.steps, 0) for each in found.straight), key=self._rank)
        return self._told(asked, goal, False, found.answer, (), tuple(remedies), EVERY_COMBINATION, found.way)

    def _barred(self, asked: str, goal: Goal) -> WhyNot | None:
        """That somebody may not act in a role, why, and what would clear this person; None where it is not so."""
        person, _, target = goal.name.partition(":")
        guidance, _, role = target.partition(".")
        able = Eligibility(self._base, self._case, self._inference, conclude(self._base, self._inference))
        barred = able.bars(guidance).get((role, person))
        if barred is None:
            return None
        name, title = self._case.names[person], self._base.documents[guidance].roles[role].title
        may = "may not act" if barred.kind == "exclude" else "may not act yet"
        mending = Mending(self._base, self._case, self._book)
        changes = mending.smallest_changes(guidance, role, person)
        steps = tuple(
            Step(
                "waive" if value == WAIVED else "answer",
                person,
                fact,
                (value,),
                mending.mend(person, Changes({fact: value})).say,
            )
            for fact, value in (changes.facts.items() if changes else ())
        )
        told = f"It is so: {name} {may} as {title}, because {name} {barred.why.rstrip('.')}."
        return self._told(asked, goal, True, told, remedies=(Remedy(steps, 0),) if steps else ())

    def _told(
        self,
        asked: str,
        goal: Goal,
        so: bool,
        answer: str,
        misses: Sequence[NearMiss] = (),
        remedies: tuple[Remedy, ...] = (),
        method: Method | None = None,
        way: tuple[StageWay, ...] = (),
        tried: int = 0,
    ) -> WhyNot:
        return WhyNot(
            case=self._case.case.case,
            on=self._case.on.isoformat(),
            asked=asked,
            kind=goal.kind,
            target=goal.say,
            so=so,
            answer=answer,
            misses=tuple(misses),
            remedies=remedies,
            method=method,
            way=way,
            tried=tried,
            passed_over=tuple(self._aftermath.passed_over.values()),
        )


def _bare(steps: Sequence[Step]) -> tuple[Step, ...]:
    return tuple(replace(step, reasons=False, say="") for step in steps)


def _at_least(rule: Rule, strength: str) -> bool:
    """Whether a rule advises at this strength or a firmer one."""
    firmer = [each for each in FIRMEST if FIRMEST.index(each) <= FIRMEST.index(strength)]
    return rule.then.kind in firmer


def _nearness(miss: NearMiss) -> tuple[object, ...]:
    return miss.fails_for_good, miss.fails, miss.unknown, miss.rule, miss.subject


def _cost(remedy: Remedy) -> tuple[int, int]:
    return remedy.contradicts, len(remedy.steps)
