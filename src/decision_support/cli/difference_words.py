"""Parts of a difference in words: was and now, more and less, days moved, clocks, and reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from decision_support.model.difference import Aspect, Cause, Change, Side, Timing
from decision_support.wording import STATES_THAT_DAY, day_in_words


def reasons(causes: Iterable[Cause], side: Side) -> Iterator[str]:
    """What the rules of one side say, each reason once, with the rules that give it and their clauses."""
    alike: dict[str, list[Cause]] = {}
    for cause in causes:
        if cause.side == side:
            alike.setdefault(cause.because, []).append(cause)
    for because, those in alike.items():
        rests = dict.fromkeys([*(each.rule for each in those), *(clause for each in those for clause in each.clauses)])
        yield f"{because} [{', '.join(rests)}]"


def was_now(aspect: Aspect, say: Callable[[str], str] = str, nothing: str = "nothing") -> str:
    """'was …, now …'; only what is, where there was nothing to compare it with."""
    before, after = (" and ".join(say(each) for each in side) for side in (aspect.before, aspect.after))
    return f"was {before}, now {after or nothing}" if before else after


def more_and_less(aspect: Aspect, say: Callable[[str], str]) -> str:
    """What a list has now that it had not, and the other way round."""
    more = [say(each).rstrip(".") for each in aspect.after if each not in aspect.before]
    less = [say(each).rstrip(".") for each in aspect.before if each not in aspect.after]
    told = [f"{word} {'; '.join(said)}" for word, said in (("now also", more), ("no longer", less)) if said]
    return ", and ".join(told) or "the same in another order"


def moved(aspect: Aspect) -> str:
    """By how many days a date moved, in brackets."""
    if not aspect.days:
        return ""
    days = abs(aspect.days)
    return f" ({days} day{'' if days == 1 else 's'} {'later' if aspect.days > 0 else 'earlier'})"


def day_of_clock(change: Change) -> str:
    """The days of a clock that changed."""
    due, starts, ended = (change.aspect(name) for name in ("due", "starts", "ended"))
    told = []
    if due:
        told.append(was_now(due, day_in_words, "no day") + moved(due))
    if starts and change.how == "changed":
        told.append(f"its start {was_now(starts, day_in_words, 'is not recorded')}")
    if ended and ended.after:
        told.append(f"ended on {day_in_words(ended.after[0])}")
    return f" {'; '.join(told)}." if told else ""


def states(timings: Iterable[Timing], before: str, after: str) -> str:
    """How clocks stood on one day and stand on the other: 'So far it is running; then it runs out that day.'"""
    told = []
    for timing in timings:
        was, now = (_state(*each) for each in zip(timing.state, timing.due, (before, after), strict=True))
        if was != now:
            told.append(f"So far it {was}; then it {now}." if was and now else f"It {now or was}.")
    return " ".join(told)


def _state(state: str | None, due: str | None, day: str) -> str | None:
    if state == "due_today" and due and due < day:
        return "has run out on the earliest reading"
    return STATES_THAT_DAY[state] if state else None
