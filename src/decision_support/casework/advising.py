"""From what the rules conclude to advice: who acts, towards whom, by when, what to record, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from decision_support.explain.stability import stability
from decision_support.interview.asking import what_is_unknown, what_to_ask
from decision_support.model.advice import (
    Advice,
    Conflict,
    DueLine,
    Governing,
    GuidanceLine,
    Holder,
    JudgementLine,
    LeftOut,
    MissingStart,
    Reason,
    Recommendation,
    RecordLine,
    Urgency,
)
from decision_support.model.facts import CASE, Firing, Inference, premises
from decision_support.model.knowledge import OURS, KnowledgeBase
from decision_support.model.procedure import Action, Clock
from decision_support.model.timetable import Due
from decision_support.model.values import Strength
from decision_support.reasoning.conclude import Advised, Concluded, conclude, recommendation_id
from decision_support.reasoning.outlook import BAR, outlooks
from decision_support.roles.escalation import contact, holder
from decision_support.wording import premises_in_words

from .eligibility import Eligibility
from .mending import Mending, alarms
from .rule_book import RuleBook
from .silences import silences_that_matter
from .situation import Situation
from .standing import receipt, status_lines, timetable_lines
from .weighing import option_lines, question_lines

_FIRMEST: tuple[Strength, ...] = ("must", "must_not", "should", "may")
_URGENCY: tuple[Urgency, ...] = ("now", "today", "dated", "when_possible")


def advise(base: KnowledgeBase, case: Situation, book: RuleBook) -> Advice:
    """The whole advice for one case on one day. The same situation always gives the same advice."""
    inference = book.reasoner.infer(case.facts)
    live = book.openness.live(case.facts)
    concluded = conclude(base, inference)
    able = Eligibility(base, case, inference, concluded)
    writer = _Writer(base, case, inference, concluded.advised, able)
    recommendations = tuple(sorted((writer.recommendation(each) for each in concluded.advised), key=writer.order))
    conflicts = writer.conflicts(concluded, recommendations)
    guidance = tuple(writer.guidance(name, recommendations, conflicts) for name in case.case.guidance)
    prospects = outlooks(base, book.rules.values(), live, case.facts, book.worlds)
    over = {name for name, reached in case.reached.items() if reached.settled_at}
    in_force = [each for each in prospects if each.target.kind != BAR or each.target.name.partition(".")[0] not in over]
    return Advice(
        case=case.case.case,
        on=case.on.isoformat(),
        guidance=guidance,
        stage=guidance[0].stage if guidance else None,
        next_step=guidance[0].next_step if guidance else None,
        recommendations=recommendations,
        judgements=writer.judgements(concluded),
        ask=what_to_ask(base, case.facts, live, in_force, case.holders),
        silences=silences_that_matter(base, case, concluded, recommendations),
        conflicts=conflicts,
        excluded=able.lines("exclude"),
        timetable=timetable_lines(case),
        stability=stability(base, prospects, concluded.advised),
        receipt=receipt(base, case),
        questions=question_lines(base, case.case, case.documents.values(), inference),
        options=option_lines(base, case.case, case.documents, concluded, writer.reasons(concluded), live),
        governing=writer.governing(concluded),
        in_doubt=able.lines("doubt"),
        alarms=alarms(Mending(base, case, book), recommendations),
        waived=able.waived(),
        unknown=what_is_unknown(base, case.facts, live, in_force, case.holders),
        starts=writer.starts(concluded.advised),
    )


class _Writer:
    def __init__(
        self,
        base: KnowledgeBase,
        case: Situation,
        inference: Inference,
        advised: Iterable[Advised],
        able: Eligibility,
    ) -> None:
        self._base = base
        self._case = case
        self._inference = inference
        self._bars = {name: able.bars(name) for name in case.documents}
        self._dues = {(due.guidance, due.clock): due for due in case.timetable}
        self._clocks = {
            (name, clock.id): clock for name, document in case.documents.items() for clock, _ in document.clocks()
        }
        self._stakes = {
            recommendation_id(each.action, False, each.question): stakes[each.question]
            for each in advised
            if each.question and (stakes := self._base.stakes(each.action.partition(".")[0]))
        }
        self._steps = {
            f"{name}.{step}": position
            for name, document in case.documents.items()
            if (stage := document.stages.get(case.reached[name].stage or ""))
            for position, step in enumerate(stage.steps)
        }

    def recommendation(self, advised: Advised) -> Recommendation:
        action = self._base.action(advised.action)
        guidance = advised.action.partition(".")[0]
        due = self._due(guidance, action)
        actor, towards = self._holders(guidance, action)
        rules = [self._base.rules[firing.rule] for firing in advised.firings]
        clock: Clock | None = self._clocks[guidance, due.clock] if due else None
        question = self._case.documents[guidance].questions[advised.question] if advised.question else None
        interpretations = {rule.interpretation for rule in rules if rule.interpretation} | set(action.interpretations)
        return Recommendation(
            id=advised.id,
            strength=advised.strength,
            urgency=_urgency(action, due),
            say=self._base.say_of(advised.action, advised.question),
            actor=actor,
            contact=towards,
            due=_due_line(due) if due else None,
            records=self._records(guidance, action.records),
            clauses=_clauses(
                [
                    *(rule.clauses for rule in rules),
                    clock.clauses if clock else (),
                    question.clauses if question else (),
                ]
            ),
            interpretations=tuple(sorted(interpretations | set(clock.interpretations if clock else ()))),
            rules=tuple(dict.fromkeys(firing.rule for firing in advised.firings)),
            because=(*dict.fromkeys(rule.because for rule in rules), *([question.matters] if question else [])),
            proof=tuple(self._reason(firing) for firing in advised.firings),
            question=advised.question,
            basis="ours" if guidance == OURS else "guidance",
            lane=action.lane,
        )

    def starts(self, advised: Iterable[Advised]) -> tuple[MissingStart, ...]:
        """The events without which no day can be worked out for what is advised."""
        found: dict[str, list[str]] = {}
        for each in advised:
            guidance = each.action.partition(".")[0]
            due = self._dues.get((guidance, self._base.action(each.action).clock or ""))
            if due and due.on is None and not due.ended:
                clocks = found.setdefault(self._clocks[guidance, due.clock].starts, [])
                if due.clock not in clocks:
                    clocks.append(due.clock)
        return tuple(
            MissingStart(event, self._base.events[event].say, tuple(clocks)) for event, clocks in found.items()
        )

    def reasons(self, concluded: Concluded) -> dict[Firing, Reason]:
        """Every argument about an option, in words."""
        return {
            firing: self._reason(firing)
            for each in concluded.arguments.values()
            for firing in (*each.argue_for, *each.argue_against, *each.rule_out)
        }

    def governing(self, concluded: Concluded) -> tuple[Governing, ...]:
        return tuple(
            Governing(
                guidance=name,
                title=self._base.documents[name].guidance.title,
                named=name in self._case.documents,
                because=tuple(dict.fromkeys(self._base.rules[firing.rule].because for firing in firings)),
            )
            for name, firings in concluded.governs.items()
        )

    def order(self, recommendation: Recommendation) -> tuple[object, ...]:
        """What is most urgent first, our safety advice before all, then the document's own order of steps."""
        return (
            _URGENCY.index(recommendation.urgency),
            recommendation.basis == "guidance",
            recommendation.lane == "record",
            _FIRMEST.index(recommendation.strength),
            self._steps.get(recommendation.id, -1),
            self._stakes.get(recommendation.id, -1),
            recommendation.id,
        )

    def guidance(
        self, name: str, recommendations: Sequence[Recommendation], conflicts: Sequence[Conflict]
    ) -> GuidanceLine:
        known = self._case.documents[name].guidance
        steps = [
            each
            for each in recommendations
            if each.id in self._steps and each.id.startswith(f"{name}.") and each.lane == "do"
        ]
        disputed = {step for conflict in conflicts for step in conflict.between}
        steps.sort(key=lambda each: (each.strength == "may", self._steps[each.id]))
        return GuidanceLine(
            id=name,
            title=known.title,
            edition=known.edition,
            status=status_lines(self._case, known),
            stage=self._case.reached[name].stage,
            next_step=steps[0].id if steps and steps[0].id not in disputed else None,
        )

    def judgements(self, concluded: Concluded) -> tuple[JudgementLine, ...]:
        lines = []
        for name, firings in concluded.judgements.items():
            known = self._base.judgement(name)
            rules = [self._base.rules[firing.rule] for firing in firings]
            document = self._base.documents.get(name.partition(".")[0])
            lines.append(
                JudgementLine(
                    id=name,
                    say=known.say,
                    about=tuple(sorted({firing.subject.id for firing in firings if firing.subject != CASE})),
                    decided_by=document.roles[known.decided_by].title if document and known.decided_by else None,
                    options=known.options,
                    weigh=known.weigh,
                    clauses=_clauses([known.clauses, *(rule.clauses for rule in rules)]),
                    because=tuple(dict.fromkeys(rule.because for rule in rules)),
                )
            )
        return tuple(lines)

    def conflicts(self, concluded: Concluded, recommendations: Sequence[Recommendation]) -> tuple[Conflict, ...]:
        by_id = {each.id: each for each in recommendations}
        return tuple(
            Conflict(
                between=(first, second),
                say=(
                    f"{_quoted(by_id[first])} and {_quoted(by_id[second])} cannot both be followed. "
                    "Each rests on the text; you choose."
                ),
            )
            for first, second in concluded.conflicts
        )

    def _reason(self, firing: Firing) -> Reason:
        rule = self._base.rules[firing.rule]
        resting_on = premises(rule, firing.subject, self._inference)
        return Reason(
            rule=rule.id,
            subject=firing.subject.id,
            because=rule.because,
            facts=premises_in_words(self._base, resting_on, self._case.names),
            clauses=rule.clauses,
        )

    def _due(self, guidance: str, action: Action) -> Due | None:
        due = self._dues.get((guidance, action.clock or ""))
        return due if due and due.on and not due.ended else None

    def _holders(self, guidance: str, action: Action) -> tuple[Holder | None, Holder | None]:
        people = self._case.people.get(guidance)
        if people is None:
            return None, None
        bars = self._bars[guidance]
        if action.lane == "record":
            bars = {about: barred for about, barred in bars.items() if barred.kind == "exclude"}
        unjudged = [role.id for role in people.roles.values() if role.judged_for and action.id not in role.judged_for]
        bars = {about: barred for about, barred in bars.items() if about[0] not in unjudged}
        actor = holder(people, action.actor, action.side, bars) if action.actor else None
        towards = (
            contact(people, action.actor, action.contact, action.side, action.contact_side, bars)
            if action.contact
            else None
        )
        return actor, _not_oneself(actor, towards)

    def _records(self, guidance: str, names: Iterable[str]) -> tuple[RecordLine, ...]:
        if guidance == OURS:
            return ()
        known = self._case.documents[guidance].records
        return tuple(RecordLine(name, known[name].say, known[name].clauses) for name in names)


