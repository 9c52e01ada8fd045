"""The verbs that read a case file: show, history, diff, verify."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from decision_support.cli.options import Day, base_of, format_option, knowledge_options, show_json, today
from decision_support.errors import InvalidCase

from .stored import Moment, case_of, refuse_both, store_option, stored

if TYPE_CHECKING:
    from decision_support.casefile.record import Record
    from decision_support.model.case import Case

SHORTEST_HEAD = 8

C = TypeVar("C", bound=Callable[..., Any])


def _as_known(command: C) -> C:
    """--as-of and --before: the file as it was."""
    command = click.option(
        "--as-of", "as_of", type=Moment(), help="As it was known at the end of that day, or at that time."
    )(command)
    return click.option("--before", type=int, metavar="ENTRY", help="As it was known just before this entry.")(command)


@click.command()
@click.argument("reference")
@_as_known
@click.option("--on", "on", type=Day(), help="The day to advise for. That of --as-of or --before, or today.")
@click.option("--redacted", is_flag=True, help="Names become roles.")
@format_option
@store_option
@knowledge_options
def show(
    reference: str,
    as_of: dt.datetime | None,
    before: int | None,
    on: dt.date | None,
    redacted: bool,
    shape: str,
    store: Path | None,
    rules: Path | None,
    knowledge: Path | None,
) -> None:
    """Show what is known, what was decided, and what to do next.

    With --as-of or --before, as it was known then: what was written or corrected later does not count.
    """
    from decision_support.casefile.history import as_known_on
    from decision_support.casework import Casework
    from decision_support.casework.filing.redacting import redacted_record
    from decision_support.model.advice_data import as_data

    from .show_text import show_text

    base = base_of(rules, knowledge)
    with stored(store) as files:
        whole = files.record(reference)
    record, day = _then(whole, as_of, before)
    day = on or day
    case_of(record, base, day)
    if redacted:
        record = redacted_record(record, base)
    case = case_of(record, base, day)
    shown, advice = by_then(case, as_known_on(case, day, base.events)), Casework(base).advise(case, day)
    if shape == "json":
        show_json(
            {
                "reference": reference,
                "open": record.is_open,
                "entries": len(record.entries),
                "head": record.head,
                "case": shown.model_dump(mode="json", by_alias=True, exclude_defaults=True),
                "advice": as_data(advice),
            }
        )
    else:
        click.echo(show_text(base, record, whole, shown, advice))


@click.command()
@click.argument("reference")
@_as_known
@format_option
@store_option
@knowledge_options
def history(
    reference: str,
    as_of: dt.datetime | None,
    before: int | None,
    shape: str,
    store: Path | None,
    rules: Path | None,
    knowledge: Path | None,
) -> None:
    """Tell everything that was written, when and by whom, in words."""
    from decision_support.casefile.chain import stamp
    from decision_support.casefile.record import Record
    from decision_support.casefile.rows import entries_of
    from decision_support.casework.chronicle import chronicle
    from decision_support.model.advice_data import plain

    from .history_text import history_text

    base = base_of(rules, knowledge)
    with stored(store) as files:
        rows, damage = files.checked_rows(reference)
    for found in damage:
        click.echo(f"decision-support: damaged: {found}", err=True)
    record, _ = _then(Record(reference, tuple(entries_of(rows, strict=False))), as_of, before)
    told = chronicle(base, record)
    if shape == "json":
        show_json([{**plain(each), "at": stamp(each.at)} for each in told])
    else:
        click.echo(history_text(record, told))
    if damage:
        raise SystemExit(1)


@click.command()
@click.argument("reference")
@click.argument("then", type=Moment(), metavar="DATE")
@click.argument("now", type=Moment(), metavar="[DATE]", required=False)
@format_option
@store_option
@knowledge_options
def diff(
    reference: str,
    then: dt.datetime,
    now: dt.datetime | None,
    shape: str,
    store: Path | None,
    rules: Path | None,
    knowledge: Path | None,
) -> None:
    """Say what changed between two dates, or since one.

    What was entered in between, and what is advised differently, with the rules and clocks responsible.
    """
    from decision_support.casework import Casework
    from decision_support.casework.chronicle import chronicle
    from decision_support.model.advice_data import plain

    from .diff_text import diff_text

    if now is not None and now < then:
        raise InvalidCase("the second date is before the first.", mend="Write the earlier date first.")
    base = base_of(rules, knowledge)
    desk = Casework(base)
    with stored(store) as files:
        whole = files.record(reference)
    (before, day), (after, later) = _then(whole, then, None), _then(whole, now, None)
    was, is_now = desk.advise(case_of(before, base, day), day), desk.advise(case_of(after, base, later), later)
    difference = desk.difference(was, is_now)
    told = chronicle(base, after)[len(before.entries) :]
    if shape == "json":
        show_json({"entries": [each.number for each in told], **plain(difference)})
    else:
        click.echo(diff_text(base, whole, told, difference))


@click.command()
@click.argument("reference", required=False)
@click.option("--head", metavar="HASH", help="A head that was noted down earlier: is it still part of the history?")
@format_option
@store_option
def verify(reference: str | None, head: str | None, shape: str, store: Path | None) -> None:
    """Check that nothing was changed, removed or reordered.

    One case, or the whole store. A head that was printed with an export proves even that the end of a history was not
    replaced. Ends with 1 where something is not what was written.
    """
    from decision_support.casefile.verifying import verify as check

    from .history_text import entries_in_words

    if head is not None and len(head) < SHORTEST_HEAD:
        mend = f"Write at least its first {SHORTEST_HEAD} characters."
        raise InvalidCase(f"'{head}' is too short to tell one head from another.", mend=mend)
    with stored(store) as files:
        if reference is not None:
            rows, damage = files.checked_rows(reference)
            heads = {reference: (len(rows), rows[-1].hash)} if rows and not damage else {}
            hashes = {row.hash: (reference, row.number) for row in rows}
        else:
            found = check(files)
            heads, damage = found.heads, found.damage
            hashes = {row.hash: (name, row.number) for name in heads for row in files.rows(name)}
            hashes |= files.heads_across()  # those that a backup prints
    near = [list(where) for hash, where in hashes.items() if head and hash.startswith(head.lower())]
    if shape == "json":
        asked = {"head": near[0] if near else None} if head else {}
        show_json({"damage": list(damage), "heads": {name: list(each) for name, each in heads.items()}, **asked})
    else:
        for each in damage:
            click.echo(f"Damaged: {each}")
        for name, (entries, hash) in heads.items() if not damage or reference else ():
            click.echo(f"{name}: {entries_in_words(entries)}, as they were written. Head: {hash}")
        if not damage and reference is None:
            count = len(heads)
            click.echo(f"{count} case{'' if count == 1 else 's'}, and nothing was changed, removed or reordered.")
            click.echo(f"Head of the store: {found.store}")
    if head and shape != "json":
        click.echo(
            f"That head is entry {near[0][1]} of '{near[0][0]}': all up to there is as it was then."
            if near
            else "That head is not in the history: what was written up to it has been replaced, or it is mistyped."
        )
    if damage or (head and not near):
        raise SystemExit(1)


def by_then(case: Case, known: Case) -> Case:
    """What is known by a day, in the order in which it was entered."""
    people = {person.id: person for person in known.people}
    return known.model_copy(
        update={
            "facts": {name: known.facts[name] for name in case.facts if name in known.facts},
            "answers": {name: known.answers[name] for name in case.answers if name in known.answers},
            "people": tuple(people[person.id] for person in case.people),
        }
    )


def _then(record: Record, as_of: dt.datetime | None, before: int | None) -> tuple[Record, dt.date]:
    """The record as it was, and that day. Raises UserMistake where there was nothing yet."""
    from decision_support.model.case import UK_TIME

    refuse_both(as_of, before, "--as-of and --before")
    if as_of is not None:
        known, moment = record.as_of(as_of), as_of
    elif before is not None:
        known, moment = record.before(before), record.entry(before).at
    else:
        return record, today()
    day = moment.astimezone(UK_TIME).date()
    if not known.entries:
        first = record.entries[0].at.astimezone(UK_TIME)
        raise InvalidCase(
            f"nothing had been written into case '{record.reference}' by then: it begins on {first:%Y-%m-%d at %H:%M}.",
            mend="For what the case says by now of an earlier day, use --on.",
        )
    return known, min(day, today())
