"""What advice says otherwise than was worked out for it by reading the document."""

from __future__ import annotations

from collections.abc import Iterator

from decision_support.loading.examples import Expected
from decision_support.model.advice import Advice, MayNotAct, Recommendation


def differences(expected: Expected, advice: Advice) -> list[str]:
    """What the advice says otherwise than expected, one sentence each."""
    return [
        *_of_the_route(expected, advice),
        *_of_recommendations(expected, advice),
        *_of_roles(expected, advice),
        *_of_clauses(expected, advice),
        *_of_people(expected, advice),
        *_of_the_lists(expected, advice),
        *_of_the_timetable(expected, advice),
        *_of_the_framework(expected, advice),
    ]


def _of_the_route(expected: Expected, advice: Advice) -> Iterator[str]:
    if expected.stage is not None and advice.stage != expected.stage:
        yield f"the stage is {advice.stage}, not {expected.stage}"
    if expected.next_step is not None and _own_name(advice.next_step) != expected.next_step:
        yield f"the next step is {advice.next_step}, not {expected.next_step}"
    if expected.ask_first is not None:
        first = advice.ask[0].fact if advice.ask else None
        if first != expected.ask_first:
            yield f"the first question is {first}, not {expected.ask_first}"


def _of_recommendations(expected: Expected, advice: Advice) -> Iterator[str]:
    given = {each.id: each for each in advice.recommendations}
    for name, strength in expected.recommend.items():
        if name not in given:
            yield f"{name} ({strength}) is missing"
        elif given[name].strength != strength:
            yield f"{name} is advised with '{given[name].strength}', not '{strength}'"
    for name in expected.never:
        if name in given:
            yield f"{name} ({given[name].strength}) must not be advised, and is by {', '.join(given[name].rules)}"
    for name, people in expected.people.items():
        acting = _acting(given[name]) if name in given else ()
        if sorted(acting) != sorted(people):
            yield f"{name} is for {', '.join(acting) or 'nobody'}, not for {', '.join(people)}"


def _of_roles(expected: Expected, advice: Advice) -> Iterator[str]:
    given = {each.id: each for each in advice.recommendations}
    for side, wanted in (("actor", expected.actors), ("contact", expected.contacts)):
        for name, role in wanted.items():
            holder = getattr(given[name], side) if name in given else None
            if holder is None or holder.role != role:
                yield f"the {side} of {name} is {holder.role if holder else 'nobody'}, not {role}"


def _of_clauses(expected: Expected, advice: Advice) -> Iterator[str]:
    cited = {each.id: each.clauses for each in advice.recommendations}
    cited |= {each.id: each.clauses for each in advice.judgements}
    for name, clauses in expected.clauses.items():
        missing = [clause for clause in clauses if clause not in cited.get(name, ())]
        if missing:
            yield f"{name} does not rest on {', '.join(missing)}"


def _of_people(expected: Expected, advice: Advice) -> Iterator[str]:
    barred = {"excluded": _by_role(advice.excluded), "in_doubt": _by_role(advice.in_doubt)}
    for kind, found in barred.items():
        for role, people in getattr(expected, kind).items():
            told = found.get(role, set())
            if told != set(people):
                yield f"{kind} from {role}: {', '.join(sorted(told)) or 'nobody'}, not {', '.join(people) or 'nobody'}"
    for role, people in expected.may_act.items():
        able = {
            subject.partition(":")[2]
            for subject, facts in advice.receipt.facts.items()
            if facts.get(f"proposed.{role}") == "yes"
        } - barred["excluded"].get(role, set())
        able -= barred["in_doubt"].get(role, set())
        if able != set(people):
            yield f"{', '.join(sorted(able)) or 'nobody'} may act as {role}, not {', '.join(people) or 'nobody'}"
    if expected.alarms is not None and {alarm.role for alarm in advice.alarms} != set(expected.alarms):
        yield f"the alarms are for {', '.join(alarm.role for alarm in advice.alarms) or 'nothing'}"


def _by_role(listed: tuple[MayNotAct, ...]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in listed:
        found.setdefault(each.role, set()).add(each.person)
    return found


def _acting(recommendation: Recommendation) -> tuple[str, ...]:
    return recommendation.actor.people if recommendation.actor else ()


def _of_the_lists(expected: Expected, advice: Advice) -> Iterator[str]:
    judgements = {_own_name(each.id) for each in advice.judgements}
    for name in expected.judgements:
        if name not in judgements:
            yield f"the judgement {name} is missing"
    silences = {each.id for each in advice.silences}
    for name in expected.silences:
        if name not in silences:
            yield f"the silence {name} is missing"
    for name in expected.absent:
        if name in judgements | silences:
            yield f"{name} must not be shown"
    if "conflicts" in expected.model_fields_set and bool(advice.conflicts) != expected.conflicts:
        between = "; ".join(" and ".join(each.between) for each in advice.conflicts)
        yield f"there is a conflict between {between}" if between else "there is no conflict"


def _of_the_timetable(expected: Expected, advice: Advice) -> Iterator[str]:
    lines = {_own_name(line.clock): line for line in advice.timetable}
    for clock, (earliest, latest) in expected.due.items():
        told = (lines[clock].on, lines[clock].latest) if clock in lines else (None, None)
        if told != (earliest.isoformat(), latest.isoformat()):
            yield f"the clock {clock} ends on {told[0]} or {told[1]}, not on {earliest} or {latest}"
    kinds = {_own_name(each.due.clock): each.due.kind for each in advice.recommendations if each.due}
    for clock, kind in expected.kinds.items():
        told_kind = kinds.get(clock)
        if told_kind != kind:
            yield f"the clock {clock} is a {told_kind or 'clock of no recommendation'}, not a {kind}"
    for clock, state in expected.states.items():
        found = lines[clock].state if clock in lines else None
        if found != state:
            yield f"the clock {clock} is {found}, not {state}"


def _of_the_framework(expected: Expected, advice: Advice) -> Iterator[str]:
    asked = {ask.subject if ask.fact == "answer" else ask.fact for ask in advice.ask}
    yield from (f"{name} is not asked" for name in expected.asked if name not in asked)
    applies = {question.id: question.applies for question in advice.questions}
    for question, state in expected.questions.items():
        if applies.get(question) != state:
            yield f"whether question {question} applies is {applies.get(question)}, not {state}"
    options = {_own_name(option.id): option for option in advice.options}
    for name, ruled_out in expected.ruled_out.items():
        if name not in options or bool(options[name].ruled_out) != ruled_out:
            yield f"the option {name} is {'not ' if ruled_out else ''}ruled out"
    for side, wanted in (("for", expected.argued_for), ("against", expected.argued_against)):
        for name, clauses in wanted.items():
            arguments = (options[name].for_ if side == "for" else options[name].against) if name in options else ()
            cited = {clause for argument in arguments for clause in argument.clauses}
            yield from (f"nothing {side} {name} rests on {clause}" for clause in clauses if clause not in cited)


def _own_name(qualified: str | None) -> str | None:
    """A name as its document has it: 'stage-1' for 'nssb.stage-1'."""
    return qualified.rpartition(".")[2] if qualified else None
