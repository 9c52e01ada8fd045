"""The verbs by which advice is given on record, and given again years later: advise and replay."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from decision_support.cli.options import Day, base_of, format_option, knowledge_options, show_json, today
from decision_support.errors import InvalidCase, UserMistake
from decision_support.wording import listed

from .stored import case_of, filing, now, store_option, stored


@click.command()
@click.argument("reference")
@click.option("--on", "on", type=Day(), help="The day to advise for. Today, if left out.")
@format_option
@store_option
@knowledge_options
def advise(
    reference: str, on: dt.date | None, shape: str, store: Path | None, rules: Path | None, knowledge: Path | None
) -> None:
    """Give advice on record, so that it can be given again as it was.

    To look at advice without keeping it: decision-support advise REFERENCE
    """
    from decision_support.casework import Casework
    from decision_support.casework.filing.again import trying_again
    from decision_support.cli.advice_text import advice_text
    from decision_support.loading.editions import archived
    from decision_support.model.advice_data import as_data
    from decision_support.model.entries import AdviceGiven

    base = base_of(rules, knowledge)
    desk, day = Casework(base), on or today()
    with stored(store) as files:
        writing = filing(base, files)

        def step() -> tuple[int, object]:
            seen = files.record(reference)
            advice = desk.advise(case_of(seen, base, day), day)
            edition = files.keep_edition(archived(rules, knowledge))
            after = writing.write(seen, (AdviceGiven(advice=as_data(advice), edition=edition),), now())
            return len(after.entries), advice

        number, advice = trying_again(step)
    if shape == "json":
        show_json(as_data(advice))  # type: ignore[arg-type]
    else:
        click.echo(advice_text(base, advice))  # type: ignore[arg-type]
        click.echo(f"\nKept as entry {number}. To give it again: decision-support case replay {reference} {number}")


@click.command()
@click.argument("reference")
@click.argument("entry", type=int, required=False)
@format_option
@store_option
@knowledge_options
def replay(
    reference: str, entry: int | None, shape: str, store: Path | None, rules: Path | None, knowledge: Path | None
) -> None:
    """Give advice again from its receipt, as it was.

    That of ENTRY, or the advice that was given last, with the knowledge of that day. Where knowledge has changed
    since, today's advice for the same facts and the same day stands beside it. Ends with 1 where it cannot be given
    again as it was.
    """
    from decision_support.casework import Casework
    from decision_support.casework.replaying import replay as replayed
    from decision_support.cli.replay_text import replay_text
    from decision_support.loading.editions import edition
    from decision_support.model.advice_data import plain
    from decision_support.model.entries import AdviceGiven
    from decision_support.model.knowledge import KnowledgeBase

    base = base_of(rules, knowledge)
    with stored(store) as files:
        record = files.record(reference)
        given = {each.number: content for each, content in record.of(AdviceGiven)}
        if not given:
            mend = f"Give advice on record with: decision-support case advise {reference}"
            raise InvalidCase(f"no advice was kept in case '{reference}'.", mend=mend)
        number = entry if entry is not None else max(given)
        if number not in given:
            record.entry(number)
            raise InvalidCase(f"entry {number} is no advice.", mend=f"Advice was given in: {listed(map(str, given))}.")
        kept, digest = given[number].advice, given[number].edition
        if "receipt" not in kept:
            mend = "What was advised is in the history; it cannot be worked out again."
            raise InvalidCase(f"the receipt of the advice in entry {number} was erased.", mend=mend)
        archive = files.edition(digest) if digest else None
    then: KnowledgeBase | UserMistake | None = None
    if archive is not None and kept["receipt"].get("knowledge") != base.fingerprint:
        try:
            then = edition(archive)
        except UserMistake as mistake:
            then = mistake
    found = replayed(Casework(base), kept, then)
    if shape == "json":
        show_json(plain(found))
    else:
        click.echo(replay_text(found))
    if not found.same_bytes:
        raise SystemExit(1)