def _not_oneself(actor: Holder | None, towards: Holder | None) -> Holder | None:
    """The contact without whoever acts: nobody settles a difference with themselves."""
    if actor is None or towards is None:
        return towards
    same = [person for person in towards.people if person in actor.people]
    if not same:
        return towards
    return replace(
        towards,
        people=tuple(person for person in towards.people if person not in same),
        left_out=towards.left_out
        + tuple(LeftOut(person, "is the one who acts, and cannot be both sides") for person in same),
    )


def _quoted(recommendation: Recommendation) -> str:
    forbidden = "not: " if recommendation.strength == "must_not" else ""
    return f"{forbidden}'{recommendation.say}' ({', '.join(recommendation.clauses)})"


def _urgency(action: Action, due: Due | None) -> Urgency:
    if action.urgency == "now" or (due and due.state == "overdue"):
        return "now"
    if due is None:
        return "when_possible"
    return "today" if due.state == "due_today" else "dated"


def _due_line(due: Due) -> DueLine:
    assert due.on and due.latest
    return DueLine(due.on.isoformat(), due.latest.isoformat(), due.clock, due.kind, due.unclear, due.state, _hour(due))


def _hour(due: Due) -> str | None:
    return due.at.strftime("%H:%M") if due.at else None


def _clauses(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(sorted({clause for group in groups for clause in group}))
