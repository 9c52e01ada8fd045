"""The verbs that write into a case file: answer, record, person, correct, decide, note, close, reopen."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from decision_support.cli.options import Day, today
from decision_support.errors import InvalidCase

from .entering import Enter, into_a_case
from .stored import refuse_both

if TYPE_CHECKING:
    from decision_support.casefile.record import Record
    from decision_support.model.entries import Content
    from decision_support.model.knowledge import KnowledgeBase

C = TypeVar("C", bound=Callable[..., Any])

_A_SPACE = re.compile(r"(?<=\d) +(?=\d)")
_BECAUSE = "The reason; it is kept with the case."
_BY = "Who did it: the id of a person in the case, or a name or function."


def _on(what: str) -> Callable[[C], C]:
    return click.option("--on", "on", type=Day(past=True), help=f"The day on which {what}. Today, if left out.")


@click.command()
@click.argument("reference")
@click.argument("answers", nargs=-1, required=True, metavar="NAME=VALUE...")
@click.option("--because", metavar="TEXT", help=_BECAUSE)
@click.option("--by", metavar="WHO", help="Who gave the answer.")
@_on("it was answered")
@into_a_case
def answer(enter: Enter, answers: tuple[str, ...], because: str | None, by: str | None, on: dt.date | None) -> None:
    """Enter answers.

    Each is NAME=VALUE, such as immediate_risk_of_harm=no, 4.1=yes or omar.declared_interest=no. Also
    guidance=nssb,ssab, jurisdiction= and opened=, which hold from now on. Nothing after the sign takes an answer back.
    One that was wrong from the start is corrected with: case correct.
    """
    from decision_support.casework.filing.answering import answered

    def write(base: KnowledgeBase, record: Record) -> Sequence[Content]:
        return answered(base, record, answers, because, by, on or today())

    enter(write)


@click.command()
@click.argument("reference")
@click.argument("what")
@_on("it happened")
@click.option("--at", metavar="TIME", help="The day and the time, where the time is known: '2026-11-05 14:30'.")
@click.option("--by", metavar="WHO", help=_BY)
@click.option("--stage", help="The stage that began, ended or was recorded.")
@click.option("--outcome", help="How it ended.")
@click.option("--to", metavar="WHO", help="Who received it, for a form.")
@click.option("--note", help="What you will want to find here later.")
@into_a_case
def record(
    enter: Enter,
    what: str,
    on: dt.date | None,
    at: str | None,
    by: str | None,
    stage: str | None,
    outcome: str | None,
    to: str | None,
    note: str | None,
) -> None:
    """Enter what happened.

    WHAT is an event (stage_started, line_managers_in_contact …), a record that was made, a form that was issued, or
    an option that is under consideration.
    """
    from decision_support.casework.filing.recording import recorded

    refuse_both(on, at, "--on and --at")
    given = {
        "at": at and _A_SPACE.sub("T", at.strip(), count=1),
        "by": by,
        "stage": stage,
        "outcome": outcome,
        "to": to,
        "note": note,
    }
    if at is None:
        given["on"] = (on or today()).isoformat()

    def write(base: KnowledgeBase, seen: Record) -> Sequence[Content]:
        return (recorded(base, seen, what, {key: value for key, value in given.items() if value is not None}),)

    enter(write)


@click.command()
@click.argument("reference")
@click.argument("person")
@click.argument("changes", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--interest", metavar="TEXT", help="An interest that the person declared.")
@click.option(
    "--waive", metavar="FACT", help="A conflict that shall not keep the person from acting; with --by, --because."
)
@click.option(
    "--gone",
    is_flag=True,
    help="The person never had a part in it; with --because.",
)
@click.option("--because", metavar="TEXT", help=_BECAUSE)
@click.option("--by", metavar="WHO", help="Who waived it: the id of a person in the case.")
@_on("it was declared or waived")
@into_a_case
def person(
    enter: Enter,
    person: str,
    changes: tuple[str, ...],
    interest: str | None,
    waive: str | None,
    gone: bool,
    because: str | None,
    by: str | None,
    on: dt.date | None,
) -> None:
    """Enter a person, by id, or what is now recorded of somebody.

    \b
    Each change is KEY=VALUE, and nothing after '=' takes it back:
      name='Omar (team manager)'   agency=Council   team=North
      roles=worker,line_manager    line_manager=fay
      'roles=[{is: worker, until: 2026-10-31}]'   for somebody who left
    """
    from decision_support.casework.filing.people import person_changed, person_gone, person_waived

    refuse_both(waive, gone or None, "--waive and --gone")
    day = on or today()

    def write(base: KnowledgeBase, record: Record) -> Sequence[Content]:
        if gone:
            return person_gone(base, record, person, because)
        told = person_changed(base, record, person, changes, interest, day) if changes or interest or not waive else ()
        return (*told, *(person_waived(record, person, waive, by, because, day) if waive else ()))

    enter(write)


@click.command()
@click.argument("reference")
@click.argument("entry", type=int)
@click.argument("changes", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--withdraw", is_flag=True, help="The entry should not have been made.")
@click.option("--because", required=True, metavar="TEXT", help="Why it was wrong.")
@into_a_case
def correct(enter: Enter, entry: int, changes: tuple[str, ...], withdraw: bool, because: str) -> None:
    """Correct what an entry says.

    ENTRY is its number in the history; each change is KEY=VALUE, such as value=no, on=2026-11-03 or outcome=resolved.
    The entry itself stays as it was: what was known on an earlier day does not change.
    """
    from decision_support.casework.filing.correcting import corrected

    def write(base: KnowledgeBase, record: Record) -> Sequence[Content]:
        return (corrected(record, entry, changes, withdraw, because),)

    enter(write)


@click.command()
@click.argument("reference")
@click.argument("what")
@click.argument("decision", required=False)
@click.option("--followed", is_flag=True, help="The recommendation was followed.")
@click.option("--set-aside", "set_aside", is_flag=True, help="The recommendation was not followed; with --because.")
@click.option("--because", metavar="TEXT", help=_BECAUSE)
@click.option("--considered", multiple=True, metavar="TEXT", help="An option that was weighed; repeat for each.")
@click.option("--by", metavar="WHO", help="Who decided.")
@_on("it was decided")
@into_a_case
def decide(
    enter: Enter,
    what: str,
    decision: str | None,
    followed: bool,
    set_aside: bool,
    because: str | None,
    considered: tuple[str, ...],
    by: str | None,
    on: dt.date | None,
) -> None:
    """Enter what people decided, with their reasons.

    WHAT is a judgement that the guidance leaves to people or a silence that a local decision settles, with the DECISION
    in words and --because; or a recommendation, by its number in the advice or its id, with --followed or --set-aside.
    """
    from decision_support.casework import Casework
    from decision_support.casework.filing import deciding

    refuse_both(followed or None, set_aside or None, "--followed and --set-aside")
    if (followed or set_aside) and (decision is not None or considered):
        raise InvalidCase(
            "a recommendation is followed or set aside without a decision in other words.",
            mend="Say what there is to say with --because.",
        )
    day = on or today()

    def write(base: KnowledgeBase, record: Record) -> Sequence[Content]:
        if not followed and not set_aside:
            return (deciding.decision(base, record, what, decision, because, considered, by, day),)
        advice = Casework(base).advise(record.case(day), day)
        if followed:
            return (deciding.followed(record, advice, what, by, day, because),)
        return (deciding.set_aside(record, advice, what, by, day, because),)

    enter(write)


@click.command()
@click.argument("reference")
@click.argument("text")
@into_a_case
def note(enter: Enter, text: str) -> None:
    """Enter a note. Nothing is worked out from it."""
    from decision_support.casework.filing.contents import content
    from decision_support.model.entries import Noted

    noted = content(Noted, {"text": text})
    enter(lambda base, seen: (noted,))


@click.command()
@click.argument("reference")
@click.option("--because", required=True, metavar="TEXT", help=_BECAUSE)
@click.option("--by", metavar="WHO", help="Who decided to close it.")
@_on("it was closed")
@into_a_case
def close(enter: Enter, because: str, by: str | None, on: dt.date | None) -> None:
    """Close a case.

    Nothing more is written into it until it is reopened.
    """
    from decision_support.casework.filing.contents import content
    from decision_support.model.entries import Closed

    closed = content(Closed, {"because": because, "by": by, "on": on or today()})
    enter(lambda base, seen: (closed,))


@click.command()
@click.argument("reference")
@click.option("--because", required=True, metavar="TEXT", help=_BECAUSE)
@click.option("--by", metavar="WHO", help="Who decided to reopen it.")
@_on("it was reopened")
@into_a_case
def reopen(enter: Enter, because: str, by: str | None, on: dt.date | None) -> None:
    """Reopen a case that was closed."""
    from decision_support.casework.filing.contents import content
    from decision_support.model.entries import Reopened

    reopened = content(Reopened, {"because": because, "by": by, "on": on or today()})

    def write(base: KnowledgeBase, seen: Record) -> Sequence[Content]:
        if seen.is_open:
            raise InvalidCase(f"case '{seen.reference}' is open.", mend="Write into it as it is.")
        return (reopened,)

    enter(write)
